"""`augenhoehe`: the command line. Each command is thin; what it needs is imported when it runs."""

import asyncio
import os
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import learning, leaving, prompting, report_chores
from bot.errors import AugenhoeheError
from bot.words import Words

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
tokens = typer.Typer(no_args_is_help=True)
slack = typer.Typer(no_args_is_help=True)
app.add_typer(slack, name="slack", help="The app in your Slack workspace.")
teams = typer.Typer(no_args_is_help=True)
app.add_typer(teams, name="teams", help="The app in your Microsoft Teams.")
model = typer.Typer(no_args_is_help=True)
app.add_typer(model, name="model", help="The language model.")
app.add_typer(prompting.app, name="prompts", help="The prompt library: look it over, try it out, extend it.")
for chore in (prompting.init, learning.learn, report_chores.report, leaving.leave):
    app.command(chore.__name__)(chore)
app.add_typer(tokens, name="token", help="Personal login tokens for the web page.")


class Role(StrEnum):
    """Which part of the work a process does."""

    ALL = "all"
    WEB = "web"
    WORKER = "worker"


class SlackMode(StrEnum):
    """How Slack and we talk to each other."""

    SOCKET = "socket"
    HTTP = "http"


class Format(StrEnum):
    """How the audit trail is written."""

    CSV = "csv"
    JSONL = "jsonl"


class Right(StrEnum):
    """What a person may do."""

    VIEWER = "viewer"
    RESPONDER = "responder"
    APPROVER = "approver"
    LEAD = "lead"


@app.command()
def demo(
    port: Annotated[int | None, typer.Option(help="Where to listen.")] = None,
    in_slack: Annotated[bool, typer.Option("--slack", help="Also show its comments in your Slack.")] = False,  # noqa: FBT002  # typer's way
    channel: Annotated[str | None, typer.Option(help="With --slack: the id of a channel, C….")] = None,
    empty: Annotated[bool, typer.Option("--empty", help="Begin without the made-up day.")] = False,  # noqa: FBT002  # typer's way
) -> None:
    """Try it: a made-up community beside the team's page, and on request in your own Slack."""
    from bot.config import load_demo
    from bot.serving import serve

    given = {"PORT": str(port) if port else None, "AUGENHOEHE_DEMO_SLACK_CHANNEL": channel}
    environ = dict(os.environ) | {name: value for name, value in given.items() if value}
    _run(lambda: serve(load_demo(environ, slack=in_slack, empty=empty), role="all"))


@app.command()
def run(
    role: Annotated[Role, typer.Option(help="Everything, or only one part (PostgreSQL).")] = Role.ALL,
    host: Annotated[str | None, typer.Option(help="Overrides the setting.")] = None,
    port: Annotated[int | None, typer.Option(help="Overrides the setting.")] = None,
) -> None:
    """Put it to work."""
    from bot.serving import serve

    given = {"AUGENHOEHE_WEB_HOST": host, "PORT": str(port) if port else None}
    environ = dict(os.environ) | {name: value for name, value in given.items() if value}
    _run(lambda: serve(_settings(environ), role=role.value))


@app.command()
def migrate() -> None:
    """Bring the database to this release."""
    from bot.chores import migrate as chore

    _run(lambda: chore(_settings()))


@app.command()
def check(
    test_card: Annotated[bool, typer.Option("--test-card", help="Post one into each channel.")] = False,  # noqa: FBT002  # typer's way
) -> None:
    """Say of each part whether it is in order, and which setting is at fault if not."""
    from bot.checking import check as chore

    if not _run(lambda: chore(os.environ, typer.echo, test_card=test_card)):
        raise typer.Exit(1)


@app.command()
def queue(
    words: Annotated[list[str] | None, typer.Argument(help="next, mine, item 42, search …, log 42")] = None,
    person: Annotated[str, typer.Option("--as", help="Whose queue; the first lead's if not said.")] = "",
) -> None:
    """Look at the queue, as with /queue."""
    from bot.chores import queue as chore

    typer.echo(_run(lambda: chore(_settings(), " ".join(words or []), person)))


@app.command()
def export(
    since: Annotated[datetime, typer.Option(help="From this day on.")],
    until: Annotated[datetime | None, typer.Option(help="Up to this day.")] = None,
    person: Annotated[str, typer.Option("--as", help="The lead who asks; the first one if not said.")] = "",
    format: Annotated[Format, typer.Option(help="csv or jsonl.")] = Format.CSV,  # noqa: A002  # its name on the command line
) -> None:
    """Write the audit trail to the standard output."""
    from bot.chores import export as chore

    end = (until or datetime.now(UTC)).replace(tzinfo=UTC)
    _run(lambda: chore(_settings(), (since.replace(tzinfo=UTC), end), format.value, person))


@app.command()
def backfill(
    source: Annotated[str, typer.Argument(help="The platform's name in the settings.")],
    days: Annotated[int, typer.Option(min=1, max=365, help="How far back.")] = 7,
) -> None:
    """Also take in what came before it was connected and nobody has answered."""
    from bot.backfilling import backfill as chore

    typer.echo(_spoken(_run(lambda: chore(_settings(), source, days))))


@app.command()
def backup(target: Path) -> None:
    """Write a copy of the database; what is restored from it posts nothing until a lead releases it."""
    from bot.chores import backup as chore

    _run(lambda: chore(_settings(), target))
    typer.echo(str(target))


