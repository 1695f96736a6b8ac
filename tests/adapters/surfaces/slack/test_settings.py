"""The settings: what is missing or mixed up is said before anything runs."""

import pytest

from adapters.surfaces.slack.settings import SlackSettings
from bot.domain.people import Role
from bot.errors import BadSetting

GOOD: dict[str, str] = {"bot_token": "xoxb-1", "app_token": "xapp-1", "workspace": "T0001"}


def made(**changes: str) -> SlackSettings:
    return SlackSettings(**{**GOOD, **changes})  # type: ignore[arg-type]  # each name has its own type


def test_without_a_token_there_is_no_slack() -> None:
    assert not SlackSettings().enabled
    assert made().enabled


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"bot_token": "xoxp-1"}, "xoxb-"),
        ({"app_token": ""}, "xapp-"),
        ({"mode": "http"}, "signing secret"),
        ({"workspace": ""}, "workspace"),
        ({"workspace": "haferglueck"}, "workspace"),
        ({"leads": "Kim"}, "“Kim”"),
        ({"base_url": "http://slack.example/api/"}, "https://"),
        ({"base_url": "https://slack.com"}, "/api/"),
    ],
)
def test_what_cannot_work_is_said(changes: dict[str, str], said: str) -> None:
    with pytest.raises(BadSetting, match=said):
        made(**changes)


def test_people_are_named_by_role_and_the_higher_one_holds() -> None:
    settings = made(leads="U111, U222", approvers="U222 U333", responders="U444", viewers="U111,U555")
    assert settings.roles == {
        "U111": Role.LEAD,
        "U222": Role.LEAD,
        "U333": Role.APPROVER,
        "U444": Role.RESPONDER,
        "U555": Role.VIEWER,
    }


def test_user_groups_are_told_from_members() -> None:
    settings = made(leads="S111, U222", approvers="S111 S333", viewers="W444")
    assert settings.groups == {"S111": Role.LEAD, "S333": Role.APPROVER}
    assert settings.roles == {"U222": Role.LEAD, "W444": Role.VIEWER}


def test_secrets_are_not_shown() -> None:
    shown = repr(made(signing_secret="very-secret"))
    assert "xoxb-1" not in shown
    assert "xapp-1" not in shown
    assert "very-secret" not in shown
