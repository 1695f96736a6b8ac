"""A story of two days: three people, two shifts, an illness, a holiday, a handover refused and taken late.

Tuesday, 5 January 2027, and the sixth, which is a holiday in Bavaria. All times are those of Berlin.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from bot import commands, shifting
from bot.desk.hearing import Hearing
from bot.desk.tasks import tasks
from bot.domain.audit import Tag
from bot.domain.community import Comment, OwnReply
from bot.domain.item import Triage, Urgency
from bot.domain.people import Role
from bot.domain.shift import RosterRow
from bot.domain.status import Status
from bot.domain.timing import Department, Rung, Target, TimeRules
from bot.domain.trail import TeamTag
from bot.lines import from_line
from bot.ports import Place
from bot.reports import Report
from bot.settings_hours import Hours
from bot.views import HandoverNote, Home, ItemCard, ItemList, Notice, QuestionCard, ShiftView, View
from storage.database import Database
from storage.team_check import check_chains
from storage.trail import check_trails
from tests.fakes import Room, Town
from tests.world import Hands, World, click

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY, HOLIDAY, THURSDAY = date(2027, 1, 5), date(2027, 1, 6), date(2027, 1, 7)
OPEN = "08:00-20:00"
HOURS = Hours(
    monday=OPEN, tuesday=OPEN, wednesday=OPEN, thursday=OPEN, friday=OPEN,
    saturday="closed", sunday="closed", country="DE", state="BY",
)  # fmt: skip
MINUTE = timedelta(minutes=1)
RULES = TimeRules(
    hours=HOURS.service("Europe/Berlin"),
    targets=(Target(remind=60 * MINUTE, due=120 * MINUTE),),
    ladder=(Rung(who="handler", past="reminder"), Rung(who="channel"), Rung(who="leads", after=30 * MINUTE)),
    departments=(Department(name="Quality", where=("room", "quality")),),
)
ROSTER = (
    RosterRow(person="Kim", hours=(8 * 60, 20 * 60)),
    RosterRow(person="Ari", hours=(20 * 60, 32 * 60), first=TUESDAY, last=TUESDAY),
)
SWEEPS = 30 * MINUTE
"""How often the program looks for what is due while nobody does anything."""
QUESTION, COMPLAINT, PHOTO, GLUTEN, FAIR, GLASS, LATE, AGAIN, NIGHT, THANKS, CLOSED = range(1, 12)
"""The items, in the order in which they come."""


@dataclass
class Village(Town):
    """A community whose clock is the one in our hands."""

    clock: Hands = field(default_factory=Hands)

    def write(self, text: str, *, author: str = "Anna", parent: str = "", ago: float = 0) -> str:
        number = super().write(text, author=author, parent=parent, ago=ago)
        self.comments[number] = replace(self.comments[number], published=self.clock())
        return number

    def _reply(self, to: Comment, text: str, key: str) -> OwnReply:
        made = super()._reply(to, text, key)
        self.comments[made.id] = replace(self.comments[made.id], published=self.clock())
        return made


@dataclass
class Hall(Room):
    """A chat tool that also tells channels and persons something."""

    told: list[tuple[str, View]] = field(default_factory=list)

    async def announce(self, view: View, at: str, key: str) -> Place:
        self.told.append((at, view))
        self.keys[key] = f"t{len(self.told)}"
        return Place(surface=self.name, channel=at, remote=self.keys[key])

    async def announce_again(self, place: Place, view: View) -> None:
        self.told.append((place.channel, view))

    def news(self) -> list[tuple[str, str]]:
        """What was said to whom since we asked last, without cards."""
        said = [(to, str(view.words)) for to, view in self.told if isinstance(view, Notice)]
        self.told = [(to, view) for to, view in self.told if not isinstance(view, Notice)]
        return said


def triage(comment: Comment) -> Triage:
    """What triage makes of the village."""
    if "Splitter" in comment.text:
        return Triage(language="de", kind="complaint", risk="crisis", urgency=Urgency.HIGH)
    needs = not any(word in comment.text for word in ("Danke", "Foto"))
    return Triage(language="de", needs_reply=needs)


@dataclass
class Story:
    """The desk, and the hall of its team."""

    world: World
    hall: Hall
    day: date = TUESDAY

    async def at(self, clock: str) -> None:
        """Let time pass until then; the program looks what is due all the while."""
        hour, _, minute = clock.partition(":")
        wall = datetime(self.day.year, self.day.month, self.day.day, int(hour), int(minute), tzinfo=BERLIN)
        while (left := wall - self.world.clock()) > timedelta():
            await self.world.later(min(left, SWEEPS).total_seconds())

    async def comes(self, clock: str, text: str, author: str) -> ItemCard:
        """Somebody writes."""
        await self.at(clock)
        return await self.world.comes_in(text, author=author)

    async def does(self, who: str, kind: type[commands.OnItem], item: int, **typed: object) -> ItemCard:
        """Somebody presses a button of the card as it is now."""
        card = await self.world.card(item, by=who)
        done = await self.world.done(click(kind, card, **typed), by=who)
        await self.world.sweep()
        return done

    async def approves(self, who: str, item: int) -> ItemCard:
        return await self.does(who, commands.Approve, item, agreed=True)

    async def types(self, who: str, line: str) -> View:
        view = await self.world.ask(from_line(line), by=who)
        await self.world.sweep()
        return view

    async def presses(self, who: str, wish: shifting.OnShift) -> HandoverNote:
        view = await self.world.ask(wish, by=who)
        await self.world.sweep()
        assert isinstance(view, HandoverNote), view
        return view

    async def on(self) -> list[tuple[str, str]]:
        """Who is on, and for whom."""
        view = await self.types("vic", "/shift")
        assert isinstance(view, ShiftView)
        return [(line.name, line.instead_of) for line in view.on]

    async def parked(self) -> list[int]:
        view = await self.types("vic", "/queue parked")
        assert isinstance(view, ItemList)
        return [line.item for line in view.lines]

    async def handler(self, item: int) -> str:
        return (await self.world.card(item, by="vic")).handler

    async def due(self, item: int) -> datetime | None:
        due = (await self.world.item(item)).due_at
        return due.astimezone(BERLIN).replace(second=0, microsecond=0, tzinfo=None) if due else None

    async def replies(self, item: int) -> list[str]:
        """What stands beneath a comment in our name."""
        return self.world.public((await self.world.item(item)).remote)

    async def shift(self, stint: int) -> list[TeamTag]:
        async with self.world.database.read() as work:
            return [entry.event.tag for entry in await work.team_trail.entries(f"shift:{stint}")]


@pytest_asyncio.fixture(loop_scope="session")
async def story(either: Database, clock: Hands) -> Story:
    """Tuesday, eight o'clock, over either database."""
    clock.start = datetime(2027, 1, 5, 7, tzinfo=UTC)
    return await opened(World(either, clock, town=Village(clock=clock), room=Hall()))


