"""What a decision is made over, and what comes of it."""

from dataclasses import dataclass

from bot.desk.desk import Desk
from bot.domain.item import Item
from bot.domain.people import Actor
from bot.memory import Work
from bot.ports import Wake
from bot.words import Words


@dataclass(frozen=True)
class Case:
    """Somebody asks for something about an item, in a unit of work."""

    work: Work
    desk: Desk
    by: Actor
    item: Item


@dataclass(frozen=True)
class Done:
    """What to say to the person, and what to wake once it is kept."""

    words: Words
    wakes: tuple[Wake, ...] = ()
