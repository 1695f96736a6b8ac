"""How a setting is declared and read.

A setting is a field of a frozen dataclass: its name, type and default are the setting's, the text beneath
it is its description, and `repr=False` makes it a secret, which comes from the environment alone. So an
adapter declares its settings beside itself, and whatever needs a list of them reads the same fields.
"""

import ast
import inspect
import math
import re
import textwrap
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from bot.words import Words, say

PREFIX = "AUGENHOEHE"
PAIRS = tuple[tuple[str, str], ...]
TEXTS = tuple[str, ...]
_YEAR = 366 * 24 * 60 * 60
"""Seconds: sums of moments further ahead end in no calendar."""
_TRUTHS = {
    "true": True,
    "yes": True,
    "on": True,
    "1": True,
    "false": False,
    "no": False,
    "off": False,
    "0": False,
}


class WrongType(Exception):  # it never leaves the reading of settings
    """A value is not what the setting takes."""

    def __init__(self, expected: Words) -> None:
        super().__init__(str(expected))
        self.expected = expected


@dataclass(frozen=True, kw_only=True)
class Row:
    """One setting."""

    section: str
    """The table of the settings file it stands in; "" for the top."""
    name: str
    kind: object
    """Its type."""
    default: object
    """What it is when nobody sets it; MISSING when somebody has to."""
    secret: bool
    also: str
    """A variable of the environment, beside our own, that hosting platforms set."""
    home: type
    """The dataclass that declares it."""
    many: bool = False
    """Its section may stand several times, each with a `name`."""

    @property
    def path(self) -> str:
        """How it is named in the settings file: `web.port`."""
        return f"{self.section}.{self.name}".removeprefix(".")

    @property
    def description(self) -> str:
        """What it is for."""
        return _descriptions(self.home)[self.name]

    @property
    def last(self) -> str:
        """The last word of its section: `wordpress`."""
        return self.section.rpartition(".")[2]

    def variable(self, entry: str = "") -> str:
        """Its variable in the environment; `entry` is the name of one of many."""
        # An entry that is named like its section does not say so twice.
        parts = (PREFIX, self.last, "" if entry == self.last else entry, self.name)
        return "_".join(re.sub(r"\W+", "_", part, flags=re.ASCII).upper() for part in parts if part)

    def variables(self, entry: str = "") -> tuple[str, ...]:
        """Every variable that sets it, ours first."""
        return (self.variable(entry), self.also) if self.also else (self.variable(entry),)


@dataclass(frozen=True, kw_only=True)
class Section:
    """One table of the settings file, and the dataclasses that it fills."""

    name: str
    homes: tuple[type, ...]
    given: frozenset[str] = frozenset()
    """Fields that the program fills in itself."""
    many: bool = False

    @property
    def rows(self) -> tuple[Row, ...]:
        """Its settings. Where two of its dataclasses have the same one, the first one declares it."""
        found = {field.name: (home, field) for home in reversed(self.homes) for field in fields(home)}
        order = dict.fromkeys(field.name for home in self.homes for field in fields(home))
        return tuple(self._row(*found[name]) for name in order if name not in self.given)

    def _row(self, home: type, field: "Field[Any]") -> Row:  # Any: a row takes fields of every type
        made = None if field.default_factory is MISSING else field.default_factory()
        return Row(
            section=self.name,
            name=field.name,
            kind=_kinds(home)[field.name],
            default=field.default if made is None else made,
            secret=not field.repr,
            also=str(field.metadata.get("also", "")),
            home=home,
            many=self.many,
        )


@cache
def _kinds(home: type) -> Mapping[str, Any]:  # Any: of every type
    return get_type_hints(home)


@dataclass(frozen=True)
class Reader:
    """Reads one type of setting."""

    expected: Words
    read: Callable[[object], object]
    parse: Callable[[str], object] = str
    """From a text of the environment to what would stand in the file."""


def read(kind: object, value: object) -> object:
    """A value of the settings file, as its setting takes it.

    Raises:
        WrongType: it is something else.

    """
    reader = _reader(kind)
    try:
        return reader.read(value)
    except (TypeError, ValueError, OverflowError):
        raise WrongType(reader.expected) from None


def read_text(kind: object, text: str) -> object:
    """A value of the environment, where everything is text, as its setting takes it.

    Raises:
        WrongType: it is something else.

    """
    reader = _reader(kind)
    try:
        return reader.read(reader.parse(text))
    except (TypeError, ValueError, OverflowError, KeyError):
        raise WrongType(reader.expected) from None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _whole(value: object) -> int:
    # In Python, True is a number too.
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError
    return float(value)


def _seconds(value: object) -> timedelta:
    if not 0 <= _number(value) <= _YEAR:
        raise ValueError
    return timedelta(seconds=_number(value))


def _pairs(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple((_text(left), _text(right)) for left, right in value)


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(_text(each) for each in value)


_READERS: Mapping[object, Reader] = {
    str: Reader(say("a text in quotation marks"), _text),
    bool: Reader(say("true or false"), _truth, lambda text: _TRUTHS[text.lower()]),
    int: Reader(say("a whole number"), _whole, int),
    float: Reader(say("a number"), _number, float),
    timedelta: Reader(say("a number of seconds, from 0 to a year"), _seconds, float),
    Path: Reader(say("a path in quotation marks"), lambda value: Path(_text(value)).expanduser()),
    TEXTS: Reader(
        say("a list of texts, such as {example}", example='["2026-12-24"]'),
        _texts,
        lambda text: [part.strip() for part in text.split(",")],
    ),
    PAIRS: Reader(
        say("a list of pairs of a surface and a channel, such as {example}", example='[["web", "team"]]'),
        _pairs,
        lambda text: [[part.strip() for part in pair.split(":", 1)] for pair in text.split(",")],
    ),
}


def _reader(kind: object) -> Reader:
    if get_origin(kind) is Literal:
        return _choice(get_args(kind))
    if get_origin(kind) in {Union, types.UnionType}:
        return _optional(next(part for part in get_args(kind) if part is not types.NoneType))
    return _READERS[kind]


def _choice(choices: tuple[str, ...]) -> Reader:
    def chosen(value: object) -> object:
        return choices[choices.index(_text(value))]

    return Reader(say("one of {choices}", choices=", ".join(f"“{choice}”" for choice in choices)), chosen)


def _optional(kind: object) -> Reader:
    inner = _reader(kind)
    expected = say("{kind}, or {none}", kind=inner.expected, none='"none"')
    return Reader(
        expected,
        lambda value: None if value == "none" else inner.read(value),
        lambda text: "none" if text.lower() == "none" else inner.parse(text),
    )


@cache
def _descriptions(home: type) -> dict[str, str]:
    """The texts beneath the fields of a dataclass. Python forgets them, so they are read from the source."""
    body = ast.parse(textwrap.dedent(inspect.getsource(home))).body[0]
    lines = body.body if isinstance(body, ast.ClassDef) else []
    below = [*lines[1:], ast.Pass()]
    return {
        ast.unparse(line.target): _said(next_line)
        for line, next_line in zip(lines, below, strict=True)
        if isinstance(line, ast.AnnAssign)
    }


def _said(line: ast.stmt) -> str:
    if isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant):
        return " ".join(str(line.value.value).split())
    return ""
