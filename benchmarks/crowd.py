"""Databases of very many items, filled by SQL alone: as many a day, however many there are in all."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Table
from sqlmodel import AutoString

from benchmarks.house import open_database
from storage._sql import table
from storage.database import Database
from storage.tables import AuditRow, CommentRow, DraftRow, ItemRow, PostRow

OPEN = 2_000
"""Open items, in every database."""
EVERY = 300
"""Seconds between two comments: 288 a day, 2,016 a week."""


def when(later: int = 0) -> str:
    """So many seconds after the n-th comment, the last of which comes now; as SQLAlchemy writes it."""
    seconds = f"({later} - (:total - n) * {EVERY})"
    return f"strftime('%Y-%m-%d %H:%M:%f', 'now', {seconds} || ' seconds') || '000'"


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
    "published": when(),
    "attachments": "'[]'",
}
IS_OPEN = "n % (:total / :open) = 0"
"""Open items lie evenly among the others."""
DONE = f"not ({IS_OPEN})"
KIND = "case n % 10 when 0 then 'idea' when 1 then 'praise' when 2 then 'complaint' else 'question' end"
ITEM = {
    "id": "n",
    "platform": "'square'",
    "source": "'page'",
    "comment": "n",
    "remote": "'c' || n",
    "status": f"case when {IS_OPEN} then iif(n % 3, 'drafted', 'new') else 'posted' end",
    "is_open": IS_OPEN,
    "published": when(),
    "kind": KIND,
    "sentiment": "iif(n % 3, 'neutral', 'negative')",
    "urgency": "n / (:total / :open) % 4",
    "risk": "'none'",
    "language": "'de'",
    "needs_reply": "1",
    "due_at": when(3600),
    "owed_at": when(3600),
    "handler": "iif(n / (:total / :open) % 4, null, 1)",
    "replied_at": f"case when {IS_OPEN} then null else {when(240)} end",
    "known": "'[]'",
    "row": "1",
    "version": "1",
    "audit_count": "3",
}
FETCHED = {"item": "n", "seq": "1", "at": when(5), "tag": "'comment:fetched'", "person": "0"}
APPROVED = {"item": "n", "seq": "2", "at": when(200), "tag": "'reply:approved'", "person": "n % 4 + 1"}
POSTED = {"item": "n", "seq": "3", "at": when(240), "tag": "'reply:posted'", "draft": "n % 3 / 2 + 1"}
SUGGESTED = {
    "item": "n",
    "number": "1",
    "text": "'Hallo Anna, das neue Rezept hat weniger Zucker. ' || n",
    "origin": "'model'",
    "at": when(30),
    "prompt": "'question@' || (n % 4)",
    "warnings": "'[]'",
}
EDITED = {
    **SUGGESTED,
    "number": "2",
    "origin": "'person'",
    "text": "'Hallo Anna, es ist weniger Zucker drin! '",
}
ROWS: tuple[tuple[Any, Mapping[str, str], str], ...] = (
    (CommentRow, COMMENT, "true"),
    (ItemRow, ITEM, "true"),
    (AuditRow, FETCHED, "true"),
    (AuditRow, APPROVED, DONE),
    (AuditRow, POSTED, DONE),
    (DraftRow, SUGGESTED, "true"),
    (DraftRow, EDITED, f"{DONE} and n % 3 = 2"),
)
"""Tables, what their rows are, and for which comments. Any: classes of tables."""


async def filled(folder: Path, total: int) -> Database:
    """A database of so many items, filled without waiting for the disk; once for all who ask for it."""
    file = folder / "augenhoehe.sqlite3"
    if not file.exists():
        await _fill(folder, total)
    return Database(f"sqlite:///{file}")


async def _fill(folder: Path, total: int) -> None:
    database = await open_database(folder)
    await database.close()
    with sqlite3.connect(folder / "augenhoehe.sqlite3") as connection:
        connection.execute("pragma synchronous = off")
        connection.execute(_insert(table(PostRow), POST, "true"), {"count": 100, "total": total})
        for target, columns, which in ROWS:
            connection.execute(
                _insert(table(target), columns, which), {"count": total, "total": total, "open": OPEN}
            )
    connection.close()


def _insert(target: Table, columns: Mapping[str, str], which: str) -> str:
    """An `insert ... select` of so many rows; what is not named is empty."""
    values = {column.name: "''" if isinstance(column.type, AutoString) else "0" for column in _needed(target)}
    values |= columns
    names = ", ".join(f'"{name}"' for name in values)
    numbers = "with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < :count)"
    picked = f"select {', '.join(values.values())} from numbers where {which}"  # noqa: S608  # all of it is ours
    return f"insert into {target.name} ({names}) {numbers} {picked}"


def _needed(target: Table) -> list[Column[Any]]:
    # Any: columns of all types.
    return [column for column in target.columns if not column.nullable and column.name != "id"]
