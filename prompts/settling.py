"""What a comment is, once rules and hunch were heard."""

from collections.abc import Mapping
from dataclasses import replace

from bot.words import say
from prompts.hunch import learned, signs_of
from prompts.look import Look
from prompts.rules import FALLBACK, RULES, Rule, first

_FEARED = ("crisis", "hate")
_FEAR, _FEAR_IN_SPITE = 0.12, 0.4
"""From here on a person looks, where no rule fired and where one did: one alarm too many costs a minute."""
_FAR = 2.5
_TRUST, _SOME_TRUST = 0.5, 0.35
"""How likely a kind is already because a rule found it."""
_LOOSE = frozenset({"complaint", "criticism", "troll", "question", "praise"})
"""Kinds whose rules go by single words; measured on the lessons, they are wrong every third time."""
_SURE_SPAM = 0.5
"""Below this nobody is called a spammer: spam gets no reply."""
_RESEMBLES = say("No rule is sure of it, but it resembles comments of this kind.")
_RESEMBLES_DANGER = say("It resembles comments of people in danger: please read it at once.")
_RESEMBLES_HATE = say("It resembles hateful comments: please read it with care.")
_WHY = {"crisis": _RESEMBLES_DANGER, "hate": _RESEMBLES_HATE}
_LIKE = {
    rule.kind: replace(rule, why=_WHY.get(rule.kind, _RESEMBLES), sure=False, fires=lambda _: False)
    for rule in RULES
}


def settle(look: Look) -> Rule:
    """The rule that wins, or one that stands for what the comment resembles."""
    rule = first(look)
    if rule.kind in _FEARED or not look.words:
        return rule
    likely = learned().of(signs_of(look, rule.name))
    feared = max(_FEARED, key=lambda kind: likely[kind])
    if _is_feared(feared, likely, rule) and not look.has("laughing", "happy"):
        return _LIKE[feared]
    likely[rule.kind] += _trust(rule, look)
    kind = max((kind for kind in likely if _may(kind, likely[kind])), key=lambda kind: likely[kind])
    return rule if kind == rule.kind else _LIKE[kind]


def _is_feared(feared: str, likely: Mapping[str, float], rule: Rule) -> bool:
    """Whether a person has to look: likely enough, and not far behind what is likelier."""
    enough = _FEAR if rule is FALLBACK else _FEAR_IN_SPITE
    most = max(share for kind, share in likely.items() if kind not in _FEARED)
    return likely[feared] >= enough and likely[feared] * _FAR >= most


def _trust(rule: Rule, look: Look) -> float:
    if rule is FALLBACK:
        return 0.0
    plain = rule.kind == "question" and look.honest
    return _SOME_TRUST if rule.sure and rule.kind in _LOOSE and not plain else _TRUST


def _may(kind: str, likely: float) -> bool:
    return kind not in _FEARED and (kind != "spam" or likely >= _SURE_SPAM)
