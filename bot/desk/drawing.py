"""Drawing: an item as the card that the team sees. Pure: the same dossier always gives the same card."""

from collections.abc import Iterator
from datetime import datetime

from bot import commands
from bot.desk.desk import Desk
from bot.desk.presenting import confirmed, draft_view, hint_sheet, no_draft
from bot.domain.audit import Entry, Tag
from bot.domain.item import Item
from bot.domain.people import Person, may
from bot.domain.status import Action, Status, allowed
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
from bot.words import Words, say, stored

EXCERPT = 120
"""Characters of a comment that stand in a list."""
KINDS = {
    "praise": say("Praise"),
    "question": say("Question"),
    "complaint": say("Complaint"),
    "criticism": say("Criticism"),
    "troll": say("Troll"),
    "misinformation": say("Misinformation"),
    "hate": say("Hate"),
    "spam": say("Spam"),
    "crisis": say("Crisis"),
    "general": say("General"),
    "hardship": say("Hardship"),
    "health": say("Health"),
    "legal": say("Legal"),
    "press": say("Press"),
    "minor": say("Child or minor"),
    "reuse": say("Picture or video to reuse"),
    "idea": say("Idea"),
}
PLATFORMS = {"demo": say("Demo community"), "wordpress": say("WordPress")}
"""How platforms are named to people; a new adapter adds its row."""
HAPPENED: dict[Tag, Words] = {
    Tag.COMMENT_FETCHED: say("The comment came in"),
    Tag.COMMENT_EDITED: say("The comment was edited"),
    Tag.COMMENT_DELETED: say("The comment was deleted on the platform"),
    Tag.COMMENT_RETURNED: say("The comment is back on the platform"),
    Tag.COMMENT_HELD: say("The platform holds the comment back"),
    Tag.COMMENT_RELEASED: say("The platform released the comment"),
    Tag.COMMENT_HIDE_ASKED: say("Hiding was asked for"),
    Tag.COMMENT_HIDDEN: say("The comment was hidden"),
    Tag.COMMENT_UNHIDE_ASKED: say("Showing again was asked for"),
    Tag.COMMENT_UNHIDDEN: say("The comment is shown again"),
    Tag.ITEM_SHOWN: say("The thread was opened"),
    Tag.ITEM_CLAIMED: say("Claimed"),
    Tag.ITEM_RELEASED: say("Released"),
    Tag.ITEM_TAKEN_OVER: say("Taken over"),
    Tag.ITEM_DISMISSED: say("Closed: no reply needed"),
    Tag.ITEM_REOPENED: say("Reopened"),
    Tag.ITEM_TRIAGED: say("The language model looked more closely"),
    Tag.ITEM_ANSWERED_ELSEWHERE: say("Someone answered on the platform itself"),
    Tag.ITEM_ERASED: say("Personal texts were erased"),
    Tag.ITEM_REBUILT: say("Its thread is opened anew"),
    Tag.DRAFT_ASKED: say("A new draft was asked for"),
    Tag.DRAFT_WRITTEN: say("A draft was written"),
    Tag.DRAFT_NONE: say("No draft"),
    Tag.DRAFT_LATE: say("A draft came too late and was put aside"),
    Tag.DRAFT_EDITED: say("The draft was edited"),
    Tag.DRAFT_CHECKED: say("The warnings were checked"),
    Tag.REPLY_SECOND_WANTED: say("Approved by one, a second approver is wanted"),
    Tag.NOTE_WRITTEN: say("Note"),
    Tag.FACT_SAVED: say("Its answer was saved as a fact for drafts"),
    Tag.REPLY_APPROVED: say("Approved"),
    Tag.REPLY_TAKEN_BACK: say("The approval was taken back"),
    Tag.REPLY_VOIDED: say("The approval became void"),
    Tag.REPLY_SENDING: say("The reply is on its way"),
    Tag.REPLY_GIVEN_BACK: say("The reply was not sent; it is tried again"),
    Tag.REPLY_POSTED: say("The reply is public"),
    Tag.REPLY_HELD: say("The platform holds our reply back"),
    Tag.REPLY_UNCLEAR: say("No answer came from the platform; we look whether the reply is public"),
    Tag.REPLY_UNKNOWN: say("It is unclear whether the reply is public: someone has to look"),
    Tag.REPLY_REFUSED: say("The platform refused the reply"),
    Tag.REPLY_SETTLED_POSTED: say("Someone looked: the reply is public"),
    Tag.REPLY_SETTLED_NOT_POSTED: say("Someone looked: the reply is not public"),
    Tag.REPLY_CORRECTION_ASKED: say("A correction of our reply was approved"),
    Tag.REPLY_CORRECTED: say("Our reply was corrected"),
    Tag.REPLY_DELETION_ASKED: say("Deleting our reply was asked for"),
    Tag.REPLY_DELETED: say("Our reply was deleted"),
    Tag.REPLY_EDITED_ELSEWHERE: say("Our reply was edited on the platform itself"),
    Tag.REPLY_GONE: say("Our reply was deleted on the platform itself"),
    Tag.EFFECT_UNCLEAR: say("No answer came from the platform; it is tried again"),
    Tag.EFFECT_UNKNOWN: say("It is unclear whether that happened"),
    Tag.EFFECT_REFUSED: say("The platform refused that"),
}
"""What each entry of the trail says to people: every tag has its sentence (a test holds it)."""
ORDER = (
    Action.APPROVE, Action.TAKE_BACK, Action.SETTLE_POSTED, Action.SETTLE_NOT_POSTED, Action.EDIT,
    Action.REDRAFT, Action.CLAIM, Action.RELEASE, Action.TAKE_OVER, Action.DISMISS, Action.CORRECT,
    Action.DELETE_REPLY, Action.REOPEN, Action.HIDE, Action.UNHIDE, Action.SAVE_FACT, Action.NOTE,
)  # fmt: skip
"""In which order buttons stand."""
QUICK = frozenset({Action.CLAIM, Action.RELEASE, Action.TAKE_OVER, Action.TAKE_BACK})
_SETTLED = frozenset({Status.POSTED, Status.ANSWERED})
"""What they have as a reason is a sentence of ours about our reply."""
STYLES = {Action.APPROVE: "primary", Action.DELETE_REPLY: "danger", Action.HIDE: "danger"}


