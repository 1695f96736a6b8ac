"""What people and writers do to an item: each move, and when it is refused."""

from dataclasses import replace

import pytest

from bot.domain.agreeing import approve, take_back
from bot.domain.audit import Tag
from bot.domain.item import (
    Approval,
    ask_draft,
    claim,
    dismiss,
    edit,
    note,
    release,
    reopen,
    suggest,
    suggest_nothing,
    take_over,
)
from bot.domain.status import Status
from bot.errors import Refusal, Stale
from tests.domain.made import ARI, LEA, NOW, WINDOW, draft, item, tags

SEEN = (1, 1)


class TestWhoHandlesIt:
    def test_a_free_item_is_claimed_and_said_to_be(self) -> None:
        change = claim(item(), ARI)
        assert change.item.handler == ARI.person
        assert tags(change) == [Tag.ITEM_CLAIMED]

    def test_claiming_ones_own_again_changes_nothing(self) -> None:
        mine = item(handler=ARI.person)
        assert claim(mine, ARI).item == mine
        assert claim(mine, ARI).events == ()

    def test_nobody_claims_what_another_handles_but_may_take_it_over(self) -> None:
        hers = item(handler=LEA.person)
        with pytest.raises(Refusal, match="Someone else"):
            claim(hers, ARI)
        change = take_over(hers, ARI)
        assert change.item.handler == ARI.person
        assert tags(change) == [Tag.ITEM_TAKEN_OVER]

    def test_only_the_handler_releases(self) -> None:
        hers = item(handler=LEA.person)
        with pytest.raises(Refusal, match="do not handle"):
            release(hers, ARI)
        change = release(hers, LEA)
        assert change.item.handler is None
        assert tags(change) == [Tag.ITEM_RELEASED]


class TestDrafts:
    def test_a_draft_for_the_latest_request_stands_on_the_card(self) -> None:
        change = suggest(item(draft_note="nothing yet"), 1, draft())
        assert change.item.status is Status.DRAFTED
        assert (change.item.draft, change.item.drafts, change.item.ask_due) == (1, 1, None)
        assert change.item.draft_note == ""
        assert tags(change) == [Tag.DRAFT_WRITTEN]

    def test_a_draft_after_a_refusal_leaves_no_old_reason_on_the_card(self) -> None:
        failed = item(Status.FAILED, reason="forbidden", ask=1)
        assert suggest(failed, 1, draft(2)).item.reason == ""
        assert edit(failed, ARI, draft(2), SEEN).item.reason == ""

    @pytest.mark.parametrize(
        ("before", "ask", "version"),
        [
            (item(Status.DRAFTED, ask=2), 1, 1),
            (item(Status.DRAFTED, version=2), 1, 1),
            (item(Status.APPROVED), 1, 1),
            (item(Status.POSTING), 1, 1),
            (item(Status.DISMISSED), 1, 1),
        ],
        ids=["older request", "older comment", "approved", "posting", "dismissed"],
    )
    def test_a_late_draft_is_counted_and_changes_nothing_else(
        self, before: object, ask: int, version: int
    ) -> None:
        assert isinstance(before, type(item()))
        change = suggest(before, ask, draft(2, version=version))
        assert change.item == replace(before, drafts=2)
        assert tags(change) == [Tag.DRAFT_LATE]

    def test_no_draft_is_an_answer_and_a_late_no_is_none(self) -> None:
        change = suggest_nothing(item(), 1, "Please write.")
        assert (change.item.ask_due, change.item.draft_note) == (None, "Please write.")
        assert tags(change) == [Tag.DRAFT_NONE]
        assert suggest_nothing(item(ask=2), 1, "Please write.").events == ()

    @pytest.mark.parametrize("status", [Status.NEW, Status.DRAFTED, Status.FAILED])
    def test_a_new_draft_is_asked_for_with_an_instruction(self, status: Status) -> None:
        change = ask_draft(item(status), ARI, "shorter", NOW)
        assert (change.item.status, change.item.ask, change.item.ask_due) == (status, 2, NOW)
        assert change.item.instruction == "shorter"
        assert tags(change) == [Tag.DRAFT_ASKED]

    def test_asking_for_a_new_draft_voids_an_approval(self) -> None:
        change = ask_draft(item(Status.APPROVED), ARI, "", NOW)
        assert change.item.status is Status.DRAFTED
        assert (change.item.approval, change.item.post_at) == (None, None)

    def test_an_edit_is_the_next_draft_claims_and_makes_pending_ones_late(self) -> None:
        change = edit(item(Status.DRAFTED, ask_due=NOW), ARI, draft(2, origin="person"), SEEN)
        assert (change.item.draft, change.item.ask, change.item.ask_due) == (2, 2, None)
        assert change.item.handler == ARI.person
        assert tags(change) == [Tag.ITEM_CLAIMED, Tag.DRAFT_EDITED]
        assert tags(suggest(change.item, 1, draft(3))) == [Tag.DRAFT_LATE]

    def test_an_edit_voids_an_approval_and_leaves_the_handler(self) -> None:
        change = edit(item(Status.APPROVED), LEA, draft(2), SEEN)
        assert change.item.status is Status.DRAFTED
        assert (change.item.approval, change.item.handler) == (None, ARI.person)
        assert tags(change) == [Tag.DRAFT_EDITED]


