"""What an operator does about Slack from the terminal: check it, rebuild its threads, show the demo there."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.bootstrap import assemble, made_up
from bot.checking import check
from bot.chores import migrate, rebuild
from bot.config import load, load_demo
from bot.desk.intake import take_page
from bot.desk.showing import show_step
from bot.domain.community import Author, Comment, Cursor, Page, Post
from bot.domain.people import Role
from bot.errors import BadSetting, NotFound
from tests.adapters.surfaces.slack.linter import public_leaves
from tests.adapters.surfaces.slack.pretend_slack import CHANNEL, TEAM, PretendSlack
from tests.world import LONG_AGO

Environ = dict[str, str]


@pytest.fixture
async def pretend() -> AsyncIterator[PretendSlack]:
    async with PretendSlack() as slack:
        yield slack


@pytest.fixture
async def environ(pretend: PretendSlack, tmp_path: Path) -> Environ:
    """A demo that is shown in the pretend Slack, with its database."""
    made = {
        "AUGENHOEHE_DATA": str(tmp_path),
        "AUGENHOEHE_DEMO_SLACK_CHANNEL": CHANNEL,
        "AUGENHOEHE_SLACK_BOT_TOKEN": "xoxb-1",
        "AUGENHOEHE_SLACK_APP_TOKEN": "xapp-1",
        "AUGENHOEHE_SLACK_WORKSPACE": TEAM,
        "AUGENHOEHE_SLACK_BASE_URL": f"{pretend.url}/api/",
    }
    await migrate(load(made, tmp_path))
    return made


async def checked(environ: Environ, *, test_card: bool = False) -> tuple[bool, list[str]]:
    """Whether all is in order, and what is said about Slack."""
    said: list[str] = []
    fine = await check(environ, said.append, test_card=test_card)
    return fine, [line for line in said if "slack" in line]


async def test_check_proves_the_tokens_the_rights_and_the_channels(
    pretend: PretendSlack, environ: Environ
) -> None:
    assert await checked(environ) == (True, ["ok    slack"])
    assert pretend.calls["apps.connections.open"] == 1
    pretend.fail_next("apps.connections.open", "invalid_auth")
    fine, (line,) = await checked(environ)
    assert not fine
    assert "does not accept our token" in line
    pretend.rooms[CHANNEL].trouble = "is_archived"
    pretend.granted = pretend.granted.replace("chat:write", "")
    fine, (line,) = await checked(environ)
    assert "chat:write" in line
    pretend.fail_next("auth.test", "html")
    fine, (line,) = await checked(environ)
    assert line.startswith("FAULT slack")
    assert pretend.messages == []


async def test_a_test_card_is_posted_on_request(pretend: PretendSlack, environ: Environ) -> None:
    fine, lines = await checked(environ, test_card=True)
    assert fine
    assert f"ok    slack {CHANNEL}" in lines
    (message,) = pretend.messages
    assert "Testkarte" in "".join(public_leaves(message["blocks"]))
    pretend.rooms[CHANNEL].trouble = "not_in_channel"
    fine, lines = await checked(environ, test_card=True)
    assert [line[:11] for line in lines] == ["FAULT slack"] * 2
    assert "/invite" in lines[1]


async def test_lost_threads_are_rebuilt(pretend: PretendSlack, environ: Environ, tmp_path: Path) -> None:
    settings = load(environ, tmp_path)
    await _two_threads(environ, tmp_path)
    assert len(pretend.messages) == 2
    del pretend.messages[0]
    assert await rebuild(settings, "slack", "", everything=False) == 1
    assert await rebuild(settings, "slack", "Lea", everything=True) == 1
    with pytest.raises(NotFound, match="attic"):
        await rebuild(settings, "attic", "Lea", everything=False)


async def _two_threads(environ: Environ, folder: Path) -> None:
    parts = assemble(load(environ, folder))
    async with parts.database.work() as work:
        await work.people.add("Lea", Role.LEAD, "de")
        await work.sources.open(parts.desk.policy.watches[0].source, LONG_AGO)
        await take_page(work, parts.desk, parts.desk.policy.watches[0], _page())
    lane = f"show:slack:{CHANNEL}"
    while await show_step(parts.desk, lane):
        pass
    await parts.desk.surfaces["slack"].close()
    await parts.database.close()


def _page() -> Page:
    post = Post(id="p1", title="A post", url="https://example.invalid/p1", language="de")
    comments = [
        Comment(
            platform="demo",
            source="page",
            id=f"c{number}",
            post=post,
            author=Author(id=f"a{number}", name="Anna"),
            text="Hallo?",
            published=LONG_AGO,
        )
        for number in range(2)
    ]
    return Page(cursor=Cursor(since=LONG_AGO), comments=tuple(comments))


async def test_the_demo_comes_into_ones_own_slack_with_ones_own_key(environ: Environ, tmp_path: Path) -> None:
    given = {**environ, "AUGENHOEHE_MODEL_MODEL": "small", "AUGENHOEHE_COMMUNITY_MODE": "own"}
    settings = load_demo(given, tmp_path, slack=True)
    assert settings.demo
    assert settings.slack.enabled
    assert settings.drafting.model == "small"
    assert "Your Slack" in str(made_up(settings))
    # Nobody there is told of a danger that was made up.
    assert not settings.demo_community.day
    parts = assemble(settings)
    assert parts.desk.policy.rooms("slack") == (CHANNEL,)
    await parts.database.close()
    alone = load_demo(given)
    assert not alone.slack.enabled
    assert "nothing leaves" in str(made_up(alone))


def test_the_demo_reads_the_files_section_of_slack_and_no_other(tmp_path: Path) -> None:
    file = '[slack]\nworkspace = "T0001"\n[demo]\nslack_channel = "C1"\n[[platforms.wordpress]]\nurl = "x"\n'
    (tmp_path / "augenhoehe.toml").write_text(file)
    tokens = {"AUGENHOEHE_SLACK_BOT_TOKEN": "xoxb-1", "AUGENHOEHE_SLACK_APP_TOKEN": "xapp-1"}
    settings = load_demo(tokens | {"AUGENHOEHE_DATA": str(tmp_path)}, tmp_path, slack=True)
    assert (settings.slack.workspace, settings.platforms) == ("T0001", ())
    for missing in ({}, {**tokens, "AUGENHOEHE_DEMO_SLACK_CHANNEL": ""}):
        (tmp_path / "augenhoehe.toml").write_text('[slack]\nworkspace = "T0001"\n')
        with pytest.raises(BadSetting, match="--channel"):
            load_demo(missing | {"AUGENHOEHE_DATA": str(tmp_path)}, tmp_path, slack=True)
