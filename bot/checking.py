"""`augenhoehe check`: is every part in order, and if not, which setting is at fault?"""

from collections.abc import AsyncIterator, Callable, Mapping

from bot.bootstrap import Parts, assemble
from bot.catalogue import Catalogue
from bot.config import load
from bot.domain.community import Cursor
from bot.errors import AugenhoeheError, OutsideError
from bot.ports import Answers
from bot.terminal import spoken
from bot.words import Words, say
from storage import trail
from storage.database import Database
from storage.migrate import ready as migrated

Found = tuple[str, Words | None]
"""A part, and what is wrong with it."""


async def check(environ: Mapping[str, str], echo: Callable[[str], None]) -> bool:
    """Say of each part, a line each, whether it is in order; True when all are."""
    tell = Catalogue(spoken(environ)).say
    fine = True
    async for part, fault in _checks(environ):
        echo(f"{'ok   ' if fault is None else 'FAULT'} {part:<10} {tell(fault) if fault else ''}".rstrip())
        fine = fine and fault is None
    return fine


async def _checks(environ: Mapping[str, str]) -> AsyncIterator[Found]:
    try:
        settings = load(environ)
        parts = assemble(settings)
    except AugenhoeheError as error:
        yield "settings", error.words
        return
    yield "settings", None
    try:
        async for found in _of_parts(parts):
            yield found
    finally:
        for platform in parts.desk.platforms.values():
            await platform.close()
        await parts.database.close()


async def _of_parts(parts: Parts) -> AsyncIterator[Found]:
    yield "database", (fault := await _database(parts))
    if fault is not None:
        return
    yield "migrations", (fault := await _migrations(parts))
    if fault is not None:
        return
    yield "engine", await _engine(parts)
    async for found in _platforms(parts):
        yield found
    for name in parts.desk.surfaces:
        yield name, (await _slack(parts) if name == "slack" else None)
    yield "drafts", await _drafts(parts)
    yield "audit", await _trails(parts)


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


async def _platforms(parts: Parts) -> AsyncIterator[Found]:
    async with parts.desk.looking() as work:
        now = work.now
    for watch in parts.desk.policy.watches:
        platform = parts.desk.platform(watch.source.platform)
        try:
            await platform.fetch(watch.source, Cursor(since=now))
        except OutsideError as error:
            yield platform.name, error.words
        else:
            yield platform.name, None


async def _slack(parts: Parts) -> Words | None:
    if parts.slack is None:
        return None
    channels = {at for watch in parts.desk.policy.watches for name, at in watch.channels if name == "slack"}
    try:
        await parts.slack.check(sorted(channels))
    except OutsideError as error:
        return error.words
    return None


async def _trails(parts: Parts) -> Words | None:
    faults = await trail.check_trails(parts.database)
    if not faults:
        return None
    item, entry = faults[0]
    return say(
        "{count} items have a broken audit trail, the first one is item {item} at entry {entry}.",
        count=len(faults),
        item=item,
        entry=entry,
    )
