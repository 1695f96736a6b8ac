"""Reading YAML and TOML strictly: whatever is unknown, missing or doubled is named with file and line."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, TypeVar

import yaml

from bot.errors import BadSetting
from bot.words import Words, say

_TEXT = "tag:yaml.org,2002:str"
_WHOLE = "tag:yaml.org,2002:int"
_TRUTH = "tag:yaml.org,2002:bool"
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_T = TypeVar("_T")
_LOADER: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one in C where it was built: the library is read eight times as fast (0.03 s instead of 0.23)."""


class Fields:
    """The keys of one YAML mapping. Each is taken once; `done` refuses what nobody took.

    We read YAML's nodes instead of its values: nodes know their lines, and no tag can make an object.
    """

    def __init__(self, file: str, node: yaml.Node | None, above: int) -> None:
        self.file = file
        self._above = above
        if not isinstance(node, yaml.MappingNode):
            line = self.line_of(node) if node else above
            raise BadSetting(
                say("{file}, line {line}: “key: value” lines are expected here.", **_at(file, line))
            )
        self.line = self.line_of(node)
        self._nodes: dict[str, yaml.Node] = {}
        self._lines: dict[str, int] = {}
        for key, value in node.value:
            self._keep(key, value)

    def line_of(self, node: yaml.Node) -> int:
        """The line of a node in the file, as an editor counts."""
        return int(node.start_mark.line) + 1 + self._above

    def _keep(self, key: yaml.Node, value: yaml.Node) -> None:
        name, line = str(key.value), self.line_of(key)
        if name in self._lines:
            raise BadSetting(
                say("{file}, line {line}: “{key}” stands here twice.", **_at(self.file, line, name))
            )
        self._nodes[name] = value
        self._lines[name] = line

    def line_at(self, key: str) -> int:
        """The line on which a key stands."""
        return self._lines.get(key, self.line)

    def text(self, key: str) -> str:
        """The text under a key."""
        node = self._take(key)
        if node.tag != _TEXT or not str(node.value).strip():
            raise self._no_text(node, key)
        return str(node.value)

    def _no_text(self, node: yaml.Node, key: str) -> BadSetting:
        return BadSetting(
            say(
                "{file}, line {line}: “{key}” must be a text; put it in quotation marks.",
                **_at(self.file, self.line_of(node), key),
            )
        )

    def whole(self, key: str) -> int:
        """The whole number under a key, 1 or more."""
        node = self._take(key)
        if node.tag != _WHOLE or not str(node.value).isdecimal() or int(node.value) < 1:
            raise BadSetting(
                say(
                    "{file}, line {line}: “{key}” must be a whole number, 1 or more.",
                    **_at(self.file, self.line_of(node), key),
                )
            )
        return int(node.value)

    def rows(self, key: str) -> list["Fields"]:
        """The list of mappings under a key."""
        return [Fields(self.file, row, self._above) for row in self._list(key)]

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts under a key."""
        entries = self._list(key)
        wrong = next((entry for entry in entries if entry.tag != _TEXT or not str(entry.value).strip()), None)
        if wrong is not None:
            raise self._no_text(wrong, key)
        return tuple(str(entry.value) for entry in entries)

    def pairs(self, key: str) -> dict[str, str]:
        """The mapping of texts under a key."""
        below = Fields(self.file, self._take(key), self._above)
        return {name: below.text(name) for name in tuple(below)}

    def flag(self, key: str) -> bool:
        """The true or false under a key."""
        node = self._take(key)
        if node.tag != _TRUTH:
            raise BadSetting(
                say(
                    "{file}, line {line}: “{key}” must be true or false.",
                    **_at(self.file, self.line_of(node), key),
                )
            )
        return str(node.value).casefold() in {"true", "yes", "on"}

    def day(self, key: str) -> date:
        """The day under a key."""
        node = self._take(key)
        try:
            return date.fromisoformat(str(node.value))
        except ValueError as error:
            raise BadSetting(
                say(
                    "{file}, line {line}: “{key}” must be a day such as 2027-01-31.",
                    **_at(self.file, self.line_of(node), key),
                )
            ) from error

    def __iter__(self) -> Iterator[str]:
        return iter(self._nodes)

    def __contains__(self, key: str) -> bool:
        return key in self._nodes

    def _list(self, key: str) -> list[yaml.Node]:
        node = self._take(key)
        if not isinstance(node, yaml.SequenceNode):
            raise BadSetting(
                say(
                    "{file}, line {line}: “{key}” must be a list; each entry begins with a dash.",
                    **_at(self.file, self.line_of(node), key),
                )
            )
        return list(node.value)

    def done(self) -> None:
        """Refuse keys that nobody asked for."""
        for name in self._nodes:
            raise unknown(self.file, self._lines[name], name)

    def _take(self, key: str) -> yaml.Node:
        if key not in self._nodes:
            raise missing(self.file, self.line, key)
        return self._nodes.pop(key)


def front_matter(file: str, text: str) -> tuple[Fields, str, int]:
    """The YAML between the two `---` lines, the Markdown below them, and the line on which that begins."""
    match = re.match(r"---\n(.*?\n)---\n(.*)", text, re.DOTALL)
    if match is None:
        raise BadSetting(
            say(
                "{file}, line {line}: the file must begin with a block between two “---” lines.",
                **_at(file, 1),
            )
        )
    return Fields(file, _compose(file, match[1]), 1), match[2], text.count("\n", 0, match.start(2)) + 1


def _compose(file: str, text: str) -> yaml.Node | None:
    try:
        node: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise _broken(file, mark.line + 2 if mark else 1, str(error.problem)) from error
    except yaml.YAMLError as error:
        raise _broken(file, 1, str(error)) from error
    return node


class Table:
    """The keys of a TOML file; like `Fields`, for a format whose parser forgets the lines."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self._lines = text.splitlines()
        try:
            self._values: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            line = re.search(r"line (\d+)", str(error))
            raise _broken(file, int(line[1]) if line else len(self._lines), str(error)) from error

    def line_at(self, key: str) -> int:
        """The line on which a key stands; the first one when it cannot be told."""
        begin = re.compile(rf"""\s*\[?["']?{re.escape(key)}["']?\s*[=.\]]""")
        return next((number for number, line in enumerate(self._lines, 1) if begin.match(line)), 1)

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def text(self, key: str) -> str:
        """The text under a key; it may be empty."""
        return self._typed(key, self._take(key), str)

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts under a key."""
        return tuple(self._typed(key, entry, str) for entry in self._typed(key, self._take(key), list))

    def pairs(self, key: str) -> dict[str, str]:
        """The table of texts under a key."""
        table = self._typed(key, self._take(key), dict)
        return {str(name): self._typed(key, value, str) for name, value in table.items()}

    def done(self) -> None:
        """Refuse keys that nobody asked for."""
        for name in self._values:
            raise unknown(self.file, self.line_at(name), name)

    def _take(self, key: str) -> Any:
        """Any: TOML values have no common type; `_typed` gives them one."""
        if key not in self._values:
            raise missing(self.file, 1, key)
        return self._values.pop(key)

    def _typed(self, key: str, value: object, kind: type[_T]) -> _T:
        if not isinstance(value, kind):
            raise BadSetting(
                say(
                    "{file}, line {line}: “{key}” has a value of the wrong type.",
                    **_at(self.file, self.line_at(key), key),
                )
            )
        return value


def is_name(text: str) -> bool:
    """Whether it can name a page or an example: small letters, digits and dashes."""
    return _NAME.fullmatch(text) is not None


def unknown(file: str, line: int, key: str) -> BadSetting:
    """A key that we do not know: most often a typing error."""
    return BadSetting(say("{file}, line {line}: the key “{key}” is not known here.", **_at(file, line, key)))


def missing(file: str, line: int, key: str) -> BadSetting:
    """A key that has to be there."""
    return BadSetting(say("{file}, line {line}: the key “{key}” is missing.", **_at(file, line, key)))


def one_of(file: str, line: int, value: str, allowed: Iterable[str]) -> None:
    """Refuse a value that is not among the allowed ones."""
    allowed = tuple(allowed)
    if value not in allowed:
        words: Words = say(
            "{file}, line {line}: “{value}” is not possible here; choose from: {allowed}.",
            file=file,
            line=line,
            value=value,
            allowed=", ".join(allowed),
        )
        raise BadSetting(words)


def _broken(file: str, line: int, problem: str) -> BadSetting:
    return BadSetting(
        say("{file}, line {line}: this cannot be read ({problem}).", file=file, line=line, problem=problem)
    )


def _at(file: str, line: int, key: str = "") -> dict[str, object]:
    return {"file": file, "line": line, "key": key}
