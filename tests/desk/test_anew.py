"""What falls back into the queue is not forgotten there: it is told of, and the ladder begins anew."""

import dataclasses
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot import bulk, commands
from bot.domain.audit import Tag
from bot.domain.community import Comment
from bot.domain.item import Triage, Urgency
from bot.domain.pace import Parked
from bot.domain.people import Role
from bot.domain.risk import RiskRule
from bot.domain.status import Status
from bot.domain.timing import Rung
from bot.views import Answer, Backlog
from tests.desk.test_second import grave, rules
from tests.desk.test_time import MINUTE, RULES, Hall, happened, keeping, known_in_the_hall, parked, passes
from tests.world import World, click

__all__ = ["grave"]
DAY = 24 * 60


@pytest.fixture
async def hall(world: World) -> Hall:
    """A team with a ladder, that knows danger from thanks."""

    def look(one: Comment) -> Triage:
        if "hört ihr" in one.text:
            return Triage(risk="crisis", urgency=Urgency.CRISIS, kind="crisis", language="de")
        return Triage(language="de", needs_reply="Danke" not in one.text, why="a thanks")

    world.scribe.triages = look
    made = keeping(world)
    await known_in_the_hall(world)
    return made


def whom(hall: Hall) -> list[str]:
    """Who was told since this was asked last."""
    told = [to for to, _ in hall.told]
    hall.told.clear()
    return told


async def edits(world: World, text: str, number: str = "c1") -> None:
    world.town.edit(number, text)
    await world.fetch()
    await world.sweep()


# A note needs no reply, until somebody sees what it is


async def test_what_somebody_raised_is_closed_with_no_backlog_and_is_owed_a_reply(
    world: World, hall: Hall
) -> None:
    card = await world.comes_in("Danke, ihr Helden")
    shown = await world.ask(bulk.ShowQuiet())
    assert isinstance(shown, Backlog)
    assert shown.close
    await world.done(click(commands.RaiseRisk, card, risk="crisis", text="Drohung"), by="rob")
    left = await world.ask(shown.close)
    assert isinstance(left, Backlog)
    assert (str(left.said), left.lines) == ("0 closed, 1 left as they are.", ())
    assert (await world.item(1)).due_at
    await passes(world, 121)
    assert whom(hall) == ["team"]


# What is parked


async def test_what_is_edited_into_danger_is_woken_whatever_it_waits_for(world: World, hall: Hall) -> None:
    for number, kind in enumerate((commands.Park, commands.MovePrivate, commands.Ask), start=1):
        typed = {"department": "Quality"} if kind is commands.Ask else {}
        card = await world.comes_in(author=f"Anna {number}")
        await world.done(click(kind, card, until="in 50 days", text="Und?", **typed))
        world.town.edit(f"c{number}", "Wo gibt es ihn in Köln?")
    await world.fetch()
    assert await parked(world) == [1, 2, 3]
    for number in (1, 2, 3):
        world.town.edit(f"c{number}", "Ihr hört ihr von der Presse")
    await world.fetch()
    await world.sweep()
    assert await parked(world) == []
    assert hall.words("ari") == [
        f"#{number} by Anna {number} is back in the queue. The comment was edited and is graver now."
        for number in (1, 2, 3)
    ]


async def test_whoever_waits_for_an_author_hears_of_each_answer_and_of_no_older_word(
    world: World, hall: Hall
) -> None:
    for edited, said in (
        ("c1", "The comment was edited."),
        ("c2", "The same person edited another comment: #2"),
    ):
        first = await world.comes_in("Eins") if not hall.told else await world.card(1)
        if edited == "c1":
            await world.comes_in("Zwei")
        await world.done(click(commands.Park, first))
        await edits(world, f"Anders {edited}", edited)
        assert await parked(world) == []
        assert hall.words("ari")[-1] == f"#1 by Anna is back in the queue. {said}"
    await world.done(click(commands.Park, await world.card(1)))
    world.town.write("Noch früher", author="Anna", ago=7200)
    await world.fetch()
    assert await parked(world) == [1]


async def test_of_somebody_without_an_account_no_more_is_promised_than_can_be_seen(world: World) -> None:
    keeping(world)
    world.town.nameless = True
    answer = await world.ask(click(commands.Park, await world.comes_in()))
    assert isinstance(answer, Answer)
    assert "they have no account" in str(answer.words)


# The ladder


async def comes_back(world: World) -> None:
    await world.done(click(commands.Park, await world.card(1), until="in 2 hours"))
    await passes(world, 121)


async def is_voided(world: World) -> None:
    await world.done(click(commands.ApproveLater, await world.card(1), text="in 3 days"))
    await edits(world, "Ganz anders")


@pytest.mark.parametrize("falls_back", [comes_back, is_voided])
async def test_after_the_last_step_what_falls_back_is_reminded_of_from_the_first_one_on(
    world: World, hall: Hall, falls_back: Callable[[World], Awaitable[None]]
) -> None:
    await world.comes_in()
    await passes(world, DAY)
    assert whom(hall) == ["team", "lea", "press"]
    await falls_back(world)
    assert await world.status(1) is Status.DRAFTED
    whom(hall)
    for _ in range(3):
        await passes(world, 100)
    assert [to for to in whom(hall) if to != "ari"] == ["team", "lea", "press"]


