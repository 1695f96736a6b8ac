"""Charts made of letters, for terminals and for messages of chat tools. No public text stands in them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.reports import DRAFT_PARTS, DraftShare, Load, Report, Timeline, shown
from bot.words import Words, say

Say = Callable[[Words], str]
"""Draws words in the reader's language."""
WIDTH = 14
"""Letters of a whole bar."""
EIGHTHS = " ▏▎▍▌▋▊▉"
HEIGHTS = "▁▂▃▄▅▆▇█"
TREND = 10
"""Letters that show how something went."""
QUARTERS = (0, 6, 12, 18)
"""At which hours the quarters of a day begin."""
SHADES = "·░▒▓█"
PARTS = "█▓▒░"
"""What the parts of a divided bar are drawn with."""
MOST_LINES = 24
"""Of what goes over time: a day has so many hours."""
UNTIL_NEXT = say("Each one counts until the next begins.")
"""Where steps were put together."""
MOST_PROMPTS = 12
LONGEST = 28
"""Letters of a label."""


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of a report."""

    title: str
    lines: tuple[str, ...]
    """Meant for letters of one width."""
    note: str = ""


def bar(value: float, most: float, width: int = WIDTH) -> str:
    """A bar, as long as the value is of the most."""
    eighths = round(8 * width * value / most) if most else 0
    whole, rest = divmod(eighths, 8)
    return "█" * whole + (EIGHTHS[rest] if rest else "")


def divided(numbers: Sequence[int], width: int = WIDTH) -> str:
    """A whole bar, divided as these numbers are."""
    total, drawn, told = sum(numbers), "", 0
    for number, letter in zip(numbers, PARTS, strict=False):
        told += number
        drawn += letter * (round(width * told / total) - len(drawn) if total else 0)
    return drawn


def trend(numbers: Sequence[int]) -> str:
    """How something went: a column for each number, the highest for the most."""
    most, steps = max(numbers, default=0), len(HEIGHTS) - 1
    return "".join(HEIGHTS[-(-steps * number // most)] if number else SHADES[0] for number in numbers)


def sections(
    report: Report, tell: Say, *, drawn: Collection[str] = (), most: int | None = None
) -> Iterator[Section]:
    """Everything in it that is made of numbers, but for timelines that are drawn in another way.

    With `most`, at most so many people and prompts, and it is said how many more there are.
    """
    yield Section(title=tell(say("In short")), lines=tuple(_figures(report, tell)))
    yield Section(title=tell(say("Time to the first reply")), lines=tuple(_replies(report, tell)))
    if report.volume.name not in drawn:
        some = report.volume.within(MOST_LINES)
        note = tell(UNTIL_NEXT) if some != report.volume else ""
        yield Section(title=tell(some.title), lines=tuple(_volume(some, tell)), note=note)
    if report.kinds.name not in drawn:
        yield Section(title=tell(report.kinds.title), lines=tuple(_totals(report.kinds, tell)))
    yield _moods(report.moods, tell)
    if report.load.busiest:
        yield _load(report.load, tell)
    if report.drafts:
        yield _drafts(report, tell, min(MOST_PROMPTS, most or MOST_PROMPTS))
    if report.people:
        people = _first(tuple(_people(report, tell)), most or len(report.people), tell)
        yield Section(title=tell(say("Per person")), lines=people)


def _figures(report: Report, tell: Say) -> Iterator[str]:
    for one in report.figures:
        before = tell(say("(before: {value})", value=shown(one.before))) if one.before is not None else ""
        yield f"{tell(one.words):>7}  {tell(one.label)} {before}".rstrip()


def _replies(report: Report, tell: Say) -> Iterator[str]:
    for one in report.replies:
        times = say(
            "half within {half}, nine in ten within {most}",
            half=shown(one.median),
            most=shown(one.nine_of_ten),
        )
        yield f"{one.number:>7}  {tell(one.label)}: {tell(times) if one.number else '–'}"


def _volume(line: Timeline, tell: Say) -> Iterator[str]:
    """A bar of what was received, and the other numbers beside it."""
    labels = [tell(step) for step in line.steps]
    width = max(map(len, labels), default=0)
    most = max(line.series[0].numbers, default=0)
    for at, label in enumerate(labels):
        first, *others = (series.numbers[at] for series in line.series)
        beside = " / ".join(str(number) for number in others)
        if first or any(others) or len(labels) <= WIDTH:
            yield f"{label:<{width}} {bar(first, most):<{WIDTH}} {first} / {beside}"
    yield " / ".join(tell(series.label) for series in line.series)


def _moods(line: Timeline, tell: Say) -> Section:
    """The sentiment, and what the columns on the right mean: those of the kinds above it, too."""
    lines = tuple(_totals(line, tell))
    if not line.most:
        return Section(title=tell(line.title), lines=lines)
    went = say("On the right: how it went from {first} to {last}.", first=line.steps[0], last=line.steps[-1])
    return Section(title=tell(line.title), lines=lines, note=tell(went))


def _totals(line: Timeline, tell: Say) -> Iterator[str]:
    most = max((series.total for series in line.series), default=0)
    width = min(max((len(tell(series.label)) for series in line.series), default=0), LONGEST)
    digits = len(str(most))
    for series, some in zip(line.series, line.within(TREND).series, strict=True):
        label = tell(series.label)[:LONGEST]
        went = trend(some.numbers) if len(some.numbers) > 1 else ""
        yield f"{label:<{width}} {bar(series.total, most):<{WIDTH}} {series.total:>{digits}}  {went}".rstrip()


def _load(load: Load, tell: Say) -> Section:
    width = max(len(tell(day)) for day in load.weekdays)
    head = f"{'':<{width}} {'0':<6}{'6':<6}{'12':<6}{'18':<6}" + _columns(QUARTERS)
    lines = [
        f"{tell(weekday):<{width}} {shades(load.hours[day], load.most)}" + _columns(_needed(load, day))
        for day, weekday in enumerate(load.weekdays)
    ]
    title, legend = (
        say("Load by weekday and hour"),
        say("The numbers: how many people it takes from then on."),
    )
    needs = [tell(need.words) for need in load.shifts]
    return Section(
        title=tell(title), lines=(head, *lines, *needs), note=f"{tell(busiest(load))} {tell(legend)}"
    )


def _needed(load: Load, day: int) -> Iterator[int]:
    """How many people each quarter of a day takes."""
    return (load.needed(day, range(first, first + 6)) for first in QUARTERS)


def _columns(numbers: Iterable[int]) -> str:
    return " " + "".join(f"{number:>3}" for number in numbers)


def shades(numbers: Sequence[float], most: float) -> str:
    """A letter for each number, the darker the more."""
    steps = len(SHADES) - 1
    return "".join(
        SHADES[-(-int(1000 * steps * number / most) // 1000)] if most else SHADES[0] for number in numbers
    )


def busiest(load: Load) -> Words:
    """The busiest hour in words, and how many people it takes."""
    day, hour = load.busiest or (0, 0)
    facts = {
        "day": load.weekdays[day],
        "hour": hour,
        "comments": round(load.hours[day][hour], 1),
        "people": load.people[day][hour],
        "pace": round(load.pace, 1),
    }
    if load.measured:
        return say(
            "Busiest: {day} from {hour}:00 on, {comments} comments an hour. That takes {people} of you:"
            " measured, each handles {pace} an hour.",
            **facts,
        )
    return say(
        "Busiest: {day} from {hour}:00 on, {comments} comments an hour. That takes {people} of you,"
        " if each handles {pace} an hour.",
        **facts,
    )


def _drafts(report: Report, tell: Say, most: int) -> Section:
    width = min(max(len(share.prompt) for share in report.drafts), LONGEST)
    lines = _first(tuple(_share(share, width) for share in report.drafts), most, tell)
    legend = "  ".join(f"{letter} {tell(part)}" for letter, part in zip(PARTS, DRAFT_PARTS, strict=True))
    return Section(title=tell(say("What became of drafts")), lines=(*lines, legend))


def _first(lines: tuple[str, ...], most: int, tell: Say) -> tuple[str, ...]:
    """So many of these lines, and how many more there are."""
    left = len(lines) - most
    return (*lines[:most], f"… {tell(say('{count} more', count=left))}") if left > 0 else lines


def _share(share: DraftShare, width: int) -> str:
    name, unchanged = share.prompt[:LONGEST] or "–", percent(share.unchanged, share.total)
    return f"{name:<{width}} {divided(share.parts):<{WIDTH}} {unchanged}  {share.total}"


def percent(part: int, whole: int) -> str:
    """A share."""
    return f"{round(100 * part / whole):>3} %" if whole else "  –"


def _people(report: Report, tell: Say) -> Iterator[str]:
    for one in report.people:
        words = say(
            "{answered} answered, {dismissed} closed without a reply",
            answered=one.answered,
            dismissed=one.dismissed,
        )
        yield f"{one.name}: {tell(words)}"
