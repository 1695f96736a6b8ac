"""Time: claims that end, reminders step by step, parking and coming back; with a clock in our hands."""

import dataclasses
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot import commands, lines
from bot.desk import telling, timekeeping
from bot.desk.timekeeping import CLOCK, clock_step
from bot.domain.audit import Tag
from bot.domain.effect import Effect, Kind, State
from bot.domain.hours import ServiceHours, spans
from bot.domain.pace import Parked
from bot.domain.risk import RiskRule
from bot.domain.status import Action, Status
from bot.domain.timing import Department, Rung, Target, TimeRules
from bot.errors import NeedsPerson, OutsideError, Refused, TryLater, Unclear
from bot.ports import Place
from bot.views import Answer, Board, ChannelView, Form, ItemList, Notice, QuestionCard, View
from bot.words import say
from tests.fakes import Room
from tests.world import World, click

MINUTE = timedelta(minutes=1)
OUTSIDE = ("hall", "press")
LADDER = (
    Rung(who="handler", past="reminder"),
    Rung(who="channel"),
    Rung(who="leads", after=30 * MINUTE),
    Rung(who="outside", after=60 * MINUTE, where=OUTSIDE),
)
RULES = TimeRules(
    ladder=LADDER,
    targets=(Target(remind=60 * MINUTE, due=120 * MINUTE),),
    departments=(Department(name="Quality", where=("hall", "quality")),),
)


@dataclasses.dataclass
class Hall(Room):
    """A chat tool that can also tell things: to a channel, or to one person."""

    told: list[tuple[str, View]] = dataclasses.field(default_factory=list)
    troubles: list[OutsideError] = dataclasses.field(default_factory=list)

    async def announce(self, view: View, at: str, key: str) -> Place:  # noqa: ARG002  # the port's signature
        if self.troubles:
            raise self.troubles.pop(0)
        self.told.append((at, view))
        return Place(surface=self.name, channel=at, remote=f"t{len(self.told)}")

    async def announce_again(self, place: Place, view: View) -> None:
        self.told.append((place.channel, view))

    def words(self, at: str) -> list[str]:
        """What was said there."""
        return [str(view.words) for to, view in self.told if to == at and isinstance(view, Notice)]


def keeping(world: World, rules: TimeRules = RULES) -> Hall:
    """Give the desk rules about time, and a chat tool that tells."""
    hall = Hall(name="hall")
    channels = (("room", "team"), ("web", "team"), ("hall", "team"))
    watch = dataclasses.replace(world.desk.policy.watches[0], channels=channels)
    policy = dataclasses.replace(world.desk.policy, timing=rules, watches=(watch,))
    object.__setattr__(world.desk, "policy", policy)
    object.__setattr__(world.desk, "surfaces", {**world.desk.surfaces, "hall": hall})
    return hall


async def known_in_the_hall(world: World) -> None:
    async with world.database.work() as work:
        for name, person in world.people.items():
            await work.people.link(person.id, "hall", name.lower())


async def passes(world: World, minutes: float) -> None:
    await world.later(minutes * 60)


async def ticks(world: World) -> None:
    """Let the clock do what is due, and nobody be told of it yet."""
    while await clock_step(world.desk):
        pass


async def happened(world: World, item: int = 1) -> list[Tag]:
    """What the clock did."""
    mine = {
        Tag.ITEM_CLAIM_WARNED,
        Tag.ITEM_CLAIM_ENDED,
        Tag.ITEM_REMINDED,
        Tag.ITEM_WOKEN,
        Tag.ITEM_FOLLOWED_UP,
    }
    return [tag for tag in await world.tags(item) if tag in mine]


# First replies


async def test_what_is_owed_is_known_at_intake_and_sooner_when_it_becomes_graver(world: World) -> None:
    strict = Target(remind=5 * MINUTE, due=15 * MINUTE, risks=frozenset({"high"}))
    keeping(world, dataclasses.replace(RULES, targets=(*RULES.targets, strict)))
    card = await world.comes_in()
    item = await world.item(1)
    assert item.due_at == item.published + 120 * MINUTE
    assert item.pace.remind_at == item.published + 60 * MINUTE
    await world.done(click(commands.RaiseRisk, card, risk="high", text="Presse"))
    graver = await world.item(1)
    assert graver.due_at == item.published + 15 * MINUTE
    assert graver.pace.remind_at == item.published + 5 * MINUTE


