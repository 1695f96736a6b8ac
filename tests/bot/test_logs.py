"""Logs: one line an event, and no secret in it."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot.logs import HIDDEN, Lines, configure

SECRET = "hunter2-hunter2"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the logs say, as machines read it. Whatever logging was like before comes back."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    to = io.StringIO()
    configure([SECRET, SECRET[:7], "abc"], terminal=False, to=to)
    yield to
    root.handlers[:] = before
    root.setLevel(level)


def test_an_event_is_one_line_of_json_with_its_facts(written: io.StringIO) -> None:
    logging.getLogger("augenhoehe.desk").info("posted", extra={"item": 12, "platform": "blog\nforged"})
    facts = json.loads(written.getvalue())
    assert written.getvalue().count("\n") == 1
    assert facts.pop("at").endswith("+00:00")
    assert facts == {
        "level": "info", "from": "augenhoehe.desk", "event": "posted", "item": 12, "platform": "blog\nforged",
    }  # fmt: skip


def test_the_servers_colours_stay_away(written: io.StringIO) -> None:
    logging.getLogger("uvicorn.error").info("Started", extra={"color_message": "\x1b[36mStarted"})
    assert set(json.loads(written.getvalue())) == {"at", "level", "from", "event"}


def test_details_for_debugging_stay_away(written: io.StringIO) -> None:
    logging.getLogger("augenhoehe").debug("a comment's text")
    logging.getLogger("httpx").info("GET https://blog.example/?author_email=somebody")
    assert written.getvalue() == ""


def test_secrets_are_left_out_wherever_they_stand(written: io.StringIO) -> None:
    log = logging.getLogger("augenhoehe")
    try:
        int(SECRET)
    except ValueError:
        log.exception("called with %s", SECRET, extra={"url": f"https://u:{SECRET}@db", "list": [SECRET]})
    assert "hunter2" not in written.getvalue()
    assert json.loads(written.getvalue())["url"] == f"https://u:{HIDDEN}@db"


def test_what_is_too_short_to_be_a_secret_garbles_nothing(written: io.StringIO) -> None:
    logging.getLogger("augenhoehe").info("abc")
    assert json.loads(written.getvalue())["event"] == "abc"


def test_a_trace_is_told(written: io.StringIO) -> None:
    try:
        int("why")
    except ValueError:
        logging.getLogger("augenhoehe").exception("broken")
    assert "ValueError: invalid literal" in json.loads(written.getvalue())["trace"]


@pytest.mark.parametrize(
    ("value", "drawn"),
    [
        (12, "value=12"),
        ("blog", "value=blog"),
        ("two words", 'value="two words"'),
        ("", 'value=""'),
        ('a"b', r'value="a\"b"'),
        ("a\nb", r'value="a\nb"'),
    ],
)
def test_people_read_pairs_on_one_line(value: object, drawn: str) -> None:
    record = logging.makeLogRecord({"msg": "a draft was written", "name": "augenhoehe", "value": value})
    line = Lines([], json_lines=False).format(record)
    assert " a draft was written level=" in line
    assert line.endswith(drawn)
    assert "\n" not in line


def test_an_event_cannot_forge_another_line() -> None:
    record = logging.makeLogRecord({"msg": "x\nlevel=error", "name": "augenhoehe"})
    assert "\n" not in Lines([], json_lines=False).format(record)
