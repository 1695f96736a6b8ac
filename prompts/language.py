"""Which of the brand's languages a comment is written in: cheap, and open about not knowing."""

from collections.abc import Mapping, Sequence

from prompts.text import words_in

_COMMON: Mapping[str, frozenset[str]] = {
    "de": words_in(
        """
    ich du er sie es wir ihr der die das den dem des ein eine einen einem einer kein keine und oder aber
    nicht noch nur auch schon mal doch ja nein ist sind war wart waren bin habe hab hat habt haben wird
    werden kann könnt muss mit für von vom zu zum zur bei beim aus auf im am an um nach über wie wo wer
    warum wann wieso welche dass wenn weil als mein meine meinen dein euer eure euch uns mich mir dich
    dir sich danke bitte immer wieder mehr sehr so gibt gut schön toll lecker schade guten morgen was
    """
    ),
    "en": words_in(
        """
    i you he she it we they the a an and or but not no yes is are was were am be been have has had do
    does did don't can't won't isn't it's i'm you're that's would could should will can with for from of
    to at by on this that these those there how where who why when which what if because than then my
    your our their me us them thanks thank please always again more very just so good great nice love
    best really ever never too all any some one about
    """
    ),
}
_LETTERS: Mapping[str, str] = {"de": "äöüß"}
_LETTER_WEIGHT = 2


def language_of(text: str, found: Sequence[str], languages: Sequence[str], otherwise: str) -> str:
    """The language among `languages` that the words point to; else that of the post; else the first one."""
    if len(languages) == 1:
        return languages[0]
    best, second = sorted((_points(text, found, language) for language in (*languages, "")), reverse=True)[:2]
    if best[0] > second[0]:
        return best[1]
    post = otherwise.casefold().replace("_", "-").split("-")[0]
    return post if post in languages else languages[0]


def _points(text: str, found: Sequence[str], language: str) -> tuple[int, str]:
    common = _COMMON.get(language, frozenset())
    letters = sum(text.count(letter) for letter in _LETTERS.get(language, ""))
    return sum(word in common for word in found) + _LETTER_WEIGHT * letters, language
