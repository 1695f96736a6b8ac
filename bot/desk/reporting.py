"""Reporting: the numbers of some days, made into a view. Nothing here changes anything."""

import logging
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from rapidfuzz import fuzz

from bot.desk import report_lists as lists
from bot.desk.board import Look
from bot.desk.desk import Desk
from bot.desk.staffing import with_shifts
from bot.desk.timelines import VOLUME, Steps, load, timeline
from bot.desk.wording import KINDS
from bot.domain.days import Days, asked_for
from bot.domain.figures import LONGEST_GAP, USUAL_PACE, ServiceClock, pace, quantile
from bot.domain.people import Person, Role
from bot.errors import NotAllowed
from bot.memory import Work
from bot.memory.reports import Outcome, Received, Span
from bot.report_commands import ExportReport, ShowReport
from bot.reports import DraftShare, Load, Measure, ReplyTimes, Report, Timeline
from bot.words import Words, say

log = logging.getLogger("augenhoehe.reports")
LIGHTLY = 80.0
"""A posted text that is so much like its draft, in percent, was lightly edited; below that, rewritten."""
MOST_KINDS = 6
"""Kinds that have a line of their own; the others are one."""
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
    insights, further = await lists.wishes(work, desk, span)
    granted = await work.grants.count(*span)
    grants, more_grants = await lists.granted_uses(work, desk, span, granted)
    lead = person is not None and person.role >= Role.LEAD
    return Report(
        first=days.first,
        last=days.last,
        days=days.text,
        figures=await _figures(work, days, _Sums.of(received, done, granted)),
        replies=await _replies(work, desk, span),
        volume=_volume(steps, received, done),
        kinds=_kinds(steps, received),
        moods=_moods(steps, received),
        posts=await lists.busy_posts(work, span),
        load=with_shifts(await _load(work, steps, received), desk.policy.roster, days),
        drafts=await _drafts(work, span),
        insights=insights,
        more_insights=further,
        grants=grants,
        more_grants=more_grants,
        # A channel is read by everybody, so it never has them.
        people=await lists.figures_of_people(work, span) if lead and desk.policy.works_agreement else (),
        agreement=desk.policy.works_agreement if lead else "",
        may_export=lead,
    )


@dataclass(frozen=True)
class _Sums:
    """What is told of days as a whole."""

    received: int
    answered: int
    dismissed: int
    granted: int

    @classmethod
    def of(cls, received: Sequence[Received], done: Sequence[Outcome], granted: int) -> "_Sums":
        """All of them together."""
        return cls(
            sum(one.number for one in received),
            sum(one.number for one in done if one.answered),
            sum(one.number for one in done if not one.answered),
            granted,
        )


async def _figures(work: Work, days: Days, sums: _Sums) -> tuple[Measure, ...]:
    earlier = days.before.start, days.before.end
    before = _Sums.of(
        await work.reports.received(earlier),
        await work.reports.outcomes(earlier),
        await work.grants.count(*earlier),
    )
    return (
        Measure(label=say("Received"), value=sums.received, before=before.received),
        Measure(label=say("Answered"), value=sums.answered, before=before.answered),
        Measure(label=say("Closed without a reply"), value=sums.dismissed, before=before.dismissed),
        Measure(label=say("Uses granted"), value=sums.granted, before=before.granted),
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
    draft, text = (" ".join(one.split()) for one in (suggested, posted))
    if draft == text:
        return "unchanged"
    return "lightly" if fuzz.ratio(draft, text) >= LIGHTLY else "rewritten"


def _none(prompt: str) -> DraftShare:
    return DraftShare(prompt=prompt, unchanged=0, lightly=0, rewritten=0, rejected=0)
