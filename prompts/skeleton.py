"""The page that `augenhoehe prompts new` begins with."""

from pathlib import Path

from bot.errors import BadSetting
from bot.words import say
from prompts.strict import is_name

_HEAD = """\
---
id: {id}
version: 1
title: {id}
title_en: {id}
goal: Was die Person nach unserer Antwort denkt oder weiß.
"""
_DRAFTED = """\
# Mindestens acht für jede Sprache und Ansprache, jedes anders.
# {{author}} nur ganz am Anfang, {{quote}} nur in Anführungszeichen.
examples:
  - name: ein-name
    language: de
    address: du
    comment: "Was jemand schreibt."
    reply: "Hallo {{author}}, was wir darauf antworten würden."
tests:
  - name: ein-versuch
    language: de
    comment: "Was jemand schreibt."
    never: ["Was in keinem Entwurf stehen darf"]
---
## Haltung

Wie wir diesen Kommentaren begegnen.

## Schritte

- Was wir tun, in der Reihenfolge, die passt.

## Nie

- Was wir nie tun.
"""
_ROUTED = """\
draft: false
route: "Wer übernimmt, und wie schnell."
---
## Jetzt

- Was als Erstes zu tun ist.

## Nie

- Was wir nie tun.

## Wer

- Wer zuständig ist.
"""


def begin(folder: Path, kind: str, *, draft: bool) -> Path:
    """Lay a new page into the library.

    Raises:
        BadSetting: the name cannot be one, or there is such a page.

    """
    if not is_name(kind):
        raise BadSetting(
            say("A kind is named with small letters, digits and dashes, unlike “{name}”.", name=kind)
        )
    path = folder / "kinds" / f"{kind}.md"
    if path.exists():
        raise BadSetting(say("There is a page {file} already.", file=str(path)))
    path.write_text((_HEAD + (_DRAFTED if draft else _ROUTED)).format(id=kind), encoding="utf-8")
    return path
