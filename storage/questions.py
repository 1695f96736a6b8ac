"""What colleagues outside the team were asked."""

from collections.abc import Collection

from sqlalchemy import and_, exists, select, update

from bot.domain.asking import Question, turn_done
from bot.domain.effect import Kind
from bot.errors import NotFound
from bot.words import say
from storage._sql import Row, Session, table
from storage.question_table import QuestionRow
from storage.tables import EffectRow, ItemRow

_questions, _items, _effects = table(QuestionRow), table(ItemRow), table(EffectRow)
_WAITING = (
    select(_questions)
    .join(_items, _items.c.id == _questions.c.item)
    .where(_questions.c.answered_at.is_(None))
)


class SqlQuestions:
    """See `bot.memory.Questions`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def ask(self, question: Question) -> int:
        """Keep it, under the number that is returned."""
        row = {name: value for name, value in vars(question).items() if name != "id"}
        (number,) = await self._session.add_numbered(QuestionRow, [row])
        return number

    async def get(self, number: int) -> Question:
        """One of them, locked for this unit of work."""
        query = self._session.locked(select(_questions).where(_questions.c.id == number))
        row = await self._session.row(query)
        if row is None:
            raise NotFound(say("There is no such question any more."))
        return _question_of(row)

    async def latest(self, item: int) -> Question | None:
        """The latest that is still open about an item."""
        open_ = select(_questions).where(_questions.c.item == item, _questions.c.answered_at.is_(None))
        row = await self._session.row(open_.order_by(_questions.c.id.desc()).limit(1))
        return _question_of(row) if row else None

    async def answer(self, question: Question) -> bool:
        """Keep its answer; False when there is one already."""
        still_open = update(_questions).where(
            _questions.c.id == question.id, _questions.c.answered_at.is_(None)
        )
        told = {name: getattr(question, name) for name in ("answer", "answered_by", "answered_at")}
        return await self._session.changed(still_open.values(**told)) == 1

    async def shown(self, number: int, remote: str) -> None:
        """Remember where its card stands."""
        here = update(_questions).where(_questions.c.id == number)
        await self._session.changed(here.values(remote=remote))

    async def answered(self, items: Collection[int]) -> list[Question]:
        """What was answered about these items, oldest first."""
        here = _questions.c.item.in_(list(items))
        query = select(_questions).where(here, _questions.c.answered_at.is_not(None))
        return [_question_of(row) for row in await self._session.rows(query.order_by(_questions.c.id))]

    async def left_over(self, surfaces: Collection[str], limit: int) -> list[Question]:
        """What these surfaces show as open though its comment is done; each until its card was told so."""
        told = exists().where(
            _effects.c.item == _questions.c.item,
            _effects.c.kind == Kind.ASK.value,
            _effects.c.turn == _questions.c.id * turn_done(1),
        )
        shown = and_(_questions.c.surface.in_(list(surfaces)), _questions.c.remote != "")
        done = _WAITING.where(shown, ~_items.c.is_open, ~told)
        rows = await self._session.rows(done.order_by(_questions.c.id).limit(limit))
        return [_question_of(row) for row in rows]

    async def open_in(self, surface: str, target: str, limit: int) -> list[Question]:
        """What waits for an answer in a channel, newest first; nothing about what is done."""
        here = _WAITING.where(
            _questions.c.surface == surface, _questions.c.target == target, _items.c.is_open
        )
        rows = await self._session.rows(here.order_by(_questions.c.id.desc()).limit(limit))
        return [_question_of(row) for row in rows]


def _question_of(row: Row) -> Question:
    return Question(**row)
