"""Fixtures that every test may use."""

import contextlib
import gc
import importlib
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlmodel import SQLModel

from storage.database import Database
from tests.world import Hands, World, hurry

# A test says nothing about seconds: on a busy machine the same example takes many times as long.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

# Half of what collecting costs is rewriting assertions: what one worker has rewritten, no other does again.
sys.dont_write_bytecode = False


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Begin with a share of one's own where several workers read the whole suite at the same moment."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    # The first begins where everybody begins.
    if worker == 0 or session.config.args != session.config.getini("testpaths"):
        return
    workers = int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
    files = sorted(Path(__file__).parent.rglob("test_*.py"))
    for file in files[worker * len(files) // workers : (worker + 1) * len(files) // workers]:
        name = ".".join(file.relative_to(session.config.rootpath).with_suffix("").parts)
        # Collecting it says what is wrong with it.
        with contextlib.suppress(Exception, pytest.skip.Exception):
            importlib.import_module(name)


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and never again among what was imported."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture
def clock() -> Hands:
    """A clock in our hands."""
    return Hands()


@pytest.fixture
async def database(tmp_path: Path, clock: Hands) -> AsyncIterator[Database]:
    """An empty database."""
    made = Database(f"sqlite:///{tmp_path}/augenhoehe.sqlite3", clock)
    hurry(made)
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
