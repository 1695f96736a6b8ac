"""What stands in the settings file and in the environment, and everything that is wrong with it."""

import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from bot.errors import BadSetting
from bot.settings_rows import PREFIX, Row, Section, WrongType, read, read_text
from bot.words import Words, say

FILE = "augenhoehe.toml"
CONFIG = f"{PREFIX}_CONFIG"
Table = Mapping[str, Any]
"""A table of a TOML file. Any: its values have no common type; `settings_rows.read` gives them one."""
Values = dict[str, object]


@dataclass
class Found:
    """Settings as people wrote them. Problems are gathered, so that all of them can be told at once."""

    file: Path | None
    tables: Table
    environ: Mapping[str, str]
    problems: list[Words] = field(default_factory=list)
    variables: set[str] = field(default_factory=lambda: {CONFIG})
    """Every variable of the environment that can be set."""

    def values(self, section: Section) -> Values:
        """The values of a section that are set."""
        table: Any = self.tables
        for name in section.name.split(".") if section.name else ():
            table = table.get(name, {}) if isinstance(table, dict) else {}
        return self._read(section, table if isinstance(table, dict) else {})

    def entries(self, section: Section) -> list[Values]:
        """The values of every entry of a section that may stand several times."""
        own = section.rows[0].last
        tables = _entry_tables(self.tables, section)
        self.variables.update(name for row in section.rows for name in row.variables(own))
        # Where no file can be laid down, the environment alone can name one entry.
        if not tables and any(self._text(row, own) for row in section.rows):
            tables = [{}]
        return [self._read(section, table, str(table.get("name", own))) for table in tables]

    def done(self, sections: Collection[Section]) -> None:
        """Say everything that was wrong.

        Raises:
            BadSetting: something was.

        """
        self._check_tables(sections)
        self._check_variables()
        if self.problems:
            raise BadSetting(_together(self.problems))

    def _read(self, section: Section, table: Table, entry: str = "") -> Values:
        values = {row.name: self._value(row, table, entry) for row in section.rows}
        return {name: value for name, value in values.items() if value is not MISSING}

    def _value(self, row: Row, table: Table, entry: str) -> object:
        """The value of a setting; MISSING when it is not set."""
        self.variables.update(row.variables(entry))
        if said := self._text(row, entry):
            variable, text = said
            return self._tried(lambda: read_text(row.kind, text), variable)
        if row.name in table and not row.secret:
            return self._tried(lambda: read(row.kind, table[row.name]), f"{self.file}: “{row.path}”")
        if row.name in table:
            self.problems.append(_secret_in_file(self.file, row, entry))
        elif row.default is MISSING:
            self.problems.append(_missing(row, entry))
        return MISSING

    def _text(self, row: Row, entry: str) -> tuple[str, str] | None:
        """The first variable of the environment that sets it, and its text."""
        # Hosting platforms set variables that nobody filled in to nothing.
        texts = ((name, self.environ.get(name, "").strip()) for name in row.variables(entry))
        return next(((name, text) for name, text in texts if text), None)

    def _tried(self, reading: Callable[[], object], where: str) -> object:
        try:
            return reading()
        except WrongType as error:
            self.problems.append(say("{where} must be {expected}.", where=where, expected=error.expected))
            return MISSING

    def _check_tables(self, sections: Collection[Section]) -> None:
        known = {row.path for section in sections for row in section.rows}
        names = {section.name for section in sections}
        for path in _leaves(self.tables):
            if path in names:
                self.problems.append(_not_a_section(self.file, path))
            elif path not in known:
                self.problems.append(_unknown(f"{self.file}: “{path}”", _nearest(path, known)))

    def _check_variables(self) -> None:
        ours = {name for name in self.environ if name.startswith(f"{PREFIX}_")}
        for name in sorted(ours - self.variables):
            self.problems.append(_unknown(name, _nearest(name, self.variables)))


def find(environ: Mapping[str, str], folder: Path) -> Found:
    """The settings file, if there is one, and the environment.

    Raises:
        BadSetting: the file cannot be read.

    """
    named = environ.get(CONFIG, "").strip()
    file = Path(named) if named else folder / FILE
    if not named and not file.exists():
        return Found(None, {}, environ)
    try:
        return Found(file, tomllib.loads(file.read_text(encoding="utf-8")), environ)
    except (OSError, ValueError) as error:
        words = say(
            "The settings file {file} cannot be read: {why}. Mend it and try again.", file=file, why=error
        )
        raise BadSetting(words) from error


def _entry_tables(tables: Table, section: Section) -> list[Table]:
    above, _, last = section.name.rpartition(".")
    around = tables.get(above, {}) if above else tables
    found = around.get(last, []) if isinstance(around, dict) else []
    # One entry in single brackets is clear enough.
    entries = found if isinstance(found, list) else [found]
    return [entry for entry in entries if isinstance(entry, dict)]


def _leaves(table: Table, above: str = "") -> Iterator[str]:
    """The path of every value that is no table; tables in a list count as one table."""
    for name, value in table.items():
        path = f"{above}.{name}".removeprefix(".")
        below = [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, dict)]
        if not below and value != []:
            yield path
        for each in below:
            yield from _leaves(each, path)


def _nearest(path: str, known: Iterable[str]) -> str:
    """What was probably meant: the same name in another section, or one that is written much like it."""
    lasts = {each.rpartition(".")[2]: each for each in sorted(known, reverse=True)}
    last = path.rpartition(".")[2]
    same = [lasts[last]] if last in lasts else get_close_matches(path, sorted(known), n=1)
    return next(iter(same or [lasts[each] for each in get_close_matches(last, lasts, n=1)]), "")


def _unknown(where: str, nearest: str) -> Words:
    if nearest:
        return say("{where} is not a setting. Did you mean “{nearest}”?", where=where, nearest=nearest)
    return say("{where} is not a setting. {page} lists them all.", where=where, page="docs/settings.md")


def _not_a_section(file: Path | None, path: str) -> Words:
    return say(
        "{file}: “{path}” is a section and takes no value of its own; write [{path}].", file=file, path=path
    )


def _secret_in_file(file: Path | None, row: Row, entry: str) -> Words:
    return say(
        "{file}: “{path}” is a secret and does not belong into a file."
        " Set {variable} in the environment instead.",
        file=file,
        path=row.path,
        variable=row.variable(entry),
    )


def _missing(row: Row, entry: str) -> Words:
    if row.secret:
        return say("A secret is missing: set {variable} in the environment.", variable=row.variable(entry))
    return say("“{path}” of “{entry}” is missing in the settings file.", path=row.path, entry=entry)


def _together(problems: list[Words]) -> Words:
    """Several sentences as one, a line each."""
    lines = "\n".join(f"{{p{number}}}" for number in range(len(problems)))
    return Words(lines, {f"p{number}": words for number, words in enumerate(problems)})
