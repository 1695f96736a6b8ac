"""Routes at work: a comment goes where it belongs, and follows when it becomes graver."""

from dataclasses import replace

import pytest

from bot import commands, shifting
from bot.desk.handover_note import Reader, draw_note
from bot.desk.handover_paper import read_paper
from bot.desk.rooms import draw_in
from bot.desk.tasks import tasks
from bot.domain.community import Comment
from bot.domain.item import Triage, Urgency
from bot.domain.policy import Route
from bot.views import Board, ChannelView, HandoverNote, ItemCard
from tests.world import World, click

LAWYERS = ("room", "lawyers")


@pytest.fixture
def routed(world: World) -> World:
    """Questions go to a further channel; what is grave goes to the lawyers alone."""

    def triage(comment: Comment) -> Triage:
        risk = "crisis" if "Anwalt" in comment.text else "normal"
        urgency = Urgency.CRISIS if risk == "crisis" else Urgency.NORMAL
        return Triage(kind="question" if "?" in comment.text else "praise", risk=risk, urgency=urgency)

    world.scribe.triages = triage
    routes = (
        Route(channels=(("room", "questions"),), kinds=frozenset({"question"})),
        Route(channels=(LAWYERS, ("web", "lawyers")), risks=frozenset({"crisis"}), only=True),
    )
    world.desk = replace(world.desk, policy=replace(world.desk.policy, routes=routes))
    world.hearing = replace(world.hearing, desk=world.desk)
    return world


async def opened(world: World) -> None:
    """Start again with the routes."""
    await world.engine.start(tasks(world.desk), work=True)


async def channels(world: World, item: int) -> dict[str, ItemCard]:
    """The cards of an item in the room, by channel."""
    names = ("team", "questions", "lawyers")
    async with world.database.read() as work:
        found = {name: await work.effects.places([item], f"show:room:{name}") for name in names}
    return {name: world.room.messages[places[item].remote] for name, places in found.items() if places}


async def test_a_comment_is_shown_in_every_channel_that_it_is_routed_to(routed: World) -> None:
    await opened(routed)
    await routed.comes_in("Schön!")
    await routed.comes_in("Wo?", author="Bo")
    routed.town.write("Mein Anwalt meldet sich", author="Cem")
    await routed.fetch()
    assert [set(await channels(routed, item)) for item in (1, 2, 3)] == [
        {"team"},
        {"team", "questions"},
        {"lawyers"},
    ]


async def test_what_becomes_graver_gets_a_place_there_and_the_old_ones_are_emptied(routed: World) -> None:
    await opened(routed)
    card = await routed.comes_in("Wo?")
    await routed.done(click(commands.Note, card, text="Anna ist Stammkundin"))
    routed.town.edit("c1", "Ihr hört von meinem Anwalt")
    await routed.fetch()
    cards = await channels(routed, 1)
    assert cards["lawyers"].text == "Ihr hört von meinem Anwalt"
    for name in ("team", "questions"):
        assert cards[name].elsewhere
        assert "another channel" in str(cards[name].remark)
        assert cards[name].buttons == ()
        for secret in ("Anwalt", "Wo?", "Anna", "Stammkundin"):
            assert secret not in repr(cards[name])
    view = await routed.ask(commands.ShowChannel(channel="team"))
    assert isinstance(view, ChannelView)
    assert view.cards == ()


async def test_what_was_not_shown_yet_is_not_shown_in_the_old_channel_any_more(routed: World) -> None:
    await opened(routed)
    routed.town.write("Wo?")
    await routed.engine.tasks["fetch"]("town:square")
    routed.engine.wakes.clear()
    routed.town.edit("c1", "Anwalt!")
    await routed.fetch()
    assert set(await channels(routed, 1)) == {"lawyers"}


async def test_a_card_for_its_own_channel_has_everything(routed: World) -> None:
    await opened(routed)
    await routed.comes_in("Wo?")
    async with routed.database.read() as work:
        (dossier,) = await work.items.dossiers([1])
    assert draw_in(dossier, routed.desk, "room", "team").text == "Wo?"


async def test_what_a_room_reads_of_the_queue_holds_nothing_that_is_kept_out_of_it(routed: World) -> None:
    """Nor what is one person's: who asked, and what waits for them."""
    await opened(routed)
    grave = await routed.comes_in("Mein Anwalt meldet sich")
    await routed.done(click(commands.Claim, grave))
    boards = {
        room: await routed.ask(commands.ShowQueue(room=room), on="room") for room in ("", "team", "lawyers")
    }
    told = {room: board for room, board in boards.items() if isinstance(board, Board)}
    assert [(told[room].oldest is None, len(told[room].mine)) for room in boards] == [
        (False, 1),
        (True, 0),
        (False, 0),
    ]
    assert "Mine" not in {str(count.label) for count in told["team"].counts}


async def test_a_room_reads_nothing_about_the_handover_of_whoever_asked(routed: World) -> None:
    await opened(routed)
    await routed.ask(shifting.StartShift(), by="ari")
    note = await routed.ask(shifting.OpenHandover(), by="ari")
    assert isinstance(note, HandoverNote)
    await routed.ask(shifting.StartShift(), by="lea")
    await routed.ask(shifting.RefuseShift(handover=note.handover, text="So nicht"), by="lea")
    told = [await routed.ask(commands.ShowQueue(room=room), on="room") for room in ("", "team")]
    said = [[str(line) for line in board.shift] for board in told if isinstance(board, Board)]
    assert ["Your handover" in " ".join(lines) for lines in said] == [True, False]


async def test_a_handover_in_a_room_holds_nothing_that_is_kept_out_of_it(routed: World) -> None:
    await opened(routed)
    for words, author in (("Schön!", "Ada"), ("Mein Anwalt meldet sich", "Bo")):
        await routed.comes_in(words, author=author)
    await routed.ask(shifting.StartShift(), by="lea")
    note = await routed.ask(shifting.OpenHandover(), by="lea")
    assert isinstance(note, HandoverNote)
    await routed.ask(shifting.StartShift(), by="ari")
    asked = shifting.AskBack(handover=note.handover, number=2, text="Was hat Bo geschluckt?")
    assert isinstance(await routed.ask(asked, by="ari"), HandoverNote)
    async with routed.desk.looking() as work:
        paper = await read_paper(work, await work.handovers.get(note.handover))
        views = {
            room: draw_note(paper, Reader(routed.desk, work.now, None, ("room", room)))
            for room in ("team", "lawyers")
        }
    lines = {room: [one.item for one in (*view.grave, *view.open)] for room, view in views.items()}
    assert lines == {"team": [1], "lawyers": [2, 1]}
    asking = {room: [one.text for one in view.history if "#2" in one.text] for room, view in views.items()}
    assert asking == {"team": ["#2"], "lawyers": ["#2 Was hat Bo geschluckt?"]}
    # That there is more is no secret.
    assert views["team"].more == 1
