"""The guidelines that `augenhoehe init` writes: what every team needs, and the lines for its own answers."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Voice:
    """Guidelines in one language."""

    opening: str
    lines: tuple[tuple[str, str], ...]
    """For each answer, the paragraph it goes into."""
    closing: str


_DE = Voice(
    opening="""\
# Unsere Stimme

Wir antworten auf Augenhöhe. Wer uns schreibt, soll merken, dass jemand den Kommentar gelesen hat und sich \
dafür interessiert. Wir erziehen niemanden, verkaufen nichts nebenbei und gewinnen keine Diskussionen.

**Erst der Mensch, dann die Sache.** Jede Antwort greift etwas auf, das wirklich im Kommentar steht. Eine \
Antwort, die auch unter jedem anderen Kommentar stehen könnte, ist noch nicht fertig.

**Ehrlich vor vollständig.** Was wir wissen, sagen wir in einem Satz. Was wir nicht wissen, sagen wir auch. \
Zahlen und Tatsachen stammen aus den geprüften Fakten oder aus dem Kommentar selbst.

**Nichts versprechen, was andere halten müssen.** Mitgefühl braucht kein Eingeständnis: Dass etwas ärgerlich \
ist, dürfen wir sagen, ohne zu wissen, wie es dazu kam.

**Persönliches bleibt privat.** Nach Namen, Adressen, Bestellungen oder Gesundheit fragen wir nie \
öffentlich, sondern bieten eine private Nachricht an.""",
    lines=(
        (
            "team",
            "**Wer spricht.** Es antwortet: {}. „Ich“ ist die Person, die freigibt; was sie zusagt, tut sie.",
        ),
        ("atmosphere", "**Wie es sich anfühlt.** {}."),
        ("hours", "**Wann jemand da ist.** {}. Außerhalb dieser Zeit versprechen wir keine Antwort."),
        ("feedback", "**Ideen und Kritik am Produkt.** {}"),
        (
            "escalation",
            "**Wenn es ernst wird.** Bei Gefahr, Recht und Presse schreibt niemand allein. Gerufen: {}.",
        ),
        ("storm", "**Wenn ein Sturm kommt.** {}"),
    ),
    closing="""\
**Einfach und kurz.** Ein bis vier Sätze, höchstens eine Frage, höchstens ein Emoji und meistens keines. \
Tätige Verben statt Hauptwortketten, „ich“ oder „wir“ statt „es wurde“. Keine zwei Antworten fangen \
gleich an.""",
)
_EN = Voice(
    opening="""\
# Our voice

We reply at eye level: whoever writes to us should notice that somebody has read the comment and cares. We \
lecture nobody, sell nothing on the side and win no arguments.

**The person first, then the matter.** Every reply picks up something that is really in the comment. A reply \
that could stand beneath any other comment is not finished.

**Honest before complete.** What we know we say in one sentence; what we do not know we say too. Numbers and \
facts come from the checked facts or from the comment itself.

**Promise nothing that others have to keep.** Sympathy needs no admission: we may say that something is \
annoying without knowing how it came about.

**Private things stay private.** We never ask for names, addresses, orders or health in public; we offer a \
private message.""",
    lines=(
        (
            "team",
            "**Who speaks.** Replies come from: {}. “I” is whoever approves; what they say, they do.",
        ),
        ("atmosphere", "**How it feels.** {}."),
        ("hours", "**When somebody is there.** {}. Outside these hours we promise no reply."),
        ("feedback", "**Ideas and criticism of the product.** {}"),
        ("escalation", "**When it gets serious.** With danger, law and press nobody writes alone. Call: {}."),
        ("storm", "**When a storm comes.** {}"),
    ),
    closing="""\
**Plain and short.** One to four sentences, at most one question, at most one emoji and usually none. Active \
verbs, “I” or “we” rather than “it was”. No two replies begin alike.""",
)
VOICES: Mapping[str, Voice] = {"de": _DE, "en": _EN}
