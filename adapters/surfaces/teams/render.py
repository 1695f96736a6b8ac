"""Draws views for Teams. Pure: the same view and reader always give the same card.

Nothing is cut for good: what is long is folded in the card; what does not fit into 24 KB is counted, and a
link leads to all of it. What buttons send is told in `acts`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from adapters.surfaces.teams import kit
from adapters.surfaces.teams.acts import REFRESH
from adapters.surfaces.teams.card import draw_card, draw_done, elsewhere_line, is_done
from adapters.surfaces.teams.forms import draw_form, form_in_card
from adapters.surfaces.teams.kit import Json
from adapters.surfaces.teams.lists import draw_board, draw_channel, draw_home, draw_list, heading
from adapters.surfaces.teams.pen import Pen, Reader, Room
from adapters.surfaces.teams.questions import draw_question
from adapters.surfaces.teams.registers import draw_backlog, draw_register
from adapters.surfaces.teams.reports import draw_report
from adapters.surfaces.teams.sayings import (
    draw_answer,
    draw_facts,
    draw_help,
    draw_log,
    draw_me,
    draw_notice,
    draw_storm,
    draw_told,
)
from adapters.surfaces.teams.shifts import draw_handover, draw_shifts
from adapters.surfaces.teams.text import title, toast
from bot.catalogue import Catalogue
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
from bot.words import Words, say

ROOMS = tuple(
    Room(text=text, lines=lines)
    for text, lines in (
        *((9000, 30), (6000, 20), (4000, 15), (2800, 15), (1800, 10), (1000, 10)),
        *((500, 10), (250, 5), (120, 4), (60, 2), (60, 1), (40, 1), (25, 1)),
    )
)
"""How much is tried to be shown; the first that fits holds."""
TOAST = "application/vnd.microsoft.activity.message"
LONGEST_TOAST = 300
LONGEST_TITLE = 60
EDGE = 400
"""Units of an activity around its card."""
_MESSAGE = say("Augenhöhe: something new for the team")
_ITEM = say("Augenhöhe: comment #{item}")
_OLD = say("Please update Teams to see this card.")


def message(
    view: View,
    catalogue: Catalogue,
    public_url: str = "",
    *,
    edit_mode: str = "dialog",
    private: bool = False,
    now: datetime | None = None,
    refresh_for: Sequence[str] | None = None,
) -> Json:
    """A view as an activity. `private` shows an item that is done whole; `now` is for what is seen once.

    `refresh_for` are the people whose card Teams draws anew for themselves.
    """
    reader = Reader(catalogue=catalogue, url=public_url, inline=edit_mode == "inline", now=now)
    drawn = draw(view, reader, shared=not private)
    if refresh_for is not None and isinstance(view, ItemCard):
        drawn["refresh"] = _refresh(view, refresh_for)
    about = Words(_ITEM.text, {"item": view.item}) if isinstance(view, ItemCard) else _MESSAGE
    return {"type": "message", "summary": catalogue.say(about), "attachments": [kit.attached(drawn)]}


def answer(
    view: View,
    catalogue: Catalogue,
    public_url: str = "",
    *,
    edit_mode: str = "dialog",
    now: datetime | None = None,
) -> Json:
    """What the one who clicked sees: the body of the answer to an `adaptiveCard/action`."""
    if isinstance(view, Notice) and not (view.card or view.kept_text or view.buttons):
        said = toast(catalogue.say(view.words), LONGEST_TOAST)
        return {"statusCode": 200, "type": TOAST, "value": said}
    reader = Reader(catalogue=catalogue, url=public_url, inline=edit_mode == "inline", now=now)
    return {"statusCode": 200, "type": kit.CARD, "value": draw(view, reader)}


def dialog(form: Form, catalogue: Catalogue, *, reason: Words | None = None) -> Json:
    """A form as the value of a dialog.

    Raises:
        Refusal: its text is too long for a dialog.

    """
    drawn = draw_form(form, Reader(catalogue=catalogue), reason)
    return _dialog(catalogue.say(form.title), drawn, "large" if form.beside else "medium")


def sheet(view: View, catalogue: Catalogue, public_url: str = "", *, now: datetime | None = None) -> Json:
    """Any view as the value of a dialog. What its buttons carry comes back as `task/submit`."""
    reader = Reader(catalogue=catalogue, url=public_url, now=now)
    return _dialog(_title(view, Pen(reader, ROOMS[-1])), kit.submitting(draw(view, reader)), "medium")


def draw(view: View, reader: Reader, *, shared: bool = False) -> Json:
    """The card of a view, with as much of the public text as there is room for."""
    if _too_long(view):
        return _plain(view, reader)
    lighter = _lighter(view)
    less = lighter != view
    # Only when there is no other way, a draft is folded: it cannot be approved from such a card.
    for whole in (True, False) if _drafted(view) else (True,):
        drawn = _fitting(view, reader, shared=shared, whole=whole)
        if drawn is None and less:
            drawn = _fitting(lighter, reader, shared=shared, whole=whole, shortened=True)
        if drawn is not None:
            return drawn
    return _plain(view, reader)


def _fitting(
    view: View, reader: Reader, *, shared: bool, whole: bool, shortened: bool = False
) -> Json | None:
    """The card with the most room for the public text that Teams takes; None when it takes none."""
    least, most, room, drawn = 0, len(ROOMS), 0, None
    # Most cards fit at once; otherwise the rooms are halved, because each try takes a while.
    while least < most:
        tried = _in_room(view, Pen(reader, ROOMS[room], shortened=shortened, whole=whole), shared=shared)
        if kit.weight(tried) <= kit.LARGEST - EDGE:
            drawn, most = tried, room
        else:
            least = room + 1
        room = (least + most) // 2
    return drawn


def _drafted(view: View) -> bool:
    """Whether there is a draft on it, or something to say yes to."""
    cards = (view.card, view.onward) if isinstance(view, Answer) else (getattr(view, "card", view),)
    return any(isinstance(card, ItemCard) for card in cards)


def _in_room(view: View, pen: Pen, *, shared: bool) -> Json:
    old = pen.reader.catalogue.say(_OLD)
    return kit.card([*_body(view, pen, shared=shared)], fallbackText=old)


def _lighter(view: View) -> View:
    """The view without what matters least."""
    match view:
        case Notice(card=ItemCard()):
            return replace(view, card=None)
        case Answer(onward=ItemCard() as onward):
            return replace(view, onward=_light(onward))
        case Answer():
            return replace(view, card=_light(view.card))
        case ItemCard():
            return _light(view)
        case _:
            return view


def _light(card: ItemCard) -> ItemCard:
    """Enough to decide; what led to it stands on the web page."""
    return replace(card, thread=(), context=(), attachments=(), text_before="", hints=None)


def _too_long(view: View) -> bool:
    """What somebody may edit is never shortened."""
    return isinstance(view, Form) and len(view.text) > kit.LARGEST


def _plain(view: View, reader: Reader) -> Json:
    """What it is about, and where it can be read."""
    pen = Pen(reader, ROOMS[-1])
    url = pen.page(view.item if isinstance(view, ItemCard | LogView) else 0)
    pieces = [
        kit.said(_title(view, pen)),
        *kit.row([kit.go(pen.label(say("Read it all")), url)] if url else []),
    ]
    return kit.card(pieces)


def _body(view: View, pen: Pen, *, shared: bool) -> Iterable[Json]:
    """An item in a channel becomes one line when it is done, and what is told of one has its words alone."""
    if shared and isinstance(view, Notice) and view.card:
        return draw_told(view, pen)
    if shared and isinstance(view, ItemCard) and is_done(view) and not view.elsewhere:
        return [draw_done(view, pen)]
    return _pieces(view, pen)


def _pieces(view: View, pen: Pen) -> Iterable[Json]:  # noqa: C901, PLR0911, PLR0912  # one short case a view
    match view:
        case ItemCard():
            return draw_card(view, pen)
        case ChannelView():
            return draw_channel(view, pen)
        case Board():
            return draw_board(view, pen)
        case ItemList():
            return draw_list(view, pen)
        case Home():
            return draw_home(view, pen)
        case LogView():
            return draw_log(view, pen)
        case Form():
            return _form(view, pen)
        case Notice():
            return draw_notice(view, pen)
        case Answer():
            return draw_answer(view, pen)
        case HelpView():
            return draw_help(view, pen)
        case Me():
            return draw_me(view, pen)
        case FactList():
            return draw_facts(view, pen)
        case StormCard():
            return draw_storm(view, pen)
        case ShiftView():
            return draw_shifts(view, pen)
        case HandoverNote():
            return draw_handover(view, pen)
        case Report():
            return draw_report(view, pen)
        case QuestionCard():
            return draw_question(view, pen)
        case Backlog():
            return draw_backlog(view, pen)
        case Register():
            return draw_register(view, pen)
        case _:
            assert_never(view)


def _form(view: Form, pen: Pen) -> Iterator[Json]:
    """A form where no dialog can be opened."""
    yield heading(pen.tell(view.title))
    yield from form_in_card(view, pen)


def _title(view: View, pen: Pen) -> str:
    """The view in a few words."""
    if isinstance(view, ItemCard) and view.elsewhere:
        return elsewhere_line(view, pen)
    about = view.card if isinstance(view, Answer) else view
    return f"#{about.item}" if isinstance(about, ItemCard | LogView) else "Augenhöhe"


def _dialog(named: str, drawn: Json, height: str) -> Json:
    kept = title(named, LONGEST_TITLE)
    return {"title": kept, "height": height, "width": "medium", "card": kit.attached(drawn)}


def _refresh(card: ItemCard, people: Sequence[str]) -> Json:
    """Asks us for the card as it is for whoever looks; Teams takes at most 60 people."""
    data = {"thread": card.item, "version": card.version}
    return {"action": kit.execute("", REFRESH, data), "userIds": list(people)[:60]}
