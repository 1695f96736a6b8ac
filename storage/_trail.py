"""Salts for the audit trail."""

import secrets

_BYTES = 16


def new_salt() -> str:
    """A salt that nobody can guess; erasing it makes its text's digest meaningless."""
    return secrets.token_hex(_BYTES)


def new_salts(count: int) -> list[str]:
    """Many at once: the operating system is asked only one time."""
    found = secrets.token_hex(_BYTES * count)
    return [found[at : at + 2 * _BYTES] for at in range(0, len(found), 2 * _BYTES)]
