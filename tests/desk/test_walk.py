"""The walk of one comment, from the public to the public."""

from bot.domain.audit import Tag
from bot.domain.status import Status
from tests.world import World


async def test_a_comment_becomes_a_thread_with_a_draft_and_after_approval_a_public_reply(
    world: World,
) -> None:
    card = await world.comes_in("Wo gibt es euch?")
    assert card.status is Status.DRAFTED
    assert card.draft
    assert world.room.messages["m1"].text == "Wo gibt es euch?"
    assert world.public() == []

    await world.approve(card)
    await world.engine.turn()

    assert world.public() == [card.draft.text]
    done = await world.card(card.item)
    assert done.status is Status.POSTED
    assert done.reply
    assert done.reply.approved_by == "Ari"
    assert world.room.messages["m1"].status is Status.POSTED
    assert await world.tags(card.item) == [
        Tag.COMMENT_FETCHED,
        Tag.ITEM_SHOWN,
        Tag.ITEM_SHOWN,
        Tag.DRAFT_WRITTEN,
        Tag.ITEM_CLAIMED,
        Tag.REPLY_APPROVED,
        Tag.REPLY_SENDING,
        Tag.REPLY_POSTED,
    ]
