"""The chain of the trail: whatever is removed, changed, swapped or cut is found; erasing a text is not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.domain.audit import Entry, Event, Tag, enter, first_fault
from bot.domain.people import Actor
from bot.domain.trail import TeamTag
from bot.words import NEWER

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
events = st.builds(
    Event,
    tag=st.sampled_from(Tag),
    actor=st.builds(Actor, person=st.integers(0, 3), surface=st.sampled_from(["web", "room"])),
    draft=st.integers(0, 3),
    version=st.integers(0, 3),
    text=st.text(max_size=5),
)
few = settings(max_examples=40)
Trail = tuple[list[Entry], str, int]


@st.composite
def trails(draw: st.DrawFn, least: int = 1) -> Trail:
    """A whole trail, with the head and count that its item remembers."""
    entries: list[Entry] = []
    head = ""
    for seq, event in enumerate(draw(st.lists(events, min_size=least, max_size=6)), start=1):
        at = START + timedelta(seconds=seq)
        entries.append(enter(head, 7, seq, at, event, salt=f"salt{seq}"))
        head = entries[-1].digest
    return entries, head, len(entries)


def place(draw: st.DataObject, entries: list[Entry]) -> int:
    return draw.draw(st.integers(0, len(entries) - 1))


@few
@given(trails(least=0))
def test_an_untouched_trail_is_whole(trail: Trail) -> None:
    assert first_fault(*trail) is None


@few
@given(trails(), st.data())
def test_a_removed_entry_is_found_where_it_is_missing(trail: Trail, data: st.DataObject) -> None:
    entries, head, count = trail
    gone = place(data, entries)
    assert first_fault(entries[:gone] + entries[gone + 1 :], head, count) == gone + 1


@few
@given(trails(), st.data())
def test_a_trail_that_was_cut_off_is_found_at_the_cut(trail: Trail, data: st.DataObject) -> None:
    entries, head, count = trail
    cut = place(data, entries)
    assert first_fault(entries[:cut], head, count) == cut + 1


@few
@given(trails(least=2), st.data())
def test_two_entries_that_changed_places_are_found(trail: Trail, data: st.DataObject) -> None:
    entries, head, count = trail
    one = place(data, entries[:-1])
    entries[one], entries[one + 1] = entries[one + 1], entries[one]
    assert first_fault(entries, head, count) == one + 1


@few
@given(trails(), events)
def test_an_entry_that_nobody_wrote_is_found(trail: Trail, event: Event) -> None:
    entries, head, count = trail
    more = enter(head, 7, count + 1, START, event, "salt")
    assert first_fault([*entries, more], head, count) is not None


@few
@given(trails(), events, st.data())
def test_another_event_in_the_place_of_one_is_found(trail: Trail, event: Event, data: st.DataObject) -> None:
    entries, head, count = trail
    here = place(data, entries)
    assume(entries[here].event != event)
    entries[here] = replace(entries[here], event=event)
    assert first_fault(entries, head, count) == here + 1


@few
@given(trails(), st.data())
def test_every_other_fact_of_an_entry_is_covered_too(trail: Trail, data: st.DataObject) -> None:
    entries, head, count = trail
    here = place(data, entries)
    entry = entries[here]
    changed = data.draw(
        st.sampled_from(
            [
                replace(entry, item=8),
                replace(entry, seq=entry.seq + 1),
                replace(entry, at=entry.at + timedelta(microseconds=1)),
                replace(entry, salt="other"),
                replace(entry, text_digest="0" * 64),
                replace(entry, digest="0" * 64),
            ]
        )
    )
    entries[here] = changed
    assert first_fault(entries, head, count) == here + 1


@few
@given(trails(), st.data())
def test_erasing_texts_with_their_salts_keeps_the_trail_whole(trail: Trail, data: st.DataObject) -> None:
    entries, head, count = trail
    erased = data.draw(st.sets(st.integers(0, count - 1)))
    for here in erased:
        entry = entries[here]
        entries[here] = replace(entry, salt="", event=replace(entry.event, text=""))
    assert first_fault(entries, head, count) is None


@few
@given(trails(), st.data())
def test_an_erased_text_cannot_be_replaced_by_another(trail: Trail, data: st.DataObject) -> None:
    entries, head, count = trail
    here = place(data, entries)
    entry = entries[here]
    entries[here] = replace(entry, salt="", event=replace(entry.event, text="never said"))
    assert first_fault(entries, head, count) == here + 1
    entries[here] = replace(entry, salt="", text_digest="0" * 64, event=replace(entry.event, text=""))
    assert first_fault(entries, head, count) == here + 1


@pytest.mark.parametrize(("head", "count"), [("0" * 64, 1), ("", 0), ("", 1)])
def test_what_the_item_remembers_must_agree_with_its_trail(head: str, count: int) -> None:
    entry = enter("", 7, 1, START, Event(tag=Tag.COMMENT_FETCHED), "salt")
    assert first_fault([entry], entry.digest, 1) is None
    assert first_fault([entry], head, count) == 2


def test_a_text_says_nothing_without_its_salt() -> None:
    """Two people with the same words leave different digests."""
    event = Event(tag=Tag.NOTE_WRITTEN, text="Bitte anrufen")
    one, other = (enter("", 7, 1, START, event, salt) for salt in ("a", "b"))
    assert one.text_digest != other.text_digest


def test_what_a_newer_release_wrote_is_read_and_its_seal_fits() -> None:
    """While the workers of two releases run side by side, the older one reads the trail of the newer one."""
    newer = Tag("item:folded")
    entry = enter("", 7, 1, START, Event(tag=newer), salt="salt")
    assert (newer.value, str(newer), newer in set(Tag)) == ("item:folded", "item:folded", False)
    assert first_fault([entry], entry.digest, 1) is None
    assert TeamTag("shift:folded").sentence == NEWER
