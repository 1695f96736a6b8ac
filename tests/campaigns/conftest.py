"""Databases for campaigns: the same test on both."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.campaigns.stage import Where, postgres, sqlite
from tests.rigs.postgres import Server, server


@pytest.fixture(scope="session")
def running() -> Iterator[Server]:
    """A PostgreSQL for all campaigns of a run."""
    with server() as started:
        yield started


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Where:
    """Two files."""
    return sqlite(tmp_path)


@pytest.fixture
def on_postgres(running: Server, tmp_path: Path) -> Where:
    """An empty database."""
    return postgres(running, tmp_path)


@pytest.fixture(params=["on_sqlite", pytest.param("on_postgres", marks=pytest.mark.postgres)])
def where(request: pytest.FixtureRequest) -> Where:
    """Either."""
    made: Where = request.getfixturevalue(request.param)
    return made
