"""Draws what stands across items: a backlog that is closed together, and registers."""

from collections.abc import Iterator

from adapters.surfaces.slack import blocks as kit
from adapters.surfaces.slack.blocks import Block
from adapters.surfaces.slack.card import open_button
from adapters.surfaces.slack.many import open_button as choose_button
from adapters.surfaces.slack.pen import Pen
from adapters.surfaces.slack.text import address, host
from bot.commands import to_button
from bot.views import Backlog, BacklogLine, Register, RegisterLine

MOST_LINES = 15


def draw_backlog(view: Backlog, pen: Pen) -> Iterator[Block]:
    """A page of what needs no reply, and the button that closes this page."""
    yield kit.header(backlog_title(view, pen))
    if view.said:
        yield kit.section(pen.tell(view.said))
    shown = view.lines[:MOST_LINES]
    yield from (kit.section(_chosen(line, pen), open_button(line.item, pen)) for line in shown)
    if view.close and shown:
        # What nobody has seen is not closed: the button carries what stands above it.
        page = type(view.close)(items=view.close.items[: len(shown)])
        label = pen.say("Close these {count}", count=len(shown))
        button = kit.button(label, "do:many", to_button(page), style="primary")
        sure = pen.say("Close everything above?")
        asks = button | {"confirm": kit.confirm(label, sure, label, pen.say("No"))}
        yield from kit.actions([asks, choose_button(pen)])
    if view.total > len(shown):
        yield kit.context(pen.say("{count} more come after these.", count=view.total - len(shown)))


def backlog_title(view: Backlog, pen: Pen) -> str:
    """The page in one line."""
    return pen.tell(view.title)


def draw_register(view: Register, pen: Pen) -> Iterator[Block]:
    """What is known, a line each."""
    yield kit.header(pen.tell(view.title))
    if view.facts:
        yield kit.context(*(pen.tell(fact) for fact in view.facts))
    pen.some(view.lines, MOST_LINES)
    for line in view.lines[:MOST_LINES]:
        yield kit.section(_known(line, pen), open_button(line.item, pen))
        if address(line.link):
            yield kit.rich(kit.line(kit.link(address(line.link), host(address(line.link)))))
    if not view.lines:
        yield kit.section(pen.tell(view.empty))


def _chosen(line: BacklogLine, pen: Pen) -> str:
    head = f"#{line.item} {pen.line(line.author)}: {pen.text(line.excerpt)}"
    when = pen.reader.catalogue.moment(line.published)
    return f"{head}\n{pen.tell(line.platform)} · {pen.tell(line.kind)} · {when}"


def _known(line: RegisterLine, pen: Pen) -> str:
    head = f"#{line.item} · {pen.reader.catalogue.moment(line.at)} · {pen.tell(line.head)}"
    below = f"\n↳ {pen.text(line.below)}" if line.below else ""
    return f"{head}\n{pen.text(line.text)}{below}"
