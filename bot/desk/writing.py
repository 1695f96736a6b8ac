"""Who has the dialog of a draft open: said from its opening on, and no longer than we can believe it."""

from datetime import timedelta

from bot.abilities import TellsClosing
from bot.commands import DoneWriting, StillWriting
from bot.desk.board import Look
from bot.desk.claiming import WRITES
from bot.desk.desk import Desk
from bot.views import Notice
from bot.words import say


def believed(desk: Desk, surface: str) -> timedelta:
    """How long somebody is said to write of whom nothing more is heard."""
    there = desk.surfaces.get(surface)
    return there.writes if isinstance(there, TellsClosing) else WRITES


async def still_writing(look: Look, command: StillWriting) -> Notice:
    """They still have it open; whoever opened it after them is named all the same."""
    lasting = believed(look.desk, look.surface)
    await look.work.items.writes(command.item, look.person.id, lasting, still=True)
    return Notice(words=say("Noted."))


async def done_writing(look: Look, command: DoneWriting) -> Notice:
    """They closed it without sending anything."""
    await look.work.items.wrote(command.item, look.person.id)
    return Notice(words=say("Noted."))