@app.command("release-posting")
def release_posting(person: Annotated[str, typer.Option("--as", help="The lead who releases it.")]) -> None:
    """After a restore: everything open was looked at, posting may go on."""
    from bot.chores import release_posting as chore

    _run(lambda: chore(_settings(), person))


@app.command()
def rebuild(
    surface: Annotated[str, typer.Option(help="The chat tool: slack.")],
    everything: Annotated[bool, typer.Option("--all", help="Also those whose cards are there.")] = False,  # noqa: FBT002  # typer's way
    person: Annotated[str, typer.Option("--as", help="The lead who asks; the first one if not said.")] = "",
) -> None:
    """Open new threads for open comments whose cards are gone, as soon as the program runs."""
    from bot.chores import rebuild as chore

    typer.echo(str(_run(lambda: chore(_settings(), surface, person, everything=everything))))


@app.command()
def erase(
    platform: Annotated[str, typer.Option(help="The platform's name.")],
    person: Annotated[str, typer.Option("--as", help="The lead who asks for it.")],
    author_id: Annotated[str, typer.Option(help="The commenter's id there.")] = "",
    author_name: Annotated[str, typer.Option(help="The commenter's name there.")] = "",
) -> None:
    """Erase a commenter's name and texts; the audit trail stays valid."""
    from bot.chores import erase as chore

    author = {"author_id": author_id, "author_name": author_name}
    typer.echo(str(_run(lambda: chore(_settings(), platform, author, person))))


@tokens.command("new")
def token_new(
    name: str,
    role: Annotated[Right | None, typer.Option(help="The first person leads, others approve.")] = None,
    language: Annotated[str, typer.Option(help="de or en; the channel's if not said.")] = "",
) -> None:
    """Make a login token for a person. It is shown once; a further one does not end the earlier."""
    from bot.chores import new_token

    typer.echo(_run(lambda: new_token(_settings(), name, role.value if role else "", language)))


@tokens.command("revoke")
def token_revoke(name: str) -> None:
    """End all login tokens of a person."""
    from bot.chores import revoke

    typer.echo(str(_run(lambda: revoke(_settings(), name))))


@app.command()
def people() -> None:
    """Who is on the team, with their role and language; `token new NAME --role` changes them."""
    from bot.chores import people as chore

    typer.echo("\n".join(_run(lambda: chore(_settings()))))


@app.command()
def link(
    name: Annotated[str, typer.Argument(help="The person.")],
    surface: Annotated[str, typer.Argument(help="slack, web ...; or email, for the address they use there.")],
    account: Annotated[str, typer.Argument(help="Their id there, or their address.")],
    person: Annotated[str, typer.Option("--as", help="The lead who says so.")],
) -> None:
    """Say that an account is a person's, so that they are one and the same everywhere."""
    from bot.chores import link as chore

    _run(lambda: chore(_settings(), name, (surface, account), person))


@model.command("check")
def model_check() -> None:
    """Ask the language model's endpoint a few small questions, and say what it can do."""
    from bot.model_check import check as chore

    if not _run(lambda: chore(os.environ, typer.echo)):
        raise typer.Exit(1)


@slack.command("manifest")
def slack_manifest(
    mode: Annotated[SlackMode, typer.Option(help="As the setting.")] = SlackMode.SOCKET,
    url: Annotated[str, typer.Option(help="For http: where Slack reaches us.")] = "",
    keep_notes: Annotated[bool, typer.Option(help="As the setting.")] = False,  # noqa: FBT002  # typer's way
) -> None:
    """Print the manifest to make the Slack app from."""
    from adapters.surfaces.slack.manifest import printed

    typer.echo(printed(mode.value, url=url, keep_notes=keep_notes))


@teams.command("manifest")
def teams_manifest(
    app_id: Annotated[
        str, typer.Option(envvar="AUGENHOEHE_TEAMS_APP_ID", help="Of the bot, from Azure.")
    ] = "",
    url: Annotated[str, typer.Option(envvar="AUGENHOEHE_TEAMS_PUBLIC_URL", help="Where our pages are.")] = "",
    target: Annotated[Path, typer.Option(help="The file to write.")] = Path("augenhoehe-teams.zip"),
    keep_notes: Annotated[bool, typer.Option(help="As the setting.")] = False,  # noqa: FBT002  # typer's way
) -> None:
    """Build the app package to upload in Teams."""
    from adapters.surfaces.teams.manifest import write

    _run(lambda: asyncio.to_thread(write, target, app_id, url, keep_notes=keep_notes))
    typer.echo(str(target))


def _settings(environ: dict[str, str] | None = None) -> Any:
    """The settings, read only when a command needs them; Any because importing their type costs start-up."""
    from bot.config import load

    return load(environ if environ is not None else dict(os.environ))


def _run(chore: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    """Do it, and tell what went wrong in words. Any: each command has its own result."""
    try:
        return asyncio.run(chore())
    except AugenhoeheError as error:
        typer.echo(_spoken(error.words), err=True)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def _spoken(words: Words) -> str:
    """In the terminal's language."""
    from bot.catalogue import Catalogue
    from bot.terminal import spoken

    return Catalogue(spoken(os.environ)).say(words)


def main() -> None:
    """The entry point of `augenhoehe`."""
    app()


if __name__ == "__main__":
    main()
