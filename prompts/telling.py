"""The words of a comment that a reply can take up in quotation marks, so that it could stand nowhere else.

German writes its nouns with capitals, and articles stand before nouns in every case. Nobody's body, illness,
name or insult is taken up. In quotation marks a word needs no grammar.
"""

import re
from collections.abc import Iterable, Iterator

from prompts.knowing import SAYS_LITTLE
from prompts.language import COMMON_WORDS
from prompts.lexicon import LEXICON
from prompts.text import clean, words_in

_LONGEST = 2000
Candidate = tuple[int, str]
_WORD = re.compile(r"(?<![\w@#/.-])(?:\d{1,4} )?[^\W\d_]+(?:-[^\W\d_]+)*(?![\w@/]|\.\w)")
_CAPITAL = re.compile(r"[A-ZÄÖÜ][a-zäöüß]{2,}(?:-[A-ZÄÖÜ]?[a-zäöüß]+)*")
_OPENS = re.compile(r"(?:[.!?:…\n„“\"(]\s*|[^\w\s,;„“\"'’-]\s*)$")
_ARTICLES = words_in(
    """
    der die das den dem des ein eine einen einem einer mein meine meinen meinem meiner euer eure euren eurem
    eurer ihr ihre ihren ihrem unser unsere unseren unserem kein keine keinen im am beim zum zur vom ins ans
    the a an my your our their this that these his her
    """
)
_OWN = words_in("mein meine meinen meinem meiner unser unsere unseren my our")
_SOME = words_in(
    """
    sache sachen ding mal male leute mensch menschen tag tage tagen woche wochen monat monats monate jahr
    jahre jahres zeit uhr morgen abend mittag nacht stunde stunden minute minuten ende anfang seite team gruß
    grüße grüßen frage fragen antwort beitrag bild kommentar account sommer winter idee vorschlag internet
    grund weg punkt teil form art weise rest dank lust ahnung problem problemen betrieb auftrag miteinander
    stück paar cent euro eigentlich ganze ganzen neue neuen alte alten erste ersten letzte letzten gleiche
    post text day days week weeks month months year years june july april august time thing things way lot
    people person bit one whole same other first last next new old good great little real nice best worst
    page comment question answer fact own while
    """
)
"""Words that could stand in any comment."""
_COSTLY = words_in(
    """
    geld rückerstattung erstattung gutschein rabatt entschädigung kulanz ersatz garantie anwalt klage
    money refund voucher discount compensation replacement warranty guarantee lawyer
    """
)
"""In our reply these would read like a promise."""
_TABOO = words_in(
    """
    hate insult threat danger despair group against coded slogan people body wound means dying unwell health
    hardship sorrow weapon beastly law spam criticism starving tidy goodbye mock
    """
)
"""Topics whose words are never taken up."""
_DEAR = words_in(
    """
    kind kinder kindern sohn tochter mutter vater mama papa oma opa enkel enkelin enkelkinder bruder schwester
    mann frau nachbarin nachbar katze hund kater freundin freund familie klasse großmutter großvater
    kid kids son daughter mum mom dad mother father gran grandma grandpa nan brother sister husband wife cat
    dog neighbour friend family
    """
)
"""Whom somebody mentions matters to them."""
_QUOTED = re.compile(r"[„“\"«»]((?:[^\W\d_]|[ '-]){4,30})[“”\"«»]")
_SHORTEST, _ENDLESS = 3, 24
_HEAD = 6
_BEFORE = 8
_TELLING = 10
_SURE = 30
_COUNTED = words_in(
    "minuten minute stunden stunde tage wochen monate jahre meter kilometer minutes hours miles metres"
)
_VERBAL = re.compile(r"\w+(?:ing|ed|ly)|\w{2,}s").fullmatch
"""Words that seldom end a pair as in “bottom bracket”."""
_FEW, _MOST = 2, 3
_LONG = 100
"""From so many characters on a comment may be worth three words."""
_ORIGINS = frozenset({"aus", "from", "grüße", "grüsse", "greetings", "herr", "frau", "herrn"})
"""What comes after these is where or who somebody is."""


def details(comment: str, brand: str, avoid: str = "") -> tuple[str, ...]:
    """Two or three words of the comment, in its order; none that stands in `avoid` already."""
    return chosen(candidates(comment), avoid + brand, long=is_long(comment))


