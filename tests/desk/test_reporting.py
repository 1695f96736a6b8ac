"""Reports: right numbers on hand-made histories, on the team's clock, for whoever may read them."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.bulk import ShowGrants
from bot.commands import GrantUse
from bot.desk.hearing import Hearing
from bot.desk.report_lists import MOST_GRANTS, MOST_INSIGHTS
from bot.desk.reporting import how_much
from bot.domain.audit import Tag
from bot.domain.community import Post
from bot.domain.figures import USUAL_PACE
from bot.domain.hours import ServiceHours
from bot.domain.item import Triage, Urgency
from bot.domain.people import PROGRAM
from bot.domain.policy import Route
from bot.domain.shift import RosterRow
from bot.domain.timing import TimeRules
from bot.lines import from_line
from bot.report_commands import ExportReport, ShowReport
from bot.reports import GrantedUse, Insight, PersonFigures, Report, Timeline
from bot.views import Notice, Register
from storage.erasing import erase_author
from tests.storage.given import a_comment, an_item
from tests.storage.history import History, utc
from tests.world import Hands, World

BERLIN = ZoneInfo("Europe/Berlin")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def history(world: World, clock: Hands) -> History:
    """Written into the world's own memory; the team sits in Berlin."""
    _with(world, zone=BERLIN)
    return History(world.database, clock)


def _with(world: World, **policy: object) -> None:
    changed = replace(world.desk.policy, **policy)  # type: ignore[arg-type]  # each rule has its own type
    world.desk = replace(world.desk, policy=changed)
    world.hearing = Hearing(world.desk)


async def asked(world: World, days: str = "2026-03-29", by: str = "ari") -> Report:
    view = await world.ask(ShowReport(days=days), by=by)
    assert isinstance(view, Report), view
    return view


def figures(report: Report) -> dict[str, tuple[object, object]]:
    return {str(one.label): (one.value, one.before) for one in report.figures}


def lines(line: Timeline) -> dict[str, dict[int, int]]:
    """What of a timeline is not zero."""
    return {str(s.label): {at: n for at, n in enumerate(s.numbers) if n} for s in line.series}


async def test_a_day_without_anything_is_a_report_too(world: World, history: History) -> None:
    history.now(utc("2026-11-21 12:00"))
    report = await asked(world, "")
    assert report.days == "2026-11-15..2026-11-21"
    assert str(report.title) == "Report: 2026-11-15 to 2026-11-21, 2026"
    assert str((await asked(world, "day")).title) == "Report: 2026-11-21, 2026"
    new_year = await asked(world, "2025-12-31..2026-01-01")
    assert str(new_year.title) == "Report: 2025-12-31, 2025 to 2026-01-01, 2026"
    nothing = dict.fromkeys(("Received", "Answered", "Closed without a reply", "Uses granted"), (0, 0))
    assert figures(report) == nothing
    (times,) = report.replies
    assert (times.number, times.median, times.nine_of_ten) == (0, None, None)
    assert (report.volume.most, report.load.busiest, report.drafts, report.posts) == (0, None, (), ())


async def test_the_hours_of_a_day_with_twenty_three(world: World, history: History) -> None:
    """On 29 March clocks in Berlin go from 1:59 to 3:00."""
    for at in ("2026-03-28 22:59", "2026-03-28 23:00", "2026-03-29 00:59", "2026-03-29 01:00"):
        await history.came(at)
    for at in ("2026-03-29 21:59:59", "2026-03-29 22:00"):
        item = await history.came(at)
    await history.happened("2026-03-29 21:59", item, Tag.REPLY_POSTED)
    report = await asked(world)
    assert len(report.volume.steps) == 24
    assert lines(report.volume) == {
        "Received": {0: 1, 1: 1, 3: 1, 23: 1},
        "Answered": {23: 1},
        "Closed without a reply": {},
    }
    assert figures(report)["Received"] == (4, 1)
    assert report.load.hours[6][:4] == (1, 1, 0, 1), "an hour that never was has no comments, and no average"


