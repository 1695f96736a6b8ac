"""The prompt library: Markdown and TOML that community managers write, read strictly into frozen values.

Nothing in it is ever executed: the two slots of an example are filled by `prompts.slots`, not by a
template language.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from bot.errors import BadSetting
from bot.words import say
from prompts.strict import Fields, Table, front_matter, missing, one_of

LIBRARY = Path(__file__).with_name("library")
"""The library that comes with the program."""

_LANGUAGE = re.compile(r"[a-z]{2}")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_AUTHOR = re.compile(r"(?:Hallo |Hi )?\{author\}, ")
_QUOTE = re.compile(r"[„“\"«]\{quote\}[“”\"»]")
_FORMAL = ("de",)
"""Languages that tell a formal from a familiar address."""


@dataclass(frozen=True, kw_only=True)
class Brand:
    """Who answers, and how it wants to sound."""

    name: str
    languages: tuple[str, ...]
    """The languages in which we reply; the first one when in doubt."""
    address: Mapping[str, str]
    """du or sie, for each language that tells them apart."""
    signature: str
    words_avoid: tuple[str, ...]
    words_use: tuple[str, ...]
    links_allowed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Example:
    """One good reply to one kind of comment. It may hold the slots {author} and {quote}."""

    name: str
    language: str
    address: str
    """du | sie | you."""
    comment: str
    reply: str


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of comment: how to meet it, with examples."""

    id: str
    version: int
    title: str
    title_en: str
    goal: str
    stance: str
    """Markdown for people and for the model."""
    examples: tuple[Example, ...]

    @property
    def prompt(self) -> str:
        """How a draft names what it was written by: `complaint@1`."""
        return f"{self.id}@{self.version}"


@dataclass(frozen=True, kw_only=True)
class Library:
    """All of it, as it was at one moment."""

    brand: Brand
    guidelines: str
    kinds: Mapping[str, Kind]
    hash: str
    """Tells two states of the library apart."""

    def address(self, language: str) -> str:
        """How we address people in a language: du, sie or you."""
        return self.brand.address.get(language, "you")


def load(folder: Path = LIBRARY) -> Library:
    """Read a library.

    Raises:
        BadSetting: something in it cannot be right; the words name file and line.

    """
    pages = sorted((folder / "kinds").glob("*.md"))
    texts = {path: _read(path) for path in (folder / "brand.toml", folder / "guidelines.md", *pages)}
    brand, guidelines, *kinds = texts.items()
    if not kinds:
        raise BadSetting(say("There is no kind of comment in {folder}.", folder=str(folder / "kinds")))
    return Library(
        brand=_brand(brand[0].name, brand[1]),
        guidelines=guidelines[1].strip(),
        kinds=MappingProxyType({path.stem: _kind(path, text) for path, text in kinds}),
        hash=_hash(texts),
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise BadSetting(say("The prompt library has no file {file}.", file=str(path))) from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise BadSetting(
            say("{file}, line {line}: the file must be saved as UTF-8.", file=path.name, line=line)
        ) from error


def _hash(texts: Mapping[Path, str]) -> str:
    digest = hashlib.sha256()
    for path, text in texts.items():
        digest.update(f"{path.name}\0{text}\0".encode())
    return digest.hexdigest()[:12]


def _brand(file: str, text: str) -> Brand:
    table = Table(file, text)
    brand = Brand(
        name=table.text("name"),
        languages=table.texts("languages"),
        address=MappingProxyType(table.pairs("address")),
        signature=table.text("signature"),
        words_avoid=table.texts("words_avoid"),
        words_use=table.texts("words_use"),
        links_allowed=table.texts("links_allowed"),
    )
    table.done()
    _check_brand(brand, table)
    return brand


def _check_brand(brand: Brand, table: Table) -> None:
    if not brand.name.strip() or not brand.languages:
        key = "languages" if brand.name.strip() else "name"
        raise missing(table.file, table.line_at(key), key)
    for language in brand.languages:
        _check_language(table.file, table.line_at("languages"), language)
    line = table.line_at("address")
    for language, address in brand.address.items():
        one_of(table.file, line, language, _FORMAL)
        one_of(table.file, line, address, ("du", "sie"))
    for language in set(brand.languages) & set(_FORMAL) - set(brand.address):
        raise missing(table.file, line, f"address.{language}")


def _kind(path: Path, text: str) -> Kind:
    fields, body = front_matter(path.name, text)
    rows = fields.rows("examples")
    kind = Kind(
        id=fields.text("id"),
        version=fields.whole("version"),
        title=fields.text("title"),
        title_en=fields.text("title_en"),
        goal=fields.text("goal"),
        stance=body,
        examples=tuple(_example(row) for row in rows),
    )
    fields.done()
    one_of(path.name, fields.line_at("id"), kind.id, (path.stem,))
    _check_names(kind, rows)
    if not body:
        raise missing(path.name, text.count("\n"), "Markdown")
    return kind


def _check_names(kind: Kind, rows: list[Fields]) -> None:
    seen: dict[str, int] = {}
    for example, row in zip(kind.examples, rows, strict=True):
        if example.name in seen:
            raise BadSetting(
                say(
                    "{file}, line {line}: another example is named “{name}” already, on line {first}.",
                    file=row.file,
                    line=row.line,
                    name=example.name,
                    first=seen[example.name],
                )
            )
        seen[example.name] = row.line


def _example(row: Fields) -> Example:
    example = Example(
        name=row.text("name"),
        language=row.text("language"),
        address=row.text("address"),
        comment=row.text("comment"),
        reply=row.text("reply"),
    )
    row.done()
    _check_language(row.file, row.line_at("language"), example.language)
    formal = example.language in _FORMAL
    one_of(row.file, row.line_at("address"), example.address, ("du", "sie") if formal else ("you",))
    if not _NAME.fullmatch(example.name):
        raise BadSetting(
            say(
                "{file}, line {line}: a name is made of small letters, digits and dashes, unlike “{name}”.",
                file=row.file,
                line=row.line,
                name=example.name,
            )
        )
    _check_slots(row, example.reply)
    return example


def _check_language(file: str, line: int, language: str) -> None:
    if not _LANGUAGE.fullmatch(language):
        raise BadSetting(
            say(
                "{file}, line {line}: a language is two small letters, unlike “{language}”.",
                file=file,
                line=line,
                language=language,
            )
        )


def _check_slots(row: Fields, reply: str) -> None:
    """A slot stands only where dropping or filling it leaves a good sentence."""
    rest = _QUOTE.sub("", _AUTHOR.sub("", reply, count=1) if _AUTHOR.match(reply) else reply, count=1)
    if "{" in rest or "}" in rest or not rest.strip():
        raise BadSetting(
            say(
                "{file}, line {line}: a reply may hold {author} once, at its very start and before a comma, "
                "and {quote} once, in quotation marks; nothing else in braces.",
                file=row.file,
                line=row.line_at("reply"),
                author="{author}",
                quote="{quote}",
            )
        )
