"""Who is on when: over midnight, over changes of the clock, with substitutes for whoever is away."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.hours import spans
from bot.domain.shift import Absence, Roster, RosterRow, Shift, dates, ends_now, shares, weekdays

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)
DAY_AND_NIGHT = (
    RosterRow(person="Kim", hours=(8 * 60, 20 * 60), substitutes=("Alex", "Sam")),
    RosterRow(person="Ben", hours=(20 * 60, 32 * 60)),
)


def at(text: str, zone: ZoneInfo = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def names(roster: Roster, moment: str) -> list[str]:
    return [shift.person for shift in roster.on(at(moment))]


def away(person: str, first: str, last: str = "", substitute: str = "", id: int = 0) -> Absence:  # noqa: A002  # as the field is named
    days = [date.fromisoformat(day) for day in (first, last or first)]
    return Absence(id=id, person=person, first=days[0], last=days[1], substitute=substitute)


@pytest.mark.parametrize(
    ("moment", "on"),
    [
        ("2026-11-21T07:59", ["Ben"]),
        ("2026-11-21T08:00", ["Kim"]),
        ("2026-11-21T19:59", ["Kim"]),
        ("2026-11-21T20:00", ["Ben"]),
        ("2026-11-22T00:00", ["Ben"]),
        ("2026-11-22T07:59:59", ["Ben"]),
    ],
)
def test_a_shift_over_midnight_has_no_gap_and_no_overlap(moment: str, on: list[str]) -> None:
    assert names(Roster(rows=DAY_AND_NIGHT, zone=BERLIN), moment) == on


@pytest.mark.parametrize(
    ("evening", "hours"),
    [("2026-03-28", 11), ("2026-10-24", 13), ("2026-11-21", 12)],
    ids=["spring", "autumn", "plain"],
)
def test_a_night_in_which_the_clock_changes_is_an_hour_shorter_or_longer(evening: str, hours: int) -> None:
    row = RosterRow(person="Ben", hours=(20 * 60, 32 * 60))
    shift = row.shift(date.fromisoformat(evening), BERLIN)
    assert shift.ends - shift.begins == hours * HOUR


def test_hours_that_the_clock_skips_or_repeats_leave_nobody_out() -> None:
    """One shift ends and the next begins at half past two: in spring there is no such time, in autumn two."""
    early, late = (RosterRow(person=p, hours=h) for p, h in (("A", (0, 150)), ("B", (150, 1440))))
    roster = Roster(rows=(early, late), zone=BERLIN)
    for day in ("2026-03-29", "2026-10-25"):
        first, second = (row.shift(date.fromisoformat(day), BERLIN) for row in (early, late))
        assert first.ends == second.begins
        moment, end = at(f"{day}T00:00"), at(f"{day}T23:59")
        while moment < end:
            assert len(roster.on(moment)) == 1, moment
            moment += timedelta(minutes=15)


@given(
    st.lists(st.integers(1, 1439), min_size=1, max_size=4, unique=True),
    st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 1, 1)),  # noqa: DTZ001  # UTC is added below
)
def test_rows_that_fill_the_day_always_have_exactly_one_person_on(cuts: list[int], moment: datetime) -> None:
    cuts.sort()
    rows = [RosterRow(person=f"P{a}", hours=(a, b)) for a, b in pairwise(cuts)]
    rows.append(RosterRow(person="night", hours=(cuts[-1], cuts[0] + 1440)))
    roster = Roster(rows=tuple(rows), zone=BERLIN)
    assert len(roster.on(moment.replace(tzinfo=UTC))) == 1


@pytest.mark.parametrize(
    ("absences", "on"),
    [
        ((), "Kim"),
        ((away("kim", "2026-11-21"),), "Alex"),
        ((away("Kim", "2026-11-21", substitute="Sam"),), "Sam"),
        ((away("Kim", "2026-11-20", "2026-11-22"), away("Alex", "2026-11-21")), "Sam"),
        ((away("Kim", "2026-11-21", substitute="Sam"), away("Sam", "2026-11-21")), "Alex"),
        ((away("Kim", "2026-11-20"),), "Kim"),
        # What was said last counts, and what was said before it where that says nothing.
        (
            (away("Kim", "2026-11-21", substitute="Alex"), away("Kim", "2026-11-21", substitute="Sam", id=2)),
            "Sam",
        ),
        ((away("Kim", "2026-11-21", substitute="Sam"), away("Kim", "2026-11-21", "2026-11-22", id=2)), "Sam"),
    ],
)
def test_somebody_stands_in_for_whoever_is_away(absences: tuple[Absence, ...], on: str) -> None:
    roster = Roster(rows=DAY_AND_NIGHT, zone=BERLIN, absences=absences)
    (shift,) = roster.on(at("2026-11-21T12:00"))
    assert shift.person == on
    assert shift.instead_of == ("" if on == "Kim" else "Kim")


def row(person: str, first: int, last: int, *substitutes: str, channels: str = "") -> RosterRow:
    """One on every day, from hour to hour."""
    named = frozenset(channels.split())
    return RosterRow(person=person, hours=(first * 60, last * 60), substitutes=substitutes, channels=named)


@pytest.mark.parametrize(
    ("others", "on"),
    [
        # On at the same time, be it for an hour only.
        ([row("Rob", 6, 14)], {("Rob", ""), ("Ari", "Kim")}),
        ([row("Rob", 13, 21)], {("Ari", "Kim")}),
        ([row("Rob", 14, 22)], {("Rob", "Kim")}),
        # With other channels they can do both, and without anybody else there is a gap.
        ([row("Rob", 6, 14, channels="law")], {("Rob", ""), ("Rob", "Kim")}),
        ([row("Rob", 6, 14), row("Ari", 6, 14)], {("Rob", ""), ("Ari", ""), ("", "Kim")}),
        # Nor does anybody stand in for two.
        ([row("Lea", 7, 15, "Rob", "Ari")], {("Rob", "Kim"), ("Ari", "Lea")}),
        ([row("Lea", 7, 15, "Rob")], {("Rob", "Kim"), ("", "Lea")}),
    ],
)
def test_nobody_stands_in_where_they_are_on_anyway(others: list[RosterRow], on: set[tuple[str, str]]) -> None:
    absences = tuple(away(name, "2026-11-21") for name in ("Kim", "Lea"))
    rows = (*others, row("Kim", 6, 14, "Rob", "Ari", channels="team"))
    roster = Roster(rows=rows, zone=BERLIN, absences=absences)
    moment = at("2026-11-21T12:00")
    for before in (moment + HOUR, moment + 20 * HOUR):
        found = [one for one in roster.shifts(moment, before) if one.covers(moment)]
        assert {(one.person, one.instead_of) for one in found} == on


def test_whose_substitute_begins_the_next_day_is_known_the_day_before() -> None:
    rows = (row("Kim", 22, 30, "Rob", "Ari"), row("Rob", 5, 13))
    roster = Roster(rows=rows, zone=BERLIN, absences=(away("Kim", "2026-11-21"),))
    evening = at("2026-11-21T22:30")
    assert [[one.person for one in roster.on(evening + hour * HOUR)] for hour in (0, 4)] == [["Ari"]] * 2
    assert [one.person for one in roster.shifts(evening, evening + HOUR)] == ["Ari"]


@pytest.mark.parametrize(
    ("new", "older", "replaced"),
    [
        (away("Kim", "2026-11-21"), away("Kim", "2026-11-21"), True),
        (away("Kim", "2026-11-20", "2026-11-23", "Sam"), away("Kim", "2026-11-21", substitute="Alex"), True),
        (away("Kim", "2026-11-21"), away("Kim", "2026-11-21", substitute="Alex"), False),
        (away("Kim", "2026-11-21"), away("Kim", "2026-11-21", "2026-11-22"), False),
        (away("Kim", "2026-11-21", "2026-11-22"), away("Kim", "2026-11-20", "2026-11-21"), False),
    ],
)
def test_an_absence_replaces_what_it_says_anew(new: Absence, older: Absence, *, replaced: bool) -> None:
    assert new.replaces(older) is replaced


def test_whoever_is_back_has_their_holiday_still_before_them() -> None:
    ill, holiday = away("Kim", "2026-11-20", "2026-11-21"), away("Kim", "2026-12-24", "2026-12-26")
    another = away("Kim", "2027-01-05")
    ahead, today = [ill, holiday, another], date(2026, 11, 21)
    assert ends_now(ahead, today) == [ill]
    assert ends_now(ahead, date(2026, 11, 22)) == [holiday]
    assert ends_now([ill], date(2026, 11, 22)) == []


def test_when_everybody_is_away_the_gap_is_told_and_nobody_is_on() -> None:
    absences = tuple(away(name, "2026-11-21") for name in ("Kim", "Alex", "Sam"))
    roster = Roster(rows=DAY_AND_NIGHT, zone=BERLIN, absences=absences)
    noon = at("2026-11-21T12:00")
    assert roster.on(noon) == []
    (gap,) = roster.gaps(noon, noon + HOUR)
    assert (gap.person, gap.instead_of) == ("", "Kim")
    following = roster.next(noon)
    assert following
    assert following.person == "Ben"


def test_whoever_began_before_midnight_ends_it_and_the_illness_begins_with_the_next_shift() -> None:
    roster = Roster(rows=DAY_AND_NIGHT, zone=BERLIN, absences=(away("Ben", "2026-11-22"),))
    assert names(roster, "2026-11-22T03:00") == ["Ben"]
    assert names(roster, "2026-11-22T23:00") == []


def test_the_next_shift_of_a_channel_is_the_first_that_looks_after_it() -> None:
    rows = (
        RosterRow(person="Kim", hours=(0, 60), channels=frozenset({"team"})),
        RosterRow(person="Law", hours=(60, 120), channels=frozenset({"law"})),
    )
    roster = Roster(rows=rows, zone=BERLIN)
    noon = at("2026-11-21T12:00")
    for channels, person in ((frozenset(), "Kim"), (frozenset({"law"}), "Law")):
        following = roster.next(noon, channels)
        assert following
        assert following.person == person
    assert roster.next(noon, frozenset({"other"})) is None


def test_a_planned_shift_counts_like_one_of_the_roster_and_its_absences_too() -> None:
    noon = at("2026-11-21T12:00")
    planned = Shift(slot="planned:1", person="Kim", begins=noon, ends=noon + HOUR)
    roster = Roster(planned=(planned,), zone=BERLIN)
    assert roster.on(noon) == [planned]
    ill = Roster(planned=(planned,), zone=BERLIN, absences=(away("Kim", "2026-11-21", substitute="Alex"),))
    assert [shift.person for shift in ill.on(noon)] == ["Alex"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("", set()),
        ("mon-fri", {0, 1, 2, 3, 4}),
        ("fri-mon", {4, 5, 6, 0}),
        ("Mo-Mi, so", {0, 1, 2, 6}),
        ("saturday", {5}),
    ],
)
def test_days_are_read_as_people_write_them(text: str, days: set[int]) -> None:
    assert weekdays(text) == days


@pytest.mark.parametrize("text", ["x", "mon-", "m", "8-9", "monday..friday"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        weekdays(text)


def test_dates_are_limits() -> None:
    assert dates("") == (None, None)
    assert dates("2026-12-24") == (date(2026, 12, 24), date(2026, 12, 24))
    first, last = dates("2026-12-24..2026-12-26")
    row = RosterRow(person="Kim", hours=spans("08:00-16:00")[0], first=first, last=last)
    days = [date(2026, 12, day) for day in range(22, 29)]
    assert [day.day for day in days if row.begins_on(day)] == [24, 25, 26]
    for wrong in ("tomorrow", "2026-12-26..2026-12-24", "2026-13-01"):
        with pytest.raises(ValueError, match=r"\S"):
            dates(wrong)


def test_a_shift_without_channels_shares_all_of_them() -> None:
    one, other = frozenset({"a"}), frozenset({"b"})
    assert [shares(one, other), shares(one, one), shares(one, frozenset())] == [False, True, True]
