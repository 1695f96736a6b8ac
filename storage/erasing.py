"""Erase what a person left here, in one transaction. What happened stays provable; what was said does not."""

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select, tuple_, update

from bot.domain.asking import turn_erased
from bot.domain.audit import Event, Tag
from bot.domain.effect import Effect, Kind, tell_lane
from bot.domain.item import Change, Item, dismiss
from bot.domain.people import Actor, Role
from bot.domain.status import WORKABLE, Status
from bot.domain.trail import TeamEvent, TeamTag
from bot.errors import NotFound, Refusal
from bot.words import say
from storage._sql import Row, Session, table
from storage.inbox_table import InboxRow
from storage.known_table import KnownFactRow
from storage.people import CHAIN
from storage.question_table import QuestionRow
from storage.shift_table import HandoverAnswerRow, PlannedShiftRow, ShiftRow, TrailEntryRow
from storage.tables import (
    AccountRow,
    AuditRow,
    CommentRow,
    CommentVersionRow,
    DraftRow,
    EffectRow,
    ItemRow,
    PersonRow,
)
from storage.team_table import GrantRow
from storage.unquoting import unquote
from storage.work import SqlWork

_comments = table(CommentRow)
_items = table(ItemRow)
_CHUNK = 500
"""How many comments are erased with one statement."""
_ON_THE_WAY = frozenset({Status.AWAITING, Status.APPROVED, Status.POSTING, Status.UNKNOWN})


async def erase_author(
    work: SqlWork, platform: str, by: Actor, *, author_id: str = "", author_name: str = ""
) -> list[int]:
    """Erase the names and texts of a commenter, and everything here that quotes them; the items' numbers.

    Items that are still open are closed: nobody can answer a text that is no longer there. The comments
    keep their ids, so that a later fetch knows them and does not bring them back.

    Raises:
        NotFound: nobody like this wrote here.
        Refusal: a reply to them is on its way, or neither an id nor a name was said.

    """
    if not author_id and not author_name:
        raise Refusal(say("Please say whose comments: an id or a name."))
    asked = {"author_id": author_id, "author_name": author_name}
    query = select(_comments.c.id, _comments.c.source, _comments.c.remote).where(
        _comments.c.platform == platform,
        _comments.c.ours.is_(False),
        *(_comments.c[name] == value for name, value in asked.items() if value),
    )
    found = await work.session.rows(query)
    if not found:
        raise NotFound(say("Nobody like this has written on {platform}.", platform=platform))
    erased = []
    for at in range(0, len(found), _CHUNK):
        erased += await _erase(work, platform, found[at : at + _CHUNK], by)
    return erased


async def _erase(work: SqlWork, platform: str, comments: Sequence[Row], by: Actor) -> list[int]:
    numbers = [row["id"] for row in comments]
    owned = await work.session.rows(select(_items.c.id).where(_items.c.comment.in_(numbers)))
    items = await work.items.get_many([row["id"] for row in owned])
    await _check_at_rest(work.session, items.values())
    await _blank_comments(work.session, platform, comments)
    await _blank_work(work.session, items)
    await work.items.keep(*(_erased(item, by) for item in items.values()))
    await _blank_cards(work, items)
    return list(items)


async def _check_at_rest(session: Session, items: Iterable[Item]) -> None:
    """Nothing may go out whose text was just erased."""
    effects = table(EffectRow)
    # Cards and notices are drawn when they go out: from what is blank by then.
    inside = [kind.value for kind in (Kind.SHOW, Kind.TELL, Kind.ASK)]
    open_here = (effects.c.is_open, effects.c.kind.not_in(inside))
    numbers = {item.id for item in items if item.status in _ON_THE_WAY}
    query = select(effects.c.item).where(*open_here, effects.c.item.in_([item.id for item in items]))
    numbers |= {row["item"] for row in await session.rows(query)}
    if numbers:
        raise Refusal(
            say(
                "Nothing was erased: something is still on its way for {items}."
                " Take it back, settle it, or wait until it is done.",
                items=", ".join(f"#{number}" for number in sorted(numbers)),
            )
        )


async def _blank_comments(session: Session, platform: str, comments: Sequence[Row]) -> None:
    numbers = [row["id"] for row in comments]
    blank = dict.fromkeys(("author_id", "author_name", "author_url", "text", "url"), "")
    gone: dict[str, Any] = {**blank, "attachments": [], "erased": True}
    await session.changed(update(_comments).where(_comments.c.id.in_(numbers)).values(**gone))
    versions = table(CommentVersionRow)
    await session.changed(update(versions).where(versions.c.comment.in_(numbers)).values(text=""))
    # Our replies beneath them greet them by name and quote them.
    above = tuple_(_comments.c.source, _comments.c.parent).in_(
        [(row["source"], row["remote"]) for row in comments]
    )
    replies = update(_comments).where(_comments.c.platform == platform, _comments.c.ours, above)
    await session.changed(replies.values(text="", attachments=[], erased=True))


