"""A community and a chat tool that write down all that happens to them, in a process that nobody kills.

A call takes a while, and what it does happens at a random moment within, whether or not the caller is
still there. So callers die before and after the effect. It is honest in the unhelpful way of real
platforms: the same reply sent twice is public twice, the same card shown twice stands there twice.

Run it as `python -m tests.campaigns.recorder <shortest call> <longest call>`; it prints its address.
"""

import asyncio
import itertools
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.campaigns.plain_http import Reply, Told, serve

PAGE = 50


@dataclass
class Plaza:
    """The community."""

    comments: dict[str, Told] = field(default_factory=dict)
    changes: list[str] = field(default_factory=list)
    """Ids in the order in which they changed; a cursor counts them."""
    replies: dict[str, list[Told]] = field(default_factory=dict)
    posts: list[Told] = field(default_factory=list)
    """Every reply that ever became public, also the ones taken down."""
    gone: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def write(self, asked: Told) -> Told:
        """The public writes."""
        ids = [f"c{next(self.numbers)}" for _ in asked["texts"]]
        for number, text in zip(ids, asked["texts"], strict=True):
            self._keep({"id": number, "text": text, "author": f"Anna {number}", "parent": "", "ours": False})
        return {"ids": ids}

    def _keep(self, comment: Told) -> None:
        comment["published"] = datetime.now(UTC).isoformat()
        self.comments[comment["id"]] = comment
        self.changes.append(comment["id"])

    def fetch(self, asked: Told) -> Told:
        """A page of what changed."""
        done = min(asked["mark"] + PAGE, len(self.changes))
        changed = dict.fromkeys(self.changes[asked["mark"] : done])
        return {
            "comments": [self.comments[number] for number in changed if number not in self.gone],
            "gone": [number for number in changed if number in self.gone],
            "mark": done,
            "more": done < len(self.changes),
        }

    def look(self, asked: Told) -> Told:
        """A comment, and what is beneath it. Keys are not told: this platform keeps none."""
        return {"comment": self.comments[asked["id"]], "replies": self.replies.get(asked["id"], [])}

    def post(self, asked: Told) -> Told:
        """A reply becomes public, however often it is asked for."""
        reply = {"id": f"r{next(self.numbers)}", "text": asked["text"]}
        self.replies.setdefault(asked["id"], []).append(reply)
        self.posts.append({"comment": asked["id"], "text": asked["text"]})
        self._keep({**reply, "author": "Us", "parent": asked["id"], "ours": True})
        return reply

    def hide(self, asked: Told) -> Told:
        """The public does not see the comment any more."""
        self.hidden.add(asked["id"])
        return {}

    def unhide(self, asked: Told) -> Told:
        """The public sees it again."""
        self.hidden.discard(asked["id"])
        return {}

    def correct(self, asked: Told) -> Told:
        """A reply has another text."""
        (reply,) = (each for each in self.replies[asked["id"]] if each["id"] == asked["reply"])
        reply["text"] = asked["text"]
        self._keep(self.comments[asked["reply"]] | {"text": asked["text"]})
        return reply

    def delete_reply(self, asked: Told) -> Told:
        """A reply is taken down; already gone is fine."""
        left = [each for each in self.replies[asked["id"]] if each["id"] != asked["reply"]]
        self.replies[asked["id"]] = left
        self.gone.add(asked["reply"])
        self.changes.append(asked["reply"])
        return {}


