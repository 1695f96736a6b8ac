"""Foreign errors by table: what httpx raises and what a status says, as the four kinds of `OutsideError`.

What happened on the wire decides: as long as nothing was sent, the same call may be made again; once a change
was sent and no clear answer came, nobody can say whether it happened, and the desk has to look.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import httpx

from bot.errors import NeedsPerson, OutsideError, Refused, TooLong, TryLater, Unclear
from bot.words import Words, say

PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)


@dataclass(frozen=True)
class Verdict:
    """One of our errors before it is known which site it is about."""

    kind: type[OutsideError]
    words: Words

    def of(self, site: str, **values: object) -> OutsideError:
        """Make the error."""
        return self.kind(say(self.words.text, site=site, **values))


class TooLarge(TryLater):
    """An answer to a reading request was larger than we take; a smaller question may do."""


class ForeignError(Exception):
    """What the site itself said; the cause of one of our errors, for adapters that know its codes."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}".strip())
        self.status = status
        self.code = code


UNREACHABLE = Verdict(
    TryLater,
    say(
        "{site} cannot be reached. Nothing was sent, and it is tried again."
        " If this lasts, please check the address in the settings."
    ),
)
UNANSWERED = Verdict(TryLater, say("{site} gave no complete answer. It is asked again."))
UNCLEAR = Verdict(
    Unclear,
    say("The request went to {site}, and no clear answer came. It may or may not have happened."),
)
TOO_LARGE = Verdict(TooLarge, say("{site} sent a larger answer than we take. It is asked again."))
BAD_ADDRESS = Verdict(
    NeedsPerson,
    say("The address of {site} in the settings is not one. Nothing was sent. Please correct it."),
)
BAD_CERTIFICATE = Verdict(
    NeedsPerson,
    say(
        "{site} cannot prove who it is: its certificate is not valid. Nothing was sent."
        " Please have the certificate renewed."
    ),
)
WEB_PAGE = Verdict(
    NeedsPerson,
    say(
        "{site} answered with a web page instead of data. Nothing was changed."
        " Please check the address, and whether a login, a firewall or maintenance stands in between."
    ),
)
PASSWORD = Verdict(
    NeedsPerson,
    say(
        "{site} does not accept our name and password ({status}). Nothing was changed."
        " Please check them in the settings."
    ),
)
FORBIDDEN = Verdict(
    NeedsPerson,
    say(
        "{site} did not allow this ({status}). Nothing was changed."
        " Please check the rights of our account, or whether a firewall stands in between."
    ),
)
MOVED = Verdict(
    NeedsPerson,
    say(
        "{site} has moved to another address ({status}). Nothing was changed."
        " Please put the new address into the settings."
    ),
)
GONE = Verdict(Refused, say("The comment is no longer on {site}. Nothing was changed."))
TOO_LONG = Verdict(
    TooLong, say("The reply is longer than {site} takes. Nothing was posted. Please shorten it.")
)
REFUSED = Verdict(Refused, say("{site} refused this request ({status}). Asking again will not help."))
WAIT = say("{site} asks us to wait. Nothing was changed, and it is tried again.")

# (what was raised, what a reading request becomes, what a changing one becomes); the first that fits holds.
_RAISED: tuple[tuple[type[Exception], Verdict, Verdict], ...] = (
    (httpx.ConnectError, UNREACHABLE, UNREACHABLE),
    (httpx.ConnectTimeout, UNREACHABLE, UNREACHABLE),
    (httpx.PoolTimeout, UNREACHABLE, UNREACHABLE),
    (httpx.ProxyError, UNREACHABLE, UNREACHABLE),
    (httpx.UnsupportedProtocol, BAD_ADDRESS, BAD_ADDRESS),
    (httpx.InvalidURL, BAD_ADDRESS, BAD_ADDRESS),
    (httpx.HTTPError, UNANSWERED, UNCLEAR),
)

_SAID: Mapping[int, Verdict] = {
    HTTPStatus.UNAUTHORIZED: PASSWORD,
    HTTPStatus.FORBIDDEN: FORBIDDEN,
    HTTPStatus.MOVED_PERMANENTLY: MOVED,
    HTTPStatus.TEMPORARY_REDIRECT: MOVED,
    HTTPStatus.PERMANENT_REDIRECT: MOVED,
    HTTPStatus.REQUEST_TIMEOUT: UNANSWERED,
    HTTPStatus.TOO_EARLY: UNANSWERED,
}


def silence(*, changes: bool) -> Verdict:
    """No answer that we understand: harmless after a question, not so after a change."""
    return UNCLEAR if changes else UNANSWERED


@contextmanager
def foreign_errors(site: str, *, changes: bool) -> Iterator[None]:
    """Turn what httpx raises into the kinds of `OutsideError`."""
    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL) as exc:
        raise _raised(exc, changes=changes).of(site) from exc


def _raised(exc: Exception, *, changes: bool) -> Verdict:
    if "CERTIFICATE_VERIFY_FAILED" in str(exc):
        return BAD_CERTIFICATE
    reading, changing = next((read, change) for kind, read, change in _RAISED if isinstance(exc, kind))
    return changing if changes else reading


@contextmanager
def understood(site: str, *, changes: bool = False) -> Iterator[None]:
    """Around the reading of foreign JSON: a shape we do not know is no answer."""
    try:
        yield
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError) as exc:
        raise silence(changes=changes).of(site) from exc


def check_status(site: str, response: httpx.Response, content: bytes, *, changes: bool) -> None:
    """Raise what a status other than 2xx means, from a `ForeignError`."""
    status = response.status_code
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return
    cause = ForeignError(status, _code(content))
    if pause := _pause(response):
        raise TryLater(say(WAIT.text, site=site), pause) from cause
    client = HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR
    verdict = _SAID.get(status) or (REFUSED if client else silence(changes=changes))
    raise verdict.of(site, status=status) from cause


def _code(content: bytes) -> str:
    """The machine-readable reason in an error's body, by its most usual names."""
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        return ""
    reason = (said.get("code") or said.get("error")) if isinstance(said, dict) else ""
    return reason[:100] if isinstance(reason, str) else ""


def _pause(response: httpx.Response) -> timedelta | None:
    """How long we are asked to wait, if we are; a 503 without Retry-After is an error like any other."""
    asked = response.headers.get("Retry-After", "")
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        return _seconds(asked)
    return _seconds(asked) if asked and response.status_code == HTTPStatus.SERVICE_UNAVAILABLE else None


def _seconds(asked: str) -> timedelta:
    if asked.isascii() and asked.isdigit():
        pause = timedelta(seconds=int(asked[:9]))
    else:
        now = datetime.now(UTC)
        pause = (http_date(asked) or now + PAUSE) - now
    return min(max(pause, timedelta(seconds=1)), LONGEST_PAUSE)


def http_date(text: str) -> datetime | None:
    """The moment in a Date or Retry-After header, aware; None when there is none."""
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
