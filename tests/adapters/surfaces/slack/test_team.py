"""What a team does together, in Slack: choosing in dialogs, questions before a yes, and clearing pages."""

import json
from dataclasses import replace
from typing import Any

import pytest

from adapters.surfaces.slack.clicks import wanted
from adapters.surfaces.slack.dialogs import draw_form, read_form
from adapters.surfaces.slack.render import render
from bot.bulk import CloseMany, ShowAuthor
from bot.commands import Approve, RaiseRisk, to_button
from bot.domain.status import Action
from bot.errors import Refusal
from bot.views import Answer, Form, FormField, Notice
from bot.words import say
from tests.adapters.surfaces.slack.linter import lint_message, lint_modal
from tests.adapters.surfaces.slack.test_render import GERMAN, MINE, filled
from tests.adapters.surfaces.web.register_samples import registers
from tests.adapters.surfaces.web.samples import button, item_card

TITLE = say("Raise the risk")
CHOICES = (("high", say("High risk")), ("crisis", say("Crisis")))


def values(drawn: object) -> list[str]:
    """What the buttons carry."""
    blocks = json.loads(json.dumps(drawn))
    rows = [block["elements"] for block in blocks if block["type"] == "actions"]
    return [element["value"] for row in rows for element in row if "value" in element]


def test_what_is_chosen_in_a_dialog_comes_back_with_its_text() -> None:
    form = Form(
        title=TITLE,
        label=TITLE,
        command=RaiseRisk(item=42),
        text="Sie droht",
        submit=TITLE,
        fields=(FormField(name="risk", label=TITLE, choices=CHOICES, above=True),),
        action=Action.RAISE_RISK,
    )
    drawn = draw_form(form, GERMAN)
    assert lint_modal(drawn) == []
    sent: Any = filled(drawn)
    option = {"selected_option": {"value": "crisis"}}
    sent["state"]["values"]["more:risk"] = {"more:risk": option}
    assert read_form(sent).command == RaiseRisk(item=42, risk="crisis", text="Sie droht")


def test_what_was_refused_is_offered_with_its_question() -> None:
    offered = replace(button(Action.APPROVE), command=Approve(item=42, agreed=True), confirm=TITLE)
    message = render(Notice(words=TITLE, refused=True, buttons=(offered,)), MINE)
    assert values(message.blocks) == ["approve:42:0:0:agreed"]
    assert '"confirm"' in json.dumps(message.blocks)
    assert lint_message(message.text, message.blocks) == []
    assert wanted("approve:42:0:0:agreed") == Approve(item=42, agreed=True)


def test_after_an_answer_that_goes_on_the_next_card_is_shown() -> None:
    onward = replace(button(Action.APPROVE, 43), command=Approve(item=43, onward=True))
    next_one = replace(item_card(43, Action.APPROVE), buttons=(button(Action.APPROVE, 43), onward))
    message = render(Answer(words=TITLE, card=item_card(42), onward=next_one), MINE)
    assert values(message.blocks)[:2] == ["approve:43:1:1", "approve:43:0:0:onward"]
    # Slack wants each of them to have an id of its own.
    assert lint_message(message.text, message.blocks) == []


def test_the_button_of_a_backlog_closes_what_stands_above_it_and_no_more() -> None:
    backlog, _, _ = registers()
    long = replace(
        backlog,
        lines=backlog.lines * 10,
        close=CloseMany(items=tuple((number, 1) for number in range(1, 31))),
    )
    message = render(long, MINE)
    (carried,) = [value for value in values(message.blocks) if value.startswith("many:")]
    command = wanted(carried)
    assert isinstance(command, CloseMany)
    assert command.items == tuple((number, 1) for number in range(1, 16))
    assert to_button(command) == carried
    assert lint_message(message.text, message.blocks) == []


def test_the_last_entry_of_a_card_tells_who_wrote_the_comment() -> None:
    message = render(item_card(42, Action.APPROVE), MINE)
    assert '"author:42"' in json.dumps(message.blocks)
    assert wanted("author:42") == ShowAuthor(item=42)
    with pytest.raises(Refusal):
        wanted("author:Anna")
