"""Comments that another hand has labelled, and the brand that they were written to.

A set is JSONL: id, lang, platform, text, post, expected {kind, needs_reply, risk, language}, must_mention,
must_not, anchors [{grade, text}]. Beside it may lie a `brand.json` with name, address and facts: whoever
measures the library measures it with those, for nobody can answer from another brand's facts.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.domain.community import Author, Comment, Limits, Post
from bot.errors import BadSetting
from bot.words import say
from prompts.pages import Fact, Habits, Library

_KINDS = {"minors": "minor", "self-harm": "crisis", "hate speech": "hate", "reuse permission": "reuse"}
"""Other names for our kinds."""
_LONGEST = {"x": 280, "bluesky": 300}
_ROOMY = 500
_BRAND = "brand.json"


@dataclass(frozen=True, kw_only=True)
class Case:
    """One labelled comment."""

    id: str
    comment: Comment
    limits: Limits
    kind: str
    needs_reply: bool
    risk: str
    language: str
    must_mention: tuple[str, ...]
    must_not: tuple[str, ...]
    anchors: tuple[tuple[int, str], ...]
    """Grade and text of replies: the higher the better."""
    facts: tuple[Fact, ...] = ()
    """What answers it."""


def read(path: Path) -> list[Case]:
    """The cases of a file, or of all files of a folder.

    Raises:
        BadSetting: a line cannot be used; the words name it.

    """
    return [case for half in halves(path).values() for case in half]


def halves(path: Path) -> dict[str, list[Case]]:
    """The cases of each file: what was looked at while tuning and what was not are never added up.

    Raises:
        BadSetting: a line cannot be used; the words name it.

    """
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path] if path.exists() else []
    if not files:
        raise BadSetting(say("There are no labelled comments in {file}.", file=str(path)))
    answers = _answers(path)
    return {file.stem: list(_cases(file, answers)) for file in files}


def with_brand_of(path: Path, library: Library) -> Library:
    """The library as the brand of the set would have it: its name, its facts, its du and Sie."""
    told = _brand(path)
    if not told:
        return library
    brand = replace(library.brand, name=told["brand"], address=_address(told, ""))
    return replace(
        library,
        brand=brand,
        facts={fact.id: fact for fact, _ in _facts(told)},
        platforms=_platforms(told, library),
    )


def _platforms(told: Mapping[str, Any], library: Library) -> Mapping[str, Habits]:
    """Any: what JSON gives."""
    named = {key.split(" on ")[1] for key in told.get("address", {}) if " on " in key}
    empty = {name: Habits(id=name, version=1, title=name, text="") for name in named}
    known = {**empty, **library.platforms}
    return {name: replace(page, address=_address(told, name)) for name, page in known.items()}


def _address(told: Mapping[str, Any], platform: str) -> dict[str, str]:
    """The brand's du or Sie where it is for a platform, or for all. Any: what JSON gives."""
    pairs = [(key.partition(" on "), value) for key, value in told.get("address", {}).items()]
    return {language: value.casefold() for (language, _, place), value in pairs if place == platform}


def _brand(path: Path) -> Mapping[str, Any]:
    """Any: what JSON gives."""
    file = (path if path.is_dir() else path.parent) / _BRAND
    if not file.exists():
        return {}
    try:
        told: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        list(_facts(told))
        _ = told["brand"], _address(told, "")
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise BadSetting(say("{file} cannot be read: {why}.", file=_BRAND, why=str(error))) from error
    return told


def _facts(told: Mapping[str, Any]) -> Iterator[tuple[Fact, frozenset[str]]]:
    """Every fact, and the ids of the comments that it answers. Any: what JSON gives."""
    for each in told.get("facts", ()):
        fact = Fact(id=each["id"], question=each["question"], answer=each["answer"])
        yield fact, frozenset(each.get("answers", ()))


def _answers(path: Path) -> Mapping[str, tuple[Fact, ...]]:
    """The facts that answer a comment, by its id."""
    told = list(_facts(_brand(path)))
    ids = {id_ for _, answered in told for id_ in answered}
    return {id_: tuple(fact for fact, answered in told if id_ in answered) for id_ in ids}


def _cases(file: Path, answers: Mapping[str, tuple[Fact, ...]]) -> Iterator[Case]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                yield _case(json.loads(line), answers)
            except (ValueError, LookupError, TypeError, AttributeError) as error:
                raise BadSetting(
                    say(
                        "{file}, line {line}: this is no labelled comment ({why}).",
                        file=file.name,
                        line=number,
                        why=str(error),
                    )
                ) from error


def _case(told: Mapping[str, Any], answers: Mapping[str, tuple[Fact, ...]]) -> Case:
    """Any: what JSON gives."""
    expected = told["expected"]
    comment = _comment(told)
    return Case(
        id=str(told["id"]),
        comment=comment,
        limits=Limits(longest=_LONGEST.get(comment.platform, _ROOMY)),
        kind=_KINDS.get(expected["kind"], expected["kind"]),
        needs_reply=bool(expected["needs_reply"]),
        risk=expected["risk"],
        language=expected["language"],
        must_mention=tuple(told.get("must_mention", ())),
        must_not=tuple(told.get("must_not", ())),
        anchors=tuple((int(each["grade"]), str(each["text"])) for each in told.get("anchors", ())),
        facts=answers.get(str(told["id"]), ()),
    )


def _comment(told: Mapping[str, Any]) -> Comment:
    post = told.get("post") or ""
    title, language = (
        (post, "") if isinstance(post, str) else (post.get("title", ""), post.get("language", ""))
    )
    return Comment(
        platform=told.get("platform", "demo"),
        source="evaluation",
        id=str(told["id"]),
        post=Post(id="evaluation", title=title, language=language),
        author=Author(id=str(told["id"]), name=told.get("author", "")),
        text=told["text"],
        published=datetime.now(UTC),
    )
