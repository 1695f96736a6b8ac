"""Guards: plain code that looks over every reply, whoever wrote it, and says what a person should check."""

from collections.abc import Callable, Iterator

from bot.domain.finding import Finding, Severity
from prompts.guards import answers, contact, leaks, numbers, personal, promises, sameness, shape, speech
from prompts.guards.context import Context, context_of
from prompts.guards.seen import Seen

__all__ = ["GUARDS", "Context", "check", "context_of", "needs_rewriting"]

Guard = Callable[[Seen, Context], Iterator[Finding]]

GUARDS: tuple[Guard, ...] = (
    shape.length,
    leaks.internals,
    answers.colleagues,
    personal.repeats,
    promises.liability,
    promises.money,
    promises.promises,
    promises.advice,
    contact.links,
    contact.contacts,
    contact.pings,
    personal.asks,
    personal.names,
    numbers.numbers,
    numbers.cited,
    speech.language,
    speech.address,
    shape.disguise,
    leaks.encoded,
    leaks.machine,
    sameness.echo,
    sameness.phrases,
    sameness.alike,
    sameness.impersonal,
    shape.form,
)
"""In the order in which people read what they found: the gravest first."""
_STYLE = frozenset({"alike", "opening", "cliche"})
"""Hints that a model can do better about if it is asked again."""


def check(text: str, context: Context) -> tuple[Finding, ...]:
    """What a person should look at before this goes out, the gravest first. Pure, and fast."""
    seen = Seen(text)
    found = [finding for guard in GUARDS for finding in guard(seen, context)]
    return tuple(sorted(found, key=lambda finding: -finding.severity))


def needs_rewriting(found: tuple[Finding, ...]) -> bool:
    """Whether a model should write it anew before a person has to read it."""
    return any(_faulty(finding) for finding in found)


def _faulty(finding: Finding) -> bool:
    """What a model was told it says in those words; whether everybody may read them a person decides."""
    return finding.guard != "answer" and (finding.severity > Severity.HINT or finding.guard in _STYLE)
