"""A person's text is looked over too: who approves says that they checked, and it is written down."""

import pytest

from bot import commands
from bot.abilities import Member
from bot.commands import from_button, to_button
from bot.desk.joining import follow_lists
from bot.domain.audit import Tag
from bot.domain.finding import Finding, Severity
from bot.domain.people import Role
from bot.domain.status import Action, Status
from bot.ports import DraftResult
from bot.views import Answer, Form, ItemCard
from bot.words import say
from prompts.loader import load
from prompts.template_writer import TemplateWriter
from tests.desk.test_joining import Club
from tests.desk.test_time import keeping, known_in_the_hall
from tests.world import World, click

LINKED = say("The text holds a link that the brand has not allowed.")
FINDS = {
    "boese.example": Finding(guard="link", words=LINKED, spans=((6, 19), (11, 22))),
    "unser Fehler": Finding(
        guard="liability", words=say("The text may admit a fault or liability."), severity=Severity.SECOND
    ),
    "geheim": Finding(guard="internal", words=say("Internal."), severity=Severity.HARD),
    "Floskel": Finding(guard="cliche", words=say("The text holds a stock phrase."), severity=Severity.HINT),
}
LINK = "Schau boese.example an"


@pytest.fixture
def world(world: World) -> World:
    world.scribe.finds = FINDS
    return world


async def edited(world: World, text: str, *, post: bool = True, by: str = "ari") -> ItemCard:
    card = await world.comes_in()
    return await world.done(click(commands.Edit, card, text=text, post=post), by=by)


def approving(card: ItemCard) -> tuple[commands.OnItem, str]:
    button = next(each for each in card.buttons if isinstance(each.command, commands.Approve))
    return button.command, str(button.confirm or "")


async def test_a_text_with_nothing_in_it_goes_out_at_once(world: World) -> None:
    card = await edited(world, "Schau an")
    assert card.status is Status.APPROVED
    assert world.scribe.asked[-1].comment.text == "Wo gibt es den Haferdrink?"
    assert Tag.DRAFT_CHECKED not in await world.tags(card.item)


async def test_a_warned_text_is_kept_and_waits_for_somebody_who_checks(world: World) -> None:
    card = await edited(world, LINK)
    assert (card.status, world.public()) == (Status.DRAFTED, [])
    assert card.draft
    assert (card.draft.text, card.draft.marks) == (LINK, ((6, 22),))
    assert [str(each) for each in card.draft.warnings] == [
        f"{LINKED} It is about: boese.example · .example an"
    ]
    refused = await world.refused(click(commands.Approve, card))
    assert str(LINKED) in str(refused.words)
    assert refused.card
    command, confirm = approving(refused.card)
    assert str(LINKED) in confirm
    done = await world.done(from_button(to_button(command)))
    assert done.status is Status.APPROVED
    assert [
        line.why and str(line.why) for line in done.thread if str(line.what) == "The warnings were checked"
    ] == ["a link"]
    await world.later(60)
    assert world.public() == [LINK]
    assert (await world.tags(card.item)).count(Tag.DRAFT_CHECKED) == 1


async def test_a_saved_text_carries_its_warnings_to_whoever_approves(world: World) -> None:
    card = await edited(world, f"{LINK}, Floskel", post=False, by="rob")
    assert card.draft
    assert len(card.draft.warnings) == 2
    refused = await world.refused(click(commands.Approve, card, agreed=True))
    assert str(LINKED) in str(refused.words)
    ticked = click(commands.Approve, card, checked=True, agreed=True)
    assert (await world.done(ticked)).status is Status.APPROVED


async def test_a_hint_stops_nobody(world: World) -> None:
    card = await edited(world, "Eine Floskel")
    assert card.status is Status.APPROVED
    assert approving_is_plain(await world.comes_in("Noch einer?"))


def approving_is_plain(card: ItemCard) -> bool:
    command, confirm = approving(card)
    return command == click(commands.Approve, card) and not confirm


async def test_what_must_not_be_public_is_refused_and_not_lost(world: World) -> None:
    card = await world.comes_in()
    refused = await world.refused(click(commands.Edit, card, text="geheim", post=True))
    assert (refused.kept_text, (await world.item(card.item)).drafts) == ("geheim", 1)
    saved = await world.done(click(commands.Edit, card, text="geheim", post=False))
    await world.refused(click(commands.Approve, saved, checked=True))
    assert await world.status(card.item) is Status.DRAFTED


