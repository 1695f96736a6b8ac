"""Who the settings name: members one by one, and everybody in a team or channel."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

from adapters.surfaces.teams.connector import Connector, Json
from adapters.surfaces.teams.errors import foreign_errors
from adapters.surfaces.teams.references import References
from adapters.surfaces.teams.settings import TeamsSettings
from bot.abilities import Member
from bot.domain.people import Role
from bot.errors import NeedsPerson, Refused
from bot.words import say

MOST_PAGES = 40
"""Pages of members that are read of one team: 20,000 people."""
_UNKNOWN = say("None of our teams in Teams has a member with the id {account}.")


class Members:
    """The lists of the settings, as they are in Teams now."""

    def __init__(self, settings: TeamsSettings, connector: Connector, references: References) -> None:
        self._settings = settings
        self._connector = connector
        self._references = references

    async def named(self) -> Mapping[str, Role]:
        """Everybody who is named, and as what; somebody named twice has the higher role.

        Guests of a team are not named by it: only their own id or address in a list lets them in. Of another
        organisation's people, whom a shared channel has too, only the id: it writes their addresses itself.

        Raises:
            OutsideError: Teams does not tell who is in a team.
        """
        found = dict(self._settings.roles)
        sought, fault = set(self._settings.addresses), None
        for room in await self._to_read():
            try:
                members = [one async for one in self._in(room)]
            except (NeedsPerson, Refused) as error:
                fault = error
                if room in self._settings.rooms:
                    raise
                continue
            for one in members:
                if self._ours(one):
                    sought -= _addresses(one)
                    self._name(one, room, found)
        # Whoever could not be looked for must not count as nobody.
        if fault and sought:
            raise fault
        return found

    def _name(self, one: Json, room: str, found: dict[str, Role]) -> None:
        """Add somebody, if a list names them."""
        account, role = _account(one), self._settings.rooms.get(room)
        known = self._settings.addresses
        roles = [known[address] for address in _addresses(one) if address in known]
        roles += [role] if role is not None and not _guest(one) else []
        if account and roles:
            found[account] = max(*roles, found.get(account, Role.GUEST))

    async def member(self, account: str) -> Member:
        """How a member is called, and their address; a guest's is another organisation's business."""
        found = await self.find(account)
        name = str(found.get("name") or account)
        ours = self._ours(found) and not _guest(found)
        return Member(name=name, email=str(found.get("email") or "") if ours else "")

    async def find(self, account: str) -> Json:
        """What one of our teams knows about somebody.

        Raises:
            OutsideError: none of them knows them, or Teams does not tell.
        """
        for room in await self._references.everywhere():
            try:
                found = await self._one(room, account)
            except (NeedsPerson, Refused):
                continue
            if found:
                return found
        raise NeedsPerson(say(_UNKNOWN.text, account=account))

    async def _one(self, room: str, account: str) -> Json | None:
        """Somebody in a team. Not every Teams takes an object id for one: then all are looked through."""
        try:
            return await self._connector.member(await self._references.service(), room, account)
        except (NeedsPerson, Refused):
            members = [one async for one in self._in(room)]
        return next((one for one in members if _account(one) == account), None)

    def _ours(self, one: Json) -> bool:
        """Whether it is an account of our tenant, guests among them; the emulator has none."""
        tenant, us = str(one.get("tenantId") or "").casefold(), self._settings.tenant.casefold()
        return not us or tenant in {"", us}

    async def _to_read(self) -> list[str]:
        """The teams whose members have to be looked through: all of them, to find addresses."""
        named = list(self._settings.rooms)
        if not self._settings.addresses:
            return named
        return list(dict.fromkeys([*named, *await self._references.everywhere()]))

    async def _in(self, room: str) -> AsyncIterator[Json]:
        base, page = await self._references.service(), ""
        for _ in range(MOST_PAGES):
            told = await self._connector.members(base, room, page=page)
            with foreign_errors(changes=False):
                some: list[Json] = [dict(one) for one in told["members"]]
                page = str(told.get("continuationToken") or "")
            for one in some:
                yield one
            if not page:
                return


def _account(member: Mapping[str, Any]) -> str:
    return str(member.get("aadObjectId") or member.get("objectId") or "").casefold()


def _addresses(member: Mapping[str, Any]) -> set[str]:
    return {str(member.get(name) or "").casefold() for name in ("email", "userPrincipalName")} - {""}


def _guest(member: Mapping[str, Any]) -> bool:
    role = str(member.get("userRole") or "").casefold()
    return role in {"guest", "anonymous"} or "#ext#" in str(member.get("userPrincipalName") or "").casefold()
