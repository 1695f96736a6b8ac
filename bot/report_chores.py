"""`augenhoehe report`: the numbers of some days, read in the terminal or kept as a file."""

import asyncio
import os
import secrets
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import NotAllowed
from bot.prompting import politely

if TYPE_CHECKING:
    from bot.catalogue import Catalogue
    from bot.config import Settings
    from bot.views import View


def report(
    days: Annotated[str, typer.Argument(help="day, week or 2026-11-01..2026-11-15; week if not said.")] = "",
    first: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"])] = None,
    last: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"])] = None,
    csv: Annotated[Path | None, typer.Option(help="Write a table into this file; for leads.")] = None,
    person: Annotated[str, typer.Option("--as", help="Who asks; the first lead if not said.")] = "",
) -> None:
    """The numbers of some days, as with /report."""
    from bot.config import load

    with politely():
        asked = between(first and first.date(), last and last.date(), days)
        typer.echo(asyncio.run(told(load(os.environ), asked, csv, person)))


def between(first: date | None, last: date | None, days: str) -> str:
    """The days by their first and last one, where these were said."""
    if first is None and last is None:
        return days
    # Without a last one, until the day that it is for whoever sits at this terminal.
    return f"{first or last}..{last or date.today()}"  # noqa: DTZ011


async def told(settings: "Settings", days: str, csv: Path | None, name: str) -> str:
    """The report as text, or the name of the file that it was written into."""
    from bot.bootstrap import assemble
    from bot.catalogue import Catalogue
    from bot.chores import TERMINAL, person_of
    from bot.ports import Heard
    from bot.report_commands import ExportReport, ShowReport
    from bot.terminal import render
    from storage.migrate import migrate

    parts = assemble(settings)
    try:
        await migrate(parts.database)
        async with parts.database.work() as work:
            person = await person_of(work, name)
            await work.people.link(person.id, TERMINAL, person.name, proven=False)
        command = (ExportReport if csv else ShowReport)(days=days)
        key = secrets.token_hex(8)
        view = await parts.hearing(Heard(key=key, surface=TERMINAL, account=person.name, command=command))
    finally:
        await parts.database.close()
    catalogue = Catalogue(person.language, settings.team.time_zone)
    return _written(view, csv, catalogue) if csv else render(view, catalogue.say)


def _written(view: "View", target: Path, catalogue: "Catalogue") -> str:
    from bot.reports import Report
    from bot.spreadsheet import MARK, table
    from bot.views import Notice

    if isinstance(view, Notice):
        raise NotAllowed(view.words)
    if not isinstance(view, Report):
        raise TypeError(view)
    target.write_text(MARK + table(view, catalogue.say), encoding="utf-8", newline="")
    return str(target)
