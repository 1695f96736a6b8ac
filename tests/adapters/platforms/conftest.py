"""Fixtures for the demo community's public page."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.platforms.demo import Demo
from adapters.platforms.demo_settings import DemoSettings
from bot.domain.community import Cursor, Source
from tests.adapters.platforms.browser import Browser
from tests.contracts.platform_stage import Reading


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    demo = Demo(DemoSettings(folder=tmp_path))
    yield demo
    await demo.close()


@pytest.fixture
async def browser(demo: Demo) -> AsyncIterator[Browser]:
    browser = Browser(demo)
    async with browser.client:
        yield browser


@pytest.fixture
async def other(demo: Demo) -> AsyncIterator[Browser]:
    browser = Browser(demo)
    async with browser.client:
        yield browser


@pytest.fixture
def team(demo: Demo) -> Reading:
    """What the team hears of the community."""
    return Reading(demo, Source(platform="demo", name="here"), Cursor(since=datetime.now(UTC)))
