"""Drawing: an item as the card that the team sees. Pure: the same dossier always gives the same card."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot import commands
from bot.abilities import Likes
from bot.desk.desk import Desk
from bot.desk.presenting import confirmed, draft_view, hint_sheet, no_draft
from bot.desk.remarking import SETTLED, label, may_approve, may_decline, may_take_back, remark, writing
from bot.desk.retelling import why
from bot.desk.standing import fits, standing, waiting_for
from bot.desk.wording import HAPPENED, KINDS, PLATFORMS
from bot.domain.agreeing import planned
from bot.domain.audit import Entry, Tag
from bot.domain.item import Acquaintance, Item
from bot.domain.people import Person, may, signed
from bot.domain.status import Action, Status, allowed
from bot.domain.triaging import RISKS
from bot.memory import Dossier
from bot.ports import Corrects, Deletes, Hides
from bot.views import (
    AttachmentView,
    Button,
    ContextView,
    ItemCard,
    ItemLine,
    ReplyView,
    ThreadLine,
)
from bot.words import NEWER, Words, say

EXCERPT = 120
"""Characters of a comment that stand in a list."""
ORDER = (
    Action.APPROVE, Action.DECLINE, Action.POST_LATER, Action.TAKE_BACK, Action.SETTLE_POSTED,
    Action.SETTLE_NOT_POSTED, Action.EDIT, Action.REDRAFT, Action.CLAIM, Action.RELEASE, Action.TAKE_OVER,
    Action.SKIP, Action.DISMISS, Action.LIKE_CLOSE, Action.CORRECT, Action.DELETE_REPLY, Action.REOPEN,
    Action.HIDE, Action.UNHIDE, Action.SAVE_FACT, Action.GRANT, Action.NOTE, Action.UNPARK, Action.ASK,
    Action.ANSWER, Action.PARK, Action.MOVE_PRIVATE, Action.ESCALATE, Action.FOLLOW_UP, Action.HAND_TO,
    Action.RAISE_RISK, Action.LOWER_RISK,
)  # fmt: skip
"""In which order buttons stand."""
QUICK = frozenset({Action.CLAIM, Action.RELEASE, Action.TAKE_OVER, Action.TAKE_BACK})
RARE = frozenset({
    Action.POST_LATER, Action.SKIP, Action.GRANT, Action.ASK, Action.MOVE_PRIVATE, Action.FOLLOW_UP,
    Action.HAND_TO, Action.RAISE_RISK, Action.LOWER_RISK, Action.ESCALATE, Action.PARK,
})  # fmt: skip
STYLES = {Action.APPROVE: "primary", Action.DELETE_REPLY: "danger", Action.HIDE: "danger"}


def draw(dossier: Dossier, desk: Desk, person: Person | None = None) -> ItemCard:
    """The card of an item: for everyone in a channel, or for one person (their buttons)."""
    item, comment = dossier.item, dossier.comment
    return ItemCard(
        item=item.id,
        draft_number=item.draft,
        version=item.version,
        status=item.status,
        status_words=standing(item),
        platform=PLATFORMS.get(item.platform, Words(item.platform)),
        source=desk.policy.watch(item.platform, item.source).source.title or item.source,
        post_title=comment.post.title,
        post_url=comment.post.url,
        post_image=comment.post.image,
        author=comment.author.name,
        text=comment.text,
        text_before=dossier.before,
        url=comment.url,
        published=comment.published,
        kind=KINDS.get(item.triage.kind, Words(item.triage.kind)),
        urgency=int(item.triage.urgency),
        risk=item.triage.risk,
        attachments=tuple(AttachmentView(url=a.url, alt=a.alt) for a in comment.attachments),
        context=tuple(ContextView(author=c.author.name, text=c.text, ours=c.ours) for c in dossier.chain),
        met=_met(item.met),
        follows=item.follows or 0,
        handler=dossier.names.get(item.handler or 0, ""),
        handled_by_me=person is not None and person.id == item.handler,
        due=_due(item),
        held=comment.held,
        hidden=item.hidden,
        draft=draft_view(item, dossier.draft, dossier),
        no_draft=no_draft(item),
        writing=writing(dossier, person),
        posts_at=item.post_at if item.status is Status.APPROVED and not planned(item) else None,
        reply=_reply_view(dossier),
        remark=remark(dossier) or waiting_for(item),
        remark_text="" if item.status in SETTLED | {Status.DISMISSED} else item.reason,
        buttons=tuple(_buttons(dossier, desk, person)),
        thread=tuple(thread_line(entry, dossier) for entry in dossier.entries),
        hints=hint_sheet(item, desk),
    )


def _met(met: Acquaintance) -> Words | None:
    counted = {"comments": met.comments, "replies": met.replies}
    if met.warnings:
        return say(
            "Earlier comments: {comments}, our replies: {replies}, warnings: {warnings}",
            **counted,
            warnings=met.warnings,
        )
    return say("Earlier comments: {comments}, our replies: {replies}", **counted) if met.comments else None


def _due(item: Item) -> datetime | None:
    decided = item.status in {Status.APPROVED, Status.POSTING}
    return None if decided or item.reply or item.pace.parked or not item.open else item.due_at


def _reply_view(dossier: Dossier) -> ReplyView | None:
    item = dossier.item
    if not item.reply and not (item.reply_text and item.status is Status.POSTED):
        return None
    by = dossier.names.get(item.reply_by.person, "") if item.reply_by else ""
    return ReplyView(text=item.reply_text, url=item.reply_url, approved_by=by)


def _buttons(dossier: Dossier, desk: Desk, person: Person | None) -> Iterator[Button]:
    item = dossier.item
    for action in ORDER:
        if allowed(item.status, action) and _offered(action, dossier, desk, person):
            kind = commands.ON_ITEM[action]
            # An answer says which question it is to; here it is the latest one.
            draft = 0 if action is Action.ANSWER else item.draft
            plain = kind(item=item.id, draft=draft, version=item.version)
            command, confirm = confirmed(plain, dossier, person)
            yield Button(
                label=label(action, item, desk),
                command=command,
                confirm=confirm,
                form=action in commands.NEEDS_FORM,
                style=STYLES.get(action, "plain"),
                rare=action in RARE,
            )
            if isinstance(command, commands.Approve) and _goes_on(item, person):
                onward = replace(command, onward=True)
                yield Button(label=say("Approve & next"), command=onward, confirm=confirm)
            if action is Action.DISMISS:
                # One click takes the reason that triage gave; this one lets it be changed.
                command = commands.Dismiss(item=item.id, draft=item.draft, version=item.version)
                yield Button(label=say("… with a reason"), command=command, form=True)


def _goes_on(item: Item, person: Person | None) -> bool:
    """Whoever works through the queue goes on to the next one with the same click."""
    return person is not None and item.handler == person.id and item.status is not Status.AWAITING


def quick_buttons(dossier: Dossier, desk: Desk, person: Person) -> tuple[Button, ...]:
    """What may be done from a line: nothing that somebody has to have read the whole card for."""
    return tuple(one for one in _buttons(dossier, desk, person) if one.command.action in QUICK)


def _offered(action: Action, dossier: Dossier, desk: Desk, person: Person | None) -> bool:
    """Whether a button makes sense here: rights, handler, and what the platform can do."""
    item = dossier.item
    if person is not None and not may(person.role, action):
        return False
    mine = person is not None and item.handler == person.id
    conditions = {
        Action.APPROVE: item.draft > 0 and (person is None or may_approve(dossier, desk, person)),
        Action.POST_LATER: person is None or may_approve(dossier, desk, person),
        Action.SKIP: mine,
        Action.LIKE_CLOSE: not item.triage.needs_reply or item.triage.kind == "praise",
        Action.GRANT: item.triage.kind == "reuse" or bool(dossier.comment.attachments),
        Action.TAKE_BACK: person is None or may_take_back(item, person),
        Action.DECLINE: person is None or may_decline(item, person),
        Action.RAISE_RISK: item.triage.risk != RISKS[-1],
        Action.LOWER_RISK: item.triage.risk != RISKS[0],
        Action.CLAIM: item.handler is None,
        Action.RELEASE: item.handler is not None and (person is None or mine),
        Action.TAKE_OVER: item.handler is not None and not mine,
        Action.HIDE: not item.hidden,
        Action.UNHIDE: item.hidden,
        Action.CORRECT: bool(item.reply),
        Action.DELETE_REPLY: bool(item.reply),
        **fits(item, desk),
    }
    able = _ABILITIES.get(action, object)
    return conditions.get(action, True) and isinstance(desk.platforms.get(item.platform), able)


_ABILITIES: dict[Action, type] = {
    Action.HIDE: Hides,
    Action.LIKE_CLOSE: Likes,
    Action.UNHIDE: Hides,
    Action.CORRECT: Corrects,
    Action.DELETE_REPLY: Deletes,
}
"""What the platform must be able to do."""


_TYPED = frozenset(
    {
        Tag.NOTE_WRITTEN, Tag.DRAFT_ASKED, Tag.ITEM_PARKED, Tag.ITEM_PROMISED, Tag.ITEM_FOLLOWED_UP,
        Tag.ITEM_ESCALATED, Tag.QUESTION_ASKED, Tag.QUESTION_ANSWERED,
    }
)  # fmt: skip
"""Entries whose text is somebody's own words."""


def thread_line(entry: Entry, dossier: Dossier) -> ThreadLine:
    """One entry of the trail, for people."""
    event = entry.event
    typed = event.tag in _TYPED
    return ThreadLine(
        at=entry.at,
        who=signed(event.actor, dossier.names),
        what=HAPPENED.get(event.tag, NEWER),
        text=event.text if typed else "",
        why=None if typed else why(event),
        note=event.tag in {Tag.NOTE_WRITTEN, Tag.QUESTION_ANSWERED},
    )


def line(dossier: Dossier) -> ItemLine:
    """An item in one line."""
    item, comment = dossier.item, dossier.comment
    excerpt = " ".join(comment.text.split())
    return ItemLine(
        item=item.id,
        status=standing(item),
        author=comment.author.name,
        excerpt=excerpt if len(excerpt) <= EXCERPT else excerpt[: EXCERPT - 1] + "…",
        platform=PLATFORMS.get(item.platform, Words(item.platform)),
        published=item.published,
        due=_due(item),
        handler=dossier.names.get(item.handler or 0, ""),
        urgency=int(item.triage.urgency),
    )
