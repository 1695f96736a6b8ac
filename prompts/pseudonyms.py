"""Pseudonyms: whom a comment is about never leaves the house. What a model sees are tokens that we can
turn back, and nobody else: names, handles, e-mail addresses, phone, account and order numbers.
"""

import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.domain.community import Author, Comment, Post
from bot.errors import Refused
from bot.ports import DraftRequest, Precedent
from bot.words import say
from prompts.slots import first_name
from prompts.text import clean, tokens, words_in

CROWDED = say(
    "So many people are named there that not all could be kept from the language model: it is not asked."
)
TOKEN = re.compile(r"\[(?:name|handle|mail|phone|number|address)-\d+-[0-9a-f]{4,}\]")

_LONGEST = 6000
"""So much of a text is looked at, and so much goes out: three times what a model is shown of it."""
_LONGEST_NAME, _MOST_PARTS, _MOST_NAMES = 100, 8, 200
# Every pattern begins where a word begins and never gives back what it took: strangers write these texts,
# and they must not be able to make the work grow with the square of their length.
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "mail",
        re.compile(r"(?<![\w.+-])[\w.+-]++\s?(?:@|[\[(]at[\])])\s?[\w-]++(?:\.[\w-]++)++", re.IGNORECASE),
    ),
    ("handle", re.compile(r"(?<!\w)@\w[\w.-]*+")),
    ("number", re.compile(r"(?i:\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,3})?\b)")),
    ("phone", re.compile(r"(?<!\w)(?<!\d[.,])(?:\+|00|\(0|0)\d?[\d\s()/.–-]{5,40}\d(?!\w)")),
    (
        "address",
        re.compile(
            r"(?<![\w-])[\w-]{0,60}?(?:straße|strasse|str\.|weg|platz|allee|gasse)\s?\d{1,4}\s?[a-z]?\b",
            re.IGNORECASE,
        ),
    ),
    (
        "number",
        re.compile(
            r"(?<![\w#-])(?<!\d[.,])[#-]*+(?=[\w-]*\d{4})(?=(?:(?:[^\W\d]|-)*+\d){5})\w[\w-]*+",
        ),
    ),
)
_TITLE = re.compile(r"\b(?:Frau|Herrn?|Mrs?\.?|Ms\.?|Miss|Dr\.?|Prof\.?)\s([A-ZÄÖÜ][\w-]+)")
_GREETING = re.compile(r"(?:(?:Hallo|Hi|Hey|Moin|Liebe[rs]?|Dear|Hello) )?([A-ZÄÖÜ][\w-]{1,60})[,!] ?")
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
    _names: re.Pattern[str] | None = None
    _here: frozenset[str] | None = None
    """The tokens of what this reply is about; None while there is no request yet, so that all are."""

    def know(self, names: Iterable[str], team: Iterable[str], texts: Iterable[str], brand: str) -> None:
        """From now on nobody of these is called by name, nor whom the texts speak to or of as Ms and Mr.

        Of a team, which may be large, only those count whom the texts name.

        Raises:
            Refused: they are too many to be found; a name that is not looked for would go out.
        """
        every = [clean(text, _LONGEST) for text in texts]
        spoken = [name for text in every for name in (*_greeted(text), *_TITLE.findall(text))]
        told = _folded("\n".join(every))
        ours = [part for name in team for part in _parts(name) if _folded(part) in told]
        listed = _listed((*names, *spoken, *ours), brand)
        if len(listed) > _MOST_NAMES:
            raise Refused(CROWDED)
        self._names = _spelling(listed)

    def draw(self, request: DraftRequest, brand: str, excluded: Iterable[str] = ()) -> DraftRequest:
        """The same request, with tokens where somebody could be known by, and without what stays here."""
        # From the whole request: a name must not go out because the part that tells it stays here.
        self._names = _spelling(_listed(_named(request), brand)[:_MOST_NAMES])
        drawn = self._over_all(_without(request, frozenset(excluded)), brand)
        self._here = frozenset(TOKEN.findall("\n".join(_about(drawn))))
        return drawn

    def _over_all(self, kept: DraftRequest, brand: str) -> DraftRequest:
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
        plain = clean(text, _LONGEST)
        for kind, pattern in _PATTERNS:
            plain = self._replaced(plain, pattern, kind)
        return self._replaced(plain, self._names, "name") if self._names else plain

    def lift(self, text: str) -> str:
        """A text with the tokens turned back, even where a model changed case or blanks.

        Only those of the comment and what belongs to it. What stood in the replies to others stays a token,
        which no guard lets out: it would tell one customer about another.
        """
        loose = re.compile(rf"\[\s?([a-z]+)\s?-\s?(\d+)\s?-\s?{self.tag}\s?\]", re.IGNORECASE)
        return loose.sub(self._lifted, text)

    def _lifted(self, found: re.Match[str]) -> str:
        token = f"[{found[1].lower()}-{found[2]}-{self.tag}]"
        here = self._here is None or token in self._here
        return self._originals.get(token, token) if here else token

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
    found = _GREETING.match(clean(reply, _LONGEST))
    if found and found[1].casefold() not in _OPENERS:
        yield found[1]


def _named(request: DraftRequest) -> Iterator[str]:
    """Everybody who is called by name somewhere in it."""
    every = (request.comment, *request.chain)
    yield from (each.author.name for each in every if not each.ours)
    yield from (each.author for each in request.precedents)
    ours = (*request.recent, *request.previous, *(each.reply for each in request.precedents))
    yield from (name for text in ours for name in _greeted(text))
    yield from (name for each in every for name in _TITLE.findall(clean(each.text, _LONGEST)))


def _about(drawn: DraftRequest) -> Iterator[str]:
    """What a reply is about and may name: the comment, what belongs to it, and what the team says today."""
    for each in (drawn.comment, *drawn.chain):
        yield from (each.author.name, each.text, each.post.title, each.post.text)
    yield drawn.instruction
    yield from (fact.answer for fact in drawn.facts)


def _listed(names: Iterable[str], brand: str) -> list[str]:
    """Every name and its parts, each once, in their order."""
    taboo = _ORDINARY.union(tokens(brand))
    parts = (part for name in names for part in _parts(name))
    return list(dict.fromkeys(part for part in parts if part.casefold() not in taboo))


def _folded(text: str) -> str:
    """Alike for whatever a pattern without case takes for the same, and for some more."""
    return text.casefold().replace("\u0307", "").replace("ı", "i")


def _spelling(parts: Sequence[str]) -> re.Pattern[str] | None:
    """What finds every name, the longest first, so that a whole name is not taken apart."""
    listed = sorted(parts, key=lambda part: (-len(part), part))
    if not listed:
        return None
    spelt = "|".join(
        re.escape(part) if part.casefold() in _ALSO_WORDS else f"(?i:{re.escape(part)})" for part in listed
    )
    # The s of “Annas” may stay: it says nothing about whom.
    return re.compile(rf"(?<!\w)(?:{spelt})(?=(?:['’]?s)?(?!\w))")


def _parts(name: str) -> Iterator[str]:
    plain = " ".join(clean(name, _LONGEST_NAME).split())
    for part in (plain, *re.split(r"[\s,;()/|]+", plain)[:_MOST_PARTS]):
        bare = re.sub(r"^\W+|\W+$", "", part)
        if len(bare) >= _SHORTEST_NAME and not bare.isdecimal():
            yield bare
