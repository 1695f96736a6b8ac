"""The demo's day: what its teammates did about its first comments, asked for through the desk's one door.

The comments stand in the built-in community and come in like all others. What is done about them here
bears the surface `STAND_IN`, so that every trail says that it was the demo, and not a person. Nothing here
approves: docs/decisions/0012 says why.
"""

import asyncio
import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol, runtime_checkable

from bot import commands, shifting
from bot.desk.desk import Desk
from bot.domain.community import Source
from bot.domain.people import STAND_IN
from bot.domain.status import Status
from bot.errors import OutsideError
from bot.memory import Work
from bot.ports import Hear, Heard
from bot.shift_views import HandoverNote
from bot.views import ItemCard, Notice, View
from bot.words import Words, say

log = logging.getLogger("augenhoehe.demo")
FACT = "demo_day"
"""How many of the deeds are done, as text; nothing in a folder that has no day."""
SHIFT = "demo_day_shift"
"""The number of the shift that is on at its end."""
DONE = "done"
CHANNEL = "team"
VISITOR = "mira"
"""As whom a visitor begins."""
_MADE_UP = say("This day is made up, and you are Mira at the end of her shift.")
_ON_SHIFT = say("You are Mira, and on shift.")
REACH = timedelta(days=1)
"""How far back the demo's source is read, so that the comments of the day come in."""
SOON, LATER = 0.05, 5.0
"""Seconds between two looks whether something has come about."""
PATIENCE = 20.0
"""Seconds that a deed waits; then it is asked for, and refused if it cannot be."""


@runtime_checkable
class Begins(Protocol):
    """A community that can look as in the middle of a day."""

    async def begin_day(self) -> frozenset[str]:
        """See to it that the day's comments are there, once; which they are."""

    async def answer_day(self) -> None:
        """See to it that the brand's replies of that day are there, once."""


@dataclass(frozen=True)
class Deed:
    """Something that a teammate did before the visitor came."""

    by: str
    """The teammate's account."""
    command: commands.OnItem | shifting.WriteWatch
    to: str = ""
    """The comment it is about."""
    once: Status | None = None
    """What the item has to be first."""


DEEDS = (
    Deed("mira", commands.Claim(item=0), "day-delivery"),
    Deed(
        "mira",
        shifting.WriteWatch(
            text="Meldet sich Nora Weiß noch einmal, gleich anrufen und nicht nur schreiben.\n"
            "Ab 20 neuen Kommentaren zum Lieferverzug der Leitung Bescheid geben."
        ),
    ),
    Deed("sam", commands.Dismiss(item=0, text="Werbung mit fremdem Link"), "day-voucher"),
    Deed(
        "aylin",
        commands.Park(
            item=0,
            text="Der Einkauf sagt uns bis morgen, ab wann es den Deckel aus Pappe gibt.",
            until="tomorrow morning",
        ),
        "day-lid",
    ),
    Deed(
        "sam",
        commands.Ask(
            item=0,
            department="Qualitätssicherung",
            text="Kommt die Vanille aus Madagaskar, und welches Siegel dürfen wir nennen?",
        ),
        "day-origin",
    ),
    Deed(
        "aylin",
        commands.Edit(
            item=0,
            text="Liebe Nora, das Wichtigste ist jetzt deine Tochter: Wir denken an euch. Bitte heb die"
            " Packung auf. Die Nummer, die oben neben dem Deckel steht, hilft uns sehr, am besten als private"
            " Nachricht.",
        ),
        "day-reaction",
    ),
    Deed(
        "aylin",
        commands.Note(
            item=0,
            text="Die Produktion ist angerufen und hält die Charge zurück. Der Text ist ein Vorschlag von"
            " mir, zwei müssen ihn freigeben.",
        ),
        "day-reaction",
    ),
    Deed(
        "aylin",
        commands.FollowUp(
            item=0, text="Sagen, ob der Knopf zum Stornieren wieder da ist.", until="tomorrow 12:00"
        ),
        "day-cancel",
        Status.ANSWERED,
    ),
)
"""In their order. The texts are German like the community, whose people and brand are invented."""


