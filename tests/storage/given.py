"""What the tests of storage keep: comments, items, drafts, people."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.community import Attachment, Author, Comment, Post, Source
from bot.domain.effect import Effect, Kind
from bot.domain.item import Draft, Item, Triage, Urgency
from bot.domain.people import Actor, Person, Role
from bot.memory import NewItem
from storage.database import Database
from storage.work import SqlWork

PAGE = Source(platform="demo", name="page")
NOW = datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=UTC)
SOON = timedelta(seconds=30)
POST = Post(
    id="p1", title="Haferdrink", text="Neu!", url="https://a.example/p1", image="i.png", language="de"
)
ANNA = Author(id="u1", name="Anna", url="https://a.example/anna")
LANE = "show:web:team"


def a_comment(number: int = 1, **facts: Any) -> Comment:
    """A comment with everything in it. Any: each fact has its own type."""
    usual: dict[str, Any] = {
        "platform": PAGE.platform,
        "source": PAGE.name,
        "id": f"c{number}",
        "post": POST,
        "author": ANNA,
        "text": f"Frage {number}: wo gibt es das?",
        "published": NOW + timedelta(minutes=number),
        "url": f"https://a.example/c{number}",
        "attachments": (Attachment(url="https://a.example/1.png", kind="image", alt="Ein Bild"),),
    }
    return Comment(**usual | facts)


def an_item(comment: Comment, **facts: Any) -> NewItem:
    """A comment as it comes in. Any: each fact has its own type."""
    usual: dict[str, Any] = {
        "comment": comment,
        "triage": Triage(urgency=Urgency.NORMAL, language="de"),
        "due_at": comment.published + timedelta(hours=4),
        "channels": (("web", "team"),),
        "wants_draft": True,
    }
    return NewItem(**usual | facts)


async def take(database: Database, *comments: Comment, **facts: Any) -> list[Item]:
    """Keep comments as items. Any: each fact has its own type."""
    async with database.work() as work:
        return await work.intake.take([an_item(comment, **facts) for comment in comments])


async def take_one(database: Database, **facts: Any) -> Item:
    """Keep one comment as an item. Any: each fact has its own type."""
    (item,) = await take(database, a_comment(**facts))
    return item


async def a_person(database: Database, name: str = "Lea", role: Role = Role.LEAD) -> Person:
    """Someone on the team, with an account on the web page."""
    async with database.work() as work:
        person = await work.people.add(name, role, "de")
        await work.people.link(person.id, "web", name.lower())
    return person


def on_web(person: Person) -> Actor:
    """This person, at the web page."""
    return Actor(person=person.id, surface="web")


def a_draft(number: int = 1, **facts: Any) -> Draft:
    """A draft. Any: each fact has its own type."""
    usual: dict[str, Any] = {"number": number, "text": f"Antwort {number}", "origin": "person"}
    return Draft(**usual | {"version": 1, "at": NOW, "warnings": ("lang",)} | facts)


def an_effect(item: Item, **facts: Any) -> Effect:
    """A reply that is wanted. Any: each fact has its own type."""
    usual: dict[str, Any] = {"item": item.id, "kind": Kind.REPLY, "lane": "post:demo", "key": "k1"}
    return Effect(**usual | {"due_at": NOW} | facts)


async def the_only_effect(work: SqlWork, lane: str = "post:demo") -> Effect:
    """The effect that is due in a lane."""
    (found,) = await work.effects.due(lane, 10, SOON)
    return found
