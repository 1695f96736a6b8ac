"""Which text a version stands for. A page that is changed without a new version is found."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from prompts.reading import Source

NAME = "versions.toml"
_HEAD = "# Kept by `augenhoehe prompts lint`: which text each version stands for. Not to be edited by hand.\n"
_VERSION = re.compile(r"\A---\n(?:.*\n)*?version: *(\d+)", re.MULTILINE)
_UNVERSIONED = ("brand.toml", "facts/")
"""Data that changes from day to day; the hash of the library tells their states apart."""


def versions(files: Mapping[str, Source]) -> dict[str, tuple[int, str]]:
    """The version and the fingerprint of every page; version 0 where a page has none."""
    pages = {file: source for file, source in files.items() if not file.startswith(_UNVERSIONED)}
    return {file: (_version(source.text), _print(source.text)) for file, source in pages.items()}


def kept(folder: Path) -> dict[str, tuple[int, str]]:
    """What was kept; nothing when there is no such file, or when it cannot be read."""
    try:
        lines = tomllib.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    found = {file: str(line).split() for file, line in lines.items()}
    return {file: (int(line[0]), line[1]) for file, line in found.items() if line[0].isdecimal() and line[1:]}


def keep(folder: Path, now: Mapping[str, tuple[int, str]]) -> bool:
    """Keep them; True when that changed the file."""
    lines = [
        f'"{file}" = "{version} {fingerprint}"\n' for file, (version, fingerprint) in sorted(now.items())
    ]
    text, path = _HEAD + "".join(lines), folder / NAME
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.write_text(text, encoding="utf-8")
    return True


def _version(text: str) -> int:
    match = _VERSION.match(text)
    return int(match[1]) if match else 0


def _print(text: str) -> str:
    """Line ends and blanks at their end are nothing that anybody reads."""
    lines = "\n".join(line.rstrip() for line in text.splitlines()).strip()
    return hashlib.sha256(lines.encode()).hexdigest()[:16]
