"""Closing and handing over a selection in Slack: boxes in a dialog, a real desk behind it."""

from typing import Any

import pytest

from adapters.surfaces.slack.many import MANY, OPENS, draw_choice, read_choice
from adapters.surfaces.slack.pen import Reader
from bot import bulk
from bot.catalogue import Catalogue
from bot.domain.audit import Tag
from bot.domain.item import Triage
from bot.domain.status import Status
from bot.errors import Refusal
from bot.views import Backlog
from tests.adapters.surfaces.slack.linter import lint_message, lint_modal, public_leaves
from tests.adapters.surfaces.slack.member import Member
from tests.adapters.surfaces.slack.pretend_slack import until
from tests.adapters.surfaces.slack.test_shifts import Stage, stage  # noqa: F401  # a fixture
from tests.world import World

Json = dict[str, Any]
"""JSON. Any: its values have no common type."""


async def thanks(world: World, many: int) -> None:
    """As many comments that need no reply."""
    world.scribe.triages = lambda _: Triage(needs_reply=False, kind="praise", why="a thanks", language="de")
    for number in range(1, many + 1):
        world.town.write(f"Danke {number} <!channel> *x*" + " sehr" * 40, author=f"A{number} <@U1>")
    await world.fetch()


async def opened(stage: Stage, member: Member) -> tuple[str, Json]:  # noqa: F811
    """Type `/queue quiet` and open the dialog from there."""
    typed = await stage.type(member, "/queue", "quiet")
    (value,) = [
        element["value"]
        for block in typed["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
        if element["action_id"] == OPENS
    ]
    before = set(stage.pretend.views)
    assert (await member.click(value, OPENS)).status_code == 200
    await until(lambda: len(stage.pretend.views) > len(before))
    (number,) = set(stage.pretend.views) - before
    view = stage.pretend.views[number]
    assert lint_modal(view) == []
    return number, view


def boxes(view: Json) -> list[str]:
    """The values of all boxes."""
    groups = [block["element"] for block in view["blocks"] if block.get("block_id", "").startswith("many:0")]
    return [option["value"] for group in groups for option in group["options"]]


async def sent(  # what a dialog has
    member: Member, view: Json, *ticked: str, then: str = "close", reason: str = "", seen: str = "h1"
) -> Json:
    """Tick these and send the dialog."""
    values: Json = {"many:then": {"many:then": {"selected_option": {"value": then}}}}
    values["many:reason"] = {"many:reason": {"value": reason or None}}
    for block in view["blocks"]:
        name = block.get("block_id", "")
        if name.startswith("many:0"):
            offered = [option["value"] for option in block["element"]["options"]]
            chosen = [{"value": value} for value in ticked if value in offered]
            values[name] = {name: {"selected_options": chosen}}
    submitted = {**view, "id": "V1", "hash": seen, "state": {"values": values}}
    # A new trigger each time: two requests of one second that said the same would count as one.
    trigger = member.pretend.rules.trigger()
    payload = {"type": "view_submission", "view": submitted, "trigger_id": trigger, **member._me()}
    return dict((await member.send_form(payload)).json())


async def test_some_are_closed_with_a_reason_and_others_handed_to_a_person(stage: Stage) -> None:  # noqa: F811
    await thanks(stage.world, 12)
    rob = stage.world.people["Rob"]
    _, view = await opened(stage, stage.ari)
    assert boxes(view) == [f"{number}.1" for number in range(1, 13)]
    stage.world.town.edit("c2", "Danke, aber wo?")
    await stage.world.fetch()
    answer = await sent(stage.ari, view, "1.1", "2.1", "12.1", reason="Nur Dank")
    assert answer["response_action"] == "update"
    assert lint_modal(answer["view"]) == []
    assert "2 geschlossen" in "\n".join(public_leaves(answer["view"]["blocks"]))
    left = boxes(answer["view"])
    assert left == ["2.2", *(f"{number}.1" for number in range(3, 12))]
    for number in (1, 12):
        item = await stage.world.item(number)
        assert (item.status, item.reason) == (Status.DISMISSED, "Nur Dank")
        assert (await stage.world.tags(number)).count(Tag.ITEM_DISMISSED) == 1
    # The same dialog, sent again as it is now, and once more by Slack.
    for _ in range(2):
        await sent(stage.ari, answer["view"], "3.1", "4.1", then=str(rob.id), reason="Bitte", seen="h2")
    for number in (3, 4):
        assert (await stage.world.item(number)).handler == rob.id
        assert (await stage.world.tags(number)).count(Tag.ITEM_HANDED_OVER) == 1


async def test_what_cannot_be_is_said_in_the_dialog(stage: Stage) -> None:  # noqa: F811
    await thanks(stage.world, 1)
    _, view = await opened(stage, stage.lea)
    for ticked, then in (((), "close"), (("1.1",), "99")):
        answer = await sent(stage.lea, view, *ticked, then=then)
        assert answer["response_action"] == "errors"
        assert set(answer["errors"]) == {"many:00"}
    done = await sent(stage.lea, view, "1.1")
    assert "submit" not in done["view"]
    with pytest.raises(Refusal):
        read_choice({"state": {"values": {}}, "blocks": []})


async def test_whoever_may_only_look_gets_no_boxes(stage: Stage) -> None:  # noqa: F811
    await thanks(stage.world, 1)
    async with stage.world.database.work() as work:
        await work.people.link(stage.world.people["Vic"].id, "slack", stage.ari.account)
    typed = await stage.type(stage.ari, "/queue", "quiet")
    assert OPENS not in str(typed["blocks"])
    view = await stage.world.ask(bulk.ShowQuiet(), by="vic")
    assert isinstance(view, Backlog)
    modal = draw_choice(view, Reader(catalogue=Catalogue("de")))
    assert (lint_modal(modal), MANY in modal["callback_id"], "submit" in modal) == ([], True, False)


async def test_a_whole_page_fits(stage: Stage) -> None:  # noqa: F811
    await thanks(stage.world, 35)
    _, view = await opened(stage, stage.lea)
    assert len(boxes(view)) == 30
    typed = await stage.type(stage.lea, "/queue", "quiet")
    assert lint_message(typed["text"], typed["blocks"]) == []
    assert "5 weitere" in "\n".join(public_leaves(view["blocks"]))
