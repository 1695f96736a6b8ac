"""The app package: Teams would take it, and it offers what the code hears."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from adapters.surfaces.teams.manifest import (
    COMMANDS,
    MESSAGE_ACTIONS,
    READS_THREADS,
    manifest,
    package,
    translated,
)
from adapters.surfaces.teams.wishes import chosen
from bot.__main__ import app
from bot.errors import BadSetting
from bot.lines import from_line
from tests.adapters.surfaces.teams.manifest_rules import Picture, faults_of

APP, URL = "aaaaaaaa-0000-4000-8000-000000000001", "https://team.example/"


@pytest.mark.parametrize("keep_notes", [True, False])
def test_teams_would_take_it(*, keep_notes: bool) -> None:
    made = manifest(APP, URL, keep_notes=keep_notes)
    assert list(faults_of(made)) == []
    assert made["id"] == made["bots"][0]["botId"] == made["composeExtensions"][0]["botId"] == APP
    assert made["validDomains"] == ["team.example"]
    assert (READS_THREADS in json.dumps(made)) is keep_notes


FAULTS: list[tuple[str, Callable[[dict[str, Any]], object]]] = [
    ("name.short: length", lambda made: made["name"].update(short="x" * 31)),
    ("id: pattern", lambda made: made.update(id="x")),
    ("bots: length", lambda made: made.update(bots=made["bots"] + [{"botId": APP, "scopes": ["team"]}])),
    (": no icons", lambda made: made.pop("icons")),
    ("tabs: unknown", lambda made: made.update(tabs=[])),
    ("developer.privacyUrl: pattern", lambda made: made["developer"].update(privacyUrl="http://x")),
    ("version: pattern", lambda made: made.update(version="1.0")),
]


@pytest.mark.parametrize(("fault", "spoil"), FAULTS)
def test_what_teams_would_not_take_is_found(fault: str, spoil: Callable[[dict[str, Any]], object]) -> None:
    made = manifest(APP, URL)
    spoil(made)
    assert list(faults_of(made)) == [fault]


@pytest.mark.parametrize(
    ("app_id", "url"), [("", URL), ("x", URL), (APP, ""), (APP, "http://team.example"), (APP, "https://")]
)
def test_without_an_app_id_and_a_safe_address_there_is_none(app_id: str, url: str) -> None:
    with pytest.raises(BadSetting, match=r"--(app-id|url)"):
        manifest(app_id, url)


@pytest.mark.parametrize("line", sorted({line for commands in COMMANDS.values() for line, _ in commands}))
def test_every_command_that_is_offered_is_understood(line: str) -> None:
    assert from_line("" if line == "queue" else line)


@pytest.mark.parametrize("entry", [name for name, _, _ in MESSAGE_ACTIONS])
def test_every_entry_of_a_messages_menu_is_heard(entry: str) -> None:
    assert chosen(entry, 42)


def test_the_package_has_the_manifest_its_icons_and_its_german_words() -> None:
    made = package(APP, URL, keep_notes=True)
    assert made == package(APP, URL, keep_notes=True)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        files = {name: archive.read(name) for name in archive.namelist()}
    assert set(files) == {"manifest.json", "de.json", "color.png", "outline.png"}
    said = json.loads(files["manifest.json"])
    assert set(said["icons"].values()) | {"manifest.json", "de.json"} == set(files)
    color, outline = Picture.of(files["color.png"]), Picture.of(files["outline.png"])
    assert (color.width, color.height, outline.width, outline.height) == (192, 192, 32, 32)
    assert {point[3] for point in color.points} == {255}
    assert len(set(color.points)) > 20
    assert {point[:3] for point in outline.points} == {b"\xff\xff\xff"}
    assert {0, 255} <= {point[3] for point in outline.points}


def test_every_text_of_the_manifest_has_its_german_one_within_the_same_length() -> None:
    made, german = manifest(APP, URL), translated("de")
    for place, commands in enumerate(made["bots"][0]["commandLists"]):
        for number, command in enumerate(commands["commands"]):
            said = german.pop(f"bots[0].commandLists[{place}].commands[{number}].description")
            assert said != command["description"]
            command["description"] = said
    for number, action in enumerate(made["composeExtensions"][0]["commands"]):
        for name in ("title", "description"):
            action[name] = german.pop(f"composeExtensions[0].commands[{number}].{name}")
    for name in ("name.short", "description.short", "description.full"):
        first, last = name.split(".")
        made[first][last] = german.pop(name)
    assert list(german) == ["$schema"]
    assert list(faults_of(made)) == []


def test_the_command_writes_the_package_and_says_what_is_missing(tmp_path: Path) -> None:
    target = tmp_path / "app.zip"
    known = {"AUGENHOEHE_TEAMS_APP_ID": APP, "AUGENHOEHE_TEAMS_PUBLIC_URL": URL, "LANG": "de_DE.UTF-8"}
    done = CliRunner().invoke(app, ["teams", "manifest", "--target", str(target)], env=known)
    assert (done.exit_code, done.stdout.strip()) == (0, str(target))
    assert zipfile.is_zipfile(target)
    missing = CliRunner().invoke(
        app, ["teams", "manifest", "--target", str(target)], env={**known, "AUGENHOEHE_TEAMS_APP_ID": ""}
    )
    assert missing.exit_code == 1
    assert "--app-id" in missing.output
