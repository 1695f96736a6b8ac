"""`augenhoehe model check`: what the language model's endpoint can do, asked with a few small questions."""

from collections.abc import Callable, Mapping

from bot.catalogue import Catalogue
from bot.config import load
from bot.errors import AugenhoeheError
from bot.terminal import spoken
from bot.words import say


async def check(environ: Mapping[str, str], echo: Callable[[str], None]) -> bool:
    """Say what the endpoint can do, a line each; True when nothing needs a person."""
    tell = Catalogue(spoken(environ)).say
    try:
        settings = load(environ).drafting
    except AugenhoeheError as error:
        echo(tell(error.words))
        return False
    if not settings.model:
        echo(
            tell(
                say("No language model is set up: drafts come from the library. See [model] in the settings.")
            )
        )
        return True
    # Only here: this import brings the SDK, which other commands never need.
    from prompts.probe import probe

    fine = True
    async for found in probe(settings):
        echo(f"{'ok   ' if found.good else 'FAULT'} {tell(found.what):<10} {tell(found.told)}")
        fine = fine and found.good
    return fine
