"""Joining: whom a chat tool's settings name is let in, and their role follows when the lists change."""

import json
import logging
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.abilities import Lists, Member
from bot.desk.desk import Desk
from bot.domain.people import Actor, Person, Role
from bot.errors import OutsideError, TryLater
from bot.memory import Work

log = logging.getLogger("augenhoehe.joining")
EMAIL = "email"
"""The surface under which verified addresses are kept: who has the same one is the same person."""
LEASE = timedelta(minutes=2)


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
    await work.people.link(person.id, surface, name, by=by)


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
    await work.people.change(person, replace(person, role=role if listed else max(role, person.role)))
    # Without an address, nobody but a lead can say that two accounts are the same person's, or are not.
    await work.people.link(person.id, surface, account, proven=bool(email))
    if email:
        await work.people.link(person.id, EMAIL, email)


async def _leave(work: Work, surface: str, before: Mapping[str, Role], named: Mapping[str, Role]) -> None:
    """Whoever is on no list any more may do nothing, unless somebody gave them another role since."""
    for account in before.keys() - named.keys():
        person = await work.people.by_account(surface, account)
        if person is not None and person.role is before[account]:
            await work.people.change(person, replace(person, role=Role.GUEST))
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
