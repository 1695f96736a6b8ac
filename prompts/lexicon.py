"""The word lists of `lexicon.toml` and `families.toml`, arranged so that one pass finds every topic."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

FILES = tuple(Path(__file__).with_name(name) for name in ("lexicon.toml", "families.toml"))

_FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_BARE = str.maketrans("äöü", "aou")
_UMLAUT = re.compile(r"[äöü]")
_SHORTEST_BARE = 5
_OTHER_WORDS = frozenset(
    {"schön", "schönes", "schöne", "mögen", "könnt", "könnte", "führe", "fällt", "täusch"}
)
"""Without their dots these are other words: “schon” is no praise, “getauscht” no deceit."""
_STRETCHED = re.compile(r"(\w)\1\1+")
_FAR = -9
_ONLY = frozenset({"nur", "only", "just", "bloss"})
"""“Nicht nur” denies nothing."""
_GAP = r"(?:\S+ ){0,3}"

_Topics = frozenset[str]


class Lexicon:
    """The lists. A word is looked up once; most come again and again."""

    def __init__(self, lists: Mapping[str, str]) -> None:
        words: dict[str, set[str]] = defaultdict(set)
        stems: dict[str, set[str]] = defaultdict(set)
        tails: dict[str, set[str]] = defaultdict(set)
        self._plain: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._loose: dict[str, list[tuple[re.Pattern[str], str]]] = defaultdict(list)
        mids: list[tuple[str, str]] = []
        for topic, entry in _entries(lists):
            if " " in entry:
                self._keep(entry, topic)
            elif entry.startswith("*") and entry.endswith("*"):
                mids.append((entry.strip("*"), topic))
            else:
                home = tails if entry.startswith("*") else stems if entry.endswith("*") else words
                home[entry.strip("*")].add(topic)
        self._words, self._stems, self._tails = _frozen(words), _frozen(stems), _frozen(tails)
        self._mids = mids
        self._stem_lengths = sorted({len(stem) for stem in stems})
        self._tail_lengths = sorted({len(tail) for tail in tails})
        # The bound keeps strangers from filling the memory.
        self._of = lru_cache(maxsize=8192)(self._look_up)

    def _keep(self, entry: str, topic: str) -> None:
        if {"*", "_"} & set(entry):
            self._loose[_anchor(entry)].append((_pattern(entry), topic))
        else:
            self._plain[_anchor(entry)].append((f" {entry} ", topic))

    def find(self, found: list[str]) -> set[str]:
        """Every topic that these words touch. “nicht gut” is criticism, “nicht schlecht” is not."""
        return set(self.places(found))

    def places(self, found: list[str]) -> dict[str, list[int]]:
        """Every topic that these words touch, and at which words."""
        places: dict[str, list[int]] = defaultdict(list)
        last_no = _FAR
        for place, word in enumerate(found):
            touched = self._of(word)
            if "negation" in touched:
                last_no = place
            elif word in _ONLY and place - last_no == 1:
                last_no = _FAR
            if touched:
                turned = _turned(touched, place - last_no)
                for topic in turned:
                    places[topic].append(place)
                # A negation turns one word only: “nicht schlecht, großartig” stays praise.
                last_no = last_no if turned == touched else _FAR
        for topic, place in self._phrased(found):
            places[topic].append(place)
        return places

    def _look_up(self, written: str) -> _Topics:
        touched: _Topics = frozenset()
        for word in _spellings(written):
            touched |= self._words.get(word, frozenset())
            touched |= _among(self._stems, (word[:n] for n in self._stem_lengths if n <= len(word)))
            touched |= _among(self._tails, (word[-n:] for n in self._tail_lengths if n <= len(word)))
            touched |= {topic for mid, topic in self._mids if mid in word}
        return touched

    def _phrased(self, found: list[str]) -> Iterator[tuple[str, int]]:
        folded = [word.translate(_FOLDED) for word in found]
        line = f" {' '.join(folded)} "
        for anchor in set(folded):
            for phrase, topic in self._plain.get(anchor, ()):
                if phrase in line:
                    yield topic, line.count(" ", 0, line.find(phrase))
            for pattern, topic in self._loose.get(anchor, ()):
                match = pattern.search(line)
                if match:
                    yield topic, line.count(" ", 0, match.start())


def _turned(touched: _Topics, since_no: int) -> _Topics:
    """What a negation shortly before makes of a word."""
    if since_no == 1 and touched & {"criticism", "complaint"}:
        return touched - {"criticism", "complaint"}
    if since_no in {1, 2} and "praise" in touched and "thanks" not in touched:
        return touched - {"praise"} | {"criticism"}
    return touched


def _entries(lists: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Every entry, in the spellings that it is looked for in."""
    for topic, text in lists.items():
        for written in text.split(","):
            entry = " ".join(written.casefold().split())
            if entry:
                yield topic, entry.translate(_FOLDED)
                if _has_bare(entry):
                    yield topic, entry.translate(_BARE)


def _has_bare(entry: str) -> bool:
    words = entry.split()
    safe = not _OTHER_WORDS.intersection(word.strip("*") for word in words)
    return safe and any(_UMLAUT.search(word) and len(word) >= _SHORTEST_BARE for word in words)


def _spellings(written: str) -> Iterable[str]:
    """A word as the lists write it: without umlauts, and without stretched letters (“geiiil”)."""
    word = written.translate(_FOLDED)
    if not _STRETCHED.search(word):
        return (word,)
    return {word, _STRETCHED.sub(r"\1", word), _STRETCHED.sub(r"\1\1", word)}


def _anchor(entry: str) -> str:
    """The word of a phrase by which it is found: the longest one that is written out."""
    return max((word for word in entry.split() if "*" not in word and word != "_"), key=len)


def _pattern(entry: str) -> re.Pattern[str]:
    """“will _ sterben” and “scheiss ausländ*” as an expression over a line of words."""
    parts = [_GAP if word == "_" else _part(word) + " " for word in entry.split()]
    return re.compile(f" {''.join(parts)}")


def _part(word: str) -> str:
    bare = re.escape(word.strip("*"))
    return (r"\S*" if word.startswith("*") else "") + bare + (r"\S*" if word.endswith("*") else "")


def _among(known: Mapping[str, _Topics], pieces: Iterable[str]) -> _Topics:
    touched: _Topics = frozenset()
    for piece in pieces:
        more = known.get(piece)
        if more:
            touched |= more
    return touched


def _frozen(known: Mapping[str, set[str]]) -> dict[str, _Topics]:
    return {piece: frozenset(topics) for piece, topics in known.items()}


def _read() -> Iterator[tuple[str, str]]:
    for file in FILES:
        yield from tomllib.loads(file.read_text(encoding="utf-8")).items()


TOPICS: dict[str, str] = dict(_read())
LEXICON = Lexicon(TOPICS)
