"""From click to answer: an approval through the page's own application, against a bare route."""

import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Table, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from adapters.surfaces.web.door import COOKIE
from adapters.surfaces.web.sessions import Sessions
from adapters.surfaces.web.settings import Teammate, WebSettings
from adapters.surfaces.web.surface import Web
from benchmarks import asgi
from benchmarks.house import ACCOUNT, PATIENCE, make_desk, make_engine, open_database, policy
from benchmarks.measure import Row, Sample, Scale, alternate, stopwatch
from benchmarks.outside import Square, Writer
from benchmarks.people import FIRST, read, told
from bot.commands import Approve, to_button
from bot.desk.desk import Desk
from bot.desk.drafting import draft_step
from bot.desk.hearing import Hearing
from bot.desk.intake import take_page
from bot.domain.community import Cursor, Page
from bot.ports import Engine
from storage._sql import table
from storage.database import Database
from storage.tables import AuditRow, EffectRow, HeardRow, ItemRow

AIM = 2.0
ROUNDS = 3
SETTINGS = WebSettings(
    secret="s" * 64,  # nobody comes in here
    secure=False,
    sign_in_required=False,
    demo=True,
    teammates=(Teammate(account=ACCOUNT, name="Mira"),),
)
UNDO = 15.0
PAGE = "<p>An answer with the card as it is now.</p>" * 90
"""So that the bare route sends as much as ours."""
Rows = Sequence[Mapping[str, Any]]
"""Rows by column. Any: each column has its own type."""


async def run(scale: Scale) -> Row:
    """How many times as long an approval takes, one after the other, until its answer is there."""
    folder = scale.folder / "click"
    desk, database, engine = await _desk(folder, scale)
    other = await _copied(folder, scale.folder / "click-bare")
    web = Web(settings=SETTINGS, hear=Hearing(desk), pulse=database.pulse)

    async def ours(number: int) -> Sample:
        return await _ours(web, _slice(number, scale.clicks))

    async def bare(number: int) -> Sample:
        same = await _written(database, _slice(number, scale.clicks))
        return await _bare(other, same)

    pair = await alternate(ours, bare, ROUNDS)
    await engine.stop(PATIENCE)
    await database.close()
    await other.close()
    slower, cpu = pair.slower
    return Row(
        name="click to answer",
        ours=f"{pair.ours.wall * 1000 / scale.clicks:.1f} ms",
        baseline=f"bare Starlette route {pair.baseline.wall * 1000 / scale.clicks:.1f} ms",
        ratio=slower,
        cpu_ratio=cpu,
        aim=f"<= {AIM}",
        met=slower <= AIM,
        notes=("both commit the same five rows in one transaction; ours also checks who asks and draws",),
    )


async def _desk(folder: Path, scale: Scale) -> tuple[Desk, Database, Engine]:
    """A desk with a drafted item for every click."""
    database = await open_database(folder)
    engine = make_engine(scale.engine, folder)
    rules = policy(("web", "team"), undo=UNDO)
    desk = make_desk(database, engine, rules, Square("", 0), Writer(""))
    comments = tuple(read(told(number + 1)) for number in range(scale.clicks * ROUNDS))
    page = Page(cursor=Cursor(since=FIRST), comments=comments)
    await desk.keep(lambda work: take_page(work, desk, rules.watches[0], page))
    while await draft_step(desk):
        pass
    await engine.start({"pump": _nothing}, work=True)
    return desk, database, engine


async def _nothing(_: str) -> None:
    """The undo window is longer than the benchmark: nothing is posted."""


async def _copied(folder: Path, target: Path) -> Database:
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    for file in folder.glob("augenhoehe.sqlite3*"):
        shutil.copy(file, target)
    return Database(f"sqlite:///{target}/augenhoehe.sqlite3")


def _slice(number: int, size: int) -> range:
    return range(number * size + 1, (number + 1) * size + 1)


async def _ours(web: Web, items: range) -> Sample:
    app, sessions = web.mounts()["/team"], Sessions(secret=SETTINGS.secret)
    session = sessions.begin(datetime.now(UTC), account=ACCOUNT, name="Mira")
    cookie, csrf = f"{COOKIE}={sessions.seal(session)}", sessions.token(session)
    with stopwatch() as sample:
        for item in items:
            button = to_button(Approve(item=item, draft=1, version=1))
            form = {"button": button, "key": f"key-{item:08}", "csrf": csrf}
            status, body = await post(app, "/do", form, cookie)
            if status != HTTPStatus.OK or "status-approved" not in body:
                raise RuntimeError(body)
    return sample


Same = list[tuple[Mapping[str, Any], Rows, Mapping[str, Any], Mapping[str, Any]]]
"""For each click: the item's row, its new entries, its effect, and the key that was heard."""


async def _written(database: Database, items: range) -> Same:
    async with database.connected() as connection:
        found = [
            await _rows(connection, table(model), name, items)
            for model, name in ((ItemRow, "id"), (AuditRow, "item"), (EffectRow, "item"))
        ]
        heard = await _all(connection, table(HeardRow))
    kept, entries, effects = found
    replies = [effect for effect in effects if effect["kind"] == "reply"]
    return [
        (
            item,
            [e for e in entries if e["item"] == item["id"] and e["seq"] > item["audit_count"] - 2],
            effect,
            key,
        )
        for item, effect, key in zip(kept, replies, heard[-len(replies) :], strict=True)
    ]


async def _rows(connection: AsyncConnection, source: Table, name: str, items: range) -> Rows:
    column = source.c[name]
    query = select(source).where(column.between(items[0], items[-1])).order_by(source.c.id)
    return [dict(row) for row in (await connection.execute(query)).mappings()]


async def _all(connection: AsyncConnection, source: Table) -> Rows:
    found = await connection.execute(select(source).order_by(source.c.at))
    return [dict(row) for row in found.mappings()]


async def _bare(database: Database, same: Same) -> Sample:
    items, audit, effects, heard = table(ItemRow), table(AuditRow), table(EffectRow), table(HeardRow)
    waiting = iter(same)

    async def do(request: Request) -> HTMLResponse:
        form = await request.form()
        item, entries, effect, key = next(waiting)
        async with database.writer.begin() as connection:
            await connection.execute(insert(heard), dict(key))
            setting = update(items).where(items.c.id == item["id"], items.c.row == item["row"] - 1)
            await connection.execute(setting.values(**item))
            await connection.execute(insert(audit), list(entries))
            await connection.execute(insert(effects), dict(effect))
        return HTMLResponse(f"{form['button']}{PAGE}")

    app = Starlette(routes=[Route("/do", do, methods=["POST"])])
    with stopwatch() as sample:
        for item, *_ in same:
            form = {"button": f"approve:{item['id']}:1:1", "key": "key-00000000", "csrf": "c" * 64}
            status, body = await post(app, "/do", form, "")
            if status != HTTPStatus.OK:
                raise RuntimeError(body)
    return sample


async def post(app: Any, path: str, form: Mapping[str, str], cookie: str) -> tuple[int, str]:
    """Post a form straight into an application. Any: ASGI callables have no common type."""
    body = urlencode(form).encode()
    return await asgi.post(app, path, body, _headers(len(body), cookie))


def _headers(length: int, cookie: str) -> list[tuple[bytes, bytes]]:
    return [
        (b"host", b"127.0.0.1:8080"),
        (b"origin", b"http://127.0.0.1:8080"),
        (b"content-type", b"application/x-www-form-urlencoded"),
        (b"content-length", str(length).encode()),
        (b"cookie", cookie.encode()),
    ]
