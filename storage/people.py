"""The team, and what was heard from them."""

from sqlalchemy import bindparam, select, update

from bot.domain.people import Person, Role
from storage._sql import Session, table
from storage.rows import person_of
from storage.tables import AccountRow, HeardRow, PersonRow

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

    async def get(self, person: int) -> Person | None:
        """A person by number."""
        row = await self._session.row(select(_people).where(_people.c.id == person))
        return person_of(row) if row else None

    async def add(self, name: str, role: Role, language: str) -> Person:
        """Someone new."""
        row = {"name": name, "role": int(role), "language": language}
        (number,) = await self._session.add_numbered(PersonRow, [row])
        return Person(id=number, name=name, role=role, language=language)

    async def change(self, person: Person) -> None:
        """Their name, role or language is another now."""
        self._session.names.pop(person.id, None)
        facts = {"name": person.name, "role": int(person.role), "language": person.language}
        await self._session.changed(update(_people).where(_people.c.id == person.id).values(**facts))

    async def unlink(self, person: int, surface: str) -> int:
        """None of their accounts on a surface opens anything any more; how many did."""
        theirs = (_accounts.c.person == person) & (_accounts.c.surface == surface)
        return await self._session.changed(_accounts.delete().where(theirs))

    async def link(self, person: int, surface: str, account: str) -> None:
        """This account is this person's."""
        row = {"surface": surface, "external": account, "person": person}
        linking = self._session.upsert(AccountRow, row).on_conflict_do_update(
            index_elements=["surface", "external"], set_={"person": person}
        )
        await self._session.changed(linking)

    async def all(self) -> list[Person]:
        """Everyone."""
        return [person_of(row) for row in await self._session.rows(select(_people).order_by(_people.c.id))]

    async def hear_once(self, key: str) -> bool:
        """True the first time a key is heard."""
        return await self._session.add_once(HeardRow, {"key": key, "at": self._session.now})