async def test_the_hour_that_comes_twice_is_twice_as_long(world: World, history: History) -> None:
    """On 25 October clocks in Berlin go from 2:59 back to 2:00."""
    for at in ("2026-10-25 00:30", "2026-10-25 01:30", "2026-10-25 02:30"):
        await history.came(at)
    history.now(utc("2026-10-27 00:00"))
    report = await asked(world, "2026-10-25")
    assert lines(report.volume)["Received"] == {2: 2, 3: 1}
    assert report.load.hours[6][2:4] == (1, 1), "two comments in two hours"


@pytest.mark.parametrize(
    ("days", "steps", "wanted"),
    [
        ("2026-03-28..2026-03-30", 3, {0: 1, 1: 2, 2: 1}),
        ("2026-03-01..2026-04-30", 10, {4: 3, 5: 1}),
        ("2025-12-01..2026-12-31", 57, {16: 3, 17: 1}),
    ],
)
async def test_days_and_weeks_are_the_teams(
    world: World, history: History, days: str, steps: int, wanted: dict[int, int]
) -> None:
    for at in ("2026-03-28 22:59", "2026-03-28 23:00", "2026-03-29 21:59", "2026-03-29 22:00"):
        await history.came(at)
    report = await asked(world, days)
    assert len(report.volume.steps) == steps
    assert lines(report.volume)["Received"] == wanted


async def test_quarters_of_an_hour_matter_where_clocks_have_them(world: World, history: History) -> None:
    _with(world, zone=ZoneInfo("Asia/Kathmandu"))
    for at in ("2026-03-28 18:14", "2026-03-28 18:15"):
        await history.came(at)
    assert lines((await asked(world)).volume)["Received"] == {0: 1}


async def test_first_replies_in_and_out_of_service_hours(world: World, history: History) -> None:
    """Open from 8 to 20 on weekdays in Berlin; 27 March is a Friday."""
    week = (((8 * 60, 20 * 60),),) * 5 + ((), ())
    _with(world, timing=TimeRules(hours=ServiceHours(zone="Europe/Berlin", week=week)))
    inside = await history.came("2026-03-27 18:30")  # 19:30 in Berlin
    outside = await history.came("2026-03-28 10:00")
    quick = await history.came("2026-03-30 08:00")
    for item, at in (
        (inside, "2026-03-30 06:30"),
        (outside, "2026-03-30 06:10"),
        (quick, "2026-03-30 08:10"),
    ):
        await history.happened(at, item, Tag.REPLY_POSTED)
    report = await asked(world, "2026-03-30")
    assert {str(one.label): (one.number, one.median, one.nine_of_ten) for one in report.replies} == {
        "Came in service hours": (2, 1805 * MINUTE, timedelta(minutes=0.1 * 10 + 0.9 * 3600)),
        "Came outside of them": (1, 2650 * MINUTE, 2650 * MINUTE),
        "All": (3, 2650 * MINUTE, timedelta(minutes=2650 + 0.8 * 950)),
        "All, counting service hours alone": (3, 10 * MINUTE, timedelta(minutes=10 + 0.8 * 50)),
    }


async def test_a_platform_whose_clock_is_ahead_does_not_make_us_prophets(
    world: World, history: History
) -> None:
    await history.happened("2026-03-29 10:00", await history.came("2026-03-29 10:05"), Tag.REPLY_POSTED)
    (times,) = (await asked(world)).replies
    assert times.median == timedelta()


async def test_kinds_and_sentiment_are_parts_of_the_whole(world: World, history: History) -> None:
    kinds = ["praise"] * 3 + ["question"] * 2 + ["idea", "hate", "spam", "troll", "legal", "press", "new one"]
    for number, kind in enumerate(kinds):
        mood = ("positive", "negative", "")[number % 3]
        await history.came(f"2026-03-29 10:{number:02}", kind=kind, sentiment=mood)
    report = await asked(world)
    assert [series.total for series in report.kinds.series] == [3, 2, 1, 1, 1, 1, 3]
    assert str(report.kinds.series[-1].label) == "Other kinds"
    moods = {label: numbers for label, numbers in lines(report.moods).items() if numbers}
    assert moods == {"Positive": {12: 4}, "Negative": {12: 4}, "Not looked at": {12: 4}}
    assert report.kinds.most == report.moods.most == 12


