"""A pretend Slack, and our surface in front of it."""

from collections.abc import AsyncIterator

import pytest

from adapters.surfaces.slack.settings import SlackSettings
from adapters.surfaces.slack.surface import Slack
from bot.views import Me
from tests.adapters.surfaces.slack.pretend_slack import TEAM, PretendSlack
from tests.adapters.surfaces.web.fake_desk import FakeDesk
from tests.adapters.surfaces.web.samples import full_card, item_card

SECRET = "a signing secret for tests only"
PATIENCE = 20.0
"""Seconds that a call of ours may take; so many that no busy machine is mistaken for a Slack that stalls."""
IMPATIENT = pytest.mark.parametrize("patience", [0.3])
"""For a test in which Slack stalls."""
KIM, VIC = "UKIM0001", "UVIC0001"


def settings_for(pretend: PretendSlack, **changes: object) -> SlackSettings:
    """Settings that lead to the pretend Slack."""
    plain: dict[str, object] = {
        "bot_token": "xoxb-test",
        "signing_secret": SECRET,
        "mode": "http",
        "workspace": TEAM,
        "approvers": KIM,
        "language": "en",
        "base_url": f"{pretend.url}/api/",
        "patience": PATIENCE,
    }
    return SlackSettings(**{**plain, **changes})  # type: ignore[arg-type]  # each name has its own type


@pytest.fixture
async def pretend() -> AsyncIterator[PretendSlack]:
    """An empty workspace."""
    async with PretendSlack() as slack:
        yield slack


@pytest.fixture
def desk() -> FakeDesk:
    """A desk that knows Kim."""
    kim = Me(name="Kim", language="en", channels=())
    return FakeDesk({KIM: kim}, full_card(), item_card(43))


@pytest.fixture
def patience() -> float:
    """Seconds that a call of ours may take."""
    return PATIENCE


@pytest.fixture
async def slack(pretend: PretendSlack, desk: FakeDesk, patience: float) -> AsyncIterator[Slack]:
    """Our surface."""
    made = Slack(settings=settings_for(pretend, patience=patience), hear=desk.hear)
    yield made
    await made.close()
