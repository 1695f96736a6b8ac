"""Draws dialogs: forms with a text, and a long text to read. Pure, like `render`."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.surfaces._text import editable, inert, short
from adapters.surfaces.slack import blocks as kit
from adapters.surfaces.slack.blocks import Block
from adapters.surfaces.slack.card import thread_line
from adapters.surfaces.slack.counting import count_line
from adapters.surfaces.slack.pen import Pen, Reader
from adapters.surfaces.slack.text import EMPTY, pieces
from bot.commands import FURTHER, Edit, OnItem, to_button
from bot.dialogs import TONES
from bot.domain.status import Action
from bot.errors import Refusal
from bot.shifting import OnShift, command_of
from bot.views import Form, FormField, ItemCard, LogView
from bot.words import Words, say

FORM, READ = "form", "read"
"""The callback ids of our dialogs."""
LONGEST_TITLE = 24
LONGEST_FIELD = 2900
"""Slack takes 3,000 in a field; a longer text stands in several fields."""
MOST_FIELDS = 20
BESIDE = 6000
"""Units of the comment that is shown beside the field."""
EVERYTHING = 10_000_000
LONGEST_END = 20
PAGE = 20
"""Pieces of a long text on one page."""
LONGEST_LINE = 300
MOST_CHOICES = 100
"""Slack takes no more options."""
OPTIONAL = frozenset(
    {
        Action.PARK, Action.MOVE_PRIVATE, Action.REDRAFT, Action.DISMISS,
        Action.RAISE_RISK, Action.POST_LATER, Action.HAND_TO,
    }
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What came back from a form."""

    command: OnItem | OnShift
    text: str


def draw_form(form: Form, reader: Reader, *, reason: Words | None = None) -> Block:
    """The dialog of a form. `reason` says why the text in it was not taken.

    Raises:
        Refusal: the text is longer than all fields of a dialog.

    """
    pen = Pen(reader, BESIDE)
    start = editable(form.text) or pen.reader.catalogue.say(form.start or Words(""))
    parts = list(pieces(start, LONGEST_FIELD)) or [""]
    if len(parts) > MOST_FIELDS:
        raise Refusal(say("This text is too long for a dialog of Slack. Please edit it on the web page."))
    return {
        "type": "modal",
        "callback_id": FORM,
        "title": kit.plain(pen.tell(form.title), LONGEST_TITLE),
        "submit": kit.plain(pen.tell(_submit(form)), LONGEST_TITLE),
        "close": kit.plain(pen.say("Cancel"), LONGEST_TITLE),
        # Others read who is writing until we are told that the dialog was closed.
        "notify_on_close": form.action is Action.EDIT,
        "private_metadata": json.dumps(
            {"do": to_button(form.command), "ends": _ends(parts), "most": form.longest, "unit": form.unit}
        ),
        "blocks": [
            *_before(form, pen, reason),
            *(_further(one, pen) for one in form.fields if one.above),
            *_fields(form, pen, parts),
            *(_further(one, pen) for one in form.fields if not one.above),
            *_count(form, pen, start),
            *_after(form, pen),
        ],
    }


def read_form(view: Mapping[str, Any]) -> Sent:
    """The command of a form that was sent, and its text. Any: Slack's payload.

    Raises:
        Refusal: it is not one of our forms.

    """
    try:
        kept = json.loads(view["private_metadata"])
        fields = view["state"]["values"]
        text = "".join(_typed(fields, number) + end for number, end in enumerate(kept["ends"])).strip()
        tone = _chosen(fields, "tone")
        then = _chosen(fields, "then")
        return Sent(
            command=command_of(
                kept["do"],
                ". ".join(filter(None, (tone, text))),
                post=then == "post",
                checked=then == "checked",
                **{name: _of_one_line(fields, name) for name in FURTHER if f"more:{name}" in fields},
            ),
            text=text,
        )
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise Refusal(say("This dialog is not one of ours, or from a much older release.")) from error


