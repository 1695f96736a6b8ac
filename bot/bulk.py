"""What a person can ask about several items at once, and about what is known across them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from bot.commands import Carried, Command, number_of
from bot.errors import Refusal
from bot.words import say

PREFIX = "many"
"""How the text of our buttons begins."""
AUTHOR = "author"
"""How the text of a button begins that asks who wrote a comment."""
MOST = 100
"""How many items are changed at once."""
Seen = tuple[int, int]
"""An item, and the version of its comment that somebody saw."""


@dataclass(frozen=True, kw_only=True)
class OnMany(Carried):
    """Something that a person asks for about several items: `many:close:42.1,43.2`."""

    word: ClassVar[str]
    items: tuple[Seen, ...]
    text: str = ""
    """Why, or a word to whoever gets them."""

    @property
    def carried(self) -> str:
        """The text of its button."""
        return f"{PREFIX}:{self.word}:{','.join(f'{item}.{version}' for item, version in self.items)}"


@dataclass(frozen=True, kw_only=True)
class CloseMany(OnMany):
    """Close them: no reply needed. Without a reason, the one of the first look."""

    word: ClassVar[str] = "close"


@dataclass(frozen=True, kw_only=True)
class HandMany(OnMany):
    """Give them to the person with this number, with a word to them."""

    word: ClassVar[str] = "hand"
    person: str = ""


@dataclass(frozen=True, kw_only=True)
class ShowQuiet(Command):
    """What needs no reply: to be looked at, closed, or handed over."""


@dataclass(frozen=True, kw_only=True)
class ShowAuthor(Command):
    """Who wrote the comment of this item: what else they wrote, and what we replied."""

    item: int


@dataclass(frozen=True, kw_only=True)
class ShowGrants(Command):
    """What the public let us use again."""


@dataclass(frozen=True, kw_only=True)
class ExportGrants(Command):
    """All of it, to take along; for leads."""


@dataclass(frozen=True, kw_only=True)
class SpeakIn(Command):
    """The languages in which I answer the public; none for any."""

    languages: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SignAs(Command):
    """What stands at the end of the drafts of what I handle; nothing for no signature."""

    text: str = ""


def from_carried(carried: str, **typed: str) -> OnMany:
    """What a button about several items asks for.

    Raises:
        Refusal: it is not the text of one of our buttons.

    """
    try:
        _, word, listed = carried.split(":")
        items = tuple(_seen(listed))
    except ValueError:
        raise Refusal(say("This button is not one of ours, or from a much older release.")) from None
    if not items or len(items) > MOST:
        raise Refusal(say("Please choose at least one comment, and at most {most}.", most=MOST))
    if word == HandMany.word:
        return HandMany(items=items, person=typed.get("person", ""), text=typed.get("text", ""))
    if word != CloseMany.word:
        raise Refusal(say("This button is not one of ours, or from a much older release."))
    return CloseMany(items=items, text=typed.get("text", ""))


def _seen(listed: str) -> Iterator[Seen]:
    for one in filter(None, listed.split(",")):
        item, version = one.split(".")
        yield number_of(item), number_of(version)


def from_words(word: str, rest: str) -> Command | None:
    """What a typed line asks for; None when it is none of these."""
    if word == "languages":
        return SpeakIn(languages=tuple(rest.lower().replace(",", " ").split()))
    if word == CloseMany.word and rest:
        return from_carried(f"{PREFIX}:{word}:{rest.replace(' ', '')}")
    if word == "sign":
        return SignAs(text=rest)
    if word == "author" and rest:
        return ShowAuthor(item=_number(rest))
    plain: dict[str, Command] = {"quiet": ShowQuiet(), "grants": ShowGrants()}
    return None if rest else plain.get(word)


def _number(rest: str) -> int:
    try:
        return number_of(rest.lstrip("#"))
    except ValueError:
        words = say("“/queue {word}” needs a number, as in “/queue {word} 42”.", word="author")
        raise Refusal(words) from None
