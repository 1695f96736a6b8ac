"""Arriving at the page: who one is there, and what it says at its top about one's shift."""

from collections.abc import Sequence

from bot import commands, shifting
from bot.desk import rushes
from bot.desk.board import Look
from bot.desk.for_you import news
from bot.desk.handover_keeping import why_barred
from bot.desk.rostering import own_stint
from bot.domain.handover import Handover, State
from bot.domain.people import Role
from bot.shift_views import Press, ShiftStrip
from bot.views import Channel, Me
from bot.words import say


async def who_am_i(look: Look, _: commands.WhoAmI) -> Me:
    """The person who asks, their channels, and their shift."""
    names, titles = look.desk.policy.rooms("web"), look.desk.policy.channel_titles
    channels = tuple(Channel(name=name, title=titles.get(name, name)) for name in names)
    strip = await _strip(look) if look.person.role >= Role.RESPONDER else None
    told = await news(look)
    return Me(
        name=look.person.name,
        language=look.person.language,
        channels=channels,
        strip=strip,
        news=told if told.count else None,
        storms=await rushes.said(look.work, look.desk, "web"),
    )


async def _strip(look: Look) -> ShiftStrip | None:
    """What waits for me; or that I am on, with the one click that ends it; nothing without shifts."""
    waiting = [one for one in await look.work.handovers.open_ones() if one.items is not None]
    for handover in waiting:
        if handover.outgoing != look.person.id and await why_barred(look, handover) is None:
            return await _for_me(look, handover)
    stint = await own_stint(look.work, look.person.id)
    if stint is not None:
        end = Press(label=say("End my shift"), command=shifting.EndShift(), style="primary")
        words = say("You are on shift until {when}.", when=stint.until) if stint.until else _ON
        return ShiftStrip(words=words, buttons=(end,))
    return _mine(look, waiting)


_ON = say("You are on shift.")


async def _for_me(look: Look, handover: Handover) -> ShiftStrip:
    person = await look.work.people.get(handover.outgoing)
    return ShiftStrip(
        words=say("{name} went home. The handover waits for you.", name=person.name if person else ""),
        buttons=(_shows(handover),),
        handover=handover.id,
    )


def _mine(look: Look, waiting: Sequence[Handover]) -> ShiftStrip | None:
    mine = next((one for one in waiting if one.outgoing == look.person.id), None)
    if mine is None:
        return None
    words = say("Your shift ended. Your handover waits for the next one.")
    if mine.state is not State.OPEN:
        words = say("Your handover: {state}. /handover", state=mine.state.sentence)
    return ShiftStrip(words=words, buttons=(_shows(mine),))


def _shows(handover: Handover) -> Press:
    return Press(label=say("Show the handover"), command=shifting.OpenHandover(handover=handover.id))
