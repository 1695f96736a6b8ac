"""Whether a text says a thing or denies it. In doubt it says it: a no somewhere in the sentence is none."""

import re

from prompts.guards.seen import Seen

_FILLERS = (
    "hier|so|sofort|gleich|jetzt|noch|schon|auch|mal|einfach|wirklich|ganz|fest|pauschal|öffentlich|einmal"
    "|leider|dir|ihnen|euch|das|es|die|der|den|etwas|was|eine[nmrs]?|volle|schnelle|direkte|kann|können|darf"
    "|a|an|any|the|you|to|it|that|this|really|simply|yet|offer|give|full|able"
)
"""Words that may stand between a no and what it denies."""
_NO = re.compile(
    r"\b(?:kein(?:e[nmrs]?)?|nicht|nichts|weder|nie|niemals|niemand|ohne|can't|cannot|not|no|never|won't|don't"
    rf"|nobody|without)(?: (?:{_FILLERS})\b){{0,3}} $"
)
_WHETHER = re.compile(
    r"\b(?:ob|whether)(?: (?:und|and) (?:wann|wie|wo|when|how))?"
    r"(?: (?!(?:und|and|oder|or|aber|but)\b)[^\W\d_]+){0,4} $"
)
_NO_SUCH = re.compile(r"\bkein(?:e[nmrs]?)? [^\W\d_]+ $")
_AFTER = re.compile(
    r"^ (?:kann|können|könnte|könnten|darf|dürfen|will|wollen|möchten?) (?:ich|wir|man)"
    r"(?: (?!(?:und|aber|oder|wenn|falls)\b)[^\W\d_]+){0,7} (?:nicht|nichts|keine[nr]?)"
    r"(?: (?:zusagen|versprechen|anbieten|geben|machen|garantieren|nennen|entscheiden)\b| ?$)"
)
_VERBS = frozenset({"versprechen", "garantieren", "zusagen", "zusichern"})
_BY_US = ("wir ", "ich ", "we ", "we'", "i ")


def denied(match: re.Match[str], seen: Seen) -> bool:
    """A no directly before it, an “ob” that it depends on, or “kann ich nicht zusagen” after it.

    “Keine Sorge, wir erstatten es” and “das war ohne Zweifel unser Fehler” deny nothing.
    """
    before, after = seen.clause_around(*match.span())
    said = match[0]
    if _WHETHER.search(before) or _AFTER.search(after):
        return True
    if said in _VERBS and not after.strip() and _NO_SUCH.search(before):  # “Ich kann keine Frist versprechen”
        return True
    # “No we will pay” only lacks a comma.
    return not said.startswith(_BY_US) and _NO.search(before) is not None
