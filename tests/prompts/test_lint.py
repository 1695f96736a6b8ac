"""Lint names every mistake with file and line, and notices a text that changed under its version."""

from datetime import date
from pathlib import Path

import pytest

from prompts import lock
from prompts.lint import lint
from prompts.loader import load, sources
from prompts.markdown import Markdown
from prompts.skeleton import begin
from prompts.templates import render
from prompts.trying import failures
from tests.prompts.made import PRAISE_MD, shelf

GUIDELINES = "---\nversion: 1\n---\n# Stimme\n\nFreundlich.\n"


def made(tmp_path: Path, praise: str = PRAISE_MD) -> Path:
    folder = shelf(tmp_path, praise=praise)
    (folder / "guidelines.md").write_text(GUIDELINES, encoding="utf-8")
    return folder


def grave(folder: Path, *, keep: bool = True) -> list[str]:
    return [str(note.words) for note in lint(folder, keep=keep) if note.grave]


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_sound_library_is_only_given_hints(tmp_path: Path) -> None:
    notes = [str(note.words) for note in lint(made(tmp_path))]
    assert notes[0].startswith("kinds/praise.md, line 1: a list under “Schritte”")
    assert "kinds/praise.md, line 7: only 2 examples for de/du" in notes[1]
    assert "triage.md: nothing is said there about praise." in notes
    assert grave(tmp_path) == []


def test_a_changed_text_needs_a_new_version(tmp_path: Path) -> None:
    folder = made(tmp_path)
    assert grave(folder) == []
    change(folder, "kinds/praise.md", "Kurz bleiben", "Sehr kurz bleiben")
    late = "kinds/praise.md, line 3: the text was changed and is still version 2; raise “version”."
    assert grave(folder) == [late]
    assert grave(folder) == [late], "a version that was refused must not be kept"
    change(folder, "kinds/praise.md", "version: 2", "version: 3")
    assert grave(folder) == []
    change(folder, "kinds/praise.md", "Sehr kurz", "Kurz")
    assert grave(folder)[0].endswith("is still version 3; raise “version”.")


def test_looking_keeps_no_versions(tmp_path: Path) -> None:
    folder = made(tmp_path)
    lint(folder, keep=False)
    assert not (folder / lock.NAME).exists()
    lint(folder)
    assert lock.kept(folder) == lock.versions(sources(folder))
    (folder / lock.NAME).write_text("broken", encoding="utf-8")
    assert lock.kept(folder) == {}


def test_line_ends_are_no_change(tmp_path: Path) -> None:
    folder = made(tmp_path)
    lint(folder)
    path = folder / "guidelines.md"
    path.write_text(path.read_text(encoding="utf-8").replace("\n", "  \n", 0) + "\n\n", encoding="utf-8")
    assert grave(folder) == []


def test_a_page_without_a_version_is_named(tmp_path: Path) -> None:
    assert grave(shelf(tmp_path)) == ["guidelines.md, line 1: this page has no “version” in its first lines."]


@pytest.mark.parametrize(
    ("reply", "line", "part"),
    [
        ("Das erstatten wir dir gern.", 17, "money back"),
        ("Schau auf boese.com vorbei.", 17, "link"),
        ("Schreiben Sie, wenn Sie mögen.", 17, "mixes du and Sie"),
        ("Wie war es? Und wann? Danke dir.", 17, "one question at most"),
        ("Hallo {author}, das freut uns so.", 17, "sounds much like “freut-uns”"),
    ],
)
def test_an_example_must_pass_its_own_guards(tmp_path: Path, reply: str, line: int, part: str) -> None:
    folder = made(tmp_path, PRAISE_MD.replace("Danke dir für deine Worte.", reply))
    found = grave(folder)
    assert len(found) == 1, found
    assert found[0].startswith(f"kinds/praise.md, line {line - 4}: ")
    assert part in found[0]


def test_a_quote_that_the_comment_does_not_offer_is_a_hint(tmp_path: Path) -> None:
    folder = made(tmp_path, PRAISE_MD.replace("Danke dir für", "„{quote}“ freut mich, danke für"))
    assert any("nothing in its comment can be quoted" in str(note.words) for note in lint(folder))
    assert grave(folder) == []


def test_every_mistake_of_a_broken_library_is_told_at_once(tmp_path: Path) -> None:
    folder = made(tmp_path, PRAISE_MD.replace("version: 2", "version: zwei"))
    (folder / "tones").mkdir()
    (folder / "tones" / "warm.md").write_text("---\nid: kalt\n---\nText\n", encoding="utf-8")
    (folder / "triage.md").write_text("---\nversion: 1\n---\n## lob\nText\n", encoding="utf-8")
    (words,) = grave(folder)
    assert [line.partition(": ")[0] for line in words.splitlines()] == [
        "kinds/praise.md, line 3",
        "triage.md, line 4",
        "tones/warm.md, line 2",
    ]


