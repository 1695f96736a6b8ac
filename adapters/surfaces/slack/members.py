"""Who the settings name: members one by one, and whole user groups."""

import asyncio
from collections.abc import Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from adapters.surfaces.slack.errors import foreign_errors
from adapters.surfaces.slack.settings import SlackSettings
from bot.abilities import Member
from bot.domain.people import Role


class Members:
    """The lists of the settings, as they are in Slack now."""

    def __init__(self, settings: SlackSettings, client: AsyncWebClient) -> None:
        self._settings = settings
        self._client = client

    async def named(self) -> Mapping[str, Role]:
        """Everybody who is named, and as what; somebody named twice has the higher role.

        Guests of a group are not named by it: only their own id in a list lets them in (gate.py).

        Raises:
            OutsideError: Slack does not tell who is in a group.

        """
        groups = self._settings.groups
        members = await asyncio.gather(*(self._in_group(group) for group in groups))
        found = dict(self._settings.roles)
        for role, accounts in zip(groups.values(), members, strict=True):
            for account in accounts:
                found[account] = max(role, found.get(account, role))
        return found

    async def member(self, account: str) -> Member:
        """How a member is called, and their e-mail address if they have proved that it is theirs."""
        with foreign_errors(changes=False):
            answer: Any = await self._client.users_info(user=account)
            user = answer["user"]
            profile = user.get("profile") or {}
        email = str(profile.get("email") or "") if user.get("is_email_confirmed") else ""
        return Member(name=str(user.get("real_name") or user.get("name") or account), email=email)

    async def reached(self, target: str) -> list[str]:
        """Everybody in a user group; a channel or a member stays what it is.

        Raises:
            OutsideError: Slack does not tell who is in the group.

        """
        return await self._in_group(target) if target.startswith("S") else [target]

    async def _in_group(self, group: str) -> list[str]:
        with foreign_errors(changes=False):
            answer: Any = await self._client.usergroups_users_list(usergroup=group)
            return [str(account) for account in answer["users"]]
