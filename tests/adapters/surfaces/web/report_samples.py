"""A report with everything in it."""

from datetime import UTC, date, datetime, timedelta

from bot.domain.days import Days
from bot.domain.figures import people_for
from bot.reports import (
    DraftShare,
    GrantedUse,
    Insight,
    Load,
    Measure,
    PersonFigures,
    ReplyTimes,
    Report,
    Series,
    ShiftNeed,
    Timeline,
    TopPost,
)
from bot.words import Words, say

WEEK = Days(first=date(2026, 11, 16), last=date(2026, 11, 22), zone=UTC)
DAYS = tuple(Words("{day}", {"day": date(2026, 11, 16 + number)}) for number in range(7))
WEEKDAYS = (say("Mon"), say("Tue"), say("Wed"), say("Thu"), say("Fri"), say("Sat"), say("Sun"))
RECEIVED, ANSWERED, CLOSED = say("Received"), say("Answered"), say("Closed without a reply")


def timeline(
    title: Words, *rows: tuple[Words, tuple[int, ...]], stacked: bool = False, name: str = ""
) -> Timeline:
    """Numbers of seven days."""
    series = tuple(Series(label=label, numbers=numbers) for label, numbers in rows)
    return Timeline(title=title, steps=DAYS, series=series, stacked=stacked, name=name)


def load() -> Load:
    """Busiest on Mondays at noon."""
    hours = [[max(0.0, 30 - 4 * abs(hour - 12) - 6 * day) for hour in range(24)] for day in range(7)]
    return Load(
        weekdays=WEEKDAYS,
        hours=tuple(tuple(day) for day in hours),
        people=tuple(tuple(people_for(comments, 12) for comments in day) for day in hours),
        pace=12.0,
        measured=False,
        shifts=(
            ShiftNeed(
                days=say("{first} to {last}", first=say("Mon"), last=say("Fri")),
                hours=Words("08:00–16:00"),
                people=3,
                planned=2,
            ),
        ),
    )


def a_report(hostile: str = "Hallo") -> Report:
    """One of a week; `hostile` stands wherever somebody outside can write."""
    label = Words("{what}", {"what": hostile})
    return Report(
        first=WEEK.first,
        last=WEEK.last,
        days=WEEK.text,
        figures=(
            Measure(label=RECEIVED, value=412, before=380),
            Measure(label=ANSWERED, value=351, before=340),
            Measure(label=CLOSED, value=48),
        ),
        replies=(
            _times(say("All"), 351, timedelta(minutes=24), timedelta(hours=3)),
            _times(say("Came outside of them"), 0, None, None),
        ),
        volume=_volume(),
        kinds=timeline(
            say("Kinds"),
            (label, (40, 30, 20, 30, 40, 20, 10)),
            (label, (1, 2, 3, 4, 5, 6, 7)),
            stacked=True,
            name="kinds",
        ),
        moods=timeline(say("Sentiment"), (label, (1, 0, 0, 0, 0, 0, 0)), stacked=True, name="moods"),
        posts=(
            TopPost(title=hostile, url=hostile, platform=label, comments=71, negative=33),
            TopPost(title="", url="https://community.example/p", platform=label, comments=1, negative=0),
        ),
        load=load(),
        drafts=(
            DraftShare(prompt="question@3", unchanged=120, lightly=60, rewritten=20, rejected=10),
            DraftShare(prompt=hostile, unchanged=0, lightly=1, rewritten=2, rejected=0),
        ),
        insights=(_wish(hostile),) * 10,
        more_insights=4,
        grants=(_grant(hostile),) * 6,
        more_grants=3,
        people=(PersonFigures(name=hostile, answered=120, dismissed=4),),
        agreement=hostile,
        may_export=True,
    )


def _times(label: Words, number: int, median: timedelta | None, most: timedelta | None) -> ReplyTimes:
    return ReplyTimes(label=label, number=number, median=median, nine_of_ten=most)


def _volume() -> Timeline:
    return timeline(
        say("Received and done"),
        (RECEIVED, (71, 64, 58, 60, 82, 44, 33)),
        (ANSWERED, (60, 61, 50, 52, 70, 30, 28)),
        (CLOSED, (8, 7, 6, 9, 10, 5, 3)),
        name="volume",
    )


def _wish(hostile: str) -> Insight:
    return Insight(
        item=42,
        kind=say("Idea"),
        author=hostile,
        excerpt=hostile,
        post=hostile,
        url=hostile,
        published=datetime(2026, 11, 20, 9, tzinfo=UTC),
    )


def _grant(hostile: str) -> GrantedUse:
    return GrantedUse(
        item=43,
        author=hostile,
        purpose=f"Story {hostile}",
        excerpt=hostile,
        url="https://community.example/ja",
        at=datetime(2026, 11, 19, 9, tzinfo=UTC),
    )


def empty_report() -> Report:
    """One of a week in which nothing came."""
    nothing = timeline(
        say("Received and done"),
        (RECEIVED, (0,) * 7),
        (ANSWERED, (0,) * 7),
        (CLOSED, (0,) * 7),
        name="volume",
    )
    none = tuple((0.0,) * 24 for _ in range(7))
    return Report(
        first=WEEK.first,
        last=WEEK.last,
        days=WEEK.text,
        figures=(Measure(label=RECEIVED, value=0, before=0),),
        replies=(ReplyTimes(label=say("All"), number=0, median=None, nine_of_ten=None),),
        volume=nothing,
        kinds=timeline(say("Kinds"), stacked=True, name="kinds"),
        moods=timeline(say("Sentiment"), stacked=True, name="moods"),
        posts=(),
        load=Load(
            weekdays=WEEKDAYS, hours=none, people=tuple((0,) * 24 for _ in range(7)), pace=12.0, measured=True
        ),
        drafts=(),
        insights=(),
    )
