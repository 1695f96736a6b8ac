"""Which of the brand's languages a comment is written in: cheap, and open about not knowing.

Small words give a language away, and so do its letters and endings. Languages that the brand does not
speak are known too, so that “Bonjour tout le monde” is not taken for English: then the language of the post
decides, and it is said that this is a guess. Why no package does this: docs/decisions.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from prompts.text import words_in

_COMMON: Mapping[str, str] = {
    "de": """
    ich du er sie es wir ihr der die das den dem des ein eine einen einem einer kein keine und oder aber
    nicht noch nur auch schon mal doch ja nein ist sind war wart waren bin habe hab hat habt haben wird
    werden kann könnt koennt konnt können muss mit für fuer von vom zu zum zur bei beim aus auf im am an
    um nach über
    ueber wie wo wer warum wann wieso welche welcher dass wenn weil als mein meine meinen meiner dein
    deine euer eure euch uns
    mich mir dich dir sich danke bitte immer wieder mehr sehr so gibt gibts gut schön schoen toll lecker
    schade guten
    morgen was ganz jetzt heute gestern hier alle alles nix nichts leider endlich einfach echt voll super
    isch nöd ned net nid gsi hät het chan chönd mer öpper merci vilmal scho au ois eus euri mega huere
    i hob hab's ham is des dös wos woar oida leiwand nimma ur bissl passt eh
    """,
    "en": """
    i you he she it we they the a an and or but not no yes is are was were am be been have has had do
    does did don't dont can't cant won't isn't it's its i'm im you're youre that's thats would could
    should will can with for from
    of to at by on this that these those there how where who why when which what if because than then my
    your our their me us them thanks thank please always again more very just so good great nice love
    best really ever never too all any some one about get got like need want buy every day
    """,
    "fr": """
    je tu il elle nous vous ils elles le la les un une des du et ou mais pas ne est sont suis c'est j'ai
    avec pour dans sur qui que quoi où comment pourquoi merci bonjour très trop bien tout tous mon ma mes
    votre vos notre ça cette ce au aux plus moi toi encore quand
    """,
    "it": """
    io tu lui lei noi voi loro il lo la gli le un una di del della dei e o ma non è sono sei siamo ho hai
    ha con per che chi come dove perché quando grazie ciao molto troppo bene tutto tutti mio mia vostro
    vostra questo questa più anche buono buona sempre
    """,
    "es": """
    yo tú él ella nosotros vosotros ellos el la los las un una de del y o pero no es son soy está he ha
    con para por que qué quién cómo dónde cuándo gracias hola muy mucho bien todo todos mi mis su vuestro
    esta este más también siempre me encanta
    """,
    "pt": """
    eu você ele ela nós eles o os as um uma de do da e ou mas não é são sou está com para por que quem
    como onde quando obrigado obrigada olá muito bem tudo todos meu minha seu esta este mais também sempre
    """,
    "nl": """
    ik jij hij zij wij jullie het de een en of maar niet geen is zijn was ben heb heeft hebben met voor van
    naar bij op hoe waar wie waarom wanneer bedankt dank hallo heel erg goed alles mijn jouw onze deze dit
    meer ook altijd lekker graag
    """,
    "pl": """
    ja ty on ona my wy i lub ale nie jest są jestem mam ma z dla do na w jak gdzie kto dlaczego kiedy
    dziękuję dzięki cześć bardzo dobrze wszystko mój moja wasz to ten ta więcej też zawsze proszę
    """,
    "tr": """
    ben sen o biz siz onlar ve veya ama değil yok var bir bu şu ne nasıl nerede kim neden teşekkürler
    merhaba çok iyi her şey benim sizin daha de da için ile güzel lütfen
    """,
    "da": """
    jeg du han hun vi det den en et og eller men ikke er var har med til på hvor hvordan hvem hvorfor tak
    hej meget godt
    """,
    "sv": """
    jag du han hon vi det den en ett och eller men inte är var har med till på hur var vem varför tack
    hej mycket bra
    """,
    "cs": """
    já ty on ona my vy a nebo ale není je jsou mám má s pro do na jak kde kdo proč kdy děkuji ahoj velmi
    dobře všechno
    """,
}
_SIGNS: Mapping[str, re.Pattern[str]] = {
    "de": re.compile(r"[äöüß]|sch|ung\b|keit\b|lich\b|igt\b|cht\b|tz|ck(?:en|er)\b|\bge\w+t\b|\w{5}en\b"),
    "en": re.compile(r"\bth|\bwh|ing\b|ght\b|tion\b|\w{3}ly\b|'(?:s|t|re|ll|ve)\b|oo|ea|\w{3}ed\b|y\b"),
    "fr": re.compile(r"[çêèàùœ]|\b[jlcdnmst]'|eux\b|eau|aux\b|oui"),
    "it": re.compile(r"[àèìòù]|zione\b|issim|gli|cch|zz"),
    "es": re.compile(r"[ñ¿¡áíóú]|ción\b|mente\b"),
    "pt": re.compile(r"[ãõçâê]|ção\b|ões\b|nh"),
    "nl": re.compile(r"ij|aa|uu|oe[kr]|sch[eia]|\bgeen\b"),
    "pl": re.compile(r"[ąęłńśźż]|cz|sz|rz"),
    "tr": re.compile(r"[ışğ]|ler\b|lar\b|iyor"),
    "da": re.compile(r"[æøå]"),
    "sv": re.compile(r"[åäö]"),
    "cs": re.compile(r"[ěščřžůý]"),
}
_FOREIGN_SCRIPT = re.compile(r"[\u0370-\u1cff\u3040-\ud7ff]")
_WORD, _SIGN = 2.0, 1.0
_LEAST = 1.0
_LEAD = 2.0
"""Who leads by so much is sure: one small word, or two signs."""


def _by_word() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for language, words in _COMMON.items():
        for word in words_in(words):
            found.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in found.items()}


_WORDS = _by_word()
COMMON_WORDS = frozenset(_WORDS)
"""Small words that say nothing about the matter."""


@dataclass(frozen=True)
class Spoken:
    """The language to reply in."""

    language: str
    sure: bool
    """False when the post's language, or the brand's first one, was taken for want of a better reason."""
    foreign: bool = False
    """It looks like a language that the brand does not speak."""


def language_of(text: str, found: Sequence[str], languages: Sequence[str], otherwise: str) -> Spoken:
    """The language among `languages` that the words point to; else that of the post; else the first one."""
    points = {} if _FOREIGN_SCRIPT.search(text) else _points(found)
    best = max(points.values(), default=0.0)
    # A word that several languages share is taken for ours: most who write to us speak one of those.
    ours = sorted(languages, key=lambda language: -points.get(language, 0.0))
    first = points.get(ours[0], 0.0)
    second = max((points.get(language, 0.0) for language in ours[1:]), default=0.0)
    if first >= _LEAST and first > second and best - first < _LEAD:
        others = max((each for language, each in points.items() if language != ours[0]), default=0.0)
        return Spoken(ours[0], sure=first - others >= _LEAD)
    post = otherwise.casefold().replace("_", "-").split("-")[0]
    foreign = _FOREIGN_SCRIPT.search(text) is not None or best - first >= _LEAD
    return Spoken(post if post in languages else languages[0], sure=False, foreign=foreign)


def _points(found: Sequence[str]) -> dict[str, float]:
    points: dict[str, float] = {}
    for word in found:
        for language, number in _of_word(word):
            points[language] = points.get(language, 0.0) + number
    return points


@lru_cache(maxsize=8192)
def _of_word(word: str) -> tuple[tuple[str, float], ...]:
    """What one word says."""
    known = _WORDS.get(word, ())
    if known:
        return tuple((language, _WORD) for language in known)
    return tuple((language, _SIGN) for language, sign in _SIGNS.items() if sign.search(word))
