"""The key that signs the cookies: the one that was set, or one that is kept."""

import os
import secrets
from pathlib import Path

from bot.errors import BadSetting
from bot.settings_parts import Database, Serving
from bot.settings_rows import PREFIX
from bot.words import say


def signing_key(serving: Serving, database: Database, folder: Path) -> str:
    """The key that was set, or the one in this folder.

    Raises:
        BadSetting: several processes could not share the one in the folder, or it cannot be used.

    """
    if not serving.secret and database.shared:
        raise BadSetting(
            say(
                "A secret is missing: with PostgreSQL, set {variable} in the environment"
                " to 32 random characters or more.",
                variable=f"{PREFIX}_WEB_SECRET",
            )
        )
    return serving.secret or kept_secret(folder)


def kept_secret(folder: Path) -> str:
    """The key in this folder; made at the first time, readable by us alone.

    Raises:
        BadSetting: the folder cannot be used.

    """
    file = folder / "web-secret"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            _make(file)
        return file.read_text(encoding="ascii")
    except (OSError, ValueError) as error:
        words = say(
            "The data folder {folder} cannot be used: {why}. Free it, or choose another one with {variable}.",
            folder=folder,
            why=error,
            variable="AUGENHOEHE_DATA",
        )
        raise BadSetting(words) from error


def _make(file: Path) -> None:
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii"
    ) as writing:
        writing.write(secrets.token_urlsafe(48))
    # Renamed when it is whole: nobody ever reads half a key.
    draft.rename(file)
