"""What a team does across items, for the play of everything in any order: shifts, handovers, backlogs."""

from collections.abc import Awaitable
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from bot import bulk, commands, shifting
from bot.domain.handover import State
from bot.domain.people import Role
from bot.domain.status import Action
from bot.domain.trail import TeamTag
from bot.views import Answer, Backlog, Form, HandoverNote, ItemCard, Notice, ShiftView, View
from storage.team_check import check_chains
from tests.world import World

T = TypeVar("T")
GRAVE = {"high", "crisis"}
PEOPLE = st.sampled_from(["ari", "lea", "rob", "vic"])
SURFACES = st.sampled_from(["web", "web", "room"])
"""Everybody has an account on both."""
PICK = st.integers(0, 5)
ABOUT_AN_ITEM = (shifting.TakeMine, shifting.LeaveToPool, shifting.AskBack, shifting.Explain)
WISHES = st.sampled_from(
    [
        shifting.StartShift, shifting.EndShift, shifting.OpenHandover, shifting.RefuseShift,
        shifting.OfferAgain, shifting.WriteWords, shifting.WriteWatch, shifting.RestMine,
        shifting.RestToPool, shifting.TakeOverShift, shifting.TakeOverShift, *ABOUT_AN_ITEM,
    ]
)  # fmt: skip


class TeamPlay(RuleBasedStateMachine):
    """The team's part of a play."""

    world: World

    def run(self, doing: Awaitable[T]) -> T:
        """Done by the whole play."""
        raise NotImplementedError

    async def numbers(self) -> list[int]:
        """The items."""
        raise NotImplementedError

    @rule(kind=WISHES, by=PEOPLE, on=SURFACES, which=PICK)
    def a_shift(self, kind: type[shifting.OnShift], by: str, on: str, which: int) -> None:
        self.run(self.wish(kind, by, on, which))

    @rule(first=PEOPLE, then=PEOPLE, which=PICK, rest=st.booleans())
    def hands_over(self, first: str, then: str, which: int, *, rest: bool) -> None:
        """What happens most: somebody begins, leaves something grave, and somebody takes over."""
        self.run(self.wish(shifting.StartShift, first, "web", which))
        self.run(self.wish(shifting.EndShift, first, "room", which))
        self.run(self.wish(shifting.RestMine if rest else shifting.TakeMine, then, "web", which))
        self.run(self.wish(shifting.TakeOverShift, then, "web", which))

    @rule(by=PEOPLE, on=SURFACES, which=PICK, to=st.sampled_from(["", "ari", "lea", "rob", "vic"]))
    def a_backlog(self, by: str, on: str, which: int, to: str) -> None:
        """Closed or handed over together, as it is now or was."""
        self.run(self.clears(by, on, which, to))

    @rule(by=PEOPLE, on=SURFACES)
    def asks_for_work(self, by: str, on: str) -> None:
        """The next one; and, with a dialog open, somebody is said to be writing."""
        view = self.run(self.world.ask(commands.Next(), by=by, on=on))
        assert isinstance(view, ItemCard | Notice)
        if isinstance(view, ItemCard):
            form = commands.OpenForm(item=view.item, action=Action.EDIT)
            assert isinstance(self.run(self.world.ask(form, by=by)), Form | Notice)

    @rule(which=PICK, number=st.integers(1, 4), on=SURFACES)
    def somebody_outside_answers(self, which: int, number: int, on: str) -> None:
        """Whoever was asked, and is not on the team, writes into the card of the question."""
        items = self.run(self.numbers())
        told = commands.AnswerQuestion(item=items[which % len(items)], draft=number, text="Ja.")
        polite(self.run(self.world.ask(told, by="kim", on=on)))

    async def wish(self, kind: type[shifting.OnShift], by: str, on: str, which: int) -> None:
        """Somebody asks for something about a shift."""
        typed: dict[str, object] = {"text": "Darum."} if hasattr(kind, "text") else {}
        open_ones = await self.handovers()
        handover = open_ones[which % len(open_ones)] if open_ones else 1
        items = await self.numbers()
        number = items[which % len(items)] if kind in ABOUT_AN_ITEM else 0
        view = await self.world.ask(kind(handover=handover, number=number, **typed), by=by, on=on)
        assert isinstance(view, ShiftView | HandoverNote | Notice)
        polite(view)
        if kind is shifting.TakeOverShift and isinstance(view, HandoverNote):
            await self.was_read_back(handover, by)

    async def handovers(self) -> list[int]:
        async with self.world.database.read() as work:
            return [one.id for one in await work.handovers.open_ones()]

    async def was_read_back(self, number: int, by: str) -> None:
        """Nothing grave was passed over, it was somebody else, and what went home lets go."""
        async with self.world.database.work() as work:
            handover = await work.handovers.get(number)
            answers = await work.handovers.answers(number)
            items = await work.items.get_many(handover.items or ())
            stint = await work.shifts.get(handover.stint)
        assert handover.state is State.TAKEN_OVER
        assert handover.incoming == self.person(by) != handover.outgoing
        assert stint
        assert stint.ended_at
        grave = [item.id for item in items.values() if item.open and item.triage.risk in GRAVE]
        assert all(answers[item].settles for item in grave)

    def person(self, account: str) -> int:
        return self.world.people[account.capitalize()].id

    async def clears(self, by: str, on: str, which: int, to: str) -> None:
        items = (await self.numbers())[which % 3 :]
        before = {number: await self.world.item(number) for number in items}
        seen = tuple((number, max(item.version - which % 2, 1)) for number, item in before.items())
        command: bulk.OnMany = bulk.CloseMany(items=seen)
        if to:
            command = bulk.HandMany(items=seen, person=str(self.person(to)))
        view = await self.world.ask(command, by=by, on=on)
        assert isinstance(view, Backlog | Notice)
        polite(view)
        for (number, version), was in zip(seen, before.values(), strict=True):
            # What was edited meanwhile, or needs a reply, is left as it is.
            left = version != was.version or (was.triage.needs_reply and not to)
            assert not left or (await self.world.item(number)).row == was.row

    async def team_is_right(self) -> None:
        """Nobody is on twice, whoever handles something may, and each shift was taken over at most once."""
        roles = {person.id: person.role for person in self.world.people.values()}
        async with self.world.database.read() as work:
            running = [stint.person for stint in await work.shifts.running()]
            stints = max([stint.id for stint in await work.shifts.running()], default=0)
            trails = [await work.team_trail.entries(f"shift:{number}") for number in range(1, stints + 3)]
        assert len(running) == len(set(running))
        for entries in trails:
            tags = [entry.event.tag for entry in entries]
            assert max(map(tags.count, (TeamTag.HANDOVER_TAKEN_OVER, TeamTag.SHIFT_ENDED))) <= 1
        for number in await self.numbers():
            handler = (await self.world.item(number)).handler
            assert handler is None or roles[handler] >= Role.RESPONDER

    async def team_ends(self) -> None:
        """Every chain of the team is whole."""
        assert await check_chains(self.world.database) == []


def polite(view: View) -> None:
    """Whatever somebody asked for, nothing went wrong on our side."""
    assert not isinstance(view, Answer)
    words = view.words if isinstance(view, Notice) else ""
    assert "our side" not in str(words)
