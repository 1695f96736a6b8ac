"""Draws an item: open, as a card with its buttons; done, as one line with the outcome."""

from collections.abc import Iterator

from adapters.surfaces._text import inert, short
from adapters.surfaces.slack import blocks as kit
from adapters.surfaces.slack.blocks import Block
from adapters.surfaces.slack.pen import Pen
from adapters.surfaces.slack.text import address, host
from bot.bulk import AUTHOR
from bot.commands import to_button
from bot.domain.status import OPEN, Action, Status
from bot.views import AttachmentView, Button, DraftView, ItemCard, ReplyView, ThreadLine

URGENCY = {2: "🟠 ", 3: "🔴 "}
OUTCOMES = {Status.POSTED: "✔", Status.ANSWERED: "✔", Status.DISMISSED: "–", Status.GONE: "✖"}
MOST_CHAIN = 3
MOST_ATTACHMENTS = 4
MOST_WARNINGS = 4
MOST_LINES = 3
MOST_PLAIN = 4
"""Buttons that stand open beside those that need a confirmation; the others are behind “…”."""
OUTCOME = 160
"""Units of the reply or reason in the line of an item that is done."""


def draw_card(card: ItemCard, pen: Pen) -> Iterator[Block]:
    """The item, with everything that is needed to decide."""
    if card.elsewhere:
        yield kit.section(fallback(card, pen))
        return
    yield kit.header(f"{URGENCY.get(card.urgency, '')}#{card.item} · {pen.line(card.author)}")
    yield kit.context(" · ".join(_facts(card, pen)), *_marks(card, pen))
    yield kit.rich(*_comment(card, pen))
    if card.draft:
        yield kit.rich(*_draft(card.draft, pen))
    if card.reply:
        yield kit.rich(*_reply(card.reply, pen))
    said = [*_remarks(card, pen), *_hints(card, pen)]
    if said:
        yield kit.rich(*said)
    if card.thread:
        pen.some(card.thread, MOST_LINES)
        yield kit.context(*(thread_line(one, pen) for one in card.thread[-MOST_LINES:]))
    yield from kit.actions(_buttons(card, pen))


def draw_done(card: ItemCard, pen: Pen) -> Block:
    """One line: what came of it. Its button opens the whole card."""
    outcome = short(_outcome(card, pen), OUTCOME)
    mark = OUTCOMES.get(card.status, "")
    said = f"{mark} #{card.item} · {pen.line(card.author)} · {pen.tell(card.status_words)}"
    return kit.section(f"{said}: {outcome}" if outcome else said, open_button(card.item, pen))


def is_done(card: ItemCard) -> bool:
    """Nobody has to do anything any more."""
    return card.status not in OPEN


def open_button(item: int, pen: Pen) -> Block:
    """Shows the whole card to whoever asks."""
    return kit.button(pen.say("Open"), f"open:{item}", str(item))


def thread_line(line: ThreadLine, pen: Pen) -> str:
    """What happened, on one line."""
    who = f"{pen.line(line.who)} · " if line.who else ""
    said = pen.tell(line.why) if line.why else pen.text(line.text) if line.text else ""
    text = f": {said}" if said else ""
    return f"{pen.reader.catalogue.moment(line.at)} · {who}{pen.tell(line.what)}{text}"


def fallback(card: ItemCard, pen: Pen) -> str:
    """The card in one line, for notifications."""
    if card.elsewhere:
        return f"→ #{card.item} · {pen.tell(card.remark or card.status_words)}"
    head = f"#{card.item} {pen.tell(card.status_words)} · {pen.line(card.author)}"
    return f"{head}: {short(inert(card.text), 200)}"


def _outcome(card: ItemCard, pen: Pen) -> str:
    if card.reply:
        by = f"{pen.line(card.reply.approved_by)}: " if card.reply.approved_by else ""
        return f"{by}{inert(card.reply.text)}"
    return inert(pen.reader.catalogue.say(card.remark)) if card.remark else ""


def _facts(card: ItemCard, pen: Pen) -> Iterator[str]:
    yield pen.tell(card.platform)
    yield pen.line(card.source)
    yield pen.tell(card.kind)
    yield pen.tell(card.status_words)
    yield pen.reader.catalogue.moment(card.published)


def _marks(card: ItemCard, pen: Pen) -> Iterator[str]:
    """What stands out."""
    if card.due:
        yield pen.say("Due {when}", when=pen.when(card.due))
    if card.risk in {"high", "crisis"}:
        yield pen.say("High risk")
    if card.handler:
        yield pen.say("Handled by {name}", name=pen.line(card.handler))
    if card.held:
        yield pen.say("Held back by the platform")
    if card.hidden:
        yield pen.say("Hidden from the public")
    if card.met:
        yield pen.tell(card.met)
    if card.follows:
        yield pen.say("Follows #{item} of the same person", item=card.follows)


