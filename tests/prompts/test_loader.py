"""The library is read strictly: every mistake is named with file and line, and nothing in it runs."""

from pathlib import Path

import pytest

from bot.errors import BadSetting
from prompts.loader import load
from tests.prompts.made import BRAND_TOML, PRAISE_MD, shelf


def test_a_sound_library_is_read(tmp_path: Path) -> None:
    library = load(shelf(tmp_path))
    praise = library.kinds["praise"]
    assert praise.prompt == "praise@2"
    assert [example.name for example in praise.examples] == ["freut-uns", "danke-dir"]
    assert praise.stance == "## Haltung\n\nKurz bleiben."
    assert library.guidelines.startswith("# Stimme")
    assert (library.address("de"), library.address("en")) == ("du", "you")


def test_the_hash_tells_states_apart(tmp_path: Path) -> None:
    folder = shelf(tmp_path)
    before = load(folder).hash
    assert load(folder).hash == before
    (folder / "guidelines.md").write_text("Anders.", encoding="utf-8")
    assert load(folder).hash != before


@pytest.mark.parametrize(
    ("old", "new", "line", "part"),
    [
        ("version: 2", "version: 2\nfarbe: rot", 4, "“farbe” is not known"),
        ('du\n    comment: "T', 'du\n    kommentar: "T', 13, "“comment” is missing"),
        ("goal: Die Freude kommt an.\n", "", 2, "“goal” is missing"),
        ("version: 2", "version: zwei", 3, "whole number"),
        ("version: 2", "version: 0", 3, "whole number"),
        ("title: Lob", "title: 12", 4, "must be a text"),
        ("title: Lob", "title: ''", 4, "must be a text"),
        ("title: Lob", "title: !!python/object/apply:os.system ['true']", 4, "must be a text"),
        ("version: 2", "version: 2\nversion: 3", 4, "stands here twice"),
        ("name: danke-dir", "name: freut-uns", 13, "on line 8"),
        ("name: danke-dir", "name: Danke Dir", 13, "small letters"),
        ("id: praise", "id: lob", 2, "choose from: praise"),
        ("address: du", "address: you", 10, "choose from: du, sie"),
        ("language: de", "language: Deutsch", 9, "two small"),
        ("Danke dir für", "Danke {name} für", 17, "nothing else in braces"),
        ("Danke dir für", "Danke {author}, für", 17, "nothing else in braces"),
        ("Danke dir für", "Danke {quote} für", 17, "nothing else in braces"),
        ("title: Lob", "title: [Lob", 5, "cannot be read"),
        ("title: Lob", 'title: "Lob', 11, "cannot be read"),
        ("---\nid", "id", 1, "must begin with a block"),
        ("examples:\n", "examples: keine\nweitere:\n", 7, "must be a list"),
        ("## Haltung\n\nKurz bleiben.\n", "", 18, "“Markdown” is missing"),
    ],
)
def test_a_mistake_in_a_kind_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, part: str
) -> None:
    assert old in PRAISE_MD
    folder = shelf(tmp_path, praise=PRAISE_MD.replace(old, new, 1))
    with pytest.raises(BadSetting) as caught:
        load(folder)
    assert str(caught.value).startswith(f"kinds/praise.md, line {line}: ")
    assert part in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "line", "part"),
    [
        ('signature = ""', 'signature = ""\nsignatur = "x"', 5, "“signatur” is not known"),
        ('signature = ""\n', "", 1, "“signature” is missing"),
        ('signature = ""', "signature = 7", 4, "wrong type"),
        ('languages = ["de", "en"]', 'languages = ["de", 7]', 2, "wrong type"),
        ('languages = ["de", "en"]', 'languages = ["deutsch"]', 2, "two small letters"),
        ('languages = ["de", "en"]', "languages = []", 2, "“languages” is missing"),
        ('{ de = "du" }', '{ de = "ihr" }', 3, "choose from: du, sie"),
        ('{ de = "du" }', '{ en = "du" }', 3, "choose from: de"),
        ('{ de = "du" }', "{}", 3, "“address.de” is missing"),
        ('name = "Haferglück"', "name = Haferglück", 1, "cannot be read"),
        ('name = "Haferglück"', 'name = " "', 1, "“name” is missing"),
    ],
)
def test_a_mistake_in_the_brand_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, part: str
) -> None:
    folder = shelf(tmp_path, brand=BRAND_TOML.replace(old, new, 1))
    with pytest.raises(BadSetting) as caught:
        load(folder)
    assert str(caught.value).startswith(f"brand.toml, line {line}: ")
    assert part in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    folder = shelf(tmp_path)
    (folder / "guidelines.md").unlink()
    with pytest.raises(BadSetting, match=r"guidelines\.md"):
        load(folder)


def test_a_library_without_kinds_is_refused(tmp_path: Path) -> None:
    folder = shelf(tmp_path)
    (folder / "kinds" / "praise.md").unlink()
    with pytest.raises(BadSetting, match="no kind of comment"):
        load(folder)


def test_a_file_that_is_not_utf_8_is_named_with_its_line(tmp_path: Path) -> None:
    folder = shelf(tmp_path)
    (folder / "guidelines.md").write_bytes("# Stimme\n\nMit Gefühl\n".encode("latin-1"))
    with pytest.raises(BadSetting, match=r"guidelines\.md, line 3: .*UTF-8"):
        load(folder)


def test_an_empty_front_matter_is_refused(tmp_path: Path) -> None:
    folder = shelf(tmp_path, praise="---\n\n---\nText\n")
    with pytest.raises(BadSetting, match="“key: value” lines"):
        load(folder)


def test_an_example_that_is_no_mapping_is_refused(tmp_path: Path) -> None:
    praise = PRAISE_MD.split("examples:")[0] + "examples:\n  - nur ein Text\n---\nText\n"
    with pytest.raises(BadSetting, match=r"praise\.md, line 8: “key: value” lines"):
        load(shelf(tmp_path, praise=praise))


def test_control_characters_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=r"praise\.md, line 1: this cannot be read"):
        load(shelf(tmp_path, praise=PRAISE_MD.replace("Lob", "Lob\x07")))


def test_words_of_the_team_alone_may_be_named(tmp_path: Path) -> None:
    folder = shelf(tmp_path, brand=f'{BRAND_TOML}words_internal = ["Nordlicht"]\n')
    assert load(folder).brand.words_internal == ("Nordlicht",)