async def test_how_many_people_an_hour_takes(world: World, history: History) -> None:
    """Twenty-five comments on each of two Mondays from 9 to 10 in Berlin."""
    for monday in ("2026-03-16", "2026-03-23"):
        for minute in range(25):
            await history.came(f"{monday} 08:{minute:02}")
    history.now(utc("2026-03-24 00:00"))
    load = (await asked(world, "2026-03-16..2026-03-23")).load
    assert (load.busiest, load.hours[0][9], load.people[0][9]) == ((0, 9), 25, 3)
    assert (load.pace, load.measured) == (USUAL_PACE, False)
    assert sum(map(sum, load.people)) == 3


async def test_the_pace_is_the_teams_own_once_it_is_nobodys_in_particular(
    world: World, history: History
) -> None:
    items = [await history.came(f"2026-03-29 07:{number:02}") for number in range(24)]
    for number, item in enumerate(items):
        by = list(world.people.values())[number % 3].id
        # Each of the three decides every six minutes.
        await history.happened(
            f"2026-03-29 {8 + number // 30:02}:{2 * number:02}", item, Tag.REPLY_APPROVED, by=by
        )
    load = (await asked(world)).load
    assert (load.pace, load.measured) == (10.0, True)


@pytest.mark.parametrize(
    ("posted", "wanted"),
    [
        ("Liebe Anna,  den Drink gibt es wieder.\n", "unchanged"),
        ("Liebe Anna, den Drink gibt es jetzt wieder!", "lightly"),
        ("Schreib uns bitte eine Nachricht.", "rewritten"),
        ("", "rewritten"),
    ],
)
def test_how_much_of_a_draft_was_posted(posted: str, wanted: str) -> None:
    assert how_much("Liebe Anna, den Drink gibt es wieder.", posted) == wanted


def test_a_price_that_was_put_right_in_a_long_draft_is_an_edit() -> None:
    draft = "Liebe Anna, den Drink gibt es wieder. " * 9 + "Er kostet 2,49 Euro."
    assert how_much(draft, draft.replace("2,49", "3,49")) == "lightly"


async def test_what_became_of_drafts_by_the_version_of_their_prompt(world: World, history: History) -> None:
    draft = "Liebe Anna, den Drink gibt es wieder."
    ways = {
        "as it is": "",
        "again": draft,
        "a word": draft + " Bis bald!",
        "all": "Schreib uns eine Nachricht.",
    }
    for number, text in enumerate(ways.values()):
        item = await history.came(f"2026-03-29 07:0{number}")
        await history.drafted(item, draft, prompt="question@2")
        if text:
            await history.drafted(item, text, by=world.people["Ari"].id)
        await history.happened(f"2026-03-29 08:0{number}", item, Tag.REPLY_POSTED)
    gone = await history.came("2026-03-29 07:30")
    await history.drafted(gone, draft, prompt="idea@1")
    await history.happened("2026-03-29 08:30", gone, Tag.ITEM_DISMISSED, by=world.people["Ari"].id)
    first, second = (await asked(world)).drafts
    assert (first.prompt, first.parts, first.total) == ("question@2", (2, 1, 1, 0), 4)
    assert (second.prompt, second.parts) == ("idea@1", (0, 0, 0, 1))


async def test_wishes_come_with_links_and_strict_routes_keep_theirs(world: World, history: History) -> None:
    for number in range(MOST_INSIGHTS + 2):
        await history.came(
            f"2026-03-29 10:{number:02}", text=f"Bitte {number} " + "x" * 200, kind="idea", title="Neu"
        )
    await history.came("2026-03-29 11:00", text="Frage")
    report = await asked(world)
    newest = report.insights[0]
    assert isinstance(newest, Insight)
    assert (newest.item, newest.post, newest.url) == (12, "Neu", "https://a.example/c12")
    assert newest.excerpt.startswith("Bitte 11 x")
    assert len(newest.excerpt) == 120
    assert (len(report.insights), report.more_insights) == (MOST_INSIGHTS, 2)
    apart = Route(channels=(("web", "quiet"),), kinds=frozenset({"idea"}), only=True)
    _with(world, routes=(apart,))
    assert (await asked(world)).insights == ()


