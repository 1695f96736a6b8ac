"""The Markdown below a page's front matter: its sections and their lists."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from bot.errors import BadSetting
from bot.words import say
from prompts.strict import missing
from prompts.templates import render

_HEADING = re.compile(r"## +(.*?) *$")


@dataclass(frozen=True, kw_only=True)
class Section:
    """What stands under one `##` heading."""

    heading: str
    line: int
    text: str

    @property
    def points(self) -> tuple[str, ...]:
        """The entries of its list."""
        return tuple(line[2:].strip() for line in self.text.splitlines() if line.startswith("- "))


@dataclass(frozen=True, kw_only=True)
class Markdown:
    """A text, and where it begins in its file."""

    file: str
    line: int
    raw: str

    @property
    def text(self) -> str:
        """Without the empty lines around it."""
        return self.raw.strip()

    def written(self, brand: Mapping[str, str]) -> "Markdown":
        """The same with the brand's data filled in.

        Raises:
            BadSetting: the text is empty, or holds a template that is not allowed.

        """
        if not self.text:
            raise missing(self.file, max(self.line - 1, 1), "Markdown")
        text = render(self.file, self.raw, self.line, brand)
        return Markdown(file=self.file, line=self.line, raw=text)

    def sections(self, known: Iterable[str]) -> dict[str, Section]:
        """Every section under its heading.

        Raises:
            BadSetting: a heading is not known or stands twice.

        """
        allowed, found = tuple(known), dict[str, Section]()
        for section in self._sections():
            if section.heading not in allowed or section.heading in found:
                raise _unknown(self.file, section, allowed)
            found[section.heading] = section
        return found

    def _sections(self) -> Iterator[Section]:
        lines = self.raw.splitlines()
        starts = [number for number, line in enumerate(lines) if _HEADING.match(line)]
        for start, end in pairwise([*starts, len(lines)]):
            text = "\n".join(lines[start + 1 : end]).strip()
            yield Section(heading=lines[start][2:].strip(), line=self.line + start, text=text)


def _unknown(file: str, section: Section, allowed: tuple[str, ...]) -> BadSetting:
    return BadSetting(
        say(
            "{file}, line {line}: the heading “{heading}” is not known here or stands twice;"
            " known are: {known}.",
            file=file,
            line=section.line,
            heading=section.heading,
            known=", ".join(allowed),
        )
    )
