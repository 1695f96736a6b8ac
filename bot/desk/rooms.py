"""A card as a channel may see it: where a stricter route took the item away, only that is said."""

from dataclasses import replace

from bot.desk.desk import Desk
from bot.desk.drawing import draw
from bot.memory import Dossier
from bot.views import ItemCard
from bot.words import say


def draw_in(dossier: Dossier, desk: Desk, surface: str, channel: str) -> ItemCard:
    """The shared card for a channel, without anything that is not for this channel any more."""
    card = draw(dossier, desk)
    return card if desk.policy.may_show(dossier.item, surface, channel) else _elsewhere(card)


def _elsewhere(card: ItemCard) -> ItemCard:
    said = {"post_title": "", "author": "", "text": "", "text_before": "", "handler": "", "remark_text": ""}
    links = {"post_url": "", "post_image": "", "url": ""}
    silent = replace(card, **said, **links, attachments=(), context=(), buttons=(), thread=())  # type: ignore[arg-type]  # mypy takes each text for every field
    remark = say("This comment is handled in another channel now.")
    bare = replace(silent, due=None, draft=None, no_draft=None, posts_at=None, reply=None, follows=0)
    return replace(bare, met=None, hints=None, writing=None, elsewhere=True, remark=remark)
