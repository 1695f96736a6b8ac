"""What people decide about an item: each use case is get, ask the domain, keep."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot import commands
from bot.abilities import Likes
from bot.desk import asking, waiting
from bot.desk.approving import (
    approve,
    approve_later,
    check_role,
    decline,
    handled_by_another,
    take_back,
)
from bot.desk.calling_off import NOT_LIKED, call_off
from bot.desk.case import Case, Done, drop_reply, effect_of, keep, open_turn
from bot.desk.claiming import claim, hand_to, release, skip, take_over
from bot.desk.desk import DRAFTS, post_lane
from bot.desk.knowledge import save_fact
from bot.desk.registering import grant_use
from bot.desk.risk import lower_risk, raise_risk
from bot.desk.threads import want_threads
from bot.desk.vetting import by_person, check_hard, check_length, ticked, to_check, wants_second
from bot.domain import item as moves
from bot.domain import posting
from bot.domain.audit import Tag
from bot.domain.effect import Kind, State
from bot.domain.item import Change, check_read
from bot.domain.status import Action, Status
from bot.errors import Refusal, Stale
from bot.ports import Corrects, Deletes, Hides, Wake
from bot.words import Words, say


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
        await drop_reply(case)
    await case.work.items.add_draft(case.item.id, draft)
    await case.work.items.wrote(case.item.id, case.by.person)
    item = await keep(case, change)
    if not command.post:
        return Done(say("Saved as draft {number}.", number=draft.number))
    findings = to_check(draft)
    if findings:
        return Done(
            say("Saved, not posted yet. Please check it, then approve: {findings}", findings=findings)
        )
    saved = replace(case, item=item)
    question = await handled_by_another(saved)
    if question and not command.agreed:
        return Done(say("Saved, not posted yet. {question}", question=question))
    seen = commands.Approve(item=item.id, draft=draft.number, version=item.version, agreed=True)
    return await approve(saved, seen)


async def redraft(case: Case, command: commands.Redraft) -> Done:
    """Have a new draft written."""
    change = moves.ask_draft(case.item, case.by, command.text.strip(), case.work.now)
    if case.item.status is Status.APPROVED:
        await drop_reply(case)
    await keep(case, change)
    return Done(say("A new draft is being written."), (Wake("pump", DRAFTS),))


async def dismiss(case: Case, command: commands.Dismiss) -> Done:
    """Close it: no reply needed."""
    reason = command.text.strip() or case.item.triage.why
    await keep(case, moves.dismiss(case.item, case.by, reason, command.version))
    return Done(say("Closed: no reply needed."))


async def like_close(case: Case, command: commands.LikeClose) -> Done:
    """Like the comment, and close it."""
    change = moves.dismiss(case.item, case.by, case.item.triage.why, command.version)
    asked = posting.ask(case.item, Action.LIKE_CLOSE, Tag.COMMENT_LIKE_ASKED, case.by)
    both = replace(change, events=(*asked.events, *change.events))
    return await _ask_outside(case, both, Kind.LIKE, say("Closed. The like follows in a moment."))


async def reopen(case: Case, _: commands.Reopen) -> Done:
    """Bring it back into the queue; not while our last reply is still being corrected or deleted."""
    change = moves.reopen(case.item, case.by, case.work.now)
    await open_turn(case, (Kind.CORRECT, Kind.DELETE_REPLY))
    item = await call_off(case.work, await keep(case, change), Kind.LIKE, NOT_LIKED)
    await want_threads(case.work, case.desk, item)
    return Done(say("It is back in the queue, and yours."), (Wake("pump", DRAFTS),))


async def note(case: Case, command: commands.Note) -> Done:
    """Write an internal note."""
    text = command.text.strip()
    if not text:
        raise Refusal(say("The note is empty. Please write something."))
    await keep(case, moves.note(case.item, case.by, text))
    return Done(say("Noted. It stays in the team."))


async def hide(case: Case, _: commands.Hide) -> Done:
    """Hide the comment on its platform."""
    change = posting.ask(case.item, Action.HIDE, Tag.COMMENT_HIDE_ASKED, case.by)
    return await _ask_outside(case, change, Kind.HIDE, say("It will be hidden in a moment."))


async def unhide(case: Case, command: commands.Unhide) -> Done:
    """Show the comment on its platform again, as it was read."""
    check_read(case.item, command.version)
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
    check_role(case)
    if wants_second(case.desk, case.item, draft, case.person):
        raise Refusal(
            say("This needs a second approval, and a correction has one. Reword it, or delete our reply.")
        )
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
    await keep(case, change)


async def _ask_outside(case: Case, change: Change, kind: Kind, words: Words, draft: int = 0) -> Done:
    """Open an effect that a person asked for, with its entry."""
    _check_able(case, kind)
    families = ((Kind.HIDE, Kind.UNHIDE), (Kind.CORRECT, Kind.DELETE_REPLY), (Kind.LIKE,))
    family = next(kinds for kinds in families if kind in kinds)
    turn = await open_turn(case, family)
    await keep(case, change)
    await case.work.effects.want(effect_of(case, kind, turn, draft, case.work.now))
    return Done(words, (Wake("pump", post_lane(case.item.platform)),))


_ABILITIES = {
    Kind.HIDE: Hides,
    Kind.UNHIDE: Hides,
    Kind.CORRECT: Corrects,
    Kind.DELETE_REPLY: Deletes,
    Kind.LIKE: Likes,
}


def _check_able(case: Case, kind: Kind) -> None:
    """A button may be older than the settings: ask only for what the platform can do, about what we know."""
    if not isinstance(case.desk.platform(case.item.platform), _ABILITIES[kind]):
        raise Refusal(say("The platform offers no way to do this from here."))
    if kind in {Kind.CORRECT, Kind.DELETE_REPLY} and not case.item.reply:
        raise Refusal(say("We do not know which reply on the platform is ours. Please do it there."))


UseCase = Callable[..., Awaitable[Done]]
USE_CASES: dict[type[commands.OnItem], UseCase] = {
    commands.Claim: claim,
    commands.Release: release,
    commands.TakeOver: take_over,
    commands.HandTo: hand_to,
    commands.Skip: skip,
    commands.Approve: approve,
    commands.ApproveLater: approve_later,
    commands.TakeBack: take_back,
    commands.Decline: decline,
    commands.Edit: edit,
    commands.Redraft: redraft,
    commands.Dismiss: dismiss,
    commands.LikeClose: like_close,
    commands.GrantUse: grant_use,
    commands.Reopen: reopen,
    commands.Note: note,
    commands.Hide: hide,
    commands.Unhide: unhide,
    commands.DeleteReply: delete_reply,
    commands.Correct: correct,
    commands.SettlePosted: settle_posted,
    commands.SettleNotPosted: settle_not_posted,
    commands.SaveFact: save_fact,
    commands.Park: waiting.park,
    commands.Unpark: waiting.unpark,
    commands.MovePrivate: waiting.move_private,
    commands.FollowUp: waiting.follow_up,
    commands.Escalate: waiting.escalate,
    commands.Ask: asking.ask,
    commands.AnswerQuestion: asking.answer,
    commands.RaiseRisk: raise_risk,
    commands.LowerRisk: lower_risk,
}
