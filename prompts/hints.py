"""Hint sheets: the page of a kind that nothing is drafted for, as lines that a person reads on a card."""

import re

from bot.cards import HintSheet
from bot.domain.item import Triage
from prompts.pages import Kind, Library
from prompts.reading import OTHER

_LANGUAGES = {"In English": ("de", "en"), "Auf Deutsch": ("en", "de")}
"""What language a page is in, and its translation, by the heading of the latter."""
_HEADING = re.compile(r"^## +(.*?) *$", re.MULTILINE)
_POINT = re.compile(r"^- ", re.MULTILINE)
_OTHER = re.compile(rf"^## +(?P<heading>{'|'.join(OTHER)}) *$", re.MULTILINE)
_ENGLISH = re.compile(r"^## +(?:Now|Never|Who) *$", re.MULTILINE)


def sheet_for(found: Triage, library: Library) -> HintSheet | None:
    """What to do about a comment like this; danger comes first, unless it comes from a product."""
    endangered = found.risk == "crisis" and found.kind != "health"
    page = library.kinds.get("crisis" if endangered else found.kind)
    return sheet(page) if page else None


def sheet(kind: Kind) -> HintSheet | None:
    """What to do about a comment of this kind; None where it is drafted for."""
    if kind.draft:
        return None
    own, translated = _parts(kind.stance)
    return HintSheet(
        route=kind.route,
        titles=((own[0], kind.title), ("en", kind.title_en)),
        texts=tuple((language, _lines(text)) for language, text in (own, *translated)),
    )


def _parts(page: str) -> tuple[tuple[str, str], tuple[tuple[str, str], ...]]:
    """The page with its language, and its translation if it has one."""
    match = _OTHER.search(page)
    if match is None:
        return ("en" if _ENGLISH.search(page) else "de", page), ()
    language, other = _LANGUAGES[match["heading"]]
    after = page[match.end() :]
    end = _HEADING.search(after)
    rest = after[end.start() :] if end else ""
    return (language, page[: match.start()] + rest), ((other, after[: end.start() if end else None]),)


def _lines(text: str) -> str:
    """Without the marks of Markdown: a card shows text and nothing else."""
    return _POINT.sub("• ", _HEADING.sub(r"\1", text)).strip()
