"""Whole walks with Slack as the surface: a real desk and database, the real app, and a pretend Slack."""

import asyncio
import json
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from adapters.surfaces.slack.surface import Slack
from bot.desk.hearing import Hearing
from bot.desk.tasks import tasks
from bot.domain.item import Triage
from bot.domain.policy import Route
from bot.domain.status import Status
from bot.ports import Heard
from bot.views import View
from tests.adapters.surfaces.slack.conftest import KIM, VIC, settings_for
from tests.adapters.surfaces.slack.linter import lint_message, public_leaves
from tests.adapters.surfaces.slack.member import Member
from tests.adapters.surfaces.slack.pretend_slack import BOT, CHANNEL, PretendSlack, Room, until
from tests.world import World

CHANNELS = (("slack", CHANNEL), ("web", "team"))


@dataclass
class Stage:
    """Everything at work, with Slack instead of the room."""

    world: World
    slack: Slack
    pretend: PretendSlack
    ari: Member
    vic: Member

    async def press(self, member: Member, action: str, message: int = 0) -> None:
        """Press a button of a message as it is shown now, and let follow what follows."""
        await member.click(self.value(action, message))
        await self.world.engine.turn()

    def value(self, action: str, message: int = 0) -> str:
        """What a button of a message carries."""
        found = [
            one for one in _strings(self.pretend.messages[message]["blocks"]) if one.startswith(f"{action}:")
        ]
        assert found, f"no button {action}"
        return found[0]


def _strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in _strings(part)]
    if isinstance(value, list):
        return [text for part in value for text in _strings(part)]
    return [value] if isinstance(value, str) else []


@pytest.fixture
async def stage(world: World, pretend: PretendSlack) -> AsyncIterator[Stage]:
    """Ari approves, Vic only looks; both are named in the settings."""

    async def hear(heard: Heard) -> View:
        view = await world.hearing(heard)
        await world.desk.quiet()
        return view

    settings = settings_for(pretend, approvers=KIM, viewers=VIC)
    slack = Slack(settings=settings, hear=hear, clock=world.clock)
    slack.interval = 0.0  # its pace is tested elsewhere
    watch = replace(world.desk.policy.watches[0], channels=CHANNELS)
    world.desk = replace(
        world.desk,
        surfaces={**world.desk.surfaces, "slack": slack},
        policy=replace(world.desk.policy, watches=(watch,)),
    )
    world.hearing = Hearing(world.desk)
    await world.engine.start(tasks(world.desk), work=True)
    async with world.database.work() as work:
        await work.people.link(world.people["Ari"].id, "slack", KIM)
        await work.people.link(world.people["Vic"].id, "slack", VIC)
    ari, vic = Member(slack, pretend), Member(slack, pretend, account=VIC)
    yield Stage(world, slack, pretend, ari, vic)
    await slack.close()
    await ari.http.aclose()
    await vic.http.aclose()


def said(message: dict[str, Any]) -> str:
    return "\n".join(public_leaves(message["blocks"]))


async def test_a_comment_becomes_a_thread_and_after_a_click_a_public_reply(stage: Stage) -> None:
    card = await stage.world.comes_in("Wo gibt es euch?")
    (message,) = stage.pretend.messages
    assert "Wo gibt es euch?" in said(message)
    assert card.draft
    assert card.draft.text in said(message)

    await stage.press(stage.ari, "approve")

    assert stage.world.public() == [card.draft.text]
    (message,) = stage.pretend.messages
    assert len(message["blocks"]) == 1
    assert "Ari" in said(message)
    assert lint_message(message["text"], message["blocks"]) == []


async def test_whoever_only_looks_is_refused_politely(stage: Stage) -> None:
    await stage.world.comes_in("Wo gibt es euch?")
    await stage.press(stage.vic, "approve")
    await until(lambda: stage.pretend.answers)
    assert "die Rolle „Freigeben“" in said(stage.pretend.answers[0])
    assert stage.world.public() == []


async def test_many_clicks_at_once_post_one_reply(stage: Stage) -> None:
    await stage.world.comes_in("Wo gibt es euch?")
    value = stage.value("approve")
    answers = await asyncio.gather(*(stage.ari.click(value) for _ in range(12)))
    await stage.world.engine.turn()
    assert {answer.status_code for answer in answers} == {200}
    assert len(stage.world.public()) == 1


async def test_a_button_of_an_older_draft_is_refused_and_says_why(stage: Stage) -> None:
    await stage.world.comes_in("Wo gibt es euch?")
    old = stage.value("approve")
    thread = stage.pretend.messages[0]["ts"]
    await stage.ari.write(f"<@{BOT}> kürzer bitte", thread=thread)
    await stage.world.engine.turn()
    assert stage.world.scribe.asked[-1].instruction == "kürzer bitte"
    assert stage.world.public() == []
    assert stage.value("approve") != old

    await stage.ari.click(old)
    await stage.world.engine.turn()
    await until(lambda: stage.pretend.answers)
    assert "Entwurf" in said(stage.pretend.answers[0])
    assert stage.world.public() == []

    await stage.press(stage.ari, "approve")
    assert len(stage.world.public()) == 1


