"""A small honest desk: it remembers cards, who asked what, and which keys it has seen."""

from dataclasses import replace

from bot.commands import (
    Approve,
    ChooseLanguage,
    Claim,
    Command,
    Edit,
    Help,
    Mine,
    Note,
    OpenForm,
    OpenHome,
    Search,
    ShowChannel,
    ShowItem,
    ShowLog,
    ShowQueue,
    WhoAmI,
)
from bot.ports import Heard
from bot.shifting import OpenHandover
from bot.views import (
    Answer,
    Board,
    Button,
    ChannelView,
    Count,
    DraftView,
    Form,
    HandoverNote,
    HelpView,
    Home,
    ItemCard,
    ItemLine,
    ItemList,
    LogView,
    Me,
    Notice,
    View,
)
from bot.words import Words, say

PAGE = 20
"""Cards of a channel at a time."""


class FakeDesk:
    """Hears people in memory."""

    def __init__(self, people: dict[str, Me], *cards: ItemCard) -> None:
        self.people = people
        self.cards = {card.item: card for card in cards}
        self.heard: list[Heard] = []
        self.answers: dict[str, View] = {}
        self.notes: dict[int, HandoverNote] = {}
        self.mark = 1
        self.form_open = True
        """Whether dialogs can be opened."""
        self.longest: int | None = 500
        """The longest reply."""

    async def pulse(self) -> str:
        """Another mark after every change."""
        return str(self.mark)

    def put(self, card: ItemCard) -> None:
        """A card is new, or different."""
        self.cards[card.item] = card
        self.mark += 1

    async def hear(self, heard: Heard) -> View:
        """The one door. A retry of a key gets the same answer, and nothing is done twice."""
        self.heard.append(heard)
        if heard.account not in self.people:
            return Notice(words=say("Nobody on the team has this account."), refused=True)
        if heard.key and heard.key in self.answers:
            return self.answers[heard.key]
        answer = self._answer(heard, heard.command)
        if heard.key:
            self.answers[heard.key] = answer
        return answer

    def _answer(self, heard: Heard, command: Command) -> View:  # noqa: C901, PLR0911  # one case a command
        match command:
            case WhoAmI():
                return self.people[heard.account]
            case ShowChannel():
                return self._channel(command)
            case ShowItem(item=item):
                return self.cards.get(item) or _nothing()
            case OpenHome():
                return self._home(self.people[heard.account])
            case ChooseLanguage(language=language) if language in {"de", "en"}:
                self.people[heard.account] = replace(self.people[heard.account], language=language)
                return self._home(self.people[heard.account])
            case OpenForm(item=item):
                return self._form(command, self.cards[item])
            case Claim(item=item) | Approve(item=item) | Note(item=item):
                return self._changed(replace(self.cards[item], handler=self.people[heard.account].name))
            case Edit():
                return self._edit(command)
            case _:
                return self._told(command)

    def _told(self, command: Command) -> View:
        match command:
            case ShowQueue():
                return Board(
                    counts=(Count(label=say("New"), number=len(self.cards)),), oldest=None, mine=(), parts=()
                )
            case Mine() | Search():
                return ItemList(title=say("Mine"), lines=())
            case ShowLog(item=item):
                return LogView(item=item, lines=(), whole=True)
            case Help():
                return HelpView(lines=(("/queue next", Words("The next one")),))
            case OpenHandover(handover=handover) if handover in self.notes:
                return self.notes[handover]
            case _:
                return Notice(words=say("Not in this desk."), refused=True)

    def _home(self, me: Me) -> Home:
        mine = tuple(_line(card) for card in self.cards.values() if card.handler == me.name)
        free = tuple(_line(card) for card in self.cards.values() if not card.handler)
        return Home(
            name=me.name,
            lists=(ItemList(title=say("Mine"), lines=mine), ItemList(title=say("Waiting"), lines=free)),
            language=me.language,
            languages=("en", "de"),
            may_search=True,
            parts=(),
        )

    def _channel(self, command: ShowChannel) -> ChannelView:
        items = sorted(item for item in self.cards if not command.before or item < command.before)
        cards = tuple(self.cards[item] for item in items[-PAGE:])
        return ChannelView(channel=command.channel, cards=cards, older=len(items) > PAGE, waiting=0)

    def _form(self, command: OpenForm, card: ItemCard) -> View:
        if not self.form_open:
            return Notice(words=say("It is already answered."), refused=True)
        edit = Edit(item=card.item, draft=card.draft_number, version=card.version)
        return Form(
            title=say("Edit"),
            label=say("Our reply"),
            command=edit,
            text=card.draft.text if card.draft else "",
            longest=self.longest,
            save=say("Save draft"),
            submit=say("Save & post"),
            beside=card,
            action=command.action,
        )

    def _edit(self, command: Edit) -> View:
        card = self.cards[command.item]
        if (command.draft, command.version) != (card.draft_number, card.version):
            words = say("The comment was edited after you saw it. Nothing was sent. Please read it again.")
            return Notice(words=words, refused=True, kept_text=command.text, card=card)
        number = card.draft_number + 1
        draft = DraftView(number=number, text=command.text, origin=Words("Kim"))
        return self._changed(replace(card, draft=draft, draft_number=number))

    def _changed(self, card: ItemCard) -> View:
        self.put(card)
        return Answer(words=say("Done."), card=card)


def _line(card: ItemCard) -> ItemLine:
    claim = Claim(item=card.item, draft=card.draft_number, version=card.version)
    return ItemLine(
        item=card.item,
        status=card.status_words,
        author=card.author,
        excerpt=card.text,
        platform=card.platform,
        published=card.published,
        due=card.due,
        handler=card.handler,
        urgency=card.urgency,
        buttons=() if card.handler else (Button(label=say("Claim"), command=claim),),
    )


def _nothing() -> Notice:
    return Notice(words=say("There is no such item."), refused=True)
