"""What a button, a dialog or an entry of a message's menu asks for, as commands of ours."""

from dataclasses import replace

from adapters.surfaces.teams.activities import Json
from adapters.surfaces.teams.acts import LANGUAGE, REFRESH
from adapters.surfaces.teams.forms import TEXT, read_form
from adapters.surfaces.teams.lists import SEARCHED
from bot import commands
from bot.bulk import OnMany, ShowQuiet
from bot.commands import NEEDS_FORM, ChooseLanguage, Command, OnItem, OpenForm, ShowItem, TakeOver
from bot.domain.status import Action
from bot.errors import Refusal
from bot.lines import from_line
from bot.shifting import OnShift, OpenShiftForm
from bot.words import say

LONGEST_LINE = 1000
_OLD = say("This button is not one of ours, or from a much older release.")


def wanted(data: Json, verb: str = "") -> Command:
    """What is asked for; an action that needs a text, and comes without one, opens its form.

    Raises:
        Refusal: it is none of our buttons.
    """
    if verb == REFRESH:
        return ShowItem(item=number_of(data.get("thread")))
    if "command" in data:
        return _complete(read_form(data), typed=TEXT in data)
    if "line" in data:
        return from_line(_line(data))
    if "open" in data:
        return opening(data.get("open"), number_of(data.get("item")), number_of(data.get("draft", 0)))
    if isinstance(data.get(LANGUAGE), str):
        return ChooseLanguage(language=data[LANGUAGE])
    raise Refusal(_OLD)


def chosen(entry: object, item: int) -> Command:
    """What an entry of a message's menu asks for about the item of its thread.

    Raises:
        Refusal: it is an entry of another release.
    """
    if entry == Action.TAKE_OVER.value:
        return TakeOver(item=item)
    return ShowItem(item=item) if entry == "open" else opening(entry, item)


def in_card(command: Command) -> Command:
    """The same, as the button of a card asks for it: a form is then shown in its place."""
    return replace(command, in_card=True) if isinstance(command, OpenForm) else command


def again(command: OnItem | OnShift | OnMany) -> Command:
    """The form that something was typed into, as it is now."""
    if isinstance(command, OnMany):
        return ShowQuiet()
    if isinstance(command, OnShift):
        return OpenShiftForm(wish=command)
    return OpenForm(item=command.item, action=command.action, draft=command.draft)


def opening(action: object, item: int, draft: int = 0) -> OpenForm:
    """The form of an action.

    Raises:
        Refusal: there is no such action, or it has no form.
    """
    known = {one.value: one for one in (*NEEDS_FORM, Action.DISMISS)}
    if not isinstance(action, str) or action not in known:
        raise Refusal(_OLD)
    return OpenForm(item=item, action=known[action], draft=draft)


def number_of(value: object) -> int:
    """The number of an item.

    Raises:
        Refusal: it is none.
    """
    try:
        return commands.number_of(str(value))
    except ValueError:
        raise Refusal(_OLD) from None


def _complete(command: OnItem | OnShift | OnMany, *, typed: bool) -> Command:
    if isinstance(command, OnMany):
        return command
    needs = command.asks if isinstance(command, OnShift) else command.action in NEEDS_FORM
    return again(command) if needs and not typed else command


def _line(data: Json) -> str:
    line = str(data.get("line") or "")
    searched = data.get(SEARCHED)
    whole = f"{line} {searched}" if line == "search" and isinstance(searched, str) else line
    return " ".join(whole[:LONGEST_LINE].split())
