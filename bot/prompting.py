"""The command line for community managers: `augenhoehe init` and `augenhoehe prompts …`."""

import asyncio
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import AugenhoeheError, BadSetting, NotFound
from bot.words import Words, say

if TYPE_CHECKING:
    from prompts.interview import Question
    from prompts.pages import Kind, Library
    from prompts.trying import Failure

app = typer.Typer(no_args_is_help=True)
Folder = Annotated[
    Path | None, typer.Option("--library", help="The folder; that of the settings if not said.")
]


def init(folder: Annotated[Path, typer.Argument(help="Where to put it.")] = Path("library")) -> None:
    """Answer a few questions and get a prompt library that sounds like your team."""
    from prompts import interview

    tell = teller()
    with politely():
        answers: dict[str, str] = {}
        while left := interview.fitting(answers):
            answers[left[0].key] = _answer(left[0], tell)
        interview.write(folder, answers)
        tell(say("Done. Read {file} and change what does not sound like you.", file=folder / "guidelines.md"))
        tell(say("To put it to use, write in {file}: {line}", file="augenhoehe.toml", line=_setting(folder)))


@app.command()
def lint(
    library: Folder = None,
    check: Annotated[bool, typer.Option("--check", help="Only look: keep no versions.")] = False,  # noqa: FBT002  # typer's way
) -> None:
    """Look over the whole library: every mistake with its file and line."""
    from prompts.lint import lint as look

    tell = teller()
    with politely():
        folder = chosen_folder(library)
        notes = look(folder, keep=not check)
        for note in notes:
            tell(note.words if note.grave else say("Hint: {words}", words=note.words))
        grave = sum(note.grave for note in notes)
        tell(
            say(
                "{count} mistakes, {hints} hints in {folder}.",
                count=grave,
                hints=len(notes) - grave,
                folder=folder,
            )
        )
    if grave:
        raise typer.Exit(1)


@app.command("test")
def try_all(
    library: Folder = None,
    live: Annotated[bool, typer.Option("--live", help="Ask the language model as well; it costs.")] = False,  # noqa: FBT002  # typer's way
) -> None:
    """Try every comment of the kinds' tests, and say which drafts must not be so."""
    from prompts.loader import load
    from prompts.trying import failures

    tell = teller()
    with politely():
        read = load(chosen_folder(library))
        found = _live(read) if live else list(failures(read))
        for failure in found:
            tell(failure.words)
        count = sum(len(kind.trials) for kind in read.kinds.values())
        tell(say("{count} tests, {failed} findings.", count=count, failed=len(found)))
    if found:
        raise typer.Exit(1)


@app.command()
def show(
    kind: Annotated[str, typer.Argument(help="Its name; without one, all are listed.")] = "",
    library: Folder = None,
) -> None:
    """Show a kind of comment as the team and the model see it."""
    from prompts.loader import load

    with politely():
        kinds = load(chosen_folder(library)).kinds
        if kind and kind not in kinds:
            raise NotFound(say("There is no kind “{name}”. Known: {all}.", name=kind, all=", ".join(kinds)))
        for each in [kinds[kind]] if kind else kinds.values():
            typer.echo("\n".join(_page(each)) if kind else f"{each.prompt:<18} {each.title}")


@app.command()
def new(
    kind: str,
    library: Folder = None,
    route: Annotated[bool, typer.Option("--route", help="A hint sheet: nothing is drafted.")] = False,  # noqa: FBT002  # typer's way
) -> None:
    """Begin a page for a kind of comment that the library does not have yet."""
    from prompts.skeleton import begin

    with politely():
        path = begin(chosen_folder(library), kind, draft=not route)
        teller()(say("Now fill in {file}, and say in triage.md what tells it apart.", file=path))


@app.command("try")
def try_(
    comment: str,
    library: Folder = None,
    kind: Annotated[str, typer.Option(help="Draft for this kind, whatever triage says.")] = "",
    name: Annotated[str, typer.Option(help="The commenter's name.")] = "",
    count: Annotated[int, typer.Option(help="How many drafts.", min=1)] = 1,
) -> None:
    """Show what a comment is taken for, what would be drafted, and what the guards say of it."""
    from prompts.loader import load
    from prompts.trying import attempt

    tell = teller()
    with politely():
        for line in attempt(load(chosen_folder(library)), comment, kind=kind, name=name, count=count):
            tell(line) if isinstance(line, Words) else typer.echo(line)


@app.command()
def evaluate(
    comments: Annotated[Path, typer.Argument(help="A labelled set: a .jsonl file, or a folder of them.")],
    library: Folder = None,
    live: Annotated[bool, typer.Option("--live", help="Ask the language model too; it costs.")] = False,  # noqa: FBT002  # typer's way
    wrong: Annotated[bool, typer.Option("--wrong", help="List what was taken for something else.")] = False,  # noqa: FBT002  # typer's way
) -> None:
    """Say in numbers how well comments of a labelled set are told apart and answered, file by file."""
    from bot.measuring import measured

    with politely():
        for line in asyncio.run(measured(comments, chosen_folder(library), live=live, wrong=wrong)):
            typer.echo(line)


def _answer(question: "Question", tell: Callable[[Words], None]) -> str:
    while True:
        asked = said(question.words)
        answer = str(typer.prompt(asked, default=question.usual, show_default=bool(question.usual)))
        if not question.choices:
            return answer
        if answer.casefold() in question.choices:
            return answer.casefold()
        tell(say("Please choose from: {choices}.", choices=", ".join(question.choices)))


def _setting(folder: Path) -> str:
    return f'[model] library = "{folder.absolute().as_posix()}"'


def chosen_folder(given: Path | None) -> Path:
    """The library that was named, or the one that the settings name, without making anything."""
    from bot.config import SECTIONS
    from bot.settings_found import find
    from prompts.loader import LIBRARY

    section = next(section for section in SECTIONS if section.name == "model")
    named = find(os.environ, Path()).values(section).get("library")
    return given or (named if isinstance(named, Path) else LIBRARY)


def _live(library: "Library") -> "list[Failure]":
    """What the configured model makes of the same comments."""
    from bot.config import load
    from prompts.trying import live_failures
    from prompts.writers import open_drafter

    drafting = load(os.environ).drafting
    if not drafting.model:
        raise BadSetting(say("There is no language model to ask: none is set up."))
    return asyncio.run(live_failures(library, open_drafter(drafting)))


def _page(kind: "Kind") -> Iterator[str]:
    yield f"{kind.prompt} · {kind.title} / {kind.title_en}"
    yield kind.goal
    if kind.route:
        yield f"→ {kind.route}"
    yield f"\n{kind.stance}"
    for example in kind.examples:
        yield f"\n{example.language}/{example.address} · {example.name}"
        yield f"  {example.comment}\n  → {example.reply}"


def said(words: Words) -> str:
    """In the language of the terminal."""
    from bot.catalogue import Catalogue
    from bot.terminal import spoken

    return Catalogue(spoken(os.environ)).say(words)


def teller() -> Callable[[Words], None]:
    """Says words to whoever sits there."""
    return lambda words: typer.echo(said(words))


@contextmanager
def politely() -> Iterator[None]:
    """Tell what went wrong in words."""
    try:
        yield
    except AugenhoeheError as error:
        typer.echo(said(error.words), err=True)
        raise typer.Exit(1) from None
