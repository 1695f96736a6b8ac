"""Guards about replies that could stand anywhere: stock phrases, repetition, echoes."""

from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz import fuzz, process

from bot.domain.finding import Finding, Severity, Span
from bot.words import say
from prompts.guards.context import Context
from prompts.guards.seen import Seen
from prompts.guards.stock import CLICHES
from prompts.text import words_in

ALIKE = say("The text sounds much like one of our latest replies.")
OPENING = say("The text begins like one of our latest replies.")
CLICHE = say("The text holds a stock phrase.")
AVOIDED = say("The text holds a phrase that the brand avoids.")
ECHO = say("The text repeats the comment word for word. Did the comment ask for that?")
IMPERSONAL = say("The text takes up nothing of the comment: it could stand anywhere.")

_ALIKE = 75
_SHARED = 0.3
_RUN = 5
_MOST_RECENT = 200
_MOST_OPENINGS = 20
_OPENING = 4
_ECHO_RUN = 7
_SHORT_ECHO = 3
_STEM = 5
_CONTENT_LENGTH = 4
_EMPTY_WORDS = words_in(
    """
    aber alle alles also auch beim bitte dann danke dass dein deine deinem deinen deiner denn diese dieser
    dieses doch eine einem einen einer eines einfach euch euer eure eurem euren etwas ganz gern gerne haben
    habe hast hatte hätte hier ihnen ihre ihrem ihren immer jetzt kann kannst kein keine können könnt könnte
    leider liebe lieber machen mein meine meinem meinen meiner mich mehr mein nach nicht nichts noch oder ohne
    schon sehr sein seine sich sind soll sollte über unser unsere unserem unseren viel viele vielleicht wann
    warum weil wenn werden wieder wieso wird wirklich wissen würde about again also been could does from have
    here hello just like more much need only other really should some than thank thanks that their them then
    there these they this very want were what when where which will with would your you're
    """
)


def alike(seen: Seen, context: Context) -> Iterator[Finding]:
    """Much like something we said of late, in whatever order."""
    recent = context.recent[:_MOST_RECENT]
    if recent and (_resembles(seen.tokens, recent) or _shares_runs(seen.tokens, recent)):
        yield seen.found("alike", ALIKE, severity=Severity.HINT)
    elif len(seen.words) >= _OPENING:
        openings = {_words(text)[:_OPENING] for text in recent[:_MOST_OPENINGS]}
        if seen.tokens[:_OPENING] in openings:
            place = seen.words[0][1], seen.words[_OPENING - 1][2]
            yield seen.found("opening", OPENING, [place], Severity.HINT)


def phrases(seen: Seen, context: Context) -> Iterator[Finding]:
    """What the brand does not want to say, and what everybody says."""
    avoided = list(_standing(context.brand.words_avoid, seen))
    if avoided:
        yield seen.found("avoided", AVOIDED, avoided)
    stock = [match.span() for match in CLICHES.finditer(seen.low)]
    stock = [
        place for place in stock if not any(place[0] < end and place[1] > start for start, end in avoided)
    ]
    if stock:
        yield seen.found("cliche", CLICHE, stock, Severity.HINT)


def echo(seen: Seen, context: Context) -> Iterator[Finding]:
    """The comment's own words, unmarked: what a model does that obeys a comment."""
    heard = _words(context.comment)
    whole = _whole(seen.tokens, heard)
    if whole:
        yield seen.found("echo", ECHO, [(0, len(seen.plain))])
        return
    places = list(_echoed(seen, context, heard))
    if places:
        yield seen.found("echo", ECHO, places)


def impersonal(seen: Seen, context: Context) -> Iterator[Finding]:
    """Nothing of the comment in it. Examples of the library are known for that, and say so themselves."""
    if context.origin == "template":
        return
    theirs = _content(_words(context.comment))
    ours = _content(seen.tokens)
    if theirs and not any(_related(one, other) for one in ours for other in theirs):
        yield seen.found("impersonal", IMPERSONAL, severity=Severity.HINT)


def _resembles(tokens: tuple[str, ...], recent: tuple[str, ...]) -> bool:
    ours, choices = " ".join(sorted(tokens)), [_sorted(text) for text in recent]
    return process.extractOne(ours, choices, scorer=fuzz.ratio, score_cutoff=_ALIKE) is not None


def _shares_runs(tokens: tuple[str, ...], recent: tuple[str, ...]) -> bool:
    """Many runs of five words in common with one of them."""
    ours = {tokens[first : first + _RUN] for first in range(len(tokens) - _RUN + 1)}
    return bool(ours) and any(len(ours & _runs(text)) >= _SHARED * len(ours) for text in recent)


def _standing(phrases: tuple[str, ...], seen: Seen) -> Iterator[Span]:
    for phrase in phrases:
        start = seen.low.find(phrase.lower())
        if start >= 0:
            yield start, start + len(phrase)


def _whole(tokens: tuple[str, ...], heard: tuple[str, ...]) -> bool:
    """The whole text stands in the comment."""
    return len(tokens) >= _SHORT_ECHO and f" {' '.join(tokens)} " in f" {' '.join(heard)} "


def _echoed(seen: Seen, context: Context, heard: tuple[str, ...]) -> Iterator[Span]:
    runs = {heard[first : first + _ECHO_RUN] for first in range(len(heard) - _ECHO_RUN + 1)}
    quotes = [place for place in seen.quotes if seen.low[place[0] + 1 : place[1] - 1] in context.heard]
    for first in range(len(seen.words) - _ECHO_RUN + 1):
        start, end = seen.words[first][1], seen.words[first + _ECHO_RUN - 1][2]
        quoted = any(from_ <= start and end <= to for from_, to in quotes)
        if seen.tokens[first : first + _ECHO_RUN] in runs and not quoted:
            yield start, end


def _content(tokens: tuple[str, ...]) -> frozenset[str]:
    """Words that say what it is about."""
    return frozenset(word for word in tokens if len(word) >= _CONTENT_LENGTH and word not in _EMPTY_WORDS)


def _related(one: str, other: str) -> bool:
    """The same word in another form, or one inside the other: Deckel, Deckels, Flaschendeckel."""
    if one[:_STEM] == other[:_STEM]:
        return True
    short, long = sorted((one, other), key=len)
    return len(short) >= _STEM and short in long


@lru_cache(maxsize=1024)
def _words(text: str) -> tuple[str, ...]:
    return Seen(text).tokens


@lru_cache(maxsize=1024)
def _sorted(text: str) -> str:
    return " ".join(sorted(_words(text)))


@lru_cache(maxsize=1024)
def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = _words(text)
    return frozenset(words[first : first + _RUN] for first in range(len(words) - _RUN + 1))
