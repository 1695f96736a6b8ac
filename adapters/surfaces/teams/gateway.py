"""The one module that knows the Bot Framework: an activity comes in, and the listener for its kind is asked.

Of the archived package only the schema, the turn and the routing are used; who calls us, how we call, and
what is said is our own (docs/decisions/0005). A successor replaces this file.
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Protocol

from botbuilder.core import ActivityHandler, BotAdapter, InvokeResponse, TurnContext
from botbuilder.schema import Activity, ActivityTypes

Json = Mapping[str, Any]
"""What Teams sent. Any: foreign JSON."""
Answer = tuple[int, Any]
"""A status and a body. Any: JSON, or None for nothing."""
ROUTED = (
    "type",
    "id",
    "name",
    "action",
    "channelId",
    "serviceUrl",
    "from",
    "recipient",
    "conversation",
    "replyToId",
)
"""What the framework has to see. All else is read from what came in: it drops what it does not know."""
RAW = "augenhoehe.raw"
DONE: Answer = (HTTPStatus.OK, None)


class Malformed(Exception):
    """It is no activity."""


class Listeners(Protocol):
    """Who is asked, by what has happened."""

    async def on_message(self, activity: Json) -> None:
        """Somebody wrote something."""

    async def on_installed(self, activity: Json) -> None:
        """Our app was added or removed."""

    async def on_changed(self, activity: Json) -> None:
        """A team, a channel or their members have changed."""

    async def on_invoke(self, activity: Json) -> Answer:
        """Somebody clicked, and waits for an answer."""


class Gateway:
    """The way in. `process` may be called many times at once."""

    def __init__(self, listeners: Listeners) -> None:
        self._adapter = _Adapter()
        self._handler = _Handler(listeners)

    async def process(self, raw: Json) -> Answer:
        """What is to be answered to an activity.

        Raises:
            Malformed: it is none.
        """
        try:
            activity = Activity.deserialize({name: raw[name] for name in ROUTED if name in raw})
            context = TurnContext(self._adapter, activity)
        # What the schema raises depends on which field is not as it should be.
        except (ValueError, TypeError, AttributeError, LookupError) as error:
            raise Malformed from error
        if not isinstance(activity.type, str):
            raise Malformed
        context.turn_state[RAW] = raw
        await self._adapter.run_pipeline(context, self._handler.on_turn)
        return self._adapter.answer(context)


class _Adapter(BotAdapter):  # type: ignore[misc]  # the framework has no types
    """Sends nothing: cards go out through our own connector, and answers to clicks with their request."""

    def answer(self, context: TurnContext) -> Answer:
        """What the handler wants to be answered."""
        kept: InvokeResponse | None = context.turn_state.get(self._INVOKE_RESPONSE_KEY)
        return (kept.status, kept.body) if kept else DONE

    async def send_activities(self, context: TurnContext, activities: Sequence[Activity]) -> list[Any]:
        """Keep the answer to a click; the framework sends nothing else here."""
        for activity in activities:
            if activity.type == ActivityTypes.invoke_response:
                context.turn_state[self._INVOKE_RESPONSE_KEY] = activity.value
        return []

    async def update_activity(self, context: TurnContext, activity: Activity) -> None:
        """Ours go another way."""
        raise NotImplementedError

    async def delete_activity(self, context: TurnContext, reference: Any) -> None:
        """Ours go another way."""
        raise NotImplementedError


class _Handler(ActivityHandler):  # type: ignore[misc]  # the framework has no types
    """Routes by the kind of an activity. (`TeamsActivityHandler` would ask Teams for every new member.)"""

    def __init__(self, listeners: Listeners) -> None:
        self._listeners = listeners

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await self._listeners.on_message(turn_context.turn_state[RAW])

    async def on_conversation_update_activity(self, turn_context: TurnContext) -> None:
        await self._listeners.on_changed(turn_context.turn_state[RAW])

    async def on_installation_update(self, turn_context: TurnContext) -> None:
        await self._listeners.on_installed(turn_context.turn_state[RAW])

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        status, body = await self._listeners.on_invoke(turn_context.turn_state[RAW])
        return InvokeResponse(status=int(status), body=body)
