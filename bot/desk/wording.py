"""How kinds, platforms and what happened are named to people."""

from bot.domain.audit import Tag
from bot.words import Words, say

KINDS = {
    "praise": say("Praise"),
    "question": say("Question"),
    "complaint": say("Complaint"),
    "criticism": say("Criticism"),
    "troll": say("Troll"),
    "misinformation": say("Misinformation"),
    "hate": say("Hate"),
    "spam": say("Spam"),
    "crisis": say("Crisis"),
    "general": say("General"),
    "hardship": say("Hardship"),
    "health": say("Health"),
    "legal": say("Legal"),
    "press": say("Press"),
    "minor": say("Child or minor"),
    "reuse": say("Picture or video to reuse"),
    "idea": say("Idea"),
}
PLATFORMS = {"demo": say("Demo community"), "wordpress": say("WordPress")}
"""How platforms are named to people; a new adapter adds its row."""
HAPPENED: dict[Tag, Words] = {
    Tag.COMMENT_FETCHED: say("The comment came in"),
    Tag.COMMENT_EDITED: say("The comment was edited"),
    Tag.COMMENT_DELETED: say("The comment was deleted on the platform"),
    Tag.COMMENT_RETURNED: say("The comment is back on the platform"),
    Tag.COMMENT_HELD: say("The platform holds the comment back"),
    Tag.COMMENT_RELEASED: say("The platform released the comment"),
    Tag.COMMENT_HIDE_ASKED: say("Hiding was asked for"),
    Tag.COMMENT_HIDDEN: say("The comment was hidden"),
    Tag.COMMENT_UNHIDE_ASKED: say("Showing again was asked for"),
    Tag.COMMENT_UNHIDDEN: say("The comment is shown again"),
    Tag.COMMENT_LIKE_ASKED: say("A like was asked for"),
    Tag.COMMENT_LIKED: say("The comment has our like"),
    Tag.USE_GRANTED: say("They let us use it"),
    Tag.ITEM_SHOWN: say("The thread was opened"),
    Tag.ITEM_CLAIMED: say("Claimed"),
    Tag.ITEM_RELEASED: say("Released"),
    Tag.ITEM_TAKEN_OVER: say("Taken over"),
    Tag.ITEM_HANDED_OVER: say("Handed over"),
    Tag.ITEM_DISMISSED: say("Closed: no reply needed"),
    Tag.ITEM_REOPENED: say("Reopened"),
    Tag.ITEM_TRIAGED: say("The language model looked more closely"),
    Tag.RISK_RAISED: say("The risk was raised"),
    Tag.RISK_LOWERED: say("The risk was lowered"),
    Tag.ITEM_ANSWERED_ELSEWHERE: say("Someone answered on the platform itself"),
    Tag.ITEM_ERASED: say("Personal texts were erased"),
    Tag.ITEM_REBUILT: say("Its thread is opened anew"),
    Tag.ITEM_CLAIM_WARNED: say("The claim is about to end"),
    Tag.ITEM_CLAIM_ENDED: say("The claim ended: nothing was done for a while"),
    Tag.ITEM_PARKED: say("Parked"),
    Tag.ITEM_WOKEN: say("Back in the queue"),
    Tag.ITEM_PROMISED: say("We promised to come back to it"),
    Tag.ITEM_FOLLOWED_UP: say("It is time to come back to it, as promised"),
    Tag.ITEM_REMINDED: say("Reminder"),
    Tag.ITEM_ESCALATED: say("Escalated"),
    Tag.ITEM_UNTOLD: say("The escalation did not arrive"),
    Tag.QUESTION_ASKED: say("Asked someone"),
    Tag.QUESTION_ANSWERED: say("The answer"),
    Tag.DRAFT_ASKED: say("A new draft was asked for"),
    Tag.DRAFT_WRITTEN: say("A draft was written"),
    Tag.DRAFT_NONE: say("No draft"),
    Tag.DRAFT_LATE: say("A draft came too late and was put aside"),
    Tag.DRAFT_SIGNED: say("The draft bears a signature now"),
    Tag.DRAFT_EDITED: say("The draft was edited"),
    Tag.DRAFT_CHECKED: say("The warnings were checked"),
    Tag.REPLY_SECOND_WANTED: say("Approved by one, a second approver is wanted"),
    Tag.NOTE_WRITTEN: say("Note"),
    Tag.FACT_SAVED: say("Its answer was saved as a fact for drafts"),
    Tag.REPLY_APPROVED: say("Approved"),
    Tag.REPLY_DECLINED: say("The second approver declined it"),
    Tag.REPLY_TAKEN_BACK: say("The approval was taken back"),
    Tag.REPLY_VOIDED: say("The approval became void"),
    Tag.REPLY_SENDING: say("The reply is on its way"),
    Tag.REPLY_GIVEN_BACK: say("The reply was not sent; it is tried again"),
    Tag.REPLY_POSTED: say("The reply is public"),
    Tag.REPLY_HELD: say("The platform holds our reply back"),
    Tag.REPLY_UNCLEAR: say("No answer came from the platform; we look whether the reply is public"),
    Tag.REPLY_UNKNOWN: say("It is unclear whether the reply is public: someone has to look"),
    Tag.REPLY_REFUSED: say("The platform refused the reply"),
    Tag.REPLY_SETTLED_POSTED: say("Someone looked: the reply is public"),
    Tag.REPLY_SETTLED_NOT_POSTED: say("Someone looked: the reply is not public"),
    Tag.REPLY_CORRECTION_ASKED: say("A correction of our reply was approved"),
    Tag.REPLY_CORRECTED: say("Our reply was corrected"),
    Tag.REPLY_DELETION_ASKED: say("Deleting our reply was asked for"),
    Tag.REPLY_DELETED: say("Our reply was deleted"),
    Tag.REPLY_EDITED_ELSEWHERE: say("Our reply was edited on the platform itself"),
    Tag.REPLY_GONE: say("Our reply was deleted on the platform itself"),
    Tag.EFFECT_UNCLEAR: say("No answer came from the platform; it is tried again"),
    Tag.EFFECT_UNKNOWN: say("It is unclear whether that happened"),
    Tag.EFFECT_REFUSED: say("That was not done"),
}
"""What each entry of the trail says to people: every tag has its sentence (a test holds it)."""
TOLD: dict[Tag, Words] = {
    Tag.ITEM_TAKEN_OVER: say("{who} took over #{item} by {author}."),
    Tag.ITEM_HANDED_OVER: say("{who} hands #{item} by {author} over to you. {why}"),
    Tag.REPLY_SECOND_WANTED: say(
        "{who} approved the reply to #{item} by {author}. It needs a second approval, and you may give it."
    ),
    Tag.REPLY_DECLINED: say("{who} declined the reply to #{item} by {author}: {why}"),
    Tag.REPLY_GIVEN_BACK: say(
        "The reply to #{item} by {author} could not go out yet; it is tried again. {why}"
    ),
    Tag.REPLY_UNKNOWN: say(
        "Nobody knows whether the reply to #{item} by {author} is public."
        " Please look on the platform, and say on the card what you found."
    ),
    Tag.EFFECT_UNCLEAR: say(
        "What was asked for at #{item} by {author} could not be done yet; it is tried again. {why}"
    ),
}
"""What is told to the person whom an entry is about, beside what it says to everybody."""
