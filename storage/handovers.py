"""Handovers, what was said in them, and where they are shown."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from bot.domain.handover import Answer, Handover, HandoverChange, Reply, State
from bot.domain.proposed import Proposed
from bot.domain.shift import ShiftSums
from bot.domain.tried import Tried
from bot.errors import Conflict, NotFound
from bot.memory.shifting import Shown
from bot.words import say
from storage._sql import Row, Session, table
from storage.lanes import WORDS
from storage.shift_table import HandoverAnswerRow, HandoverRow

_handovers = table(HandoverRow)
_answers = table(HandoverAnswerRow)
_SAME = (
    "id", "row", "outgoing", "incoming", "opened_at", "words", "reason", "settled_at", "reminded_at", "rungs",
)  # fmt: skip
_PROPOSED = ("ask", "due", "words", "by", "prompt", "note", "kept")


class SqlHandovers:
    """See `bot.memory.Handovers`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def open(self, handover: Handover) -> Handover | None:
        """Keep a new one; None when this shift has one already."""
        row = _columns(handover) | {"row": 1, "shown": 0, "shift": handover.stint, "places": []}
        if not await self._session.add_once(HandoverRow, row):
            return None
        return await self.of_stint(handover.stint)

    async def get(self, number: int) -> Handover:
        """A handover, locked for this unit of work.

        Raises:
            NotFound: there is none with this number.
        """
        query = select(_handovers).where(_handovers.c.id == number)
        row = await self._session.row(self._session.locked(query))
        if row is None:
            raise NotFound(say("There is no handover {number}.", number=number))
        return _handover(row)

    async def of_stint(self, stint: int) -> Handover | None:
        """The handover of a shift."""
        row = await self._session.row(select(_handovers).where(_handovers.c.shift == stint))
        return _handover(row) if row else None

    async def open_ones(self) -> list[Handover]:
        """Those that nobody has taken over, the oldest first."""
        query = select(_handovers).where(_handovers.c.is_open).order_by(_handovers.c.id)
        return [_handover(row) for row in await self._session.rows(query)]

    async def keep(self, change: HandoverChange) -> Handover:
        """Keep a new state, and what was said about an item.

        Raises:
            Conflict: it is no longer as it was read.
        """
        handover, seen = change.handover, change.handover.row
        here = (_handovers.c.id == handover.id) & (_handovers.c.row == seen)
        keeping = update(_handovers).where(here).values(**_columns(handover), row=seen + 1)
        if await self._session.changed(keeping) != 1:
            raise Conflict(say("The handover was changed meanwhile."))
        for said in (*([change.answer] if change.answer else []), *change.further):
            await self._answer(handover.id, said)
        return await self.get(handover.id)

    async def _answer(self, handover: int, answer: Answer) -> None:
        said = {**vars(answer), "reply": answer.reply.value}
        keeping = self._session.upsert(HandoverAnswerRow, {"handover": handover, **said})
        await self._session.changed(
            keeping.on_conflict_do_update(index_elements=["handover", "item"], set_=said)
        )

    async def want_words(self, number: int) -> None:
        """A model is to propose words, now."""
        asked = {"proposed_ask": _handovers.c.proposed_ask + 1, "proposed_due": self._session.now}
        wanting = update(_handovers).where(_handovers.c.id == number).values(**asked, proposed_note="")
        await self._session.changed(wanting)
        self._session.stale_lanes.add(WORDS)

    async def wanting_words(self, limit: int, lease: timedelta) -> list[Handover]:
        """Those for which a model is to propose words; they count as not due for `lease`."""
        now = self._session.now
        query = select(_handovers).where(_handovers.c.proposed_due <= now).order_by(_handovers.c.id)
        # One that somebody changes right now is left to the next round.
        rows = await self._session.rows(self._session.locked(query.limit(limit), wait=False))
        taken = _handovers.c.id.in_([row["id"] for row in rows])
        if rows:
            await self._session.changed(update(_handovers).where(taken).values(proposed_due=now + lease))
        return [_handover(row) for row in rows]

    async def no_words(self, number: int, ask: int, note: str) -> None:
        """None came of this request, and why. What was proposed before stays."""
        here = (_handovers.c.id == number) & (_handovers.c.proposed_ask == ask)
        giving_up = update(_handovers).where(here).values(proposed_due=None, proposed_note=note)
        await self._session.changed(giving_up)

    async def answers(self, handover: int) -> dict[int, Answer]:
        """What the next shift said, by item."""
        query = select(_answers).where(_answers.c.handover == handover).order_by(_answers.c.item)
        return {row["item"]: _answer_of(row) for row in await self._session.rows(query)}

    async def tried(self, number: int, tried: Mapping[str, Tried]) -> None:
        """For whom the step of the ladder that is due was tried, and what came of it."""
        told = {trace: known.value for trace, known in tried.items()}
        keeping = update(_handovers).where(_handovers.c.id == number)
        await self._session.changed(keeping.values(tried=told or None))

    async def climbed(self, handover: Handover, at: datetime) -> bool:
        """A step of the ladder was taken about this one, as it was read; False when it was already."""
        seen = (_handovers.c.rungs == handover.rungs) & (_handovers.c.opened_at == handover.opened_at)
        first = func.coalesce(_handovers.c.reminded_at, at)
        told = {"rungs": handover.taken + 1, "reminded_at": first, "tried": None}
        climbing = update(_handovers).where(_handovers.c.id == handover.id, seen).values(**told)
        return await self._session.changed(climbing) == 1

    async def stale(self) -> list[Shown]:
        """Those whose cards are older than they are."""
        query = select(_handovers).where(_handovers.c.row > _handovers.c.shown).order_by(_handovers.c.id)
        return [
            Shown(handover=_handover(row), places=tuple(row["places"]))
            for row in await self._session.rows(query)
        ]

    async def shown(self, number: int, row: int, places: Sequence[Mapping[str, str]]) -> None:
        """Where its cards are, and which row they show."""
        told = update(_handovers).where(_handovers.c.id == number)
        await self._session.changed(told.values(shown=row, places=[dict(place) for place in places]))


