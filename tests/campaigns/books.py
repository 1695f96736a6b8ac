"""The books of a campaign: what the recorder saw, held against what the database says."""

from collections import Counter
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import text

from bot.domain.audit import Entry, Tag, first_fault
from bot.domain.item import Draft, Item
from storage.database import Database
from tests.campaigns.stage import Stage


@dataclass(frozen=True, kw_only=True)
class Books:
    """What came out. Everything but the two last should be nothing."""

    lost: int
    """Comments without an item, or without a public reply."""
    twice: int
    """Replies beyond the first beneath one comment."""
    shown_twice: int
    """Messages beyond the first for one item in one channel."""
    broken_chains: int
    unapproved: int
    """Replies that are not, word for word, a draft that somebody approved."""
    stale_cards: int
    """Messages that do not show their item as it is."""
    replies: int
    unclear: int
    """Replies whose fate was unclear at some time: where the campaign bit."""

    @property
    def clean(self) -> bool:
        """Nothing lost, nothing twice, everything accounted for."""
        return not any(getattr(self, part.name) for part in fields(self)[:6])


async def open_books(stage: Stage) -> Books:
    """Compare, once everything has come to rest."""
    record = await stage.record()
    items = await _items(stage.database)
    by_remote = {item.remote: item for item in items}
    replied = Counter(post["comment"] for post in record["posts"])
    shown = Counter((show["channel"], show["item"]) for show in record["shows"])
    trails = {item.id: await _trail(stage.database, item) for item in items}
    return Books(
        lost=sum(number not in by_remote or not replied[number] for number in record["written"]),
        twice=sum(count - 1 for count in replied.values()),
        shown_twice=sum(count - 1 for count in shown.values()),
        broken_chains=sum(_is_broken(item, trails[item.id][0]) for item in items),
        unapproved=sum(not _was_approved(post, by_remote, trails) for post in record["posts"]),
        stale_cards=_stale(record["messages"], {item.id: item for item in items}),
        replies=len(record["posts"]),
        unclear=sum(_was_unclear(trail) for trail, _ in trails.values()),
    )


def _is_broken(item: Item, trail: list[Entry]) -> bool:
    return first_fault(trail, item.audit_head, item.audit_count) is not None


Trail = tuple[list[Entry], list[Draft]]


def _was_approved(post: dict[str, str], items: dict[str, Item], trails: dict[int, Trail]) -> bool:
    """Somebody said yes to a draft with exactly this text."""
    trail, drafts = trails[items[post["comment"]].id]
    yes = {entry.event.draft for entry in trail if entry.event.tag is Tag.REPLY_APPROVED}
    return any(draft.text == post["text"] for draft in drafts if draft.number in yes)


def _was_unclear(trail: list[Entry]) -> bool:
    return any(entry.event.tag is Tag.REPLY_UNCLEAR for entry in trail)


def _stale(messages: dict[str, dict[str, Any]], items: dict[int, Item]) -> int:
    """Any: JSON."""
    return sum(card["status"] != items[card["item"]].status.value for card in messages.values())


async def _items(database: Database) -> list[Item]:
    async with database.connected() as connection:
        numbers = (await connection.execute(text("select id from item"))).scalars().all()
    async with database.read() as work:
        return [*(await work.items.get_many(numbers)).values()]


async def _trail(database: Database, item: Item) -> Trail:
    async with database.read() as work:
        return await work.items.trail(item.id), await work.items.drafts(item.id)


async def at_rest(database: Database, items: int) -> bool:
    """Whether so many items are answered, and nothing waits to be done or drawn."""
    done = await _count(database, "item where status = 'posted'")
    return done >= items and await all_settled(database)


async def all_settled(database: Database) -> bool:
    """Whether nothing waits to be done or drawn."""
    waiting = await _count(database, "effect where is_open")
    return not waiting and not await _count(database, "place where wanted > shown")


async def _count(database: Database, what: str) -> int:
    async with database.connected() as connection:
        return int((await connection.execute(text(f"select count(*) from {what}"))).scalar_one())  # noqa: S608
