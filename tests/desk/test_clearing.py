"""Clearing a backlog: each item on its own, and what is known across items."""

from dataclasses import replace
from typing import TypeVar

import pytest

from bot import bulk, commands
from bot.commands import to_button
from bot.domain.audit import Tag
from bot.domain.community import Comment
from bot.domain.item import Change, Triage
from bot.domain.status import Action, Status
from bot.errors import Refusal, Refused
from bot.lines import from_line
from bot.ports import Wake
from bot.views import Backlog, Form, ItemCard, Notice, Register, View
from bot.words import say
from tests.desk.test_time import keeping, known_in_the_hall
from tests.world import World, click

T = TypeVar("T", bound=View)


@pytest.fixture
def quiet(world: World) -> World:
    """A town where thanks need no reply."""

    def look(one: Comment) -> Triage:
        kind = "question" if "?" in one.text else "reuse" if "Foto" in one.text else "praise"
        return Triage(needs_reply="Danke" not in one.text, kind=kind, why="a thanks")

    world.scribe.triages = look
    return world


async def asked(world: World, kind: type[T], command: commands.Command, *, by: str = "ari") -> T:
    view = await world.ask(command, by=by)
    assert isinstance(view, kind), view
    return view


class TestWhatNeedsNoReply:
    async def test_is_listed_oldest_first_and_closed_page_by_page(self, quiet: World) -> None:
        for number in range(3):
            await quiet.comes_in(f"Danke {number}", author=f"A{number}")
        await quiet.comes_in("Wo?", author="Bo")
        shown = await asked(quiet, Backlog, bulk.ShowQuiet())
        assert [line.excerpt for line in shown.lines] == ["Danke 0", "Danke 1", "Danke 2"]
        assert shown.close
        assert shown.close.items == ((1, 1), (2, 1), (3, 1))
        assert {name for _, name in shown.people} == {"Ari", "Lea", "Rob"}
        left = await asked(quiet, Backlog, bulk.from_carried(to_button(shown.close)))
        assert (left.total, str(left.said)) == (0, "3 closed.")
        for number in (1, 2, 3):
            assert (await quiet.tags(number)).count(Tag.ITEM_DISMISSED) == 1
            assert (await quiet.item(number)).reason == "a thanks"
        assert await quiet.status(4) is Status.DRAFTED

    async def test_what_a_colleague_writes_on_is_left_and_not_offered(self, quiet: World) -> None:
        await quiet.comes_in("Danke 1", author="Anna")
        await quiet.comes_in("Danke 2", author="Bo")
        await quiet.ask(commands.OpenForm(item=1, action=Action.EDIT), by="rob")
        await quiet.ask(bulk.CloseMany(items=((1, 1),)))
        assert await quiet.status(1) is not Status.DISMISSED
        assert (await asked(quiet, ItemCard, commands.Next())).item == 2
        nothing = await asked(quiet, Notice, commands.Next())
        assert "A colleague is writing: 1." in str(nothing.words)
        assert (await asked(quiet, ItemCard, commands.Next(), by="rob")).item == 1

    async def test_what_moved_on_meanwhile_is_left_and_the_rest_is_done(self, quiet: World) -> None:
        cards = [await quiet.comes_in(f"Danke {number}", author=f"A{number}") for number in range(4)]
        shown = await asked(quiet, Backlog, bulk.ShowQuiet())
        await quiet.done(click(commands.Claim, cards[0]), by="rob")
        quiet.town.edit("c2", "Danke, aber wo?")
        await quiet.fetch()
        await quiet.done(click(commands.Dismiss, cards[2]))
        assert shown.close
        left = await asked(quiet, Backlog, shown.close)
        assert str(left.said) == "1 closed, 3 left as they are."
        assert [await quiet.status(card.item) for card in cards[:2]] == [Status.NEW, Status.DRAFTED]

    async def test_what_needs_somebody_by_now_is_not_closed_unseen(self, quiet: World) -> None:
        cards = [await quiet.comes_in(f"Danke {number}", author=f"A{number}") for number in range(2)]
        shown = await asked(quiet, Backlog, bulk.ShowQuiet())
        async with quiet.database.work() as work:
            item = await work.items.get(cards[0].item)
            asks = replace(item, triage=replace(item.triage, needs_reply=True))
            await work.items.keep(Change(item=asks, events=()))
        await quiet.done(click(commands.Park, cards[1]))
        assert shown.close
        left = await asked(quiet, Backlog, shown.close)
        assert str(left.said) == "0 closed, 2 left as they are."

    async def test_a_click_that_arrives_twice_closes_once(self, quiet: World) -> None:
        await quiet.comes_in("Danke")
        command = bulk.CloseMany(items=((1, 1),))
        for _ in range(2):
            await quiet.ask(command, key="same")
        assert (await quiet.tags(1)).count(Tag.ITEM_DISMISSED) == 1

    async def test_it_can_be_handed_over_together(self, quiet: World) -> None:
        for number in range(2):
            await quiet.comes_in(f"Danke {number}", author=f"A{number}")
        rob = str(quiet.people["Rob"].id)
        command = bulk.HandMany(items=((1, 1), (2, 7)), person=rob)
        left = await asked(quiet, Backlog, command)
        assert str(left.said) == "1 handed to Rob, 1 left as they are."
        assert [(await quiet.item(number)).handler for number in (1, 2)] == [quiet.people["Rob"].id, None]
        assert isinstance(await quiet.ask(bulk.HandMany(items=((2, 1),), person="99")), Notice)

    async def test_whoever_is_given_many_is_told_once_and_signs_what_was_drafted(self, quiet: World) -> None:
        hall = keeping(quiet)
        await known_in_the_hall(quiet)
        async with quiet.database.work() as work:
            rob = quiet.people["Rob"]
            await work.people.change(rob, replace(rob, signature="– Rob"))
        cards = [await quiet.comes_in(f"Wo {number}?", author=f"A{number}") for number in range(5)]
        seen = tuple((card.item, 1) for card in cards)
        for by, told in (("rob", 0), ("ari", 0), ("lea", 1)):
            if by == "lea":
                for card in cards:
                    await quiet.done(click(commands.Release, card), by="rob")
            woken = await self.handing(quiet, bulk.HandMany(items=seen, person=str(rob.id)), by)
            assert woken.count("tell:hall:rob") == told
            await quiet.sweep()
            assert len(hall.words("rob")) == told
        assert "5 comments" in hall.words("rob")[0]
        after = await quiet.card(1)
        assert after.draft
        assert after.draft.text.endswith("– Rob")

    async def handing(self, quiet: World, command: bulk.HandMany, by: str) -> list[str]:
        """Hand over, and which lanes were woken meanwhile: each could be at work at once."""
        woken: list[str] = []

        async def wake(wake: Wake) -> None:
            woken.append(wake.key)

        object.__setattr__(quiet.desk, "wake", wake)
        await quiet.ask(command, by=by)
        object.__setattr__(quiet.desk, "wake", quiet.engine.wake)
        return woken

    async def test_whoever_may_only_look_only_looks(self, quiet: World) -> None:
        await quiet.comes_in("Danke")
        shown = await asked(quiet, Backlog, bulk.ShowQuiet(), by="vic")
        assert (shown.close, shown.people) == (None, ())
        assert isinstance(await quiet.ask(bulk.CloseMany(items=((1, 1),)), by="vic"), Notice)
        assert await quiet.status(1) is Status.NEW


