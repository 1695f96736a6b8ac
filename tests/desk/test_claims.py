"""Who handles what: handing over, skipping, the next that fits, and not getting into each other's way."""

from dataclasses import replace
from datetime import timedelta

from bot import commands
from bot.catalogue import Catalogue
from bot.commands import from_button, to_button
from bot.domain.audit import Tag
from bot.domain.item import Triage
from bot.domain.people import Role
from bot.domain.risk import RiskRule
from bot.domain.status import Action, Status
from bot.views import Answer, Form, ItemCard, Notice
from tests.desk.test_time import keeping, known_in_the_hall
from tests.world import World, click


async def next_for(world: World, by: str) -> str:
    view = await world.ask(commands.Next(), by=by)
    assert isinstance(view, ItemCard | Notice)
    return view.text if isinstance(view, ItemCard) else "nothing"


async def told(world: World, language: str = "en") -> str:
    view = await world.ask(commands.Next())
    assert isinstance(view, Notice), view
    return Catalogue(language).say(view.words)


async def test_an_item_is_handed_to_a_person_by_name(world: World) -> None:
    card = await world.done(click(commands.Claim, await world.comes_in()))
    form = await world.ask(commands.OpenForm(item=card.item, action=Action.HAND_TO))
    assert isinstance(form, Form)
    named = {str(words): value for value, words in form.fields[0].choices}
    assert named.keys() == {"Lea", "Rob"}
    handed = await world.done(click(commands.HandTo, card, person=named["Rob"], text="Du kennst sie"))
    assert handed.handler == "Rob"
    assert str(handed.thread[-1].why) == "→ Rob: Du kennst sie"
    for nobody in (str(world.people["Vic"].id), named["Rob"], "99", "Rob", ""):
        await world.refused(click(commands.HandTo, card, person=nobody))


async def test_where_nobody_else_is_there_nothing_can_be_handed_over(world: World) -> None:
    card = await world.done(click(commands.TakeOver, await world.comes_in()))
    async with world.database.work() as work:
        for name in ("Lea", "Rob"):
            person = world.people[name]
            await work.people.change(person, replace(person, role=Role.VIEWER))
    refused = await world.ask(commands.OpenForm(item=card.item, action=Action.HAND_TO))
    assert isinstance(refused, Notice)
    assert "nobody else" in str(refused.words)


async def test_approving_what_somebody_else_handles_asks_once(world: World) -> None:
    card = await world.comes_in()
    await world.done(click(commands.Claim, card), by="rob")
    refused = await world.refused(click(commands.Approve, card))
    assert str(refused.words).startswith("Rob handles this")
    (button,) = refused.buttons
    assert str(button.confirm) == str(refused.words)
    assert (await world.done(from_button(to_button(button.command)))).status is Status.APPROVED


async def test_a_text_for_what_somebody_else_handles_is_kept_and_posted_when_that_is_agreed(
    world: World,
) -> None:
    card = await world.comes_in()
    await world.done(click(commands.Claim, card), by="rob")
    saved = await world.done(click(commands.Edit, card, text="Meins", post=True))
    assert (saved.status, saved.draft and saved.draft.text) == (Status.DRAFTED, "Meins")
    form = await world.ask(commands.OpenForm(item=card.item, action=Action.EDIT))
    assert isinstance(form, Form)
    assert str(form.hint).startswith("Rob handles this")
    sent = await world.done(from_button(to_button(form.command), "Doch meins", post=True))
    assert sent.status is Status.APPROVED


async def test_whoever_an_item_is_taken_from_given_to_or_declined_for_is_told_privately(world: World) -> None:
    hall = keeping(world)
    await known_in_the_hall(world)
    card = await world.comes_in()
    await world.done(click(commands.Claim, card), by="rob")
    await world.done(click(commands.TakeOver, card))
    rob = world.people["Rob"]
    await world.done(click(commands.HandTo, card, person=str(rob.id), text="Bitte"))
    await world.done(click(commands.RaiseRisk, card, risk="crisis"))
    await world.done(click(commands.Approve, card, agreed=True))
    await world.done(click(commands.Decline, card, text="Zu hart"), by="lea")
    await world.engine.turn()
    assert hall.words("rob") == [
        "Ari took over #1 by Anna.",
        "Ari hands #1 by Anna over to you. → Rob: Bitte",
    ]
    assert hall.words("ari") == ["Lea declined the reply to #1 by Anna: Zu hart"]