def test_rules_are_known_again_in_another_process() -> None:
    class Word(str):
        """A set of these has the order in which they came, as that of texts follows the process."""

        __slots__ = ()

        def __hash__(self) -> int:
            return 0

    def rules(*kinds: str) -> str:
        target = Target(remind=MINUTE, due=MINUTE, kinds=frozenset(map(Word, kinds)))
        return timekeeping.told_in_order(dataclasses.replace(RULES, targets=(target,)))

    assert rules("praise", "question") == rules("question", "praise") != rules("question")


# Claims


async def test_a_claim_ends_after_a_warning_and_what_was_written_stays(world: World) -> None:
    hall = keeping(world, TimeRules())
    await known_in_the_hall(world)
    card = await world.comes_in()
    await world.done(click(commands.Edit, card, text="Gleich bei Kaufland."))
    await passes(world, 24)
    assert hall.told == []
    await passes(world, 2)
    assert [to for to, _ in hall.told] == ["ari"]
    assert "anybody can take it" in hall.words("ari")[0]
    await passes(world, 5)
    after = await world.card(1)
    assert (after.handler, after.status) == ("", Status.DRAFTED)
    assert after.draft
    assert after.draft.text == "Gleich bei Kaufland."
    assert await happened(world) == [Tag.ITEM_CLAIM_WARNED, Tag.ITEM_CLAIM_ENDED]


async def test_whatever_the_handler_does_keeps_the_claim_and_others_do_not(world: World) -> None:
    keeping(world, TimeRules())
    card = await world.done(click(commands.Claim, await world.comes_in()))
    await passes(world, 26)
    await world.done(click(commands.Note, card, text="Ich frage nach."))
    await passes(world, 20)
    await world.done(click(commands.Note, card, text="Eilt das?"), by="lea")
    assert (await world.item(1)).handler == world.people["Ari"].id
    await passes(world, 6)
    await passes(world, 5)
    assert (await world.item(1)).handler is None


async def test_what_a_second_declines_after_hours_leaves_its_handler_the_whole_time(world: World) -> None:
    keeping(world, TimeRules())
    policy = dataclasses.replace(world.desk.policy, risks={"normal": RiskRule(second=True)})
    object.__setattr__(world.desk, "policy", policy)
    first = await world.approve(await world.comes_in())
    await passes(world, 180)
    await world.done(click(commands.Decline, first, text="Zu hart"), by="lea")
    await passes(world, 24)
    assert await happened(world) == []
    await passes(world, 2)
    assert await happened(world) == [Tag.ITEM_CLAIM_WARNED]
    await passes(world, 3)
    assert (await world.item(1)).handler == world.people["Ari"].id


async def test_a_program_that_was_away_warns_first_and_leaves_the_time_that_it_said(world: World) -> None:
    keeping(world, TimeRules())
    await world.done(click(commands.Claim, await world.comes_in()))
    await passes(world, 600)
    assert await happened(world) == [Tag.ITEM_CLAIM_WARNED]
    await passes(world, 4)
    assert (await world.item(1)).handler is not None
    await passes(world, 2)
    assert (await world.item(1)).handler is None


async def test_a_claim_rests_over_the_night_a_holiday_and_a_change_of_the_clocks(world: World) -> None:
    """From the evening before Easter 2027, over a closed Monday, into the summer time."""
    week = (*(spans("08:00-20:00"),) * 5, (), ())
    hours = ServiceHours(zone="Europe/Berlin", week=week, closed=frozenset({date(2027, 3, 29)}))
    keeping(world, TimeRules(hours=hours))
    # Friday, 19:50 in winter time; the clocks change in the night to Sunday.
    world.clock.start = datetime(2027, 3, 26, 18, 50, tzinfo=UTC)
    await world.done(click(commands.Claim, await world.comes_in()))
    tuesday = datetime(2027, 3, 30, 6, tzinfo=UTC)
    item = await world.item(1)
    assert item.pace.tick_at
    assert abs(item.pace.tick_at - (tuesday + 15 * MINUTE)) < MINUTE
    await world.later((tuesday + 14 * MINUTE - world.clock.start).total_seconds())
    assert await happened(world) == []
    await passes(world, 2)
    assert await happened(world) == [Tag.ITEM_CLAIM_WARNED]
    await passes(world, 6)
    assert await happened(world) == [Tag.ITEM_CLAIM_WARNED, Tag.ITEM_CLAIM_ENDED]


