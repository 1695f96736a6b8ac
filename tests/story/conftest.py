"""What the stories share: an installation of its own for each, and browsers with empty profiles."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.story.browser import Browser, browsing
from tests.story.program import Installation, environment

Open = Callable[[], Browser]


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An empty folder, and an environment in which nothing of ours is set but short undo windows."""
    folder = tmp_path_factory.mktemp("installation")
    windows = {"AUGENHOEHE_TEAM_UNDO": "3", "AUGENHOEHE_TEAM_UNDO_HIGH": "12"}
    return Installation(folder=folder, environ=environment(TZ="Europe/Berlin", **windows))


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """Opens browsers, and closes them at the end."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(browsing(tmp_path_factory.mktemp("profile")))