FACT = """\
---
question: "Wann habt ihr offen?"
valid_until: {day}
replies:
  - language: de
    address: du
    reply: "{reply}"
---
Immer bis 18 Uhr.
"""


def test_facts_are_looked_over_too(tmp_path: Path) -> None:
    folder = made(tmp_path)
    (folder / "facts").mkdir()
    file = folder / "facts" / "offen.md"
    file.write_text(FACT.format(day="2999-01-31", reply="Wir sind bis 18 Uhr da."), encoding="utf-8")
    assert grave(folder) == []
    file.write_text(FACT.format(day="2999-01-31", reply="Wir sind bis 22:30 Uhr da."), encoding="utf-8")
    assert grave(folder)[0].startswith("facts/offen.md, line 7: ")
    file.write_text(FACT.format(day="2020-01-31", reply="Wir sind bis 18 Uhr da."), encoding="utf-8")
    assert any("has run out" in str(note.words) for note in lint(folder))
    assert load(folder).valid_facts(date(2026, 1, 1)) == ()
    file.write_text(FACT.format(day="bald", reply="Wir sind da."), encoding="utf-8")
    assert "facts/offen.md, line 3: “valid_until” must be a day" in grave(folder)[0]


BRAND = {"name": "Haferglück", "hours": ""}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Wir sind {{ brand.name }}.", "Wir sind Haferglück."),
        ("{% if brand.hours %}Da: {{ brand.hours }}{% endif %}Ende", "Ende"),
        ("{% if not brand.hours %}Immer da{% endif %}", "Immer da"),
        ("{# nur für uns #}Ende", "Ende"),
        ("Eine { Klammer }", "Eine { Klammer }"),
    ],
)
def test_templates_know_the_brand(text: str, filled: str) -> None:
    assert render("x.md", text, 1, BRAND) == filled


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{{ brand.nam }}", "brand.nam"),
        ("{{ comment }}", "comment"),
        ("{{ brand }}", "brand"),
        ("{{ brand.__class__ }}", "brand.__class__"),
        ("{{ brand.name.upper() }}", "Call"),
        ("{{ 'a' * 10**10 }}", "Mul"),
        ("{% for x in brand %}{% endfor %}", "For"),
        ("{% include 'secret' %}", "Include"),
        ("{{ brand['name'] }}", "Getitem"),
        ("{{ brand.name | upper }}", "Filter"),
        ("{{ 7 }}", "Const"),
        ("{{ brand.name", "unexpected"),
    ],
)
def test_templates_know_nothing_else(text: str, found: str) -> None:
    from bot.errors import BadSetting

    with pytest.raises(BadSetting) as caught:
        render("x.md", f"\n{text}", 10, BRAND)
    assert str(caught.value).startswith("x.md, line 11: “")
    assert found in str(caught.value)


def test_headings_are_known_and_stand_once() -> None:
    from bot.errors import BadSetting

    page = Markdown(file="x.md", line=5, raw="\n## Nie\n\n- Das.\n- Jenes.\n\n## Wer\nDie Leitung.\n")
    sections = page.sections(("Nie", "Wer"))
    assert sections["Nie"].points == ("Das.", "Jenes.")
    assert sections["Wer"].text == "Die Leitung."
    with pytest.raises(BadSetting, match=r"x\.md, line 11: the heading “Wer”"):
        page.sections(("Nie",))
    with pytest.raises(BadSetting, match="stands twice"):
        Markdown(file="x.md", line=1, raw="## Nie\n## Nie\n").sections(("Nie",))


def test_a_trial_says_which_draft_went_wrong(tmp_path: Path) -> None:
    trial = (
        "tests:\n  - name: kurz\n    language: de\n    comment: Lecker!\n    finds: spam\n"
        "    never: [freut uns]\n---\n## Haltung"
    )
    folder = made(tmp_path, PRAISE_MD.replace("---\n## Haltung", trial))
    found = [str(failure.words) for failure in failures(load(folder))]
    assert found[0] == "praise / kurz: triage takes it for “praise”."
    assert found[1].startswith("praise / kurz: praise@2/freut-uns#")
    assert found[1].endswith("it says “freut uns”")
    assert len(found) == 2


@pytest.mark.parametrize("draft", [True, False])
def test_a_new_page_can_be_read_at_once(tmp_path: Path, *, draft: bool) -> None:
    from bot.errors import BadSetting

    folder = made(tmp_path)
    begin(folder, "gewinnspiel", draft=draft)
    assert load(folder).kinds["gewinnspiel"].draft is draft
    assert grave(folder) == []
    with pytest.raises(BadSetting, match="already"):
        begin(folder, "gewinnspiel", draft=draft)
    with pytest.raises(BadSetting, match="small letters"):
        begin(folder, "../gewinn", draft=draft)
