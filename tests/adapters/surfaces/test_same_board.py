"""`/queue` is one screen, the same on every surface and in the terminal: every part of it, in one order."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.surfaces.slack import render as slack
from adapters.surfaces.slack.pen import Reader as SlackReader
from adapters.surfaces.teams import render as teams
from adapters.surfaces.web import render as web
from bot import terminal
from bot.catalogue import Catalogue
from bot.reports import Measure
from bot.views import Board, Count
from bot.words import say
from tests.adapters.surfaces.slack.linter import public_leaves
from tests.adapters.surfaces.teams.rules import read
from tests.adapters.surfaces.web.hostile import Reader
from tests.adapters.surfaces.web.samples import NOW, item_line

ENGLISH = Catalogue("en")
DRAWN: dict[str, Callable[[Board], str]] = {
    "web": lambda board: Reader(web.render(board, web.Reader(catalogue=ENGLISH, now=NOW))).said,
    "slack": lambda board: "\n".join(
        public_leaves(slack.render(board, SlackReader(catalogue=ENGLISH)).blocks)
    ),
    "teams": lambda board: "\n".join(read(teams.message(board, ENGLISH)["attachments"][0]["content"])),
    "terminal": lambda board: terminal.render(board, ENGLISH.say),
}
PARTS = (
    "Storm in the channel",
    "Crisis",
    "Open for a while",
    "Overdue",
    "Not claimed",
    "Waiting for your second approval",
    "Parked",
    "Median of first replies",
    "the oldest one",
    "one of mine",
    "Kim is on",
    "No language model",
)


@pytest.mark.parametrize("surface", DRAWN)
def test_the_queue_is_the_same_screen_everywhere(surface: str) -> None:
    counts = (Count(label=say(label), number=number) for number, label in enumerate(PARTS[2:7], 1))
    board = Board(
        counts=tuple(counts),
        oldest=replace(item_line(41), excerpt=PARTS[8]),
        mine=(replace(item_line(42), excerpt=PARTS[9]),),
        parts=(say(PARTS[11]),),
        urgencies=(Count(label=say(PARTS[1]), number=1, alarming=True),),
        storms=(say(PARTS[0]),),
        today=(Measure(label=say(PARTS[7]), value=timedelta(minutes=5)),),
        shift=(say(PARTS[10]),),
    )
    told = DRAWN[surface](board)
    places = [told.find(part) for part in PARTS]
    assert -1 not in places, [part for part in PARTS if part not in told]
    assert places == sorted(places)
