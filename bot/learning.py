"""`augenhoehe learn`: what a brand replied becomes part of its library, each piece confirmed by a person."""

import asyncio
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.abilities import Recalls
from bot.prompting import Folder, chosen_folder, politely, teller
from bot.terminal import plain
from bot.words import Words, say

if TYPE_CHECKING:
    from bot.ports import Precedent
    from prompts.borrowing import Borrowed
    from prompts.learning import Lessons

Ask = Callable[[Words], bool]


def learn(
    library: Folder = None,
    limit: Annotated[int, typer.Option(help="How many of your latest replies are read.", min=1)] = 200,
) -> None:
    """Read what you replied so far, and put into your library what you confirm of it."""
    from prompts.learning import FEWEST
    from prompts.learning import learn as look
    from prompts.loader import load
    from prompts.teaching import check_own, teach

    tell = teller()
    with politely():
        folder = chosen_folder(library)
        check_own(folder)
        replies = asyncio.run(recall(limit))
        tell(say("{count} of your replies were read.", count=len(replies)))
        if len(replies) < FEWEST:
            tell(say("That is too few to learn from."))
            return
        read = load(folder)
        lessons = _confirmed(look(replies, read.brand), _ask)
        borrowed = _examples(replies, folder, lessons, _ask)
        changed = teach(folder, lessons, borrowed)
        for file in changed:
            tell(say("Written: {file}", file=folder / file))
        tell(say("Look it over: {command}", command=f"augenhoehe prompts lint --library {folder}"))


async def recall(limit: int) -> "list[Precedent]":
    """Our latest replies on every platform that can tell them, newest first on each."""
    from bot.bootstrap import assemble
    from bot.config import load

    parts = assemble(load(os.environ))
    try:
        found = []
        for platform in parts.desk.platforms.values():
            found += await platform.own_replies(limit) if isinstance(platform, Recalls) else []
    finally:
        for platform in parts.desk.platforms.values():
            await platform.close()
        await parts.database.close()
    return found


def _confirmed(lessons: "Lessons", ask: Ask) -> "Lessons":
    """What of it a person wants to have."""
    address = lessons.address and ask(
        say("You say “{address}” to people. Write it into the library?", address=lessons.address)
    )
    signature = lessons.signature and ask(
        say("You sign with “{signature}”. Write it into the library?", signature=plain(lessons.signature))
    )
    wanted = [
        phrase
        for phrase in lessons.phrases
        if ask(say("You often say “{phrase}”. Is that how you want to sound?", phrase=plain(phrase)))
    ]
    return replace(
        lessons,
        address=lessons.address if address else "",
        signature=lessons.signature if signature else "",
        phrases=tuple(wanted),
    )


def _examples(replies: "Sequence[Precedent]", folder: Path, lessons: "Lessons", ask: Ask) -> "list[Borrowed]":
    from prompts.borrowing import borrow
    from prompts.learning import signature_of, with_brand
    from prompts.loader import load
    from prompts.text import clean

    library = with_brand(load(folder), lessons)
    signature = signature_of([clean(each.reply) for each in replies])
    return [one for one in borrow(replies, library, signature) if ask(_offered(one))]


def _offered(one: "Borrowed") -> Words:
    return say(
        "An example for “{kind}”:\n  {comment}\n  → {reply}\nShall drafts learn from it?",
        kind=one.kind,
        comment=plain(one.example.comment),
        reply=plain(one.example.reply),
    )


def _ask(words: Words) -> bool:
    from bot.prompting import said

    return typer.confirm(said(words), default=False)
