"""Everything that can be said of a library without asking a person, with file and line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from bot.errors import BadSetting
from bot.words import Words, say
from prompts import lock
from prompts.loader import Example, Kind, Library, load, sources
from prompts.reading import FORMAL, Source
from prompts.slots import fill, quote_from
from prompts.text import likeness, words_of
from prompts.trying import findings, grave, spoken

FEWEST = 8
"""So many examples for each language and address keep a team from repeating itself."""
_ALIKE = 0.6
_OPENING = 4
_NAMES = ("Lena", "")


@dataclass(frozen=True)
class Note:
    """Something that was found in the library."""

    words: Words
    grave: bool = True
    """False: a hint, and the library can be used as it is."""


def lint(folder: Path, *, keep: bool = True) -> tuple[Note, ...]:
    """Read the library and look at everything in it; keep the versions when nothing grave was found."""
    try:
        library, files = load(folder), sources(folder)
    except BadSetting as error:
        return (Note(error.words),)
    notes = [*_versioned(folder, files)]
    for kind in library.kinds.values():
        notes += _of_kind(library, kind, files[f"kinds/{kind.id}.md"])
    notes += [*_guided(library), *_known(library, files)]
    if keep and not any(note.grave for note in notes):
        lock.keep(folder, lock.versions(files))
    return tuple(notes)


def _versioned(folder: Path, files: Mapping[str, Source]) -> Iterator[Note]:
    before, now = lock.kept(folder), lock.versions(files)
    for file, (version, fingerprint) in now.items():
        old, text = before.get(file, (version, fingerprint))
        place = {"file": file, "line": line_of(files[file], "version:"), "version": old}
        if not version:
            yield Note(say("{file}, line {line}: this page has no “version” in its first lines.", **place))
        elif text != fingerprint and version <= old:
            words = say(
                "{file}, line {line}: the text was changed and is still version {version}; raise “version”.",
                **place,
            )
            yield Note(words)


def _of_kind(library: Library, kind: Kind, source: Source) -> Iterator[Note]:
    if not kind.moves or not kind.never:
        words = say(
            "{file}, line {line}: a list under “{moves}” and one under “{never}” are missing.",
            file=source.file,
            line=1,
            moves="Schritte" if kind.draft else "Jetzt",
            never="Nie",
        )
        yield Note(words, grave=False)
    if not kind.draft:
        return
    yield from _enough(library, kind, source)
    for number, example in enumerate(kind.examples):
        line = line_of(source, f"name: {example.name}")
        yield from _guarded(library, kind, example, (source.file, line))
        yield from _alone(kind.examples[:number], example, source.file, line)


def _enough(library: Library, kind: Kind, source: Source) -> Iterator[Note]:
    for language in library.brand.languages:
        for address in ("du", "sie") if language in FORMAL else ("you",):
            count = sum((e.language, e.address) == (language, address) for e in kind.examples)
            if count < FEWEST and (count or address == library.address(language)):
                words = say(
                    "{file}, line {line}: only {count} examples for {language}/{address};"
                    " with {fewest} nobody hears the same twice.",
                    file=source.file,
                    line=line_of(source, "examples:"),
                    count=count,
                    language=language,
                    address=address,
                    fewest=FEWEST,
                )
                yield Note(words, grave=False)


def _guarded(library: Library, kind: Kind, example: Example, place: tuple[str, int]) -> Iterator[Note]:
    """An example must pass the guards as any draft does, with a name and without."""
    file, line = place
    comment = spoken(example.comment, language=example.language)
    texts = {fill(example.reply, name, quote_from(example.comment, kind.id)) for name in _NAMES}
    if None in texts:
        words = say("{file}, line {line}: nothing in its comment can be quoted here.", file=file, line=line)
        yield Note(words, grave=False)
    told = [
        finding.told(text)
        for text in sorted(text for text in texts if text)
        for finding in grave(findings(text, library, comment, example.language, example.address))
    ]
    for finding in {str(words): words for words in told}.values():
        yield Note(say("{file}, line {line}: {finding}", file=file, line=line, finding=finding))
    if example.reply.count("?") > 1:
        yield Note(say("{file}, line {line}: a reply asks one question at most.", file=file, line=line))


def _alone(earlier: tuple[Example, ...], example: Example, file: str, line: int) -> Iterator[Note]:
    """No two examples of a kind begin alike or sound alike."""
    for other in earlier:
        same = _opening(other.reply) == _opening(example.reply)
        if same or likeness(words_of(other.reply), words_of(example.reply)) >= _ALIKE:
            words = say(
                "{file}, line {line}: it begins or sounds much like “{name}”.",
                file=file,
                line=line,
                name=other.name,
            )
            yield Note(words)


def _opening(reply: str) -> list[str]:
    plain = fill(reply, "", "x") or ""
    return plain.casefold().split()[:_OPENING]


def _guided(library: Library) -> Iterator[Note]:
    missing = sorted(set(library.kinds) - set(library.guide))
    if missing:
        words = say(
            "{file}: nothing is said there about {kinds}.", file="triage.md", kinds=", ".join(missing)
        )
        yield Note(words, grave=False)


def _known(library: Library, files: Mapping[str, Source]) -> Iterator[Note]:
    today = datetime.now(UTC).date()
    # A reply must say what the answer says: it is no witness for itself.
    bare = {name: replace(fact, replies=()) for name, fact in library.facts.items()}
    answers = replace(library, facts=bare)
    for fact in library.facts.values():
        file = f"facts/{fact.id}.md"
        place = {"file": file, "line": line_of(files[file], "valid_until:")}
        if not fact.holds(today):
            yield Note(
                say("{file}, line {line}: this fact has run out and is not used.", **place), grave=False
            )
            continue
        for reply in fact.replies:
            comment = spoken(fact.question, language=reply.language)
            text = fill(reply.reply, "", quote_from(fact.question)) or ""
            for finding in grave(findings(text, answers, comment, reply.language, reply.address)):
                place["line"] = line_of(files[file], reply.reply)
                yield Note(say("{file}, line {line}: {finding}", finding=finding.told(text), **place))


def line_of(source: Source, words: str) -> int:
    """The first line that holds these words; 1 when none does."""
    lines = enumerate(source.text.splitlines(), 1)
    return next((number for number, line in lines if words in line), 1)
