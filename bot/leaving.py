"""`augenhoehe leave`: somebody leaves the team, and leaves no name and no account behind."""

import asyncio
import os
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import Refusal
from bot.prompting import politely, teller
from bot.words import Words, say

if TYPE_CHECKING:
    from bot.config import Settings


def leave(
    name: Annotated[str, typer.Argument(help="Who leaves.")],
    person: Annotated[str, typer.Option("--as", help="The lead who asks for it.")],
) -> None:
    """Erase the name and accounts of a teammate who leaves; what they did stays in the trail, nameless."""
    from bot.config import load

    tell = teller()
    with politely():
        tell(asyncio.run(left(load(os.environ), name, person)))


async def left(settings: "Settings", name: str, lead: str) -> Words:
    """Erase somebody, because a lead asks for it; what to say then.

    Raises:
        NotFound: nobody is called so, or who asks is not a lead.
        Refusal: they ask for themselves: the last lead would lock everybody out.

    """
    from bot.chores import TERMINAL, lead_of, person_of
    from bot.desk.joining import give_back
    from bot.domain.clocks import reckoned
    from bot.domain.people import Actor
    from storage.database import Database
    from storage.erasing import erase_person

    database = Database(settings.database.url, reckon=partial(reckoned, rules=settings.timing))
    try:
        async with database.work() as work:
            asks, goes = await lead_of(work, lead), await person_of(work, name)
            if asks.id == goes.id:
                raise Refusal(say("Another lead has to do this for you. Nothing was erased."))
            by = Actor(person=asks.id, surface=TERMINAL)
            await give_back(work, goes.id, by)
            await erase_person(work, goes.id, by)
    finally:
        await database.close()
    return say("{name} has left: name, accounts and rights are gone, open items are free.", name=goes.name)
