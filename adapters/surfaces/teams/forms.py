"""Draws forms: as a dialog, or as a card where there are no dialogs; and reads what comes back."""

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.surfaces._text import editable, short
from adapters.surfaces.teams import acts, kit
from adapters.surfaces.teams.kit import Json
from adapters.surfaces.teams.pen import Pen, Reader, Room
from bot.bulk import PREFIX as MANY
from bot.bulk import OnMany, from_carried
from bot.commands import FURTHER, Carried, Edit, OnItem
from bot.dialogs import TONES
from bot.domain.status import Action
from bot.errors import Refusal
from bot.shifting import OnShift, command_of
from bot.views import Form, FormField
from bot.words import Words, say

TEXT, TONE, CHECKED, TICKED = "text", "tone", "checked", "ticked"
"""The names of fields; further ones are called as in the command."""
LONGEST_LINE = 300
BESIDE = (Room(text=6000, lines=1), Room(text=3000, lines=1), Room(text=800, lines=1), Room(text=80, lines=1))
"""How much of the comment is tried to be shown beside the field."""
UNITS = {"bytes": say("bytes"), "graphemes": say("visible characters")}
NEED_TEXT = frozenset({Action.EDIT, Action.CORRECT, Action.NOTE, Action.SAVE_FACT, Action.ASK, Action.ANSWER})
"""Actions that are nothing without a text; of the others the desk knows what they need."""


def draw_form(form: Form, reader: Reader, reason: Words | None = None) -> Json:
    """The card of a dialog. `reason` says why the text in it was not taken.

    Raises:
        Refusal: the text is longer than a dialog takes.

    """
    for room in BESIDE if len(form.text) <= kit.LARGEST else ():
        pen = Pen(reader, room)
        drawn = kit.card([*_before(form, pen, reason), *_fields(form, pen)])
        drawn["actions"] = _sending(form, pen)
        if kit.size(drawn) <= kit.LARGEST:
            return drawn
    raise Refusal(say("This text is too long for a dialog of Teams. Please edit it on the web page."))


def form_in_card(form: Form, pen: Pen) -> list[Json]:
    """A form as a card of its own, for whoever opened it, with a way back."""
    back = [_back(form.beside.item, pen)] if form.beside else []
    sending = _sending(form, pen, execute=True)
    return [*_before(form, pen, None), *_fields(form, pen), *kit.row([*sending, *back])]


def _back(item: int, pen: Pen) -> Json:
    """Whoever goes back need not have filled in anything."""
    return {**acts.asking(pen.label(say("Cancel")), f"item {item}"), "associatedInputs": "none"}


def read_form(data: Mapping[str, Any]) -> OnItem | OnShift | OnMany:
    """What a button asks for, with what was typed in its form. Any: foreign JSON.

    Raises:
        Refusal: it is not one of our buttons.

    """
    texts = {name: str(data.get(name) or "").strip() for name in (TEXT, TONE, CHECKED, *FURTHER)}
    carried = str(data.get("command") or "")
    if carried.startswith(f"{MANY}:"):
        return from_carried(_ticked(carried, data), person=texts["person"])
    return command_of(
        carried,
        ". ".join(filter(None, (texts[TONE], texts[TEXT]))),
        post=data.get("post") is True,
        checked=texts[CHECKED].lower() == "true",
        **{name: texts[name] for name in FURTHER if name in data},
    )


def _ticked(carried: str, data: Mapping[str, Any]) -> str:
    """A button about several items, without those that were unticked above it. Any: foreign JSON."""
    act, _, listed = carried.rpartition(":")
    left = [one for one in listed.split(",") if str(data.get(TICKED + one, "true")).lower() == "true"]
    return f"{act}:{','.join(left)}"


def _before(form: Form, pen: Pen, reason: Words | None) -> list[Json]:
    """Why the text came back, and what it is about."""
    drawn = [kit.said(f"⚠ {pen.tell(reason)}", color="attention", weight="bolder")] if reason else []
    if form.beside:
        author = kit.said(pen.line(form.beside.author), weight="bolder")
        drawn.append(kit.box([author, *pen.public(form.beside.text, form.beside.item)], style="emphasis"))
    if form.beside and form.approved:
        drawn.append(kit.said(pen.label(say("This goes out:")), weight="bolder"))
        drawn += pen.public(form.approved, form.beside.item)
    return drawn


def _fields(form: Form, pen: Pen) -> list[Json]:
    start = editable(form.text) or pen.reader.catalogue.say(form.start or Words(""))
    hints = [kit.small(pen.tell(form.hint))] if form.hint else []
    return [
        *(piece for one in form.fields if one.above for piece in _further(one, pen)),
        _text(form, start, pen),
        *_limit(form, pen),
        *hints,
        *(piece for one in form.fields if not one.above for piece in _further(one, pen)),
        *_choices(form, pen),
    ]


def _text(form: Form, start: str, pen: Pen) -> Json:
    needed: Json = {}
    if isinstance(form.command, OnItem) and form.action in NEED_TEXT:
        needed = {"isRequired": True, "errorMessage": pen.label(say("Please write something."))}
    return kit.field(TEXT, pen.label(form.label), editable(start), isMultiline=not form.brief, **needed)


def _further(one: FormField, pen: Pen) -> list[Json]:
    """A field of one line, which may stay empty, or something to choose."""
    hints = [kit.small(pen.tell(one.hint))] if one.hint else []
    if one.choices:
        options = [(pen.label(words), value) for value, words in one.choices]
        chosen = one.text if one.text in dict(one.choices) else one.choices[0][0]
        return [kit.choice(one.name, pen.label(one.label), options, chosen), *hints]
    return [kit.field(one.name, pen.label(one.label), _line(one.text), maxLength=LONGEST_LINE), *hints]


def _limit(form: Form, pen: Pen) -> list[Json]:
    """Teams tells us nothing while somebody types, so the limit is said beforehand."""
    if not form.longest:
        return []
    unit = UNITS.get(form.unit, say("characters"))
    return [kit.small(pen.say("The platform takes at most {count} {unit}.", count=form.longest, unit=unit))]


def _choices(form: Form, pen: Pen) -> list[Json]:
    if form.action is Action.REDRAFT:
        return [kit.choice(TONE, pen.label(say("Tone")), [(pen.label(one), pen.label(one)) for one in TONES])]
    return [kit.tick(CHECKED, pen.label(form.check))] if form.check else []


def _sending(form: Form, pen: Pen, *, execute: bool = False) -> list[Json]:
    """One button a way to send it."""
    both = isinstance(form.command, Edit)
    ways = [(form.save, False), (form.submit, both)]
    sent: Sequence[tuple[Words, bool]] = [(words, post) for words, post in ways if words]
    return [
        _send(pen.label(words), form, post=post, execute=execute)
        for words, post in sent or [(say("OK"), False)]
    ]


def _send(title: str, form: Form, *, post: bool, execute: bool) -> Json:
    drawn: Json = _execute(title, form.command, post=post)
    return drawn if execute else dict(kit.submitting(drawn))


def _execute(title: str, command: OnItem | Carried, *, post: bool) -> Json:
    if post:
        return kit.execute(
            title, acts.verb(command), {**acts.carried(command), "post": True}, style="positive"
        )
    return kit.execute(title, acts.verb(command), acts.carried(command))


def _line(text: str) -> str:
    return short(editable(text[: 10 * LONGEST_LINE]), LONGEST_LINE)
