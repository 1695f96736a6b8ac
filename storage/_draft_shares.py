"""What became of drafts, by the prompt that suggested them."""

from sqlalchemy import and_, bindparam, case, distinct, exists, func, select

from storage._outcomes import DONE, PAGE, POSTED, REJECTED, tagged
from storage._sql import table
from storage.tables import AuditRow, DraftRow

_audit = table(AuditRow)
_drafts = table(DraftRow)
_earlier = _audit.alias("earlier")
PERSON = "person"
"""The origin of a draft that a person wrote."""
_DRAFT_OF = and_(_drafts.c.item == _audit.c.item, _drafts.c.number == _audit.c.draft)
_machine = _drafts.alias("machine")
_suggested = (
    select(func.max(_machine.c.number))
    .where(
        _machine.c.item == _drafts.c.item,
        _machine.c.number < _drafts.c.number,
        _machine.c.origin != PERSON,
    )
    .scalar_subquery()
)
_first = _drafts.alias("first")
_AGAIN = exists().where(
    _earlier.c.item == _audit.c.item,
    _earlier.c.seq < _audit.c.seq,
    _earlier.c.draft == _audit.c.draft,
    tagged(*POSTED, entries=_earlier),
)
"""The same draft was posted already: the platform held it back for a while."""
SUGGESTIONS = (
    PAGE.add_columns(_first.c.prompt, _first.c.text.label("suggested"), _drafts.c.text.label("posted"))
    .join(_drafts, _DRAFT_OF)
    .join(_first, and_(_first.c.item == _drafts.c.item, _first.c.number == _suggested))
    # A text that was erased tells nothing about the prompt.
    .where(DONE, tagged(*POSTED), _drafts.c.origin == PERSON, _drafts.c.text != "", ~_AGAIN)
)
_later = _audit.alias("later")
_source = (
    select(func.max(_machine.c.number))
    .where(_machine.c.item == _audit.c.item, _machine.c.number <= _audit.c.draft, _machine.c.origin != PERSON)
    .scalar_subquery()
)
"""What was suggested, also where a person has made something else of it since."""
_another = (
    exists()
    .where(
        _machine.c.item == _first.c.item,
        _machine.c.number > _first.c.number,
        _machine.c.number <= _later.c.draft,
        _machine.c.origin != PERSON,
    )
    # By itself it would look no further than the query that it stands in.
    .correlate(_first, _later)
)
_taken = (
    exists()
    .where(
        _later.c.item == _audit.c.item,
        _later.c.seq > _audit.c.seq,
        _later.c.at < bindparam("until"),
        tagged(*POSTED, entries=_later),
        ~_another,
    )
    .correlate(_audit, _first)
)
"""In these days it was posted after all, as it was or edited: no other one came."""
_unchanged = and_(tagged(*POSTED), _first.c.number == _audit.c.draft)
_rejected = and_(tagged(*REJECTED), _audit.c.person > 0, ~_taken)
DRAFTS = (
    select(
        _first.c.prompt,
        func.count(distinct(case((_unchanged, _audit.c.item)))).label("unchanged"),
        func.count(distinct(case((_rejected, _audit.c.item)))).label("rejected"),
    )
    .select_from(_audit.join(_first, and_(_first.c.item == _audit.c.item, _first.c.number == _source)))
    .where(DONE, tagged(*POSTED, *REJECTED))
    .group_by(_first.c.prompt)
)
