"""What the errors of Teams mean, by table: the four kinds of `OutsideError`, in words that say what to do.

As long as nothing was sent, or Teams clearly said no, the same call may be made again; once a new message was
sent and no clear answer came, nobody can say whether it arrived: Teams has no look-up of our messages.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from time import time

import httpx

from bot.errors import NeedsPerson, OutsideError, Refused, TooLong, TryLater, Unclear
from bot.words import Words, say

PAUSE = timedelta(seconds=30)
SOON = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(hours=1)
WAIT = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.PRECONDITION_FAILED})
"""Teams asks for time: too many calls, or another one about the same thing is under way."""
GONE = frozenset({"ActivityNotFoundInConversation", "MessageNotFound"})
"""It is the message that is not there, not the conversation."""

_SECRET = say(
    "Microsoft does not accept the secret of our Teams app ({code}). Perhaps it has expired: please make"
    " a new one in Azure and put it into the settings."
)
_CHANNEL = say(
    "Teams does not let us into {channel} ({code}). Please add the app to the team, and check the channel's"
    " id in the settings."
)
_NOT_FOUND = say(
    "Teams does not know {channel} ({code}): it was deleted, or its id in the settings is another one."
    " Please put that right, or route its sources to another channel."
)
_UNREACHABLE = say("Teams cannot be reached. Nothing was sent, and it is tried again.")
_UNANSWERED = say("Teams gave no clear answer. It is asked again.")
_UNCLEAR = say("The message went to Teams, and no clear answer came. It may or may not have arrived.")
_WAITING = say("Teams asks us to wait. Nothing was sent, and it is tried again.")
_DELETED = say("The message is no longer in Teams.")
_LARGE = say("The card is too large for Teams.")
_NO = say("Teams refused this request ({code}). Asking again will not help.")


@contextmanager
def foreign_errors(*, changes: bool) -> Iterator[None]:
    """Turn what the HTTP client raises into the kinds of `OutsideError`, also while an answer is read."""
    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol) as error:
        raise TryLater(_UNREACHABLE) from error
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, LookupError, AttributeError, TypeError) as error:
        raise silence(changes=changes) from error


def check_status(answer: httpx.Response, channel: str, *, changes: bool) -> None:
    """Raise what an answer means that is no success."""
    if answer.is_success:
        return
    status, code = answer.status_code, code_of(answer)
    if status in WAIT:
        raise TryLater(_WAITING, pause_of(answer))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or answer.is_redirect:
        raise silence(changes=changes)
    raise _refusal(status, code, channel)


def login_error(answer: httpx.Response) -> OutsideError:
    """What it means that we get no token: whatever it is, nothing was sent to Teams."""
    if answer.status_code in {HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return NeedsPerson(say(_SECRET.text, code=code_of(answer)))
    return TryLater(_UNREACHABLE, pause_of(answer))


def silence(*, changes: bool) -> OutsideError:
    """No clear answer came."""
    return Unclear(_UNCLEAR) if changes else TryLater(_UNANSWERED, SOON)


def code_of(answer: httpx.Response) -> str:
    """The name of what is wrong, or else the number."""
    try:
        told = json.loads(answer.content)
        error = told.get("error")
        # The sign-in says it in words, Teams in an object.
        code = error.get("code") if isinstance(error, Mapping) else error
    except (ValueError, AttributeError, RecursionError):
        code = None
    return str(code or answer.status_code)[:80]


def pause_of(answer: httpx.Response) -> timedelta:
    """How long we are asked to wait: whole seconds, or until a moment."""
    asked = answer.headers.get("Retry-After", "").strip()
    if asked.isascii() and asked.isdigit() and len(asked) < 6:  # noqa: PLR2004  # more would be days
        return _between(float(asked))
    try:
        return _between(parsedate_to_datetime(asked).timestamp() - time())
    except (ValueError, TypeError, OverflowError):
        return PAUSE


def _between(seconds: float) -> timedelta:
    return min(timedelta(seconds=max(seconds, 1.0)), LONGEST_PAUSE)


def _refusal(status: int, code: str, channel: str) -> OutsideError:
    if code in GONE:
        return Refused(_DELETED)
    words: Mapping[int, Words] = {
        HTTPStatus.UNAUTHORIZED: _SECRET,
        HTTPStatus.FORBIDDEN: _CHANNEL,
        HTTPStatus.NOT_FOUND: _NOT_FOUND,
    }
    if status in words:
        return NeedsPerson(say(words[status].text, channel=channel, code=code))
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE or code == "MessageSizeTooBig":
        return TooLong(_LARGE)
    return Refused(say(_NO.text, code=code))
