"""Hearing: clicks, dialogs, menus, mentions, and what happens to our app. Over ASGI, with signed tokens."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from adapters.surfaces.teams import asking as asking_module
from adapters.surfaces.teams.surface import Teams
from bot.commands import Claim, Note, OpenForm, Redraft, ShowItem, ShowQueue, TakeOver, WhoAmI
from bot.domain.status import Action
from bot.errors import StorageError, Unclear
from bot.ports import Heard
from bot.views import ItemList, Me, Notice, Register, ShiftView, View
from bot.words import say
from tests.adapters.surfaces.teams.conftest import Notebook, settings_for
from tests.adapters.surfaces.teams.member import BOT, KIM, NAME, VIC, Member
from tests.adapters.surfaces.teams.pretend import CHANNEL, Json, PretendTeams, buttons, card_of, until, words
from tests.adapters.surfaces.web.fake_desk import FakeDesk
from tests.adapters.surfaces.web.samples import item_card
from tests.adapters.surfaces.web.shift_samples import handover_note

ALL = (Action.APPROVE, Action.CLAIM, Action.EDIT, Action.REDRAFT, Action.NOTE, Action.DISMISS)


@pytest.fixture
async def shown(teams: Teams, pretend: PretendTeams, desk: FakeDesk, notebook: Notebook) -> Json:
    """A card in the channel, as the desk knows it."""
    card = item_card(43, *ALL)
    desk.put(card)
    place = await teams.show(card, CHANNEL, "key-1")
    notebook.places[CHANNEL, place.remote] = 43
    return pretend.messages[0]


async def test_a_click_is_a_command_and_its_answer_is_the_card_as_it_is_now(
    kim: Member, shown: Json, desk: FakeDesk
) -> None:
    answer = await kim.click(shown, "claim")
    assert desk.heard[0].command == Claim(item=43, draft=1, version=1)
    assert (desk.heard[0].account, desk.heard[0].surface, desk.heard[0].name) == (KIM, "teams", "Kim")
    told = answer.json()
    assert (told["statusCode"], told["type"]) == (200, "application/vnd.microsoft.card.adaptive")
    assert "Kim" in words(told["value"])


async def test_a_click_that_is_sent_again_is_heard_once(kim: Member, shown: Json, desk: FakeDesk) -> None:
    sent = kim.clicked(shown, buttons(card_of(shown), "claim")[0])
    answers = [await kim.send(sent) for _ in range(3)]
    keys = {one.key for one in desk.heard if isinstance(one.command, Claim)}
    assert len(keys) == 1
    assert "" not in keys
    assert {answer.status_code for answer in answers} == {200}
    await kim.click(shown, "claim")
    assert len({one.key for one in desk.heard if isinstance(one.command, Claim)}) == 2


async def test_a_stranger_is_told_so_in_a_toast(teams: Teams, pretend: PretendTeams, shown: Json) -> None:
    answer = await Member(teams, pretend, account=VIC).click(shown, "claim")
    assert answer.json()["type"] == "application/vnd.microsoft.activity.message"
    assert "Nobody on the team" in answer.json()["value"]


async def test_whoever_has_no_object_id_decides_nothing(kim: Member, shown: Json, desk: FakeDesk) -> None:
    sent = kim.clicked(shown, buttons(card_of(shown), "claim")[0])
    answer = await kim.send({**sent, "from": {"id": "29:somebody", "name": "Somebody"}})
    assert "who you are" in answer.json()["value"]
    assert not [one for one in desk.heard if isinstance(one.command, Claim)]


@pytest.mark.parametrize(
    "data", [{"command": "approve:43"}, {"command": "'; drop"}, {"line": 7}, {}, {"open": "rm"}]
)
async def test_a_button_that_is_none_of_ours_is_refused(kim: Member, shown: Json, data: Json) -> None:
    button = {"type": "Action.Execute", "verb": "x", "data": data}
    answer = await kim.send(kim.clicked(shown, button))
    assert answer.json()["type"] == "application/vnd.microsoft.activity.message"


async def test_an_edit_in_the_dialog_arrives_word_for_word(kim: Member, shown: Json, desk: FakeDesk) -> None:
    told = await kim.open(shown, "edit")
    assert told["type"] == "continue"
    form = told["value"]["card"]["content"]
    (send,) = [one for one in form["actions"] if one["data"].get("post")]
    answer = await kim.submit(shown, send["data"], text="Überall & <überall>!\nWirklich.")
    assert (answer.status_code, answer.content) == (200, b"")
    command: Any = desk.heard[-2].command
    assert (command.text, command.post) == ("Überall & <überall>!\nWirklich.", True)


async def test_a_refused_edit_comes_back_with_its_text_and_says_why(
    kim: Member, shown: Json, desk: FakeDesk
) -> None:
    form = (await kim.open(shown, "edit"))["value"]["card"]["content"]
    desk.put(replace(desk.cards[43], version=2))
    answer = await kim.submit(shown, form["actions"][0]["data"], text="Mein langer Text")
    told = answer.json()["task"]
    assert told["type"] == "continue"
    again = told["value"]["card"]["content"]
    assert "edited after you saw it" in words(again)
    assert "Mein langer Text" in str(again)
    assert again["actions"][0]["data"]["version"] == 2


async def test_a_dialog_that_cannot_be_opened_says_why(kim: Member, shown: Json, desk: FakeDesk) -> None:
    desk.form_open = False
    told = await kim.open(shown, "edit")
    assert told == {"type": "message", "value": "It is already answered."}


async def test_where_there_are_no_dialogs_the_edit_stands_in_the_card(
    pretend: PretendTeams, desk: FakeDesk, notebook: Notebook
) -> None:
    desk.put(item_card(43, *ALL))
    teams = Teams(settings=settings_for(pretend, edit_mode="inline"), hear=desk.hear, memory=notebook)
    await teams.show(item_card(43, *ALL), CHANNEL, "key-1")
    kim = Member(teams, pretend)
    form = (await kim.click(pretend.messages[0], "edit")).json()["value"]
    save, post = [
        one for one in buttons(form, "edit") if "draft" in str(one["title"]) or one["data"].get("post")
    ]
    await kim.send(kim.clicked(pretend.messages[0], post, text="Kurz."))
    assert save != post
    command: Any = desk.heard[-2].command
    assert (command.text, command.item, command.post) == ("Kurz.", 43, True)
    await teams.close()


@pytest.mark.parametrize(
    ("entry", "command"),
    [
        ("redraft", OpenForm(item=43, action=Action.REDRAFT)),
        ("note", OpenForm(item=43, action=Action.NOTE)),
        ("take_over", TakeOver(item=43)),
        ("open", ShowItem(item=43)),
    ],
)
async def test_a_message_of_the_thread_has_the_same_actions(
    kim: Member, shown: Json, desk: FakeDesk, entry: str, command: object
) -> None:
    said = {"id": "77", "thread": shown["id"]}
    answer = await kim.choose(entry, said, "<p>Bitte <b>prüfen</b> &amp; melden</p>")
    assert desk.heard[-1].command == command or desk.heard[-2].command == command
    assert answer.json()["task"]["type"] in {"continue", "message"}
    if entry == "note":
        assert "Bitte prüfen & melden" in str(answer.json())


async def test_elsewhere_a_menu_says_that_there_is_no_comment(kim: Member) -> None:
    answer = await kim.choose("note", {"id": "5", "thread": "4"})
    assert "thread of a comment" in answer.json()["task"]["value"]


async def test_a_wish_in_the_thread_is_a_new_draft_and_says_nothing_more(
    kim: Member, shown: Json, desk: FakeDesk, pretend: PretendTeams
) -> None:
    await kim.say("kürzer &amp; wärmer, <at>Vic</at>", shown["id"])
    await kim.teams.telling.quiet()
    commands = [one.command for one in desk.heard if one.key]
    assert commands == [Redraft(item=43, text="kürzer & wärmer, Vic")]
    # This desk knows no redraft, and that is said where it was asked.
    assert pretend.messages[-1]["thread"] == shown["id"]


async def test_the_name_of_our_bot_is_left_out_by_its_id(kim: Member, desk: FakeDesk) -> None:
    """A bot called “Queue” must not swallow the word queue."""
    entity = {"type": "mention", "text": "<at>Queue</at>", "mentioned": {"id": BOT, "name": "Queue"}}
    other = {"type": "mention", "text": "<at>next</at>", "mentioned": {"id": "29:x", "name": "next"}}
    await kim.say("", text="<at>Queue</at> queue", entities=[entity])
    await kim.say("", text="<at>Queue</at>&nbsp; search <at>next</at>", entities=[entity, other])
    await kim.teams.telling.quiet()
    asked = [one.command for one in desk.heard if type(one.command).__name__ in {"ShowQueue", "Search"}]
    assert asked[0] == ShowQueue(room=CHANNEL)
    assert getattr(asked[1], "words", "") == "next"


async def test_what_is_not_said_to_us_is_not_heard(kim: Member, shown: Json, desk: FakeDesk) -> None:
    await kim.say("queue", shown["id"], mention=False)
    await kim.teams.telling.quiet()
    assert desk.heard == []


async def test_talk_in_the_thread_is_kept_where_that_is_wanted(
    pretend: PretendTeams, desk: FakeDesk, notebook: Notebook, shown: Json
) -> None:
    teams = Teams(settings=settings_for(pretend, keep_notes=True), hear=desk.hear, memory=notebook)
    kim = Member(teams, pretend)
    await kim.say("Habe ich schon <b>gefragt</b>", shown["id"], mention=False)
    await kim.say("Anderswo", mention=False)
    await kim.say("Ich bin ein Bot", shown["id"], mention=False, **{"from": {"id": "28:another"}})
    await teams.telling.quiet()
    assert len(pretend.messages) == 1
    assert [one.command for one in desk.heard if one.key] == [
        Note(item=43, text="Habe ich schon <b>gefragt</b>")
    ]
    await teams.close()


async def test_the_queue_is_answered_in_the_thread_and_what_is_mine_in_my_chat(
    kim: Member, pretend: PretendTeams
) -> None:
    await kim.say("queue")
    await kim.teams.telling.quiet()
    assert "New" in words(card_of(pretend.messages[0]))
    await kim.say("mine")
    await kim.teams.telling.quiet()
    assert "own chat" in words(card_of(pretend.messages[-1]))
    assert "Mine" in words(card_of(pretend.chats[kim.chat][0]))


async def test_a_person_whom_we_may_not_write_to_is_told_how_to_change_that(
    kim: Member, pretend: PretendTeams
) -> None:
    pretend.fail_next("chat", (403, "BotNotInConversationRoster"))
    await kim.say("mine")
    await kim.teams.telling.quiet()
    assert "add the app" in words(card_of(pretend.messages[-1]))


async def test_a_message_that_is_sent_again_has_one_answer(kim: Member, pretend: PretendTeams) -> None:
    sent = {**kim.activity("message", f"{CHANNEL};messageid=5"), "text": f"<at>{NAME}</at> queue"}
    sent["entities"] = [{"type": "mention", "text": f"<at>{NAME}</at>", "mentioned": {"id": BOT}}]
    await asyncio.gather(*(kim.send(sent) for _ in range(3)))
    await kim.teams.telling.quiet()
    assert len(pretend.messages) == 1


async def test_a_chat_has_all_commands_and_its_cards_follow(kim: Member, pretend: PretendTeams) -> None:
    await kim.write("item 43")
    await kim.teams.telling.quiet()
    (message,) = pretend.chats[kim.chat]
    assert "6er-Packung" in words(card_of(message))
    await kim.write("unsinn")
    await kim.teams.telling.quiet()
    assert "not a command" in words(card_of(pretend.chats[kim.chat][-1]))


async def test_a_card_in_a_chat_is_asked_for_by_its_readers_client(
    kim: Member, pretend: PretendTeams, desk: FakeDesk
) -> None:
    """It is no place of the item, so nothing else would keep it up to date."""
    await kim.write("item 43")
    await kim.teams.telling.quiet()
    (message,) = pretend.chats[kim.chat]
    refresh = card_of(message)["refresh"]
    assert refresh["userIds"] == [f"29:{KIM}"]
    desk.put(item_card(43, text="Ganz anders."))
    asked = kim.clicked(message, refresh["action"])
    answer = await kim.send({**asked, "conversation": {"id": kim.chat, "conversationType": "personal"}})
    assert "Ganz anders." in words(answer.json()["value"])
    await kim.teams.telling.quiet()
    assert pretend.calls["update"] == 0, "its message is left as it is"


async def test_a_click_in_the_chat_changes_its_message(
    kim: Member, pretend: PretendTeams, desk: FakeDesk
) -> None:
    desk.put(item_card(43, Action.CLAIM))
    await kim.write("item 43")
    await kim.teams.telling.quiet()
    (message,) = pretend.chats[kim.chat]
    await kim.press_in_chat(kim.chat, message, "claim")
    await kim.teams.telling.quiet()
    assert "Done." in words(card_of(pretend.chats[kim.chat][0]))


async def test_whoever_adds_the_app_sees_their_home(kim: Member, pretend: PretendTeams) -> None:
    await kim.install(alone=True)
    await kim.teams.telling.quiet()
    (message,) = pretend.chats[kim.chat]
    assert "Waiting" in words(card_of(message))
    await kim.install("remove", alone=True)
    await kim.teams.telling.quiet()
    assert len(pretend.chats[kim.chat]) == 1


async def test_home_takes_another_language_and_words_to_search(
    kim: Member, pretend: PretendTeams, desk: FakeDesk
) -> None:
    await kim.write("home")
    await kim.teams.telling.quiet()
    (message,) = pretend.chats[kim.chat]
    await kim.press_in_chat(kim.chat, message, "language", language="de")
    assert desk.people[KIM].language == "de"
    await kim.teams.telling.quiet()
    search = next(one for one in buttons(card_of(message), "ask") if one["data"] == {"line": "search"})
    sent = kim.clicked(message, search, words="Hafer  drink", language="de")
    await kim.send(sent)
    assert "Hafer drink" in [getattr(one.command, "words", "") for one in desk.heard]


async def test_the_address_of_the_service_follows_what_teams_says(
    kim: Member, pretend: PretendTeams, notebook: Notebook, desk: FakeDesk
) -> None:
    elsewhere = settings_for(pretend, service_url="http://127.0.0.1:9/")
    surface = Teams(settings=elsewhere, hear=desk.hear, memory=notebook)
    await Member(surface, pretend).install()
    await surface.telling.quiet()
    await surface.close()
    another_process = Teams(settings=elsewhere, hear=desk.hear, memory=notebook)
    await another_process.show(item_card(), CHANNEL, "key-1")
    assert len(pretend.messages) == 1
    await another_process.close()
    assert kim


async def test_an_address_that_was_kept_under_other_settings_gets_no_token(
    pretend: PretendTeams, notebook: Notebook, desk: FakeDesk
) -> None:
    """The emulator's, say, in a database that is then used with a real tenant."""
    async with PretendTeams() as stranger:
        notebook.kept["service"] = stranger.service_url.replace("127.0.0.1", "localhost")
        teams = Teams(settings=settings_for(pretend), hear=desk.hear, memory=notebook)
        await teams.show(item_card(), CHANNEL, "key-1")
        assert (len(pretend.messages), stranger.seen) == (1, [])
        await teams.close()


