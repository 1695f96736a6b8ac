"""Troubles with chat tools: noticed, kept, said once to the leads in plain words, and forgotten when over.

A channel was archived, our app was removed from it, a token was revoked, cards were deleted. What people
have to know stands on the board as well, for as long as it lasts.
"""

import json
import logging
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from bot.abilities import Announces, Checks, Health, Misses, Trouble
from bot.desk.desk import Desk
from bot.domain.people import Role
from bot.errors import OutsideError
from bot.memory import Work
from bot.ports import Surface
from bot.views import Notice
from bot.words import Words, say

log = logging.getLogger("augenhoehe.troubles")
TROUBLE = "trouble:"
CALLED = "called:"
"""How the names of facts begin: what is not in order, and how channels were called last."""


MISSING = "missing"
_MISSING = say(
    "Cards of open comments are no longer in {channel}: somebody deleted them, or the workspace keeps"
    " messages only for a while. `augenhoehe rebuild --surface {surface}` opens their threads anew."
)
_RENAMED = say("The channel {before} is called {name} now. Nothing has to be done: its threads go on there.")


@dataclass(frozen=True, kw_only=True)
class Note:
    """A trouble, as it is kept."""

    text: str
    values: Mapping[str, str]

    @property
    def words(self) -> Words:
        """What is said about it."""
        return Words(self.text, self.values)


async def look_after(desk: Desk) -> None:
    """Ask the chat tools how they are, and tell the leads what is new."""
    for surface in desk.surfaces.values():
        if isinstance(surface, Checks):
            health = await surface.health(desk.policy.rooms(surface.name))
            if health is not None:
                await _tell(desk, await _kept(desk, surface.name, await _whole(desk, surface, health)))


async def _whole(desk: Desk, surface: Surface, health: Health) -> Health:
    """With the cards that are gone. Where the channel itself is in trouble, that says enough."""
    troubled = {trouble.channel for trouble in health.troubles}
    if not isinstance(surface, Misses) or "" in troubled:
        return health
    async with desk.looking() as work:
        shown = await work.effects.open_places(surface.name)
    places = [place for many in shown.values() for place in many if place.channel not in troubled]
    if not places:
        return health
    try:
        channels = {place.channel for place in await surface.missing(places)}
    except OutsideError as error:
        log.warning("cards not looked for", extra={"surface": surface.name, "why": str(error.words)})
        return health
    gone = [_gone(surface.name, channel, health) for channel in sorted(channels)]
    return replace(health, troubles=(*health.troubles, *gone))


def _gone(surface: str, channel: str, health: Health) -> Trouble:
    words = say(_MISSING.text, channel=health.names.get(channel, channel), surface=surface)
    return Trouble(code=MISSING, channel=channel, words=words)


async def said(work: Work) -> list[Words]:
    """What is not in order now."""
    return [_note(kept).words for kept in (await work.facts(TROUBLE)).values()]


async def _kept(desk: Desk, surface: str, health: Health) -> list[Words]:
    """Keep how a chat tool is; what is new, and nobody else tells."""
    return await desk.keep(lambda work: _keep(work, surface, health))


async def _keep(work: Work, surface: str, health: Health) -> list[Words]:
    found = {f"{TROUBLE}{surface}:{one.channel}:{one.code}": one for one in health.troubles}
    known = await work.facts(f"{TROUBLE}{surface}:")
    for name in known:
        if name not in found:
            await work.set_fact(name, None)
    news = [await _begin(work, name, found[name]) for name in found if name not in known]
    return [*news, *await _renamed(work, surface, health.names)]


async def _begin(work: Work, name: str, trouble: Trouble) -> Words:
    values = {slot: str(value) for slot, value in trouble.words.values.items()}
    note = Note(text=trouble.words.text, values=values)
    await work.set_fact(name, json.dumps(asdict(note)))
    return note.words


async def _renamed(work: Work, surface: str, names: Mapping[str, str]) -> list[Words]:
    """Channels that are called something else than before."""
    news = []
    for channel, name in names.items():
        before = await work.fact(f"{CALLED}{surface}:{channel}")
        if before != name:
            await work.set_fact(f"{CALLED}{surface}:{channel}", name)
        if before not in {None, name}:
            news.append(say(_RENAMED.text, before=before, name=name))
    return news


def _note(kept: str) -> Note:
    return Note(**json.loads(kept))


async def _tell(desk: Desk, news: list[Words]) -> None:
    for words in news:
        log.error("trouble", extra={"why": str(words)})
        await tell_leads(desk, words)


async def tell_leads(desk: Desk, words: Words) -> None:
    """Tell every lead, wherever they can be reached."""
    for surface in desk.surfaces.values():
        if isinstance(surface, Announces):
            await _tell_on(desk, surface, words)


async def _tell_on(desk: Desk, surface: Surface, words: Words) -> None:
    assert isinstance(surface, Announces)  # noqa: S101  # tell_leads asked
    async with desk.looking() as work:
        leads = await work.people.accounts(surface.name, Role.LEAD)
    for account in leads:
        try:
            await surface.announce(Notice(words=words), account, secrets.token_hex(12))
        except OutsideError as error:
            # It stands on the board and in the log too.
            log.warning("not told", extra={"surface": surface.name, "why": str(error.words)})
