"""What people noted for the drafts of these days, until it is past or somebody forgets it."""

from datetime import timedelta

from sqlalchemy import select

from bot.domain.community import Author
from bot.domain.known import KnownFact
from bot.domain.people import Actor
from storage._sql import table
from storage.database import Database
from storage.erasing import erase_author
from storage.known_table import KnownFactRow
from tests.storage.given import a_comment, a_person, take

HOUR = timedelta(hours=1)


async def test_a_fact_holds_until_its_moment_or_until_it_is_forgotten(database: Database) -> None:
    lea = await a_person(database)
    async with database.work() as work:
        now = work.now
        made = [
            KnownFact(answer="past", author=lea.id, at=now, until=now),
            KnownFact(answer="soon past", author=lea.id, at=now, until=now + HOUR),
            KnownFact(question="Wo?", answer="for good", author=lea.id, at=now),
        ]
        numbers = [await work.knowledge.note(fact) for fact in made]
        found = await work.knowledge.valid()
        assert [fact.answer for fact in found] == ["soon past", "for good"]
        assert found[1] == KnownFact(
            id=numbers[2], question="Wo?", answer="for good", author=lea.id, by=lea.name, at=now
        )
        assert not await work.knowledge.forget(numbers[0], lea.id)
        assert await work.knowledge.forget(numbers[2], lea.id)
        assert not await work.knowledge.forget(numbers[2], lea.id)
    async with database.read() as work:
        assert [fact.answer for fact in await work.knowledge.valid()] == ["soon past"]
        known = table(KnownFactRow)
        (kept,) = await work.session.rows(select(known).where(known.c.id == numbers[2]))
    # Who took it away, and when, stays known.
    assert (kept["forgotten_by"], kept["answer"]) == (lea.id, "for good")
    assert kept["forgotten_at"] is not None


async def test_what_was_saved_from_an_erased_comment_is_gone_with_it(database: Database) -> None:
    lea = await a_person(database)
    anna, ben = await take(database, a_comment(1), a_comment(2, author=Author(id="u2", name="Ben")))
    async with database.work() as work:
        for source in (anna.id, ben.id, None):
            fact = KnownFact(question="Anna?", answer="Anna!", author=lea.id, at=work.now, source=source)
            await work.knowledge.note(fact)
    async with database.work() as work:
        await erase_author(work, "demo", Actor(person=lea.id, surface="web"), author_id="u1")
    async with database.read() as work:
        assert [fact.source for fact in await work.knowledge.valid()] == [ben.id, None]
        known = table(KnownFactRow)
        rows = await work.session.rows(select(known).order_by(known.c.id))
    assert [(row["question"], row["answer"]) for row in rows] == [("", ""), *[("Anna?", "Anna!")] * 2]
