"""Draws an item: open, as a card with its buttons; done, as one line with the outcome."""

from collections.abc import Iterator

from adapters.surfaces._text import short
from adapters.surfaces.teams import kit
from adapters.surfaces.teams.acts import buttons, open_button
from adapters.surfaces.teams.kit import Json
from adapters.surfaces.teams.pen import Pen
from adapters.surfaces.teams.text import address, inert
from bot.domain.status import OPEN, Status
from bot.views import AttachmentView, ContextView, DraftView, ItemCard, ReplyView, ThreadLine
from bot.words import say

URGENCY = {2: "🟠 ", 3: "🔴 "}
OUTCOMES = {Status.POSTED: "✔", Status.ANSWERED: "✔", Status.DISMISSED: "–", Status.GONE: "✖"}
COLOURS = {
    Status.POSTED: "good",
    Status.ANSWERED: "good",
    Status.APPROVED: "good",
    Status.UNKNOWN: "attention",
    Status.FAILED: "attention",
}
"""Words of Teams, not colours: each theme has its own."""
LINES_SHOWN = 3
"""Lines of a thread that stand open; the earlier ones are folded."""
CHAIN_SHOWN = 3
OUTCOME = 160
"""Units of the reply or reason in the line of an item that is done."""


def draw_card(card: ItemCard, pen: Pen) -> Iterator[Json]:
    """The item, with everything that is needed to decide."""
    if card.elsewhere:
        yield kit.said(elsewhere_line(card, pen), isSubtle=True)
        return
    yield from _head(card, pen)
    yield kit.box(_comment(card, pen), style="emphasis", spacing="small")
    yield from _remarks(card, pen)
    yield from _hints(card, pen)
    if card.draft:
        yield from _draft(card.draft, card, pen)
    if card.reply:
        yield from _reply(card.reply, card, pen)
    yield from buttons(card, pen)
    yield from _thread(card, pen)
    yield from rest(card.item, pen)


def draw_done(card: ItemCard, pen: Pen) -> Json:
    """One line: what came of it. Its button opens the whole card for whoever asks."""
    outcome = short(_outcome(card, pen), OUTCOME)
    head = f"{OUTCOMES.get(card.status, '')} #{card.item} · ".lstrip()
    more = [kit.runs(f" · {outcome}", isSubtle=True)] if outcome else []
    status = kit.runs(f" · {pen.tell(card.status_words)}", **_colour(card))
    said = kit.line(kit.runs(head), kit.runs(pen.line(card.author), weight="bolder"), status, *more)
    return kit.beside([said], kit.row([open_button(card.item, pen)]))


def is_done(card: ItemCard) -> bool:
    """Nobody has to do anything any more."""
    return card.status not in OPEN


def elsewhere_line(card: ItemCard, pen: Pen) -> str:
    """That somebody else takes care of it, and no more."""
    return f"→ #{card.item} · {pen.tell(card.remark or card.status_words)}"


def thread_line(line: ThreadLine, pen: Pen) -> Json:
    """What happened, on one line."""
    who = f"{pen.line(line.who)} · " if line.who else ""
    told = pen.tell(line.why) if line.why else pen.brief(line.text, pen.room.text) if line.text else ""
    head = f"{pen.moment(line.at)} · {who}{pen.tell(line.what)}"
    own = kit.runs(f": {told}", size="small", isSubtle=not line.note) if told else []
    return kit.line(kit.runs(head, size="small", isSubtle=True), own, spacing="small")


def rest(item: int, pen: Pen) -> list[Json]:
    """Where all of it can be read, if something had no room."""
    url = pen.page(item)
    if not pen.shortened or not url:
        return []
    return [kit.line(kit.link(url, pen.say("Read it all")), spacing="small")]


def _head(card: ItemCard, pen: Pen) -> Iterator[Json]:
    mark = URGENCY.get(card.urgency, "")
    yield kit.line(
        kit.runs(mark, size="medium") if mark else [],
        kit.runs(f"#{card.item} · ", size="medium", isSubtle=True),
        kit.runs(pen.line(card.author), size="medium", weight="bolder"),
    )
    yield kit.small(" · ".join(_facts(card, pen)))
    marks = [kit.runs(" · ", isSubtle=True) + mark for mark in _marks(card, pen)]
    status = kit.runs(pen.tell(card.status_words), weight="bolder", **_colour(card))
    yield kit.line(status, *marks, spacing="small")


def _facts(card: ItemCard, pen: Pen) -> Iterator[str]:
    yield pen.tell(card.platform)
    yield pen.line(card.source)
    yield pen.tell(card.kind)
    yield pen.moment(card.published)


def _marks(card: ItemCard, pen: Pen) -> Iterator[list[Json]]:
    """What stands out."""
    if card.due:
        late = pen.reader.now is not None and card.due < pen.reader.now
        yield kit.runs(pen.say("Due {when}", when=pen.when(card.due)), **_alarm(on=late))
    if card.risk in {"high", "crisis"}:
        yield kit.runs(pen.say("High risk"), **_alarm(on=True))
    if card.handler:
        yield kit.runs(_handler(card, pen))
    if card.held:
        yield kit.runs(pen.say("Held back by the platform"), color="warning")
    if card.hidden:
        yield kit.runs(pen.say("Hidden from the public"), color="warning")
    if card.met:
        yield kit.runs(pen.tell(card.met), isSubtle=True)
    if card.follows:
        yield kit.runs(pen.say("Follows #{item} of the same person", item=card.follows))


