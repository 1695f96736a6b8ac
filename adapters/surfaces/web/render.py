"""Draws views as HTML. Pure: the same view, reader and moment always give the same text."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache, partial
from hashlib import blake2b
from pathlib import Path
from typing import assert_never

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from adapters.surfaces._text import editable, inert
from adapters.surfaces.web import drawn, text
from bot.bars import busiest
from bot.catalogue import Catalogue
from bot.commands import NEEDS_FORM, to_button
from bot.dialogs import TONES
from bot.domain.status import OPEN
from bot.reports import DRAFT_PARTS, shown
from bot.views import (
    Answer,
    Backlog,
    Board,
    ChannelView,
    FactList,
    Form,
    HandoverNote,
    HelpView,
    Home,
    ItemCard,
    ItemList,
    LogView,
    Me,
    Notice,
    QuestionCard,
    Register,
    Report,
    ShiftView,
    StormCard,
    View,
)
from bot.words import Words

HERE = Path(__file__).parent
LONG = 500
"""Characters after which an open comment is folded; one that is done is folded sooner."""
LONG_WHEN_DONE = 180
MOST_BUTTONS = 7
"""A card with more of them folds those that are wanted seldom."""
LINES_SHOWN = 3
"""How many lines of a thread stand open; the earlier ones are folded."""


@dataclass(frozen=True, kw_only=True)
class Reader:
    """For whom something is drawn, and when."""

    catalogue: Catalogue
    now: datetime
    base: str = "/team"
    """The path under which the page is mounted."""

    def say(self, text: str, /, **values: object) -> str:
        """A sentence of a template. Babel extracts calls of this name."""
        return self.tell(Words(text, values))

    def tell(self, words: Words) -> str:
        """Words in the reader's language. What fills their slots may come from outside."""
        return inert(self.catalogue.say(words))


def render(view: View, reader: Reader, *, reason: Words | None = None) -> Markup:  # noqa: C901, PLR0911, PLR0912  # one short case a view
    """Draw a view. `reason` says in a dialog why the text in it was refused."""
    match view:
        case ItemCard():
            return draw("card.html", reader, card=view)
        case ChannelView():
            return draw("cards.html", reader, view=view, channel=view.channel)
        case Board():
            return draw("board.html", reader, view=view)
        case ItemList():
            return draw("list.html", reader, view=view)
        case Home():
            return draw("home.html", reader, view=view)
        case LogView():
            return draw("log.html", reader, view=view)
        case Form():
            return draw("form.html", reader, form=view, reason=reason)
        case Notice():
            told = {"refused": view.refused, "kept": view.kept_text, "buttons": view.buttons}
            return draw("notice.html", reader, view=view, onward=None, **told)
        case Answer():
            done = {"refused": False, "kept": "", "buttons": ()}
            return draw("notice.html", reader, view=view, onward=view.onward, **done)
        case HelpView():
            return draw("help.html", reader, view=view)
        case Me():
            return draw("me.html", reader, view=view)
        case FactList():
            return draw("facts.html", reader, view=view)
        case Report():
            return draw("report.html", reader, view=view)
        case ShiftView():
            return draw("shift.html", reader, view=view)
        case HandoverNote():
            return draw("handover.html", reader, view=view)
        case Backlog():
            return draw("backlog.html", reader, view=view)
        case Register():
            return draw("register.html", reader, view=view)
        case StormCard():
            return draw("storm.html", reader, view=view)
        case QuestionCard():
            return draw("question.html", reader, card=view)
        case _:
            assert_never(view)


def draw(template: str, reader: Reader, **values: object) -> Markup:
    """Fill a template for a reader. Whatever is put in is escaped."""
    said: dict[str, object] = {
        "say": reader.say,
        "tell": reader.tell,
        "moment": partial(_moment, reader.catalogue),
        "clock": reader.catalogue.clock,
        "span": reader.catalogue.span,
        "now": reader.now,
        "base": reader.base,
        "language": reader.catalogue.locale.language,
    }
    return Markup(_environment().get_template(template).render({**said, **values}))  # noqa: S704  # it comes from our own template, which escapes


def etag(card: ItemCard, language: str) -> str:
    """Changes when a card would be drawn differently; the passing of time is no reason."""
    return blake2b(f"{language}{card!r}".encode(errors="replace"), digest_size=9).hexdigest()


@lru_cache(maxsize=10_000)
def _moment(catalogue: Catalogue, at: datetime) -> str:
    """A moment in words. A card is drawn anew at every change, with the same moments over and over."""
    return catalogue.moment(at)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # They are part of the program: nobody edits them while it runs.
        auto_reload=False,
    )
    environment.filters["inert"] = inert
    environment.filters["editable"] = editable
    environment.filters["iso"] = lambda at: at.astimezone(UTC).isoformat(timespec="milliseconds")
    environment.globals.update(
        address=text.address,
        own_page=text.own_page,
        differences=text.differences,
        initials=text.initials,
        hue=text.hue,
        etag=etag,
        to_button=to_button,
        opens_form=lambda button: button.form or button.command.action in NEEDS_FORM,
        chart_columns=drawn.columns,
        chart_labels=drawn.labels,
        chart_shares=drawn.shares,
        chart_shade=drawn.shade,
        chart_percent=drawn.percent,
        chart_busiest=busiest,
        chart_shown=shown,
        DRAFT_PARTS=DRAFT_PARTS,
        tones=TONES,
        is_open=lambda card: card.status in OPEN,
        LONG=LONG,
        LONG_WHEN_DONE=LONG_WHEN_DONE,
        LINES_SHOWN=LINES_SHOWN,
        MOST_BUTTONS=MOST_BUTTONS,
    )
    return environment