@pytest.mark.parametrize(
    "carried",
    [
        "many:close:" + ",".join(f"{number}.1" for number in range(1, 103)),
        "many:close:",
        "many:close:1",
        "many:close:1.x",
        "many:post:1.1",
        "many:close:1.1:2",
        "many",
    ],
)
def test_what_is_no_button_of_ours_is_refused(carried: str) -> None:
    with pytest.raises(Refusal):
        bulk.from_carried(carried)


def test_lines_that_people_type() -> None:
    assert from_line("/queue quiet") == bulk.ShowQuiet()
    assert from_line("close 42.1, 43.2") == bulk.CloseMany(items=((42, 1), (43, 2)))
    assert from_line("author #42") == bulk.ShowAuthor(item=42)
    assert from_line("languages de, EN") == bulk.SpeakIn(languages=("de", "en"))
    assert from_line("languages") == bulk.SpeakIn()
    for wrong in ("author Anna", "quiet now", "author"):
        with pytest.raises(Refusal):
            from_line(wrong)


async def test_somebody_says_in_which_languages_they_answer(world: World) -> None:
    said = await asked(world, Notice, bulk.SpeakIn(languages=("de", "en")))
    assert "de, en" in str(said.words)
    assert (await asked(world, Notice, bulk.SpeakIn(languages=("deutsch",)))).refused
    async with world.database.read() as work:
        found = await work.people.by_account("web", "ari")
    assert found
    assert found.speaks == ("de", "en")