async def test_a_claim_that_never_ends_is_never_looked_at(world: World) -> None:
    keeping(world, TimeRules(claim_ends=timedelta()))
    await world.done(click(commands.Claim, await world.comes_in()))
    assert (await world.item(1)).pace.tick_at is None


# The ladder


async def test_each_step_is_taken_once_and_has_its_entry(world: World) -> None:
    hall = keeping(world, dataclasses.replace(RULES, claim_ends=timedelta()))
    await known_in_the_hall(world)
    await world.done(click(commands.Claim, await world.comes_in()))
    for minutes in (59, 2, 60, 30, 30, 600):
        await passes(world, minutes)
    assert [to for to, _ in hall.told] == ["ari", "team", "lea", "press"]
    assert await happened(world) == [Tag.ITEM_REMINDED] * 4
    assert all("waits for a first reply" in words for words in hall.words("press"))


@pytest.mark.parametrize("answer", ["approve", "dismiss", "note", "park"])
async def test_any_answer_stops_the_ladder(world: World, answer: str) -> None:
    hall = keeping(world, dataclasses.replace(RULES, claim_ends=timedelta()))
    await known_in_the_hall(world)
    card = await world.done(click(commands.Claim, await world.comes_in()))
    await passes(world, 61)
    does: dict[str, tuple[type[commands.OnItem], dict[str, Any]]] = {
        "approve": (commands.Approve, {}),
        "dismiss": (commands.Dismiss, {}),
        "note": (commands.Note, {"text": "Ich bin dran."}),
        "park": (commands.Park, {}),
    }
    kind, typed = does[answer]
    await world.done(click(kind, card, **typed))
    await passes(world, 600)
    assert [to for to, _ in hall.told] == ["ari"]


async def test_a_note_holds_the_ladder_only_as_long_as_its_writer_handles_it(world: World) -> None:
    hall = keeping(world, dataclasses.replace(RULES, claim_ends=timedelta()))
    await known_in_the_hall(world)
    card = await world.done(click(commands.Claim, await world.comes_in()))
    await passes(world, 61)
    await world.done(click(commands.Note, card, text="Ich bin dran."))
    await passes(world, 600)
    await world.done(click(commands.Release, card))
    await passes(world, 119)
    # The others have the whole time again: not all of them are told at once.
    assert [to for to, _ in hall.told] == ["ari"]
    await passes(world, 2)
    assert [to for to, _ in hall.told] == ["ari", "team"]
    await passes(world, 30)
    assert [to for to, _ in hall.told] == ["ari", "team", "lea"]


async def test_where_nobody_handles_it_nobody_is_reminded_and_the_channel_is_told(world: World) -> None:
    hall = keeping(world)
    await known_in_the_hall(world)
    await world.comes_in()
    await passes(world, 61)
    assert (hall.told, await happened(world)) == ([], [])
    await passes(world, 60)
    assert [to for to, _ in hall.told] == ["team"]


async def test_many_reminders_of_one_channel_become_one_that_counts(world: World) -> None:
    hall = keeping(world)
    for number in range(5):
        world.town.write(f"Frage {number}?", author=f"Person {number}")
    await world.fetch()
    await passes(world, 121)
    assert hall.words("team") == ["5 comments wait for you: #1, #2, #3, #4, #5. See /queue."]


async def test_a_restart_in_the_middle_of_a_reminder_loses_nothing_and_tells_nothing_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = keeping(world)
    await world.comes_in()
    world.clock.pass_by(121 * 60)
    cut = True

    async def power_cut(*args: Any) -> Any:  # Any: the arguments of `tell_there`
        wakes = await telling.tell_there(*args)
        if cut:
            raise KeyboardInterrupt
        return wakes

    monkeypatch.setattr("bot.desk.timekeeping.tell_there", power_cut)
    # The steps that nobody can be told of come first; then the lights go out within the transaction.
    with pytest.raises(KeyboardInterrupt):
        await ticks(world)
    assert await happened(world) == []
    cut = False
    await world.sweep()
    assert (await happened(world), len(hall.told)) == ([Tag.ITEM_REMINDED], 1)


