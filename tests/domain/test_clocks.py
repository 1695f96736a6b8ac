"""The clocks of an item: what sets them, when they are looked at next, and what is promised to whom."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.audit import Event, Tag
from bot.domain.clocks import claim_at, first_pace, next_rung, reckoned
from bot.domain.community import Source
from bot.domain.hours import ServiceHours, spans
from bot.domain.item import Change, Item, Triage
from bot.domain.moments import comes_back
from bot.domain.pace import UNTOUCHED, Pace, Parked
from bot.domain.people import PROGRAM, Actor
from bot.domain.status import Status
from bot.domain.steps import MOST, taking, was_taken
from bot.domain.ticking import ticked
from bot.domain.timing import USUAL, Promised, Rung, Target, TimeRules, owed
from bot.errors import Refusal
from tests.domain.made import ARI, LEA, NOW, item

MINUTE = timedelta(minutes=1)
SOURCE = Source(platform="town", name="square")
LADDER = TimeRules(ladder=(Rung(who="handler", past="reminder"), Rung(who="leads", after=30 * MINUTE)))
DUE = NOW + 120 * MINUTE
OWED = {"due_at": DUE, "pace": Pace(remind_at=NOW + 60 * MINUTE)}


def after(this: Item, *events: tuple[Tag, Actor], rules: TimeRules = USUAL, at: datetime = NOW) -> Pace:
    """The clocks once these things happened."""
    told = tuple(Event(tag=tag, actor=by) for tag, by in events)
    return reckoned(Change(item=this, events=told), at, rules).item.pace


def test_a_new_handler_begins_anew_and_whoever_acts_goes_on() -> None:
    begun = after(item(handler=1))
    assert (begun.claimant, begun.acted_at, begun.tick_at) == (1, NOW, NOW + 25 * MINUTE)
    later = NOW + 20 * MINUTE
    for by, acted in ((ARI, later), (LEA, NOW)):
        assert after(item(handler=1, pace=begun), (Tag.DRAFT_EDITED, by), at=later).acted_at == acted
    taken = after(item(handler=2, pace=replace(begun, warned_at=NOW)), at=later)
    assert (taken.claimant, taken.acted_at, taken.warned_at) == (2, later, None)
    assert after(item(pace=begun)).tick_at is None


@pytest.mark.parametrize("status", [Status.AWAITING, Status.APPROVED, Status.POSTING, Status.UNKNOWN])
def test_a_claim_rests_while_its_handler_has_nothing_to_do_and_then_begins_anew(status: Status) -> None:
    """Also where it comes back by what somebody else, or nobody, does."""
    warned = Pace(claimant=1, acted_at=NOW, warned_at=NOW + 25 * MINUTE)
    waits = after(item(status, handler=1, pace=warned), at=NOW + 26 * MINUTE)
    assert (waits.acted_at, waits.warned_at, waits.tick_at) == (None, None, None)
    back = NOW + 300 * MINUTE
    again = after(item(Status.DRAFTED, handler=1, pace=waits), (Tag.REPLY_DECLINED, LEA), at=back)
    assert (again.acted_at, again.warned_at, again.tick_at) == (back, None, back + 25 * MINUTE)
    # From then on only what they do themselves counts.
    later = after(item(Status.DRAFTED, handler=1, pace=again), (Tag.NOTE_WRITTEN, LEA), at=back + MINUTE)
    assert later.acted_at == back


@pytest.mark.parametrize(
    ("facts", "rules", "at"),
    [
        ({}, USUAL, None),
        ({"pace": Pace(acted_at=NOW)}, USUAL, NOW + 25 * MINUTE),
        ({"pace": Pace(acted_at=NOW, warned_at=NOW + 25 * MINUTE)}, USUAL, NOW + 30 * MINUTE),
        ({"pace": Pace(acted_at=NOW, warned_at=NOW + 90 * MINUTE)}, USUAL, NOW + 95 * MINUTE),
        ({"pace": Pace(acted_at=NOW, parked=Parked.SNOOZE)}, USUAL, None),
        ({"pace": Pace(acted_at=NOW), "status": Status.APPROVED}, USUAL, None),
        ({"pace": Pace(acted_at=NOW)}, replace(USUAL, claim_ends=timedelta()), None),
        ({"pace": Pace(acted_at=NOW)}, replace(USUAL, claim_warn=60 * MINUTE), NOW + 30 * MINUTE),
    ],
)
def test_when_a_claim_is_warned_about_and_ends(
    facts: dict[str, Any], rules: TimeRules, at: datetime | None
) -> None:
    assert claim_at(item(**facts), rules) == at


def test_without_a_warning_a_claim_simply_ends() -> None:
    rules = replace(USUAL, claim_warn=60 * MINUTE)
    held = item(handler=1, pace=Pace(claimant=1, acted_at=NOW))
    tick = ticked(held, NOW + 30 * MINUTE, rules)
    assert [event.tag for event in tick.change.events] == [Tag.ITEM_CLAIM_ENDED]
    assert ticked(held, NOW + 29 * MINUTE, rules).change.events == ()


@pytest.mark.parametrize(
    ("facts", "at"),
    [
        (OWED, NOW + 60 * MINUTE),
        ({"due_at": DUE}, DUE),
        ({}, None),
        ({**OWED, "pace": Pace(rungs=1)}, DUE + 30 * MINUTE),
        ({**OWED, "pace": Pace(rungs=2)}, None),
        ({**OWED, "pace": Pace(heeded=True)}, None),
        ({**OWED, "pace": Pace(parked=Parked.ASKED)}, None),
        ({**OWED, "reply": "r1"}, None),
        ({**OWED, "status": Status.APPROVED}, None),
        ({**OWED, "status": Status.AWAITING}, NOW + 60 * MINUTE),
        # What came back has the whole time again.
        ({**OWED, "pace": Pace(rungs=1, ladder_from=DUE)}, DUE + 150 * MINUTE),
    ],
)
def test_when_the_next_step_of_the_ladder_is_taken(facts: dict[str, Any], at: datetime | None) -> None:
    step = next_rung(item(**facts), LADDER)
    assert (step and step.at) == at


def climb(this: Item, rules: TimeRules) -> list[tuple[datetime, str]]:
    """Every step that is left, when it is taken and for whom."""
    found = []
    while (step := next_rung(this, rules)) is not None:
        found.append((step.at, step.rung.who))
        # Handled by somebody, so that the first step is not passed over.
        (event,) = (tick := ticked(replace(this, handler=1), step.at, rules)).change.events
        assert event.tag is Tag.ITEM_REMINDED
        this = replace(tick.change.item, pace=replace(tick.change.item.pace, acted_at=None))
    return found


LATE_HANDLER = TimeRules(
    ladder=(
        Rung(who="channel", past="reminder"),
        Rung(who="handler", past="reminder", after=180 * MINUTE),
        Rung(who="leads"),
        Rung(who="outside", after=240 * MINUTE),
    )
)
"""Leads are told at the due time, and only then whoever handles it."""


def test_the_step_that_is_due_first_is_taken_first_and_each_once() -> None:
    whole = [
        (NOW + 60 * MINUTE, "channel"),
        (DUE, "leads"),
        (NOW + 240 * MINUTE, "handler"),
        (DUE + 240 * MINUTE, "outside"),
    ]
    owing = item(due_at=DUE, pace=Pace(remind_at=NOW + 60 * MINUTE))
    assert climb(owing, LATE_HANDLER) == whole
    # What a release before has counted are the first ones of the settings: none is told again, none left out.
    for counted, left in ((1, whole[1:]), (2, [whole[1], whole[3]]), (3, whole[3:]), (4, [])):
        assert climb(replace(owing, pace=replace(owing.pace, rungs=counted)), LATE_HANDLER) == left
    # What comes in is looked at for the earliest.
    early = replace(LATE_HANDLER, ladder=LATE_HANDLER.ladder[1:])
    assert first_pace(Promised(remind_at=NOW + 60 * MINUTE, due_at=DUE), early).tick_at == DUE


@given(st.lists(st.integers(0, MOST - 1)))
def test_which_steps_were_taken_fits_one_number(order: list[int]) -> None:
    kept = 0
    for step in order:
        kept = taking(kept, step)
    assert {step for step in range(MOST) if was_taken(kept, step)} == set(order)
    assert kept < 2**31
    if set(order) == set(range(len(set(order)))):
        assert kept == len(set(order))


def test_what_falls_back_has_the_whole_ladder_again_and_a_note_holds_no_higher_risk() -> None:
    spent = Pace(claimant=1, acted_at=NOW, rungs=2, heeded=True, remind_at=NOW + 60 * MINUTE)
    this = item(Status.DRAFTED, handler=1, due_at=DUE, pace=spent)
    for tag in (Tag.REPLY_VOIDED, Tag.REPLY_DELETED, Tag.COMMENT_RETURNED, Tag.REPLY_REFUSED):
        pace = after(this, (tag, PROGRAM), at=DUE, rules=LADDER)
        assert (pace.rungs, pace.heeded, pace.ladder_from) == (0, False, DUE)
    raised = after(this, (Tag.RISK_RAISED, LEA), at=DUE, rules=LADDER)
    assert (raised.rungs, raised.heeded, raised.ladder_from) == (2, False, DUE)
    noted = after(this, (Tag.NOTE_WRITTEN, LEA), at=DUE, rules=LADDER)
    assert (noted.rungs, noted.heeded, noted.ladder_from) == (2, True, None)


def test_a_promise_holds_until_its_day_whatever_is_done_but_not_to_what_is_gone() -> None:
    promised = Pace(follow_at=DUE, promise="Wir melden uns.")
    for status in (Status.POSTED, Status.DISMISSED, Status.NEW):
        assert after(item(status, pace=promised)).tick_at == DUE
    for status in (Status.AWAITING, Status.APPROVED):
        pace = after(item(status, pace=promised))
        assert (pace.follow_at, pace.tick_at) == (DUE, None)
    gone = after(item(Status.GONE, pace=promised))
    assert (gone.follow_at, gone.promise, gone.tick_at) == (None, "", None)


def test_what_comes_in_is_looked_at_when_its_first_step_is_due() -> None:
    promised = Promised(remind_at=NOW, due_at=DUE)
    assert first_pace(promised, LADDER) == Pace(remind_at=NOW, tick_at=NOW)
    due = replace(LADDER, ladder=LADDER.ladder[1:])
    assert first_pace(promised, due).tick_at == DUE + 30 * MINUTE
    assert first_pace(Promised(), LADDER) == UNTOUCHED
    assert first_pace(promised, USUAL).tick_at is None


def target(minutes: int, **asked: str) -> Target:
    """A target that asks for these things."""
    wanted = {name: frozenset({value}) for name, value in asked.items()}
    return Target(remind=minutes * MINUTE, due=2 * minutes * MINUTE, **wanted)


TARGETS = (
    target(40, platforms="town"),
    target(10, kinds="complaint"),
    target(5, platforms="town", risks="high"),
    target(99, kinds="complaint"),
)


@pytest.mark.parametrize(
    ("triage", "minutes"),
    [
        (Triage(), 40),
        (Triage(kind="complaint"), 40),
        (Triage(kind="complaint", risk="high"), 5),
        (Triage(risk="high"), 5),
    ],
)
def test_whoever_asks_for_more_knows_better_and_among_equals_the_first(triage: Triage, minutes: int) -> None:
    promised = TimeRules(targets=TARGETS).promised(SOURCE, triage, NOW, target(7))
    assert promised == Promised(remind_at=NOW + minutes * MINUTE, due_at=NOW + 2 * minutes * MINUTE)


def test_where_no_target_fits_the_sources_own_holds_and_no_reply_is_promised_where_none_is_needed() -> None:
    rules = TimeRules(targets=TARGETS[1:3])
    elsewhere = Source(platform="village", name="square")
    assert rules.promised(elsewhere, Triage(), NOW, target(7)).remind_at == NOW + 7 * MINUTE
    assert rules.promised(SOURCE, Triage(needs_reply=False), NOW, target(7)) == Promised()


def test_promises_are_counted_in_service_hours() -> None:
    """On a Friday evening before a holiday on a Monday."""
    hours = ServiceHours(
        zone="Europe/Berlin", week=(*(spans("08:00-20:00"),) * 5, (), ()), closed={date(2026, 5, 25)}
    )
    friday = datetime(2026, 5, 22, 17, 30, tzinfo=UTC)
    promised = TimeRules(hours=hours).promised(SOURCE, Triage(), friday, target(60))
    tuesday = datetime(2026, 5, 26, 6, tzinfo=UTC)
    assert promised == Promised(remind_at=tuesday + 30 * MINUTE, due_at=tuesday + 90 * MINUTE)


def test_what_was_promised_sooner_still_holds_and_an_answer_owes_nothing() -> None:
    first = owed(item(), Promised(remind_at=NOW, due_at=DUE))
    later = owed(first, Promised(remind_at=DUE, due_at=DUE + MINUTE))
    sooner = owed(first, Promised(due_at=NOW))
    assert (later, sooner.due_at, sooner.pace.remind_at) == (first, NOW, NOW)
    answered = item(Status.POSTED)
    assert owed(answered, Promised(remind_at=NOW, due_at=NOW)) is answered


OFFICE = ServiceHours(
    zone="Europe/Berlin", week=(*(spans("09:30-18:00"),) * 5, (), ()), closed={date(2026, 3, 3)}
)


@pytest.mark.parametrize(
    ("text", "hours", "back"),
    [
        # It is Sunday, 1 March 2026, 13:00 in Berlin.
        ("18:00", OFFICE, "2026-03-01T18:00+01:00"),
        ("tomorrow morning", OFFICE, "2026-03-02T09:30+01:00"),
        ("Morgen früh", OFFICE, "2026-03-02T09:30+01:00"),
        ("morgen", OFFICE, "2026-03-02T09:30+01:00"),
        ("morgen 7:00", OFFICE, "2026-03-02T07:00+01:00"),
        # On the 3rd nobody works; in summer time the morning is where it was.
        ("3.3.", OFFICE, "2026-03-04T09:30+01:00"),
        ("30.03.2026", OFFICE, "2026-03-30T09:30+02:00"),
        ("2026-03-05", ServiceHours(zone="Europe/Berlin"), "2026-03-05T08:00+01:00"),
        ("Montag", OFFICE, "2026-03-02T09:30+01:00"),
        ("dienstag um 7:00", OFFICE, "2026-03-03T07:00+01:00"),
        ("übermorgen früh", OFFICE, "2026-03-04T09:30+01:00"),
        ("Sunday morning", ServiceHours(zone="Europe/Berlin"), "2026-03-08T08:00+01:00"),
        ("in 2 Stunden", OFFICE, "2026-03-01T15:00+01:00"),
        ("in 3 days", OFFICE, "2026-03-04T09:30+01:00"),
        ("29.2.", OFFICE, "2028-02-29T09:30+01:00"),
    ],
)
def test_a_day_means_its_morning(text: str, hours: ServiceHours, back: str) -> None:
    assert comes_back(text, NOW, hours) == datetime.fromisoformat(back)


@pytest.mark.parametrize(("hour", "week", "back"), [
    (5, "00:00-24:00", "2026-03-01T08:00+01:00"),
    (8, "00:00-24:00", None),
    (5, "closed", None),
])  # fmt: skip
def test_today_without_a_time_is_its_morning_while_that_is_to_come(
    hour: int, week: str, back: str | None
) -> None:
    now = NOW.replace(hour=hour - 1)
    hours = ServiceHours(zone="Europe/Berlin", week=(*(spans("08:00-20:00"),) * 6, spans(week)))
    for text in ("heute", "today", "1.3.", "2026-03-01"):
        if back:
            assert comes_back(text, now, hours) == datetime.fromisoformat(back)
        else:
            with pytest.raises(Refusal, match="has begun"):
                comes_back(text, now, hours)


@pytest.mark.parametrize("text", ["irgendwann", "31.02.", "2020-01-01", "12:00 12:00"])
def test_what_is_no_moment_to_come_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        comes_back(text, NOW, OFFICE)
