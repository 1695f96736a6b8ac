"""The library as it lies on disk, read anew when its files change; the last good state stays in use."""

import logging
import time
from collections.abc import Callable
from pathlib import Path

from bot.errors import BadSetting
from bot.words import Words, say
from prompts.loader import FOLDERS, LIBRARY, Library, is_page, load, unreadable

log = logging.getLogger("augenhoehe.prompts")

_SECONDS = 1.0
"""How often the files are looked at: a change is seen at once, and hundreds of drafts cost one look."""
_State = tuple[tuple[str, int, int], ...]


class Shelf:
    """Gives out the library. Edits need no restart, and a mistake in them stops nobody's work."""

    def __init__(self, folder: Path = LIBRARY, clock: Callable[[], float] = time.monotonic) -> None:
        self._folder = folder
        self._clock = clock
        self._state = _state(folder)
        self._library = load(folder)
        self._looked = clock()
        self.problem: Words | None = None
        """What is wrong with the files as they are now; None when they are in use."""

    @property
    def library(self) -> Library:
        """The latest state of the files that can be used."""
        now = self._clock()
        if now - self._looked >= _SECONDS:
            self._looked = now
            self._look()
        return self._library

    def told(self) -> Words | None:
        """What is wrong with the files as they are now, for people; None when they are in use."""
        if self.library and self.problem:  # looking is what finds it
            return say(
                "The prompt library has a mistake; what it said before stays in use. {why}", why=self.problem
            )
        return None

    def _look(self) -> None:
        try:
            state = _state(self._folder)
            if state == self._state:
                return
            self._state = state
            self._library, self.problem = load(self._folder), None
            log.info("The prompt library was read anew: %s", self._library.hash)
        except (BadSetting, OSError) as error:
            self.problem = error.words if isinstance(error, BadSetting) else unreadable(self._folder, error)
            log.warning("The prompt library has a mistake, %s stays in use: %s", self._library.hash, error)


def _state(folder: Path) -> _State:
    """What tells that a file was changed, without reading it."""
    paths = [*folder.glob("*.*"), *(path for name in FOLDERS for path in (folder / name).glob("*.md"))]
    return tuple((str(path), *_stamp(path)) for path in sorted(paths) if is_page(path))


def _stamp(path: Path) -> tuple[int, int]:
    """When it was changed and how long it is; a file that is not there any more is not an old one."""
    try:
        stat = path.stat()
    except OSError:
        return 0, -1
    return stat.st_mtime_ns, stat.st_size
