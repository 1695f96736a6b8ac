"""Two pairs of eyes, through the one door: who may be the second, and what everybody sees meanwhile."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot import commands
from bot.abilities import Member
from bot.desk.joining import follow_lists, link
from bot.domain.audit import Tag
from bot.domain.item import Triage
from bot.domain.people import Actor, Role
from bot.domain.policy import Route
from bot.domain.risk import RiskRule
from bot.domain.status import Action, Status
from bot.views import Answer, Board, Form, Home, ItemCard
from tests.desk.test_joining import Club
from tests.world import World, click


@pytest.fixture
async def grave(patient: World) -> World:
    """A town whose comments are all grave, and a third approver."""
    patient.scribe.triages = lambda _: Triage(risk="crisis", language="de")
    async with patient.database.work() as work:
        kim = await work.people.add("Kim", Role.APPROVER, "de")
        await work.people.link(kim.id, "web", "kim")
    patient.people["Kim"] = kim
    return patient


def rules(world: World, **classes: RiskRule) -> None:
    object.__setattr__(world.desk, "policy", replace(world.desk.policy, risks=classes))


def offered(card: ItemCard) -> set[Action]:
    return {button.command.action for button in card.buttons}


async def test_nothing_goes_out_before_two_have_approved_it(grave: World) -> None:
    card = await grave.comes_in()
    first = await grave.approve(card)
    assert (first.status, first.posts_at) == (Status.AWAITING, None)
    await grave.later(60)
    assert grave.public() == []
    second = await grave.approve(first, by="lea")
    assert second.status is Status.APPROVED
    assert second.posts_at
    await grave.later(60)
    assert grave.public() == ["Hallo Anna! (1)"]
    tags = await grave.tags(card.item)
    assert [tag for tag in tags if tag in {Tag.REPLY_SECOND_WANTED, Tag.REPLY_APPROVED}] == [
        Tag.REPLY_SECOND_WANTED,
        Tag.REPLY_APPROVED,
    ]


async def test_the_first_is_no_second_on_whichever_account(grave: World) -> None:
    first = await grave.approve(await grave.comes_in())
    for on in ("web", "room"):
        refused = await grave.refused(click(commands.Approve, first), on=on)
        assert "somebody else" in str(refused.words)
    assert await grave.status(first.item) is Status.AWAITING


async def test_whoever_wrote_or_edited_it_is_no_second(grave: World) -> None:
    card = await grave.comes_in()
    edited = await grave.done(click(commands.Edit, card, text="Von Kim"), by="kim")
    again = await grave.done(click(commands.Edit, edited, text="Von Kim und Ari"), by="ari")
    first = await grave.approve(again, by="ari")
    for by in ("ari", "kim"):
        await grave.refused(click(commands.Approve, first, agreed=True), by=by)
    assert (await grave.approve(first, by="lea")).status is Status.APPROVED


async def test_writing_and_approving_at_once_is_a_first_yes(grave: World) -> None:
    card = await grave.done(click(commands.Edit, await grave.comes_in(), text="Selbst", post=True))
    assert card.status is Status.AWAITING
    assert Action.APPROVE not in offered(card)
    assert Action.APPROVE in offered(await grave.card(card.item, by="lea"))


async def test_an_account_of_which_nobody_knows_whose_it_is_gives_neither_yes(grave: World) -> None:
    club = Club(lists={"U1": Role.APPROVER}, members={"U1": Member(name="Kim Vogt")})
    await follow_lists(grave.desk, club, "de")
    card = await grave.comes_in()
    assert "whose this account is" in str(
        (await grave.refused(click(commands.Approve, card), by="U1", on="room")).words
    )
    first = await grave.approve(card)
    await grave.refused(click(commands.Approve, first), by="U1", on="room")
    async with grave.database.work() as work:
        kim = await work.people.by_account("room", "U1")
        assert kim
        await link(work, kim, "room", "U1", Actor(person=1, surface="web"))
    club.lists = {"U1": Role.LEAD}
    await follow_lists(grave.desk, club, "de")
    assert (await grave.approve(first, by="U1", on="room")).status is Status.APPROVED


async def test_the_second_says_no_and_the_first_reads_why(grave: World) -> None:
    first = await grave.approve(await grave.comes_in())
    assert offered(first) >= {Action.TAKE_BACK}
    assert not offered(first) & {Action.APPROVE, Action.DECLINE}
    hers = await grave.card(first.item, by="lea")
    assert offered(hers) >= {Action.APPROVE, Action.DECLINE}
    assert Action.TAKE_BACK not in offered(hers)
    assert str(hers.remark).startswith("Ari approved it")
    await grave.refused(click(commands.Decline, hers), by="lea")
    await grave.refused(click(commands.TakeBack, hers), by="lea")
    await grave.refused(click(commands.Decline, first, text="Nein"))
    declined = await grave.done(click(commands.Decline, hers, text="Zu hart"), by="lea")
    assert (declined.status, str(declined.remark), declined.remark_text) == (
        Status.DRAFTED,
        "Lea declined it:",
        "Zu hart",
    )


async def test_those_who_can_be_the_second_see_what_waits_for_them(grave: World) -> None:
    first = await grave.approve(await grave.comes_in())
    assert await waiting(grave, "lea") == ([first.item], 1)
    assert await waiting(grave, "kim") == ([first.item], 1)
    assert await waiting(grave, "ari") == ([], 0)
    assert await waiting(grave, "rob") == ([], 0)


async def waiting(world: World, by: str) -> tuple[list[int], int]:
    """What waits for somebody's second approval: listed at home, and counted on the board."""
    home, board = await world.ask(commands.OpenHome(), by=by), await world.ask(commands.ShowQueue(), by=by)
    assert isinstance(home, Home)
    assert isinstance(board, Board)
    lists = [each for each in home.lists if "second" in str(each.title)]
    counts = [count.number for count in board.counts if "your second" in str(count.label)]
    return [line.item for each in lists for line in each.lines], sum(counts)


