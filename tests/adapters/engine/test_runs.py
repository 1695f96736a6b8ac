"""What both engines share, and the corners that no engine shows from outside."""

import asyncio
import logging
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from adapters.engine.runs import Runs, Slots
from adapters.engine.settings import EngineSettings, new_executor
from bot.errors import StorageError
from bot.ports import Wake
from bot.words import say
from tests.contracts.engine import AT_ONCE

FINENESS = timedelta(seconds=0.25)


@given(some.integers(1, 100_000))
def test_a_slot_is_never_too_early_and_at_most_the_fineness_late(milliseconds: int) -> None:
    async def taken() -> float | None:
        return Slots(FINENESS).take(Wake("pump", "a", timedelta(milliseconds=milliseconds)))

    delay = asyncio.run(taken())
    assert delay is not None
    assert -1e-6 <= delay - milliseconds / 1000 <= FINENESS.total_seconds() + 1e-6


async def test_a_slot_can_be_taken_again_when_it_has_passed() -> None:
    slots, wake = Slots(timedelta(milliseconds=10)), Wake("pump", "a", timedelta(milliseconds=1))
    assert slots.take(wake) is not None
    await asyncio.sleep(0.03)
    assert slots.take(wake) is not None


async def test_other_keys_and_tasks_have_slots_of_their_own() -> None:
    slots, after = Slots(timedelta(hours=1)), timedelta(minutes=1)
    assert slots.take(Wake("pump", "a", after)) is not None
    assert slots.take(Wake("pump", "a", after)) is None
    assert slots.take(Wake("pump", "b", after)) is not None
    assert slots.take(Wake("fetch", "a", after)) is not None


async def test_a_task_that_does_not_listen_is_left_behind_with_a_warning(
    caplog: pytest.LogCaptureFixture,
) -> None:
    released = asyncio.Event()

    async def deaf(_: str) -> None:
        while not released.is_set():
            try:
                await released.wait()
            except asyncio.CancelledError:
                continue

    runs = Runs({"fetch": deaf})
    run = asyncio.create_task(runs.run(("fetch", "a"), "ticket"))
    runs.follow(run)
    await asyncio.sleep(0)
    await runs.drain(AT_ONCE)
    assert "did not stop" in caplog.text
    released.set()
    await asyncio.wait([run])


async def test_our_own_errors_are_logged_with_their_sentence_but_not_their_values(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def fail(_: str) -> None:
        raise StorageError(say("{person} is in the way.", person="Erika Mustermann"))

    caplog.set_level(logging.ERROR)
    with pytest.raises(Exception, match="StorageError"):
        await Runs({"fetch": fail}).run(("fetch", "a"), "ticket")
    (record,) = caplog.records
    assert vars(record)["told"] == "{person} is in the way."
    assert "Mustermann" not in str(vars(record))


@pytest.mark.parametrize(
    ("url", "database", "file"),
    [
        ("sqlite:////data/e.db", "sqlite:////data/e.db", "/data/e.db"),
        ("sqlite+aiosqlite:///e.db", "sqlite:///e.db", "e.db"),
        ("postgresql+asyncpg://u:p+q@h/n", "postgresql://u:p+q@h/n", ""),
        ("postgresql://u@/n?host=/run", "postgresql://u@/n?host=/run", ""),
    ],
)
def test_the_address_is_understood_with_and_without_a_driver(url: str, database: str, file: str) -> None:
    settings = EngineSettings(url=url)
    assert (settings.database, settings.file) == (database, file)


def test_no_two_workers_have_one_name() -> None:
    assert len({new_executor() for _ in range(100)}) == 100
