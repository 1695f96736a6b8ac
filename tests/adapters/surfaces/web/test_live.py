"""Open pages learn of changes, and let go when the program stops."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.surfaces.web.live import Live
from adapters.surfaces.web.surface import Web
from bot.errors import StorageError
from bot.ports import Mounts, Place, Surface
from bot.words import say
from tests.adapters.surfaces.web.conftest import Browser
from tests.adapters.surfaces.web.fake_desk import FakeDesk
from tests.adapters.surfaces.web.samples import item_card

PATIENCE = 20
"""Seconds for what comes at once where nothing else keeps the machine busy."""


class Pulse:
    """A pulse that counts how often it was taken."""

    def __init__(self) -> None:
        self.mark = "1"
        self.taken = 0
        self.trouble: Exception | None = None

    async def __call__(self) -> str:
        self.taken += 1
        if self.trouble:
            raise self.trouble
        return self.mark


async def marks(events: AsyncIterator[str], count: int) -> list[str]:
    """The next marks of a stream, without what only keeps it open."""
    found: list[str] = []
    async with asyncio.timeout(PATIENCE):
        async for event in events:
            found += [event] if event.startswith("event: mark") else []
            if len(found) == count:
                break
    return found


async def _seen(web: Web, mark: str) -> None:
    """The open page has been told so much."""
    async with asyncio.timeout(PATIENCE):
        while web._live._mark != mark:
            await asyncio.sleep(0.005)
    for _ in range(20):
        # The page that waits for it has its turn.
        await asyncio.sleep(0)


async def test_a_stream_tells_each_change_and_ends_when_we_close(
    browser: Browser, desk: FakeDesk, web: Web
) -> None:
    stream = asyncio.create_task(browser.http.get("/team/events"))
    await _seen(web, "1")
    desk.put(item_card(43))
    await _seen(web, "2")
    await web.close()
    answer = await asyncio.wait_for(stream, PATIENCE)
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.text.startswith("retry: 2000\n\nevent: mark\ndata: 1\n\n")
    assert "event: mark\ndata: 2\n\n" in answer.text


async def test_all_pages_share_one_look_and_nobody_looks_when_none_is_open() -> None:
    pulse = Pulse()
    live = Live(pulse, poll=60, heartbeat=1)
    one, two = live.events(), live.events()
    assert len(await marks(one, 1)) == len(await marks(two, 1)) == 1
    assert pulse.taken == 1
    await one.aclose()  # type: ignore[attr-defined]  # it is a generator
    await two.aclose()  # type: ignore[attr-defined]
    assert live._looking is None


async def test_a_quiet_stream_says_that_we_are_still_here() -> None:
    events = Live(Pulse(), poll=60, heartbeat=0.01).events()
    await marks(events, 1)
    assert await anext(events) == ": still here\n\n"
    await events.aclose()  # type: ignore[attr-defined]


async def test_a_database_that_is_away_for_a_moment_ends_nothing() -> None:
    pulse = Pulse()
    pulse.trouble = StorageError(say("It is no longer there."))
    live = Live(pulse, poll=0.01, heartbeat=0.02)
    events = live.events()
    assert [await anext(events) for _ in range(2)][1] == ": still here\n\n"
    pulse.trouble = None
    assert await marks(events, 1) == ["event: mark\ndata: 1\n\n"]
    live.close()
    assert [event async for event in events] == []


async def test_when_looking_itself_fails_the_streams_end_and_the_next_page_looks_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    pulse = Pulse()
    pulse.trouble = ZeroDivisionError("inside")
    live = Live(pulse, poll=0.01, heartbeat=5)
    async with asyncio.timeout(PATIENCE):
        assert [event async for event in live.events()] == ["retry: 2000\n\n"]
    await asyncio.sleep(0)
    assert "looking for changes failed" in caplog.text
    pulse.trouble = None
    assert len(await marks(live.events(), 1)) == 1


async def test_the_surface_sends_nothing_because_its_pages_draw_themselves(web: Web) -> None:
    assert isinstance(web, Mounts)
    surface: Surface = web
    place = await surface.show(item_card(), "team", "key-1")
    assert place == Place(surface="web", channel="team", remote="key-1")
    await surface.redraw(place, item_card())
    assert (surface.live, surface.interval) == (True, 0)
