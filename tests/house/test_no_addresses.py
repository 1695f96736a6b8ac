"""Nothing that is kept names the machine it was made on, or where its packages came from."""

import subprocess
from pathlib import Path

import pytest

from tests.house.bars import ROOT

# Written in two parts, so that this file does not name them either.
HOSTS = [
    f"{name}.{end}"
    for name, end in (("pypi", "org"), ("files.pythonhosted", "org"), ("registry.npmjs", "org"))
]
PATHS = [f"/{first}/{second}" for first, second in (("work", "main"), ("root", "."), ("home", "user"))]
LIMIT = 1_000_000


def tracked() -> list[Path]:
    """Every file that is in the repository or would be added to it."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    paths = (ROOT / name for name in done.stdout.split("\0") if name)
    return [path for path in paths if path.is_file() and path.stat().st_size < LIMIT]


@pytest.mark.parametrize("address", [*HOSTS, *PATHS])
def test_no_file_names_a_registry_or_a_machine(address: str) -> None:
    naming = [str(path.relative_to(ROOT)) for path in tracked() if address.encode() in path.read_bytes()]
    assert not naming


def test_the_lock_file_that_records_addresses_is_not_kept() -> None:
    assert "uv.lock" not in {path.name for path in tracked()}


def test_constraints_are_names_and_versions_alone() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if "==" not in line or "://" in line or line.startswith(("-", "#"))]
