"""How good the triage and the drafts are on a set of comments that another hand has labelled.

Counts are plain; nothing here is tuned to look well.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

from bot.domain.finding import Severity, finding
from bot.domain.item import Triage
from bot.ports import Drafter, DraftRequest, DraftResult
from prompts.labelled import Case
from prompts.pages import Fact
from prompts.text import clean, likeness, words_of

RECALLED = ("crisis", "hate", "complaint")
"""Kinds that must not be overlooked."""
_DETAIL = 5
"""A detail of the comment is a word of so many letters or more."""
_TELLING = 5
"""A word that carries an answer has so many letters or more."""
_FEWEST_TELLING = 2
_OPENING = 4
_FIGURE = re.compile(r"\d+(?:[.,:]\d+)?")
_ROUTED = frozenset({"crisis", "hate", "legal", "press", "minor", "health"})
"""Kinds that go to a person without a draft."""
_GRAVE = ("high", "crisis")
_WITHIN = {"press": "legal", "minor": "legal"}
"""Kinds that a set may keep in one of its own."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What was made of a case."""

    case: Case
    triage: Triage
    draft: DraftResult

    @property
    def right(self) -> bool:
        """Whether the kind is right. Where the set knows no kind for health, the route counts."""
        routed = self.triage.kind == "health" and self.case.risk in _GRAVE
        named = self.case.kind in {self.triage.kind, _WITHIN.get(self.triage.kind)}
        return named or (routed and self.case.kind in {"complaint", "question"})

    @property
    def due(self) -> bool:
        """Whether a draft should be there."""
        return self.case.needs_reply and self.case.kind not in _ROUTED


@dataclass(frozen=True, kw_only=True)
class Report:
    """The numbers, each from 0 to 1 unless it says otherwise; None where the set says nothing about it."""

    cases: int
    macro_f1: float
    accuracy: float
    recall: Mapping[str, float | None]
    needs_reply: float | None
    """Where a draft is not ruled out by the kind: there a person looks in any case."""
    risk: float
    grave: float
    """The same, where low and normal are one, and high and crisis are."""
    language: float
    drafts: int
    """How many drafts were written."""
    undrafted: float | None
    """Comments that should have one and do not."""
    guards: float | None
    """Drafts in which no guard found anything that a person has to check."""
    specific: float | None
    """Drafts with a detail of the comment."""
    mentions: float | None
    """Drafts that say everything that has to be said."""
    touches: float | None
    """Drafts that say at least a part of it."""
    informs: float | None
    """Drafts from which a silent reader learns the answer, where a fact holds it."""
    avoids: float | None
    """Drafts that say nothing that must not be said."""
    drafted_grave: int
    """Drafts for comments that only a person may answer: 0, or something is wrong."""
    likeness: float | None
    """How much a draft shares with the most similar of the others; the less the better."""
    openings: float | None
    """How many drafts begin differently."""
    wrong: tuple[tuple[str, str, str], ...]
    """Id, expected and found kind of what was taken for something else."""


async def evaluate(cases: Iterable[Case], drafter: Drafter) -> Report:
    """The numbers of a set."""
    return score(await outcomes_of(cases, drafter))


async def outcomes_of(cases: Iterable[Case], drafter: Drafter) -> list[Outcome]:
    """Have every comment looked at and drafted, one after the other, as in the queue."""
    outcomes: list[Outcome] = []
    for case in cases:
        triage = drafter.triage(case.comment)
        recent = tuple(each.draft.text for each in outcomes[-20:] if each.draft.text)
        asked = DraftRequest(comment=case.comment, chain=(), triage=triage, limits=case.limits, recent=recent)
        draft = await drafter.draft(asked) if triage.needs_reply else _NOTHING
        outcomes.append(Outcome(case=case, triage=draft.triage or triage, draft=draft))
    return outcomes


def score(outcomes: Sequence[Outcome]) -> Report:
    """The numbers of what came out."""
    drafted = [each for each in outcomes if each.draft.text]
    texts = [each.draft.text or "" for each in drafted]
    return Report(
        cases=len(outcomes),
        macro_f1=_macro_f1(outcomes),
        accuracy=_share(each.right for each in outcomes) or 0.0,
        recall={kind: _recall(outcomes, kind) for kind in RECALLED},
        needs_reply=_share(_same_need(each) for each in outcomes if each.case.kind not in _ROUTED),
        risk=_share(each.triage.risk == each.case.risk for each in outcomes) or 0.0,
        grave=_share((each.triage.risk in _GRAVE) == (each.case.risk in _GRAVE) for each in outcomes) or 0.0,
        language=_share(each.triage.language == each.case.language for each in outcomes) or 0.0,
        drafts=len(drafted),
        undrafted=_share(not each.draft.text for each in outcomes if each.due),
        guards=_share(_is_clean(each.draft) for each in drafted),
        specific=_share(_is_specific(each) for each in drafted),
        mentions=_share(_mentions(each) for each in drafted if each.case.must_mention),
        touches=_share(_says(each, each.case.must_mention) for each in drafted if each.case.must_mention),
        informs=_share(informs(each.draft.text or "", each.case) for each in drafted if each.case.facts),
        avoids=_share(not _says(each, each.case.must_not) for each in drafted if each.case.must_not),
        drafted_grave=sum(each.case.kind in _ROUTED for each in drafted),
        likeness=mean(_nearest(texts)) if len(texts) > 1 else None,
        openings=len({_opening(text) for text in texts}) / len(texts) if texts else None,
        wrong=tuple((each.case.id, each.case.kind, each.triage.kind) for each in outcomes if not each.right),
    )


