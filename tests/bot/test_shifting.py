"""What is typed and pressed about shifts, and the roster of the settings file."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.commands import Approve, Carried, Command, to_button
from bot.config import load
from bot.domain.shift import RosterRow, weekdays
from bot.errors import BadSetting, Refusal
from bot.lines import from_line
from bot.shifting import (
    ABSENT_EXAMPLE,
    BY_WORD,
    PLAN_EXAMPLE,
    AskBack,
    CancelShift,
    EndAbsence,
    EndShift,
    NoteAbsence,
    OnShift,
    OpenHandover,
    PlanShift,
    ShowShift,
    StartShift,
    command_of,
)

numbers = st.integers(0, 10**9)
TABLES = """
[community]
mode = "own"

[[platforms.wordpress]]
url = "https://blog.example"
user = "community"

[[roster]]
person = "Mira Vogt"
hours = "06:00-10:00, 22:00-06:00"
days = "mo-fr"
channels = "team, C0123"
substitutes = "Jonas Brandt, Sam Carter"
"""


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/shift", ShowShift()),
        ("/queue shift", ShowShift()),
        ("/Shift Start", StartShift()),
        ("/shift start until 18:00", StartShift(until="18:00")),
        ("shift start bis morgen", StartShift(until="morgen")),
        ("/shift end", EndShift()),
        ("/handover", OpenHandover()),
        ("/shift cancel #7", CancelShift(number=7)),
        ("/shift back Mira Vogt", EndAbsence(person="Mira Vogt")),
        ("/shift absent Mira today", NoteAbsence(person="Mira", first="today", last="today")),
        (
            "/shift absent Mira Vogt 2026-12-24..2026-12-26 substitute Jonas Brandt",
            NoteAbsence(person="Mira Vogt", first="2026-12-24", last="2026-12-26", substitute="Jonas Brandt"),
        ),
        (ABSENT_EXAMPLE, NoteAbsence(person="Kim", first="24.12.", last="26.12.", substitute="Alex")),
        (PLAN_EXAMPLE, PlanShift(person="Kim", day="30.11.", hours="14:00-22:00")),
        ("/shift start in team, #law", StartShift(channels=("team", "#law"))),
        ("/shift start until 18:00 in team", StartShift(until="18:00", channels=("team",))),
        ("/shift beginnen in team bis 18:00", StartShift(until="18:00", channels=("team",))),
        ("/shift start bis in 2 Stunden", StartShift(until="in 2 Stunden")),
        (
            "/shift plan Sam 30.11. 14:00-22:00 in team",
            PlanShift(person="Sam", day="30.11.", hours="14:00-22:00", channels=("team",)),
        ),
        ("/schicht plan montag 8 bis 12", PlanShift(person="", day="montag", hours="8-12")),
        (
            "/shift plan Sam Carter mon-wed, fri 14:00-22:00 in team, law until 2026-12-31",
            PlanShift(
                person="Sam Carter",
                day="mon-wed, fri",
                hours="14:00-22:00",
                channels=("team", "law"),
                until="2026-12-31",
            ),
        ),
        ("/shift cancel 7-12", CancelShift(number=7, last=12)),
        ("/shift ende", EndShift()),
        ("/shift back", EndAbsence(person="")),
        ("/shift zurück ich", EndAbsence(person="ich")),
        ("/shift krank heute", NoteAbsence(person="", first="heute", last="heute")),
        (
            "/shift absent Sam 24.12. bis 26.12. Vertretung Kim",
            NoteAbsence(person="Sam", first="24.12.", last="26.12.", substitute="Kim"),
        ),
        (
            "/schicht abwesend Sam vom 24.12. bis zum 26.12.",
            NoteAbsence(person="Sam", first="24.12.", last="26.12."),
        ),
        ("/übergabe", OpenHandover()),
        ("/Queue shift end", EndShift()),
        *(
            (f"/shift {line}", NoteAbsence(person=person, first=first, last=last))
            for line, person, first, last in (
                ("abwesend 24.12. bis 26.12.", "", "24.12.", "26.12."),
                ("krank ab heute", "", "heute", "heute"),
                ("krank bis 26.12.", "", "today", "26.12."),
                ("Urlaub vom 24.12. bis zum 26.12.", "", "24.12.", "26.12."),
                ("absent from 2026-12-24 to 2026-12-26", "", "2026-12-24", "2026-12-26"),
                ("absent on 24.12.", "", "24.12.", "24.12."),
                ("absent Kim Vom Berg until tomorrow", "Kim Vom Berg", "today", "tomorrow"),
            )
        ),
        *(
            (f"/shift plan {line}", PlanShift(person=person, day=day, hours="14-22"))
            for line, person, day in (
                ("am 30.11. 14-22", "", "30.11."),
                ("montags 14-22 Uhr", "", "montags"),
                ("on Monday from 14 to 22", "", "Monday"),
                ("Do am 30.11. von 14 Uhr bis 22 Uhr", "Do", "30.11."),
            )
        ),
    ],
)
def test_a_typed_line_is_understood(line: str, command: Command) -> None:
    assert from_line(line) == command


def test_a_day_of_the_week_is_understood_however_it_is_written() -> None:
    names = (
        "mo mon monday montag montags", "tu tue tuesday di die dienstag", "we wed wednesday mi mit mittwochs",
        "th thu thursday do don donnerstag", "fr fri friday fre freitags", "sa sat saturday sam samstag",
        "su sun sunday so son sonntags",
    )  # fmt: skip
    for number, forms in enumerate(names):
        for name in forms.split():
            command = from_line(f"/shift plan Kim Mo {name.title()} 8-12")
            assert isinstance(command, PlanShift), name
            assert weekdays(command.day) == {number}, name


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("/shift dance", "/queue help"),
        ("/shift start now", "/queue help"),
        ("/shift end it", "/queue help"),
        ("/handover 7", "/queue help"),
        ("/shift cancel seven", "“/shift cancel” needs a number"),
        ("/shift absent Mira", "who and when"),
        ("/shift plan Mira tomorrow", "who and when"),
        ("/shift plan Mira someday 8-12", "who and when"),
        ("/shift cancel 7-", "needs a number"),
    ],
)
def test_any_other_line_says_what_to_write(line: str, why: str) -> None:
    with pytest.raises(Refusal, match=why):
        from_line(line)


@given(st.sampled_from(sorted(BY_WORD)), numbers, numbers, st.text())
def test_a_button_says_what_it_carried_and_no_text_of_anybody(
    word: str, handover: int, number: int, text: str
) -> None:
    wish = BY_WORD[word](handover=handover, number=number)
    assert command_of(to_button(wish)) == wish
    heard = command_of(to_button(wish), text)
    assert isinstance(heard, Carried)
    assert to_button(heard) == to_button(wish)
    assert getattr(heard, "text", text) == text


@given(st.text())
@example("shift:mine:1")
@example("shift:mine:1:2:3")
@example("shift:mine:x:2")
@example("shift:dance:1:2")
def test_no_other_text_is_a_button(carried: str) -> None:
    for text in (carried, f"shift:{carried}"):
        try:
            command = command_of(text)
        except Refusal:
            continue
        assert not isinstance(command, OnShift) or to_button(command).split(":")[:2] == text.split(":")[:2]


def test_an_items_button_is_still_an_items_button() -> None:
    assert command_of("approve:4:3:2") == Approve(item=4, draft=3, version=2)
    assert command_of("shift:ask:7:4", "Why?") == AskBack(handover=7, number=4, text="Why?")


def settings(folder: Path, text: str = TABLES) -> tuple[RosterRow, ...]:
    (folder / "augenhoehe.toml").write_text(text, encoding="utf-8")
    environ = {"AUGENHOEHE_WORDPRESS_PASSWORD": "x y", "AUGENHOEHE_DATA": str(folder)}
    return tuple(row for line in load(environ, folder).roster for row in line.rows())


def test_the_roster_is_read_from_the_settings_file(tmp_path: Path) -> None:
    morning, night = settings(tmp_path)
    assert (morning.hours, night.hours) == ((360, 600), (1320, 1800))
    assert morning.weekdays == {0, 1, 2, 3, 4}
    assert morning.channels == {"team", "C0123"}
    assert morning.substitutes == ("Jonas Brandt", "Sam Carter")
    assert morning.first is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("06:00-10:00, 22:00-06:00", "6-26"),
        ("06:00-10:00, 22:00-06:00", ""),
        ('days = "mo-fr"', 'days = "mo-xx"'),
        ('days = "mo-fr"', 'dates = "24.12."'),
        ("Mira Vogt", " "),
    ],
)
def test_a_roster_that_cannot_be_read_says_how_to_write_it(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(BadSetting, match=r"\[roster\] .* 08:00-16:00"):
        settings(tmp_path, TABLES.replace(old, new))
