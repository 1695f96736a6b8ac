"""Replies without a model tell what is known, and nothing else."""

from dataclasses import replace

import pytest

from bot.domain.community import Limits
from bot.domain.finding import Severity, finding
from bot.domain.known import KnownFact
from bot.ports import DraftRequest
from prompts.bearing import bearing, same, told
from prompts.messages import build
from prompts.pages import Fact, Habits, Library
from prompts.template_writer import TemplateWriter
from tests.prompts.made import LIBRARY, NOON, comment, request

RENTAL = Fact(
    id="rental",
    question="Wie leiht man ein Lastenrad?",
    answer="5 € die Stunde, am Tresen auch bar und ohne Konto. Die Kaution beträgt 50 €.",
)
WATER = Fact(
    id="water",
    question="Was ist im Wasser?",
    answer="Das Wasser ist eigenes Brunnenwasser, Chlor ja, aber ohne Fluor.",
)
DOGS = Fact(id="dogs", question="Are dogs allowed?", answer="Dogs are welcome on a lead after six.")


def knowing(*facts: Fact) -> Library:
    return replace(LIBRARY, facts={fact.id: fact for fact in facts})


def written(
    text: str, kind: str, *, language: str = "de", limits: Limits | None = None, **more: object
) -> str:
    library = knowing(RENTAL, WATER, DOGS)
    asked = request(comment(text), kind=kind, language=language, limits=limits or Limits(longest=600))
    result = TemplateWriter(library).pick(replace(asked, **more))  # type: ignore[arg-type]  # named by tests
    assert result.text
    assert not [kept for kept in result.warnings if finding(kept).severity > Severity.HINT]
    return result.text


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        ("Kann ich das Lastenrad am Tresen auch ohne Konto mieten?", "question", "5 € die Stunde"),
        ("Ins Wasser kippt ihr doch heimlich Fluor!", "misinformation", "aber ohne Fluor"),
        (
            "Lastenrad gebucht, am Tresen gestanden, Konto gesperrt, Kaution weg. So ein Ärger!",
            "complaint",
            "ohne Konto",
        ),
    ],
)
def test_a_silent_reader_learns_what_is_known(text: str, kind: str, part: str) -> None:
    assert part in written(text, kind)


def test_a_fact_that_teammates_noted_is_told_as_well() -> None:
    noted = KnownFact(
        id=7, question="", answer="Der Sprungturm ist bis Montag gesperrt.", author=1, by="Lea", at=NOON
    )
    text = "Warum komme ich nicht auf den Sprungturm?"
    assert noted.answer in written(text, "question", facts=(noted,))


@pytest.mark.parametrize(
    ("text", "kind", "language"),
    [
        ("Wie schwer ist euer Hafer?", "question", "de"),
        ("Can I take the cargo bike without an account?", "question", "en"),
        ("Das Wasser und das Lastenrad waren toll, danke!", "praise", "de"),
        ("Ihr seid doch alle im Wasser ertrunken, ihr Lastenrad-Clowns", "troll", "de"),
    ],
)
def test_nothing_is_told_where_nothing_fits(text: str, kind: str, language: str) -> None:
    """No fact, another language, or somebody who asked for none."""
    reply = written(text, kind, language=language)
    assert not any(part in reply for part in ("5 €", "Brunnenwasser", "Fluor", "lead after six"))


def test_a_question_without_a_fact_promises_no_time() -> None:
    reply = written("Wie viele Kalorien hat die Waldmeister-Torte?", "question").casefold()
    assert not any(word in reply for word in ("morgen", "heute", "bald", "stunden", "kcal"))


def test_a_short_platform_gets_the_answer_before_anything_else() -> None:
    reply = written(
        "Kann ich das Lastenrad am Tresen auch ohne Konto mieten?", "question", limits=Limits(longest=190)
    )
    assert "5 € die Stunde" in reply
    assert len(reply) <= 190


def test_an_answer_that_names_no_matter_comes_with_its_question() -> None:
    short = Fact(id="owner", question="Wem gehört das Bad?", answer="Der Genossenschaft.")
    assert told(short, "Wem gehört das Bad?") == "Wem gehört das Bad? Der Genossenschaft."
    assert told(WATER, "Wasser?") == WATER.answer


def test_of_a_long_answer_the_sentences_that_were_asked_for_are_told() -> None:
    long = Fact(
        id="l", question="Was gilt im Bad?", answer=f"{'Am Bad gilt vieles. ' * 12}Hunde warten draußen."
    )
    assert "Hunde warten draußen." in told(long, "Dürfen Hunde mit?", room=120)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("kinder", "kindern", True),
        ("umkleide", "sammelumkleide", True),
        ("akku", "akkus", True),
        ("grundstuck", "grundung", False),
        ("rad", "radio", False),
    ],
)
def test_forms_of_a_word(one: str, other: str, *, alike: bool) -> None:
    assert same(one, other) is alike


def test_one_common_word_is_no_reason_to_tell_a_fact() -> None:
    assert bearing("Das Wasser war kalt.", "complaint", (RENTAL, WATER)) == []


def test_a_model_is_told_how_people_are_addressed_on_this_platform() -> None:
    formal = Habits(id="demo", version=1, title="Demo", text="", address={"de": "sie"})
    library = replace(LIBRARY, platforms={"demo": formal})

    def rules(known: Library) -> str:
        asked: DraftRequest = request("Der Deckel klemmt.")
        return build(asked, known, known.kinds["complaint"], "n0nce")[0]["content"]

    assert "formal Sie" in rules(library)
    assert "familiar du" in rules(LIBRARY)
