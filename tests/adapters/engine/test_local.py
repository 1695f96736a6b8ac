"""The engine in memory."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from adapters.engine.local import LocalEngine
from bot.ports import Engine
from tests.contracts.engine import EngineContract

SOON = timedelta(seconds=0.05)


class TestLocalEngine(EngineContract):
    @pytest.fixture
    def make(self) -> Callable[[], Engine]:
        return lambda: LocalEngine(poll=SOON, retry_after=SOON)
