"""What the page keeps for each person: their own, once, the new first, and no more than a few."""

from bot.domain.people import PROGRAM, Role
from bot.memory.inbox import InboxLine
from storage.database import Database
from storage.erasing import erase_person
from storage.inbox import MOST
from tests.storage.given import a_person


async def test_keeps_the_last_ones_of_each_once_and_the_new_first(database: Database) -> None:
    lea, kim = await a_person(database), await a_person(database, "Kim")
    async with database.work() as work:
        await work.people.link(lea.id, "desk", "lea")
        await work.people.link(lea.id, "desk", "lea-too")
        assert await work.inbox.readers("desk") == {lea.id: Role.LEAD}
    mark = await database.pulse()
    for seq in (*range(1, MOST + 3), 5, MOST + 2):
        async with database.work() as work:
            await work.inbox.add([lea.id], InboxLine(item=1, seq=seq))
    async with database.work() as work:
        await work.inbox.add([lea.id, kim.id], InboxLine(handover=1, seq=MOST + 2))
    assert await database.pulse() != mark
    async with database.work() as work:
        lines = await work.inbox.latest(lea.id, 1000)
        assert len(lines) == await work.inbox.unseen(lea.id) == MOST
        # The fifth was there already; the newest pushed out the oldest.
        assert [(one.item, one.handover, one.seq) for one in lines][:2] == [
            (0, 1, MOST + 2),
            (1, 0, MOST + 2),
        ]
        assert lines[-1].seq == 4
        (hers,) = await work.inbox.latest(kim.id, 1000)
        await work.inbox.see(lea.id, [lines[0].id, hers.id])
        await work.inbox.see(lea.id, [])
    async with database.read() as work:
        after = await work.inbox.latest(lea.id, 1000)
        # What is seen stands last, and nobody sees for somebody else.
        assert (after[0].id, after[-1].id, after[-1].seen) == (lines[1].id, lines[0].id, True)
        assert [await work.inbox.unseen(one.id) for one in (lea, kim)] == [MOST - 1, 1]


async def test_is_gone_with_who_goes(database: Database) -> None:
    lea, kim = await a_person(database), await a_person(database, "Kim")
    async with database.work() as work:
        await work.inbox.add([lea.id, kim.id], InboxLine(item=1, seq=1))
        await erase_person(work, kim.id, PROGRAM)
        assert [await work.inbox.unseen(one.id) for one in (lea, kim)] == [1, 0]
