"""Hearing: the one door for people. Whoever they are and whatever they ask, they get a view as an answer."""

import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot import bulk, commands, for_you, lines, report_commands
from bot.commands import to_button
from bot.desk import arriving, board, forms, home, knowledge, registering, reporting
from bot.desk import bulk as clearing
from bot.desk.asking import hear_answer
from bot.desk.case import Case, Done
from bot.desk.claiming import take_next
from bot.desk.deciding import USE_CASES
from bot.desk.desk import Desk
from bot.desk.drawing import draw
from bot.desk.for_you import see
from bot.desk.questions import answer_form
from bot.desk.shift_doors import SHIFT_LOOKS, SHIFT_NOTES
from bot.desk.shift_telling import WAKE
from bot.desk.waiting import show_parked
from bot.desk.withholding import nothing_next
from bot.desk.writing import believed, done_writing, still_writing
from bot.domain.people import LEAST_ROLE, ROLES, Actor, Person, Role, may
from bot.domain.status import Action
from bot.errors import AugenhoeheError, NotAllowed, OutsideError, Refusal
from bot.memory import Work
from bot.ports import Heard
from bot.views import Answer, Button, ItemCard, Notice, View
from bot.words import Words, say

log = logging.getLogger("augenhoehe.hearing")
LOOKS: dict[type[commands.Command], Callable[..., Awaitable[View]]] = {
    commands.ShowItem: board.show_item,
    commands.ShowChannel: board.show_channel,
    commands.ShowQueue: board.show_queue,
    commands.Mine: board.mine,
    commands.Search: board.search,
    commands.ShowLog: board.show_log,
    commands.Help: board.show_help,
    commands.WhoAmI: arriving.who_am_i,
    commands.OpenForm: forms.open_form,
    commands.OpenHome: home.open_home,
    bulk.ShowQuiet: clearing.show_quiet,
    bulk.ShowAuthor: registering.show_author,
    bulk.ShowGrants: registering.show_grants,
    bulk.ExportGrants: registering.export_grants,
    lines.ShowFacts: knowledge.show_facts,
    lines.ShowParked: show_parked,
    report_commands.ShowReport: reporting.show_report,
    report_commands.ExportReport: reporting.export_report,
    **SHIFT_LOOKS,
}
"""What only reads."""
NOTES: dict[type[commands.Command], Callable[..., Awaitable[View]]] = {
    lines.AddFact: knowledge.add_fact,
    lines.ForgetFact: knowledge.forget_fact,
    bulk.SpeakIn: home.speak_in,
    bulk.SignAs: home.sign_as,
    for_you.SeeForYou: see,
    commands.StillWriting: still_writing,
    commands.DoneWriting: done_writing,
    **SHIFT_NOTES,
}
"""What changes something that is about no item."""


