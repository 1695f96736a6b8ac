"""How our app is doing, who is on the lists, and what Teams tells us of itself."""

from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.surfaces.teams.settings import TeamsSettings
from adapters.surfaces.teams.surface import Teams
from bot.domain.people import Role
from bot.errors import BadSetting, NeedsPerson, TryLater
from tests.adapters.surfaces.teams.conftest import Notebook, settings_for
from tests.adapters.surfaces.teams.member import KIM, VIC, Member
from tests.adapters.surfaces.teams.pretend import APP, CHANNEL, OTHER, TENANT, PretendTeams, Room
from tests.adapters.surfaces.web.fake_desk import FakeDesk
from tests.adapters.surfaces.web.samples import item_card

GUEST, ALEX = "eeeeeeee-0000-4000-8000-00000000000c", "eeeeeeee-0000-4000-8000-00000000000d"


async def added(kim: Member) -> None:
    """Our app is added to the team."""
    await kim.install()
    await kim.teams.telling.quiet()


async def test_all_is_well_and_the_channels_have_names(kim: Member, teams: Teams) -> None:
    kim.pretend.rooms[OTHER] = Room(name="Krisen")
    await added(kim)
    health = await teams.prove((CHANNEL, OTHER))
    assert health.troubles == ()
    assert health.names == {CHANNEL: "Haferglück › General", OTHER: "Haferglück › Krisen"}


@pytest.mark.parametrize(
    ("trouble", "says"),
    [((403, "BotNotInConversationRoster"), "add the app"), ((404, "ConversationNotFound"), "does not know")],
)
async def test_a_channel_that_does_not_let_us_in_is_named(
    teams: Teams, pretend: PretendTeams, trouble: tuple[int, str], says: str
) -> None:
    pretend.rooms[CHANNEL].trouble = trouble
    (found,) = (await teams.prove((CHANNEL,))).troubles
    assert (found.channel, found.code) == (CHANNEL, "shut_out")
    assert says in str(found.words)


async def test_a_secret_that_has_expired_is_the_one_trouble(pretend: PretendTeams, desk: FakeDesk) -> None:
    teams = Teams(settings=settings_for(pretend, app_password="old"), hear=desk.hear, memory=Notebook())
    (found,) = (await teams.prove((CHANNEL, OTHER))).troubles
    assert found.code == "secret"
    await teams.close()


async def test_an_archived_team_is_noticed_at_once_and_so_is_its_return(
    pretend: PretendTeams, desk: FakeDesk, notebook: Notebook
) -> None:
    now = datetime(2026, 11, 21, tzinfo=UTC)
    hears, shows = (
        Teams(settings=settings_for(pretend), hear=desk.hear, memory=notebook, clock=lambda: now)
        for _ in range(2)
    )
    kim = Member(hears, pretend)
    await added(kim)
    first = await shows.health((CHANNEL,))
    assert first is not None
    assert first.troubles == ()
    assert await shows.health((CHANNEL,)) is None, "nothing can have changed"
    await kim.tell("teamArchived")
    await hears.telling.quiet()
    # Another process shows the cards.
    found = await shows.health((CHANNEL,))
    assert found is not None
    assert [trouble.code for trouble in found.troubles] == ["archived"]
    await kim.tell("teamUnarchived")
    await hears.telling.quiet()
    back = await shows.health((CHANNEL,))
    assert back is not None
    assert back.troubles == ()
    await hears.close()
    await shows.close()


@pytest.mark.parametrize("how", ["installationUpdate", "membersRemoved", "teamDeleted"])
async def test_a_team_that_put_us_out_is_forgotten(kim: Member, notebook: Notebook, how: str) -> None:
    await added(kim)
    assert [name for name in notebook.kept if name.startswith("team:")]
    if how == "installationUpdate":
        await kim.install("remove")
    elif how == "teamDeleted":
        await kim.tell(how)
    else:
        sent = kim.activity("conversationUpdate", CHANNEL)
        await kim.send({**sent, how: [sent["recipient"]]})
    await kim.teams.telling.quiet()
    assert not [name for name in notebook.kept if name.startswith(("team:", "room:"))]


async def test_a_card_that_fails_has_us_look_at_once(kim: Member, teams: Teams) -> None:
    await added(kim)
    assert await teams.health((CHANNEL,)) is not None
    assert await teams.health((CHANNEL,)) is None
    kim.pretend.rooms[CHANNEL].trouble = (403, "BotNotInConversationRoster")
    with pytest.raises(NeedsPerson):
        await teams.show(item_card(), CHANNEL, "key-1")
    found = await teams.health((CHANNEL,))
    assert found is not None
    assert len(found.troubles) == 1


