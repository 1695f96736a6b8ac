"""Shifts and handovers at the desk: refused, asked back, taken over late, in one click; and who may what."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from bot import commands, shifting
from bot.desk import handover_paper
from bot.desk.demo_shifts import two_shifts
from bot.desk.hearing import Hearing
from bot.desk.late_handovers import late_handovers
from bot.desk.tasks import tasks
from bot.domain.audit import Tag
from bot.domain.community import Comment
from bot.domain.handover import LATE, HandoverChange
from bot.domain.item import Triage, Urgency
from bot.domain.shift import RosterRow
from bot.domain.trail import TeamTag, first_fault
from bot.errors import OutsideError, Refused, TryLater, Unclear
from bot.ports import Place
from bot.views import Board, Form, HandoverNote, Home, Notice, ShiftView, View
from bot.words import say
from storage.team_check import check_chains
from tests.fakes import Room
from tests.world import World, click

NIGHT, DAY = "Lea", "Ari"


@dataclass
class Hall(Room):
    """A room that also announces."""

    posted: dict[str, View] = field(default_factory=dict)

    async def announce(self, view: View, at: str, key: str) -> Place:
        self._trouble("announce")
        remote = f"h{len(self.posted) + 1}"
        self.posted[remote] = view
        self.keys[key] = remote
        if self.lost:
            self.lost -= 1
            raise Unclear(say("No answer came."))
        return Place(surface=self.name, channel=at, remote=remote)

    async def announce_again(self, place: Place, view: View) -> None:
        self._trouble("announce_again")
        self.posted[place.remote] = view


@pytest.fixture
async def hall(world: World) -> AsyncIterator[Hall]:
    """A team that works in two shifts; Lea's ends in an hour, and Ari's begins then."""
    made = Hall()
    now = world.clock()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    here = int((now - midnight).total_seconds() // 60)
    rows = tuple(
        RosterRow(person=person, hours=((here + begins) % 1440, (here + begins) % 1440 + minutes))
        for person, begins, minutes in ((NIGHT, -60, 120), (DAY, 60, 240))
    )
    world.room = made
    world.scribe.triages = _triage
    policy = replace(world.desk.policy, roster=rows)
    world.desk = replace(world.desk, surfaces={**world.desk.surfaces, "room": made}, policy=policy)
    world.hearing = Hearing(world.desk)
    await world.engine.start(tasks(world.desk), work=True)
    await world.sweep()
    yield made
    assert await check_chains(world.database) == []


def _triage(comment: Comment) -> Triage:
    grave = comment.text.startswith("Gift")
    return Triage(
        language="de", risk="high" if grave else "normal", urgency=Urgency.HIGH if grave else Urgency.NORMAL
    )


async def handover(world: World, *, by: str) -> HandoverNote:
    view = await world.ask(shifting.OpenHandover(), by=by)
    assert isinstance(view, HandoverNote), view
    return view


async def press(world: World, wish: shifting.OnShift, *, by: str) -> HandoverNote:
    view = await world.ask(wish, by=by)
    await world.engine.turn()
    assert isinstance(view, HandoverNote), view
    return view


async def on(world: World) -> list[str]:
    view = await world.ask(shifting.ShowShift(), by="vic")
    assert isinstance(view, ShiftView)
    return [line.name for line in view.on]


async def the_hour(world: World, minutes: float = 60) -> None:
    await world.later(minutes * 60)


def words(view: HandoverNote) -> list[str]:
    return [str(one.label) for one in view.buttons]


async def happened(world: World, stint: int = 1) -> list[tuple[TeamTag, int, int]]:
    async with world.database.read() as work:
        entries = await work.team_trail.entries(f"shift:{stint}")
    assert first_fault(entries, entries[-1].digest, len(entries)) is None
    return [(entry.event.tag, entry.event.actor.person, entry.event.whom) for entry in entries]


async def test_shifts_begin_and_end_by_the_roster_and_the_channel_gets_the_note(
    world: World, hall: Hall
) -> None:
    assert await on(world) == [NIGHT]
    assert hall.posted == {}
    await the_hour(world)
    assert await on(world) == [DAY]
    (note,) = hall.posted.values()
    assert isinstance(note, HandoverNote)
    assert (note.outgoing, note.state, note.quiet) == (NIGHT, "open", True)
    # The shared card has every button: who may press which is found out at the click.
    assert words(note) == ["Taken over: nothing is open", "Refuse", "Own words", "To watch"]
    for _ in range(3):
        await world.sweep()
    assert hall.calls["announce"] == 1


async def test_a_quiet_shift_is_one_click_and_says_so_with_both_names(world: World, hall: Hall) -> None:
    await the_hour(world)
    taken = await press(world, shifting.TakeOverShift(handover=1), by="ari")
    assert "quiet shift" in str(taken.said)
    assert (taken.state, taken.outgoing, taken.incoming, taken.buttons) == ("taken_over", NIGHT, DAY, ())
    (card,) = hall.posted.values()
    assert isinstance(card, HandoverNote)
    assert card.state == "taken_over"
    lea, ari = world.people[NIGHT].id, world.people[DAY].id
    assert await happened(world) == [
        (TeamTag.SHIFT_BEGAN, 0, lea),
        (TeamTag.SHIFT_ENDED, 0, lea),
        (TeamTag.HANDOVER_OPENED, 0, lea),
        (TeamTag.HANDOVER_TAKEN_OVER, ari, lea),
    ]


@pytest.mark.usefixtures("hall")
async def test_grave_items_are_read_back_one_by_one_before_it_is_taken_over(world: World) -> None:
    first, _, plain = [await world.comes_in(text) for text in ("Gift im Drink?", "Gift!", "Wo?")]
    for card in (first, plain):
        await world.done(click(commands.Claim, card), by="lea")
    await the_hour(world)
    note = await handover(world, by="ari")
    assert [line.item for line in note.grave] == [1, 2]
    assert [line.item for line in note.open] == [3]
    assert [str(one.label) for one in note.grave[0].buttons] == ["Mine", "Pool", "Ask back"]
    assert not note.quiet
    refused = await world.refused(shifting.TakeOverShift(handover=1))
    assert "#1, #2" in str(refused.words)
    await press(world, shifting.TakeMine(handover=1, number=1), by="ari")
    assert "#2" in str((await world.refused(shifting.TakeOverShift(handover=1))).words)
    note = await press(world, shifting.LeaveToPool(handover=1, number=2), by="ari")
    assert [str(line.answer) for line in note.grave] == ["Ari has it now", "Ari leaves it to the pool"]
    await press(world, shifting.TakeOverShift(handover=1), by="ari")
    handlers = [(await world.item(number)).handler for number in (1, 2, 3)]
    assert handlers == [world.people[DAY].id, None, None]
    assert (await world.tags(1))[-1] is Tag.ITEM_TAKEN_OVER
    # What the outgoing person still handled goes back to the pool.
    assert (await world.tags(3))[-2:] == [Tag.ITEM_TAKEN_OVER, Tag.ITEM_RELEASED]


async def test_somebody_asks_back_and_is_answered(world: World, hall: Hall) -> None:
    await world.comes_in("Gift?")
    await the_hour(world)
    form = await world.ask(shifting.OpenShiftForm(wish=shifting.AskBack(handover=1, number=1)))
    assert isinstance(form, Form)
    assert (form.command, str(form.submit)) == (shifting.AskBack(handover=1, number=1), "Send the question")
    asked = await press(world, shifting.AskBack(handover=1, number=1, text="Seit wann?"), by="ari")
    assert (asked.state, asked.grave[0].question) == ("asked", "Seit wann?")
    (card,) = hall.posted.values()
    assert isinstance(card, HandoverNote)
    assert card.state == "asked"
    assert "#1" in str((await world.refused(shifting.TakeOverShift(handover=1))).words)
    # Lea has gone home, and can still answer.
    mine = await handover(world, by="lea")
    assert "Explain" in [str(one.label) for one in mine.grave[0].buttons]
    assert "handover of Lea" in str(
        (await world.refused(shifting.Explain(handover=1, number=1, text="x"))).words
    )
    told = await press(world, shifting.Explain(handover=1, number=1, text="Seit neun."), by="lea")
    assert (told.state, told.grave[0].explained) == ("open", "Seit neun.")
    await press(world, shifting.TakeMine(handover=1, number=1), by="ari")
    assert (await press(world, shifting.TakeOverShift(handover=1), by="ari")).state == "taken_over"


async def test_one_is_refused_with_a_reason_and_offered_again(world: World, hall: Hall) -> None:
    await the_hour(world)
    assert "write something" in str((await world.refused(shifting.RefuseShift(handover=1))).words)
    refused = await press(world, shifting.RefuseShift(handover=1, text="Was ist mit dem Rückruf?"), by="ari")
    assert (refused.state, refused.reason) == ("refused", "Was ist mit dem Rückruf?")
    assert "offer it again" in str((await world.refused(shifting.TakeOverShift(handover=1))).words)
    await press(world, shifting.WriteWords(handover=1, text="Der ist erledigt."), by="lea")
    await press(world, shifting.WriteWatch(handover=1, text="Beitrag 7 > 50: Lea anrufen\n\n  b "), by="lea")
    await press(world, shifting.OfferAgain(handover=1), by="lea")
    taken = await press(world, shifting.TakeOverShift(handover=1), by="ari")
    assert taken.words == "Der ist erledigt."
    assert taken.watch == ("Beitrag 7 > 50: Lea anrufen", "b")
    (card,) = hall.posted.values()
    assert isinstance(card, HandoverNote)
    assert card.state == "taken_over"


async def test_one_that_is_taken_over_late_is_reminded_of_once(world: World, hall: Hall) -> None:
    await the_hour(world)
    await world.later(LATE.total_seconds() - 90)
    assert not any(isinstance(view, Notice) for view in hall.posted.values())
    for _ in range(3):
        await world.later(60)
    (notice,) = [view for view in hall.posted.values() if isinstance(view, Notice)]
    assert "Lea" in str(notice.words)
    async with world.database.read() as work:
        (late,) = await late_handovers(work, world.desk)
        assert late.name == NIGHT
    home = await world.ask(commands.OpenHome())
    assert isinstance(home, Home)
    assert "handover waits" in " ".join(map(str, home.shift))
    taken = await press(world, shifting.TakeOverShift(handover=1), by="ari")
    assert taken.state == "taken_over"
    tags = [tag for tag, _, _ in await happened(world)]
    assert tags[-2:] == [TeamTag.HANDOVER_REMINDED, TeamTag.HANDOVER_TAKEN_OVER]


async def test_one_that_waits_on_is_told_to_the_leads_once(world: World, hall: Hall) -> None:
    async with world.database.work() as work:
        await work.people.link(world.people["Lea"].id, "room", "lea")
    await the_hour(world)
    for _ in range(30):
        await world.later(60)
    (channel, lead) = [view for view in hall.posted.values() if isinstance(view, Notice)]
    assert channel.words == lead.words
    tags = [tag for tag, _, _ in await happened(world)]
    assert tags[-2:] == [TeamTag.HANDOVER_REMINDED, TeamTag.HANDOVER_ESCALATED]


async def test_going_home_early_is_one_click_and_nothing_waits_while_nobody_is_on_yet(
    world: World, hall: Hall
) -> None:
    gone = await press(world, shifting.EndShift(), by="lea")
    assert (gone.state, gone.until is not None) == ("open", True)
    assert await on(world) == []
    assert "not on shift" in str((await world.refused(shifting.EndShift(), by="lea")).words)
    # The next shift begins in an hour: until then there is nobody to be reminded.
    await world.later(30 * 60)
    assert [type(view) for view in hall.posted.values()] == [HandoverNote]
    # Ari comes early and takes it over: that begins their shift, and not a second one later.
    await press(world, shifting.TakeOverShift(handover=1), by="ari")
    assert await on(world) == [DAY]
    await world.later(45 * 60)
    assert await on(world) == [DAY]


@pytest.mark.usefixtures("hall")
async def test_handing_over_before_the_end_ends_the_shift_with_the_read_back(world: World) -> None:
    await world.later(40 * 60)
    note = await handover(world, by="lea")
    assert "End my shift" in words(note)
    assert "Taken over: nothing is open" not in words(note)
    assert await on(world) == [NIGHT]
    await press(world, shifting.TakeOverShift(handover=note.handover), by="ari")
    assert await on(world) == [DAY]
    await the_hour(world)
    assert await on(world) == [DAY]
    assert [tag for tag, _, _ in await happened(world)].count(TeamTag.SHIFT_ENDED) == 1


@pytest.mark.usefixtures("hall")
async def test_rights(world: World) -> None:
    await world.comes_in("Gift?")
    await the_hour(world)
    taking = shifting.TakeOverShift(handover=1)
    for wish, by, why in (
        (taking, "vic", "only look"),
        (taking, "lea", "your own handover"),
        # Ari is on, so Rob is not the one; from the moment he begins, he may.
        (taking, "rob", "for Ari"),
        (shifting.TakeMine(handover=1, number=1), "rob", "/shift start"),
        (shifting.WriteWords(handover=1, text="x"), "ari", "handover of Lea"),
        (shifting.OfferAgain(handover=1), "ari", "handover of Lea"),
        (shifting.TakeMine(handover=1, number=9), "ari", "not open any more"),
        (shifting.TakeOverShift(handover=9), "ari", "no handover 9"),
        (shifting.WriteWatch(handover=1, text="x\n" * 11), "lea", "at most 10"),
        (shifting.WriteWords(handover=1, text="x" * 2001), "lea", "too long"),
    ):
        refused = await world.refused(wish, by=by)
        assert why in str(refused.words), (wish, refused.words)
        assert refused.kept_text == getattr(wish, "text", "")
    assert (await handover(world, by="rob")).handover == 1
    assert isinstance(await world.ask(shifting.StartShift(), by="rob"), ShiftView)
    await press(world, shifting.TakeMine(handover=1, number=1), by="rob")


@pytest.mark.usefixtures("hall")
async def test_pool_leaves_an_item_with_a_third_person_who_handles_it(world: World) -> None:
    card = await world.comes_in("Gift?")
    await world.done(click(commands.Claim, card), by="rob")
    await the_hour(world)
    await press(world, shifting.LeaveToPool(handover=1, number=1), by="ari")
    assert (await world.item(1)).handler == world.people["Rob"].id


@pytest.mark.usefixtures("hall")
async def test_two_who_take_it_over_at_once_are_told_who_has_it(world: World) -> None:
    await world.ask(shifting.StartShift(), by="rob")
    await the_hour(world)
    views = await asyncio.gather(
        *(world.ask(shifting.TakeOverShift(handover=1), by=by) for by in ("ari", "rob"))
    )
    taken = [view for view in views if isinstance(view, HandoverNote)]
    refused = [view for view in views if isinstance(view, Notice)]
    assert (len(taken), len(refused)) == (1, 1)
    assert f"{taken[0].incoming} has taken this shift over already" in str(refused[0].words)
    assert [tag for tag, _, _ in await happened(world)].count(TeamTag.HANDOVER_TAKEN_OVER) == 1


@pytest.mark.usefixtures("hall")
async def test_the_same_click_twice_is_one(world: World) -> None:
    await the_hour(world)
    for _ in range(2):
        await world.ask(shifting.TakeOverShift(handover=1), by="ari", key="same")
    assert [tag for tag, _, _ in await happened(world)].count(TeamTag.HANDOVER_TAKEN_OVER) == 1


@pytest.mark.usefixtures("hall")
async def test_illness_a_substitute_comes_and_the_running_shift_is_theirs(world: World) -> None:
    view = await world.ask(
        shifting.NoteAbsence(person="lea", first="today", last="tomorrow", substitute="Rob"), by="lea"
    )
    assert isinstance(view, ShiftView)
    assert "Rob stands in" in str(view.said)
    await world.sweep()
    assert await on(world) == ["Rob"]
    rob = await handover(world, by="rob")
    assert rob.outgoing == NIGHT
    await world.ask(shifting.EndAbsence(person="Lea"), by="lea")
    async with world.database.read() as work:
        tags = [entry.event.tag for entry in await work.team_trail.entries("absences")]
    assert tags == [TeamTag.ABSENCE_NOTED, TeamTag.ABSENCE_ENDED]


@pytest.mark.usefixtures("hall")
async def test_shifts_by_hand_planned_and_cancelled(world: World) -> None:
    assert "on shift already" in str((await world.refused(shifting.StartShift(), by="lea")).words)
    planning = shifting.PlanShift(person="Rob", day="tomorrow", hours="22:00-06:00")
    assert "Only a lead" in str((await world.refused(planning, by="ari")).words)
    view = await world.ask(planning, by="lea")
    assert isinstance(view, ShiftView)
    assert [(line.name, line.number) for line in view.coming if line.number] == [("Rob", 1)]
    for wish, why in (
        (replace(planning, hours="25:00-26:00"), "Please say who and when"),
        (replace(planning, person="Nobody"), "nobody called"),
        (shifting.CancelShift(number=9), "no planned shift 9"),
        (shifting.EndAbsence(person="Rob"), "not away"),
        (shifting.NoteAbsence(person="Rob", first="tomorrow", last="today"), "before the first"),
        (shifting.NoteAbsence(person="Rob", first="today", last="today", substitute="Rob"), "themselves"),
        (shifting.StartShift(until="gestern"), "no moment"),
    ):
        by = "rob" if isinstance(wish, shifting.StartShift) else "lea"
        assert why in str((await world.refused(wish, by=by)).words), wish
    assert isinstance(await world.ask(shifting.CancelShift(number=1), by="lea"), ShiftView)
    started = await world.ask(shifting.StartShift(until="23:59"), by="rob")
    assert isinstance(started, ShiftView)
    assert [line.name for line in started.on] == [NIGHT, "Rob"]
    await world.later(26 * 3600)
    assert "Rob" not in await on(world)


@pytest.mark.parametrize(
    ("error", "again"),
    [(TryLater(say("later")), True), (Unclear(say("lost")), True), (Refused(say("no")), False)],
)
async def test_a_card_that_did_not_arrive_is_tried_again(
    world: World, hall: Hall, error: OutsideError, *, again: bool
) -> None:
    # The first call looks whether it arrived, the second one shows it.
    hall.before = [error]
    await the_hour(world)
    assert len(hall.posted) == 0
    await world.sweep()
    assert len(hall.posted) == int(again)


async def test_an_answer_that_got_lost_does_not_show_the_card_twice(world: World, hall: Hall) -> None:
    hall.lost = 1
    await the_hour(world)
    await world.sweep()
    assert len(hall.posted) == 1
    await press(world, shifting.TakeOverShift(handover=1), by="ari")
    assert hall.calls["announce"] == 1


@pytest.mark.usefixtures("hall")
async def test_the_note_says_what_was_said_last_and_the_numbers(world: World) -> None:
    card = await world.comes_in("Gift?", author="Berta")
    await world.done(click(commands.Note, card, text="Das Labor ruft um neun an."), by="lea")
    other = await world.comes_in("Wo gibt es das?")
    await world.approve(other)
    await world.later(1)
    await the_hour(world)
    note = await handover(world, by="ari")
    (line,) = note.grave
    assert (line.author, str(line.last), line.last_text) == (
        "Berta",
        "Lea told the team",
        "Das Labor ruft um neun an.",
    )
    figures = {str(one.label): str(one.value) for one in note.figures}
    assert (figures["Received"], figures["Answered"]) == ("2", "1")
    assert {str(one.label): str(one.value) for one in note.severity} == {
        "High risk": "1",
        "Overdue": "0",
        "Still open": "1",
    }


@pytest.mark.usefixtures("hall")
async def test_what_is_left_untold_for_its_number_is_counted_after_the_end_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handover_paper, "MOST_OPEN", 2)
    for number in range(5):
        await world.comes_in(f"Wo {number}?", author=f"A{number}")
    await the_hour(world)
    note = await handover(world, by="ari")
    assert (len(note.open), note.more) == (2, 3)
    assert {str(one.label): str(one.value) for one in note.severity}["Still open"] == "5"


async def test_a_reminder_that_reached_nobody_is_tried_again_and_one_that_did_is_not(
    world: World, hall: Hall
) -> None:
    await the_hour(world)
    # What comes first looks whether it arrived already: the process may have been killed in between.
    hall.before = [TryLater(say("later"))]
    await world.later(LATE.total_seconds())
    assert not any(isinstance(view, Notice) for view in hall.posted.values())
    hall.lost = 1
    for _ in range(3):
        await world.sweep()
    assert sum(isinstance(view, Notice) for view in hall.posted.values()) == 1
    async with world.database.work() as work:
        handover = await work.handovers.get(1)
        before = replace(handover, reminded_at=None, rungs=0)
        await work.handovers.keep(HandoverChange(handover=before, events=()))
    await world.sweep()
    assert sum(isinstance(view, Notice) for view in hall.posted.values()) == 1


async def test_the_demo_has_two_shifts_and_one_click_goes_home(world: World) -> None:
    people = list(world.people.values())
    for _ in range(2):
        async with world.database.work() as work:
            await two_shifts(work, people)
    view = await world.ask(shifting.ShowShift(), by="lea")
    assert isinstance(view, ShiftView)
    assert ([line.name for line in view.on], [line.name for line in view.coming]) == (["Lea"], ["Ari"])
    home = await press(world, view.buttons[0].command, by="lea")
    assert home.state == "open"
    assert "for Ari" in str((await world.refused(shifting.TakeOverShift(handover=1), by="rob")).words)
    taken = await press(world, home_button(await handover(world, by="ari")), by="ari")
    assert (taken.incoming, await on(world)) == ("Ari", ["Ari"])
    await world.later(13 * 3600)
    assert await on(world) == []


def home_button(note: HandoverNote) -> shifting.OnShift:
    (main,) = [one for one in note.buttons if one.style == "primary"]
    return main.command


async def test_one_that_is_offered_again_waits_anew_and_is_reminded_of_anew(world: World, hall: Hall) -> None:
    async with world.database.work() as work:
        await work.people.link(world.people["Lea"].id, "room", "lea")
    await the_hour(world)
    told = 0
    for _ in range(2):
        for _ in range(25):
            await world.later(60)
        notices = [view for view in hall.posted.values() if isinstance(view, Notice)]
        # The channel and the lead, once each time it waits.
        assert len(notices) - told == 2
        told = len(notices)
        await press(world, shifting.RefuseShift(handover=1, text="Was ist mit dem Rückruf?"), by="ari")
        await press(world, shifting.OfferAgain(handover=1), by="lea")
        await world.later(60)
        assert len([view for view in hall.posted.values() if isinstance(view, Notice)]) == told
    tags = [tag for tag, _, _ in await happened(world)]
    assert tags.count(TeamTag.HANDOVER_REMINDED) == tags.count(TeamTag.HANDOVER_ESCALATED) == 2


@pytest.mark.usefixtures("hall")
async def test_whoever_ended_a_shift_that_they_began_early_does_not_come_again_for_it(world: World) -> None:
    """Else their own handover would wait for them alone; and something grave would wait for nobody."""
    await world.comes_in("Gift im Drink?")
    await press(world, shifting.EndShift(), by="lea")
    await press(world, shifting.LeaveToPool(handover=1, number=1), by="ari")
    await press(world, shifting.TakeOverShift(handover=1), by="ari")
    ended = await press(world, shifting.EndShift(), by="ari")
    assert "nobody is on or comes soon: 1 of high risk" in str(ended.said)
    view = await world.ask(shifting.ShowShift(), by="vic")
    assert isinstance(view, ShiftView)
    soon = world.clock() + timedelta(hours=3)
    assert [line.name for line in view.coming if line.begins < soon] == []
    await world.ask(shifting.StartShift(), by="rob")
    taken = await press(world, shifting.LeaveToPool(handover=2, number=1), by="rob")
    assert "Ari" in taken.outgoing


@pytest.mark.usefixtures("hall")
async def test_a_handover_waits_for_others_only_once_the_shift_has_ended(world: World) -> None:
    async def told() -> bool:
        board = await world.ask(commands.ShowQueue(), by="rob")
        assert isinstance(board, Board)
        return any("A handover waits" in str(line) for line in board.shift)

    await handover(world, by="lea")
    assert not await told()
    await press(world, shifting.EndShift(), by="lea")
    assert await told()
