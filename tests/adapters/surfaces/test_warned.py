"""What the guards found is shown where it stands, and asked about before anything is approved."""

from dataclasses import replace

import pytest

from adapters.surfaces.slack.dialogs import draw_form, read_form
from adapters.surfaces.slack.pen import Reader as SlackReader
from adapters.surfaces.slack.render import render as draw_slack
from adapters.surfaces.web.render import Reader as WebReader
from adapters.surfaces.web.render import render as draw_web
from bot.catalogue import Catalogue
from bot.commands import Approve, Correct, to_button
from bot.domain.status import Action
from bot.views import Form, ItemCard
from bot.words import say
from tests.adapters.surfaces.slack.linter import lint_message, lint_modal
from tests.adapters.surfaces.slack.test_render import filled
from tests.adapters.surfaces.web.hostile import CORPUS, Reader
from tests.adapters.surfaces.web.samples import NOW, button, every_view, full_card

WEB = WebReader(catalogue=Catalogue("de"), now=NOW)
SLACK = SlackReader(catalogue=Catalogue("de"))
TICK = Approve(item=42, draft=3, version=1, checked=True)


def warned(text: str) -> ItemCard:
    card = full_card(text)
    assert card.draft
    asked = replace(
        button(Action.APPROVE), command=TICK, confirm=say("Did you check this? {findings}", findings=text)
    )
    return replace(card, draft=replace(card.draft, marks=((0, 2), (4, 5))), buttons=(asked,))


def test_the_web_page_marks_the_words_and_asks_back() -> None:
    html = draw_web(warned("Schau"), WEB)
    assert "<mark>Sc</mark>ha<mark>u</mark>" in html
    assert f'data-do="{to_button(TICK)}" data-confirm="Hast du das geprüft? Schau"' in html


def test_slack_asks_back() -> None:
    (row,) = [block for block in draw_slack(warned("Schau"), SLACK).blocks if block["type"] == "actions"]
    approve = row["elements"][0]
    assert approve["value"] == "approve:42:3:1:checked"
    assert approve["confirm"]["text"]["text"] == "Hast du das geprüft? Schau"


@pytest.mark.parametrize("name", CORPUS)
def test_whatever_a_warning_quotes_is_only_read(name: str) -> None:
    card = warned(CORPUS[name])
    assert Reader(draw_web(card, WEB)).harm == []
    message = draw_slack(card, SLACK)
    assert lint_message(message.text, message.blocks) == []


def correction() -> Form:
    form = next(view for view in every_view() if isinstance(view, Form))
    command = Correct(item=42, draft=3, version=1)
    return replace(
        form, command=command, action=Action.CORRECT, save=None, check=say("I checked what was warned about")
    )


def test_a_correction_has_a_box_to_tick() -> None:
    assert 'name="checked"' in draw_web(correction(), WEB)
    drawn = draw_form(correction(), SLACK)
    assert lint_modal(drawn) == []
    assert "Ich habe geprüft" in str(drawn)
    ticks = (read_form(filled(drawn)).command, read_form(filled(drawn, then="checked")).command)
    assert [isinstance(each, Correct) and each.checked for each in ticks] == [False, True]
