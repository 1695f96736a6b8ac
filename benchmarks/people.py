"""What made-up people wrote: the same comments in every run, as the pretend outside world tells them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.community import Author, Comment, Post, Source

SOURCE = Source(platform="square", name="page", title="The square")
FIRST = datetime(2026, 1, 1, 8, tzinfo=UTC)
POSTS = 12
AUTHORS = 300
TEXTS = (
    "Seit dem neuen Rezept schmeckt der Haferdrink viel süßer. War das wirklich nötig? Bitte zurück!",
    "Great stuff, my kids love the new carton. Where can I buy the large one in Hamburg?",
    "Meine Packung war gestern schon offen und halb ausgelaufen. Wer ersetzt mir das jetzt?",
    "Danke für den tollen Abend am Stand, ihr wart alle so lieb zu uns! 🙂",
    "Is it true that you changed the supplier? I read it somewhere and would like to know for sure.",
    "Euer Versand ist eine Katastrophe, drei Wochen gewartet und niemand antwortet auf meine Mails.",
    "Ich hätte eine Idee: gebt doch eine kleinere Flasche für unterwegs heraus, das fände ich super.",
    "Does anybody know whether it foams well? Mine never does, whatever I try with it in the morning.",
)


def told(number: int) -> dict[str, Any]:
    """Comment `number` (from 1) as JSON. Any: JSON."""
    post = number % POSTS
    return {
        "id": f"c{number}",
        "post": {"id": f"p{post}", "title": f"Post {post}", "url": f"https://square.invalid/p{post}"},
        "author": {"id": f"a{number % AUTHORS}", "name": f"Anna {number % AUTHORS}"},
        "text": f"{TEXTS[number % len(TEXTS)]} ({number})",
        "published": (FIRST + timedelta(seconds=number)).isoformat(),
        "url": f"https://square.invalid/p{post}#c{number}",
    }


def read(one: dict[str, Any]) -> Comment:
    """The comment in such JSON. Any: JSON."""
    return Comment(
        platform=SOURCE.platform,
        source=SOURCE.name,
        id=one["id"],
        post=Post(**one["post"]),
        author=Author(**one["author"]),
        text=one["text"],
        published=datetime.fromisoformat(one["published"]),
        url=one["url"],
    )
