"""Draws a question to a colleague outside the team: what the public wrote, what we ask, and Answer."""

from collections.abc import Iterator

from adapters.surfaces.slack import blocks as kit
from adapters.surfaces.slack.blocks import Block
from adapters.surfaces.slack.pen import Pen
from adapters.surfaces.slack.text import address, host
from bot.commands import OnItem, to_button
from bot.views import QuestionCard


def question_line(view: QuestionCard, pen: Pen) -> str:
    """The question in one line."""
    return pen.say(
        "{name} asks {department}: {text}", name=view.asked_by, department=view.department, text=view.text
    )


def draw_question(view: QuestionCard, pen: Pen) -> Iterator[Block]:
    """The question, the comment that it is about, and the answer once there is one."""
    asks = pen.say("{name} of the community team asks:", name=pen.line(view.asked_by))
    wrote = pen.say(
        "{author} wrote ({platform}):", author=pen.line(view.author), platform=pen.tell(view.platform)
    )
    target = address(view.url)
    link = [kit.leaf(" "), kit.link(target, host(target))] if target else []
    yield kit.rich(
        kit.line(kit.leaf(asks, "bold")),
        kit.quote(pen.text(view.text)),
        kit.line(*kit.leaves(wrote), *link),
        kit.quote(pen.text(view.comment)),
    )
    if view.answer:
        said = pen.say("{name} answered:", name=pen.line(view.answered_by))
        yield kit.rich(kit.line(kit.leaf(said, "bold")), kit.quote(pen.text(view.answer)))
    if view.done:
        yield kit.context(pen.tell(view.done))
    if view.button and isinstance(view.button.command, OnItem):
        carried = to_button(view.button.command)
        label = pen.tell(view.button.label)
        yield from kit.actions(
            [kit.button(label, f"do:{view.button.command.action.value}", carried, "primary")]
        )
        yield kit.context(pen.say("The team reads your answer; nobody else does."))
