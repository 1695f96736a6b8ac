"""For you: on the page, one person alone is told what a chat tool would send them, and the trail is true."""

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot import commands, shifting
from bot.desk.handover_paper import MOST_ENTRIES
from bot.domain.audit import Tag
from bot.domain.item import Triage, Urgency
from bot.domain.people import PROGRAM, Actor
from bot.domain.status import Status
from bot.domain.timing import Rung, Target, TimeRules
from bot.domain.trail import TeamEvent, TeamTag
from bot.for_you import ForYouLine, SeeForYou
from bot.memory.inbox import InboxLine
from bot.views import HandoverNote, Home, Me
from storage.erasing import erase_author
from storage.inbox import SqlInbox
from tests.desk.test_time import ticks
from tests.fakes import Room
from tests.world import World, click

MINUTE = timedelta(minutes=1)
RULES = TimeRules(
    ladder=(
        Rung(who="handler", past="reminder"),
        Rung(who="channel"),
        Rung(who="leads", after=30 * MINUTE),
        Rung(who="outside", after=60 * MINUTE, where=("mail", "press@example.org")),
    ),
    targets=(Target(remind=10 * MINUTE, due=20 * MINUTE),),
)


@pytest.fixture
def alone(world: World) -> World:
    """A team that has the page and nothing else."""
    channels = (("web", "team"),)
    watch = replace(world.desk.policy.watches[0], channels=channels)
    policy = replace(world.desk.policy, timing=RULES, watches=(watch,))
    object.__setattr__(world.desk, "policy", policy)
    object.__setattr__(world.desk, "surfaces", {"web": Room(name="web", live=True)})
    return world


async def told(world: World, who: str) -> list[str]:
    return [str(line.words) for line in await lines(world, who)]


async def lines(world: World, who: str) -> tuple[ForYouLine, ...]:
    view = await world.ask(commands.OpenHome(), by=who)
    assert isinstance(view, Home), view
    return view.for_you


async def new(world: World, who: str) -> int:
    me = await world.ask(commands.WhoAmI(), by=who)
    assert isinstance(me, Me)
    return me.news.count if me.news else 0


async def said(world: World, *tags: Tag) -> list[str]:
    async with world.database.read() as work:
        return [one.event.text for one in await work.items.trail(1) if one.event.tag in tags]


async def test_each_is_told_what_is_about_them_and_nobody_else(alone: World) -> None:
    card = await alone.comes_in()
    card = await alone.done(click(commands.Claim, card), by="rob")
    card = await alone.done(click(commands.TakeOver, card), by="lea")
    ari = alone.people["Ari"]
    card = await alone.done(click(commands.HandTo, card, person=str(ari.id), text="Bitte."), by="lea")
    assert await told(alone, "rob") == ["Lea took over #1 by Anna."]
    assert await told(alone, "ari") == ["Lea hands #1 by Anna over to you. → Ari: Bitte."]
    assert [await told(alone, who) for who in ("lea", "vic")] == [[], []]
    assert [await new(alone, who) for who in ("rob", "ari", "lea")] == [1, 1, 0]
    # Nobody sees it for somebody else; seen, it stands there still.
    (robs,), (aris,) = await lines(alone, "rob"), await lines(alone, "ari")
    for _ in range(2):
        await alone.ask(SeeForYou(numbers=(robs.number, aris.number, 99)), by="rob")
    assert [await new(alone, who) for who in ("rob", "ari")] == [0, 1]
    assert [line.unseen for line in await lines(alone, "rob")] == [False]
    # Elsewhere the chat tool tells it.
    home = await alone.ask(commands.OpenHome(), by="rob", on="room")
    assert isinstance(home, Home)
    assert home.for_you == ()


