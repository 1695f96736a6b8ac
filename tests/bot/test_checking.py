"""`augenhoehe check`: what it says of the prompt library; what it says of Slack is in test_slack_chores."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from bot.checking import check
from bot.chores import migrate
from bot.config import load
from bot.serving import _greeting
from prompts.loader import LIBRARY

NOTHING = {"LANG": "en", "AUGENHOEHE_DATA": "data"}
BLOG = """
[community]
mode = "own"

[[platforms.wordpress]]
name = "blog"
url = "http://127.0.0.1:9"
user = "bot"
channels = [["web", "team"]]
"""


async def test_what_the_demo_makes_no_use_of_is_named_at_start_and_in_the_check(tmp_path: Path) -> None:
    roster = '[[roster]]\nperson = "Kim"\nhours = "08:00-16:00"\n'
    (tmp_path / "augenhoehe.toml").write_text(BLOG.replace('"own"', '"demo"') + roster, encoding="utf-8")
    environ = {
        "AUGENHOEHE_DATA": str(tmp_path),
        "AUGENHOEHE_CONFIG": str(tmp_path / "augenhoehe.toml"),
        "AUGENHOEHE_WORDPRESS_BLOG_PASSWORD": "abcd efgh",
        "LANG": "en",
    }
    settings = load(environ, tmp_path)
    said: list[str] = []
    await check(environ, said.append)
    told = "Not used in the demo: [[platforms.wordpress]], [[roster]]. Set the mode “own” under [community]."
    assert f"hint  settings   {told}" in said
    assert told in [str(words) for words in _greeting(settings, "http://localhost/")]
    assert load(environ | {"AUGENHOEHE_COMMUNITY_MODE": "own"}, tmp_path).unused == ()


async def test_where_nothing_was_set_or_has_run_a_check_invites_and_finds_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything is looked at all the same, and the database stays as it was: empty."""
    monkeypatch.chdir(tmp_path)
    said: list[str] = []
    assert await check(NOTHING, said.append), said
    hints = [line for line in said if line.startswith("hint")]
    assert [line.split()[1] for line in said] == [
        *("settings", "settings", "database", "migrations", "engine", "demo", "web", "drafts", "audit")
    ]
    assert "augenhoehe demo" in hints[0]
    assert "augenhoehe init" in hints[0]
    assert "is empty" in hints[1]
    with sqlite3.connect(tmp_path / "data" / "demo" / "augenhoehe.db") as kept:
        assert kept.execute("select name from sqlite_master").fetchall() == []
    kept.close()


async def checked(environ: dict[str, str]) -> tuple[bool, list[str]]:
    said: list[str] = []
    fine = await check(environ, said.append)
    return fine, [line for line in said if line.split()[1] == "library"]


async def test_a_real_community_on_the_demos_library_is_a_hint_and_no_fault(tmp_path: Path) -> None:
    environ = {"AUGENHOEHE_DATA": str(tmp_path), "LANG": "en"}
    await migrate(load(environ, tmp_path))
    assert await checked(environ) == (True, [])
    (tmp_path / "augenhoehe.toml").write_text(BLOG, encoding="utf-8")
    real = environ | {
        "AUGENHOEHE_CONFIG": str(tmp_path / "augenhoehe.toml"),
        "AUGENHOEHE_WORDPRESS_BLOG_PASSWORD": "abcd efgh",
    }
    await migrate(load(real, tmp_path))
    _, (line,) = await checked(real)
    assert line.startswith("hint  library")
    assert "augenhoehe init" in line
    shutil.copytree(LIBRARY, tmp_path / "ours")
    assert (await checked(real | {"AUGENHOEHE_MODEL_LIBRARY": str(tmp_path / "ours")}))[1] == []
