"""What people can ask about days that are past, in numbers."""

from dataclasses import dataclass

from bot.commands import Command


@dataclass(frozen=True, kw_only=True)
class ShowReport(Command):
    """The numbers of some days: “day”, “week” or “2026-11-01..2026-11-15”."""

    days: str = ""


@dataclass(frozen=True, kw_only=True)
class ExportReport(ShowReport):
    """The same, to be kept as a file; for leads."""