async def test_a_renamed_channel_and_team_are_called_so(kim: Member, teams: Teams) -> None:
    await added(kim)
    kim.pretend.rooms[OTHER] = Room(name="Neu")
    await kim.tell("teamRenamed", team={"id": CHANNEL, "name": "Anders"})
    await kim.tell("channelRenamed")
    await teams.telling.quiet()
    found = await teams.health((OTHER,))
    assert found is not None
    assert found.names == {OTHER: "Anders › Neu"}


async def test_while_teams_cannot_be_asked_nothing_is_said(kim: Member, teams: Teams) -> None:
    await added(kim)
    kim.pretend.fail_next("channels", "html")
    assert await teams.health((CHANNEL,)) is None
    kim.pretend.fail_next("members", "html")
    with pytest.raises(TryLater):
        await teams.prove((CHANNEL,))


async def test_lists_name_people_by_id_by_address_and_by_team(pretend: PretendTeams, desk: FakeDesk) -> None:
    pretend.add_person(ALEX, "Alex")
    pretend.add_person(GUEST, "Gast", userRole="guest", userPrincipalName="gast#EXT#@x")
    lists = {"leads": "KIM@team.example", "approvers": f"{VIC.upper()}, {KIM}", "viewers": CHANNEL}
    settings = settings_for(pretend, **lists)
    teams = Teams(settings=settings, hear=desk.hear, memory=Notebook(), channels=(OTHER,))
    assert await teams.named() == {KIM: Role.LEAD, VIC: Role.APPROVER, ALEX: Role.VIEWER}
    named = Teams(
        settings=settings_for(pretend, **{**lists, "approvers": GUEST}), hear=desk.hear, memory=Notebook()
    )
    assert (await named.named())[GUEST] is Role.APPROVER
    unknown = {**lists, "leads": "nobody@team.example"}
    blind = Teams(
        settings=settings_for(pretend, **unknown), hear=desk.hear, memory=Notebook(), channels=(OTHER,)
    )
    with pytest.raises(NeedsPerson):
        await blind.named()
    await blind.close()
    assert (await teams.member(KIM)).email == "kim@team.example"
    pretend.fail_next("member", (404, "MemberNotFoundInConversation"))
    assert (await teams.member(GUEST)).email == ""
    with pytest.raises(NeedsPerson):
        await teams.member("ffffffff-0000-4000-8000-00000000000f")
    await teams.close()
    await named.close()


async def test_people_of_another_organisation_are_named_by_their_id_alone(
    pretend: PretendTeams, desk: FakeDesk
) -> None:
    """A shared channel has them as plain members, and their own administrators write their addresses."""
    elsewhere = {"tenantId": "dddddddd-0000-4000-8000-000000000009", "email": "kim@team.example"}
    pretend.people.clear()
    pretend.add_person(ALEX, "Alex", **elsewhere, userPrincipalName="kim@team.example")
    pretend.add_person(VIC, "Vic", tenantId=TENANT)
    lists = {"leads": "kim@team.example", "approvers": "", "viewers": CHANNEL}
    teams = Teams(settings=settings_for(pretend, **lists), hear=desk.hear, memory=Notebook())
    assert await teams.named() == {VIC: Role.VIEWER}
    assert (await teams.member(ALEX)).email == ""
    await teams.close()
    known = Teams(settings=settings_for(pretend, approvers=ALEX), hear=desk.hear, memory=Notebook())
    assert await known.named() == {ALEX: Role.APPROVER}
    await known.close()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"app_id": "not an id"}, "app id"),
        ({"tenant": ""}, "tenant"),
        ({"app_password": ""}, "client secret"),
        ({"app_id": "", "tenant": ""}, "no app id"),
        ({"leads": "kim"}, "kim"),
        ({"service_url": "http://smba.trafficmanager.net/"}, "https://"),
        ({"no_sign_in": True}, "emulator"),
        ({"no_sign_in": True, "app_id": "", "loopback": False}, "emulator"),
    ],
)
def test_what_cannot_work_is_said_at_the_start(changes: dict[str, object], says: str) -> None:
    good: dict[str, Any] = {"app_id": APP, "app_password": "secret", "tenant": TENANT}
    with pytest.raises(BadSetting, match=says):
        TeamsSettings(**{**good, **changes})
    assert TeamsSettings(**good).enabled
    assert not TeamsSettings().enabled
