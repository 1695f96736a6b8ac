"""Draws the dialog in which several comments are chosen, and reads what came back: closed, or handed over."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from adapters.surfaces._text import editable
from adapters.surfaces.slack import blocks as kit
from adapters.surfaces.slack.blocks import Block
from adapters.surfaces.slack.pen import Pen, Reader
from bot.bulk import PREFIX, CloseMany, HandMany, OnMany, from_carried
from bot.errors import Refusal
from bot.views import Backlog, BacklogLine
from bot.words import say

MANY = "many"
"""The callback id of the dialog, and how its blocks are called."""
OPENS = "many:open"
"""The button that opens it."""
THEN, REASON = "many:then", "many:reason"
MOST_TICKS = 10
"""Slack takes no more in one group of boxes."""
MOST_PEOPLE = 99
"""It takes a hundred options in a list, and one of them closes."""
LONGEST_TITLE = 24
LONGEST_REASON = 300
ROOM = 75
"""Units of a text in an option."""
CHOOSE = say("Choose several …")


def open_button(pen: Pen) -> Block:
    """The button that opens the dialog."""
    return kit.button(pen.tell(CHOOSE), OPENS, "choose")


def draw_choice(view: Backlog, reader: Reader) -> Block:
    """A page of what needs no reply with a box for each, and what becomes of those that are ticked."""
    pen = Pen(reader, ROOM)
    drawn = [kit.section(pen.tell(view.said))] if view.said else []
    fields = [*_ticks(view.lines, pen), _then(view, pen), _reason(pen)] if view.close and view.lines else []
    left = view.total - len(view.lines)
    if left:
        fields.append(kit.context(pen.say("{count} more come after these.", count=left)))
    drawn += fields or [kit.section(pen.say("Nothing here."))]
    modal = {
        "type": "modal",
        "callback_id": MANY,
        "title": kit.plain(pen.say("{count} need no reply", count=view.total), LONGEST_TITLE),
        "close": kit.plain(pen.say("Close"), LONGEST_TITLE),
        "blocks": drawn,
    }
    return modal | ({"submit": kit.plain(pen.say("OK"), LONGEST_TITLE)} if fields else {})


def read_choice(view: Mapping[str, Any]) -> OnMany:
    """What is asked for about what was ticked. Any: Slack's payload.

    Raises:
        Refusal: nothing was ticked, or it is not our dialog.

    """
    try:
        fields = view["state"]["values"]
        ticked = [option["value"] for name in sorted(fields) for option in _ticked(fields[name].get(name))]
        then = fields[THEN][THEN]["selected_option"]["value"]
        reason = str(fields[REASON][REASON].get("value") or "").strip()
    except (LookupError, TypeError, AttributeError) as error:
        raise Refusal(say("This dialog is not one of ours, or from a much older release.")) from error
    return from_carried(f"{PREFIX}:{_word(then)}:{','.join(ticked)}", person=then, text=reason)


def _word(then: str) -> str:
    return CloseMany.word if then == CloseMany.word else HandMany.word


def _ticked(field: Mapping[str, Any] | None) -> Sequence[Mapping[str, str]]:
    return (field or {}).get("selected_options") or ()


def first_box(view: Mapping[str, Any]) -> str:
    """The block beneath which a refusal is said. Any: Slack's payload."""
    names = [str(block.get("block_id", "")) for block in view["blocks"] if block["type"] == "input"]
    return next(iter(names), THEN)


def _ticks(lines: Sequence[BacklogLine], pen: Pen) -> Iterator[Block]:
    """Groups of boxes, as many to each as Slack takes."""
    for number, first in enumerate(range(0, len(lines), MOST_TICKS)):
        group = lines[first : first + MOST_TICKS]
        label = pen.say("{first} to {last}", first=first + 1, last=first + len(group))
        options = [_option(line, pen) for line in group]
        yield _field(f"{MANY}:{number:02}", label, {"type": "checkboxes", "options": options}, optional=True)


def _option(line: BacklogLine, pen: Pen) -> Block:
    when = pen.reader.catalogue.moment(line.published)
    facts = f"{pen.tell(line.platform)} · {pen.tell(line.kind)} · {when}"
    head = f"#{line.item} {pen.line(line.author)}: {pen.text(line.excerpt)}"
    return {**kit.option(head, f"{line.item}.{line.version}"), "description": kit.plain(facts, ROOM)}


def _then(view: Backlog, pen: Pen) -> Block:
    people = [(name, str(number)) for number, name in view.people[:MOST_PEOPLE]]
    close = kit.option(pen.say("Close: no reply needed"), CloseMany.word)
    options = [
        close,
        *(kit.option(pen.say("Hand over to {name}", name=pen.line(name)), value) for name, value in people),
    ]
    element = {"type": "static_select", "options": options, "initial_option": close}
    return _field(THEN, pen.say("And then?"), element, optional=False)


def _reason(pen: Pen) -> Block:
    element = {"type": "plain_text_input", "max_length": LONGEST_REASON}
    hint = kit.plain(pen.say("Stays in the team. Left empty, what the first look said stands there."), 300)
    return _field(REASON, pen.say("Reason, or a word to them"), element, optional=True) | {"hint": hint}


def _field(name: str, label: str, element: Block, *, optional: bool) -> Block:
    return {
        "type": "input",
        "block_id": name,
        "label": kit.plain(editable(label), 150),
        "optional": optional,
        "element": {**element, "action_id": name},
    }


def not_taken(words: str, view: Mapping[str, Any]) -> Block:
    """A refusal, said beneath the first field; the dialog and its ticks stay. Any: Slack's payload."""
    return {"response_action": "errors", "errors": {first_box(view): words[:300]}}
