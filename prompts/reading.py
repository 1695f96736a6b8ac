"""One page of the library at a time, from Markdown with front matter into a frozen value."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.errors import BadSetting
from bot.words import say
from prompts.markdown import Markdown, Section
from prompts.pages import Example, Fact, Guidance, Habits, Kind, Reply, Tone, Trial
from prompts.strict import Fields, front_matter, is_name, one_of

FORMAL = ("de",)
"""Languages that tell a formal from a familiar address."""
STANCE, MOVES, NEVER, NOW, WHO = (
    ("Haltung", "Stance"),
    ("Schritte", "Moves"),
    ("Nie", "Never"),
    ("Jetzt", "Now"),
    ("Wer", "Who"),
)
OTHER = ("In English", "Auf Deutsch")
HEADINGS = {True: (*STANCE, *MOVES, *NEVER, *OTHER), False: (*NOW, *NEVER, *WHO, *OTHER)}
"""The headings of a kind's page, by whether it is drafted for: in German or in English."""

_LANGUAGE = re.compile(r"[a-z]{2}")
_AUTHOR = re.compile(r"(?:Hallo |Hi )?\{author\}, ")
_QUOTE = re.compile(r"[„“\"«]\{quote\}[“”\"»]")

Values = Mapping[str, str]
"""What is known of the brand, to be filled into templates."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """A file of the library."""

    file: str
    """Where it lies in the library's folder: `kinds/praise.md`."""
    text: str

    @property
    def id(self) -> str:
        """Its name without folder and ending."""
        return self.file.rpartition("/")[2].removesuffix(".md")

    def opened(self, brand: Values) -> tuple[Fields, Markdown]:
        """Front matter, and the Markdown with the brand's data filled in."""
        fields, below, line = front_matter(self.file, self.text)
        return fields, Markdown(file=self.file, line=line, raw=below).written(brand)


def prose(source: Source, brand: Values) -> str:
    """A page that is text alone; a front matter may carry its version."""
    if not source.text.startswith("---\n"):
        return Markdown(file=source.file, line=1, raw=source.text).written(brand).text
    fields, body = source.opened(brand)
    fields.whole("version")
    fields.done()
    return body.text


def guidance(source: Source, brand: Values) -> Guidance:
    """A page that is text alone and names what was written by it."""
    fields, body = source.opened(brand)
    page = Guidance(id=source.id, version=fields.whole("version"), text=body.text)
    fields.done()
    return page


def kind(source: Source, brand: Values) -> Kind:
    """A kind of comment."""
    fields, body = source.opened(brand)
    draft = fields.flag("draft") if "draft" in fields else True
    sections = body.sections(HEADINGS[draft])
    rows = fields.rows("examples") if draft else []
    trials = fields.rows("tests") if "tests" in fields else []
    page = Kind(
        id=_own_id(source, fields),
        version=fields.whole("version"),
        title=fields.text("title"),
        title_en=fields.text("title_en"),
        goal=fields.text("goal"),
        stance=body.text,
        examples=tuple(_example(row) for row in rows),
        draft=draft,
        route="" if draft else fields.text("route"),
        moves=_points(sections, MOVES if draft else NOW),
        never=_points(sections, NEVER),
        trials=tuple(_trial(row) for row in trials),
    )
    fields.done()
    _check_names(zip([example.name for example in page.examples], rows, strict=True))
    _check_names(zip([trial.name for trial in page.trials], trials, strict=True))
    return page


def tone(source: Source, brand: Values) -> Tone:
    """A way to sound."""
    fields, body = source.opened(brand)
    page = Tone(
        id=_own_id(source, fields),
        version=fields.whole("version"),
        title=fields.text("title"),
        title_en=fields.text("title_en"),
        text=body.text,
    )
    fields.done()
    return page


