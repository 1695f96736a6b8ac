"""What the program remembers: the unit of work, and what it holds. Storage implements all of it.

A `Work` is one transaction: it commits when its block ends well and leaves nothing behind otherwise.
Nothing but the database may be awaited inside it.
"""

from bot.memory.parts import Effects, Intake, Items, Knowledge, Lanes, People, Queue, Sources
from bot.memory.values import Dossier, Earlier, Known, NewItem, PlaceToDraw, QueueCounts, Reading, ShownPlace
from bot.memory.work import Heartbeats, Work, Works

__all__ = [
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
    "Queue",
    "QueueCounts",
    "Reading",
    "ShownPlace",
    "Sources",
    "Work",
    "Works",
]
