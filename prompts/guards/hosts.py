"""Hosts in a text: whatever a reader or a platform may take for an address, however it is spelt.

The list of endings is open: new ones come every month. What looks like a host is one, unless it is plainly
something else that people write around a dot: z.B., 12.Mai, “gut.Danke”, Kund.innen, foto.jpg.
"""

import re
from collections.abc import Iterator

from prompts.text import words_in

LABEL = r"\w[\w-]{0,62}+"
"""A part between two dots, never longer than names can be: the work must not grow with a text's square."""
DOT = r"(?:[.。]|\s?[\[({]\s?(?:[.。]|dot|punkt)\s?[\])}]\s?|\s(?:dot|punkt)\s)"
ENDS = (
    "com|net|org|de|at|ch|eu|uk|io|info|biz|co|me|app|shop|store|online|site|xyz|ru|ly|gl|tv|cc|to|link|click|top"
    "|club|live|news|page|dev|ai|gg|us|fr|es|it|nl|pl|cz|se|dk|be|li|lu|cn|in|tk|ml|example|wtf|vip|pro|fun|win"
    "|zone|support|website|museum|casino|bet|icu|sbs|cyou|cfd|mobi|berlin|hamburg|koeln|bayern|wien|swiss|tel|рф"
)
_WORDS = words_in("in es at it us be me to so am is no do im de se co")
"""Endings that are words too: after a full stop they only begin the next sentence."""
_APART = "|".join(end for end in ENDS.split("|") if end not in _WORDS)
_SURE = "com|org|biz|xyz|ru|io"
_WAY = re.compile(
    r"(?P<link>\w{2,10}\s?:\s?//\s?\S++|www[.。]\s?\S++|\bxn--[\w.-]++"
    r"|(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])(?:[/:]\S*+)?"
    rf"|(?<![\w@]){LABEL}(?:{DOT}{LABEL}){{0,3}}"
    rf"(?:(?:\s(?:dot|punkt|\.)\s|\s\.)(?:{_APART})|\.\s(?:{_SURE})"
    rf"|\s?[\[({{]\s?(?:[.。]|dot|punkt)\s?[\])}}]\s?(?:{ENDS}))\b(?:[/:?#]\S*+)?)"
    rf"|(?<![\w@])(?P<host>{LABEL}(?:{DOT}{LABEL})++)(?P<path>[/:?#]\S*+)?"
)
_DOT = re.compile(DOT)
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_FILES = words_in("jpg jpeg png gif webp pdf doc docx xls xlsx csv txt mp3 mp4 html")
_SHORTENED = words_in(
    """
    bzw ca usw etc inkl exkl zzgl evtl ggf vgl nr str tel dr prof st mr mrs ms no vs abs art max min mio mrd
    std tgl sog geb verh evt bspw allg urspr jan feb mär apr jun jul aug sep sept
    okt nov dez mo di mi do fr sa so
    """
)
_SMALL = words_in(
    """
    und oder aber wir ihr ich du er sie das die der den dem des ein eine kein ist sind war was wie wo wer wenn
    weil dann da doch ja nein nicht noch nur auch schon mal mit für von vom zum zur bei beim aus auf bis nach
    gut danke bitte schön leider jetzt hier heute morgen mein dein unser also denn ob als einfach
    and or but the you we they that this these what when where who if not yes your our my his her its was were
    have has had will would can could just then there here please thanks
    """
)


def ways(low: str, plain: str) -> Iterator[re.Match[str]]:
    """Every link and host; the same text in small letters and as it is written."""
    for match in _WAY.finditer(low):
        if match["link"] or _is_host(plain[slice(*match.span("host"))], match["path"] or ""):
            yield match


def _is_host(text: str, path: str) -> bool:
    labels, dots = _DOT.split(text), _DOT.findall(text)
    every = range(1, len(labels))
    return any(_ends(labels[:end], dots[end - 1], labels[end], path) for end in every)


def _ends(before: list[str], dot: str, ending: str, path: str) -> bool:
    """Whether a host may end here."""
    low = ending.lower()
    if low.startswith("xn--"):
        return True
    if not _LETTERS.fullmatch(ending) or (dot == "。" and not (ending.isascii() or before[-1].isascii())):
        return False
    joint = ending[0].isupper() and ending[1:].islower() and not path.startswith("/")
    if low in ENDS.split("|"):
        return not (joint and low in _WORDS)
    spoken = len(dot) > 1 and not {"[", "(", "{"}.intersection(dot)
    return not (joint or spoken or low in _SMALL | _FILES or low.startswith("innen") or _shortens(before))


def _shortens(before: list[str]) -> bool:
    """12.mai, ca.drei, z.B.gleich: the dot belongs to what stands before it."""
    letters = len(before) > 1 and all(len(label) == 1 for label in before)
    return before[-1].isdecimal() or before[-1].lower() in _SHORTENED or letters