class TestTheNext:
    async def test_is_the_gravest_then_what_is_owed_first_then_the_oldest(self, world: World) -> None:
        def triage(text: str) -> Triage:
            return Triage(risk="crisis" if "!" in text else "normal", needs_reply="egal" not in text)

        world.scribe.triages = lambda comment: triage(comment.text)
        for text in ("egal", "alt", "neu", "Hilfe!"):
            await world.comes_in(text, author=text)
        assert [await next_for(world, "ari") for _ in range(5)] == ["Hilfe!", "alt", "neu", "egal", "nothing"]

    async def test_is_not_what_somebody_skipped_for_half_an_hour(self, world: World) -> None:
        for text in ("eins", "zwei"):
            await world.comes_in(text, author=text)
        card = await world.ask(commands.Next())
        assert isinstance(card, ItemCard)
        assert Action.SKIP in {button.command.action for button in card.buttons}
        answer = await world.ask(click(commands.Skip, card))
        assert isinstance(answer, Answer)
        assert answer.onward
        assert (answer.onward.text, answer.card.handler) == ("zwei", "")
        await world.done(click(commands.Skip, card), by="rob")
        assert await next_for(world, "lea") == "eins"
        await world.done(click(commands.Release, card), by="lea")
        assert await next_for(world, "ari") == "nothing"
        world.clock.pass_by(timedelta(minutes=31).total_seconds())
        assert await next_for(world, "ari") == "eins"

    async def test_is_in_a_language_that_the_person_answers_in(self, world: World) -> None:
        world.scribe.triages = lambda comment: Triage(language=comment.text[:2])
        for text in ("en Where?", "de Wo?"):
            await world.comes_in(text, author=text)
        async with world.database.work() as work:
            ari = world.people["Ari"]
            await work.people.change(ari, replace(ari, speaks=("de", "nl")))
        assert [await next_for(world, "ari"), await next_for(world, "ari")] == ["de Wo?", "nothing"]
        assert await next_for(world, "lea") == "en Where?"

    async def test_is_nothing_that_only_a_lead_may_answer(self, world: World) -> None:
        rules = {"crisis": RiskRule(least=Role.LEAD)}
        object.__setattr__(world.desk, "policy", replace(world.desk.policy, risks=rules))
        world.scribe.triages = lambda _: Triage(risk="crisis")
        await world.comes_in("Hilfe!")
        assert "Only for a role higher than yours: 1." in await told(world)
        assert await next_for(world, "lea") == "Hilfe!"

    async def test_says_why_it_has_nothing_and_how_to_get_what_there_is(self, world: World) -> None:
        parked = await world.comes_in("geparkt", author="P")
        await world.done(click(commands.Park, parked, until="tomorrow"))
        await world.done(click(commands.Release, parked))
        assert await told(world) == "Nothing waits: every open comment has someone, or is parked."
        world.scribe.triages = lambda comment: Triage(language=comment.text[:2])
        for text in ("en eins", "de zwei", "en drei"):
            await world.comes_in(text, author=text)
        async with world.database.work() as work:
            ari = world.people["Ari"]
            await work.people.change(ari, replace(ari, speaks=("de",)))
        card = await world.ask(commands.Next())
        assert isinstance(card, ItemCard)
        answer = await world.ask(click(commands.Skip, card))
        assert isinstance(answer, Answer)
        assert "Nothing else waits for you" in str(answer.words)
        assert await told(world) == (
            "Nothing fits you now. Claimed by nobody: 3. Skipped by you: 1, back within 30 minutes."
            " Not in your languages (de): 2. “/queue languages” with none gives you all."
        )
        assert "Von dir übersprungen: 1, in spätestens 30 Minuten wieder da." in await told(world, "de")

    async def test_comes_with_an_approval_if_that_is_wanted(self, world: World) -> None:
        for text in ("eins", "zwei"):
            await world.comes_in(text, author=text)
        card = await world.ask(commands.Next())
        assert isinstance(card, ItemCard)
        onward = next(
            button.command
            for button in card.buttons
            if isinstance(button.command, commands.Approve) and button.command.onward
        )
        answer = await world.ask(from_button(to_button(onward)))
        assert isinstance(answer, Answer)
        assert answer.card.status is Status.APPROVED
        assert answer.onward
        assert (answer.onward.text, answer.onward.handler) == ("zwei", "Ari")
        last = await world.ask(click(commands.Approve, answer.onward, onward=True))
        assert isinstance(last, Answer)
        assert last.onward is None
        assert "Nothing else waits" in str(last.words)


class TestWhoIsWriting:
    async def test_is_said_to_everybody_else_while_the_dialog_is_open(self, world: World) -> None:
        card = await world.comes_in()
        await world.ask(commands.OpenForm(item=card.item, action=Action.EDIT), by="lea")
        await world.engine.turn()
        (shown,) = world.room.messages.values()
        assert str(shown.writing).startswith("Lea is writing since")
        assert str((await world.card(card.item)).writing) == str(shown.writing)
        assert (await world.card(card.item, by="lea")).writing is None
        saved = await world.done(click(commands.Edit, card, text="Fertig"), by="lea")
        await world.engine.turn()
        (shown,) = world.room.messages.values()
        assert (saved.writing, shown.writing) == (None, None)
        assert Tag.DRAFT_EDITED in await world.tags(card.item)

    async def test_keeps_nobody_from_anything_and_ends_after_ten_minutes(self, world: World) -> None:
        card = await world.comes_in()
        row = (await world.item(card.item)).row
        mark = await world.database.pulse()
        await world.ask(commands.OpenForm(item=card.item, action=Action.EDIT), by="lea")
        assert (await world.item(card.item)).row == row
        assert await world.database.pulse() != mark
        await world.later(601)
        (shown,) = world.room.messages.values()
        assert (shown.writing, (await world.card(card.item)).writing) == (None, None)
        await world.ask(commands.OpenForm(item=card.item, action=Action.EDIT), by="lea")
        assert (await world.approve(card)).status is Status.APPROVED
