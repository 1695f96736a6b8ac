"""What a handover says about itself: it is quiet only if it is, and says what it leaves out."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot import commands, shifting
from bot.desk import handover_note
from bot.views import HandoverNote
from tests.adapters.surfaces.test_drafted_words import in_a_terminal, in_slack, in_teams, on_web
from tests.adapters.surfaces.web.shift_samples import handover_line
from tests.adapters.surfaces.web.shift_samples import handover_note as a_note
from tests.desk.test_handover import NIGHT, hall, handover, press, the_hour, words  # noqa: F401
from tests.world import World, click


def severity(note: HandoverNote) -> dict[str, str]:
    return {str(one.label): str(one.value) for one in note.severity}


@pytest.mark.usefixtures("hall")
async def test_a_handover_is_not_quiet_while_what_came_since_is_open(world: World) -> None:
    await the_hour(world)
    assert (await handover(world, by="ari")).quiet
    grave, _ = await world.comes_in("Gift im Drink?"), await world.comes_in("Wo gibt es das?")
    note = await handover(world, by="ari")
    assert (note.quiet, note.grave, note.open, words(note)[0]) == (False, (), (), "Taken over: I have it")
    since = {"Came since the shift ended": "2", "Of these of high risk": "1"}
    assert severity(note).items() >= since.items()
    taken = await press(world, shifting.TakeOverShift(handover=1), by="ari")
    assert str(taken.said) == f"Taken over from {NIGHT}."
    assert severity(taken).items() >= since.items()
    # What comes once it is taken over is the next shift's own.
    world.town.write("Gift!", ago=-3 * 3600)
    await world.fetch()
    await world.done(click(commands.Dismiss, grave), by="ari")
    later = severity(await press(world, shifting.OpenHandover(handover=1), by="ari"))
    assert later["Came since the shift ended"] == "1"
    assert "Of these of high risk" not in later


@pytest.mark.usefixtures("hall")
async def test_a_promise_stands_apart_and_what_is_left_out_is_counted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handover_note, "MOST_LINES", 2)
    cards = [await world.comes_in(f"Wo {number}?", author=f"A{number}") for number in range(5)]
    await world.approve(cards[4])
    await world.later(1)
    await world.done(click(commands.FollowUp, await world.card(5), until="in 20 days", text="Labor"))
    note = await handover(world, by="lea")
    assert [line.item for line in note.promised] == [5]
    assert (len(note.due), note.more_due) == (2, 2)


DRAWN = [on_web, in_slack, in_teams, in_a_terminal]


@pytest.mark.parametrize("draw", DRAWN)
@pytest.mark.parametrize("hostile", ["Hallo", "wort " * 100, "x" * 5000])
def test_no_surface_leaves_out_a_time_without_a_word(
    draw: Callable[[HandoverNote], str], hostile: str
) -> None:
    line = replace(handover_line(1, hostile), handler="Jo", buttons=())
    many = {base: tuple(replace(line, item=base + at) for at in range(20)) for base in (500, 600)}
    watch = tuple(f"Achtung{at:02}: das Labor ruft heute noch zweimal an." for at in range(10))
    note = replace(a_note("Jo", 2), promised=many[500], due=many[600], more_due=7, watch=watch)
    said = draw(note)
    assert [one[:9] for one in watch if one[:9] not in said] == []
    told = {number for base in many for number in range(base, base + 20) if f"#{number}" in said}
    assert len(told) >= 8
    assert f"{40 - len(told) + 7} weitere Termine stehen hier nicht" in said
    assert said.index("#500") < said.index("#600")
