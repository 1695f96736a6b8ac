"""What several topics say together, for the rules of the first look."""

from prompts.look import Look

_NEGATIVE = (
    "complaint",
    "criticism",
    "insult",
    "hate",
    "contempt",
    "threat",
    "danger",
    "despair",
    "angry",
    "bait",
)
_POSITIVE = ("praise", "thanks", "happy")
_SIGNS = 2
"""So many signs of a goodbye weigh as much as a plain word."""


def proposes(look: Look) -> bool:
    """A wish for something, or for something that is better; who is cross does not propose."""
    better = look.has("better") or (look.has("product") and not look.one_question)
    wishes = look.has("wish") and better
    # “Die Flasche ist unpraktisch, ein Drehdeckel wäre super”: delight beside it makes it no reproach.
    sour = look.has("angry", "complaint") or (look.has("criticism") and not look.has("praise"))
    return (look.has("idea") or wishes) and not sour


def permits(look: Look) -> bool:
    """A yes to using something; who asks whether they may use ours asks a question."""
    told = look.has("reuse") or look.has_all("media", "use", "may")
    return told and not look.one_question and not look.has("complaint")


def shows(look: Look) -> bool:
    """A picture, a video or a piece of work of their own."""
    return look.has("shown") or (look.has("media") and (look.pictures or look.has("made")))


def despairs(look: Look) -> bool:
    """Words of despair that no delight explains; who thanks as in a farewell is not delighted."""
    delighted = look.has("happy", "praise") and not look.has("thanks", "farewell")
    return look.has("despair") and not (delighted or look.has("laughing"))


def takes_leave(look: Look) -> bool:
    """A goodbye for good, the dark, nobody there: two of them weigh, unless anger or delight explains it."""
    signs = sum(look.has(sign) for sign in ("farewell", "last", "dark", "alone", "despair"))
    delighted = look.has("happy", "praise") and not look.has("thanks")
    cross = look.has("complaint", "criticism", "angry", "insult", "bait")
    return signs >= _SIGNS and not (delighted or cross or look.has("laughing", "harmless"))


def scorns(look: Look) -> bool:
    """A group of people beside contempt, or beside what people say who only mean to be polite."""
    beside = look.has("group", "women") and look.has("against")
    return look.has("contempt") or beside or look.has_all("group", "disclaimer")


def advertises(look: Look) -> bool:
    """Something of its own: by its words, or with a link that no praise explains."""
    linked = look.links > 0 and look.has("advert")
    return linked or (look.has("spam") and (look.links > 0 or not look.asks))


def tells_of_a_flaw(look: Look) -> bool:
    """Their own case: where it happened, and what was not as it should be."""
    flawed = look.has_all("service", "flaw")
    return flawed and not (
        look.asks or look.has("praise", "thanks", "happy", "idea", "bait", "insult", "myth")
    )


def chats(look: Look) -> bool:
    """A question or a greeting for the others, and not for us."""
    return look.has("chat") and not look.has("us", "question", "complaint", "criticism", "angry")


def lost(look: Look) -> bool:
    """Somebody may want to die or to hurt themselves, in words that no list of phrases knows."""
    return "despair" in look.framed and not look.has("laughing", "happy")


def needs_rescue(look: Look) -> bool:
    """Somebody else may be in danger, or it is happening now."""
    return (look.has("acute") and not look.has("harmless")) or "rescue" in look.framed


def menaces(look: Look) -> bool:
    """A weapon, violence or a menace, and those whom it is meant for."""
    return "threats" in look.framed and not look.has("laughing", "happy")


def despises(look: Look) -> bool:
    """A group of people beside contempt of whatever sort; who speaks against hatred is no hater."""
    told = look.has("slogan", "coded") or "scorn" in look.framed
    return told and not look.has("counter")


def sentiment_of(look: Look) -> str:
    """How it feels: positive, negative, mixed or neutral."""
    bad, good = look.has(*_NEGATIVE), look.has(*_POSITIVE)
    if bad:
        return "mixed" if good else "negative"
    return "positive" if good else "neutral"
