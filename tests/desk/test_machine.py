"""Everything that people, the public, the platform and time can do, in any order: and still no harm.

Hypothesis plays a whole desk over a real database and checks after each step, and at the end of each
play, what must never happen: DESIGN.md, sections 3 and 4.
"""

import asyncio
import contextlib
import dataclasses
import os
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlmodel import SQLModel

from bot import commands
from bot.domain.agreeing import writings
from bot.domain.audit import Tag
from bot.domain.clocks import OPENED
from bot.domain.community import Comment, Cursor, OwnReply, Page, Posted, Source
from bot.domain.item import Item, Triage
from bot.domain.people import Role
from bot.domain.risk import RiskRule
from bot.domain.status import WORKABLE, Action, Status, allowed
from bot.domain.timing import Department, Rung, Target, TimeRules
from bot.domain.triaging import RISKS
from bot.errors import NeedsPerson, OutsideError, Refused, TryLater, Unclear
from bot.ports import Approved
from bot.views import Answer, ItemCard, Notice
from bot.words import say
from storage._sql import table
from storage.database import Database
from storage.tables import ItemRow
from tests.desk.playing_team import PEOPLE, PICK, SURFACES, TeamPlay
from tests.fakes import Town
from tests.world import Hands, World, click, empty, hurry

T = TypeVar("T")
TROUBLES = (TryLater(say("Busy.")), NeedsPerson(say("Password.")), Refused(say("Forbidden.")))
LOST = Unclear(say("No answer came."))
KINDS = st.sampled_from([*commands.ON_ITEM.values(), commands.TakeBack, commands.TakeBack, commands.Edit])
RULES = {"high": RiskRule(second=True), "crisis": RiskRule(second=True, least=Role.LEAD)}
TIMING = TimeRules(
    targets=(Target(remind=timedelta(minutes=10), due=timedelta(minutes=20)),),
    ladder=(Rung(who="handler", past="reminder"), Rung(who="channel"), Rung(who="leads")),
    departments=(Department(name="Quality", where=("web", "quality")),),
)
LATER = ("", "18:00", "tomorrow", "tomorrow morning", "gestern")
POST_LATER = ("", "", "23:59", "tomorrow 9:00")
CALLS = st.sampled_from(["look", "post", "posted"])
BACK = {Tag.ITEM_PARKED, Tag.QUESTION_ASKED, Tag.ITEM_FOLLOWED_UP}
"""What has waited comes back once for each of these."""
PLAYS = int(os.environ.get("AUGENHOEHE_PLAYS", "6"))
"""How many are played; a few hundred find the rare ones."""


def triage(comment: Comment) -> Triage:
    """Thanks need no reply."""
    return Triage(language="de", needs_reply="Danke" not in comment.text)


class PowerCut(BaseException):
    """The worker is dead, in the middle of it."""


@dataclass(frozen=True)
class Yes:
    """An approval that was answered with yes."""

    item: int
    count: int
    """Which one of this item: the first is 1."""


@dataclass
class Watched(Town):
    """A town that notes what it was asked to make public, and what it has told."""

    check: Callable[[Approved], Awaitable[Yes]] | None = None
    check_seen: Callable[[Comment, Status], Awaitable[Item]] | None = None
    told: set[str] = field(default_factory=set)
    public: Counter[Yes] = field(default_factory=Counter)
    """How often something became public for each yes."""

    async def fetch(self, source: Source, after: Cursor) -> Page:
        page = await super().fetch(source, after)
        self.told |= {comment.id for comment in page.comments if not comment.ours}
        return page

    async def post(self, reply: Approved, key: str) -> Posted:
        assert self.check
        yes, beneath = await self.check(reply), reply.comment.id
        before = len(self.replies.get(beneath, ()))
        try:
            return await super().post(reply, key)
        finally:
            # Also when the answer gets lost, or the worker dies: it is public.
            made = self.replies.get(beneath, [])[before:]
            self.public[yes] += sum(one.text == reply.text for one in made)

    async def like(self, comment: Comment) -> None:
        assert self.check_seen
        await self.check_seen(comment, Status.DISMISSED)
        await super().like(comment)

    async def correct(self, comment: Comment, reply: OwnReply, approved: Approved) -> Posted:
        assert self.check_seen
        item = await self.check_seen(comment, Status.POSTED)
        assert {one.text for one in self.replies[comment.id] if one.id == reply.id} == {item.reply_text}
        return await super().correct(comment, reply, approved)


