"""How a process answers: what its server gives away, and where it says that it is to be found."""

import asyncio

import httpx
import pytest
from starlette.applications import Starlette

from bot.serving import _config, _listening, _Server, address
from bot.settings_parts import Serving


@pytest.mark.parametrize(
    ("host", "opened"),
    [
        ("127.0.0.1", "http://127.0.0.1:8080/"),
        ("0.0.0.0", "http://localhost:8080/"),  # noqa: S104  # nothing is bound here
        ("::", "http://localhost:8080/"),
        ("::1", "http://[::1]:8080/"),
        ("team.example", "http://team.example:8080/"),
    ],
)
def test_the_greeting_names_an_address_that_a_browser_opens(host: str, opened: str) -> None:
    assert address(host, 8080) == opened


async def test_an_answer_does_not_tell_what_serves_it() -> None:
    with _listening("127.0.0.1", 0) as door:
        server = _Server(_config(Serving(), Starlette()))
        serving = asyncio.create_task(server.serve(sockets=[door]))
        async with httpx.AsyncClient(trust_env=False) as browser:
            answer = await browser.get(address("127.0.0.1", door.getsockname()[1]))
        server.should_exit = True
        await serving
    assert answer.status_code == 404
    assert "server" not in answer.headers
