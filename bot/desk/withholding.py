"""What somebody is told when the queue has nothing for them: whether anything waits, and how to get it."""

from bot.desk.claiming import bounds
from bot.desk.desk import Desk
from bot.domain.people import Person
from bot.memory import Withheld, Work
from bot.words import Words, say


async def nothing_next(work: Work, desk: Desk, person: Person) -> Words:
    """Why `/queue next` has nothing: there is nothing to take, or what there is does not fit them."""
    found = await work.queue.withheld(person, *await bounds(work, desk, person))
    if not found:
        return say("Nothing waits: every open comment has someone, or is parked.")
    said = {"said": say("Nothing fits you now. Claimed by nobody: {count}.", count=sum(found.values()))}
    said |= {why.value: _told(why, found[why], person) for why in Withheld if why in found}
    return Words(" ".join(f"{{{name}}}" for name in said), said)


def _told(why: Withheld, count: int, person: Person) -> Words:
    """One reason, and the way out."""
    reasons = {
        Withheld.SKIPPED: say("Skipped by you: {count}, back within 30 minutes.", count=count),
        Withheld.WRITING: say("A colleague is writing: {count}.", count=count),
        Withheld.GRAVE: say("Only for a role higher than yours: {count}. A lead can take them.", count=count),
        Withheld.LANGUAGE: say(
            "Not in your languages ({languages}): {count}. “/queue languages” with none gives you all.",
            languages=", ".join(person.speaks),
            count=count,
        ),
        Withheld.CHANNEL: say(
            "Not in the channels of your shift: {count}. “/queue home” shows them.", count=count
        ),
    }
    return reasons[why]