@pytest.mark.parametrize("where", ["personal", "groupChat"])
async def test_a_menu_in_other_peoples_chat_is_not_where_a_person_is_written_to(
    kim: Member, pretend: PretendTeams, shown: Json, where: str
) -> None:
    await kim.write("item 43")
    await kim.teams.telling.quiet()
    theirs = {"id": "19:kim_vic@unq.gbl.spaces", "conversationType": where}
    value = {"commandId": "note", "messagePayload": {"id": "1"}}
    await kim.send({**kim.invoked("composeExtension/fetchTask", value, shown), "conversation": theirs})
    await kim.teams.telling.quiet()
    await kim.say("mine")
    await kim.teams.telling.quiet()
    assert (len(pretend.chats[kim.chat]), len(pretend.chats)) == (2, 1)


@pytest.mark.parametrize("typed", ["parked", "mine", "take", "handover", "shift"])
async def test_a_channel_is_told_nothing_that_is_one_persons(
    pretend: PretendTeams, notebook: Notebook, typed: str
) -> None:
    """Who is in a channel of Teams need not be on the team."""
    views: dict[str, View] = {
        "parked": Register(title=say("Done."), lines=(), empty=say("Geheim"), facts=()),
        "mine": ItemList(title=say("Geheim"), lines=()),
        "handover": replace(handover_note(), words="Geheim"),
        "shift": ShiftView(on=(), coming=(), away=(say("Geheim"),), remarks=()),
        "take": Notice(words=say("Done."), card=item_card(43, *ALL, text="Geheim"), kept_text="Geheim"),
    }

    async def hear(heard: Heard) -> View:
        return (
            Me(name="Kim", language="en", channels=()) if isinstance(heard.command, WhoAmI) else views[typed]
        )

    teams = Teams(settings=settings_for(pretend), hear=hear, memory=notebook)
    await Member(teams, pretend).say("mine" if typed == "take" else typed)
    await teams.telling.quiet()
    told = [card_of(one) for one in pretend.messages]
    assert told
    assert "Geheim" not in str(told)
    assert not buttons(told[0], "approve")
    await teams.close()


