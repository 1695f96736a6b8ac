"""Words: a sentence and what fills it. What people wrote is only ever a value, never a template."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import errors
from bot.words import Words, say, stored


def test_a_sentence_is_filled_with_its_values() -> None:
    assert str(say("There is no item {number}.", number=4)) == "There is no item 4."


def test_a_sentence_may_stand_in_another() -> None:
    assert str(say("No draft ({why}).", why=say("praise"))) == "No draft (praise)."


@given(st.text())
def test_a_text_that_was_kept_says_itself_whatever_is_in_it(text: str) -> None:
    assert str(stored(text)) == text
    assert str(say("“{text}”", text=text)) == f"“{text}”"


def test_the_values_of_a_sentence_cannot_be_changed() -> None:
    values = say("{a}", a=1).values
    with pytest.raises(TypeError):
        values["a"] = 2  # type: ignore[index]  # that is the point


def test_an_error_carries_words_and_prints_as_them() -> None:
    error = errors.TryLater(Words("Busy."), timedelta(seconds=3))
    assert (str(error), error.words, error.after) == ("Busy.", Words("Busy."), timedelta(seconds=3))
    assert issubclass(errors.TooLong, errors.Refused)
    assert issubclass(errors.Stale, errors.Refusal)
