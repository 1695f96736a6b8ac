"""Joining: whom the settings of a chat tool name is on the team, with the role that they say now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.abilities import Member
from bot.desk.joining import follow_lists
from bot.domain.people import Person, Role
from bot.errors import NeedsPerson, TryLater
from bot.words import say
from tests.world import World


@dataclass
class Club:
    """A chat tool with lists."""

    name: str = "room"
    lists: dict[str, Role] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    shut: bool = False

    async def named(self) -> Mapping[str, Role]:
        if self.shut:
            raise NeedsPerson(say("Nobody tells."))
        return dict(self.lists)

    async def member(self, account: str) -> Member:
        if account not in self.members:
            raise NeedsPerson(say("Nobody of that name."))
        return self.members[account]


async def known(world: World, account: str, surface: str = "room") -> Person | None:
    async with world.database.read() as work:
        return await work.people.by_account(surface, account)


async def role_of(world: World, account: str, surface: str = "room") -> Role | None:
    person = await known(world, account, surface)
    return person.role if person else None


async def test_whoever_is_named_is_let_in_by_name_and_follows_the_lists(world: World) -> None:
    club = Club(lists={"U1": Role.APPROVER, "U2": Role.VIEWER}, members={"U1": Member(name="Kim Vogt")})
    for _ in range(2):
        await follow_lists(world.desk, club, "en")
    kim, nameless = await known(world, "U1"), await known(world, "U2")
    assert kim == Person(id=kim.id if kim else 0, name="Kim Vogt", role=Role.APPROVER, language="en")
    assert nameless
    assert (nameless.name, nameless.role) == ("U2", Role.VIEWER)

    club.lists = {"U1": Role.RESPONDER, "U3": Role.LEAD}
    await follow_lists(world.desk, club, "en")
    assert [await role_of(world, account) for account in ("U1", "U2", "U3")] == [
        Role.RESPONDER,
        Role.GUEST,
        Role.LEAD,
    ]
    club.lists["U2"] = Role.VIEWER
    await follow_lists(world.desk, club, "en")
    assert await role_of(world, "U2") is Role.VIEWER


async def test_a_proven_address_makes_accounts_of_two_chat_tools_one_person(world: World) -> None:
    kim = {"U1": Member(name="Kim", email="Kim@B.example")}
    await follow_lists(world.desk, Club(lists={"U1": Role.RESPONDER}, members=kim), "de")
    hall = Club(
        name="hall", lists={"h7": Role.APPROVER}, members={"h7": Member(name="K.", email="kim@b.example ")}
    )
    await follow_lists(world.desk, hall, "de")
    assert await known(world, "U1") == await known(world, "h7", "hall")
    assert await role_of(world, "U1") is Role.APPROVER


async def test_a_role_from_elsewhere_is_not_taken_by_a_first_naming_or_by_its_end(world: World) -> None:
    club = Club(lists={"lea": Role.VIEWER, "ari": Role.LEAD})
    await follow_lists(world.desk, club, "de")
    assert await role_of(world, "lea") is Role.LEAD
    assert await role_of(world, "ari") is Role.LEAD
    club.lists = {}
    await follow_lists(world.desk, club, "de")
    assert await role_of(world, "lea") is Role.LEAD
    assert await role_of(world, "ari") is Role.GUEST


async def test_while_nobody_tells_everything_stays(world: World) -> None:
    club = Club(lists={"U1": Role.APPROVER})
    await follow_lists(world.desk, club, "de")
    club.shut = True
    with pytest.raises(NeedsPerson):
        await follow_lists(world.desk, club, "de")
    assert await role_of(world, "U1") is Role.APPROVER


async def test_somebody_whose_name_is_told_later_is_let_in_later(world: World) -> None:
    class Busy(Club):
        """A chat tool that asks for time."""

        async def member(self, account: str) -> Member:
            if account not in self.members:
                raise TryLater(say("Slow down."))
            return await super().member(account)

    club = Busy(lists={"U1": Role.APPROVER})
    with pytest.raises(TryLater):
        await follow_lists(world.desk, club, "de")
    assert await known(world, "U1") is None
    club.members["U1"] = Member(name="Kim")
    await follow_lists(world.desk, club, "de")
    assert await role_of(world, "U1") is Role.APPROVER


async def test_only_one_process_follows_them_at_a_time(world: World) -> None:
    async with world.database.work() as work:
        await work.lanes.enter("joining:room", "another", timedelta(minutes=1))
    await follow_lists(world.desk, Club(lists={"U1": Role.APPROVER}), "de")
    assert await known(world, "U1") is None
