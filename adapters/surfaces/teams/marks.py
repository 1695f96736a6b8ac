"""Marks the buttons of an item's card in a channel, so that a click tells which message it was made in.

Teams cannot be asked whether a card arrived whose answer got lost. Such a card is shown again after a while;
if somebody clicks on the first one before that, its mark says which show it was, and it is kept instead.
"""

from typing import Any

MARK = "card"
"""The name under which a button carries the mark."""
DRAWN_AGAIN = "-"
"""The mark of a card whose place is known."""


def marked(piece: Any, mark: str) -> Any:
    """The same card, with the mark in everything that its buttons send. Any: a piece of a card."""
    if isinstance(piece, list):
        return [marked(part, mark) for part in piece]
    if not isinstance(piece, dict):
        return piece
    kept = {name: marked(part, mark) for name, part in piece.items()}
    if kept.get("type") == "Action.Execute" and isinstance(kept.get("data"), dict):
        kept["data"] = {**kept["data"], MARK: mark}
    return kept
