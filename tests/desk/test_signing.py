"""Signatures: set once, beneath what somebody handles, and nothing else than a name."""

from dataclasses import replace

import pytest

from bot import bulk, commands
from bot.desk.joining import become
from bot.domain.audit import Tag
from bot.domain.people import Role
from bot.domain.signing import understood
from bot.domain.status import Action, Status
from bot.errors import Refusal
from bot.views import Form, Notice
from tests.world import World, click


@pytest.mark.parametrize(
    "typed", ["– Kim", "Kim vom Team", "^KM", "Dr. Ömer O’Neill-Şahin", "*Kim (Team)", ""]
)
def test_a_name_can_be_a_signature(typed: str) -> None:
    assert understood(f"  {typed} ") == typed


@pytest.mark.parametrize(
    "typed",
    ["kim@b.example", "Kim 0170 1234567", "@channel", "<!here>", "x" * 41, "https://b.example"],
)  # fmt: skip
def test_an_address_a_number_and_a_call_cannot(typed: str) -> None:
    with pytest.raises(Refusal, match="at most 40"):
        understood(typed)


async def test_what_i_claim_is_signed_before_i_approve_it(world: World) -> None:
    world.scribe.texts = ["Gern, Anna!"]
    card = await world.comes_in()
    await world.ask(bulk.SignAs(text="– Ari"), by="ari")
    card = await world.done(click(commands.Claim, card), by="ari")
    assert card.draft
    assert (card.draft.text, card.status) == ("Gern, Anna! – Ari", Status.DRAFTED)
    tags = await world.tags(card.item)
    assert tags[-2:] == [Tag.ITEM_CLAIMED, Tag.DRAFT_SIGNED]
    await world.done(click(commands.Approve, card), by="ari")
    await world.later(60)
    assert world.public() == ["Gern, Anna! – Ari"]


async def test_a_button_for_the_unsigned_draft_publishes_nothing(world: World) -> None:
    card = await world.comes_in()
    await world.ask(bulk.SignAs(text="– Ari"), by="ari")
    await world.done(click(commands.Claim, card), by="ari")
    answer = await world.ask(click(commands.Approve, card), by="ari")
    assert isinstance(answer, Notice)
    assert answer.refused


async def test_a_new_draft_and_the_dialog_bear_it_and_a_persons_own_words_do_not(world: World) -> None:
    world.scribe.texts = ["Gern, Anna!", "Sehr gern, Anna!"]
    card = await world.comes_in()
    card = await world.done(click(commands.Claim, card), by="ari")
    await world.ask(bulk.SignAs(text="– Ari"), by="ari")
    form = await world.ask(commands.OpenForm(item=card.item, action=Action.EDIT), by="ari")
    assert isinstance(form, Form)
    assert form.text == "Gern, Anna! – Ari"
    await world.done(click(commands.Redraft, card), by="ari")
    await world.engine.turn()
    card = await world.card(card.item)
    assert card.draft
    assert card.draft.text == "Sehr gern, Anna! – Ari"
    card = await world.done(click(commands.Edit, card, text="Ganz anders."), by="ari")
    card = await world.done(click(commands.TakeOver, card), by="lea")
    assert card.draft
    assert card.draft.text == "Ganz anders."


async def test_a_signature_is_set_and_taken_away_and_stands_on_home(world: World) -> None:
    async def home() -> str:
        view = await world.ask(commands.OpenHome(), by="ari")
        return str(view)

    assert "no signature" in await home()
    await world.ask(bulk.SignAs(text="– Ari"), by="ari")
    assert "– Ari" in await home()
    await world.ask(bulk.SignAs(), by="ari")
    assert "no signature" in await home()


async def test_what_becomes_anothers_bears_their_signature_alone(world: World) -> None:
    world.scribe.texts = ["Gern, Anna!"]
    card = await world.comes_in()
    await world.ask(bulk.SignAs(text="– Ari"), by="ari")
    await world.ask(bulk.SignAs(text="– Lea vom Team"), by="lea")
    await world.done(click(commands.Claim, card), by="ari")
    form = await world.ask(commands.OpenForm(item=card.item, action=Action.EDIT), by="lea")
    assert isinstance(form, Form)
    assert form.text == "Gern, Anna! – Lea vom Team"
    taken = await world.done(click(commands.TakeOver, card), by="lea")
    assert taken.draft
    assert taken.draft.text == "Gern, Anna! – Lea vom Team"
    rob = str(world.people["Rob"].id)
    given = await world.done(click(commands.HandTo, taken, person=rob), by="lea")
    assert given.draft
    assert given.draft.text == "Gern, Anna!"
    given = await world.done(click(commands.TakeOver, given), by="ari")
    assert given.draft
    assert given.draft.text == "Gern, Anna! – Ari"


@pytest.mark.parametrize("redrafted", [False, True])
async def test_a_signature_that_is_no_longer_anybodys_goes_all_the_same(
    world: World, *, redrafted: bool
) -> None:
    world.scribe.texts = ["Gern, Anna!", "Gern, Anna!"]
    card = await world.comes_in()
    for name in ("Ari", "Lea"):
        await world.ask(bulk.SignAs(text=f"– {name}"), by=name.lower())
    card = await world.done(click(commands.Claim, card))
    if redrafted:
        await world.done(click(commands.Redraft, card))
        await world.engine.turn()
        card = await world.card(card.item)
    assert card.draft
    assert card.draft.text == "Gern, Anna! – Ari"
    await world.ask(bulk.SignAs(text="– A. Meier"))
    await world.done(click(commands.Release, card))
    again = await world.done(click(commands.Claim, await world.card(card.item)))
    assert again.draft
    assert again.draft.text == "Gern, Anna! – A. Meier"
    await world.ask(bulk.SignAs())
    taken = await world.done(click(commands.TakeOver, again), by="lea")
    assert taken.draft
    assert taken.draft.text == "Gern, Anna! – Lea"


async def test_whoever_may_not_work_any_more_stands_beneath_nothing_that_goes_out(world: World) -> None:
    world.scribe.texts = ["Gern, Anna!"]
    await world.ask(bulk.SignAs(text="– Ari"))
    card = await world.done(click(commands.Claim, await world.comes_in()))
    async with world.database.work() as work:
        ari = await work.people.get(world.people["Ari"].id)
        assert ari
        await become(work, ari, replace(ari, role=Role.GUEST))
    card = await world.card(card.item, by="lea")
    await world.approve(card, by="lea")
    await world.later(60)
    assert world.public() == ["Gern, Anna!"]
