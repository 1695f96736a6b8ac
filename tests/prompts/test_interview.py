"""A library is made of answers, whole or not at all, and never over somebody's own."""

from pathlib import Path

import pytest

from bot.errors import BadSetting
from prompts.interview import QUESTIONS, Answers, write
from prompts.loader import load

ANSWERS: Answers = {each.key: each.usual for each in QUESTIONS} | {"name": "Hofgut"}


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("place", ["", "new", "deep/er"])
def test_it_is_made_in_an_empty_place_or_beside_other_things(tmp_path: Path, place: str) -> None:
    (tmp_path / "README.md").write_text("Ours.", encoding="utf-8")
    (tmp_path / "kinds").mkdir()
    write(tmp_path / place, ANSWERS)
    assert load(tmp_path / place).brand.name == "Hofgut"
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "Ours."
    assert not [name for name in tree(tmp_path) if name.startswith(".")]


@pytest.mark.parametrize(
    "name", ["brand.toml", "guidelines.md", "netiquette.md", "triage.md", "kinds/praise.md", "facts/x.md"]
)
def test_what_a_team_wrote_is_never_written_over(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("Three weeks of work", encoding="utf-8")
    before = tree(tmp_path)
    with pytest.raises(BadSetting, match="already"):
        write(tmp_path, ANSWERS)
    assert tree(tmp_path) == before


@pytest.mark.parametrize("wrong", [{"languages": "deutsch"}, {"name": "{{ x }}"}, {"name": " "}])
def test_answers_that_make_no_library_leave_nothing_behind(tmp_path: Path, wrong: Answers) -> None:
    for folder in (tmp_path, tmp_path / "new"):
        with pytest.raises(BadSetting):
            write(folder, {**ANSWERS, **wrong})
        assert list(tmp_path.iterdir()) == []
