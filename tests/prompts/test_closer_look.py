"""The model's look at a comment: it may find it graver, never less grave, and proves it with a quote."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.item import Urgency
from bot.ports import DraftRequest
from prompts.closer_look import UNUSABLE
from prompts.model_writer import ModelWriter
from prompts.settings import DraftingSettings
from prompts.triage import triage
from tests.prompts.made import LIBRARY, comment, request
from tests.prompts.pretend_model import (
    Asked,
    PretendModel,
    Script,
    chooses,
    cuts,
    fails,
    pretend_model,
    says,
)

GOOD = "Danke dir, dass du vom Deckel schreibst. Das schauen wir uns an."
SEEN = {
    "kind": "complaint",
    "sentiment": "negative",
    "urgency": "high",
    "risk": "normal",
    "needs_reply": True,
    "evidence": "Deckel",
}


@pytest.fixture
async def model() -> AsyncIterator[PretendModel]:
    async with pretend_model() as running:
        yield running


@pytest.fixture
async def writer(model: PretendModel) -> AsyncIterator[ModelWriter]:
    settings = DraftingSettings(base_url=model.url, model="pretend-1", timeout=1, max_retries=0)
    opened = ModelWriter(LIBRARY, settings)
    yield opened
    await opened.close()


def about(text: str) -> DraftRequest:
    return replace(request(text), triage=triage(comment(text), LIBRARY.brand))


def sees(**other: object) -> Script:
    return says(json.dumps(SEEN | other))


def shapes(model: PretendModel) -> list[str]:
    """How each request asked for JSON."""
    return [asked.get("response_format", {}).get("type", "") for asked in model.asked]


ASKED = about("Na ja, der Deckel.")


async def test_the_model_may_find_another_kind_and_more_care(
    model: PretendModel, writer: ModelWriter
) -> None:
    model.will(sees(), says(GOOD))
    result = await writer.draft(ASKED)
    assert (result.text, result.origin, result.warnings) == (GOOD, "model", ())
    assert result.triage
    assert (result.triage.kind, result.triage.urgency, result.triage.sentiment) == (
        "complaint",
        Urgency.HIGH,
        "negative",
    )
    assert result.triage.why == "“Deckel”"
    assert result.prompt.startswith("complaint@")
    assert shapes(model) == ["json_schema", ""]
    assert model.asked[0]["temperature"] == 0
    assert model.asked[0]["response_format"]["json_schema"]["strict"] is True


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        (
            "Na ja. Der Deckel geht heute wieder schwer.",
            {"kind": "crisis", "risk": "crisis", "evidence": "schwer"},
        ),
        ("Der Deckel passt zu der Tasse.", {"kind": "hate", "risk": "high", "evidence": "passt zu"}),
        ("Der Deckel hat mich erwischt.", {"risk": "high", "evidence": "hat mich erwischt"}),
    ],
)
async def test_what_the_model_finds_grave_goes_to_a_person(
    model: PretendModel, writer: ModelWriter, text: str, seen: dict[str, Any]
) -> None:
    model.will(sees(**seen))
    result = await writer.draft(about(text))
    assert result.text is None
    assert result.note
    assert result.triage
    assert result.triage.risk == seen["risk"]
    assert len(model.asked) == 1


@pytest.mark.parametrize(
    "text", ["Ich will nicht mehr leben", "Ausländer raus!", "Ihr hört von meinem Anwalt."]
)
async def test_what_the_rules_find_grave_no_model_is_even_asked_about(
    model: PretendModel, writer: ModelWriter, text: str
) -> None:
    model.will(sees(kind="praise", risk="low", evidence=text))
    result = await writer.draft(about(text))
    assert (result.text, result.triage, model.asked) == (None, None, [])


@pytest.mark.parametrize(
    "script",
    [
        sees(evidence="steht gar nicht da"),
        sees(evidence=""),
        sees(kind="ausgedacht"),
        sees(urgency=3),
        sees(needs_reply="yes"),
        says('{"kind": "complaint", "sent', "length"),
        says("Das ist eine Beschwerde."),
        says("[]"),
        says("{" * 2000),
    ],
)
async def test_a_look_that_cannot_be_used_leaves_the_rules_and_says_so(
    model: PretendModel, writer: ModelWriter, script: Script
) -> None:
    model.will(script, script, says(GOOD))
    result = await writer.draft(ASKED)
    assert (result.text, result.origin, result.triage) == (GOOD, "model", None)
    assert result.warnings == (UNUSABLE.text,)


@pytest.mark.parametrize("script", [chooses({"content": None, "refusal": "No."}), says("", "content_filter")])
async def test_a_refused_look_leaves_the_rules_too(
    model: PretendModel, writer: ModelWriter, script: Script
) -> None:
    model.will(script, says(GOOD))
    result = await writer.draft(ASKED)
    assert (result.text, result.triage) == (GOOD, None)
    assert len(result.warnings) == 1


@pytest.mark.parametrize("script", [fails(503), cuts(), fails(401), fails(429, retry_after="300")])
async def test_an_endpoint_that_is_away_ends_in_a_template(
    model: PretendModel, writer: ModelWriter, script: Script
) -> None:
    model.will(script)
    result = await writer.draft(ASKED)
    assert (result.origin, result.triage) == ("template", None)
    assert result.text
    assert result.note


def picky(*taken: str, status: int = 400, says_why: bool = True) -> Script:
    """A server that takes only some shapes of answer; without words for it, if so wished."""

    async def script(asked: Asked, writer: Any) -> None:  # Any: as in Script
        shape = asked.get("response_format", {}).get("type", "")
        if shape and shape not in taken:
            why = f"response_format {shape} is not supported" if says_why else "Bad Request"
            await fails(status, {"message": why})(asked, writer)
        elif "You sort public comments" in asked["messages"][0]["content"]:
            await says(f"Sure!\n```json\n{json.dumps(SEEN)}\n```")(asked, writer)
        else:
            await says(GOOD)(asked, writer)

    return script


@pytest.mark.parametrize(
    ("server", "shapes_asked"),
    [
        (picky("json_schema", "json_object"), ["json_schema"]),
        (picky("json_object"), ["json_schema", "json_object"]),
        (picky(), ["json_schema", "json_object", ""]),
        (picky("json_object", status=422), ["json_schema", "json_object"]),
        (picky("json_object", status=500, says_why=False), ["json_schema", "json_object"]),
        (picky("json_object", says_why=False), ["json_schema", "json_object"]),
    ],
)
async def test_the_ladder_is_climbed_down_once_and_remembered(
    model: PretendModel, writer: ModelWriter, server: Script, shapes_asked: list[str]
) -> None:
    model.will(server)
    for _ in range(2):
        result = await writer.draft(ASKED)
        assert (result.text, result.warnings) == (GOOD, ())
        assert result.triage
    assert shapes(model) == [*shapes_asked, "", shapes_asked[-1], ""]


async def test_a_schema_that_is_taken_and_ignored_is_given_up(
    model: PretendModel, writer: ModelWriter
) -> None:
    model.will(says("It is a complaint."), sees(), says(GOOD))
    assert (await writer.draft(ASKED)).triage
    assert shapes(model) == ["json_schema", "json_object", ""]


async def test_unknown_fields_are_left_out_from_then_on(model: PretendModel, writer: ModelWriter) -> None:
    """As Mistral says it."""
    refused: dict[str, object] = {
        "message": {"detail": [{"loc": ["body", "temperature"], "type": "extra_forbidden"}]}
    }
    model.will(fails(422, refused), sees(), says(GOOD))
    assert (await writer.draft(ASKED)).text == GOOD
    assert ["temperature" in asked for asked in model.asked] == [True, False, False]


async def test_a_wish_or_a_second_draft_needs_no_second_look(
    model: PretendModel, writer: ModelWriter
) -> None:
    model.will(says(GOOD))
    for again in (replace(ASKED, instruction="kürzer"), replace(ASKED, previous=("Ach.",))):
        assert (await writer.draft(again)).triage is None
    assert shapes(model) == ["", ""]


async def test_the_look_sees_pseudonyms_and_its_quote_is_turned_back(
    model: PretendModel, writer: ModelWriter
) -> None:
    text = "Schreibt mir an lena@post.example, der Deckel klemmt."

    async def quotes(asked: Asked, to: Any) -> None:  # Any: as in Script
        told = asked["messages"][-1]["content"].split("\n")[1]
        await sees(evidence=told.split(",")[0])(asked, to)

    model.will(quotes, says(GOOD))
    result = await writer.draft(about(text))
    assert "lena@post.example" not in str(model.asked)
    assert result.triage
    assert result.triage.why == "“Schreibt mir an lena@post.example”"
