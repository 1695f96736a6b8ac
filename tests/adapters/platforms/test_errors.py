"""Foreign errors by table: what was sent decides."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from adapters.platforms._errors import check_status, foreign_errors, http_date, understood
from bot.errors import NeedsPerson, OutsideError, Refused, TryLater, Unclear

SITE = "Blog"


@pytest.mark.parametrize(
    ("raised", "reading", "changing"),
    [
        (httpx.ConnectError("no route"), TryLater, TryLater),
        (httpx.ConnectTimeout(""), TryLater, TryLater),
        (httpx.PoolTimeout(""), TryLater, TryLater),
        (httpx.ProxyError(""), TryLater, TryLater),
        (httpx.ReadTimeout(""), TryLater, Unclear),
        (httpx.WriteTimeout(""), TryLater, Unclear),
        (httpx.ReadError(""), TryLater, Unclear),
        (httpx.WriteError(""), TryLater, Unclear),
        (httpx.RemoteProtocolError(""), TryLater, Unclear),
        (httpx.DecodingError(""), TryLater, Unclear),
        (httpx.UnsupportedProtocol(""), NeedsPerson, NeedsPerson),
        (httpx.InvalidURL(""), NeedsPerson, NeedsPerson),
        (httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] expired"), NeedsPerson, NeedsPerson),
    ],
)
def test_what_httpx_raises(
    raised: Exception, reading: type[OutsideError], changing: type[OutsideError]
) -> None:
    for changes, kind in ((False, reading), (True, changing)):
        with pytest.raises(kind, match=SITE) as heard, foreign_errors(SITE, changes=changes):
            raise raised
        assert heard.value.__cause__ is raised


@pytest.mark.parametrize(
    ("status", "reading", "changing"),
    [
        (301, NeedsPerson, NeedsPerson),
        (302, TryLater, Unclear),
        (303, TryLater, Unclear),
        (308, NeedsPerson, NeedsPerson),
        (400, Refused, Refused),
        (401, NeedsPerson, NeedsPerson),
        (403, NeedsPerson, NeedsPerson),
        (404, Refused, Refused),
        (408, TryLater, TryLater),
        (413, Refused, Refused),
        (429, TryLater, TryLater),
        (500, TryLater, Unclear),
        (503, TryLater, Unclear),
        (599, TryLater, Unclear),
    ],
)
def test_what_a_status_means(status: int, reading: type[OutsideError], changing: type[OutsideError]) -> None:
    for changes, kind in ((False, reading), (True, changing)):
        with pytest.raises(kind, match=SITE):
            check_status(SITE, httpx.Response(status), b"<h1>?</h1>", changes=changes)


def test_success_is_no_error() -> None:
    check_status(SITE, httpx.Response(201), b"", changes=True)


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [("0", 1), ("12", 12), ("999999999999", 3_600), ("-5", 30), ("½", 30), ("", 30), ("tomorrow", 30)],
)
def test_how_long_to_wait(asked: str, seconds: int) -> None:
    with pytest.raises(TryLater) as heard:
        check_status(SITE, httpx.Response(429, headers=[(b"Retry-After", asked.encode())]), b"", changes=True)
    assert abs(heard.value.after.total_seconds() - seconds) < 1


def test_a_date_to_wait_for() -> None:
    until = format_datetime(datetime.now(UTC) + timedelta(minutes=2), usegmt=True)
    with pytest.raises(TryLater) as heard:
        check_status(SITE, httpx.Response(503, headers={"Retry-After": until}), b"", changes=True)
    assert 117 < heard.value.after.total_seconds() < 121


@pytest.mark.parametrize("told", ["", "soon", "Mon, 99 Foo 2026 25:61:61 GMT"])
def test_a_date_that_is_none(told: str) -> None:
    assert http_date(told) is None


def test_a_date_without_a_zone_is_utc() -> None:
    assert http_date("Sat, 21 Nov 2026 10:00:00 -0000") == datetime(2026, 11, 21, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "odd", [KeyError("id"), TypeError(), ValueError(), AttributeError(), OverflowError()]
)
def test_an_unknown_shape_is_no_answer(odd: Exception) -> None:
    for changes, kind in ((False, TryLater), (True, Unclear)):
        with pytest.raises(kind), understood(SITE, changes=changes):
            raise odd
