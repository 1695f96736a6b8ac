"""What every surface must keep that shows cards in a chat tool. Its tests inherit a class from here.

`SurfaceContract` needs `surface` and `backstage`: what the members of the channel see, behind its back.
`FindsContract` adds what is promised when answers get lost.
"""

from dataclasses import replace
from typing import Protocol

import pytest

from bot.domain.status import Action, Status
from bot.errors import NeedsPerson, OutsideError, TryLater, Unclear
from bot.ports import Finds, Surface
from tests.adapters.surfaces.web.hostile import CORPUS
from tests.adapters.surfaces.web.samples import full_card, item_card

CALLS = {"call": "<!channel> <@U123> @here @everyone <at>all</at>", "link": "<https://evil.example|click>"}
HOSTILE = CORPUS | CALLS


class Backstage(Protocol):
    """The chat tool, seen without the surface."""

    channel: str

    def shown(self) -> list[str]:
        """The words of each message in the channel, oldest first."""

    def harm(self) -> list[str]:
        """Whatever in the messages is more than words: calls, links with a false name, pictures."""

    def lose_next(self) -> None:
        """The next message arrives, and the answer is lost."""

    def slow_down(self) -> None:
        """The next call is told to wait."""

    def shut_out(self) -> None:
        """From now on our bot may not do anything in the channel."""

    def delete_all(self) -> None:
        """Somebody deletes our messages."""


class SurfaceContract:
    """The promises of the port `Surface`."""

    async def test_a_card_is_shown_once_with_what_it_says(
        self, surface: Surface, backstage: Backstage
    ) -> None:
        place = await surface.show(item_card(), backstage.channel, "key-1")
        assert (place.surface, place.channel) == (surface.name, backstage.channel)
        (said,) = backstage.shown()
        assert "Jana W." in said
        assert "6er-Packung" in said

    async def test_a_redraw_changes_the_message_and_makes_no_other(
        self, surface: Surface, backstage: Backstage
    ) -> None:
        place = await surface.show(item_card(), backstage.channel, "key-1")
        for _ in range(2):
            await surface.redraw(place, item_card(text="Ganz anders."))
        (said,) = backstage.shown()
        assert "Ganz anders." in said

    async def test_a_card_can_join_the_thread_of_another_one(
        self, surface: Surface, backstage: Backstage
    ) -> None:
        first = await surface.show(item_card(41), backstage.channel, "key-1")
        second = await surface.show(item_card(42), backstage.channel, "key-2", first)
        third = await surface.show(item_card(43), backstage.channel, "key-3", second)
        assert len({first.remote, second.remote, third.remote}) == 3
        await surface.redraw(third, item_card(43, text="Ganz anders."))
        assert "Ganz anders." in backstage.shown()[-1]

    @pytest.mark.parametrize("name", HOSTILE)
    async def test_whatever_the_public_wrote_is_only_read(
        self, surface: Surface, backstage: Backstage, name: str
    ) -> None:
        place = await surface.show(full_card(HOSTILE[name]), backstage.channel, "key-1")
        assert backstage.harm() == []
        await surface.redraw(place, replace(full_card(HOSTILE[name]), status=Status.POSTED))
        assert backstage.harm() == []

    @pytest.mark.parametrize("status", Status)
    async def test_a_card_in_every_state_is_shown(
        self, surface: Surface, backstage: Backstage, status: Status
    ) -> None:
        card = item_card(42, Action.NOTE, status=status)
        await surface.show(card, backstage.channel, "key-1")
        assert len(backstage.shown()) == 1

    async def test_being_told_to_wait_is_said_and_nothing_is_shown(
        self, surface: Surface, backstage: Backstage
    ) -> None:
        backstage.slow_down()
        with pytest.raises(TryLater) as caught:
            await surface.show(item_card(), backstage.channel, "key-1")
        assert caught.value.after.total_seconds() >= 1
        assert backstage.shown() == []

    async def test_being_shut_out_needs_a_person(self, surface: Surface, backstage: Backstage) -> None:
        backstage.shut_out()
        with pytest.raises(NeedsPerson):
            await surface.show(item_card(), backstage.channel, "key-1")

    async def test_a_message_that_somebody_deleted_is_an_error_of_ours(
        self, surface: Surface, backstage: Backstage
    ) -> None:
        place = await surface.show(item_card(), backstage.channel, "key-1")
        backstage.delete_all()
        with pytest.raises(OutsideError):
            await surface.redraw(place, item_card())

    async def test_closing_twice_is_as_once(self, surface: Surface) -> None:
        await surface.close()
        await surface.close()


class FindsContract:
    """The promises of the ability `Finds`."""

    async def test_a_lost_show_is_found_and_not_repeated(
        self, surface: Surface, backstage: Backstage
    ) -> None:
        assert isinstance(surface, Finds)
        backstage.lose_next()
        with pytest.raises(Unclear):
            await surface.show(item_card(), backstage.channel, "key-1")
        assert len(backstage.shown()) == 1
        place = await surface.find(backstage.channel, "key-1")
        assert place is not None
        await surface.redraw(place, item_card(text="Ganz anders."))
        assert "Ganz anders." in backstage.shown()[0]

    async def test_a_lost_show_in_a_thread_is_found_too(self, surface: Surface, backstage: Backstage) -> None:
        assert isinstance(surface, Finds)
        head = await surface.show(item_card(41), backstage.channel, "key-1")
        backstage.lose_next()
        with pytest.raises(Unclear):
            await surface.show(item_card(42), backstage.channel, "key-2", head)
        place = await surface.find(backstage.channel, "key-2")
        assert place is not None
        assert place.remote != head.remote

    async def test_what_never_arrived_is_not_found(self, surface: Surface, backstage: Backstage) -> None:
        assert isinstance(surface, Finds)
        await surface.show(item_card(), backstage.channel, "key-1")
        assert await surface.find(backstage.channel, "key-2") is None