def draw(dossier: Dossier, desk: Desk, person: Person | None = None) -> ItemCard:
    """The card of an item: for everyone in a channel, or for one person (their buttons)."""
    item, comment = dossier.item, dossier.comment
    return ItemCard(
        item=item.id,
        draft_number=item.draft,
        version=item.version,
        status=item.status,
        status_words=item.status.sentence,
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
        follows=item.follows or 0,
        handler=dossier.names.get(item.handler or 0, ""),
        handled_by_me=person is not None and person.id == item.handler,
        due=_due(item),
        held=comment.held,
        hidden=item.hidden,
        draft=draft_view(item, dossier.draft, dossier),
        no_draft=no_draft(item),
        posts_at=item.post_at if item.status is Status.APPROVED else None,
        reply=_reply_view(dossier),
        remark=_remark(item),
        remark_text="" if item.status in _SETTLED | {Status.DISMISSED} else item.reason,
        buttons=tuple(_buttons(dossier, desk, person)),
        thread=tuple(thread_line(entry, dossier) for entry in dossier.entries),
        hints=hint_sheet(item, desk),
    )


def _due(item: Item) -> datetime | None:
    waiting = {Status.NEW, Status.DRAFTED, Status.FAILED, Status.APPROVED, Status.UNKNOWN, Status.POSTING}
    return item.due_at if item.status in waiting and not item.reply else None


def _reply_view(dossier: Dossier) -> ReplyView | None:
    item = dossier.item
    if not item.reply and not (item.reply_text and item.status is Status.POSTED):
        return None
    by = dossier.names.get(item.reply_by.person, "") if item.reply_by else ""
    return ReplyView(text=item.reply_text, url=item.reply_url, approved_by=by)


