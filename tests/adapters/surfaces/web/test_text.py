"""Public text: what is invisible, what leads somewhere, what changed, who it is."""

import time

import pytest

from adapters.surfaces._text import editable, inert
from adapters.surfaces.web.text import address, differences, hue, initials


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("abc\u202egnp", "abc⟨U+202E⟩gnp"),
        ("a\x00b", "a⟨U+0000⟩b"),
        ("a\u200bb\ufeff\xad", "ab"),
        ("a\r\nb\u2028c\td", "a\nb\nc\td"),
        ("a\ud800", "a\ufffd"),
        ("x\U000e0041y", "xy"),
        ("👨‍👩‍👧 می‌خواهم", "👨‍👩‍👧 می‌خواهم"),
        (
            "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
            "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        ),
    ],
)
def test_what_is_invisible_is_shown_or_left_out_and_what_scripts_need_stays(written: str, read: str) -> None:
    assert inert(written) == read


def test_a_field_gets_nothing_that_nobody_wrote() -> None:
    assert editable("a\u202eb\x00c\r\nd") == "abc\nd"


@pytest.mark.parametrize(
    "url", ["https://example.org/a?b=c#d", "HTTP://example.org", "/community/", "/community/post/1#c-2"]
)
def test_addresses_that_only_open_a_page(url: str) -> None:
    assert address(url) == url


@pytest.mark.parametrize(
    "url",
    ["", "javascript:alert(1)", "data:text/html,x", " https://a.example", "https://a.example/\n", 'https://a"b',
     "//a.example", "/team/sign-out", "/community/../team", "ftp://a.example", "vbscript:x", "https://"],
)  # fmt: skip
def test_addresses_that_are_not_followed(url: str) -> None:
    assert address(url) == ""


def test_the_difference_is_told_word_by_word_and_nothing_is_left_out() -> None:
    parts = differences("Das ist gut und neu", "Das war gut und neu")
    assert parts == (("same", "Das "), ("gone", "ist"), ("new", "war"), ("same", " gut und neu"))


def test_a_difference_that_a_stranger_made_expensive_is_found_quickly() -> None:
    started = time.monotonic()
    differences("a b " * 700, "b a a " * 400)
    assert differences("x " * 500_000, "y " * 500_000) == (("gone", "x " * 500_000), ("new", "y " * 500_000))
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    ("name", "letters"), [("Jana W.", "JW"), ("x", "X"), ("", ""), ("Anna Maria Ott", "AO"), ("_!_", "")]
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_name_keeps_its_colour() -> None:
    assert hue("Jana \ud800") == hue("Jana \ud800")
    assert hue("Jana") in range(8)
