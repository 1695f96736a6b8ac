"""Small comments, requests and libraries, made up for one test at a time."""

from datetime import UTC, datetime
from pathlib import Path

from bot.domain.community import Attachment, Author, Comment, Limits, Post
from bot.domain.item import Triage
from bot.ports import DraftRequest
from prompts.loader import load

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
LIBRARY = load()
ROOMY = Limits(longest=5000)


def comment(
    text: str,
    *,
    id: str = "c-1",  # noqa: A002  the field is named so
    name: str = "Jonas",
    parent: str = "",
    language: str = "",
    pictures: int = 0,
    ours: bool = False,
) -> Comment:
    return Comment(
        platform="demo",
        source="blog",
        id=id,
        post=Post(id="p-1", title="Unser neuer Haferdrink", language=language),
        author=Author(id="a-1", name=name),
        text=text,
        published=NOON,
        parent=parent,
        attachments=tuple(Attachment(url=f"https://example.org/{n}.jpg") for n in range(pictures)),
        ours=ours,
    )


def request(
    about: Comment | str,
    *,
    kind: str = "complaint",
    language: str = "de",
    risk: str = "normal",
    limits: Limits = ROOMY,
    instruction: str = "",
    previous: tuple[str, ...] = (),
    recent: tuple[str, ...] = (),
    chain: tuple[Comment, ...] = (),
) -> DraftRequest:
    return DraftRequest(
        comment=comment(about) if isinstance(about, str) else about,
        chain=chain,
        triage=Triage(kind=kind, language=language, risk=risk),
        limits=limits,
        instruction=instruction,
        previous=previous,
        recent=recent,
    )


BRAND_TOML = """\
name = "Haferglück"
languages = ["de", "en"]
address = { de = "du" }
signature = ""
words_avoid = ["wir bedauern"]
words_use = []
links_allowed = ["https://haferglueck.example/hilfe"]
"""

PRAISE_MD = """\
---
id: praise
version: 2
title: Lob
title_en: Praise
goal: Die Freude kommt an.
examples:
  - name: freut-uns
    language: de
    address: du
    comment: "Lecker!"
    reply: "Hallo {author}, das freut uns."
  - name: danke-dir
    language: de
    address: du
    comment: "Toll!"
    reply: "Danke dir für deine Worte."
---
## Haltung

Kurz bleiben.
"""


def shelf(folder: Path, *, brand: str = BRAND_TOML, praise: str = PRAISE_MD) -> Path:
    """A small library in a folder."""
    (folder / "kinds").mkdir()
    (folder / "brand.toml").write_text(brand, encoding="utf-8")
    (folder / "guidelines.md").write_text("# Stimme\n\nFreundlich.\n", encoding="utf-8")
    (folder / "kinds" / "praise.md").write_text(praise, encoding="utf-8")
    return folder
