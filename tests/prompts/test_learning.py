"""What a brand's own replies tell, and how it comes into its library."""

import errno
import os
import shutil
import tomllib
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from bot.errors import BadSetting
from bot.ports import Precedent
from prompts.borrowing import Borrowed, borrow
from prompts.learning import FEWEST, Lessons, addresses, learn, signature_of, with_brand
from prompts.lint import lint
from prompts.loader import LIBRARY, load
from prompts.pages import Example
from prompts.teaching import teach

OURS = load()
BRAND = OURS.brand


def said(reply: str, comment: str = "Lecker!", author: str = "Jonas Meier") -> Precedent:
    return Precedent(author=author, comment=comment, reply=reply)


FORMAL = [
    said(
        f"Guten Tag Jonas, schauen Sie gern in unserem Werksladen {way}, wir zeigen Ihnen alles. Ihr Hofteam"
    )
    for way in ("vorbei", "hinein", "um die Ecke", "am Hof", "im Ort", "nebenan")
]


def test_it_learns_how_people_are_addressed_the_signature_and_what_is_said_again_and_again() -> None:
    lessons = learn(FORMAL, BRAND)
    assert (lessons.address, lessons.signature, lessons.seen) == ("sie", "Ihr Hofteam", 6)
    assert "gern in unserem Werksladen" in " | ".join(lessons.phrases)
    pairs = [pair for phrase in lessons.phrases for pair in pairwise(phrase.split())]
    assert len(pairs) == len(set(pairs)), "no phrase twice, cut elsewhere"
    assert not any("Jonas" in phrase or "Hofteam" in phrase for phrase in lessons.phrases)


def test_what_the_library_says_already_is_not_proposed_again() -> None:
    known = with_brand(OURS, learn(FORMAL, BRAND)).brand
    again = learn(FORMAL, known)
    assert (again.address, again.signature) == ("", "")
    assert not set(again.phrases) & set(known.words_use)
    avoided = replace(BRAND, words_avoid=("schauen Sie gern in unserem Werksladen",))
    assert not any("Werksladen" in phrase for phrase in learn(FORMAL, avoided).phrases)


def test_too_few_replies_or_mixed_ones_teach_nothing() -> None:
    assert learn(FORMAL[: FEWEST - 1], BRAND) == Lessons(seen=FEWEST - 1)
    mixed = [*FORMAL[:3], *(said(f"Schön, dass du {way} bist, dir einen tollen Tag.") for way in "abc")]
    assert learn(mixed, BRAND).address == ""


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Danke dir!", "du"),
        ("Wir helfen Ihnen gern.", "sie"),
        ("Sie ist schon da, die neue Sorte.", ""),
        ("Ob sie schmeckt, die neue Sorte?", ""),
        ("Danke!", ""),
    ],
)
def test_who_is_addressed_how(text: str, address: str) -> None:
    assert addresses(text) == address


@pytest.mark.parametrize(
    ("endings", "signature"),
    [
        (["^mk"] * 3, "^mk"),
        (["Liebe Grüße\nMira"] * 4, "Mira"),
        (["^mk", "^jl", "^ab"], ""),
        ([""] * 5, ""),
        (["Das ist ein sehr langer letzter Satz, der keine Unterschrift ist"] * 5, ""),
    ],
)
def test_a_signature_is_what_many_replies_end_with(endings: list[str], signature: str) -> None:
    assert (
        signature_of([f"Antwort {number}. {end}".strip() for number, end in enumerate(endings)]) == signature
    )


GOOD = "Hallo Jonas, das freut uns riesig und macht hier gerade allen gute Laune. Danke dir! ^mk"
BORROWED = "Hallo {author}, das freut uns riesig und macht hier gerade allen gute Laune. Danke dir!"


def test_an_example_is_borrowed_without_name_and_signature() -> None:
    (found,) = borrow([said(GOOD, "Der beste Haferdrink, den ich kenne!")], OURS, "^mk")
    assert found.kind == "praise"
    assert (found.example.language, found.example.address) == ("de", "du")
    assert found.example.reply == BORROWED


