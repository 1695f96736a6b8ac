"""What Slack's errors mean, by table: the four kinds of `OutsideError`, in words that say what to do.

The SDK raises what its HTTP client raises. As long as nothing was sent, or Slack clearly said no, the same
call may be made again; once a change was sent and no clear answer came, nobody can say whether it happened.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from http import HTTPStatus

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.errors import NeedsPerson, OutsideError, Refused, TryLater, Unclear
from bot.words import Words, say

PAUSE = timedelta(seconds=30)
SOON = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(hours=1)
INVALID_BLOCKS = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "invalid_attachments"}
)
"""Slack does not take the drawing; the same words without one may do."""

_TOKEN = say(
    "Slack does not accept our token ({code}). Please install the app again and put in the new token."
)
_CHANNEL = say(
    "Slack does not know the channel {channel}, or our app is not in it. Please invite the app there"
    " (/invite), and check the channel's id in the settings."
)
_NO_RIGHT = say("Our app may not do this in Slack ({code}). Please ask an administrator of the workspace.")
_NEEDS_PERSON: Mapping[str, Words] = {
    **dict.fromkeys(
        (
            "invalid_auth",
            "not_authed",
            "token_revoked",
            "token_expired",
            "account_inactive",
            "org_login_required",
        ),
        _TOKEN,
    ),
    **dict.fromkeys(("channel_not_found", "not_in_channel", "no_permission"), _CHANNEL),
    **dict.fromkeys(
        (
            "restricted_action",
            "restricted_action_read_only_channel",
            "restricted_action_thread_only_channel",
            "ekm_access_denied",
            "access_denied",
            "team_access_not_granted",
            "not_allowed_token_type",
        ),
        _NO_RIGHT,
    ),
    "is_archived": say(
        "The channel {channel} is archived in Slack. Please bring it back, or route its sources"
        " to another one."
    ),
    "missing_scope": say(
        "Our app lacks a right in Slack. Please update it from `augenhoehe slack manifest`"
        " and install it again."
    ),
    "team_access_denied": _NO_RIGHT,
    "messages_tab_disabled": _NO_RIGHT,
}
_AGAIN = frozenset(
    {"ratelimited", "rate_limited", "message_limit_exceeded", "request_timeout", "team_added_to_org"}
)
"""It certainly did not happen, and will later."""
_PERHAPS = frozenset({"internal_error", "fatal_error", "service_unavailable"})
"""Slack itself says that part of it may have happened."""
_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed", "thread_not_found"})

_UNREACHABLE = say("Slack cannot be reached. Nothing was sent, and it is tried again.")
_UNANSWERED = say("Slack gave no clear answer. It is asked again.")
_UNCLEAR = say("The message went to Slack, and no clear answer came. It may or may not have arrived.")
_WAIT = say("Slack asks us to wait. Nothing was sent, and it is tried again.")


@contextmanager
def foreign_errors(channel: str = "", *, changes: bool) -> Iterator[None]:
    """Turn what the SDK raises into the kinds of `OutsideError`, also while its answer is read."""
    try:
        yield
    except SlackApiError as error:
        raise _said(error, channel, changes=changes) from error
    except aiohttp.ClientConnectorError as error:
        raise TryLater(_UNREACHABLE) from error
    # The SDK itself fails on an answer that is no JSON object.
    except (aiohttp.ClientError, TimeoutError, LookupError, AttributeError, TypeError) as error:
        raise _silence(changes=changes) from error


def code_of(error: SlackApiError) -> str:
    """Slack's name for what is wrong."""
    data = getattr(error.response, "data", None)
    code = data.get("error", "") if isinstance(data, dict) else ""
    return str(code)[:80]


def person_must(code: str, channel: str) -> Words | None:
    """What somebody has to mend when Slack says this; None when it is nothing for a person."""
    known = _NEEDS_PERSON.get(code)
    return say(known.text, channel=channel, code=code) if known else None


def _said(error: SlackApiError, channel: str, *, changes: bool) -> OutsideError:
    code, status = code_of(error), int(getattr(error.response, "status_code", 0))
    if code in _AGAIN or status == HTTPStatus.TOO_MANY_REQUESTS:
        return TryLater(_WAIT, _pause(error))
    words = person_must(code, channel)
    if words is not None:
        return NeedsPerson(words)
    if code in _GONE:
        return Refused(say("The message is no longer in Slack."))
    if code in _PERHAPS or not code:
        return _silence(changes=changes)
    return Refused(say("Slack refused this request ({code}). Asking again will not help.", code=code))


def _silence(*, changes: bool) -> OutsideError:
    return Unclear(_UNCLEAR) if changes else TryLater(_UNANSWERED, SOON)


def _pause(error: SlackApiError) -> timedelta:
    asked = str(error.response.headers.get("Retry-After", ""))
    seconds = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0  # noqa: PLR2004  # days
    return min(timedelta(seconds=seconds), LONGEST_PAUSE) if seconds else PAUSE
