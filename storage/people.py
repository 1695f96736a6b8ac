"""The team, and what was heard from them."""

from sqlalchemy import and_, bindparam, select, true, update

from bot.domain.people import PROGRAM, Actor, Person, Role
from bot.domain.trail import TeamEvent, TeamTag
from storage._sql import Session, table
from storage.rows import person_of
from storage.tables import AccountRow, HeardRow, PersonRow
from storage.team_trail import SqlTeamTrail

CHAIN = "people"
"""The chain of the team's trail for who belongs to it, with which role."""

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
        linking = self._session.upsert(AccountRow, row).on_conflict_do_update(
            index_elements=["surface", "external"],
            set_={"person": person, "proven": true() if proven else same},
        )
        await self._session.changed(linking)
        await self._note(TeamTag.PERSON_LINKED, person, by, surface)

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
