"""One person, however many accounts they have had: what they did on any of them stays theirs."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot import commands
from bot.desk.joining import become, follow_lists, link
from bot.domain.audit import Tag
from bot.domain.people import Actor, Person, Role
from bot.domain.status import Action, Status
from bot.domain.trail import TeamTag
from storage.team_check import check_chains
from tests.desk.test_joining import Club
from tests.desk.test_second import grave, offered  # noqa: F401  # a fixture
from tests.desk.test_time import RULES, keeping, known_in_the_hall, passes
from tests.desk.test_vetting import FINDS
from tests.world import World, click

ELSEWHERE = {"by": "ari-too", "on": "room"}
"""Ari, on an account of which nobody has said yet that it is theirs."""


async def another(world: World, account: str = "ari-too", *, proven: bool = True) -> Person:
    """Somebody who may approve, it seems, with one account."""
    async with world.database.work() as work:
        person = await work.people.add(account, Role.APPROVER, "de")
        await work.people.link(person.id, "room", account, proven=proven)
    return person


async def is_said_to_be(world: World, name: str, account: str = "ari-too") -> None:
    """A lead says whose an account is."""
    by = Actor(person=world.people["Lea"].id, surface="terminal")
    async with world.database.work() as work:
        await link(work, world.people[name], "room", account, by)


async def person(world: World, number: int) -> Person:
    async with world.database.read() as work:
        found = await work.people.get(number)
    assert found
    return found


async def unread(world: World, name: str) -> int:
    async with world.database.read() as work:
        return await work.inbox.unseen(world.people[name].id)


class TestTheSecondYes:
    @pytest.mark.parametrize("did", ["wrote", "approved"])
    @pytest.mark.parametrize("owners", [("Ari",), ("Rob", "Ari"), ("Ari", "Rob", "Ari")])
    async def test_is_nobodys_who_wrote_or_approved_first_on_an_account_that_became_theirs(
        self,
        grave: World,  # noqa: F811
        did: str,
        owners: tuple[str, ...],
    ) -> None:
        await another(grave)
        card = await grave.comes_in()
        if did == "wrote":
            card = await grave.done(click(commands.Edit, card, text="Mein Text"), **ELSEWHERE)
            first = await grave.approve(card, by="kim")
        else:
            first = await grave.approve(card, **ELSEWHERE)
        for name in owners:
            await is_said_to_be(grave, name)
        for account in ({"by": "ari"}, ELSEWHERE):
            await grave.refused(click(commands.Approve, first, agreed=True), **account)
        assert Action.APPROVE not in offered(await grave.card(1))
        mine = Action.TAKE_BACK if did == "approved" else Action.DECLINE
        assert mine in offered(await grave.card(1))
        before = await unread(grave, "Ari")
        if did == "wrote":
            assert (await grave.approve(first, by="lea")).status is Status.APPROVED
            return
        await grave.done(click(commands.Decline, first, text="Zu hart"), by="lea")
        assert await unread(grave, "Ari") == before + 1

    @pytest.mark.parametrize("did", ["wrote", "approved"])
    async def test_is_void_when_it_turns_out_to_be_the_firsts_before_it_goes_out(
        self,
        grave: World,  # noqa: F811
        did: str,
    ) -> None:
        await another(grave)
        card = await grave.comes_in()
        if did == "wrote":
            card = await grave.done(click(commands.Edit, card, text="Mein Text"), **ELSEWHERE)
        later = click(commands.ApproveLater, card, text="in 3 days", agreed=True)
        first = await grave.done(later, **({"by": "kim"} if did == "wrote" else ELSEWHERE))
        assert (await grave.approve(first)).status is Status.APPROVED
        await is_said_to_be(grave, "Ari")
        post_at = (await grave.item(1)).post_at
        assert post_at
        await grave.later((post_at - grave.clock()).total_seconds() + 60)
        assert (await grave.status(1), grave.public()) == (Status.DRAFTED, [])

    async def test_is_wanted_of_another_where_the_wording_asks_for_one(self, patient: World) -> None:
        patient.scribe.finds = FINDS
        await another(patient)
        card = await patient.comes_in()
        card = await patient.done(click(commands.Edit, card, text="Es war unser Fehler."), **ELSEWHERE)
        await is_said_to_be(patient, "Ari")
        mine = await patient.done(click(commands.Approve, card, agreed=True, checked=True))
        assert mine.status is Status.AWAITING

    async def test_of_a_later_text_is_anybodys_again(self, grave: World) -> None:  # noqa: F811
        ghost = await another(grave)
        async with grave.database.work() as work:
            await work.people.link(ghost.id, "web", "ghost")
        await is_said_to_be(grave, "Ari")
        # They are two people after all, and one of them had used the account of the other.
        assert (await person(grave, ghost.id)).role is Role.APPROVER
        grave.clock.pass_by(120)
        edited = await grave.done(click(commands.Edit, await grave.comes_in(), text="Neu"), by="ghost")
        first = await grave.approve(edited, by="kim")
        assert (await grave.approve(first)).status is Status.APPROVED

    async def test_is_not_asked_where_nobody_said_whose_the_account_is(self, grave: World) -> None:  # noqa: F811
        for name in ("Kim", "Lea"):
            async with grave.database.work() as work:
                one = grave.people[name]
                await work.people.change(one, replace(one, role=Role.VIEWER))
        await another(grave, proven=False)
        said = await grave.ask(click(commands.Approve, await grave.comes_in()))
        assert "Nobody else" in str(said)


class TestAnEmptiedNumber:
    async def test_may_do_nothing_and_what_it_handled_is_the_persons(self, world: World) -> None:
        hall = keeping(world)
        await known_in_the_hall(world)
        ghost = await another(world)
        taken = await world.done(click(commands.Claim, await world.comes_in()), **ELSEWHERE)
        parked = await world.comes_in(author="Bo")
        await world.done(click(commands.Park, parked, until="in 3 days"), **ELSEWHERE)
        await is_said_to_be(world, "Ari")
        assert (await person(world, ghost.id)).role is Role.GUEST
        ari = world.people["Ari"].id
        assert [(await world.item(number)).handler for number in (1, 2)] == [ari, ari]
        assert (await world.tags(taken.item))[-1] is Tag.ITEM_HANDED_OVER
        assert (await world.item(2)).pace.parked
        hall.told.clear()
        await passes(world, 60 * 24 * 4)
        assert hall.words("ari")
        async with world.database.read() as work:
            told = [(entry.event.tag, entry.event.whom) for entry in await work.team_trail.entries("people")]
        assert told[-3:] == [
            (TeamTag.PERSON_LINKED, ari),
            (TeamTag.PERSON_MERGED, ghost.id),
            (TeamTag.PERSON_RIGHTS, ghost.id),
        ]
        assert await check_chains(world.database) == []

    async def test_leaves_its_address_to_the_person_who_then_joins_elsewhere_as_themselves(
        self, world: World
    ) -> None:
        ghost = await another(world)
        async with world.database.work() as work:
            await work.people.link(ghost.id, "email", "ari@b.example")
        await is_said_to_be(world, "Vic")
        async with world.database.read() as work:
            found = await work.people.by_account("email", "ari@b.example")
        assert found
        assert found.id == world.people["Vic"].id


class TestWhoMayNotWorkAnyMore:
    async def test_gives_back_what_they_handle_and_is_waited_for_no_longer(self, world: World) -> None:
        hall = keeping(world, replace(RULES, claim_ends=timedelta()))
        await known_in_the_hall(world)
        club = Club(lists={"u1": Role.APPROVER})
        await follow_lists(world.desk, club, "de")
        card = await world.done(click(commands.Claim, await world.comes_in()), by="u1", on="room")
        await world.done(click(commands.Note, card, text="Ich bin dran."), by="u1", on="room")
        club.lists = {}
        await follow_lists(world.desk, club, "de")
        assert (await world.item(1)).handler is None
        assert (await world.tags(1))[-1] is Tag.ITEM_RELEASED
        await passes(world, 60 * 24)
        assert [to for to, _ in hall.told if to == "team"]

    async def test_is_not_given_what_the_same_author_writes_next(self, world: World) -> None:
        ari = world.people["Ari"]
        for role, handler in ((Role.RESPONDER, ari.id), (Role.VIEWER, None)):
            card = await world.done(click(commands.Claim, await world.comes_in(author=role.name)))
            await world.done(click(commands.Dismiss, card))
            async with world.database.work() as work:
                await become(work, ari, replace(ari, role=role))
            await world.comes_in("Und noch etwas", author=role.name)
            item = await world.item(await world.newest())
            assert (item.follows is not None, item.handler) == (True, handler)
            async with world.database.work() as work:
                await become(work, replace(ari, role=role), ari)
