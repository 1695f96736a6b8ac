"""Drawing: every view, whatever the public wrote, as a card that Teams takes."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.surfaces.teams import kit, render
from adapters.surfaces.teams.forms import read_form
from adapters.surfaces.teams.marks import marked
from adapters.surfaces.teams.pen import OPEN
from adapters.surfaces.teams.text import address, inert, parted, toast
from bot.bulk import CloseMany, HandMany
from bot.catalogue import Catalogue
from bot.commands import ON_ITEM, Edit, Redraft, SaveFact, to_button
from bot.domain.status import Action, Status
from bot.errors import Refusal
from bot.views import (
    Answer,
    AttachmentView,
    ContextView,
    DraftView,
    Form,
    FormField,
    HandoverNote,
    HelpView,
    HintSheet,
    Home,
    ItemCard,
    ItemList,
    LogView,
    Notice,
    ReplyView,
    View,
)
from bot.words import Words, say
from tests.adapters.surfaces.teams.rules import (
    dialog_faults,
    faults,
    message_faults,
    pieces,
    read,
    size,
    strings,
)
from tests.adapters.surfaces.teams.samples import backlog
from tests.adapters.surfaces.web.samples import NOW, every_view, full_card, item_card, item_line
from tests.contracts.surface import HOSTILE

GERMAN, ENGLISH = Catalogue("de"), Catalogue("en")
URL = "https://team.example"
EVERYTHING = HOSTILE | {
    "computed": "{{DATE(2026-01-01T00:00:00Z)}} {{{TIME()}}} ${author} {{{{",
    "mention": "<at>everyone</at> &lt;at&gt;",
    "picture": "![x](https://tracker.example/p.png) <img src='https://tracker.example/p.png'>",
    "long": "lang " * 3000,
    "wide": "\U0001f44d" * 4000,
    "braces": "{" * 9000,
    "quotes": '"\\' * 5000,
}
TEXTS = st.text(max_size=60) | st.sampled_from([*EVERYTHING.values()])
KINDS = every_view()
PUBLIC = {"TextRun.text", "Input.Text.value"}
"""Where something may stand that somebody from outside wrote."""
LABELS = (".title", ".label")


def card_of(view: View, catalogue: Catalogue = GERMAN, **more: Any) -> dict[str, Any]:
    content = render.message(view, catalogue, URL, **more)["attachments"][0]["content"]
    assert isinstance(content, dict)
    return content


def buttons_of(card: object) -> list[str]:
    return [str(one.get("title")) for one in pieces(card, "Action.")]


def test_there_is_a_sample_of_every_view() -> None:
    assert {type(view) for view in KINDS} == set(get_args(View))


@pytest.mark.parametrize("view", KINDS, ids=lambda view: type(view).__name__)
@pytest.mark.parametrize("catalogue", [GERMAN, ENGLISH], ids=["de", "en"])
@pytest.mark.parametrize("mode", ["dialog", "inline"])
def test_every_view_is_drawn(view: View, catalogue: Catalogue, mode: str) -> None:
    shared = render.message(view, catalogue, URL, edit_mode=mode)
    private = render.message(view, catalogue, URL, edit_mode=mode, private=True, now=NOW)
    assert message_faults(shared) == message_faults(private) == []
    answer = render.answer(view, catalogue, URL, edit_mode=mode, now=NOW)
    assert answer["statusCode"] == 200
    assert faults(answer["value"]) == []
    assert dialog_faults(render.sheet(view, catalogue, URL, now=NOW)) == []
    assert read(private)
    if mode == "inline":
        assert "task/fetch" not in json.dumps(shared)


@pytest.mark.parametrize("name", EVERYTHING)
def test_whatever_the_public_wrote_is_only_read(name: str) -> None:
    """It stands in runs of text and in fields, and nowhere else: no link, name, data or summary has it."""
    text = EVERYTHING[name]
    for view in every_view(text):
        message = render.message(view, GERMAN, URL, private=True)
        assert message_faults(message) == [], type(view).__name__
        for where, said in strings(message):
            # Their samples have it on buttons and fields too, where words of ours stand otherwise.
            ours = where in PUBLIC or (isinstance(view, Form | HandoverNote) and where.endswith(LABELS))
            assert ours or inert(text)[:30].strip() not in said, (type(view).__name__, where, said)


@pytest.mark.parametrize(
    "name", [name for name in EVERYTHING if name not in {"long", "wide", "quotes", "braces"}]
)
def test_every_public_text_of_a_card_can_be_read(name: str) -> None:
    wanted = inert(EVERYTHING[name]).strip()
    said = "\n".join(read(card_of(replace(full_card(EVERYTHING[name]), buttons=()))))
    assert said.replace("\N{WORD JOINER}", "").count(wanted) >= 7


@settings(max_examples=40)
@given(text=TEXTS, index=st.integers(0, len(KINDS) - 1), status=st.sampled_from(Status))
def test_no_text_breaks_a_card(text: str, index: int, status: Status) -> None:
    view = every_view(text)[index]
    if isinstance(view, ItemCard):
        view = replace(view, status=status)
    assert message_faults(render.message(view, ENGLISH, URL)) == []
    answer = render.answer(view, ENGLISH, URL)["value"]
    assert isinstance(answer, str) or faults(answer) == []


@given(st.text(alphabet="{}a\n", max_size=30))
def test_braces_are_parted_and_nothing_is_lost(text: str) -> None:
    parts = parted(text)
    assert "".join(parts).replace("\N{WORD JOINER}", "") == text
    assert len(parts) <= 3
    assert not [part for part in parts if "{{" in part]
    assert "{{" not in toast(text, 99)


def test_the_validator_finds_what_is_wrong() -> None:
    good = card_of(item_card())
    bad = json.loads(json.dumps(good))
    bad["body"] += [
        {"type": "TextBlock", "text": "**x**"},
        {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "", "colour": "#ff0000"}]},
        kit.said("{{DATE()}}")["inlines"][0],
        {"type": "ActionSet", "actions": [kit.execute("x", "x", {"text": "<b>"})] * 7},
        {"type": "ActionSet", "actions": [kit.go("x", "javascript:alert(1)"), kit.toggle("x", "nowhere")]},
    ]
    assert faults(good) == []
    assert len(faults(bad)) == 14


# Items


def test_a_card_says_what_is_needed_to_decide() -> None:
    """The whole of it, in the order in which people read."""
    line = {"at": NOW, "who": "Kim", "what": say("Claimed")}
    card = item_card(
        42,
        Action.APPROVE,
        handler="Kim",
        risk="high",
        urgency=3,
        thread=(_line(**line),),
        post_url="https://a.example/x",
    )
    assert read(card_of(card)) == [
        "🔴 #42 · Jana W.",
        "Demo-Community · Haferglück · Frage · 21. Nov., 12:48",
        "Ein Entwurf wartet auf eure Entscheidung · Fällig 21. Nov., 13:48 · Heikel · Liegt bei Kim",
        "Unser Haferdrink wird teurer a.example",
        "Schade. Gibt es wenigstens die 6er-Packung günstiger?",
        "Der Kommentar auf seiner Seite: community.example",
        "Entwurf 1, Vorlage, kein Sprachmodell:",
        "Liebe Jana, ja!",
        "21. Nov., 13:00 · Kim · Übernommen",
    ]


def _line(**values: Any) -> Any:
    from bot.views import ThreadLine

    return ThreadLine(**values)


def test_minutes_pass_only_where_one_person_looks_once() -> None:
    assert "noch 48 Min." not in str(read(card_of(item_card())))
    assert "(noch 48 Min.)" in str(read(card_of(item_card(), private=True, now=NOW)))
    late = item_card(due=NOW - timedelta(hours=2))
    runs = [run for run in pieces(card_of(late, private=True, now=NOW), "TextRun") if "Fällig" in run["text"]]
    assert runs[0]["color"] == "attention"


@pytest.mark.parametrize("action", ON_ITEM)
def test_each_button_carries_what_was_seen_and_no_more(action: Action) -> None:
    card = item_card(42, action)
    drawn = card_of(card)
    button, who = [one for one in pieces(drawn, "Action.") if "data" in one]
    assert who["data"] == {"msteams": {"type": "task/fetch"}, "line": "author 42"}
    command = card.buttons[0].command
    opens = {"msteams": {"type": "task/fetch"}, "open": action.value, "item": 42, "draft": 1}
    acts = {"command": to_button(command), "thread": 42, "version": 1}
    assert button["data"] == (opens if card.buttons[0].form else acts)
    assert button.get("verb", "") == ("" if card.buttons[0].form else action.value)
    if card.buttons[0].form:
        inline, _ = pieces(card_of(card, edit_mode="inline"), "Action.Execute")
        assert inline["verb"] == "open"
        assert inline["data"] == {"open": action.value, "item": 42, "draft": 1}


def test_what_cannot_be_taken_back_is_asked_twice() -> None:
    sure = say("Did you check this? {findings}", findings="8,99 € {{x}}")
    card = item_card(42, Action.APPROVE, Action.HIDE)
    approve, hide = card.buttons
    drawn = card_of(replace(card, buttons=(replace(approve, confirm=sure), hide)))
    first, second = (one for one in pieces(drawn, "Action.ShowCard"))
    assert read(first) == ["Hast du das geprüft? 8,99 € {{x}}"]
    assert read(second) == ["Den Unterschied sehen alle. Wirklich?"]
    assert [one["verb"] for one in pieces(drawn, "Action.Execute")] == ["approve", "hide"]


@pytest.mark.parametrize("asked", [0, 3])
def test_six_buttons_stand_open_and_none_is_missing(asked: int) -> None:
    """However many of them are asked twice: those always stand open."""
    card = item_card(42, *ON_ITEM)
    sure = [replace(one, confirm=say("Done.")) for one in card.buttons[:asked]]
    card = replace(card, buttons=(*sure, *card.buttons[asked:]))
    (row,) = [one["actions"] for one in pieces(card_of(card), "ActionSet") if len(one["actions"]) > 2]
    assert len(row) == len(ON_ITEM) + 1, "and who that is"
    assert len([one for one in row if "mode" not in one]) == 6
    assert "Action.ShowCard" not in {one["type"] for one in row if "mode" in one}


def test_what_is_wanted_seldom_makes_room_for_the_rest() -> None:
    card = item_card(42, *list(ON_ITEM)[:9])
    rare = [replace(one, rare=True) for one in card.buttons[:3]]
    (row,) = [
        one["actions"]
        for one in pieces(card_of(replace(card, buttons=(*rare, *card.buttons[3:]))), "ActionSet")
    ][:1]
    behind = [one["title"] for one in row if "mode" in one]
    assert {GERMAN.say(one.label) for one in rare} <= set(behind)
    assert '"mode"' not in json.dumps(card_of(item_card(42, *list(ON_ITEM)[:5])))


def test_a_long_comment_is_folded_and_read_on_in_the_card() -> None:
    text = " ".join(f"Wort{number}" for number in range(500))
    drawn = card_of(item_card(text=text))
    first = next(one for one in read(drawn) if one.startswith("Wort0"))
    assert len(first) <= OPEN
    assert text in "".join(read(drawn))
    (folded,) = [one for one in pieces(drawn, "Container") if one.get("isVisible") is False]
    (opens, closes) = pieces(drawn, "Action.ToggleVisibility")
    assert opens["targetElements"][0] == folded["id"]
    assert closes["targetElements"] == opens["targetElements"]


def posting(drawn: Any) -> set[str]:
    """The buttons of a card that make something public."""
    return {one["verb"] for one in pieces(drawn, "Action.Execute")} & {"approve"} | {
        one["data"]["open"]
        for one in pieces(drawn, "Action.Submit")
        if one["data"].get("open") == "post_later"
    }


LONG_DRAFT = " ".join(f"Wort{number}" for number in range(700))
DECIDE = (Action.APPROVE, Action.POST_LATER, Action.EDIT, Action.DISMISS)


@pytest.mark.parametrize("comment", ["Kurz.", "Hafer <b> " * 5000])
def test_what_can_be_approved_stands_there_to_its_end_and_open(comment: str) -> None:
    draft = DraftView(number=1, text=LONG_DRAFT, origin=Words("x"))
    card = item_card(42, *DECIDE, text=comment, text_before=comment, draft=draft)
    for view in (card, Answer(words=say("Done."), card=card), Notice(words=say("Done."), card=card)):
        for drawn in (card_of(view, private=True), render.answer(view, GERMAN, URL)["value"]):
            assert posting(drawn) == {"approve", "post_later"}
            assert LONG_DRAFT in read(drawn)
            folded = [one for one in pieces(drawn, "Container") if one.get("isVisible") is False]
            assert "Wort1 " not in "".join(read(folded))


@pytest.mark.parametrize("kept", ["", "Mein Text " * 900])
def test_what_cannot_be_read_to_its_end_cannot_be_approved(kept: str) -> None:
    """However it comes to be there: on a card, in an answer, or as the question of a refusal."""
    draft = DraftView(number=1, text="Wort " * 3000 + "das Ende", origin=Words("x"))
    card = item_card(42, *DECIDE, draft=draft)
    sure = replace(card.buttons[0], confirm=say("Done."))
    refused = Notice(words=say("Done."), refused=True, kept_text=kept, card=card, buttons=(sure,))
    for view in (card, Answer(words=say("Done."), card=card, onward=card), refused):
        message = render.message(view, GERMAN, URL, private=True)
        assert message_faults(message) == []
        assert posting(message) == set()
    assert "lässt er sich hier nicht freigeben" in "\n".join(read(card_of(card)))
    assert {"edit", "dismiss"} <= set(json.dumps(card_of(card)).split('"'))


def test_a_question_that_lost_its_card_says_yes_to_nothing_public() -> None:
    approve, _, _, dismiss = item_card(42, *DECIDE).buttons
    alone = Notice(words=say("Done."), buttons=(replace(approve, confirm=say("Done.")), dismiss))
    drawn = render.answer(alone, GERMAN, URL)["value"]
    assert posting(drawn) == set()
    assert "dismiss" in json.dumps(drawn)


def test_what_has_to_be_said_yes_to_is_read_to_its_end() -> None:
    findings = " ".join(f"Fund{number}" for number in range(500))
    (approve,) = item_card(42, Action.APPROVE).buttons
    sure = replace(approve, confirm=say("Did you check this? {findings}", findings=findings))
    drawn = card_of(item_card(42, text="Hafer " * 3000, text_before="Hafer " * 3000, buttons=(sure,)))
    (asked,) = pieces(drawn, "Action.ShowCard")
    assert "Fund499" in read(asked)[0]


@pytest.mark.parametrize("text", ["Hafer <b> " * 100_000, "\x00" * 100_000, "\u200b" * 50_000 + "x" * 50_000])
def test_what_does_not_fit_is_counted_and_linked(text: str) -> None:
    card = item_card(text=text)
    message = render.message(card, GERMAN, URL)
    assert message_faults(message) == []
    said = "\n".join(read(message))
    assert "Zeichen passen nicht auf die Karte" in said
    assert f"{URL}/team/item/42" in json.dumps(message)
    assert f"{URL}/" not in json.dumps(render.message(card, GERMAN))


@pytest.mark.parametrize("status", [Status.POSTED, Status.ANSWERED, Status.DISMISSED, Status.GONE])
def test_a_done_item_is_one_line_in_the_channel_and_whole_for_whoever_opens_it(status: Status) -> None:
    reply = ReplyView(text="Gern geschehen!", url="", approved_by="Kim")
    card = item_card(42, Action.REOPEN, status=status, status_words=status.sentence, reply=reply)
    (line,) = read(card_of(card))
    assert "Kim: Gern geschehen!" in line
    (opens,) = pieces(card_of(card), "Action.")
    assert (opens["verb"], opens["data"]) == ("ask", {"line": "item 42"})
    whole = render.answer(card, GERMAN, URL)["value"]
    assert len(read(whole)) > 5
    assert "Wieder öffnen" in buttons_of(whole)


def test_a_card_that_is_elsewhere_says_only_that() -> None:
    said = say("This comment is handled in another channel now.")
    card = replace(full_card("geheim"), author="", text="", elsewhere=True, remark=said)
    for drawn in (render.message(card, GERMAN, URL), render.answer(card, GERMAN, URL)):
        assert "geheim" not in json.dumps(drawn)
        assert "#42" in json.dumps(drawn)


def test_pictures_of_strangers_are_described_and_linked_and_never_fetched() -> None:
    tracker = AttachmentView(url="https://tracker.example/pixel.png", alt="Ein Bild")
    drawn = card_of(item_card(attachments=(tracker,)))
    assert not [*pieces(drawn, "Image")]
    assert "📎 Bild oder Datei: Ein Bild tracker.example" in read(drawn)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://a@evil.example/", "/community/x", "ftp://x", "https://a/{{x}}"]
)
def test_an_address_that_is_not_plainly_a_page_is_not_linked(url: str) -> None:
    assert address(url) == ""


def test_what_the_warnings_are_about_is_marked_in_the_draft() -> None:
    draft = DraftView(number=1, text="Ab Montag 8,99 € im Laden", origin=Words("x"), marks=((10, 16),))
    drawn = card_of(item_card(draft=draft))
    assert [run["text"] for run in pieces(drawn, "TextRun") if run.get("highlight")] == ["8,99 €"]
    assert "Ab Montag 8,99 € im Laden" in read(drawn)


def test_the_chain_above_is_all_there_the_earlier_part_folded() -> None:
    chain = tuple(ContextView(author=f"A{number}", text=f"Text {number}") for number in range(6))
    drawn = card_of(item_card(context=chain))
    assert [line for line in read(drawn) if line.startswith("↳")] == [f"↳ A{n}: Text {n}" for n in range(6)]
    assert len([*pieces(drawn, "Action.ToggleVisibility")]) == 2


def test_a_hint_sheet_is_read_in_the_cards_language() -> None:
    sheet = HintSheet(
        route="Recht", titles=(("de", "Klage"),), texts=(("de", "Nicht antworten."), ("en", "No reply."))
    )
    card = item_card(draft=None, hints=sheet)
    assert "Nicht antworten." in read(card_of(card))
    assert {"What to do: Klage", "No reply."} <= set(read(card_of(card, ENGLISH)))


def test_people_for_whom_a_card_is_drawn_anew_are_named_and_at_most_sixty() -> None:
    drawn = card_of(item_card(), refresh_for=[f"29:{number}" for number in range(70)])
    assert drawn["refresh"]["action"]["data"] == {"thread": 42, "version": 1}
    assert len(drawn["refresh"]["userIds"]) == 60
    assert faults(drawn) == []


# Answers


def test_a_word_without_a_card_is_a_toast_without_markup() -> None:
    said = say(
        "There is nobody called “{name}”. Known: {all}.", name="<at>x</at> [a](https://e) {{x}}", all="*b*"
    )
    answer = render.answer(Notice(words=said), GERMAN)
    assert answer["type"] == "application/vnd.microsoft.activity.message"
    assert not set("<>[]*`\\") & set(answer["value"])
    assert "{{" not in answer["value"]


def test_a_refusal_shows_the_card_as_it_is_now_and_keeps_what_was_typed() -> None:
    refused = Notice(
        words=say("It is already answered."), refused=True, kept_text="Mein Text", card=item_card()
    )
    said = read(render.answer(refused, GERMAN, URL)["value"])
    assert said[:3] == ["Es ist schon beantwortet.", "Dein Text:", "Mein Text"]
    assert "#42 · Jana W." in said
    long = replace(refused, kept_text="x" * 9000, card=full_card("y" * 9000))
    assert "x" * 500 in "".join(read(render.answer(long, GERMAN, URL)["value"]))


def test_what_is_told_of_an_item_keeps_nothing_of_it_that_would_have_to_be_erased() -> None:
    told = card_of(Notice(words=say("Done."), card=item_card(42, *DECIDE, text="Mein Geheimnis")))
    assert "Mein Geheimnis" not in "\n".join(read(told))
    assert buttons_of(told) == ["Öffnen"]


def test_a_refusal_can_offer_what_has_to_be_said_yes_to_first() -> None:
    (hide,) = item_card(42, Action.HIDE).buttons
    drawn = render.answer(Notice(words=say("Mine"), refused=True, buttons=(hide,)), GERMAN)["value"]
    assert faults(drawn) == []
    assert [one["data"]["command"] for one in pieces(drawn, "Action.Execute")] == ["hide:42:1:1"]


def test_the_next_one_follows_the_one_that_was_decided() -> None:
    onward = Answer(words=say("Done."), card=item_card(42), onward=item_card(43, Action.CLAIM, author="Otto"))
    drawn = render.answer(onward, GERMAN)["value"]
    assert faults(drawn) == []
    assert "#42 · Jana W. · Ein Entwurf wartet auf eure Entscheidung" in read(drawn)
    assert "#43 · Otto" in read(drawn)


def test_a_card_has_room_for_the_mark_of_its_message() -> None:
    card = full_card('{"x"}' * 4000)
    message = marked(render.message(card, GERMAN, URL), "k" * 58)
    assert message_faults(message) == []


def test_a_view_that_cannot_be_drawn_small_enough_leads_to_the_web_page() -> None:
    form = replace(_form("x" * 100_000), beside=item_card())
    drawn = card_of(form)
    assert faults(drawn) == []
    assert buttons_of(drawn) == ["Alles lesen"]


# Lists


def test_long_lists_are_shown_from_the_top_and_say_so() -> None:
    lines = tuple(item_line(number) for number in range(1, 60))
    drawn = card_of(ItemList(title=say("Mine"), lines=lines))
    said = read(drawn)
    assert "🟠 #1 · Hallo: Hallo" in said
    assert "Auf der Webseite gibt es mehr." in said
    assert read(card_of(ItemList(title=say("Mine"), lines=()))) == ["Bei mir", "Hier ist nichts."]


def test_home_has_the_lists_the_search_and_my_language() -> None:
    home = next(view for view in KINDS if isinstance(view, Home))
    drawn = card_of(home, private=True)
    assert [one["id"] for one in pieces(drawn, "Input.")] == ["words", "language"]
    assert {"search", "item 42"} <= {text for where, text in strings(drawn) if where.endswith("data.line")}
    quiet = card_of(replace(home, may_search=False), private=True)
    assert [one["id"] for one in pieces(quiet, "Input.")] == ["language"]


def test_what_is_closed_together_is_what_is_seen_and_is_asked_twice() -> None:
    drawn = card_of(backlog(lines=60), private=True)
    seen = len([one for one in strings(drawn) if one[0].endswith("data.line")])
    close, hand = pieces(drawn, "Action.ShowCard")
    assert read(close)
    (button,) = pieces(close, "Action.Execute")
    assert read_form(button["data"]) == CloseMany(items=tuple((number, 1) for number in range(1, seen + 1)))
    ticks = [one for one in pieces(drawn, "Input.Toggle") if one["value"] == "true"]
    assert len(ticks) == seen
    (button,) = pieces(hand, "Action.Execute")
    left = {one["id"]: "false" for one in ticks[1:]}
    assert read_form({**button["data"], **left, "person": "4"}) == HandMany(items=((1, 1),), person="4")
    with pytest.raises(Refusal, match="choose at least one"):
        read_form({**button["data"], **left, ticks[0]["id"]: "false"})


def test_help_names_what_can_be_typed_to_us() -> None:
    said = read(card_of(HelpView(lines=(("/queue next", say("Mine")), ("/queue", say("Mine"))))))
    assert said[1:] == ["next  Bei mir", "queue  Bei mir"]


def test_a_long_log_shows_its_end_and_leads_to_all_of_it() -> None:
    log = next(view for view in KINDS if isinstance(view, LogView))
    drawn = card_of(replace(log, lines=log.lines * 60), private=True)
    assert f"{URL}/team/item/42" in json.dumps(drawn)


# Forms


def _form(text: str = "Hallo", **changes: Any) -> Form:
    found = next(view for view in every_view() if isinstance(view, Form))
    return replace(found, text=text, **changes)


def sent(value: dict[str, Any], post: bool = False, **typed: str) -> dict[str, Any]:  # noqa: FBT001, FBT002  # a flag of the form
    """What Teams sends back: the fields as they are, or as they were changed, and the button's data."""
    card = value["card"]["content"]
    fields = {one["id"]: one.get("value", "") for one in pieces(card, "Input.")}
    buttons = [one for one in pieces(card, "Action.Submit") if one["data"].get("post", False) is post]
    return {**fields, **typed, **buttons[0]["data"]}


