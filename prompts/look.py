"""A comment, taken apart once for all rules."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.domain.community import Comment
from prompts import text as texts
from prompts.frames import framed
from prompts.lexicon import LEXICON
from prompts.loader import Brand

_LONGEST = 20_000
"""Characters that are looked at: no platform takes longer comments from people who mean well."""
_HANDLE = re.compile(r"(?<![\w@])@([\w.-]*\w)")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_CHILD = re.compile(
    r" (?:ich bin|bin|i bi|i am|i'm|im|ich werde) (?:erst |schon |only |just |fast )?(?:[5-9]|1[0-7])"
    r"(?: jahre?| years?| yo| yrs| und| and| $)(?! (?:lang|dabei|kund|fan|hier|treu|von|auf|off))"
)
_MASKED = re.compile(r"[^\W\d_]\*+(?!in)[^\W\d_]")
"""A letter hidden in a word, as people do with swear words; Kund*innen are none."""
_REGARDS = texts.words_in(
    "gruß grüße grüßen gruss grüsse grüssen gruesse gruessen regards wishes saluti saludos salutations"
)
"""How people end a letter, in anger too: what stands before them is no praise."""
_PROPOSED = re.compile(
    r"^\W*(?:idee|vorschlag|anregung|wunsch|idea|suggestion|request)\w* ?[:–-]", re.IGNORECASE
)
_CODED_MARKS = re.compile(
    "[(18\u5350\U0001f34c\U0001f412\U0001f435\U0001f98d\U0001f9a7\U0001f648-\U0001f64a]"
)
_CODED = re.compile(
    r"[\U0001F412\U0001F435\U0001F98D\U0001F9A7\U0001F648-\U0001F64A]{2}|\U0001F34C{2}|[\U0001F412\U0001F98D]"
    r"|\({2,3} ?\w+ ?\){2,3}|(?<!\d)1488(?!\d)|\u5350"
    r"|\b88\b(?= (?:daumen|bro|kamerad|für|grüße|mal heil))"
)
_CODED_WORDS = re.compile(
    r"[nzkj](?<!\w[nzkj])(?:(?<=n)[-*.]?wort\b|(?<=n)[i1!*]+gg?[e3*]|(?<=z)[i*]g[*e]+u?n?er"
    r"|(?<=k)[a*]n[a*]k|(?<=j)[u*]d[e*]n?sau|(?<=z)\*+(?:ner|uner)\b|(?<=n)\*+(?:er|ger)\b)"
)
"""Signs that stand for people as for animals, and words that hide some of their letters.

