"""What the prompt library holds, read and found good: frozen values without a word about files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from prompts.text import clean


@dataclass(frozen=True, kw_only=True)
class Brand:
    """Who answers, and how it wants to sound."""

    name: str
    languages: tuple[str, ...]
    """The languages in which we reply; the first one when in doubt."""
    address: Mapping[str, str]
    """du or sie, for each language that tells them apart."""
    signature: str
    words_avoid: tuple[str, ...]
    words_use: tuple[str, ...]
    links_allowed: tuple[str, ...]
    team: str = ""
    """Who speaks: “das Community-Team”, “Mira und Jonas”."""
    hours: str = ""
    """When somebody is there, in words."""
    words_internal: tuple[str, ...] = ()
    """Names and words that only the team uses: none of them may ever go out."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """A text that could go out, in one language and address. It may hold the slots {author} and {quote}."""

    language: str
    address: str
    """du | sie | you."""
    reply: str


@dataclass(frozen=True, kw_only=True)
class Example(Reply):
    """One good reply to one kind of comment."""

    name: str
    comment: str


@dataclass(frozen=True, kw_only=True)
class Trial:
    """A comment that the library is tried with: what has to be found, and what no draft may say."""

    name: str
    language: str
    comment: str
    finds: str = ""
    """The kind that triage has to find; "" when that is not asked."""
    never: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of comment: how to meet it, with examples."""

    id: str
    version: int
    title: str
    title_en: str
    goal: str
    stance: str
    """The whole page in Markdown, for people and for the model."""
    examples: tuple[Example, ...]
    draft: bool = True
    """False: nothing is drafted, and the page is a hint sheet for the person who acts."""
    route: str = ""
    """Who takes over where nothing is drafted."""
    moves: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    trials: tuple[Trial, ...] = ()

    @property
    def prompt(self) -> str:
        """How a draft names what it was written by: `complaint@1`."""
        return f"{self.id}@{self.version}"


@dataclass(frozen=True, kw_only=True)
class Tone:
    """A way to sound that a teammate can ask for."""

    id: str
    version: int
    title: str
    title_en: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Habits:
    """How people write on one platform. What the platform allows, its adapter knows."""

    id: str
    version: int
    title: str
    text: str
    address: Mapping[str, str] = field(default_factory=dict)
    """Where the brand's usual address is not the one of this place."""
    characters: int = 0
    """How long a reply should be at most; 0 for no wish."""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that somebody checked."""

    id: str
    question: str
    answer: str
    also_asked: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    valid_until: date | None = None
    """The last day on which it may be said; None for no end."""
    replies: tuple[Reply, ...] = ()
    """The answer as it could go out as it is."""

    def holds(self, today: date) -> bool:
        """Whether it may be said today."""
        return self.valid_until is None or today <= self.valid_until


@dataclass(frozen=True, kw_only=True)
class Guidance:
    """How something is written that never goes out: what one shift tells the next."""

    id: str = ""
    version: int = 0
    text: str = ""

    @property
    def prompt(self) -> str:
        """How a draft names what it was written by: `handover@1`."""
        return f"{self.id}@{self.version}"


@dataclass(frozen=True, kw_only=True)
class Library:
    """All of it, as it was at one moment."""

    brand: Brand
    guidelines: str
    kinds: Mapping[str, Kind]
    hash: str
    """Tells two states of the library apart."""
    netiquette: str = ""
    guide: Mapping[str, str] = field(default_factory=dict)
    """How to tell the kinds apart: a text for each of them."""
    tones: Mapping[str, Tone] = field(default_factory=dict)
    platforms: Mapping[str, Habits] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    handover: Guidance = field(default_factory=Guidance)

    def address(self, language: str, platform: str = "") -> str:
        """How we address people in a language, and on a platform: du, sie or you."""
        habits = self.platforms.get(platform)
        own = habits.address.get(language) if habits else None
        return own or self.brand.address.get(language, "you")

    def stamp(self, prompt: str) -> str:
        """A prompt's name together with the state of the library, to be kept with a draft."""
        return f"{prompt}#{self.hash}"

    def valid_facts(self, today: date) -> tuple[Fact, ...]:
        """What may be said today, always in the same order."""
        return tuple(self.facts[name] for name in sorted(self.facts) if self.facts[name].holds(today))


def single_line(text: str) -> str:
    """A text of several lines as one."""
    return " ".join(clean(text).split())
