"""The prompt library: Markdown and TOML that community managers write, read strictly into frozen values.

Nothing in it is ever executed, and nothing of the public is ever read here: the brand's own data is
filled in while the files are read (`prompts.templates`), the two slots of an example later, by
`prompts.slots`, which is no template language.
"""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from bot.errors import BadSetting
from bot.words import Words, say
from prompts import reading
from prompts.pages import Brand, Example, Fact, Guidance, Habits, Kind, Library, Reply, Tone, Trial
from prompts.reading import Source
from prompts.strict import Table, missing

__all__ = (
    "FOLDERS",
    "LIBRARY",
    "PROSE",
    "Brand",
    "Example",
    "Fact",
    "Habits",
    "Kind",
    "Library",
    "Reply",
    "Tone",
    "Trial",
    "brand_of",
    "is_page",
    "load",
    "sources",
    "unreadable",
)

LIBRARY = Path(__file__).with_name("library")
"""The library that comes with the program."""
FOLDERS = ("kinds", "tones", "platforms", "facts")

HANDOVER = "handover.md"
PROSE = ("guidelines.md", "netiquette.md", "triage.md", HANDOVER)
_T = TypeVar("_T")


def load(folder: Path = LIBRARY) -> Library:
    """Read a library.

    Raises:
        BadSetting: something in it cannot be right; the words name all of it, with file and line.

    """
    files = sources(folder)
    brand = brand_of(files["brand.toml"])
    values = _values(brand)
    mistakes = _Mistakes()
    kinds = mistakes.pages(files, "kinds", lambda source: reading.kind(source, values))
    if not any(name.startswith("kinds/") for name in files):
        raise BadSetting(say("There is no kind of comment in {folder}.", folder=str(folder / "kinds")))
    library = Library(
        brand=brand,
        guidelines=mistakes.page(files, "guidelines.md", lambda source: reading.prose(source, values), ""),
        kinds=kinds,
        hash=_hash(files),
        netiquette=mistakes.page(files, "netiquette.md", lambda source: reading.prose(source, values), ""),
        guide=mistakes.page(
            files, "triage.md", lambda source: reading.guide(source, values, _ids(files)), _NOTHING
        ),
        tones=mistakes.pages(files, "tones", lambda source: reading.tone(source, values)),
        platforms=mistakes.pages(files, "platforms", lambda source: reading.habits(source, values)),
        facts=mistakes.pages(files, "facts", lambda source: reading.fact(source, values)),
        handover=mistakes.page(
            _or_ours(files, HANDOVER), HANDOVER, lambda source: reading.guidance(source, values), Guidance()
        ),
    )
    mistakes.done()
    return library


def sources(folder: Path) -> dict[str, Source]:
    """Every file that belongs to a library, by its place in the folder.

    Raises:
        BadSetting: a file that has to be there is missing, or is no text.

    """
    paths = [folder / "brand.toml", folder / "guidelines.md"]
    paths += [path for name in PROSE[1:] if (path := folder / name).exists()]
    for name in FOLDERS:
        paths += sorted(filter(is_page, (folder / name).glob("*.md")))
    return {
        file: Source(file=file, text=_read(path, file))
        for path in paths
        for file in (path.relative_to(folder).as_posix(),)
    }


def _or_ours(files: Mapping[str, Source], file: str) -> Mapping[str, Source]:
    """The page of this library, or the one that comes with the program: older libraries have none."""
    return files if file in files else {file: Source(file=file, text=_read(LIBRARY / file, file))}


def is_page(path: Path) -> bool:
    """Whether somebody wrote it: editors and file systems lay files of their own beside it, with a dot."""
    return not path.name.startswith(".")


_NOTHING: Mapping[str, str] = MappingProxyType({})


class _Mistakes:
    """Reads one page after the other and keeps what was wrong, so that all of it can be told at once."""

    def __init__(self) -> None:
        self._found: list[Words] = []

    def pages(
        self, files: Mapping[str, Source], folder: str, read: Callable[[Source], _T]
    ) -> Mapping[str, _T]:
        """Every page of a folder, by its name."""
        found: dict[str, _T] = {}
        for file, source in files.items():
            page = self._tried(read, source) if file.startswith(f"{folder}/") else None
            if page is not None:
                found[source.id] = page
        return MappingProxyType(found)

    def page(self, files: Mapping[str, Source], file: str, read: Callable[[Source], _T], otherwise: _T) -> _T:
        """One page, if it is there."""
        page = self._tried(read, files[file]) if file in files else None
        return otherwise if page is None else page

    def _tried(self, read: Callable[[Source], _T], source: Source) -> _T | None:
        try:
            return read(source)
        except BadSetting as error:
            self._found.append(error.words)
            return None

    def done(self) -> None:
        """Tell what was wrong, a line each."""
        if self._found:
            lines = "\n".join(f"{{p{number}}}" for number in range(len(self._found)))
            raise BadSetting(Words(lines, {f"p{number}": each for number, each in enumerate(self._found)}))


def _ids(files: Mapping[str, Source]) -> list[str]:
    return [source.id for file, source in files.items() if file.startswith("kinds/")]


def unreadable(path: Path, error: OSError) -> Words:
    """What to tell about a file or folder that is there, and may not be read."""
    return say("{file} cannot be read: {why}.", file=str(path), why=error.strerror or str(error))


def _read(path: Path, file: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise BadSetting(say("The prompt library has no file {file}.", file=str(path))) from error
    except OSError as error:
        raise BadSetting(unreadable(path, error)) from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise BadSetting(
            say("{file}, line {line}: the file must be saved as UTF-8.", file=file, line=line)
        ) from error


def _hash(files: Mapping[str, Source]) -> str:
    digest = hashlib.sha256()
    for file, source in files.items():
        digest.update(f"{file}\0{source.text}\0".encode())
    return digest.hexdigest()[:12]


def _values(brand: Brand) -> Mapping[str, str]:
    """What pages may say of the brand in double braces."""
    return {"name": brand.name, "signature": brand.signature, "team": brand.team, "hours": brand.hours}


def brand_of(source: Source) -> Brand:
    """Who answers.

    Raises:
        BadSetting: something in it cannot be right.

    """
    table = Table(source.file, source.text)
    brand = Brand(
        name=table.text("name"),
        languages=table.texts("languages"),
        address=MappingProxyType(table.pairs("address")),
        signature=table.text("signature"),
        words_avoid=table.texts("words_avoid"),
        words_use=table.texts("words_use"),
        links_allowed=table.texts("links_allowed"),
        team=table.text("team") if "team" in table else "",
        hours=table.text("hours") if "hours" in table else "",
        words_internal=table.texts("words_internal") if "words_internal" in table else (),
    )
    table.done()
    _check_brand(brand, table)
    return brand


def _check_brand(brand: Brand, table: Table) -> None:
    if not brand.name.strip() or not brand.languages:
        key = "languages" if brand.name.strip() else "name"
        raise missing(table.file, table.line_at(key), key)
    for language in brand.languages:
        reading.check_language(table.file, table.line_at("languages"), language)
    line = table.line_at("address")
    reading.check_addresses(table.file, line, brand.address)
    for language in set(brand.languages) & set(reading.FORMAL) - set(brand.address):
        raise missing(table.file, line, f"address.{language}")
