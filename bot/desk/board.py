"""Looking: the queue in one screen, lists, logs and dialogs. Nothing here changes anything but `next`."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import commands
from bot.abilities import Warns
from bot.desk import troubles
from bot.desk.desk import Desk
from bot.desk.drawing import draw, line, thread_line
from bot.domain.audit import first_fault
from bot.domain.item import claim
from bot.domain.known import LONGEST_QUESTION
from bot.domain.people import Actor, Person, Role, may
from bot.domain.status import OPEN, Action, Status, after
from bot.errors import NotAllowed, NotFound, Refusal
from bot.memory import Dossier, Work
from bot.views import (
    Board,
    Channel,
    ChannelView,
    Count,
    Form,
    FormField,
    HelpView,
    ItemCard,
    ItemList,
    LogView,
    Me,
    Notice,
    View,
)
from bot.words import Words, say, stored

PAGE = 50
"""Cards of a channel at a time."""
LINES = 20
"""Lines of a list at a time."""
COMMANDS: tuple[tuple[str, Words], ...] = (
    ("/queue", say("The queue in one screen: how many, how old, how late, and mine")),
    ("/queue next", say("The most urgent comment that nobody handles becomes mine")),
    ("/queue mine", say("What I handle")),
    ("/queue home", say("My own page: what is overdue, mine, and waiting")),
    ("/queue item 42", say("One comment with its thread")),
    ("/queue search words", say("Comments and replies with these words (leads)")),
    ("/queue log 42", say("Who did what to a comment, when")),
    (
        '/queue fact "Server down until 18:00" until 18:00',
        say("Drafts know it until then; for good if nothing is said; a question may stand before the answer"),
    ),
    ("/queue facts", say("What drafts were told so, by whom and until when")),
    ("/queue forget 3", say("Drafts are not told fact 3 any more")),
    ("/queue help", say("This help")),
)


@dataclass(frozen=True)
class Look:
    """Somebody looks at something."""

    work: Work
    desk: Desk
    person: Person


async def dossier(work: Work, item: int) -> Dossier:
    """What a card is drawn from.

    Raises:
        NotFound: there is no such item.
    """
    found = await work.items.dossiers([item])
    if not found:
        raise NotFound(say("There is no item {number}.", number=item))
    return found[0]


async def show_item(look: Look, command: commands.ShowItem) -> ItemCard:
    """One card with its thread."""
    return draw(await dossier(look.work, command.item), look.desk, look.person)


async def show_channel(look: Look, command: commands.ShowChannel) -> ChannelView:
    """The cards of a channel, newest last."""
    numbers = await look.work.queue.in_channel("web", command.channel, command.before, PAGE + 1)
    dossiers = await look.work.items.dossiers(list(reversed(numbers[:PAGE])))
    here = [one for one in dossiers if look.desk.policy.may_show(one.item, "web", command.channel)]
    cards = [draw(one, look.desk, look.person) for one in here if command.closed or one.item.open]
    waiting = await look.work.queue.unshown(command.channel)
    return ChannelView(
        channel=command.channel, cards=tuple(cards), older=len(numbers) > PAGE, waiting=waiting
    )


async def show_queue(look: Look, _: commands.ShowQueue) -> Board:
    """The queue in one screen."""
    counts = await look.work.queue.counts(look.person.id)
    by_status = [
        Count(label=status.sentence, number=counts.by_status.get(status.value, 0))
        for status in Status
        if status in OPEN and counts.by_status.get(status.value)
    ]
    more = [
        Count(label=say("Overdue"), number=counts.overdue, alarming=counts.overdue > 0),
        Count(label=say("Not claimed"), number=counts.unclaimed),
        Count(label=say("Mine"), number=counts.mine),
    ]
    oldest = await look.work.items.dossiers([counts.oldest] if counts.oldest else [])
    mine = await look.work.items.dossiers(await look.work.queue.mine(look.person.id, LINES))
    return Board(
        counts=(*by_status, *more),
        oldest=line(oldest[0]) if oldest else None,
        mine=tuple(line(one) for one in mine),
        parts=await said_of_parts(look),
    )


async def said_of_parts(look: Look) -> tuple[Words, ...]:
    """Stand-ins, sources that cannot be read now, and held posting, said where people look."""
    work = look.work
    readings = [reading for reading in await work.sources.all() if reading.failing]
    said = [
        say("{source} cannot be read: {why}", source=reading.source.name, why=stored(reading.failing))
        for reading in readings
    ]
    if await work.holds_posting():
        said.append(say("Posting is held since a backup was restored, until a lead releases it."))
    said += await troubles.said(work)
    writer = look.desk.drafter
    problem = writer.problem() if isinstance(writer, Warns) else None
    said += [problem] if problem else []
    return (*(stored(part) for part in look.desk.policy.parts), *said)


async def mine(look: Look, _: commands.Mine) -> ItemList:
    """The open items that I handle."""
    return await _list(look.work, say("Mine"), await look.work.queue.mine(look.person.id, LINES + 1))


async def search(look: Look, command: commands.Search) -> ItemList:
    """Items with these words."""
    if look.person.role < Role.LEAD:
        raise NotAllowed(say("Searching across everything is for leads. Please ask one of them."))
    numbers = await look.work.queue.search(command.words, LINES + 1)
    return await _list(look.work, say("Found for “{words}”", words=command.words), numbers)


async def _list(work: Work, title: Words, numbers: Sequence[int]) -> ItemList:
    dossiers = await work.items.dossiers(list(numbers[:LINES]))
    return ItemList(title=title, lines=tuple(line(one) for one in dossiers), more=len(numbers) > LINES)


async def show_log(look: Look, command: commands.ShowLog) -> LogView:
    """The audit trail of an item, and whether it is whole."""
    found = await dossier(look.work, command.item)
    fault = first_fault(found.entries, found.item.audit_head, found.item.audit_count)
    lines = tuple(thread_line(entry, found) for entry in found.entries)
    return LogView(item=command.item, lines=lines, whole=fault is None)


async def show_help(_look: Look, _: commands.Help) -> HelpView:
    """What can be asked."""
    return HelpView(lines=COMMANDS)


async def who_am_i(look: Look, _: commands.WhoAmI) -> Me:
    """The person who asks, and their channels."""
    names, titles = look.desk.policy.rooms("web"), look.desk.policy.channel_titles
    channels = tuple(Channel(name=name, title=titles.get(name, name)) for name in names)
    return Me(name=look.person.name, language=look.person.language, channels=channels)


async def take_next(work: Work, desk: Desk, person: Person, surface: str) -> View:
    """The most urgent item that nobody handles becomes mine."""
    while (number := await work.queue.most_urgent()) is not None:
        item = await work.items.get(number)
        if item.handler is None:
            await work.items.keep(claim(item, Actor(person=person.id, surface=surface)))
            return draw(await dossier(work, number), desk, person)
    return Notice(words=say("Nothing waits: every open comment has someone."))


async def open_form(look: Look, command: commands.OpenForm) -> Form:
    """The dialog of an action that needs a text."""
    found = await dossier(look.work, command.item)
    item, card = found.item, draw(found, look.desk, look.person)
    after(item.status, command.action)
    kind = commands.ON_ITEM.get(command.action)
    if kind is None or command.action not in _FORMS:
        raise Refusal(say("There is no dialog for this."))
    title, label, submit = _FORMS[command.action]
    limits = look.desk.platform(item.platform).limits
    public = command.action in {Action.EDIT, Action.CORRECT}
    return Form(
        title=title,
        label=label,
        command=kind(item=item.id, draft=item.draft, version=item.version),
        text=_start_text(command.action, found),
        start=stored(item.triage.why) if command.action is Action.DISMISS else None,
        hint=_HINTS.get(command.action),
        longest=limits.longest if public else None,
        unit=limits.unit,
        save=say("Save draft") if command.action is Action.EDIT else None,
        submit=submit if not public or may(look.person.role, Action.APPROVE) else None,
        beside=card,
        check=say("I checked what was warned about") if command.action is Action.CORRECT else None,
        fields=_fact_fields(found) if command.action is Action.SAVE_FACT else (),
        action=command.action,
    )


def _start_text(action: Action, found: Dossier) -> str:
    texts = {
        Action.EDIT: found.draft.text if found.draft else "",
        Action.CORRECT: found.item.reply_text,
        Action.SAVE_FACT: found.item.reply_text,
    }
    return texts.get(action, "")


def _fact_fields(found: Dossier) -> tuple[FormField, ...]:
    asked = " ".join(found.comment.text.split())
    hint = say("18:00, tomorrow, 30.11. or 2026-11-30 12:00; empty for good")
    return (
        FormField(name="question", label=say("The question"), text=asked[:LONGEST_QUESTION], above=True),
        FormField(name="until", label=say("True until (optional)"), hint=hint),
    )


_FORMS = {
    Action.EDIT: (say("Edit the reply"), say("Our reply"), say("Save & post")),
    Action.CORRECT: (say("Correct our reply"), say("Our reply"), say("Correct it in public")),
    Action.REDRAFT: (say("New draft"), say("What should be different? (optional)"), say("Write it")),
    Action.NOTE: (say("Note for the team"), say("Note"), say("Keep the note")),
    Action.SAVE_FACT: (say("Save as fact"), say("The answer"), say("Save it")),
    Action.DISMISS: (say("No reply needed"), say("Reason"), say("Close it")),
}
_HINTS = {
    Action.REDRAFT: say("For example: shorter, and thank her for the photo"),
    Action.NOTE: say("Stays in the team, never goes to the platform."),
    Action.SAVE_FACT: say("Drafts for everybody may use it: please without names and greetings."),
}
