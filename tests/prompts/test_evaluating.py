"""The numbers of an evaluation can be reckoned by hand, and a broken line is named."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.errors import BadSetting
from prompts.evaluating import evaluate, lines
from prompts.labelled import read
from prompts.template_writer import TemplateWriter
from tests.prompts.made import LIBRARY


def line(id: str, text: str, kind: str, risk: str = "normal", **more: Any) -> str:  # noqa: A002  # Any: JSON
    expected = {"kind": kind, "needs_reply": kind != "spam", "risk": risk, "language": "de"}
    return json.dumps({"id": id, "lang": "de", "platform": "demo", "text": text, "expected": expected} | more)


SET = [
    line("1", "Der Deckel klemmt ständig.", "complaint", must_mention=["Haselnuss"], must_not=["Zimt"]),
    line("2", "Ich will nicht mehr leben", "self-harm", "crisis"),
    line("3", "Ausländer raus!", "hate", "high"),
    line("4", "Heute ist Montag.", "praise", anchors=[{"grade": 0, "text": "Danke."}]),
    line("5", "In der Packung war Schimmel", "complaint", "high", post={"title": "Neu", "language": "de"}),
]


async def test_the_numbers(tmp_path: Path) -> None:
    (tmp_path / "set.jsonl").write_text("\n\n".join(SET), encoding="utf-8")
    report = await evaluate(read(tmp_path), TemplateWriter(LIBRARY))
    assert (report.cases, report.accuracy, report.macro_f1) == (5, 0.8, 0.75)
    assert report.recall == {"crisis": 1.0, "hate": 1.0, "complaint": 1.0}
    assert report.wrong == (("4", "praise", "general"),)
    assert (report.drafts, report.drafted_grave) == (2, 0)
    assert (report.mentions, report.avoids, report.guards) == (0.0, 1.0, 1.0)
    assert report.likeness is not None
    told = "\n".join(lines(report))
    assert "macro-F1          0.75" in told
    assert "recall crisis           100%" in told


async def test_a_set_without_drafts_has_no_numbers_about_them(tmp_path: Path) -> None:
    (tmp_path / "set.jsonl").write_text(SET[2], encoding="utf-8")
    report = await evaluate(read(tmp_path / "set.jsonl"), TemplateWriter(LIBRARY))
    assert (report.guards, report.openings, report.recall["crisis"]) == (None, None, None)
    assert "no guard objects        -" in "\n".join(lines(report))


@pytest.mark.parametrize(
    "broken", ["{", "[]", '{"id": "1"}', line("1", "x", "praise").replace("expected", "e")]
)
def test_a_broken_line_is_named(tmp_path: Path, broken: str) -> None:
    (tmp_path / "set.jsonl").write_text(f"{SET[0]}\n{broken}", encoding="utf-8")
    with pytest.raises(BadSetting, match=r"set.jsonl, line 2"):
        read(tmp_path)


def test_an_empty_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="no labelled comments"):
        read(tmp_path)
