"""Pseudonyms: whom a comment is about never leaves the house. What a model sees are tokens that we can
turn back, and nobody else: names, handles, e-mail addresses, phone, account and order numbers.
"""

import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from bot.domain.community import Author, Comment, Post
from bot.ports import DraftRequest, Precedent
from prompts.slots import first_name
from prompts.text import clean, tokens, words_in

TOKEN = re.compile(r"\[(?:name|handle|mail|phone|number|address)-\d+-[0-9a-f]{4,}\]")

_LONGEST = 2000
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("mail", re.compile(r"[\w.+-]+\s?(?:@|[\[(]at[\])])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)),
    ("handle", re.compile(r"(?<!\w)@\w[\w.-]*")),
    ("number", re.compile(r"(?i:\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,3})?\b)")),
    ("phone", re.compile(r"(?<![\w.,])(?:\+|00|\(0|0)\d?[\d\s()/.–-]{5,}\d(?!\w)")),
    (
        "address",
        re.compile(r"\b[\w-]*(?:straße|strasse|str\.|weg|platz|allee|gasse)\s?\d+\s?[a-z]?\b", re.IGNORECASE),
    ),
    ("number", re.compile(r"(?<![\w.,])#?(?=[\w-]*\d{4})(?=(?:[\w-]*?\d){5})\w[\w-]*")),
)
_TITLE = re.compile(r"\b(?:Frau|Herrn?|Mrs?\.?|Ms\.?|Miss|Dr\.?|Prof\.?)\s([A-ZÄÖÜ][\w-]+)")
_GREETING = re.compile(r"(?:(?:Hallo|Hi|Hey|Moin|Liebe[rs]?|Dear|Hello) )?([A-ZÄÖÜ][\w-]+)[,!] ?")
_OPENERS = words_in(
    """
    danke oh ach stimmt klar super toll schade gut gern gerne ja nein genau schön puh hallo hi hey moin wow
    ehrlich okay ok leider hm thanks thank yes no well sorry true great glad right hello sure honestly
    """
)
_SHORTEST_NAME = 2
_ORDINARY = words_in(
    """
    der die das ein eine und oder von vom zu zum zur in im am an auf mit für ist bin ich du er sie es wir ihr
    the a an and or of to in on at for is am i you he she it we they my mein meine dein deine
    """
)
_ALSO_WORDS = words_in(
    "will may mark rose hope grace faith rich frank art max bill rob don pat sunny ernst wolf"
)
"""Names that are words too: taken for names only as they are spelt."""


@dataclass
class Veil:
    """What stands for what, for one request. The tag is new each time: nobody can write our tokens."""

    tag: str = field(default_factory=lambda: secrets.token_hex(3))
    _originals: dict[str, str] = field(default_factory=dict)
    _tokens: dict[tuple[str, str], str] = field(default_factory=dict)
    _names: list[re.Pattern[str]] = field(default_factory=list)

    def draw(self, request: DraftRequest, brand: str, excluded: Iterable[str] = ()) -> DraftRequest:
        """The same request, with tokens where somebody could be known by, and without what stays here."""
        kept = _without(request, frozenset(excluded))
        every = (kept.comment, *kept.chain)
        self._know([each.author.name for each in every if not each.ours], brand)
        self._know([each.author for each in kept.precedents], brand)
        ours = (*kept.recent, *kept.previous, *(each.reply for each in kept.precedents))
        self._know([name for text in ours for name in _greeted(text)], brand)
        self._know([name for each in every for name in _TITLE.findall(clean(each.text))], brand)
        return replace(
            kept,
            comment=self._comment(kept.comment, brand),
            chain=tuple(self._comment(each, brand) for each in kept.chain),
            instruction=self.over(kept.instruction),
            previous=tuple(self.over(text) for text in kept.previous),
            recent=tuple(self.over(text) for text in kept.recent),
            facts=tuple(
                replace(each, question=self.over(each.question), answer=self.over(each.answer), by="")
                for each in kept.facts
            ),
            precedents=tuple(
                Precedent(author="", comment=self.over(each.comment), reply=self.over(each.reply))
                for each in kept.precedents
            ),
        )

    def over(self, text: str) -> str:
        """A text with tokens in it."""
        plain = clean(text)
        for kind, pattern in _PATTERNS:
            plain = self._replaced(plain, pattern, kind)
        for pattern in self._names:
            plain = self._replaced(plain, pattern, "name")
        return plain

    def lift(self, text: str) -> str:
        """A text with the tokens turned back, even where a model changed case or blanks."""
        loose = re.compile(rf"\[\s?([a-z]+)\s?-\s?(\d+)\s?-\s?{self.tag}\s?\]", re.IGNORECASE)
        return loose.sub(lambda found: self._originals.get(self._spelt(found), found[0]), text)

    def _spelt(self, found: re.Match[str]) -> str:
        return f"[{found[1].lower()}-{found[2]}-{self.tag}]"

    def _know(self, names: Iterable[str], brand: str) -> None:
        """Remember names, longest first, so that a whole name is not taken apart."""
        taboo = _ORDINARY.union(tokens(brand))
        parts = {part for name in names for part in _parts(name) if part.casefold() not in taboo}
        for part in sorted(parts, key=lambda part: (-len(part), part)):
            flags = re.NOFLAG if part.casefold() in _ALSO_WORDS else re.IGNORECASE
            # The s of “Annas” may stay: it says nothing about whom.
            self._names.append(re.compile(rf"(?<!\w){re.escape(part)}(?=(?:['’]?s)?(?!\w))", flags))

    def _replaced(self, text: str, pattern: re.Pattern[str], kind: str) -> str:
        """Replace what the pattern finds, but never inside a token of ours that stands there already."""
        pieces = re.split(rf"(\[[a-z]+-\d+-{self.tag}\])", text)
        pieces[::2] = [pattern.sub(lambda found: self._token(kind, found[0]), piece) for piece in pieces[::2]]
        return "".join(pieces)

    def _comment(self, comment: Comment, brand: str) -> Comment:
        post = comment.post
        name = first_name(comment.author.name, brand) if not comment.ours else ""
        return replace(
            comment,
            author=Author(id="", name=self._token("name", name) if name else ""),
            text=self.over(comment.text),
            post=replace(post, title=self.over(post.title), text=self.over(post.text)),
        )

    def _token(self, kind: str, original: str) -> str:
        """The token of a text; the same text always has the same one."""
        known = self._tokens.get((kind, original))
        if known:
            return known
        token = f"[{kind}-{len(self._originals) + 1}-{self.tag}]"
        self._tokens[kind, original] = token
        self._originals[token] = original
        return token


def _without(request: DraftRequest, excluded: frozenset[str]) -> DraftRequest:
    """What the settings never let out of the house is not there at all."""
    comment = request.comment
    if "author" in excluded:
        comment = replace(comment, author=Author(id="", name=""))
    if "post" in excluded:
        comment = replace(comment, post=Post(id="", title="", language=comment.post.language))
    return replace(
        request,
        comment=comment,
        chain=() if "thread" in excluded else request.chain,
        recent=() if "replies" in excluded else request.recent,
        precedents=() if "replies" in excluded else request.precedents,
    )


def _greeted(reply: str) -> Iterator[str]:
    """Whom a reply of ours speaks to: other people's names stand in what we said before."""
    found = _GREETING.match(clean(reply))
    if found and found[1].casefold() not in _OPENERS:
        yield found[1]


def _parts(name: str) -> Iterator[str]:
    plain = " ".join(clean(name, _LONGEST).split())
    for part in (plain, *re.split(r"[\s,;()/|]+", plain)):
        bare = re.sub(r"^\W+|\W+$", "", part)
        if len(bare) >= _SHORTEST_NAME and not bare.isdecimal():
            yield bare
