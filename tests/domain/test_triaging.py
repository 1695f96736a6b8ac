"""A second first look: an edit can make an item graver, and never harmless again."""

from datetime import timedelta

import pytest

from bot.domain.audit import Tag
from bot.domain.item import Triage, Urgency
from bot.domain.triaging import closer, looked_closer, retriaged
from tests.domain.made import NOW, item

DUE = NOW + timedelta(hours=4)
CALM = Triage(kind="praise", urgency=Urgency.LOW, risk="low", needs_reply=False)
GRAVE = Triage(kind="crisis", urgency=Urgency.CRISIS, risk="crisis")


def test_what_has_become_graver_says_so_and_is_owed_a_reply() -> None:
    after, graver = retriaged(item(triage=CALM), GRAVE, DUE)
    assert (after.triage, after.due_at, graver) == (GRAVE, DUE, True)


def test_what_was_once_grave_stays_so() -> None:
    after, graver = retriaged(item(triage=GRAVE, due_at=NOW), CALM, None)
    assert (after.triage.urgency, after.triage.risk) == (Urgency.CRISIS, "crisis")
    assert (after.triage.kind, after.due_at, graver) == ("praise", NOW, False)


@pytest.mark.parametrize("triage", [Triage(), Triage(needs_reply=False, urgency=Urgency.HIGH)])
def test_what_is_as_before_or_needs_no_reply_is_not_graver(triage: Triage) -> None:
    assert not retriaged(item(), triage, DUE)[1]


@pytest.mark.parametrize(
    ("rules", "model", "kind", "risk", "urgency"),
    [
        (Triage(), GRAVE, "crisis", "crisis", Urgency.CRISIS),
        (GRAVE, CALM, "crisis", "crisis", Urgency.CRISIS),
        (Triage(kind="hate", risk="high"), CALM, "hate", "high", Urgency.NORMAL),
        (Triage(kind="hate", risk="high"), GRAVE, "crisis", "crisis", Urgency.CRISIS),
        (Triage(kind="legal", risk="high"), Triage(kind="hate"), "legal", "high", Urgency.NORMAL),
        (Triage(kind="question"), CALM, "praise", "normal", Urgency.NORMAL),
    ],
)
def test_a_model_may_only_add_care(
    rules: Triage, model: Triage, kind: str, risk: str, urgency: Urgency
) -> None:
    found = closer(rules, model)
    assert (found.kind, found.risk, found.urgency, found.needs_reply) == (kind, risk, urgency, True)


def test_a_look_at_an_older_comment_or_one_that_says_the_same_changes_nothing() -> None:
    for triage, version in ((GRAVE, 7), (item().triage, 1)):
        change = looked_closer(item(), triage, version)
        assert (change.item, change.events) == (item(), ())
    assert [event.tag for event in looked_closer(item(), GRAVE, 1).events] == [Tag.ITEM_TRIAGED]
