"""Draws what a colleague is asked about a comment, and what they said."""

from collections.abc import Iterator

from adapters.surfaces.teams import kit
from adapters.surfaces.teams.acts import button
from adapters.surfaces.teams.kit import Json
from adapters.surfaces.teams.pen import Pen
from adapters.surfaces.teams.text import address
from bot.views import QuestionCard


def draw_question(view: QuestionCard, pen: Pen) -> Iterator[Json]:
    """The question, the comment it is about, and the answer or the button for it."""
    yield kit.line(
        kit.runs(question_title(view, pen), size="medium", weight="bolder"),
    )
    asked = " · ".join((pen.line(view.asked_by), pen.line(view.department), pen.moment(view.asked_at)))
    yield kit.small(asked)
    yield from pen.public(view.text, view.item)
    yield kit.box(_comment(view, pen), style="emphasis")
    if view.answer:
        said = kit.said(f"{pen.line(view.answered_by)}:", weight="bolder", size="small")
        yield kit.box([said, *pen.public(view.answer, view.item)], style="good")
    if view.done:
        yield kit.small(pen.tell(view.done))
    if view.button:
        yield from kit.row([button(view.button, pen)])


def question_title(view: QuestionCard, pen: Pen) -> str:
    """Which comment it is about."""
    return pen.say("A question about #{item}", item=view.item)


def _comment(view: QuestionCard, pen: Pen) -> Iterator[Json]:
    target = address(view.url)
    yield kit.line(
        kit.runs(pen.line(view.author), weight="bolder", size="small"),
        kit.runs(f" · {pen.tell(view.platform)} ", isSubtle=True, size="small"),
        kit.link(target) if target else [],
    )
    yield from pen.public(view.comment, view.item)
