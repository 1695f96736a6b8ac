"""Rights and the team's settings."""

from datetime import timedelta

import pytest

from bot.domain.community import Source
from bot.domain.item import Triage
from bot.domain.people import LEAST_ROLE, Role, may
from bot.domain.policy import Policy, Watch
from bot.domain.status import Action

PUBLIC = {Action.APPROVE, Action.CORRECT, Action.DELETE_REPLY, Action.HIDE, Action.UNHIDE}


@pytest.mark.parametrize("action", sorted(LEAST_ROLE))
def test_each_role_may_do_what_the_ones_before_may(action: Action) -> None:
    granted = [may(role, action) for role in sorted(Role)]
    assert granted == sorted(granted)
    assert may(Role.LEAD, action)


@pytest.mark.parametrize("action", sorted(Action))
def test_guests_and_viewers_change_nothing(action: Action) -> None:
    assert not may(Role.GUEST, action)
    assert not may(Role.VIEWER, action)


@pytest.mark.parametrize("action", sorted(PUBLIC))
def test_only_approvers_change_what_the_public_sees(action: Action) -> None:
    assert not may(Role.RESPONDER, action)
    assert may(Role.APPROVER, action)


@pytest.mark.parametrize("action", sorted(set(Action) - LEAST_ROLE.keys()))
def test_what_only_the_program_does_nobody_may_ask_for(action: Action) -> None:
    assert not may(Role.LEAD, action)


@pytest.mark.parametrize(
    ("risk", "window"), [("low", 15), ("normal", 15), ("high", 30), ("crisis", 30), ("", 15)]
)
def test_a_risky_reply_can_be_taken_back_for_longer(risk: str, window: int) -> None:
    assert Policy().window(Triage(risk=risk)) == timedelta(seconds=window)


def test_a_source_keeps_its_rules_and_one_no_longer_watched_is_shown_nowhere() -> None:
    watch = Watch(source=Source(platform="town", name="square"), channels=(("room", "team"),))
    policy = Policy(watches=(watch,))
    assert policy.watch("town", "square") is watch
    assert policy.watch("town", "harbour") == Watch(source=Source(platform="town", name="harbour"))
    assert policy.watch("village", "square").channels == ()
