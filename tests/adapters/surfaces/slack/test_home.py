"""Home: drawn for whoever opens theirs, with buttons that work there, and again after each change."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from adapters.surfaces.slack import homes
from adapters.surfaces.slack.surface import Slack
from bot.commands import ChooseLanguage, Claim, Edit, Hide, Search, ShowItem, to_button
from tests.adapters.surfaces.slack.conftest import KIM, VIC
from tests.adapters.surfaces.slack.linter import lint_home, lint_modal
from tests.adapters.surfaces.slack.member import Member
from tests.adapters.surfaces.slack.pretend_slack import TEAM, PretendSlack, until
from tests.adapters.surfaces.slack.test_inbound import commands_of, said
from tests.adapters.surfaces.web.fake_desk import FakeDesk
from tests.adapters.surfaces.web.samples import item_card

CLAIM = to_button(Claim(item=43, draft=1, version=1))


@pytest.fixture
async def kim(slack: Slack, pretend: PretendSlack) -> AsyncIterator[Member]:
    """A teammate, at home."""
    member = Member(slack, pretend)
    assert (await member.go_home()).status_code == 200
    await until(lambda: pretend.homes.get(KIM))
    yield member
    await member.http.aclose()


async def test_home_is_drawn_when_it_is_opened(kim: Member, pretend: PretendSlack) -> None:
    (home,) = pretend.homes[KIM]
    assert lint_home(home) == []
    assert "6er-Packung" in said(home)
    await kim.go_home("messages")
    assert pretend.calls["views.publish"] == 1


async def test_a_claim_at_home_is_done_and_home_follows(
    kim: Member, desk: FakeDesk, pretend: PretendSlack
) -> None:
    await kim.click_at_home(CLAIM)
    await until(lambda: len(pretend.homes[KIM]) == 2)
    assert desk.cards[43].handler == "Kim"
    assert CLAIM in str(pretend.homes[KIM][0])
    assert CLAIM not in str(pretend.homes[KIM][1])
    assert pretend.views == {}


async def test_what_is_done_elsewhere_is_seen_at_home(kim: Member, pretend: PretendSlack) -> None:
    await kim.click(CLAIM)
    await until(lambda: len(pretend.homes[KIM]) == 2)


async def test_nobody_elses_home_is_drawn(kim: Member, desk: FakeDesk, pretend: PretendSlack) -> None:
    desk.people[VIC] = replace(desk.people[KIM], name="Vic")
    pretend.users[VIC] = {"team_id": TEAM}
    vic = Member(kim.slack, pretend, account=VIC)
    await vic.click(CLAIM)
    await vic.http.aclose()
    assert desk.cards[43].handler == "Vic"
    assert len(pretend.homes[KIM]) == 1
    assert VIC not in pretend.homes


async def test_a_refusal_at_home_is_said_in_a_dialog(kim: Member, pretend: PretendSlack) -> None:
    await kim.click_at_home(to_button(Hide(item=43)))
    await until(lambda: pretend.views)
    assert "Not in this desk." in said(pretend.views["V1"])
    assert lint_modal(pretend.views["V1"]) == []
    assert pretend.answers == []


async def test_a_card_opened_at_home_works_in_its_dialog(
    kim: Member, desk: FakeDesk, pretend: PretendSlack
) -> None:
    await kim.click_at_home("43", "open:43")
    await until(lambda: pretend.views)
    assert "6er-Packung" in said(pretend.views["V1"])
    await kim.click_in("V1", CLAIM)
    await until(lambda: "Kim" in said(pretend.views["V1"]))
    await kim.click_in("V1", to_button(Edit(item=43, draft=1, version=1)))
    await until(lambda: "V2" in pretend.views)
    assert pretend.calls["views.push"] == 1
    sent = {**pretend.views["V2"], "root_view_id": "V1"}
    assert (await kim.submit(sent, "V2", text_0="Liebe Jana!", then="save")).text == ""
    await until(lambda: "Liebe Jana!" in said(pretend.views["V1"]))
    assert desk.cards[43].draft_number == 2


async def test_a_long_text_is_read_on_top_of_its_card(
    kim: Member, desk: FakeDesk, pretend: PretendSlack
) -> None:
    desk.put(item_card(43, text=" ".join(f"Wort{n}" for n in range(20_000))))
    await kim.click_at_home("43", "open:43")
    await until(lambda: pretend.views)
    await kim.click_in("V1", "43:0", "read:43")
    await until(lambda: "V2" in pretend.views)
    await kim.click_in("V2", "43:1", "read:43:1")
    await until(lambda: pretend.calls["views.update"] == 1)
    assert "Wort0 " not in said(pretend.views["V2"])
    assert commands_of(desk).count(ShowItem(item=43)) == 3


async def test_a_search_at_home_is_answered_in_a_dialog(
    kim: Member, desk: FakeDesk, pretend: PretendSlack
) -> None:
    await kim.click_at_home("Hafer &amp; Co", "search")
    await until(lambda: pretend.views)
    assert Search(words="Hafer & Co") in commands_of(desk)
    assert "Nothing here." in said(pretend.views["V1"])


async def test_a_language_chosen_at_home_is_spoken_at_once(
    kim: Member, desk: FakeDesk, pretend: PretendSlack
) -> None:
    await kim.click_at_home("", "language", selected_option={"value": "de"}, type="static_select")
    await until(lambda: len(pretend.homes[KIM]) == 2)
    assert ChooseLanguage(language="de") in commands_of(desk)
    assert "Meine Sprache" in said(pretend.homes[KIM][1])


async def test_a_language_that_we_do_not_speak_is_refused_in_a_dialog(
    kim: Member, pretend: PretendSlack
) -> None:
    await kim.click_at_home("", "language", selected_option={"value": "tlh"}, type="static_select")
    await until(lambda: pretend.views)
    assert "Not in this desk." in said(pretend.views["V1"])


async def test_only_the_homes_that_were_opened_lately_follow(
    kim: Member, pretend: PretendSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(homes, "MOST_KEPT", 1)
    vic = Member(kim.slack, pretend, account=VIC)
    await vic.go_home()
    await until(lambda: pretend.homes.get(VIC))
    await vic.http.aclose()
    await kim.click(CLAIM)
    await kim.slack.close()
    assert len(pretend.homes[KIM]) == 1


async def test_where_a_drawing_is_refused_the_words_arrive(kim: Member, pretend: PretendSlack) -> None:
    pretend.fail_next("views.publish", "invalid_arguments")
    await kim.go_home()
    await until(lambda: len(pretend.homes[KIM]) == 2)
    assert "/queue" in said(pretend.homes[KIM][1])
    pretend.fail_next("views.open", "invalid_arguments")
    await kim.click_at_home("43", "open:43")
    await until(lambda: pretend.views)
    assert "6er-Packung" in said(pretend.views["V1"])
    assert "/queue item 43" in said(pretend.views["V1"])


async def test_a_stranger_sees_only_why_not(slack: Slack, pretend: PretendSlack, desk: FakeDesk) -> None:
    pretend.users[VIC] = {"team_id": TEAM, "is_restricted": True}
    vic = Member(slack, pretend, account=VIC)
    await vic.go_home()
    await until(lambda: pretend.homes.get(VIC))
    await vic.http.aclose()
    assert "Guests" in said(pretend.homes[VIC][0])
    assert commands_of(desk) == []


# Typing


async def test_while_somebody_types_the_room_that_is_left_is_told(kim: Member, pretend: PretendSlack) -> None:
    await kim.click(to_button(Edit(item=43, draft=1, version=1)))
    await until(lambda: pretend.views)
    assert "at most 500 characters" in said(pretend.views["V1"])
    await kim.type_in("V1", "Kurz")
    await kim.type_in("V1", "x" * 510)
    await until(lambda: "10 characters too many" in said(pretend.views["V1"]))
    assert pretend.calls["views.update"] == 1
    assert lint_modal(pretend.views["V1"]) == []
    pretend.hashes["V1"] = "newer"
    await kim.type_in("V1", "x" * 490, seen="older")
    await until(lambda: pretend.calls["views.update"] == 2)
    assert "10 characters too many" in said(pretend.views["V1"])


async def test_a_dialog_without_a_limit_is_left_alone(
    kim: Member, desk: FakeDesk, pretend: PretendSlack
) -> None:
    desk.longest = None
    await kim.click(to_button(Edit(item=43, draft=1, version=1)))
    await until(lambda: pretend.views)
    assert (await kim.type_in("V1", "x" * 5000)).status_code == 200
    await kim.slack.close()
    assert pretend.calls["views.update"] == 0