async def opened(world: World) -> Story:
    """A team with service hours, a roster, a ladder, and a department to ask."""
    policy = replace(world.desk.policy, zone=BERLIN, timing=RULES, roster=ROSTER)
    world.desk = replace(world.desk, policy=policy)
    world.hearing = Hearing(world.desk)
    world.scribe.triages = triage
    await world.open()
    await world.engine.start(tasks(world.desk), work=True)
    async with world.database.work() as work:
        world.people["Kim"] = kim = await work.people.add("Kim", Role.APPROVER, "de")
        for surface in ("web", "room"):
            await work.people.link(kim.id, surface, "kim")
    assert isinstance(world.room, Hall)
    return Story(world, world.room)


@pytest.mark.slow
async def test_two_days(story: Story) -> None:
    await kim_opens(story)
    await a_claim_ends(story)
    await a_photo_a_question_to_the_laboratory_and_one_for_tomorrow(story)
    await glass_needs_two(story)
    await kim_falls_ill(story)
    await nobody_sees_one(story)
    await glass_again(story)
    await ari_refuses_and_asks_back(story)
    await ari_takes_it_late(story)
    await over_midnight(story)
    await the_holiday(story)
    await kim_is_back(story)
    await all_is_whole(story)
    await the_numbers(story)


async def kim_opens(story: Story) -> None:
    """Kim is on by the roster, and answers a question within ten minutes."""
    await story.world.sweep()
    assert await story.on() == [("Kim", "")]
    await story.comes("8:10", "Wo gibt es den Haferdrink?", "Anna")
    await story.at("8:20")
    await story.approves("kim", QUESTION)
    assert await story.world.status(QUESTION) is Status.POSTED


