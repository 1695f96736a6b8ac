"""What the docs repeat from the code is as the code is now."""

from pathlib import Path

import pytest

from bot.config import describe
from bot.settings_docs import MANIFEST, PAGE, manifest, page
from bot.settings_rows import Row
from tests.house import diagram
from tests.house.bars import ROOT

DOCS = ROOT / "docs"
PLATFORMS = sorted(
    path.stem
    for path in (ROOT / "adapters" / "platforms").iterdir()
    if not path.name.startswith("_") and (path.suffix == ".py" or (path / "__init__.py").exists())
)
ADAPTERS = [name for name in PLATFORMS if not name.endswith("_settings")]


def test_the_page_of_settings_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m bot.settings_docs"


def test_the_manifest_asks_for_settings_as_they_are() -> None:
    text = MANIFEST.read_text(encoding="utf-8")
    assert text == manifest(text), "run python -m bot.settings_docs"


@pytest.mark.parametrize("row", describe(), ids=lambda row: row.path)
def test_every_setting_says_what_it_is_for(row: Row) -> None:
    assert len(row.description) > 10
    assert "|" not in row.description, "it would end its column of the table"


def test_no_two_settings_share_a_variable() -> None:
    variables = [name for row in describe() for name in row.variables()]
    assert len(variables) == len(set(variables))


def test_the_state_diagram_is_drawn_from_the_table() -> None:
    text = diagram.PAGE.read_text(encoding="utf-8")
    assert diagram.diagram() in text, (
        f"put {diagram.BEGIN}{diagram.END} there; run python -m tests.house.diagram"
    )


def test_a_diagram_that_is_out_of_date_is_drawn_anew(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_text(f"before\n{diagram.BEGIN}\nold\n{diagram.END}\nafter\n", encoding="utf-8")
    diagram.main(file)
    text = file.read_text(encoding="utf-8")
    assert "old" not in text
    assert "approved --> posting: start" in text
    assert text.startswith("before")
    assert text.endswith("after\n")


@pytest.mark.parametrize("name", ADAPTERS)
def test_every_platform_inherits_the_contract(name: str) -> None:
    tests = (ROOT / "tests" / "adapters" / "platforms").rglob("*.py")
    texts = [path.read_text(encoding="utf-8") for path in tests if name in str(path)]
    assert any("tests.contracts.platform" in text for text in texts)


@pytest.mark.parametrize("name", ADAPTERS)
def test_every_platform_has_its_row_in_the_docs(name: str) -> None:
    rows = [
        line for line in (DOCS / "platforms.md").read_text(encoding="utf-8").splitlines() if line[:1] == "|"
    ]
    assert any(name.casefold() in row.casefold() for row in rows)
