"""Draws a report: bars made of letters, and what the public wrote as it may be drawn."""

from collections.abc import Iterator

from adapters.surfaces.teams import kit
from adapters.surfaces.teams.acts import open_button
from adapters.surfaces.teams.kit import Json
from adapters.surfaces.teams.lists import heading
from adapters.surfaces.teams.pen import Pen
from adapters.surfaces.teams.text import address, inert
from bot.bars import Section, sections
from bot.reports import Insight, Report, TopPost

HELD = "\N{NO-BREAK SPACE}"


def draw_report(view: Report, pen: Pen) -> Iterator[Json]:
    """The whole report, as far as a card has room."""
    yield heading(pen.tell(view.title))
    for section in sections(view, pen.tell):
        yield from _section(section, pen)
    if view.posts:
        yield kit.said(pen.say("Posts with most comments"), weight="bolder")
        yield from (_post(post, pen) for post in view.posts[: pen.room.lines])
    yield from _insights(view, pen)
    yield from (kit.small(pen.tell(remark)) for remark in view.remarks)


def letters(lines: tuple[str, ...]) -> Json:
    """Lines of letters that all have one width: spaces are held, because Teams joins several into one."""
    drawn = "\n".join(inert(line).replace(" ", HELD) for line in lines)
    return kit.said(drawn, fontType="monospace", size="small", spacing="small")


def _section(section: Section, pen: Pen) -> Iterator[Json]:
    if not section.lines:
        return
    yield kit.said(section.title, weight="bolder", separator=True)
    yield letters(section.lines[: max(10, pen.room.lines)])
    if section.note:
        yield kit.small(pen.brief(section.note, pen.room.text))


def _post(post: TopPost, pen: Pen) -> Json:
    counted = pen.say(
        "{comments} comments, {negative} of them negative", comments=post.comments, negative=post.negative
    )
    target = address(post.url)
    link = [kit.runs(" "), kit.link(target)] if target else []
    return kit.line(
        kit.runs(pen.line(post.title)), *link, kit.runs(f" · {counted}", isSubtle=True), spacing="small"
    )


def _insights(view: Report, pen: Pen) -> Iterator[Json]:
    if not view.insights:
        return
    shown = view.insights[: min(5, pen.room.lines)]
    yield kit.said(pen.say("What people wish for"), weight="bolder")
    for insight in shown:
        about = kit.small(pen.line(insight.post))
        yield kit.beside([_insight(insight, pen), about], kit.row([open_button(insight.item, pen)]))
    if more := view.more_insights + len(view.insights) - len(shown):
        yield kit.small(pen.say("{count} more", count=more))


def _insight(insight: Insight, pen: Pen) -> Json:
    return kit.line(
        kit.runs(f"#{insight.item} · "),
        kit.runs(pen.line(insight.author), weight="bolder"),
        kit.runs(f": {pen.brief(insight.excerpt, pen.room.text)}"),
    )
