"""`/queue` over 10,000 and over a million items, with the same number of them open."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Table

from benchmarks.house import ACCOUNT, make_desk, make_engine, open_database, policy
from benchmarks.measure import Row, Sample, Scale, alternate, stopwatch
from benchmarks.outside import Square, Writer
from bot.commands import ShowQueue
from bot.desk.hearing import Hearing
from bot.ports import Heard
from bot.views import Board
from storage._sql import table
from storage.database import Database
from storage.tables import AuditRow, CommentRow, ItemRow, PostRow

AIM = 2.0
SMALL = 10_000
OPEN = 2_000
LOOKS = 40
WHEN = "strftime('%Y-%m-%d %H:%M:%f', '2026-01-01', '+' || n || ' seconds') || '000'"
"""A moment that differs for every item, as SQLAlchemy writes it."""

POST = {"id": "n", "platform": "'square'", "source": "'page'", "remote": "'p' || n", "title": "'Post ' || n"}
COMMENT = {
    "id": "n",
    "platform": "'square'",
    "source": "'page'",
    "remote": "'c' || n",
    "post": "n % 100 + 1",
    "author_id": "'a' || (n % 5000)",
    "author_name": "'Anna ' || (n % 5000)",
    "text": "'Seit dem neuen Rezept schmeckt er viel süßer. War das nötig? ' || n",
    "published": WHEN,
    "attachments": "'[]'",
}
IS_OPEN = "n % (:total / :open) = 0"
"""Open items lie evenly among the others."""
ITEM = {
    "id": "n",
    "platform": "'square'",
    "source": "'page'",
    "comment": "n",
    "remote": "'c' || n",
    "status": f"case when {IS_OPEN} then iif(n % 3, 'drafted', 'new') else 'posted' end",
    "is_open": IS_OPEN,
    "published": WHEN,
    "kind": "'question'",
    "urgency": "n / (:total / :open) % 4",
    "risk": "'none'",
    "language": "'de'",
    "needs_reply": "1",
    "due_at": WHEN,
    "owed_at": WHEN,
    "handler": "iif(n / (:total / :open) % 4, null, 1)",
    "replied_at": f"case when {IS_OPEN} then null else {WHEN} end",
    "known": "'[]'",
    "row": "1",
    "version": "1",
    "audit_count": "1",
}
ENTRY = {"item": "n", "seq": "1", "at": WHEN, "tag": "'comment:fetched'", "person": "0"}


async def run(scale: Scale) -> Row:
    """How many times as long `/queue` takes over many items as over few."""
    small = await _filled(scale.folder / "board-small", SMALL)
    large = await _filled(scale.folder / "board-large", scale.items)

    async def over_large(_: int) -> Sample:
        return await _looks(large)

    async def over_small(_: int) -> Sample:
        return await _looks(small)

    for database in (small, large):
        await _looks(database)
    pair = await alternate(over_large, over_small)
    for database in (small, large):
        await database.close()
    slower, cpu = pair.slower
    return Row(
        name="/queue",
        ours=f"{pair.ours.wall * 1000 / LOOKS:.1f} ms over {scale.items:,}",
        baseline=f"{pair.baseline.wall * 1000 / LOOKS:.1f} ms over {SMALL:,}",
        ratio=slower,
        cpu_ratio=cpu,
        aim=f"<= {AIM}",
        met=slower <= AIM,
        notes=(f"{OPEN:,} items are open in both; the pages that it reads are in memory",),
    )


async def _looks(database: Database) -> Sample:
    """Ask for the queue, one time after the other."""
    desk = make_desk(
        database, make_engine("local", Path()), policy(("web", "team")), Square("", 0), Writer("")
    )
    hearing = Hearing(desk)
    with stopwatch() as sample:
        for _ in range(LOOKS):
            view = await hearing(Heard(key="", surface="web", account=ACCOUNT, command=ShowQueue()))
            if not isinstance(view, Board):
                raise TypeError(view)
    return sample


async def _filled(folder: Path, total: int) -> Database:
    """A database of so many items, filled by SQL alone and without waiting for the disk."""
    database = await open_database(folder)
    await database.close()
    with sqlite3.connect(folder / "augenhoehe.sqlite3") as connection:
        connection.execute("pragma synchronous = off")
        for target, columns, count in (
            (table(PostRow), POST, 100),
            (table(CommentRow), COMMENT, total),
            (table(ItemRow), ITEM, total),
            (table(AuditRow), ENTRY, total),
        ):
            connection.execute(_insert(target, columns), {"count": count, "total": total, "open": OPEN})
    connection.close()
    return Database(f"sqlite:///{folder}/augenhoehe.sqlite3")


def _insert(target: Table, columns: Mapping[str, str]) -> str:
    """An `insert ... select` of so many rows; what is not named is empty."""
    values = {column.name: "''" if column.type.python_type is str else "0" for column in _needed(target)}
    values |= columns
    names = ", ".join(f'"{name}"' for name in values)
    numbers = "with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < :count)"
    return f"insert into {target.name} ({names}) {numbers} select {', '.join(values.values())} from numbers"  # noqa: S608  # all of it is ours


def _needed(target: Table) -> list[Column[Any]]:
    # Any: columns of all types.
    return [column for column in target.columns if not column.nullable and column.name != "id"]
