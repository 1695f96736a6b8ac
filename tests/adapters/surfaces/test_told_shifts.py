"""What every surface and the terminal tell of shifts, and the terminal of a handover: nothing is left out."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from adapters.surfaces.slack import render as slack
from adapters.surfaces.slack.pen import Reader as SlackReader
from adapters.surfaces.teams import render as teams
from adapters.surfaces.web import render as web
from bot.catalogue import Catalogue
from bot.domain.status import Status
from bot.terminal import render
from bot.views import View
from bot.words import say
from tests.adapters.surfaces.slack.linter import public_leaves
from tests.adapters.surfaces.teams.rules import read
from tests.adapters.surfaces.web.hostile import Reader
from tests.adapters.surfaces.web.shift_samples import NOW, handover_note, shift_view

GERMAN = Catalogue("de")


def on_web(view: View) -> str:
    return Reader(web.render(view, web.Reader(catalogue=GERMAN, now=NOW))).said


def in_slack(view: View) -> str:
    return "\n".join(public_leaves(slack.render(view, SlackReader(catalogue=GERMAN)).blocks))


def in_teams(view: View) -> str:
    return "\n".join(read(teams.message(view, GERMAN, "")["attachments"][0]["content"]))


def in_a_terminal(view: View) -> str:
    return render(view, GERMAN.say)


@pytest.mark.parametrize("draw", [on_web, in_slack, in_teams, in_a_terminal])
def test_a_shift_says_where_for_whom_and_how_it_is_taken_back(draw: Callable[[View], str]) -> None:
    view = shift_view()
    line = replace(view.coming[0], name="Sam", channels=("Qualität", "Community-Team"), instead_of="Kim")
    said = draw(replace(view, on=(), coming=(line,)))
    told = ("Sam", "Qualität", "Community-Team", "statt Kim", "/shift cancel 7")
    assert [one for one in told if one not in said] == []
    # A bare #7 is a comment everywhere else.
    assert "#7" not in said


def test_a_terminal_tells_a_handover_under_headings_and_obeys_nobody() -> None:
    rich = handover_note("Hallo\x1b[2J\x07\nWelt", lines=1)
    line = replace(
        rich.grave[0],
        status=Status.POSTED.sentence,
        handler="Mira",
        last=say("{name} asked, no answer yet", name="Lea"),
        last_text="Stimmt\ndas?",
        question="Seit wann?",
        explained="Seit gestern.",
    )
    view = replace(rich, grave=(line,), open=(replace(line, item=2),), promised=(), watch=("Regen",))
    text = render(replace(view, reason="Da fehlt etwas"), GERMAN.say)
    assert "\x1b" not in text
    assert "\x07" not in text
    told = [
        "Abgelehnt: Da fehlt etwas",
        "Wie ernst:",
        "#1",
        "Beantwortet · Mira",
        "Lea hat nachgefragt, noch ohne Antwort, 21. Nov., 13:00: Stimmt das?",
        "Nachgefragt: Seit wann?",
        "Erklärt: Seit gestern.",
        "Außerdem offen:",
        "#2",
        "4 weitere sind offen: siehe /queue.",
        "Was bis wann geschehen muss:",
        "3 weitere Termine",
        "Im Blick behalten:",
        "! Regen",
        "In eigenen Worten:",
        "Die Schicht in Zahlen:",
    ]
    places = [text.find(one) for one in told]
    assert -1 not in places, told[places.index(-1)]
    assert places == sorted(places)
    bare = replace(view, promised=(), due=(), open=(), more=0, more_due=0, watch=(), words="")
    empty = render(bare, GERMAN.say)
    assert [one for one in told[7:-1] if one in empty and one != "#2"] == []
