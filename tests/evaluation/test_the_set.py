"""The evaluation set keeps its shape: whoever changes a comment by mistake hears of it here."""

import json
import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import pytest

HERE = Path(__file__).parent
HALVES = ("dev", "held")
FIELDS = [
    *("id", "lang", "platform", "author", "post", "text"),
    *("expected", "must_mention", "must_not", "anchors"),
]
EXPECTED = ["kind", "needs_reply", "risk", "language", "sentiment", "urgency"]
KINDS = {
    *("praise", "question", "complaint", "criticism", "hardship", "troll", "misinformation"),
    *("hate", "spam", "crisis", "legal", "reuse", "idea", "general"),
}
ROUTED = {"crisis", "hate", "legal"}
"""Kinds that go to a person without a draft."""
LONGEST = {"x": 280, "bluesky": 300, "mastodon": 500}
PLATFORMS = {"wordpress", "facebook", "instagram", "youtube", "discourse", "reddit", *LONGEST}
FORMAL = {"wordpress", "facebook"}
"""Where the brand of the set says Sie."""
DU = re.compile(r"\b([Dd]u|[Dd]ir|[Dd]ich|[Dd]ein\w*|[Ee]uch|[Ee]uer\w*|[Ee]ure\w*)\b")
SIE = re.compile(r"(?<![.!?:] )(?<!^)\b(Sie|Ihnen|Ihr|Ihre[nmrs]?)\b")

Row: TypeAlias = dict[str, Any]
"""One line of the files, as JSON has it."""


