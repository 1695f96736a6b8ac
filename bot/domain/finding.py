"""What was found in a text before it goes out, and what that asks of people."""

import json
from dataclasses import dataclass
from enum import IntEnum

from bot.words import Words, say, stored

Span = tuple[int, int]
_LONGEST_MARK = 60
_MOST_MARKS = 3


class Severity(IntEnum):
    """What a finding asks of people; the higher the more."""

    HINT = 0
    """It is shown; nobody has to do anything."""
    WARN = 1
    """Whoever approves says that they checked it."""
    SECOND = 2
    """A second approver has to say yes too."""
    HARD = 3
    """The text does not go out as it is."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something in a text that a person should look at."""

    guard: str
    """The guard that found it; "" for a remark of the writer about its own draft."""
    words: Words
    spans: tuple[Span, ...] = ()
    """From where to where in the text; none when it is about the whole."""
    severity: Severity = Severity.WARN

    def marked(self, text: str) -> tuple[str, ...]:
        """The words that it is about."""
        return tuple(dict.fromkeys(text[start:end].strip() for start, end in self.spans))

    def told(self, text: str) -> Words:
        """The sentence for people, with the words that it is about."""
        marked = [_short(words) for words in self.marked(text)[:_MOST_MARKS] if words]
        if not marked:
            return self.words
        return say("{finding} It is about: {words}", finding=self.words, words=" · ".join(marked))

    def kept(self) -> str:
        """The text that is kept with a draft. It holds places in the draft and none of its words."""
        facts = {"guard": self.guard, "say": self.words.text, "severity": int(self.severity)}
        return json.dumps(facts | {"values": dict(self.words.values), "spans": self.spans})


def finding(kept: str) -> Finding:
    """A finding as it was kept; a bare sentence is a remark of the writer."""
    if not kept.startswith('{"guard"'):
        return Finding(guard="", words=stored(kept), severity=Severity.HINT)
    facts = json.loads(kept)
    return Finding(
        guard=facts["guard"],
        words=Words(facts["say"], facts["values"]),
        spans=tuple((start, end) for start, end in facts["spans"]),
        severity=Severity(facts["severity"]),
    )


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST_MARK else line[: _LONGEST_MARK - 1] + "…"
