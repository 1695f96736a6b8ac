"""Draws lists of items: the queue, a channel, and Home, where each person has theirs."""

from collections.abc import Iterable, Iterator

from babel import Locale

from adapters.surfaces.teams import kit
from adapters.surfaces.teams.acts import ASK, LANGUAGE, asking, open_button, quick
from adapters.surfaces.teams.card import URGENCY, draw_done
from adapters.surfaces.teams.kit import Json
from adapters.surfaces.teams.pen import Pen
from bot.views import Board, ChannelView, Count, Home, ItemLine, ItemList
from bot.words import Words, say

EXCERPT = 160
"""Units of a comment in its line."""
SEARCHED = "words"
"""The field at home in which people search."""


def draw_list(view: ItemList, pen: Pen) -> Iterator[Json]:
    """A list: a line for each item."""
    yield heading(pen.tell(view.title))
    yield from _lines(view.lines, pen, more=view.more)


def draw_board(view: Board, pen: Pen) -> Iterator[Json]:
    """The queue in one screen."""
    yield heading(pen.say("The queue"))
    yield from (kit.said(f"🌊 {pen.tell(storm)}", color="warning") for storm in view.storms)
    if view.urgencies:
        yield kit.said(pen.say("Open by urgency:"), weight="bolder")
        yield from counts(view.urgencies, pen)
    yield from counts(view.counts, pen)
    if view.today:
        numbers = " · ".join(f"{pen.tell(one.label)}: {pen.tell(one.words)}" for one in view.today)
        yield kit.said(f"{pen.say('Today')} · {numbers}", isSubtle=True)
    if view.oldest:
        yield kit.said(pen.say("Waiting longest:"), weight="bolder")
        yield draw_line(view.oldest, pen)
    if view.mine:
        yield kit.said(pen.say("Mine:"), weight="bolder")
        yield from _lines(view.mine, pen)
    yield from (kit.said(pen.tell(one), spacing="small") for one in view.shift)
    yield from parts(view.parts, pen)
    yield from kit.row([asking(pen.label(say("Next one")), "next"), asking(pen.label(say("Mine")), "mine")])


def draw_channel(view: ChannelView, pen: Pen) -> Iterator[Json]:
    """The cards of a channel, a line each, after what colleagues are asked there."""
    for question in view.questions:
        asked = kit.said(f"❓ #{question.item} · {pen.brief(question.text, pen.room.text)}")
        yield kit.beside([asked], kit.row(quick([question.button], pen) if question.button else []))
    for card in pen.some(view.cards):
        yield draw_done(card, pen)
    if view.waiting:
        yield kit.small(pen.say("{count} more have no thread here yet.", count=view.waiting))
    yield from ending(view.cards, pen, more=view.older)


def draw_home(view: Home, pen: Pen) -> Iterator[Json]:
    """A person's own page, as a card in their chat with us."""
    yield heading(pen.say("Hello {name}", name=pen.line(view.name)))
    yield from (kit.said(pen.tell(one), spacing="small") for one in view.shift)
    for each in view.lists:
        yield kit.said(pen.tell(each.title), weight="bolder", separator=True)
        yield from _lines(each.lines, pen, more=each.more)
    yield from _settings(view, pen)
    yield from parts(view.parts, pen)


def draw_line(line: ItemLine, pen: Pen) -> Json:
    """An item in one line, with the buttons that show or take it."""
    head = f"{URGENCY.get(line.urgency, '')}#{line.item} · "
    excerpt = f": {pen.brief(line.excerpt, min(EXCERPT, pen.room.text))}"
    said = kit.line(kit.runs(head), kit.runs(pen.line(line.author), weight="bolder"), kit.runs(excerpt))
    return kit.beside(
        [said, kit.small(" · ".join(_facts(line, pen)))],
        kit.row([*quick(line.buttons[:1], pen), open_button(line.item, pen)]),
    )


def heading(text: str) -> Json:
    """What it is about."""
    return kit.said(text, size="large", weight="bolder")


def counts(many: Iterable[Count], pen: Pen) -> Iterator[Json]:
    """Numbers, a line each."""
    for one in many:
        style = {"color": "attention"} if one.alarming else {}
        number = kit.runs(f"{'⚠ ' if one.alarming else ''}{one.number}", weight="bolder", **style)
        yield kit.line(number, kit.runs(f"  {pen.tell(one.label)}"), spacing="small")


def parts(many: Iterable[Words], pen: Pen) -> Iterator[Json]:
    """What is a stand-in here, or not in order."""
    yield from (kit.small(pen.tell(part)) for part in many)


def _lines(lines: tuple[ItemLine, ...], pen: Pen, *, more: bool = False) -> Iterator[Json]:
    """The first ones: a list begins with what is most urgent."""
    yield from (draw_line(line, pen) for line in lines[: pen.room.lines])
    yield from ending(lines, pen, more=more)


def ending(many: tuple[object, ...], pen: Pen, *, more: bool) -> Iterator[Json]:
    """Beneath a list: that it is empty, or where the rest of it is."""
    if not many:
        yield kit.said(pen.say("Nothing here."), isSubtle=True)
    if more or len(many) > pen.room.lines:
        url = pen.page()
        said = pen.say("There are more on the web page.")
        yield kit.line(kit.link(url, said), spacing="small") if url else kit.small(said)


def _facts(line: ItemLine, pen: Pen) -> Iterator[str]:
    yield pen.tell(line.platform)
    yield pen.tell(line.status)
    if line.due:
        yield pen.say("Due {when}", when=pen.when(line.due))
    if line.handler:
        yield pen.line(line.handler)


def _settings(view: Home, pen: Pen) -> Iterator[Json]:
    """Searching, for whoever may, and the language; folded, because a list is what people come for."""
    fields, buttons = [], []
    if view.may_search:
        fields.append(kit.field(SEARCHED, pen.label(say("Search comments and replies")), maxLength=200))
        buttons.append(kit.execute(pen.label(say("Search")), ASK, {"line": "search"}))
    options = [(_called(code), code) for code in view.languages]
    fields.append(kit.choice(LANGUAGE, pen.label(say("My language")), options, view.language))
    buttons.append(kit.execute(pen.label(say("Choose this language")), LANGUAGE, {}))
    yield kit.box(fields, separator=True, spacing="medium")
    yield from kit.row(buttons)


def _called(code: str) -> str:
    """A language as those who speak it call it."""
    locale = Locale.parse(code.replace("-", "_"))
    return str(locale.get_display_name() or code).capitalize()
