"""Vetting: a person's text is looked over as every draft is, and whoever approves says that they checked."""

from dataclasses import replace

from bot.desk.answered import told_about
from bot.desk.desk import Desk
from bot.desk.drafting import RECENT, request_about
from bot.domain.audit import Event, Tag
from bot.domain.finding import Finding, Severity, finding
from bot.domain.item import Draft, Item
from bot.domain.length import measure, too_long
from bot.domain.people import Actor, Person
from bot.errors import Refusal, TooLong
from bot.memory import Work
from bot.ports import DraftRequest
from bot.words import Words, say

_LISTED = 6
"""How many findings an answer tells; the card shows all."""


async def by_person(work: Work, desk: Desk, item: Item, by: Actor, text: str) -> Draft:
    """The text as the next draft, with what the guards found in it."""
    found = desk.drafter.review(text, await _request(work, desk, item))
    return Draft(
        number=item.drafts + 1,
        text=text,
        origin="person",
        version=item.version,
        at=work.now,
        by=by.person,
        warnings=tuple(each.kept() for each in found),
    )


def check_length(desk: Desk, item: Item, text: str) -> None:
    """Refuse what the platform would not take.

    Raises:
        TooLong: it is too long, as this platform counts.
    """
    limits = desk.platform(item.platform).limits
    if too_long(text, limits):
        raise TooLong(
            say(
                "The reply is too long: {length} of at most {longest}. Please shorten it; nothing was sent.",
                length=measure(text, limits.unit),
                longest=limits.longest,
            )
        )


def check_hard(draft: Draft) -> None:
    """Refuse what nobody may approve.

    Raises:
        Refusal: the text shows something that must not be public.
    """
    hard = [each for each in _of(draft) if each.severity is Severity.HARD]
    if hard:
        words = say("This cannot go out as it is: {findings}", findings=_told(hard, draft.text))
        raise Refusal(words)


def to_check(draft: Draft) -> Words | None:
    """What somebody has to check before they approve; None when there is nothing."""
    open_ = [each for each in _of(draft) if each.severity >= Severity.WARN]
    return _told(open_, draft.text) if open_ else None


def ticked(draft: Draft, item: Item, by: Actor, *, checked: bool) -> tuple[Event, ...]:
    """The entry that somebody checked what the guards found; none when there was nothing to check.

    Raises:
        Refusal: nobody said so yet.
    """
    check_hard(draft)
    findings = to_check(draft)
    if findings is None:
        return ()
    if not checked:
        raise Refusal(say("Please check this before you approve: {findings}", findings=findings))
    guards = ", ".join(dict.fromkeys(each.guard for each in _of(draft) if each.severity >= Severity.WARN))
    event = Event(tag=Tag.DRAFT_CHECKED, actor=by, draft=draft.number, version=item.version, text=guards)
    return (event,)


def wants_second(desk: Desk, item: Item, draft: Draft, by: Person) -> bool:
    """Whether one yes is not enough: for the risk, or for the wording.

    For the wording, whoever wrote it is one of the two; for the risk, two have to approve.
    """
    if desk.policy.rule(item.triage).second:
        return True
    return worded(draft) and (not draft.by or by.did(draft.by, draft.at))


def worded(draft: Draft) -> bool:
    """Whether its wording is for two pairs of eyes."""
    return any(each.severity is Severity.SECOND for each in _of(draft))


async def _request(work: Work, desk: Desk, item: Item) -> DraftRequest:
    (dossier,) = await work.items.dossiers([item.id])
    recent = await work.items.recent_replies(RECENT)
    request = request_about(dossier, desk, tuple(recent))
    told = (await told_about(work, [item.id])).get(item.id, ())
    return replace(request, facts=(*await work.knowledge.valid(), *told))


def _of(draft: Draft) -> list[Finding]:
    return [finding(kept) for kept in draft.warnings]


def _told(found: list[Finding], text: str) -> Words:
    """Several findings as one sentence after the other."""
    shown = {f"f{number}": each.told(text) for number, each in enumerate(found[:_LISTED])}
    return Words(" ".join(f"{{{name}}}" for name in shown), shown)
