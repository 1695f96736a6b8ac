"""Whatever strangers write, the work grows with its length and not with the square of it."""

import importlib
import pkgutil
import re
import time
import unicodedata
from collections.abc import Callable, Iterator
from functools import partial

import pytest

import bot.domain
import prompts
from prompts.guards import check, context_of
from prompts.pseudonyms import Veil
from prompts.text import clean
from prompts.triage import triage
from tests.prompts.made import LIBRARY, comment, request

SIZE = 1500
MOST = 3.0
"""Twice the text may take three times as long: the clock of a busy machine is coarse. A square takes four."""
SHORT = 0.004
"""Seconds that nobody counts: what stays below for the long text needs no comparing."""
CAPPED = {"prompts.knowing._SENTENCE", "prompts.borrowing._GREETING", "prompts.pseudonyms._GREETING"}
"""These only ever see a short text or its beginning."""
UNITS = (
    "a", "1", "-", ".", "\n", "#", "@", "(", "[", "<", "„", "/", "ü", "a-", "a.", "a_", "a ", "1 ", "1.",
    "-0", "a1-", "a@", "@a.", "<!", "<a", "[a](", "&a", "a@-", "weg1", "Frau Ab ", "a dot ", "wir werden ",
    "zwei ", "hundert ",
)  # fmt: skip
HOSTILE = ("a-", "-0", "1 ", "a.", "a dot ", "Frau %d ", "unser Fehler nicht ", "\u0315\u0300", "zwei ")


def seconds(work: Callable[[], object], times: int = 1) -> float:
    best = 9.0
    for _ in range(times):
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
    return best


def grows(work: Callable[[str], object], unit: str) -> bool:
    """Whether the work for twice the text is far more than twice the work; asked again before it is said."""

    def text(size: int) -> str:
        return "Hallo@ " + "".join(unit % n if "%" in unit else unit for n in range(size // len(unit)))

    def much() -> bool:
        long = seconds(partial(work, text(2 * SIZE)))
        return long > SHORT and seconds(partial(work, text(2 * SIZE)), 2) > MOST * seconds(
            partial(work, text(SIZE)), 2
        )

    return much() and much()


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every pattern that stands at the top of a module."""
    for package in (prompts, bot.domain):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for name, value in vars(importlib.import_module(found.name)).items():
                for each in _inside(value):
                    yield f"{found.name}.{name}", each


def _inside(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _inside(each)
    elif isinstance(value, dict):
        yield from _inside(list(value.values()))


def test_no_pattern_grows_with_the_square_of_a_text() -> None:
    every = {each: name for name, each in patterns() if name not in CAPPED}
    assert len(every) > 60
    slow = [
        (name, unit)
        for pattern, name in every.items()
        for unit in UNITS
        if grows(lambda text, pattern=pattern: sum(1 for _ in pattern.finditer(text)), unit)  # type: ignore[misc]
    ]
    assert slow == []


@pytest.mark.parametrize("unit", HOSTILE)
def test_no_look_at_a_comment_or_a_reply_does(unit: str) -> None:
    def asked(text: str) -> object:
        return request(comment(text, name=text))

    works: dict[str, Callable[[str], object]] = {
        "cleaning": clean,
        "the first look": lambda text: triage(comment(text), LIBRARY.brand),
        "pseudonyms": lambda text: Veil().draw(asked(text), LIBRARY.brand.name),  # type: ignore[arg-type]
        "guards about a comment": lambda text: check(
            "Danke! Ruf 0171 2345678 an, Weg 7.",
            context_of(LIBRARY, asked(text), origin="person"),  # type: ignore[arg-type]
        ),
        "guards of a reply": lambda text: check(
            text, context_of(LIBRARY, request("Deckel"), origin="person")
        ),
    }
    assert [name for name, work in works.items() if grows(work, unit)] == []


def test_a_pile_of_marks_is_cut_and_what_people_write_is_not() -> None:
    assert len(clean("a" + "\u0315\u0300" * 500)) < 40
    for real in ("Zoë", unicodedata.normalize("NFD", "Größe, naïve, Ệ"), "\u0e01\u0e49\u0e33"):
        assert clean(real) == unicodedata.normalize("NFKC", real)
