"""Handovers, what was said in them, and where they are shown."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select, update

from bot.domain.handover import Answer, Handover, HandoverChange, Reply, State
from bot.errors import Conflict, NotFound
from bot.memory.shifting import Shown
from bot.words import say
from storage._sql import Row, Session, table
from storage.shift_table import HandoverAnswerRow, HandoverRow

_handovers = table(HandoverRow)
_answers = table(HandoverAnswerRow)
_SAME = ("id", "row", "outgoing", "incoming", "opened_at", "words", "reason", "settled_at", "reminded_at")


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
        if change.answer:
            await self._answer(handover.id, change.answer)
        return await self.get(handover.id)

    async def _answer(self, handover: int, answer: Answer) -> None:
        said = {**vars(answer), "reply": answer.reply.value}
        keeping = self._session.upsert(HandoverAnswerRow, {"handover": handover, **said})
        await self._session.changed(
            keeping.on_conflict_do_update(index_elements=["handover", "item"], set_=said)
        )

    async def answers(self, handover: int) -> dict[int, Answer]:
        """What the next shift said, by item."""
        query = select(_answers).where(_answers.c.handover == handover).order_by(_answers.c.item)
        return {row["item"]: _answer_of(row) for row in await self._session.rows(query)}

    async def reminded(self, number: int, at: datetime) -> bool:
        """The channel is told that it waits; False when it was told already."""
        first = (_handovers.c.id == number) & _handovers.c.reminded_at.is_(None)
        return await self._session.changed(update(_handovers).where(first).values(reminded_at=at)) == 1

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
    return {**same, **lists, **state, "items": items}


def _handover(row: Row) -> Handover:
    items = row["items"]
    return Handover(
        **{name: row[name] for name in _SAME},
        stint=row["shift"],
        channels=frozenset(row["channels"]),
        state=State(row["state"]),
        watch=tuple(row["watch"]),
        items=None if items is None else tuple(items),
    )


def _answer_of(row: Row) -> Answer:
    same = {name: row[name] for name in ("item", "person", "at", "question", "explained")}
    return Answer(**same, reply=Reply(row["reply"]))
