"""The day that a fresh demo begins with: real entries by the one door, once, whatever is killed meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest

from bot import commands, demo_day, shifting
from bot.bootstrap import DEMO_SOURCE, Parts, assemble
from bot.config import load, load_demo
from bot.desk.intake import fetch_once
from bot.desk.showing import show_step
from bot.domain.audit import Tag, first_fault
from bot.domain.people import STAND_IN
from bot.domain.status import Status
from bot.memory import Dossier
from bot.ports import Hear, Heard
from bot.program import _prepare
from bot.serving import _greet
from bot.shift_views import HandoverNote, ShiftStrip
from bot.views import Home, Me, View
from tests.world import hurry


@dataclass(frozen=True)
class Demo:
    """A data folder, and its program without an engine: its tasks are done by hand."""

    folder: Path

    @asynccontextmanager
    async def started(self, *, empty: bool = False, run: bool = False) -> AsyncIterator[Parts]:
        """Start the program anew, up to where its day begins."""
        environ = {"AUGENHOEHE_DATA": str(self.folder)}
        parts = assemble(load(environ, self.folder) if run else load_demo(environ, empty=empty))
        hurry(parts.database)
        try:
            await _prepare(parts, work=True)
            if parts.settings.demo_community.day:
                await demo_day.begin(parts.desk, DEMO_SOURCE)
            await fetch_once(parts.desk, parts.desk.policy.watches[0])
            turning = asyncio.create_task(turn(parts))
            yield parts
            turning.cancel()
            await asyncio.wait([turning])
        finally:
            await parts.desk.quiet()
            for platform in parts.desk.platforms.values():
                await platform.close()
            await parts.database.close()


async def turn(parts: Parts) -> None:
    """What the engine does: cards are shown, and the community is read."""
    while True:
        while await show_step(parts.desk, "show:web:team"):
            pass
        await fetch_once(parts.desk, parts.desk.policy.watches[0])
        await asyncio.sleep(0.01)


@pytest.fixture
def demo(tmp_path: Path) -> Demo:
    return Demo(tmp_path)


async def items(parts: Parts) -> Mapping[str, Dossier]:
    """Every item, by the id of its comment."""
    async with parts.database.read() as work:
        numbers = await work.queue.in_channel("web", "team", 0, 100)
        return {
            one.comment.id: one for one in await work.items.dossiers(sorted(set(numbers) | set(range(1, 20))))
        }


async def play(parts: Parts, hear: Hear | None = None) -> None:
    await demo_day.play(parts.desk, hear or parts.hearing, DEMO_SOURCE)


async def ask(parts: Parts, account: str, command: commands.Command) -> View:
    key = "" if isinstance(command, commands.WhoAmI) else f"{command}"
    return await parts.hearing(Heard(key=key, surface="web", account=account, command=command))


def done(all_items: Mapping[str, Dossier]) -> list[tuple[str, str, str, str]]:
    """What was done to which comment, by whom, from where."""
    return sorted(
        (
            comment,
            entry.event.tag.value,
            one.names.get(entry.event.actor.person, ""),
            entry.event.actor.surface,
        )
        for comment, one in all_items.items()
        for entry in one.entries
    )


async def test_a_fresh_demo_begins_in_the_middle_of_a_believable_day(demo: Demo) -> None:
    async with demo.started() as parts:
        await play(parts)
        found = await items(parts)
        assert len(found) == 11
        risks = [one.item.triage.risk for one in found.values()]
        assert risks.count("crisis") == 1
        assert {"praise", "question", "complaint", "idea", "spam", "troll", "reuse"} <= {
            one.item.triage.kind for one in found.values()
        }
        assert found["day-pancakes"].comment.attachments
        by_status = {comment: one.item.status for comment, one in found.items()}
        assert (by_status["day-voucher"], by_status["day-cancel"]) == (Status.DISMISSED, Status.ANSWERED)
        assert by_status["day-reaction"] is Status.DRAFTED
        assert found["day-lid"].item.pace.parked
        assert found["day-origin"].item.pace.parked
        assert found["day-cancel"].item.pace.follow_at
        assert found["day-delivery"].names[found["day-delivery"].item.handler or 0] == "Mira Vogt"
        async with parts.database.read() as work:
            (question,) = await work.questions.open_in("web", "quality", 5)
            (handover,) = await work.handovers.open_ones()
        assert question.item == found["day-origin"].item.id
        assert len(handover.watch) == 2


async def test_every_entry_of_the_day_is_real_and_says_whose_it_was(demo: Demo) -> None:
    async with demo.started() as parts:
        await play(parts)
        for one in (await items(parts)).values():
            assert first_fault(one.entries, one.item.audit_head, one.item.audit_count) is None
            assert all(entry.event.actor.surface in {STAND_IN, "program"} for entry in one.entries)
            assert not {entry.event.tag for entry in one.entries} & {Tag.REPLY_APPROVED, Tag.REPLY_POSTED}
            # When it was written the community says; what was done about it bears the true time.
            assert all(entry.at > one.comment.published for entry in one.entries)
        log = str(await ask(parts, "mira", commands.ShowLog(item=9)))
        assert "Aylin Demir (Demo)" in log
        home = await ask(parts, "mira", commands.OpenHome())
        assert isinstance(home, Home)
        assert any("made up as well" in str(part) for part in home.parts)


def test_nothing_of_the_day_approves_or_publishes() -> None:
    harmless = {
        commands.Claim, commands.Dismiss, commands.Park, commands.FollowUp, commands.Ask, commands.Edit,
        commands.Note, shifting.WriteWatch,
    }  # fmt: skip
    assert {type(deed.command) for deed in demo_day.DEEDS} <= harmless
    assert not [deed for deed in demo_day.DEEDS if getattr(deed.command, "post", False)]


class Killed(Exception):
    """The process ends here without a word."""


@dataclass
class Mortal:
    """Hears like the desk, and dies at a step: before the deed is done, or before that is noted."""

    hear: Hear
    step: int
    after: bool

    async def __call__(self, heard: Heard) -> View:
        """Answer, or die."""
        dies = heard.key == f"day{self.step}"
        if dies and not self.after:
            raise Killed
        view = await self.hear(heard)
        if dies:
            raise Killed
        return view


async def test_a_kill_at_any_step_repeats_nothing_and_loses_nothing(demo: Demo, tmp_path: Path) -> None:
    """In the end it is as if the process had never died; and what is done is never done again."""
    async with demo.started() as parts:
        for step, after in product(range(len(demo_day.DEEDS)), (False, True)):
            with pytest.raises(Killed):
                await play(parts, Mortal(parts.hearing, step, after))
    async with demo.started() as parts:
        for _ in range(2):
            await play(parts)
        killed = done(await items(parts))
    async with Demo(tmp_path / "other").started() as parts:
        await play(parts)
        assert killed == done(await items(parts))


async def test_a_visitor_who_is_faster_has_their_way(demo: Demo) -> None:
    async with demo.started() as parts:
        spam = (await items(parts))["day-voucher"].item.id
        await ask(parts, "jonas", commands.Dismiss(item=spam, version=1, text="Weg damit"))
        await play(parts)
        entries = (await items(parts))["day-voucher"].entries
        assert [one.event.actor.surface for one in entries if one.event.tag is Tag.ITEM_DISMISSED] == ["web"]


@pytest.mark.parametrize("first", [{"empty": True}, {"run": True}])
async def test_a_folder_that_somebody_began_without_a_day_never_gets_one(
    demo: Demo, first: dict[str, bool], capsys: pytest.CaptureFixture[str]
) -> None:
    for how in (first, {}):
        async with demo.started(**how) as parts:
            await play(parts)
            assert await items(parts) == {}
            async with parts.database.read() as work:
                assert await work.people.by_account(STAND_IN, "mira") is None
            # Neither the page nor the program claims one.
            assert str(await demo_day.beginning(parts.desk)) == "You are Mira, and on shift."
            await _greet(parts, 1)
            greeting = capsys.readouterr().err
            assert "erfunden" in greeting
            assert "(Demo)" not in greeting


async def test_a_day_is_spoken_of_as_long_as_its_shift_runs(
    demo: Demo, capsys: pytest.CaptureFixture[str]
) -> None:
    async with demo.started() as parts:
        assert "made up" in str(await demo_day.beginning(parts.desk))
        await _greet(parts, 1)
        assert "(Demo)" in capsys.readouterr().err
        await ask(parts, "mira", shifting.EndShift())
        assert await demo_day.beginning(parts.desk) is None
        await ask(parts, "mira", shifting.StartShift())
        assert str(await demo_day.beginning(parts.desk)) == "You are Mira, and on shift."


async def test_going_home_is_one_click_and_whoever_comes_sees_what_waits(demo: Demo) -> None:
    async def strip(account: str) -> ShiftStrip | None:
        me = await ask(parts, account, commands.WhoAmI())
        assert isinstance(me, Me)
        return me.strip

    async with demo.started() as parts:
        await play(parts)
        mira = await strip("mira")
        assert mira is not None
        assert await strip("jonas") is None
        (press,) = mira.buttons
        note = await ask(parts, "mira", press.command)
        assert isinstance(note, HandoverNote)
        assert [line.author for line in note.grave] == ["Nora Weiß"]
        assert (len(note.open), len(note.watch), note.quiet) == (8, 2, False)
        jonas, at_home = await strip("jonas"), await strip("mira")
        assert jonas is not None
        assert at_home is not None
        assert (jonas.handover, at_home.handover) == (note.handover, 0)
        # It is for Jonas, who comes next; others are on the team, and not on shift.
        assert await strip("aylin") is None
        await ask(parts, "jonas", shifting.TakeMine(handover=note.handover, number=note.grave[0].item))
        taken = await ask(parts, "jonas", shifting.TakeOverShift(handover=note.handover))
        assert isinstance(taken, HandoverNote)
        assert (taken.state, await strip("mira")) == ("taken_over", None)
        on = await strip("jonas")
        assert on is not None
        assert isinstance(on.buttons[0].command, shifting.EndShift)