class TestTheDecision:
    def test_an_approval_binds_one_draft_and_one_version_and_waits_out_the_window(self) -> None:
        change = approve(item(Status.DRAFTED), ARI, SEEN, NOW, WINDOW)
        assert change.item.approval == Approval(draft=1, version=1, by=ARI, at=NOW)
        assert change.item.post_at == NOW + WINDOW
        assert tags(change) == [Tag.ITEM_CLAIMED, Tag.REPLY_APPROVED]

    def test_after_an_approval_no_other_draft_is_wanted(self) -> None:
        """Else a draft that comes too late would be written again and again, for a reply long public."""
        change = approve(item(Status.DRAFTED, ask_due=NOW), ARI, SEEN, NOW, WINDOW)
        assert (change.item.ask, change.item.ask_due) == (2, None)

    @pytest.mark.parametrize(
        ("seen", "why"), [((1, 0), "comment was edited"), ((0, 1), "newer draft"), ((2, 1), "newer draft")]
    )
    def test_who_saw_something_else_approves_and_edits_nothing(self, seen: tuple[int, int], why: str) -> None:
        before = item(Status.DRAFTED)
        with pytest.raises(Stale, match=why):
            approve(before, ARI, seen, NOW, WINDOW)
        with pytest.raises(Stale, match=why):
            edit(before, ARI, draft(2), seen)
        assert approve(before, ARI, SEEN, NOW, WINDOW).item.status is Status.APPROVED

    def test_a_draft_that_still_fits_is_no_longer_called_stale(self) -> None:
        change = approve(item(Status.DRAFTED, version=2, stale_draft=True), ARI, (1, 2), NOW, WINDOW)
        assert not change.item.stale_draft
        assert change.item.approval
        assert change.item.approval.version == 2

    def test_taking_back_leaves_the_draft_and_nothing_to_post(self) -> None:
        change = take_back(item(Status.APPROVED), LEA)
        assert (change.item.status, change.item.draft) == (Status.DRAFTED, 1)
        assert (change.item.approval, change.item.post_at) == (None, None)
        assert tags(change) == [Tag.REPLY_TAKEN_BACK]

    def test_what_is_on_its_way_cannot_be_taken_back(self) -> None:
        with pytest.raises(Refusal, match="on its way"):
            take_back(item(Status.POSTING), ARI)

    def test_closing_keeps_the_reason_and_makes_pending_drafts_late(self) -> None:
        change = dismiss(item(), ARI, "praise", 1)
        assert (change.item.status, change.item.reason) == (Status.DISMISSED, "praise")
        assert (change.item.ask, change.item.ask_due) == (2, None)
        assert [(e.tag, e.text) for e in change.events] == [(Tag.ITEM_DISMISSED, "praise")]

    def test_closing_is_meant_for_the_comment_that_was_seen(self) -> None:
        with pytest.raises(Stale, match="not closed"):
            dismiss(item(version=2), ARI, "praise", 1)

    @pytest.mark.parametrize("status", [Status.DISMISSED, Status.ANSWERED, Status.POSTED])
    def test_reopening_starts_anew_for_who_did_it(self, status: Status) -> None:
        change = reopen(item(status, reason="old", instruction="old"), LEA, NOW)
        again = change.item
        assert (again.status, again.handler, again.draft) == (Status.NEW, LEA.person, 0)
        assert (again.ask_due, again.reason, again.instruction) == (NOW, "", "")
        assert tags(change) == [Tag.ITEM_REOPENED]

    @pytest.mark.parametrize("status", sorted(Status))
    def test_a_note_changes_nothing_but_the_trail(self, status: Status) -> None:
        before = item(status)
        change = note(before, ARI, "call her")
        assert change.item == before
        assert [(e.tag, e.text) for e in change.events] == [(Tag.NOTE_WRITTEN, "call her")]
