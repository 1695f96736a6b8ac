"""What the program remembers: the unit of work, and what it holds. Storage implements all of it.

A `Work` is one transaction: it commits when its block ends well and leaves nothing behind otherwise.
Nothing but the database may be awaited inside it.
"""

from bot.memory.clocks import Clocks
from bot.memory.parts import Effects, Intake, Items, Knowledge, Lanes, People, Sources
from bot.memory.questions import Questions
from bot.memory.queue import Queue
from bot.memory.values import (
    Dossier,
    Earlier,
    Known,
    NewItem,
    PlaceToDraw,
    QueueCounts,
    Reading,
    Reckon,
    ShownPlace,
    Withheld,
    Written,
    as_it_is,
)
from bot.memory.work import Heartbeats, Work, Works

__all__ = [
    "Clocks",
    "Dossier",
    "Earlier",
    "Effects",
    "Heartbeats",
    "Intake",
    "Items",
    "Knowledge",
    "Known",
    "Lanes",
    "NewItem",
    "People",
    "PlaceToDraw",
    "Questions",
    "Queue",
    "QueueCounts",
    "Reading",
    "Reckon",
    "ShownPlace",
    "Sources",
    "Withheld",
    "Work",
    "Works",
    "Written",
    "as_it_is",
]
