"""A judge's grades are shown only when it ranks the labelled replies rightly in 90 % of the cases."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from bot.ports import DraftResult
from prompts.asking import Asker
from prompts.evaluating import Outcome
from prompts.judging import BELIEVED, judge
from prompts.labelled import Case
from prompts.settings import DraftingSettings
from prompts.triage import triage
from prompts.trying import LIMITS, spoken
from tests.prompts.made import LIBRARY
from tests.prompts.pretend_model import Asked, PretendModel, Script, pretend_model, says

GRADED = {
    1: "Danke für dein Feedback.",
    2: "Der Deckel, schade.",
    3: "Der Deckel klemmt also. Was hilft dir?",
}
DRAFT = "Der Deckel ärgert dich, verständlich."
CASES = 10


@pytest.fixture
async def model() -> AsyncIterator[PretendModel]:
    async with pretend_model() as running:
        yield running


def outcome(number: int) -> Outcome:
    comment = spoken(f"Der Deckel klemmt, Nummer {number}.")
    case = Case(
        id=f"case-{number}",
        comment=comment,
        limits=LIMITS,
        kind="complaint",
        needs_reply=True,
        risk="normal",
        language="de",
        must_mention=(),
        must_not=(),
        anchors=tuple(GRADED.items()),
    )
    return Outcome(
        case=case,
        triage=triage(comment, LIBRARY.brand),
        draft=DraftResult(text=DRAFT, origin="template"),
    )


def grades(*, turned: set[int]) -> Script:
    """A judge that grades as the labels do, but for the cases that it turns upside down."""

    async def script(asked: Asked, writer: asyncio.StreamWriter) -> None:
        told = asked["messages"][-1]["content"]
        wrong = any(f"Nummer {number}." in told for number in turned)
        parts = [part for part in told.split("\n\n") if part.startswith("Reply ")]
        answer = {part.removeprefix("Reply ")[0]: _grade(part, wrong=wrong) for part in parts}
        await says(json.dumps(answer))(asked, writer)

    return script


def _grade(part: str, *, wrong: bool) -> int:
    label = next((grade for grade, text in GRADED.items() if text in part), None)
    if label is None:
        return 7
    return 10 - 3 * label if wrong else 3 * label


@pytest.mark.parametrize(("turned", "believed"), [(set(), True), ({0}, True), ({0, 1}, False)])
async def test_grades_are_shown_only_by_a_judge_that_can_be_believed(
    model: PretendModel, turned: set[int], *, believed: bool
) -> None:
    model.will(grades(turned=turned))
    asker = Asker(DraftingSettings(base_url=model.url, model="pretend-1", timeout=5, max_retries=0))
    judged = await judge([outcome(number) for number in range(CASES)], asker)
    await asker.endpoint.close()
    assert judged
    assert judged.ranked == pytest.approx(1 - len(turned) / CASES)
    assert (judged.ranked >= BELIEVED) is believed
    assert (judged.grade is not None) is believed
    assert ("of 10" in judged.told) is believed or not believed
    assert ("not shown" in judged.told) is not believed


async def test_a_judge_that_answers_nonsense_is_not_believed(model: PretendModel) -> None:
    model.will(says("A is best."))
    asker = Asker(DraftingSettings(base_url=model.url, model="pretend-1", timeout=5, max_retries=0))
    judged = await judge([outcome(0)], asker)
    await asker.endpoint.close()
    assert judged
    assert (judged.ranked, judged.grade) == (0.0, None)


async def test_without_labelled_replies_there_is_nothing_to_judge(model: PretendModel) -> None:
    asker = Asker(DraftingSettings(base_url=model.url, model="pretend-1"))
    assert await judge([], asker) is None
    await asker.endpoint.close()
    assert model.asked == []