async def test_a_wish_without_an_address_leads_to_what_it_stands_beneath(
    world: World, history: History
) -> None:
    history.now(utc("2026-03-29 10:00"))
    post = Post(id="p", title="Neu", url="https://a.example/p")
    wish = a_comment(1, url="", post=post, published=utc("2026-03-29 10:00"))
    async with world.database.work() as work:
        await work.intake.take([an_item(wish, triage=Triage(kind="idea", urgency=Urgency.NORMAL))])
    assert [one.url for one in (await asked(world)).insights] == ["https://a.example/p"]


async def test_granted_uses_are_named_when_they_were_noted(world: World, history: History) -> None:
    """A yes of February that somebody notes in March: no report of February would ever have told it."""
    shared = await history.came("2026-02-10 09:00", text="Mein Frühstück 😍", kind="reuse")
    history.now(utc("2026-03-29 10:00"))
    for number in range(MOST_GRANTS + 2):
        link = "https://a.example/ja"
        await world.ask(GrantUse(item=shared.id, version=1, text=f"Story {number}", link=link))
    assert (await asked(world, "2026-02-10")).grants == ()
    report = await asked(world)
    assert figures(report)["Uses granted"] == (MOST_GRANTS + 2, 0)
    assert (len(report.grants), report.more_grants) == (MOST_GRANTS, 2)
    assert report.grants[0] == GrantedUse(
        item=shared.id,
        author="Anna 1",
        purpose="Story 11",
        excerpt="Mein Frühstück 😍",
        url="https://a.example/ja",
        at=utc("2026-02-10 09:00"),
    )
    async with world.database.work() as work:
        await erase_author(work, "demo", PROGRAM, author_id="u1")
    erased = (await asked(world)).grants[0]
    assert (erased.author, erased.excerpt, erased.url) == ("", "", "https://a.example/p"), "the post is ours"
    assert (erased.purpose, str(erased.words)) == ("", "erased"), "it may say how they are to be named"
    register = await world.ask(ShowGrants())
    assert isinstance(register, Register)
    assert (str(register.lines[0].head), register.lines[0].text) == ("erased, noted by Ari", "")
    apart = Route(channels=(("web", "quiet"),), kinds=frozenset({"reuse"}), only=True)
    _with(world, routes=(apart,))
    assert (await asked(world)).grants == ()


async def busy_days(history: History) -> None:
    """Twenty-five comments on Monday from 9 to 10 in Berlin, and thirteen on Tuesday after midnight."""
    for minute in range(25):
        await history.came(f"2026-03-16 08:{minute:02}")
    for minute in range(13):
        await history.came(f"2026-03-16 23:{minute:02}")
    history.now(utc("2026-03-18 00:00"))


async def needs(world: World, days: str, *roster: RosterRow) -> list[str]:
    """What the report of these days says of each shift of the roster."""
    _with(world, roster=roster)
    return [str(need.words) for need in (await asked(world, days)).load.shifts]


async def test_what_each_shift_of_the_roster_takes(world: World, history: History) -> None:
    await busy_days(history)
    early, late = (8 * 60, 16 * 60 + 30), (16 * 60 + 30, 25 * 60)
    work, gone = frozenset({0, 1, 2, 4}), date(2026, 3, 1)
    rows = (
        RosterRow(person="Kim", hours=early, weekdays=work),
        RosterRow(person="kim", hours=early, weekdays=work, channels=frozenset({"crisis"})),
        RosterRow(person="Alex", hours=early, weekdays=work),
        RosterRow(person="Alex", hours=late),
        RosterRow(person="Sam", hours=late, last=gone),
    )
    assert await needs(world, "2026-03-16..2026-03-17", *rows) == [
        "Mon to Tue, 08:00–16:30: takes 3, planned 2",
        "Mon to Tue, 16:30–01:00: takes 2, planned 1",
    ]
    # The hour that lacks people is told, be there enough in the busiest one.
    crowd = (RosterRow(person=name, hours=(9 * 60, 10 * 60)) for name in ("Alex", "Lea", "Rob"))
    kim = RosterRow(person="Kim", hours=(9 * 60, 25 * 60))
    assert await needs(world, "2026-03-16..2026-03-17", kim, *crowd) == [
        "Mon to Tue, 09:00–10:00: takes 3, planned 4",
        "Mon to Tue, 09:00–01:00: takes 2, planned 1",
    ]


