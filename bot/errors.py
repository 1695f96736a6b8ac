"""Every error we raise on purpose.

    AugenhoeheError
    ├── Refusal              a person asked for something that is not possible now; nothing was changed
    │   ├── NotAllowed       ... for this person
    │   ├── Stale            ... because what they saw is no longer so
    │   └── NotFound         ... because there is no such thing
    ├── OutsideError         the outside world did not do as asked
    │   ├── TryLater         it will do later by itself
    │   ├── NeedsPerson      it will not until a person changes something (a password, a right)
    │   ├── Refused          it said no to this very request, for good
    │   │   └── TooLong      ... because the text is too long (found before anything was sent)
    │   └── Unclear          the request went out and no answer came: it may or may not have happened
    ├── Conflict             somebody was faster; the unit of work was undone and may be tried again
    ├── BadSetting           a setting is missing, misspelt or of the wrong type
    └── StorageError         the database cannot be used as it is

Every one carries `words`: what happened, what it means, what to do next. They are drawn in the
language of whoever reads them.
"""

from datetime import timedelta

from bot.words import Words


class AugenhoeheError(Exception):
    """Something went wrong that we know by name."""

    def __init__(self, words: Words) -> None:
        super().__init__(str(words))
        self.words = words


class Refusal(AugenhoeheError):
    """A person asked for something that is not possible now; nothing was changed."""


class NotAllowed(Refusal):
    """This person may not do this."""


class Stale(Refusal):
    """What the person saw is no longer so."""


class NotFound(Refusal):
    """There is no such thing."""


class OutsideError(AugenhoeheError):
    """The outside world did not do as asked."""


class TryLater(OutsideError):
    """It did not happen, and the same request will work later."""

    def __init__(self, words: Words, after: timedelta = timedelta(seconds=30)) -> None:
        super().__init__(words)
        self.after = after


class NeedsPerson(OutsideError):
    """It did not happen, and will not until a person changes something on the other side."""


class Refused(OutsideError):
    """It did not happen: the other side said no to this very request, for good."""


class TooLong(Refused):
    """The text is longer than the platform takes; nothing was sent."""


class Unclear(OutsideError):
    """The request went out and no answer came back: it may or may not have happened."""


class Conflict(AugenhoeheError):
    """Somebody was faster: a row is no longer as it was read. Nothing was changed; trying again is safe."""


class BadSetting(AugenhoeheError):
    """A setting is missing, misspelt or of the wrong type."""


class StorageError(AugenhoeheError):
    """The database cannot be used as it is."""
