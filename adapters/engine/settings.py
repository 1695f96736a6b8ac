"""The engine's settings; reading them does not import the engine."""

import os
import secrets
import socket
from dataclasses import dataclass, field
from datetime import timedelta


def new_executor() -> str:
    """A name that no other worker has, and that says where to look for this one."""
    return f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"


@dataclass(frozen=True, kw_only=True)
class EngineSettings:
    """Where the engine keeps its rows and how patient it is."""

    url: str
    """Its own SQLite file (`sqlite:////data/engine.db`), or PostgreSQL; a driver (`+asyncpg`) is ignored."""
    executor: str = field(default_factory=new_executor)
    """This worker's name. Two live workers must never share one."""
    poll: timedelta = timedelta(seconds=0.25)
    """How often the queue is looked at; also how finely delayed wakes are told apart."""
    heartbeat: timedelta = timedelta(seconds=5)
    """How often a worker says that it is alive, and looks for those that are not."""
    dead_after: timedelta = timedelta(seconds=30)
    """A worker that was silent for so long is dead, and its tasks are taken over."""
    retry_after: timedelta = timedelta(seconds=1)
    """The pause before a failed task is tried again; the second pause is twice as long."""
    keep_finished: timedelta = timedelta(hours=1)
    """For how long the rows of finished tasks can be looked at."""

    @property
    def database(self) -> str:
        """The address without a driver: DBOS brings its own."""
        scheme, separator, rest = self.url.partition("://")
        return scheme.partition("+")[0] + separator + rest

    @property
    def file(self) -> str:
        """The SQLite file, or "" for PostgreSQL."""
        return self.database.removeprefix("sqlite:///") if self.database.startswith("sqlite:") else ""
