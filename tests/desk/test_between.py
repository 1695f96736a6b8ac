"""What falls between two shifts: promises, questions, parked and inherited comments, late handovers."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from bot import commands, lines, shifting
from bot.desk.late_telling import TAGS
from bot.domain.shift import Absence, RosterRow
from bot.domain.timing import Department, Rung, TimeRules
from bot.domain.trail import TeamTag
from bot.errors import NeedsPerson, OutsideError, Refused, TryLater
from bot.lines import from_line
from bot.ports import Place
from bot.views import Board, HandoverNote, ItemList, Notice, ShiftView, View
from bot.words import say
from tests.desk.test_handover import DAY, NIGHT, Hall, hall, handover, happened, on, press, the_hour, words  # noqa: F401
from tests.world import World, click

MINUTE = timedelta(minutes=1)
TIME = TimeRules(departments=(Department(name="Quality", where=("room", "quality")),))


def reckons(world: World, rules: TimeRules = TIME) -> None:
    object.__setattr__(world.desk, "policy", replace(world.desk.policy, timing=rules))


def roster(world: World, *rows: RosterRow) -> None:
    object.__setattr__(world.desk, "policy", replace(world.desk.policy, roster=rows))


def due(note: HandoverNote) -> list[tuple[int, str, str]]:
    return [(line.item, str(line.what), line.handler) for line in (*note.due, *note.promised)]


@pytest.mark.usefixtures("hall")
async def test_what_was_promised_asked_and_parked_is_handed_over_with_its_time(world: World) -> None:
    reckons(world)
    texts = ("Wann?", "Gift?", "Ich!", "Wo?")
    answered, asked, private, plain = [await world.comes_in(text) for text in texts]
    await world.approve(answered, by="lea")
    await world.later(1)
    later = {"text": "Ob es wieder da ist", "until": "31.12.2099 9:00"}
    await world.done(click(commands.FollowUp, answered, **later), by="lea")
    question = {"department": "Quality", "text": "Stimmt das?", "until": "31.12.2098"}
    await world.done(click(commands.Ask, asked, **question), by="lea")
    moved = {"text": "Wir rufen an", "until": "31.12.2097 9:00"}
    await world.done(click(commands.MovePrivate, private, **moved), by="lea")
    await the_hour(world)
    note = await handover(world, by="ari")
    assert due(note) == [
        (plain.item, "first reply", ""),
        (private.item, "back in the queue: how did the personal contact end?", "Lea"),
        (asked.item, "back in the queue, with or without the answer", "Lea"),
        (answered.item, "we promised to come back to it: Ob es wieder da ist", "Lea"),
    ]
    last = {line.item: (str(line.last), line.last_text) for line in (*note.grave, *note.open)}
    assert last[asked.item] == ("Lea asked, no answer yet", "Quality: Stimmt das?")
    assert last[private.item] == ("Lea parked it", "Wir rufen an")
    await press(world, shifting.TakeMine(handover=1, number=asked.item), by="ari")
    taken = await press(world, shifting.TakeOverShift(handover=1), by="ari")
    # It stays in what was handed over.
    assert answered.item in [line.item for line in taken.promised]


@pytest.mark.usefixtures("hall")
async def test_a_promise_alone_is_no_quiet_shift_and_stands_in_the_lists(world: World) -> None:
    card = await world.comes_in("Wann?")
    await world.approve(card, by="lea")
    await world.later(1)
    await world.done(click(commands.FollowUp, card, text="Bald", until="31.12.2099 9:00"), by="lea")
    await the_hour(world)
    note = await handover(world, by="ari")
    assert (note.quiet, due(note)) == (False, [(card.item, "we promised to come back to it: Bald", "Lea")])
    parked = await world.ask(lines.ShowParked())
    assert isinstance(parked, ItemList)
    assert [str(line.status)[:26] for line in parked.lines] == ["We come back to it at 2099"]
    board = await world.ask(commands.ShowQueue())
    assert isinstance(board, Board)
    assert ("Promised to come back", 1) in [(str(one.label), one.number) for one in board.counts]


async def test_what_is_taken_from_a_colleague_in_a_handover_is_told_to_them(world: World, hall: Hall) -> None:  # noqa: F811
    await world.done(click(commands.Claim, await world.comes_in("Gift?")), by="rob")
    await world.done(click(commands.Claim, await world.comes_in("Gift!")), by="lea")
    async with world.database.work() as work:
        await work.people.link(world.people["Rob"].id, "room", "rob")
        await work.people.link(world.people["Lea"].id, "room", "lea")
    await the_hour(world)
    for number in (1, 2):
        await press(world, shifting.TakeMine(handover=1, number=number), by="ari")
    told = [str(view.words) for view in hall.posted.values() if isinstance(view, Notice)]
    # Lea hands it over herself.
    assert [one for one in told if not one.startswith("You handle")] == ["Ari took over #1 by Anna."]


@pytest.mark.usefixtures("hall")
async def test_who_writes_again_is_not_left_with_somebody_who_went_home(world: World) -> None:
    first = await world.comes_in("Wann?", author="Gerd")
    await world.done(click(commands.Claim, first), by="lea")
    assert (await world.comes_in("Und?", author="Gerd")).handler == "Lea"
    await press(world, shifting.EndShift(), by="lea")
    # Nobody is on yet, and it waits for whoever comes.
    assert (await world.comes_in("Hallo?", author="Gerd")).handler == ""
    # Long after the last shift nobody works in shifts, and it is as if nobody ever had.
    roster(world)
    await world.done(click(commands.Claim, await world.comes_in("Na?", author="Gerd")), by="rob")
    await world.later(8 * 24 * 3600)
    assert (await world.comes_in("Und jetzt?", author="Gerd")).handler == "Rob"


async def typed(world: World, line: str, *, by: str = "lea") -> ShiftView:
    """What somebody types about shifts."""
    view = await world.ask(from_line(line), by=by)
    assert isinstance(view, ShiftView), view
    await world.engine.turn()
    return view


@pytest.mark.usefixtures("hall")
async def test_whoever_is_away_now_is_relieved_at_once_however_their_shift_began(
    world: World,
) -> None:
    await typed(world, "/shift start", by="rob")
    away = await typed(world, "/shift absent Rob heute bis 31.12.2099")
    assert [line.name for line in away.on] == [NIGHT]
    assert "away today" in str((await world.refused(from_line("/shift start"), by="rob")).words)
    # Their handover waits like any other.
    assert [view.outgoing for view in (await handover(world, by="lea"),)] == ["Rob"]
    # The one whom the roster has: whoever stands in is on from now, not from before.
    roster(world, RosterRow(person=NIGHT, hours=(0, 24 * 60)))
    await press(world, shifting.EndShift(), by="lea")
    await world.sweep()
    away = await typed(world, "/shift krank heute vertretung Ari")
    (stint,) = away.on
    assert (stint.name, stint.instead_of, stint.begins > world.clock() - MINUTE) == (DAY, NIGHT, True)
    await typed(world, "/shift da")
    await typed(world, "/shift start", by="lea")
    assert await on(world) == [DAY, NIGHT]


@pytest.mark.usefixtures("hall")
async def test_whoever_began_yesterday_is_relieved_when_they_say_so_not_by_a_holiday(world: World) -> None:
    roster(world)
    await typed(world, "/shift start", by="rob")
    async with world.database.work() as work:
        tomorrow = work.now.date() + timedelta(days=1)
        holiday = Absence(person="Rob", first=tomorrow, last=tomorrow)
        await work.shifts.absent(world.people["Rob"].id, holiday, None, 1)
    await world.later(24 * 3600)
    assert "Rob" in await on(world)
    assert "Rob" not in [line.name for line in (await typed(world, "/shift weg heute", by="rob")).on]
    await typed(world, "/shift zurück", by="rob")
    await typed(world, "/shift start", by="rob")
    async with world.database.work() as work:
        ill = Absence(person="Rob", first=work.now.date(), last=work.now.date())
        await work.shifts.absent(world.people["Rob"].id, ill, None, 1)
    # Noted by a worker of a release before: the next sweep relieves them.
    await world.sweep()
    assert await on(world) == []


@pytest.mark.usefixtures("hall")
async def test_a_shift_that_was_begun_early_does_not_come_next_as_well(world: World) -> None:
    view = await typed(world, "/shift start", by="ari")
    assert [line.name for line in view.on] == [NIGHT, DAY]
    tomorrow = view.coming[0]
    assert (tomorrow.name, tomorrow.begins > world.clock() + 12 * 60 * MINUTE) == (NIGHT, True)
    board = await world.ask(commands.ShowQueue())
    assert isinstance(board, Board)
    assert [str(one)[:9] for one in board.shift if "Next" in str(one)] == ["Next: Lea"]


@pytest.mark.usefixtures("hall")
async def test_a_plan_has_channels_and_weeks_and_nobody_is_on_twice(world: World) -> None:
    roster(world)
    wednesday = world.clock().date() + timedelta(days=7 + (2 - world.clock().weekday()) % 7)
    days = f"mittwochs 8-9 in Team until {wednesday + timedelta(days=7)}"
    view = await typed(world, f"/shift plan Rob {days}")
    mine = [line for line in view.coming if line.name == "Rob"]
    assert [line.channels for line in mine] in ([("team",)], [("team",)] * 2)
    async with world.database.read() as work:
        planned = dict(await work.shifts.planned(work.now))
    assert {one.begins.weekday() for one in planned.values()} == {2}
    assert max(one.begins.date() for one in planned.values()) == wednesday + timedelta(days=7)
    assert len(planned) in {2, 3}
    again = await world.refused(from_line(f"/shift plan Rob {wednesday} 8:30-12"), by="lea")
    assert "is to be on from" in str(again.words)
    assert "no channel" in str((await world.refused(from_line("/shift start in Law"), by="rob")).words)
    soon = f"{wednesday + timedelta(days=90):%d.%m.%Y}"
    assert "at most 60" in str((await world.refused(from_line(f"/shift plan mo-so 8-9 bis {soon}"))).words)
    assert "at most a year" in str(
        (await world.refused(from_line("/shift plan mo-so 8-9 bis 1.1.2099"))).words
    )
    first, last = min(planned), max(planned)
    # Only those of the same person.
    await typed(world, f"/shift plan Lea {wednesday} 3-4")
    view = await typed(world, f"/shift cancel {first}-{last + 1}")
    assert str(view.said) == f"{len(planned)} planned shifts of Rob are cancelled."
    async with world.database.read() as work:
        assert [number for number, _ in await work.shifts.planned(work.now)] == [last + 1]
    started = await typed(world, "/shift start in team", by="rob")
    assert started.on[-1].channels == ("team",)


@pytest.mark.usefixtures("hall")
async def test_channels_are_called_as_people_call_them(world: World) -> None:
    policy = replace(world.desk.policy, channel_titles={"team": "Community"})
    object.__setattr__(world.desk, "policy", policy)
    named = [(await typed(world, "/shift start in Community", by="rob")).on[-1].channels]
    async with world.database.work() as work:
        await work.set_fact("called:room:team", "Die Runde")
    named.append((await typed(world, "/shift", by="rob")).on[-1].channels)
    assert named == [("Community",), ("Die Runde",)]


@dataclass
class Loud(Hall):
    """A hall that remembers whom it told."""

    told: list[str] = field(default_factory=list)

    async def announce(self, view: View, at: str, key: str) -> Place:
        place = await super().announce(view, at, key)
        if isinstance(view, Notice):
            self.told.append(at)
        return place


@pytest.mark.usefixtures("hall")
@pytest.mark.parametrize(
    ("troubles", "reached"),
    [
        ((), ["ari", "team", "lea", "press"]),
        # Who cannot be reached there holds up nobody else, and reads it on the page.
        ((NeedsPerson, Refused), ["lea", "press"]),
        ((TryLater,) * 20, ["lea", "press"]),
    ],
)
async def test_a_late_handover_climbs_the_teams_own_ladder_until_somebody_takes_over(
    world: World, troubles: tuple[type[OutsideError], ...], reached: list[str]
) -> None:
    ladder = (
        Rung(who="handler"),
        Rung(who="channel", after=5 * MINUTE),
        Rung(who="leads", after=5 * MINUTE),
        Rung(who="outside", after=20 * MINUTE, where=("room", "press")),
        Rung(who="outside", after=25 * MINUTE, where=("mail", "nobody@brand.example")),
        Rung(who="channel", after=60 * MINUTE),
    )
    reckons(world, TimeRules(handovers=ladder))
    loud, told = Loud(), []
    object.__setattr__(world.desk, "surfaces", {**world.desk.surfaces, "room": loud})
    await the_hour(world)
    loud.before = [error(say("no")) for error in troubles]
    for _ in range(40):
        await world.later(60)
        told.append(len(loud.told))
    # Nobody is told before ten minutes are over, and then everybody once, in their turn.
    assert loud.told == reached
    if not troubles:
        assert [told[minute] for minute in (8, 10, 16, 28, 31, 39)] == [0, 1, 3, 3, 4, 4]
    await press(world, shifting.TakeOverShift(handover=1), by="ari")
    await world.later(40 * 60)
    assert loud.told == reached
    # The trail says so of a step that reached nobody at all: nobody sends mails here.
    known = [*TAGS.values(), TeamTag.HANDOVER_UNHEARD]
    assert [tag for tag, _, _ in await happened(world) if tag in known] == known


@pytest.mark.usefixtures("hall")
async def test_where_the_ladder_is_switched_off_nobody_is_told_of_a_late_handover(world: World) -> None:
    reckons(world, TimeRules(handovers=()))
    loud = Loud()
    object.__setattr__(world.desk, "surfaces", {**world.desk.surfaces, "room": loud})
    await the_hour(world)
    for _ in range(4):
        await world.later(20 * 60)
    assert loud.told == []


async def figures(world: World, number: int = 0) -> dict[str, str]:
    """The numbers of a shift, or of Ari's own."""
    note = await world.ask(shifting.OpenHandover(handover=number))
    assert isinstance(note, HandoverNote)
    return {str(one.label): str(one.value) for one in note.figures}


@pytest.mark.usefixtures("hall")
async def test_the_numbers_of_a_shift_stay_as_they_were_when_it_ended(world: World) -> None:
    answered, waits = [await world.comes_in(text) for text in ("Wann?", "Wo?")]
    await world.approve(answered)
    await world.later(60)
    await the_hour(world)
    before = await figures(world, 1)
    assert (before["Received"], before["Answered"]) == ("2", "1")
    assert before["Longest wait"] > "0:30"
    await world.done(click(commands.Dismiss, waits))
    assert await figures(world, 1) == before
    await press(world, shifting.TakeOverShift(handover=1), by="ari")
    assert await figures(world, 1) == before
    # A further reply to the same comment is no further comment that was answered.
    again = await world.done(click(commands.Reopen, await world.card(1)))
    await world.approve(await world.done(click(commands.Edit, again, text="Und noch etwas")))
    await world.later(60)
    assert [len(replies) for replies in world.town.replies.values()] == [2]
    assert (await figures(world))["Answered"] == "0"
