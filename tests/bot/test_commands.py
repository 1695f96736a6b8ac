"""What people ask for: as the text of a button, and as a typed line. Neither can carry anything else."""

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot import commands
from bot.commands import ON_ITEM, OnItem, from_button, to_button
from bot.errors import Refusal
from bot.lines import EXAMPLE, AddFact, ForgetFact, ShowFacts, from_line

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
        ("/queue facts", ShowFacts()),
        ("/queue forget #3", ForgetFact(number=3)),
        (EXAMPLE, AddFact(text="Server down until 18:00", until="18:00")),
        ("fact „Der Server steht.“ bis morgen", AddFact(text="Der Server steht.", until="morgen")),
        ('fact "Wo?" "Hier."', AddFact(text="Hier.", question="Wo?")),
        ('fact "Wo?" “Hier.” until soon', AddFact(text="Hier.", question="Wo?", until="soon")),
        # Without quotation marks the moment stays part of what is true.
        ("fact Zu bis Ostern bis 30.11.", AddFact(text="Zu bis Ostern bis 30.11.", until="30.11.")),
        ("fact Zu bis Ostern", AddFact(text="Zu bis Ostern")),
    ],
)
def test_a_typed_line_is_understood(line: str, command: commands.Command) -> None:
    assert from_line(line) == command


@pytest.mark.parametrize(
    "line",
    [
        "/queue netx",
        "/queue search",
        "/queue next please",
        "/queue {x}",
        "/help",
        "queue 4",
        "/queue facts 3",
    ],
)
def test_any_other_line_is_answered_with_where_to_look(line: str) -> None:
    with pytest.raises(Refusal, match="/queue help"):
        from_line(line)


@pytest.mark.parametrize("number", ["", "four", "-1", "4.2", "9" * 13, "42 43"])
@pytest.mark.parametrize("word", ["item", "log", "forget"])
def test_a_line_about_something_needs_its_number(word: str, number: str) -> None:
    with pytest.raises(Refusal, match=f"/queue {word} 42"):
        from_line(f"/queue {word} {number}")


@pytest.mark.parametrize("line", ["fact", 'fact ""', "fact „ “"])
def test_a_fact_has_to_be_said(line: str) -> None:
    with pytest.raises(Refusal, match="/queue fact"):
        from_line(line)


def test_a_dialog_fills_its_own_fields_and_no_others() -> None:
    assert from_button("save_fact:4:1:1", "Hier.", question="Wo?", until="18:00") == commands.SaveFact(
        item=4, draft=1, version=1, text="Hier.", question="Wo?", until="18:00"
    )
    assert from_button("note:4:1:1", "Hier.", question="Wo?", until="18:00") == commands.Note(
        item=4, draft=1, version=1, text="Hier."
    )


@given(st.text())
@example('fact "')
@example("fact until until")
def test_whatever_is_typed_is_a_command_or_a_refusal_in_words(line: str) -> None:
    answer: object = None
    with suppress(Refusal):
        answer = from_line(line)
    assert answer is None or isinstance(answer, commands.Command)


@pytest.mark.parametrize(
    "flags", [(), ("checked",), ("agreed",), ("checked", "agreed"), ("agreed", "onward")]
)
def test_what_somebody_said_yes_to_is_carried_by_the_button(flags: tuple[str, ...]) -> None:
    command = commands.Approve(item=4, draft=2, version=1, **dict.fromkeys(flags, True))
    assert to_button(command) == ":".join(["approve:4:2:1", *flags])
    assert from_button(to_button(command)) == command


@pytest.mark.parametrize("carried", ["approve:4:2:1:sure", "approve:4:2:checked", "approve:4:2:1:checked:5"])
def test_no_other_yes_is_taken_from_a_button(carried: str) -> None:
    with pytest.raises(Refusal):
        from_button(carried)
