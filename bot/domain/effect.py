"""An effect: one change of the outside world, and whether it happened."""

import html
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.community import OwnReply, Sight


class Kind(StrEnum):
    """What kind of change it is."""

    SHOW = "show"
    REPLY = "reply"
    HIDE = "hide"
    UNHIDE = "unhide"
    LIKE = "like"
    CORRECT = "correct"
    DELETE_REPLY = "delete_reply"
    TELL = "tell"
    """An internal notice; its turn is the number of the entry that it is about."""
    ASK = "ask"
    """A question's card; its draft is the question's number, its turn what is to be seen on it."""


class State(StrEnum):
    """How far it has come."""

    WANTED = "wanted"
    """Nothing was sent yet."""
    SENDING = "sending"
    """Somebody holds the claim token and may be sending right now."""
    UNCLEAR = "unclear"
    """It may have happened; a look is due."""
    SENT = "sent"
    """It happened."""
    UNKNOWN = "unknown"
    """Looking did not settle it: a person has to."""
    REFUSED = "refused"
    """It did not happen and will not."""


UNSETTLED = frozenset({State.WANTED, State.SENDING, State.UNCLEAR})
"""States that still need work by a pump."""
RANKS = {
    Kind.REPLY: 400,
    Kind.DELETE_REPLY: 300,
    Kind.HIDE: 200,
    Kind.UNHIDE: 200,
    Kind.LIKE: 100,
    Kind.CORRECT: 200,
}
"""Which kinds go first within a lane; a show's rank is its item's urgency."""


@dataclass(frozen=True, kw_only=True)
class Effect:
    """One row: item + kind + place + turn is done at most once."""

    id: int = 0
    item: int
    kind: Kind
    lane: str
    """Whose rate and order it follows: `post:<platform>` or `show:<surface>:<channel>`."""
    channel: str = ""
    turn: int = 1
    rank: int = 0
    draft: int = 0
    """The draft whose text goes out; 0 where no text does."""
    person: int = 0
    """Who asked for it."""
    surface: str = ""
    """Where they asked for it."""
    key: str
    """Opaque; the same for every try."""
    state: State = State.WANTED
    token: str = ""
    due_at: datetime
    claimed_at: datetime | None = None
    look_at: datetime | None = None
    tries: int = 0
    remote: str = ""
    url: str = ""


def tell_lane(surface: str, target: str) -> str:
    """The lane of notices and questions to a channel or a person."""
    return f"tell:{surface}:{target}"


_TAG = re.compile(r"<[^<>]*>")
_SPACE = re.compile(r"\s+")


def normalised(text: str) -> str:
    """A text as it compares after a platform may have escaped, wrapped or trimmed it."""
    plain = html.unescape(_TAG.sub(" ", html.unescape(text)))
    return _SPACE.sub(" ", unicodedata.normalize("NFC", plain)).strip()


def find_ours(sight: Sight, key: str, text: str, known: Collection[str]) -> OwnReply | None:
    """Our reply among those beneath the comment: by its key, or by its text if it is not accounted for."""
    by_key = next((reply for reply in sight.replies if key and reply.key == key), None)
    if by_key is not None:
        return by_key
    wanted, strange = normalised(text), [reply for reply in sight.replies if reply.id not in known]
    return next((reply for reply in strange if normalised(reply.text) == wanted), None)


def find_strange(sight: Sight, known: Collection[str]) -> OwnReply | None:
    """A reply under our name that did not come from here: somebody answered on the platform itself."""
    return next((reply for reply in sight.replies if reply.id not in known), None)
