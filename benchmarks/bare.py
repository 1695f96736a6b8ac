"""The baseline of the ways through HTTP: a loop that makes the same calls and stores nothing."""

import asyncio
from collections.abc import Iterator, Mapping

import httpx

from benchmarks.measure import Sample, stopwatch
from benchmarks.outside import CONNECTIONS, client, draft_body, message_body, reply_body
from benchmarks.people import read

BUTTONS = [{"text": f"Button {n}", "value": f"{n}:1"} for n in range(7)]
DRAFT = "Hallo! Danke für deinen Kommentar, wir sehen uns das gern genauer an und melden uns hier bei dir."


async def counts(address: str) -> Mapping[str, int]:
    """What was called since the last time somebody asked."""
    async with client(address) as http:
        found: Mapping[str, int] = (await http.get("/counts")).json()
    return found


async def bare_loop(address: str, calls: Mapping[str, int], total: int) -> Sample:
    """Make the calls that ours made, with the best pool there is, as often as ours did."""
    async with client(address) as http:
        with stopwatch() as sample:
            texts = await _texts(http, total)
            todo = iter(_plan(calls, texts))
            await asyncio.gather(*(_work(http, todo) for _ in range(CONNECTIONS)))
    await counts(address)
    return sample


async def _texts(http: httpx.AsyncClient, total: int) -> list[str]:
    texts: list[str] = []
    more = True
    while more:
        found = (await http.get("/comments", params={"after": len(texts), "total": total})).json()
        texts += [read(one).text for one in found["comments"]]
        more = found["more"]
    return texts


Call = tuple[str, str]
"""What is called, and the text of the comment it is about."""


def _plan(calls: Mapping[str, int], texts: list[str]) -> Iterator[Call]:
    for word in ("show", "draft", "redraw", "look", "reply"):
        for number in range(calls.get(word, 0)):
            yield word, texts[number % len(texts)]


async def _work(http: httpx.AsyncClient, todo: Iterator[Call]) -> None:
    for word, text in todo:
        if word == "look":
            (await http.get("/look", params={"id": "c1"})).json()
        else:
            (await http.post(f"/{word}", json=_body(word, text))).json()


def _body(word: str, text: str) -> object:
    if word == "draft":
        return draft_body(text)
    if word == "reply":
        return reply_body("c1", text, "k")
    return message_body("team", "k", "Anna", text, DRAFT if word == "redraw" else "", BUTTONS)
