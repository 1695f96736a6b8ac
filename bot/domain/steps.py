"""Steps: which ones of the ladder were taken, as the one number that is kept with an item.

Mostly they are taken in the order of the settings, and the number says how many: so it was always kept.
Where a later one came sooner, its bits say which. A worker of a release that knows no more than the count
takes that for all of them, and tells nobody twice.
"""

MOST = 30
"""So many steps a ladder can have."""
_WHICH = 1 << MOST


def was_taken(kept: int, step: int) -> bool:
    """Whether this step was; they are counted from 0, in the order of the settings."""
    return bool(_bits(kept) >> step & 1)


def taking(kept: int, step: int) -> int:
    """The number to keep once this step is taken too."""
    bits = _bits(kept) | 1 << step
    return bits.bit_length() if bits == _first(bits.bit_length()) else _WHICH | bits


def _bits(kept: int) -> int:
    return kept & ~_WHICH if kept & _WHICH else _first(kept)


def _first(many: int) -> int:
    return (1 << many) - 1
