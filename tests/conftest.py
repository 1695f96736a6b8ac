"""Fixtures that every test may use."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlmodel import SQLModel

from storage.database import Database
from tests.world import Hands, World

# A test says nothing about seconds: on a busy machine the same example takes many times as long.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture
def clock() -> Hands:
    """A clock in our hands."""
    return Hands()


@pytest.fixture
async def database(tmp_path: Path, clock: Hands) -> AsyncIterator[Database]:
    """An empty database."""
    made = Database(f"sqlite:///{tmp_path}/augenhoehe.sqlite3", clock)
    async with made.writer.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    yield made
    await made.close()


@pytest.fixture
async def world(database: Database, clock: Hands) -> World:
    """A whole desk without an undo window."""
    made = World(database, clock)
    await made.open()
    return made