def _handler(card: ItemCard, pen: Pen) -> str:
    if card.handled_by_me:
        return pen.say("You handle this")
    return pen.say("Handled by {name}", name=pen.line(card.handler))


def _alarm(*, on: bool) -> dict[str, str | bool]:
    return {"color": "attention", "weight": "bolder"} if on else {}


def _colour(card: ItemCard) -> dict[str, str | bool]:
    return {"color": COLOURS[card.status]} if card.status in COLOURS else {}


def _comment(card: ItemCard, pen: Pen) -> Iterator[Json]:
    yield _line_with_link(pen.line(card.post_title), card.post_url, weight="bolder", size="small")
    yield from pen.fold(
        pen.say("Earlier in this conversation ({count})", count=len(card.context) - CHAIN_SHOWN),
        [piece for above in card.context[:-CHAIN_SHOWN] for piece in _above(above, card, pen)],
    )
    for above in card.context[-CHAIN_SHOWN:]:
        yield from _above(above, card, pen)
    if card.text_before:
        yield kit.said(pen.say("Before it was edited:"), italic=True)
        yield from pen.public(card.text_before, card.item)
        yield kit.said(pen.say("As it is now:"), italic=True)
    yield from pen.public(card.text, card.item)
    for attachment in card.attachments:
        yield _attachment(attachment, pen)
    if address(card.url):
        yield _line_with_link(pen.say("The comment on its page:"), card.url, size="small", isSubtle=True)


def _above(above: ContextView, card: ItemCard, pen: Pen) -> list[Json]:
    """One line of what the comment answers."""
    who = kit.runs(f"↳ {pen.line(above.author)}: ", isSubtle=True)
    first, *more = pen.public(above.text, card.item)
    first["inlines"] = who + [{**run, "isSubtle": True} for run in first["inlines"]]
    return [first, *more]


def _attachment(attachment: AttachmentView, pen: Pen) -> Json:
    """Described and linked: a picture that Teams fetches would tell its owner who looks, and when."""
    said = pen.say("Picture or file: {alt}", alt=pen.line(attachment.alt))
    return _line_with_link(f"📎 {said}", attachment.url, size="small")


def _line_with_link(text: str, url: str, **style: str | bool) -> Json:
    target = address(url)
    end = [kit.runs(" "), [{**kit.link(target)[0], "size": "small"}]] if target else []
    return kit.line(kit.runs(text, **style), *end, spacing="small")


def _draft(draft: DraftView, card: ItemCard, pen: Pen) -> Iterator[Json]:
    said = pen.say("Draft {number}, {origin}:", number=draft.number, origin=draft.origin)
    warnings = [pen.tell(each) for each in draft.warnings]
    if draft.stale:
        warnings.append(pen.say("Written for an older version of the comment"))
    text = pen.draft(draft.text, card.item, draft.marks)
    if pen.unread:
        warnings.append(pen.say("This draft is too long for a card, so it cannot be approved here."))
    yield kit.box(
        [
            kit.said(said, size="small", isSubtle=True),
            *text,
            *(kit.said(f"⚠ {each}", color="warning", spacing="small") for each in warnings),
        ],
        style="accent",
        spacing="small",
    )


def _reply(reply: ReplyView, card: ItemCard, pen: Pen) -> Iterator[Json]:
    said = pen.say("Our reply:")
    if reply.approved_by:
        said = pen.say("Our reply, approved by {name}:", name=pen.line(reply.approved_by))
    head = _line_with_link(said, reply.url, size="small", isSubtle=True)
    yield kit.box([head, *pen.public(reply.text, card.item)], style="good", spacing="small")


def _remarks(card: ItemCard, pen: Pen) -> Iterator[Json]:
    if card.no_draft:
        yield kit.said(pen.tell(card.no_draft), italic=True)
    if card.remark:
        yield kit.said(pen.tell(card.remark), weight="bolder")
    if card.remark_text:
        yield from pen.public(card.remark_text, card.item)
    if card.writing:
        yield kit.said(f"✎ {pen.tell(card.writing)}", color="accent")
    if card.posts_at:
        clock = pen.reader.catalogue.clock(card.posts_at)
        yield kit.said(pen.say("Goes out at {time}", time=clock), weight="bolder")


def _hints(card: ItemCard, pen: Pen) -> Iterator[Json]:
    """Who takes over, and folded what to do."""
    if card.hints:
        title = pen.line(card.hints.title(pen.language))
        yield kit.said(pen.say("What to do: {title}", title=title), weight="bolder")
        yield kit.said(pen.say("Takes over: {who}", who=pen.line(card.hints.route)), spacing="small")
        told = pen.public(card.hints.text(pen.language), card.item)
        yield from pen.fold(pen.label(say("What to do")), told)


def _thread(card: ItemCard, pen: Pen) -> Iterator[Json]:
    """What happened, the latest last; what is older is folded."""
    lines = pen.some(card.thread)
    earlier, latest = lines[:-LINES_SHOWN], lines[-LINES_SHOWN:]
    folded = [thread_line(one, pen) for one in earlier]
    yield from pen.fold(pen.say("Earlier in this thread ({count})", count=len(earlier)), folded)
    yield from (thread_line(one, pen) for one in latest)


def _outcome(card: ItemCard, pen: Pen) -> str:
    if card.reply:
        by = f"{pen.line(card.reply.approved_by)}: " if card.reply.approved_by else ""
        return f"{by}{inert(card.reply.text[: 2 * OUTCOME])}"
    return pen.tell(card.remark) if card.remark else ""
