"""What stands in the demo community, and what can happen to it, within one transaction."""

import secrets
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from adapters.platforms._text import clean
from adapters.platforms.demo.content import BRAND


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One comment as the community has it."""

    id: str
    change: int
    post: str
    parent: str
    author: str
    visitor: str
    """Who may change it: a digest of a cookie; "" for people of the stream and for the brand."""
    text: str
    image: str
    image_alt: str
    ours: bool
    key: str | None
    published: datetime
    shown: datetime
    """When it became public for the last time."""
    edited: bool
    hidden: bool
    deleted: bool

    @classmethod
    def read(cls, row: sqlite3.Row) -> Self:
        """Read it from its row."""
        told: dict[str, Any] = dict(row)
        for name in ("ours", "edited", "hidden", "deleted"):
            told[name] = bool(told[name])
        for name in ("published", "shown"):
            told[name] = datetime.fromisoformat(told[name])
        return cls(**told)


@dataclass(frozen=True, kw_only=True)
class Written:
    """What somebody writes."""

    post: str
    text: str
    author: str = BRAND
    parent: str = ""
    visitor: str = ""
    image: str = ""
    image_alt: str = ""
    key: str | None = None
    ours: bool = False
    hidden: bool = False


@dataclass(frozen=True, kw_only=True)
class Played:
    """How far the stream or the storm has been played."""

    kind: str
    running: bool = False
    position: float = 0.0
    """Seconds since it began, on its own clock."""
    done: int = 0
    """How many of its events have happened."""
    ticked: float = 0.0
    """When it was moved on last, on the clock of all processes."""


class Book:
    """The community within one transaction."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def entry(self, number: str) -> Entry | None:
        """Look one comment up."""
        return next(iter(self._entries("id = ?", number)), None)

    def by_key(self, key: str) -> Entry | None:
        """Look up the reply that was posted with this key."""
        return next(iter(self._entries("key = ?", key)), None)

    def beneath(self, number: str) -> list[Entry]:
        """List what stands directly beneath a comment, oldest first."""
        return self._entries("parent = ? AND NOT deleted ORDER BY published, change", number)

    def under(self, post: str) -> list[Entry]:
        """List everything beneath a post, deleted ones too, oldest first."""
        return self._entries("post = ? ORDER BY published, change", post)

    def own(self, most: int) -> list[Entry]:
        """List the brand's newest answers to comments."""
        return self._entries("ours AND NOT deleted AND parent != '' ORDER BY change DESC LIMIT ?", most)

    def latest(self, most: int) -> list[Entry]:
        """List the newest public comments of all posts."""
        return self._entries("NOT deleted AND NOT hidden ORDER BY published DESC, change DESC LIMIT ?", most)

    def changed(self, after: int, most: int) -> list[Entry]:
        """List what changed since, in the order of the changes."""
        return self._entries("change > ? ORDER BY change LIMIT ?", after, most)

    def change(self) -> int:
        """Tell the number of the last change."""
        (number,) = self._database.execute("SELECT COALESCE(MAX(change), 0) FROM comment").fetchone()
        return int(number)

    def counts(self) -> dict[str, int]:
        """Count the public comments of each post."""
        counted = "SELECT post, COUNT(*) FROM comment WHERE NOT deleted AND NOT hidden GROUP BY post"
        return dict(self._database.execute(counted).fetchall())

    def name_of(self, visitor: str) -> str:
        """Tell under which name a visitor wrote last."""
        found = self._entries("visitor = ? AND visitor != '' ORDER BY change DESC LIMIT 1", visitor)
        return found[0].author if found else ""

    def write(self, written: Written, number: str = "", at: datetime | None = None) -> Entry:
        """Add a comment, of now or of an earlier moment; one whose number or key is known is not added."""
        known = self.by_key(written.key) if written.key else self.entry(number)
        if known:
            return known
        change, now = self.change() + 1, _now(at)
        given: dict[str, Any] = vars(written) | {
            name: clean(value) for name, value in vars(written).items() if isinstance(value, str)
        }
        given |= {"id": number or f"n{change}", "change": change, "published": now, "shown": now}
        names = ", ".join(given)
        marks = ", ".join(f":{name}" for name in given)
        self._database.execute(f"INSERT INTO comment ({names}) VALUES ({marks})", given)  # noqa: S608 - names of our own fields
        return self._known(given["id"])

    def edit(self, number: str, text: str) -> None:
        """Replace the text; the same text again, or a deleted comment, is no change."""
        self._update("text = :text, edited = 1", "NOT deleted AND text != :text", number, text=clean(text))

    def delete(self, number: str) -> None:
        """Take it away; its text is not kept."""
        self._update("deleted = 1, text = '', image = '', image_alt = ''", "NOT deleted", number)

    def hide(self, number: str) -> None:
        """Show it to the brand alone."""
        self._update("hidden = 1", "NOT hidden", number)

    def show(self, number: str) -> None:
        """Show it to everybody again."""
        self._update("hidden = 0, shown = :now", "hidden", number, now=_now())

    def like(self, number: str) -> None:
        """Leave the brand's like; twice is as once."""
        self._database.execute("INSERT OR IGNORE INTO liked VALUES (?)", (number,))

    def liked(self) -> set[str]:
        """Tell what the brand has liked."""
        return {row["comment"] for row in self._database.execute("SELECT comment FROM liked").fetchall()}

    def played(self, kind: str) -> Played:
        """Tell how far the stream or the storm has been played."""
        row = self._database.execute("SELECT * FROM player WHERE kind = ?", (kind,)).fetchone()
        return Played(**dict(row) | {"running": bool(row["running"])}) if row else Played(kind=kind)

    def keep_played(self, played: Played) -> None:
        """Remember how far it has been played."""
        self._database.execute(
            "INSERT OR REPLACE INTO player VALUES (:kind, :running, :position, :done, :ticked)", vars(played)
        )

    def secret(self) -> bytes:
        """Tell the secret that all processes on this file share; made the first time."""
        row = self._database.execute("SELECT value FROM secret").fetchone()
        if row:
            return str(row["value"]).encode()
        made = secrets.token_hex(32)
        self._database.execute("INSERT INTO secret VALUES (?)", (made,))
        return made.encode()

    def _update(self, what: str, where: str, number: str, **values: str) -> None:
        given = {"id": number, "change": self.change() + 1} | values
        self._database.execute(
            f"UPDATE comment SET {what}, change = :change WHERE id = :id AND {where}",  # noqa: S608 - both are written above
            given,
        )

    def _entries(self, where: str, *values: str | int) -> list[Entry]:
        found = self._database.execute(f"SELECT * FROM comment WHERE {where}", values)  # noqa: S608 - written above
        return [Entry.read(row) for row in found.fetchall()]

    def _known(self, number: str) -> Entry:
        (entry,) = self._entries("id = ?", number)
        return entry


def _now(at: datetime | None = None) -> str:
    return (at or datetime.now(UTC)).isoformat(timespec="microseconds")