async def a_claim_ends(story: Story) -> None:
    """A complaint that Kim claims and forgets; then it is answered, with a promise."""
    await story.comes("8:30", "Die Milch war sauer.", "Bo")
    await story.does("kim", commands.Claim, COMPLAINT)
    await story.at("8:56")
    ((to, words),) = story.hall.news()
    assert (to, "anybody can take it" in words) == ("kim", True)
    assert await story.handler(COMPLAINT) == "Kim"
    await story.at("9:02")
    assert (await story.handler(COMPLAINT), story.hall.news()) == ("", [])
    await story.at("9:10")
    await story.does("kim", commands.Edit, COMPLAINT, text="Das tut uns leid, wir prüfen das.", post=True)
    # Tomorrow is a holiday: the promise comes back when the team does.
    promised = await story.does("kim", commands.FollowUp, COMPLAINT, text="Charge prüfen", until="tomorrow")
    assert "Charge prüfen" in str(promised.remark)


async def a_photo_a_question_to_the_laboratory_and_one_for_tomorrow(story: Story) -> None:
    """One may be used and is closed, one waits for the laboratory, one for the next opening."""
    await story.comes("9:20", "Schaut, mein Foto!", "Cem")
    await story.does("kim", commands.GrantUse, PHOTO, text="Newsletter", link="https://example.invalid/ja")
    await story.does("kim", commands.LikeClose, PHOTO)
    await story.comes("9:30", "Ist da Gluten drin?", "Dana")
    await story.does("kim", commands.Ask, GLUTEN, text="Gluten im Drink?", department="Quality")
    ((to, asked),) = [(to, view) for to, view in story.hall.told if isinstance(view, QuestionCard)]
    assert (to, asked.text) == ("quality", "Gluten im Drink?")
    await story.comes("10:00", "Kommt ihr zur Messe?", "Eva")
    await story.does("kim", commands.Park, FAIR, until="tomorrow morning", text="Messeplan kommt")
    await story.at("11:00")
    assert (await story.handler(GLUTEN), await story.parked()) == ("Kim", [GLUTEN, COMPLAINT, FAIR])
    answer = commands.AnswerQuestion(item=GLUTEN, draft=asked.number, text="Unter 20 ppm.")
    await story.world.ask(answer, by="laboratory", on="room")
    await story.at("11:05")
    assert await story.parked() == [COMPLAINT, FAIR]
    assert story.hall.news() == [("kim", f"laboratory answered about #{GLUTEN}: Unter 20 ppm.")]
    assert ("Gluten im Drink?", "Unter 20 ppm.") in [
        (fact.question, fact.answer) for fact in story.world.scribe.asked[-1].facts
    ]
    await story.approves("kim", GLUTEN)


async def glass_needs_two(story: Story) -> None:
    """Glass in a bottle: Kim's yes alone posts nothing, and Kim cannot give the second one."""
    await story.comes("12:00", "Da war ein Splitter in der Flasche!", "Finn")
    await story.at("12:10")
    first = await story.approves("kim", GLASS)
    assert first.status is Status.AWAITING
    await story.world.refused(click(commands.Approve, first, agreed=True), by="kim", on="room")
    assert await story.replies(GLASS) == []


async def kim_falls_ill(story: Story) -> None:
    """Lea stands in at once, takes over in time, and gives the second yes."""
    await story.at("13:11")
    # Half a yes is no reply: an hour after it its handler is reminded.
    assert [to for to, _ in story.hall.news()] == ["kim"]
    await story.types("kim", "/shift absent Kim today..tomorrow substitute Lea")
    assert await story.on() == [("Lea", "Kim")]
    note = await story.presses("lea", shifting.OpenHandover())
    assert (note.outgoing, [line.item for line in note.grave]) == ("Kim", [GLASS])
    await story.presses("lea", shifting.LeaveToPool(handover=1, number=GLASS))
    await story.at("13:15")
    assert (await story.presses("lea", shifting.TakeOverShift(handover=1))).state == "taken_over"
    await story.at("13:20")
    await story.approves("lea", GLASS)
    assert len(await story.replies(GLASS)) == 1
    assert story.hall.news() == []


