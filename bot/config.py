"""Every setting of the program, and the one function that reads them.

Policy stands in `augenhoehe.toml`, secrets in the environment, and a variable of the environment goes
before the file. What an adapter can be set to is declared beside the adapter; here it gets its place.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import unquote, urlsplit

from adapters.engine.settings import EngineSettings
from adapters.platforms.demo_settings import DemoSettings
from adapters.platforms.wordpress_settings import WordPressSettings
from adapters.surfaces.slack.settings import SlackSettings
from adapters.surfaces.teams.settings import TeamsSettings
from adapters.surfaces.web.settings import Teammate, WebSettings
from bot.domain.risk import RiskRule
from bot.domain.timing import TimeRules
from bot.errors import BadSetting
from bot.settings_found import CONFIG, Found, Values, find
from bot.settings_parts import Community, Database, General, Routing, Serving, Team, Watching
from bot.settings_reports import Reporting
from bot.settings_risk import RISK_SECTIONS, risk_rules
from bot.settings_rows import PREFIX, Row, Section
from bot.settings_secret import signing_key
from bot.settings_shifts import Rostering
from bot.settings_time import TIME_SECTIONS, Mail, time_rules
from bot.words import say
from prompts.settings import DraftingSettings

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")
DEMO_TEAM = (
    Teammate(account="mira", name="Mira Vogt"),
    Teammate(account="jonas", name="Jonas Brandt"),
    Teammate(account="aylin", name="Aylin Demir"),
    Teammate(account="sam", name="Sam Carter"),
)
"""Whom the visitor of a demo can act as; the first one leads."""


@dataclass(frozen=True, kw_only=True)
class Connected:
    """A platform of our own, and how it is watched."""

    kind: str
    """The last word of its section: `wordpress`."""
    settings: WordPressSettings
    watch: Watching

    @property
    def name(self) -> str:
        """How it is named in the queue."""
        return self.settings.name


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that can be set, read and found good."""

    file: Path | None
    """The settings file; None when there is none."""
    data: Path
    """The data folder in use."""
    community: Community
    team: Team
    serving: Serving
    web: WebSettings
    slack: SlackSettings
    teams: TeamsSettings
    database: Database
    drafting: DraftingSettings
    engine: EngineSettings
    demo_community: DemoSettings
    """The built-in community, used in the demo alone."""
    platforms: tuple[Connected, ...]
    """What is connected; none in the demo."""
    risks: Mapping[str, RiskRule]
    """What each class of risk asks for."""
    timing: TimeRules
    """Service hours, first replies, claims, the ladder, and who can be asked."""
    mail: Mail
    routes: tuple[Routing, ...] = ()
    """Further channels for some comments; none in the demo."""
    reports: tuple[Reporting, ...] = ()
    """Reports that are sent by themselves; none in the demo."""
    roster: tuple[Rostering, ...] = ()
    """Who is on when; the demo plans its shifts itself."""
    unused: tuple[str, ...] = ()
    """Sections that are filled in and that the demo makes no use of."""

    @property
    def demo(self) -> bool:
        """The built-in community is at work, not a real one."""
        return self.community.mode == "demo"

    def secrets(self) -> frozenset[str]:
        """Every secret in use, for the logs to leave out."""
        parts: list[DataclassInstance] = [self.serving, self.web, self.slack, self.teams]
        parts += [self.database, self.drafting, self.mail]
        parts += [each.settings for each in self.platforms]
        found = {str(getattr(part, each.name)) for part in parts for each in fields(part) if not each.repr}
        return frozenset({*found, unquote(urlsplit(self.database.url).password or "")} - {""})


PLATFORMS: Mapping[str, type[WordPressSettings]] = {"wordpress": WordPressSettings}
"""The platforms that can be connected, by the last word of their section."""
ROUTES, ROSTER, REPORTS = "routes", "roster", "reports"
OWN = (*(f"platforms.{kind}" for kind in PLATFORMS), ROUTES, ROSTER, REPORTS)
"""Sections about a real community, which the demo leaves out."""
SECTIONS = (
    Section(name="", homes=(General,)),
    Section(name="community", homes=(Community,)),
    Section(name="team", homes=(Team,)),
    *RISK_SECTIONS,
    Section(
        name="web",
        homes=(Serving, WebSettings),
        given=frozenset({"language", "time_zone", "sign_in_required", "demo", "teammates"}),
    ),
    Section(name="slack", homes=(SlackSettings,), given=frozenset({"language", "time_zone"})),
    Section(name="teams", homes=(TeamsSettings,), given=frozenset({"language", "time_zone", "loopback"})),
    Section(name="database", homes=(Database,)),
    Section(name="model", homes=(DraftingSettings,), given=frozenset({"folder"})),
    Section(name="engine", homes=(EngineSettings,), given=frozenset({"url", "executor"})),
    Section(
        name="demo",
        homes=(DemoSettings,),
        given=frozenset({"folder", "name", "url", "day", "time_zone"}),
    ),
    *(
        Section(name=f"platforms.{kind}", homes=(home, Watching), many=True)
        for kind, home in PLATFORMS.items()
    ),
    Section(name=ROUTES, homes=(Routing,), many=True),
    Section(name=ROSTER, homes=(Rostering,), many=True),
    Section(name=REPORTS, homes=(Reporting,), many=True),
    *TIME_SECTIONS,
)


def describe() -> list[Row]:
    """Every setting there is, in the order of the settings file."""
    return [row for section in SECTIONS for row in section.rows]


def load(environ: Mapping[str, str], folder: Path = Path()) -> Settings:
    """Read every setting, from the environment and the settings file (in `folder`, if it names no other).

    Makes the data folder, and in it the key of the cookies, where they are needed and not there yet.

    Raises:
        BadSetting: something is missing, misspelt or of the wrong type; the words name all of it.
    """
    return _settings(find(environ, folder))


