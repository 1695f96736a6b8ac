"""The way out, and what the world does meanwhile."""

from datetime import timedelta

import pytest

from bot.domain import posting
from bot.domain.audit import Tag
from bot.domain.community import OwnReply, Posted
from bot.domain.item import Approval
from bot.domain.people import PROGRAM
from bot.domain.status import Action, Status
from bot.errors import Refusal
from tests.domain.made import ARI, LEA, NOW, WINDOW, item, tags

LATER = NOW + timedelta(minutes=1)
POSTED = Posted(id="r5", url="https://example.invalid/r5")
NATIVE = OwnReply(id="r9", text="Moin!", url="https://example.invalid/r9")


class TestTheWayOut:
    def test_the_reply_starts_when_its_time_has_come_and_not_before(self) -> None:
        approved = item(Status.APPROVED)
        with pytest.raises(Refusal, match="not yet time"):
            posting.start(approved, NOW + WINDOW - timedelta(microseconds=1))
        change = posting.start(approved, NOW + WINDOW)
        assert change.item.status is Status.POSTING
        assert tags(change) == [Tag.REPLY_SENDING]

    @pytest.mark.parametrize(
        ("draft", "version"), [(2, 1), (1, 2)], ids=["another draft", "another version of the comment"]
    )
    def test_nothing_starts_that_was_not_approved_as_it_stands(self, draft: int, version: int) -> None:
        assert posting.still_approved(item(Status.APPROVED)).by == ARI
        with pytest.raises(Refusal, match="another text or another version"):
            posting.start(item(Status.APPROVED, draft=draft, version=version), LATER)

    @pytest.mark.parametrize(
        "before", [item(Status.DRAFTED), item(Status.APPROVED, approval=None)], ids=["drafted", "no approval"]
    )
    def test_nothing_starts_without_an_approval(self, before: object) -> None:
        assert isinstance(before, type(item()))
        with pytest.raises(Refusal, match="not approved"):
            posting.start(before, LATER)

    def test_nothing_starts_without_a_time(self) -> None:
        with pytest.raises(Refusal, match="not yet time"):
            posting.start(item(Status.APPROVED, post_at=None), LATER)

    def test_what_certainly_did_not_go_out_stays_approved_for_later(self) -> None:
        change = posting.give_back(item(Status.POSTING), LATER, "busy")
        assert (change.item.status, change.item.post_at) == (Status.APPROVED, LATER)
        assert posting.still_approved(change.item)
        assert tags(change) == [Tag.REPLY_GIVEN_BACK]

    def test_what_did_not_go_out_and_fits_no_longer_is_void(self) -> None:
        """Edited while it was on its way: nobody approved the text for what the comment says now."""
        edited = posting.comment_edited(item(Status.POSTING), NOW).item
        change = posting.give_back(edited, LATER, "busy")
        assert (change.item.status, change.item.approval) == (Status.DRAFTED, None)
        assert change.item.stale_draft
        assert tags(change) == [Tag.REPLY_GIVEN_BACK, Tag.REPLY_VOIDED]

    @pytest.mark.parametrize("status", [Status.POSTING, Status.UNKNOWN])
    def test_a_public_reply_is_remembered_with_who_approved_it(self, status: Status) -> None:
        done = posting.confirm(item(status), POSTED, "Hallo!").item
        assert (done.status, done.reply, done.reply_text) == (Status.POSTED, "r5", "Hallo!")
        assert (done.reply_by, done.approval, done.known) == (ARI, None, ("r5",))

    def test_a_public_reply_without_an_approval_is_nobodys(self) -> None:
        assert posting.confirm(item(Status.UNKNOWN, approval=None), POSTED, "").item.reply_by == PROGRAM

    def test_what_is_unclear_stays_on_its_way(self) -> None:
        before = item(Status.POSTING)
        assert posting.unclear(before, "silence").item == before
        assert tags(posting.unclear(before, "silence")) == [Tag.REPLY_UNCLEAR]

    def test_what_looking_did_not_settle_is_for_a_person(self) -> None:
        lost = posting.lose(item(Status.POSTING), "blind")
        assert (lost.item.status, lost.item.reason) == (Status.UNKNOWN, "blind")
        assert lost.item.approval == Approval(draft=1, version=1, by=ARI, at=NOW)
        assert tags(lost) == [Tag.REPLY_UNKNOWN]

    def test_a_refusal_says_why_and_leaves_no_approval(self) -> None:
        refused = posting.refuse(item(Status.POSTING), "forbidden")
        assert (refused.item.status, refused.item.reason) == (Status.FAILED, "forbidden")
        assert refused.item.approval is None
        assert tags(refused) == [Tag.REPLY_REFUSED]

    def test_a_person_settles_it_either_way(self) -> None:
        unknown = item(Status.UNKNOWN, reason="blind")
        public = posting.settle_posted(unknown, LEA, "Hallo!").item
        assert (public.status, public.reply_text, public.reply_by) == (Status.POSTED, "Hallo!", ARI)
        assert posting.settle_posted(item(Status.UNKNOWN, approval=None), LEA, "").item.reply_by == LEA
        not_public = posting.settle_not_posted(unknown, LEA).item
        assert (not_public.status, not_public.approval, not_public.reason) == (Status.DRAFTED, None, "")


