"""Two pairs of eyes: who may be the second one, and what becomes of a first yes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.agreeing import (
    approve,
    as_now,
    ask_second,
    check_second,
    decline,
    planned,
    take_back,
    writings,
)
from bot.domain.audit import Entry, Event, Tag
from bot.domain.community import OwnReply
from bot.domain.item import Approval, Change, Item
from bot.domain.people import Actor, Former, Person, Role
from bot.domain.posting import answered_elsewhere, comment_edited, comment_gone
from bot.domain.risk import RiskRule, lacking, lower_risk, outgrown, raise_risk
from bot.domain.status import Status
from bot.domain.triaging import looked_closer, retriaged
from bot.domain.values import Triage, Urgency
from bot.errors import NotAllowed, Refusal, Stale
from tests.domain.made import ARI, LEA, NOW, WINDOW, item, tags

SEEN = (1, 1)
ARI_ELSEWHERE = Actor(person=ARI.person, surface="room")
LATER = NOW + timedelta(days=1)
KIM = Person(id=9, name="Kim", role=Role.APPROVER)


def entries(*events: tuple[Tag, int]) -> list[Entry]:
    return [
        Entry(
            item=7,
            seq=seq,
            at=NOW,
            event=Event(tag=tag, actor=Actor(person=person, surface="web")),
            salt="",
            text_digest="",
            digest="",
        )
        for seq, (tag, person) in enumerate(events, start=1)
    ]


class TestTheFirstYes:
    def test_keeps_who_said_it_to_what_and_sends_nothing(self) -> None:
        change = ask_second(item(Status.DRAFTED), ARI, SEEN, NOW)
        now = change.item
        assert (now.status, now.approval, now.post_at, now.handler) == (
            Status.AWAITING,
            None,
            None,
            ARI.person,
        )
        assert now.first == Approval(draft=1, version=1, by=ARI, at=NOW)
        assert tags(change) == [Tag.ITEM_CLAIMED, Tag.REPLY_SECOND_WANTED]

    def test_is_for_what_was_seen(self) -> None:
        with pytest.raises(Stale):
            ask_second(item(Status.DRAFTED), ARI, (1, 2), NOW)

    def test_is_taken_back_by_whoever_gave_it_and_by_nobody_else(self) -> None:
        change = take_back(item(Status.AWAITING), ARI_ELSEWHERE)
        assert (change.item.status, change.item.first) == (Status.DRAFTED, None)
        with pytest.raises(NotAllowed, match="decline"):
            take_back(item(Status.AWAITING), LEA)

    @pytest.mark.parametrize(
        ("move", "status"),
        [
            (lambda one: comment_edited(one, NOW), Status.DRAFTED),
            (comment_gone, Status.GONE),
            (lambda one: answered_elsewhere(one, OwnReply(id="r9", text="Ja", url="")), Status.ANSWERED),
        ],
    )
    def test_ends_when_the_world_moves(self, move: Callable[[Item], Change], status: Status) -> None:
        now = move(item(Status.AWAITING)).item
        assert (now.status, now.first, now.post_at) == (status, None, None)


class TestTheSecondYes:
    def test_comes_from_somebody_else_and_both_are_kept(self) -> None:
        change = approve(item(Status.AWAITING), LEA, SEEN, NOW, WINDOW)
        assert change.item.status is Status.APPROVED
        assert change.item.first
        assert change.item.approval
        assert (change.item.first.by, change.item.approval.by) == (ARI, LEA)
        assert change.item.post_at == NOW + WINDOW

    def test_never_comes_from_the_first_on_any_account(self) -> None:
        for account in (ARI, ARI_ELSEWHERE):
            with pytest.raises(NotAllowed, match="somebody else"):
                approve(item(Status.AWAITING), account, SEEN, NOW, WINDOW)
            with pytest.raises(NotAllowed, match="take that back"):
                decline(item(Status.AWAITING), account, "Nein", SEEN)

    @pytest.mark.parametrize("seen", [(2, 1), (1, 2)])
    def test_and_a_no_are_for_the_text_and_the_version_that_were_seen(self, seen: tuple[int, int]) -> None:
        with pytest.raises(Stale):
            approve(item(Status.AWAITING), LEA, seen, NOW, WINDOW)
        with pytest.raises(Stale):
            decline(item(Status.AWAITING), LEA, "Nein", seen)

    def test_waits_for_the_moment_that_the_first_meant(self) -> None:
        first = ask_second(item(Status.DRAFTED), ARI, SEEN, NOW, LATER).item
        assert approve(first, LEA, SEEN, NOW, WINDOW).item.post_at == LATER
        late = LATER + timedelta(hours=1)
        assert approve(first, LEA, SEEN, late, WINDOW).item.post_at == late + WINDOW

    @pytest.mark.parametrize(("status", "minutes", "said"), [
        (Status.AWAITING, 0, False),
        (Status.AWAITING, 1, True),
        (Status.APPROVED, 5, False),
        (Status.APPROVED, 6, True),
        (Status.POSTING, 60, False),
    ])  # fmt: skip
    def test_and_the_first_are_for_a_moment_only_where_somebody_chose_one(
        self, status: Status, minutes: int, *, said: bool
    ) -> None:
        post_at = NOW + timedelta(minutes=minutes)
        assert planned(item(status, post_at=post_at)) == (post_at if said else None)

    def test_may_be_a_no_with_its_reason(self) -> None:
        change = decline(item(Status.AWAITING), LEA, "Zu hart", SEEN)
        assert (change.item.status, change.item.first) == (Status.DRAFTED, None)
        assert change.item.reason == "Zu hart"
        assert tags(change) == [Tag.REPLY_DECLINED]


@pytest.mark.parametrize(
    ("trail", "wrote"),
    [
        ([(Tag.DRAFT_WRITTEN, 0)], set()),
        ([(Tag.DRAFT_WRITTEN, 0), (Tag.DRAFT_EDITED, 2), (Tag.DRAFT_EDITED, 3)], {2, 3}),
        ([(Tag.DRAFT_EDITED, 2), (Tag.DRAFT_LATE, 0), (Tag.DRAFT_EDITED, 3)], {2, 3}),
        ([(Tag.DRAFT_EDITED, 2), (Tag.DRAFT_ASKED, 2), (Tag.DRAFT_WRITTEN, 0)], set()),
        ([(Tag.DRAFT_EDITED, 2), (Tag.ITEM_REOPENED, 3), (Tag.DRAFT_EDITED, 4)], {4}),
    ],
)
def test_whoever_worked_on_the_text_is_no_second_pair_of_eyes(
    trail: list[tuple[Tag, int]], wrote: set[int]
) -> None:
    assert {number for number, _ in writings(entries(*trail))} == wrote
    for person in (replace(KIM, id=number) for number in (2, 3, 4)):
        if person.id in wrote:
            with pytest.raises(NotAllowed, match="worked on this text"):
                check_second(item(Status.AWAITING), person, entries(*trail))
        else:
            check_second(item(Status.AWAITING), person, entries(*trail))


def test_what_somebody_did_under_another_number_was_done_by_them_until_then() -> None:
    wrote = entries((Tag.DRAFT_WRITTEN, 0), (Tag.DRAFT_EDITED, 4))
    merged = replace(KIM, formerly=(Former(person=4, until=NOW),))
    with pytest.raises(NotAllowed, match="worked on this text"):
        check_second(item(Status.AWAITING), merged, wrote)
    before = replace(KIM, formerly=(Former(person=4, until=NOW - timedelta(seconds=1)),))
    check_second(item(Status.AWAITING), before, wrote)
    first = replace(KIM, formerly=(Former(person=ARI.person, until=NOW),))
    with pytest.raises(NotAllowed, match="approved it first"):
        check_second(item(Status.AWAITING), first, wrote)
    kim = Actor(person=KIM.id, surface="web")
    assert take_back(as_now(item(Status.AWAITING), first), kim).item.first is None
    with pytest.raises(NotAllowed, match="Somebody else"):
        take_back(as_now(item(Status.AWAITING), KIM), kim)


class TestTheRisk:
    def test_is_raised_by_anybody_and_lowered_with_a_reason(self) -> None:
        raised = raise_risk(item(), ARI, "crisis", "").item
        assert (raised.triage.risk, raised.triage.urgency, raised.risk_by) == ("crisis", Urgency.CRISIS, 1)
        change = lower_risk(raised, LEA, "normal", "Ein Scherz")
        assert (change.item.triage.risk, change.item.triage.urgency) == ("normal", Urgency.NORMAL)
        assert change.events[0].text == "normal: Ein Scherz"

    @pytest.mark.parametrize(
        ("move", "risk", "reason"),
        [
            (raise_risk, "normal", ""),
            (raise_risk, "low", ""),
            (raise_risk, "grave", ""),
            (lower_risk, "normal", "x"),
            (lower_risk, "high", "x"),
            (lower_risk, "low", ""),
        ],
    )
    def test_is_only_moved_in_its_direction(
        self, move: Callable[[Item, Actor, str, str], Change], risk: str, reason: str
    ) -> None:
        with pytest.raises(Refusal):
            move(item(), ARI, risk, reason)

    def test_that_a_person_set_is_not_softened_nor_sharpened_by_a_model(self) -> None:
        lowered = lower_risk(raise_risk(item(), ARI, "crisis", "").item, LEA, "low", "Ein Scherz").item
        seen = looked_closer(lowered, Triage(risk="crisis", urgency=Urgency.CRISIS, kind="hate"), 1).item
        assert (seen.triage.risk, seen.triage.kind) == ("low", "hate")
        edited, graver = retriaged(lowered, Triage(risk="high", urgency=Urgency.HIGH), None)
        assert (edited.triage.risk, graver) == ("high", True)

    @pytest.mark.parametrize(
        ("one", "rule", "role", "short"),
        [
            (item(Status.APPROVED), RiskRule(), Role.APPROVER, False),
            (item(Status.APPROVED), RiskRule(second=True), Role.LEAD, True),
            (
                item(Status.APPROVED, first=item(Status.AWAITING).first),
                RiskRule(second=True),
                Role.LEAD,
                False,
            ),
            (item(Status.AWAITING), RiskRule(second=True), Role.APPROVER, False),
            (item(Status.AWAITING), RiskRule(least=Role.LEAD), Role.APPROVER, True),
        ],
    )
    def test_that_rose_makes_void_what_is_not_enough_for_it(
        self, one: Item, rule: RiskRule, role: Role, *, short: bool
    ) -> None:
        assert lacking(one, rule, role) is short

    def test_voids_the_first_yes_too(self) -> None:
        for status in (Status.APPROVED, Status.AWAITING):
            void = outgrown(replace(item(status)))
            assert (void.item.status, void.item.first, void.item.approval) == (Status.DRAFTED, None, None)
            assert tags(void) == [Tag.REPLY_VOIDED]
