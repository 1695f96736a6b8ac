"""Who is named: members, and the members of user groups; and what is known of each."""

import pytest

from adapters.surfaces.slack.surface import Slack
from bot.abilities import Member
from bot.domain.people import Role
from bot.errors import NeedsPerson, OutsideError
from tests.adapters.surfaces.slack.conftest import KIM, VIC, settings_for
from tests.adapters.surfaces.slack.member import Member as Teammate
from tests.adapters.surfaces.slack.pretend_slack import TEAM, PretendSlack, until
from tests.adapters.surfaces.slack.test_inbound import APPROVE, commands_of, said
from tests.adapters.surfaces.web.fake_desk import FakeDesk


def grouped(pretend: PretendSlack, desk: FakeDesk) -> Slack:
    """A Slack whose approvers are a user group, of which Kim is named by herself too."""
    lists = {"leads": KIM, "approvers": "SCARE", "viewers": "SALL"}
    return Slack(settings=settings_for(pretend, **lists), hear=desk.hear)


async def test_the_members_of_a_group_have_its_role_and_the_higher_one_holds(
    pretend: PretendSlack, desk: FakeDesk
) -> None:
    slack = grouped(pretend, desk)
    pretend.groups = {"SCARE": [KIM, "UANA"], "SALL": ["UANA", "UBEN"]}
    assert await slack.named() == {KIM: Role.LEAD, "UANA": Role.APPROVER, "UBEN": Role.VIEWER}
    pretend.groups["SCARE"] = []
    assert await slack.named() == {KIM: Role.LEAD, "UANA": Role.VIEWER, "UBEN": Role.VIEWER}


async def test_a_group_that_cannot_be_read_is_said_and_names_nobody(
    pretend: PretendSlack, desk: FakeDesk
) -> None:
    slack = grouped(pretend, desk)
    with pytest.raises(OutsideError):
        await slack.named()
    pretend.groups = {"SCARE": [], "SALL": []}
    pretend.fail_next("usergroups.users.list", "missing_scope")
    with pytest.raises(NeedsPerson, match="lacks a right"):
        await slack.named()


@pytest.mark.parametrize(
    ("user", "member"),
    [
        ({"real_name": "Kim Vogt", "name": "kim"}, Member(name="Kim Vogt")),
        ({"real_name": "", "name": ""}, Member(name=KIM)),
        ({"name": "kim", "profile": {"email": "kim@b.example"}}, Member(name="kim")),
        (
            {"name": "kim", "profile": {"email": "kim@b.example"}, "is_email_confirmed": True},
            Member(name="kim", email="kim@b.example"),
        ),
    ],
)
async def test_a_member_has_a_name_and_only_a_proven_address(
    slack: Slack, pretend: PretendSlack, user: dict[str, object], member: Member
) -> None:
    pretend.users[KIM] = user
    assert await slack.member(KIM) == member


@pytest.mark.parametrize(
    "user", [{"team_id": TEAM, "is_restricted": True}, {"team_id": "T9999", "is_stranger": True}]
)
async def test_a_group_names_no_guest_and_nobody_from_elsewhere(
    pretend: PretendSlack, desk: FakeDesk, user: dict[str, object]
) -> None:
    slack = grouped(pretend, desk)
    pretend.groups, pretend.users[VIC] = {"SCARE": [VIC], "SALL": []}, user
    vic = Teammate(slack, pretend, account=VIC)
    await vic.click(APPROVE)
    await until(lambda: pretend.answers)
    await vic.http.aclose()
    assert "Nothing was changed" in said(pretend.answers[0]) or "nothing was changed" in said(pretend.answers)
    assert commands_of(desk) == []
