"""What colleagues said about items, as drafts know it: facts of one item alone."""

from collections.abc import Collection

from bot.domain.known import KnownFact
from bot.memory import Work


async def told_about(work: Work, items: Collection[int]) -> dict[int, tuple[KnownFact, ...]]:
    """By item: what was asked about it and answered, for drafts."""
    found: dict[int, tuple[KnownFact, ...]] = {}
    for question in await work.questions.answered(items):
        fact = KnownFact(
            question=question.text,
            answer=question.answer,
            author=question.answered_by or 0,
            by=question.department,
            at=question.answered_at or question.asked_at,
            source=question.item,
        )
        found[question.item] = (*found.get(question.item, ()), fact)
    return found
