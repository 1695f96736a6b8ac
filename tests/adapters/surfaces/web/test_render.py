"""Drawing: every view, in every language, whatever the public wrote."""

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.surfaces._text import inert
from adapters.surfaces.web.render import Reader as For
from adapters.surfaces.web.render import etag, render
from bot.catalogue import Catalogue
from bot.commands import ON_ITEM, Redraft, to_button
from bot.domain.status import Action, Status
from bot.views import AttachmentView, ChannelView, Form, HintSheet, ThreadLine, View
from bot.words import Words, say, stored
from tests.adapters.surfaces.web.hostile import CORPUS, Reader
from tests.adapters.surfaces.web.samples import NOW, every_view, full_card, item_card

GERMAN = For(catalogue=Catalogue("de"), now=NOW)
ENGLISH = For(catalogue=Catalogue("en"), now=NOW)
MEGABYTE = "Hafer <b> " * 100_000


@pytest.mark.parametrize("view", every_view(), ids=lambda view: type(view).__name__)
@pytest.mark.parametrize("reader", [GERMAN, ENGLISH], ids=["de", "en"])
def test_every_view_is_drawn_in_both_languages(view: View, reader: For) -> None:
    assert len(Reader(render(view, reader)).said.split()) > 0


@pytest.mark.parametrize("name", CORPUS)
def test_whatever_the_public_wrote_is_only_read(name: str) -> None:
    for view in every_view(CORPUS[name]):
        html = render(view, GERMAN)
        assert Reader(html).harm == [], type(view).__name__
        assert html.encode()


@pytest.mark.parametrize("name", CORPUS)
def test_every_public_text_of_a_card_can_be_read(name: str) -> None:
    wanted = inert(CORPUS[name])
    said = Reader(render(replace(full_card(CORPUS[name]), text_before=""), GERMAN)).said
    assert said.count(wanted) >= 7


def test_a_million_characters_are_folded_and_not_cut() -> None:
    html = render(item_card(text=MEGABYTE), GERMAN)
    assert Reader(html).said.count("Hafer <b> ") >= 100_000
    assert 'class="fold long"' in html


def test_a_short_comment_is_not_folded() -> None:
    assert "data-more" not in render(item_card(), GERMAN)


def test_a_card_has_the_buttons_that_the_view_has_and_no_others() -> None:
    html = render(item_card(42, Action.APPROVE, Action.EDIT), GERMAN)
    assert html.count("<button") == 3
    assert 'data-ask="/queue author 42"' in html
    assert 'data-do="approve:42:1:1"' in html
    assert 'data-form="/team/form?item=42&amp;action=edit"' in html


@pytest.mark.parametrize("action", ON_ITEM)
def test_each_button_carries_its_command(action: Action) -> None:
    card = item_card(42, action)
    html = render(card, GERMAN)
    assert to_button(card.buttons[0].command) in html or f"action={action.value}" in html


def test_pictures_of_strangers_are_linked_and_not_loaded() -> None:
    tracker = AttachmentView(url="https://tracker.example/pixel.png", alt="Ein Bild")
    html = render(item_card(attachments=(tracker,)), GERMAN)
    assert "<img" not in html
    assert 'rel="noopener noreferrer nofollow" referrerpolicy="no-referrer"' in html
    assert "Ein Bild" in html


def test_pictures_of_the_demo_page_are_shown() -> None:
    html = render(
        item_card(attachments=(AttachmentView(url="/community/images/a.svg", alt="Hafer"),)), GERMAN
    )
    assert '<img src="/community/images/a.svg" alt="Hafer"' in html


def test_an_edited_comment_shows_what_changed() -> None:
    html = render(item_card(text="Das ist schlecht", text_before="Das ist gut"), GERMAN)
    assert "Das ist <del>gut</del><ins>schlecht</ins>" in html


def test_waiting_and_due_are_told_as_of_now() -> None:
    said = Reader(render(item_card(), GERMAN)).said
    assert "wartet seit 12 Min." in said
    assert "fällig in 48 Min." in said
    late = item_card(due=NOW - timedelta(hours=3))
    assert "seit 3 Std. überfällig" in Reader(render(late, GERMAN)).said


def test_a_reply_on_its_way_says_when_in_the_readers_time_zone() -> None:
    card = item_card(status=Status.APPROVED, posts_at=NOW + timedelta(seconds=20))
    assert "Geht raus um 13:00:20" in Reader(render(card, GERMAN)).said


