"""How long a text is, as each platform counts it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.community import Limits
from bot.domain.length import measure, too_long

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
WAVE = "\U0001f44b\U0001f3fd"
FLAG = "\U0001f1e9\U0001f1ea"
RAINBOW = "\U0001f3f3\ufe0f\u200d\U0001f308"


@pytest.mark.parametrize(
    ("text", "graphemes"),
    [
        ("", 0),
        ("Grüße", 5),
        ("Gru\u0308ße", 5),
        (FAMILY, 1),
        (WAVE, 1),
        (RAINBOW, 1),
        (FLAG, 1),
        (FLAG * 2, 2),
        (FLAG + "\U0001f1e6", 2),
        (FLAG + "!" + FLAG, 3),
        ("1\ufe0f\u20e3", 1),
        ("a\u200db", 2),
        ("\u0308", 1),
        ("\u200d", 1),
        ("שלום", 4),
    ],
)
def test_graphemes_are_what_a_reader_takes_for_one_character(text: str, graphemes: int) -> None:
    assert measure(text, "graphemes") == graphemes


@pytest.mark.parametrize(("unit", "length"), [("characters", 2), ("bytes", 8), ("graphemes", 1)])
def test_each_unit_counts_the_same_text_in_its_own_way(unit: str, length: int) -> None:
    assert measure(WAVE, unit) == length


@pytest.mark.parametrize(
    ("text", "weighted", "mastodon"),
    [
        ("", 0, 0),
        ("Grüße – „ja“", 12, 12),
        ("e\u0308", 1, 1),
        ("日本", 4, 2),
        (FAMILY, 2, 1),
        (WAVE + FLAG, 4, 2),
        ("1\ufe0f\u20e3", 2, 1),
        ("ab\u200d", 3, 2),
        ("https://example.org/" + "a" * 100, 23, 23),
        ("(https://example.org/a).", 26, 26),
        ("schau example.org/a an", 32, 22),
        ("Das Ende.Und " + "x" * 9, 37, 22),
        ("Ende.Und" + "x" * 90, 98, 98),
        ("@anna@town.example hallo @ben", 29, 16),
    ],
)
def test_x_and_mastodon_have_their_own_ways(text: str, weighted: int, mastodon: int) -> None:
    assert (measure(text, "weighted"), measure(text, "mastodon")) == (weighted, mastodon)


@pytest.mark.parametrize("unit", ["characters", "bytes", "graphemes", "weighted", "mastodon"])
def test_too_long_begins_behind_the_last_unit_that_fits(unit: str) -> None:
    limits = Limits(longest=3, unit=unit)
    assert not too_long("abc", limits)
    assert too_long("abcd", limits)


@given(st.text(), st.text())
def test_a_text_is_never_longer_in_graphemes_and_never_shorter_in_bytes(one: str, other: str) -> None:
    characters = measure(one + other, "characters")
    assert measure(one + other, "graphemes") <= characters <= measure(one + other, "bytes")
    assert measure(one + other, "graphemes") <= measure(one, "graphemes") + measure(other, "graphemes")
    assert measure(one + other, "graphemes") >= measure(one, "graphemes")
    assert bool(one) == bool(measure(one, "graphemes"))