class TestAfterIt:
    def test_a_correction_replaces_the_text_and_keeps_the_link(self) -> None:
        before = item(Status.POSTED, reply_url="https://example.invalid/r1")
        change = posting.corrected(before, Posted(id="r1"), "Besser!", LEA)
        assert (change.item.reply_text, change.item.reply_by) == ("Besser!", LEA)
        assert change.item.reply_url == before.reply_url
        assert posting.corrected(before, POSTED, "Besser!", LEA).item.reply_url == POSTED.url

    def test_a_deleted_reply_opens_the_item_for_a_better_one(self) -> None:
        before = item(Status.POSTED, known=("r0", "r1"))
        change = posting.reply_deleted(before, LEA, NOW)
        assert (change.item.status, change.item.reply, change.item.reply_by) == (Status.NEW, "", None)
        assert (change.item.known, change.item.draft, change.item.ask_due) == (("r0",), 0, NOW)
        assert tags(change) == [Tag.REPLY_DELETED]

    @pytest.mark.parametrize(
        ("now_hidden", "tag"), [(True, Tag.COMMENT_HIDDEN), (False, Tag.COMMENT_UNHIDDEN)]
    )
    def test_hiding_is_a_fact_beside_the_status(self, *, now_hidden: bool, tag: Tag) -> None:
        change = posting.hidden(item(Status.DRAFTED), ARI, now_hidden=now_hidden)
        assert (change.item.hidden, change.item.status) == (now_hidden, Status.DRAFTED)
        assert tags(change) == [tag]

    def test_asking_for_something_outside_needs_a_move_of_the_table(self) -> None:
        change = posting.ask(item(Status.POSTED), Action.CORRECT, Tag.REPLY_CORRECTION_ASKED, ARI)
        assert tags(change) == [Tag.REPLY_CORRECTION_ASKED]
        with pytest.raises(Refusal):
            posting.ask(item(Status.DRAFTED), Action.CORRECT, Tag.REPLY_CORRECTION_ASKED, ARI)


