"""Trying the library out: what it makes of a comment, and what the guards say. The one door to the guards."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice

from bot.domain.community import Author, Comment, Limits, Post
from bot.domain.finding import Finding, Severity
from bot.domain.item import Triage
from bot.ports import Drafter, DraftRequest, DraftResult
from bot.words import Words, say
from prompts.guards import Context, check
from prompts.loader import Library, Trial
from prompts.template_writer import TemplateWriter
from prompts.triage import triage

LIMITS = Limits(longest=500)
"""Of the strictest platform that takes more than a few words."""
_MOST = 50
_INSTRUCTIONS = {"du": "du", "sie": "Sie", "you": ""}


@dataclass(frozen=True, kw_only=True)
class Failure:
    """A trial that did not go as it should."""

    kind: str
    trial: str
    found: str = ""
    """The kind that triage found; "" when that is not what went wrong."""
    draft: str = ""
    said: str = ""
    """What the draft should never have said."""
    finding: Words | None = None
    """What a guard says of the draft."""

    @property
    def words(self) -> Words:
        """For people."""
        place = f"{self.kind} / {self.trial}"
        if self.found:
            return say("{place}: triage takes it for “{found}”.", place=place, found=self.found)
        problem = self.finding or say("it says “{words}”", words=self.said)
        return say("{place}: {draft}: {problem}", place=place, draft=self.draft, problem=problem)


def spoken(text: str, *, language: str = "", platform: str = "demo", name: str = "") -> Comment:
    """A comment that nobody wrote."""
    return Comment(
        platform=platform,
        source="try",
        id="try",
        post=Post(id="try", title="", language=language),
        author=Author(id="try", name=name),
        text=text,
        published=datetime.now(UTC),
    )


def asked(comment: Comment, found: Triage, *, limits: Limits = LIMITS) -> DraftRequest:
    """What a writer is told about it."""
    return DraftRequest(comment=comment, chain=(), triage=found, limits=limits)


def findings(
    text: str, library: Library, comment: Comment, language: str, address: str
) -> tuple[Finding, ...]:
    """What the guards say of a text of the library."""
    today = datetime.now(UTC).date()
    context = Context(
        brand=library.brand,
        limits=LIMITS,
        language=language,
        address=address,
        origin="template",
        comment=comment.text,
        author=comment.author.name,
        facts=library.valid_facts(today),
        today=today,
    )
    return check(text, context)


def grave(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Those that a person would have to settle."""
    return tuple(finding for finding in found if finding.severity > Severity.HINT)


def failures(library: Library) -> Iterator[Failure]:
    """Every trial of every kind, in each address; what went wrong."""
    for kind in library.kinds.values():
        for trial in kind.trials:
            comment = spoken(trial.comment, language=trial.language)
            found = triage(comment, library.brand)
            if trial.finds and found.kind != trial.finds:
                yield Failure(kind=kind.id, trial=trial.name, found=found.kind)
            # However triage sees it, the drafts of this kind are what the trial is about.
            yield from _wrong(library, kind.id, trial, comment)


async def live_failures(library: Library, drafter: Drafter) -> list[Failure]:
    """The same with the writer that is set up, each trial once: a model costs."""
    found: list[Failure] = []
    try:
        for kind in library.kinds.values():
            for trial in kind.trials if kind.draft else ():
                comment = spoken(trial.comment, language=trial.language)
                result = await drafter.draft(asked(comment, Triage(kind=kind.id, language=trial.language)))
                address = library.address(trial.language, comment.platform)
                found += _judged(library, (kind.id, trial), comment, address, result)
    finally:
        await drafter.close()
    return found


def attempt(library: Library, text: str, *, kind: str, name: str, count: int) -> Iterator[Words | str]:
    """What a comment is taken for, the drafts, and what the guards say of them."""
    comment = spoken(text, name=name)
    found = triage(comment, library.brand)
    yield say(
        "Taken for {kind} ({language}): {why}", kind=found.kind, language=found.language, why=Words(found.why)
    )
    request = asked(comment, replace(found, kind=kind, risk="normal") if kind else found)
    for result in islice(drafts(library, request), count):
        yield f"\n{result.text}\n  {result.prompt}"
        address = library.address(found.language, comment.platform)
        for finding in findings(result.text or "", library, comment, found.language, address):
            yield finding.told(result.text or "")
    nothing = TemplateWriter(library).pick(request)
    if nothing.text is None:
        yield Words(nothing.note)
        page = library.kinds.get(kind or found.kind)
        yield from ([page.route, page.stance] if page and not page.draft else [])


def drafts(library: Library, request: DraftRequest) -> Iterator[DraftResult]:
    """Every draft that could be offered, one after the other."""
    writer = TemplateWriter(library)
    for _ in range(_MOST):
        result = writer.pick(request)
        if result.text is None:
            return
        yield result
        request = replace(request, previous=(*request.previous, result.text))


def _wrong(library: Library, kind: str, trial: Trial, comment: Comment) -> Iterator[Failure]:
    addresses = ("du", "sie") if trial.language == "de" else ("you",)
    for address in addresses:
        request = asked(comment, Triage(kind=kind, language=trial.language))
        request = replace(request, instruction=_INSTRUCTIONS[address])
        for draft in drafts(library, request):
            yield from _judged(library, (kind, trial), comment, address, draft)


def _judged(
    library: Library, tried: tuple[str, Trial], comment: Comment, address: str, draft: DraftResult
) -> Iterator[Failure]:
    kind, trial = tried
    text = draft.text or ""
    failure = Failure(kind=kind, trial=trial.name, draft=draft.prompt)
    yield from (replace(failure, said=words) for words in trial.never if _says(text, words, trial))
    found = grave(findings(text, library, comment, trial.language, address))
    yield from (replace(failure, finding=finding.told(text)) for finding in found)


def _says(text: str, words: str, trial: Trial) -> bool:
    """Whether we say it ourselves; what the comment said may be quoted."""
    low = text.casefold()
    for sentence in trial.comment.casefold().replace("!", ".").replace("?", ".").split("."):
        low = low.replace(sentence.strip(), " ") if len(sentence.split()) > 1 else low
    return words.casefold() in low
