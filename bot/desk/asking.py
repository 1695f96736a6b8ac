"""Asking somebody: a department answers a question, and the answer becomes a note that drafts know."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot import commands
from bot.desk.case import Case, Done, keep
from bot.desk.desk import DRAFTS, Desk
from bot.desk.questions import asked_now
from bot.desk.telling import notice, tell
from bot.domain import parking
from bot.domain.asking import Question, turn_done
from bot.domain.effect import Kind, tell_lane
from bot.domain.item import Item
from bot.domain.moments import comes_back
from bot.domain.people import Actor, Person, Role
from bot.domain.status import WORKABLE
from bot.domain.ticking import HANDLER
from bot.domain.timing import Department
from bot.errors import NotAllowed, Refusal
from bot.memory import Work
from bot.ports import Heard, Wake
from bot.views import FormField, Notice
from bot.words import Words, say

PATIENCE = timedelta(hours=8)
"""After so much service time a comment comes back without an answer: what nobody answers is not lost."""
MANY = 50
"""Cards of a sweep."""
LONGEST = 2000
"""Characters of a question or an answer."""


def department_field(desk: Desk) -> FormField:
    """Whom one can ask.

    Raises:
        Refusal: nobody is named in the settings.

    """
    names = [department.name for department in desk.policy.timing.departments]
    if not names:
        raise Refusal(say("Nobody to ask is in the settings. A lead can add [[departments]]."))
    choices = tuple((name, Words(name)) for name in names)
    return FormField(name="department", label=say("Whom?"), text=names[0], choices=choices, above=True)


async def ask(case: Case, command: commands.Ask) -> Done:
    """Ask a department about the item, which waits for the answer; its handler stays."""
    department, text = _department(case.desk, command.department), _short(command.text)
    _check_reachable(case.desk, department)
    surface, target = department.where
    question = Question(
        item=case.item.id,
        department=department.name,
        surface=surface,
        target=target,
        text=text,
        asked_by=case.by.person,
        asked_at=case.work.now,
    )
    told = f"{department.name}: {text}"
    hours = case.desk.policy.timing.hours
    back_at = hours.add(case.work.now, PATIENCE)
    if command.until.strip():
        back_at = comes_back(command.until, case.work.now, hours, case.desk.policy.zone)
    item = await keep(case, parking.asked(case.item, case.by, told, back_at))
    number = await case.work.questions.ask(question)
    wakes = await _show(case.work, case.desk, replace(question, id=number), item.audit_count)
    return Done(await _told(case, item, department, back_at), tuple(wakes))


async def _told(case: Case, item: Item, department: Department, back_at: datetime) -> Words:
    """What whoever asked is told, who need not be the one who handles it."""
    facts = {"department": department.name, "when": back_at}
    if item.handler == case.person.id:
        return say(
            "{department} is asked. The comment stays yours, and comes back with the answer or at {when}.",
            **facts,
        )
    handler = await case.work.people.get(item.handler or 0)
    return say(
        "{department} is asked. The comment stays with {name}, and comes back with the answer or at {when}.",
        **facts,
        name=handler.name if handler else "?",
    )


def _department(desk: Desk, name: str) -> Department:
    departments = desk.policy.timing.departments
    wanted = name.strip().casefold()
    found = [one for one in departments if one.name.casefold() == wanted]
    if not found:
        known = ", ".join(one.name for one in departments) or "–"
        raise Refusal(say("There is no department “{name}”. Known: {all}.", name=name[:40], all=known))
    return found[0]


def _check_reachable(desk: Desk, department: Department) -> None:
    """Nobody waits for the answer of somebody whom no question reaches."""
    surface = desk.surfaces.get(department.where[0])
    # On the page questions stand in channels; nobody has one there for them alone.
    if surface is None or (surface.live and department.person):
        raise Refusal(
            say(
                "{department} cannot be reached from here, so nothing was asked."
                " A lead can change [[departments]] in the settings.",
                department=department.name,
            )
        )


def _short(text: str) -> str:
    plain = text.strip()
    if not plain:
        raise Refusal(say("Please write something."))
    if len(plain) > LONGEST:
        raise Refusal(say("That is too long: at most {longest} characters.", longest=LONGEST))
    return plain


async def _show(work: Work, desk: Desk, question: Question, turn: int) -> list[Wake]:
    """Want its card shown, or made what it is now. A channel of the web page draws itself."""
    surface = desk.surfaces.get(question.surface)
    if surface is None or surface.live:
        return []
    lane = tell_lane(question.surface, question.target)
    item = await work.items.get(question.item)
    await work.effects.want(notice(work, item, lane, Kind.ASK, turn, question.id))
    return [Wake("pump", lane)]


async def fold_questions(desk: Desk) -> None:
    """Have cards say so whose question nobody has to answer any more."""
    async with desk.looking() as work:
        left = await work.questions.left_over(desk.surfaces.keys(), MANY)
    if left:
        await desk.rouse(*await desk.keep(lambda work: _fold(work, desk, left)))


async def _fold(work: Work, desk: Desk, questions: Sequence[Question]) -> list[Wake]:
    # In the order of their numbers, as everybody locks items.
    in_order = sorted(questions, key=lambda one: one.item)
    shown = [await _show(work, desk, one, turn_done(one.id)) for one in in_order]
    return [wake for wakes in shown for wake in wakes]


async def answer(case: Case, command: commands.AnswerQuestion) -> Done:
    """Somebody of the team answers, or writes down what they were told."""
    question = await asked_now(case.work, command)
    wakes = await _answered(case.work, case.desk, question, command.text, case.by)
    return Done(say("Noted: the next draft knows the answer."), tuple(wakes))


async def hear_answer(
    work: Work, desk: Desk, heard: Heard, command: commands.AnswerQuestion
) -> tuple[Notice, list[Wake]]:
    """Somebody who was asked answers. They need not be on the team: they see and say nothing but this."""
    question = await asked_now(work, command)
    by = await _whoever(work, heard, question)
    wakes = await _answered(work, desk, question, command.text, by)
    return Notice(words=say("Thank you. The team has your answer now.")), wakes


async def _answered(work: Work, desk: Desk, question: Question, text: str, by: Actor) -> list[Wake]:
    answered = replace(question, answer=_short(text), answered_by=by.person, answered_at=work.now)
    if not await work.questions.answer(answered):
        raise Refusal(say("This question was answered already: {answer}", answer=question.answer))
    return await _note(work, desk, answered, by)


async def _note(work: Work, desk: Desk, question: Question, by: Actor) -> list[Wake]:
    """The answer as a note of the item, which comes back; what is written next knows it."""
    item = await work.items.get(question.item)
    draft = await work.items.draft(item.id, item.draft) if item.draft else None
    # What a person wrote is not written over: they see the answer, and ask for a new draft if they want one.
    redraft = item.status in WORKABLE and (draft is None or draft.origin != "person")
    (kept,) = await work.items.keep(parking.answered(item, by, question.answer, work.now, redraft=redraft))
    # Nobody is told what they did themselves.
    wakes = await tell(work, desk, kept, HANDLER) if kept.handler not in {None, by.person} else []
    wakes += await _show(work, desk, question, kept.audit_count)
    return [*wakes, Wake("pump", DRAFTS)]


async def _whoever(work: Work, heard: Heard, question: Question) -> Actor:
    """Who answers: whoever sees the card, on the surface where it was shown."""
    person = await work.people.by_account(heard.surface, heard.account)
    if heard.surface != question.surface:
        raise NotAllowed(say("Please answer where you were asked."))
    if person is None:
        person = await _stranger(work, heard)
    return Actor(person=person.id, surface=heard.surface)


async def _stranger(work: Work, heard: Heard) -> Person:
    """Somebody outside the team, who is kept by name so that the trail can say who answered."""
    person = await work.people.add(heard.name or heard.account, Role.GUEST, "de")
    await work.people.link(person.id, heard.surface, heard.account, proven=False)
    return person
