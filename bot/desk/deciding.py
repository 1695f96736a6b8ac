"""What people decide about an item: each use case is get, ask the domain, keep."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from bot import commands
from bot.desk.case import Case, Done
from bot.desk.desk import DRAFTS, post_lane
from bot.desk.knowledge import save_fact
from bot.desk.seeing import want_threads
from bot.desk.vetting import by_person, check_hard, check_length, lacks_second, ticked, to_check
from bot.domain import item as moves
from bot.domain import posting
from bot.domain.audit import Tag
from bot.domain.effect import RANKS, UNSETTLED, Effect, Kind, State
from bot.domain.item import Change, Item
from bot.domain.status import Action, Status
from bot.errors import Refusal, Stale
from bot.ports import Corrects, Deletes, Hides, Wake
from bot.words import Words, say

UNSURE = UNSETTLED | {State.UNKNOWN}
"""While an effect is in one of these, no other of its kind is opened."""


async def claim(case: Case, _: commands.Claim) -> Done:
    """Take the item."""
    await _keep(case, moves.claim(case.item, case.by))
    return Done(say("You handle it now."))


async def release(case: Case, _: commands.Release) -> Done:
    """Give the item back."""
    await _keep(case, moves.release(case.item, case.by))
    return Done(say("Released: anyone can take it."))


async def take_over(case: Case, _: commands.TakeOver) -> Done:
    """Take the item from whoever handles it."""
    await _keep(case, moves.take_over(case.item, case.by))
    return Done(say("You handle it now."))


async def approve(case: Case, command: commands.Approve) -> Done:
    """Post exactly the draft that was seen, when the undo window is over."""
    seen = (command.draft, command.version)
    window = case.desk.policy.window(case.item.triage)
    change = moves.approve(case.item, case.by, seen, case.work.now, window)
    # An item that was never approved has no reply on its way.
    turn = await _open_turn(case, (Kind.REPLY,)) if case.item.turn else 1
    item = replace(change.item, turn=turn)
    draft = await case.work.items.draft(item.id, item.draft)
    check_length(case.desk, item, draft.text)
    ticks = ticked(draft, item, case.by, checked=command.checked)
    wish = await lacks_second(case.work, item, draft, case.by)
    if wish:
        await _keep(case, Change(item=case.item, events=(*ticks, *wish)))
        return Done(say("Noted. This wording needs a second person: it goes out when they approve it too."))
    await _keep(case, replace(change, item=item, events=(*ticks, *change.events)))
    await case.work.effects.want(_effect(case, Kind.REPLY, item.turn, draft.number, item.post_at))
    case.desk.tally.count("approvals")
    wakes = (Wake("pump", post_lane(item.platform), window),)
    if not window:
        return Done(say("Approved. It goes out now."), wakes)
    return Done(say("Approved. It goes out at {when}.", when=item.post_at), wakes)


async def take_back(case: Case, _: commands.TakeBack) -> Done:
    """Undo the approval, while the reply has not gone out."""
    change = moves.take_back(case.item, case.by)
    await _drop_reply(case)
    await _keep(case, change)
    return Done(say("Taken back. Nothing was sent."))


async def edit(case: Case, command: commands.Edit) -> Done:
    """Save the text as the next draft, and approve it at once if that was asked."""
    text = command.text.strip()
    if not text:
        raise Refusal(say("The reply is empty. Please write something."))
    if command.post:
        check_length(case.desk, case.item, text)
    draft = await by_person(case.work, case.desk, case.item, case.by, text)
    if command.post:
        check_hard(draft)
    change = moves.edit(case.item, case.by, draft, (command.draft, command.version))
    if case.item.status is Status.APPROVED:
        await _drop_reply(case)
    await case.work.items.add_draft(case.item.id, draft)
    item = await _keep(case, change)
    if not command.post:
        return Done(say("Saved as draft {number}.", number=draft.number))
    findings = to_check(draft)
    if findings:
        return Done(
            say("Saved, not posted yet. Please check it, then approve: {findings}", findings=findings)
        )
    seen = commands.Approve(item=item.id, draft=draft.number, version=item.version)
    return await approve(replace(case, item=item), seen)


async def redraft(case: Case, command: commands.Redraft) -> Done:
    """Have a new draft written."""
    change = moves.ask_draft(case.item, case.by, command.text.strip(), case.work.now)
    if case.item.status is Status.APPROVED:
        await _drop_reply(case)
    await _keep(case, change)
    return Done(say("A new draft is being written."), (Wake("pump", DRAFTS),))


async def dismiss(case: Case, command: commands.Dismiss) -> Done:
    """Close it: no reply needed."""
    reason = command.text.strip() or case.item.triage.why
    await _keep(case, moves.dismiss(case.item, case.by, reason, command.version))
    return Done(say("Closed: no reply needed."))


async def reopen(case: Case, _: commands.Reopen) -> Done:
    """Bring it back into the queue; not while our last reply is still being corrected or deleted."""
    change = moves.reopen(case.item, case.by, case.work.now)
    await _open_turn(case, (Kind.CORRECT, Kind.DELETE_REPLY))
    item = await _keep(case, change)
    await want_threads(case.work, case.desk, item)
    return Done(say("It is back in the queue, and yours."), (Wake("pump", DRAFTS),))


async def note(case: Case, command: commands.Note) -> Done:
    """Write an internal note."""
    text = command.text.strip()
    if not text:
        raise Refusal(say("The note is empty. Please write something."))
    await _keep(case, moves.note(case.item, case.by, text))
    return Done(say("Noted. It stays in the team."))


async def hide(case: Case, _: commands.Hide) -> Done:
    """Hide the comment on its platform."""
    change = posting.ask(case.item, Action.HIDE, Tag.COMMENT_HIDE_ASKED, case.by)
    return await _ask_outside(case, change, Kind.HIDE, say("It will be hidden in a moment."))


async def unhide(case: Case, _: commands.Unhide) -> Done:
    """Show the comment on its platform again."""
    change = posting.ask(case.item, Action.UNHIDE, Tag.COMMENT_UNHIDE_ASKED, case.by)
    return await _ask_outside(case, change, Kind.UNHIDE, say("It will be shown again in a moment."))


async def delete_reply(case: Case, _: commands.DeleteReply) -> Done:
    """Take our public reply down."""
    change = posting.ask(case.item, Action.DELETE_REPLY, Tag.REPLY_DELETION_ASKED, case.by)
    return await _ask_outside(case, change, Kind.DELETE_REPLY, say("It will be deleted in a moment."))


async def correct(case: Case, command: commands.Correct) -> Done:
    """Replace our public reply by this text."""
    text = command.text.strip()
    if not text or text == case.item.reply_text:
        raise Refusal(say("Nothing was changed in the text."))
    if command.version != case.item.version:
        raise Stale(say("The comment was edited after you saw it. Nothing was sent. Please read it again."))
    check_length(case.desk, case.item, text)
    draft = await by_person(case.work, case.desk, case.item, case.by, text)
    ticks = ticked(draft, case.item, case.by, checked=command.checked)
    if await lacks_second(case.work, case.item, draft, case.by):
        raise Refusal(say("This wording needs a second person, and a correction has one. Please reword it."))
    await case.work.items.add_draft(case.item.id, draft)
    numbered = replace(case.item, drafts=draft.number)
    asked = posting.ask(numbered, Action.CORRECT, Tag.REPLY_CORRECTION_ASKED, case.by)
    events = (*ticks, *(replace(event, draft=draft.number) for event in asked.events))
    words = say("The correction goes out in a moment.")
    return await _ask_outside(case, replace(asked, events=events), Kind.CORRECT, words, draft.number)


async def settle_posted(case: Case, _: commands.SettlePosted) -> Done:
    """I looked: the reply is public."""
    draft = case.item.approval.draft if case.item.approval else case.item.draft
    text = (await case.work.items.draft(case.item.id, draft)).text if draft else ""
    await _settle(case, posting.settle_posted(case.item, case.by, text), State.SENT)
    return Done(say("Noted: the reply is public."))


async def settle_not_posted(case: Case, _: commands.SettleNotPosted) -> Done:
    """I looked: the reply is not public."""
    await _settle(case, posting.settle_not_posted(case.item, case.by), State.REFUSED)
    return Done(say("Noted: it is not public. It can be approved again."))


async def _settle(case: Case, change: Change, state: State) -> None:
    effect = await case.work.effects.last(case.item.id, [Kind.REPLY])
    if effect and effect.state is State.UNKNOWN:
        await case.work.effects.settle(effect, effect.token, state)
    await _keep(case, change)


async def _ask_outside(case: Case, change: Change, kind: Kind, words: Words, draft: int = 0) -> Done:
    """Open an effect that a person asked for, with its entry."""
    _check_able(case, kind)
    families = ((Kind.HIDE, Kind.UNHIDE), (Kind.CORRECT, Kind.DELETE_REPLY))
    family = next(kinds for kinds in families if kind in kinds)
    turn = await _open_turn(case, family)
    await _keep(case, change)
    await case.work.effects.want(_effect(case, kind, turn, draft, case.work.now))
    return Done(words, (Wake("pump", post_lane(case.item.platform)),))


async def _open_turn(case: Case, kinds: tuple[Kind, ...]) -> int:
    """The next turn, which opens only when the last one is settled."""
    last = await case.work.effects.last(case.item.id, kinds)
    if last is None:
        return 1
    if last.state in UNSURE:
        raise Refusal(say("Something is still on its way to the platform. Please wait until it has arrived."))
    return last.turn + 1


_ABILITIES = {Kind.HIDE: Hides, Kind.UNHIDE: Hides, Kind.CORRECT: Corrects, Kind.DELETE_REPLY: Deletes}


def _check_able(case: Case, kind: Kind) -> None:
    """A button may be older than the settings: ask only for what the platform can do, about what we know."""
    if not isinstance(case.desk.platform(case.item.platform), _ABILITIES[kind]):
        raise Refusal(say("The platform offers no way to do this from here."))
    if kind in {Kind.CORRECT, Kind.DELETE_REPLY} and not case.item.reply:
        raise Refusal(say("We do not know which reply on the platform is ours. Please do it there."))


def _effect(case: Case, kind: Kind, turn: int, draft: int, due_at: datetime | None) -> Effect:
    return Effect(
        item=case.item.id,
        kind=kind,
        lane=post_lane(case.item.platform),
        turn=turn,
        rank=RANKS[kind] + int(case.item.triage.urgency),
        draft=draft,
        person=case.by.person,
        surface=case.by.surface,
        key=secrets.token_hex(12),
        due_at=due_at or case.work.now,
    )


async def _drop_reply(case: Case) -> None:
    """Stop a reply that was approved; it is the item's lock that makes this safe."""
    if not await case.work.effects.drop(case.item.id, Kind.REPLY, case.item.turn):
        raise Stale(say("The reply is already on its way and can no longer be stopped."))


async def _keep(case: Case, change: Change) -> Item:
    if not change.events:
        return change.item
    (item,) = await case.work.items.keep(change)
    return item


UseCase = Callable[..., Awaitable[Done]]
USE_CASES: dict[type[commands.OnItem], UseCase] = {
    commands.Claim: claim,
    commands.Release: release,
    commands.TakeOver: take_over,
    commands.Approve: approve,
    commands.TakeBack: take_back,
    commands.Edit: edit,
    commands.Redraft: redraft,
    commands.Dismiss: dismiss,
    commands.Reopen: reopen,
    commands.Note: note,
    commands.Hide: hide,
    commands.Unhide: unhide,
    commands.DeleteReply: delete_reply,
    commands.Correct: correct,
    commands.SettlePosted: settle_posted,
    commands.SettleNotPosted: settle_not_posted,
    commands.SaveFact: save_fact,
}