async def test_a_reply_taken_down_after_days_is_not_called_late_to_everybody_at_once(
    world: World, hall: Hall
) -> None:
    await world.approve(await world.comes_in())
    await world.sweep()
    await passes(world, 3 * DAY)
    await world.done(click(commands.DeleteReply, await world.card(1)))
    await passes(world, 1)
    assert (await world.status(1), whom(hall)) == (Status.DRAFTED, [])
    await passes(world, 61)
    await passes(world, 61)
    assert "team" in whom(hall)


async def test_a_late_word_to_the_handler_holds_no_sooner_step_up(world: World, hall: Hall) -> None:
    ladder = (Rung(who="handler", past="reminder", after=180 * MINUTE), Rung(who="channel"))
    keeping(world, dataclasses.replace(RULES, ladder=ladder, claim_ends=timedelta()))
    object.__setattr__(world.desk, "surfaces", {**world.desk.surfaces, "hall": hall})
    await world.done(click(commands.Claim, await world.comes_in()))
    await passes(world, 121)
    assert whom(hall) == ["team"]
    await passes(world, 120)
    assert whom(hall) == ["ari"]
    await passes(world, DAY)
    assert whom(hall) == []


# Promises


async def promised(world: World) -> None:
    await world.approve(await world.comes_in())
    await world.sweep()
    wish = {"until": "in 3 days", "text": "Neue Charge prüfen"}
    await world.done(click(commands.FollowUp, await world.card(1), **wish))
    await world.done(commands.Reopen(item=1))
    await world.engine.turn()


async def test_a_promise_outlives_what_is_done_meanwhile(world: World, hall: Hall) -> None:
    await promised(world)
    assert await parked(world) == []
    assert "Neue Charge" in str((await world.card(1)).remark)
    away = await world.done(click(commands.Park, await world.card(1), text="Mittag"))
    await world.approve(await world.done(click(commands.Unpark, away)))
    await world.sweep()
    assert await parked(world) == [1]
    await passes(world, 5 * DAY)
    assert (await happened(world)).count(Tag.ITEM_FOLLOWED_UP) == 1
    assert (await world.item(1)).instruction == "Neue Charge prüfen"
    assert "We promised Anna to come back to #1: Neue Charge prüfen" in hall.words("ari")


async def test_a_promise_whose_day_comes_while_somebody_writes_is_said_and_takes_nothing_away(
    world: World, hall: Hall
) -> None:
    await promised(world)
    await world.done(click(commands.Edit, await world.card(1), text="Von Hand"))
    await passes(world, 5 * DAY)
    assert "We promised Anna to come back to #1: Neue Charge prüfen" in hall.words("ari")
    card, item = await world.card(1), await world.item(1)
    assert card.draft
    assert (card.draft.text, card.remark_text) == ("Von Hand", "Neue Charge prüfen")
    assert (item.pace.follow_at, item.pace.promise) == (None, "")
    assert (await happened(world)).count(Tag.ITEM_FOLLOWED_UP) == 1


async def test_the_day_of_a_personal_contact_outlives_an_answer_on_the_platform(
    world: World, hall: Hall
) -> None:
    card = await world.comes_in()
    await world.done(click(commands.MovePrivate, card, text="Lea ruft an", until="in 3 days"))
    world.town.reply_natively("c1", "Wir melden uns persönlich!")
    await world.fetch()
    assert (await world.status(1), await parked(world)) == (Status.ANSWERED, [1])
    assert (await world.item(1)).pace.parked is Parked.NOT
    await passes(world, 5 * DAY)
    assert await world.status(1) is Status.DRAFTED
    assert "We promised Anna to come back to #1: Lea ruft an" in hall.words("ari")


# Approvals


async def becomes(world: World, name: str, role: Role) -> None:
    async with world.database.work() as work:
        person = await work.people.get(world.people[name].id)
        assert person
        await work.people.change(person, dataclasses.replace(person, role=role))


@pytest.mark.parametrize(("least", "role"), [(Role.APPROVER, Role.GUEST), (Role.LEAD, Role.RESPONDER)])
async def test_the_yes_of_somebody_who_may_not_any_more_is_none(
    grave: World, least: Role, role: Role
) -> None:
    rules(grave, crisis=RiskRule(second=True, least=least))
    await becomes(grave, "Kim", Role.LEAD)
    first = await grave.approve(await grave.comes_in(), by="kim")
    await becomes(grave, "Kim", role)
    await grave.ask(click(commands.Approve, first), by="lea")
    await grave.later(60)
    assert (grave.public(), await grave.status(1)) == ([], Status.DRAFTED)
    assert "may not approve any more" in (await grave.item(1)).reason


async def test_at_a_risk_for_leads_the_first_yes_has_to_be_a_leads_too(grave: World) -> None:
    rules(grave, high=RiskRule(second=True), crisis=RiskRule(second=True, least=Role.LEAD))
    grave.scribe.triages = lambda _: Triage(risk="high", language="de")
    second = await grave.approve(await grave.approve(await grave.comes_in()), by="lea")
    assert second.status is Status.APPROVED
    raised = await grave.done(click(commands.RaiseRisk, second, risk="crisis", text="x"), by="rob")
    assert raised.status is Status.DRAFTED
    await grave.later(120)
    assert grave.public() == []