async def test_it_waits_only_for_those_who_could_say_yes(grave: World) -> None:
    """The list and the card's button agree: about whoever worked on the text, and about the role."""
    card = await grave.comes_in()
    edited = await grave.done(click(commands.Edit, card, text="Von Kim"), by="kim")
    first = await grave.approve(await grave.done(click(commands.Edit, edited, text="Von Ari")))
    anew = await grave.comes_in("Wo?", author="Bo")
    anew = await grave.done(click(commands.Edit, anew, text="Von Kim"), by="kim")
    anew = await grave.done(click(commands.Redraft, anew, text="Kürzer"), by="kim")
    await grave.engine.turn()
    anew = await grave.approve(await grave.card(anew.item))
    for least, theirs in (
        (Role.APPROVER, {"lea": {first.item, anew.item}, "kim": {anew.item}, "ari": set(), "rob": set()}),
        (Role.LEAD, {"lea": {first.item, anew.item}, "kim": set(), "ari": set(), "rob": set()}),
    ):
        rules(grave, crisis=RiskRule(least=least, second=True))
        for by, items in theirs.items():
            listed, counted = await waiting(grave, by)
            able = [n for n in (1, 2) if Action.APPROVE in offered(await grave.card(n, by=by))]
            assert (set(listed), counted, set(able)) == (items, len(items), items), (least, by)


async def test_a_class_may_ask_for_a_lead(grave: World) -> None:
    rules(grave, crisis=RiskRule(least=Role.LEAD))
    card = await grave.comes_in()
    assert Action.APPROVE not in offered(card)
    assert "lead" in str((await grave.refused(click(commands.Approve, card))).words)
    form = await grave.ask(commands.OpenForm(item=card.item, action=Action.EDIT))
    assert isinstance(form, Form)
    assert form.submit is None
    assert (await grave.approve(card, by="lea")).status is Status.APPROVED


async def test_the_first_takes_it_back_before_anybody_else_has_looked(grave: World) -> None:
    first = await grave.approve(await grave.comes_in())
    back = await grave.done(click(commands.TakeBack, first), on="room")
    assert (back.status, back.remark) == (Status.DRAFTED, None)
    assert (await grave.approve(back, by="lea")).status is Status.AWAITING


