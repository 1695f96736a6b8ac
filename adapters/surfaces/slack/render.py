"""Draws views as messages of Slack. Pure: the same view and reader always give the same message.

Nothing is cut for good: what a message has no room for is folded, and “Read it all” opens the whole text.
A draft is folded last of all, and where it had to be, it cannot be approved from there.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import product
from typing import TypeVar, assert_never

from adapters.surfaces._text import short
from adapters.surfaces.slack import blocks as kit
from adapters.surfaces.slack.blocks import Block, Message
from adapters.surfaces.slack.board import draw_board
from adapters.surfaces.slack.card import (
    draw_button,
    draw_card,
    draw_done,
    fallback,
    is_done,
    open_button,
    thread_line,
)
from adapters.surfaces.slack.facts import draw_facts
from adapters.surfaces.slack.lists import MOST_ITEMS, draw_home, draw_list
from adapters.surfaces.slack.pen import Pen, Reader
from adapters.surfaces.slack.questions import draw_question, question_line
from adapters.surfaces.slack.registers import backlog_title, draw_backlog, draw_register
from adapters.surfaces.slack.report import draw_report, report_line
from adapters.surfaces.slack.shifts import draw_note, draw_shift, note_title, shift_title
from adapters.surfaces.slack.storm import draw_storm, storm_line
from adapters.surfaces.slack.text import escaped, pieces
from bot.views import (
    Answer,
    Backlog,
    Board,
    ChannelView,
    FactList,
    Form,
    HandoverNote,
    HelpView,
    Home,
    ItemCard,
    ItemList,
    LogView,
    Me,
    Notice,
    QuestionCard,
    Register,
    Report,
    ShiftView,
    StormCard,
    View,
)
from bot.words import Words

T = TypeVar("T")
ROOMS = (6000, 3000, 1500, 700, 300, 100)
"""How much of each public text is tried to be shown; the first that fits holds."""
LEAST = 50
"""And this much, before there are words alone."""
MOST_LOG = 20
MOST_LINES = 30
LONGEST_SUMMARY = 300


def render(view: View, reader: Reader, *, charts: bool = False) -> Message:
    """Draw a view, with as much of the public text as there is room for."""
    for drawn, whole, room in product((True, False) if charts else (False,), (True, False), (*ROOMS, LEAST)):
        pen = Pen(reader, room, whole=whole, charts=drawn)
        message = Message(text=_text(view, pen), blocks=tuple(_blocks(view, pen)))
        if message.fits:
            return message
    return plain(view, reader)


def render_message(view: View, reader: Reader) -> Message:
    """A view as a message: only there Slack draws charts, and not yet everywhere."""
    if not isinstance(view, Report):
        return render(view, reader)
    return replace(render(view, reader, charts=True), simpler=render(view, reader))


def render_shared(card: ItemCard, reader: Reader) -> Message:
    """A card in a channel: whole while there is something to do, one line when it is done."""
    if card.elsewhere or not is_done(card):
        return render(card, reader)
    pen = Pen(reader, ROOMS[-1])
    return Message(text=_text(card, pen), blocks=(draw_done(card, pen),))


def plain(view: View, reader: Reader) -> Message:
    """The view for where blocks are refused: words alone."""
    pen = Pen(reader, ROOMS[-3])
    told = [_summary(view, pen)]
    if isinstance(view, ItemCard) and not view.elsewhere:
        told.append(pen.text(view.text))
        told += [pen.text(view.draft.text)] if view.draft else []
        told.append(pen.say("The buttons are here: {command}", command=f"/queue item {view.item}"))
    if isinstance(view, Report):
        told.append(pen.say("There is no room here for the rest of it: please ask for fewer days."))
    return Message(text=escaped(next(pieces("\n".join(told)))), blocks=())


def _text(view: View, pen: Pen) -> str:
    """The view in one escaped line. Escaping comes last, so that no entity is cut in two."""
    return escaped(short(_summary(view, pen), LONGEST_SUMMARY))


def _summary(view: View, pen: Pen) -> str:  # noqa: C901, PLR0911, PLR0912  # one short case a view
    match view:
        case ItemCard():
            return fallback(view, pen)
        case Notice() | Answer():
            return pen.tell(view.words)
        case Backlog():
            return backlog_title(view, pen)
        case Form() | ItemList() | Register():
            return pen.tell(view.title)
        case LogView():
            return pen.say("What happened to #{item}", item=view.item)
        case Board() | ChannelView():
            return pen.say("The queue")
        case HelpView():
            return pen.say("What can be asked")
        case FactList():
            return pen.say("What drafts know these days")
        case Me() | Home():
            return pen.line(view.name)
        case StormCard():
            return storm_line(view, pen)
        case Report():
            return report_line(view, pen)
        case ShiftView():
            return shift_title(pen)
        case HandoverNote():
            return note_title(view, pen)
        case QuestionCard():
            return question_line(view, pen)
        case _:
            assert_never(view)


def _blocks(view: View, pen: Pen) -> Iterable[Block]:  # noqa: C901, PLR0911, PLR0912  # one short case a view
    match view:
        case ItemCard():
            return draw_card(view, pen)
        case ChannelView():
            return _channel(view, pen)
        case Board():
            return draw_board(view, pen)
        case ItemList():
            return draw_list(view, pen)
        case Home():
            return draw_home(view, pen)
        case LogView():
            return _log(view, pen)
        case Backlog():
            return draw_backlog(view, pen)
        case Register():
            return draw_register(view, pen)
        case Form():
            return _form(view, pen)
        case Notice():
            return _notice(view, pen)
        case Answer():
            return [kit.section(pen.tell(view.words)), *draw_card(view.onward or view.card, pen)]
        case HelpView():
            return _lines(view.lines[:MOST_LINES], lambda one: f"{pen.line(one[0])}  {pen.tell(one[1])}")
        case FactList():
            return draw_facts(view, pen)
        case StormCard():
            return draw_storm(view, pen)
        case Report():
            return draw_report(view, pen)
        case ShiftView():
            return draw_shift(view, pen)
        case HandoverNote():
            return draw_note(view, pen)
        case QuestionCard():
            return draw_question(view, pen)
        case Me():
            return _lines(view.channels[:MOST_LINES], lambda one: pen.line(one.title), pen.line(view.name))
        case _:
            assert_never(view)


def _lines(many: Iterable[T], draw: Callable[[T], str], title: str = "") -> Iterator[Block]:
    if title:
        yield kit.section(title)
    points = [draw(one) for one in many]
    if points:
        yield kit.rich(kit.listed(points))


def _channel(view: ChannelView, pen: Pen) -> Iterator[Block]:
    for card in view.cards[-MOST_ITEMS:]:
        yield draw_done(card, pen)
    if view.waiting:
        yield kit.context(pen.say("{count} more have no thread here yet.", count=view.waiting))
    if not view.cards:
        yield kit.section(pen.say("Nothing here."))
    if view.older or len(view.cards) > MOST_ITEMS:
        yield kit.context(pen.say("There are more on the web page."))


def _log(view: LogView, pen: Pen) -> Iterator[Block]:
    yield kit.header(_summary(view, pen))
    yield from _lines(view.lines[-MOST_LOG:], lambda one: thread_line(one, pen))
    if not view.whole:
        yield kit.section(pen.say("The trail is broken: an entry is missing or was changed."))
    if pen.folded or len(view.lines) > MOST_LOG:
        everything = kit.button(pen.say("Read it all"), f"log:{view.item}", f"{view.item}:0")
        yield from kit.actions([everything])


def _form(view: Form, pen: Pen) -> Iterator[Block]:
    """What a dialog says, where no dialog can be opened."""
    yield kit.header(pen.tell(view.title))
    yield kit.section(pen.tell(view.label))
    yield kit.rich(kit.quote(pen.text(view.text or _started(view, pen))))
    if view.hint:
        yield kit.context(pen.tell(view.hint))
    if view.beside:
        yield draw_done(view.beside, pen)


def _started(view: Form, pen: Pen) -> str:
    return pen.reader.catalogue.say(view.start or Words(""))


def _notice(view: Notice, pen: Pen) -> Iterator[Block]:
    beside = open_button(view.card.item, pen) if view.card else None
    yield kit.section(pen.tell(view.words), beside)
    yield from kit.actions([draw_button(button, pen) for button in view.buttons])
    if view.kept_text:
        yield kit.rich(
            kit.line(kit.leaf(pen.say("Your text:"), "italic")), kit.quote(pen.text(view.kept_text))
        )
