"""Draws a report: bars made of letters, and what the public wrote as it may be drawn."""

from collections.abc import Iterator

from adapters.surfaces.teams import kit
from adapters.surfaces.teams.acts import open_button
from adapters.surfaces.teams.kit import Json
from adapters.surfaces.teams.lists import heading
from adapters.surfaces.teams.pen import Pen
from adapters.surfaces.teams.text import address, inert
from bot.bars import MOST_LINES, Section, sections
from bot.reports import GrantedUse, Insight, Report, TopPost
from bot.words import say

MOST_NAMED = 4
"""Wishes, and uses: each has a button beside it."""
LINES = MOST_LINES + 1
"""Lines of letters that are always drawn: as many as a timeline has, and what they mean."""
HELD = "\N{NO-BREAK SPACE}"


def draw_report(view: Report, pen: Pen) -> Iterator[Json]:
    """The whole report, as far as a card has room."""
    yield heading(pen.tell(view.title))
    for section in sections(view, pen.tell, most=MOST_LINES):
        yield from _section(section, pen)
    if view.posts:
        yield kit.said(pen.say("Posts with most comments"), weight="bolder")
        yield from (_post(post, pen) for post in view.posts[: pen.room.lines])
    yield from _insights(view, pen)
    yield from _grants(view, pen)
    yield from (kit.small(pen.tell(remark)) for remark in view.remarks)
    if view.may_export and pen.page():
        file = f"{pen.page()}report.csv?days={view.days}"
        yield from kit.row([kit.go(pen.label(say("Download as a table (CSV)")), file)])


def letters(lines: tuple[str, ...]) -> Json:
    """Lines of letters that all have one width: spaces are held, because Teams joins several into one."""
    drawn = "\n".join(inert(line).replace(" ", HELD) for line in lines)
    return kit.said(drawn, fontType="monospace", size="small", spacing="small")


def _section(section: Section, pen: Pen) -> Iterator[Json]:
    if not section.lines:
        return
    yield kit.said(section.title, weight="bolder", separator=True)
    yield letters(section.lines[: max(LINES, pen.room.lines)])
    if section.note:
        yield kit.small(pen.brief(section.note, pen.room.text))


def _post(post: TopPost, pen: Pen) -> Json:
    counted = pen.say(
        "{comments} comments, {negative} of them negative", comments=post.comments, negative=post.negative
    )
    more = kit.runs(f" · {counted}", isSubtle=True)
    return kit.line(kit.runs(pen.line(post.title)), *_leads(post.url), more, spacing="small")


def _leads(url: str) -> list[list[Json]]:
    """Where it stands in public, if that can be followed."""
    target = address(url)
    return [kit.runs(" "), kit.link(target)] if target else []


def _insights(view: Report, pen: Pen) -> Iterator[Json]:
    if not view.insights:
        return
    shown = view.insights[: min(MOST_NAMED, pen.room.lines)]
    yield kit.said(pen.say("What people wish for"), weight="bolder")
    for insight in shown:
        post = kit.runs(pen.line(insight.post), size="small", isSubtle=True)
        about = kit.line(post, *_leads(insight.url), spacing="small")
        yield kit.beside([_insight(insight, pen), about], kit.row([open_button(insight.item, pen)]))
    if more := view.more_insights + len(view.insights) - len(shown):
        yield kit.small(pen.say("{count} more", count=more))


def _insight(insight: Insight, pen: Pen) -> Json:
    return kit.line(
        kit.runs(f"#{insight.item} · "),
        kit.runs(pen.line(insight.author), weight="bolder"),
        kit.runs(f": {pen.brief(insight.excerpt, pen.room.text)}"),
    )


def _grants(view: Report, pen: Pen) -> Iterator[Json]:
    if not view.grants:
        return
    shown = view.grants[: min(MOST_NAMED, pen.room.lines)]
    yield kit.said(pen.say("What we may use again"), weight="bolder")
    for grant in shown:
        yield kit.beside(_grant(grant, pen), kit.row([open_button(grant.item, pen)]))
    if more := view.more_grants + len(view.grants) - len(shown):
        yield kit.small(f"{pen.say('{count} more', count=more)}: /queue grants")


def _grant(grant: GrantedUse, pen: Pen) -> list[Json]:
    said = kit.line(
        kit.runs(f"#{grant.item} · "),
        kit.runs(pen.line(grant.author or "?"), weight="bolder"),
        kit.runs(f": {pen.tell(grant.words)}"),
    )
    moment = kit.runs(pen.moment(grant.at), size="small", isSubtle=True)
    return [said, kit.line(moment, *_leads(grant.url), spacing="small")]