async def test_a_question_that_comes_back_in_a_dialog_is_drawn(
    pretend: PretendTeams, shown: Json, notebook: Notebook
) -> None:
    (yes,) = item_card(43, Action.CLAIM).buttons

    async def hear(_: Heard) -> View:
        return Notice(words=say("Done."), refused=True, buttons=(yes,))

    teams = Teams(settings=settings_for(pretend), hear=hear, memory=notebook)
    told = (await Member(teams, pretend).choose("take_over", shown)).json()["task"]
    assert told["type"] == "continue"
    assert "Done." in words(told["value"]["card"]["content"])
    await teams.close()


async def test_a_team_that_another_process_has_removed_is_kept_when_it_comes_back(
    kim: Member, notebook: Notebook
) -> None:
    await kim.install()
    await kim.teams.telling.quiet()
    before = {name for name in notebook.kept if name.startswith("team:")}
    for name in before:
        del notebook.kept[name]
    await kim.install()
    await kim.teams.telling.quiet()
    assert before
    assert before <= set(notebook.kept)


async def test_a_click_on_a_lost_card_keeps_it(
    kim: Member, teams: Teams, pretend: PretendTeams, desk: FakeDesk
) -> None:
    desk.put(item_card(43, *ALL))
    pretend.fail_next("create", "drop")
    with pytest.raises(Unclear):
        await teams.show(item_card(43, *ALL), CHANNEL, "key-1")
    await kim.click(pretend.messages[0], "claim")
    await teams.telling.quiet()
    place = await teams.find(CHANNEL, "key-1")
    assert place is not None
    await teams.redraw(place, item_card(43, text="Ganz anders."))
    assert "Ganz anders." in words(card_of(pretend.messages[0]))
    assert await teams.find(CHANNEL, "key-1") is None


