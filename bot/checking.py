"""`augenhoehe check`: is every part in order, and if not, which setting is at fault?"""

import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from typing import NamedTuple

from bot.abilities import Announces, Proves
from bot.bootstrap import Parts, assemble, unused
from bot.catalogue import Catalogue
from bot.config import load
from bot.domain.community import Cursor
from bot.errors import AugenhoeheError, OutsideError
from bot.ports import Answers, Surface
from bot.terminal import spoken
from bot.views import Notice
from bot.words import Words, say
from prompts.loader import LIBRARY
from storage import team_check, trail
from storage.database import Database
from storage.migrate import ready as migrated

MADE_UP = say(
    "The prompt library is the one of the demo, and its facts are made up."
    " Run “augenhoehe init” to begin your own."
)


class Found(NamedTuple):
    """A part, and what is wrong with it."""

    part: str
    words: Words | None = None
    hint: bool = False
    """Nothing is wrong: it is only worth knowing."""

    @property
    def fine(self) -> bool:
        """Whether the part does its work."""
        return self.hint or self.words is None


async def check(environ: Mapping[str, str], echo: Callable[[str], None], *, test_card: bool = False) -> bool:
    """Say of each part, a line each, whether it is in order; True when all are.

    With `test_card`, also show one in every channel of a chat tool.
    """
    tell = Catalogue(spoken(environ)).say
    fine = True
    async for found in _checks(environ, test_card=test_card):
        mark = "hint " if found.hint else "ok   " if found.fine else "FAULT"
        echo(f"{mark} {found.part:<10} {tell(found.words) if found.words else ''}".rstrip())
        fine = fine and found.fine
    return fine


async def _checks(environ: Mapping[str, str], *, test_card: bool) -> AsyncIterator[Found]:
    try:
        settings = load(environ)
        parts = assemble(settings)
    except AugenhoeheError as error:
        yield Found("settings", error.words)
        return
    yield Found("settings")
    for words in unused(settings):
        yield Found("settings", words, hint=True)
    try:
        async for found in _of_parts(parts):
            yield found
        if test_card:
            async for found in _test_cards(parts):
                yield found
    finally:
        for surface in parts.desk.surfaces.values():
            await surface.close()
        for platform in parts.desk.platforms.values():
            await platform.close()
        await parts.database.close()


async def _of_parts(parts: Parts) -> AsyncIterator[Found]:
    yield Found("database", (fault := await _database(parts)))
    if fault is not None:
        return
    yield Found("migrations", (fault := await _migrations(parts)))
    if fault is not None:
        return
    yield Found("engine", await _engine(parts))
    async for found in _platforms(parts):
        yield found
    for name, surface in parts.desk.surfaces.items():
        faults = await _chat_tool(parts, surface)
        for fault in faults:
            yield Found(name, fault)
        if not faults:
            yield Found(name)
    yield Found("drafts", await _drafts(parts))
    if _made_up(parts):
        yield Found("library", MADE_UP, hint=True)
    yield Found("audit", await _trails(parts))


async def _database(parts: Parts) -> Words | None:
    try:
        async with parts.desk.looking():
            return None
    except AugenhoeheError as error:
        return error.words


async def _migrations(parts: Parts) -> Words | None:
    try:
        await migrated(parts.database)
    except AugenhoeheError as error:
        return error.words
    return None


async def _engine(parts: Parts) -> Words | None:
    """Whether its own database can be opened; nothing is run."""
    database = Database(parts.settings.engine.url)
    try:
        async with database.connected():
            return None
    except AugenhoeheError as error:
        return say("The engine's database: {why} See [engine] and [database].", why=error.words)
    finally:
        await database.close()


async def _drafts(parts: Parts) -> Words | None:
    drafter = parts.desk.drafter
    if not isinstance(drafter, Answers):
        return None
    try:
        await drafter.check()
    except OutsideError as error:
        return say("{why} See [model] in the settings.", why=error.words)
    return None


def _made_up(parts: Parts) -> bool:
    """Whether a real community would be answered from the demo's library."""
    settings = parts.settings
    return not settings.demo and settings.drafting.library.resolve() == LIBRARY.resolve()


async def _platforms(parts: Parts) -> AsyncIterator[Found]:
    async with parts.desk.looking() as work:
        now = work.now
    for watch in parts.desk.policy.watches:
        platform = parts.desk.platform(watch.source.platform)
        try:
            await platform.fetch(watch.source, Cursor(since=now))
        except OutsideError as error:
            yield Found(platform.name, error.words)
        else:
            yield Found(platform.name)


async def _chat_tool(parts: Parts, surface: Surface) -> list[Words]:
    """Its tokens, their rights, and each channel that is routed to it."""
    if not isinstance(surface, Proves):
        return []
    try:
        health = await surface.prove(parts.desk.policy.rooms(surface.name))
    except OutsideError as error:
        return [error.words]
    return [trouble.words for trouble in health.troubles]


async def _test_cards(parts: Parts) -> AsyncIterator[Found]:
    for surface in parts.desk.surfaces.values():
        for channel in parts.desk.policy.rooms(surface.name) if isinstance(surface, Announces) else ():
            yield Found(f"{surface.name} {channel}", await _test_card(surface, channel))


async def _test_card(surface: Surface, channel: str) -> Words | None:
    words = say(
        "This is a test card: the comments of the community will be shown here. Nothing is to be done."
    )
    try:
        if isinstance(surface, Announces):
            await surface.announce(Notice(words=words), channel, secrets.token_hex(12))
    except OutsideError as error:
        return error.words
    return None


async def _trails(parts: Parts) -> Words | None:
    faults = await trail.check_trails(parts.database)
    if not faults:
        return await _team_trail(parts)
    item, entry = faults[0]
    return say(
        "{count} items have a broken audit trail, the first one is item {item} at entry {entry}.",
        count=len(faults),
        item=item,
        entry=entry,
    )


async def _team_trail(parts: Parts) -> Words | None:
    """What is about no single item: shifts, absences, handovers."""
    faults = await team_check.check_chains(parts.database)
    if not faults:
        return None
    chain, entry = faults[0]
    return say("The team's trail is broken: {chain} at entry {entry}.", chain=chain, entry=entry)
