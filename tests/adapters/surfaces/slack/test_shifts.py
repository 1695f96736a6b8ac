"""Shifts and handovers in Slack and on the page: a real desk, the real apps, and both slash commands."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import pytest

from adapters.surfaces.slack.manifest import COMMANDS, manifest
from adapters.surfaces.slack.pen import Reader
from adapters.surfaces.slack.render import render
from adapters.surfaces.slack.surface import Slack
from adapters.surfaces.web.surface import Web
from bot import commands, shifting
from bot.catalogue import Catalogue
from bot.commands import to_button
from bot.desk.hearing import Hearing
from bot.desk.tasks import tasks
from bot.domain.community import Comment
from bot.domain.item import Triage
from bot.ports import Hear, Heard
from bot.views import View
from tests.adapters.surfaces.slack.conftest import KIM, VIC, settings_for
from tests.adapters.surfaces.slack.linter import lint_message, lint_modal, public_leaves
from tests.adapters.surfaces.slack.member import FORM, Member
from tests.adapters.surfaces.slack.pretend_slack import CHANNEL, TEAM, PretendSlack, until
from tests.adapters.surfaces.web.conftest import DEMO, Browser
from tests.adapters.surfaces.web.shift_samples import handover_note, shift_view
from tests.world import World

READER = Reader(catalogue=Catalogue("en"))


@dataclass
class Stage:
    """Everything at work, with Slack and the page."""

    world: World
    pretend: PretendSlack
    hear: Hear
    lea: Member
    ari: Member

    async def type(self, member: Member, command: str, text: str = "") -> dict[str, Any]:
        """Type a slash command; what comes back."""
        body = {
            "command": command,
            "text": text,
            "user_id": member.account,
            "user_name": "kim",
            "team_id": TEAM,
            "channel_id": CHANNEL,
            "trigger_id": self.pretend.rules.trigger(),
        }
        answer = (await member.send(urlencode(body), FORM)).json()
        await self.world.engine.turn()
        assert lint_message(answer["text"], answer["blocks"]) == []
        return dict(answer)

    def card(self) -> dict[str, Any]:
        """The card of the handover in the channel."""
        found = [one for one in self.pretend.messages if "Handover" in one["text"]]
        assert len(found) == 1
        assert lint_message(found[0]["text"], found[0]["blocks"]) == []
        return found[0]


@pytest.fixture
async def stage(world: World, pretend: PretendSlack) -> AsyncIterator[Stage]:
    """Lea hands over in Slack, Ari takes over."""

    async def hear(heard: Heard) -> View:
        view = await world.hearing(heard)
        await world.desk.quiet()
        return view

    slack = Slack(settings=settings_for(pretend, leads=VIC, approvers=KIM), hear=hear, clock=world.clock)
    slack.interval = 0.0
    watch = replace(world.desk.policy.watches[0], channels=(("slack", CHANNEL), ("web", "team")))
    policy = replace(world.desk.policy, watches=(watch,))
    world.desk = replace(world.desk, surfaces={**world.desk.surfaces, "slack": slack}, policy=policy)
    world.hearing = Hearing(world.desk)
    world.scribe.triages = _grave
    await world.engine.start(tasks(world.desk), work=True)
    async with world.database.work() as work:
        await work.people.link(world.people["Ari"].id, "slack", KIM)
        await work.people.link(world.people["Lea"].id, "slack", VIC)
    made = Stage(world, pretend, hear, Member(slack, pretend, account=VIC), Member(slack, pretend))
    yield made
    await slack.close()
    for member in (made.lea, made.ari):
        await member.http.aclose()


def _grave(comment: Comment) -> Triage:
    return Triage(language="de", risk="high" if comment.text.startswith("Gift") else "normal")


def said(payload: dict[str, Any]) -> str:
    return "\n".join(public_leaves(payload["blocks"]))


async def test_a_handover_from_the_slash_command_to_the_read_back(stage: Stage) -> None:
    await stage.world.comes_in("Gift im Drink?")
    assert "Lea" in said(await stage.type(stage.lea, "/shift", "start"))
    assert "Übergabe von Lea" in said(await stage.type(stage.lea, "/handover"))
    # Whoever decides about it reads where it stands and whose it is.
    assert "Gift im Drink?\nA draft waits for a decision\n" in said(stage.card())
    await stage.world.done(commands.Claim(item=1, draft=1, version=1), by="rob")
    note = said(await stage.type(stage.lea, "/handover", ""))
    assert "Gift im Drink?\nEin Entwurf wartet auf eure Entscheidung · Rob\n" in note

    await stage.ari.click("shift:taken:1:0", action_id="do:shift:taken:1:0")
    await until(lambda: bool(stage.pretend.answers))
    assert "#1" in json.dumps(stage.pretend.answers[-1])

    await stage.ari.click("shift:mine:1:1", action_id="do:shift:mine:1:1")
    await stage.world.engine.turn()
    assert "Ari has it now" in said(stage.card())
    await stage.ari.click("shift:taken:1:0", action_id="do:shift:taken:1:0")
    await stage.world.engine.turn()
    card = stage.card()
    assert "The next shift has taken over" in card["text"]
    assert "shift:taken" not in json.dumps(card["blocks"])
    assert "Ari" in said(await stage.type(stage.ari, "/shift"))


async def test_what_needs_words_opens_a_dialog_and_a_refused_one_keeps_them(stage: Stage) -> None:
    await stage.type(stage.lea, "/shift", "start")
    await stage.type(stage.lea, "/handover")
    for words, why in (("x" * 2500, "zu lang"), ("Alles ruhig.", "")):
        await stage.lea.click("shift:words:1:0", action_id="do:shift:words:1:0")
        await until(lambda: bool(stage.pretend.views))
        view = list(stage.pretend.views.values())[-1]
        assert lint_modal(view) == []
        answer = await stage.lea.submit(view, text_0=words)
        assert (why in answer.json()["errors"]["text:0"]) if why else answer.text in {"", '""'}
    await stage.world.engine.turn()
    assert "Alles ruhig." in said(stage.card())


async def test_the_same_handover_on_the_page(stage: Stage) -> None:
    mates = tuple(
        replace(mate, account=name.lower(), name=name)
        for mate, name in zip(DEMO.teammates, ("Lea", "Ari"), strict=True)
    )
    web = Web(
        settings=replace(DEMO, teammates=mates),
        hear=stage.hear,
        pulse=stage.world.database.pulse,
        clock=stage.world.clock,
    )
    lea, ari = Browser(web), Browser(web)
    for page in (lea, ari):
        await page.open()
    await ari.post("/team/act-as", account="ari")
    await ari.open()

    assert "Deine Schicht hat begonnen" in (await command(lea, "/shift start")).text
    note = (await command(lea, "/handover")).text
    assert 'data-view="handover-1"' in note
    assert "Eine ruhige Schicht" in note
    form = await lea.http.get("/team/form", params={"button": "shift:watch:1:0"})
    assert 'data-button="shift:watch:1:0"' in form.text
    assert 'data-item="shift:watch:1:0"' in form.text
    await lea.click("shift:watch:1:0", text="Beitrag 7 über 50: <b>Lea</b> anrufen")
    taken = (await ari.click("shift:taken:1:0")).text
    assert "Übernommen: eine ruhige Schicht, nichts ist offen." in taken
    assert "&lt;b&gt;Lea&lt;/b&gt;" in taken
    refused = (await lea.click("shift:taken:1:0")).text
    assert "data-refused" in refused
    assert "data-view" not in refused
    await stage.world.engine.turn()
    assert "The next shift has taken over" in stage.card()["text"]
    for page in (lea, ari):
        await page.http.aclose()


async def command(browser: Browser, line: str) -> Any:
    """Type a line. Any: an answer of httpx."""
    return await browser.post("/team/command", line=line)


def test_however_much_is_open_slack_takes_the_note() -> None:
    for many in (0, 1, 8, 40, 200):
        for hostile in ("Hallo", "x" * 5000, "<!channel> *b*"):
            message = render(handover_note(hostile, many), READER)
            assert lint_message(message.text, message.blocks) == []
            assert message.blocks
    drawn = render(shift_view(), READER)
    assert "/shift cancel 7" in "\n".join(public_leaves(drawn.blocks))


def test_the_manifest_has_every_command_and_buttons_carry_what_they_say() -> None:
    assert [one["command"] for one in manifest()["features"]["slash_commands"]] == list(COMMANDS)
    for kind in shifting.BY_WORD.values():
        wish = kind(handover=7, number=42)
        assert shifting.command_of(to_button(wish)) == wish