def _columns(handover: Handover) -> dict[str, object]:
    same = {name: getattr(handover, name) for name in _SAME if name not in {"id", "row"}}
    lists = {"channels": sorted(handover.channels), "watch": list(handover.watch)}
    items = None if handover.items is None else list(handover.items)
    state = {"state": handover.state.value, "is_open": handover.open}
    sums = None if handover.sums is None else vars(handover.sums)
    return {**same, **lists, **state, "items": items, "sums": sums, **_columns_of(handover.proposed)}


def _columns_of(proposed: Proposed) -> dict[str, object]:
    told = {f"proposed_{name}": getattr(proposed, name) for name in _PROPOSED}
    return {**told, "proposed_items": list(proposed.items) or None}


def _handover(row: Row) -> Handover:
    items = row["items"]
    return Handover(
        **{name: row[name] for name in _SAME},
        stint=row["shift"],
        channels=frozenset(row["channels"]),
        state=State(row["state"]),
        watch=tuple(row["watch"]),
        items=None if items is None else tuple(items),
        sums=ShiftSums(**row["sums"]) if row["sums"] else None,
        tried={trace: Tried(known) for trace, known in (row["tried"] or {}).items()},
        proposed=_proposed(row),
    )


def _proposed(row: Row) -> Proposed:
    same = {name: row[f"proposed_{name}"] for name in _PROPOSED}
    return Proposed(**same, items=tuple(row["proposed_items"] or ()))


def _answer_of(row: Row) -> Answer:
    same = {name: row[name] for name in ("item", "person", "at", "question", "explained")}
    return Answer(**same, reply=Reply(row["reply"]))
