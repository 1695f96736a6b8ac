"""What waits for its second approval is reminded about anew, whatever held the ladder before."""

import dataclasses
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot import commands
from bot.desk.seconding import ENOUGH, MOST
from bot.domain.audit import Tag
from bot.domain.hours import DAY, ServiceHours
from bot.domain.item import Triage
from bot.domain.people import Role
from bot.domain.risk import RiskRule
from bot.domain.shift import Stint
from bot.domain.status import Status
from bot.views import Answer, ItemCard
from storage._sql import table
from storage.tables import ItemRow
from tests.desk.test_time import RULES, Hall, happened, keeping, known_in_the_hall, passes
from tests.world import World, click

STILL = dataclasses.replace(RULES, claim_ends=timedelta())
WHOLE = ["ari", "team", "lea", "press"]
"""Whom the ladder tells; whoever may be the second was told before, when the first yes was said."""


@pytest.fixture
async def hall(world: World) -> Hall:
    """A team with a ladder, where two approve what is grave."""
    made = keeping(world, STILL)
    policy = dataclasses.replace(world.desk.policy, risks={"high": RiskRule(second=True)})
    object.__setattr__(world.desk, "policy", policy)
    world.scribe.triages = lambda one: Triage(risk="high", language="de", needs_reply="Danke" not in one.text)
    await known_in_the_hall(world)
    return made


async def agreed_by_one(world: World, text: str = "Wo?") -> ItemCard:
    """Ari handles it, is reminded, says that she is on it, and approves it as the first."""
    card = await world.done(click(commands.Claim, await world.comes_in(text)))
    await passes(world, 61)
    await world.done(click(commands.Note, card, text="Ich bin dran."))
    await passes(world, 300)
    first = await world.approve(await world.card(card.item))
    assert first.status is Status.AWAITING
    await world.engine.turn()
    return first


async def test_a_note_from_before_does_not_silence_the_wait_for_the_second(world: World, hall: Hall) -> None:
    first = await agreed_by_one(world)
    hall.told.clear()
    await passes(world, 59)
    # Whoever is to be the second has the time of a reminder first.
    assert hall.told == []
    for minutes in (2, 30, 30, 600):
        await passes(world, minutes)
    assert [to for to, _ in hall.told] == WHOLE
    assert all("second approval" in said for at in WHOLE for said in hall.words(at))
    assert (await happened(world)).count(Tag.ITEM_REMINDED) == 1 + len(WHOLE)
    await world.approve(first, by="lea")
    await passes(world, 600)
    assert len(hall.told) == len(WHOLE)


@pytest.mark.parametrize(("by", "kind", "stops"), [
    ("lea", commands.Approve, True),
    ("lea", commands.Note, True),
    ("ari", commands.Note, False),
    ("lea", commands.Decline, False),
])  # fmt: skip
async def test_an_answer_of_somebody_else_stops_it_and_a_word_of_the_first_does_not(
    world: World, hall: Hall, by: str, kind: type[commands.OnItem], *, stops: bool
) -> None:
    first = await agreed_by_one(world)
    hall.told.clear()
    await passes(world, 61)
    typed = {} if kind is commands.Approve else {"text": "Noch nicht."}
    await world.done(click(kind, first, **typed), by=by)
    told = [to for to, _ in hall.told]
    await passes(world, 119)
    left = [to for to, _ in hall.told][len(told) :]
    # Whose text was declined is told, and has the whole time of a first reply again.
    expected = ["ari", "ari"] if kind is commands.Decline else ["lea", "press"]
    assert left == ([] if stops else expected)


async def test_what_owes_no_reply_waits_for_its_second_not_unheard(world: World, hall: Hall) -> None:
    card = await world.comes_in("Danke!")
    await world.done(click(commands.Edit, card, text="Gern!", post=True))
    await passes(world, 31)
    assert [to for to, _ in hall.told] == ["lea", "ari", "team"]


async def test_what_waited_under_a_release_before_is_reminded_of_from_its_next_look(
    world: World, hall: Hall
) -> None:
    """As the migration leaves it: to be looked at, and silenced by an old note."""
    await world.approve(await world.comes_in())
    items = table(ItemRow)
    async with world.database.work() as work:
        old = {"heeded": True, "rungs": 4, "for_second": False, "tick_at": work.now}
        await work.session.changed(update(items).values(**old))
    for minutes in (1, 60, 61, 30, 30):
        await passes(world, minutes)
    assert [to for to, _ in hall.told] == ["lea", *WHOLE]


# The first word to whoever may be the second


async def joins(world: World, *names: str) -> None:
    """More approvers, who can be reached in the hall."""
    async with world.database.work() as work:
        for name in names:
            world.people[name] = await work.people.add(name, Role.APPROVER, "de")
            for surface in ("web", "hall"):
                await work.people.link(world.people[name].id, surface, name.lower())


async def agreed(world: World, text: str, author: str) -> None:
    """Ari approves what comes in, as the first."""
    await world.approve(await world.comes_in(text, author=author))
    await world.engine.turn()


