"""A report as a table for spreadsheets: one number a line, so that it can be filtered and added up."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from bot.reports import DRAFT_PARTS, Report, Timeline
from bot.words import Words, say

Say = Callable[[Words], str]
"""Draws words in the reader's language."""
Line = tuple[str, str, str, object]
"""Which part of the report, when (or where), what, and the number."""
HEAD = (say("Part"), say("When"), say("What"), say("Number"))
MARK = "\ufeff"
"""By this at its beginning a spreadsheet knows that the letters of a file are Unicode."""
_RUNS = re.compile(r"[\s\x00-\x1f\x7f\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")
"""How a formula begins; some spreadsheets look for it only after what is not seen."""


def harmless(value: object) -> object:
    """A cell that a spreadsheet does not run: it takes what begins like a formula for one."""
    if isinstance(value, int | float):
        return value
    text = str(value)
    return f"'{text}" if _RUNS.match(text) else value


def table(report: Report, tell: Say) -> str:
    """The whole of it."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([harmless(tell(head)) for head in HEAD])
    for line in _lines(report, tell):
        writer.writerow([harmless(cell) for cell in line])
    return written.getvalue()


def name(report: Report) -> str:
    """What the file is called."""
    return f"augenhoehe-{report.first.isoformat()}-{report.last.isoformat()}.csv"


def _lines(report: Report, tell: Say) -> Iterator[Line]:
    days = report.days
    for figure in report.figures:
        yield tell(say("In short")), days, tell(figure.label), _plain(figure.value)
    for times in report.replies:
        part = f"{tell(say('Time to the first reply'))}: {tell(times.label)}"
        yield part, days, tell(say("How many")), times.number
        yield part, days, tell(say("Median in minutes")), _plain(times.median)
        yield part, days, tell(say("Nine in ten, in minutes")), _plain(times.nine_of_ten)
    for line in (report.volume, report.kinds, report.moods):
        yield from _timeline(line, tell)
    yield from _load(report, tell)
    yield from _rest(report, tell)


def _timeline(line: Timeline, tell: Say) -> Iterator[Line]:
    for series in line.series:
        for step, number in zip(line.steps, series.numbers, strict=True):
            yield tell(line.title), _step(step, tell), tell(series.label), number


def _step(step: Words, tell: Say) -> str:
    """A day as every spreadsheet reads it."""
    days = [value for value in step.values.values() if isinstance(value, date)]
    return days[0].isoformat() if days else tell(step)


def _load(report: Report, tell: Say) -> Iterator[Line]:
    load = report.load
    for day, hours, people in zip(load.weekdays, load.hours, load.people, strict=True):
        for hour in range(len(hours)):
            when = f"{tell(day)} {hour}:00"
            part = tell(say("Load by weekday and hour"))
            yield part, when, tell(say("Comments an hour")), round(hours[hour], 2)
            yield part, when, tell(say("People needed")), people[hour]
    for need in load.shifts:
        part, when = tell(say("Shifts of the roster")), f"{tell(need.days)} {tell(need.hours)}"
        yield part, when, tell(say("People needed")), need.people
        yield part, when, tell(say("People planned")), need.planned


def _rest(report: Report, tell: Say) -> Iterator[Line]:
    for post in report.posts:
        yield tell(say("Posts with most comments")), post.url, post.title, post.comments
    for share in report.drafts:
        for label, number in zip(DRAFT_PARTS, share.parts, strict=True):
            yield tell(say("What became of drafts")), share.prompt, tell(label), number
    for insight in report.insights:
        yield (
            tell(say("What people wish for")),
            insight.url,
            f"{insight.author}: {insight.excerpt}",
            insight.item,
        )
    yield from _grants(report, tell)
    for one in report.people:
        yield tell(say("Per person")), one.name, tell(say("Answered")), one.answered
        yield tell(say("Per person")), one.name, tell(say("Closed without a reply")), one.dismissed


def _grants(report: Report, tell: Say) -> Iterator[Line]:
    """The links stand where they do for wishes, and the day they said so with their name."""
    for one in report.grants:
        said = f"{one.author or '?'}, {one.at.date().isoformat()}: {tell(one.words)}"
        yield tell(say("What we may use again")), one.url, said, one.item


def _plain(value: object) -> object:
    """A number that can be reckoned with; minutes for a span."""
    if isinstance(value, timedelta):
        return round(value.total_seconds() / 60, 1)
    return "" if value is None else value