async def test_warnings_and_reminders_are_private_and_the_trail_says_who_was_told(alone: World) -> None:
    card = await alone.comes_in()
    await alone.done(click(commands.Claim, card), by="rob")
    await alone.later(11 * 60)
    assert await said(alone, Tag.ITEM_REMINDED) == ["The handler is told: a first reply is owed."]
    assert [len(await told(alone, who)) for who in ("rob", "ari", "lea")] == [1, 0, 0]
    await alone.later(10 * 60)
    # The channel: everybody else who can do something about it.
    assert [len(await told(alone, who)) for who in ("rob", "ari", "lea", "vic")] == [1, 1, 1, 0]
    await alone.later(5 * 60)
    assert (await told(alone, "rob"))[0].startswith("You handle #1 by Anna. At ")
    assert await said(alone, Tag.ITEM_CLAIM_WARNED) == ["The handler is told."]
    assert [len(await told(alone, who)) for who in ("ari", "lea")] == [1, 1]
    await alone.later(60 * 60)
    assert len(await told(alone, "lea")) == 2
    assert (await said(alone, Tag.ITEM_REMINDED))[-2:] == [
        "The leads are told: a first reply is owed.",
        "Nobody could be reached: a first reply is owed.",
    ]


async def test_who_is_on_shift_is_told_for_the_channel(alone: World) -> None:
    await alone.ask(shifting.StartShift(), by="rob")
    card = await alone.comes_in()
    await alone.later(21 * 60)
    assert [len(await told(alone, who)) for who in ("rob", "ari", "lea")] == [1, 0, 0]
    await alone.done(click(commands.Dismiss, card, text="Nein"), by="rob")
    (line,) = await lines(alone, "rob")
    assert line.stands == Status.DISMISSED.sentence


async def test_where_nobody_can_be_reached_the_trail_says_so(alone: World) -> None:
    card = await alone.comes_in()
    await alone.done(click(commands.Claim, card), by="rob")
    async with alone.database.work() as work:
        for person in alone.people.values():
            await work.people.unlink(person.id, "web")
    await alone.later(26 * 60)
    assert await said(alone, Tag.ITEM_CLAIM_WARNED) == ["Nobody could be reached."]
    assert set(await said(alone, Tag.ITEM_REMINDED)) == {"Nobody could be reached: a first reply is owed."}


