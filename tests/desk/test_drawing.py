"""Drawing: what a card says in each status, and which buttons it offers to whom."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import commands
from bot.catalogue import Catalogue
from bot.desk.desk import Desk
from bot.desk.drawing import EXCERPT, ORDER, draw, line, thread_line
from bot.desk.presenting import origin
from bot.desk.retelling import CHECKED
from bot.domain.audit import Event, Tag, enter
from bot.domain.community import Attachment
from bot.domain.item import Draft, Item, Triage
from bot.domain.people import Role, may
from bot.domain.status import Action, Status, allowed
from bot.memory import Dossier
from bot.views import HintSheet, ItemCard
from prompts import guards
from tests.domain import made
from tests.fakes import POST
from tests.world import World


def dossier(world: World, item: Item, **facts: object) -> Dossier:
    """What a card of this item is drawn from."""
    number = world.town.write("Hallo\n Welt")
    draft = made.draft() if item.draft else None
    drawn = Dossier(
        item=item,
        comment=world.town.comments[number],
        before="",
        chain=(),
        draft=draft,
        entries=(),
        names={1: "Ari", 2: "Lea"},
    )
    return replace(drawn, **facts)  # type: ignore[arg-type]  # fields of the dossier


def card(world: World, item: Item, **facts: object) -> ItemCard:
    return draw(dossier(world, item, **facts), world.desk)


def actions(drawn: ItemCard) -> set[Action]:
    return {button.command.action for button in drawn.buttons}


@pytest.mark.parametrize("status", sorted(Status))
async def test_a_card_offers_only_what_the_table_allows_to_people_who_may(
    world: World, status: Status
) -> None:
    item = made.item(status)
    for person in world.people.values():
        drawn = draw(dossier(world, item), world.desk, person)
        assert all(allowed(status, action) and may(person.role, action) for action in actions(drawn))
        order = [ORDER.index(button.command.action) for button in drawn.buttons]
        assert order == sorted(order)
        assert all(
            (button.command.item, button.command.draft, button.command.version)
            == (item.id, item.draft, item.version)
            for button in drawn.buttons
        )
    assert not draw(dossier(world, item), world.desk, replace(world.people["Vic"], role=Role.VIEWER)).buttons


AT_WORK = {Action.PARK, Action.MOVE_PRIVATE}
GRADED = {Action.NOTE, Action.HAND_TO, Action.RAISE_RISK, Action.LOWER_RISK, Action.ESCALATE}


@pytest.mark.parametrize(
    ("status", "shows"),
    [
        (
            Status.NEW,
            {Action.EDIT, Action.REDRAFT, Action.CLAIM, Action.DISMISS, Action.HIDE, *AT_WORK, *GRADED},
        ),
        (
            Status.AWAITING,
            {Action.APPROVE, Action.DECLINE, Action.TAKE_BACK, Action.EDIT, Action.REDRAFT, *GRADED},
        ),
        (Status.APPROVED, {Action.TAKE_BACK, Action.EDIT, Action.REDRAFT, *GRADED}),
        (Status.POSTING, {Action.NOTE}),
        (
            Status.UNKNOWN,
            {Action.SETTLE_POSTED, Action.SETTLE_NOT_POSTED, Action.NOTE, Action.ESCALATE, Action.HAND_TO},
        ),
        (
            Status.POSTED,
            {
                *{Action.CORRECT, Action.DELETE_REPLY, Action.REOPEN, Action.HIDE, Action.SAVE_FACT},
                *{Action.NOTE, Action.FOLLOW_UP},
            },
        ),
        (Status.GONE, {Action.NOTE}),
    ],
)
async def test_the_buttons_of_a_status(world: World, status: Status, shows: set[Action]) -> None:
    handled = {Action.RELEASE, Action.TAKE_OVER}
    assert actions(card(world, made.item(status))) - handled == shows


async def test_claim_release_and_take_over_depend_on_who_looks(world: World) -> None:
    ari, lea = world.people["Ari"], world.people["Lea"]
    hers = dossier(world, made.item(handler=lea.id))
    about = {Action.CLAIM, Action.RELEASE, Action.TAKE_OVER}
    assert actions(draw(hers, world.desk, lea)) & about == {Action.RELEASE}
    assert actions(draw(hers, world.desk, ari)) & about == {Action.TAKE_OVER}
    assert actions(draw(hers, world.desk)) & about == {Action.RELEASE, Action.TAKE_OVER}
    assert actions(card(world, made.item())) & about == {Action.CLAIM}


async def test_the_remark_says_what_is_special_about_a_status(world: World) -> None:
    remarks = {status: card(world, made.item(status, reason="weil {x}")) for status in Status}
    said = {status for status, drawn in remarks.items() if drawn.remark}
    assert said == set(Status) - {Status.NEW}
    assert not any(remarks[status].remark_text for status in (Status.POSTED, Status.ANSWERED))
    assert card(world, made.item(Status.POSTED)).remark is None
    assert "weil {x}" in str(remarks[Status.DISMISSED].remark)
    assert remarks[Status.DISMISSED].remark_text == ""
    assert (str(remarks[Status.DRAFTED].remark), remarks[Status.DRAFTED].remark_text) == (
        "The approval became void.",
        "weil {x}",
    )
    assert card(world, made.item(Status.DRAFTED)).remark is None
    stale = card(world, made.item(Status.DRAFTED, stale_draft=True), before="Vorher")
    assert "still fit" in str(stale.remark)
    assert stale.text_before == "Vorher"


async def test_only_open_work_without_a_reply_is_due(world: World) -> None:
    due = {s for s in Status if card(world, made.item(s, due_at=made.NOW)).due}
    # What somebody approved is decided, also when it goes out tomorrow.
    assert due == {Status.NEW, Status.DRAFTED, Status.AWAITING, Status.FAILED, Status.UNKNOWN}
    assert card(world, made.item(due_at=made.NOW, reply="r1")).due is None


async def test_an_approved_card_says_when_it_goes_out_and_no_other_does(world: World) -> None:
    assert [s for s in Status if card(world, made.item(s, post_at=made.NOW)).posts_at] == [Status.APPROVED]


async def test_what_is_approved_for_later_says_on_which_day_in_cards_and_lists(world: World) -> None:
    waits = made.item(Status.APPROVED, post_at=made.NOW + timedelta(days=1))
    drawn, listed = card(world, waits), line(dossier(world, waits))
    assert drawn.posts_at is None
    for words in (drawn.status_words, drawn.remark, listed.status):
        assert words
        assert Catalogue("de", "UTC").say(words).startswith("Freigegeben für 2. März, 12:00")
    tried = card(world, replace(waits, reason="The platform is busy."))
    assert "tried again" in str(tried.remark)


async def test_a_public_reply_replaces_the_draft(world: World) -> None:
    posted = card(world, made.item(Status.POSTED))
    assert posted.draft is None
    assert posted.reply
    assert (posted.reply.text, posted.reply.approved_by) == ("Hallo!", "Ari")
    assert card(world, made.item(Status.DRAFTED)).reply is None
    by_nobody = card(world, made.item(Status.ANSWERED, reply="r9", reply_text="Moin!"))
    assert by_nobody.reply
    assert by_nobody.reply.approved_by == ""


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "being written"),
        ({"ask_due": None, "draft_note": "Nothing fits {}."}, "Nothing fits {}."),
        ({"ask_due": None}, "No draft. "),
    ],
)
async def test_without_a_draft_a_card_says_why(world: World, facts: dict[str, Any], words: str) -> None:
    drawn = card(world, made.item(Status.NEW, **facts))
    assert words in str(drawn.no_draft)
    assert ("for a draft" in str(drawn.status_words)) is ("ask_due" not in facts)
    assert card(world, made.item(Status.GONE, draft=0)).no_draft is None


async def test_a_draft_says_where_it_comes_from() -> None:
    model = replace(made.draft(origin="model"), model="small-1", prompt="general@3")
    assert str(origin(model, "")) == "language model small-1, prompt general@3"
    assert str(origin(made.draft(origin="person"), "Rob")) == "written by Rob"
    assert "no language model" in str(origin(made.draft(), ""))


async def test_warnings_and_attachments_are_shown_as_they_are(world: World) -> None:
    warned: Draft = replace(made.draft(), warnings=("Links to {somewhere}",))
    photo = Attachment(url="https://example.invalid/p.jpg", alt="Brot")
    item = dossier(world, made.item(Status.DRAFTED), draft=warned)
    drawn = draw(replace(item, comment=replace(item.comment, attachments=(photo,))), world.desk)
    assert drawn.draft
    assert [str(warning) for warning in drawn.draft.warnings] == ["Links to {somewhere}"]
    assert [(shown.url, shown.alt) for shown in drawn.attachments] == [(photo.url, "Brot")]
    assert drawn.post_title == POST.title


@pytest.mark.parametrize(("length", "ends"), [(EXCERPT, "x"), (EXCERPT + 1, "…")])
async def test_a_line_cuts_a_long_comment_and_marks_the_cut(world: World, length: int, ends: str) -> None:
    long = dossier(world, made.item())
    shown = line(replace(long, comment=replace(long.comment, text="x" * length)))
    assert (len(shown.excerpt), shown.excerpt[-1]) == (EXCERPT, ends)
    assert line(long).excerpt == "Hallo Welt"


async def test_the_same_dossier_always_gives_the_same_card(world: World) -> None:
    item = dossier(world, made.item(Status.DRAFTED))
    desk: Desk = world.desk
    assert draw(item, desk) == draw(item, desk)
    assert commands.ON_ITEM[Action.APPROVE] is commands.Approve


@pytest.mark.parametrize(
    ("tag", "kept", "told"),
    [
        (Tag.RISK_RAISED, "high: Könnte viral gehen: {1}", "Heikel: Könnte viral gehen: {1}"),
        (Tag.RISK_LOWERED, "normal", "Normal"),
        (Tag.DRAFT_CHECKED, "number, link", "eine Zahl, ein Preis oder Datum, ein Link"),
        (Tag.DRAFT_CHECKED, "a guard of an older release", "a guard of an older release"),
        (Tag.REPLY_VOIDED, "The approval became void.", "Die Freigabe gilt nicht mehr."),
    ],
)
async def test_the_trail_says_what_it_keeps_in_the_readers_language(
    world: World, tag: Tag, kept: str, told: str
) -> None:
    entry = enter("", 1, 1, made.NOW, Event(tag=tag, text=kept), "salt")
    drawn = thread_line(entry, dossier(world, made.item()))
    assert drawn.why
    assert Catalogue("de").say(drawn.why) == told


def test_every_guard_that_people_check_has_a_name_in_the_trail() -> None:
    texts = [file.read_text(encoding="utf-8") for file in Path(guards.__file__).parent.glob("*.py")]
    found = [found for text in texts for found in re.findall(r"\.found\(\s*\"([\w-]+)\"(.*)", text)]
    asked = {name for name, more in found if not re.search(r"Severity\.(HINT|HARD)", more)}
    assert asked == set(CHECKED)


async def test_a_hint_sheet_stands_on_the_card_while_somebody_has_to_act(world: World) -> None:
    sheet = HintSheet(route="Lead", titles=(("de", "Notfall"),), texts=(("de", "Jetzt"),))
    crisis = made.item(Status.NEW, triage=Triage(kind="crisis"))
    assert card(world, crisis).hints is None
    world.scribe.sheets["crisis"] = sheet
    assert card(world, crisis).hints == sheet
    assert card(world, replace(crisis, status=Status.DISMISSED)).hints is None
    assert card(world, made.item(Status.NEW)).hints is None
