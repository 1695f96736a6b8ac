"""`/report week` over 10,000 and over a million items, with as many of them in the week."""

from benchmarks.board import compared
from benchmarks.measure import Row, Scale
from bot.report_commands import ShowReport

LOOKS = 5


async def run(scale: Scale) -> Row:
    """How many times as long a report takes over many items as over few."""
    note = "2,016 comments came in the week and in the one before, all but the open ones were answered"
    return await compared(scale, "/report", ShowReport(days="week"), LOOKS, note)