def test_the_lines_of_a_long_thread_are_all_there_the_earlier_ones_folded() -> None:
    html = render(full_card(), GERMAN)
    assert html.count('<li class="note">') == 5
    assert "Früher in diesem Verlauf (2)" in html


def test_a_reason_of_ours_is_read_in_the_readers_language_and_a_typed_one_as_it_is() -> None:
    for reason, german in (
        ("It only says thanks: no reply needed.", "Da bedankt sich nur jemand: keine Antwort nötig."),
        ("Nicht für {uns}!", "Nicht für {uns}!"),
    ):
        closed = ThreadLine(at=NOW, who="Kim", what=say("Closed: no reply needed"), why=stored(reason))
        assert german in Reader(render(item_card(thread=(closed,)), GERMAN)).said


def test_a_dialog_starts_with_the_text_as_it_is_even_when_that_begins_with_a_line_break() -> None:
    form = next(view for view in every_view("\n\nHallo") if type(view).__name__ == "Form")
    assert "data-start>\n\n\nHallo</textarea>" in render(form, GERMAN)


def test_a_refused_text_comes_back_with_the_reason() -> None:
    form = next(view for view in every_view("mein Text") if type(view).__name__ == "Form")
    html = render(form, GERMAN, reason=say("It is already answered."))
    assert "Es ist schon beantwortet." in html
    assert "mein Text</textarea>" in html


def test_who_approves_for_later_types_one_line_and_reads_what_goes_out() -> None:
    form: Form = next(view for view in every_view("<i>Gern!</i>") if isinstance(view, Form))
    later = replace(form, action=Action.POST_LATER, beside=full_card("<i>Gern!</i>"))
    html = render(later, GERMAN)
    assert "<textarea" not in html
    assert "&lt;i&gt;Gern!&lt;/i&gt;</div>" in html.partition("Das geht raus:")[2]


@pytest.mark.parametrize("kind", ["Crisis", "Health"])
def test_a_crisis_is_said_once(kind: str) -> None:
    html = render(replace(full_card(), kind=Words(kind), risk="crisis", urgency=3), GERMAN)
    badges = Reader(html.partition('class="badges"')[2].partition("</header>")[0]).said
    assert badges.count("Krise") == 1


def test_the_newest_card_comes_first() -> None:
    view = ChannelView(channel="team", cards=(item_card(1), item_card(2)), older=False, waiting=0)
    html = render(view, GERMAN)
    assert html.index('data-item="2"') < html.index('data-item="1"')


def test_an_empty_channel_says_so() -> None:
    assert "Alles ruhig" in render(ChannelView(channel="team", cards=(), older=False, waiting=0), GERMAN)


def test_a_card_is_drawn_anew_when_it_changed_and_not_because_time_passes() -> None:
    card = item_card()
    later = replace(GERMAN, now=NOW + timedelta(hours=1))
    assert f'data-etag="{etag(card, "de")}"' in render(card, later)
    assert etag(card, "de") != etag(replace(card, handler="Kim"), "de")


def test_a_hint_sheet_is_folded_and_in_the_readers_language() -> None:
    sheet = HintSheet(
        route="Kim", titles=(("de", "Notfall"), ("en", "Crisis")), texts=(("de", "Jetzt"), ("en", "Now"))
    )
    for reader, title, text in ((GERMAN, "Notfall", "Jetzt"), (ENGLISH, "Crisis", "Now")):
        html = render(item_card(hints=sheet), reader)
        fold = html[html.index('<details class="hints"') : html.index("</details>")]
        assert title in fold[: fold.index("</summary>")]
        assert text in fold[fold.index("</summary>") :]
        assert "Kim" in fold


def test_a_new_draft_can_be_wished_for_by_choosing_a_tone() -> None:
    words = say("New draft")
    asked = Form(title=words, label=words, command=Redraft(item=42), text="", action=Action.REDRAFT)
    for reader, tone in ((GERMAN, "Herzlicher"), (ENGLISH, "Warmer")):
        html = render(asked, reader)
        assert f"<option>{tone}</option>" in html[html.index("data-tone") :]
    assert "data-tone" not in render(replace(asked, action=Action.NOTE), GERMAN)
