"""Whole walks with Slack and Teams on one queue: a real desk and database, real surfaces, pretend tools."""

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest

from adapters.surfaces.slack.surface import Slack
from adapters.surfaces.teams.surface import Teams
from bot.desk.hearing import Hearing
from bot.desk.tasks import tasks
from bot.domain.status import Status
from bot.ports import Heard
from bot.views import View
from storage.chat_memory import ChatMemory
from tests.adapters.surfaces.slack import conftest as slack_side
from tests.adapters.surfaces.slack import pretend_slack as slack_rooms
from tests.adapters.surfaces.slack.linter import public_leaves
from tests.adapters.surfaces.slack.member import Member as SlackMember
from tests.adapters.surfaces.teams.conftest import settings_for
from tests.adapters.surfaces.teams.member import KIM, VIC, Member
from tests.adapters.surfaces.teams.pretend import CHANNEL, Json, PretendTeams, buttons, card_of, words
from tests.world import World

CHANNELS = (("teams", CHANNEL), ("slack", slack_rooms.CHANNEL), ("web", "team"))


@dataclass
class Stage:
    """Everything at work."""

    world: World
    teams: Teams
    pretend: PretendTeams
    slack: slack_rooms.PretendSlack
    ari: Member
    vic: Member
    lea: SlackMember

    async def settle(self) -> None:
        """Let follow what follows."""
        await self.teams.telling.quiet()
        await self.world.engine.turn()

    async def press(self, message: Json, verb: str) -> Json:
        """Ari presses a button in Teams; what they see."""
        answer = await self.ari.click(message, verb)
        await self.settle()
        told: Json = answer.json()
        return told

    def in_slack(self, message: int = 0) -> str:
        """What a message says in Slack."""
        return "\n".join(public_leaves(self.slack.messages[message]["blocks"]))

    def in_teams(self, message: int = 0) -> str:
        """What a message says in Teams."""
        return words(card_of(self.pretend.messages[message]))


@pytest.fixture
async def stage(world: World, pretend: PretendTeams) -> AsyncIterator[Stage]:
    """Ari approves in Teams, Lea leads in Slack, Vic only looks."""

    async def hear(heard: Heard) -> View:
        view = await world.hearing(heard)
        await world.desk.quiet()
        return view

    async with slack_rooms.PretendSlack() as rooms:
        memory = ChatMemory(world.database, "teams")
        teams = Teams(settings=settings_for(pretend), hear=hear, memory=memory, clock=world.clock)
        slack = Slack(settings=slack_side.settings_for(rooms), hear=hear, clock=world.clock)
        teams.interval = slack.interval = 0.0  # their pace is tested elsewhere
        watch = replace(world.desk.policy.watches[0], channels=CHANNELS)
        world.desk = replace(
            world.desk,
            surfaces={**world.desk.surfaces, "teams": teams, "slack": slack},
            policy=replace(world.desk.policy, watches=(watch,)),
        )
        world.hearing = Hearing(world.desk)
        await world.engine.start(tasks(world.desk), work=True)
        async with world.database.work() as work:
            await work.people.link(world.people["Ari"].id, "teams", KIM)
            await work.people.link(world.people["Vic"].id, "teams", VIC)
            await work.people.link(world.people["Lea"].id, "slack", slack_side.KIM)
        ari, vic = Member(teams, pretend), Member(teams, pretend, account=VIC)
        made = Stage(world, teams, pretend, rooms, ari, vic, SlackMember(slack, rooms))
        yield made
        await teams.close()
        await slack.close()
        for one in (ari, vic, made.lea):
            await one.http.aclose()


async def test_one_queue_for_both_and_both_see_what_the_other_did(stage: Stage) -> None:
    card = await stage.world.comes_in("Wo gibt es euch?")
    assert card.draft
    for said in (stage.in_teams(), stage.in_slack()):
        assert "Wo gibt es euch?" in said
        assert card.draft.text in said

    told = await stage.press(stage.pretend.messages[0], "claim")
    assert "Ari" in words(told["value"])
    assert "Ari" in stage.in_slack()

    await stage.press(stage.pretend.messages[0], "approve")
    assert stage.world.public() == [card.draft.text]
    assert (len(stage.pretend.messages), len(stage.slack.messages)) == (1, 1)
    assert "Ari" in stage.in_slack()
    assert buttons(card_of(stage.pretend.messages[0]), "approve") == []


@pytest.mark.parametrize("seed", range(3))
async def test_whoever_is_first_wins_and_one_reply_is_public(stage: Stage, seed: int) -> None:
    await stage.world.comes_in("Wo gibt es euch?")
    approve = stage.ari.clicked(
        stage.pretend.messages[0], buttons(card_of(stage.pretend.messages[0]), "approve")[0]
    )
    (value,) = {
        one["value"]
        for block in stage.slack.messages[0]["blocks"]
        for one in block.get("elements", ())
        if str(one.get("value", "")).startswith("approve:")
    }
    clicks = [stage.ari.send(approve) for _ in range(4)] + [stage.lea.click(value) for _ in range(4)]
    random.Random(seed).shuffle(clicks)
    answers = await asyncio.gather(*clicks)
    await stage.settle()
    assert {answer.status_code for answer in answers} == {200}
    assert len(stage.world.public()) == 1
    by = "Ari" if "Ari" in stage.in_teams() else "Lea"
    assert by in stage.in_slack()


async def test_whoever_only_looks_is_refused_politely(stage: Stage) -> None:
    await stage.world.comes_in("Wo gibt es euch?")
    answer = await stage.vic.click(stage.pretend.messages[0], "approve")
    assert "die Rolle „Freigeben“" in words(answer.json()["value"])
    assert stage.world.public() == []


