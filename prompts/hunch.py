"""What a comment resembles: learned from the comments of `lessons.jsonl`, which were written for this.

Word lists know what somebody thought of. A hunch weighs everything that stands in a comment, what the rules
make of it too, and so it has an opinion where no rule fires. It is never sure of itself.
"""

import json
import math
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from prompts.look import Look

FILE = Path(__file__).with_name("hunch.json")
_EMOJI = re.compile(r"[\U0001F300-\U0001FAFF\u2600-\u27BF\u2764]")
_STEM = 5
_LENGTHS = (5, 10, 20, 40)
_SCALE = 4.0
"""How far apart opinions may lie."""
_LONGEST = 400
"""Words that are weighed."""


@dataclass(frozen=True)
class Hunch:
    """How much each sign speaks for each kind."""

    kinds: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, Sequence[tuple[int, float]]]

    def of(self, signs: Mapping[str, float]) -> dict[str, float]:
        """How likely each kind is; together they make 1."""
        points = list(self.bias)
        known = [(strength, self.weights[sign]) for sign, strength in signs.items() if sign in self.weights]
        scale = _scale(strength for strength, _ in known)
        for strength, weights in known:
            loud = strength * scale
            for kind, weight in weights:
                points[kind] += loud * weight
        return dict(zip(self.kinds, softmax(points), strict=True))


@lru_cache(maxsize=1)
def learned() -> Hunch:
    """What was learned, read when it is first asked for."""
    told = json.loads(FILE.read_text(encoding="utf-8"))
    weights = {sign: tuple((int(kind), weight) for kind, weight in each) for sign, each in told["weights"]}
    return Hunch(tuple(told["kinds"]), tuple(told["bias"]), weights)


def even(signs: Mapping[str, float], known: Container[str]) -> dict[str, float]:
    """The signs that are known, scaled so that a long comment weighs as much as a short one."""
    told = {sign: strength for sign, strength in signs.items() if sign in known}
    scale = _scale(told.values())
    return {sign: strength * scale for sign, strength in told.items()}


def _scale(strengths: Iterable[float]) -> float:
    return _SCALE / (math.sqrt(sum(strength**2 for strength in strengths)) or 1.0)


def softmax(points: Sequence[float]) -> list[float]:
    """Points as shares of 1."""
    most = max(points)
    raised = [math.exp(point - most) for point in points]
    whole = sum(raised)
    return [each / whole for each in raised]


def signs_of(look: Look, rule: str) -> dict[str, float]:
    """Everything in a comment that can speak for a kind, and how loudly."""
    return dict(_signs(look, rule))


def _signs(look: Look, rule: str) -> Iterator[tuple[str, float]]:
    words = look.words[:_LONGEST]
    yield from ((f"p:{word[:_STEM]}", 0.5) for word in words if len(word) > _STEM)
    yield from ((f"w:{word}", 0.5) for word in words)
    yield from ((f"t:{topic}", 1.5) for topic in look.topics)
    yield from ((f"g:{name}", 3.0) for name in look.framed)
    yield from ((f"e:{emoji}", 1.5) for emoji in set(_EMOJI.findall(look.text)))
    yield f"r:{rule}", 2.0
    yield f"n:{sum(len(look.words) >= length for length in _LENGTHS)}", 0.7
    marks = {"?": "?" in look.text, "?$": look.text.endswith("?"), "!": "!" in look.text}
    yield from ((mark, 1.0) for mark, there in marks.items() if there)
    yield from (("link", 1.5),) if look.links else ()