def habits(source: Source, brand: Values) -> Habits:
    """How people write on one platform."""
    fields, body = source.opened(brand)
    line = fields.line_at("address")
    page = Habits(
        id=_own_id(source, fields),
        version=fields.whole("version"),
        title=fields.text("title"),
        address=MappingProxyType(fields.pairs("address") if "address" in fields else {}),
        characters=fields.whole("characters") if "characters" in fields else 0,
        text=body.text,
    )
    fields.done()
    check_addresses(source.file, line, page.address)
    return page


def fact(source: Source, brand: Values) -> Fact:
    """Something that somebody checked."""
    fields, body = source.opened(brand)
    page = Fact(
        id=source.id,
        question=fields.text("question"),
        answer=body.text,
        also_asked=fields.texts("also_asked") if "also_asked" in fields else (),
        links=fields.texts("links") if "links" in fields else (),
        valid_until=fields.day("valid_until") if "valid_until" in fields else None,
        replies=tuple(_reply(row) for row in (fields.rows("replies") if "replies" in fields else [])),
    )
    fields.done()
    return page


def guide(source: Source, brand: Values, kinds: Iterable[str]) -> Mapping[str, str]:
    """How to tell the kinds apart: one section for each."""
    fields, body = source.opened(brand)
    fields.whole("version")
    fields.done()
    sections = body.sections(kinds)
    return MappingProxyType({name: section.text for name, section in sections.items()})


def check_language(file: str, line: int, language: str) -> None:
    """Refuse what is no language."""
    if not _LANGUAGE.fullmatch(language):
        raise BadSetting(
            say(
                "{file}, line {line}: a language is two small letters, unlike “{language}”.",
                file=file,
                line=line,
                language=language,
            )
        )


def check_addresses(file: str, line: int, addresses: Mapping[str, str]) -> None:
    """Refuse du and Sie for languages without them, and whatever else they are not."""
    for language, address in addresses.items():
        one_of(file, line, language, FORMAL)
        one_of(file, line, address, ("du", "sie"))


def _own_id(source: Source, fields: Fields) -> str:
    name = fields.text("id")
    one_of(source.file, fields.line_at("id"), name, (source.id,))
    return name


def _points(sections: Mapping[str, Section], headings: tuple[str, ...]) -> tuple[str, ...]:
    return next((sections[heading].points for heading in headings if heading in sections), ())


def _check_names(named: Iterable[tuple[str, Fields]]) -> None:
    seen: dict[str, int] = {}
    for name, row in named:
        if name in seen:
            raise BadSetting(
                say(
                    "{file}, line {line}: another example is named “{name}” already, on line {first}.",
                    file=row.file,
                    line=row.line,
                    name=name,
                    first=seen[name],
                )
            )
        seen[name] = row.line


def _example(row: Fields) -> Example:
    example = Example(
        name=_named(row),
        language=row.text("language"),
        address=row.text("address"),
        comment=row.text("comment"),
        reply=row.text("reply"),
    )
    row.done()
    _check_reply(row, example)
    return example


def _reply(row: Fields) -> Reply:
    reply = Reply(language=row.text("language"), address=row.text("address"), reply=row.text("reply"))
    row.done()
    _check_reply(row, reply)
    return reply


def _trial(row: Fields) -> Trial:
    trial = Trial(
        name=_named(row),
        language=row.text("language"),
        comment=row.text("comment"),
        finds=row.text("finds") if "finds" in row else "",
        never=row.texts("never") if "never" in row else (),
    )
    row.done()
    check_language(row.file, row.line_at("language"), trial.language)
    return trial


def _named(row: Fields) -> str:
    name = row.text("name")
    if not is_name(name):
        raise BadSetting(
            say(
                "{file}, line {line}: a name is made of small letters, digits and dashes, unlike “{name}”.",
                file=row.file,
                line=row.line_at("name"),
                name=name,
            )
        )
    return name


def _check_reply(row: Fields, reply: Reply) -> None:
    check_language(row.file, row.line_at("language"), reply.language)
    addresses = ("du", "sie") if reply.language in FORMAL else ("you",)
    one_of(row.file, row.line_at("address"), reply.address, addresses)
    _check_slots(row, reply.reply)


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
