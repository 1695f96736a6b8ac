"""Showing: the contract of surfaces, and what the errors of Teams become."""

import asyncio
from datetime import timedelta

import pytest

from adapters.surfaces.teams.surface import Teams
from bot.domain.status import Action
from bot.errors import NeedsPerson, OutsideError, Refused, TooLong, TryLater, Unclear
from bot.views import Notice
from bot.words import say
from tests.adapters.surfaces.teams.conftest import IMPATIENT, Notebook, settings_for
from tests.adapters.surfaces.teams.member import KIM
from tests.adapters.surfaces.teams.pretend import CHANNEL, SECRET, PretendTeams, Room, card_of, words
from tests.adapters.surfaces.teams.rules import message_faults
from tests.adapters.surfaces.web.fake_desk import FakeDesk
from tests.adapters.surfaces.web.samples import item_card
from tests.contracts.surface import SurfaceContract


class Behind:
    """The pretend Teams, as the contract wants to see it."""

    channel = CHANNEL

    def __init__(self, pretend: PretendTeams) -> None:
        self._pretend = pretend

    def shown(self) -> list[str]:
        return [words(card) for card in self._pretend.cards()]

    def harm(self) -> list[str]:
        messages = [{**one["activity"]} for one in self._pretend.messages]
        plain = [{name: value for name, value in one.items() if name != "id"} for one in messages]
        return [fault for one in plain for fault in message_faults(one)]

    def lose_next(self) -> None:
        self._pretend.fail_next("create", "drop")

    def slow_down(self) -> None:
        self._pretend.fail_next("create", "wait")

    def shut_out(self) -> None:
        self._pretend.rooms[CHANNEL].trouble = (403, "BotNotInConversationRoster")

    def delete_all(self) -> None:
        self._pretend.messages.clear()


class TestTeamsAsASurface(SurfaceContract):
    """Teams keeps the contract. It has no look-up of messages, so it promises nothing about lost ones."""

    @pytest.fixture
    def surface(self, teams: Teams) -> Teams:
        return teams

    @pytest.fixture
    def backstage(self, pretend: PretendTeams) -> Behind:
        return Behind(pretend)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("wait", TryLater),
        ((412, "PreconditionFailed"), TryLater),
        ("html", Unclear),
        ((500, "ServiceError"), Unclear),
        ((504, "GatewayTimeout"), Unclear),
        ("drop", Unclear),
        ((403, "BotNotInConversationRoster"), NeedsPerson),
        ((404, "ConversationNotFound"), NeedsPerson),
        ((413, "MessageSizeTooBig"), TooLong),
        ((400, "BadSyntax"), Refused),
    ],
)
async def test_each_error_of_teams_has_its_kind_and_a_new_message_is_sent_once(
    teams: Teams, pretend: PretendTeams, fault: str | tuple[int, str], kind: type[OutsideError]
) -> None:
    pretend.fail_next("create", fault)
    with pytest.raises(kind) as caught:
        await teams.show(item_card(), CHANNEL, "key-1")
    assert "{" not in str(caught.value.words)
    assert pretend.calls["create"] == 1


@pytest.mark.parametrize("fault", ["html", "drop", (503, "ServiceUnavailable"), (412, "Precondition")])
async def test_a_redraw_that_got_no_answer_is_tried_later(
    teams: Teams, pretend: PretendTeams, fault: str | tuple[int, str]
) -> None:
    place = await teams.show(item_card(), CHANNEL, "key-1")
    pretend.fail_next("update", fault)
    with pytest.raises(TryLater):
        await teams.redraw(place, item_card(text="Ganz anders."))


@IMPATIENT
async def test_a_teams_that_stalls_leaves_a_new_message_unclear_and_a_redraw_for_later(
    teams: Teams, pretend: PretendTeams
) -> None:
    place = await teams.show(item_card(), CHANNEL, "key-1")
    pretend.fail_next("create", "stall")
    with pytest.raises(Unclear):
        await teams.show(item_card(43), CHANNEL, "key-2")
    assert pretend.calls["create"] == 2
    pretend.fail_next("update", "stall")
    with pytest.raises(TryLater):
        await teams.redraw(place, item_card(text="Ganz anders."))


