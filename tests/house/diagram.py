"""The state diagram, drawn from the table: `python -m tests.house.diagram` puts it into the docs."""

import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from bot.domain.status import OPEN, TRANSITIONS, Action, Status
from tests.house.bars import ROOT

PAGE = ROOT / "docs" / "ARCHITECTURE.md"
BEGIN, END = "<!-- states: generated from bot/domain/status.py -->", "<!-- /states -->"


def diagram() -> str:
    """Every move that changes the status, as a Mermaid diagram."""
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> new"]
    moves = sorted(
        (before, after, action) for (before, action), after in TRANSITIONS.items() if before != after
    )
    for (before, after), group in groupby(moves, lambda move: move[:2]):
        lines.append(f"    {before} --> {after}: {_names(action for _, _, action in group)}")
    lines += [f"    {status} --> [*]" for status in Status if status not in OPEN]
    return "\n".join([*lines, "```"])


def drawn(text: str) -> str:
    """The page with the diagram as it is now."""
    begin, end = re.escape(BEGIN), re.escape(END)
    return re.sub(f"{begin}.*?{end}", lambda _: f"{BEGIN}\n{diagram()}\n{END}", text, flags=re.DOTALL)


def _names(actions: Iterable[Action]) -> str:
    return ", ".join(actions)


def main(page: Path = PAGE) -> None:
    """Draw it anew."""
    page.write_text(drawn(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
