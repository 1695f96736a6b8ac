"""Edges that a review found: each was once a way to break a promise."""

import dataclasses

from bot import commands
from bot.domain.audit import Tag
from bot.domain.item import Triage, Urgency
from bot.domain.status import Status
from bot.errors import NeedsPerson, TryLater
from bot.words import say
from storage.work import HELD
from tests.world import World


async def _posted(world: World) -> int:
    card = await world.comes_in()
    await world.approve(card)
    await world.engine.turn()
    return card.item


async def test_a_correction_is_not_published_for_a_comment_that_was_edited_after_its_approval(
    world: World,
) -> None:
    number = await _posted(world)
    card = await world.card(number)
    world.town.before.append(TryLater(say("busy")))
    await world.done(commands.Correct(item=number, draft=card.draft_number, version=1, text="Anders!"))
    await world.engine.turn()
    before = world.public()
    world.town.edit("c1", "Ganz was anderes")
    await world.fetch()
    await world.later(60)
    assert world.public() == before
    assert Tag.EFFECT_REFUSED in await world.tags(number)


async def test_while_posting_is_held_what_may_have_gone_out_is_still_looked_up(world: World) -> None:
    card = await world.comes_in()
    world.town.lost = 1
    await world.approve(card)
    async with world.database.work() as work:
        pass
    await world.engine.tasks["pump"]("post:town")
    async with world.database.work() as work:
        await work.set_fact(HELD, "restored")
        await work.effects.last(card.item, [])
    await world.later(60)
    assert (await world.item(card.item)).status is Status.POSTED
    assert len(world.public()) == 1


async def test_while_posting_is_held_nothing_new_goes_out(world: World) -> None:
    card = await world.comes_in()
    async with world.database.work() as work:
        await work.set_fact(HELD, "restored")
    await world.approve(card)
    await world.later(60)
    assert world.public() == []


async def test_a_thanks_that_becomes_a_complaint_comes_back_graver(world: World) -> None:
    world.scribe.triages = lambda comment: (
        Triage(kind="complaint", urgency=Urgency.HIGH, risk="high")
        if "Glas" in comment.text
        else Triage(kind="praise", needs_reply=False)
    )
    card = await world.comes_in("Danke!")
    await world.done(commands.Dismiss(item=card.item, version=1))
    world.town.edit("c1", "Im Drink war Glas!")
    await world.fetch()
    item = await world.item(card.item)
    assert (item.status, item.triage.kind, item.triage.urgency) == (Status.DRAFTED, "complaint", Urgency.HIGH)
    assert item.due_at is not None
    assert Tag.ITEM_REOPENED in await world.tags(card.item)


async def test_a_softened_threat_stays_grave(world: World) -> None:
    world.scribe.triages = lambda comment: Triage(risk="high" if "Anwalt" in comment.text else "low")
    card = await world.comes_in("Mein Anwalt meldet sich!")
    world.town.edit("c1", "Schade.")
    await world.fetch()
    assert (await world.card(card.item)).risk == "high"


async def test_what_was_gone_before_it_had_a_thread_gets_one_when_it_is_back(world: World) -> None:
    world.town.write("Hallo")
    world.room.before = [TryLater(say("busy"))] * 9
    await world.fetch()
    world.town.delete("c1")
    await world.fetch()
    world.room.before.clear()
    world.town.restore("c1")
    await world.fetch()
    await world.later(60)
    assert len(world.room.messages) == 1


async def test_a_reply_that_cannot_go_out_yet_says_why(world: World) -> None:
    card = await world.comes_in()
    world.town.before = [NeedsPerson(say("The password is wrong."))]
    await world.approve(card)
    await world.engine.turn()
    waiting = await world.card(card.item)
    assert waiting.remark_text == "The password is wrong."
    assert Tag.REPLY_GIVEN_BACK in await world.tags(card.item)
    back = await world.done(commands.TakeBack(item=card.item))
    assert back.remark_text == ""


async def test_two_visitors_without_an_account_and_the_same_name_are_not_one_person(world: World) -> None:
    for text in ("Wo?", "Wann?"):
        number = world.town.write(text)
        author = dataclasses.replace(world.town.comments[number].author, id="")
        world.town.comments[number] = dataclasses.replace(world.town.comments[number], author=author)
    await world.fetch()
    assert (await world.item(2)).follows is None


async def test_a_follow_up_is_claimed_for_whoever_handles_the_thread_with_an_entry(world: World) -> None:
    card = await world.comes_in()
    await world.done(commands.Claim(item=card.item))
    follow_up = await world.comes_in("Und noch was")
    assert follow_up.handler == "Ari"
    assert Tag.ITEM_CLAIMED in await world.tags(follow_up.item)


async def test_a_guest_who_is_refused_sees_nothing(world: World) -> None:
    card = await world.comes_in()
    assert (await world.refused(commands.Claim(item=card.item), by="nobody")).card is None