def _remark(item: Item) -> Words | None:
    if item.stale_draft and item.status is Status.DRAFTED:
        return say("The comment was edited after the draft was written. Does the draft still fit?")
    remarks = {
        Status.UNKNOWN: say("Nobody knows whether the reply is public. Please look on the platform."),
        Status.FAILED: say("The platform refused the reply. Edit it, or answer on the platform itself."),
        Status.DISMISSED: say("Closed without a reply: {reason}", reason=stored(item.reason)),
        Status.GONE: say("The comment is no longer on the platform."),
        Status.POSTING: say("The reply is on its way and can no longer be stopped."),
        Status.APPROVED: say("It could not go out yet; it is tried again. You can still take it back.")
        if item.reason
        else say("Approved. Until it goes out you can take it back."),
    }
    if item.status is Status.DRAFTED and item.reason:
        return say("The approval became void.")
    if item.status in _SETTLED and item.reason:
        return stored(item.reason)
    return remarks.get(item.status)


def _buttons(dossier: Dossier, desk: Desk, person: Person | None) -> Iterator[Button]:
    item = dossier.item
    for action in ORDER:
        if allowed(item.status, action) and _offered(action, item, desk, person):
            kind = commands.ON_ITEM[action]
            plain = kind(item=item.id, draft=item.draft, version=item.version)
            command, confirm = confirmed(plain, dossier.draft)
            yield Button(
                label=_label(action, item),
                command=command,
                confirm=confirm,
                form=action in commands.NEEDS_FORM,
                style=STYLES.get(action, "plain"),
            )
            if action is Action.DISMISS:
                # One click takes the reason that triage gave; this one lets it be changed.
                command = commands.Dismiss(item=item.id, draft=item.draft, version=item.version)
                yield Button(label=say("… with a reason"), command=command, form=True)


def quick_buttons(dossier: Dossier, desk: Desk, person: Person) -> tuple[Button, ...]:
    """What may be done from a line: nothing that somebody has to have read the whole card for."""
    return tuple(one for one in _buttons(dossier, desk, person) if one.command.action in QUICK)


def _label(action: Action, item: Item) -> Words:
    if action is Action.APPROVE and item.stale_draft:
        return say("Still fits: approve & post")
    return action.sentence


def _offered(action: Action, item: Item, desk: Desk, person: Person | None) -> bool:
    """Whether a button makes sense here: rights, handler, and what the platform can do."""
    if person is not None and not may(person.role, action):
        return False
    mine = person is not None and item.handler == person.id
    conditions = {
        Action.APPROVE: item.draft > 0,
        Action.CLAIM: item.handler is None,
        Action.RELEASE: item.handler is not None and (person is None or mine),
        Action.TAKE_OVER: item.handler is not None and not mine,
        Action.HIDE: not item.hidden,
        Action.UNHIDE: item.hidden,
        Action.CORRECT: bool(item.reply),
        Action.DELETE_REPLY: bool(item.reply),
    }
    able = _ABILITIES.get(action, object)
    return conditions.get(action, True) and isinstance(desk.platforms.get(item.platform), able)


_ABILITIES: dict[Action, type] = {
    Action.HIDE: Hides,
    Action.UNHIDE: Hides,
    Action.CORRECT: Corrects,
    Action.DELETE_REPLY: Deletes,
}
"""What the platform must be able to do."""


def thread_line(entry: Entry, dossier: Dossier) -> ThreadLine:
    """One entry of the trail, for people."""
    event = entry.event
    typed = event.tag in {Tag.NOTE_WRITTEN, Tag.DRAFT_ASKED}
    return ThreadLine(
        at=entry.at,
        who=dossier.names.get(event.actor.person, ""),
        what=HAPPENED[event.tag],
        text=event.text if typed else "",
        why=stored(event.text) if event.text and not typed else None,
        note=event.tag is Tag.NOTE_WRITTEN,
    )


def line(dossier: Dossier) -> ItemLine:
    """An item in one line."""
    item, comment = dossier.item, dossier.comment
    excerpt = " ".join(comment.text.split())
    return ItemLine(
        item=item.id,
        status=item.status.sentence,
        author=comment.author.name,
        excerpt=excerpt if len(excerpt) <= EXCERPT else excerpt[: EXCERPT - 1] + "…",
        platform=PLATFORMS.get(item.platform, Words(item.platform)),
        published=item.published,
        due=_due(item),
        handler=dossier.names.get(item.handler or 0, ""),
        urgency=int(item.triage.urgency),
    )
