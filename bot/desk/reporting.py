"""Reporting: the numbers of some days, made into a view. Nothing here changes anything."""

import logging
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from rapidfuzz import fuzz

from bot.desk.board import Look
from bot.desk.desk import Desk
from bot.desk.drawing import line
from bot.desk.timelines import VOLUME, Steps, load, timeline
from bot.desk.wording import KINDS, PLATFORMS
from bot.domain.days import Days, asked_for
from bot.domain.figures import LONGEST_GAP, USUAL_PACE, ServiceClock, pace, quantile
from bot.domain.people import Person, Role
from bot.errors import NotAllowed
from bot.memory import Dossier, Work
from bot.memory.reports import Outcome, Received, Span
from bot.report_commands import ExportReport, ShowReport
from bot.reports import (
    DraftShare,
    Insight,
    Load,
    Measure,
    PersonFigures,
    ReplyTimes,
    Report,
    Timeline,
    TopPost,
)
from bot.words import Words, say

log = logging.getLogger("augenhoehe.reports")
UNCHANGED = 99.5
"""A posted text that is so much like its draft, in percent, was approved unchanged."""
LIGHTLY = 80.0
"""And so much: lightly edited. Below that it was rewritten."""
TOP = 5
"""Posts that are named."""
MOST_INSIGHTS = 10
MOST_KINDS = 6
"""Kinds that have a line of their own; the others are one."""
INSIGHTS = frozenset({"idea"})
"""Kinds of comments that tell what people wish for."""
MOODS = {
    "positive": say("Positive"),
    "neutral": say("Neutral"),
    "mixed": say("Mixed"),
    "negative": say("Negative"),
    "": say("Not looked at"),
}
NINE_OF_TEN = 0.9


async def show_report(look: Look, command: ShowReport) -> Report:
    """The numbers of the days that somebody asked for."""
    days = asked_for(command.days, look.work.now, look.desk.policy.zone)
    return await report(look.work, look.desk, days, look.person)


async def export_report(look: Look, command: ExportReport) -> Report:
    """The same, to be kept as a file.

    Raises:
        NotAllowed: the person is no lead.

    """
    if look.person.role < Role.LEAD:
        raise NotAllowed(say("Exporting is for leads. Please ask one of them."))
    log.info("report exported", extra={"person": look.person.id})
    return await show_report(look, command)


async def report(work: Work, desk: Desk, days: Days, person: Person | None = None) -> Report:
    """The report: for one person, or for everybody in a channel."""
    span, steps = (days.start, days.end), Steps(days)
    received, done = await work.reports.received(span), await work.reports.outcomes(span)
    insights, further = await _insights(work, desk, span)
    lead = person is not None and person.role >= Role.LEAD
    return Report(
        first=days.first,
        last=days.last,
        days=days.text,
        figures=await _figures(work, days, _Sums.of(received, done)),
        replies=await _replies(work, desk, span),
        volume=_volume(steps, received, done),
        kinds=_kinds(steps, received),
        moods=_moods(steps, received),
        posts=await _posts(work, span),
        load=await _load(work, steps, received),
        drafts=await _drafts(work, span),
        insights=insights,
        more_insights=further,
        # A channel is read by everybody, so it never has them.
        people=await _people(work, span) if lead and desk.policy.works_agreement else (),
        agreement=desk.policy.works_agreement if lead else "",
        may_export=lead,
    )


@dataclass(frozen=True)
class _Sums:
    """What is told of days as a whole."""

    received: int
    answered: int
    dismissed: int

    @classmethod
    def of(cls, received: Sequence[Received], done: Sequence[Outcome]) -> "_Sums":
        """All of them together."""
        return cls(
            sum(one.number for one in received),
            sum(one.number for one in done if one.answered),
            sum(one.number for one in done if not one.answered),
        )


async def _figures(work: Work, days: Days, sums: _Sums) -> tuple[Measure, ...]:
    earlier = days.before.start, days.before.end
    before = _Sums.of(await work.reports.received(earlier), await work.reports.outcomes(earlier))
    return (
        Measure(label=say("Received"), value=sums.received, before=before.received),
        Measure(label=say("Answered"), value=sums.answered, before=before.answered),
        Measure(label=say("Closed without a reply"), value=sums.dismissed, before=before.dismissed),
        Measure(
            label=say("Uses granted"),
            value=await work.grants.count(days.start, days.end),
            before=await work.grants.count(*earlier),
        ),
    )


# How fast


async def _replies(work: Work, desk: Desk, span: Span) -> tuple[ReplyTimes, ...]:
    """First replies: all of them, and by whether the comment came within service hours."""
    pairs = [(one.published, one.replied) async for one in work.reports.first_replies(span)]
    since = min((published for published, _ in pairs), default=0)
    hours = desk.policy.timing.hours
    clock = ServiceClock(hours, since, span[1].timestamp())
    every = _times(say("All"), (replied - published for published, replied in pairs))
    if hours.always:
        return (every,)
    inside = [pair for pair in pairs if clock.is_open(pair[0])]
    outside = [pair for pair in pairs if not clock.is_open(pair[0])]
    return (
        _times(say("Came in service hours"), (end - start for start, end in inside)),
        _times(say("Came outside of them"), (end - start for start, end in outside)),
        every,
        _times(say("All, counting service hours alone"), (clock.between(*pair) for pair in pairs)),
    )


