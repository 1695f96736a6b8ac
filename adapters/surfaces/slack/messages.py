"""Messages in Slack: posted once, found again by their key, kept up to date."""

import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any, TypeVar

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.surfaces.slack.blocks import Message
from adapters.surfaces.slack.errors import INVALID_BLOCKS, code_of, foreign_errors
from bot.errors import NeedsPerson, Refused
from bot.ports import Clock, Place

log = logging.getLogger("augenhoehe.slack")
K = TypeVar("K")
V = TypeVar("V")
EVENT = "augenhoehe_card"
WINDOW = timedelta(hours=24)
"""How far back a lost message is looked for."""
PAGE = 200
MOST_KEPT = 1000
"""Keys and threads that are remembered."""
MOST_THREADS = 20
"""Threads that are searched at most: a card shown twice is better than one that is looked for all day."""
Found = dict[str, Any]
"""A message as Slack tells it. Any: foreign JSON."""


class Messages:
    """The messages of our app. A ts is Slack's id of one; in a thread it is `ts@thread`."""

    def __init__(self, client: AsyncWebClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._tried: OrderedDict[str, str] = OrderedDict()
        """The thread in which each of the latest keys was posted."""
        self._items: OrderedDict[tuple[str, str], int | None] = OrderedDict()
        """The items of the latest threads that were asked for: the head of a thread stays what it is."""
        self._us = ""

    async def post(
        self, channel: str, message: Message, plain: Message, *, key: str, item: int = 0, under: str = ""
    ) -> str:
        """Post a message, once; its id. `plain` goes out when Slack does not take the drawing.

        Without an `item` it is no card, and nothing that is written beneath it is about one.
        """
        return (await self.posted(channel, message, plain, key=key, item=item, under=under))[0]

    async def posted(
        self, channel: str, message: Message, plain: Message, *, key: str, item: int = 0, under: str = ""
    ) -> tuple[str, Message]:
        """The same, with which of the drawings Slack took."""
        thread = thread_of(under)
        self._tried[key] = thread
        _shorten(self._tried)

        async def call(drawn: Message) -> Any:
            # Nothing is unfurled, linked or parsed: the text quotes what the public wrote.
            return await self._client.chat_postMessage(
                channel=channel,
                text=drawn.text,
                blocks=list(drawn.blocks),
                metadata={"event_type": EVENT, "event_payload": {"key": key, **_about(item)}},
                thread_ts=thread or None,
                unfurl_links=False,
                unfurl_media=False,
                parse="none",
                mrkdwn=False,
            )

        with foreign_errors(channel, changes=True):
            answer, taken = await _drawn(call, message, plain)
        # Beneath a head that somebody deleted, Slack writes into the channel and does not say so.
        stands_in = str((answer.get("message") or {}).get("thread_ts") or "")
        return f"{answer['ts']}@{stands_in}" if thread and stands_in else str(answer["ts"]), taken

    async def update(self, channel: str, remote: str, message: Message, plain: Message) -> None:
        """Make a message look like this. Doing it twice is as once; the metadata stay as they are."""

        async def call(drawn: Message) -> Any:
            blocks = list(drawn.blocks)
            ts = remote.partition("@")[0]
            return await self._client.chat_update(
                channel=channel, ts=ts, text=drawn.text, blocks=blocks, parse="none"
            )

        with foreign_errors(channel, changes=False):
            await _drawn(call, message, plain)

    async def find(self, channel: str, key: str) -> str | None:
        """The id of the message with this key, or None when there is none."""
        thread = self._tried.get(key)
        with foreign_errors(channel, changes=False):
            if thread and (there := await self._in_thread(channel, thread, key)):
                return there
            found, threads = await self._in_channel(channel, key)
            # After a restart nobody knows whether it went into a thread, and which one.
            return found or (await self._in_threads(channel, threads, key) if thread is None else None)

    async def item_of(self, channel: str, thread: str) -> int | None:
        """The item whose thread this is, if the message at its head is a card of ours."""
        return await self.item_at(channel, thread, thread)

    async def item_at(self, channel: str, ts: str, thread: str) -> int | None:
        """The item of a card of ours that stands in a thread, or else the item of the thread."""
        if (channel, ts) not in self._items:
            self._items[channel, ts] = await self._card(channel, ts, thread)
            _shorten(self._items)
        found = self._items[channel, ts]
        return found if found is not None or ts == thread else await self.item_of(channel, thread)

    async def _card(self, channel: str, ts: str, thread: str) -> int | None:
        with foreign_errors(channel, changes=False):
            # A thread's head always comes too.
            answer: Any = await self._client.conversations_replies(
                channel=channel,
                ts=thread,
                oldest=ts,
                latest=ts,
                inclusive=True,
                limit=2,
                include_all_metadata=True,
            )
            head: Found = next((one for one in answer["messages"] if one["ts"] == ts), {})
            number = str(_payload(head).get("item", ""))
            # Any app can write metadata like ours; only our own messages count.
            ours = head.get("user") == await self.us()
        return int(number) if ours and number.isascii() and number.isdigit() else None

    async def missing(self, places: Sequence[Place]) -> set[Place]:
        """Those of these places whose message is no longer there.

        Raises:
            OutsideError: Slack does not tell now.

        """
        there: set[tuple[str, str]] = set()
        for channel, thread in {(place.channel, _stands_in(place)) for place in places}:
            first = min(_ts(p) for p in places if (p.channel, _stands_in(p)) == (channel, thread))
            there |= {(channel, ts) for ts in await self._all_ts(channel, thread, first)}
        return {place for place in places if (place.channel, _ts(place)) not in there}

    async def _all_ts(self, channel: str, thread: str, first: str) -> set[str]:
        """Every message of a channel or thread, from one on; none where there is nothing to read."""
        found: set[str] = set()
        try:
            with foreign_errors(channel, changes=False):
                async for message in self._read(channel, thread, first):
                    found.add(str(message["ts"]))
        except (NeedsPerson, Refused) as error:
            log.warning("not readable", extra={"channel": channel, "why": str(error.words)})
        return found

    async def us(self) -> str:
        """The id of our own bot user."""
        if not self._us:
            with foreign_errors(changes=False):
                self._us = str((await self._client.auth_test())["user_id"])
        return self._us

    async def _in_channel(self, channel: str, key: str) -> tuple[str | None, list[Found]]:
        """The message, and all cards of ours that head a thread."""
        heads: list[Found] = []
        async for message in self._read(channel, "", self._long_ago):
            if _payload(message).get("key") == key:
                return str(message["ts"]), heads
            if message.get("reply_count") and _payload(message):
                heads.append(message)
        return None, heads

    async def _in_threads(self, channel: str, heads: list[Found], key: str) -> str | None:
        """Look into the threads where something was written last."""
        heads.sort(key=lambda head: str(head.get("latest_reply", "")), reverse=True)
        for head in heads[:MOST_THREADS]:
            if found := await self._in_thread(channel, str(head["ts"]), key):
                return found
        return None

    async def _in_thread(self, channel: str, thread: str, key: str) -> str | None:
        try:
            async for message in self._read(channel, thread, self._long_ago):
                if _payload(message).get("key") == key:
                    return f"{message['ts']}@{thread}"
        except SlackApiError as error:
            if code_of(error) != "thread_not_found":
                raise
        return None

    @property
    def _long_ago(self) -> str:
        return str((self._clock() - WINDOW).timestamp())

    async def _read(self, channel: str, thread: str, oldest: str) -> AsyncIterator[Found]:
        """Everything in a thread, or without one in the channel, from then on, page by page."""
        where = {"channel": channel, "oldest": oldest, "inclusive": True, "limit": PAGE}
        cursor = ""
        while True:
            asked: dict[str, Any] = {**where, "cursor": cursor or None, "include_all_metadata": True}
            # Any: foreign JSON.
            page: Any = (
                await self._client.conversations_replies(ts=thread, **asked)
                if thread
                else await self._client.conversations_history(**asked)
            )
            for message in page["messages"]:
                yield message
            cursor = _next(page)
            if not cursor:
                return


def _shorten(kept: OrderedDict[K, V]) -> None:
    while len(kept) > MOST_KEPT:
        kept.popitem(last=False)


def _about(item: int) -> dict[str, str]:
    return {"item": str(item)} if item else {}


def thread_of(remote: str) -> str:
    """The thread that a message heads or stands in: Slack wants the head's ts, never a reply's."""
    ts, _, thread = remote.partition("@")
    return thread or ts


def _ts(place: Place) -> str:
    return place.remote.partition("@")[0]


def _stands_in(place: Place) -> str:
    """The thread that a message stands in; "" for one of the channel itself."""
    return place.remote.partition("@")[2]


async def _drawn(
    call: Callable[[Message], Awaitable[Any]], message: Message, plain: Message
) -> tuple[Any, Message]:
    """Call with the drawing; if Slack does not take it, which is a clear no, simpler, or in words alone."""
    try:
        return await call(message), message
    except SlackApiError as error:
        if code_of(error) not in INVALID_BLOCKS:
            raise
        log.warning("blocks refused", extra={"code": code_of(error)})
    if message.simpler:
        return await _drawn(call, message.simpler, plain)
    return await call(plain), plain


def _payload(message: Found) -> Found:
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") if metadata.get("event_type") == EVENT else None
    return payload if isinstance(payload, dict) else {}


def _next(page: Any) -> str:
    return str((page.get("response_metadata") or {}).get("next_cursor") or "")