async def test_whoever_may_be_the_second_is_told_at_once_and_once_for_the_same_text(
    world: World, hall: Hall
) -> None:
    await joins(world, "Kim")
    edited = await world.done(click(commands.Edit, await world.comes_in(), text="Von Kim"), by="kim")
    first = await world.approve(edited)
    await world.engine.turn()
    # Kim wrote it, Rob may approve nothing, and Ari said the first yes.
    assert [to for to, _ in hall.told] == ["lea"]
    assert "you may give it" in hall.words("lea")[0]
    await world.approve(await world.done(click(commands.TakeBack, first)))
    await world.engine.turn()
    assert [to for to, _ in hall.told] == ["lea"]
    await world.approve(await world.done(click(commands.Edit, await world.card(1), text="Anders")))
    await world.engine.turn()
    assert [to for to, _ in hall.told] == ["lea", "lea"]


@pytest.mark.parametrize(("on", "channels", "told"), [
    ("Kim", (), ["kim"]),
    ("Kim", ("team",), ["kim"]),
    ("Kim", ("elsewhere",), []),
    ("Rob", (), []),
])  # fmt: skip
async def test_where_the_team_works_in_shifts_nobody_is_told_who_is_at_home(
    world: World, hall: Hall, on: str, channels: tuple[str, ...], told: list[str]
) -> None:
    await joins(world, "Kim")
    async with world.database.work() as work:
        whose = world.people[on].id
        await work.shifts.begin(Stint(person=whose, begins=work.now, channels=frozenset(channels)))
    said = await world.ask(click(commands.Approve, await world.comes_in()))
    await world.engine.turn()
    assert [to for to, _ in hall.told] == told
    assert isinstance(said, Answer)
    assert ("Nobody else who may do that is on" in str(said.words)) is (not told)


async def test_at_a_risk_for_leads_only_leads_are_told(world: World, hall: Hall) -> None:
    await joins(world, "Kim")
    strict = {"high": RiskRule(second=True, least=Role.LEAD)}
    object.__setattr__(world.desk, "policy", dataclasses.replace(world.desk.policy, risks=strict))
    said = await world.ask(click(commands.Approve, await world.comes_in()), by="lea")
    await world.engine.turn()
    assert isinstance(said, Answer)
    assert (hall.told, "Nobody else" in str(said.words)) == ([], True)


async def test_a_large_team_is_not_all_told_and_not_always_the_same(world: World, hall: Hall) -> None:
    await joins(world, *(f"Kim{number}" for number in range(8)))
    told = []
    for number in range(2):
        await agreed(world, f"Wo {number}?", f"A{number}")
        told.append({to for to, _ in hall.told})
        hall.told.clear()
    assert [len(each) for each in told] == [MOST] * 2
    assert told[0] != told[1]


async def test_a_storm_is_no_storm_of_private_words(world: World, hall: Hall) -> None:
    for number in range(ENOUGH + 3):
        await agreed(world, f"Wo {number}?", f"A{number}")
    assert [to for to, _ in hall.told] == ["lea"] * ENOUGH
    for number in range(1, ENOUGH + 2):
        await world.approve(await world.card(number), by="lea")
    await agreed(world, "Und jetzt?", "Bo")
    assert len(hall.words("lea")) == ENOUGH + 1


async def test_what_is_open_again_is_reminded_of_with_the_whole_time_again(world: World, hall: Hall) -> None:
    """A promise that has come due, and what somebody reopened long after it was closed."""
    world.scribe.triages = lambda _: Triage(language="de")
    answered, closed = [await world.comes_in(author=author) for author in ("Anna", "Bo")]
    await world.approve(answered)
    await world.later(1)
    in_days = world.clock() + timedelta(days=3)
    again = {"until": f"{in_days:%Y-%m-%d} 12:00", "text": "Wir melden uns."}
    await world.done(click(commands.FollowUp, await world.card(1), **again))
    await world.done(click(commands.Dismiss, closed))
    await passes(world, 600)
    await world.done(click(commands.Reopen, await world.card(2)))
    assert hall.told == []
    await passes(world, 59)
    assert hall.told == []
    await passes(world, 2)
    assert [to for to, _ in hall.told] == ["ari"]
    await passes(world, 60)
    assert [to for to, _ in hall.told] == ["ari", "team"]
    await passes(world, 4 * 24 * 60)
    await passes(world, 24 * 60)
    # The promise came due meanwhile, and nobody did anything.
    said = [words for words in hall.words("team") if "#1" in words]
    assert said == ["#1 by Anna is open again and waits."]
    assert [to for to, _ in hall.told].count("press") == 2


@pytest.mark.parametrize(
    ("text", "waits"), [("", True), ("in 2 hours", False)], ids=["service hours", "a moment"]
)
@pytest.mark.usefixtures("hall")
async def test_what_the_first_means_for_service_hours_does_not_go_out_at_night_with_the_second(
    world: World, text: str, *, waits: bool
) -> None:
    opens = (world.clock().hour * 60 + world.clock().minute - 60) % DAY
    timing = dataclasses.replace(STILL, hours=ServiceHours(week=(((opens, opens + 120),),) * 7))
    object.__setattr__(world.desk, "policy", dataclasses.replace(world.desk.policy, timing=timing))
    later = click(commands.ApproveLater, await world.comes_in(), text=text)
    first = await world.done(later)
    await passes(world, 60 * 29)
    night = not timing.hours.is_open(world.clock())
    second = await world.approve(await world.card(first.item), by="lea")
    await world.engine.turn()
    assert (night, second.status) == (True, Status.APPROVED)
    assert (world.public() == []) is waits
    await passes(world, 60 * 20)
    assert len(world.public()) == 1
