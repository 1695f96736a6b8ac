"""Intake: keep pages of a hundred comments, against raw batched inserts of exactly the same rows."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Table, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from benchmarks.endpoint import PAGE
from benchmarks.house import make_desk, make_engine, open_database, policy
from benchmarks.measure import Row, Sample, Scale, alternate, stopwatch
from benchmarks.outside import Square, Writer
from benchmarks.people import FIRST, read, told
from bot.desk.intake import take_page
from bot.domain.community import Cursor, Page
from storage._sql import table
from storage.database import Database
from storage.tables import AuditRow, CommentRow, EffectRow, ItemRow, PostRow, SourceRow

AIM = 0.5
CHANNELS = (("chat", "team"), ("web", "team"))
Rows = Sequence[Mapping[str, Any]]
"""Rows by column. Any: each column has its own type."""
Batch = list[tuple[Table, Rows]]
"""What one page puts into each table."""


async def run(scale: Scale) -> Row:
    """Comments a second, with first look, items, first entries, wanted shows and cursor."""
    pages = [_page(number) for number in range(scale.pages)]
    same: list[Batch] = []

    async def ours(_: int) -> Sample:
        return await _ours(scale.folder / "intake", pages, same)

    async def raw(_: int) -> Sample:
        return await _raw(scale.folder / "intake-raw", same)

    pair = await alternate(ours, raw)
    slower, cpu = pair.slower
    count, look = scale.pages * PAGE, _first_looks(pages)
    return Row(
        name="intake",
        ours=f"{count / pair.ours.wall:,.0f} comments/s",
        baseline=f"raw batched inserts {count / pair.baseline.wall:,.0f}/s",
        ratio=1 / slower,
        cpu_ratio=1 / cpu,
        aim=f">= {AIM}",
        met=1 / slower >= AIM,
        notes=(
            f"{sum(len(rows) for _, rows in same[0])} rows a page in one commit, on both sides",
            f"the first look by rules is {look.cpu / pair.ours.cpu:.0%} of our CPU",
        ),
    )


def _page(number: int) -> Page:
    first = number * PAGE + 1
    comments = tuple(read(told(n)) for n in range(first, first + PAGE))
    return Page(cursor=Cursor(since=FIRST, mark=str(first + PAGE)), comments=comments)


def _first_looks(pages: Sequence[Page]) -> Sample:
    writer = Writer("")
    with stopwatch() as sample:
        for page in pages:
            for comment in page.comments:
                writer.triage(comment)
    return sample


async def _ours(folder: Path, pages: Sequence[Page], same: list[Batch]) -> Sample:
    """Take the pages, as a fetch does; afterwards `same` holds what that wrote."""
    database = await open_database(folder)
    square = Square("", 0)
    desk = make_desk(database, make_engine("local", folder), policy(*CHANNELS), square, Writer(""))
    (watch,) = desk.policy.watches
    with stopwatch() as sample:
        for page in pages:
            await desk.keep(lambda work, page=page: take_page(work, desk, watch, page))  # type: ignore[misc]
    same[:] = await _written(database, len(pages))
    await database.close()
    return sample


async def _raw(folder: Path, same: Sequence[Batch]) -> Sample:
    """Insert the same rows with SQLAlchemy Core, a table at a time, and move the cursor."""
    database = await open_database(folder)
    sources = table(SourceRow)
    with stopwatch() as sample:
        for number, batch in enumerate(same):
            async with database.writer.begin() as connection:
                for target, rows in batch:
                    await connection.execute(insert(target), rows)
                await connection.execute(update(sources).values(mark=str(number)))
    await database.close()
    return sample


async def _written(database: Database, pages: int) -> list[Batch]:
    """What was written for each page, read back."""
    batches: list[Batch] = [[] for _ in range(pages)]
    async with database.connected() as connection:
        posts = await _rows(connection, table(PostRow))
        batches[0].append((table(PostRow), posts))
        for model in (CommentRow, ItemRow, AuditRow, EffectRow):
            rows = await _rows(connection, table(model))
            size = len(rows) // pages
            for number, batch in enumerate(batches):
                batch.append((table(model), rows[number * size : (number + 1) * size]))
    return batches


async def _rows(connection: AsyncConnection, source: Table) -> Rows:
    found = await connection.execute(select(source).order_by(source.c.id))
    return [dict(row) for row in found.mappings()]