async def test_others_who_are_there_at_that_hour_count_on_the_days_on_which_they_are(
    world: World, history: History
) -> None:
    await busy_days(history)
    early, later = (6 * 60, 14 * 60), (7 * 60, 15 * 60)
    week, monday, once = frozenset(range(5)), date(2026, 3, 16), date(2026, 3, 18)
    rows = (
        RosterRow(person="Kim", hours=early, weekdays=week),
        RosterRow(person="Alex", hours=later, weekdays=frozenset(range(3))),
        RosterRow(person="Lea", hours=later, weekdays=frozenset(range(3)), first=monday, last=once),
        RosterRow(person="Rob", hours=early, first=once, last=once),
    )
    assert await needs(world, "2026-03-16..2026-03-22", *rows) == [
        "Mon to Tue, 06:00–14:00: takes 3, planned 3",
        "Wed, 06:00–14:00: takes 0, planned 2",
        "Thu to Fri, 06:00–14:00: takes 0, planned 1",
        "Mon to Wed, 07:00–15:00: takes 3, planned 3",
    ]
    # Of two Mondays it is the one with fewer people; half as many comments came.
    two_weeks = await needs(world, "2026-03-09..2026-03-16", *rows)
    assert two_weeks[0] == "Mon to Fri, 06:00–14:00: takes 2, planned 2"


async def test_a_hostile_title_is_only_a_title(world: World, history: History) -> None:
    await history.came("2026-03-29 10:00", title="<b>{0}</b> =1+1")
    assert (await asked(world)).posts[0].title == "<b>{0}</b> =1+1"


AGREEMENT = "Betriebsvereinbarung 7"


@pytest.mark.parametrize(
    ("agreement", "by", "shown"),
    [("", "lea", False), (AGREEMENT, "ari", False), (AGREEMENT, "vic", False), (AGREEMENT, "lea", True)],
)
async def test_figures_per_person_need_an_agreement_and_a_lead(
    world: World, history: History, agreement: str, by: str, *, shown: bool
) -> None:
    _with(world, works_agreement=agreement)
    item = await history.came("2026-03-29 10:00")
    await history.happened("2026-03-29 10:01", item, Tag.REPLY_APPROVED, by=world.people["Ari"].id)
    report = await asked(world, by=by)
    assert report.people == ((PersonFigures(name="Ari", answered=1, dismissed=0),) if shown else ())
    assert (agreement in str([str(remark) for remark in report.remarks])) == (shown or not agreement)


@pytest.mark.parametrize(("by", "may"), [("vic", False), ("rob", False), ("ari", False), ("lea", True)])
async def test_exporting_is_for_leads(world: World, history: History, by: str, *, may: bool) -> None:
    history.now(utc("2026-11-21 12:00"))
    assert (await asked(world, by=by)).may_export is may
    view = await world.ask(ExportReport(days="week"), by=by)
    assert isinstance(view, Report if may else Notice)
    assert may or "for leads" in str(view.words)  # type: ignore[union-attr]  # a notice then


async def test_whoever_we_do_not_know_gets_nothing(world: World) -> None:
    answer = await world.ask(ShowReport(days="week"), by="nobody")
    assert isinstance(answer, Notice)
    assert answer.refused


async def test_days_that_are_none_are_refused_with_an_example(world: World) -> None:
    notice = await world.refused(ShowReport(days="sometime"))
    assert "2026-11-01..2026-11-15" in str(notice.words)


@pytest.mark.parametrize(
    ("typed", "days"),
    [("/report week", "week"), ("/queue report day", "day"), ("/report", ""), ("report x..y", "x..y")],
)
def test_what_is_typed(typed: str, days: str) -> None:
    assert from_line(typed) == ShowReport(days=days)
