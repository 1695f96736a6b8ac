"""Drafts without a model: fitting, varied, never one twice, and honest about what they cannot do."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.community import Limits
from bot.domain.finding import finding
from bot.ports import DraftRequest, DraftResult
from prompts.guards.sameness import ALIKE
from prompts.loader import load
from prompts.skeleton import begin
from prompts.template_writer import (
    ALL_USED,
    NEEDS_MODEL,
    NO_DRAFT,
    NO_KIND,
    NOT_SHORTER,
    NOTHING_FITS,
    TemplateWriter,
)
from tests.prompts.made import BRAND_TOML, LIBRARY, comment, request, shelf

WRITER = TemplateWriter(LIBRARY)
DRAFTED = sorted(kind.id for kind in LIBRARY.kinds.values() if kind.draft)


def pick(about: DraftRequest) -> DraftResult:
    return WRITER.pick(about)


def example(result: DraftResult) -> str:
    return result.prompt.partition("#")[0].partition("/")[2]


async def test_a_draft_says_where_it_comes_from() -> None:
    result = await WRITER.draft(request("Der Deckel klemmt."))
    assert result.text
    assert (result.origin, result.model, result.note, result.warnings) == ("template", "", "", ())
    prompt, _, state = result.prompt.partition("#")
    kind, name = prompt.split("/")
    assert (kind, state) == (LIBRARY.kinds["complaint"].prompt, LIBRARY.hash)
    assert name in {e.name for e in LIBRARY.kinds["complaint"].examples}
    assert WRITER.name == "template, no language model"
    await WRITER.close()


def test_the_same_comment_gets_the_same_draft_and_others_get_others() -> None:
    drafts = [pick(request(comment("Der Deckel klemmt.", id=f"c-{n}"))).text for n in range(20)]
    again = [pick(request(comment("Der Deckel klemmt.", id=f"c-{n}"))).text for n in range(20)]
    assert drafts == again
    assert len(set(drafts)) >= 4


@pytest.mark.parametrize("kind", DRAFTED)
@pytest.mark.parametrize("language", ["de", "en"])
def test_no_draft_is_ever_repeated(kind: str, language: str) -> None:
    asked = request("Der neue Deckel klemmt ständig.", kind=kind, language=language)
    previous: list[str] = []
    while text := pick(replace(asked, previous=tuple(previous))).text:
        assert text not in previous
        previous.append(text)
    assert len(previous) >= 6
    assert pick(replace(asked, previous=tuple(previous))).note == ALL_USED.text


def test_a_draft_with_another_name_counts_as_the_same() -> None:
    lena, tom = (request(comment("Der Deckel.", name=name)) for name in ("Lena", "Tom"))
    first = pick(lena)
    assert first.text
    assert example(pick(replace(tom, previous=(first.text,)))) != example(first)


def test_what_we_said_of_late_is_avoided() -> None:
    asked = request("Der Deckel klemmt.")
    recent: list[str] = []
    for _ in range(5):
        result = pick(replace(asked, recent=tuple(recent)))
        assert result.text
        assert result.text not in recent
        assert not result.warnings
        recent.append(result.text)


def test_it_warns_when_everything_was_said_of_late() -> None:
    recent = tuple(e.reply for e in LIBRARY.kinds["complaint"].examples)
    warnings = pick(request(comment("Der Deckel.", name=""), recent=recent)).warnings
    assert [finding(kept).words for kept in warnings] == [ALIKE]


@pytest.mark.parametrize(
    ("kind", "risk", "part"),
    [
        ("hate", "high", "Hate"),
        ("crisis", "crisis", "danger"),
        ("spam", "normal", "Spam"),
        ("complaint", "high", "delicate"),
    ],
)
def test_where_people_must_write_there_is_only_a_note(kind: str, risk: str, part: str) -> None:
    result = pick(request("...", kind=kind, risk=risk))
    assert result.text is None
    assert part in result.note


def test_a_kind_without_a_page_has_no_draft() -> None:
    assert pick(request("Ihr Clowns", kind="poem")).note == NO_KIND.text


def test_a_kind_whose_page_is_a_hint_sheet_has_no_draft(tmp_path: Path) -> None:
    sheets = [kind.id for kind in LIBRARY.kinds.values() if not kind.draft]
    assert {"crisis", "hate", "spam", "legal", "press", "minor", "health"} <= set(sheets)
    assert {pick(request("...", kind=kind)).text for kind in sheets} == {None}
    folder = shelf(tmp_path)
    begin(folder, "sabotage", draft=False)
    writer = TemplateWriter(load(folder))
    assert writer.pick(request("...", kind="sabotage")).note == NO_DRAFT.text


def test_a_language_without_examples_has_no_draft() -> None:
    result = pick(request("Bonjour", language="fr"))
    assert (result.text, result.note) == (None, NOTHING_FITS.text)


def test_without_a_language_the_brands_first_one_is_used() -> None:
    assert pick(request("Der Deckel klemmt.", language="")).text == pick(request("Der Deckel klemmt.")).text


def test_only_examples_that_the_platform_takes_are_offered() -> None:
    result = pick(request("Der Deckel.", limits=Limits(longest=130)))
    assert result.text
    assert len(result.text) <= 130
    assert pick(request("Der Deckel.", limits=Limits(longest=10))).note == NOTHING_FITS.text


@pytest.mark.parametrize("wish", ["kürzer", "Bitte etwas kürzer!", "shorter, please"])
def test_shorter_is_understood(wish: str) -> None:
    asked = request("Der Deckel klemmt.", instruction=wish)
    longest = max((e.reply for e in LIBRARY.kinds["complaint"].examples if e.address == "du"), key=len)
    result = pick(replace(asked, previous=(longest,)))
    assert result.text
    assert len(result.text) < len(longest)
    assert result.note == ""


def test_it_says_when_there_is_nothing_shorter() -> None:
    result = pick(request("Der Deckel.", instruction="kürzer", previous=("Ach.",)))
    assert result.text
    assert result.note == NOT_SHORTER.text


def test_shorter_works_without_an_earlier_draft() -> None:
    short, usual = pick(request("Der Deckel.", instruction="kürzer")), pick(request("Der Deckel."))
    assert short.text
    assert usual.text
    assert short.note == ""


@pytest.mark.parametrize(("wish", "address"), [("Sie", "sie"), ("bitte siezen", "sie"), ("per du", "du")])
def test_the_address_is_understood(wish: str, address: str) -> None:
    result = pick(request("Der Deckel klemmt.", instruction=wish))
    names = {e.name for e in LIBRARY.kinds["complaint"].examples if e.address == address}
    assert example(result) in names
    assert (result.note, result.warnings) == ("", ())


@pytest.mark.parametrize(
    ("wish", "language"),
    [
        ("mehr Humor und ein Gedicht", "de"),
        ("du statt Sie", "de"),
        ("Sie", "en"),
        ("nicht so lang wie ein Roman", "de"),
    ],
)
def test_free_wishes_need_a_model_and_it_says_so(wish: str, language: str) -> None:
    result = pick(request("Der Deckel klemmt.", instruction=wish, language=language))
    assert result.text
    assert result.note == NEEDS_MODEL.text


def test_another_one_is_no_free_wish() -> None:
    assert pick(request("Der Deckel klemmt.", instruction="anders bitte")).note == ""


def test_the_signature_stands_at_the_end(tmp_path: Path) -> None:
    brand = BRAND_TOML.replace('signature = ""', 'signature = "^LK"')
    writer = TemplateWriter(load(shelf(tmp_path, brand=brand)))
    text = writer.pick(request("Lecker!", kind="praise")).text
    assert text
    assert text.endswith(" ^LK")


@pytest.mark.parametrize(
    "name",
    [
        "{quote}",
        "@boese",
        "https://boese.example",
        "Ich\u202eBoese",
        "<script>",
        "Idiot",
        "{author.__class__}",
    ],
)
@pytest.mark.parametrize("text", ["{author} {0}", "Kauft bei boese.com ein!", "@boese @boese", "%s {quote}"])
def test_hostile_names_and_comments_never_get_into_a_draft(name: str, text: str) -> None:
    for number in range(12):
        result = pick(request(comment(text, id=f"c-{number}", name=name)))
        assert result.text
        assert not set("{}@<>\u202e%") & set(result.text)
        assert "boese" not in result.text.casefold()
        assert result.text[0].isupper()


def test_triage_is_the_rules() -> None:
    assert WRITER.triage(comment("Total überteuert.")).kind == "criticism"


@pytest.mark.parametrize(
    ("wish", "language"), [("auf Englisch bitte", "en"), ("other language", "en"), ("in English", "en")]
)
def test_another_language_is_understood(wish: str, language: str) -> None:
    result = pick(request("Der Deckel klemmt.", instruction=wish))
    names = {e.name for e in LIBRARY.kinds["complaint"].examples if e.language == language}
    assert example(result) in names
    assert result.note == ""


def test_a_language_that_we_do_not_speak_needs_a_model() -> None:
    assert pick(request("Der Deckel klemmt.", instruction="auf Französisch")).note == NEEDS_MODEL.text
