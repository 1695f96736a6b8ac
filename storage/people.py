"""The team, and what was heard from them."""

from datetime import timedelta

from sqlalchemy import and_, bindparam, select, true, update

from bot.domain.people import PROGRAM, Actor, Former, Person, Role
from bot.domain.trail import TeamEvent, TeamTag
from storage._sql import Session, table
from storage.inheriting import inherit
from storage.rows import formerly_column, person_of
from storage.tables import AccountRow, HeardRow, PersonRow
from storage.team_trail import SqlTeamTrail

CHAIN = "people"
"""The chain of the team's trail for who belongs to it, with which role."""
LATE = timedelta(minutes=1)
"""What an account asked for just before it became another's may be written a moment later."""

_people = table(PersonRow)
_accounts = table(AccountRow)

_BY_ACCOUNT = (
    select(_people)
    .join(_accounts, _accounts.c.person == _people.c.id)
    .where(_accounts.c.surface == bindparam("on"), _accounts.c.external == bindparam("account"))
)


class SqlPeople:
    """See `bot.memory.People`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._trail = SqlTeamTrail(session)

    async def by_account(self, surface: str, account: str) -> Person | None:
        """The person behind an account."""
        row = await self._session.row(_BY_ACCOUNT, on=surface, account=account)
        if not row:
            return None
        self._session.names[row["id"]] = row["name"]
        return person_of(row)

    async def accounts(self, surface: str, role: Role) -> list[str]:
        """The accounts on a surface of everybody with this role."""
        theirs = select(_accounts.c.external).join(_people, _accounts.c.person == _people.c.id)
        named = theirs.where(_accounts.c.surface == surface, _people.c.role == int(role))
        return [row["external"] for row in await self._session.rows(named.order_by(_accounts.c.external))]

    async def accounts_of(self, person: int, surface: str) -> list[str]:
        """Somebody's accounts on a surface."""
        theirs = select(_accounts.c.external).where(
            _accounts.c.person == person, _accounts.c.surface == surface
        )
        return [row["external"] for row in await self._session.rows(theirs.order_by(_accounts.c.external))]

    async def get(self, person: int) -> Person | None:
        """A person by number."""
        row = await self._session.row(select(_people).where(_people.c.id == person))
        return person_of(row) if row else None

    async def add(self, name: str, role: Role, language: str, by: Actor = PROGRAM) -> Person:
        """Someone new."""
        row = {"name": name, "role": int(role), "language": language}
        (number,) = await self._session.add_numbered(PersonRow, [row])
        await self._note(TeamTag.PERSON_JOINED, number, by, role.name.lower())
        return Person(id=number, name=name, role=role, language=language)

    async def change(self, before: Person, now: Person, by: Actor = PROGRAM) -> None:
        """Keep what is different; the rest may have become another meanwhile, and stays as it is."""
        self._session.names.pop(now.id, None)
        was = _facts(before)
        news = {name: value for name, value in _facts(now).items() if value != was[name]}
        if news:
            await self._session.changed(update(_people).where(_people.c.id == now.id).values(**news))
        if "role" in news:
            await self._note(TeamTag.PERSON_RIGHTS, now.id, by, now.role.name.lower())

    async def unlink(self, person: int, surface: str) -> int:
        """None of their accounts on a surface opens anything any more; how many did."""
        theirs = (_accounts.c.person == person) & (_accounts.c.surface == surface)
        many = await self._session.changed(_accounts.delete().where(theirs))
        if many:
            await self._note(TeamTag.PERSON_UNLINKED, person, PROGRAM, surface)
        return many

    async def link(
        self, person: int, surface: str, account: str, *, proven: bool = True, by: Actor = PROGRAM
    ) -> None:
        """This account is this person's; what was proven of the same person stays so."""
        here = and_(_accounts.c.surface == surface, _accounts.c.external == account)
        before = await self._session.row(select(_accounts).where(here))
        if before and before["person"] == person and before["proven"] >= proven:
            return
        row = {"surface": surface, "external": account, "person": person, "proven": proven}
        same = and_(_accounts.c.person == person, _accounts.c.proven)
        if before and before["person"] != person:
            await self._was_also(person, before["person"])
        linking = self._session.upsert(AccountRow, row).on_conflict_do_update(
            index_elements=["surface", "external"],
            set_={"person": person, "proven": true() if proven else same},
        )
        await self._session.changed(linking)
        await self._note(TeamTag.PERSON_LINKED, person, by, surface)

    async def _was_also(self, person: int, former: int) -> None:
        """What was done until now under the number that an account had counts as theirs too."""
        query = select(_people).where(_people.c.id.in_([person, former])).order_by(_people.c.id)
        if self._session.locking:
            query = query.with_for_update(key_share=True)
        both = {row["id"]: person_of(row) for row in await self._session.rows(query)}
        before = [*both[former].formerly, *both[person].formerly]
        untils = {one.person: one.until for one in sorted(before, key=lambda one: one.until)}
        untils[former] = self._session.now + LATE
        untils.pop(person, None)
        known = formerly_column(Former(person=number, until=until) for number, until in untils.items())
        await self._session.changed(update(_people).where(_people.c.id == person).values(formerly=known))

    async def merge(self, former: int, person: Person, by: Actor) -> None:
        """Somebody is known under another number: what was kept for them under the former one is theirs."""
        await inherit(self._session, former, person.id, by)
        await self._note(TeamTag.PERSON_MERGED, former, by, f"→ {person.id}")

    async def surfaces(self, *, proven: bool = False) -> dict[int, frozenset[str]]:
        """By person: where they have an account; with `proven`, one of which it was said whose it is."""
        query = select(_accounts.c.person, _accounts.c.surface).distinct()
        found: dict[int, frozenset[str]] = {}
        for row in await self._session.rows(query.where(_accounts.c.proven) if proven else query):
            found[row["person"]] = found.get(row["person"], frozenset()) | {row["surface"]}
        return found

    async def proven(self, surface: str, account: str) -> bool:
        """Whether a lead or a verified address says whose account this is."""
        here = and_(_accounts.c.surface == surface, _accounts.c.external == account)
        return bool(await self._session.value(select(_accounts.c.proven).where(here)))

    async def all(self) -> list[Person]:
        """Everyone."""
        return [person_of(row) for row in await self._session.rows(select(_people).order_by(_people.c.id))]

    async def hear_once(self, key: str) -> bool:
        """True the first time a key is heard."""
        return await self._session.add_once(HeardRow, {"key": key, "at": self._session.now})

    async def _note(self, tag: TeamTag, person: int, by: Actor, what: str) -> None:
        """No right without its entry. What account it is stays out of it: an entry cannot be erased."""
        await self._trail.write(CHAIN, TeamEvent(tag=tag, actor=by, whom=person, text=what))


def _facts(person: Person) -> dict[str, str | int]:
    return {
        "name": person.name,
        "role": int(person.role),
        "language": person.language,
        "speaks": " ".join(person.speaks),
        "signature": person.signature,
    }