async def test_a_click_on_a_card_that_was_shown_again_works_and_folds_it_up(
    kim: Member, teams: Teams, pretend: PretendTeams, desk: FakeDesk, notebook: Notebook
) -> None:
    desk.put(item_card(43, *ALL))
    pretend.fail_next("create", "drop")
    with pytest.raises(Unclear):
        await teams.show(item_card(43, *ALL), CHANNEL, "key-1")
    place = await teams.show(item_card(43, *ALL), CHANNEL, "key-1")
    notebook.places[CHANNEL, place.remote] = 43
    orphan, counting = pretend.messages
    answer = await kim.click(orphan, "claim")
    assert "Kim" in words(answer.json()["value"])
    await teams.telling.quiet()
    assert "arrived twice" in words(card_of(orphan))
    assert buttons(card_of(orphan), "claim") == []
    assert "6er-Packung" in words(card_of(counting))
    await kim.click(counting, "claim")
    await teams.telling.quiet()
    assert "6er-Packung" in words(card_of(counting))


async def test_a_memory_that_is_away_is_said_and_nothing_breaks(
    kim: Member, shown: Json, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> int:
        raise StorageError(say("The database cannot be reached."))

    monkeypatch.setattr(notebook, "item_at", away)
    monkeypatch.setattr(notebook, "place_of", away)
    monkeypatch.setattr(notebook, "facts", away)
    told = await kim.choose("note", shown)
    assert "cannot be reached" in told.json()["task"]["value"]
    assert (await kim.click(shown, "claim")).status_code == 200
    await kim.say("kürzer", shown["id"])
    await kim.teams.telling.quiet()


async def test_whoever_asks_for_their_own_card_gets_it(kim: Member, shown: Json, desk: FakeDesk) -> None:
    refresh = card_of(shown)["refresh"]
    assert refresh["userIds"] == [], "nobody's client asks by itself"
    answer = await kim.send(kim.clicked(shown, refresh["action"]))
    assert desk.heard[0].command == ShowItem(item=43)
    assert "6er-Packung" in words(answer.json()["value"])


async def test_a_desk_that_is_slow_is_said_to_be_and_finishes(
    pretend: PretendTeams, desk: FakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = asyncio.Event()

    async def slow(heard: Heard) -> View:
        if isinstance(heard.command, Claim):
            await asyncio.sleep(0.2)
            done.set()
        return await desk.hear(heard)

    monkeypatch.setattr(asking_module, "PATIENCE", 0.05)
    teams = Teams(settings=settings_for(pretend), hear=slow, memory=Notebook())
    await teams.show(item_card(43, *ALL), CHANNEL, "key-1")
    answer = await Member(teams, pretend).click(pretend.messages[0], "claim")
    assert "longer than usual" in answer.json()["value"]
    await until(done.is_set)
    await teams.close()


async def test_the_last_words_of_a_program_that_ends_are_said(kim: Member, pretend: PretendTeams) -> None:
    await kim.say("queue")
    await kim.teams.close()
    assert len(pretend.messages) == 1
