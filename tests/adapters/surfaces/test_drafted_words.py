"""On every surface a draft of a handover's words says who wrote it, and that nobody has read it yet.

That it is inert like words of a person, each surface proves with its corpus: `drafted_note` is a view of it.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from adapters.surfaces.slack import render as slack
from adapters.surfaces.slack.pen import Reader as SlackReader
from adapters.surfaces.teams import render as teams
from adapters.surfaces.web import render as web
from bot.catalogue import Catalogue
from bot.shift_text import note_lines
from bot.shift_views import HandoverNote
from bot.words import say
from tests.adapters.surfaces.slack.linter import lint_message, public_leaves
from tests.adapters.surfaces.teams.rules import message_faults, read
from tests.adapters.surfaces.web.hostile import Reader
from tests.adapters.surfaces.web.shift_samples import NOW, drafted_note, handover_note

GERMAN = Catalogue("de")
LABEL = "Entworfen von pretend-1, von Lea noch nicht gelesen"
DRAFT = "Bei #12 wartet jemand auf Antwort."
OWN = "In eigenen Worten"


def on_web(view: HandoverNote) -> str:
    found = Reader(web.render(view, web.Reader(catalogue=GERMAN, now=NOW)))
    assert found.harm == []
    return found.said


def in_slack(view: HandoverNote) -> str:
    message = slack.render(view, SlackReader(catalogue=GERMAN))
    assert lint_message(message.text, message.blocks) == []
    return "\n".join(public_leaves(message.blocks))


def in_teams(view: HandoverNote) -> str:
    message = teams.message(view, GERMAN, "https://team.example")
    assert message_faults(message) == []
    return "\n".join(read(message["attachments"][0]["content"]))


def in_a_terminal(view: HandoverNote) -> str:
    return "\n".join(note_lines(view, GERMAN.say, str))


@pytest.mark.parametrize("draw", [on_web, in_slack, in_teams, in_a_terminal])
def test_a_draft_is_marked_before_it_is_read_and_only_then(draw: Callable[[HandoverNote], str]) -> None:
    by = say("Drafted by {model}, not read by {name} yet", model="pretend-1", name="Lea")
    said = draw(replace(drafted_note(), proposed=DRAFT, proposed_by=by))
    assert 0 <= said.index(LABEL) < said.index(DRAFT)
    assert OWN not in said
    read_by_now = draw(replace(handover_note(), words=DRAFT, proposed_by=by))
    assert DRAFT in read_by_now
    assert LABEL not in read_by_now
    elsewhere = draw(replace(handover_note(), words="", proposed="", proposed_by=by))
    assert LABEL not in elsewhere