def test_a_form_comes_back_as_its_command() -> None:
    drawn = render.dialog(_form("Hallo\n\nTschüss {{x}}"), GERMAN)
    assert dialog_faults(drawn) == []
    assert size(drawn) < 24 * 1024
    edit = Edit(item=42, draft=3, version=1, text="Hallo\n\nTschüss {{x}}")
    assert read_form(sent(drawn)) == edit
    assert read_form(sent(drawn, True, text=" Neu ")) == replace(edit, text="Neu", post=True)


def test_a_form_in_a_card_comes_back_in_the_same_way_and_has_a_way_back() -> None:
    drawn = card_of(_form(fields=()), edit_mode="inline")
    assert [one["verb"] for one in pieces(drawn, "Action.Execute")] == ["edit", "edit", "ask"]
    assert [*pieces(drawn, "Action.Execute")][2]["associatedInputs"] == "none"


def test_further_fields_and_choices_come_back_beside_the_text() -> None:
    fact = _form(
        "Um neun.",
        command=SaveFact(item=42, draft=3, version=1),
        action=Action.SAVE_FACT,
        fields=(
            FormField(name="question", label=say("The question"), text="Wann?", above=True),
            FormField(
                name="until",
                label=say("True until (optional)"),
                text="b",
                choices=(("a", say("Mine")), ("b", say("Open"))),
            ),
        ),
    )
    drawn = render.dialog(fact, GERMAN)
    assert dialog_faults(drawn) == []
    assert [one["id"] for one in pieces(drawn, "Input.")] == ["question", "text", "until"]
    assert read_form(sent(drawn)) == SaveFact(
        item=42, draft=3, version=1, text="Um neun.", question="Wann?", until="b"
    )


