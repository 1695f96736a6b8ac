"""Messages in Teams: posted into channels and chats, and kept up to date."""

import re

from adapters.surfaces.teams.connector import Connector, Json
from adapters.surfaces.teams.errors import foreign_errors
from adapters.surfaces.teams.members import Members
from adapters.surfaces.teams.references import Person, References
from adapters.surfaces.teams.settings import TeamsSettings

_ACCOUNT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12,13}")
"""The id of a person (the emulator's have a digit more); a channel's is longer, and no such number."""


class Posts:
    """The messages of our bot. In a channel, `number` heads a thread and `number@thread` stands in one."""

    def __init__(
        self, settings: TeamsSettings, connector: Connector, references: References, members: Members
    ) -> None:
        self._settings = settings
        self._connector = connector
        self._references = references
        self._members = members

    async def post(self, at: str, activity: Json, under: str = "") -> str:
        """Post a message into a channel, or to the person of this account; its id."""
        if _ACCOUNT.fullmatch(at):
            return await self.reply(await self._chat(at), activity)
        thread = thread_of(under)
        if not thread:
            return await self._open(at, activity)
        return f"{await self.reply(_conversation(at, thread), activity)}@{thread}"

    async def reply(self, conversation: str, activity: Json) -> str:
        """Say something in a thread or chat; the id of the message."""
        base = await self._references.service()
        told = await self._connector.reply(base, conversation, activity)
        with foreign_errors(changes=True):
            return str(told["id"])

    async def update(self, at: str, remote: str, activity: Json) -> None:
        """Make a message look like this."""
        base, number = await self._references.service(), remote.partition("@")[0]
        alone = _ACCOUNT.fullmatch(at)
        where = await self._chat(at) if alone else _conversation(at, thread_of(remote))
        await self._connector.update(base, where, number, activity)

    async def update_in(self, conversation: str, number: str, activity: Json) -> None:
        """The same for a message of a conversation that is known."""
        await self._connector.update(await self._references.service(), conversation, number, activity)

    async def _open(self, channel: str, activity: Json) -> str:
        asked = {
            "isGroup": True,
            "bot": {"id": f"28:{self._settings.app_id}"},
            "tenantId": self._settings.tenant,
            "channelData": {"channel": {"id": channel}, "tenant": {"id": self._settings.tenant}},
            "activity": activity,
        }
        told = await self._connector.create(await self._references.service(), asked, channel=channel)
        with foreign_errors(changes=True):
            root = str(told["id"]).partition(";messageid=")[2]
            number = str(told.get("activityId") or root)
            if not number:
                raise LookupError(told["id"])
            return number if root in {"", number} else f"{number}@{root}"

    async def _chat(self, account: str) -> str:
        """The chat with one person: the one that there is, or a new one."""
        person = await self._references.person(account)
        if person is not None and person.chat:
            return person.chat
        mri = person.mri if person is not None else await self._mri(account)
        base = await self._references.service()
        asked = {
            "isGroup": False,
            "bot": {"id": f"28:{self._settings.app_id}"},
            "members": [{"id": mri}],
            "tenantId": self._settings.tenant,
        }
        with foreign_errors(changes=False):
            chat = str((await self._connector.chat(base, asked))["id"])
        await self._references.met(account, Person(mri=mri, chat=chat))
        return chat

    async def _mri(self, account: str) -> str:
        """How the framework names somebody whom our bot has not met: a team of theirs knows it."""
        found = await self._members.find(account)
        with foreign_errors(changes=False):
            return str(found["id"])


def thread_of(remote: str) -> str:
    """The thread that a message heads or stands in."""
    number, _, thread = remote.partition("@")
    return thread or number


def _conversation(channel: str, thread: str) -> str:
    return f"{channel};messageid={thread}" if thread else channel
