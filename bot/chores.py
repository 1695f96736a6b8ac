"""What an operator does from the terminal, without the whole program running."""

import asyncio
import csv
import hashlib
import json
import secrets
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from bot.bootstrap import assemble
from bot.catalogue import Catalogue
from bot.config import Settings
from bot.desk import joining, rebuilding
from bot.domain.clocks import reckoned
from bot.domain.people import Actor, Person, Role
from bot.errors import NotFound
from bot.lines import from_line
from bot.memory import Work
from bot.ports import Heard
from bot.spreadsheet import harmless
from bot.terminal import render
from bot.words import say
from storage import backup as copies
from storage import trail
from storage.database import Database
from storage.erasing import erase_author
from storage.migrate import migrate as bring_up_to_date

TERMINAL = "terminal"


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[Database]:
    database = Database(settings.database.url, reckon=partial(reckoned, rules=settings.timing))
    try:
        yield database
    finally:
        await database.close()


async def migrate(settings: Settings) -> None:
    """Bring the database to this release."""
    async with _database(settings) as database:
        await bring_up_to_date(database)


async def queue(settings: Settings, line: str, name: str) -> str:
    """What `/queue …` says, as text. Whoever can read the database may look as anybody."""
    parts = assemble(settings)
    try:
        await bring_up_to_date(parts.database)
        async with parts.database.work() as work:
            person = await person_of(work, name)
            await work.people.link(person.id, TERMINAL, person.name, proven=False)
        command = from_line(line)
        heard = Heard(key=secrets.token_hex(8), surface=TERMINAL, account=person.name, command=command)
        view = await parts.hearing(heard)
        await parts.desk.quiet()
    finally:
        await parts.database.close()
    return render(view, Catalogue(person.language, settings.team.time_zone).say)


async def person_of(work: Work, name: str) -> Person:
    """The person of this name, or the first lead.

    Raises:
        NotFound: nobody is called so, or nobody is there yet.
    """
    people = await work.people.all()
    for person in (one for one in people if one.name):  # nameless is who left and was erased
        if person.name.casefold() == name.casefold() or (not name and person.role is Role.LEAD):
            return person
    if not people:
        raise NotFound(say("Nobody is on the team yet. Please run: augenhoehe token new NAME"))
    raise NotFound(say("There is nobody called “{name}”. Known: {all}.", name=name, all=_names(people)))


def _names(people: Iterable[Person]) -> str:
    return ", ".join(person.name for person in people) or "–"


async def new_token(settings: Settings, name: str, role: str, language: str) -> str:
    """A login token for a person, who is added if they are new."""
    token = secrets.token_urlsafe(24)
    async with _database(settings) as database:
        await bring_up_to_date(database)
        async with database.work() as work:
            person = await _known_or_new(work, name, role, language, settings.team.language)
            # Kept as a digest: whoever reads the database cannot sign in with it.
            await work.people.link(person.id, "web", hashlib.sha256(token.encode()).hexdigest())
    return token


async def _known_or_new(work: Work, name: str, role: str, language: str, usual_language: str) -> Person:
    people = await work.people.all()
    for person in people:
        if person.name.casefold() == name.casefold():
            wanted = Role[role.upper()] if role else person.role
            changed = replace(person, role=wanted, language=language or person.language)
            await joining.become(work, person, changed)
            return changed
    usual = Role.APPROVER if any(person.role is Role.LEAD for person in people) else Role.LEAD
    return await work.people.add(name, Role[role.upper()] if role else usual, language or usual_language)


async def link(settings: Settings, name: str, account: tuple[str, str], lead: str) -> None:
    """A lead says whose an account is: a surface and an id there, or `email` and an address."""
    async with _database(settings) as database, database.work() as work:
        by = Actor(person=(await lead_of(work, lead)).id, surface=TERMINAL)
        await joining.link(work, await person_of(work, name), *account, by=by)


async def people(settings: Settings) -> list[str]:
    """Everybody on the team, a line each."""
    async with _database(settings) as database, database.read() as work:
        everybody = await work.people.all()
    return [f"{person.name}  {person.role.name.lower()}  {person.language}" for person in everybody]


async def revoke(settings: Settings, name: str) -> int:
    """End all login tokens of a person; how many there were."""
    async with _database(settings) as database, database.work() as work:
        return await work.people.unlink((await person_of(work, name)).id, "web")


async def backup(settings: Settings, target: Path) -> None:
    """Write a copy of the database."""
    async with _database(settings) as database:
        await copies.backup(database, target)


async def release_posting(settings: Settings, name: str) -> None:
    """Posting may go on after a restore."""
    async with _database(settings) as database, database.work() as work:
        await copies.release_posting(work, await lead_of(work, name))


async def lead_of(work: Work, name: str) -> Person:
    """The lead of this name.

    Raises:
        NotFound: they are none, or nobody is called so.
    """
    person = await person_of(work, name)
    if person.role is not Role.LEAD:
        raise NotFound(say("{name} is not a lead.", name=person.name))
    return person


async def export(settings: Settings, span: tuple[datetime, datetime], kind: str, name: str) -> None:
    """Write the audit trail to the standard output, a line an entry, with little memory; for leads."""
    since, until = span
    async with _database(settings) as database:
        async with database.read() as work:
            await lead_of(work, name)
        write = _writer(kind)
        async for row in trail.export(database, since, until):
            await asyncio.to_thread(write, row)


def _writer(kind: str) -> Callable[[Mapping[str, Any]], None]:
    """How a line is written. Any: an entry's columns have their own types."""
    if kind == "jsonl":
        return lambda row: print(json.dumps(row, default=str, ensure_ascii=False))  # noqa: T201  # its output
    table: list[csv.DictWriter[str]] = []

    def write(row: Mapping[str, Any]) -> None:
        if not table:
            table.append(csv.DictWriter(sys.stdout, fieldnames=list(row)))
            table[0].writeheader()
        table[0].writerow({name: harmless(value) for name, value in row.items()})

    return write


async def rebuild(settings: Settings, surface: str, name: str, *, everything: bool) -> int:
    """Want new threads on a chat tool for open items whose cards are gone; for how many."""
    parts = assemble(settings)
    try:
        async with parts.database.read() as work:
            lead = await lead_of(work, name)
        by = Actor(person=lead.id, surface=TERMINAL)
        return await rebuilding.rebuild(parts.desk, surface, by, everything=everything)
    finally:
        await parts.database.close()


async def erase(settings: Settings, platform: str, author: Mapping[str, str], name: str) -> int:
    """Erase the texts of a commenter, found by `author_id` and `author_name`; how many items that touched."""
    async with _database(settings) as database, database.work() as work:
        lead = await lead_of(work, name)
        return len(await erase_author(work, platform, Actor(person=lead.id, surface=TERMINAL), **author))