def test_a_tone_and_a_wish_make_one_instruction() -> None:
    form = _form("dank ihr", command=Redraft(item=42), action=Action.REDRAFT, save=None, fields=())
    assert read_form(sent(render.dialog(form, GERMAN), tone="Kürzer")) == Redraft(
        item=42, text="Kürzer. dank ihr"
    )


def test_a_dialog_says_the_limit_and_why_a_text_came_back() -> None:
    drawn = render.dialog(_form(), GERMAN, reason=say("It is already answered."))
    assert read(drawn)[0] == "⚠ Es ist schon beantwortet."
    assert "Die Plattform nimmt höchstens 300 sichtbare Zeichen." in read(drawn)


@pytest.mark.parametrize("length", [30_000, 1_000_000])
def test_a_text_that_is_too_long_for_a_dialog_is_refused_and_not_cut(length: int) -> None:
    with pytest.raises(Refusal, match="too long for a dialog"):
        render.dialog(_form("x" * length), GERMAN)


@settings(max_examples=25)
@given(TEXTS)
def test_no_comment_breaks_the_dialog_beside_it(text: str) -> None:
    form = _form("Hallo", beside=full_card(text), fields=())
    assert dialog_faults(render.dialog(form, GERMAN)) == []


@pytest.mark.parametrize(
    "data", [{}, {"command": 3}, {"command": "explode:1:2:3"}, {"command": "edit:x:1:1"}]
)
def test_what_is_not_one_of_our_buttons_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        read_form(data)


def test_a_moment_is_drawn_in_the_teams_time_zone() -> None:
    there = Catalogue("en", "America/New_York")
    card = item_card(published=datetime(2026, 11, 21, 12, 0, tzinfo=UTC))
    assert "07:00" in read(card_of(card, there))[1]