async def test_a_reminder_whose_sender_died_is_sent_again_and_stays_one_entry(world: World) -> None:
    hall = keeping(world)
    await world.comes_in()
    world.clock.pass_by(121 * 60)
    await ticks(world)
    async with world.database.work() as work:
        (effect,) = await work.effects.due("tell:hall:team", 5, MINUTE)
        await work.effects.claim([effect.id], "dead")
    await world.later(20)
    assert hall.told == []
    await world.later(20)
    await world.later(1)
    assert (await happened(world), len(hall.told)) == ([Tag.ITEM_REMINDED], 1)


async def test_what_cannot_be_told_now_is_told_later_and_what_never_can_is_given_up(world: World) -> None:
    hall = keeping(world)
    hall.troubles = [TryLater(say("Busy.")), Refused(say("No such channel."))]
    await world.comes_in()
    await passes(world, 121)
    await world.later(31)
    assert (hall.troubles, hall.told) == ([], [])
    await passes(world, 20)
    assert hall.told == []
    async with world.database.read() as work:
        assert await work.lanes.next_due("tell:hall:team", MINUTE) is None


async def test_escalating_tells_the_people_outside_at_once_and_the_ladder_not_again(world: World) -> None:
    hall = keeping(world)
    card = await world.comes_in()
    await world.refused(click(commands.Escalate, card, text=" "))
    await world.done(click(commands.Escalate, card, text="Ein Journalist fragt."))
    await world.engine.turn()
    assert [to for to, _ in hall.told] == ["press"]
    assert "Ein Journalist fragt." in hall.words("press")[0]
    await known_in_the_hall(world)
    await passes(world, 900)
    # The others are told in their time: nobody has answered yet.
    assert [to for to, _ in hall.told] == ["press", "team", "lea"]


