"""What is counted, for the people who operate the program.

No personal data: labels come from the settings and from our own code.
"""

from collections.abc import Mapping
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from bot.domain.status import OPEN
from bot.ports import Tally

MEDIA_TYPE = CONTENT_TYPE_LATEST
COUNTERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "comments_fetched": ("New comments taken in", ("platform",)),
    "cards_shown": ("Cards shown as new threads", ("surface",)),
    "drafts": ("Drafts written", ()),
    "approvals": ("Approvals given", ()),
    "posts": ("Changes made on a platform", ("kind", "platform")),
    "unknown_effects": ("Changes of which it is unknown whether they happened", ()),
}
"""What is counted: its name, what it means, and by what it is told apart."""
WAITS: Mapping[str, tuple[str, str]] = {
    "slot": ("rate_slot_wait_seconds", "How long a call waited for its lane's rate slot"),
    "task": ("task_lag_seconds", "How long after its time a task began"),
}
"""What waits: its metric and what that means."""
_SECONDS = (0.05, 0.25, 1.0, 2.5, 5.0, 15.0, 60.0, 300.0, 1800.0)


class Metrics(Tally):
    """Counters and clocks of one process, in a registry of its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        common: dict[str, Any] = {
            "namespace": "augenhoehe",
            "registry": self._registry,
        }  # Any: unpacked below
        self._counters = {
            name: Counter(name, about, labels, **common) for name, (about, labels) in COUNTERS.items()
        }
        self._waits = {
            what: Histogram(name, about, buckets=_SECONDS, **common) for what, (name, about) in WAITS.items()
        }
        self._depth = Gauge("queue_depth", "Open items", ("status",), **common)
        self._age = Gauge(
            "queue_age_seconds", "How long the oldest open item has waited", ("status",), **common
        )

    def count(self, what: str, number: int = 1, **labels: str) -> None:
        """So many more of these."""
        counter = self._counters[what]
        (counter.labels(**labels) if labels else counter).inc(number)

    def wait(self, what: str, seconds: float) -> None:
        """Something waited so long."""
        self._waits[what].observe(seconds)

    def queue(self, depth: Mapping[str, int], age: Mapping[str, float]) -> None:
        """How many open items there are, and how many seconds the oldest one has waited, by status."""
        for status in OPEN:
            self._depth.labels(status.value).set(depth.get(status.value, 0))
            self._age.labels(status.value).set(age.get(status.value, 0))

    def page(self) -> bytes:
        """Everything, as Prometheus reads it."""
        return generate_latest(self._registry)
