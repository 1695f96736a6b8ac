"""The questions whose answers make a brand and its guidelines; `augenhoehe init` asks them."""

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import BadSetting
from bot.words import Words, say
from prompts.loader import FOLDERS, LIBRARY, PROSE, is_page, load
from prompts.pages import single_line
from prompts.voices import VOICES, Voice

Answers = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Question:
    """One thing that guidelines answer."""

    key: str
    words: Words
    usual: str = ""
    """What most teams say; it may be left so."""
    choices: tuple[str, ...] = ()
    only: str = ""
    """Asked only when this language was named."""


QUESTIONS = (
    Question(key="name", words=say("What is your brand called?")),
    Question(
        key="languages",
        words=say("In which languages do you reply? Two letters each, the main one first"),
        usual="de, en",
    ),
    Question(
        key="address",
        words=say("How do you address people in German?"),
        usual="du",
        choices=("du", "sie"),
        only="de",
    ),
    Question(key="team", words=say("Who speaks?"), usual="das Community-Team"),
    Question(key="signature", words=say("How do you sign replies? Leave it empty for no signature")),
    Question(
        key="atmosphere",
        words=say("How should it feel to talk with you? A few words"),
        usual="herzlich, klar, ohne Verrenkungen",
    ),
    Question(key="words_use", words=say("Words that sound like you, with commas between")),
    Question(key="words_avoid", words=say("Words that you never want to read, with commas between")),
    Question(key="hours", words=say("When is somebody there?"), usual="Montag bis Freitag, 9 bis 18 Uhr"),
    Question(key="links", words=say("Addresses that replies may link to, with commas between")),
    Question(
        key="feedback",
        words=say("What happens to ideas and feedback about your product? One sentence"),
        usual="Wir geben sie weiter und sagen offen, dass andere entscheiden.",
    ),
    Question(
        key="escalation",
        words=say("Who is called when it gets serious: danger, law, press? Names or roles"),
        usual="die Leitung",
    ),
    Question(
        key="storm",
        words=say("What do you do when very many angry comments come at once? One sentence"),
        usual="Eine Person antwortet für alle, alles Geplante wird angehalten, die Leitung entscheidet.",
    ),
)


def fitting(answers: Answers) -> tuple[Question, ...]:
    """The questions that are still to be asked, given the answers so far."""
    languages = _listed(answers.get("languages", ""))
    return tuple(q for q in QUESTIONS if q.key not in answers and (not q.only or q.only in languages))


def write(folder: Path, answers: Answers) -> None:
    """Make a library of the answers and of the pages that come with the program.

    Raises:
        BadSetting: there is one already, or the answers make none; then nothing is left behind.

    """
    if any(map(is_page, _library_files(folder))):
        raise BadSetting(say("There is a prompt library in {folder} already.", folder=str(folder)))
    plain = {key: single_line(answer) for key, answer in answers.items()}
    if any("{" in answer or "}" in answer for answer in plain.values()):
        raise BadSetting(say("Please answer without braces."))
    # Made beside its place, and moved there when it is known to be sound.
    near = next(place for place in (folder, *folder.absolute().parents) if place.is_dir())
    with tempfile.TemporaryDirectory(dir=near, prefix=".library-") as place:
        made = Path(place) / "library"
        _write(made, plain)
        load(made)
        _move(made, folder)


def _library_files(folder: Path) -> Iterator[Path]:
    yield from (folder / name for name in ("brand.toml", *PROSE) if (folder / name).exists())
    for name in FOLDERS:
        yield from (folder / name).glob("*.md")


def _move(made: Path, folder: Path) -> None:
    """Everything into its place; the brand last, for without it nothing is taken for a library."""
    files = sorted(
        (path for path in made.rglob("*") if path.is_file()), key=lambda path: path.suffix == ".toml"
    )
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    for file in files:
        file.replace(folder / file.relative_to(made))


def _write(folder: Path, answers: Answers) -> None:
    for name in ("kinds", "tones", "platforms"):
        shutil.copytree(LIBRARY / name, folder / name)
    # Facts are what a brand alone knows: those of the made-up one stay behind.
    (folder / "facts").mkdir()
    for name in ("netiquette.md", "triage.md", "handover.md"):
        shutil.copyfile(LIBRARY / name, folder / name)
    (folder / "brand.toml").write_text(_brand(answers), encoding="utf-8")
    (folder / "guidelines.md").write_text(_guidelines(answers), encoding="utf-8")


def _brand(answers: Answers) -> str:
    ours = load().brand
    languages = _listed(answers.get("languages", ""))
    address = {"de": answers["address"]} if "de" in languages and "address" in answers else {}
    rows = {
        "name": answers.get("name", ""),
        "languages": languages,
        "signature": answers.get("signature", ""),
        "team": answers.get("team", ""),
        "hours": answers.get("hours", ""),
        "words_avoid": [*ours.words_avoid, *_listed(answers.get("words_avoid", ""))],
        "words_use": _listed(answers.get("words_use", "")),
        "links_allowed": _listed(answers.get("links", "")),
    }
    lines = ["# What each line is for, docs/prompts.md says.", *_rows(rows), "", "[address]", *_rows(address)]
    return "\n".join([*lines, ""])


def _rows(table: Mapping[str, str | Sequence[str]]) -> list[str]:
    return [f"{key} = {_toml(value)}" for key, value in table.items()]


def _toml(value: str | Sequence[str]) -> str:
    """A text or a list of texts; those of JSON are those of TOML."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return "[\n" + "".join(f"    {json.dumps(each, ensure_ascii=False)},\n" for each in value) + "]"


def _guidelines(answers: Answers) -> str:
    languages = _listed(answers.get("languages", ""))
    voice: Voice = VOICES["de" if "de" in languages else "en"]
    told = [_said(line, answers[key]) for key, line in voice.lines if answers.get(key)]
    return "\n\n".join([f"---\nversion: 1\n---\n{voice.opening}", *told, voice.closing]) + "\n"


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _said(line: str, answer: str) -> str:
    """The answer in its paragraph, with one full stop at most."""
    return line.format(answer.rstrip(".") if "{}." in line else answer)
