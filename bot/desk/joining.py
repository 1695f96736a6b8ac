"""Joining: whom a chat tool's settings name is let in, and their role follows when the lists change."""

import json
import logging
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.abilities import Lists, Member
from bot.desk.desk import Desk
from bot.desk.signing import unsign_draft
from bot.domain.audit import Event, Tag
from bot.domain.item import Change, Item
from bot.domain.people import PROGRAM, STAND_IN, Actor, Person, Role
from bot.errors import OutsideError, TryLater
from bot.memory import Work

log = logging.getLogger("augenhoehe.joining")
EMAIL = "email"
"""The surface under which verified addresses are kept: who has the same one is the same person."""
LEASE = timedelta(minutes=2)
_NO_DOORS = frozenset({EMAIL, STAND_IN, "terminal"})
"""Surfaces on which an account lets nobody in: an address, and names that the program wrote down itself."""
_ALL = 1_000_000


async def follow_lists(desk: Desk, surface: Lists, language: str) -> None:
    """Let in whom the lists name now, and give everybody the role that they say.

    Raises:
        OutsideError: the chat tool does not tell who is named.

    """
    named = await surface.named()
    lane, token = f"joining:{surface.name}", secrets.token_hex(8)
    if not await desk.keep(lambda work: work.lanes.enter(lane, token, LEASE)):
        return
    try:
        async with desk.looking() as work:
            before = await _before(work, surface.name)
        for account, role in named.items():
            if before.get(account) is not role:
                await _one(desk, surface, account, role, language)
        await desk.keep(lambda work: _leave(work, surface.name, before, named))
    finally:
        await desk.keep(lambda work: work.lanes.leave(lane, token))


async def link(work: Work, person: Person, surface: str, account: str, by: Actor) -> None:
    """An account is this person's from now on, because a lead says so."""
    name = account.strip().casefold() if surface == EMAIL else account.strip()
    former = await work.people.by_account(surface, name)
    await work.people.link(person.id, surface, name, by=by)
    if former is not None and former.id != person.id:
        left = (await work.people.surfaces()).get(former.id, frozenset())
        if not left - _NO_DOORS:
            await _merge(work, former, person, by)


async def become(work: Work, before: Person, now: Person, by: Actor = PROGRAM) -> None:
    """Keep what changed of somebody; who may not work on anything any more gives back what they handle."""
    await work.people.change(before, now, by)
    if now.role < Role.RESPONDER:
        await give_back(work, now.id, by)


async def give_back(work: Work, person: int, by: Actor) -> None:
    """What somebody handles is nobody's, and their signature stands beneath no draft of the program."""
    for item in await _handled(work, person):
        freed = replace(item, handler=None)
        (kept,) = await work.items.keep(Change(item=freed, events=(_event(item, Tag.ITEM_RELEASED, by),)))
        await unsign_draft(work, kept, by)


async def _merge(work: Work, former: Person, person: Person, by: Actor) -> None:
    """Nobody comes in under the former number any more: what is open there is the person's now."""
    for address in await work.people.accounts_of(former.id, EMAIL):
        await work.people.link(person.id, EMAIL, address, by=by)
    if person.role >= Role.RESPONDER:
        said = f"→ {person.name}"
        for item in await _handled(work, former.id):
            theirs = replace(item, handler=person.id)
            event = _event(item, Tag.ITEM_HANDED_OVER, by, said)
            await work.items.keep(Change(item=theirs, events=(event,)))
    await work.people.merge(former.id, person, by)
    await become(work, former, replace(former, role=Role.GUEST), by)


async def _handled(work: Work, person: int) -> list[Item]:
    return [*(await work.items.get_many(await work.queue.mine(person, _ALL))).values()]


def _event(item: Item, tag: Tag, by: Actor, text: str = "") -> Event:
    return Event(tag=tag, actor=by, draft=item.draft, version=item.version, text=text)


async def _one(desk: Desk, surface: Lists, account: str, role: Role, language: str) -> None:
    async with desk.looking() as work:
        known = await work.people.by_account(surface.name, account)
    member = Member(name=account) if known else await _called(surface, account)
    await desk.keep(lambda work: _let_in(work, surface.name, account, (member, role, language)))


async def _let_in(work: Work, surface: str, account: str, new: tuple[Member, Role, str]) -> None:
    member, role, language = new
    email = member.email.strip().casefold()
    listed = account in await _before(work, surface)
    person = await work.people.by_account(surface, account)
    if person is None and email:
        person = await work.people.by_account(EMAIL, email)
    if person is None:
        person = await work.people.add(member.name, role, language)
    # Who has a role from elsewhere keeps it when a list first names them; later the list is followed.
    await become(work, person, replace(person, role=role if listed else max(role, person.role)))
    # Without an address, nobody but a lead can say that two accounts are the same person's, or are not.
    await work.people.link(person.id, surface, account, proven=bool(email))
    if email:
        await work.people.link(person.id, EMAIL, email)


async def _leave(work: Work, surface: str, before: Mapping[str, Role], named: Mapping[str, Role]) -> None:
    """Whoever is on no list any more may do nothing, unless somebody gave them another role since."""
    for account in before.keys() - named.keys():
        person = await work.people.by_account(surface, account)
        if person is not None and person.role is before[account]:
            await become(work, person, replace(person, role=Role.GUEST))
    await work.set_fact(_fact(surface), json.dumps({account: int(role) for account, role in named.items()}))


async def _before(work: Work, surface: str) -> dict[str, Role]:
    """What the lists said when they were followed last."""
    kept: dict[str, int] = json.loads(await work.fact(_fact(surface)) or "{}")
    return {account: Role(role) for account, role in kept.items()}


def _fact(surface: str) -> str:
    return f"named:{surface}"


async def _called(surface: Lists, account: str) -> Member:
    try:
        return await surface.member(account)
    except TryLater:
        raise
    except OutsideError as error:
        log.warning("no name", extra={"account": account, "why": str(error.words)})
        return Member(name=account)
