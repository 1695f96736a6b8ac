"""Logs: one line an event, `key=value` for people at a terminal and JSON for machines.

Logs are for finding faults; who did what to which item stands in the audit trail. At info level and above
nothing may say what a comment says: pass numbers and names of settings, never texts.

    log.info("posted", extra={"item": 12, "platform": "blog"})
"""

import json
import logging
import sys
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any, TextIO

HIDDEN = "[secret]"
QUIET = {
    "httpx": "writes the address of every request, and addresses may hold names and keys",
    "alembic": "tells of its plugins at every start",
}
"""Packages that are heard from warnings upward only, and why."""
_SHORTEST = 6
"""Shorter secrets are no secrets, and leaving them out would garble whatever happens to contain them."""
_PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}
"""What every record carries; uvicorn's colour codes are for its own formatter."""


def configure(secrets: Collection[str], *, terminal: bool, to: TextIO | None = None) -> None:
    """Write logs to `to` (standard error, if nothing is named), with these secrets left out."""
    handler = logging.StreamHandler(to or sys.stderr)
    handler.setFormatter(Lines(secrets, json_lines=not terminal))
    logging.basicConfig(level="INFO", handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


class Lines(logging.Formatter):
    """Draws a record as one line."""

    def __init__(self, secrets: Collection[str], *, json_lines: bool) -> None:
        super().__init__()
        # Longest first: a secret may contain another one.
        self._secrets = sorted((each for each in secrets if len(each) >= _SHORTEST), key=len, reverse=True)
        self._json = json_lines

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line, without secrets."""
        facts = self._facts(record)
        return json.dumps(facts, ensure_ascii=False) if self._json else _pairs(facts)

    def _facts(self, record: logging.LogRecord) -> dict[str, str | int | float]:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        facts: dict[str, Any] = {"at": at, "level": record.levelname.lower(), "from": record.name}
        facts |= {"event": record.getMessage()}
        facts |= {name: value for name, value in vars(record).items() if name not in _PLAIN}
        if record.exc_info:
            facts["trace"] = self.formatException(record.exc_info)
        return {name: self._clean(value) for name, value in facts.items()}

    def _clean(self, value: object) -> str | int | float:
        if isinstance(value, int | float):
            return value
        text = str(value)
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return text


def _pairs(facts: Mapping[str, object]) -> str:
    told = (f"{name}={_quoted(str(value))}" for name, value in facts.items() if name not in {"at", "event"})
    return f"{facts['at']} {_quoted(str(facts['event']), around=False)} {' '.join(told)}"


def _quoted(text: str, *, around: bool = True) -> str:
    """Quoted where it has to be: a foreign text never ends the line and starts one of its own."""
    if text.isprintable() and not (around and (" " in text or '"' in text or not text)):
        return text
    return json.dumps(text, ensure_ascii=False)