async def nobody_sees_one(story: Story) -> None:
    """Nobody takes this one: first the channel is told, then the leads; an answer ends that."""
    await story.comes("15:00", "Warum antwortet niemand?", "Gil")
    await story.at("17:01")
    assert [to for to, _ in story.hall.news()] == ["team"]
    await story.at("17:35")
    assert [to for to, _ in story.hall.news()] == ["lea"]
    await story.at("17:40")
    await story.approves("lea", LATE)


async def glass_again(story: Story) -> None:
    """Shortly before closing time: what is owed is owed on Thursday, and Lea is reminded today."""
    await story.comes("18:50", "Schon wieder ein Splitter!", "Gus")
    assert await story.due(AGAIN) == datetime(2027, 1, 7, 8, 50)  # noqa: DTZ001  # the team's wall clock
    await story.at("19:40")
    await story.does("lea", commands.Claim, AGAIN)
    await story.at("19:55")
    assert [to for to, _ in story.hall.news()] == ["lea"]


async def ari_refuses_and_asks_back(story: Story) -> None:
    """Ari begins at eight, and does not take it as it is: not the shift, and then not the glass."""
    await story.at("20:01")
    assert await story.on() == [("Ari", "")]
    note = await story.presses("ari", shifting.OpenHandover())
    assert [line.item for line in note.grave] == [AGAIN]
    assert f"#{AGAIN}" in str((await story.world.refused(shifting.TakeOverShift(handover=2))).words)
    await story.at("20:03")
    refused = await story.presses("ari", shifting.RefuseShift(handover=2, text="Wer ruft Gus an?"))
    assert (refused.state, refused.reason) == ("refused", "Wer ruft Gus an?")
    await story.world.refused(shifting.TakeOverShift(handover=2))
    await story.presses("lea", shifting.WriteWords(handover=2, text="Ich habe Gus angerufen."))
    await story.presses("lea", shifting.OfferAgain(handover=2))
    asked = await story.presses("ari", shifting.AskBack(handover=2, number=AGAIN, text="Welche Charge?"))
    assert asked.state == "asked"
    await story.world.refused(shifting.TakeOverShift(handover=2))
    await story.at("20:08")
    told = await story.presses("lea", shifting.Explain(handover=2, number=AGAIN, text="Charge 7."))
    assert (told.state, told.grave[0].explained) == ("open", "Charge 7.")


async def ari_takes_it_late(story: Story) -> None:
    """Ten minutes after Ari began the channel is reminded, once, and Home says so to everybody."""
    assert story.hall.news() == []
    await story.at("20:25")
    ((to, words),) = story.hall.news()
    assert (to, "handover of Lea" in words) == ("team", True)
    home = await story.types("vic", "/queue home")
    assert isinstance(home, Home)
    assert "handover waits" in " ".join(map(str, home.shift))
    await story.presses("ari", shifting.TakeMine(handover=2, number=AGAIN))
    taken = await story.presses("ari", shifting.TakeOverShift(handover=2))
    assert (taken.state, taken.incoming) == ("taken_over", "Ari")
    # Of the day that Kim began, these hours are Lea's.
    figures = {str(one.label): str(one.value) for one in taken.figures}
    assert (figures["Received"], figures["Answered"]) == ("2", "2")
    assert await story.shift(2) == [
        TeamTag.SHIFT_BEGAN, TeamTag.SHIFT_ENDED, TeamTag.HANDOVER_OPENED, TeamTag.HANDOVER_REFUSED,
        TeamTag.HANDOVER_WRITTEN, TeamTag.HANDOVER_OFFERED, TeamTag.HANDOVER_ASKED,
        TeamTag.HANDOVER_EXPLAINED, TeamTag.HANDOVER_REMINDED, TeamTag.HANDOVER_MINE,
        TeamTag.HANDOVER_TAKEN_OVER,
    ]  # fmt: skip


async def over_midnight(story: Story) -> None:
    """A question comes before midnight and is answered after it; no claim ends and nobody is reminded."""
    await story.comes("23:50", "Hat die Hotline noch auf?", "Hugo")
    story.day = HOLIDAY
    await story.at("0:10")
    await story.approves("ari", NIGHT)
    await story.at("0:30")
    assert await story.on() == [("Ari", "")]
    assert await story.handler(AGAIN) == "Ari"
    assert (await story.approves("ari", AGAIN)).status is Status.AWAITING


