"""Presenting drafts: where a draft comes from, what to look at in it, and why there is none."""

from dataclasses import replace

from bot import commands
from bot.abilities import Advises
from bot.desk.desk import Desk
from bot.desk.vetting import to_check
from bot.domain.finding import Span, finding
from bot.domain.item import Draft, Item
from bot.domain.people import Person
from bot.domain.status import WORKABLE, Status
from bot.memory import Dossier
from bot.views import DraftView, HintSheet
from bot.words import Words, say, stored


def draft_view(item: Item, draft: Draft | None, dossier: Dossier) -> DraftView | None:
    """The draft of a card."""
    if draft is None or item.status in {Status.POSTED, Status.ANSWERED}:
        return None
    return DraftView(
        number=draft.number,
        text=draft.text,
        origin=origin(draft, dossier.names.get(draft.by, "")),
        warnings=tuple(finding(kept).told(draft.text) for kept in draft.warnings),
        marks=_marks(draft),
        stale=item.stale_draft,
    )


def _marks(draft: Draft) -> tuple[Span, ...]:
    """The places that the warnings are about, in their order, none inside another."""
    marks: list[Span] = []
    for start, end in sorted({span for kept in draft.warnings for span in finding(kept).spans}):
        if marks and start <= marks[-1][1]:
            marks[-1] = (marks[-1][0], max(end, marks[-1][1]))
        else:
            marks.append((start, end))
    return tuple(marks)


def origin(draft: Draft, writer: str) -> Words:
    """Where a draft comes from, honestly."""
    if draft.origin == "person":
        return say("written by {name}", name=writer)
    # Behind the # stands the state of the library: kept with the draft, and no matter for a card.
    prompt = draft.prompt.partition("#")[0]
    if draft.origin == "model":
        return say("language model {model}, prompt {prompt}", model=draft.model, prompt=prompt)
    return say("template, no language model ({prompt})", prompt=prompt)


def no_draft(item: Item) -> Words | None:
    """Why there is no draft."""
    if item.draft or item.status is not Status.NEW:
        return None
    if item.draft_note:
        return stored(item.draft_note)
    if item.ask_due is not None:
        return say("A draft is being written …")
    return say("No draft. {why}", why=stored(item.triage.why))


def hint_sheet(item: Item, desk: Desk) -> HintSheet | None:
    """What to do about a comment that nothing is drafted for, while it is open."""
    writer = desk.drafter
    return writer.hints(item.triage) if item.open and isinstance(writer, Advises) else None


def confirmed(
    command: commands.OnItem, dossier: Dossier, person: Person | None
) -> tuple[commands.OnItem, Words | None]:
    """A button's command, and what whoever presses it says yes to: the warnings, and who handles the item."""
    draft, item = dossier.draft, dossier.item
    if draft is None or not isinstance(command, commands.Approve):
        return command, None
    findings = to_check(draft)
    check = say("Did you check this? {findings}", findings=findings) if findings else None
    checked = replace(command, checked=findings is not None)
    if person is None or item.handler in {None, person.id} or item.status not in WORKABLE:
        return checked, check
    taken = handled_by(dossier.names.get(item.handler or 0, "?"))
    both = Words("{taken} {check}", {"taken": taken, "check": check}) if check else taken
    return replace(checked, agreed=True), both


def handled_by(name: str) -> Words:
    """What is asked of whoever approves what somebody else handles."""
    return say("{name} handles this. Approve it all the same?", name=name)