@pytest.mark.parametrize(
    ("reply", "comment"),
    [
        ("Danke!", "Der beste Haferdrink, den ich kenne!"),
        (GOOD.replace("allen", "allen 12 Leuten"), "Der beste Haferdrink, den ich kenne!"),
        (GOOD.replace("allen", "Jonas und allen"), "Der beste Haferdrink, den ich kenne!"),
        (GOOD.replace("allen", "@allen"), "Der beste Haferdrink, den ich kenne!"),
        (GOOD.replace("gute Laune", "{gute} Laune"), "Der beste Haferdrink, den ich kenne!"),
        (GOOD.replace("gute Laune", "gute Haferdrinklaune"), "Der beste Haferdrink, den ich kenne!"),
        (
            GOOD.replace("das freut", "das erstatten wir sofort und das freut"),
            "Der beste Drink, den ich kenne!",
        ),
        (GOOD, "Ich will nicht mehr leben."),
        (GOOD, "Super, meldet euch unter jonas@example.org, ihr seid die Besten!"),
        (
            "Hello Jonas, this makes us really happy and everybody here smiles.",
            "Der beste Drink, den ich kenne!",
        ),
    ],
)
def test_what_could_not_stand_under_another_comment_is_not_borrowed(reply: str, comment: str) -> None:
    assert not list(borrow([said(reply, comment)], OURS, "^mk"))


def test_the_same_reply_is_borrowed_once() -> None:
    comment = "Der beste Haferdrink, den ich kenne!"
    assert len(list(borrow([said(GOOD, comment)] * 3, OURS, "^mk"))) == 1


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(LIBRARY, tmp_path / "ours")
    return tmp_path / "ours"


LESSONS = Lessons(address="sie", signature='Ihr "Hof" ]', phrases=("im Werksladen", 'ein "Wort"'))
EXAMPLE = Example(name="x", language="de", address="du", comment='Sehr "gut": prima!', reply=BORROWED)


def test_a_page_is_never_half_written_and_an_open_editor_is_no_obstacle(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = folder / "kinds" / "praise.md"
    (folder / "kinds" / ".#praise.md").symlink_to("mia@desk.4711:1")
    with page.open(encoding="utf-8") as before:
        teach(folder, Lessons(), [Borrowed(kind="praise", example=EXAMPLE)])
        assert "gelernt-" not in before.read(), "who reads meanwhile reads the whole old page"
    assert "gelernt-" in page.read_text(encoding="utf-8")
    was = page.read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        teach(folder, Lessons(), [Borrowed(kind="praise", example=EXAMPLE)])
    assert page.read_bytes() == was
    assert not list(folder.rglob("*.new"))


def test_what_was_confirmed_is_written_and_the_rest_stays_as_it_was(folder: Path) -> None:
    before = (folder / "brand.toml").read_text(encoding="utf-8")
    changed = teach(folder, LESSONS, [Borrowed(kind="praise", example=EXAMPLE)] * 2)
    assert changed == ["brand.toml", "kinds/praise.md"]
    library = load(folder)
    assert (library.brand.address["de"], library.brand.signature) == ("sie", LESSONS.signature)
    assert library.brand.words_use == (*BRAND.words_use, *LESSONS.phrases)
    praise, was = library.kinds["praise"], OURS.kinds["praise"]
    assert praise.version == was.version + 1
    assert praise.examples[: len(was.examples)] == was.examples
    learned = praise.examples[len(was.examples) :]
    assert [(one.comment, one.reply) for one in learned] == [(EXAMPLE.comment, BORROWED)] * 2
    assert len({one.name for one in learned}) == 2
    now = (folder / "brand.toml").read_text(encoding="utf-8")
    assert tomllib.loads(now)["words_avoid"] == tomllib.loads(before)["words_avoid"]
    assert "# Die Marke, für die geantwortet wird." in now
    assert teach(folder, Lessons(), []) == []


def test_one_example_more_is_fine_for_lint(folder: Path) -> None:
    teach(folder, Lessons(phrases=("im Werksladen",)), [Borrowed(kind="praise", example=EXAMPLE)])
    assert not [str(note.words) for note in lint(folder, keep=False) if note.grave]


def test_nothing_is_changed_where_that_would_break_it(folder: Path) -> None:
    before = (folder / "brand.toml").read_text(encoding="utf-8")
    bad = replace(EXAMPLE, reply="Mit {nothing}")
    with pytest.raises(BadSetting, match=r"praise\.md"):
        teach(folder, LESSONS, [Borrowed(kind="praise", example=bad)])
    assert (folder / "brand.toml").read_text(encoding="utf-8") == before
    (folder / "brand.toml").write_text(before.replace('signature = ""', "signature = ''"), encoding="utf-8")
    with pytest.raises(BadSetting, match="yourself: signature"):
        teach(folder, LESSONS, [])
    with pytest.raises(BadSetting, match="augenhoehe init"):
        teach(LIBRARY, LESSONS, [])
