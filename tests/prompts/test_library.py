"""The library that comes with the program keeps its own rules: every example could go out as it is."""

import pytest

from bot.domain.community import Limits
from prompts.checks import check
from prompts.loader import Example
from prompts.slots import fill
from prompts.template_writer import TemplateWriter
from prompts.triage import triage
from tests.prompts.made import LIBRARY, comment, request

EXAMPLES = [
    pytest.param(example, id=f"{kind.id}-{example.name}")
    for kind in LIBRARY.kinds.values()
    for example in kind.examples
]
GROUPS = sorted({(k.id, e.language, e.address) for k in LIBRARY.kinds.values() for e in k.examples})
MASTODON = Limits(longest=500)
SPECIAL = "die Überraschung am Morgen"


@pytest.mark.parametrize("example", EXAMPLES)
@pytest.mark.parametrize("author", ["Lena", ""])
def test_every_example_fills_cleanly_and_passes_the_checks(example: Example, author: str) -> None:
    text = fill(example.reply, author, SPECIAL)
    assert text is not None
    assert not set("{}") & set(text)
    assert "  " not in text
    assert text[0].isupper() or text[0] in "„“"
    assert check(text, limits=MASTODON, brand=LIBRARY.brand, address=example.address) == ()


@pytest.mark.parametrize(("kind", "language", "address"), GROUPS)
def test_there_are_enough_examples_to_vary(kind: str, language: str, address: str) -> None:
    spoken = [
        example.reply
        for example in LIBRARY.kinds[kind].examples
        if (example.language, example.address) == (language, address)
    ]
    assert len(spoken) >= 6
    # At least four stand without a quote: most comments offer none.
    assert len([reply for reply in spoken if "{quote}" not in reply]) >= 4


@pytest.mark.parametrize("kind", sorted(LIBRARY.kinds))
@pytest.mark.parametrize("language", LIBRARY.brand.languages)
async def test_every_kind_has_a_draft_in_every_language(kind: str, language: str) -> None:
    result = await TemplateWriter(LIBRARY).draft(request("Na ja.", kind=kind, language=language))
    assert result.text


def test_triage_finds_the_kind_of_most_example_comments() -> None:
    """Not a measure of quality (the rules were written beside them): a guard against breaking them."""
    told = [
        (kind.id, triage(comment(example.comment), LIBRARY.brand))
        for kind in LIBRARY.kinds.values()
        for example in kind.examples
    ]
    right = sum(kind == found.kind for kind, found in told)
    assert right / len(told) > 0.85
