"""Learns the weights of `hunch.json` from `lessons.jsonl`: `python -m prompts.school`, once they change.

Plain logistic regression over all lessons at once; no package is needed, and the same lessons give the same
weights. It takes some seconds, and no running program needs it.
"""

import hashlib
import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from prompts.hunch import FILE, Hunch, even, signs_of, softmax
from prompts.labelled import Case, read
from prompts.lexicon import FILES
from prompts.loader import load
from prompts.look import look_at
from prompts.rules import first

LESSONS = Path(__file__).with_name("lessons.jsonl")
_ROUNDS = 40
_STEP = 4.0
_PUSH = 0.9
"""How much of the last step goes into the next one."""
_DECAY = 0.002
"""Pulls every weight towards nothing: with few lessons, chance looks like a rule."""
_LEAST = 0.05
"""A weight below this says nothing."""
_FOLDS = 5
_SEED = 3

Lesson = tuple[str, dict[str, float]]
"""A kind, and the signs of a comment of that kind."""
_Weights = dict[str, list[float]]


def lessons(cases: Sequence[Case]) -> list[Lesson]:
    """Labelled comments as the rules and lists see them today."""
    brand = load().brand
    looks = ((case.kind, look_at(case.comment, brand)) for case in cases)
    return [(kind, signs_of(look, first(look).name)) for kind, look in looks]


def learn(taught: Sequence[Lesson]) -> Hunch:
    """The weights that tell these lessons apart."""
    kinds = tuple(sorted({kind for kind, _ in taught}))
    met = Counter(sign for _, signs in taught for sign in signs)
    weights: _Weights = {sign: [0.0] * len(kinds) for sign in met if met[sign] > 1}
    pace: _Weights = {sign: [0.0] * len(kinds) for sign in weights}
    bias = [0.0] * len(kinds)
    known = [(kinds.index(kind), even(signs, weights)) for kind, signs in taught]
    for _ in range(_ROUNDS):
        slopes, off = _slopes(known, weights, bias)
        for sign, row in weights.items():
            _move(row, pace[sign], slopes[sign], len(known))
        bias = [each - _STEP * wrong / len(known) for each, wrong in zip(bias, off, strict=True)]
    return Hunch(kinds, tuple(bias), {sign: _rounded(row) for sign, row in weights.items()})


def left_out(taught: Sequence[Lesson]) -> Iterator[tuple[int, dict[str, float]]]:
    """The place of every lesson, and what those who were never told it think of it."""
    order = random.Random(_SEED).sample(range(len(taught)), len(taught))  # noqa: S311  no secret
    for fold in range(_FOLDS):
        test = set(order[fold::_FOLDS])
        hunch = learn([taught[place] for place in order if place not in test])
        yield from ((place, hunch.of(taught[place][1])) for place in sorted(test))


def digest() -> str:
    """What the weights depend on: lessons and word lists."""
    texts = b"".join(file.read_bytes() for file in (LESSONS, *FILES))
    return hashlib.sha256(texts).hexdigest()[:16]


def write(hunch: Hunch) -> None:
    """Keep what was learned, a sign a line."""
    told = {
        "of": digest(),
        "kinds": hunch.kinds,
        "bias": [round(each, 2) for each in hunch.bias],
        "weights": sorted((sign, each) for sign, each in hunch.weights.items() if each),
    }
    lines = json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace(']],["', ']],\n["')
    FILE.write_text(f"{lines}\n", encoding="utf-8")


def _slopes(
    known: Sequence[tuple[int, Mapping[str, float]]], weights: _Weights, bias: Sequence[float]
) -> tuple[_Weights, list[float]]:
    """How wrong the weights are, sign by sign, over all lessons."""
    slopes: _Weights = {sign: [0.0] * len(bias) for sign in weights}
    off = [0.0] * len(bias)
    for right, signs in known:
        points = list(bias)
        for sign, strength in signs.items():
            points = [each + strength * weight for each, weight in zip(points, weights[sign], strict=True)]
        wrong = softmax(points)
        wrong[right] -= 1.0
        off = [each + more for each, more in zip(off, wrong, strict=True)]
        for sign, strength in signs.items():
            slopes[sign] = [e + strength * w for e, w in zip(slopes[sign], wrong, strict=True)]
    return slopes, off


def _move(row: list[float], pace: list[float], slope: Sequence[float], lessons: int) -> None:
    for kind, weight in enumerate(row):
        pace[kind] = _PUSH * pace[kind] - _STEP * (slope[kind] / lessons + _DECAY * weight)
        row[kind] = weight + pace[kind]


def _rounded(row: Sequence[float]) -> tuple[tuple[int, float], ...]:
    return tuple((kind, round(weight, 2)) for kind, weight in enumerate(row) if abs(weight) >= _LEAST)


if __name__ == "__main__":
    write(learn(lessons(read(LESSONS))))
