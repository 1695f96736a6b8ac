"""Draws a report: charts where Slack has them, letters for the rest, and what the public wrote made inert."""

from collections.abc import Iterator
from functools import partial

from adapters.surfaces._text import fits, inert, short
from adapters.surfaces.slack import blocks as kit
from adapters.surfaces.slack.blocks import Block
from adapters.surfaces.slack.card import open_button
from adapters.surfaces.slack.charts import native
from adapters.surfaces.slack.pen import Pen
from adapters.surfaces.slack.text import address, host
from bot.bars import Section, sections
from bot.reports import GrantedUse, Insight, Report, TopPost
from bot.words import Words

MOST_NAMED = 5
"""Wishes, and uses: each has a button beside it. Fewer where there is little room."""
MOST_LISTED = 30
"""People, and prompts. Fewer where there is little room."""
SENTENCE = 300
"""Units that a sentence of ours has at least: what the public wrote is cut before it."""
LINE = 120
"""And a line of letters."""
TIGHT = 50
"""With so little room, two posts are named."""
CHARTS_AFTER = 2
"""Sections that stand before the charts: what was done, and how fast."""


def report_line(view: Report, pen: Pen) -> str:
    """What it comes to, in one line: for whoever hears it read, or sees it in a notification."""
    figures = (f"{pen.tell(one.label)}: {pen.tell(one.words)}" for one in view.figures)
    return " · ".join((pen.tell(view.title), *figures))


def draw_report(view: Report, pen: Pen) -> Iterator[Block]:
    """The whole report, as far as a message has room."""
    yield kit.header(pen.tell(view.title))
    charts = native(view, pen) if pen.charts else {}
    most = max(3, min(MOST_LISTED, pen.room // 60))
    own = partial(_own, pen)
    for number, section in enumerate(sections(view, own, drawn=charts, most=most), 1):
        yield from _section(section, pen)
        if number == CHARTS_AFTER:
            yield from charts.values()
    yield from _posts(view, pen)
    yield from _insights(view, pen)
    yield from _grants(view, pen)
    yield kit.context(*map(own, view.remarks))


def _own(pen: Pen, words: Words) -> str:
    """A sentence of ours, all of it."""
    return short(inert(pen.reader.catalogue.say(words)), max(SENTENCE, pen.room))


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
        plain, longest = inert(line).strip(), max(LINE, pen.room)
        yield " " * indent + (plain if fits(plain, longest) else short(plain, longest))


def _posts(view: Report, pen: Pen) -> Iterator[Block]:
    shown = view.posts[: max(_most(pen), MOST_NAMED if pen.room > TIGHT else 2)]
    if shown:
        yield kit.section(pen.say("Posts with most comments"))
        lines = [_post(post, pen) for post in shown]
        yield kit.rich({"type": "rich_text_list", "style": "bullet", "elements": lines})
    if more := len(view.posts) - len(shown):
        yield kit.context(pen.say("{count} more", count=more))


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


def _most(pen: Pen) -> int:
    return max(1, min(MOST_NAMED, pen.room // 100))


def _insights(view: Report, pen: Pen) -> Iterator[Block]:
    if view.insights:
        yield kit.section(pen.say("What people wish for"))
    shown = view.insights[: _most(pen)]
    for insight in shown:
        yield kit.section(_insight(insight, pen), open_button(insight.item, pen))
        yield kit.rich(kit.line(*_linked(insight.post, insight.url, pen)))
    if more := view.more_insights + len(view.insights) - len(shown):
        yield kit.context(pen.say("{count} more", count=more))


def _insight(insight: Insight, pen: Pen) -> str:
    return f"#{insight.item} {pen.line(insight.author)}: {pen.text(insight.excerpt)}"


def _grants(view: Report, pen: Pen) -> Iterator[Block]:
    if view.grants:
        yield kit.section(pen.say("What we may use again"))
    shown = view.grants[: _most(pen)]
    for grant in shown:
        yield kit.section(_grant(grant, pen), open_button(grant.item, pen))
        yield kit.rich(kit.line(*_linked(pen.reader.catalogue.moment(grant.at), grant.url, pen)))
    if more := view.more_grants + len(view.grants) - len(shown):
        yield kit.context(f"{pen.say('{count} more', count=more)}: /queue grants")


def _grant(grant: GrantedUse, pen: Pen) -> str:
    return f"#{grant.item} {pen.line(grant.author or '?')}: {pen.tell(grant.words)}"