async def test_nobody_there_means_that_nothing_was_sent(desk: FakeDesk) -> None:
    nobody = PretendTeams(url="http://127.0.0.1:9")
    lost = Teams(settings=settings_for(nobody), hear=desk.hear, memory=Notebook())
    with pytest.raises(TryLater):
        await lost.show(item_card(), CHANNEL, "key-1")


async def test_one_token_serves_many_calls_and_a_revoked_one_is_replaced(
    teams: Teams, pretend: PretendTeams
) -> None:
    await asyncio.gather(*(teams.show(item_card(n), CHANNEL, f"key-{n}") for n in range(20)))
    assert (pretend.calls["token"], len(pretend.messages)) == (1, 20)
    pretend.revoke()
    await teams.show(item_card(), CHANNEL, "key-20")
    assert (pretend.calls["token"], len(pretend.messages)) == (2, 21)


async def test_a_token_is_renewed_before_it_runs_out(teams: Teams, pretend: PretendTeams) -> None:
    pretend.lasts = 200  # less than five minutes
    for number in range(2):
        await teams.show(item_card(number), CHANNEL, f"key-{number}")
    assert pretend.calls["token"] == 1, "one that is always about to end is not fetched for each call"


async def test_a_wrong_secret_needs_a_person(pretend: PretendTeams, desk: FakeDesk) -> None:
    settings = settings_for(pretend, app_password=f"not {SECRET}")
    wrong = Teams(settings=settings, hear=desk.hear, memory=Notebook())
    with pytest.raises(NeedsPerson, match="secret"):
        await wrong.show(item_card(), CHANNEL, "key-1")
    assert pretend.calls["create"] == 0
    await wrong.close()


async def test_a_sign_in_that_does_not_answer_sends_nothing(teams: Teams, pretend: PretendTeams) -> None:
    pretend.fail_next("token", "html", (503, "unavailable"))
    for _ in range(2):
        with pytest.raises(TryLater):
            await teams.show(item_card(), CHANNEL, "key-1")
    assert pretend.calls["create"] == 0


async def test_the_limit_of_a_channel_is_said_with_its_pause(teams: Teams, pretend: PretendTeams) -> None:
    pretend.paced = True
    shown = await asyncio.gather(
        *(teams.show(item_card(n), CHANNEL, f"key-{n}") for n in range(10)), return_exceptions=True
    )
    told = [one for one in shown if isinstance(one, TryLater)]
    assert len(told) == 3
    assert {one.after for one in told} == {timedelta(seconds=1)}


async def test_a_card_of_a_thread_stands_in_it(teams: Teams, pretend: PretendTeams) -> None:
    head = await teams.show(item_card(41), CHANNEL, "key-1")
    second = await teams.show(item_card(42), CHANNEL, "key-2", head)
    await teams.show(item_card(43), CHANNEL, "key-3", second)
    assert [one["thread"] for one in pretend.messages] == ["", head.remote, head.remote]


async def test_a_lead_is_told_in_their_own_chat(pretend: PretendTeams) -> None:
    pretend.rooms["19:x@thread.tacv2"] = Room()
    settings = settings_for(pretend, leads=CHANNEL)
    surface = Teams(settings=settings, hear=FakeDesk({}).hear, memory=Notebook())
    place = await surface.announce(Notice(words=say("Done.")), KIM, "key-1")
    await surface.announce(Notice(words=say("Done.")), KIM, "key-2")
    await surface.announce_again(place, Notice(words=say("You may only look. A lead can change that.")))
    told = [words(card_of(one)) for one in pretend.chats[f"a:29:{KIM}"]]
    assert len(told) == 2
    assert "only look" in told[0]
    assert pretend.calls["chat"] == 1, "the chat is remembered"
    await surface.close()


async def test_a_lost_card_is_shown_again_and_a_click_before_that_keeps_the_first(
    teams: Teams, pretend: PretendTeams
) -> None:
    pretend.fail_next("create", "drop")
    with pytest.raises(Unclear):
        await teams.show(item_card(42, Action.CLAIM), CHANNEL, "key-1")
    assert await teams.find(CHANNEL, "key-1") is None
