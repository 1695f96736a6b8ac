"""Questions on the page: a channel shows what its people are asked, and Answer opens their dialog."""

from adapters.surfaces.web.render import Reader, render
from bot.catalogue import Catalogue
from bot.views import ChannelView
from tests.adapters.surfaces.web.question_samples import AT, questions

READER = Reader(catalogue=Catalogue("de"), now=AT)


def test_a_channel_shows_open_questions_first_and_their_dialog_knows_which_one_it_is() -> None:
    asked, answered = questions("Gluten?")
    shown = render(ChannelView(channel="q", cards=(), older=False, waiting=0, questions=(asked,)), READER)
    assert 'data-form="/team/form?item=42&amp;action=answer&amp;draft=7"' in shown
    assert ("data-questions" in shown, "data-empty" in shown, shown.count("<button")) == (True, False, 1)
    done = render(answered, READER)
    assert ("data-form" in done, done.count("Gluten?") > 3, "hat geantwortet" in done) == (False, True, True)
