"""Which word families say something grave together, and how near to each other they have to stand.

A list of phrases knows what somebody wrote once. A frame knows the parts: who, wants, no more, to live, in
any order and in any of our languages.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Places = Mapping[str, Sequence[int]]
"""Every topic that a comment touches, and at which words."""


@dataclass(frozen=True)
class Frame:
    """Topics that have to meet within so many words. One may be said in several ways: “tired|sick”."""

    parts: tuple[str, ...]
    span: int

    def fits(self, places: Places) -> bool:
        """Whether all parts stand near to each other somewhere."""
        found = [_of(part, places) for part in self.parts]
        if not all(found):
            return False
        fewest = min(found, key=len)
        return any(self._meet(here, found) for here in fewest)

    def _meet(self, here: int, found: Sequence[Sequence[int]]) -> bool:
        """Whether all parts stand near this place, each in words of its own."""
        near = [[place for place in places if abs(here - place) <= self.span] for places in found]
        apart = len({place for places in near for place in places}) >= len(near)
        return apart and all(near)


def _of(part: str, places: Places) -> Sequence[int]:
    if "|" not in part:
        return places.get(part, ())
    return [place for each in part.split("|") for place in places.get(each, ())]


def _frame(parts: str, span: int) -> Frame:
    return Frame(tuple(parts.split()), span)


DESPAIR = (
    _frame("me want dying", 6),
    _frame("me nomore being", 5),
    _frame("want nomore being", 5),
    _frame("me away relief|noone", 12),
    _frame("relief away", 7),
    _frame("noone notice away|wound|hopeless|dying", 10),
    _frame("me wound", 6),
    _frame("me starving body", 14),
    _frame("starving away", 12),
    _frame("me means final", 12),
    _frame("near means final", 9),
    _frame("me tidy", 8),
    _frame("tidy goodbye", 14),
    _frame("me hopeless nomore", 9),
    _frame("hopeless goodbye", 14),
    _frame("hopeless being", 5),
    _frame("tired ofall", 4),
    _frame("wakeless me|want", 7),
    _frame("me noone|notice away|hopeless", 7),
    _frame("hopeless away", 10),
    _frame("want joining dead", 14),
    _frame("near dying", 8),
    _frame("me goodbye away|dead|dying|final", 14),
)
"""Somebody may want to die, or to hurt themselves."""
RESCUE = (
    _frame("near vanished goodbye|dying|hopeless|plea|tidy|relief", 22),
    _frame("plea goodbye|dying|wound|beats", 20),
    _frame("near vanished", 6),
    _frame("abuser beats ours", 5),
    _frame("near beats", 8),
)
"""Somebody else may be in danger."""
THREATS = (
    _frame("weapon carried", 7),
    _frame("violent aimed coming", 9),
    _frame("menace aimed", 7),
    _frame("weapon aimed", 9),
    _frame("weapon menace", 14),
)
SCORN = (
    _frame("people out", 9),
    _frame("people beastly", 9),
    _frame("people crime", 9),
    _frame("people rid", 12),
    _frame("people serve", 9),
    _frame("people always", 4),
    _frame("woman belongs", 8),
    _frame("belonging out|beastly|crime|rid", 9),
    _frame("people|belonging polite", 14),
    _frame("people belonging", 10),
)


FRAMES = {"despair": DESPAIR, "rescue": RESCUE, "threats": THREATS, "scorn": SCORN}
"""What they say together, by name."""


def _arranged() -> Mapping[str, Sequence[tuple[str, Frame]]]:
    """Every frame under the rarest of its parts: most comments touch none of those."""
    named = [(name, frame) for name, frames in FRAMES.items() for frame in frames]
    often = Counter(part for _, frame in named for part in frame.parts)
    under: dict[str, list[tuple[str, Frame]]] = defaultdict(list)
    for name, frame in named:
        plain = [part for part in frame.parts if "|" not in part]
        under[min(plain, key=lambda part: often[part])].append((name, frame))
    return under


_UNDER = _arranged()


def framed(places: Places) -> frozenset[str]:
    """The names of what the frames say of a comment."""
    return frozenset(_fitting(places))


def _fitting(places: Places) -> Iterator[str]:
    for topic in places:
        for name, frame in _UNDER.get(topic, ()):
            if frame.fits(places):
                yield name
