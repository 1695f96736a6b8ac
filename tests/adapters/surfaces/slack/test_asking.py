"""Asking a department in Slack: a stranger to the team answers on the card. Groups are told one by one."""

from dataclasses import replace

import pytest

from adapters.surfaces.slack.surface import Slack
from bot import commands
from bot.desk.tasks import tasks
from bot.domain.pace import Parked
from bot.domain.timing import Department, Rung, TimeRules
from bot.errors import OutsideError
from tests.adapters.surfaces.slack.conftest import KIM
from tests.adapters.surfaces.slack.linter import lint_message, lint_modal
from tests.adapters.surfaces.slack.member import Member
from tests.adapters.surfaces.slack.pretend_slack import TEAM, PretendSlack, Room, until
from tests.adapters.surfaces.slack.test_story import Stage, said, stage
from tests.world import click

__all__ = ["stage"]
QUALITY, OLGA = "C0QUALITY", "UOLGA001"


@pytest.fixture
async def asking(stage: Stage) -> Stage:  # the fixture of the other story
    """A department that can be asked, and a colleague there who is on no list."""
    rules = TimeRules(
        departments=(Department(name="Qualität", where=("slack", QUALITY)),),
        ladder=(Rung(who="outside", where=("slack", "S0PRESS")),),
    )
    stage.pretend.rooms[QUALITY] = Room()
    stage.pretend.users[OLGA] = {"name": "olga", "real_name": "Olga", "team_id": TEAM}
    stage.world.desk = replace(stage.world.desk, policy=replace(stage.world.desk.policy, timing=rules))
    object.__setattr__(stage.world.hearing, "desk", stage.world.desk)
    await stage.world.engine.start(tasks(stage.world.desk), work=True)
    return stage


async def test_a_colleague_who_is_on_no_list_answers_and_sees_nothing_else(asking: Stage) -> None:
    world, pretend = asking.world, asking.pretend
    card = await world.comes_in("Ist da <!here> Gluten drin?")
    await world.done(click(commands.Ask, card, text="Wie viel Gluten?", department="Qualität"))
    await world.engine.turn()
    (message,) = pretend.rooms[QUALITY].messages
    assert lint_message(message["text"], message["blocks"]) == []
    assert ("Wie viel Gluten?" in said(message), "Gluten drin?" in said(message)) == (True, True)
    olga = Member(asking.slack, pretend, account=OLGA)
    (value,) = [b["value"] for block in message["blocks"] for b in block.get("elements", ()) if "value" in b]
    await olga.click(value)
    await until(lambda: pretend.views)
    dialog = pretend.views["V1"]
    assert lint_modal(dialog) == []
    answer = await olga.submit(dialog, text_0="Unter 20 ppm.")
    assert (answer.status_code, answer.text) == (200, "")
    await world.engine.turn()
    assert "Unter 20 ppm." in said(pretend.rooms[QUALITY].messages[0])
    assert (await world.item(1)).pace.parked is Parked.NOT
    (note,) = [line for line in (await world.card(1)).thread if line.note]
    # The rig sends the same name for everybody.
    assert (note.who, note.text) == ("kim", "Unter 20 ppm.")
    again = await olga.submit(dialog, number="V2", text_0="Nein, doch mehr.")
    assert "answered already" in again.json()["errors"]["text:0"]
    await olga.http.aclose()


async def test_the_members_of_a_user_group_are_told_and_a_channel_is_itself(
    slack: Slack, pretend: PretendSlack
) -> None:
    pretend.groups = {"S0PRESS": [KIM, OLGA]}
    assert await slack.members("S0PRESS") == [KIM, OLGA]
    assert await slack.members(QUALITY) == [QUALITY]
    with pytest.raises(OutsideError):
        await slack.members("S0NOBODY")


async def test_escalating_to_a_user_group_tells_each_of_them(asking: Stage) -> None:
    asking.pretend.groups = {"S0PRESS": [KIM, OLGA]}
    card = await asking.world.comes_in("Ich schreibe für eine Zeitung.")
    await asking.world.done(click(commands.Escalate, card, text="Presse <!channel>"))
    await asking.world.engine.turn()
    assert [told["channel"] for told in asking.pretend.direct] == [KIM, OLGA]
    assert all(lint_message(told["text"], told["blocks"]) == [] for told in asking.pretend.direct)