@cache
def half(name: str) -> tuple[Row, ...]:
    lines = (HERE / f"comments_{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


def everything() -> tuple[Row, ...]:
    return tuple(row for name in HALVES for row in half(name))


def draft_due(row: Row) -> bool:
    return row["expected"]["needs_reply"] and row["expected"]["kind"] not in ROUTED


def anchors(row: Row) -> dict[int, str]:
    return {each["grade"]: each["text"] for each in row["anchors"]}


@cache
def brand() -> Row:
    read: Row = json.loads((HERE / "brand.json").read_text(encoding="utf-8"))
    return read


def known(row: Row) -> str:
    """What a reply may take its numbers from."""
    facts = [fact["answer"] for fact in brand()["facts"] if row["id"] in fact["answers"]]
    return " ".join([row["post"], row["text"], *facts])


def said(row: Row, needles: list[str], grade: int) -> list[str]:
    return [each for each in needles if each.casefold() in anchors(row)[grade].casefold()]


def drafted() -> tuple[Row, ...]:
    return tuple(row for row in everything() if draft_due(row))


@pytest.mark.parametrize("name", HALVES)
def test_each_half_holds_forty_german_fifteen_english_and_five_other_comments(name: str) -> None:
    count = Counter(row["lang"] for row in half(name))
    assert (count.pop("de"), count.pop("en"), count.total()) == (40, 15, 5)
    assert [row["id"] for row in half(name)] == [f"{name}-{number:02}" for number in range(1, 61)]


def test_every_kind_is_there_five_times_and_in_both_halves() -> None:
    counts = [Counter(row["expected"]["kind"] for row in half(name)) for name in HALVES]
    assert set(counts[0]) == set(counts[1]) == KINDS
    assert min((counts[0] + counts[1]).values()) >= 5
    assert min(*counts[0].values(), *counts[1].values()) >= 2


def test_nothing_is_there_twice() -> None:
    written = [row["text"] for row in everything()]
    written += [text for row in everything() for text in anchors(row).values()]
    folded = Counter(" ".join(re.findall(r"\w+", text.casefold())) for text in written)
    assert not [text for text, times in folded.items() if times > 1]
    openings = Counter(tuple(anchors(row)[3].split()[:4]) for row in drafted())
    assert max(openings.values()) == 1


def test_comments_are_as_long_and_as_short_as_people_write_them() -> None:
    words = sorted(len(row["text"].split()) for row in everything())
    assert (words[0] >= 5, words[5] <= 12, words[-4] >= 75, words[-1] <= 120) == (True,) * 4


@pytest.mark.parametrize("name", HALVES)
def test_files_are_readable_utf8_with_composed_umlauts(name: str) -> None:
    raw = (HERE / f"comments_{name}.jsonl").read_text(encoding="utf-8")
    assert "\\u" not in raw
    assert unicodedata.is_normalized("NFC", raw)
    assert set("äöüßÜé„“😂") <= set(raw)


def test_a_line_has_the_fields_and_the_values_of_the_set() -> None:
    for row in everything():
        expected = row["expected"]
        assert (list(row), list(expected)) == (FIELDS, EXPECTED), row["id"]
        assert row["platform"] in PLATFORMS, row["id"]
        assert expected["risk"] in {"low", "normal", "high", "crisis"}, row["id"]
        assert expected["sentiment"] in {"positive", "neutral", "negative", "mixed"}, row["id"]
        assert (expected["urgency"] in range(4), expected["language"]) == (True, row["lang"]), row["id"]
        assert len(row["text"]) <= LONGEST.get(row["platform"], 2000), row["id"]


def test_the_expected_values_fit_each_other() -> None:
    for row in everything():
        kind, expected = row["expected"]["kind"], row["expected"]
        assert kind != "crisis" or (expected["risk"], expected["urgency"]) == ("crisis", 3), row["id"]
        assert kind not in {"crisis", "legal"} or expected["needs_reply"], row["id"]
        assert kind not in {"hate", "spam"} or not expected["needs_reply"], row["id"]
        assert kind not in ROUTED or expected["risk"] in {"high", "crisis"}, row["id"]


def test_three_graded_replies_stand_where_a_draft_is_due_and_nowhere_else() -> None:
    for row in everything():
        grades = [each["grade"] for each in row["anchors"]]
        assert grades == ([3, 2, 1] if draft_due(row) else []), row["id"]
        assert bool(row["must_not"]) == draft_due(row), row["id"]
        assert draft_due(row) or not row["must_mention"], row["id"]


def test_the_best_reply_names_the_details_and_only_the_bad_one_says_what_must_not_be_said() -> None:
    for row in drafted():
        assert said(row, row["must_mention"], grade=3) == row["must_mention"], row["id"]
        assert said(row, row["must_not"], grade=1), row["id"]
        assert not said(row, row["must_not"], grade=3) + said(row, row["must_not"], grade=2), row["id"]


def test_good_replies_invent_no_number_and_fit_the_platform() -> None:
    for row in drafted():
        good = " ".join(anchors(row)[grade] for grade in (3, 2))
        assert set(re.findall(r"\d+", good)) <= set(re.findall(r"\d+", known(row))), row["id"]
        assert max(map(len, anchors(row).values())) <= LONGEST.get(row["platform"], 2000), row["id"]


def test_good_german_replies_keep_to_du_or_to_sie() -> None:
    for row in (each for each in drafted() if each["lang"] == "de"):
        other = DU if row["platform"] in FORMAL else SIE
        assert not [text for grade in (3, 2) if other.search(text := anchors(row)[grade])], row["id"]


def test_whoever_only_counts_letters_does_not_rank_the_replies() -> None:
    sizes = [[len(anchors(row)[grade]) for grade in (3, 2, 1)] for row in drafted()]
    assert sum(best > fair > bad for best, fair, bad in sizes) < len(sizes) / 2


def test_every_fact_answers_a_comment_that_is_there() -> None:
    there = {row["id"] for row in drafted()}
    assert all(fact["answers"] and there.issuperset(fact["answers"]) for fact in brand()["facts"])


def test_addresses_lead_nowhere() -> None:
    raw = " ".join((HERE / f"comments_{name}.jsonl").read_text(encoding="utf-8") for name in HALVES)
    found = re.findall(r"[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|de|ch|at|io|test|example)\b", raw)
    assert found
    assert not [address for address in found if not address.endswith((".example", ".test"))]
