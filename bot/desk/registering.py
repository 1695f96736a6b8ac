"""What is known across items: who a commenter is, and what the public let us use again."""

from bot import bulk, commands
from bot.desk.board import Look, dossier
from bot.desk.case import Case, Done, keep
from bot.desk.drawing import EXCERPT
from bot.desk.standing import standing
from bot.domain.audit import Event, Tag
from bot.domain.grant import LONGEST_LINK, LONGEST_PURPOSE, Grant
from bot.domain.item import Change, check_read
from bot.domain.people import Role
from bot.domain.status import Action, after
from bot.domain.values import WARNED
from bot.errors import NotAllowed, Refusal
from bot.memory import Dossier, Written
from bot.views import Register, RegisterLine
from bot.words import Words, say

MOST = 30
"""Lines of a register."""
EVERYTHING = 100_000


async def show_author(look: Look, command: bulk.ShowAuthor) -> Register:
    """Who is this: what else they wrote, what we replied, and how often we had to warn or hide."""
    this = await dossier(look.work, command.item)
    numbers = await look.work.queue.of_author(command.item, MOST + 1)
    found = await look.work.items.dossiers(numbers)
    others = [one for one in found if one.item.id != command.item]
    written = await look.work.queue.written(command.item, WARNED)
    return Register(
        title=say("Who is {author}?", author=this.comment.author.name or "?"),
        facts=tuple(_about(written)),
        lines=tuple(_written(one) for one in others[:MOST]),
        empty=say("This is the first comment of theirs that we know."),
    )


def _about(written: Written) -> list[Words]:
    if not written.comments:
        return []
    count, replied = written.comments, written.replied
    facts = [say("Other comments: {count}, with our reply: {replied}", count=count, replied=replied)]
    facts += [say("Warned: {count}", count=written.warned)] if written.warned else []
    facts += [say("Hidden: {count}", count=written.hidden)] if written.hidden else []
    facts += [say("The latest {count} stand here.", count=MOST)] if count > MOST else []
    return facts


def _written(one: Dossier) -> RegisterLine:
    return RegisterLine(
        item=one.item.id,
        at=one.item.published,
        head=standing(one.item),
        text=_short(one.comment.text),
        below=_short(one.item.reply_text),
        link=one.comment.url,
    )


async def show_grants(look: Look, _: bulk.ShowGrants) -> Register:
    """What we may use again: who granted it, when, for which use, and where they said so."""
    return await _register(look, MOST)


async def export_grants(look: Look, _: bulk.ExportGrants) -> Register:
    """All of it, for leads.

    Raises:
        NotAllowed: somebody else asks.

    """
    if look.person.role < Role.LEAD:
        raise NotAllowed(say("Taking it along is for leads. Please ask one of them."))
    return await _register(look, EVERYTHING)


async def _register(look: Look, most: int) -> Register:
    grants = await look.work.grants.all(most)
    return Register(
        title=say("What we may use again"),
        facts=(),
        lines=tuple(_granted(grant) for grant in grants),
        empty=say("Nobody has let us use anything yet."),
        file=look.person.role >= Role.LEAD,
    )


def _granted(grant: Grant) -> RegisterLine:
    author = grant.granted_by or (Words("?") if grant.purpose else say("erased"))
    return RegisterLine(
        item=grant.item,
        at=grant.granted_at,
        head=say("{author}, noted by {name}", author=author, name=grant.by),
        text=grant.purpose,
        link=grant.link,
    )


async def grant_use(case: Case, command: commands.GrantUse) -> Done:
    """Note that we may use what they shared."""
    after(case.item.status, Action.GRANT)
    check_read(case.item, command.version)
    purpose, link = " ".join(command.text.split()), command.link.strip()
    if not purpose:
        raise Refusal(say("Please say for which use."))
    for text, longest in ((purpose, LONGEST_PURPOSE), (link, LONGEST_LINK)):
        if len(text) > longest:
            raise Refusal(say("That is too long: at most {longest} characters.", longest=longest))
    comment = await case.work.items.comment(case.item)
    grant = Grant(
        item=case.item.id,
        granted_by=comment.author.name,
        granted_at=comment.published,
        purpose=purpose,
        link=link or comment.url,
        noted_by=case.by.person,
        noted_at=case.work.now,
    )
    await case.work.grants.note(grant)
    event = Event(tag=Tag.USE_GRANTED, actor=case.by, version=case.item.version, text=purpose)
    await keep(case, Change(item=case.item, events=(event,)))
    return Done(say("Noted. /queue grants lists everything that we may use."))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else line[: EXCERPT - 1] + "…"
