"""`augenhoehe check`: is every part in order, and if not, which setting is at fault?"""

import secrets
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bot.abilities import Announces, Proves
from bot.bootstrap import Parts, assemble, unused
from bot.catalogue import Catalogue
from bot.config import Settings, load
from bot.domain.community import Cursor
from bot.errors import AugenhoeheError, OutsideError
from bot.ports import Answers, Surface
from bot.settings_found import FILE
from bot.terminal import spoken
from bot.views import Notice
from bot.words import Words, say
from prompts.loader import LIBRARY
from storage import team_check, trail
from storage.database import Database
from storage.migrate import migrate, revision
from storage.migrate import ready as migrated

MADE_UP = say(
    "The prompt library is the one of the demo, and its facts are made up."
    " Run “augenhoehe init” to begin your own."
)
BUILT_IN = say(
    "There is no {file} here, and none is needed to try it: the community is the built-in one, its people"
    " are made up. “augenhoehe demo” shows it. For a community of your own see docs/platforms.md;"
    " “augenhoehe init” begins your prompt library.",
    file=FILE,
)
EMPTY = say(
    "The database is empty: nothing has run here yet. “augenhoehe demo” and “augenhoehe run” prepare it as"
    " they start; what follows was looked at with one that is prepared already."
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
    for words in _worth_knowing(settings):
        yield Found("settings", words, hint=True)
    found = Found("database")
    async with _closing(parts):
        async for found in _tables(parts):
            yield found
    if not found.fine:
        return
    async with _prepared(settings, empty=found.hint) as parts:
        async for found in _of_parts(parts):
            yield found
        if test_card:
            async for found in _test_cards(parts):
                yield found


def _worth_knowing(settings: Settings) -> Iterator[Words]:
    if settings.demo and settings.file is None:
        yield BUILT_IN
    yield from unused(settings)


@asynccontextmanager
async def _closing(parts: Parts) -> AsyncIterator[Parts]:
    try:
        yield parts
    finally:
        for surface in parts.desk.surfaces.values():
            await surface.close()
        for platform in parts.desk.platforms.values():
            await platform.close()
        await parts.database.close()


@asynccontextmanager
async def _prepared(settings: Settings, *, empty: bool) -> AsyncIterator[Parts]:
    """The parts; those of an empty database over a passing one, as it will be: a check changes no tables."""
    if not empty:
        async with _closing(assemble(settings)) as parts:
            yield parts
        return
    with TemporaryDirectory(prefix="augenhoehe-check-") as folder:
        passing = replace(settings.database, url=f"sqlite:///{Path(folder) / 'passing.db'}")
        async with _closing(assemble(replace(settings, database=passing))) as parts:
            await migrate(parts.database)
            yield parts


async def _tables(parts: Parts) -> AsyncIterator[Found]:
    """Whether the database is there, and as this program needs it; a hint where it is empty still."""
    yield (found := Found("database", await _database(parts)))
    if found.fine:
        yield await _migrations(parts)


async def _of_parts(parts: Parts) -> AsyncIterator[Found]:
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


async def _migrations(parts: Parts) -> Found:
    try:
        if await revision(parts.database) is None:
            return Found("migrations", EMPTY, hint=True)
        await migrated(parts.database)
    except AugenhoeheError as error:
        return Found("migrations", error.words)
    return Found("migrations")


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
