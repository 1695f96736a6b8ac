"""What an operator does about Teams from the terminal; and that a program without it never loads it."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.bootstrap import assemble
from bot.checking import check
from bot.chores import migrate
from bot.config import load, load_demo
from bot.domain.people import Role
from bot.errors import BadSetting
from bot.program import running
from tests.adapters.surfaces.teams.pretend import (
    APP,
    CHANNEL,
    SECRET,
    TENANT,
    PretendTeams,
    card_of,
    words,
)

Environ = dict[str, str]
KIM = "cccccccc-0000-4000-8000-00000000000a"
LAZY = """
import sys
from bot.bootstrap import assemble
from bot.config import load
assemble(load({"AUGENHOEHE_DATA": sys.argv[1]}))
print({name.split(".")[0] for name in sys.modules} & {"botbuilder", "botframework", "jwt", "aiohttp"})
"""


@pytest.fixture
async def pretend() -> AsyncIterator[PretendTeams]:
    async with PretendTeams() as teams:
        teams.add_person(KIM, "Kim")
        yield teams


@pytest.fixture
async def environ(pretend: PretendTeams, tmp_path: Path) -> Environ:
    """A demo that is shown in the pretend Teams, with its database."""
    made = {
        "AUGENHOEHE_DATA": str(tmp_path),
        "AUGENHOEHE_DEMO_TEAMS_CHANNEL": CHANNEL,
        "AUGENHOEHE_TEAMS_APP_ID": APP,
        "AUGENHOEHE_TEAMS_APP_PASSWORD": SECRET,
        "AUGENHOEHE_TEAMS_TENANT": TENANT,
        "AUGENHOEHE_TEAMS_LEADS": "kim@team.example",
        "AUGENHOEHE_TEAMS_APPROVERS": CHANNEL,
        "AUGENHOEHE_TEAMS_SERVICE_URL": pretend.service_url,
        "AUGENHOEHE_TEAMS_SERVICE_HOSTS": "127.0.0.1",
        "AUGENHOEHE_TEAMS_LOGIN_URL": f"{pretend.url}/login",
        "AUGENHOEHE_TEAMS_OPENID_URL": f"{pretend.url}/openid",
    }
    await migrate(load(made, tmp_path))
    return made


async def checked(environ: Environ, *, test_card: bool = False) -> tuple[bool, list[str]]:
    """Whether all is in order, and what is said about Teams."""
    said: list[str] = []
    fine = await check(environ, said.append, test_card=test_card)
    return fine, [line for line in said if "teams" in line]


async def test_check_proves_the_secret_and_the_channels(pretend: PretendTeams, environ: Environ) -> None:
    assert await checked(environ) == (True, ["ok    teams"])
    pretend.rooms[CHANNEL].trouble = (403, "BotNotInConversationRoster")
    fine, (line,) = await checked(environ)
    assert not fine
    assert "add the app to the team" in line
    fine, (line,) = await checked({**environ, "AUGENHOEHE_TEAMS_APP_PASSWORD": "expired"})
    assert line.startswith("FAULT teams")
    assert "secret" in line
    assert pretend.messages == []


async def test_a_test_card_is_posted_on_request(pretend: PretendTeams, environ: Environ) -> None:
    fine, lines = await checked(environ, test_card=True)
    assert (fine, lines) == (True, ["ok    teams", f"ok    teams {CHANNEL}"])
    (message,) = pretend.messages
    assert "Testkarte" in words(card_of(message))


async def test_the_emulators_mode_is_a_fault_that_is_said(environ: Environ, pretend: PretendTeams) -> None:
    open_to_all = {name: text for name, text in environ.items() if "APP_" not in name}
    open_to_all["AUGENHOEHE_TEAMS_NO_SIGN_IN"] = "yes"
    assert pretend.calls["token"] == 0
    pretend.rooms[CHANNEL].trouble = None
    fine, lines = await checked(open_to_all)
    assert not fine
    assert any("WITHOUT SIGNING IN" in line for line in lines)
    with pytest.raises(BadSetting, match="emulator"):
        load({**open_to_all, "AUGENHOEHE_WEB_HOST": "0.0.0.0"})  # noqa: S104  # that is the point


async def test_whom_the_settings_name_is_let_in(environ: Environ, tmp_path: Path) -> None:
    parts = assemble(load(environ, tmp_path))
    async with running(parts, work=False):
        for _ in range(200):
            async with parts.database.read() as work:
                kim = await work.people.by_account("teams", KIM)
            if kim:
                break
            await asyncio.sleep(0.02)
    assert kim
    assert (kim.name, kim.role) == ("Kim", Role.LEAD)


def test_the_demo_shows_nothing_to_anybodys_teams(environ: Environ, tmp_path: Path) -> None:
    assert not load_demo(environ, tmp_path).teams.enabled


def test_the_secret_is_one_for_the_logs(environ: Environ, tmp_path: Path) -> None:
    assert SECRET in load(environ, tmp_path).secrets()


def test_a_program_without_teams_never_loads_it(tmp_path: Path) -> None:
    """It would cost half a second and fifty megabytes."""
    done = subprocess.run(
        [sys.executable, "-c", LAZY, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
