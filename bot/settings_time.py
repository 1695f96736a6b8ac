"""What the clock can be set to: service hours, first replies, claims, the ladder, and who can be asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from bot.domain.steps import MOST
from bot.domain.timing import HANDOVERS, Department, Rung, Target, TimeRules
from bot.errors import BadSetting
from bot.settings_found import Values
from bot.settings_hours import Hours
from bot.settings_parts import check_year, listed
from bot.settings_rows import Section
from bot.words import say

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")
OUTSIDE, NOBODY = "outside:", "nobody"
SUBMISSION = 587
"""The port on which mail servers take mails from programs."""
WHO = ("handler", "channel", "leads")


@dataclass(frozen=True, kw_only=True)
class Targets:
    """How soon some comments are answered, in service hours. Whoever asks for more knows better."""

    remind_minutes: int = 30
    """When whoever handles it is reminded."""
    due_minutes: int = 120
    """How soon after publication a first reply is owed."""
    name: str = "targets"
    """How the rule is named in the environment; only needed there."""
    platforms: str = ""
    """Names of platforms, with commas between them. What is left empty, every comment fits."""
    sources: str = ""
    """Names of sources, as the platforms call them."""
    kinds: str = ""
    """Kinds of comments, as the library names them: `complaint, question`."""
    risks: str = ""
    """`low`, `normal`, `high`, `crisis`."""

    def __post_init__(self) -> None:
        if not 0 <= self.remind_minutes <= self.due_minutes or self.due_minutes < 1:
            raise BadSetting(say("“due_minutes” is 1 or more, and “remind_minutes” at most as much."))
        check_year(due_minutes=self.due_minutes)

    def target(self) -> Target:
        """As the desk reckons with it."""
        return Target(
            remind=timedelta(minutes=self.remind_minutes),
            due=timedelta(minutes=self.due_minutes),
            platforms=listed(self.platforms),
            sources=listed(self.sources),
            kinds=listed(self.kinds),
            risks=listed(self.risks),
        )


@dataclass(frozen=True, kw_only=True)
class Claims:
    """How long a claim holds while nothing is done, in service hours."""

    minutes: int = 30
    """Minutes without any action after which anybody can take the comment; 0 for never."""
    warning_minutes: int = 25
    """Minutes after which whoever handles it is told so."""

    def __post_init__(self) -> None:
        if self.minutes < 0 or self.warning_minutes < 0:
            raise BadSetting(say("“minutes” and “warning_minutes” are 0 or more."))
        check_year(minutes=self.minutes, warning_minutes=self.warning_minutes)


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """Who is told when a first reply is late or nobody takes a handover over, step by step, each once."""

    who: str
    """`handler`, `channel`, `leads`, or people outside: `outside:slack:C0123` (a channel, a member or a user
    group), `outside:press@brand.example`. `nobody` switches the ladder off."""
    after: int = 0
    """Minutes of service time past the reminder or the due time; of a handover, minutes on the clock."""
    past: Literal["reminder", "due"] = "due"
    """What the minutes count from."""
    name: str = "ladder"
    """How the step is named in the environment; only needed there."""

    def __post_init__(self) -> None:
        outside = self.who.startswith(OUTSIDE) and all(_outside(self.who))
        if self.after < 0 or not (outside or self.who in {*WHO, NOBODY}):
            raise BadSetting(
                say(
                    "“{who}” after {after} is no step; write {all}, or {example}.",
                    who=self.who,
                    after=self.after,
                    all=", ".join(WHO),
                    example="outside:slack:C0123",
                )
            )
        check_year(after=self.after)

    def rung(self) -> Rung:
        """As the desk reckons with it."""
        after = timedelta(minutes=self.after)
        if self.who.startswith(OUTSIDE):
            return Rung(who="outside", where=_outside(self.who), after=after, past=self.past)
        return Rung(who=self.who, after=after, past=self.past)


def _outside(who: str) -> tuple[str, str]:
    """The surface and whom to tell there; an address is reached by e-mail."""
    told = who.removeprefix(OUTSIDE)
    surface, _, target = told.partition(":")
    return ("mail", told) if "@" in told else (surface, target)


@dataclass(frozen=True, kw_only=True)
class Departments:
    """Somebody outside the team who can be asked about a comment."""

    name: str
    """How the team calls them: `Quality`."""
    surface: str = "slack"
    """Where they are asked: a chat tool that is set up, or `web` for a channel of the built-in page."""
    channel: str = ""
    """Their channel there."""
    person: str = ""
    """Or one person there, by the account."""

    def __post_init__(self) -> None:
        if bool(self.channel) is bool(self.person):
            raise BadSetting(say("Give “{name}” either a channel or a person.", name=self.name))
        if self.person and self.surface == "web":
            raise BadSetting(say("“{name}” is asked on the page, and there in a channel.", name=self.name))

    def department(self) -> Department:
        """As the desk reckons with it."""
        target = self.channel or self.person
        return Department(name=self.name, where=(self.surface, target), person=bool(self.person))


@dataclass(frozen=True, kw_only=True)
class Mail:
    """The server through which people outside are told by e-mail. Without one nobody is."""

    server: str = ""
    """The mail server and its port: `mail.example:587`."""
    login: str = ""
    """The name to sign in with there; unset: nobody signs in."""
    login_password: str = field(default="", repr=False)
    """The password that goes with it."""
    sender: str = ""
    """The address that the mails come from."""
    encrypted: bool = True
    """Nothing is sent unless the connection is encrypted (STARTTLS)."""
    language: str = "de"
    """The language of the mails."""

    def __post_init__(self) -> None:
        if self.server and "@" not in self.sender:
            raise BadSetting(say("Say which address the mails come from: “sender”."))
        if not self.server.partition(":")[2].isdecimal() and ":" in self.server:
            example = "mail.example:587"
            raise BadSetting(say("A mail server is written like {example}.", example=example))

    @property
    def host(self) -> str:
        """The name of the server."""
        return self.server.partition(":")[0]

    @property
    def port(self) -> int:
        """Its port."""
        return int(self.server.partition(":")[2] or SUBMISSION)


TIME_SECTIONS = (
    Section(name="hours", homes=(Hours,)),
    Section(name="claims", homes=(Claims,)),
    Section(name="mail", homes=(Mail,), given=frozenset({"language"})),
    Section(name="targets", homes=(Targets,), many=True),
    Section(name="ladder", homes=(Ladder,), many=True),
    Section(name="departments", homes=(Departments,), many=True),
)
USUAL = (
    Ladder(who="handler", past="reminder"),
    Ladder(who="channel"),
    Ladder(who="leads", after=30),
)
"""The ladder of a team that names none."""


class Make(Protocol):
    """Makes a dataclass from the values of a section."""

    def __call__(self, home: type[T], section: str, values: Mapping[str, Values], /) -> T:
        """Make it.

        Raises:
            BadSetting: the values do not fit together.
        """


def time_rules(
    make: Make, values: Mapping[str, Values], entries: Mapping[str, Sequence[Values]], zone: str
) -> TimeRules:
    """All rules about time, from what stands in their sections."""

    def many(home: type[T], section: str) -> list[T]:
        return [make(home, section, {section: one}) for one in entries[section]]

    hours, claims = make(Hours, "hours", values), make(Claims, "claims", values)
    own = many(Ladder, "ladder")
    steps = [step.rung() for step in own or USUAL if step.who != NOBODY]
    if len(steps) > MOST:
        raise BadSetting(say("A ladder has at most {most} steps.", most=MOST))
    return TimeRules(
        hours=hours.service(zone),
        claim_warn=timedelta(minutes=claims.warning_minutes),
        claim_ends=timedelta(minutes=claims.minutes),
        targets=tuple(one.target() for one in many(Targets, "targets")),
        # Numbered in this order, whatever order they were written in. Which is due first, each item says.
        ladder=tuple(sorted(steps, key=lambda rung: (rung.past == "due", rung.after))),
        handovers=tuple(sorted(steps, key=lambda rung: rung.after)) if own else HANDOVERS,
        departments=tuple(one.department() for one in many(Departments, "departments")),
    )