async def the_holiday(story: Story) -> None:
    """Lea stands in again. What is counted in service hours stands still all day."""
    await story.at("8:05")
    assert await story.on() == [("Lea", "Kim")]
    await story.presses("lea", shifting.LeaveToPool(handover=3, number=AGAIN))
    await story.presses("lea", shifting.TakeOverShift(handover=3))
    await story.at("9:00")
    await story.approves("lea", AGAIN)
    await story.comes("10:00", "Danke euch!", "Ida")
    await story.does("lea", commands.Dismiss, THANKS)
    await story.comes("14:00", "Habt ihr heute zu?", "Jo")
    await story.does("lea", commands.Claim, CLOSED)
    assert await story.due(CLOSED) == datetime(2027, 1, 7, 10)  # noqa: DTZ001  # the team's wall clock
    await story.at("19:59")
    assert (await story.handler(CLOSED), await story.parked()) == ("Lea", [COMPLAINT, FAIR])
    assert await story.world.status(COMPLAINT) is Status.POSTED
    assert story.hall.news() == []


async def kim_is_back(story: Story) -> None:
    """Thursday, eight o'clock: what was parked and what was promised are here again."""
    story.day = THURSDAY
    await story.at("7:59")
    # Nobody is on, and nobody is reminded before somebody is.
    assert (await story.on(), story.hall.news(), await story.parked()) == ([], [], [COMPLAINT, FAIR])
    await story.at("8:01")
    assert (await story.on(), await story.parked()) == ([("Kim", "")], [])
    assert await story.world.status(COMPLAINT) is Status.DRAFTED
    assert (await story.world.item(COMPLAINT)).instruction == "Charge prüfen"
    assert sorted(to for to, _ in story.hall.news()) == ["kim", "kim"]
    await story.presses("kim", shifting.TakeOverShift(handover=4))
    assert await story.handler(CLOSED) == ""
    await story.at("8:10")
    await story.approves("kim", COMPLAINT)
    await story.approves("kim", FAIR)


async def all_is_whole(story: Story) -> None:
    """Everything is answered, closed or open; nobody was answered twice; and every trail is whole."""
    world = story.world
    statuses = {number: await world.status(number) for number in range(1, CLOSED + 1)}
    expected = {PHOTO: Status.DISMISSED, THANKS: Status.DISMISSED, CLOSED: Status.DRAFTED}
    assert statuses == {number: expected.get(number, Status.POSTED) for number in statuses}
    replies = {number: len(await story.replies(number)) for number in statuses}
    # The complaint was answered, and once more as promised.
    assert replies == {n: 2 if n == COMPLAINT else int(n not in expected) for n in statuses}
    assert await check_trails(world.database) == []
    assert await check_chains(world.database) == []
    reminded = Counter({n: (await world.tags(n)).count(Tag.ITEM_REMINDED) for n in statuses})
    assert +reminded == {GLASS: 1, LATE: 2, AGAIN: 1}
    async with world.database.read() as work:
        assert await work.handovers.open_ones() == []


async def the_numbers(story: Story) -> None:
    """What `/report` says of the two days, reckoned by hand.

    Minutes to the first reply: 10, 40, 95, 80, 160 on Tuesday; 850 and 20 on Wednesday. Of the 850, 70 were
    service time; of the 20 none.
    """
    report = await story.types("lea", "/report 2027-01-05..2027-01-06")
    assert isinstance(report, Report)
    figures = {str(one.label): (one.value, one.before) for one in report.figures}
    assert figures == {
        "Received": (11, 0),
        "Answered": (7, 0),
        "Closed without a reply": (2, 0),
        "Uses granted": (1, 0),
    }
    assert {str(one.label): one.numbers for one in report.volume.series} == {
        "Received": (9, 2),
        "Answered": (5, 2),
        "Closed without a reply": (1, 1),
    }
    times = {
        str(one.label): (one.number, _minutes(one.median), _minutes(one.nine_of_ten))
        for one in report.replies
    }
    assert times == {
        "Came in service hours": (6, 87.5, 505),
        "Came outside of them": (1, 20, 20),
        "All": (7, 80, 436),
        "All, counting service hours alone": (7, 70, 121),
    }


def _minutes(duration: timedelta | None) -> float | None:
    return None if duration is None else round(duration / MINUTE, 1)