def limit_of(view: Mapping[str, Any]) -> tuple[int, str] | None:
    """The platform's limit on what is typed in a form of ours; None where there is none."""
    kept = json.loads(view["private_metadata"])
    return (int(kept["most"]), str(kept["unit"])) if kept.get("most") else None


def field_errors(words: str) -> Block:
    """A refusal, said beneath the first field; the dialog and its text stay."""
    return {"response_action": "errors", "errors": {"text:0": short(words, 300)}}


def draw_whole(view: ItemCard | LogView, reader: Reader, page: int) -> Block:
    """Everything that was written, page by page: what a message has no room for."""
    pen = Pen(reader, EVERYTHING)
    parts = [piece for text in _whole(view, pen) for piece in pieces(text)] or [EMPTY]
    last = (len(parts) - 1) // PAGE
    page = min(max(page, 0), last)
    drawn = [kit.rich(kit.line(kit.leaf(part))) for part in parts[page * PAGE : (page + 1) * PAGE]]
    return {
        "type": "modal",
        "callback_id": READ,
        "title": kit.plain(f"#{view.item}", LONGEST_TITLE),
        "close": kit.plain(pen.say("Close"), LONGEST_TITLE),
        "blocks": [*drawn, *_turning(view, pen, page, last)],
    }


def _turning(view: ItemCard | LogView, pen: Pen, page: int, last: int) -> list[Block]:
    kind = "read" if isinstance(view, ItemCard) else "log"
    row = [
        kit.button(label, f"{kind}:{view.item}:{to}", f"{view.item}:{to}")
        for label, to in ((pen.say("Earlier"), page - 1), (pen.say("Further"), page + 1))
        if 0 <= to <= last
    ]
    return kit.actions(row)


def _whole(view: ItemCard | LogView, pen: Pen) -> Iterable[str]:
    """All texts of the view, each one whole."""
    if isinstance(view, LogView):
        return (thread_line(line, pen) for line in view.lines)
    texts = [*_advice(view, pen), f"{inert(view.author)}: {inert(view.text)}", inert(view.post_title)]
    texts += [f"↳ {inert(above.author)}: {inert(above.text)}" for above in view.context]
    texts += [f"{pen.say('Before it was edited:')} {inert(view.text_before)}"] if view.text_before else []
    texts += [f"{inert(one.alt)} {inert(one.url)}" for one in view.attachments]
    if view.draft:
        texts.append(f"{pen.say('Draft')}: {inert(view.draft.text)}")
        texts += [f"⚠ {inert(pen.reader.catalogue.say(warning))}" for warning in view.draft.warnings]
    texts += [f"{pen.say('Our reply:')} {inert(view.reply.text)}"] if view.reply else []
    texts += [inert(view.remark_text)] if view.remark_text else []
    return [*texts, *(thread_line(line, pen) for line in view.thread)]


def _advice(card: ItemCard, pen: Pen) -> Iterable[str]:
    """What to do, before what it is about."""
    if card.hints:
        yield pen.say("Takes over: {who}", who=inert(card.hints.route))
        yield inert(card.hints.text(pen.reader.catalogue.locale.language))


def _submit(form: Form) -> Words:
    """With two ways to send it, the choice stands in the dialog: Slack has one button."""
    if form.save and form.submit:
        return say("OK")
    return form.submit or form.save or say("OK")


def _before(form: Form, pen: Pen, reason: Words | None) -> list[Block]:
    said = [kit.section(f"⚠ {pen.tell(reason)}")] if reason else []
    if form.beside is None:
        return said
    beside = kit.rich(
        kit.line(kit.leaf(pen.line(form.beside.author), "bold")), kit.quote(pen.text(form.beside.text))
    )
    going = [kit.section(f"*{pen.say('This goes out:')}*"), kit.rich(kit.quote(pen.text(form.approved)))]
    return [*said, beside, *(going if form.approved else [])]


