"""What the clock can be set to: hours with holidays, targets, the ladder, departments and mail."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.bootstrap import assemble
from bot.config import load
from bot.domain.hours import WEEKDAYS
from bot.domain.timing import Department, Rung, Target
from bot.errors import BadSetting
from bot.settings_hours import Closed, Hours

MINUTE = timedelta(minutes=1)
EPIPHANY = datetime(2026, 1, 6, 11, tzinfo=UTC)
ALL = """
[hours]
monday = "08:00-20:00"
tuesday = "08:00-12:30, 13:30-20:00"
sunday = "closed"
country = "DE"
state = "BY"
closed = ["2026-12-24"]

[claims]
minutes = 45
warning_minutes = 40

[[targets]]
risks = "high, crisis"
remind_minutes = 5
due_minutes = 15

[[ladder]]
who = "outside:slack:S0PRESS"
after = 60

[[ladder]]
who = "handler"
past = "reminder"

[[ladder]]
who = "outside:press@brand.example"
after = 90

[[departments]]
name = "Quality"
channel = "C0QUALITY"

[[departments]]
name = "Press"
surface = "teams"
person = "petra"

[mail]
server = "mail.example"
sender = "community@brand.example"
"""


def test_who_would_be_asked_where_nothing_is_set_up_is_said_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "augenhoehe.toml").write_text(ALL, encoding="utf-8")
    settings = load({"AUGENHOEHE_DATA": str(tmp_path / "data")}, tmp_path)
    with pytest.raises(BadSetting, match="“Quality” would be asked in “slack”"):
        assemble(settings)


def test_everything_that_can_be_set_reaches_the_desk(tmp_path: Path) -> None:
    (tmp_path / "augenhoehe.toml").write_text(ALL, encoding="utf-8")
    secret = {"AUGENHOEHE_DATA": str(tmp_path / "data"), "AUGENHOEHE_MAIL_LOGIN_PASSWORD": "geheim-1"}
    settings = load(secret, tmp_path)
    timing = settings.timing
    assert timing.hours.zone == "Europe/Berlin"
    assert timing.hours.week[:3] == (((480, 1200),), ((480, 750), (810, 1200)), ((0, 1440),))
    assert (timing.claim_ends, timing.claim_warn) == (45 * MINUTE, 40 * MINUTE)
    strict = Target(remind=5 * MINUTE, due=15 * MINUTE, risks=frozenset({"high", "crisis"}))
    assert timing.targets == (strict,)
    # Steps are taken in the order of their times; a handover that waits climbs the same ones.
    assert timing.handovers == timing.ladder
    assert timing.ladder == (
        Rung(who="handler", past="reminder"),
        Rung(who="outside", where=("slack", "S0PRESS"), after=60 * MINUTE),
        Rung(who="outside", where=("mail", "press@brand.example"), after=90 * MINUTE),
    )
    assert timing.departments == (
        Department(name="Quality", where=("slack", "C0QUALITY")),
        Department(name="Press", where=("teams", "petra"), person=True),
    )
    assert (settings.mail.language, settings.mail.host, settings.mail.port) == ("de", "mail.example", 587)
    assert "geheim-1" in settings.secrets()


def test_without_a_word_about_it_the_clock_never_stops_and_there_is_a_ladder(tmp_path: Path) -> None:
    timing = load({"AUGENHOEHE_DATA": str(tmp_path)}, tmp_path).timing
    assert timing.hours.always
    assert [(rung.who, rung.past, rung.after) for rung in timing.ladder] == [
        ("handler", "reminder", timedelta()),
        ("channel", "due", timedelta()),
        ("leads", "due", 30 * MINUTE),
    ]
    assert [(rung.who, rung.after) for rung in timing.handovers] == [
        ("channel", timedelta()),
        ("leads", 10 * MINUTE),
    ]


def test_nobody_switches_the_ladder_off(tmp_path: Path) -> None:
    (tmp_path / "augenhoehe.toml").write_text('[[ladder]]\nwho = "nobody"\n', encoding="utf-8")
    timing = load({"AUGENHOEHE_DATA": str(tmp_path)}, tmp_path).timing
    assert (timing.ladder, timing.handovers) == ((), ())


@pytest.mark.parametrize(
    ("country", "state", "open_"),
    [
        ("DE", "BY", False),
        ("DE", "BE", True),
        ("DE", "", True),
        ("", "", True),
        ("de", "by", False),
        ("Germany", "bayern", False),
        ("at", "", False),
    ],
)
def test_states_have_holidays_of_their_own(country: str, state: str, open_: bool) -> None:  # noqa: FBT001  # a row of the table
    """Epiphany is a holiday in Bavaria, and none in Berlin."""
    service = Hours(country=country, state=state).service("Europe/Berlin")
    assert service.is_open(EPIPHANY) is open_
    new_year = datetime(2027, 1, 1, 11, tzinfo=UTC)
    assert service.is_open(new_year) is (not country)


def test_a_holiday_of_some_municipalities_is_named_by_hand() -> None:
    """As the settings say of 15 August in Bavaria."""
    assumption = datetime(2026, 8, 15, 10, tzinfo=UTC)
    plain, city = Hours(country="DE", state="BY"), Hours(country="DE", state="augsburg")
    named = Hours(country="DE", state="BY", closed=("2026-08-15",))
    opened = [hours.service("Europe/Berlin").is_open(assumption) for hours in (plain, city, named)]
    assert opened == [True, False, False]


def test_a_day_off_of_the_team_is_closed_beside_the_holidays() -> None:
    hours = Hours(country="DE", state="BY", closed=("2026-12-24",)).service("Europe/Berlin")
    start = datetime(2026, 12, 23, 22, tzinfo=UTC)
    # From the 24th, which the team names, over the two holidays, to the first hour of the 27th.
    assert hours.add(start, timedelta(hours=2)) == datetime(2026, 12, 27, 0, tzinfo=UTC)
    assert hours.between(start, start + timedelta(days=3)) == timedelta(hours=1)


def test_two_that_mean_the_same_look_the_same() -> None:
    """Or else the program would reckon every open item anew at every start."""
    one, other = (Closed(country="DE", state="BY", days=frozenset()) for _ in range(2))
    assert date(2026, 1, 6) in one
    assert (repr(one), one) == (repr(other), other)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[hours]\nzone = "Berlin"', "no time zone “Berlin”"),
        ('[hours]\nmonday = "8 bis 20"', "hours of “monday” cannot be read: 8 bis 20"),
        ("[hours]\n" + "".join(f'{day} = ""\n' for day in WEEKDAYS), "Every day is closed"),
        ('[hours]\ncountry = "Bayern"', "holidays of “Bayern”"),
        ('[hours]\ncountry = "DE"\nstate = "XX"', "holidays of “DE XX”"),
        ('[hours]\nstate = "BY"', "“BY” closes on nothing yet"),
        ('[hours]\nclosed = ["24.12.2026"]', "written like 2026-12-24"),
        ('[hours]\nclosed = "2026-12-24"', "a list of texts"),
        ("[claims]\nminutes = -1", "0 or more"),
        ("[claims]\nminutes = 10_000_000_000", "“minutes” is at most 527040"),
        ("[[targets]]\ndue_minutes = 99_999_999", "“due_minutes” is at most 527040"),
        ('[[ladder]]\nwho = "leads"\nafter = 1_000_000_000_000_000', "“after” is at most 527040"),
        ("[team]\nundo = 1_000_000_000_000", "a number of seconds, from 0 to a year"),
        ("[[targets]]\nremind_minutes = 60\ndue_minutes = 30", "“remind_minutes” at most as much"),
        ('[[ladder]]\nwho = "boss"', "“boss” after 0 is no step"),
        ('[[ladder]]\nwho = "outside:slack"', "is no step"),
        ('[[ladder]]\nwho = "leads"\n' * 31, "at most 30 steps"),
        ('[[departments]]\nname = "Quality"', "either a channel or a person"),
        ('[[departments]]\nname = "Quality"\nsurface = "web"\nperson = "vic"', "there in a channel"),
        ('[mail]\nserver = "mail.example"', "which address the mails come from"),
        ('[mail]\nserver = "mail.example:smtp"\nsender = "a@b"', "written like mail.example:587"),
    ],
)
def test_what_cannot_be_meant_is_said(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "augenhoehe.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadSetting) as caught:
        load({"AUGENHOEHE_DATA": str(tmp_path)}, tmp_path)
    assert said in str(caught.value.words)
