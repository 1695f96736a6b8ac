"""`augenhoehe model check` says what an endpoint can do, and what a person should look at."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.model_check import check
from bot.words import Words
from prompts import faults
from prompts.probe import Found, probe
from prompts.profiles import PROFILES, profile_of
from prompts.settings import DraftingSettings
from tests.prompts.pretend_model import Asked, PretendModel, Script, fails, pretend_model, says, sends, waits


@pytest.fixture
async def model() -> AsyncIterator[PretendModel]:
    async with pretend_model() as running:
        yield running


def settings(model: PretendModel, **other: Any) -> DraftingSettings:
    plain = DraftingSettings(base_url=model.url, model="pretend-1", timeout=1, max_retries=0)
    return replace(plain, **other)


def server(*, obeys: bool, counts: bool) -> Script:
    """An able server, or one that takes everything and cares for nothing."""

    async def script(asked: Asked, writer: Any) -> None:  # Any: as in Script
        limit = asked.get("max_tokens", 600)
        text = '{"colour": "green"}' if obeys and "colour" in str(asked["messages"]) else "one two " * 100
        reason = "length" if obeys and limit < 10 else "stop"
        body: dict[str, Any] = {"choices": [{"message": {"content": text}, "finish_reason": reason}]}
        if counts:
            body["usage"] = {"prompt_tokens": 5, "completion_tokens": 8 if obeys else 200}
        await sends(json.dumps(body))(asked, writer)

    return script


async def found(asked: DraftingSettings) -> dict[str, Found]:
    return {each.what.text: each async for each in probe(asked)}


async def test_an_able_server(model: PretendModel, tmp_path: Path) -> None:
    model.will(server(obeys=True, counts=True))
    told = await found(settings(model, folder=tmp_path))
    assert [each.good for each in told.values()] == [True] * 7
    assert "json_schema" in str(told["JSON"].told)
    assert str(told["length"].told) == "bounded by max_tokens"
    assert str(told["budget"].told) == "today 3 of 5000 calls, 39 of ∞ tokens"
    assert str(told["model"].told) == "pretend-1, one of 1"


async def test_a_careless_server(model: PretendModel) -> None:
    model.will(server(obeys=False, counts=False))
    model.offers = ("another",)
    told = await found(settings(model))
    assert {name for name, each in told.items() if not each.good} == {"JSON", "length"}
    assert "not in the list" in str(told["model"].told)
    assert "uncounted" in str(told["answers"].told)


async def test_a_server_that_refuses_parameters(model: PretendModel) -> None:
    model.will(fails(400, {"message": "x", "param": "temperature"}), server(obeys=True, counts=True))
    assert str((await found(settings(model)))["parameters"].told) == "left out: temperature"


@pytest.mark.parametrize(
    ("script", "words"),
    [(fails(401), faults.KEY), (waits(5, says("ok")), faults.SLOW), (says(""), faults.EMPTY)],
)
async def test_a_server_that_does_not_answer_is_asked_nothing_more(
    model: PretendModel, script: Script, words: Words
) -> None:
    model.will(script)
    told = await found(settings(model, timeout=0.3))
    assert list(told) == ["address", "answers", "budget"]
    assert (told["answers"].told, told["answers"].good) == (words, False)


async def test_the_command_prints_a_line_each(model: PretendModel, tmp_path: Path) -> None:
    model.will(server(obeys=True, counts=True))
    environ = {"AUGENHOEHE_DATA": str(tmp_path), "LANG": "en"}
    lines: list[str] = []
    assert await check(environ, lines.append)
    assert "No language model" in lines[0]
    asked = environ | {"AUGENHOEHE_MODEL_MODEL": "pretend-1", "AUGENHOEHE_MODEL_BASE_URL": model.url}
    lines.clear()
    assert await check(asked, lines.append)
    assert len(lines) == 7
    model.will(fails(401))
    assert not await check(asked, lines.append)
    assert not await check(asked | {"AUGENHOEHE_MODEL_RESIDENCY": "mars"}, lines.append)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://api.openai.com/v1", "openai"),
        ("https://eu.api.openai.com/v1", "openai"),
        ("https://haus.openai.azure.com/openai/v1/", "azure"),
        ("https://api.mistral.ai/v1", "mistral"),
        ("http://localhost:11434/v1", "ollama"),
        ("http://gpu:8000/v1", "vllm"),
        ("http://gpu:8080/v1", "llamacpp"),
        ("http://gpu:1234/v1", "lmstudio"),
        ("https://api.openai.com.example/v1", "generic"),
    ],
)
def test_servers_are_told_by_their_address(url: str, name: str) -> None:
    assert profile_of(url) == PROFILES[name]
    assert profile_of(url, "vllm") == PROFILES["vllm"]
