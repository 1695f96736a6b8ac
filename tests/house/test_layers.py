"""The architecture, as tests: the contracts in pyproject.toml, and what import-linter has no words for."""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import grimp
import pytest

from tests.house.bars import PRODUCT, ROOT

DOMAIN_MAY_USE = {"bot.errors", "bot.words"}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(*PRODUCT, include_external_packages=True, cache_dir=None)


def test_imports_go_downward_and_peers_never_meet() -> None:
    # In a process of its own: import-linter switches everybody else's loggers off.
    lint = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()"]
    done = subprocess.run([*lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_module_of_the_program_has_its_row(graph: grimp.ImportGraph) -> None:
    rows = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert not [module for module in graph.find_children("bot") if module not in rows]


def test_the_domain_uses_the_standard_library_and_little_else(graph: grimp.ImportGraph) -> None:
    modules = {"bot.domain"} | graph.find_descendants("bot.domain")
    foreign = {
        f"{module} -> {used}"
        for module in modules
        for used in graph.find_modules_directly_imported_by(module)
        if used not in modules | DOMAIN_MAY_USE and used.partition(".")[0] not in sys.stdlib_module_names
    }
    assert not foreign


@pytest.mark.parametrize("row", ["adapters.platforms", "adapters.surfaces"])
def test_adapters_of_one_row_never_meet(graph: grimp.ImportGraph, row: str) -> None:
    """What they share stands in modules that begin with an underscore."""
    meetings = {
        f"{module} -> {used}"
        for module in graph.find_descendants(row)
        for used in graph.find_modules_directly_imported_by(module)
        if used.startswith(f"{row}.") and not _may_use(_adapter(module, row), _adapter(used, row))
    }
    assert not meetings


def test_one_module_alone_knows_the_archived_bot_framework(graph: grimp.ImportGraph) -> None:
    """Its successor is then one file away."""
    knowing = _importers(graph, ("botbuilder", "botframework", "msrest"))
    assert knowing == {"adapters.surfaces.teams.gateway"}
    # Not even by a name that is put together, or within a function.
    naming = {path for path in (ROOT / "adapters").rglob("*.py") if "botbuilder" in path.read_text("utf-8")}
    assert naming == {ROOT / "adapters/surfaces/teams/gateway.py"}


@pytest.mark.parametrize("module", ["bot.settings_rows", "bot.config"])
def test_reading_settings_loads_no_sdk(module: str) -> None:
    """They are read by every command, also by those that need nothing else."""
    loaded = _loaded_by(module)
    assert not loaded & {"openai", "dbos", "sqlalchemy", "slack_sdk", "botbuilder", "httpx", "starlette"}


def _adapter(module: str, row: str) -> str:
    """`wordpress`, for whatever belongs to it."""
    name = module.removeprefix(f"{row}.").partition(".")[0]
    return name.removesuffix("_settings")


def _may_use(adapter: str, used: str) -> bool:
    return adapter == used or used.startswith("_")


def _importers(graph: grimp.ImportGraph, packages: Iterable[str]) -> set[str]:
    found = {module for module in graph.modules if module.partition(".")[0] in packages}
    return {importer for module in found for importer in graph.find_modules_that_directly_import(module)}


def _loaded_by(module: str) -> set[str]:
    """The packages that a fresh Python has loaded after importing a module."""
    code = f"import sys, {module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_the_house_has_no_other_rooms() -> None:
    """Whatever can be imported is under the contracts."""
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages - {"tests", "benchmarks"} == set(PRODUCT), Path.cwd()
