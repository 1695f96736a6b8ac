"""Draws a report: bars made of letters, and what the public wrote as it may be drawn."""

from collections.abc import Iterator

from adapters.surfaces.slack import blocks as kit
from adapters.surfaces.slack.blocks import Block
from adapters.surfaces.slack.card import open_button
from adapters.surfaces.slack.pen import Pen
from adapters.surfaces.slack.text import address, host
from bot.bars import Section, sections
from bot.reports import Insight, Report, TopPost

MOST_INSIGHTS = 5
"""Each has a button beside it."""


def draw_report(view: Report, pen: Pen) -> Iterator[Block]:
    """The whole report, as far as a message has room."""
    yield kit.header(pen.tell(view.title))
    for section in sections(view, pen.tell):
        yield from _section(section, pen)
    if view.posts:
        yield kit.section(pen.say("Posts with most comments"))
        lines = [_post(post, pen) for post in view.posts]
        yield kit.rich({"type": "rich_text_list", "style": "bullet", "elements": lines})
    yield from _insights(view, pen)
    yield kit.context(*(pen.tell(remark) for remark in view.remarks))


def _section(section: Section, pen: Pen) -> Iterator[Block]:
    yield kit.rich(
        kit.line(kit.leaf(section.title, "bold")),
        {"type": "rich_text_preformatted", "elements": kit.leaves("\n".join(_safe(section, pen)))},
    )
    if section.note:
        yield kit.context(section.note)


def _safe(section: Section, pen: Pen) -> Iterator[str]:
    """Names of people stand in them too. An indent is kept: these are letters of one width."""
    for line in section.lines:
        indent = len(line) - len(line.lstrip(" "))
        yield " " * indent + pen.text(line)


def _post(post: TopPost, pen: Pen) -> Block:
    counted = pen.say(
        "{comments} comments, {negative} of them negative", comments=post.comments, negative=post.negative
    )
    return kit.line(*_linked(post.title, post.url, pen), kit.leaf(f" · {counted}"))


def _linked(title: str, url: str, pen: Pen) -> Iterator[Block]:
    """A title, and where it leads: nobody follows a link without seeing its target."""
    yield kit.leaf(pen.line(title))
    if target := address(url):
        yield kit.leaf(" ")
        yield kit.link(target, host(target))


def _insights(view: Report, pen: Pen) -> Iterator[Block]:
    if not view.insights:
        return
    yield kit.section(pen.say("What people wish for"))
    for insight in view.insights[:MOST_INSIGHTS]:
        yield kit.section(_insight(insight, pen), open_button(insight.item, pen))
    if more := view.more_insights + len(view.insights[MOST_INSIGHTS:]):
        yield kit.context(pen.say("{count} more", count=more))


def _insight(insight: Insight, pen: Pen) -> str:
    head = f"#{insight.item} {pen.line(insight.author)}: {pen.text(insight.excerpt)}"
    return f"{head}\n{pen.line(insight.post)}"
