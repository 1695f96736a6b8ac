"""A report as plain text, for terminals."""

from collections.abc import Callable, Iterator

from bot.bars import Say, Section, sections
from bot.reports import Report
from bot.words import say

Plain = Callable[[str], str]
"""Makes a public text one that a terminal can show without obeying it."""


def report_lines(report: Report, tell: Say, plain: Plain) -> Iterator[str]:
    """The whole report, line by line."""
    yield tell(report.title)
    for section in sections(report, tell):
        yield from _section(section, plain)
    if report.posts:
        yield from ("", tell(say("Posts with most comments")))
        yield from (f"{post.comments:>7}  {plain(post.title)} {plain(post.url)}" for post in report.posts)
    if report.insights:
        yield from ("", tell(say("What people wish for")))
        yield from (f"  #{one.item} {plain(one.author)}: {plain(one.excerpt)}" for one in report.insights)
    if report.more_insights:
        yield f"  {tell(say('{count} more', count=report.more_insights))}"
    yield ""
    yield from (plain(tell(remark)) for remark in report.remarks)


def _section(section: Section, plain: Plain) -> Iterator[str]:
    yield from ("", section.title)
    yield from (f"  {plain(line)}" for line in section.lines)
    if section.note:
        yield f"  {section.note}"
