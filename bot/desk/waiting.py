"""Parking and promises: what waits, for what, and how it comes back."""

from dataclasses import replace
from datetime import datetime

from bot import commands, lines
from bot.desk.board import LINES, Look
from bot.desk.case import Case, Done, keep
from bot.desk.drawing import line
from bot.desk.standing import waiting_for
from bot.desk.telling import reached, tell_there
from bot.domain import parking
from bot.domain.moments import comes_back
from bot.domain.pace import Parked
from bot.errors import Refusal
from bot.memory import Dossier
from bot.views import ItemLine, ItemList
from bot.words import say

WHEN_THEY_ANSWER = frozenset({"", "when they answer", "wenn sie antworten"})
"""What people type who wait for the commenter."""


async def park(case: Case, command: commands.Park) -> Done:
    """Put it aside until a moment, or until the commenter writes again."""
    they = command.until.strip().casefold() in WHEN_THEY_ANSWER
    wake_at = None if they else _moment(case, command.until)
    kind = Parked.SNOOZE if wake_at else Parked.AUTHOR
    await keep(case, parking.park(case.item, case.by, kind, wake_at, command.text.strip()))
    if wake_at is not None:
        return Done(say("Parked until {when}.", when=wake_at))
    if not (await case.work.items.comment(case.item)).author.id:
        return Done(_NO_ACCOUNT)
    return Done(say("Parked until the same person writes again."))


_NO_ACCOUNT = say(
    "Parked until they edit this or answer in this conversation. Elsewhere we would not know them again:"
    " they have no account."
)


async def unpark(case: Case, _: commands.Unpark) -> Done:
    """Take it back into the queue."""
    await keep(case, parking.unpark(case.item, case.by, case.work.now))
    return Done(say("It is back in the queue."))


async def move_private(case: Case, command: commands.MovePrivate) -> Done:
    """Somebody talks to the commenter personally; we look again at a moment."""
    at = _moment(case, command.until)
    if at is None:
        raise Refusal(say("Please say when to look at it again, so that it is not forgotten."))
    await keep(case, parking.park(case.item, case.by, Parked.PRIVATE, at, command.text.strip()))
    return Done(say("Parked as a personal contact. It comes back at {when}.", when=at))


async def follow_up(case: Case, command: commands.FollowUp) -> Done:
    """We promised to come back to it."""
    at, what = _moment(case, command.until), command.text.strip()
    if at is None or not what:
        raise Refusal(say("Please say what we promised, and when to come back to it."))
    await keep(case, parking.promise(case.item, case.by, at, what))
    return Done(say("It comes back at {when}, so that we can say in public how it went.", when=at))


async def escalate(case: Case, command: commands.Escalate) -> Done:
    """Bring it to the people outside the shift at once."""
    why = command.text.strip()
    if not why:
        raise Refusal(say("Please say why, so that they can decide what to do."))
    change, rung = parking.escalate(case.item, case.by, why, case.desk.policy.timing)
    item = await keep(case, change)
    reach = await reached(case.work, case.desk, item, rung)
    if not reach:
        return Done(say("Noted. Nobody could be told from here: please tell them yourself."))
    return Done(say("Escalated: they are told now."), tuple(await tell_there(case.work, item, reach)))


async def show_parked(look: Look, _: lines.ShowParked) -> ItemList:
    """What is parked, and where we promised to come back; the soonest first."""
    numbers = await look.work.clocks.parked(LINES + 1)
    dossiers = await look.work.items.dossiers(numbers[:LINES])
    return ItemList(
        title=say("Parked"), lines=tuple(_back(one) for one in dossiers), more=len(numbers) > LINES
    )


def _back(dossier: Dossier) -> ItemLine:
    """An item in one line; of one that is answered, what we promised."""
    promised = waiting_for(dossier.item) if dossier.item.pace.follow_at else None
    plain = line(dossier)
    return replace(plain, status=promised) if promised else plain


def _moment(case: Case, until: str) -> datetime | None:
    if not until.strip():
        return None
    return comes_back(until, case.work.now, case.desk.policy.timing.hours, case.desk.policy.zone)
