"""What each class of risk asks for before a reply goes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.domain.people import Role
from bot.domain.risk import RiskRule
from bot.settings_rows import Section


@dataclass(frozen=True, kw_only=True)
class Risk:
    """A class of risk. Triage and rules say which one a comment has; people raise it, a lead lowers it."""

    approve: Literal["approver", "lead"] = "approver"
    """The least role that may approve a reply to such a comment: `approver` or `lead`."""
    second: bool = False
    """Two people have to approve it; the second one neither wrote nor edited nor approved it before."""


@dataclass(frozen=True, kw_only=True)
class Grave(Risk):
    """The gravest class. One pair of eyes is not enough there; for all else a small team would be slowed."""

    approve: Literal["approver", "lead"] = "approver"
    """The least role that may approve a reply to such a comment: `approver` or `lead`."""
    second: bool = True
    """Two people have to approve it; the second one neither wrote nor edited nor approved it before.
    `false` where only one person on the team may approve."""


_HOMES: Mapping[str, type[Risk]] = {"low": Risk, "normal": Risk, "high": Risk, "crisis": Grave}
RISK_SECTIONS = tuple(Section(name=f"risk.{risk}", homes=(home,)) for risk, home in _HOMES.items())


def risk_rules(values: Mapping[str, Mapping[str, object]]) -> dict[str, RiskRule]:
    """What each class asks for, from the values of the sections by their names."""
    made = {risk: home(**values[f"risk.{risk}"]) for risk, home in _HOMES.items()}  # type: ignore[arg-type]  # the sections gave each its type
    return {risk: RiskRule(least=Role[one.approve.upper()], second=one.second) for risk, one in made.items()}