@dataclass(frozen=True)
class Hearing:
    """Hears people, and answers."""

    desk: Desk

    async def __call__(self, heard: Heard) -> View:
        """Answer what a person asked for. Never raises for anything that a person can do."""
        try:
            return await self._polite(heard)
        except AugenhoeheError as error:
            log.exception("not possible", extra={"command": type(heard.command).__name__})
            return Notice(words=error.words, refused=True, kept_text=_typed(heard))
        except Exception:  # the boundary: a person gets an id to tell, and we get the trace
            number = secrets.token_hex(4)
            log.exception("failed", extra={"failure": number, "command": type(heard.command).__name__})
            words = say(
                "Something went wrong on our side. Nothing was changed. Please try again, and if it"
                " stays, tell your operator this number: {number}.",
                number=number,
            )
            return Notice(words=words, refused=True, kept_text=_typed(heard))

    async def _polite(self, heard: Heard) -> View:
        try:
            return await self._answer(heard)
        except (Refusal, OutsideError) as refusal:
            return await self._refused(heard, refusal.words)

    async def _answer(self, heard: Heard) -> View:
        command = heard.command
        if isinstance(command, commands.AnswerQuestion | commands.OpenForm):
            view = await self._outside(heard, command)
            if view is not None:
                return view
        if isinstance(command, commands.OnItem):
            return await self._decide(heard, command)
        if isinstance(command, bulk.OnMany):
            return await self._many(heard, command)
        if isinstance(command, commands.Next | commands.ChooseLanguage) or type(command) in NOTES:
            view = await self.desk.keep(lambda work: self._change(work, heard))
            self.desk.rouse_soon(*([WAKE] if type(command) in SHIFT_NOTES else []))
            return view
        return await self._look(heard, command)

    async def _change(self, work: Work, heard: Heard) -> View:
        """What changes something that is about no item that somebody has seen."""
        command = heard.command
        if isinstance(command, commands.ChooseLanguage):
            return await self._choose(work, heard, command)
        return await (self._next if isinstance(command, commands.Next) else self._note)(work, heard)

    async def _look(self, heard: Heard, command: commands.Command) -> View:
        async with self.desk.looking() as work:
            person = await _person(work, heard)
            view = await LOOKS[type(command)](board.Look(work, self.desk, person, heard.surface), command)
        if isinstance(command, commands.OpenForm):
            await self._writes(command, person, heard.surface)
        return view

    async def _writes(self, command: commands.OpenForm, person: Person, surface: str) -> None:
        """After the look, so that a dialog opens no later for it. A form in everybody's card says nothing."""
        if command.action is Action.EDIT and not command.in_card:
            lasting = believed(self.desk, surface)
            await self.desk.keep(lambda work: work.items.writes(command.item, person.id, lasting))

    async def _outside(
        self, heard: Heard, command: commands.AnswerQuestion | commands.OpenForm
    ) -> View | None:
        """Somebody who was asked something and is not on the team; None for everybody else."""
        async with self.desk.looking() as work:
            person = await work.people.by_account(heard.surface, heard.account)
            if command.action is not Action.ANSWER or (person and person.role >= Role.RESPONDER):
                return None
            # Their card names the question; the team's own cards, which they may see too, do not.
            if not command.draft:
                return None
            if isinstance(command, commands.OpenForm):
                return await answer_form(work, command)
        notice, wakes = await self.desk.keep(lambda work: hear_answer(work, self.desk, heard, command))
        self.desk.rouse_soon(*wakes)
        return notice

    async def _next(self, work: Work, heard: Heard) -> View:
        person = await _person(work, heard)
        if person.role < Role.RESPONDER:
            raise NotAllowed(_NO_RIGHT)
        if heard.key and not await work.people.hear_once(_key(heard)):
            return await board.mine(board.Look(work, self.desk, person), commands.Mine())
        card = await self._next_card(work, person, heard.surface)
        return card or Notice(words=await nothing_next(work, self.desk, person))

    async def _next_card(self, work: Work, person: Person, surface: str) -> ItemCard | None:
        """The next item that fits, which is theirs now."""
        number = await take_next(work, self.desk, person, surface)
        return draw(await board.dossier(work, number), self.desk, person) if number else None

    async def _many(self, heard: Heard, command: bulk.OnMany) -> View:
        """Several items, each in a transaction of its own."""
        first, _ = await self.desk.change(lambda work: _first_time(work, heard))
        async with self.desk.looking() as work:
            person = await _person(work, heard)
        said = await clearing.change_many(self.desk, person, heard.surface, command) if first else _DONE
        async with self.desk.looking() as work:
            return await clearing.show_quiet(board.Look(work, self.desk, person), said=said)

    async def _note(self, work: Work, heard: Heard) -> View:
        person = await _person(work, heard)
        if person.role < Role.RESPONDER:
            raise NotAllowed(_NO_RIGHT)
        if heard.key and not await work.people.hear_once(_key(heard)):
            return Notice(words=_DONE)
        look = board.Look(work, self.desk, person, heard.surface)
        return await NOTES[type(heard.command)](look, heard.command)

    async def _choose(self, work: Work, heard: Heard, command: commands.ChooseLanguage) -> View:
        person = await _person(work, heard)
        return await home.choose_language(board.Look(work, self.desk, person), command)

    async def _decide(self, heard: Heard, command: commands.OnItem) -> View:
        (done, answer), wakes = await self.desk.change(lambda work: self._decided(work, heard, command))
        self.desk.rouse_soon(*wakes, *done.wakes)
        return answer

    async def _decided(self, work: Work, heard: Heard, command: commands.OnItem) -> tuple[Done, Answer]:
        person = await _person(work, heard)
        _check_right(person, command)
        done = Done(_DONE)
        if not heard.key or await work.people.hear_once(_key(heard)):
            item = await work.items.get(command.item)
            by = Actor(person=person.id, surface=heard.surface)
            case = Case(work, self.desk, by, item, person, heard.account)
            done = await USE_CASES[type(command)](case, command)
        card = draw(await board.dossier(work, command.item), self.desk, person)
        onward = await self._next_card(work, person, heard.surface) if done.onward else None
        if done.onward and onward is None:
            return done, Answer(words=say("{done} Nothing else waits for you.", done=done.words), card=card)
        return done, Answer(words=done.words, card=card, onward=onward)

    async def _refused(self, heard: Heard, words: Words) -> Notice:
        """A refusal, with the item as it is now and what the person had typed: nothing is lost."""
        card = None
        if isinstance(heard.command, commands.OnItem):
            async with self.desk.looking() as work:
                person = await work.people.by_account(heard.surface, heard.account)
                found = await work.items.dossiers([heard.command.item])
                known = person is not None and person.role > Role.GUEST
                card = draw(found[0], self.desk, person) if found and known else None
        buttons = _instead(card, heard.command) if card else ()
        return Notice(words=words, refused=True, kept_text=_typed(heard), card=card, buttons=buttons)


def _instead(card: ItemCard, command: commands.Command) -> tuple[Button, ...]:
    """What was asked for, where it only lacks a yes to a question."""
    if not isinstance(command, commands.OnItem):
        return ()
    return tuple(
        one
        for one in card.buttons
        if one.command.action is command.action
        and one.confirm
        and to_button(one.command) != to_button(command)
    )


_DONE = say("That was done already.")
_NO_RIGHT = say("You may only look. A lead can change that.")


def _check_right(person: Person, command: commands.OnItem) -> None:
    posts = isinstance(command, commands.Edit) and command.post
    action = Action.APPROVE if posts else command.action
    if not may(person.role, action):
        raise NotAllowed(
            say(
                "This needs the role “{role}”; yours is “{yours}”. A lead can change that.",
                role=ROLES[LEAST_ROLE[action]],
                yours=ROLES[person.role],
            )
        )


async def _first_time(work: Work, heard: Heard) -> bool:
    return not heard.key or await work.people.hear_once(_key(heard))


def _key(heard: Heard) -> str:
    return f"{heard.surface}:{heard.account}:{heard.key}"


def _typed(heard: Heard) -> str:
    return str(getattr(heard.command, "text", ""))


async def _person(work: Work, heard: Heard) -> Person:
    """The person behind the account; rights are checked here, at every click."""
    person = await work.people.by_account(heard.surface, heard.account)
    if person is None or person.role is Role.GUEST:
        raise NotAllowed(
            say("We do not know you yet. Please ask a lead to add you; nothing was changed."),
        )
    return person
