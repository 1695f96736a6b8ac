"""Draws what stands across items: a backlog that is closed together, and registers."""

from collections.abc import Iterator

from adapters.surfaces.teams import kit
from adapters.surfaces.teams.acts import carried, open_button, verb
from adapters.surfaces.teams.card import rest
from adapters.surfaces.teams.forms import TICKED
from adapters.surfaces.teams.kit import Json
from adapters.surfaces.teams.lists import ending, heading
from adapters.surfaces.teams.pen import LONGEST_LABEL, Pen
from adapters.surfaces.teams.text import address, title
from bot.bulk import HandMany, OnMany
from bot.views import Backlog, BacklogLine, Register, RegisterLine
from bot.words import say

MOST = 15
"""Lines of a page."""
PERSON = "person"
"""The field in which people say to whom."""


def draw_backlog(view: Backlog, pen: Pen) -> Iterator[Json]:
    """A page of what needs no reply, ticked, and the buttons that close it or hand it over."""
    yield heading(pen.tell(view.title))
    if view.said:
        yield kit.box([kit.said(pen.tell(view.said), weight="bolder")], style="good")
    shown = view.lines[: min(MOST, pen.room.lines)]
    for line in shown:
        yield kit.beside(_chosen(line, pen), kit.row([open_button(line.item, pen)]))
    if view.close and shown:
        yield from kit.row([*_together(view, view.close, len(shown), pen)], spacing="medium")
    if view.total > len(shown):
        yield kit.small(pen.say("{count} more come after these.", count=view.total - len(shown)))


def draw_register(view: Register, pen: Pen) -> Iterator[Json]:
    """What is known, a line each."""
    yield heading(pen.tell(view.title))
    yield from (kit.small(pen.tell(fact)) for fact in view.facts)
    for line in view.lines[: pen.room.lines]:
        yield kit.beside(_known(line, pen), kit.row([open_button(line.item, pen)]))
    if view.lines:
        yield from ending(view.lines, pen, more=False)
    else:
        yield kit.said(pen.tell(view.empty), isSubtle=True)
    yield from rest(0, pen)


def _together(view: Backlog, close: OnMany, shown: int, pen: Pen) -> Iterator[Json]:
    """What is done with what is ticked, each asked twice. What nobody has seen is left alone."""
    seen = close.items[:shown]
    label = pen.label(say("Close what is ticked"))
    sure = kit.said(pen.say("Close everything that is ticked?"))
    yield kit.unfold(label, [sure], [_button(label, type(close)(items=seen))], style="positive")
    if view.people:
        people = [(title(name, LONGEST_LABEL), str(number)) for number, name in view.people]
        label = pen.label(say("Hand it over"))
        whom = kit.choice(PERSON, pen.label(say("To whom")), people, people[0][1])
        yield kit.unfold(label, [whom], [_button(label, HandMany(items=seen))])


def _button(label: str, command: OnMany) -> Json:
    return kit.execute(label, verb(command), carried(command))


def _chosen(line: BacklogLine, pen: Pen) -> list[Json]:
    said = kit.line(
        kit.runs(pen.line(line.author), weight="bolder"),
        kit.runs(f": {pen.brief(line.excerpt, pen.room.text)}"),
    )
    facts = " · ".join((pen.tell(line.platform), pen.tell(line.kind), pen.moment(line.published)))
    tick = kit.tick(f"{TICKED}{line.item}.{line.version}", f"#{line.item}", on=True)
    return [tick, said, kit.small(facts)]


def _known(line: RegisterLine, pen: Pen) -> list[Json]:
    drawn = [kit.small(f"#{line.item} · {pen.moment(line.at)} · {pen.tell(line.head)}")]
    drawn += pen.public(line.text, line.item)
    if line.below:
        drawn.append(kit.said(f"↳ {pen.brief(line.below, pen.room.text)}", isSubtle=True, spacing="small"))
    if target := address(line.link):
        drawn.append(kit.line(kit.link(target), spacing="small"))
    return drawn
