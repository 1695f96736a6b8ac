"""A question to a colleague, as hostile as it gets, open and answered."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.commands import AnswerQuestion
from bot.domain.status import Action
from bot.views import Button, QuestionCard
from bot.words import Words

AT = datetime(2026, 11, 21, 9, 49, tzinfo=UTC)


def questions(hostile: str) -> tuple[QuestionCard, ...]:
    """Both of them."""
    answer = AnswerQuestion(item=42, draft=7)
    asked = QuestionCard(
        number=7,
        item=42,
        department=hostile,
        text=hostile,
        asked_by=hostile,
        asked_at=AT,
        platform=Words("{what}", {"what": hostile}),
        author=hostile,
        comment=hostile,
        url=hostile,
        button=Button(label=Action.ANSWER.sentence, command=answer, form=True),
    )
    return asked, replace(asked, answer=hostile, answered_by=hostile, button=None, url="javascript:alert(1)")
