"""Histories made by hand: what came when, what was done when, and by whom."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.domain.audit import Event, Tag
from bot.domain.community import Author, Post
from bot.domain.item import Change, Draft, Item, Triage, Urgency
from bot.domain.people import PROGRAM, Actor
from storage.database import Database
from tests.storage.given import a_comment, an_item
from tests.world import Hands


def utc(text: str) -> datetime:
    """“2026-03-29 01:30”, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@dataclass
class History:
    """Writes one down, moment by moment."""

    database: Database
    clock: Hands
    numbers: int = 0
    drafts: dict[int, int] = field(default_factory=dict)

    def now(self, at: datetime) -> None:
        """It is then."""
        self.clock.start, self.clock.ahead = at, timedelta()

    async def came(self, at: str, *, title: str = "Haferdrink", text: str = "Wo?", **triage: object) -> Item:
        """Somebody wrote; what a first look said about it."""
        self.numbers += 1
        self.now(utc(at))
        post = Post(id=f"p:{title}", title=title, url="https://a.example/p")
        author = Author(id=f"u{self.numbers}", name=f"Anna {self.numbers}")
        comment = a_comment(self.numbers, published=utc(at), post=post, text=text, author=author)
        found = Triage(**{"kind": "question", "urgency": Urgency.NORMAL, **triage})  # type: ignore[arg-type]  # each has its own type
        async with self.database.work() as work:
            (item,) = await work.intake.take([an_item(comment, triage=found)])
        return item

    async def drafted(self, item: Item, text: str, *, prompt: str = "question@1", by: int = 0) -> int:
        """Another draft stands on the card."""
        number = self.drafts[item.id] = self.drafts.get(item.id, 0) + 1
        origin = "person" if by else "model"
        draft = Draft(
            number=number, text=text, origin=origin, version=1, at=self.clock(), by=by, prompt=prompt
        )
        async with self.database.work() as work:
            await work.items.add_draft(item.id, draft)
        return number

    async def happened(
        self, at: str, item: Item, *tags: Tag, by: int = 0, draft: int | None = None, given: str = ""
    ) -> None:
        """Something was done to an item; a reply that was seen then was given before."""
        self.now(utc(at))
        actor = Actor(person=by, surface="web") if by else PROGRAM
        number = self.drafts.get(item.id, 0) if draft is None else draft
        events = tuple(Event(tag=tag, actor=actor, draft=number) for tag in tags)
        async with self.database.work() as work:
            now = (await work.items.get_many([item.id]))[item.id]
            then = utc(given) if given else None
            await work.items.keep(Change(item=replace(now, drafts=number), events=events, replied_at=then))