class TestTheWorldMoves:
    @pytest.mark.parametrize(
        "status", [Status.NEW, Status.DRAFTED, Status.FAILED, Status.APPROVED, Status.DISMISSED]
    )
    def test_an_answer_given_elsewhere_closes_the_item_with_its_text(self, status: Status) -> None:
        done = posting.answered_elsewhere(item(status, reason="old"), NATIVE).item
        assert (done.status, done.reply, done.reply_text) == (Status.ANSWERED, "r9", "Moin!")
        assert (done.approval, done.reply_by, done.known, done.reason) == (None, None, ("r9",), "")

    @pytest.mark.parametrize("status", [Status.POSTED, Status.ANSWERED])
    def test_one_more_reply_beneath_an_answered_comment_is_only_noted(self, status: Status) -> None:
        before = item(status, reply="r1", known=("r1",))
        change = posting.answered_elsewhere(before, NATIVE)
        assert (change.item.status, change.item.reply, change.item.known) == (status, "r1", ("r1", "r9"))
        assert tags(change) == [Tag.ITEM_ANSWERED_ELSEWHERE]

    def test_a_reply_of_which_only_a_person_knew_is_the_one_that_turns_up(self) -> None:
        settled = posting.settle_posted(item(Status.UNKNOWN), LEA, "Hallo!").item
        found = posting.answered_elsewhere(settled, NATIVE).item
        assert (found.status, found.reply, found.reply_text) == (Status.POSTED, "r9", "Moin!")

    def test_an_edit_voids_an_approval_and_marks_the_draft(self) -> None:
        change = posting.comment_edited(item(Status.APPROVED), LATER)
        assert (change.item.status, change.item.version) == (Status.DRAFTED, 2)
        assert (change.item.approval, change.item.stale_draft) == (None, True)
        assert tags(change) == [Tag.COMMENT_EDITED, Tag.REPLY_VOIDED]

    @pytest.mark.parametrize("before", [item(), item(Status.DRAFTED, ask_due=NOW)], ids=["new", "asked"])
    def test_an_edit_asks_anew_for_a_draft_that_is_being_written(self, before: object) -> None:
        assert isinstance(before, type(item()))
        after = posting.comment_edited(before, LATER).item
        assert (after.ask, after.ask_due) == (2, LATER)

    @pytest.mark.parametrize("status", [Status.DRAFTED, Status.POSTING, Status.POSTED, Status.UNKNOWN])
    def test_else_an_edit_is_recorded_and_changes_no_status(self, status: Status) -> None:
        change = posting.comment_edited(item(status), LATER)
        assert (change.item.status, change.item.version, change.item.ask_due) == (status, 2, None)
        assert tags(change) == [Tag.COMMENT_EDITED]

    @pytest.mark.parametrize(("graver", "status"), [(True, Status.NEW), (False, Status.DISMISSED)])
    def test_what_was_closed_as_harmless_comes_back_when_it_has_become_graver(
        self, *, graver: bool, status: Status
    ) -> None:
        change = posting.comment_edited(item(Status.DISMISSED, reason="praise"), LATER, graver=graver)
        assert (change.item.status, change.item.version) == (status, 2)
        assert (change.item.ask_due == LATER) == graver
        assert (Tag.ITEM_REOPENED in tags(change)) == graver

    def test_a_delay_is_said_and_the_reply_stays_approved(self) -> None:
        change = posting.delayed(item(Status.APPROVED), "busy")
        assert (change.item.status, change.item.reason) == (Status.APPROVED, "busy")
        assert posting.still_approved(change.item)

    def test_a_deleted_comment_voids_an_approval(self) -> None:
        change = posting.comment_gone(item(Status.APPROVED))
        assert (change.item.status, change.item.approval) == (Status.GONE, None)
        assert tags(change) == [Tag.COMMENT_DELETED, Tag.REPLY_VOIDED]

    @pytest.mark.parametrize("status", [Status.NEW, Status.DRAFTED, Status.FAILED, Status.DISMISSED])
    def test_a_deleted_comment_closes_open_work(self, status: Status) -> None:
        change = posting.comment_gone(item(status, reason="old"))
        assert (change.item.status, change.item.ask_due, change.item.reason) == (Status.GONE, None, "")

    @pytest.mark.parametrize("status", [Status.POSTING, Status.POSTED, Status.UNKNOWN, Status.ANSWERED])
    def test_else_a_deletion_is_only_recorded(self, status: Status) -> None:
        before = item(status)
        change = posting.comment_gone(before)
        assert change.item == before
        assert tags(change) == [Tag.COMMENT_DELETED]

    def test_a_comment_that_is_back_is_new_work(self) -> None:
        change = posting.comment_returned(item(Status.GONE), LATER)
        assert (change.item.status, change.item.ask_due) == (Status.NEW, LATER)
        assert tags(change) == [Tag.COMMENT_RETURNED]
