"""Writing what was learned into a team's own library: line by line, so that whatever they wrote stays."""

import json
import os
import re
import shutil
import tempfile
import tomllib
from collections.abc import Iterable
from pathlib import Path

from bot.errors import BadSetting
from bot.words import say
from prompts.borrowing import Borrowed
from prompts.learning import Lessons
from prompts.loader import LIBRARY, load
from prompts.pages import Example

_ADDRESS = re.compile(r"(?P<key>\bde\s*=\s*)\"(?:du|sie)\"")
_SIGNATURE = re.compile(r"^(?P<key>signature\s*=\s*)\"(?:[^\"\\]|\\.)*\"", re.MULTILINE)
_WORDS = re.compile(r"^(?P<key>words_use\s*=\s*)\[(?:[^\]\"#]|#.*|\"(?:[^\"\\\n]|\\.)*\")*\]", re.MULTILINE)
_VERSION = re.compile(r"^(?P<key>version: *)(?P<number>\d+)", re.MULTILINE)
_EXAMPLES = re.compile(r"^examples:.*\n(?:[ #].*\n|\n)*", re.MULTILINE)


def teach(folder: Path, lessons: Lessons, borrowed: Iterable[Borrowed]) -> list[str]:
    """Write it; the files that changed.

    Raises:
        BadSetting: it is the library that comes with the program, or it cannot be read afterwards; then
            nothing was changed.

    """
    check_own(folder)
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "library"
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".*"))
        changed = [*_brand(copy, lessons), *_pages(copy, borrowed)]
        load(copy)
        for file in changed:
            _replace(folder / file, (copy / file).read_bytes())
    return changed


def _replace(path: Path, content: bytes) -> None:
    """The whole new file or the whole old one, whatever happens meanwhile."""
    path = path.resolve()  # a link stays one
    beside = path.with_name(f".{path.name}.new")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def check_own(folder: Path) -> None:
    """Refuse to change what comes with the program.

    Raises:
        BadSetting: it is that.

    """
    if folder.resolve() == LIBRARY.resolve():
        words = say("This is the library of the demo. Run “augenhoehe init” to begin your own.")
        raise BadSetting(words)


def _brand(folder: Path, lessons: Lessons) -> list[str]:
    path = folder / "brand.toml"
    before = text = path.read_text(encoding="utf-8")
    if lessons.address:
        text = _put(_ADDRESS, text, json.dumps(lessons.address), "address.de")
    if lessons.signature:
        text = _put(_SIGNATURE, text, _quoted(lessons.signature), "signature")
    if lessons.phrases:
        words = [*tomllib.loads(text).get("words_use", []), *lessons.phrases]
        rows = "".join(f"    {_quoted(each)},\n" for each in words)
        text = _put(_WORDS, text, f"[\n{rows}]", "words_use")
    path.write_text(text, encoding="utf-8")
    return [path.name] if text != before else []


def _put(pattern: re.Pattern[str], text: str, value: str, key: str) -> str:
    """The text with another value.

    Raises:
        BadSetting: it is written in a way that we do not dare to change.

    """
    done, count = pattern.subn(lambda found: f"{found['key']}{value}", text, count=1)
    if not count:
        words = say("Please write this into brand.toml yourself: {key} = {value}", key=key, value=value)
        raise BadSetting(words)
    return done


def _pages(folder: Path, borrowed: Iterable[Borrowed]) -> list[str]:
    by_kind: dict[str, list[Example]] = {}
    for one in borrowed:
        by_kind.setdefault(one.kind, []).append(one.example)
    for kind, examples in by_kind.items():
        path = folder / "kinds" / f"{kind}.md"
        path.write_text(_page(path.read_text(encoding="utf-8"), examples), encoding="utf-8")
    return [f"kinds/{kind}.md" for kind in by_kind]


def _page(text: str, examples: Iterable[Example]) -> str:
    """The page with further examples, in its next version."""
    names = set(re.findall(r"- name: *([\w-]+)", text))
    rows = []
    for example in examples:
        number = len(names) + 1
        while f"gelernt-{number}" in names:
            number += 1
        names.add(f"gelernt-{number}")
        rows.append(_row(example, f"gelernt-{number}"))
    there = _EXAMPLES.search(text)
    if there is None:
        raise BadSetting(say("Please add the examples yourself: this page has no “examples:”."))
    end = there.end()
    grown = text[:end] + "".join(rows) + text[end:]
    return _VERSION.sub(lambda found: f"{found['key']}{int(found['number']) + 1}", grown, count=1)


def _row(example: Example, name: str) -> str:
    return (
        f"  - name: {name}\n    language: {example.language}\n    address: {example.address}\n"
        f"    comment: {_quoted(example.comment)}\n    reply: {_quoted(example.reply)}\n"
    )


def _quoted(text: str) -> str:
    """In quotation marks: those of JSON are those of TOML and YAML."""
    return json.dumps(text, ensure_ascii=False)
