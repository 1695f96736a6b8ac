"""Looking: the queue in one screen, lists, logs and dialogs."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import text

from bot import commands
from bot.desk.board import COMMANDS, LINES, PAGE
from bot.desk.claiming import take_next
from bot.domain.audit import Tag
from bot.domain.item import Triage
from bot.domain.status import Action, Status
from bot.lines import from_line
from bot.memory import Work
from bot.views import Board, ChannelView, Form, HelpView, ItemCard, ItemList, LogView, Me, Notice
from bot.words import say
from tests.world import World, click


async def board(world: World, by: str = "ari") -> Board:
    view = await world.ask(commands.ShowQueue(), by=by)
    assert isinstance(view, Board)
    return view


async def form(world: World, action: Action, by: str = "ari") -> Form:
    view = await world.ask(commands.OpenForm(item=1, action=action), by=by)
    assert isinstance(view, Form), view
    return view


async def test_the_queue_in_one_screen(world: World) -> None:
    assert (await board(world)).oldest is None
    first = await world.comes_in("Wo?", ago=5 * 3600)  # type: ignore[arg-type]  # handed on to the town
    await world.comes_in("x" * 200, author="Bo")
    await world.done(click(commands.Claim, first))
    seen = await board(world)
    counts = {str(count.label): count.number for count in seen.counts}
    assert counts == {"A draft waits for a decision": 2, "Overdue": 1, "Not claimed": 1, "Mine": 1}
    assert [count.alarming for count in seen.counts] == [False, True, False, False]
    assert seen.oldest
    assert (seen.oldest.excerpt, [line.item for line in seen.mine]) == ("Wo?", [1])
    assert (await board(world, by="lea")).mine == ()


async def test_next_gives_two_people_two_items_the_most_urgent_first(world: World) -> None:
    world.scribe.triages = lambda c: Triage(risk="high" if "!" in c.text else "normal")
    for words in ("Wo?", "Hilfe!"):
        await world.comes_in(words, author=words)
    taken = [await world.ask(commands.Next(), by=by) for by in ("ari", "lea", "rob")]
    assert isinstance(taken[0], ItemCard)
    assert isinstance(taken[1], ItemCard)
    assert [(card.text, card.handler) for card in taken[:2] if isinstance(card, ItemCard)] == [
        ("Hilfe!", "Ari"),
        ("Wo?", "Lea"),
    ]
    assert isinstance(taken[2], Notice)
    assert "Nothing waits" in str(taken[2].words)
    assert Tag.ITEM_CLAIMED in await world.tags(1)


@pytest.mark.parametrize(
    "meanwhile", [commands.Claim(item=1), commands.Dismiss(item=1), commands.Park(item=1, until="in 3 days")]
)
async def test_next_goes_on_when_somebody_was_there_between_the_look_and_the_lock(
    world: World, meanwhile: commands.OnItem
) -> None:
    shown = await world.comes_in()
    await world.done(replace(meanwhile, draft=shown.draft_number, version=shown.version), by="lea")
    if isinstance(meanwhile, commands.Park):
        await world.done(commands.Release(item=1), by="lea")
    second = await world.comes_in(author="Bo")

    @dataclass
    class Late:
        """A unit of work whose first look at the queue is a moment old."""

        work: Work
        old: list[int]

        def __getattr__(self, name: str) -> object:
            return self if name == "queue" else getattr(self.work, name)

        async def next_for(self, *who: Any) -> int | None:  # Any: they are handed on
            return self.old.pop() if self.old else await self.work.queue.next_for(*who)

    async with world.database.work() as work:
        late = Late(work, [1])
        number = await take_next(late, world.desk, world.people["Ari"], "web")  # type: ignore[arg-type]
    assert number == second.item


async def test_mine_are_the_open_items_that_i_handle(world: World) -> None:
    cards = [await world.comes_in(author=author) for author in ("Anna", "Bo", "Cem")]
    await world.done(click(commands.Claim, cards[0]))
    await world.done(click(commands.Dismiss, await world.done(click(commands.Claim, cards[1]))))
    view = await world.ask(commands.Mine())
    assert isinstance(view, ItemList)
    assert ([line.item for line in view.lines], view.more) == ([1], False)


async def test_only_leads_search_across_people(world: World) -> None:
    await world.comes_in("100% Hafer_drink")
    await world.comes_in("Ganz anders", author="Hafermann")
    notice = await world.refused(commands.Search(words="hafer"))
    assert "for leads" in str(notice.words)
    for words, found in (
        ("hafer", [2, 1]),
        ("HAFER anders", [2]),
        ("100% _", [1]),
        ("%%", []),
        ("Milch", []),
    ):
        view = await world.ask(commands.Search(words=words), by="lea")
        assert isinstance(view, ItemList)
        assert [line.item for line in view.lines] == found


async def test_a_long_list_and_a_long_channel_say_that_there_is_more(world: World) -> None:
    world.scribe.triages = lambda _: Triage(needs_reply=False)
    for number in range(PAGE + 1):
        world.town.write("Hallo", author=f"A{number}")
    await world.fetch()
    found = await world.ask(commands.Search(words="hallo"), by="lea")
    assert isinstance(found, ItemList)
    assert (len(found.lines), found.more) == (LINES, True)
    newest = await world.ask(commands.ShowChannel(channel="team"))
    assert isinstance(newest, ChannelView)
    assert [card.item for card in newest.cards] == list(range(2, PAGE + 2))
    assert newest.older
    older = await world.ask(commands.ShowChannel(channel="team", before=2))
    assert isinstance(older, ChannelView)
    assert ([card.item for card in older.cards], older.older) == ([1], False)


async def test_a_channel_can_leave_out_what_is_done_and_says_what_waits(world: World) -> None:
    await world.done(click(commands.Dismiss, await world.comes_in()))
    await world.comes_in(author="Bo")
    world.town.write("Noch nicht gezeigt", author="Cem")
    await world.engine.tasks["fetch"]("town:square")
    view = await world.ask(commands.ShowChannel(channel="team", closed=False))
    assert isinstance(view, ChannelView)
    assert [card.item for card in view.cards] == [2]
    assert view.waiting > 0


async def test_the_log_says_who_did_what_and_whether_it_is_whole(world: World) -> None:
    card = await world.comes_in()
    await world.done(click(commands.Note, card, text="Anrufen"), by="rob")
    view = await world.ask(commands.ShowLog(item=1), by="vic")
    assert isinstance(view, LogView)
    assert view.whole
    assert (view.lines[-1].who, str(view.lines[-1].what), view.lines[-1].text) == ("Rob", "Note", "Anrufen")
    async with world.database.writer.begin() as connection:
        await connection.execute(text("update audit set person = 1 where tag = 'note:written'"))
    broken = await world.ask(commands.ShowLog(item=1))
    assert isinstance(broken, LogView)
    assert not broken.whole


async def test_help_names_every_command_and_each_is_understood(world: World) -> None:
    view = await world.ask(commands.Help(), by="vic")
    assert isinstance(view, HelpView)
    assert view.lines == COMMANDS
    assert all(isinstance(from_line(line), commands.Command) for line, _ in view.lines)


async def test_who_am_i(world: World) -> None:
    me = await world.ask(commands.WhoAmI())
    assert isinstance(me, Me)
    assert (me.name, me.language, [channel.name for channel in me.channels]) == ("Ari", "de", ["team"])


async def test_every_dialog_of_an_open_item_asks_what_its_button_would(world: World) -> None:
    card = await world.comes_in()
    assert card.draft
    for action, text_, public in (
        (Action.EDIT, card.draft.text, True),
        (Action.REDRAFT, "", False),
        (Action.NOTE, "", False),
        (Action.DISMISS, "", False),
    ):
        dialog = await form(world, action)
        assert dialog.command == click(commands.ON_ITEM[action], card)
        assert (dialog.text, dialog.longest) == (text_, 500 if public else None)
        assert dialog.submit
        assert (dialog.save is not None) == (action is Action.EDIT)
        assert dialog.beside == card


async def test_closing_starts_with_the_reason_of_triage(world: World) -> None:
    world.scribe.triages = lambda _: Triage(needs_reply=False, why="praise")
    await world.comes_in()
    assert str((await form(world, Action.DISMISS)).start) == "praise"
    assert (await form(world, Action.EDIT)).text == ""


async def test_a_correction_starts_with_what_is_public(world: World) -> None:
    await world.approve(await world.comes_in())
    await world.engine.turn()
    dialog = await form(world, Action.CORRECT)
    assert [dialog.text] == world.public()


async def test_who_may_not_approve_is_offered_no_way_to_post(world: World) -> None:
    await world.comes_in()
    dialog = await form(world, Action.EDIT, by="rob")
    assert dialog.save
    assert dialog.submit is None


@pytest.mark.parametrize(
    ("action", "why"),
    [(Action.CORRECT, "not possible now"), (Action.APPROVE, "no dialog"), (Action.SUGGEST, "no dialog")],
)
async def test_there_is_no_dialog_for_what_is_not_possible_or_needs_none(
    world: World, action: Action, why: str
) -> None:
    await world.comes_in()
    notice = await world.refused(commands.OpenForm(item=1, action=action))
    assert why in str(notice.words)
    assert await world.status(1) is Status.DRAFTED


async def test_a_mistake_in_the_texts_is_said_where_people_look(world: World) -> None:
    world.scribe.trouble = say("A mistake.")
    board = await world.ask(commands.ShowQueue())
    assert isinstance(board, Board)
    assert world.scribe.trouble in board.parts
