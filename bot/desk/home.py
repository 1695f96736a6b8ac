"""Home: a person's own page, and what they set there for themselves."""

from collections.abc import Sequence
from dataclasses import replace

from bot import bulk, commands
from bot.catalogue import languages
from bot.desk.board import SECOND, Look, said_of_parts, second
from bot.desk.drawing import line, quick_buttons
from bot.desk.for_you import PAGE, for_you
from bot.desk.rostering import shift_lines
from bot.domain.people import Person, Role
from bot.domain.signing import understood
from bot.errors import Refusal
from bot.views import Home, ItemList, Notice
from bot.words import Words, say

LEAST, MOST = 2, 3
"""Letters in the name of a language."""
LINES = 10
"""Items of each list: what can be done next, not everything there is."""


async def open_home(look: Look, _: commands.OpenHome) -> Home:
    """What is overdue, mine and waiting, most urgent first, with what can be done at once."""
    queue, person = look.work.queue, look.person
    lists = (
        *await _second(look),
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
        shift=(*await shift_lines(look.work, look.desk, person.id), _signature(person)),
        for_you=await for_you(look) if look.surface == PAGE else (),
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
    await look.work.people.change(look.person, person)
    return await open_home(replace(look, person=person), commands.OpenHome())


async def speak_in(look: Look, command: bulk.SpeakIn) -> Notice:
    """The languages in which this person answers: `/queue next` gives them nothing else.

    Raises:
        Refusal: these are no languages.

    """
    if any(not (LEAST <= len(one) <= MOST and one.isalpha()) for one in command.languages):
        raise Refusal(say("Please name languages by their letters, as in: /queue languages de en"))
    await look.work.people.change(look.person, replace(look.person, speaks=command.languages))
    if not command.languages:
        return Notice(words=say("/queue next gives you comments in every language."))
    named = ", ".join(command.languages)
    return Notice(words=say("/queue next gives you comments in: {languages}.", languages=named))


async def sign_as(look: Look, command: bulk.SignAs) -> Notice:
    """What stands from now on at the end of the drafts of what this person handles.

    Raises:
        Refusal: it is more than a name.

    """
    signature = understood(command.text)
    await look.work.people.change(look.person, replace(look.person, signature=signature))
    if not signature:
        return Notice(words=say("Drafts of what you handle bear no signature any more."))
    return Notice(words=say("Drafts of what you handle end with: {signature}", signature=signature))


def _signature(person: Person) -> Words:
    if not person.signature:
        return say("Your replies bear no signature of yours. Change it: /queue sign – Kim")
    return say("Drafts of what you handle end with: {signature}", signature=person.signature)


async def _second(look: Look) -> list[ItemList]:
    """What only a second pair of eyes is wanted for; no list when there is nothing."""
    numbers = await second(look, LINES + 1)
    return [await _list(look, SECOND, numbers)] if numbers else []


async def _list(look: Look, title: Words, numbers: Sequence[int]) -> ItemList:
    dossiers = await look.work.items.dossiers(list(numbers[:LINES]))
    lines = [replace(line(one), buttons=quick_buttons(one, look.desk, look.person)) for one in dossiers]
    return ItemList(title=title, lines=tuple(lines), more=len(numbers) > LINES)