def _fields(form: Form, pen: Pen, parts: Sequence[str]) -> list[Block]:
    hint = {"hint": kit.plain(pen.tell(form.hint), 300)} if form.hint else {}
    return [
        {
            "type": "input",
            "block_id": f"text:{number}",
            "label": kit.plain(pen.tell(form.label), 150),
            "optional": number > 0 or form.action in OPTIONAL,
            "element": _field(number, part, counted=bool(form.longest)),
            **({"dispatch_action": True} if form.longest else {}),
            **(hint if number == 0 else {}),
        }
        for number, part in enumerate(parts)
    ]


def _field(number: int, part: str, *, counted: bool) -> Block:
    start = {"initial_value": part} if part.strip() else {}
    told = {"dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]}}
    return {
        "type": "plain_text_input",
        "action_id": f"text:{number}",
        "multiline": True,
        "max_length": 3000,
        "focus_on_load": number == 0,
        **start,
        **(told if counted else {}),
    }


def _further(field: FormField, pen: Pen) -> Block:
    """A field of one line, which may stay empty, or something to choose."""
    if field.choices:
        return _choices(field, pen)
    text = short(editable(field.text), LONGEST_LINE)
    element = {"type": "plain_text_input", "action_id": f"more:{field.name}", "max_length": LONGEST_LINE}
    return {
        "type": "input",
        "block_id": f"more:{field.name}",
        "label": kit.plain(pen.tell(field.label), 150),
        "optional": True,
        "element": {**element, **({"initial_value": text} if text.strip() else {})},
        **({"hint": kit.plain(pen.tell(field.hint), 300)} if field.hint else {}),
    }


def _choices(field: FormField, pen: Pen) -> Block:
    options = {value: kit.option(pen.tell(words), value) for value, words in field.choices[:MOST_CHOICES]}
    drawn = _choice(f"more:{field.name}", pen.tell(field.label), "static_select", [*options.values()])
    drawn["optional"] = False
    drawn["element"]["initial_option"] = options.get(field.text) or next(iter(options.values()))
    return drawn


def _of_one_line(fields: Mapping[str, Any], name: str) -> str:
    typed = fields[f"more:{name}"][f"more:{name}"]
    chosen = (typed.get("selected_option") or {}).get("value")
    return str(chosen or typed.get("value") or "").strip()


def _count(form: Form, pen: Pen, start: str) -> list[Block]:
    return [count_line(start, form.longest, form.unit, pen)] if form.longest else []


def _after(form: Form, pen: Pen) -> list[Block]:
    if form.action is Action.REDRAFT:
        tones = [kit.option(pen.tell(tone), pen.tell(tone)) for tone in TONES]
        return [_choice("tone", pen.say("Tone"), "static_select", tones)]
    if isinstance(form.command, Edit) and form.save and form.submit:
        options = [kit.option(pen.tell(form.save), "save"), kit.option(pen.tell(form.submit), "post")]
        choice = _choice("then", pen.say("And then?"), "radio_buttons", options)
        choice["element"]["initial_option"] = options[0]
        return [choice]
    if form.check:
        options = [kit.option(pen.tell(form.check), "checked")]
        return [_choice("then", pen.say("Warnings"), "radio_buttons", options)]
    return []


def _choice(name: str, label: str, kind: str, options: Sequence[Block]) -> Block:
    element = {"type": kind, "action_id": name, "options": list(options)}
    return {
        "type": "input",
        "block_id": name,
        "label": kit.plain(label, 150),
        "optional": True,
        "element": element,
    }


def _ends(parts: Sequence[str]) -> list[str]:
    """What follows each field: Slack takes white space away from the end of what is typed."""
    return [part[len(part.rstrip()) :][:LONGEST_END] for part in parts]


def _typed(fields: Mapping[str, Any], number: int) -> str:
    value = fields[f"text:{number}"][f"text:{number}"].get("value")
    return str(value or "").rstrip()


def _chosen(fields: Mapping[str, Any], name: str) -> str:
    option = fields.get(name, {}).get(name, {}).get("selected_option") or {}
    return str(option.get("value", ""))