class Stage:
    """One database and event loop for all plays: opening them costs more than a play."""

    def __init__(self) -> None:
        self.clock = Hands()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory(prefix="augenhoehe-machine-")
        self.database = Database(f"sqlite:///{Path(self.folder.name) / 'machine.sqlite3'}", self.clock)
        hurry(self.database)
        self.runner.run(self.set_up())

    async def set_up(self) -> None:
        async with self.database.writer.begin() as connection:
            await connection.run_sync(SQLModel.metadata.create_all)

    async def new_world(self) -> World:
        self.clock.restart()
        await empty(self.database)
        world = World(self.database, self.clock, town=Watched(), undo=15)
        # One live surface is enough here: it halves the time of a play.
        watch = dataclasses.replace(world.desk.policy.watches[0], channels=(("web", "team"),))
        policy = dataclasses.replace(world.desk.policy, watches=(watch,), risks=RULES, timing=TIMING)
        object.__setattr__(world.desk, "policy", policy)
        await world.open()
        return world

    def close(self) -> None:
        self.runner.run(self.database.close())
        self.runner.close()
        self.folder.cleanup()


class Play(TeamPlay):
    """One play."""

    stage: Stage

    def __init__(self) -> None:
        super().__init__()
        self.world = self.run(self.stage.new_world())
        assert isinstance(self.world.town, Watched)
        self.town = self.world.town
        self.town.check = self.check_approved
        self.town.check_seen = self.check_seen
        self.cards: list[ItemCard] = []
        self.approvals: Counter[int] = Counter()
        self.taken_back: set[Yes] = set()
        self.waits: dict[int, Status] = {}
        """Where an item stood before the last click on it."""
        self.world.scribe.triages = triage
        for author in ("Anna", "Bo"):
            self.town.write("Wo gibt es das?", author=author)
        self.town.write("Danke!", author="Cem")
        self.time(0)

    def run(self, doing: Awaitable[T]) -> T:
        async def wrapped() -> T:
            return await doing

        return self.stage.runner.run(wrapped())

    async def check_approved(self, reply: Approved) -> Yes:
        """Asked at the very moment at which a text is about to become public."""
        items = [await self.world.item(number) for number in await self.numbers()]
        (item,) = [item for item in items if item.remote == reply.comment.id]
        assert item.status is Status.POSTING
        assert item.approval
        assert item.approval.version == item.version
        async with self.world.database.read() as work:
            draft = await work.items.draft(item.id, item.approval.draft)
            trail = await work.items.trail(item.id)
        assert draft.text == reply.text
        self.check_people(item, {person for person, _ in writings(trail)})
        return Yes(item.id, self.approvals[item.id])

    async def check_seen(self, comment: Comment, status: Status) -> Item:
        """Asked as a comment is about to be liked, or a reply beneath it corrected: both are for one text."""
        items = [await self.world.item(number) for number in await self.numbers()]
        (item,) = [item for item in items if item.remote == comment.id]
        assert item.status is status
        asked = {Tag.COMMENT_LIKE_ASKED, Tag.REPLY_CORRECTION_ASKED}
        async with self.world.database.read() as work:
            events = [entry.event for entry in await work.items.trail(item.id)]
            known = await work.items.comment(item)
        assert [event.version for event in events if event.tag in asked][-1] == item.version
        assert self.town.comments[comment.id].text == known.text
        return item

    def check_people(self, item: Item, wrote: set[int]) -> None:
        """Whoever approved it may, and where two have to, they are two, and the second did not write it."""
        roles = {person.id: person.role for person in self.world.people.values()}
        rule = self.world.desk.policy.rule(item.triage)
        assert item.approval
        assert roles[item.approval.by.person] >= rule.least
        if rule.second or item.first:
            assert item.first
            assert item.first.by.person != item.approval.by.person
            assert (item.first.draft, item.first.version) == (item.draft, item.version)
            assert item.approval.by.person not in wrote

    async def numbers(self) -> list[int]:
        items = table(ItemRow)
        async with self.world.database.read() as work:
            rows = await work.session.rows(select(items.c.id).order_by(items.c.id))
        return [row["id"] for row in rows]

    @rule(what=st.sampled_from(["write", "edit", "delete", "restore", "answer"]), which=PICK)
    def the_public(self, what: str, which: int) -> None:
        numbers = [number for number, comment in self.town.comments.items() if not comment.ours]
        number = numbers[which % len(numbers)]
        match what:
            case "write":
                self.town.write("Wo gibt es das?", author=("Anna", "Bo")[which % 2])
            case "edit":
                self.town.edit(number, f"Anders ({len(self.town.changes)})")
            case "delete":
                self.town.delete(number)
            case "restore":
                self.town.restore(number)
            case _:
                self.town.reply_natively(number, "Von Hand")

    @rule(trouble=st.sampled_from([*TROUBLES, "lost", "blind", "seeing"]))
    def the_platform(self, trouble: OutsideError | str) -> None:
        match trouble:
            case "lost":
                self.town.lost = 1
            case "blind" | "seeing":
                self.town.blind = trouble == "blind"
            case OutsideError():
                self.town.before = [trouble]

    @rule(when=CALLS, kind=KINDS, by=PEOPLE, which=PICK)
    def meanwhile_a_click(self, when: str, kind: type[commands.OnItem], by: str, which: int) -> None:
        """The next time that the platform is asked, somebody clicks during the call."""
        self.town.meanwhile[when] = lambda: self.click(kind, by, which, fresh=True)

    @rule(when=CALLS, what=st.sampled_from(["edit", "delete", "answer", "power cut", "busy"]), which=PICK)
    def meanwhile(self, when: str, what: str, which: int) -> None:
        async def happens() -> None:
            if what == "power cut":
                raise PowerCut
            if what == "busy":
                # After the post nobody can say any more that nothing happened.
                raise LOST if when == "posted" else TROUBLES[0]
            self.the_public(what, which)
            await self.world.engine.tasks["fetch"]("town:square")

        self.town.meanwhile[when] = happens

    @rule(seconds=st.sampled_from([0, 1, 16, 31, 61, 700, 1900, 90_000]))
    def time(self, seconds: float) -> None:
        with contextlib.suppress(PowerCut):
            self.run(self.world.later(seconds) if seconds else self.world.fetch())

    @rule(kind=KINDS, by=PEOPLE, on=SURFACES, which=PICK, fresh=st.booleans())
    def clicks(self, kind: type[commands.OnItem], by: str, on: str, which: int, *, fresh: bool) -> None:
        self.run(self.click(kind, by, which, on=on, fresh=fresh))

    @rule(by=PEOPLE, then=PEOPLE, on=SURFACES, which=PICK, writes=st.booleans())
    def two_approve(self, by: str, then: str, on: str, which: int, *, writes: bool) -> None:
        """A grave one: somebody says yes, and somebody does, perhaps the same on another account.

        Or whoever wrote it.
        """
        steps = [(commands.RaiseRisk, by), (commands.Approve, by), (commands.Approve, then)]
        if writes:
            steps.insert(1, (commands.Edit, then))
        for kind, who in steps:
            self.run(self.click(kind, who, which, on=on if who is then else "web", fresh=True))

    @rule(kind=st.sampled_from([commands.LikeClose, commands.Correct]), which=PICK, edits=st.booleans())
    def for_what_they_saw(self, kind: type[commands.OnItem], which: int, *, edits: bool) -> None:
        """Somebody likes or corrects, and perhaps the comment is another one by then."""
        self.run(self.click(kind, "lea", which, fresh=True))
        if edits:
            self.the_public("edit", which)
        self.time(1)

    @rule(which=PICK, then=st.sampled_from([0, 1, 16, 61]))
    def answers(self, which: int, then: float) -> None:
        """What happens most: somebody brings an item to an approval, and a while passes."""
        with contextlib.suppress(PowerCut):
            self.run(self.brings_to_approval(which))
        if then:
            self.time(then)

    async def brings_to_approval(self, which: int) -> None:
        card = await self.choose(which, fresh=True)
        if allowed(card.status, Action.REOPEN):
            await self.click(commands.Reopen, "ari", which, fresh=True)
            await self.world.engine.turn()
        await self.click(commands.Approve, "ari", which, fresh=True)

    async def click(
        self, kind: type[commands.OnItem], by: str, which: int, *, fresh: bool, on: str = "web"
    ) -> None:
        """Somebody clicks what a card offers, as it is now or as it once was."""
        card = await self.choose(which, fresh=fresh)
        typed: dict[str, object] = {}
        if issubclass(kind, commands.Edit | commands.Correct):
            typed["text"] = f"Geschrieben ({len(self.cards)})"
        if kind is commands.Edit:
            typed["post"] = which % 2 == 0
        if kind in {commands.Note, commands.Decline, commands.LowerRisk, commands.GrantUse}:
            typed["text"] = "Notiz"
        typed |= self.typed(kind, which)
        self.waits[card.item] = await self.world.status(card.item)
        answer = await self.world.ask(click(kind, card, **typed), by=by, on=on)
        assert isinstance(answer, Answer | Notice)
        assert "our side" not in str(answer.words)
        if isinstance(answer, Answer):
            self.remember(kind, answer.card)

    def typed(self, kind: type[commands.OnItem], which: int) -> dict[str, object]:
        """What is chosen and ticked in dialogs."""
        if kind is commands.ApproveLater:
            return {"agreed": which != 0, "text": POST_LATER[which % len(POST_LATER)]}
        if kind in {commands.Approve, commands.Edit}:
            return {"agreed": which != 0}
        if kind in {commands.RaiseRisk, commands.LowerRisk}:
            return {"risk": RISKS[which % len(RISKS)]}
        about_time: dict[str, object] = {"until": LATER[which % len(LATER)], "text": "Notiz"}
        more: dict[type[commands.OnItem], dict[str, object]] = {
            commands.HandTo: {"person": str(which)},
            commands.Ask: {"department": "Quality", "text": "Und?"},
            commands.AnswerQuestion: {"text": "Ja."},
            commands.Escalate: {"text": "Notiz"},
            **dict.fromkeys((commands.Park, commands.MovePrivate, commands.FollowUp), about_time),
        }
        return more.get(kind, {})

    async def choose(self, which: int, *, fresh: bool) -> ItemCard:
        numbers = await self.numbers()
        if fresh or not self.cards:
            self.cards.append(await self.world.card(numbers[which % len(numbers)]))
            return self.cards[-1]
        return self.cards[-1 - which % len(self.cards)]

    def remember(self, kind: type[commands.OnItem], card: ItemCard) -> None:
        item, agreed = card.item, card.status is Status.APPROVED
        # A first yes of two that is taken back was none yet.
        if kind is commands.TakeBack and self.waits[item] is not Status.AWAITING:
            self.taken_back.add(Yes(item, self.approvals[item]))
        if agreed and kind in {commands.Approve, commands.ApproveLater, commands.Edit}:
            self.approvals[item] += 1

    # What must never happen

    @invariant()
    def one_public_reply_at_most_for_each_approval_and_none_for_one_taken_back(self) -> None:
        public = {yes: count for yes, count in self.town.public.items() if count}
        assert all(count == 1 and yes.count > 0 for yes, count in public.items())
        assert not public.keys() & self.taken_back

    @invariant()
    def what_is_parked_waits_and_every_step_is_taken_once(self) -> None:
        self.run(self.times_are_right())

    async def times_are_right(self) -> None:
        for number in await self.numbers():
            item, tags = await self.world.item(number), await self.world.tags(number)
            assert not item.pace.parked or item.status in WORKABLE
            assert item.pace.claimant == item.handler
            # Once for the first reply; anew for a second approval, and for whatever falls or comes back.
            rounds = 1 + 2 * tags.count(Tag.REPLY_SECOND_WANTED) + sum(map(tags.count, OPENED | BACK))
            assert item.pace.rungs <= len(TIMING.ladder)
            assert tags.count(Tag.ITEM_REMINDED) <= rounds * len(TIMING.ladder)
            assert item.pace.for_second or item.status is not Status.AWAITING
            held = item.handler is not None and item.status in WORKABLE
            assert (item.pace.acted_at is not None) == held
            assert tags.count(Tag.ITEM_WOKEN) <= tags.count(Tag.ITEM_PARKED) + tags.count(Tag.QUESTION_ASKED)

    @invariant()
    def the_team_is_right(self) -> None:
        self.run(self.team_is_right())

    def teardown(self) -> None:
        self.run(self.ends())
        self.run(self.team_ends())

    async def ends(self) -> None:
        """The platform is well again and time passes: nothing stays on its way, and nothing was lost."""
        self.town.blind, self.town.lost, self.town.before = False, 0, []
        self.town.meanwhile.clear()
        for _ in range(3):
            await self.world.later(700)
        remotes = Counter([(await self.world.item(number)).remote for number in await self.numbers()])
        assert remotes.keys() >= self.town.told - self.town.gone
        assert set(remotes.values()) <= {1}
        for number in await self.numbers():
            await self.world.tags(number)
            item = await self.world.item(number)
            assert item.status is not Status.POSTING
            later = item.post_at and item.post_at > self.stage.clock()
            assert later or item.status is not Status.APPROVED
            assert (item.first is not None) == (item.status is Status.AWAITING)


@pytest.fixture(scope="module")
def stage() -> Any:
    """Where all plays are played. Any: a generator."""
    made = Stage()
    yield made
    made.close()


def play(stage: Stage, plays: int, steps: int) -> None:
    Play.stage = stage
    run_state_machine_as_test(
        Play,
        settings=settings(
            max_examples=plays,
            stateful_step_count=steps,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_whatever_happens_in_whatever_order_no_harm_is_done(stage: Stage) -> None:
    play(stage, PLAYS, 30)


@pytest.mark.slow
def test_nor_in_many_long_plays(stage: Stage) -> None:
    play(stage, 5 * PLAYS, 50)
