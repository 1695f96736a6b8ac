"""Draws what drafts know besides the prompt library."""

from collections.abc import Iterator

from adapters.surfaces.slack import blocks as kit
from adapters.surfaces.slack.blocks import Block
from adapters.surfaces.slack.pen import Pen
from bot.views import FactLine, FactList

MOST_FACTS = 20


def draw_facts(view: FactList, pen: Pen) -> Iterator[Block]:
    """A line for each, the latest last."""
    yield kit.header(pen.say("What drafts know these days"))
    pen.some(view.lines, MOST_FACTS)
    if view.lines:
        yield kit.rich(kit.listed([_line(fact, pen) for fact in view.lines[-MOST_FACTS:]]))
        yield kit.context(pen.say("To take one away: /queue forget and its number"))
    else:
        yield kit.section(pen.say("Nothing was noted for drafts."))
    if len(view.lines) > MOST_FACTS:
        yield kit.context(pen.say("There are more on the web page."))


def _line(fact: FactLine, pen: Pen) -> str:
    said = " ".join(pen.text(part) for part in (fact.question, fact.answer) if part)
    until = (
        pen.say("until {when}", when=fact.until) if fact.until else pen.say("until somebody takes it away")
    )
    return f"{fact.number} · {said} · {pen.line(fact.by)} · {until}"