async def test_an_edit_in_the_dialog_goes_out_word_for_word(stage: Stage) -> None:
    await stage.world.comes_in("Wo gibt es euch?")
    await stage.press(stage.ari, "edit")
    await until(lambda: stage.pretend.views)
    answer = await stage.ari.submit(stage.pretend.views["V1"], text_0="Überall & <überall>!", then="post")
    assert answer.text == ""
    await stage.world.engine.turn()
    assert stage.world.public() == ["Überall & <überall>!"]


async def test_queue_next_makes_an_item_mine(stage: Stage) -> None:
    await stage.world.comes_in("Wo gibt es euch?")
    answer = (await stage.ari.command("next")).json()
    assert "Wo gibt es euch?" in said(answer)
    assert "Ari" in said(answer)
    assert "Wo gibt es euch?" in said((await stage.ari.command("mine")).json())


async def test_what_is_mine_is_shared_with_nobody(stage: Stage) -> None:
    await stage.world.comes_in("Wo gibt es euch?")
    await stage.ari.command("next")
    mine, shared = (await stage.ari.command("")).json(), (await stage.ari.command("share")).json()
    assert shared["response_type"] == "in_channel"
    assert said(mine).count("Wo gibt es euch?") == said(shared).count("Wo gibt es euch?") + 1


async def test_home_shows_what_waits_and_claims_it(stage: Stage) -> None:
    await stage.world.comes_in("Wo gibt es euch?")
    await stage.ari.go_home()
    await until(lambda: stage.pretend.homes.get(KIM))
    claim = next(one for one in _strings(stage.pretend.homes[KIM][0]) if one.startswith("claim:"))
    await stage.ari.click_at_home(claim)
    await until(lambda: len(stage.pretend.homes[KIM]) == 2)
    assert "release:" in json.dumps(stage.pretend.homes[KIM][1])
    await stage.world.engine.turn()
    assert "Ari" in said(stage.pretend.messages[0])


async def test_what_becomes_grave_moves_to_its_channel_and_leaves_nothing_to_read(stage: Stage) -> None:
    stage.pretend.rooms["C0LAW"] = Room()
    route = Route(channels=(("slack", "C0LAW"),), risks=frozenset({"crisis"}), only=True)
    stage.world.desk = replace(stage.world.desk, policy=replace(stage.world.desk.policy, routes=(route,)))
    await stage.world.engine.start(tasks(stage.world.desk), work=True)
    stage.world.scribe.triages = lambda c: Triage(risk="crisis" if "Anwalt" in c.text else "normal")
    await stage.world.comes_in("Wo gibt es euch?")
    stage.world.town.edit("c1", "Mein Anwalt meldet sich")
    await stage.world.fetch()
    (there,) = stage.pretend.rooms["C0LAW"].messages
    assert "Anwalt" in said(there)
    (here,) = stage.pretend.messages
    assert "another channel" in said(here)
    assert "Wo gibt es euch?" not in json.dumps([here["text"], here["blocks"]])


async def test_a_lost_answer_makes_no_second_thread(stage: Stage) -> None:
    stage.pretend.fail_next("chat.postMessage", "drop", "drop")
    await stage.world.comes_in("Wo gibt es euch?")
    for _ in range(3):
        await stage.world.later(stage.slack.lease + 5)
    assert len(stage.pretend.messages) == 1
    await stage.press(stage.ari, "approve")
    assert len(stage.world.public()) == 1
    assert len(stage.pretend.messages[0]["blocks"]) == 1


async def test_a_channel_without_our_app_heals_when_it_is_invited(stage: Stage) -> None:
    stage.pretend.rooms[CHANNEL].trouble = "not_in_channel"
    await stage.world.comes_in("Wo gibt es euch?")
    assert stage.pretend.messages == []
    stage.pretend.rooms[CHANNEL].trouble = ""
    await stage.world.later(600)
    assert len(stage.pretend.messages) == 1


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.slow)])
async def test_whatever_gets_lost_there_is_one_thread_and_one_reply_each(stage: Stage, seed: int) -> None:
    """Dropped answers, errors and rate limits in any order, with clicks in between."""
    dice = random.Random(seed)
    faults = ["drop", "ratelimited", "internal_error", "html", "is_archived"]
    stage.pretend.fail_next("chat.postMessage", *dice.choices(faults, k=5))
    stage.pretend.fail_next("conversations.history", *dice.choices(faults[2:4], k=2))
    for number in range(4):
        stage.world.town.write(f"Frage {number}?", author=f"Person {number}")
    await stage.world.fetch()
    for _ in range(6):
        await stage.world.later(400)
        for shown in range(len(stage.pretend.messages)):
            if "approve:" in json.dumps(stage.pretend.messages[shown]["blocks"]):
                await stage.press(stage.ari, "approve", shown)
    keys = [one["metadata"]["event_payload"]["item"] for one in stage.pretend.messages]
    assert sorted(keys) == ["1", "2", "3", "4"]
    assert [len(replies) for replies in stage.world.town.replies.values()] == [1] * 4
    assert {await stage.world.status(item) for item in range(1, 5)} == {Status.POSTED}
