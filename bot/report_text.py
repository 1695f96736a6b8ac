"""A report as plain text, for terminals."""

from collections.abc import Callable, Iterator, Sequence

from bot.bars import Say, Section, sections
from bot.reports import Report
from bot.words import Words, say

Plain = Callable[[str], str]
"""Makes a public text one that a terminal can show without obeying it."""
Line = tuple[int, str, str, str]
"""An item, who wrote it, what is told of it, and where it stands."""


def report_lines(report: Report, tell: Say, plain: Plain) -> Iterator[str]:
    """The whole report, line by line."""
    yield tell(report.title)
    for section in sections(report, tell):
        yield from _section(section, plain)
    if report.posts:
        yield from ("", tell(say("Posts with most comments")))
        yield from (f"{post.comments:>7}  {plain(post.title)} {plain(post.url)}" for post in report.posts)
    wishes = [(one.item, one.author, one.excerpt, one.url) for one in report.insights]
    yield from _named(say("What people wish for"), wishes, report.more_insights, tell, plain)
    grants = [(one.item, one.author or "?", tell(one.words), one.url) for one in report.grants]
    yield from _named(say("What we may use again"), grants, report.more_grants, tell, plain)
    yield ""
    yield from (plain(tell(remark)) for remark in report.remarks)


def _named(title: Words, lines: Sequence[Line], more: int, tell: Say, plain: Plain) -> Iterator[str]:
    """What is named one by one, each with its link."""
    if lines:
        yield from ("", tell(title))
    for item, author, text, url in lines:
        yield f"  #{item} {plain(author)}: {' '.join(plain(text).split())} {plain(url)}".rstrip()
    if more:
        yield f"  {tell(say('{count} more', count=more))}"


def _section(section: Section, plain: Plain) -> Iterator[str]:
    yield from ("", section.title)
    yield from (f"  {plain(line)}" for line in section.lines)
    if section.note:
        yield f"  {section.note}"
