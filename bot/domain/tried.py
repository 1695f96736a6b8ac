"""What came of a step of the ladder, for each of those whom it is to reach."""

from enum import StrEnum


class Tried(StrEnum):
    """What is known of one whom a step of the ladder is to reach."""

    BEGUN = "begun"
    """It was tried, and nobody knows whether it arrived."""
    TOLD = "told"
    REFUSED = "refused"
