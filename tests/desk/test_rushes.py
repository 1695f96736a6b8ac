"""A storm where there is only the page: judged by what comes in, said on /queue and in the handover."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot import commands, shifting
from bot.views import Board, HandoverNote, Me
from tests.fakes import Room
from tests.world import World

MOST = 4
DAY = 24 * 3600


@pytest.fixture
def page(world: World) -> World:
    """A team that has the page alone, and takes four comments in a quarter of an hour for a storm."""
    watch = replace(world.desk.policy.watches[0], channels=(("web", "team"),))
    titles = {"team": "Haferglück"}
    policy = replace(world.desk.policy, storm=MOST, watches=(watch,), channel_titles=titles)
    object.__setattr__(world.desk, "policy", policy)
    object.__setattr__(world.desk, "surfaces", {"web": Room(name="web", live=True)})
    return world


async def writes(world: World, many: int, ago: float = 0) -> None:
    late = (world.clock() - datetime.now(UTC)).total_seconds()
    for number in range(many):
        world.town.write(f"Frage {number}", author=f"P{number}", ago=ago - late)
    await world.fetch()
    await world.sweep()


async def board(world: World) -> list[str]:
    view = await world.ask(commands.ShowQueue())
    assert isinstance(view, Board)
    return [str(words) for words in view.storms]


async def top(world: World) -> list[str]:
    view = await world.ask(commands.WhoAmI())
    assert isinstance(view, Me)
    return [str(words) for words in view.storms]


async def note(world: World) -> HandoverNote:
    view = await world.ask(shifting.OpenHandover(), by="lea")
    assert isinstance(view, HandoverNote)
    return view


async def test_many_at_once_are_a_storm_until_few_come(page: World) -> None:
    await page.ask(shifting.StartShift(), by="lea")
    await writes(page, MOST)
    assert await board(page) == []
    await writes(page, 3)
    (said,) = await board(page)
    assert said.startswith("Storm: 7 comments came into Haferglück within a quarter of an hour; it began at ")
    # Whoever has the page open reads it at the top.
    assert await top(page) == [said]
    severity = {str(one.label): str(one.value) for one in (await note(page)).severity}
    assert severity["Storm in Haferglück, comments in 15 minutes"] == "7"
    await page.later(10 * 60)
    await writes(page, 2)
    # It goes on, and began when it began.
    (later,) = await board(page)
    assert (later.split(";")[1], "9 comments" in later) == (said.split(";")[1], True)
    await page.later(6 * 60)
    assert "Storm: 2 comments" in (await board(page))[0]
    await page.later(10 * 60)
    assert await board(page) == await top(page) == []
    assert not any("Storm" in str(one.label) for one in (await note(page)).severity)


@pytest.mark.parametrize("where", ["together", "apart"])
async def test_one_storm_has_one_line_where_a_chat_tool_shows_what_the_page_does(
    page: World, where: str
) -> None:
    """Both count the same comments then; other channels have a storm of their own."""
    watch = page.desk.policy.watches[0]
    both = replace(watch, channels=(("web", "team"), ("slack", "C1")))
    other = replace(watch, source=replace(watch.source, name="elsewhere"), channels=(("slack", "C1"),))
    policy = replace(page.desk.policy, watches=(both,) if where == "together" else (watch, other))
    object.__setattr__(page.desk, "policy", policy)
    await writes(page, MOST + 3)
    async with page.database.work() as work:
        await work.set_fact("storm:show:slack:C1", json.dumps({"since": "2026-03-29T07:00:00+00:00"}))
        await work.set_fact("called:slack:C1", "community")
    said = await board(page)
    if where == "together":
        came = "7 comments came into Haferglück within a quarter of an hour"
        assert [line.split(";")[0] for line in said] == [
            f"Storm: {came}, 7 wait for their thread in community"
        ]
    else:
        assert len(said) == 2
        assert "Haferglück" not in said[0]
        assert "community" not in said[1]


@pytest.mark.parametrize(("most", "ago"), [(0, 0.0), (MOST, DAY + 60.0)])
async def test_no_storm_where_none_is_wished_for_or_what_came_is_old(
    page: World, most: int, ago: float
) -> None:
    object.__setattr__(page.desk, "policy", replace(page.desk.policy, storm=most))
    await writes(page, MOST + 3, ago)
    assert await page.newest() == MOST + 3
    assert await board(page) == []


async def test_a_shift_in_a_storm_is_not_quiet_and_other_channels_know_nothing_of_it(page: World) -> None:
    await writes(page, MOST + 3)
    for number in range(1, MOST + 4):
        card = await page.card(number)
        await page.done(
            commands.Dismiss(item=number, draft=card.draft_number, version=card.version, text="Nein")
        )
    await page.ask(shifting.StartShift(), by="lea")
    assert not (await note(page)).quiet
    async with page.database.work() as work:
        await work.set_fact("rush:web:team", None)
        await work.set_fact("rush:web:night", page.clock().isoformat())
    assert [words for words in await board(page) if "Haferglück" in words] == []


@pytest.mark.parametrize("change", ["storm", "room"])
async def test_a_storm_ends_where_the_settings_look_no_more(page: World, change: str) -> None:
    await page.ask(shifting.StartShift(), by="lea")
    await writes(page, MOST + 3)
    assert len(await board(page)) == 1
    policy = page.desk.policy
    less = replace(policy, storm=0) if change == "storm" else replace(policy, watches=())
    object.__setattr__(page.desk, "policy", less)
    await page.sweep()
    assert await board(page) == []
    assert not any("Storm" in str(one.label) for one in (await note(page)).severity)
