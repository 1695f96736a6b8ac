"""A first look at a comment by rules alone: pure, fast, and saying which rule fired.

The rules stand in the order in which they win. Those about danger and hate come first and would rather
be wrong than late: what they find goes to a person and is never drafted.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.community import Comment
from bot.domain.item import Triage, Urgency
from bot.words import Words, say
from prompts import text as texts
from prompts.language import language_of
from prompts.lexicon import LEXICON
from prompts.loader import Brand

_HANDLE = re.compile(r"(?<![\w@])@([\w.-]*\w)")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_CHILD = re.compile(
    r" (?:ich bin|i am|i'm) (?:erst |only |just )?(?:[5-9]|1[0-7]) (?:jahre|years|yo|yrs|und|and|$)"
)
_MASKED = re.compile(r"[^\W\d_]\*+(?!in)[^\W\d_]")
"""A letter hidden in a word, as people do with swear words; Kund*innen are none."""
_ANGRY = frozenset("😡😠🤬👎🤮💩🖕🙄")
_HAPPY = frozenset("❤🧡💛💚💙💜🤍🥰😍😘🤩👍👏🙌💪🔥😋💯🎉🥳")
_MANY_LINKS = 3
_BARE_LINK_WORDS = 3
_SHORT_THANKS = 6
_OPENING_WORDS = frozenset({"wo", "wann", "wieso", "warum", "weshalb", "woher", "wofür", "where"})
_OPENING_LENGTH = 4
_DELICATE = ("law", "press", "health", "grief", "child")


@dataclass(frozen=True, kw_only=True)
class Look:
    """A comment, taken apart once for all rules."""

    text: str
    words: tuple[str, ...]
    topics: frozenset[str]
    links: int
    tagged: bool
    """It begins with the handle of somebody who is not us."""
    answers: bool
    """It stands beneath another comment."""
    pictures: bool

    def has(self, *topics: str) -> bool:
        """Whether any of these topics was touched."""
        return not self.topics.isdisjoint(topics)

    @property
    def asks(self) -> bool:
        """Whether it is put as a question."""
        opens = len(self.words) >= _OPENING_LENGTH and self.words[0] in _OPENING_WORDS
        return "?" in self.text or opens or self.has("question")


@dataclass(frozen=True)
class Rule:
    """When a comment is of a kind, and what that means."""

    kind: str
    urgency: Urgency
    risk: str
    fires: Callable[[Look], bool]
    why: Words


RULES = (
    Rule(
        "crisis",
        Urgency.CRISIS,
        "crisis",
        lambda look: look.has("danger"),
        say("A word or phrase says that somebody may be in danger."),
    ),
    Rule(
        "crisis",
        Urgency.CRISIS,
        "crisis",
        lambda look: look.has("threat"),
        say("A word or phrase sounds like a threat of violence."),
    ),
    Rule(
        "hate",
        Urgency.HIGH,
        "high",
        lambda look: look.has("hate"),
        say("It holds a slur or a slogan of hate."),
    ),
    Rule(
        "hate",
        Urgency.HIGH,
        "high",
        lambda look: look.has("group") and look.has("against"),
        say("It names a group of people together with a word of contempt."),
    ),
    Rule(
        "spam",
        Urgency.LOW,
        "normal",
        lambda look: look.has("spam") and (look.links > 0 or not look.asks),
        say("It advertises something of its own."),
    ),
    Rule(
        "spam",
        Urgency.LOW,
        "normal",
        lambda look: look.links >= _MANY_LINKS or (look.links > 0 and len(look.words) <= _BARE_LINK_WORDS),
        say("It is little more than links."),
    ),
    Rule(
        "complaint",
        Urgency.HIGH,
        "normal",
        lambda look: look.has("complaint") and look.has("insult", "angry"),
        say("Something went wrong for somebody, and they are angry."),
    ),
    Rule(
        "complaint",
        Urgency.NORMAL,
        "normal",
        lambda look: look.has("complaint"),
        say("Words tell of something that went wrong."),
    ),
    Rule(
        "troll",
        Urgency.NORMAL,
        "normal",
        lambda look: look.has("insult"),
        say("It insults and names no matter."),
    ),
    Rule(
        "question",
        Urgency.NORMAL,
        "normal",
        lambda look: look.text.endswith("?") and not re.search(r"[.!].", look.text),
        say("It is one question."),
    ),
    Rule(
        "misinformation",
        Urgency.HIGH,
        "normal",
        lambda look: look.has("myth"),
        say("It claims something that is often wrong and should be checked."),
    ),
    Rule(
        "criticism",
        Urgency.NORMAL,
        "normal",
        lambda look: look.has("criticism", "angry"),
        say("Words or emoji find fault with us."),
    ),
    Rule("question", Urgency.NORMAL, "normal", lambda look: look.asks, say("It asks something.")),
    Rule(
        "praise",
        Urgency.LOW,
        "low",
        lambda look: look.has("praise", "thanks", "happy"),
        say("Words or emoji of praise or thanks."),
    ),
    # Not low: what no rule knows may be anything.
    Rule("general", Urgency.NORMAL, "normal", lambda _: True, say("No rule fired: ordinary talk.")),
)

DELICATE = {
    "law": say("It speaks of lawyers, authorities or data protection."),
    "press": say("It may come from the press."),
    "health": say("It speaks of health, allergies or something found in the product."),
    "grief": say("It speaks of illness, loss or loneliness."),
    "child": say("The writer seems to be a child."),
}
"""Matters where a person writes, whatever the kind: they raise the risk."""

_EMPTY = say("There is nothing to read.")
_EMOJI_ONLY = say("Only emoji: no reply needed.")
_TAG_ONLY = say("It only tags somebody: no reply needed.")
_THANKS_ONLY = say("It only says thanks: no reply needed.")
_AMONG_MEMBERS = say("Members talk among themselves: no reply needed.")

_HANDS_OFF = {
    "hate": say("Hate is never answered with a draft: please decide in the team what to do."),
    "crisis": say("Somebody may be in danger: no draft is written, please act yourself and at once."),
    "spam": say("Spam gets no reply."),
}
_DELICATE_MATTER = say("This is a delicate matter: a person writes the reply, without a draft.")


def triage(comment: Comment, brand: Brand) -> Triage:
    """What the rules say about a comment."""
    look = look_at(comment, brand)
    rule = next(rule for rule in RULES if rule.fires(look))
    delicate = next((DELICATE[topic] for topic in _DELICATE if topic in look.topics), None)
    raised = delicate is not None and rule.kind not in {"crisis", "hate", "spam"}
    silence = None if raised else _no_reply(look, rule.kind)
    return Triage(
        kind=rule.kind,
        urgency=Urgency.LOW if silence else max(rule.urgency, Urgency.HIGH if raised else Urgency.LOW),
        risk="high" if raised else rule.risk,
        language=language_of(look.text, look.words, brand.languages, comment.post.language),
        needs_reply=silence is None and rule.kind != "spam",
        why=((delicate if raised else None) or silence or rule.why).text,
    )


def hands_off(found: Triage) -> Words | None:
    """Why nobody but a person may write here; None when a draft is welcome."""
    if found.risk == "crisis":
        return _HANDS_OFF["crisis"]
    return _HANDS_OFF.get(found.kind) or (_DELICATE_MATTER if found.risk == "high" else None)


def look_at(comment: Comment, brand: Brand) -> Look:
    """Take a comment apart."""
    text = texts.clean(comment.text)
    handles = _HANDLE.findall(text)
    spoken = _LINK.sub(" ", _HANDLE.sub(" ", text))
    words = texts.tokens(spoken)
    return Look(
        text=text,
        words=tuple(words),
        topics=frozenset(LEXICON.find(words) | _seen(spoken, words)),
        links=len(_LINK.findall(text)),
        tagged=text.startswith("@") and not any(_is_us(handle, brand) for handle in handles),
        answers=bool(comment.parent),
        pictures=bool(comment.attachments),
    )


def _seen(text: str, words: list[str]) -> set[str]:
    """Topics that no word list can hold."""
    characters = set(text)
    seen = {
        "angry": bool(characters & _ANGRY),
        "happy": bool(characters & _HAPPY),
        "insult": "*" in text and _MASKED.search(text) is not None,
        "child": _CHILD.search(f" {' '.join(words)} ") is not None,
    }
    return {topic for topic, there in seen.items() if there}


def _is_us(handle: str, brand: Brand) -> bool:
    return _plain(handle).startswith(_plain(brand.name))


def _plain(name: str) -> str:
    """A name as handles write it: without blanks, dots and umlauts."""
    spelt = name.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    return "".join(filter(str.isalnum, spelt))


def _no_reply(look: Look, kind: str) -> Words | None:
    """Why nobody waits for a reply; None when somebody may."""
    if not look.words:
        return _wordless(look)
    if kind not in {"praise", "general", "question"}:
        return None
    if kind == "praise" and len(look.words) <= _SHORT_THANKS and look.has("thanks") and _bare(look):
        return _THANKS_ONLY
    aside = look.tagged or (look.answers and kind == "general")
    return _AMONG_MEMBERS if aside and not look.has("us") else None


def _wordless(look: Look) -> Words | None:
    if look.pictures or look.links:
        return None
    if look.text.startswith("@"):
        return _TAG_ONLY
    return _EMOJI_ONLY if look.text else _EMPTY


_COURTESY = texts.words_in(
    """
    danke dankeschön dank danki merci thx thanks thank cheers ty vielen lieben herzlichen besten tausend
    schön sehr super top ok okay alles klar dir euch ihnen you so much very a lot many for the reply die
    antwort für gern gerne perfekt perfect great
    """
)


def _bare(look: Look) -> bool:
    return _COURTESY.issuperset(look.words)
