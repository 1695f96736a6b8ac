"""What the public let us use again: a picture, a video, a sentence."""

from dataclasses import dataclass
from datetime import datetime

LONGEST_PURPOSE = 300
LONGEST_LINK = 2000


@dataclass(frozen=True, kw_only=True)
class Grant:
    """Somebody said that we may use what they shared."""

    id: int = 0
    """0 until it is kept."""
    item: int
    granted_by: str
    """Who shared it, as the platform names them; "" once they were erased."""
    granted_at: datetime
    """When they said so: when their comment was published."""
    purpose: str
    """For which use; "" once they were erased."""
    link: str
    """Where they said so."""
    noted_by: int
    by: str = ""
    """The name of whoever wrote it down."""
    noted_at: datetime