def lines(report: Report) -> Iterator[str]:
    """The numbers for people."""
    yield f"comments                {report.cases}"
    yield f"kind: macro-F1          {report.macro_f1:.2f}   (right: {report.accuracy:.0%})"
    for kind, recall in report.recall.items():
        yield f"recall {kind:<16} {_percent(recall)}"
    yield f"needs a reply           {_percent(report.needs_reply)}"
    yield f"risk                    {report.risk:.0%}   (grave or not: {report.grave:.0%})"
    yield f"language                {report.language:.0%}"
    yield f"drafts                  {report.drafts}   (where only people answer: {report.drafted_grave})"
    yield f"none where one is due   {_percent(report.undrafted)}"
    yield f"no guard objects        {_percent(report.guards)}"
    yield f"has a detail of theirs  {_percent(report.specific)}"
    yield f"says what it has to     {_percent(report.mentions)}   (a part of it: {_percent(report.touches)})"
    yield f"says nothing forbidden  {_percent(report.avoids)}"
    yield f"a silent reader learns  {_percent(report.informs)}"
    yield f"like the nearest other  {_percent(report.likeness)}"
    yield f"begins differently      {_percent(report.openings)}"


def informs(text: str, case: Case) -> bool:
    """Whether a reply holds something of a fact that answers: a figure, or two telling words.

    What the comment says itself does not count. Words only tell in the language of the fact, so that a
    reply in another language has to hold a figure where the fact has one.
    """
    return any(_tells(text, fact, case.comment.text) for fact in case.facts)


def _tells(text: str, fact: Fact, heard: str) -> bool:
    figures = set(_FIGURE.findall(fact.answer)) - set(_FIGURE.findall(heard))
    telling = _telling(fact.answer) - _telling(heard)
    told = len(telling & _telling(text)) >= _FEWEST_TELLING
    return told or bool(figures & set(_FIGURE.findall(text)))


def _telling(text: str) -> set[str]:
    return {word[:_TELLING] for word in words_of(clean(text)) if len(word) >= _TELLING}


def _same_need(each: Outcome) -> bool:
    return each.triage.needs_reply == each.case.needs_reply


_NOTHING = DraftResult(text=None, origin="template")


def _macro_f1(outcomes: Sequence[Outcome]) -> float:
    """The mean over the kinds of the set, so that rare kinds count as much as common ones."""
    expected = Counter(each.case.kind for each in outcomes)
    found = Counter(each.case.kind if each.right else _named(each, expected) for each in outcomes)
    hits = Counter(each.case.kind for each in outcomes if each.right)
    return mean(2 * hits[kind] / (expected[kind] + found[kind]) for kind in expected) if expected else 0.0


def _named(each: Outcome, known: Mapping[str, int]) -> str:
    """What was found, in the words of the set."""
    kind = each.triage.kind
    return kind if kind in known else _WITHIN.get(kind, kind)


def _recall(outcomes: Sequence[Outcome], kind: str) -> float | None:
    return _share(each.right for each in outcomes if each.case.kind == kind)


def _share(truths: Iterable[bool]) -> float | None:
    told = list(truths)
    return sum(told) / len(told) if told else None


def _is_clean(draft: DraftResult) -> bool:
    return all(finding(kept).severity <= Severity.HINT for kept in draft.warnings)


def _is_specific(each: Outcome) -> bool:
    """Whether a longer word of the comment, or its beginning, comes again."""
    said = words_of(each.draft.text or "")
    details = [word[:_DETAIL] for word in words_of(clean(each.case.comment.text)) if len(word) >= _DETAIL]
    return any(word.startswith(detail) for detail in details for word in said)


def _says(each: Outcome, parts: Iterable[str]) -> bool:
    text = (each.draft.text or "").casefold()
    return any(part.casefold() in text for part in parts)


def _mentions(each: Outcome) -> bool:
    return all(_says(each, (part,)) for part in each.case.must_mention)


def _nearest(texts: Sequence[str]) -> list[float]:
    words = [words_of(text) for text in texts]
    return [
        max(likeness(one, other) for j, other in enumerate(words) if j != i) for i, one in enumerate(words)
    ]


def _opening(text: str) -> tuple[str, ...]:
    return tuple(text.casefold().split()[:_OPENING])


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.0%}"
