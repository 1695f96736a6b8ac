"""Draws lists of items, and Home, where each person has theirs."""

from collections.abc import Iterator

from babel import Locale

from adapters.surfaces.slack import blocks as kit
from adapters.surfaces.slack.blocks import Block
from adapters.surfaces.slack.card import URGENCY, open_button
from adapters.surfaces.slack.pen import Pen, Reader
from adapters.surfaces.slack.text import escaped
from bot.commands import to_button
from bot.views import Home, ItemLine, ItemList

MOST_ITEMS = 15
"""Items of a list; each has a button beside it."""
MOST_AT_HOME = 10
"""Items of each list at home: a message has room for fewer blocks than a page of its own."""
MOST_IN_MESSAGE = 5
MOST_PARTS = 10
ROOM = 300
"""Units of a public text in a line."""
SEARCH, LANGUAGE = "search", "language"
"""What can be typed and chosen at home."""


def draw_list(view: ItemList, pen: Pen, most: int = MOST_ITEMS) -> Iterator[Block]:
    """A list: a line for each item."""
    yield kit.header(pen.tell(view.title))
    yield from (draw_line(line, pen) for line in view.lines[:most])
    yield from _rest(view, pen, most)


def draw_line(line: ItemLine, pen: Pen) -> Block:
    """An item in one line, with the button that shows all of it."""
    facts = [pen.tell(line.platform), pen.tell(line.status)]
    if line.due:
        facts.append(pen.say("Due {when}", when=pen.when(line.due)))
    if line.handler:
        facts.append(pen.line(line.handler))
    head = f"{URGENCY.get(line.urgency, '')}#{line.item} {pen.line(line.author)}: {pen.text(line.excerpt)}"
    return kit.section(f"{head}\n{' · '.join(facts)}", open_button(line.item, pen))


def draw_home(view: Home, pen: Pen) -> Iterator[Block]:
    """Home as a message: what there is, a few lines of each."""
    yield from _shift(view, pen)
    for each in view.lists:
        yield from draw_list(each, pen, MOST_IN_MESSAGE)


def draw_page(view: Home, reader: Reader) -> Block:
    """Home as a page of its own."""
    pen = Pen(reader, ROOM)
    return {"type": "home", "callback_id": "home", "blocks": [*_page(view, pen)]}


def plain_page(words: str) -> Block:
    """Home for whoever may not see it, and for when Slack refuses the drawing."""
    return {"type": "home", "callback_id": "home", "blocks": [kit.section(words)]}


def _page(view: Home, pen: Pen) -> Iterator[Block]:
    yield kit.header(pen.say("Hello {name}", name=pen.line(view.name)))
    yield from _shift(view, pen)
    if view.may_search:
        yield _search(pen)
    for each in view.lists:
        yield kit.header(pen.tell(each.title))
        for line in each.lines[:MOST_AT_HOME]:
            yield draw_line(line, pen)
            yield from kit.actions([_quick(line, number, pen) for number in range(len(line.buttons))])
        yield from _rest(each, pen, MOST_AT_HOME)
    yield _language(view, pen)
    if view.parts:
        yield kit.context(*(pen.tell(part) for part in view.parts[:MOST_PARTS]))


def _shift(view: Home, pen: Pen) -> Iterator[Block]:
    if view.shift:
        yield kit.context(*(pen.tell(words) for words in view.shift[:MOST_PARTS]))


def _rest(view: ItemList, pen: Pen, most: int) -> Iterator[Block]:
    if not view.lines:
        yield kit.section(pen.say("Nothing here."))
    if view.more or len(view.lines) > most:
        yield kit.context(pen.say("There are more on the web page."))


def _quick(line: ItemLine, number: int, pen: Pen) -> Block:
    button = line.buttons[number]
    action_id = f"do:{button.command.action.value}"
    return kit.button(pen.tell(button.label), action_id, to_button(button.command), style=button.style)


def _search(pen: Pen) -> Block:
    element = {
        "type": "plain_text_input",
        "action_id": SEARCH,
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
    }
    label = kit.plain(pen.say("Search comments and replies"), 150)
    return {"type": "input", "block_id": SEARCH, "label": label, "dispatch_action": True, "element": element}


def _language(view: Home, pen: Pen) -> Block:
    options = {code: kit.option(_called(code), code) for code in view.languages}
    chosen = {"initial_option": options[view.language]} if view.language in options else {}
    select = {"type": "static_select", "action_id": LANGUAGE, "options": [*options.values()], **chosen}
    return kit.section(pen.say("My language"), select)


def _called(code: str) -> str:
    """A language as those who speak it call it."""
    locale = Locale.parse(code.replace("-", "_"))
    return escaped(str(locale.get_display_name() or code).capitalize())
