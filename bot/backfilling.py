"""What came in before a source was connected: offered, and taken in when somebody asks for it."""

from collections.abc import Sequence
from datetime import timedelta

from bot.bootstrap import Parts, assemble
from bot.config import Settings
from bot.domain.community import Source
from bot.domain.policy import Watch
from bot.errors import NotFound
from bot.words import Words, say
from storage.migrate import migrate

DAYS = 7
"""How far back the offer goes."""
NEW = timedelta(days=1)
"""For how long after a source was connected its earlier comments are offered."""


async def offers(parts: Parts) -> list[Words]:
    """For each source that was connected lately and is read from then on: how to have what came before."""
    if parts.settings.demo:
        return []
    async with parts.desk.looking() as work:
        began = {_place(reading.source): reading.cursor.since for reading in await work.sources.all()}
        now = work.now
    watches = parts.desk.policy.watches
    new = [watch for watch in watches if now - began.get(_place(watch.source), now) < NEW]
    return [
        say(
            "{source} is read from now on. If you also want what nobody has answered in the last {days} days:"
            " augenhoehe backfill {source} --days {days}",
            source=_name(watch, watches),
            days=DAYS,
        )
        for watch in new
    ]


async def backfill(settings: Settings, name: str, days: int) -> Words:
    """Have a source read anew from so many days ago on; what came of it.

    What has been answered since closes by itself and is never shown; the rest comes into its channels as
    anything new does, most urgent first.

    Raises:
        NotFound: no source is called so.
    """
    parts = assemble(settings)
    try:
        await migrate(parts.database)
        watch = _watch(parts.desk.policy.watches, name)
        async with parts.database.work() as work:
            since = work.now - timedelta(days=days)
            reading = await work.sources.open(watch.source, work.now)
            rewound = await work.sources.rewind(watch.source, since)
    finally:
        await parts.database.close()
    if not rewound:
        return say(
            "{source} has been read since {when}: nothing is left out.",
            source=name,
            when=reading.cursor.since,
        )
    return say(
        "What came in since {when} and has no answer joins the queue as soon as {source} is read again,"
        " by the program that runs: augenhoehe run",
        source=name,
        when=since,
    )


def _watch(watches: Sequence[Watch], name: str) -> Watch:
    named = {_name(watch, watches): watch for watch in watches}
    if name not in named:
        raise NotFound(say("There is no source “{name}”. Known: {all}.", name=name, all=", ".join(named)))
    return named[name]


def _name(watch: Watch, watches: Sequence[Watch]) -> str:
    """What a person calls it: its platform, and more only where that has several."""
    platform, name = _place(watch.source)
    alone = sum(one.source.platform == platform for one in watches) == 1
    return platform if alone else f"{platform}:{name}"


def _place(source: Source) -> tuple[str, str]:
    return source.platform, source.name