async def want(work: Work, accounts: Mapping[str, int]) -> None:
    """A fresh folder is to have a day, done by these people."""
    for account, person in accounts.items():
        # Not proven: from there nobody could ever give a second approval.
        await work.people.link(person, STAND_IN, account, proven=False)
    await work.set_fact(FACT, "0")
    for stint in (await work.shifts.running())[:1]:
        await work.set_fact(SHIFT, str(stint.id))


async def there(desk: Desk) -> bool:
    """Whether this folder has such a day: not one that is older than the day, and none begun without it."""
    async with desk.looking() as work:
        return await work.fact(FACT) is not None


async def beginning(desk: Desk) -> Words | None:
    """Where the visitor begins; None when their shift is over: then the page shows them what there is."""
    async with desk.looking() as work:
        mira = await work.people.by_account("web", VISITOR)
        running = [stint for stint in await work.shifts.running() if mira and stint.person == mira.id]
        made_up = await work.fact(SHIFT)
    if not running:
        return None
    return _MADE_UP if str(running[0].id) == made_up else _ON_SHIFT


async def begin(desk: Desk, source: Source) -> frozenset[str]:
    """The comments of the day, written now if they are not yet; none where no day is wanted."""
    community = _community(desk, source)
    return await community.begin_day() if await _left(desk) else frozenset()


async def play(desk: Desk, hear: Hear, source: Source) -> None:
    """Do what is not done yet. A process that was killed has done its last deed or not; its key tells."""
    try:
        comments = await begin(desk, source)
        if not comments:
            return
        items = await _shown(desk, source, comments)
        # Not before their cards are there: what was answered before it was seen gets none.
        await _community(desk, source).answer_day()
        for number in await _left(desk):
            await _ask(hear, number, items)
            await _keep(desk, number + 1)
    except OutsideError as error:
        log.warning("the day has to wait", extra={"why": str(error.words)})


def _community(desk: Desk, source: Source) -> Begins:
    community = desk.platforms[source.platform]
    assert isinstance(community, Begins)  # noqa: S101  # bootstrap made it
    return community


async def _left(desk: Desk) -> range:
    """Which deeds are still to be done."""
    async with desk.looking() as work:
        done = await work.fact(FACT)
    return range(0) if done in {None, DONE} else range(int(done or 0), len(DEEDS))


async def _keep(desk: Desk, done: int) -> None:
    told = DONE if done == len(DEEDS) else str(done)
    await desk.keep(lambda work: work.set_fact(FACT, told))


async def _shown(desk: Desk, source: Source, comments: Collection[str]) -> dict[str, int]:
    """The comments' items, as soon as all of them have come in and have their cards."""
    pause = SOON
    while True:
        async with desk.looking() as work:
            known = await work.intake.known(source, comments)
            waiting = await work.queue.unshown(CHANNEL)
        items = {remote: one.item for remote, one in known.items() if one.item}
        if len(items) == len(comments) and not waiting:
            return items
        await asyncio.sleep(pause)
        pause = min(pause * 1.2, LATER)


async def _ask(hear: Hear, number: int, items: Mapping[str, int]) -> None:
    """Ask for one of them as its person would: for the item as it stands on their card."""
    deed = DEEDS[number]
    if isinstance(deed.command, commands.OnItem):
        card = await _card(hear, deed, items[deed.to])
        command: commands.Command = replace(
            deed.command, item=card.item, draft=card.draft_number, version=card.version
        )
    else:
        note = await _say(hear, deed, shifting.OpenHandover())
        command = replace(deed.command, handover=note.handover if isinstance(note, HandoverNote) else 0)
    answer = await _say(hear, deed, command, f"day{number}")
    if isinstance(answer, Notice) and answer.refused:
        # The visitor was faster: then it is as they want it.
        log.info("not done", extra={"deed": number, "why": str(answer.words)})


async def _card(hear: Hear, deed: Deed, item: int) -> ItemCard:
    """The card, as soon as it is what it has to be."""
    patience = PATIENCE
    while True:
        card = await _say(hear, deed, commands.ShowItem(item=item))
        assert isinstance(card, ItemCard)  # noqa: S101  # it is there, and everybody may see it
        if deed.once in {None, card.status} or patience < 0:
            return card
        await asyncio.sleep(SOON)
        patience -= SOON


async def _say(hear: Hear, deed: Deed, command: commands.Command, key: str = "") -> View:
    return await hear(Heard(key=key, surface=STAND_IN, account=deed.by, command=command))
