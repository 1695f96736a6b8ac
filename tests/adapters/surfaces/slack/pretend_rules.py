"""The limits of Slack, for the pretend one to keep: how often, how soon, how many times."""

import math
import time
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from itertools import count

TIERS = {
    **dict.fromkeys(("chat.update", "conversations.history", "conversations.replies"), 50),
    **dict.fromkeys(("conversations.info",), 50),
    **dict.fromkeys(("views.open", "views.push", "views.update", "views.publish"), 100),
    **dict.fromkeys(("chat.postEphemeral", "users.info"), 100),
    "usergroups.users.list": 20,
}
"""Calls of a method in a minute; Slack lets at least so many through."""
TRIGGER = 3.0
"""Seconds in which a dialog can be opened after a click."""
HOOK = 1800.0
MOST_USES = 5
"""Seconds and uses of a response_url."""


@dataclass
class Rules:
    """What was used, and when."""

    scale: float = 1.0
    """How long a second of Slack's lasts here."""
    tiers: bool = False
    """Whether calls are counted."""
    _calls: "defaultdict[str, deque[float]]" = field(default_factory=lambda: defaultdict(deque))
    _issued: dict[str, float] = field(default_factory=dict)
    _used: set[str] = field(default_factory=set)
    _hooks: Counter[str] = field(default_factory=Counter)
    _numbers: "count[int]" = field(default_factory=count)

    def now(self) -> float:
        """In seconds of Slack's."""
        return time.monotonic() / self.scale

    def wait_for(self, method: str) -> int:
        """Whole seconds until the method may be called again; 0 for now, and then it counts."""
        if not self.tiers or method not in TIERS:
            return 0
        calls = self._calls[method]
        while calls and calls[0] <= self.now() - 60:
            calls.popleft()
        if len(calls) >= TIERS[method]:
            return max(1, math.ceil(calls[0] + 60 - self.now()))
        calls.append(self.now())
        return 0

    def trigger(self) -> str:
        """A new one, as every click brings it."""
        return self._issue("trigger")

    def hook(self) -> str:
        """The end of a new response_url."""
        return self._issue("hook")

    def _issue(self, kind: str) -> str:
        name = f"{kind}-{next(self._numbers)}"
        self._issued[name] = self.now()
        return name

    def age(self, name: str, seconds: float) -> None:
        """So much time has passed since it was issued."""
        self._issued[name] -= seconds

    def trigger_fault(self, name: str) -> str:
        """Why a dialog cannot be opened with it any more; it counts as used now."""
        if name in self._used:
            return "exchanged_trigger_id"
        self._used.add(name)
        late = name == "too-late" or self.now() - self._issued.get(name, self.now()) > TRIGGER
        return "expired_trigger_id" if late else ""

    def hook_fault(self, name: str) -> str:
        """Why nothing can be said there any more; it counts as used now."""
        self._hooks[name] += 1
        if self._hooks[name] > MOST_USES:
            return "used_url"
        return "expired_url" if self.now() - self._issued.get(name, self.now()) > HOOK else ""
