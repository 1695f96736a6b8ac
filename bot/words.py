"""Words for people: an English sentence and the values in it, turned into a language only when drawn.

The domain and the views speak in `Words`; `bot.catalogue` knows the languages. So one refusal can be
read in German by one person and in English by another, and an audit entry stays free of language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Self, TypeVar


@dataclass(frozen=True)
class Words:
    """A sentence of the catalogue and what fills its slots."""

    text: str
    """The English sentence, which is also its id in the catalogue."""
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        return self.text.format(**self.values)


def stored(text: str) -> Words:
    """A sentence that was kept as text: looked up in the catalogue as it is, never read as a template."""
    return Words(text.replace("{", "{{").replace("}", "}}"))


def say(text: str, /, **values: object) -> Words:
    """Mark a sentence for the catalogue (Babel extracts calls of this name) and fill its slots."""
    return Words(text, MappingProxyType(values))


_NOTHING = Words("")
_Word = TypeVar("_Word", bound=StrEnum)


class Spoken(StrEnum):
    """Words of the code, each with the sentence that people read for it."""

    sentence: Words

    def __new__(cls, value: str, sentence: Words = _NOTHING) -> Self:
        """A member with its sentence."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.sentence = sentence
        return member


NEWER = say("Something that a newer release knows")


def as_written(kind: type[_Word], value: object) -> _Word | None:
    """A word that a newer release wrote into a trail: read as it stands, so that its seal still fits."""
    if not isinstance(value, str):
        return None
    word = str.__new__(kind, value)
    word._name_ = word._value_ = value
    return word
