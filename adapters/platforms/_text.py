"""Hostile text made plain: HTML to words with its links kept, and one form in which two texts are compared.

`html.parser` is not used on purpose: on Python 3.11 it needs 35 seconds for 140 kB of `<a b='`, and raises on
`<![`. What a comment may contain is a handful of tags; one expression that never looks twice at a character
finds them, so that a million hostile characters cost what a million friendly ones do.
"""

import html
import re
import unicodedata
from dataclasses import dataclass, field

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,31}|![^<>]*)(?:[\s/]([^<>]*))?>")
_ATTRIBUTE = re.compile(r"""([a-zA-Z-]{1,20})=(?:"([^"]*)"|'([^']*)'|([^\s"'`]+))""")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_HUGE_REFERENCE = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{8,});?")
_BREAKS = re.compile(r"\n{3,}")
_TRAILING = re.compile(r"(?<![ \t])[ \t]+$", re.MULTILINE)
_SPACE = re.compile(r"\s+")

_BLOCKS = frozenset({"p", "div", "ul", "ol", "table", "pre", "figure", "h1", "h2", "h3", "h4", "h5", "h6"})
_LINES = frozenset({"br", "tr", "dt", "dd", "hr"})
_UNSEEN = frozenset({"script", "style", "template"})
_DEEPEST_QUOTE = 8


def clean(text: str) -> str:
    """Drop what no person typed: NUL, control characters, half characters; one kind of line break."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    whole = lines.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _CONTROL.sub("", whole)


def unescape(text: str) -> str:
    """Turn character references into characters; one that names no character does no harm."""
    # Python refuses to read a number of more than 4,300 digits: a comment must not be able to stop a fetch.
    return html.unescape(_HUGE_REFERENCE.sub("\N{REPLACEMENT CHARACTER}", text))


def plain(markup: str, *, breaks: bool = False) -> str:
    """Make HTML plain text: links written out, lines, lists and quotes kept, everything else inert.

    `breaks`: a line break in the markup is one for the reader too, as in a comment's own source.
    """
    page = _Page(breaks=breaks)
    at = 0
    for tag in _TAG.finditer(markup):
        page.words(markup[at : tag.start()])
        page.tag(tag[2].lower(), tag[3] or "", closing=bool(tag[1]))
        at = tag.end()
    page.words(markup[at:])
    return page.text()


def line(markup: str) -> str:
    """Make HTML a single line of plain text: a title or a name."""
    return _one_line(plain(markup))


def normalise(text: str) -> str:
    """The form in which a plain text of ours equals what a platform made of it: tags and spaces aside."""
    return _one_line(unicodedata.normalize("NFC", plain(text, breaks=True)))


def _one_line(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


@dataclass
class _Page:
    """What has been read so far. Pieces are only ever added, so the whole stays linear."""

    breaks: bool
    pieces: list[str] = field(default_factory=list)
    unseen: str = ""
    quote: int = 0
    link: str = ""
    link_from: int = 0
    fresh: bool = True
    """At the beginning of a line."""

    def words(self, markup: str) -> None:
        if self.unseen or not markup:
            return
        text = clean(unescape(markup))
        if not self.breaks:
            text = _SPACE.sub(" ", text)
        for number, part in enumerate(text.split("\n")):
            if number:
                self.newline()
            self._add(part)

    def _add(self, text: str) -> None:
        if self.fresh:
            text = text if self.breaks else text.lstrip()
            text = "> " * self.quote + text if text else ""
        if text:
            self.pieces.append(text)
            self.fresh = False

    def newline(self) -> None:
        self.pieces.append("\n")
        self.fresh = True

    def start_line(self) -> None:
        if not self.fresh:
            self.newline()

    def tag(self, name: str, attributes: str, *, closing: bool) -> None:
        if self.unseen:
            self.unseen = "" if closing and name == self.unseen else self.unseen
        elif name in _UNSEEN:
            self.unseen = "" if closing else name
        elif name == "a":
            self._link_ends() if closing else self._link_begins(attributes)
        elif name == "img" and not closing:
            self._image(attributes)
        else:
            self._layout(name, closing=closing)

    def _layout(self, name: str, *, closing: bool) -> None:
        if name in _LINES:
            self.newline() if name == "br" and not closing else self.start_line()
        elif name == "li" and not closing:
            self.start_line()
            self._add("• ")
        elif name == "blockquote":
            self.start_line()
            self.quote = min(max(self.quote + (-1 if closing else 1), 0), _DEEPEST_QUOTE)
        elif name in _BLOCKS:
            self.start_line()
            self.newline()

    def _link_begins(self, attributes: str) -> None:
        self._link_ends()
        self.link, self.link_from = _attribute(attributes, "href"), len(self.pieces)

    def _link_ends(self) -> None:
        shown = "".join(self.pieces[self.link_from :]).strip() if self.link else ""
        if self.link and shown.removesuffix("/") != self.link.removesuffix("/"):
            self._add(f" [{self.link}]" if shown else self.link)
        self.link = ""

    def _image(self, attributes: str) -> None:
        source, alt = _attribute(attributes, "src"), _attribute(attributes, "alt")
        self._add(f"{alt} [{source}]" if source and alt else source or alt)

    def text(self) -> str:
        self._link_ends()
        return _BREAKS.sub("\n\n", _TRAILING.sub("", "".join(self.pieces))).strip()


def _attribute(attributes: str, name: str) -> str:
    for found in _ATTRIBUTE.finditer(attributes):
        if found[1].lower() == name:
            value = clean(unescape(found[2] or found[3] or found[4] or ""))
            return _one_line(value) if name == "alt" else _SPACE.sub("", value)
    return ""