Each comment is searched for them, so they begin with the few characters that they can begin with.
"""
_ANGRY = frozenset("😡😠🤬👎🤮💩🖕🙄😤🤢")
_HAPPY = frozenset("❤🧡💛💚💙💜🤍🥰😍😘🤩👍👏🙌💪🔥😋💯🎉🥳🤤🫶🤗😊")
_LAUGHING = frozenset("😂🤣😆😹💀")
_OPENING_WORDS = frozenset({"wo", "wann", "wieso", "warum", "weshalb", "woher", "wofür", "where", "when"})
_OPENING_LENGTH = 4
_GREETED = frozenset(
    {"hallo", "hi", "hey", "moin", "servus", "grüezi", "hello", "liebes", "team", "und", "and"}
)
_TURNED = texts.words_in(
    "habt hast haben nehmt nehmen gibt gibts gib macht machen könnt können kann darf dürfen dürft ist sind "
    "seid wird werden geht gehen kommt hat verkauft liefert bietet is are do does did can could may "
    "will would has have est avez peut avete posso si hay tenéis puedo czy macie"
)
_WHO = texts.words_in(
    "ihr sie man ich wir es das der die den er denn bei eigentlich euer eure ihre you i we it there the "
    "this that your anyone anybody what ce que vous on il la le los las se"
)
"""A verb, then who: “Nehmt ihr auch Bargeld”, “is the pool open”."""
_RHETORICAL = texts.words_in(
    "warum wieso weshalb wann wie was muss müssen wusstet wusstest why how did when what must who"
)
_NEAR = 2
"""Words between a group and a word of contempt that is one only beside it."""


@dataclass(frozen=True, kw_only=True)
class Look:
    """What the rules are asked about."""

    text: str
    words: tuple[str, ...]
    topics: frozenset[str]
    places: Mapping[str, Sequence[int]]
    """Every topic of the words, and at which of them."""
    links: int
    tagged: bool
    """It begins with the handle of somebody who is not us."""
    answers: bool
    """It stands beneath another comment."""
    pictures: bool

    def has(self, *topics: str) -> bool:
        """Whether any of these topics was touched."""
        return not self.topics.isdisjoint(topics)

    def has_all(self, *topics: str) -> bool:
        """Whether all of these topics were touched."""
        return self.topics.issuperset(topics)

    @cached_property
    def framed(self) -> frozenset[str]:
        """What its word families say together: names of `FRAMES`."""
        return framed(self.places)

    @cached_property
    def asks(self) -> bool:
        """Whether it is put as a question."""
        opens = len(self.words) >= _OPENING_LENGTH and self.words[0] in _OPENING_WORDS
        return "?" in self.text or opens or self.turned or self.has("question")

    @property
    def turned(self) -> bool:
        """Whether it begins as questions do, with the verb."""
        spoken = [word for word in self.words[:_OPENING_LENGTH] if word not in _GREETED]
        return len(spoken) > 1 and spoken[0] in _TURNED and spoken[1] in _WHO

    @cached_property
    def one_question(self) -> bool:
        """Whether it is one question and nothing else."""
        return self.text.endswith("?") and not re.search(r"[.!].", self.text)

    @property
    def reproachful(self) -> bool:
        """Whether it opens as questions do that only find fault: “Warum …?”, “Muss …?”."""
        return bool(self.words) and self.words[0] in _RHETORICAL

    @property
    def honest(self) -> bool:
        """Whether it is one question, and not a reproach."""
        return self.one_question and not self.reproachful


def look_at(comment: Comment, brand: Brand) -> Look:
    """Take a comment apart."""
    text = texts.clean(comment.text, _LONGEST)
    handles = _HANDLE.findall(text)
    spoken = _LINK.sub(" ", _HANDLE.sub(" ", text))
    words = _unsigned(texts.tokens(spoken))
    places = LEXICON.places(words)
    return Look(
        text=text,
        words=tuple(words),
        topics=frozenset(_told(places) | _seen(spoken, words)),
        places=places,
        links=len(_LINK.findall(text)),
        tagged=text.startswith("@") and not any(_is_us(handle, brand) for handle in handles),
        answers=bool(comment.parent),
        pictures=bool(comment.attachments),
    )


def _unsigned(words: list[str]) -> list[str]:
    """The words without “besten” in “mit besten Grüßen”."""
    if _REGARDS.isdisjoint(words):
        return words
    return [word for word, after in zip(words, [*words[1:], ""], strict=True) if after not in _REGARDS]


def _told(places: Mapping[str, Sequence[int]]) -> set[str]:
    """The topics of the words, and whether a group stands beside a word of contempt."""
    groups, besides = places.get("group", ()), places.get("beside", ())
    near = any(abs(group - beside) <= _NEAR for group in groups for beside in besides)
    return {*places, "contempt"} if near else set(places)


def _seen(text: str, words: list[str]) -> set[str]:
    """Topics that no word list can hold."""
    characters = set(text)
    seen = {
        "angry": bool(characters & _ANGRY),
        "happy": bool(characters & _HAPPY),
        "laughing": bool(characters & _LAUGHING),
        "insult": "*" in text and _MASKED.search(text) is not None,
        "idea": _PROPOSED.match(text) is not None,
        "child": _CHILD.search(f" {' '.join(words)}  ") is not None,
        "coded": _coded(text.casefold()),
    }
    return {topic for topic, there in seen.items() if there}


def _coded(low: str) -> bool:
    marked = _CODED_MARKS.search(low) is not None and _CODED.search(low) is not None
    return marked or _CODED_WORDS.search(low) is not None


def _is_us(handle: str, brand: Brand) -> bool:
    return _plain(handle).startswith(_plain(brand.name))


def _plain(name: str) -> str:
    """A name as handles write it: without blanks, dots and umlauts."""
    spelt = name.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    return "".join(filter(str.isalnum, spelt))
