"""Drawing: every view, whatever the public wrote, within the limits of Slack."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.surfaces._text import inert, units
from adapters.surfaces.slack.blocks import LARGEST, size
from adapters.surfaces.slack.counting import count_line
from adapters.surfaces.slack.dialogs import draw_form, draw_whole, read_form
from adapters.surfaces.slack.lists import draw_page
from adapters.surfaces.slack.pen import Pen, Reader
from adapters.surfaces.slack.render import plain, render, render_shared
from adapters.surfaces.slack.sheets import draw_sheet, plain_sheet
from adapters.surfaces.slack.text import address, escaped, pieces
from adapters.surfaces.slack.text import plain as typed
from bot.catalogue import Catalogue
from bot.commands import ON_ITEM, Edit, Redraft, SaveFact, to_button
from bot.domain.status import Action, Status
from bot.errors import Refusal
from bot.views import (
    Board,
    ChannelView,
    ContextView,
    DraftView,
    Form,
    FormField,
    HelpView,
    HintSheet,
    Home,
    ItemCard,
    ItemList,
    LogView,
    Me,
    ReplyView,
    View,
)
from bot.words import Words, say
from tests.adapters.surfaces.slack.linter import lint_home, lint_message, lint_modal, public_leaves
from tests.adapters.surfaces.web.hostile import CORPUS
from tests.adapters.surfaces.web.samples import every_view, full_card, item_card, item_line

GERMAN = Reader(catalogue=Catalogue("de"))
MINE = Reader(catalogue=Catalogue("en"), now=datetime(2026, 11, 21, 12, 0, tzinfo=UTC))
SLACKS = {
    "call": "<!channel> <@U123> @here @everyone #general <!subteam^S1>",
    "phish": "<https://evil.example|click here>",
    "emoji": ":rotating_light: *bold* _it_ `code`",
}
EVERYTHING = CORPUS | SLACKS
TEXTS = st.text(max_size=60) | st.sampled_from(
    [*EVERYTHING.values(), "x" * 9000, "\U0001f44d" * 4000, '"' * 9000]
)


def fault_of(view: View, reader: Reader) -> list[str]:
    message = render(view, reader)
    words = plain(view, reader)
    return lint_message(message.text, message.blocks) + lint_message(words.text, words.blocks)


@pytest.mark.parametrize("view", every_view(), ids=lambda view: type(view).__name__)
@pytest.mark.parametrize("reader", [GERMAN, MINE], ids=["shared", "private"])
def test_every_view_is_drawn_in_both_languages(view: View, reader: Reader) -> None:
    assert render(view, reader).blocks
    assert fault_of(view, reader) == []


@pytest.mark.parametrize("name", EVERYTHING)
def test_whatever_the_public_wrote_is_only_read(name: str) -> None:
    for view in every_view(EVERYTHING[name]):
        assert fault_of(view, GERMAN) == [], type(view).__name__


@pytest.mark.parametrize("name", EVERYTHING)
def test_every_public_text_of_a_card_can_be_read(name: str) -> None:
    wanted = inert(EVERYTHING[name]).strip()
    said = "\n".join(public_leaves(render(full_card(EVERYTHING[name]), GERMAN).blocks))
    assert said.count(wanted) >= 5


@settings(max_examples=30)
@given(text=TEXTS, index=st.integers(0, len(every_view()) - 1))
def test_no_text_breaks_the_limits_of_a_message(text: str, index: int) -> None:
    view = every_view(text)[index]
    message = render(view, GERMAN)
    assert size(message.blocks) <= LARGEST
    assert fault_of(view, GERMAN) == []


@settings(max_examples=20)
@given(text=TEXTS, status=st.sampled_from(Status))
def test_no_text_breaks_the_limits_of_a_shared_card(text: str, status: Status) -> None:
    message = render_shared(replace(full_card(text), status=status), GERMAN)
    assert lint_message(message.text, message.blocks) == []


@settings(max_examples=15)
@given(text=TEXTS)
def test_no_text_breaks_the_limits_of_home_or_of_a_view_in_a_dialog(text: str) -> None:
    views = every_view(text)
    home = next(view for view in views if isinstance(view, Home))
    assert lint_home(draw_page(home, MINE)) == []
    for view in (home, views[0], views[4]):
        assert lint_modal(draw_sheet(view, MINE)) == []
        assert lint_modal(plain_sheet(view, MINE)) == []


@settings(max_examples=20)
@given(text=TEXTS)
def test_no_text_breaks_the_limits_of_a_dialog(text: str) -> None:
    form = next(view for view in every_view(text) if isinstance(view, Form))
    assert lint_modal(draw_form(form, GERMAN, reason=form.title)) == []
    assert lint_modal(draw_whole(full_card(text), GERMAN, 0)) == []


@given(text=st.text(max_size=300), longest=st.integers(3, 40))
def test_pieces_are_short_and_lose_nothing(text: str, longest: int) -> None:
    parts = list(pieces(text, longest))
    assert "".join(parts) == text
    assert all(0 < units(part) <= longest for part in parts)


def test_a_long_comment_is_folded_and_its_whole_text_can_be_opened() -> None:
    text = " ".join(f"Wort{number}" for number in range(20_000))
    card = item_card(text=text)
    assert "read:42" in json.dumps(render(card, GERMAN).blocks)
    read = ""
    for page in range(10):
        view = draw_whole(card, GERMAN, page)
        assert lint_modal(view) == []
        read += "".join(public_leaves(view["blocks"][: 20 if page < 9 else 99]))
        if f"read:42:{page + 1}" not in json.dumps(view):
            break
    assert all(f"Wort{number}" in read for number in (0, 9_999, 19_999))


@pytest.mark.parametrize("mark", ["x ", '"', "\\"])
def test_a_draft_is_shown_whole_however_much_the_public_wrote(mark: str) -> None:
    draft = DraftView(
        number=1, text=" ".join(f"Satz {n} vom Entwurf." for n in range(60)), origin=Words("Kim")
    )
    theirs = mark * 3000
    above = (ContextView(author="Bea", text=theirs),) * 3
    card = item_card(42, Action.APPROVE, text=theirs, text_before=theirs, context=above, draft=draft)
    message = render_shared(card, GERMAN)
    assert message.fits
    assert "Satz 59 vom Entwurf." in "".join(public_leaves(message.blocks))
    assert "do:approve" in json.dumps(message.blocks)


def test_a_draft_that_is_too_long_for_a_message_cannot_be_approved_there() -> None:
    """Who has not seen its end opens it first."""
    card = item_card(
        42,
        Action.APPROVE,
        Action.EDIT,
        draft=DraftView(number=1, text="ein Wort " * 3000, origin=Words("Kim")),
    )
    drawn = json.dumps(render(card, GERMAN).blocks)
    assert ("do:approve" in drawn, "do:edit" in drawn, "read:42" in drawn) == (False, True, True)


def test_a_million_characters_are_drawn_quickly() -> None:
    card = item_card(text="Hafer <b> " * 100_000)
    assert lint_message(*_parts(card)) == []
    assert lint_modal(draw_whole(card, GERMAN, 3)) == []


def _parts(card: ItemCard) -> tuple[str, tuple[dict[str, object], ...]]:
    message = render(card, GERMAN)
    return message.text, message.blocks


def test_a_short_comment_is_shown_whole_at_once() -> None:
    assert "read:42" not in json.dumps(render(item_card(), GERMAN).blocks)


@pytest.mark.parametrize("status", [Status.POSTED, Status.ANSWERED, Status.DISMISSED, Status.GONE])
def test_a_done_item_is_one_line_with_the_outcome(status: Status) -> None:
    reply = ReplyView(text="Gern geschehen!", url="", approved_by="Kim")
    card = item_card(42, Action.REOPEN, status=status, status_words=status.sentence, reply=reply)
    (block,) = render_shared(card, GERMAN).blocks
    assert "Kim: Gern geschehen!" in block["text"]["text"]
    assert block["accessory"]["action_id"] == "open:42"


@pytest.mark.parametrize("action", ON_ITEM)
def test_each_button_carries_its_command(action: Action) -> None:
    card = item_card(42, action)
    assert to_button(card.buttons[0].command) in json.dumps(render(card, GERMAN).blocks)


def test_what_the_public_would_notice_is_asked_twice() -> None:
    blocks = render(item_card(42, Action.HIDE), MINE).blocks
    assert blocks[-1]["elements"][0]["confirm"]["deny"]["text"] == "No"


def test_shared_cards_have_no_minutes_that_pass() -> None:
    assert "Fällig 21. Nov., 13:48" in "".join(public_leaves(render(item_card(), GERMAN).blocks))
    assert "(in 48 min" in "".join(public_leaves(render(item_card(), MINE).blocks))


def test_pictures_of_strangers_are_described_and_never_fetched() -> None:
    card = full_card("https://tracker.example/pixel.png")
    drawn = json.dumps(render(card, GERMAN).blocks)
    assert '"image_url"' not in drawn
    assert '"text": "tracker.example"' in drawn


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://a@evil.example/", "/community/x", "ftp://x", "https://a|b"]
)
def test_an_address_that_is_not_plainly_a_page_is_not_linked(url: str) -> None:
    assert address(url) == ""


def test_a_card_that_is_elsewhere_says_only_that() -> None:
    said = say("This comment is handled in another channel now.")
    card = replace(full_card("geheim"), author="", text="", elsewhere=True, remark=said)
    for message in (render_shared(card, GERMAN), plain(card, GERMAN)):
        drawn = json.dumps([message.text, *message.blocks])
        assert "geheim" not in drawn
        assert "#42" in drawn
        assert lint_message(message.text, message.blocks) == []


def test_home_has_the_lists_with_buttons_the_search_and_my_language() -> None:
    home = next(view for view in every_view() if isinstance(view, Home))
    drawn = json.dumps(draw_page(home, MINE), ensure_ascii=False)
    assert drawn.count('"value": "claim:42:1:1"') == 30
    assert '"initial_option": {"text": {"type": "plain_text", "text": "Deutsch"' in drawn
    assert '"action_id": "search"' in drawn
    quiet = replace(home, lists=(replace(home.lists[0], lines=(), more=False),), may_search=False, parts=())
    assert '"action_id": "search"' not in json.dumps(draw_page(quiet, MINE))
    assert "Nothing here." in "".join(public_leaves(draw_page(quiet, MINE)))


# Dialogs


@pytest.mark.parametrize(
    ("text", "unit", "said"),
    [
        ("x" * 10, "characters", "at most 100 characters"),
        ("x" * 90, "characters", "10 characters are left"),
        ("x" * 101, "characters", "⚠ 1 characters too many"),
        ("ä" * 45, "bytes", "10 bytes are left"),
        (" x ", "graphemes", "at most 100 visible characters"),
    ],
)
def test_the_room_that_is_left_is_told(text: str, unit: str, said: str) -> None:
    line = count_line(text, 100, unit, Pen(MINE, 100))
    assert said in "".join(public_leaves(line))


def form(text: str, action: Action = Action.EDIT) -> Form:
    found = next(view for view in every_view(text) if isinstance(view, Form))
    command = Edit(item=42, draft=3, version=1) if action is Action.EDIT else Redraft(item=42)
    save = found.save if action is Action.EDIT else None
    return replace(found, text=text, action=action, command=command, save=save)


def filled(view: dict[str, object], **more: str) -> dict[str, object]:
    """The dialog as Slack sends it back, with the fields as they were."""
    blocks = view["blocks"]
    assert isinstance(blocks, list)
    values = {
        b["block_id"]: {
            b["block_id"]: {"type": "plain_text_input", "value": b["element"].get("initial_value")}
        }
        for b in blocks
        if b["type"] == "input" and b["block_id"].startswith("text:")
    }
    values |= {name: {name: {"selected_option": {"value": value}}} for name, value in more.items()}
    return {**view, "state": {"values": values}}


def test_a_form_comes_back_as_its_command() -> None:
    sent = read_form(filled(draw_form(form("Hallo\n\nTschüss"), GERMAN)))
    assert sent.command == Edit(item=42, draft=3, version=1, text="Hallo\n\nTschüss", post=False)
    assert read_form(filled(draw_form(form("Hallo"), GERMAN), then="post")).command == Edit(
        item=42, draft=3, version=1, text="Hallo", post=True
    )


def test_further_fields_come_back_beside_the_text() -> None:
    fact = Form(
        title=say("Save as fact"),
        label=say("The answer"),
        command=SaveFact(item=42, draft=3, version=1),
        text="Um neun.",
        fields=(
            FormField(name="question", label=say("The question"), text="Wann?", above=True),
            FormField(name="until", label=say("True until (optional)"), hint=say("18:00")),
        ),
        action=Action.SAVE_FACT,
    )
    drawn = draw_form(fact, GERMAN)
    assert lint_modal(drawn) == []
    assert [block["block_id"] for block in drawn["blocks"]] == ["more:question", "text:0", "more:until"]
    sent: Any = filled(drawn)
    for name, value in (("question", " Wann? "), ("until", None)):
        sent["state"]["values"][f"more:{name}"] = {f"more:{name}": {"value": value}}
    assert read_form(sent).command == SaveFact(
        item=42, draft=3, version=1, text="Um neun.", question="Wann?", until=""
    )


def test_a_text_longer_than_a_field_comes_back_whole() -> None:
    text = "\n\n".join(f"Absatz {number} " + "x" * 300 for number in range(40))
    sent = read_form(filled(draw_form(form(text), GERMAN)))
    assert sent.text == text


def test_a_text_longer_than_all_fields_is_refused_and_not_cut() -> None:
    with pytest.raises(Refusal, match="too long for a dialog"):
        draw_form(form("x" * 70_000), GERMAN)


def test_a_tone_and_a_wish_make_one_instruction() -> None:
    drawn = draw_form(form("dank ihr", Action.REDRAFT), GERMAN)
    assert lint_modal(drawn) == []
    assert read_form(filled(drawn, tone="Kürzer")).command == Redraft(item=42, text="Kürzer. dank ihr")


def test_a_dialog_says_the_platforms_limit_and_why_a_text_was_refused() -> None:
    drawn = draw_form(form("Hallo"), GERMAN, reason=say("It is already answered."))
    said = "".join(public_leaves(drawn))
    assert "Es ist schon beantwortet." in said
    assert "300" in said


@pytest.mark.parametrize("kept", ["", "{}", "[]", '{"do": "explode:1:2:3", "ends": []}'])
def test_a_dialog_that_is_not_ours_is_refused(kept: str) -> None:
    with pytest.raises(Refusal):
        read_form({"private_metadata": kept, "state": {"values": {}}})


# Texts


def test_what_a_teammate_typed_is_read_as_they_saw_it() -> None:
    text = "<@UBOT> shorter, &lt;b&gt; and <https://a.example|a> for <@U1> in <#C1|team> <!here>"
    assert typed(text, "UBOT") == "shorter, <b> and https://a.example for @U1 in #team @here"


def test_escaping_leaves_nothing_that_calls() -> None:
    assert escaped("<!channel> & <@U1>") == "&lt;!channel&gt; &amp; &lt;@U1&gt;"


def test_a_card_that_was_refused_is_told_in_plain_words() -> None:
    message = plain(item_card(text="<!channel>"), GERMAN)
    assert message.blocks == ()
    assert "&lt;!channel&gt;" in message.text
    assert "/queue item 42" in message.text


def test_a_long_log_shows_its_end_and_offers_all_of_it() -> None:
    log = next(view for view in every_view() if isinstance(view, LogView))
    long = replace(log, lines=log.lines * 60)
    message = render(long, GERMAN)
    assert lint_message(message.text, message.blocks) == []
    assert "log:42" in json.dumps(message.blocks)
    assert len(draw_whole(long, GERMAN, 0)["blocks"]) == 21
    assert draw_whole(replace(log, lines=()), GERMAN, 5)["blocks"]


@pytest.mark.parametrize("reader", [GERMAN, MINE])
def test_long_lists_are_shown_from_the_top_and_say_so(reader: Reader) -> None:
    line, card = item_line(), item_card()
    views: list[View] = [
        ItemList(title=say("Mine"), lines=(line,) * 40),
        ItemList(title=say("Mine"), lines=()),
        ChannelView(channel="team", cards=(card,) * 40, older=False, waiting=0),
        ChannelView(channel="team", cards=(), older=False, waiting=0),
        Board(counts=(), oldest=None, mine=(line,) * 40, parts=()),
        Me(name="Kim", language="de", channels=()),
        HelpView(lines=(("/queue", say("Mine")),) * 60),
    ]
    for view in views:
        assert fault_of(view, reader) == [], type(view).__name__


def test_the_sample_is_an_open_card() -> None:
    assert isinstance(full_card(), ItemCard)
    assert render_shared(full_card(), GERMAN) == render(full_card(), GERMAN)


def test_a_hint_sheet_says_who_takes_over_and_opens_in_the_readers_language() -> None:
    """The card stays short; what to do is one click away, before everything else."""
    sheet = HintSheet(
        route="Kim, <!channel>",
        titles=(("de", "Notfall"), ("en", "Crisis")),
        texts=(("de", "Jetzt"), ("en", "Now")),
    )
    card = item_card(7, Action.CLAIM, hints=sheet)
    for reader, title, text in ((GERMAN, "Notfall", "Jetzt"), (MINE, "Crisis", "Now")):
        drawn = json.dumps(render(card, reader).blocks)
        assert title in drawn
        assert "read:7:hints" in drawn
        assert f'"{text}"' not in drawn
        said = list(public_leaves(draw_whole(card, reader, 0)["blocks"]))
        assert said[1] == text
        assert fault_of(card, reader) == []
    assert "read:7:hints" not in json.dumps(render(replace(card, hints=None), GERMAN).blocks)
