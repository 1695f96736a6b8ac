"""The library that comes with the program keeps its own rules: every example could go out as it is."""

from collections import defaultdict

import pytest

from bot.domain.finding import Severity
from prompts import lock
from prompts.lint import FEWEST, lint
from prompts.loader import LIBRARY as FOLDER
from prompts.loader import Example, sources
from prompts.slots import fill
from prompts.template_writer import TemplateWriter, own_words
from prompts.text import likeness
from prompts.triage import KINDS, triage
from prompts.trying import drafts, failures, findings, spoken
from tests.prompts.made import LIBRARY, comment, request

DRAFTED = sorted(kind.id for kind in LIBRARY.kinds.values() if kind.draft)
SPOKEN = [("de", "du"), ("de", "sie"), ("en", "you")]
SPECIAL = "die Überraschung am Morgen"


def examples(kind: str) -> dict[tuple[str, str], list[Example]]:
    grouped = defaultdict(list)
    for example in LIBRARY.kinds[kind].examples:
        grouped[example.language, example.address].append(example)
    return grouped


def test_lint_finds_nothing_and_every_version_is_kept() -> None:
    assert [str(note.words) for note in lint(FOLDER, keep=False)] == []
    assert lock.kept(FOLDER) == lock.versions(sources(FOLDER)), "run augenhoehe prompts lint"


def test_every_trial_goes_as_it_should() -> None:
    assert [str(failure.words) for failure in failures(LIBRARY)] == []


def test_every_kind_that_triage_knows_has_a_page_and_a_guide() -> None:
    assert set(KINDS) <= set(LIBRARY.kinds)
    assert set(LIBRARY.guide) == set(LIBRARY.kinds)


@pytest.mark.parametrize("kind", DRAFTED)
@pytest.mark.parametrize("author", ["Lena", ""])
def test_every_example_fills_cleanly_whatever_is_quoted(kind: str, author: str) -> None:
    about = spoken(SPECIAL, name=author)
    for example in LIBRARY.kinds[kind].examples:
        text = fill(example.reply, author, SPECIAL)
        assert text is not None
        assert not set("{}") & set(text)
        assert "  " not in text
        assert text[0].isupper() or text[0] in "„“", text
        found = findings(text, LIBRARY, about, example.language, example.address)
        assert not [f for f in found if f.severity > Severity.HINT], text


@pytest.mark.parametrize("kind", DRAFTED)
@pytest.mark.parametrize("address", SPOKEN, ids=str)
def test_there_are_enough_examples_to_vary(kind: str, address: tuple[str, str]) -> None:
    replies = [example.reply for example in examples(kind)[address]]
    assert len(replies) >= FEWEST
    # At least four stand without a quote: most comments offer none.
    assert len([reply for reply in replies if "{quote}" not in reply]) >= 4


def test_no_two_replies_sound_or_begin_alike() -> None:
    told = [(e.name, own_words(e.reply)) for kind in DRAFTED for e in LIBRARY.kinds[kind].examples]
    alike = [(one, other) for n, (one, a) in enumerate(told) for other, b in told[:n] if likeness(a, b) > 0.5]
    assert alike == []
    openings = [
        " ".join((fill(e.reply, "", "x") or "").split()[:4])
        for kind in DRAFTED
        for e in LIBRARY.kinds[kind].examples
    ]
    assert len(set(openings)) == len(openings)


@pytest.mark.parametrize("kind", sorted(LIBRARY.kinds))
@pytest.mark.parametrize("language", LIBRARY.brand.languages)
async def test_what_may_be_drafted_is_and_the_rest_names_a_route(kind: str, language: str) -> None:
    result = await TemplateWriter(LIBRARY).draft(request("Na ja.", kind=kind, language=language))
    assert bool(result.text) is LIBRARY.kinds[kind].draft
    assert bool(LIBRARY.kinds[kind].route) is not LIBRARY.kinds[kind].draft


def test_triage_finds_the_kind_of_most_example_comments() -> None:
    """Not a measure of quality (the rules were written beside them): a guard against breaking them."""
    told = [
        (kind.id, triage(comment(example.comment), LIBRARY.brand))
        for kind in LIBRARY.kinds.values()
        for example in kind.examples
    ]
    right = sum(kind == found.kind for kind, found in told)
    assert right / len(told) > 0.85


@pytest.mark.parametrize(
    ("asked", "fact"),
    [
        ("Wo kommt euer Hafer her?", "herkunft"),
        ("Moin! Woher kommt denn euer Hafer eigentlich?", "herkunft"),
        ("Where do your oats come from?", "herkunft"),
        ("Wann macht das Café auf? Und wo ist es?", "cafe-lindenbrueck/"),
        ("Wo kommt ihr her?", ""),
        ("Ist der Hafer bio?", ""),
        ("Woher kommt euer Hafer weiß ich nicht", ""),
    ],
)
def test_a_question_with_a_checked_answer_gets_it_and_no_other_does(asked: str, fact: str) -> None:
    language = "en" if asked.startswith("Where") else "de"
    said = [
        draft.prompt.partition("#")[0]
        for draft in drafts(LIBRARY, request(asked, kind="question", language=language))
    ]
    if fact.endswith("/"):  # not asked word for word: the fact itself, in one of several sentences
        assert said
        assert all(name.startswith(f"fact:{fact}") for name in said)
    else:
        assert (said == [f"fact:{fact}"]) if fact else not any(name.startswith("fact:") for name in said)
