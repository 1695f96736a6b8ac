"""Home: a person's own page, and what they set there for themselves."""

from collections.abc import Sequence
from dataclasses import replace

from bot import commands
from bot.catalogue import languages
from bot.desk.board import Look, said_of_parts
from bot.desk.drawing import line, quick_buttons
from bot.domain.people import Role
from bot.errors import Refusal
from bot.views import Home, ItemList
from bot.words import Words, say

LINES = 10
"""Items of each list: what can be done next, not everything there is."""


async def open_home(look: Look, _: commands.OpenHome) -> Home:
    """What is overdue, mine and waiting, most urgent first, with what can be done at once."""
    queue, person = look.work.queue, look.person
    lists = (
        await _list(look, say("Overdue"), await queue.overdue(LINES + 1)),
        await _list(look, say("Mine"), await queue.mine(person.id, LINES + 1)),
        await _list(look, say("Waiting for someone"), await queue.free(LINES + 1)),
    )
    return Home(
        name=person.name,
        lists=lists,
        language=person.language,
        languages=languages(),
        may_search=person.role >= Role.LEAD,
        parts=await said_of_parts(look),
    )


async def choose_language(look: Look, command: commands.ChooseLanguage) -> Home:
    """Speak to this person in another language from now on.

    Raises:
        Refusal: we do not speak it.

    """
    if command.language not in languages():
        known = ", ".join(languages())
        raise Refusal(
            say("We do not speak “{language}”; choose from {all}.", language=command.language, all=known)
        )
    person = replace(look.person, language=command.language)
    await look.work.people.change(person)
    return await open_home(replace(look, person=person), commands.OpenHome())


async def _list(look: Look, title: Words, numbers: Sequence[int]) -> ItemList:
    dossiers = await look.work.items.dossiers(list(numbers[:LINES]))
    lines = [replace(line(one), buttons=quick_buttons(one, look.desk, look.person)) for one in dossiers]
    return ItemList(title=title, lines=tuple(lines), more=len(numbers) > LINES)
