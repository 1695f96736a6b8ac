"""What is written elsewhere about the settings, made from their rows by `python -m bot.settings_docs`.

A house test holds `docs/settings.md` and the `env` of `app.json` equal to this.
"""

import json
from dataclasses import MISSING
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from bot.config import describe
from bot.settings_deploying import DEPLOYED, GENERATED
from bot.settings_rows import Row

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "settings.md"
MANIFEST = ROOT / "app.json"
_HEAD = """# Settings

Written by `python -m bot.settings_docs` from the settings themselves; change the text there.

The program looks for `augenhoehe.toml` in the folder it is started in, or for the file that the variable
`AUGENHOEHE_CONFIG` names. Without a file it runs the demo. Every setting can also be given as a variable of
the environment, which goes before the file; **secrets can be given in no other way**. A setting that is
misspelt, of the wrong type or missing stops the program, which names it and the one that was probably meant.
`augenhoehe check` tells whether all is well.

```toml
[community]
mode = "own"

[team]
language = "de"

[[platforms.wordpress]]
name = "blog"                                  # AUGENHOEHE_WORDPRESS_BLOG_PASSWORD holds its password
url = "https://blog.example"
user = "community"
channels = [["web", "team"]]

[[routes]]
risks = "high, crisis"                         # these comments are shown in another channel, and only there
channels = [["web", "crisis"]]
only = true

[hours]                                        # the clocks of reminders and claims run then
monday = "08:00-20:00"
saturday = "closed"
country = "DE"                                 # closed on its holidays, and on those of the state
state = "BY"
closed = ["2026-12-24"]

[[targets]]
risks = "high, crisis"
remind_minutes = 5
due_minutes = 15

[[ladder]]                                     # without one: the handler, the channel, then the leads
who = "outside:press@brand.example"
after = 60

[[departments]]
name = "Quality"
channel = "C0123"
```
"""
_TITLES = {
    "": "At the top of the file",
    "platforms.wordpress": "[[platforms.wordpress]], once for every blog",
    "risk.low": "[risk.low], and likewise for each class of risk",
    "routes": "[[routes]], once for every route",
    "roster": "[[roster]], once for every line of the roster",
    "targets": "[[targets]], once for every rule about first replies",
    "ladder": "[[ladder]], once for every step",
    "departments": "[[departments]], once for everybody who can be asked",
}
_ENTRIES = """
`NAME` in a variable is the entry's name in capitals; an entry called `{kind}` leaves it out. Where no file
can be laid down, the variables alone make one entry, called `{kind}`.
"""


def page() -> str:
    """The settings as a page for people."""
    sections = (_section(name, list(rows)) for name, rows in groupby(describe(), lambda row: row.section))
    return "\n".join([_HEAD, *sections])


def manifest(text: str) -> str:
    """The manifest of hosting platforms, with its `env` as the settings are now."""
    # Any: JSON has no common type.
    content: dict[str, Any] = json.loads(text)
    content["env"] = {row.variable(row.last): _asked(row) for row in describe() if _deployed(row)}
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def shown(row: Row) -> str:
    """The default, as one would write it."""
    value = row.default
    match value:
        case _ if value is MISSING:
            return "has to be set"
        case None | "":
            return "unset"
        case timedelta():
            return f"{value.total_seconds():g}"
        case Path():
            # A path of this very machine helps nobody.
            return str(value.relative_to(ROOT)) if value.is_absolute() else str(value)
        case str():
            return value
        case _:
            return json.dumps(value)


def _section(name: str, rows: list[Row]) -> str:
    lines = [f"## {_TITLES.get(name, f'[{name}]')}", ""]
    if rows[0].many:
        lines += [_ENTRIES.strip().format(kind=rows[0].last), ""]
    lines += ["| setting | variable | default | what it is |", "|---|---|---|---|"]
    return "\n".join(lines + [_line(row) for row in rows]) + "\n"


def _line(row: Row) -> str:
    variables = " or ".join(f"`{name}`" for name in row.variables("NAME" if row.many else ""))
    name = "secret, no file" if row.secret else f"`{row.name}`"
    return f"| {name} | {variables} | `{shown(row)}` | {row.description} |"


def _deployed(row: Row) -> bool:
    return row.variable(row.last) in DEPLOYED


def _asked(row: Row) -> dict[str, object]:
    """How a hosting platform asks for it."""
    asked: dict[str, object] = {"description": row.description}
    if row.variable(row.last) in GENERATED:
        return {**asked, "generator": "secret"}
    if shown(row) in {"unset", "has to be set"}:
        return {**asked, "required": False}
    return {**asked, "value": shown(row)}


def main() -> None:
    """Write the page and the manifest."""
    PAGE.write_text(page(), encoding="utf-8")
    MANIFEST.write_text(manifest(MANIFEST.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
