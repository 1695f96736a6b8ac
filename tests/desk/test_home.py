"""Home: a person's own page."""

from bot import commands
from bot.domain.item import Triage, Urgency
from bot.domain.status import Action
from bot.views import Home, ItemLine, Me
from tests.world import World, click


async def home(world: World, by: str = "ari") -> Home:
    view = await world.ask(commands.OpenHome(), by=by)
    assert isinstance(view, Home), view
    return view


def offered(line: ItemLine) -> list[Action]:
    return [button.command.action for button in line.buttons]


async def test_home_says_what_is_overdue_what_is_mine_and_what_waits_by_urgency(world: World) -> None:
    world.scribe.triages = lambda c: Triage(urgency=Urgency.HIGH if "!" in c.text else Urgency.NORMAL)
    await world.comes_in("Wo?", ago=5 * 3600)  # type: ignore[arg-type]  # handed on to the town
    second = await world.comes_in("Wann?", author="Bo")
    await world.comes_in("Hilfe!", author="Cem")
    await world.done(click(commands.Claim, second))
    seen = await home(world)
    assert [(str(each.title), [line.item for line in each.lines]) for each in seen.lists] == [
        ("Overdue", [1]),
        ("Mine", [2]),
        ("Waiting for someone", [3, 1]),
    ]
    assert offered(seen.lists[1].lines[0]) == [Action.RELEASE]
    assert offered(seen.lists[2].lines[0]) == [Action.CLAIM]
    assert (seen.name, seen.language, seen.may_search) == ("Ari", "de", False)
    assert (await home(world, by="lea")).may_search
    assert all(offered(line) == [] for each in (await home(world, by="vic")).lists for line in each.lines)


async def test_an_approval_of_mine_can_be_taken_back_from_there_and_given_from_nowhere(
    patient: World,
) -> None:
    card = await patient.comes_in()
    await patient.done(click(commands.Claim, card))
    await patient.approve(await patient.card(1))
    (line,) = (await home(patient)).lists[1].lines
    assert offered(line) == [Action.TAKE_BACK, Action.RELEASE]


async def test_a_long_list_says_that_there_is_more(world: World) -> None:
    for number in range(11):
        world.town.write("Hallo", author=f"A{number}")
    await world.fetch()
    waiting = (await home(world)).lists[2]
    assert (len(waiting.lines), waiting.more) == (10, True)


async def test_a_language_of_mine_is_kept_and_only_one_that_we_speak(world: World) -> None:
    view = await world.ask(commands.ChooseLanguage(language="en"))
    assert isinstance(view, Home)
    assert (view.language, set(view.languages)) == ("en", {"de", "en"})
    me = await world.ask(commands.WhoAmI())
    assert isinstance(me, Me)
    assert me.language == "en"
    notice = await world.refused(commands.ChooseLanguage(language="tlh"))
    assert "do not speak" in str(notice.words)
    await world.refused(commands.ChooseLanguage(language="en"), by="nobody")


async def test_what_is_not_in_order_is_said_there_too(world: World) -> None:
    async with world.database.work() as work:
        await work.set_fact("posting_held", "yes")
    assert "held" in str((await home(world)).parts[-1])
