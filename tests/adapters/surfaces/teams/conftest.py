"""A pretend Teams, and our surface in front of it."""

from collections.abc import AsyncIterator, Mapping, Sequence

import pytest

from adapters.surfaces.teams.settings import TeamsSettings
from adapters.surfaces.teams.surface import Teams
from bot.views import Me
from tests.adapters.surfaces.teams.member import KIM, VIC, Member
from tests.adapters.surfaces.teams.pretend import APP, SECRET, TENANT, PretendTeams
from tests.adapters.surfaces.web.fake_desk import FakeDesk
from tests.adapters.surfaces.web.samples import full_card, item_card

PATIENCE = 20.0
"""Seconds that a call of ours may take; so many that no busy machine is mistaken for a Teams that stalls."""
IMPATIENT = pytest.mark.parametrize("patience", [0.3])
"""For a test in which Teams stalls."""


class Notebook:
    """The surface's memory, in memory. Storage's own is used in the story."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.places: dict[tuple[str, str], int] = {}

    async def facts(self, beginning: str) -> Mapping[str, str]:
        return {name: value for name, value in self.kept.items() if name.startswith(beginning)}

    async def set_fact(self, name: str, value: str | None) -> None:
        if value is None:
            self.kept.pop(name, None)
        else:
            self.kept[name] = value

    async def item_at(self, channel: str, messages: Sequence[str]) -> int | None:
        return next((self.places[channel, one] for one in messages if (channel, one) in self.places), None)

    async def place_of(self, item: int, channel: str) -> str:
        found = [one for (at, one), known in self.places.items() if (at, known) == (channel, item)]
        return found[0] if found else ""


def settings_for(pretend: PretendTeams, **changes: object) -> TeamsSettings:
    """Settings that lead to the pretend Teams."""
    plain: dict[str, object] = {
        "app_id": APP,
        "app_password": SECRET,
        "tenant": TENANT,
        "approvers": KIM,
        "language": "en",
        "service_url": pretend.service_url or "http://127.0.0.1:9/",
        "service_hosts": "127.0.0.1",
        "login_url": f"{pretend.url or 'http://127.0.0.1:9'}/login",
        "openid_url": f"{pretend.url or 'http://127.0.0.1:9'}/openid",
        "public_url": "https://queue.example",
        "patience": PATIENCE,
    }
    return TeamsSettings(**{**plain, **changes})  # type: ignore[arg-type]  # each name has its own type


@pytest.fixture
async def pretend() -> AsyncIterator[PretendTeams]:
    """A tenant with one team."""
    async with PretendTeams() as teams:
        teams.add_person(KIM, "Kim")
        teams.add_person(VIC, "Vic")
        yield teams


@pytest.fixture
def desk() -> FakeDesk:
    """A desk that knows Kim."""
    kim = Me(name="Kim", language="en", channels=())
    return FakeDesk({KIM: kim}, full_card(), item_card(43))


@pytest.fixture
def notebook() -> Notebook:
    """An empty memory."""
    return Notebook()


@pytest.fixture
def patience() -> float:
    """Seconds that a call of ours may take."""
    return PATIENCE


@pytest.fixture
async def teams(
    pretend: PretendTeams, desk: FakeDesk, notebook: Notebook, patience: float
) -> AsyncIterator[Teams]:
    """Our surface."""
    made = Teams(settings=settings_for(pretend, patience=patience), hear=desk.hear, memory=notebook)
    yield made
    await made.close()


@pytest.fixture
async def kim(teams: Teams, pretend: PretendTeams) -> AsyncIterator[Member]:
    """Kim, with Teams open."""
    member = Member(teams, pretend)
    yield member
    await member.http.aclose()
