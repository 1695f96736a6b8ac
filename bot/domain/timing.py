"""The team's rules about time: what is promised to the public, how long a claim holds, who is reminded."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.community import Source
from bot.domain.hours import ALWAYS, ServiceHours
from bot.domain.item import Item
from bot.domain.values import Triage


@dataclass(frozen=True, kw_only=True)
class Target:
    """How soon some comments are answered. What is empty here, every comment fits."""

    remind: timedelta
    """When whoever handles it is reminded."""
    due: timedelta
    """When the first reply is owed."""
    platforms: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    risks: frozenset[str] = frozenset()

    def fits(self, source: Source, triage: Triage) -> bool:
        """Whether a comment of this source, looked at so, is meant."""
        asked = (
            (self.platforms, source.platform),
            (self.sources, source.name),
            (self.kinds, triage.kind),
            (self.risks, triage.risk),
        )
        return all(value in wanted for wanted, value in asked if wanted)

    @property
    def special(self) -> int:
        """How much it asks for."""
        return sum(bool(wanted) for wanted in (self.platforms, self.sources, self.kinds, self.risks))


@dataclass(frozen=True, kw_only=True)
class Rung:
    """One step of the ladder."""

    who: str
    """handler | channel | leads | outside."""
    after: timedelta = timedelta()
    """How much service time later than what it is about."""
    past: str = "due"
    """What it is about: reminder | due."""
    where: tuple[str, str] = ("", "")
    """Outside: the surface and the channel, person or group there; or `mail` and an address."""


HANDOVERS = (Rung(who="channel"), Rung(who="leads", after=timedelta(minutes=10)))
"""Who is told of a handover that waits too long, where the team names no ladder."""


@dataclass(frozen=True, kw_only=True)
class Department:
    """Somebody who can be asked."""

    name: str
    where: tuple[str, str]
    """The surface, and the channel or person there."""
    person: bool = False
    """It is a person, who is asked privately."""


@dataclass(frozen=True, kw_only=True)
class Promised:
    """When something is owed to somebody who wrote; None for never."""

    remind_at: datetime | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class TimeRules:
    """All of it."""

    hours: ServiceHours = ALWAYS
    claim_warn: timedelta = timedelta(minutes=25)
    """After so much service time without any action the handler is told that the claim is about to end."""
    claim_ends: timedelta = timedelta(minutes=30)
    """After so much it ends; zero for never."""
    targets: tuple[Target, ...] = ()
    ladder: tuple[Rung, ...] = ()
    handovers: tuple[Rung, ...] = HANDOVERS
    """The same steps for a handover that nobody takes over, counted on the clock: somebody is on then."""
    departments: tuple[Department, ...] = ()

    def promised(self, source: Source, triage: Triage, since: datetime, usual: Target) -> "Promised":
        """When a reminder and a first reply to a comment of this moment are due, if it needs one."""
        if not triage.needs_reply:
            return Promised()
        target = most_special([one for one in self.targets if one.fits(source, triage)], usual)
        due_at = self.hours.add(since, target.due)
        return Promised(remind_at=min(self.hours.add(since, target.remind), due_at), due_at=due_at)


USUAL = TimeRules()
"""Of a team that says nothing about time."""


def most_special(fitting: Sequence[Target], usual: Target) -> Target:
    """Who asks for more knows better; among equals, who comes first."""
    return max(fitting, key=lambda one: one.special, default=usual)


def owed(item: Item, promised: Promised) -> Item:
    """The item with what is promised now; what was promised sooner still holds."""
    if item.reply:
        return item
    pace = replace(item.pace, remind_at=_sooner(item.pace.remind_at, promised.remind_at))
    return replace(item, due_at=_sooner(item.due_at, promised.due_at), pace=pace)


def _sooner(one: datetime | None, other: datetime | None) -> datetime | None:
    both = [at for at in (one, other) if at is not None]
    return min(both, default=None)