class TestTheRiskByHand:
    async def test_raised_it_takes_two_and_what_one_approved_is_void(self, patient: World) -> None:
        card = await patient.approve(await patient.comes_in())
        form = await patient.ask(commands.OpenForm(item=card.item, action=Action.RAISE_RISK), by="rob")
        assert isinstance(form, Form)
        assert [value for value, _ in form.fields[0].choices] == ["high", "crisis"]
        raised = await patient.done(
            click(commands.RaiseRisk, card, risk="crisis", text="Sie droht"), by="rob"
        )
        assert (raised.status, raised.risk, raised.urgency) == (Status.DRAFTED, "crisis", 3)
        await patient.later(120)
        assert patient.public() == []
        assert (await patient.approve(raised)).status is Status.AWAITING

    async def test_a_class_that_asks_for_no_more_leaves_the_approval(self, patient: World) -> None:
        card = await patient.approve(await patient.comes_in())
        raised = await patient.done(click(commands.RaiseRisk, card, risk="high"), by="rob")
        assert raised.status is Status.APPROVED
        await patient.later(120)
        assert len(patient.public()) == 1

    @pytest.mark.parametrize(("by", "status"), [("ari", Status.DRAFTED), ("lea", Status.APPROVED)])
    async def test_a_class_for_leads_leaves_only_a_leads_approval(
        self, patient: World, by: str, status: Status
    ) -> None:
        rules(patient, crisis=RiskRule(least=Role.LEAD))
        card = await patient.approve(await patient.comes_in(), by=by)
        raised = await patient.done(click(commands.RaiseRisk, card, risk="crisis"), by="rob")
        assert raised.status is status

    async def test_only_a_lead_lowers_it_and_says_why(self, grave: World) -> None:
        card = await grave.comes_in()
        await grave.refused(click(commands.LowerRisk, card, risk="normal", text="Ein Scherz"))
        await grave.refused(click(commands.LowerRisk, card, risk="normal"), by="lea")
        lowered = click(commands.LowerRisk, card, risk="normal", text="Ein Scherz")
        assert (await grave.done(lowered, by="lea")).risk == "normal"
        grave.scribe.looks = Triage(risk="crisis", language="de")
        await grave.done(click(commands.Redraft, card))
        await grave.engine.turn()
        assert (await grave.item(card.item)).triage.risk == "normal"
        assert (await grave.approve(await grave.card(card.item))).status is Status.APPROVED

    async def test_a_strict_route_reacts(self, patient: World) -> None:
        strict = Route(channels=(("web", "crisis"),), risks=frozenset({"crisis"}), only=True)
        object.__setattr__(patient.desk, "policy", replace(patient.desk.policy, routes=(strict,)))
        card = await patient.comes_in()
        await patient.done(click(commands.RaiseRisk, card, risk="crisis"), by="rob")
        await patient.engine.turn()
        (shown,) = patient.room.messages.values()
        assert shown.elsewhere
        async with patient.database.read() as work:
            assert await work.queue.in_channel("web", "crisis", 0, 5) == [card.item]

    async def test_a_model_that_finds_it_grave_voids_what_one_approved(self, patient: World) -> None:
        """The draft of a slow model comes when somebody has written and approved a text of their own."""
        patient.scribe.looks = Triage(risk="crisis", language="de")
        card = await patient.comes_in()
        rules(patient)
        await patient.done(click(commands.Edit, card, text="Schnell", post=True))
        rules(patient, crisis=RiskRule(second=True))
        await patient.later(120)
        assert (patient.public(), await patient.status(card.item)) == ([], Status.DRAFTED)
        assert Tag.REPLY_VOIDED in await patient.tags(card.item)


class TestPostLater:
    async def test_it_goes_out_at_that_moment_and_can_be_taken_back_until_then(self, patient: World) -> None:
        card = await patient.comes_in()
        form = await patient.ask(commands.OpenForm(item=card.item, action=Action.POST_LATER))
        assert isinstance(form, Form)
        waits = await patient.done(click(commands.ApproveLater, card, text="tomorrow 9:00"))
        post_at = await self.goes_out(patient, card)
        await patient.later((post_at - patient.clock()).total_seconds() - 5)
        assert patient.public() == []
        back = await patient.done(click(commands.TakeBack, waits))
        await patient.later(60)
        assert patient.public() == []
        await patient.done(click(commands.ApproveLater, back, text="tomorrow 9:00"))
        post_at = await self.goes_out(patient, card)
        await patient.later((post_at - patient.clock()).total_seconds() + 1)
        assert len(patient.public()) == 1

    async def goes_out(self, world: World, card: ItemCard) -> datetime:
        """When its reply is to go out."""
        post_at = (await world.item(card.item)).post_at
        assert post_at
        return post_at

    async def test_where_two_approve_the_moment_is_the_firsts_and_the_second_reads_it(
        self, grave: World
    ) -> None:
        said = await grave.ask(click(commands.ApproveLater, await grave.comes_in(), text="tomorrow 9:00"))
        assert isinstance(said, Answer)
        post_at = await self.goes_out(grave, said.card)
        hers = await grave.card(said.card.item, by="lea")
        yes = next(button.label for button in hers.buttons if button.command.action is Action.APPROVE)
        for words in (said.words, hers.remark, yes):
            assert words
            assert words.values["when"] == post_at
        await grave.approve(hers, by="lea")
        assert await self.goes_out(grave, hers) == post_at
        assert post_at.astimezone(grave.desk.policy.zone).hour == 9

    async def test_no_moment_means_the_next_service_hours(self, world: World) -> None:
        card = await world.done(click(commands.ApproveLater, await world.comes_in()))
        assert card.posts_at == (await world.item(card.item)).approval.at  # type: ignore[union-attr]  # just approved
        another = await world.comes_in(author="Bo")
        await world.refused(click(commands.ApproveLater, another, text="bald"))
        await world.done(click(commands.ApproveLater, another, text="morgen früh"))
        assert (await self.goes_out(world, another)).astimezone(world.desk.policy.zone).hour == 8
