"""Comments beneath a post, put in the order of a conversation."""

from dataclasses import dataclass, field

from adapters.platforms.demo.book import Entry

DEEPEST = 4
"""How far answers are moved to the right; below that they stand under one another."""


@dataclass(frozen=True, kw_only=True)
class Thread:
    """A comment with its answers. Hidden and deleted ones stand there only to carry public answers."""

    entry: Entry
    depth: int
    answers: list["Thread"] = field(default_factory=list)

    @property
    def public(self) -> bool:
        """Whether its text may be read."""
        return not self.entry.deleted and not self.entry.hidden


def threads(entries: list[Entry]) -> list[Thread]:
    """Put comments in order: the newest conversation first, within it the oldest answer first."""
    known: dict[str, Thread] = {}
    top: list[Thread] = []
    for entry in entries:
        above = known.get(entry.parent)
        depth = min(above.depth + 1, DEEPEST) if above else 0
        known[entry.id] = thread = Thread(entry=entry, depth=depth)
        (above.answers if above else top).append(thread)
    # Answers come after what they answer, so that from the end each is decided before what stands above it.
    for thread in reversed(known.values()):
        thread.answers[:] = [answer for answer in thread.answers if answer.public or answer.answers]
    return [thread for thread in reversed(top) if thread.public or thread.answers]


def flat(found: list[Thread]) -> list[Thread]:
    """List conversations line by line, as they are read; no depth of answers is too deep for it."""
    lines: list[Thread] = []
    waiting = found[::-1]
    while waiting:
        thread = waiting.pop()
        lines.append(thread)
        waiting += thread.answers[::-1]
    return lines
