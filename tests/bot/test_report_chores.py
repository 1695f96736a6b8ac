"""`augenhoehe report`: read in the terminal, or kept as a file by a lead."""

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.chores import new_token
from bot.config import load
from bot.spreadsheet import MARK

RUNNER = CliRunner()


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with a lead and an approver."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUGENHOEHE_DATA", str(tmp_path))
    monkeypatch.setenv("LANG", "en")
    for name in ("Lea", "Ari"):
        asyncio.run(new_token(load({"AUGENHOEHE_DATA": str(tmp_path)}), name, "", "en"))
    return tmp_path


def ran(*words: str) -> tuple[int, str]:
    done = RUNNER.invoke(app, ["report", *words])
    return done.exit_code, done.output


def test_a_report_is_read_or_kept(team: Path) -> None:
    code, said = ran("--from", "2026-11-01", "--to", "2026-11-15")
    assert (code, said.splitlines()[0]) == (0, "Report: Sun, Nov 1 to Sun, Nov 15, 2026")
    target = team / "kept.csv"
    assert ran("2026-11-02", "--csv", str(target)) == (0, f"{target}\n")
    assert target.read_text(encoding="utf-8").startswith(f"{MARK}Part,When,What,Number\n")


def test_what_is_refused_says_why_and_writes_nothing(team: Path) -> None:
    target = team / "kept.csv"
    code, said = ran("--csv", str(target), "--as", "Ari")
    assert (code, "Exporting is for leads" in said, target.exists()) == (1, True, False)
    code, said = ran("sometime", "--csv", str(target))
    assert (code, "are no days" in said, target.exists()) == (1, True, False)
    code, said = ran("sometime")
    assert "are no days" in said
