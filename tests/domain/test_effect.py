"""Finding our own reply again, and telling it from one that somebody else gave under our name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.community import OwnReply, Sight
from bot.domain.effect import find_ours, find_strange, normalised

OURS = OwnReply(id="r1", text="Hallo Anna!", key="k1")


def seen(*replies: OwnReply) -> Sight:
    return Sight(comment=None, replies=replies)


@pytest.mark.parametrize(
    "shown",
    [
        "Hallo Anna & Bert!",
        "  Hallo\nAnna &amp; Bert! ",
        "<p>Hallo Anna &amp; Bert!</p>",
        "Hallo<br />\nAnna &amp;amp; Bert!",
        "Hallo\u00a0Anna & Bert!",
    ],
)
def test_a_text_is_known_again_after_a_platform_escaped_wrapped_or_trimmed_it(shown: str) -> None:
    assert normalised(shown) == normalised("Hallo Anna & Bert!")


def test_a_letter_and_its_combining_twin_are_the_same_text() -> None:
    assert normalised("Gru\u0308ße") == normalised("Grüße")


@pytest.mark.parametrize("other", ["Hallo Anna", "hallo Anna!", "Hallo Anna!!", ""])
def test_another_text_is_another_text(other: str) -> None:
    assert normalised(other) != normalised("Hallo Anna!")


@given(st.text(alphabet=st.characters(exclude_characters="<>&", exclude_categories=["Cs"])))
def test_comparing_twice_changes_nothing(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)


def test_ours_is_found_by_its_key_even_if_the_platform_changed_the_text() -> None:
    changed = OwnReply(id="r1", text="Hallo A***!", key="k1")
    assert find_ours(seen(changed), "k1", "Hallo Anna!", ()) == changed


def test_the_key_counts_more_than_the_same_text_said_by_somebody_else() -> None:
    native = OwnReply(id="r0", text="Hallo Anna!")
    assert find_ours(seen(native, OURS), "k1", "Hallo Anna!", ()) == OURS


def test_without_keys_ours_is_found_by_its_text() -> None:
    keyless = OwnReply(id="r1", text="<p>Hallo Anna!</p>")
    assert find_ours(seen(keyless), "k1", "Hallo Anna!", ()) == keyless
    assert find_ours(seen(keyless), "", "Hallo Anna!", ()) == keyless


def test_a_reply_that_is_accounted_for_is_not_found_again_by_its_text() -> None:
    before = OwnReply(id="r0", text="Hallo Anna!")
    assert find_ours(seen(before), "k1", "Hallo Anna!", ("r0",)) is None


def test_nothing_is_found_where_there_is_nothing_of_ours() -> None:
    assert find_ours(seen(), "k1", "Hallo Anna!", ()) is None
    assert find_ours(seen(OwnReply(id="r9", text="Moin!")), "k1", "Hallo Anna!", ()) is None


def test_strange_is_what_is_public_under_our_name_and_not_from_here() -> None:
    native = OwnReply(id="r9", text="Moin!")
    assert find_strange(seen(OURS, native), ("r1",)) == native
    assert find_strange(seen(OURS), ("r1",)) is None