def is_long(comment: str) -> bool:
    """Whether a comment is worth three words."""
    return len(comment) >= _LONG


def candidates(comment: str) -> tuple[Candidate, ...]:
    """Every word that could be taken up, and how much it tells."""
    return tuple(_candidates(clean(comment, _LONGEST)))


def chosen(found: Iterable[Candidate], avoid: str, *, long: bool) -> tuple[str, ...]:
    """The two or, of a long comment, three that tell most, in their order."""
    taken = avoid.casefold()
    best: dict[str, tuple[int, int, str]] = {}
    for place, (weight, word) in enumerate(found):
        last = word.casefold().split(" ")[-1][:_HEAD]
        if last not in taken and last not in best:
            best[last] = (weight, -place, word)
    most = sorted(best.values(), reverse=True)[: _MOST if long else _FEW]
    return tuple(word for _, _, word in sorted(most, key=lambda each: -each[1]))


def _candidates(comment: str) -> Iterator[tuple[int, str]]:
    """Nouns, as far as they show, and how much they tell."""
    # What somebody put in quotation marks themselves is what they want to be known for.
    yield from ((_SURE, match[1]) for match in _QUOTED.finditer(comment) if _all_fit(match[1]))
    found = list(_WORD.finditer(comment))
    nouns = [number for number in range(len(found)) if _is_noun(found, number, comment)]
    if len(nouns) >= _FEW or any(letter in comment for letter in "äöüß"):
        yield from _german(found, nouns)
    else:
        yield from _english(found, comment)


def _german(found: list[re.Match[str]], nouns: list[int]) -> Iterator[tuple[int, str]]:
    for number in nouns or range(1, len(found)):
        before = found[number - 1][0].casefold() if number else ""
        word = found[number][0].split(" ")[-1]
        usable = _fit(word) or (word != found[number][0] and word.casefold() in _COUNTED)
        if usable and before not in _ORIGINS and (nouns or before in _ARTICLES):
            counted = word != found[number][0]
            yield _weight(word, before) + 4 * counted, found[number][0]


def _english(found: list[re.Match[str]], comment: str) -> Iterator[tuple[int, str]]:
    """What stands after an article, with the word after it if that belongs to it."""
    for before, match, after in zip(found, found[1:], [*found[2:], None], strict=False):
        if before[0].casefold() not in _ARTICLES or not match[0].islower() or not _fit(match[0]):
            continue
        joined = after is not None and comment[match.end() : after.start()] == " "
        both = (
            joined and after is not None and after[0].islower() and _fit(after[0]) and not _VERBAL(after[0])
        )
        word = f"{match[0]} {after[0]}" if both and after else match[0]
        yield _weight(match[0], before[0].casefold()) + 2 * both, word


def _weight(word: str, before: str) -> int:
    dear = 6 * (word.casefold() in _DEAR)
    return dear + 3 * (before in _OWN) + min(len(word), _TELLING)


def _is_noun(found: list[re.Match[str]], number: int, comment: str) -> bool:
    """A capital that no beginning of a sentence explains, and no name."""
    match = found[number]
    start = match.start()
    # Only what stands right before it: looking at all of it for every word would take its square.
    opens = start == 0 or _OPENS.search(comment[max(0, start - _BEFORE) : start]) is not None
    plain = _CAPITAL.fullmatch(match[0].split(" ")[-1]) is not None
    return plain and not opens and not _is_name(found, number, comment)


def _all_fit(phrase: str) -> bool:
    words = phrase.casefold().split()
    return bool(words) and _TABOO.isdisjoint(LEXICON.find(words)) and _COSTLY.isdisjoint(words)


def _fit(word: str) -> bool:
    low = word.casefold()
    known = any(low in words for words in (COMMON_WORDS, SAYS_LITTLE, _SOME, _COSTLY))
    return _SHORTEST <= len(low) <= _ENDLESS and not known and _TABOO.isdisjoint(LEXICON.find([low]))


def _is_name(found: list[re.Match[str]], number: int, comment: str) -> bool:
    """Two capitals in a row, with nothing but a blank between them, are more often a name than two nouns."""
    for one, other in ((number - 1, number), (number, number + 1)):
        if one >= 0 and other < len(found) and comment[found[one].end() : found[other].start()] == " ":
            neighbour = found[one if other == number else other][0]
            if _CAPITAL.fullmatch(neighbour) and neighbour.casefold() not in COMMON_WORDS:
                return True
    return False