async def test_a_power_cut_in_the_middle_leaves_nothing_and_then_it_is_told_once(
    alone: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = await alone.comes_in()
    await alone.done(click(commands.Claim, card), by="rob")
    alone.clock.pass_by(11 * 60)
    add, cuts = SqlInbox.add, [KeyboardInterrupt()]

    async def added(inbox: SqlInbox, people: Collection[int], line: InboxLine) -> None:
        await add(inbox, people, line)
        if cuts:
            raise cuts.pop()

    monkeypatch.setattr(SqlInbox, "add", added)
    with pytest.raises(KeyboardInterrupt):
        await ticks(alone)
    assert (await told(alone, "rob"), await said(alone, Tag.ITEM_REMINDED)) == ([], [])
    for _ in range(3):
        await ticks(alone)
    assert (len(await told(alone, "rob")), len(await said(alone, Tag.ITEM_REMINDED))) == (1, 1)


async def test_a_handover_asked_back_or_refused_is_told_to_who_went_home(alone: World) -> None:
    grave = Triage(language="de", risk="high", urgency=Urgency.HIGH)
    alone.scribe.triages = lambda _: grave
    await alone.ask(shifting.StartShift(), by="lea")
    await alone.comes_in("Gift?")
    await alone.ask(shifting.EndShift(), by="lea")
    asked = await alone.ask(shifting.AskBack(handover=1, number=1, text="Seit wann?"), by="ari")
    assert isinstance(asked, HandoverNote)
    assert str(asked.said) == "Asked back. Lea reads it on their page."
    assert await told(alone, "lea") == ["Ari asks back about #1 of your handover: Seit wann?"]
    home = await alone.ask(commands.OpenHome(), by="lea")
    assert isinstance(home, Home)
    assert "Your handover: The next shift has asked back. /handover" in [str(one) for one in home.shift]
    await alone.ask(shifting.Explain(handover=1, number=1, text="Seit neun."), by="lea")
    assert await told(alone, "ari") == ["Lea explained #1: Seit neun."]
    await alone.ask(shifting.RefuseShift(handover=1, text="Zu viel."), by="ari")
    (line, *_) = await lines(alone, "lea")
    assert (str(line.words), line.shows) == (
        "Ari refused your handover: Zu viel.",
        shifting.OpenHandover(handover=1),
    )
    assert [await told(alone, who) for who in ("rob", "vic")] == [[], []]


async def test_of_a_long_trail_only_what_is_told_is_read(alone: World) -> None:
    await alone.ask(shifting.StartShift(), by="lea")
    await alone.ask(shifting.EndShift(), by="lea")
    asked = TeamEvent(tag=TeamTag.HANDOVER_ASKED, actor=Actor(person=2, surface="web"), text="Und?")
    lea = alone.people["Lea"].id
    async with alone.database.work() as work:
        last = await work.team_trail.write("shift:1", *(replace(asked, item=n) for n in range(150)))
        await work.inbox.add([lea], InboxLine(handover=1, seq=last - 9))
        # Whoever reads this entry, too, gets no further.
        await work.session.connection.execute(text("update trail_entry set at = 'x' where seq = 3"))
    assert [one[:25] for one in await told(alone, "lea")] == ["Ari asks back about #140 o"[:25]]
    note = await alone.ask(shifting.OpenHandover(handover=1), by="lea")
    assert isinstance(note, HandoverNote)
    assert (len(note.history), note.earlier) == (MOST_ENTRIES, last - MOST_ENTRIES)
    assert [line.text.split()[0] for line in note.history[:: MOST_ENTRIES - 1]] == ["#50", "#149"]


async def test_a_handover_that_nobody_takes_over_is_told_step_by_step(alone: World) -> None:
    await alone.ask(shifting.StartShift(), by="ari")
    await alone.comes_in("Wo?")
    await alone.ask(shifting.EndShift(), by="ari")
    await alone.ask(shifting.StartShift(), by="rob")
    waits = "The handover of Ari waits, and nobody has taken it over."
    await alone.later(11 * 60)
    await alone.sweep()
    assert [await told(alone, who) for who in ("rob", "ari", "lea")] == [[waits], [], []]
    for _ in range(3):
        await alone.later(11 * 60)
        await alone.sweep()
    assert waits in await told(alone, "lea")
    assert waits not in await told(alone, "ari")
    async with alone.database.read() as work:
        tags = [one.event.tag for one in await work.team_trail.entries("shift:1")]
    assert tags.count(TeamTag.HANDOVER_REMINDED) == tags.count(TeamTag.HANDOVER_ESCALATED) == 1


async def test_who_has_no_page_is_not_said_to_read_it(alone: World) -> None:
    alone.scribe.triages = lambda _: Triage(language="de", risk="high", urgency=Urgency.HIGH)
    await alone.ask(shifting.StartShift(), by="lea", on="room")
    await alone.comes_in("Gift?")
    await alone.ask(shifting.EndShift(), by="lea", on="room")
    async with alone.database.work() as work:
        await work.people.unlink(alone.people["Lea"].id, "web")
    asked = await alone.ask(shifting.AskBack(handover=1, number=1, text="Seit wann?"), by="ari")
    assert isinstance(asked, HandoverNote)
    assert str(asked.said).startswith("Asked back. Lea could not be told from here")


async def test_what_is_erased_is_not_told_any_more(alone: World) -> None:
    card = await alone.comes_in()
    await alone.done(click(commands.Claim, card), by="rob")
    await alone.done(click(commands.TakeOver, card), by="lea")
    async with alone.database.work() as work:
        await erase_author(work, "town", PROGRAM, author_id="anna")
    assert "Anna" not in "".join(await told(alone, "rob"))
