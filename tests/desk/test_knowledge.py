"""What people note for drafts: from a line and from an answered item, until it is past or forgotten."""

from datetime import timedelta

from bot import commands
from bot.domain.audit import Tag
from bot.domain.status import Action
from bot.lines import AddFact, ForgetFact, ShowFacts
from bot.views import FactLine, FactList, Form, Notice
from tests.world import World, click


async def facts(world: World) -> tuple[FactLine, ...]:
    view = await world.ask(ShowFacts(), by="vic")
    assert isinstance(view, FactList)
    return view.lines


async def test_a_fact_is_told_to_drafts_until_its_moment_and_then_no_more(world: World) -> None:
    told = await world.ask(AddFact(text=" The server\nis down. ", until="2099-01-01"), by="rob")
    assert isinstance(told, Notice)
    assert "2099" in str(told.words)
    (line,) = await facts(world)
    assert (line.number, line.answer, line.by, line.item) == (1, "The server is down.", "Rob", 0)
    assert line.until == line.until.replace(microsecond=0) if line.until else False
    await world.comes_in()
    assert [fact.answer for fact in world.scribe.asked[-1].facts] == ["The server is down."]
    await world.ask(ForgetFact(number=1), by="ari")
    assert await facts(world) == ()
    await world.comes_in("Und jetzt?")
    assert world.scribe.asked[-1].facts == ()


async def test_a_persons_own_text_is_checked_against_what_is_known_too(world: World) -> None:
    card = await world.comes_in()
    await world.ask(AddFact(text="Until 18:00"))
    await world.done(click(commands.Edit, card, text="Bis 18:00 Uhr."))
    assert [fact.answer for fact in world.scribe.asked[-1].facts] == ["Until 18:00"]


async def test_it_expires_by_itself(world: World) -> None:
    await world.ask(AddFact(text="Down", until="today"))
    (line,) = await facts(world)
    assert line.until
    world.clock.pass_by(timedelta(days=1).total_seconds())
    assert await facts(world) == ()


async def test_who_may_note_and_what_is_refused(world: World) -> None:
    for command, words in (
        (AddFact(text="x", until="soon"), "no moment"),
        (AddFact(text=" "), "what is true"),
        (AddFact(text="x" * 2000), "too long"),
        (ForgetFact(number=9), "no fact 9"),
    ):
        assert words in str((await world.refused(command)).words)
    assert "only look" in str((await world.refused(AddFact(text="x"), by="vic")).words)
    assert await facts(world) == ()


async def test_the_same_line_sent_twice_is_noted_once(world: World) -> None:
    for _ in range(2):
        await world.ask(AddFact(text="Once"), key="same")
    assert len(await facts(world)) == 1


async def test_an_answer_is_saved_with_its_question_and_the_trail_says_so(world: World) -> None:
    card = await world.comes_in("Wann öffnet ihr?")
    assert "not possible" in str((await world.refused(click(commands.SaveFact, card, text="x"))).words)
    await world.approve(card)
    await world.later(1)
    card = await world.card(1)
    assert Action.SAVE_FACT in {button.command.action for button in card.buttons}
    form = await world.ask(commands.OpenForm(item=1, action=Action.SAVE_FACT))
    assert isinstance(form, Form)
    assert card.reply
    assert form.text == card.reply.text
    assert [(field.name, field.text) for field in form.fields] == [
        ("question", "Wann öffnet ihr?"),
        ("until", ""),
    ]
    refused = await world.refused(click(commands.SaveFact, card, text="Um neun.", until="soon"))
    assert refused.kept_text == "Um neun."
    await world.done(click(commands.SaveFact, card, text="Um neun.", question="Wann?", until="2099-01-01"))
    (line,) = await facts(world)
    assert (line.question, line.answer, line.by, line.item) == ("Wann?", "Um neun.", "Ari", 1)
    assert (await world.tags(1))[-1] is Tag.FACT_SAVED
