"""Reads what coverage measured: rules and use cases are covered whole.

`pytest --cov --cov-report=json:FILE` first, then `python -m tests.house.coverage FILE`: it says what is
missing, and ends with 1 if anything is.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

WHOLE = ("bot/domain/", "bot/desk/")


def missing(report: dict[str, Any]) -> Iterator[str]:
    """Lines and branches of the rules and use cases that no test has run. Any: JSON has no common type."""
    for name, file in sorted(report["files"].items()):
        if name.startswith(WHOLE) and file["summary"]["percent_covered"] < 100:
            branches = ", ".join(f"{begin}->{end}" for begin, end in file.get("missing_branches", []))
            yield f"{name}: lines {file['missing_lines']}, branches {branches or 'none'}"


def main(path: str) -> int:
    """Say what is missing."""
    found = list(missing(json.loads(Path(path).read_text(encoding="utf-8"))))
    print("\n".join(found or [f"{' and '.join(WHOLE)} are covered whole"]))  # noqa: T201  # it is a command
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