def _times(label: Words, took: Iterable[float]) -> ReplyTimes:
    # A platform's clock may be ahead of ours: no reply came before its comment.
    ordered = array("d", sorted(max(one, 0.0) for one in took))
    return ReplyTimes(
        label=label,
        number=len(ordered),
        median=_span(quantile(ordered, 0.5)),
        nine_of_ten=_span(quantile(ordered, NINE_OF_TEN)),
    )


def _span(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=round(seconds))


# What came


def _volume(steps: Steps, received: Sequence[Received], done: Sequence[Outcome]) -> Timeline:
    parts = (
        (say("Received"), [(one.quarter, one.number) for one in received]),
        (say("Answered"), [(one.quarter, one.number) for one in done if one.answered]),
        (say("Closed without a reply"), [(one.quarter, one.number) for one in done if not one.answered]),
    )
    return timeline(VOLUME, say("Received and done"), steps, parts)


def _kinds(steps: Steps, received: Sequence[Received]) -> Timeline:
    """The most frequent kinds, and the others together."""
    sums = Counter[str]()
    for one in received:
        sums[one.kind] += one.number
    named = [kind for kind, _ in sums.most_common(MOST_KINDS)]
    parts = [(KINDS.get(kind, Words(kind)), _of(received, "kind", {kind})) for kind in named]
    if rest := set(sums) - set(named):
        parts.append((say("Other kinds"), _of(received, "kind", rest)))
    return timeline("kinds", say("Kinds"), steps, parts)


def _moods(steps: Steps, received: Sequence[Received]) -> Timeline:
    parts = [(label, _of(received, "sentiment", {mood})) for mood, label in MOODS.items()]
    unseen = any(one.sentiment == "" for one in received)
    return timeline("moods", say("Sentiment"), steps, parts if unseen else parts[:-1])


def _of(received: Sequence[Received], what: str, among: set[str]) -> list[tuple[int, int]]:
    return [(one.quarter, one.number) for one in received if getattr(one, what) in among]


async def _posts(work: Work, span: Span) -> tuple[TopPost, ...]:
    return tuple(
        TopPost(
            title=one.title,
            url=one.url,
            platform=PLATFORMS.get(one.platform, Words(one.platform)),
            comments=one.comments,
            negative=one.negative,
        )
        for one in await work.reports.posts(span, TOP)
    )


async def _load(work: Work, steps: Steps, received: Sequence[Received]) -> Load:
    decided = await work.reports.decisions((steps.days.start, steps.days.end), LONGEST_GAP)
    measured = pace(decided.gaps, decided.people)
    numbers = [(one.quarter, one.number) for one in received]
    return load(numbers, steps, work.now, pace=measured or USUAL_PACE, measured=measured is not None)


# What became of drafts


async def _drafts(work: Work, span: Span) -> tuple[DraftShare, ...]:
    shares: dict[str, DraftShare] = {}
    for count in await work.reports.drafts(span):
        shares[count.prompt] = replace(
            _none(count.prompt), unchanged=count.unchanged, rejected=count.rejected
        )
    edited: Mapping[str, Counter[str]] = defaultdict(Counter)
    async for one in work.reports.suggestions(span):
        edited[one.prompt][how_much(one.suggested, one.posted)] += 1
    for prompt, ways in edited.items():
        share = shares.get(prompt, _none(prompt))
        shares[prompt] = replace(
            share,
            unchanged=share.unchanged + ways["unchanged"],
            lightly=ways["lightly"],
            rewritten=ways["rewritten"],
        )
    return tuple(sorted(shares.values(), key=lambda share: (-share.total, share.prompt)))


def how_much(suggested: str, posted: str) -> str:
    """What a person made of a draft: unchanged, lightly (edited) or rewritten."""
    like = fuzz.ratio(" ".join(suggested.split()), " ".join(posted.split()))
    return "unchanged" if like >= UNCHANGED else "lightly" if like >= LIGHTLY else "rewritten"


def _none(prompt: str) -> DraftShare:
    return DraftShare(prompt=prompt, unchanged=0, lightly=0, rewritten=0, rejected=0)


# What people wish for


async def _insights(work: Work, desk: Desk, span: Span) -> tuple[tuple[Insight, ...], int]:
    """The newest ones that everybody may read, and how many further ones there are."""
    numbers, count = await work.reports.of_kinds(span, INSIGHTS, MOST_INSIGHTS)
    dossiers = await work.items.dossiers(numbers)
    shown = tuple(_insight(one) for one in dossiers if not desk.policy.keeps_apart(one.item))
    return shown, count - len(numbers)


def _insight(dossier: Dossier) -> Insight:
    drawn, kind = line(dossier), dossier.item.triage.kind
    return Insight(
        item=drawn.item,
        kind=KINDS.get(kind, Words(kind)),
        author=drawn.author,
        excerpt=drawn.excerpt,
        post=dossier.comment.post.title,
        url=dossier.comment.url,
        published=drawn.published,
    )


async def _people(work: Work, span: Span) -> tuple[PersonFigures, ...]:
    return tuple(
        PersonFigures(name=one.name, answered=one.answered, dismissed=one.dismissed)
        for one in await work.reports.handled(span)
    )
