"""What people ask for: as the text of a button, and as a typed line. Neither can carry anything else."""

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot import commands
from bot.commands import ON_ITEM, OnItem, from_button, from_line, to_button
from bot.errors import Refusal

numbers = st.integers(0, 10**9)
kinds = st.sampled_from(sorted(ON_ITEM.values(), key=lambda kind: kind.action))


@given(kinds, numbers, numbers, numbers)
def test_a_button_says_what_it_carried(kind: type[OnItem], item: int, draft: int, version: int) -> None:
    command = kind(item=item, draft=draft, version=version)
    assert from_button(to_button(command)) == command


@given(kinds, st.text())
def test_a_button_carries_no_text_of_anybody(kind: type[OnItem], text: str) -> None:
    """What was typed comes beside it, and only where the command takes a text."""
    heard = from_button(to_button(kind(item=4)), text, post=True)
    assert getattr(heard, "text", text) == text
    assert to_button(heard) == to_button(kind(item=4))


def test_only_an_edit_can_be_posted_at_once() -> None:
    assert from_button("edit:4:1:1", "Hallo", post=True) == commands.Edit(
        item=4, draft=1, version=1, text="Hallo", post=True
    )
    assert from_button("note:4:1:1", "Hallo", post=True) == commands.Note(
        item=4, draft=1, version=1, text="Hallo"
    )


@given(st.text())
@example("approve:1:2")
@example("approve:1:2:3:4")
@example("approve:x:2:3")
@example("suggest:1:2:3")
@example("confirm:1:0:0")
@example("")
def test_no_other_text_is_a_button(carried: str) -> None:
    command = None
    with suppress(Refusal):
        command = from_button(carried)
    assert command is None or type(command) is ON_ITEM[command.action]


def test_a_foreign_button_is_refused_in_words() -> None:
    with pytest.raises(Refusal, match="not one of ours"):
        from_button("suggest:1:2:3")


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("", commands.ShowQueue()),
        ("/queue", commands.ShowQueue()),
        ("  /queue   next ", commands.Next()),
        ("/queue NEXT", commands.Next()),
        ("mine", commands.Mine()),
        ("/queue help", commands.Help()),
        ("/queue item 42", commands.ShowItem(item=42)),
        ("/queue item #42", commands.ShowItem(item=42)),
        ("/queue Log 42", commands.ShowLog(item=42)),
        ("/queue search  Hafer drink ", commands.Search(words="Hafer drink")),
    ],
)
def test_a_typed_line_is_understood(line: str, command: commands.Command) -> None:
    assert from_line(line) == command


@pytest.mark.parametrize(
    "line", ["/queue netx", "/queue search", "/queue next please", "/queue {x}", "/help", "queue 4"]
)
def test_any_other_line_is_answered_with_where_to_look(line: str) -> None:
    with pytest.raises(Refusal, match="/queue help"):
        from_line(line)


@pytest.mark.parametrize("number", ["", "four", "-1", "4.2", "9" * 13, "42 43"])
@pytest.mark.parametrize("word", ["item", "log"])
def test_a_line_about_an_item_needs_its_number(word: str, number: str) -> None:
    with pytest.raises(Refusal, match=f"/queue {word} 42"):
        from_line(f"/queue {word} {number}")


@given(st.text())
def test_whatever_is_typed_is_a_command_or_a_refusal_in_words(line: str) -> None:
    answer: object = None
    with suppress(Refusal):
        answer = from_line(line)
    assert answer is None or isinstance(answer, commands.Command)