async def test_a_wish_in_the_thread_is_a_draft_and_never_a_post(stage: Stage) -> None:
    await stage.world.comes_in("Wo gibt es euch?")
    old = stage.ari.clicked(
        stage.pretend.messages[0], buttons(card_of(stage.pretend.messages[0]), "approve")[0]
    )
    await stage.ari.say("kürzer bitte", stage.pretend.messages[0]["id"])
    await stage.settle()
    assert stage.world.scribe.asked[-1].instruction == "kürzer bitte"
    assert stage.world.public() == []
    assert len(stage.pretend.messages) == 1, "the card says it; nothing else is posted"

    refused = (await stage.ari.send(old)).json()
    await stage.settle()
    assert "Entwurf" in words(refused["value"])
    assert stage.world.public() == []
    await stage.press(stage.pretend.messages[0], "approve")
    assert len(stage.world.public()) == 1


async def test_an_edit_in_the_dialog_goes_out_word_for_word(stage: Stage) -> None:
    await stage.world.comes_in("Wo gibt es euch?")
    message = stage.pretend.messages[0]
    form = (await stage.ari.open(message, "edit"))["value"]["card"]["content"]
    (send,) = [one for one in form["actions"] if one["data"].get("post")]
    assert (await stage.ari.submit(message, send["data"], text="Überall & <überall>!")).content == b""
    await stage.settle()
    assert stage.world.public() == ["Überall & <überall>!"]


async def test_a_form_in_a_card_is_not_taken_away_by_drawing_the_card(
    stage: Stage,
) -> None:
    """Where there are no dialogs, the form is the answer to the click; a change of the card would end it."""
    await stage.world.comes_in("Wo gibt es euch?")
    wish = {"type": "Action.Execute", "verb": "edit", "data": {"open": "edit", "item": 1}}
    answer = await stage.ari.send(stage.ari.clicked(stage.pretend.messages[0], wish))
    changes = stage.pretend.calls["update"]
    await stage.settle()
    assert stage.pretend.calls["update"] == changes
    (send,) = [one for one in buttons(answer.json()["value"], "edit") if one["data"].get("post")]
    await stage.ari.send(stage.ari.clicked(stage.pretend.messages[0], send, text="Überall!"))
    await stage.settle()
    assert stage.world.public() == ["Überall!"]


async def test_a_lost_answer_makes_a_second_card_at_most_and_it_folds_up(stage: Stage) -> None:
    stage.pretend.fail_next("create", "drop")
    await stage.world.comes_in("Wo gibt es euch?")
    assert len(stage.pretend.messages) == 1
    await stage.world.later(stage.teams.lease + 5)
    orphan, counting = stage.pretend.messages
    await stage.press(orphan, "claim")
    assert "arrived twice" in words(card_of(orphan))
    assert "Ari" in words(card_of(counting))
    await stage.press(counting, "approve")
    assert len(stage.world.public()) == 1
    assert len(stage.pretend.messages) == 2


async def test_a_click_on_a_card_that_nobody_knows_yet_makes_it_the_one(stage: Stage) -> None:
    stage.pretend.fail_next("create", "drop")
    await stage.world.comes_in("Wo gibt es euch?")
    await stage.press(stage.pretend.messages[0], "claim")
    await stage.world.later(stage.teams.lease + 5)
    await stage.settle()
    assert len(stage.pretend.messages) == 1
    assert "Ari" in stage.in_teams()
    await stage.press(stage.pretend.messages[0], "approve")
    assert len(stage.world.public()) == 1


async def test_a_channel_without_our_app_heals_when_it_is_added(stage: Stage) -> None:
    stage.pretend.rooms[CHANNEL].trouble = (403, "BotNotInConversationRoster")
    await stage.world.comes_in("Wo gibt es euch?")
    assert stage.pretend.messages == []
    stage.pretend.rooms[CHANNEL].trouble = None
    await stage.world.later(600)
    assert len(stage.pretend.messages) == 1


async def test_a_follow_up_of_the_same_person_joins_the_thread(stage: Stage) -> None:
    await stage.world.comes_in("Wo gibt es euch?", author="Jana")
    await stage.world.comes_in("Und wann?", author="Jana")
    first, second = stage.pretend.messages
    assert second["thread"] == first["id"]
    await stage.ari.say("freundlicher", second["thread"])
    await stage.settle()
    assert stage.world.scribe.asked[-1].instruction == "freundlicher"


@pytest.mark.parametrize(
    ("seed", "updates"),
    [(0, 0), *(pytest.param(seed, 4, marks=pytest.mark.slow) for seed in range(1, 6))],
)
async def test_whatever_gets_lost_there_is_one_reply_each(stage: Stage, seed: int, updates: int) -> None:
    """Dropped answers, errors and limits in any order, with clicks in between, also on cards shown twice."""
    dice = random.Random(seed)
    faults: list[str | tuple[int, str]] = [
        "drop",
        "wait",
        "html",
        (500, "ServiceError"),
        (403, "BotNotInConversationRoster"),
        (412, "x"),
    ]
    stage.pretend.fail_next("create", *dice.choices(faults, k=6))
    stage.pretend.fail_next("update", *dice.choices(faults, k=updates))
    for number in range(4):
        stage.world.town.write(f"Frage {number}?", author=f"Person {number}")
    await stage.world.fetch()
    for _ in range(6):
        await stage.world.later(400)
        for message in list(stage.pretend.messages):
            if buttons(card_of(message), "approve"):
                await stage.press(message, "approve")
    assert [len(replies) for replies in stage.world.town.replies.values()] == [1] * 4
    assert {await stage.world.status(item) for item in range(1, 5)} == {Status.POSTED}
