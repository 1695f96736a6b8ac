"""What a comment resembles: learned from our own lessons, reproducible, and never below what was measured."""

import json
from pathlib import Path

import pytest

from prompts.evaluating import Report, evaluate
from prompts.frames import Frame
from prompts.hunch import FILE, learned
from prompts.labelled import read, with_brand_of
from prompts.school import Lesson, digest, learn, left_out
from prompts.template_writer import TemplateWriter
from prompts.triage import hands_off, triage
from tests.prompts.made import LIBRARY, comment

HERE = Path(__file__).parent
SET = HERE.parent / "evaluation"
LESSONS: list[Lesson] = [
    *(("praise", {"w:toll": 1.0, f"w:x{number}": 1.0}) for number in range(5)),
    *(("complaint", {"w:kaputt": 1.0, f"w:x{number}": 1.0}) for number in range(5)),
]


def test_the_weights_belong_to_the_lessons_and_lists_of_today() -> None:
    """Whoever changes lessons.jsonl or a word list runs `python -m prompts.school`."""
    assert json.loads(FILE.read_text(encoding="utf-8"))["of"] == digest()


def test_lessons_are_learned_and_the_same_ones_give_the_same_weights() -> None:
    hunch = learn(LESSONS)
    assert hunch == learn(LESSONS)
    found = hunch.of({"w:toll": 1.0, "w:never-seen": 1.0})
    assert found["praise"] > found["complaint"]
    assert sum(found.values()) == pytest.approx(1)


def test_every_lesson_is_left_out_once_and_guessed_by_the_others() -> None:
    told = list(left_out(LESSONS))
    assert sorted(place for place, _ in told) == list(range(len(LESSONS)))
    assert all(max(likely, key=lambda kind: likely[kind]) == LESSONS[place][0] for place, likely in told)


def test_nothing_known_is_no_opinion_but_what_is_common() -> None:
    likely = learned().of({})
    assert set(likely) == set(learned().kinds)
    assert max(likely.values()) < 0.5


@pytest.mark.parametrize(
    ("places", "fits"),
    [
        ({"me": [0], "want": [1], "dying": [3]}, True),
        ({"me": [0], "want": [1], "dying": [9]}, False),
        ({"me": [0], "want": [1]}, False),
        ({"me": [0], "want": [0], "dying": [0]}, False),
        ({"me": [0], "wish": [1], "dying": [2]}, True),
    ],
)
def test_a_frame_wants_all_its_parts_near_and_each_in_words_of_its_own(
    places: dict[str, list[int]], *, fits: bool
) -> None:
    assert Frame(("me", "want|wish", "dying"), 4).fits(places) is fits


@pytest.mark.parametrize(
    "text",
    [
        "Ich sterbe vor Lachen, der Hund am Ende!!",
        "Die neue Sorte ist der absolute Killer, danke euch!",
        "Der Akku ist schon wieder tot und das Ladegerät auch.",
        "Unser Stürmer hat den Torwart gestern gnadenlos abgeschossen, 4:0!",
        "Toll, dass bei euch Menschen mit und ohne Behinderung zusammen arbeiten!",
        "As a Muslim mum I felt so welcome at your pool, thank you.",
        "Habt ihr auch Burkinis in Größe 46?",
        "Gibt es die Führung auch auf Arabisch oder Türkisch?",
        "Morgen ist meine letzte Prüfung, dann ist endlich alles vorbei!",
        "Letzter Tag in der Firma nach 30 Jahren, jetzt geht es in die Rente. Macht's gut, Kollegen!",
        "Wann fährt der letzte Zug über die Brücke?",
    ],
)
def test_strong_words_and_named_groups_are_no_alarm(text: str) -> None:
    found = triage(comment(text), LIBRARY.brand)
    assert found.kind not in {"crisis", "hate"}
    assert hands_off(found) is None


@pytest.mark.parametrize(
    "text", ["🐒🐒 schönes Teamfoto", "((they)) own the shop, of course", "Zig*uner!", "1488"]
)
def test_coded_contempt_is_seen(text: str) -> None:
    assert triage(comment(text), LIBRARY.brand).kind == "hate"


async def measured(name: str) -> Report:
    folder = SET if name.startswith("comments") else HERE
    library = with_brand_of(SET, LIBRARY)
    return await evaluate(read(folder / f"{name}.jsonl"), TemplateWriter(library))


@pytest.mark.parametrize(
    ("name", "f1", "crisis", "hate", "complaint"),
    [
        ("comments_dev", 0.87, 1.0, 1.0, 0.8),
        ("comments_held", 0.60, 0.6, 0.6, 0.5),
        ("fresh", 0.30, 0.3, 0.0, 0.45),
    ],
)
async def test_triage_is_never_worse_than_what_was_reported(
    name: str, f1: float, crisis: float, hate: float, complaint: float
) -> None:
    """Numbers only: what the held half says is read by nobody, here neither."""
    report = await measured(name)
    least = {"crisis": crisis, "hate": hate, "complaint": complaint}
    assert report.macro_f1 >= f1
    assert {kind: (report.recall[kind] or 0) >= bound for kind, bound in least.items()} == dict.fromkeys(
        least, True
    )


async def test_drafts_are_never_worse_than_what_was_reported() -> None:
    report = await measured("comments_dev")
    assert (report.mentions or 0) >= 0.1
    assert (report.informs or 0) >= 0.45
    assert (report.specific or 0) >= 0.6
    assert (report.guards or 0) >= 0.9
    assert (report.avoids, report.drafted_grave) == (1.0, 0)
