"""Questions to colleagues outside the team, as they see them."""

from bot import commands
from bot.cards import Button
from bot.desk.wording import PLATFORMS
from bot.domain.asking import Question
from bot.domain.status import Action
from bot.errors import Refusal
from bot.memory import Work
from bot.ports import Place
from bot.views import Form, QuestionCard
from bot.words import Words, say

_DONE = say("The comment is done by now: nobody has to answer any more.")
MOST = 20
"""How many open questions a channel of the web page shows."""


async def draw_question(work: Work, question: Question) -> QuestionCard:
    """The card of a question: the public's words, ours to them, and nothing of the team's own thread."""
    (dossier,) = await work.items.dossiers([question.item])
    comment, platform = dossier.comment, dossier.item.platform
    waits = question.open and dossier.item.open
    answer = commands.AnswerQuestion(item=question.item, draft=question.id)
    return QuestionCard(
        number=question.id,
        item=question.item,
        department=question.department,
        text=question.text,
        asked_by=await _named(work, question.asked_by),
        asked_at=question.asked_at,
        platform=PLATFORMS.get(platform, Words(platform)),
        author=comment.author.name,
        comment=comment.text,
        url=comment.url,
        answer=question.answer,
        answered_by=await _named(work, question.answered_by),
        button=Button(label=Action.ANSWER.sentence, command=answer, form=True) if waits else None,
        done=_DONE if question.open and not waits else None,
    )


async def _named(work: Work, person: int | None) -> str:
    found = await work.people.get(person) if person else None
    return found.name if found else ""


def place_of(question: Question) -> Place | None:
    """Where its card stands already."""
    if not question.remote:
        return None
    return Place(surface=question.surface, channel=question.target, remote=question.remote)


async def open_in(work: Work, surface: str, channel: str) -> tuple[QuestionCard, ...]:
    """The open questions of a channel, the newest first."""
    questions = await work.questions.open_in(surface, channel, MOST)
    return tuple([await draw_question(work, question) for question in questions])


async def asked_now(work: Work, command: commands.OnItem | commands.OpenForm) -> Question:
    """The question that somebody answers: the one on the card, or else the latest about the item.

    Raises:
        Refusal: nobody asked anything, or it has an answer.

    """
    question = await work.questions.get(command.draft) if command.draft else None
    question = question or await work.questions.latest(command.item)
    if question is None or question.item != command.item:
        raise Refusal(say("Nothing is asked about this comment now."))
    if not question.open:
        raise Refusal(say("This question was answered already: {answer}", answer=question.answer))
    return question


async def answer_form(work: Work, command: commands.OpenForm) -> Form:
    """The dialog of an answer, for whoever was asked: without the team's card."""
    question = await asked_now(work, command)
    return Form(
        title=say("Your answer"),
        label=say("Your answer"),
        hint=say(
            "The team asks: {question} Your words may go into the draft of our public reply: please write"
            " nothing that only we should read.",
            question=question.text,
        ),
        command=commands.AnswerQuestion(item=question.item, draft=question.id),
        text="",
        submit=say("Send the answer"),
        action=Action.ANSWER,
    )
