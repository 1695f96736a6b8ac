"""Views to draw, as rich as they come."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.commands import NEEDS_FORM, ON_ITEM, Edit
from bot.domain.status import Action, Status
from bot.views import (
    Answer,
    AttachmentView,
    Board,
    Button,
    Channel,
    ChannelView,
    ContextView,
    Count,
    DraftView,
    FactLine,
    FactList,
    Form,
    FormField,
    HelpView,
    HintSheet,
    Home,
    ItemCard,
    ItemLine,
    ItemList,
    LogView,
    Me,
    Measure,
    Notice,
    ReplyView,
    StormCard,
    ThreadLine,
    View,
)
from bot.words import Words, say, stored
from tests.adapters.surfaces.web.question_samples import questions
from tests.adapters.surfaces.web.register_samples import registers
from tests.adapters.surfaces.web.report_samples import a_report
from tests.adapters.surfaces.web.shift_samples import drafted_note, handover_note, shift_view

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ROOMS = (Channel(name="team", title="Team"), Channel(name="crisis", title="Krisen"))
KIM = Me(name="Kim", language="de", channels=ROOMS)
ALEX = Me(name="Alex", language="en", channels=ROOMS)
PRIMARY = {Action.APPROVE: "primary", Action.HIDE: "danger", Action.DELETE_REPLY: "danger"}


def button(action: Action, item: int = 42, draft: int = 1, version: int = 1) -> Button:
    """A button as the desk makes it."""
    command = ON_ITEM[action](item=item, draft=draft, version=version)
    return Button(
        label=action.sentence, command=command, form=action in NEEDS_FORM, style=PRIMARY.get(action, "plain")
    )


def item_card(item: int = 42, *actions: Action, **changes: Any) -> ItemCard:
    """A card of a plain new comment; `changes` says what is different."""
    plain = ItemCard(
        item=item,
        draft_number=1,
        version=1,
        status=Status.DRAFTED,
        status_words=Status.DRAFTED.sentence,
        platform=Words("Demo community"),
        source="Haferglück",
        post_title="Unser Haferdrink wird teurer",
        post_url="/community/preise-november",
        post_image="",
        author="Jana W.",
        text="Schade. Gibt es wenigstens die 6er-Packung günstiger?",
        text_before="",
        url="https://community.example/preise#c42",
        published=NOW - timedelta(minutes=12),
        kind=Words("Question"),
        urgency=1,
        risk="normal",
        attachments=(),
        context=(),
        met=None,
        follows=0,
        handler="",
        handled_by_me=False,
        due=NOW + timedelta(minutes=48),
        held=False,
        hidden=False,
        draft=DraftView(number=1, text="Liebe Jana, ja!", origin=say("template, no language model")),
        no_draft=None,
        posts_at=None,
        reply=None,
        remark=None,
        remark_text="",
        buttons=tuple(button(action, item) for action in actions),
    )
    return replace(plain, **changes)


def full_card(hostile: str = "Hallo") -> ItemCard:
    """A card with everything that a card can have; `hostile` stands wherever the public can write."""
    line = ThreadLine(at=NOW - timedelta(minutes=3), who=hostile, what=say("Note"), text=hostile, note=True)
    return item_card(
        42,
        *ON_ITEM,
        source=hostile,
        post_title=hostile,
        post_url=hostile,
        post_image=hostile,
        author=hostile,
        text=hostile,
        text_before=hostile + " before",
        url=hostile,
        attachments=(
            AttachmentView(url=hostile, alt=hostile),
            AttachmentView(url="/community/a.svg", alt=hostile),
        ),
        context=(ContextView(author=hostile, text=hostile, ours=True),),
        met=say("Earlier comments: {comments}, our replies: {replies}", comments=3, replies=2),
        follows=41,
        handler=hostile,
        held=True,
        hidden=True,
        draft=DraftView(
            number=3,
            text=hostile,
            origin=Words("{who}", {"who": hostile}),
            warnings=(Words("{what}", {"what": hostile}),),
            stale=True,
        ),
        writing=Words("{who}", {"who": hostile}),
        posts_at=NOW + timedelta(seconds=20),
        reply=ReplyView(text=hostile, url=hostile, approved_by=hostile),
        remark=Words("{what}", {"what": hostile}),
        remark_text=hostile,
        thread=(line,) * 5,
        hints=HintSheet(route=hostile, titles=(("de", hostile),), texts=(("de", hostile),)),
    )


def item_line(item: int = 42, hostile: str = "Hallo") -> ItemLine:
    """One item in one line."""
    return ItemLine(
        item=item,
        status=Status.NEW.sentence,
        author=hostile,
        excerpt=hostile,
        platform=Words("Demo community"),
        published=NOW - timedelta(hours=3),
        due=NOW - timedelta(hours=1),
        handler=hostile,
        urgency=2,
    )


def every_view(hostile: str = "Hallo") -> tuple[View, ...]:
    """One of each kind."""
    card, line = full_card(hostile), item_line(42, hostile)
    title = Words("{what}", {"what": hostile})
    happened = ThreadLine(at=NOW, who=hostile, what=say("Claim"), why=stored(hostile))
    return (
        card,
        ChannelView(channel="team", cards=(card,), older=True, waiting=3),
        Board(
            counts=(Count(label=title, number=7, alarming=True),),
            oldest=line,
            mine=(line,),
            parts=(title,),
            urgencies=(Count(label=title, number=7, alarming=True), Count(label=title, number=2)),
            storms=(title,),
            today=(Measure(label=title, value=12), Measure(label=title, value=None)),
        ),
        ItemList(title=title, lines=(line,), more=True),
        Home(
            name=hostile,
            lists=tuple(
                ItemList(title=title, lines=(replace(line, buttons=(button(Action.CLAIM),)),) * 10, more=True)
                for _ in range(3)
            ),
            language="de",
            languages=("en", "de"),
            may_search=True,
            parts=(title,),
        ),
        LogView(item=42, lines=(happened,), whole=False),
        _form(card, hostile),
        Notice(words=title, refused=True, kept_text=hostile, card=card),
        Notice(words=title, refused=True, buttons=(replace(button(Action.APPROVE), confirm=title),)),
        Answer(words=title, card=card),
        Answer(words=title, card=card, onward=card),
        HelpView(lines=(("/queue next", title),)),
        Me(name=hostile, language="de", channels=(Channel(name="team", title=hostile),)),
        FactList(
            lines=(
                FactLine(number=3, question=hostile, answer=hostile, by=hostile, at=NOW, until=NOW, item=42),
                FactLine(number=4, question="", answer=hostile, by=hostile, at=NOW, until=None, item=0),
            )
        ),
        StormCard(waiting=40, urgencies=(Count(label=title, number=7, alarming=True),), kinds=(), since=NOW),
        shift_view(hostile),
        handover_note(hostile),
        drafted_note(hostile),
        a_report(hostile),
        *registers(hostile),
        *questions(hostile),
    )


def _form(card: ItemCard, hostile: str) -> Form:
    """A dialog with everything that one can have."""
    title = Words("{what}", {"what": hostile})
    return Form(
        title=title,
        label=title,
        command=Edit(item=42, draft=3, version=1),
        text=hostile,
        hint=title,
        longest=300,
        unit="graphemes",
        save=title,
        submit=title,
        beside=card,
        fields=(
            FormField(name="question", label=title, text=hostile, above=True),
            FormField(name="until", label=title, hint=title),
        ),
    )
