"""Reports that are sent by themselves, and what allows figures per person, as settings."""

from datetime import time
from pathlib import Path

import pytest

from bot.bootstrap import assemble
from bot.config import load
from bot.domain.days import Schedule
from bot.errors import BadSetting

FILE = """
[community]
mode = "own"

[team]
works_agreement = "BV 7 vom 1.3.2026"

[[platforms.wordpress]]
name = "blog"
url = "https://blog.example"
user = "community"

[[reports]]
channels = [["slack", "C0LEADS"], ["teams", "T0"]]
every = "day"
at = "7:30"

[[reports]]
channels = [["slack", "C0LEADS"]]
"""


def environ(folder: Path) -> dict[str, str]:
    return {"AUGENHOEHE_DATA": str(folder / "data"), "AUGENHOEHE_WORDPRESS_BLOG_PASSWORD": "abcd"}


async def test_they_reach_the_desk(tmp_path: Path) -> None:
    (tmp_path / "augenhoehe.toml").write_text(FILE, encoding="utf-8")
    parts = assemble(load(environ(tmp_path), tmp_path))
    try:
        policy = parts.desk.policy
    finally:
        await parts.database.close()
    assert policy.works_agreement == "BV 7 vom 1.3.2026"
    assert policy.reports == (
        Schedule(surface="slack", channel="C0LEADS", every="day", at=time(7, 30)),
        Schedule(surface="teams", channel="T0", every="day", at=time(7, 30)),
        Schedule(surface="slack", channel="C0LEADS", every="week", at=time(8)),
    )


def test_the_demo_has_none(tmp_path: Path) -> None:
    text = FILE.replace('mode = "own"', 'mode = "demo"')
    (tmp_path / "augenhoehe.toml").write_text(text, encoding="utf-8")
    assert load(environ(tmp_path), tmp_path).reports == ()


@pytest.mark.parametrize(
    ("was", "put", "said"),
    [
        ('"7:30"', '"half past"', "“half past” is no time of day"),
        ('"7:30"', '"25:00"', "“25:00” is no time of day"),
        ('every = "day"', 'every = "month"', "one of “day”, “week”"),
        ('["teams", "T0"]', '["web", "team"]', "shows reports by itself"),
        ('[["slack", "C0LEADS"], ["teams", "T0"]]', "[]", "at least one channel"),
    ],
)
def test_what_cannot_work_is_said(tmp_path: Path, was: str, put: str, said: str) -> None:
    (tmp_path / "augenhoehe.toml").write_text(FILE.replace(was, put), encoding="utf-8")
    with pytest.raises(BadSetting) as caught:
        load(environ(tmp_path), tmp_path)
    assert said in str(caught.value.words)
