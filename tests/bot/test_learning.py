"""`augenhoehe learn` in the terminal, over the demo's community: nothing is written that nobody confirmed."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from adapters.platforms.demo import Demo
from adapters.platforms.demo.book import Written
from adapters.platforms.demo_settings import DemoSettings
from bot.__main__ import app
from prompts.loader import load
from tests.bot.test_prompting import asked

RUNNER = CliRunner()
REPLY = "Hallo Vera, das freut uns riesig und macht hier gerade allen gute Laune. Danke dir! ^mk"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A team's own library, and a community where its brand has replied before."""
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("AUGENHOEHE_DATA", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    asked(tmp_path / "library")
    community = tmp_path / "demo"
    community.mkdir()
    demo = Demo(DemoSettings(folder=community))
    with demo.store.writing() as book:
        comment = "Der beste Haferdrink, den ich kenne!"
        above = book.write(Written(post="barista-vanille", author="Vera", text=comment))
        for end in ("", " Bis bald!", " Nochmal danke!", " Schön!", " Toll!", " Super!"):
            text = REPLY.replace(" ^mk", f"{end} ^mk")
            book.write(Written(post="barista-vanille", parent=above.id, text=text, ours=True))
    demo.store.close()
    return tmp_path / "library"


def learn(answers: str, *more: str, code: int = 0) -> str:
    result = RUNNER.invoke(app, ["learn", *more], input=answers)
    assert result.exit_code == code, result.output
    return result.output


def test_each_piece_is_confirmed_or_left_out(folder: Path) -> None:
    before = load(folder)
    told = learn("n\n" * 30, "--library", str(folder))
    assert "6 of your replies" in told
    assert "You sign with “^mk”" in told
    assert "You say “du” to people" in told
    assert load(folder) == before
    told = learn("y\n" * 30, "--library", str(folder))
    assert "Written:" in told
    now = load(folder)
    assert (now.brand.address["de"], now.brand.signature) == ("du", "^mk")
    assert len(now.brand.words_use) > len(before.brand.words_use)
    (example,) = now.kinds["praise"].examples[len(before.kinds["praise"].examples) :]
    assert example.reply.startswith("Hallo {author}, das freut uns riesig")
    assert not learn("y\n" * 30, "--library", str(folder)).count("→"), "it is known now"


@pytest.mark.usefixtures("folder")
def test_the_library_of_the_demo_is_left_alone() -> None:
    assert "augenhoehe init" in learn("", code=1)


def test_a_few_replies_teach_nothing(folder: Path) -> None:
    assert "too few" in learn("", "--library", str(folder), "--limit", "2")