@dataclass
class Hall:
    """The chat tool."""

    messages: dict[str, Told] = field(default_factory=dict)
    shows: list[Told] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    changes: list[str] = field(default_factory=list)
    interval: float = 0.0
    """Seconds between two new messages in one channel; sooner ones are refused."""
    free_at: dict[str, float] = field(default_factory=dict)

    def wait_for(self, asked: Told) -> float:
        """Seconds until the channel takes another message; this one counts when that is none."""
        now = time.monotonic()
        wait = self.free_at.get(asked["channel"], now) - now
        if wait <= 0:
            self.free_at[asked["channel"]] = now + self.interval
        return max(wait, 0.0)

    def occupy(self, asked: Told) -> Told:
        """Somebody else writes into a channel."""
        self.free_at[asked["channel"]] = time.monotonic() + self.interval
        return {}

    def show(self, asked: Told) -> Told:
        """A new message, however often it is asked for."""
        remote = f"m{len(self.messages) + 1}"
        self.messages[remote] = asked["card"]
        self.keys[asked["key"]] = remote
        self.shows.append({**asked["card"], "channel": asked["channel"], "at": datetime.now(UTC).isoformat()})
        self.changes.append(remote)
        return {"remote": remote}

    def redraw(self, asked: Told) -> Told:
        """A message shows something else."""
        self.messages[asked["remote"]] = asked["card"]
        self.changes.append(asked["remote"])
        return {}

    def find(self, asked: Told) -> Told:
        """The message that was shown with a key."""
        return {"remote": self.keys.get(asked["key"], "")}

    def changed(self, asked: Told) -> Told:
        """What people see that they did not see before."""
        fresh = dict.fromkeys(self.changes[asked["since"] :])
        return {"cards": [self.messages[remote] for remote in fresh], "now": len(self.changes)}


@dataclass
class Recorder:
    """Both, with the troubles that can be asked for."""

    quick: float
    slow: float
    plaza: Plaza = field(default_factory=Plaza)
    hall: Hall = field(default_factory=Hall)
    drops: Counter[str] = field(default_factory=Counter)
    """So many next calls of a kind are done, and their answers dropped."""
    chance: float = 0.0
    """How likely the answer of any call is dropped."""
    calls: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    """Messages that came sooner than the channel takes them."""

    def __post_init__(self) -> None:
        plaza, hall = self.plaza, self.hall
        world = (plaza.fetch, plaza.look, plaza.post, plaza.hide, plaza.unhide, plaza.correct)
        chat = (plaza.delete_reply, hall.show, hall.redraw, hall.find)
        control = (plaza.write, hall.changed, hall.occupy, self.drop, self.limit, self.count, self.record)
        self._slow_ones = _by_name(*world, *chat)
        self._at_once = _by_name(*control)

    async def answer(self, call: str, asked: Told) -> Reply | None:
        """Answer a call, or not."""
        if call in self._at_once:
            return Reply(self._at_once[call](asked))
        self.calls[call] += 1
        whole = random.uniform(self.quick, self.slow)
        before = random.uniform(0, whole)
        await asyncio.sleep(before)
        if call == "show" and (wait := self.hall.wait_for(asked)):
            self.refused += 1
            return Reply({}, 429, {"Retry-After": f"{wait:.4f}"})
        told = self._slow_ones[call](asked)
        await asyncio.sleep(whole - before)
        return None if self._dropped(call) else Reply(told)

    def _dropped(self, call: str) -> bool:
        if self.drops[call]:
            self.drops[call] -= 1
            return True
        return random.random() < self.chance

    def drop(self, asked: Told) -> Told:
        """Drop the answers to the next calls of these kinds, or to any with a probability."""
        self.drops.update(asked.get("next", {}))
        self.chance = asked.get("chance", self.chance)
        return {}

    def limit(self, asked: Told) -> Told:
        """Take one new message per channel in so many seconds."""
        self.hall.interval = asked["interval"]
        return {}

    def count(self, _: Told) -> Told:
        """How many replies and cards were sent, and how many cards there are."""
        return {"sent": self.calls["post"] + self.calls["show"], "shown": len(self.hall.shows)}

    def record(self, _: Told) -> Told:
        """The books."""
        plaza, hall = self.plaza, self.hall
        written = [number for number, comment in plaza.comments.items() if not comment["ours"]]
        return {
            "written": written,
            "posts": plaza.posts,
            "replies": plaza.replies,
            "hidden": sorted(plaza.hidden),
            "shows": hall.shows,
            "messages": hall.messages,
            "calls": self.calls,
            "refused": self.refused,
            "undropped": sum(self.drops.values()),
        }


def _by_name(*calls: Callable[[Told], Told]) -> dict[str, Callable[[Told], Told]]:
    return {call.__name__: call for call in calls}


async def main(quick: str, slow: str) -> None:
    """Record until killed."""
    server = await serve(Recorder(float(quick), float(slow)).answer)
    host, port = server.sockets[0].getsockname()
    print(f"http://{host}:{port}", flush=True)  # noqa: T201 - whoever started it reads it
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
