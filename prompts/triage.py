"""A first look at a comment by rules alone: pure, fast, and saying which rule fired."""

import re

from bot.domain.community import Comment
from bot.domain.item import Triage, Urgency
from bot.words import Words, say
from prompts import text as texts
from prompts.grave import heeding
from prompts.language import language_of
from prompts.loader import Brand
from prompts.look import Look, look_at
from prompts.rules import RULES
from prompts.settling import settle
from prompts.signs import sentiment_of

KINDS = tuple(dict.fromkeys(rule.kind for rule in RULES))
"""Every kind that a comment can be of."""
_SHORT_THANKS = 6
_WELCOME = frozenset({"hardship"})
"""Kinds of high risk that a draft may be written for: it offers personal contact."""

_CALL = re.compile(r"(?<![\w@])@(?:here|all|alle|channel|everyone|everybody)\b", re.IGNORECASE)

_EMPTY = say("There is nothing to read.")
_EMOJI_ONLY = say("Only emoji: no reply needed.")
_TAG_ONLY = say("It only tags somebody: no reply needed.")
_THANKS_ONLY = say("It only says thanks: no reply needed.")
_AMONG_MEMBERS = say("Members talk among themselves: no reply needed.")
_FOREIGN = say("It seems to be in a language that we do not speak, so this is a guess.")

_HANDS_OFF = {
    "hate": say("Hate is never answered with a draft: please decide in the team what to do."),
    "crisis": say("Somebody may be in danger: no draft is written, please act yourself and at once."),
    "spam": say("Spam gets no reply."),
    "legal": say("A legal matter: no draft is written, please hand it on before anybody answers."),
    "press": say("It may come from the press: no draft is written, please hand it on."),
    "health": say("It is about somebody's health: no draft is written, please hand it on at once."),
    "minor": say("A child may have written this: no draft is written, an experienced person answers."),
}
_DELICATE_MATTER = say("This is a delicate matter: a person writes the reply, without a draft.")


def triage(comment: Comment, brand: Brand) -> Triage:
    """What the rules say about a comment."""
    look = look_at(comment, brand)
    settled = settle(look)
    rule = heeding(settled, look, comment.post)
    silence = _no_reply(look, settled.kind if rule.kind == "general" else rule.kind)
    spoken = language_of(look.text, look.words, brand.languages, comment.post.language)
    lost = spoken.foreign and rule.kind in {"general", "question"}
    return Triage(
        kind=rule.kind,
        urgency=Urgency.LOW if silence else rule.urgency,
        risk=rule.risk,
        language=spoken.language,
        needs_reply=silence is None and rule.kind != "spam",
        why=(silence or (_FOREIGN if lost else rule.why)).text,
        sentiment=sentiment_of(look),
        sure=rule.sure and not lost,
    )


def hands_off(found: Triage) -> Words | None:
    """Why nobody but a person may write here; None when a draft is welcome."""
    if found.risk == "crisis":
        return _HANDS_OFF["crisis"]
    delicate = found.risk == "high" and found.kind not in _WELCOME
    return _HANDS_OFF.get(found.kind) or (_DELICATE_MATTER if delicate else None)


def _no_reply(look: Look, kind: str) -> Words | None:
    """Why nobody waits for a reply; None when somebody may."""
    if not look.words:
        return _wordless(look)
    if kind not in {"praise", "general", "question"}:
        return None
    if kind == "praise" and len(look.words) <= _SHORT_THANKS and look.has("thanks") and _bare(look):
        return _THANKS_ONLY
    aside = (look.tagged or (look.answers and kind == "general")) and not _to_all(look)
    return _AMONG_MEMBERS if aside and not look.has("us") else None


def _to_all(look: Look) -> bool:
    """Whether it is no talk between two: a link is for everybody who reads it, and so is a call to all."""
    return look.links > 0 or _CALL.search(look.text) is not None


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
