"""Why something happened, as the trail keeps it, said in the language of whoever reads it."""

from bot.domain.audit import Event, Tag
from bot.domain.risk import NAMES
from bot.words import Words, say, stored

CHECKED: dict[str, Words] = {
    "address": say("du or Sie"),
    "advice": say("medical or legal advice"),
    "answer": say("words of a colleague"),
    "asks-personal": say("a question for personal data"),
    "avoided": say("a phrase that the brand avoids"),
    "contact": say("an e-mail address or phone number"),
    "disguise": say("look-alike letters"),
    "echo": say("words of the comment"),
    "encoded": say("a string that nobody can read"),
    "expired-fact": say("an expired fact"),
    "language": say("another language"),
    "liability": say("a possible admission"),
    "link": say("a link"),
    "machine": say("speaking as a machine or human"),
    "money": say("money back or gifts"),
    "names": say("a surname"),
    "number": say("a number, price or date"),
    "ping": say("an @handle"),
    "promise": say("a promise"),
    "repeats-number": say("an order or customer number"),
    "unknown-fact": say("an unknown fact"),
}
"""What the guards can have found when somebody ticks that they checked it (a test names what is missing)."""


def why(event: Event) -> Words | None:
    """What an entry says beside its sentence, where that is not somebody's own words."""
    if not event.text:
        return None
    if event.tag in {Tag.RISK_RAISED, Tag.RISK_LOWERED}:
        return _risk(event.text)
    if event.tag is Tag.DRAFT_CHECKED:
        return _list([CHECKED.get(guard, stored(guard)) for guard in event.text.split(", ")])
    return stored(event.text)


def _risk(kept: str) -> Words:
    """`high` or `high: why somebody thinks so`."""
    risk, colon, reason = kept.partition(": ")
    named = NAMES.get(risk, stored(risk))
    return Words("{risk}: {reason}", {"risk": named, "reason": reason}) if colon else named


def _list(all_of_it: list[Words]) -> Words:
    values = {f"w{number}": words for number, words in enumerate(all_of_it)}
    return Words(", ".join(f"{{{name}}}" for name in values), values)