class TestLikeAndClose:
    async def test_closes_at_once_and_likes_in_public(self, quiet: World) -> None:
        card = await quiet.comes_in("Danke")
        assert Action.LIKE_CLOSE in {button.command.action for button in card.buttons}
        closed = await quiet.done(click(commands.LikeClose, card))
        assert closed.status is Status.DISMISSED
        await quiet.engine.turn()
        assert quiet.town.liked == ["c1"]
        tags = await quiet.tags(card.item)
        assert tags[-3:] == [Tag.COMMENT_LIKE_ASKED, Tag.ITEM_DISMISSED, Tag.COMMENT_LIKED]

    async def test_a_like_that_the_platform_refuses_is_said_and_opens_nothing(self, quiet: World) -> None:
        card = await quiet.comes_in("Danke")
        quiet.town.before = [Refused(say("No likes here."))]
        await quiet.done(click(commands.LikeClose, card))
        await quiet.engine.turn()
        assert (await quiet.tags(card.item))[-1] is Tag.EFFECT_REFUSED
        assert await quiet.status(card.item) is Status.DISMISSED

    async def test_is_offered_for_praise_too_that_a_reply_would_suit_and_for_no_question(
        self, quiet: World
    ) -> None:
        praise, question = await quiet.comes_in("Super lecker!"), await quiet.comes_in("Wo?", author="Bo")
        assert Action.LIKE_CLOSE in {button.command.action for button in praise.buttons}
        assert Action.LIKE_CLOSE not in {button.command.action for button in question.buttons}
        assert (await quiet.done(click(commands.LikeClose, praise))).status is Status.DISMISSED


async def test_who_is_this_tells_what_they_wrote_and_what_we_replied(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await world.comes_in("Wo gibt es das?")
    await world.approve(first)
    await world.later(60)
    await world.done(click(commands.Hide, await world.card(first.item)))
    await world.engine.turn()
    await world.comes_in("Fremd", author="Bo")
    again = await world.comes_in("Und jetzt?")
    about = await asked(world, Register, bulk.ShowAuthor(item=again.item))
    assert [(line.item, line.text, line.below) for line in about.lines] == [
        (first.item, "Wo gibt es das?", "Hallo Anna! (1)")
    ]
    assert [str(fact) for fact in about.facts] == ["Other comments: 1, with our reply: 1", "Hidden: 1"]
    assert (await asked(world, Register, bulk.ShowAuthor(item=2))).lines == ()
    # The numbers are those of everything, however many lines there are.
    monkeypatch.setattr("bot.desk.registering.MOST", 2)
    for number in range(2):
        await world.comes_in(f"Noch {number}")
    all_of_it = await asked(world, Register, bulk.ShowAuthor(item=first.item))
    assert [line.text for line in all_of_it.lines] == ["Noch 1", "Noch 0"]
    assert [str(fact) for fact in all_of_it.facts] == [
        "Other comments: 3, with our reply: 0",
        "The latest 2 stand here.",
    ]
    assert isinstance(await world.ask(bulk.ShowAuthor(item=99)), Notice)


async def test_nothing_is_noted_or_shown_again_that_was_edited_meanwhile(quiet: World) -> None:
    card = await quiet.comes_in("Gern, nehmt mein Foto")
    await quiet.done(click(commands.Hide, card))
    await quiet.engine.turn()
    quiet.town.edit("c1", "Mein Foto nehmt ihr NICHT")
    await quiet.fetch()
    for command in (click(commands.GrantUse, card, text="Story"), click(commands.Unhide, card)):
        assert "was edited after you saw it" in str((await quiet.refused(command)).words)


async def test_what_may_be_used_again_is_kept_with_who_when_for_what_and_where(quiet: World) -> None:
    card = await quiet.comes_in("Schaut, mein Foto")
    form = await quiet.ask(commands.OpenForm(item=card.item, action=Action.GRANT))
    assert isinstance(form, Form)
    await quiet.refused(click(commands.GrantUse, card))
    await quiet.refused(click(commands.GrantUse, card, text="x" * 301))
    await quiet.refused(click(commands.GrantUse, card, text="Story", link="x" * 2001))
    link = "https://example.invalid/" + "ja" * 200
    noted = await quiet.done(click(commands.GrantUse, card, text="Story", link=link), by="rob")
    assert str(noted.thread[-1].what) == "They let us use it"
    (line,) = (await asked(quiet, Register, bulk.ShowGrants())).lines
    assert (line.item, str(line.head), line.text, line.link) == (
        card.item,
        "Anna, noted by Rob",
        "Story",
        link,
    )
    assert Tag.USE_GRANTED in await quiet.tags(card.item)
