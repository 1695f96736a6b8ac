"""The composition root: settings in, the whole program out. Nothing is made anywhere else, or at import."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from adapters.surfaces.web.surface import Web
from bot.abilities import Mails
from bot.config import Connected, Settings
from bot.desk.desk import Desk
from bot.desk.hearing import Hearing
from bot.domain.clocks import reckoned
from bot.domain.community import Source
from bot.domain.policy import Policy, Route, Watch
from bot.domain.timing import Department, TimeRules
from bot.errors import BadSetting
from bot.metrics import Metrics
from bot.ports import Drafter, Engine, Platform, Surface
from bot.settings_parts import Routing, listed
from bot.words import Words, say
from prompts.writers import open_drafter
from storage.beats import Beats
from storage.database import Database

if TYPE_CHECKING:
    from adapters.surfaces.slack.surface import Slack
    from adapters.surfaces.teams.surface import Teams

DEMO_SOURCE = Source(platform="demo", name="page", title="Haferglück")
DEMO_EVERY = timedelta(seconds=1)
DEMO_TARGET, DEMO_REMIND = timedelta(hours=2), timedelta(minutes=30)
DEMO_DEPARTMENT = Department(name="Qualitätssicherung", where=("web", "quality"))
STAND_INS = {
    "community": say("The community is built in: its people are made up, and nothing leaves this machine."),
    "shown": say("The community is built in: its people are made up. Your Slack shows what they write."),
    "day": say(
        "The day that a fresh demo begins with is made up as well. What a trail names with “(Demo)” was done"
        " by the program in a teammate's name; it approved nothing."
    ),
    "drafts": say("Drafts are templates of the library: no language model is set up."),
}
"""What is said about each part that stands in for a real one."""


@dataclass(frozen=True, kw_only=True)
class Parts:
    """The program, put together."""

    settings: Settings
    database: Database
    desk: Desk
    hearing: Hearing
    engine: Engine
    web: Web
    slack: "Slack | None"
    """None without a token of Slack."""
    teams: "Teams | None"
    """None without an app id of Teams."""
    metrics: Metrics


def assemble(settings: Settings) -> Parts:
    """Put the program together; nothing runs yet.

    Raises:
        BadSetting: a part cannot be made as it is set.
    """
    policy = _policy(settings)
    database = Database(settings.database.url, reckon=partial(reckoned, rules=policy.timing))
    engine = _engine(settings, database)
    platforms = _platforms(settings)
    surfaces: dict[str, Surface] = {}
    metrics = Metrics()
    desk = Desk(
        work=database.work,
        read=database.read,
        platforms=platforms,
        surfaces=surfaces,
        drafter=_drafter(settings),
        policy=policy,
        mail=_mail(settings),
        wake=engine.wake,
        tally=metrics,
    )
    hearing = Hearing(desk)
    web = Web(settings=settings.web, hear=hearing, pulse=database.pulse)
    surfaces[web.name] = web
    slack = _slack(settings, hearing)
    if slack is not None:
        surfaces[slack.name] = slack
    teams = _teams(settings, hearing, database, policy)
    if teams is not None:
        surfaces[teams.name] = teams
    _check_reachable(policy.timing.departments, surfaces)
    return Parts(
        settings=settings,
        database=database,
        desk=desk,
        hearing=hearing,
        engine=engine,
        web=web,
        slack=slack,
        teams=teams,
        metrics=metrics,
    )


def _check_reachable(departments: Sequence[Department], surfaces: Container[str]) -> None:
    for department in departments:
        if department.where[0] not in surfaces:
            raise BadSetting(
                say(
                    "[departments] “{name}” would be asked in “{surface}”, which is not set up here.",
                    name=department.name,
                    surface=department.where[0],
                )
            )


def _engine(settings: Settings, database: Database) -> Engine:
    # The engine's package is heavy: commands that only read should not wait for it.
    from adapters.engine.dbos_engine import DbosEngine

    return DbosEngine(settings.engine, Beats(database))


def _slack(settings: Settings, hearing: Hearing) -> "Slack | None":
    if not settings.slack.enabled:
        return None
    from adapters.surfaces.slack.surface import Slack

    return Slack(settings=settings.slack, hear=hearing)


def _teams(settings: Settings, hearing: Hearing, database: Database, policy: Policy) -> "Teams | None":
    if not settings.teams.enabled:
        return None
    from adapters.surfaces.teams.surface import Teams
    from storage.chat_memory import ChatMemory

    memory, channels = ChatMemory(database, Teams.name), policy.rooms(Teams.name)
    return Teams(settings=settings.teams, hear=hearing, memory=memory, channels=channels)


def _drafter(settings: Settings) -> Drafter:
    return open_drafter(settings.drafting)


def _mail(settings: Settings) -> Mails | None:
    if not settings.mail.server:
        return None
    from adapters.mail import Post

    return Post(settings.mail)


def _platforms(settings: Settings) -> Mapping[str, Platform]:
    """Only what is set up is imported."""
    if settings.demo:
        from adapters.platforms.demo import Demo

        return {"demo": Demo(settings.demo_community)}
    return {connected.name: _connect(connected) for connected in settings.platforms}


def _connect(connected: Connected) -> Platform:
    from adapters.platforms.wordpress import WordPress

    return WordPress(connected.settings)


def _policy(settings: Settings) -> Policy:
    watches = [_watch(connected) for connected in settings.platforms]
    if settings.demo:
        watches = [
            Watch(
                source=DEMO_SOURCE,
                every=DEMO_EVERY,
                target=DEMO_TARGET,
                remind=DEMO_REMIND,
                channels=_demo_channels(settings),
            ),
        ]
    stand_ins = [words.text for words in made_up(settings)]
    if not settings.drafting.model:
        stand_ins.append(STAND_INS["drafts"].text)
    return Policy(
        watches=tuple(watches),
        routes=tuple(_route(routing) for routing in settings.routes),
        roster=tuple(row for rostering in settings.roster for row in rostering.rows()),
        undo=settings.team.undo,
        risks=settings.risks,
        undo_high=settings.team.undo_high,
        storm=settings.team.storm,
        zone=ZoneInfo(settings.team.time_zone),
        timing=_timing(settings),
        reports=tuple(one for reporting in settings.reports for one in reporting.schedules()),
        works_agreement=settings.team.works_agreement,
        channel_titles={"team": "Community-Team", "quality": DEMO_DEPARTMENT.name},
        parts=tuple(stand_ins),
    )


def made_up(settings: Settings) -> list[Words]:
    """What is said about the built-in community, and about the day that it begins with."""
    if not settings.demo:
        return []
    said = [STAND_INS["shown" if settings.slack.enabled else "community"]]
    return [*said, STAND_INS["day"]] if settings.demo_community.day else said


def unused(settings: Settings) -> list[Words]:
    """What somebody filled in and wonders why it does nothing; empty when all of it is used."""
    if not settings.unused:
        return []
    named = ", ".join(settings.unused)
    return [say("Not used in the demo: {sections}. Set the mode “own” under [community].", sections=named)]


def _timing(settings: Settings) -> TimeRules:
    """In the demo somebody can be asked, too: on the page, where the visitor can answer for them."""
    if not settings.demo or settings.slack.enabled or settings.timing.departments:
        return settings.timing
    return replace(settings.timing, departments=(DEMO_DEPARTMENT,))


def _demo_channels(settings: Settings) -> tuple[tuple[str, str], ...]:
    slack = settings.demo_community.slack_channel if settings.slack.enabled else ""
    teams = settings.demo_community.teams_channel if settings.teams.enabled else ""
    shown = (("web", "team"), ("slack", slack), ("teams", teams))
    return tuple(channel for channel in shown if channel[1])


def _watch(connected: Connected) -> Watch:
    return Watch(
        source=Source(platform=connected.name, name="comments", url=connected.settings.url),
        every=connected.watch.every,
        target=timedelta(minutes=connected.watch.target_minutes),
        remind=timedelta(minutes=connected.watch.remind_minutes),
        channels=connected.watch.channels,
    )


def _route(routing: Routing) -> Route:
    return Route(
        channels=routing.channels,
        platforms=listed(routing.platforms),
        sources=listed(routing.sources),
        languages=listed(routing.languages.lower()),
        kinds=listed(routing.kinds),
        risks=listed(routing.risks),
        only=routing.only,
    )
