"""The languages: everything that is said in the code is said in German too, and values stay values."""

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bot.catalogue import Catalogue, languages, po_file
from bot.words import Words, say, stored

ROOT = Path(__file__).parents[2]
AT = datetime(2026, 11, 21, 9, 49, 20, tzinfo=UTC)
METHODS = [("**.py", "python"), ("**.html", "jinja2")]


@cache
def said_in_the_code() -> dict[str, str]:
    """Every sentence, and a place where it stands."""
    found: dict[str, str] = {}
    for top in ("bot", "adapters", "prompts", "storage"):
        for file, line, text, *_ in extract_from_dir(ROOT / top, METHODS, keywords={"say": None}):
            found.setdefault(str(text), f"{top}/{file}:{line}")
    return found


def slots(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


@pytest.mark.parametrize("language", [language for language in languages() if language != "en"])
def test_every_sentence_is_translated_with_the_same_slots(language: str) -> None:
    with po_file(language).open("rb") as file:
        catalogue = read_po(file, locale=language)
    said = said_in_the_code()
    missing = {
        text: where for text, where in said.items() if not (catalogue.get(text) and catalogue[text].string)
    }
    assert missing == {}
    assert [text for text in said if catalogue[text].fuzzy] == []
    assert [text for text in said if slots(text) != slots(str(catalogue[text].string))] == []
    assert {str(message.id) for message in catalogue if message.id} <= set(said), "said nowhere any more"


def test_a_storm_has_one_name_in_german() -> None:
    """The demo's panel says “Sturm”: so the board, the handover and the cards do."""
    storms = [Catalogue("de").say(Words(text)) for text in said_in_the_code() if "storm" in text.lower()]
    assert len(storms) >= 5
    assert [text for text in storms if "Sturm" not in text] == []


def test_german_and_english_are_there() -> None:
    assert languages() == ("en", "de")


def test_a_sentence_is_said_in_each_language() -> None:
    assert Catalogue("de").say(say("Approve & post")) == "Freigeben & posten"
    assert Catalogue("en").say(say("Approve & post")) == "Approve & post"
    assert Catalogue("de-AT").say(say("Take back")) == "Zurücknehmen"


@pytest.mark.parametrize("language", ["fr", "xx", "", "../../etc", "de/../en"])
def test_a_language_that_we_do_not_have_is_said_in_english(language: str) -> None:
    assert Catalogue(language).say(say("Take back")) == "Take back"


def test_words_within_words_are_said_in_the_same_language() -> None:
    words = say(
        "“{action}” is not possible now. {reason}", action=say("Claim"), reason=say("It is not approved.")
    )
    assert Catalogue("de").say(words) == "„Übernehmen“ geht gerade nicht. Das ist nicht freigegeben."


@pytest.mark.parametrize("value", ["{0.__class__}", "{name}", "%s %(x)s", "{{", "{"])
def test_a_value_is_never_read_as_a_pattern(value: str) -> None:
    assert Catalogue("de").say(Words("{name}: {{x}}", {"name": value})) == f"{value}: {{x}}"


def test_a_slot_without_a_value_stays_visible() -> None:
    assert Catalogue("en").say(Words("{a} and {b}", {"a": 1})) == "1 and {b}"


def test_saying_nothing_says_nothing() -> None:
    assert Catalogue("de").say(Words("")) == ""


@pytest.mark.parametrize(
    ("language", "zone", "value", "read"),
    [
        ("de", "Europe/Berlin", AT, "21. Nov., 10:49"),
        ("en", "Asia/Tokyo", AT, "Nov 21, 18:49"),
        ("de", "Europe/Berlin", timedelta(minutes=12), "12 Min."),
        ("de", "Europe/Berlin", timedelta(minutes=89), "89 Min."),
        ("de", "Europe/Berlin", timedelta(minutes=91), "1 Std. 31 Min."),
        ("en", "Europe/Berlin", timedelta(minutes=149), "2 hr 29 min"),
        ("de", "Europe/Berlin", timedelta(hours=30), "30 Std."),
        ("de", "Europe/Berlin", timedelta(hours=35, minutes=59, seconds=59), "36 Std."),
        ("de", "Europe/Berlin", timedelta(hours=59), "2 Tg. 11 Std."),
        ("de", "Europe/Berlin", -timedelta(hours=2, minutes=5), "2 Std. 5 Min."),
        ("de", "Europe/Berlin", timedelta(days=20), "3 Wo."),
        ("en", "Europe/Berlin", timedelta(days=3), "3 days"),
        ("de", "Europe/Berlin", timedelta(seconds=5), "1 Min."),
        ("de", "Europe/Berlin", 1234, "1234"),
        ("de", "Europe/Berlin", 0.5, "0,5"),
    ],
)
def test_values_are_said_as_the_language_says_them(
    language: str, zone: str, value: object, read: str
) -> None:
    assert Catalogue(language, zone).say(Words("{value}", {"value": value})) == read


def test_the_clock_and_the_day() -> None:
    assert Catalogue("de").clock(AT) == "10:49:20"
    assert Catalogue("de").day(AT) == "21. November 2026"


def test_what_was_kept_as_text_is_said_in_the_language_of_whoever_reads_it() -> None:
    template = next(text for text in said_in_the_code() if "does not accept our name" in text)
    kept = str(say(template, **{slot: f"<{slot}> {{x}}" for slot in slots(template)}))
    assert Catalogue("de").say(stored(kept)).startswith("<site> {x} nimmt unseren")
    assert Catalogue("en").say(stored(kept)) == kept
    # What people wrote themselves stays as it is, also where it looks like a slot.
    assert Catalogue("de").say(stored("{name}: {text}")) == "{name}: {text}"
