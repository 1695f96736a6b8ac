"""What we know of a WordPress source between two fetches, small enough to be kept as a cursor's mark.

WordPress tells neither what changed nor when, and a held comment becomes public with an old id and date. So
everything seen in the last days is read again and compared with a short sign of what it was. Ids and our own
calendar decide; the clock of the site is asked only where it must be.
"""

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import blake2b

from adapters.platforms._wordpress_rows import Row

VERSION = 1
MOST = 2_000
"""Comments remembered at most: of a larger flood the oldest are no longer watched for edits."""
OLD = "x"
"""The sign of a comment from before we were connected: never told."""
OLD_HELD = "-"
"""The same, but still held: told when it is approved, for then it becomes public after we were connected."""


def sign_of(row: Row) -> str:
    """What a comment says and whether it is held, in eight letters."""
    told = f"{row.status}\0{row.name}\0{row.source}".encode("utf-8", "surrogatepass")
    return b64encode(blake2b(told, digest_size=6).digest()).decode()


@dataclass(kw_only=True)
class Memory:
    """Signs by id. Everything from `floor` upwards that is not in here is new."""

    floor: int
    days: dict[str, dict[int, str]] = field(default_factory=dict)
    """By the day on our calendar when we last had something to tell about them."""
    held: dict[int, str] = field(default_factory=dict)
    """Held ones are remembered for as long as they are held."""

    @classmethod
    def read(cls, mark: str) -> "Memory | None":
        """Read a mark; None for no mark, or one we cannot read: then the source is read anew."""
        try:
            told = json.loads(mark)
            if told["v"] != VERSION:
                return None
            days = {str(day): _numbered(signs) for day, signs in told["d"].items()}
            return cls(floor=int(told["f"]), days=days, held=_numbered(told["h"]))
        except (ValueError, TypeError, LookupError, AttributeError):
            return None

    def write(self) -> str:
        """Make it a mark."""
        told = {"v": VERSION, "f": self.floor, "d": self.days, "h": self.held}
        return json.dumps(told, separators=(",", ":"))

    def sign(self, number: int) -> str | None:
        """What we last saw of a comment, or None."""
        return next((signs[number] for signs in self._all() if number in signs), None)

    def ids(self) -> Iterator[int]:
        """Every comment whose end we would have to notice."""
        return (number for signs in self._all() for number, sign in signs.items() if sign != OLD)

    def keep(self, row: Row, sign: str, today: date) -> None:
        """Remember a comment as it is now."""
        self.drop(row.id)
        signs = self.held if row.held else self.days.setdefault(today.isoformat(), {})
        signs[row.id] = sign

    def drop(self, number: int) -> bool:
        """Forget a comment that is gone; tells whether it had ever been told."""
        signs = [known.pop(number) for known in self._all() if number in known]
        return any(sign not in {OLD, OLD_HELD} for sign in signs)

    def forget(self, before: date) -> None:
        """Forget what is too old to be watched, so that a mark stays small."""
        for day in sorted(self.days):
            if date.fromisoformat(day) < before:
                self._let_go(self.days.pop(day))
        for day in sorted(self.days):
            known = self.days[day]
            surplus = sorted(known)[: max(0, sum(map(len, self.days.values())) - MOST)]
            self._let_go({number: known.pop(number) for number in surplus})
        surplus = sorted(self.held)[:-MOST]
        self._let_go({number: self.held.pop(number) for number in surplus})

    def _let_go(self, numbers: Iterable[int]) -> None:
        # The floor rises with them, or they would be taken for new.
        self.floor = max(self.floor, max(numbers, default=0) + 1)

    def _all(self) -> Iterator[dict[int, str]]:
        yield self.held
        yield from self.days.values()


def _numbered(signs: dict[str, str]) -> dict[int, str]:
    return {int(number): str(sign) for number, sign in signs.items()}


@dataclass(frozen=True, kw_only=True)
class News:
    """A comment that there is something to tell about."""

    row: Row
    sign: str


def news(memory: Memory, rows: Iterable[Row], since: datetime, today: date) -> list[News]:
    """Find what is new or changed, oldest first, and remember the rest of them as it is."""
    found = []
    for row in sorted(rows, key=lambda row: row.id):
        known = memory.sign(row.id)
        if known == OLD or (known == OLD_HELD and row.held):
            continue
        if known is None and row.published < since:
            memory.keep(row, OLD_HELD if row.held else OLD, today)
        elif known != (sign := sign_of(row)):
            found.append(News(row=row, sign=sign))
    return found
