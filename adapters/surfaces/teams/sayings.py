"""Draws what is mostly words: notices, trails, help, facts, storms."""

from collections.abc import Iterator

from adapters.surfaces.teams import kit
from adapters.surfaces.teams.acts import asking, open_button, posts, quick
from adapters.surfaces.teams.card import draw_card, draw_done, rest, thread_line
from adapters.surfaces.teams.kit import Json
from adapters.surfaces.teams.lists import counts, heading
from adapters.surfaces.teams.pen import Pen
from bot.views import Answer, FactLine, FactList, HelpView, LogView, Me, Notice, StormCard
from bot.words import say


def draw_notice(view: Notice, pen: Pen) -> Iterator[Json]:
    """What came of it, and the item as it is now."""
    style = "attention" if view.refused else "good"
    yield kit.box([kit.said(pen.tell(view.words), weight="bolder"), *_kept(view, pen)], style=style)
    card = [*draw_card(view.card, pen)] if view.card else []
    # Whoever says yes has what they say yes to before their eyes.
    seen = [one for one in view.buttons if not posts(one) or (card and not pen.unread)]
    yield from kit.row(quick(seen, pen))
    yield from card


def draw_told(view: Notice, pen: Pen) -> Iterator[Json]:
    """What is told in a message of its own, which nobody draws anew: words, and a button for the rest.

    A text of the public that stood in it would outlast its erasing, and a stricter route.
    """
    yield kit.said(pen.tell(view.words), weight="bolder")
    if view.card:
        yield from kit.row([open_button(view.card.item, pen)])


def draw_answer(view: Answer, pen: Pen) -> Iterator[Json]:
    """The item after something was done to it."""
    yield kit.box([kit.said(pen.tell(view.words), weight="bolder")], style="good")
    if view.onward:
        yield draw_done(view.card, pen)
    yield from draw_card(view.onward or view.card, pen)


def draw_log(view: LogView, pen: Pen) -> Iterator[Json]:
    """What happened to an item, the latest last."""
    yield heading(log_title(view, pen))
    yield from (thread_line(one, pen) for one in pen.some(view.lines))
    if not view.whole:
        broken = pen.say("The trail is broken: an entry is missing or was changed.")
        yield kit.said(broken, color="attention", weight="bolder")
    yield from rest(view.item, pen)
    yield from kit.row([open_button(view.item, pen)])


def log_title(view: LogView, pen: Pen) -> str:
    """Whose trail it is."""
    return pen.say("What happened to #{item}", item=view.item)


def draw_help(view: HelpView, pen: Pen) -> Iterator[Json]:
    """What can be asked, a line each."""
    yield heading(pen.say("What can be asked"))
    for line, words in view.lines:
        # Whoever writes to us needs no slash command.
        typed = line.removeprefix("/queue").strip() or "queue"
        yield kit.line(
            kit.runs(pen.line(typed), fontType="monospace"), kit.runs(f"  {pen.tell(words)}"), spacing="small"
        )


def draw_me(view: Me, pen: Pen) -> Iterator[Json]:
    """Who asks, and where they belong."""
    yield heading(pen.line(view.name))
    yield from (kit.said(pen.line(one.title), spacing="small") for one in pen.some(view.channels))


def draw_facts(view: FactList, pen: Pen) -> Iterator[Json]:
    """What drafts know besides the prompt library, the latest last."""
    yield heading(pen.say("What drafts know these days"))
    if not view.lines:
        yield kit.said(pen.say("Nothing was noted for drafts."), isSubtle=True)
    for fact in pen.some(view.lines):
        yield _fact(fact, pen)
    yield from rest(0, pen)


def draw_storm(view: StormCard, pen: Pen) -> Iterator[Json]:
    """The numbers, and what to do about them."""
    yield heading(f"{'✔' if view.over else '🌊'} {storm_line(view, pen)}")
    if view.urgencies and not view.over:
        yield kit.columns(
            *(counts(many[: pen.room.lines], pen) for many in (view.urgencies, view.kinds) if many)
        )
        yield kit.said(pen.say("The most urgent ones come first, each in a thread of its own."))
        yield kit.said(
            pen.say("Nobody has to wait: {command} hands you the next one.", command="@Augenhöhe next")
        )
        yield from kit.row([asking(pen.label(say("Next one")), "next")])
    yield kit.small(pen.say("Since {when}", when=pen.moment(view.since)))


def storm_line(view: StormCard, pen: Pen) -> str:
    """The storm in one line."""
    if view.over:
        return pen.say("The channel has caught up. {count} are still to come.", count=view.waiting)
    return pen.say("{count} comments wait for their thread in this channel.", count=view.waiting)


def _kept(view: Notice, pen: Pen) -> list[Json]:
    """A refused text, offered again so that nothing typed is lost."""
    if not view.kept_text:
        return []
    return [kit.said(pen.say("Your text:"), italic=True), *pen.public(view.kept_text)]


def _fact(fact: FactLine, pen: Pen) -> Json:
    said = " ".join(pen.brief(part, pen.room.text) for part in (fact.question, fact.answer) if part)
    until = (
        pen.say("until {when}", when=fact.until) if fact.until else pen.say("until somebody takes it away")
    )
    text = kit.line(kit.runs(f"{fact.number} · "), kit.runs(said))
    about = kit.small(f"{pen.line(fact.by)} · {until}")
    forget = asking(pen.label(say("Forget")), f"forget {fact.number}")
    return kit.beside([text, about], kit.row([forget]))
