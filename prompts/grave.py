"""Posts about safety, and comments beneath them that tell of somebody's body: rules over plain words.

Beneath a recall nothing is light: what reads as praise or small talk elsewhere may be bitter or afraid there.
"""

import re
from dataclasses import replace
from functools import lru_cache

from bot.domain.community import Post
from bot.domain.item import Urgency
from bot.words import say
from prompts.look import Look
from prompts.rules import RULES, Rule
from prompts.text import clean

_LONGEST = 20_000
_POST = re.compile(
    r"rückruf|zurückgerufen|rufen .{0,60}\bzurück\b|allerg(?![\w-]*(?:frei|freundlich|free|friendly))"
    r"|falsche\w? (?:etikett|aufdruck|kennzeichnung|deklaration)"
    r"|falsch (?:etikettiert|gekennzeichnet|deklariert)"
    r"|(?:nicht|keinesfalls) (?:mehr )?(?:trinken|essen|verzehren)\b|verunreinig|kontaminier|fremdkörper"
    r"|glassplitter|salmonell|listeri|vergift|verletzt|verletzung|\bunfall|\bunfäll|\bunglück\b"
    r"|gestorben|verstorben|todesfall|todesfäll|todesopfer|getötet|ums leben"
    r"|(?:product|safety|food|urgent|voluntary|official|the|a|our) recall\b"
    r"|\brecall(?:ed|ing|s)?\b.{0,60}\b(?:batch|product|lot|pack|bottle|carton)"
    r"|wrong(?:ly)? label|mislabel|(?:do not|don't) (?:eat|drink|consume)\b|contaminat|foreign object|poison"
    r"|\binjur(?:y|ies|ed)\b|(?<!by )\baccidents?\b|passed away|\bdied\b|\bdeaths?\b|(?:was|were) killed",
    re.IGNORECASE | re.DOTALL,
)
_BODY = re.compile(
    r"pustel|quaddel|rote flecken|juckt|juckreiz|geschwollen|schwellung|infusion|notaufnahme|notarzt"
    r"|rettungswagen|\bepi-?pen|\bklinik|\bärzt|arzt\b|symptom|\beine reaktion\b|anaphyla|\bkita\b"
    r"|kindergarten|altenheim|pflegeheim|getrunken|gegessen|verschenkt|zittern|\bim müsli\b|\bhives\b"
    r"|swollen|swelling|\bitch|\bhospital|ambulance|emergency room|\ba reaction\b|\bdrank\b|\bate\b"
    r"|\bdrunk (?:it|this|that|some)\b|nursery|care home",
    re.IGNORECASE,
)
_EMERGENCY = re.compile(r"notaufnahme|notarzt|rettungswagen|krankenwagen|allerg|anaphyla")
"""Words of danger that tell of a body, and not of somebody who wants to die."""
_DESPAIR = ("threat", "despair", "farewell", "last", "dark", "alone")
_ABOUT_ANYTHING = frozenset(
    {"praise", "general", "question", "idea", "complaint", "criticism", "reuse", "troll", "misinformation"}
)
"""Kinds that give way to health; hate, danger, law and press do not."""
_HEALTH = next(rule for rule in RULES if rule.kind == "health")
_BODILY = Rule(
    "health",
    Urgency.HIGH,
    "high",
    lambda _: False,
    say("The post is about safety, and the comment speaks of somebody's body or of who ate or drank it."),
    sure=False,
)
_SERIOUS = Rule(
    "general",
    Urgency.NORMAL,
    "normal",
    lambda _: False,
    say("The post is about something grave, so this is not taken for praise."),
    sure=False,
)
WRITE_YOURSELF = say(
    "The post is about something grave: templates are not made for that. Please write yourself, or answer"
    " all of them with one approved wording."
)


def grave(post: Post) -> bool:
    """Whether a post speaks of a recall, a wrong label, allergens, injury, contamination, death, accident."""
    return _grave(f"{post.title}\n{post.text}")


@lru_cache(maxsize=256)
def _grave(words: str) -> bool:
    return _POST.search(clean(words, _LONGEST)) is not None


def heeding(rule: Rule, look: Look, post: Post) -> Rule:
    """The rule as it holds for this post, and for danger that comes from a product."""
    safety = grave(post)
    if rule.kind == "crisis":
        return replace(rule, kind="health") if _from_a_product(look, safety=safety) else rule
    if not safety or rule.kind not in _ABOUT_ANYTHING:
        return rule
    if look.has("health"):
        return _HEALTH
    if _BODY.search(look.text):
        return _BODILY
    return _SERIOUS if rule.kind == "praise" else rule


def _from_a_product(look: Look, *, safety: bool) -> bool:
    """Whether a danger is plainly about somebody's health and our product; where in doubt it is not."""
    ill = look.has("health") or (safety and _BODY.search(look.text) is not None)
    dangers = [look.words[min(place, len(look.words) - 1)] for place in look.places.get("danger", ())]
    ours = look.has("product", "yours", "us") or "allerg" in look.text.casefold()
    told = safety or (ours and (bool(dangers) or look.has("acute")))
    despairing = look.has(*_DESPAIR) or bool(look.framed)
    return ill and told and not despairing and all(_EMERGENCY.search(word) for word in dangers)
