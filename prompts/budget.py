"""What the model may cost on one day: calls and tokens, written down so that a restart does not forget.

Every call adds a short line to the day's file. Lines are appended whole, so that several processes on one
machine share a budget; processes on several machines have one each.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from bot.errors import TryLater
from bot.words import say
from prompts.settings import DraftingSettings

log = logging.getLogger("augenhoehe.model")

SPENT = say("The budget of the language model for today is used up: a template stands in.")
_NAME = "model-{day}.use"
_NUMBERS = 3
_MILLION = 1_000_000
_WARN_AT = 0.8


@dataclass(frozen=True, kw_only=True)
class Use:
    """What was used."""

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0

    def __add__(self, other: "Use") -> "Use":
        return Use(
            calls=self.calls + other.calls,
            tokens_in=self.tokens_in + other.tokens_in,
            tokens_out=self.tokens_out + other.tokens_out,
        )

    @property
    def tokens(self) -> int:
        """Read and written."""
        return self.tokens_in + self.tokens_out

    def cost(self, settings: DraftingSettings) -> float:
        """In the currency of the prices; 0 when there are none."""
        return (self.tokens_in * settings.price_in + self.tokens_out * settings.price_out) / _MILLION


def _utc_today() -> date:
    return datetime.now(UTC).date()


class Budget:
    """Counts what is used today, and says when it is enough."""

    def __init__(self, settings: DraftingSettings, today: Callable[[], date] = _utc_today) -> None:
        self._settings = settings
        self._today = today
        self._day = date.min
        self._used = Use()
        self._read = 0
        self._warned = False

    @property
    def used(self) -> Use:
        """What was used today, by every process that shares the folder."""
        if self._day != self._today():
            self._begin()
        file = self._file()
        if file and file.exists():
            with file.open("rb") as lines:
                lines.seek(self._read)
                # A line that is still being written has no end yet, and is read the next time.
                new = lines.read().rpartition(b"\n")[0]
            if new:
                self._read += len(new) + 1
                self._used = sum((_use(line) for line in new.splitlines()), self._used)
        return self._used

    def check(self) -> None:
        """See that there is something left.

        Raises:
            TryLater: there is nothing left for today.

        """
        if self._share(self.used) >= 1:
            raise TryLater(SPENT)

    def add(self, use: Use) -> None:
        """Write down what was used."""
        used = self.used + use
        file = self._file()
        if file is None:
            self._used = used
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("ab") as lines:
                # After half a line, as a full disk leaves it, a new one begins.
                begin = "" if lines.tell() == self._read else "\n"
                lines.write(f"{begin}{use.calls} {use.tokens_in} {use.tokens_out}\n".encode())
        if self._share(used) >= _WARN_AT and not self._warned:
            self._warned = True
            log.warning("model budget nearly used up", extra={"calls": used.calls, "tokens": used.tokens})

    def _begin(self) -> None:
        """A new day: what was used before is no longer of interest."""
        self._day, self._used, self._read, self._warned = self._today(), Use(), 0, False
        folder = self._settings.folder
        for old in folder.glob(_NAME.format(day="*")) if folder else ():
            if old != self._file():
                old.unlink(missing_ok=True)

    def _file(self) -> Path | None:
        folder = self._settings.folder
        return folder / _NAME.format(day=self._day) if folder else None

    def _share(self, used: Use) -> float:
        """How much of the tightest limit is used; 0 without limits."""
        pairs = (
            (used.calls, self._settings.calls_per_day),
            (used.tokens, self._settings.tokens_per_day),
        )
        return max((number / limit for number, limit in pairs if limit), default=0.0)


def _use(line: bytes) -> Use:
    """What a line says; nothing, for one that a full disk cut off."""
    numbers = line.split()
    if len(numbers) != _NUMBERS or not all(number.isdigit() for number in numbers):
        return Use()
    calls, tokens_in, tokens_out = map(int, numbers)
    return Use(calls=calls, tokens_in=tokens_in, tokens_out=tokens_out)
