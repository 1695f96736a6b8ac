"""Draws buttons. What they carry is text of ours alone: which command, about which item, as it was seen.

| button | sends |
|---|---|
| acts on an item | `verb` = the action, `{"command": "claim:42:3:1", "thread": 42, "version": 1}` |
| opens a form | `{"msteams": {"type": "task/fetch"}, "open": "edit", "item": 42, "draft": 3}` |
| is about a shift | `verb` = `shift`, `{"command": "shift:pool:7:42"}` |
| is about several items | `verb` = `many`, `{"command": "many:close:42.1,43.2"}` |
| asks something | `verb` = `ask`, `{"line": "item 42"}`: a line as people type it |
| asks something beside the card | `{"msteams": {"type": "task/fetch"}, "line": "author 42"}` |
"""

from collections.abc import Sequence
from operator import itemgetter

from adapters.surfaces.teams import kit
from adapters.surfaces.teams.kit import Json
from adapters.surfaces.teams.pen import Pen
from bot.bulk import AUTHOR
from bot.commands import NEEDS_FORM, Carried, OnItem, to_button
from bot.domain.status import Action
from bot.views import Button, ItemCard, Press
from bot.words import say

ASK, OPEN, LANGUAGE, REFRESH = "ask", "open", "language", "refresh"
"""The verbs of buttons that are about no action on an item."""
STYLES = {"primary": "positive", "danger": "destructive"}
MOST_PLAIN = 4
"""Buttons that stand open beside those that need a confirmation; the others are behind “…”."""


def buttons(card: ItemCard, pen: Pen) -> list[Json]:
    """The buttons of a card: the most used open, the rest behind “…”."""
    shown = [one for one in card.buttons if not (pen.unread and posts(one))]
    drawn = [button(one, pen) for one in shown]
    who = [opening(pen.label(say("Who is this?")), {"line": f"{AUTHOR} {card.item}"}, pen)] if drawn else []
    if len(drawn) < kit.MOST_VISIBLE:
        return kit.row(drawn + who, spacing="medium")
    # What asks twice opens beneath the row, which entries behind “…” do not do in every client.
    wide = [piece for piece in drawn if "card" in piece]
    plain = [(one.rare, piece) for one, piece in zip(shown, drawn, strict=True) if piece not in wide]
    small = [piece for _, piece in sorted(plain, key=itemgetter(0))]
    opened = wide + small[: max(0, min(MOST_PLAIN, kit.MOST_VISIBLE - len(wide)))]
    rest = [{**piece, "mode": "secondary"} for piece in drawn + who if piece not in opened]
    return kit.row([piece for piece in drawn if piece in opened] + rest, spacing="medium")


def posts(one: Button) -> bool:
    """Whether it makes public what stands on the card."""
    return one.command.action in {Action.APPROVE, Action.POST_LATER}


def button(one: Button, pen: Pen) -> Json:
    """One button; what others would notice, or nobody could take back, is asked twice."""
    title, style, command = pen.label(one.label), _style(one.style), one.command
    if one.form or command.action in NEEDS_FORM:
        wish = {"open": command.action.value, "item": command.item, "draft": command.draft}
        return opening(title, wish, pen, **style)
    plain = kit.execute(title, verb(command), carried(command), **style)
    sure = _sure(one, pen)
    return kit.unfold(title, [kit.said(sure)], [plain], **style) if sure else plain


def press(one: Press, pen: Pen) -> Json:
    """The button of a shift or handover."""
    title, style = pen.label(one.label), _style(one.style)
    if one.command.asks:
        return opening(title, carried(one.command), pen, **style)
    return kit.execute(title, verb(one.command), carried(one.command), **style)


def opening(title: str, wish: Json, pen: Pen, **style: str) -> Json:
    """A button that opens a form: as a dialog, or as the answer to its click."""
    if pen.reader.inline:
        return kit.execute(title, OPEN, wish, **style)
    return kit.submit(title, {"msteams": {"type": "task/fetch"}, **wish}, **style)


def carried(command: OnItem | Carried) -> Json:
    """What a button carries. Rights are looked up when it is pressed."""
    if isinstance(command, Carried):
        return {"command": to_button(command)}
    return {"command": to_button(command), "thread": command.item, "version": command.version}


def verb(command: OnItem | Carried) -> str:
    """What Teams calls the button."""
    return to_button(command).partition(":")[0] if isinstance(command, Carried) else command.action.value


def asking(title: str, line: str) -> Json:
    """A button that asks what somebody could also type."""
    return kit.execute(title, ASK, {"line": line})


def open_button(item: int, pen: Pen) -> Json:
    """Shows the whole card to whoever asks."""
    return asking(pen.label(say("Open")), f"item {item}")


def quick(many: Sequence[Button], pen: Pen) -> list[Json]:
    """What can be done from a line."""
    return [button(one, pen) for one in many]


def _style(style: str) -> dict[str, str]:
    return {"style": STYLES[style]} if style in STYLES else {}


def _sure(one: Button, pen: Pen) -> str:
    """What somebody has to say yes to, or ""."""
    if one.confirm:
        return pen.sure(one.confirm)
    return pen.say("Everybody can see the difference. Really?") if one.style == "danger" else ""
