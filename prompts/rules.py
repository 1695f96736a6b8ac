"""The rules of the first look, in the order in which they win.

Those about danger and hate come first and would rather be wrong than late: what they find goes to a person
and is never drafted.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.item import Urgency
from bot.words import Words, say
from prompts import signs
from prompts.look import Look

_MANY_LINKS = 3
_BARE_LINK_WORDS = 3


@dataclass(frozen=True)
class Rule:
    """When a comment is of a kind, and what that means."""

    kind: str
    urgency: Urgency
    risk: str
    fires: Callable[[Look], bool]
    why: Words
    sure: bool = True

    @property
    def name(self) -> str:
        """The kind, and whether the rule is sure of it."""
        return self.kind if self.sure else f"{self.kind}?"


RULES = (
    # Grave: to a person, at once.
    Rule(
        "crisis",
        Urgency.CRISIS,
        "crisis",
        lambda look: look.has("danger"),
        say("A word or phrase says that somebody may be in danger."),
    ),
    Rule(
        "crisis",
        Urgency.CRISIS,
        "crisis",
        lambda look: look.has("threat"),
        say("A word or phrase sounds like a threat of violence."),
    ),
    Rule(
        "crisis",
        Urgency.CRISIS,
        "crisis",
        signs.despairs,
        say("It may be despair, or only a way of speaking: please read it at once."),
        sure=False,
    ),
    Rule(
        "crisis",
        Urgency.CRISIS,
        "crisis",
        signs.takes_leave,
        say("It sounds like a goodbye for good: please read it at once."),
        sure=False,
    ),
    Rule(
        "crisis",
        Urgency.CRISIS,
        "crisis",
        signs.lost,
        say("Several words together sound as if somebody were in danger: please read it at once."),
        sure=False,
    ),
    Rule(
        "crisis",
        Urgency.CRISIS,
        "crisis",
        signs.needs_rescue,
        say("Somebody else may need help right now: please read it at once."),
        sure=False,
    ),
    Rule(
        "crisis",
        Urgency.CRISIS,
        "crisis",
        signs.menaces,
        say("It may be a threat: please read it at once."),
        sure=False,
    ),
    Rule(
        "hate",
        Urgency.HIGH,
        "high",
        lambda look: look.has("hate"),
        say("It holds a slur or a slogan of hate."),
    ),
    Rule(
        "hate",
        Urgency.HIGH,
        "high",
        signs.scorns,
        say("It names a group of people together with a word of contempt."),
        sure=False,
    ),
    Rule(
        "hate",
        Urgency.HIGH,
        "high",
        signs.despises,
        say("Several words together sound like contempt for a group of people."),
        sure=False,
    ),
    # Delicate by their kind: people write these.
    Rule(
        "minor",
        Urgency.HIGH,
        "high",
        lambda look: look.has("child"),
        say("The writer seems to be a child."),
        sure=False,
    ),
    Rule(
        "legal",
        Urgency.HIGH,
        "high",
        lambda look: look.has("law"),
        say("It speaks of lawyers, authorities or data protection."),
    ),
    Rule(
        "legal",
        Urgency.HIGH,
        "high",
        lambda look: look.has_all("media", "takedown"),
        say("Somebody wants a picture to be gone: whose it is has to be settled first."),
        sure=False,
    ),
    Rule("press", Urgency.HIGH, "high", lambda look: look.has("press"), say("It may come from the press.")),
    # No conversation.
    Rule(
        "spam",
        Urgency.LOW,
        "normal",
        signs.advertises,
        say("It advertises something of its own."),
    ),
    Rule(
        "spam",
        Urgency.LOW,
        "normal",
        lambda look: look.links >= _MANY_LINKS or (look.links > 0 and len(look.words) <= _BARE_LINK_WORDS),
        say("It is little more than links."),
    ),
    Rule(
        "health",
        Urgency.HIGH,
        "high",
        lambda look: look.has("health"),
        say("It speaks of health, allergies or something found in the product."),
    ),
    # What people want of us.
    Rule(
        "reuse",
        Urgency.NORMAL,
        "normal",
        signs.permits,
        say("Somebody permits us to use a picture, a video or a text of theirs."),
    ),
    Rule(
        "hardship",
        Urgency.HIGH,
        "high",
        lambda look: look.has("hardship"),
        say("It speaks of illness, loss, loneliness or need."),
    ),
    Rule(
        "complaint",
        Urgency.HIGH,
        "normal",
        lambda look: look.has("complaint") and look.has("insult", "angry"),
        say("Something went wrong for somebody, and they are angry."),
    ),
    Rule(
        "complaint",
        Urgency.NORMAL,
        "normal",
        lambda look: look.has("complaint"),
        say("Words tell of something that went wrong."),
    ),
    Rule(
        "complaint",
        Urgency.NORMAL,
        "normal",
        lambda look: look.has_all("order", "negation") and not (look.one_question or look.has("praise")),
        say("It speaks of an order or an account and of something that is not as it should be."),
        sure=False,
    ),
    Rule(
        "complaint",
        Urgency.NORMAL,
        "normal",
        signs.tells_of_a_flaw,
        say("It speaks of our service and of something that is not as it should be."),
        sure=False,
    ),
    Rule(
        "misinformation",
        Urgency.HIGH,
        "normal",
        lambda look: look.has("myth") and not look.honest,
        say("It claims something that is often wrong and should be checked."),
        sure=False,
    ),
    Rule(
        "troll",
        Urgency.NORMAL,
        "normal",
        lambda look: look.has("insult"),
        say("It insults and names no matter."),
    ),
    Rule(
        "troll",
        Urgency.NORMAL,
        "normal",
        lambda look: look.has("bait") and not (look.honest or look.has("praise")),
        say("It wants a quarrel and names no matter."),
        sure=False,
    ),
    Rule(
        "idea",
        Urgency.NORMAL,
        "normal",
        signs.proposes,
        say("It proposes something or wishes for it."),
    ),
    Rule("general", Urgency.LOW, "low", signs.chats, say("It speaks to the others."), sure=False),
    Rule("question", Urgency.NORMAL, "normal", lambda look: look.honest, say("It is one question.")),
    Rule(
        "criticism",
        Urgency.NORMAL,
        "normal",
        lambda look: look.has("criticism", "angry") or (look.reproachful and look.has("reproach")),
        say("Words or emoji find fault with us."),
    ),
    Rule("question", Urgency.NORMAL, "normal", lambda look: look.asks, say("It asks something.")),
    Rule(
        "reuse",
        Urgency.LOW,
        "normal",
        signs.shows,
        say("Somebody shows something of their own: worth asking whether we may show it too."),
        sure=False,
    ),
    Rule(
        "praise",
        Urgency.LOW,
        "low",
        lambda look: look.has("praise", "thanks", "happy"),
        say("Words or emoji of praise or thanks."),
    ),
    # Not low: what no rule knows may be anything.
    Rule(
        "general",
        Urgency.NORMAL,
        "normal",
        lambda _: True,
        say("No rule fired, so this is a guess: ordinary talk."),
        sure=False,
    ),
)


FALLBACK = RULES[-1]
"""Where no rule fires."""


def first(look: Look) -> Rule:
    """The rule that wins."""
    return next(rule for rule in RULES if rule.fires(look))