def load_demo(
    environ: Mapping[str, str], folder: Path = Path(), *, slack: bool = False, empty: bool = False
) -> Settings:
    """The settings of `augenhoehe demo`: it never reads a real community's file, platforms or database.

    With `slack` it reads how to reach a Slack, from the environment and the file's section of that name.
    Then, as with `empty`, there is no made-up day: no real room is told of invented danger.

    Raises:
        BadSetting: as for `load`, or there is no Slack to be reached.
    """
    closed = {"community", "database", "teams"} | (set() if slack else {"slack"})
    real = [name for row in describe() if row.section in closed for name in row.variables()]
    real += [f"{PREFIX}_{kind.upper()}_" for kind in PLATFORMS]
    ours = {name: text for name, text in environ.items() if not name.startswith((CONFIG, *real))}
    found = find(environ, folder) if slack else Found(None, {}, {})
    tables = {name: found.tables[name] for name in ("slack", "demo") if name in found.tables}
    settings = _settings(Found(found.file, tables, ours))
    if slack and not (settings.slack.enabled and settings.demo_community.slack_channel):
        raise BadSetting(
            say(
                "To show the demo in your Slack, set {token}, and name a channel with --channel C…"
                " (docs/slack.md says how).",
                token=f"{PREFIX}_SLACK_BOT_TOKEN",
            )
        )
    return replace(settings, demo_community=replace(settings.demo_community, day=not (slack or empty)))


def _settings(found: Found) -> Settings:
    values = {section.name: found.values(section) for section in SECTIONS if not section.many}
    entries = {section.name: found.entries(section) for section in SECTIONS if section.many}
    found.done(SECTIONS)
    community = _made(Community, "community", values)
    demo = community.mode == "demo"
    data = _made(General, "", values).data / ("demo" if demo else "")
    database = _database(values, data)
    serving, team = _made(Serving, "web", values), _made(Team, "team", values)
    return Settings(
        file=found.file,
        data=data,
        community=community,
        team=team,
        risks=risk_rules(values),
        timing=time_rules(_made, values, entries, team.time_zone),
        mail=_made(Mail, "mail", values, language=team.language),
        serving=serving,
        web=_web(values, serving, team, demo=demo, secret=signing_key(serving, database, data)),
        slack=_made(SlackSettings, "slack", values, language=team.language, time_zone=team.time_zone),
        teams=_teams(values, serving, team),
        database=database,
        drafting=_made(DraftingSettings, "model", values, folder=data),
        engine=_made(
            EngineSettings, "engine", values, url=database.url if database.shared else _sqlite(data, "engine")
        ),
        demo_community=_made(DemoSettings, "demo", values, folder=data, time_zone=team.time_zone),
        platforms=() if demo else _platforms(entries),
        routes=() if demo else tuple(_made(Routing, ROUTES, {ROUTES: one}) for one in entries[ROUTES]),
        roster=() if demo else tuple(_made(Rostering, ROSTER, {ROSTER: one}) for one in entries[ROSTER]),
        reports=() if demo else tuple(_made(Reporting, REPORTS, {REPORTS: one}) for one in entries[REPORTS]),
        unused=tuple(f"[[{name}]]" for name in OWN if demo and entries[name]),
    )


def _made(home: type[T], section: str, values: Mapping[str, Values], **given: object) -> T:
    """A dataclass filled from its section; what the program gives goes first."""
    names = {each.name for each in fields(home)}
    picked = {name: value for name, value in values[section].items() if name in names}
    try:
        return home(**{**picked, **given})
    except BadSetting as error:
        words = say("[{section}] {problem}", section=section, problem=error.words)
        raise BadSetting(words) from error


def _database(values: Mapping[str, Values], data: Path) -> Database:
    database = _made(Database, "database", values)
    # Hosting platforms still write the name that PostgreSQL's own tools gave up.
    url = re.sub(r"^postgres://", "postgresql://", database.url)
    return Database(url=url or _sqlite(data, "augenhoehe"))


def _sqlite(data: Path, name: str) -> str:
    return f"sqlite:///{data.absolute() / name}.db"


def _web(
    values: Mapping[str, Values], serving: Serving, team: Team, *, demo: bool, secret: str
) -> WebSettings:
    return _made(
        WebSettings,
        "web",
        values,
        secret=secret,
        language=team.language,
        time_zone=team.time_zone,
        secure=not serving.loopback if serving.secure is None else serving.secure,
        sign_in_required=not (demo and serving.loopback),
        demo=demo,
        teammates=DEMO_TEAM if demo else (),
    )


def _teams(values: Mapping[str, Values], serving: Serving, team: Team) -> TeamsSettings:
    given = {"language": team.language, "time_zone": team.time_zone, "loopback": serving.loopback}
    return _made(TeamsSettings, "teams", values, **given)


def _platforms(entries: Mapping[str, list[Values]]) -> tuple[Connected, ...]:
    connected = tuple(
        Connected(
            kind=kind,
            settings=_made(home, section, {section: entry}),
            watch=_made(Watching, section, {section: entry}),
        )
        for kind, home in PLATFORMS.items()
        for section in (f"platforms.{kind}",)
        for entry in entries[section]
    )
    names = [each.name for each in connected]
    if not names:
        raise BadSetting(
            say(
                "The mode is “own”, and no platform is named."
                " Add a [[platforms.wordpress]] section, or go back to the mode “demo”."
            )
        )
    if len(set(names)) < len(names):
        raise BadSetting(
            say(
                "Two platforms have the same name. Give each a name of its own: {names}.",
                names=", ".join(names),
            )
        )
    return connected
