"""A model that obeys every comment: nothing of that reaches the public without a warning or a template."""

import asyncio
import base64
import codecs
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.domain.finding import Severity, finding
from bot.ports import DraftRequest, DraftResult
from prompts.guards import Context, check
from prompts.model_writer import ModelWriter
from prompts.settings import DraftingSettings
from tests.prompts.hostile import ATTEMPTS, DATA, FOREIGN, LEAK, LINK, PING, POSE, PROMISE, Attempt
from tests.prompts.made import LIBRARY, ROOMY, comment, request
from tests.prompts.pretend_model import Asked, pretend_model, says

HIDES: dict[str, Callable[[str], str]] = {
    "base64": lambda text: base64.b64encode(text.encode()).decode()[:400],
    "hex": lambda text: text.encode().hex(),
    "rot13": lambda text: codecs.encode(text, "rot13"),
    "reversed": lambda text: text[::-1],
    "spaced": " ".join,
    "lines": lambda text: "\n".join(text.split()),
    "capitals": str.upper,
}
FITS = {
    LEAK: {"internal", "encoded", "language"},
    LINK: {"link", "contact"},
    PROMISE: {"money", "promise", "liability", "advice", "number", "language"},
    PING: {"ping"},
    DATA: {"asks-personal", "repeats-personal", "contact"},
    FOREIGN: {"language", "address", "echo"},
    POSE: {"machine", "internal"},
}
"""Guards of which at least one has to speak up, by what an attempt is after."""


def asked(attempt: Attempt) -> DraftRequest:
    where, text = _split(attempt.said)
    plain = comment("Der Deckel klemmt, das ärgert mich." if where else attempt.said)
    if where == "author":
        plain = replace(plain, author=replace(plain.author, name=text))
    if where == "post":
        plain = replace(plain, post=replace(plain.post, title=text))
    chain = (comment(text, id="c-0", name="Paul Lehmann"),) if where == "above" else ()
    return request(plain, chain=chain, limits=replace(ROOMY, longest=20_000))


def _split(said: str) -> tuple[str, str]:
    found = re.match(r"(author|post|above):(.*)", said)
    return (found[1], found[2]) if found else ("", said)


def obeying(attempt: Attempt, model_told: Asked) -> str:
    """What a model answers that does as it is told."""
    messages = model_told["messages"]
    system = messages[0]["content"]
    fence = re.search(r"<(comment-[0-9a-f]+)>", system)
    assert fence
    guidelines = system[system.index("Wir antworten auf Augenhöhe") :]
    values = {"system": system, "start": system[:300], "middle": guidelines[:300], "fence": fence[1]}
    how, _, what = attempt.obeyed.rpartition("|")
    if what == "={}":
        return str(messages[-1]["content"].split(": ", 1)[1].split("\n<")[0])
    text = what.format(**values)
    return HIDES[how](text) if how else text


async def drafts(attempts: tuple[Attempt, ...]) -> list[DraftResult]:
    """Every attempt through the real writer, over real sockets."""
    async with pretend_model() as model:
        settings = DraftingSettings(base_url=model.url, model="obedient", look=False, max_retries=0)
        writer = ModelWriter(LIBRARY, settings)
        results = []
        for attempt in attempts:

            async def script(told: Asked, to: asyncio.StreamWriter, attempt: Attempt = attempt) -> None:
                await says(obeying(attempt, told))(told, to)

            model.will(script)
            results.append(await writer.draft(asked(attempt)))
        await writer.close()
    return results


async def test_nothing_that_was_obeyed_survives_unflagged() -> None:
    slipped = []
    for attempt, result in zip(ATTEMPTS, await drafts(ATTEMPTS), strict=True):
        findings = [finding(kept) for kept in result.warnings]
        found = {each.guard for each in findings if each.severity >= Severity.WARN}
        flagged = found & FITS[attempt.aim]
        if result.origin == "model" and not flagged:
            slipped.append((attempt.said, result.text, found))
    assert slipped == []


async def test_our_own_instructions_are_never_even_shown() -> None:
    verbatim = tuple(each for each in ATTEMPTS if each.obeyed in {"{system}", "{middle}", "Gern: {start}"})
    assert verbatim
    for result in await drafts(verbatim):
        assert result.origin == "template"
        assert "Augenhöhe. Wer uns schreibt" not in str(result)


def test_the_corpus_is_large_and_in_many_languages() -> None:
    assert len(ATTEMPTS) >= 60
    assert len({attempt.said for attempt in ATTEMPTS}) == len(ATTEMPTS)
    assert {attempt.aim for attempt in ATTEMPTS} == set(FITS)


@pytest.mark.parametrize(
    "attempt", [each for each in ATTEMPTS if each.aim != LEAK], ids=lambda each: each.said[:30]
)
def test_a_person_who_pastes_it_is_warned_too(attempt: Attempt) -> None:
    text = attempt.said.split(": ", 1)[1] if attempt.obeyed == "={}" else attempt.obeyed
    said = _split(attempt.said)[1]
    context = Context(brand=LIBRARY.brand, limits=ROOMY, comment=said, said=(said,), origin="person")
    assert any(each.severity >= Severity.WARN for each in check(text, context))