def _comment(card: ItemCard, pen: Pen) -> Iterator[Block]:
    yield _line_with_link(pen.line(card.post_title), card.post_url, bold=True)
    pen.some(card.context, MOST_CHAIN)
    for above in card.context[-MOST_CHAIN:]:
        yield kit.line(*kit.leaves(f"↳ {pen.line(above.author)}: {pen.text(above.text)}", "italic"))
    if card.text_before:
        yield kit.line(kit.leaf(pen.say("Before it was edited:"), "italic"))
        yield kit.quote(pen.text(card.text_before))
        yield kit.line(kit.leaf(pen.say("As it is now:"), "italic"))
    yield kit.quote(pen.text(card.text))
    pen.some(card.attachments, MOST_ATTACHMENTS)
    for attachment in card.attachments[:MOST_ATTACHMENTS]:
        yield _attachment(attachment, pen)
    if address(card.url):
        yield _line_with_link(pen.say("The comment on its page:"), card.url)


def _attachment(attachment: AttachmentView, pen: Pen) -> Block:
    """Described and linked: a picture that Slack fetches would tell its owner who looks, and when."""
    said = pen.say("Picture or file: {alt}", alt=pen.line(attachment.alt))
    return _line_with_link(said, attachment.url)


def _line_with_link(text: str, url: str, *, bold: bool = False) -> Block:
    styles = ("bold",) if bold else ()
    target = address(url)
    end = [kit.leaf(" "), kit.link(target, host(target))] if target else []
    return kit.line(*kit.leaves(text, *styles), *end)


def _draft(draft: DraftView, pen: Pen) -> Iterator[Block]:
    said = pen.say("Draft {number}, {origin}:", number=draft.number, origin=draft.origin)
    yield kit.line(kit.leaf(said, "bold"))
    yield kit.quote(pen.draft(draft.text))
    pen.some(draft.warnings, MOST_WARNINGS)
    warnings = [f"⚠ {pen.tell(warning)}" for warning in draft.warnings[:MOST_WARNINGS]]
    if draft.stale:
        warnings.append(f"⚠ {pen.say('Written for an older version of the comment')}")
    if warnings:
        yield kit.listed(warnings)


def _reply(reply: ReplyView, pen: Pen) -> Iterator[Block]:
    said = pen.say("Our reply:")
    if reply.approved_by:
        said = pen.say("Our reply, approved by {name}:", name=pen.line(reply.approved_by))
    yield _line_with_link(said, reply.url, bold=True)
    yield kit.quote(pen.text(reply.text))


def _remarks(card: ItemCard, pen: Pen) -> Iterator[Block]:
    if card.no_draft:
        yield kit.line(*kit.leaves(pen.tell(card.no_draft), "italic"))
    if card.remark:
        yield kit.line(*kit.leaves(pen.tell(card.remark), "bold"))
    if card.remark_text:
        yield kit.quote(pen.text(card.remark_text))
    if card.writing:
        yield kit.line(*kit.leaves(pen.tell(card.writing), "italic"))
    if card.posts_at:
        clock = pen.reader.catalogue.clock(card.posts_at)
        yield kit.line(kit.leaf(pen.say("Goes out at {time}", time=clock), "bold"))


def _hints(card: ItemCard, pen: Pen) -> Iterator[Block]:
    """Who takes over; what to do is behind a button of its own."""
    if card.hints:
        title = pen.line(card.hints.title(pen.reader.catalogue.locale.language))
        yield kit.line(kit.leaf(pen.say("What to do: {title}", title=title), "bold"))
        yield kit.line(kit.leaf(pen.say("Takes over: {who}", who=pen.text(card.hints.route))))


def _buttons(card: ItemCard, pen: Pen) -> list[Block]:
    """The most used ones open, the rest behind “…”. What needs a confirmation always stands open."""
    danger = [button for button in card.buttons if button.style == "danger"]
    plain = [one for one in card.buttons if one.style != "danger" and not (pen.unread and _posts(one))]
    row = [draw_button(button, pen) for button in (*plain[:MOST_PLAIN], *danger)]
    if card.hints:
        row.append(kit.button(pen.say("What to do"), f"read:{card.item}:hints", f"{card.item}:0"))
    if pen.folded:
        row.append(kit.button(pen.say("Read it all"), f"read:{card.item}", f"{card.item}:0"))
    rest = [kit.option(pen.tell(button.label), to_button(button.command)) for button in plain[MOST_PLAIN:]]
    if row or rest:
        rest.append(kit.option(pen.say("Who is this?"), f"{AUTHOR}:{card.item}"))
    return row + kit.menu(rest, pen.say("More …"))


def _posts(button: Button) -> bool:
    """Whether it makes public what stands on the card."""
    return button.command.action in {Action.APPROVE, Action.POST_LATER}


def draw_button(button: Button, pen: Pen) -> Block:
    """A button, with the question that has to be said yes to first."""
    label, carried = pen.tell(button.label), to_button(button.command)
    # Slack wants another id for each of them, and two may ask for the same and differ in what comes after.
    after = ":onward" if carried.endswith(":onward") else ""
    drawn = kit.button(label, f"do:{button.command.action.value}{after}", carried, style=button.style)
    if button.confirm:
        drawn["confirm"] = kit.confirm(
            label, inert(pen.reader.catalogue.say(button.confirm)), label, pen.say("No")
        )
    elif button.style == "danger":
        sure = pen.say("Everybody can see the difference. Really?")
        drawn["confirm"] = kit.confirm(label, sure, label, pen.say("No"))
    return drawn
