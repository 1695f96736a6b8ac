"""Guards about the language of a reply, and how it addresses people."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from bot.domain.finding import Finding
from bot.words import say
from prompts.guards.context import Context
from prompts.guards.seen import Seen
from prompts.text import words_in

LANGUAGE = say("The text is not in the language of the comment.")
ADDRESS = say("The text mixes du and Sie, or uses the wrong one.")

_SMALL: Mapping[str, frozenset[str]] = {
    "de": words_in(
        """
        ich du er sie es wir ihr der die das den dem des ein eine einen einem einer kein keine und oder aber
        nicht noch nur auch schon mal doch ja nein ist sind war wird hast habt haben hat kann können mit für
        von vom zu zum zur bei beim aus auf im am an um nach über wie wo wer was dass wenn weil als mein dein
        deine deinen deiner euer uns mich mir dich dir euch ihnen danke bitte gern gerne sehr so dann damit da
        schön toll hallo freut liebe lieber moin servus oh
        """
    ),
    "en": words_in(
        """
        i you he she it we they the a an and or but not no yes is are was were be been have has had do does
        did don't can can't won't isn't it's i'm we're you're that's would could should will with for from of
        to at by on this that these those there how where who why when which what if because than then my your
        our their me us them thanks thank please so very hi hello dear glad happy oh
        """
    ),
    "fr": words_in("le la les un une des et ou mais pas est sont vous tu nous je il elle que qui dans pour"),
    "es": words_in("el la los las un una y pero no es son usted tú nosotros yo que en para por con su está"),
    "it": words_in("il lo la gli un una e ma non è sono lei tu noi io che in per con di della questo il"),
    "nl": words_in("de het een en of maar niet is zijn u jij je wij ik dat in voor met van dit ook naar"),
    "pl": words_in("i w na nie jest się z do to że a jak o dla od co czy już ale tylko po przez ten są"),
    "pt": words_in("o os um uma e mas não é são você nós eu que em para por com da do dos isto está"),
    "tr": words_in("ve bir bu da de için ile ama değil ne çok daha gibi var yok sen siz biz ben mı mi"),
    "sv": words_in("och att det som en på är av för med till den har inte om ett men var jag du vi ni"),
}
_FEWEST_WORDS = 4
_SURE_WORDS = 6
_FOREIGN = re.compile(
    r"[\u0370-\u03ff\u0400-\u052f\u0590-\u06ff\u0900-\u0dff\u0e00-\u0e7f\u3040-\u9fff\uac00-\ud7af]"
)
_MOST_FOREIGN = 8
"""Letters of other scripts that may stand in a reply: a name, a quoted word."""

_DU = re.compile(
    r"\b(?:du|dich|dir|dein(?:e[mnrs]?)?|kannst|hast|bist|magst|willst|musst|weißt|möchtest|würdest|könntest"
    r"|hättest|wärst|schreibst|findest|darfst|solltest)\b"
)
_SIE = re.compile(r"(?<![.!?:…“”\"»)] )(?<!^)(?<!\n)\b(?:Sie|Ihnen|Ihr(?:e[mnrs]?)?)\b")
"""Only inside a sentence: at its start “Sie” and “Ihr” may mean anybody."""


def language(seen: Seen, context: Context) -> Iterator[Finding]:
    """Another language than that of the comment; with few words nobody can tell."""
    if context.language not in _SMALL:
        return
    foreign = [match.span() for match in _FOREIGN.finditer(seen.plain)]
    low = seen.without_quotes_of(context.heard)
    counted = Counter(word for word in re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", low.replace("’", "'")))
    if len(foreign) > _MOST_FOREIGN or _speaks_another(counted, context.language):
        yield seen.found("language", LANGUAGE)


def _speaks_another(counted: Counter[str], wanted: str) -> bool:
    total = counted.total()
    if total < _FEWEST_WORDS:
        return False
    points = {name: sum(counted[word] for word in small) for name, small in _SMALL.items()}
    ours = points.pop(wanted)
    # Six words without one small word of a language are hardly in it: a code, or one that we do not list.
    return max(points.values()) > max(2 * ours, 1) or (total >= _SURE_WORDS and ours == 0)


def address(seen: Seen, context: Context) -> Iterator[Finding]:
    """Du where it should be Sie, Sie where it should be du, or both. What is quoted does not count."""
    wrong = {"du": _SIE, "sie": _DU}.get(context.address)
    if wrong is None:
        return
    text = seen.low if wrong is _DU else seen.plain
    places = [m.span() for m in wrong.finditer(text) if not _quoted(m.start(), seen)]
    if places:
        yield seen.found("address", ADDRESS, places)


def _quoted(place: int, seen: Seen) -> bool:
    return any(start < place < end for start, end in seen.quotes)
