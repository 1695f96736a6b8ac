"""Knowledge of these days: what people note for drafts, without touching the prompt library."""

from datetime import datetime

from bot import commands, lines
from bot.desk.board import Look
from bot.desk.case import Case, Done
from bot.desk.desk import Desk
from bot.domain import posting
from bot.domain.audit import Tag
from bot.domain.known import LONGEST_ANSWER, LONGEST_QUESTION, KnownFact
from bot.domain.moments import holds_until
from bot.domain.status import Action
from bot.errors import NotFound, Refusal
from bot.memory import Work
from bot.views import FactLine, FactList, Notice
from bot.words import Words, say

Noting = lines.AddFact | commands.SaveFact


async def add_fact(look: Look, command: lines.AddFact) -> Notice:
    """Note something for drafts."""
    return Notice(words=await _note(look.work, look.desk, look.person.id, command))


async def save_fact(case: Case, command: commands.SaveFact) -> Done:
    """Note the answer that was given to this item for drafts."""
    change = posting.ask(case.item, Action.SAVE_FACT, Tag.FACT_SAVED, case.by)
    words = await _note(case.work, case.desk, case.by.person, command, case.item.id)
    await case.work.items.keep(change)
    return Done(words)


async def forget_fact(look: Look, command: lines.ForgetFact) -> Notice:
    """Drafts are not told this any more.

    Raises:
        NotFound: they are not told it now.

    """
    if not await look.work.knowledge.forget(command.number, look.person.id):
        raise NotFound(say("There is no fact {number} now. See /queue facts.", number=command.number))
    return Notice(words=say("Fact {number} is forgotten: drafts no longer use it.", number=command.number))


async def show_facts(look: Look, _: lines.ShowFacts) -> FactList:
    """What was noted for drafts and holds now."""
    return FactList(lines=tuple(_line(fact) for fact in await look.work.knowledge.valid()))


async def _note(work: Work, desk: Desk, person: int, command: Noting, source: int | None = None) -> Words:
    fact = KnownFact(
        question=_short(command.question, LONGEST_QUESTION),
        answer=_short(command.text, LONGEST_ANSWER),
        author=person,
        at=work.now,
        until=_until(command, desk, work.now),
        source=source,
    )
    if not fact.answer:
        raise Refusal(say("Please say what is true, as in: {example}", example=lines.EXAMPLE))
    number = await work.knowledge.note(fact)
    if fact.until is None:
        return say("Noted for drafts. To take it away: /queue forget {number}", number=number)
    return say(
        "Noted for drafts until {when}. To take it away sooner: /queue forget {number}",
        when=fact.until,
        number=number,
    )


def _until(command: Noting, desk: Desk, now: datetime) -> datetime | None:
    if not command.until.strip():
        return None
    return holds_until(command.until, now, desk.policy.timing.hours, desk.policy.zone)


def _short(text: str, longest: int) -> str:
    """On one line: a fact is a sentence or two.

    Raises:
        Refusal: it is longer.

    """
    plain = " ".join(text.split())
    if len(plain) > longest:
        raise Refusal(say("That is too long: at most {longest} characters.", longest=longest))
    return plain


def _line(fact: KnownFact) -> FactLine:
    return FactLine(
        number=fact.id,
        question=fact.question,
        answer=fact.answer,
        by=fact.by,
        at=fact.at,
        until=fact.until,
        item=fact.source or 0,
    )
