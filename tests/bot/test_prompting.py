"""The command line for community managers, from the first question to a draft."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from prompts.loader import load

RUNNER = CliRunner()
ANSWERS = (
    'Seifen "Kiste"', "de, en", "Ihr", "Sie", "Mira und Jonas", "^MJ", "ruhig und nah.", "Seife", "Duschgel",
    "Mo bis Fr", "seifenkiste.example", "", "", "",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    for name in ("AUGENHOEHE_MODEL_LIBRARY", "AUGENHOEHE_CONFIG"):
        monkeypatch.delenv(name, raising=False)


def told(*arguments: str, code: int = 0, answers: tuple[str, ...] = ()) -> str:
    result = RUNNER.invoke(app, list(arguments), input="".join(f"{answer}\n" for answer in answers))
    assert result.exit_code == code, result.output
    return result.output


def asked(folder: Path) -> str:
    return told("init", str(folder), answers=ANSWERS)


def test_init_makes_a_library_of_the_answers(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    assert "Please choose from: du, sie." in asked(folder)
    library = load(folder)
    assert library.brand.name == 'Seifen "Kiste"'
    assert (library.brand.address["de"], library.brand.signature) == ("sie", "^MJ")
    assert library.brand.links_allowed == ("seifenkiste.example",)
    assert "Duschgel" in library.brand.words_avoid
    assert "Es antwortet: Mira und Jonas." in library.guidelines
    assert "**Wie es sich anfühlt.** ruhig und nah.\n" in library.guidelines
    assert library.netiquette.count('Seifen "Kiste"') == 1
    assert library.facts == {}
    assert "0 mistakes" in told("prompts", "lint", "--library", str(folder))


def test_init_never_writes_over_a_library_and_leaves_no_half_one(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    asked(folder)
    assert "already" in told("init", str(folder), code=1, answers=ANSWERS)
    other = tmp_path / "other"
    answers: tuple[str, ...] = ("{{ 7*7 }}", *ANSWERS[1:])
    assert "without braces" in told("init", str(other), code=1, answers=answers)
    answers = (ANSWERS[0], "deutsch", "Mira", *ANSWERS[5:])
    assert "brand.toml" in told("init", str(other), code=1, answers=answers)
    assert not other.exists()


def test_the_library_of_the_settings_is_meant_when_none_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "library"
    asked(folder)
    (folder / "kinds" / "praise.md").write_text("---\nid: lob\n---\n", encoding="utf-8")
    monkeypatch.setenv("AUGENHOEHE_MODEL_LIBRARY", str(folder))
    assert "kinds/praise.md, line " in told("prompts", "lint", code=1)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("AUGENHOEHE_MODEL_LIBRARY")
    assert "0 mistakes" in told("prompts", "lint", "--check")
    assert list(tmp_path.iterdir()) == [folder], "looking makes no data folder"


def test_show_lists_and_shows() -> None:
    assert "complaint@" in told("prompts", "show")
    page = told("prompts", "show", "crisis")
    assert "→ Sofort an die Leitung" in page
    assert "## Jetzt" in page
    assert "„{quote}“" in told("prompts", "show", "complaint")
    assert "Known: " in told("prompts", "show", "poem", code=1)


def test_new_begins_a_page(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    asked(folder)
    told("prompts", "new", "gewinnspiel", "--library", str(folder))
    told("prompts", "new", "sabotage", "--route", "--library", str(folder))
    kinds = load(folder).kinds
    assert (kinds["gewinnspiel"].draft, kinds["sabotage"].draft) == (True, False)
    assert "already" in told("prompts", "new", "sabotage", "--library", str(folder), code=1)


def test_try_shows_what_would_happen() -> None:
    complaint = "Die Packung ist ausgelaufen. Und jetzt?"
    said = told("prompts", "try", complaint, "--name", "Lena K.", "--count", "3")
    assert said.startswith("Taken for complaint (de)")
    assert said.count("complaint@") == 3
    assert "Lena" in said or "Die Packung ist ausgelaufen" in said
    assert "## Jetzt" in told("prompts", "try", "Kann ich ein Interview haben?", "--kind", "press")
    assert "fact:herkunft" in told("prompts", "try", "Woher kommt euer Hafer?")


def test_test_tries_every_trial(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    asked(folder)
    page = folder / "kinds" / "praise.md"
    for other in (folder / "kinds").glob("*.md"):
        if other != page:
            other.unlink()
    (folder / "triage.md").unlink()
    assert told("prompts", "test", "--library", str(folder)).endswith(" 0 findings.\n")
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("never: [", 'never: ["danke", ', 1), encoding="utf-8")
    assert "it says “danke”" in told("prompts", "test", "--library", str(folder), code=1)
    assert "none is set up" in told("prompts", "test", "--live", code=1)