async def test_wording_about_liability_needs_two_people(world: World) -> None:
    card = await edited(world, "Das war unser Fehler")
    alone = await world.ask(click(commands.Approve, card, checked=True))
    assert isinstance(alone, Answer)
    assert "second person" in str(alone.words)
    again = await world.refused(click(commands.Approve, card, checked=True))
    assert "somebody else" in str(again.words)
    assert await world.status(card.item) is Status.AWAITING
    await world.refused(click(commands.Approve, card), by="lea")
    assert (await world.done(click(commands.Approve, card, checked=True), by="lea")).status is Status.APPROVED
    assert Tag.REPLY_SECOND_WANTED in await world.tags(card.item)


async def test_an_account_that_may_be_the_writers_own_is_no_second_for_the_wording(world: World) -> None:
    club = Club(lists={"U1": Role.APPROVER}, members={"U1": Member(name="Ari again")})
    await follow_lists(world.desk, club, "de")
    card = await edited(world, "Das war unser Fehler")
    tick = click(commands.Approve, card, checked=True, agreed=True)
    assert "whose this account is" in str((await world.refused(tick, by="U1", on="room")).words)
    assert await world.status(card.item) is Status.DRAFTED
    assert (await world.done(tick, by="lea")).status is Status.APPROVED


async def test_a_programs_draft_about_liability_needs_two_approvers(world: World) -> None:
    world.scribe.written = [
        DraftResult(text="unser Fehler", origin="model", warnings=(FINDS["unser Fehler"].kept(),))
    ]
    card = await world.comes_in()
    tick = click(commands.Approve, card, checked=True)
    assert (await world.done(tick)).status is Status.AWAITING
    await world.refused(tick)
    assert (await world.done(tick, by="lea")).status is Status.APPROVED


async def test_a_yes_to_another_draft_is_no_first_yes(world: World) -> None:
    card = await edited(world, "Das war unser Fehler")
    await world.done(click(commands.Approve, card, checked=True))
    newer = await world.done(click(commands.Edit, card, text="Ja, unser Fehler", post=False), by="lea")
    assert (newer.status, (await world.item(card.item)).first) == (Status.DRAFTED, None)
    again = click(commands.Approve, newer, checked=True, agreed=True)
    assert (await world.done(again, by="lea")).status is Status.AWAITING


async def test_a_correction_is_looked_over_too(world: World) -> None:
    card = await world.comes_in()
    await world.approve(card)
    await world.later(60)
    card = await world.card(card.item)
    form = await world.ask(commands.OpenForm(item=card.item, action=commands.Correct.action))
    assert isinstance(form, Form)
    assert form.check
    for text in ("geheim", "unser Fehler"):
        await world.refused(click(commands.Correct, card, text=text, checked=True))
    refused = await world.refused(click(commands.Correct, card, text=LINK))
    assert (refused.kept_text, str(LINKED) in str(refused.words)) == (LINK, True)
    await world.done(from_button(to_button(form.command), LINK, checked=True))
    await world.later(60)
    assert world.public() == [LINK]
    assert Tag.DRAFT_CHECKED in await world.tags(card.item)


async def test_a_colleagues_words_go_out_only_when_somebody_says_they_checked(world: World) -> None:
    keeping(world)
    await known_in_the_hall(world)
    object.__setattr__(world.desk, "drafter", TemplateWriter(load()))
    card = await world.comes_in("Kommt eure Vanille aus Madagaskar?")
    await world.done(click(commands.Ask, card, text="Vanille aus Madagaskar?", department="quality"))
    form = await world.ask(commands.OpenForm(item=1, action=Action.ANSWER, draft=1))
    assert isinstance(form, Form)
    assert "Your words may go into the draft" in str(form.hint)
    told = "Ja, die Vanille kommt aus Madagaskar, bitte dazu kein „fair“ sagen."
    await world.done(commands.AnswerQuestion(item=1, draft=1, text=told))
    await world.engine.turn()
    card = await world.card(1)
    assert card.draft
    assert "kein „fair“ sagen" in card.draft.text
    command, confirm = approving(card)
    assert "words that a colleague wrote" in confirm
    refused = await world.refused(click(commands.Approve, card))
    assert "words that a colleague wrote" in str(refused.words)
    assert (await world.done(command)).status is Status.APPROVED
    assert Tag.DRAFT_CHECKED in await world.tags(1)
