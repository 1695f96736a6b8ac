"""Hearing: the one door for people. Whoever they are and whatever they ask, they get a view as an answer."""

import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot import commands, lines
from bot.desk import board, home, knowledge
from bot.desk.case import Case, Done
from bot.desk.deciding import USE_CASES
from bot.desk.desk import Desk
from bot.desk.drawing import draw
from bot.domain.people import LEAST_ROLE, Actor, Person, Role, may
from bot.domain.status import Action
from bot.errors import AugenhoeheError, NotAllowed, OutsideError, Refusal
from bot.memory import Work
from bot.ports import Heard
from bot.views import Answer, ItemCard, Notice, View
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
    commands.WhoAmI: board.who_am_i,
    commands.OpenForm: board.open_form,
    commands.OpenHome: home.open_home,
    lines.ShowFacts: knowledge.show_facts,
}
"""What only reads."""
NOTES: dict[type[commands.Command], Callable[..., Awaitable[View]]] = {
    lines.AddFact: knowledge.add_fact,
    lines.ForgetFact: knowledge.forget_fact,
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
        if isinstance(command, commands.OnItem):
            return await self._decide(heard, command)
        if isinstance(command, commands.Next):
            return await self.desk.keep(lambda work: self._next(work, heard))
        if isinstance(command, commands.ChooseLanguage):
            return await self.desk.keep(lambda work: self._choose(work, heard, command))
        if type(command) in NOTES:
            return await self.desk.keep(lambda work: self._note(work, heard))
        async with self.desk.looking() as work:
            person = await _person(work, heard)
            return await LOOKS[type(command)](board.Look(work, self.desk, person), command)

    async def _next(self, work: Work, heard: Heard) -> View:
        person = await _person(work, heard)
        if person.role < Role.RESPONDER:
            raise NotAllowed(_NO_RIGHT)
        if heard.key and not await work.people.hear_once(_key(heard)):
            return await board.mine(board.Look(work, self.desk, person), commands.Mine())
        return await board.take_next(work, self.desk, person, heard.surface)

    async def _note(self, work: Work, heard: Heard) -> View:
        person = await _person(work, heard)
        if person.role < Role.RESPONDER:
            raise NotAllowed(_NO_RIGHT)
        if heard.key and not await work.people.hear_once(_key(heard)):
            return Notice(words=_DONE)
        return await NOTES[type(heard.command)](board.Look(work, self.desk, person), heard.command)

    async def _choose(self, work: Work, heard: Heard, command: commands.ChooseLanguage) -> View:
        person = await _person(work, heard)
        return await home.choose_language(board.Look(work, self.desk, person), command)

    async def _decide(self, heard: Heard, command: commands.OnItem) -> View:
        (done, card), wakes = await self.desk.change(lambda work: self._decided(work, heard, command))
        self.desk.rouse_soon(*wakes, *done.wakes)
        return Answer(words=done.words, card=card)

    async def _decided(self, work: Work, heard: Heard, command: commands.OnItem) -> tuple[Done, ItemCard]:
        person = await _person(work, heard)
        _check_right(person, command)
        done = Done(_DONE)
        if not heard.key or await work.people.hear_once(_key(heard)):
            item = await work.items.get(command.item)
            case = Case(work, self.desk, Actor(person=person.id, surface=heard.surface), item)
            done = await USE_CASES[type(command)](case, command)
        return done, draw(await board.dossier(work, command.item), self.desk, person)

    async def _refused(self, heard: Heard, words: Words) -> Notice:
        """A refusal, with the item as it is now and what the person had typed: nothing is lost."""
        card = None
        if isinstance(heard.command, commands.OnItem):
            async with self.desk.looking() as work:
                person = await work.people.by_account(heard.surface, heard.account)
                found = await work.items.dossiers([heard.command.item])
                known = person is not None and person.role > Role.GUEST
                card = draw(found[0], self.desk, person) if found and known else None
        return Notice(words=words, refused=True, kept_text=_typed(heard), card=card)


_DONE = say("That was done already.")
_NO_RIGHT = say("You may only look. A lead can change that.")
_ROLES = {
    Role.GUEST: say("guest"),
    Role.VIEWER: say("viewer"),
    Role.RESPONDER: say("responder"),
    Role.APPROVER: say("approver"),
    Role.LEAD: say("lead"),
}


def _check_right(person: Person, command: commands.OnItem) -> None:
    posts = isinstance(command, commands.Edit) and command.post
    action = Action.APPROVE if posts else command.action
    if not may(person.role, action):
        raise NotAllowed(
            say(
                "This needs the role “{role}”; yours is “{yours}”. A lead can change that.",
                role=_ROLES[LEAST_ROLE[action]],
                yours=_ROLES[person.role],
            )
        )


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
