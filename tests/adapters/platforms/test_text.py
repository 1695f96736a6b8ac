"""Hostile text becomes plain text: nothing is lost that a reader needs, nothing runs, and nothing is slow."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.platforms._text import clean, line, normalise, plain

LONG = 100_000
PATIENCE = 3.0
"""Seconds of work; linear is a tenth of it, and quadratic would be a minute."""


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>eins</p><p>zwei</p>", "eins\n\nzwei"),
        ("eins<br>zwei<br/>drei<br />vier", "eins\nzwei\ndrei\nvier"),
        ("eins\nzwei  drei", "eins zwei drei"),
        ("<ul><li>Milch</li><li>Hafer</li></ul>danach", "• Milch\n• Hafer\n\ndanach"),
        ("<blockquote>so<blockquote>und so</blockquote></blockquote>nein", "> so\n> > und so\nnein"),
        ('<a href="https://a.example/x?y=1&amp;z=2">hier</a>', "hier [https://a.example/x?y=1&z=2]"),
        ("<a href='https://a.example/'>https://a.example</a>", "https://a.example"),
        (
            "<a href=https://a.example><img src=x.png alt='ein Bild'></a>",
            "ein Bild [x.png] [https://a.example]",
        ),
        ('<a href="https://a.example"></a>', "https://a.example"),
        ('<a href="https://a.example">offen', "offen [https://a.example]"),
        ('<a href="java\tscript:alert(1)">klick</a>', "klick [javascript:alert(1)]"),
        ("<a name='x'>Anker</a>", "Anker"),
        ("<img src='https://a.example/b.png'>", "https://a.example/b.png"),
        ("fett <b>und</b> <i>schräg</i>", "fett und schräg"),
        ("vor<script>alert('</b>')</script>nach<style>p{}</style>", "vornach"),
        ("<o:p>Word</o:p><custom-tag x=1>eigen</custom-tag>", "Wordeigen"),
        ("a<!-- versteckt -->b<!DOCTYPE html>c", "abc"),
        ("1 < 2 &lt;b&gt; <3 a<b", "1 < 2 <b> <3 a<b"),
        ("&amp;lt; &#128512; &#x1F600; &nbsp;&unknown;", "&lt; 😀 😀 &unknown;"),
        ("<tr><td>eins</td></tr><tr><td>zwei</td></tr>", "eins\nzwei"),
        ("</p></ul></blockquote></a>übrig", "übrig"),
        ("", ""),
    ],
)
def test_html_becomes_text(markup: str, text: str) -> None:
    assert plain(markup) == text


def test_line_breaks_count_where_the_platform_says_so() -> None:
    assert plain("eins\r\nzwei\n\n\n\n\nvier  \n fünf", breaks=True) == "eins\nzwei\n\nvier\n fünf"


def test_a_title_is_one_line() -> None:
    assert line("<b>Die</b> neue\n Sorte &#8211; <br>endlich") == "Die neue Sorte – endlich"


@pytest.mark.parametrize(
    ("dirty", "tidy"),
    [
        ("a\x00b\x07c\x1b[31m\x7f", "abc[31m"),
        ("a\tb\nc\r\nd\re", "a\tb\nc\nd\ne"),
        ("halb \ud83d und ganz \ud83d\ude00", "halb � und ganz 😀"),
    ],
)
def test_control_and_half_characters_are_dropped(dirty: str, tidy: str) -> None:
    assert clean(dirty) == tidy


def test_a_number_too_long_for_python_does_not_raise() -> None:
    assert plain("&#" + "9" * 5_000 + "; &#x" + "f" * 5_000 + ";") == "� �"


@pytest.mark.parametrize(
    "part",
    [
        "<", "<a", "<a ", "<a b='", '<a b="', "<a b='>", "<!--", "<![", "<!", "<?", "</", "</a ", "&", "&#",
        "&#9", "<p>", "<br>", "<a href=x>", "</a>", "<blockquote>", "<script>", " ", "\n", "\n ", "\x00", "ä",
        "a=", "<img src=x>", "<li>", "<a href='x' ", "[", '="', "a-",
    ],
)  # fmt: skip
def test_no_length_is_more_than_linear(part: str) -> None:
    """A comment must not be able to stop us; `html.parser` needs a minute for some of these."""
    begin = time.process_time()
    plain(part * (LONG // len(part)), breaks=True)
    plain("<p " + part * (LONG // len(part)) + ">")
    assert time.process_time() - begin < PATIENCE


@given(st.text(alphabet=st.characters(), max_size=200))
def test_any_text_is_read_and_stays_as_it_is_when_read_again(text: str) -> None:
    read = plain(text, breaks=True)
    read.encode()
    assert not any(letter < " " and letter not in "\n\t" for letter in read)
    assert normalise(normalise(text)) == normalise(normalise(normalise(text)))


@given(st.text(alphabet="ab <>&;/'\"=#x1lt\n", max_size=80))
def test_no_letter_of_escaped_text_is_lost(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert plain(escaped, breaks=True).split() == text.split()


@pytest.mark.parametrize(
    "stored",
    [
        "Am Montag: https://a.example/?a=1&b=2 (5 < 6)",
        "Am  Montag:\nhttps://a.example/?a=1&amp;b=2 (5 &lt; 6) ",
        '<p>Am Montag:\n<a href="https://a.example/?a=1&b=2">https://a.example/?a=1&#038;b=2</a> (5 &lt; 6)',
    ],
)
def test_a_posted_text_equals_what_a_platform_made_of_it(stored: str) -> None:
    assert normalise(stored) == normalise("Am Montag: https://a.example/?a=1&b=2 (5 < 6)")


def test_composed_and_decomposed_letters_are_equal() -> None:
    assert normalise("Gru\u0308ße") == normalise("Grüße")
