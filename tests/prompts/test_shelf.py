"""The library is read anew without a restart, and a mistake in it stops nobody's work."""

import os
from functools import partial
from pathlib import Path

import pytest

from prompts.settings import DraftingSettings
from prompts.shelf import Shelf
from prompts.template_writer import TemplateWriter
from prompts.writers import open_drafter
from tests.prompts.made import PRAISE_MD, comment, request, shelf


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def write(folder: Path, praise: str, tick: list[int]) -> None:
    path = folder / "kinds" / "praise.md"
    path.write_text(praise, encoding="utf-8")
    tick[0] += 1
    # Two writes within one tick of the file system's clock must still look different.
    os.utime(path, ns=(tick[0] * 10**9, tick[0] * 10**9))


def test_a_change_is_in_use_at_once_and_a_mistake_never_is(tmp_path: Path) -> None:
    folder, clock, tick = shelf(tmp_path), Clock(), [0]
    library = Shelf(folder, clock)
    writer = TemplateWriter(library)
    asked = request(comment("Lecker!", name=""), kind="praise")
    assert "Danke dir" in str({writer.pick(asked).text}) or "freut uns" in str(writer.pick(asked).text)

    write(folder, PRAISE_MD.replace("das freut uns", "wie schön").replace("Danke dir", "Wie nett"), tick)
    before = library.library.hash
    clock.now += 2
    assert library.library.hash != before
    assert str(writer.pick(asked).text).startswith("Wie")

    good = library.library
    write(folder, PRAISE_MD.replace("version: 2", "version: zwei"), tick)
    clock.now += 2
    assert library.library is good
    assert "kinds/praise.md, line 3" in str(library.problem)
    assert "kinds/praise.md, line 3" in str(writer.problem())
    assert writer.pick(asked).text

    write(folder, PRAISE_MD, tick)
    clock.now += 2
    assert library.library.hash != good.hash
    assert library.problem is None
    assert writer.problem() is None


def test_a_new_page_and_a_removed_one_are_noticed(tmp_path: Path) -> None:
    folder, clock = shelf(tmp_path), Clock()
    library = Shelf(folder, clock)
    page = folder / "kinds" / "thanks.md"
    page.write_text(PRAISE_MD.replace("id: praise", "id: thanks"), encoding="utf-8")
    clock.now += 2
    assert set(library.library.kinds) == {"praise", "thanks"}
    page.unlink()
    clock.now += 2
    assert set(library.library.kinds) == {"praise"}


def test_what_editors_and_file_systems_lay_beside_is_no_page(tmp_path: Path) -> None:
    folder, clock = shelf(tmp_path), Clock()
    library = Shelf(folder, clock)
    good = library.library
    for place in (folder, folder / "kinds"):
        (place / ".#praise.md").symlink_to("mia@desk.4711:1")
        (place / "._praise.md").write_bytes(b"\x00\x05\x16\x07\xff")
        (place / ".praise.md.swp").write_bytes(b"b0VIM\xff")
    clock.now += 2
    assert library.library is good
    assert library.problem is None
    assert Shelf(folder, clock).library.hash == good.hash


@pytest.mark.parametrize("name", ["kinds/thanks.md", "netiquette.md"])
def test_what_cannot_be_read_leaves_the_last_good_state_in_use(tmp_path: Path, name: str) -> None:
    folder, clock = shelf(tmp_path), Clock()
    library = Shelf(folder, clock)
    good, page = library.library, folder / name
    for lay, clear in ((page.mkdir, page.rmdir), (partial(page.symlink_to, "gone"), page.unlink)):
        lay()
        clock.now += 2
        assert library.library.hash == good.hash
        assert (name in str(library.problem)) is (name.startswith("kinds") or page.exists())
        clear()
        clock.now += 2
        assert library.library.hash == good.hash
        assert library.problem is None


def test_the_house_uses_the_shelf(tmp_path: Path) -> None:
    writer = open_drafter(DraftingSettings(library=shelf(tmp_path)))
    assert isinstance(writer, TemplateWriter)
    assert writer.triage(comment("Lecker!")).kind == "praise"
    assert isinstance(writer._shelf, Shelf)


def test_a_platform_may_have_its_own_address(tmp_path: Path) -> None:
    folder = shelf(tmp_path, praise=PRAISE_MD.replace("address: du", "address: sie", 1))
    (folder / "platforms").mkdir()
    page = "---\nid: demo\nversion: 1\ntitle: Demo\naddress: {de: sie}\n---\nFörmlich.\n"
    (folder / "platforms" / "demo.md").write_text(page, encoding="utf-8")
    library = Shelf(folder).library
    assert (library.address("de", "demo"), library.address("de"), library.address("en", "demo")) == (
        "sie",
        "du",
        "you",
    )
    found = TemplateWriter(library).pick(request(comment("Lecker!", name=""), kind="praise"))
    assert found.text == "Das freut uns."
