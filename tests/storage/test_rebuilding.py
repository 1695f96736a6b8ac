"""What storms, troubles and rebuilding ask of memory: what waits where, facts by name, places and turns."""

from bot.domain.effect import Kind, State
from bot.domain.item import dismiss
from bot.domain.people import Role
from bot.memory import ShownPlace
from bot.ports import Place
from storage.database import Database
from tests.storage.given import LANE, SOON, a_comment, a_person, an_effect, on_web, take

PLACES = [Place(surface="web", channel="team", remote=f"m{number}") for number in range(3)]


async def test_shows_that_wait_are_counted_by_kind_and_urgency(database: Database) -> None:
    await take(database, a_comment(1), a_comment(2))
    async with database.work() as work:
        await work.effects.want(an_effect((await work.items.get_many([1]))[1]))
        assert await work.queue.unshown_in(LANE) == 2
        assert await work.queue.unshown_by(LANE) == [("general", 1, 2)]
        assert await work.queue.unshown_in("show:web:attic") == 0
        assert await work.queue.unshown_by("show:web:attic") == []


async def test_facts_are_found_by_the_beginning_of_their_name(database: Database) -> None:
    async with database.work() as work:
        for name in ("trouble:a", "trouble:b", "troubleXa", "trouble_"):
            await work.set_fact(name, name.upper())
        assert await work.facts("trouble:") == {"trouble:a": "TROUBLE:A", "trouble:b": "TROUBLE:B"}
        assert await work.facts("trouble_") == {"trouble_": "TROUBLE_"}
        await work.set_fact("trouble:a", None)
        assert await work.fact("trouble:a") is None


async def test_the_accounts_of_a_role(database: Database) -> None:
    await a_person(database, "Lea")
    await a_person(database, "Kim", Role.APPROVER)
    async with database.read() as work:
        assert await work.people.accounts("web", Role.LEAD) == ["lea"]
        assert await work.people.accounts("slack", Role.LEAD) == []


async def test_open_items_are_found_where_they_are_shown_and_can_be_shown_again(database: Database) -> None:
    items = await take(database, *(a_comment(number) for number in range(1, 4)))
    lea = await a_person(database)
    async with database.work() as work:
        shows = await work.effects.due(LANE, 10, SOON)
        await work.effects.claim([show.id for show in shows[:2]], "t")
        sent = await work.effects.due(LANE, 10, -SOON)
        for show, place in zip(shows[:2], PLACES, strict=False):
            claimed = next(one for one in sent if one.id == show.id)
            assert await work.effects.settle(claimed, "t", State.SENT, remote=place.remote)
            await work.effects.show_places([ShownPlace(effect=show, place=place, live=False, stale=False)])
        done = (await work.items.get_many([items[1].id]))[items[1].id]
        await work.items.keep(dismiss(done, on_web(lea), "", 1))
        assert await work.effects.open_places("web") == {items[0].id: [PLACES[0]]}

        await work.effects.forget_places(items[0].id, "web")
        assert await work.effects.open_places("web") == {}
        again = an_effect(items[0], kind=Kind.SHOW, lane=LANE, key="k9")
        assert [await work.effects.want_again(again) for _ in range(2)] == [True, False]
        last = await work.effects.last(items[0].id, [Kind.SHOW])
        assert last
        assert (last.turn, last.key) == (2, "k9")
        never = an_effect(items[2], kind=Kind.SHOW, lane="show:web:attic", key="k10")
        assert await work.effects.want_again(never)