class Letterbox:
    """Where e-mail goes to."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, str]] = []

    async def send(self, address: str, view: View) -> None:
        assert isinstance(view, Notice)
        self.letters.append((address, str(view.words)))


async def test_people_outside_are_reached_by_mail_where_there_is_a_server(world: World) -> None:
    outside = Rung(who="outside", where=("mail", "press@brand.example"))
    keeping(world, TimeRules(ladder=(outside, outside)))
    card = await world.comes_in()
    answer = await world.ask(click(commands.Escalate, card, text="Presse"))
    assert isinstance(answer, Answer)
    assert "tell them yourself" in str(answer.words)
    box = Letterbox()
    object.__setattr__(world.desk, "mail", box)
    await world.done(click(commands.Escalate, card, text="Presse!"))
    await world.engine.turn()
    assert box.letters == [("press@brand.example", "Ari escalates #1 by Anna: Presse!")]
    # The server was taken out of the settings again before everything was told.
    await world.done(click(commands.Escalate, card, text="Noch einmal"))
    object.__setattr__(world.desk, "mail", None)
    await world.engine.turn()
    last = await effect(world)
    assert (last.state, len(box.letters)) == (State.REFUSED, 1)


async def effect(world: World) -> Effect:
    async with world.database.read() as work:
        last = await work.effects.last(1, [Kind.TELL])
    assert last
    return last


async def test_a_chat_tool_that_hangs_or_has_to_be_mended_is_tried_again_and_given_up_at_last(
    world: World,
) -> None:
    hall = keeping(world)
    hall.troubles = [Unclear(say("Silence.")), *[NeedsPerson(say("Not in the channel."))] * 20]
    await world.comes_in()
    await passes(world, 121)
    for _ in range(12):
        await passes(world, 31)
    assert (await effect(world)).state is State.REFUSED
    assert (await effect(world)).tries == telling.MANY_TRIES


@pytest.mark.parametrize("without", [{}, {"hall": Room(name="hall")}])
async def test_where_nothing_can_be_told_any_more_a_notice_is_given_up(
    world: World, without: dict[str, Room]
) -> None:
    keeping(world)
    await world.comes_in()
    world.clock.pass_by(121 * 60)
    await ticks(world)
    box = Letterbox()
    object.__setattr__(world.desk, "mail", box)
    surfaces = {name: surface for name, surface in world.desk.surfaces.items() if name != "hall"} | without
    object.__setattr__(world.desk, "surfaces", surfaces)
    await world.sweep()
    assert ((await effect(world)).state, box.letters) == (State.REFUSED, [])


async def test_without_anybody_outside_the_leads_are_told_or_it_says_that_nobody_is(world: World) -> None:
    hall = keeping(world, TimeRules())
    card = await world.comes_in()
    answer = await world.ask(click(commands.Escalate, card, text="Hilfe"))
    assert isinstance(answer, Answer)
    # Lea has the page, and the page keeps it for her.
    assert "told now" in str(answer.words)
    async with world.database.read() as work:
        assert await work.inbox.unseen(world.people["Lea"].id) == 1
    await known_in_the_hall(world)
    await world.done(click(commands.Escalate, card, text="Hilfe"))
    await world.engine.turn()
    assert [to for to, _ in hall.told] == ["lea"]
    async with world.database.work() as work:
        for surface in ("hall", "web"):
            await work.people.unlink(world.people["Lea"].id, surface)
    answer = await world.ask(click(commands.Escalate, card, text="Hilfe"))
    assert isinstance(answer, Answer)
    assert "tell them yourself" in str(answer.words)


# Parking


async def parked(world: World) -> list[int]:
    view = await world.ask(lines.ShowParked())
    assert isinstance(view, ItemList)
    return [line.item for line in view.lines]


async def test_what_is_parked_is_out_of_the_queue_until_its_time(world: World) -> None:
    hall = keeping(world)
    await known_in_the_hall(world)
    card = await world.comes_in()
    until = world.clock.start + timedelta(hours=30)
    away = await world.done(click(commands.Park, card, until=f"{until:%Y-%m-%d %H:%M}", text="Messe"))
    assert (away.due, away.handler, str(away.remark)) == (None, "Ari", "Messe")
    assert "Parked, back" in str(away.status_words)
    await passes(world, 60 * 24)
    assert isinstance(await world.ask(commands.Next(), by="lea"), Notice)
    async with world.database.read() as work:
        assert (await work.queue.overdue(5), (await work.queue.counts(0)).overdue) == ([], 0)
    assert (await parked(world), await happened(world)) == ([1], [])
    board = await world.ask(commands.ShowQueue())
    assert isinstance(board, Board)
    counted = {str(count.label): count.number for count in board.counts}
    assert (counted["Parked"], counted["Overdue"]) == (1, 0)
    assert "A draft waits for a decision" not in counted, "it waits for nobody now"
    await passes(world, 60 * 6)
    assert (await parked(world), await happened(world)) == ([], [Tag.ITEM_WOKEN])
    assert "is back in the queue" in hall.words("ari")[0]
    # The claim has its whole time again.
    await passes(world, 20)
    assert (await world.item(1)).handler == world.people["Ari"].id


async def test_whoever_was_waited_for_writes_again_and_it_comes_back(world: World) -> None:
    hall = keeping(world)
    await known_in_the_hall(world)
    card = await world.comes_in(author="Anna")
    await world.done(click(commands.Park, card))
    assert (await world.item(1)).pace.parked is Parked.AUTHOR
    await world.comes_in("Ganz anderes", author="Bo")
    assert await parked(world) == [1]
    await world.comes_in("Es war die Sorte Vanille.", author="Anna")
    assert (await parked(world), await happened(world)) == ([], [Tag.ITEM_WOKEN])
    assert hall.words("ari") == ["#1 by Anna is back in the queue. The same person wrote again: #3"]


async def test_an_edit_is_an_answer_too(world: World) -> None:
    keeping(world)
    await world.done(click(commands.Park, await world.comes_in(), until="Wenn sie antworten"))
    world.town.edit("c1", "Wo gibt es den Haferdrink in Köln?")
    await world.fetch()
    assert (await parked(world), await happened(world)) == ([], [Tag.ITEM_WOKEN])


async def test_it_can_be_taken_back_into_the_queue_by_hand(world: World) -> None:
    keeping(world)
    away = await world.done(click(commands.Park, await world.comes_in()))
    back = await world.done(click(commands.Unpark, away))
    assert await parked(world) == []
    assert "not parked" in str((await world.refused(click(commands.Unpark, back))).words)


async def test_deciding_about_what_is_parked_ends_its_parking(world: World) -> None:
    keeping(world)
    away = await world.done(click(commands.Park, await world.comes_in()))
    await world.approve(away)
    await world.sweep()
    assert (await parked(world), await world.status(1)) == ([], Status.POSTED)


@pytest.mark.parametrize("until", ["gestern", "31.02.", "25:00", "2020-01-01"])
async def test_a_moment_that_is_none_is_refused_and_nothing_is_parked(world: World, until: str) -> None:
    keeping(world)
    card = await world.comes_in()
    await world.refused(click(commands.Park, card, until=until))
    assert await parked(world) == []


async def test_a_personal_contact_needs_a_day_on_which_it_is_looked_at_again(world: World) -> None:
    keeping(world)
    card = await world.comes_in()
    await world.refused(click(commands.MovePrivate, card, text="Lea ruft an"))
    away = await world.done(click(commands.MovePrivate, card, text="Lea ruft an", until="tomorrow morning"))
    assert ("Moved to private, back" in str(away.status_words), str(away.remark)) == (True, "Lea ruft an")
    await passes(world, 60 * 48)
    assert await happened(world) == [Tag.ITEM_WOKEN]


async def test_a_promise_opens_the_item_again_with_what_was_promised(world: World) -> None:
    hall = keeping(world)
    await known_in_the_hall(world)
    await world.approve(await world.comes_in())
    await world.sweep()
    card = await world.card(1)
    await world.refused(click(commands.FollowUp, card, until="tomorrow"))
    promised = await world.done(click(commands.FollowUp, card, until="tomorrow", text="Neue Charge prüfen"))
    assert "Neue Charge prüfen" in str(promised.remark)
    await passes(world, 60 * 48)
    again = await world.item(1)
    assert (again.status, again.instruction) == (Status.DRAFTED, "Neue Charge prüfen")
    assert await happened(world) == [Tag.ITEM_FOLLOWED_UP]
    assert "Neue Charge prüfen" in hall.words("ari")[0]
    await world.approve(await world.card(1))
    await world.sweep()
    assert len(world.public()) == 2


async def test_nothing_is_followed_up_while_our_reply_is_being_corrected(world: World) -> None:
    keeping(world)
    await world.approve(await world.comes_in())
    await world.sweep()
    card = await world.done(click(commands.FollowUp, await world.card(1), until="tomorrow", text="Prüfen"))
    world.town.before = [TryLater(say("Busy."), timedelta(days=3))]
    await world.done(click(commands.Correct, card, text="Hallo Anna, genauer:"))
    await world.engine.turn()
    await passes(world, 60 * 48)
    assert await world.status(1) is Status.POSTED
    await passes(world, 60 * 48)
    await passes(world, 2)
    assert await happened(world) == [Tag.ITEM_FOLLOWED_UP]


# Asking


def cards(hall: Hall) -> list[QuestionCard]:
    return [view for to, view in hall.told if to == "quality" and isinstance(view, QuestionCard)]


async def test_whom_one_can_ask_is_a_choice_and_what_they_see_is_no_card_of_the_team(world: World) -> None:
    hall = keeping(world)
    card = await world.comes_in("Ist da Gluten drin?")
    form = await world.ask(commands.OpenForm(item=1, action=Action.ASK))
    assert isinstance(form, Form)
    assert [str(words) for field in form.fields for _, words in field.choices] == ["Quality"]
    away = await world.done(click(commands.Ask, card, text="Gluten?", department="quality"))
    await world.engine.turn()
    assert (away.handler, "Waits for an answer" in str(away.status_words)) == ("Ari", True)
    opened = await world.ask(commands.OpenForm(item=1, action=Action.ANSWER, draft=1), by="kim", on="hall")
    assert isinstance(opened, Form)
    assert (opened.beside, opened.fields) == (None, ())
    assert len(cards(hall)) == 1


async def test_somebody_outside_the_team_answers_and_the_next_draft_knows(world: World) -> None:
    hall = keeping(world)
    await known_in_the_hall(world)
    card = await world.comes_in("Ist da Gluten drin?")
    await world.done(click(commands.Ask, card, text="Gluten im Haferdrink?", department="quality"))
    await world.engine.turn()
    (asked,) = cards(hall)
    assert (asked.text, asked.comment, asked.asked_by) == (
        "Gluten im Haferdrink?",
        "Ist da Gluten drin?",
        "Ari",
    )
    assert asked.button
    answer = commands.AnswerQuestion(item=1, draft=asked.number, text="Unter 20 ppm.")
    assert isinstance(await world.ask(answer, by="kim", on="hall"), Notice)
    await world.engine.turn()
    assert (cards(hall)[-1].answer, cards(hall)[-1].button) == ("Unter 20 ppm.", None)
    item = await world.item(1)
    assert (item.pace.parked, item.handler) == (Parked.NOT, world.people["Ari"].id)
    assert ("Gluten im Haferdrink?", "Unter 20 ppm.") in [
        (f.question, f.answer) for f in world.scribe.asked[-1].facts
    ]
    (note,) = [line for line in (await world.card(1)).thread if line.note]
    assert (note.text, note.who) == ("Unter 20 ppm.", "kim")
    assert "kim answered about #1: Unter 20 ppm." in hall.words("ari")


async def test_whoever_answers_their_own_question_is_not_told_of_it(world: World) -> None:
    hall = keeping(world)
    await known_in_the_hall(world)
    card = await world.comes_in()
    await world.done(click(commands.Ask, card, text="Und?", department="quality"))
    await world.engine.turn()
    (asked,) = cards(hall)
    answer = commands.AnswerQuestion(item=1, draft=asked.number, text="Ja.")
    assert isinstance(await world.ask(answer, by="ari", on="hall"), Answer)
    await world.engine.turn()
    assert not any("answered about" in words for words in hall.words("ari"))


async def test_a_question_is_answered_once_where_it_was_asked_and_by_nobody_else(world: World) -> None:
    keeping(world)
    card = await world.comes_in()
    await world.done(click(commands.Ask, card, text="Und?", department="Quality"))
    answer = commands.AnswerQuestion(item=1, draft=1, text="Ja.")
    await world.refused(answer, by="stranger", on="room")
    await world.refused(commands.AnswerQuestion(item=1, draft=9, text="Ja."), by="kim", on="hall")
    await world.done(answer, by="lea")
    refused = await world.refused(answer, by="kim", on="hall")
    assert "answered already" in str(refused.words)
    # Whoever was only asked something sees nothing else.
    assert isinstance(await world.ask(commands.ShowQueue(), by="kim", on="hall"), Notice)
    assert isinstance(
        await world.ask(commands.OpenForm(item=1, action=Action.EDIT), by="kim", on="hall"), Notice
    )


async def test_whoever_asks_is_told_with_whom_the_comment_stays(world: World) -> None:
    keeping(world)
    card = await world.comes_in()
    for by, said in (("lea", "stays yours"), ("ari", "stays with Lea,")):
        answer = await world.ask(click(commands.Ask, card, text="Und?", department="Quality"), by=by)
        assert isinstance(answer, Answer)
        assert said in str(answer.words)
        card = await world.done(click(commands.Unpark, answer.card), by=by)


async def test_who_was_not_asked_answers_nothing_from_a_card_of_the_team(world: World) -> None:
    keeping(world)
    card = await world.comes_in()
    waits = await world.done(click(commands.Ask, card, text="Und?", department="Quality"))
    (button,) = [one for one in waits.buttons if one.command.action is Action.ANSWER]
    assert isinstance(button.command, commands.AnswerQuestion)
    await world.refused(dataclasses.replace(button.command, text="Ja."), by="kim", on="hall")
    assert isinstance(
        await world.ask(commands.OpenForm(item=1, action=Action.ANSWER), by="kim", on="hall"), Notice
    )
    assert Tag.QUESTION_ANSWERED not in await world.tags(1)


async def test_a_channel_of_the_web_page_shows_what_is_asked_there_until_it_is_answered(world: World) -> None:
    web = Department(name="Quality", where=("web", "quality"))
    keeping(world, dataclasses.replace(RULES, departments=(web,)))
    assert "quality" in world.desk.policy.rooms("web")
    await world.done(click(commands.Ask, await world.comes_in(), text="Und?", department="Quality"))
    view = await world.ask(commands.ShowChannel(channel="quality"))
    assert isinstance(view, ChannelView)
    assert [question.text for question in view.questions] == ["Und?"]
    # Vic only looks, and was asked there.
    await world.ask(commands.AnswerQuestion(item=1, draft=view.questions[0].number, text="Ja."), by="vic")
    empty = await world.ask(commands.ShowChannel(channel="quality"))
    assert isinstance(empty, ChannelView)
    assert empty.questions == ()
    await world.refused(commands.OpenForm(item=1, action=Action.ANSWER))


@pytest.mark.parametrize("action", [Action.PARK, Action.MOVE_PRIVATE, Action.ESCALATE])
async def test_each_has_its_dialog(world: World, action: Action) -> None:
    keeping(world)
    await world.comes_in()
    form = await world.ask(commands.OpenForm(item=1, action=action))
    assert isinstance(form, Form)
    assert [field.name for field in form.fields] == ([] if action is Action.ESCALATE else ["until"])


@pytest.mark.parametrize(("until", "hours"), [("", 8), ("tomorrow morning", 40)])
async def test_a_question_that_nobody_answers_keeps_no_comment_for_ever(
    world: World, until: str, hours: int
) -> None:
    keeping(world, dataclasses.replace(RULES, ladder=()))
    card = await world.comes_in()
    await world.done(click(commands.Ask, card, text="Und?", department="Quality", until=until))
    await passes(world, 60 * hours - 600 if until else 60 * hours - 1)
    await passes(world, 600 if until else 2)
    assert Tag.ITEM_WOKEN in await happened(world)
    # Who answers late is still heard.
    await world.ask(commands.AnswerQuestion(item=1, draft=1, text="Ja."), by="kim", on="hall")
    assert Tag.QUESTION_ANSWERED in await world.tags(1)


async def test_an_answer_is_heard_once(world: World) -> None:
    keeping(world)
    await world.done(click(commands.Ask, await world.comes_in(), text="Und?", department="Quality"))
    answer = commands.AnswerQuestion(item=1, draft=1, text="Ja.")
    for _ in range(2):
        await world.ask(answer, by="kim", on="hall", key="same")
    assert (await world.tags(1)).count(Tag.QUESTION_ANSWERED) == 1


async def test_what_a_person_wrote_is_not_written_over_by_an_answer(world: World) -> None:
    keeping(world)
    card = await world.comes_in()
    edited = await world.done(click(commands.Edit, card, text="Wir fragen nach."))
    await world.done(click(commands.Ask, edited, text="Und?", department="Quality"))
    await world.done(commands.AnswerQuestion(item=1, text="Ja."), by="lea")
    await world.engine.turn()
    draft = (await world.card(1)).draft
    assert draft
    assert draft.text == "Wir fragen nach."


async def test_asking_needs_a_question_and_somebody_to_ask(world: World) -> None:
    keeping(world)
    card = await world.comes_in()
    for typed in (
        {"text": "", "department": "Quality"},
        {"text": "Und?", "department": "Sales"},
        {"text": "x" * 3000, "department": "Quality"},
    ):
        await world.refused(click(commands.Ask, card, **typed))
    keeping(world, TimeRules())
    await world.refused(commands.OpenForm(item=1, action=Action.ASK))
    assert all(button.command.action is not Action.ASK for button in (await world.card(1)).buttons)


# The rules


async def test_new_rules_are_followed_by_what_is_open_already(world: World) -> None:
    hall = keeping(world, TimeRules())
    await world.comes_in()
    assert (await world.item(1)).pace.tick_at is None
    keeping(world)
    await world.desk.keep(lambda work: timekeeping.follow_rules(work, world.desk))
    hall = keeping(world)
    await world.sweep()
    await passes(world, 300)
    assert [to for to, _ in hall.told] == ["team"]
    async with world.database.read() as work:
        before = await work.lanes.next_due(CLOCK, MINUTE)
    await world.desk.keep(lambda work: timekeeping.follow_rules(work, world.desk))
    async with world.database.read() as work:
        assert await work.lanes.next_due(CLOCK, MINUTE) == before
        assert await work.effects.last(1, [Kind.TELL])