async def _blank_work(session: Session, items: Collection[int]) -> None:
    drafts, audit, known = table(DraftRow), table(AuditRow), table(KnownFactRow)
    grants = table(GrantRow)
    questions = table(QuestionRow)
    await session.changed(update(questions).where(questions.c.item.in_(items)).values(text="", answer=""))
    # What was saved from their comments may quote them too; a fact without words is none.
    unknown = {"question": "", "answer": "", "forgotten_at": session.now}
    await session.changed(update(known).where(known.c.source.in_(items)).values(**unknown))
    granted = update(grants).where(grants.c.item.in_(items))
    # For which use often says how they are to be named with it.
    await session.changed(granted.values(granted_by="", purpose="", link=""))
    await session.changed(update(drafts).where(drafts.c.item.in_(items)).values(text="", warnings=[]))
    # Without its salt a text can no longer be guessed from its digest, which stays and keeps the chain whole.
    await session.changed(update(audit).where(audit.c.item.in_(items)).values(text="", salt=""))
    await _blank_handovers(session, items)


async def _blank_cards(work: SqlWork, items: Mapping[int, Item]) -> None:
    """Have the questions that stand in a chat tool drawn anew, from what is blank now."""
    questions = table(QuestionRow)
    shown = select(questions).where(questions.c.item.in_(items), questions.c.remote != "")
    for row in await work.session.rows(shown):
        redraw = Effect(
            item=row["item"],
            kind=Kind.ASK,
            lane=tell_lane(row["surface"], row["target"]),
            surface=row["surface"],
            turn=turn_erased(row["id"]),
            draft=row["id"],
            key=secrets.token_hex(12),
            due_at=work.now,
        )
        await work.effects.want(redraw)


async def _blank_handovers(session: Session, items: Collection[int]) -> None:
    """What one shift asked the other about these items."""
    answers, entries = table(HandoverAnswerRow), table(TrailEntryRow)
    asked = update(answers).where(answers.c.item.in_(items))
    await session.changed(asked.values(question="", explained=""))
    await session.changed(update(entries).where(entries.c.item.in_(items)).values(text="", salt=""))
    await unquote(session, items)


def _erased(item: Item, by: Actor) -> Change:
    closed = dismiss(item, by, "", item.version) if item.status in WORKABLE else Change(item=item, events=())
    blank = replace(
        closed.item,
        triage=replace(item.triage, why=""),
        instruction="",
        draft_note="",
        reply_text="",
        reason="",
        ask=closed.item.ask + 1,
        ask_due=None,
        pace=replace(closed.item.pace, promise="", follow_at=None),
    )
    return Change(item=blank, events=(*closed.events, Event(tag=Tag.ITEM_ERASED, actor=by)))


async def _off_shift(work: SqlWork, person: int, by: Actor) -> None:
    """Their shift ends now, nothing more is planned for them, and nobody is said to stand in for them."""
    for stint in [one for one in await work.shifts.running() if one.person == person]:
        await work.shifts.end(stint.id, work.now)
        ended = TeamEvent(tag=TeamTag.SHIFT_ENDED, actor=by, whom=person)
        await work.team_trail.write(f"shift:{stint.id}", ended)
    planned, shifts = table(PlannedShiftRow), table(ShiftRow)
    coming = (planned.c.person == person) & planned.c.cancelled_at.is_(None)
    await work.session.changed(update(planned).where(coming).values(cancelled_at=work.now))
    named = await work.people.get(person)
    instead = update(shifts).where(shifts.c.instead_of == (named.name if named else ""))
    await work.session.changed(instead.values(instead_of=""))


async def erase_person(work: SqlWork, person: int, by: Actor) -> None:
    """Erase the name and the accounts of someone on the team. What they did stays, under their number."""
    people, accounts, inbox = table(PersonRow), table(AccountRow), table(InboxRow)
    query = select(_items.c.id).where(_items.c.is_open, _items.c.handler == person)
    handled = await work.items.get_many([row["id"] for row in await work.session.rows(query)])
    given_back = (
        Change(item=replace(item, handler=None), events=(Event(tag=Tag.ITEM_RELEASED, actor=by),))
        for item in handled.values()
    )
    await work.items.keep(*given_back)
    await _off_shift(work, person, by)
    await work.session.changed(accounts.delete().where(accounts.c.person == person))
    await work.session.changed(inbox.delete().where(inbox.c.person == person))
    nobody = update(people).where(people.c.id == person).values(name="", signature="", role=int(Role.GUEST))
    await work.session.changed(nobody)
    await work.team_trail.write(CHAIN, TeamEvent(tag=TeamTag.PERSON_ERASED, actor=by, whom=person))
