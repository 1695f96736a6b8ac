"""Guards about what only we should read, and about who is speaking."""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.domain.finding import Finding, Severity, Span
from bot.words import say
from prompts.guards.context import Context
from prompts.guards.seen import Seen

INTERNAL = say("The text shows something internal: our instructions or words that only the team uses.")
ENCODED = say("The text holds a long string that nobody can read.")
MACHINE = say("The text speaks about itself as a machine or as a human.")

_INTERNAL = re.compile(
    r"\bsystem[\s-]?(?:prompt|message|nachricht|anweisung|instruction|instruktion)\w*"
    r"|\b(?:mein|dein|der|den|dem|unser|the|my|your|our|this|dieser|diesem)\w*\s(?:\w+\s)?prompts?\b"
    r"|\bprompts?\s?:"
    r"|\b(?:mein|unser|dies|intern|geheim|folgend|obig)\w*\s(?:\w+\s)?(?:anweisung|instruktion|richtlini"
    r"|vorgabe|regel)\w*"
    r"|\b(?:my|our|these|internal|secret|hidden|above|previous|initial)\s(?:\w+\s)?(?:instructions?"
    r"|guidelines?|rules)\b"
    r"|\binstructions?\s(?:were|are|say)\b|\binterne[rn]?\s(?:notiz|hinweis|vermerk)\w*|\binternal (?:note"
    r"|memo)s?"
    r"|</?\s?comment-|\bnonce\b|\bapi[\s-]?key\w*|\bsk-[a-z0-9]{6}|\btriage\b|\bignore (?:all|the|previous"
    r"|any)\b"
    r"|\bdeveloper mode\b|\bjailbreak\w*|\bdan mode\b|\bentwicklermodus\b|\bi (?:have been"
    r"|was) (?:instructed|told)\b"
    r"|\bich wurde (?:angewiesen|instruiert|programmiert)|\b(?:wurde|bin) (?:\w+\s)?(?:angewiesen"
    r"|instruiert)\b"
    r"|\binstruc(?:tions?|ciones) (?:\w+\s)?(?:du |del )?syst?\w*|\bistruzioni (?:\w+\s)?(?:di )?sistema"
    r"|\bsysteeminstructie\w*|\binstrukcj\w* system\w*|\bsistem (?:istem|talimat)\w*|\binstruções do sistema"
    r"|системн\w* (?:промпт|инструкц)\w*|系统提示|系統提示|システムプロンプト|시스템 프롬프트|تعليمات النظام"
)
_TOKEN_LEFT = re.compile(r"\[?\b(?:name|handle|mail|phone|number|iban|address)-\d+-[0-9a-f]{3,}\b\]?")
"""A stand-in for somebody's data that never came back."""
_MACHINE = re.compile(
    r"\b(?:als|bin|spricht|schreibt) (?:hier )?(?:nur )?(?:eine?|der|die)?\s?(?:ki|künstliche intelligenz"
    r"|ai|sprachmodell"
    r"|(?:chat)?bot|maschine|programm|(?:virtuelle\w*|digitale\w*) assisten\w*)\b"
    r"|\b(?:ich|wir) (?:bin|sind) (?:\w+\s){0,2}(?:ein(?:e)?|echte\w*"
    r"|richtige\w*)\s?(?:\w+\s)?(?:mensch\w*|person(?:en)?)\b"
    r"|\b(?:kein|keine) (?:bot|ki|maschine|roboter|chatbot)\b|\bchatgpt\b|\bopenai\b|\bgpt-?\d\w*"
    r"|\bsprachmodell\w*"
    r"|\b(?:as|i'm|i am|being) (?:just |only )?an? (?:large )?(?:ai|language model|bot|chatbot|machine"
    r"|virtual assistant)\b"
    r"|\bi(?:'m| am) (?:\w+\s){0,2}(?:a )?(?:real )?(?:human|person)(?: being)?\b|\bnot a (?:bot|robot"
    r"|machine)\b"
    r"|\blanguage model\b"
    r"|^\W*(?:i'm sorry,? but )?i (?:can't|cannot) (?:assist|help|comply)"
    r"|^\W*(?:es tut mir leid, aber )?(?:dabei kann ich|ich kann) (?:dabei |dir |ihnen )?nicht helfen",
)
_ENCODED = re.compile(r"(?<![\w/.@+=-])[A-Za-z0-9+/=_-]{24,}+(?!\.?[\w/])")
_CODED = re.compile(r"\d|[A-Z][^A-Z]*[A-Z][^A-Z]*[A-Z]|[=+/]")
"""What long words of people do not hold."""
_BYTES = re.compile(
    r"(?:\b[0-9a-fA-F]{2}[ ,]){6,}|(?:\\[ux][0-9a-fA-F]{2,}){2,}|(?:&#?\w+;){3,}|(?:%[0-9a-f]{2}){3,}"
)
_SPACED = re.compile(r"(?:\b\w[ ._-]){5,}\w\b")
_QUOTED = re.compile(r"[„“\"«][^„“”\"«»\n]*[“”\"»]")
_RUN = 8
"""So many words in a row are no chance any more."""


def internals(seen: Seen, context: Context) -> Iterator[Finding]:
    """Our own instructions, in words of theirs or word for word."""
    places = [m.span() for pattern in (_INTERNAL, _TOKEN_LEFT) for m in pattern.finditer(seen.low)]
    if context.nonce and context.nonce in seen.low:
        start = seen.low.index(context.nonce)
        places.append((start, start + len(context.nonce)))
    places += _copied(seen, context.secrets)
    places += [span for word in context.brand.words_internal for span in _whole(word, seen)]
    if places:
        yield seen.found("internal", INTERNAL, places, Severity.HARD)


def encoded(seen: Seen, context: Context) -> Iterator[Finding]:
    """Something that says more to a machine than to a reader."""
    places = [m.span() for m in _ENCODED.finditer(seen.plain) if _CODED.search(m[0])]
    places += [m.span() for pattern in (_BYTES, _SPACED) for m in pattern.finditer(seen.plain)]
    if places and not all(seen.low[slice(*place)] in context.known for place in places):
        yield seen.found("encoded", ENCODED, places)


def machine(seen: Seen, _: Context) -> Iterator[Finding]:
    """“As an AI”, “I am a human”: neither is a matter for the public."""
    places = [match.span() for match in _MACHINE.finditer(seen.low)]
    if places:
        yield seen.found("machine", MACHINE, places)


def _whole(word: str, seen: Seen) -> Iterator[Span]:
    """Every place where a word or name of the team's own stands, by itself."""
    yield from (match.span() for match in re.finditer(rf"(?<!\w){re.escape(word.lower())}(?!\w)", seen.low))


def _copied(seen: Seen, secrets: tuple[str, ...]) -> Iterator[Span]:
    """Runs of words that stand in our instructions too."""
    if len(seen.words) < _RUN or not secrets:
        return
    known = _runs_of(secrets)
    for first in range(len(seen.words) - _RUN + 1):
        if seen.tokens[first : first + _RUN] in known:
            yield seen.words[first][1], seen.words[first + _RUN - 1][2]


@lru_cache(maxsize=64)
def _runs_of(secrets: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    # What they quote are words for the public: examples of what to say, or not to.
    every = (Seen(part).tokens for secret in secrets for part in _QUOTED.split(secret))
    return frozenset(words[first : first + _RUN] for words in every for first in range(len(words) - _RUN + 1))
