"""The table of moves: what it allows, what it refuses, and that everything else agrees with it."""

import itertools

import pytest

from bot.commands import NEEDS_FORM, ON_ITEM
from bot.desk.deciding import USE_CASES
from bot.desk.drawing import ORDER
from bot.desk.wording import HAPPENED
from bot.domain.audit import Tag
from bot.domain.people import LEAST_ROLE
from bot.domain.status import OPEN, REASONS, TRANSITIONS, WORKABLE, Action, Status, after, allowed
from bot.errors import Refusal

ILLEGAL = [pair for pair in itertools.product(Status, Action) if pair not in TRANSITIONS]
CLOSED = {Status.POSTED, Status.DISMISSED, Status.ANSWERED, Status.GONE}


def test_every_status_can_be_reached_from_a_new_comment() -> None:
    reached = {Status.NEW}
    for _ in Status:
        reached |= {to for (at, _), to in TRANSITIONS.items() if at in reached}
    assert reached == set(Status)


def test_every_action_is_possible_somewhere() -> None:
    assert {action for _, action in TRANSITIONS} == set(Action)


@pytest.mark.parametrize(("status", "action"), sorted(TRANSITIONS))
def test_a_move_of_the_table_leads_where_the_table_says(status: Status, action: Action) -> None:
    assert allowed(status, action)
    assert after(status, action) is TRANSITIONS[status, action]


@pytest.mark.parametrize(("status", "action"), ILLEGAL)
def test_any_other_move_is_refused_in_words_that_name_both_sides(status: Status, action: Action) -> None:
    assert not allowed(status, action)
    with pytest.raises(Refusal) as refusal:
        after(status, action)
    said = str(refusal.value.words)
    assert str(action.sentence) in said
    assert str(REASONS[status]) in said


def test_every_status_is_either_open_or_closed_and_says_itself() -> None:
    assert set(OPEN) | CLOSED == set(Status)
    assert not OPEN & CLOSED
    assert set(WORKABLE) <= OPEN
    sentences = [str(status.sentence) for status in Status] + [str(action.sentence) for action in Action]
    assert all(sentences)


@pytest.mark.parametrize("status", sorted(Status))
def test_from_every_status_some_way_leads_on_and_people_may_always_take_notes(status: Status) -> None:
    assert allowed(status, Action.NOTE)
    assert any(at is status and to is not status for (at, _), to in TRANSITIONS.items())


def test_nothing_a_person_does_leads_out_of_posting() -> None:
    """On its way, only what the platform says moves the item."""
    by_people = {action for at, action in TRANSITIONS if at is Status.POSTING} & LEAST_ROLE.keys()
    assert by_people == {Action.NOTE}


def test_every_status_but_approved_refuses_to_start_a_reply() -> None:
    assert [at for at in Status if allowed(at, Action.START)] == [Status.APPROVED]
    assert [at for at in Status if allowed(at, Action.CONFIRM)] == [Status.POSTING, Status.UNKNOWN]


def test_every_action_of_a_person_has_a_role_a_command_a_button_and_a_use_case() -> None:
    assert LEAST_ROLE.keys() == ON_ITEM.keys() == set(ORDER)
    assert {kind.action for kind in USE_CASES} == ON_ITEM.keys()
    assert all(kind.action is action for action, kind in ON_ITEM.items())
    assert ON_ITEM.keys() >= NEEDS_FORM
    assert len(ORDER) == len(set(ORDER))


def test_every_tag_of_the_trail_has_its_own_sentence_for_people() -> None:
    assert HAPPENED.keys() == set(Tag)
    assert len({words.text for words in HAPPENED.values()}) == len(Tag)
