"""What hosting platforms read is well-formed, and names only what exists."""

import re
import shlex
import tomllib
from typing import Any

import pytest
from typer.main import get_command

from bot.__main__ import app
from bot.config import describe
from bot.settings_deploying import GENERATED
from tests.house.bars import ROOT
from tests.house.manifest import Manifest

MANIFEST = Manifest.model_validate_json((ROOT / "app.json").read_text(encoding="utf-8"))
PROCESSES = dict(
    line.split(": ", 1) for line in (ROOT / "Procfile").read_text(encoding="utf-8").splitlines() if line
)


def test_every_process_of_the_formation_is_declared() -> None:
    assert set(MANIFEST.formation) == set(PROCESSES) - {"release"}


def test_the_database_that_several_processes_can_share_comes_along() -> None:
    assert [addon.plan.partition(":")[0] for addon in MANIFEST.addons] == ["heroku-postgresql"]


def commands() -> list[str]:
    """Every command that a hosting platform runs."""
    scripts = MANIFEST.scripts
    dokku = scripts.dokku.predeploy if scripts.dokku else None
    return [*PROCESSES.values(), *(command for command in (scripts.postdeploy, dokku) if command)]


@pytest.mark.parametrize("command", commands())
def test_every_command_exists_with_its_options(command: str) -> None:
    program, name, *options = shlex.split(command)
    # Any: the command line library has no public type for a group.
    group: Any = get_command(app)
    known = {text for parameter in group.commands[name].params for text in parameter.opts}
    assert program == "augenhoehe"
    assert {option for option in options if option.startswith("--")} <= known


def test_every_secret_that_can_be_made_up_is() -> None:
    assert {name for name, variable in MANIFEST.env.items() if variable.generator} == GENERATED


def test_no_secret_stands_in_the_manifest() -> None:
    secrets = {row.variable(row.last) for row in describe() if row.secret}
    assert not [name for name in secrets & set(MANIFEST.env) if MANIFEST.env[name].value]


def test_what_the_container_sets_is_a_setting() -> None:
    text = (ROOT / "Containerfile").read_text(encoding="utf-8")
    known = {name for row in describe() for name in row.variables()}
    assert set(re.findall(r"AUGENHOEHE_\w+", text)) <= known


def test_the_container_installs_what_is_packaged() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8")
    with (ROOT / "pyproject.toml").open("rb") as file:
        packages = tomllib.load(file)["tool"]["setuptools"]["packages"]["find"]["include"]
    assert all(f"!{package.removesuffix('*')}/" in ignored for package in packages)
