"""Measures our code: `python -m tests.house.bars` prints how it stands against the bars of TASTE.md."""

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("bot", "adapters", "prompts", "storage")
_BLIND = {"Exception", "BaseException"}
_MOCKS = {"mock", "Mock", "MagicMock", "AsyncMock", "mocker", "pytest_mock"}


@dataclass(frozen=True, kw_only=True)
class Function:
    """How long a function is, its docstring and decorators not counted."""

    where: str
    lines: int


@dataclass(frozen=True)
class Source:
    """One Python file."""

    name: str
    """Its path in the project."""
    text: str

    @property
    def lines(self) -> int:
        """How long it is."""
        return len(self.text.splitlines())

    @property
    def functions(self) -> list[Function]:
        """Its functions and methods."""
        return [Function(where=f"{self.name}:{at}", lines=lines) for at, lines in _read(self.text).functions]

    @property
    def blind_excepts(self) -> list[str]:
        """Where it catches whatever comes and does not raise it again."""
        return [f"{self.name}:{line}" for line in _read(self.text).blind]

    @property
    def mocks(self) -> set[str]:
        """The names in it that belong to mocks."""
        return _read(self.text).names & _MOCKS

    @property
    def comments(self) -> int:
        """How many lines hold a comment that is no order to a tool."""
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        orders = ("# noqa", "# type:", "# pragma")
        return sum(token.type == tokenize.COMMENT and not token.string.startswith(orders) for token in tokens)


@dataclass(frozen=True, kw_only=True)
class Measures:
    """The bars, measured."""

    median: float
    p90: float
    longest: Function


def sources(*folders: str) -> list[Source]:
    """Our Python files beneath these folders; migrations are written once and never read again."""
    paths = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    return [
        Source(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))
        for path in paths
        if "migrations" not in path.parts
    ]


def measure(files: list[Source]) -> Measures:
    """How these files stand."""
    functions = [function for file in files for function in file.functions]
    lengths = [function.lines for function in functions]
    return Measures(
        median=median(lengths),
        p90=quantiles(lengths, n=10)[-1],
        longest=max(functions, key=lambda function: function.lines),
    )


@dataclass(frozen=True, kw_only=True)
class _Read:
    """What the bars need of a syntax tree: a million nodes of all our files would be too many to keep."""

    functions: list[tuple[str, int]] = field(default_factory=list)
    """Line and name, and how long it is."""
    blind: list[int] = field(default_factory=list)
    names: set[str] = field(default_factory=set)


@cache
def _read(text: str) -> _Read:
    found = _Read()
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Name():
                found.names.add(node.id)
            case ast.Attribute():
                found.names.add(node.attr)
            case ast.arg():
                found.names.add(node.arg)
            case ast.Import() | ast.ImportFrom():
                found.names.update(_imported(node))
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                found.functions.append((f"{node.lineno} {node.name}", _length(node)))
            case ast.ExceptHandler() if _blind(node):
                found.blind.append(node.lineno)
    return found


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    documented = ast.get_docstring(node) is not None
    docstring = (node.body[0].end_lineno or 0) - node.body[0].lineno + 1 if documented else 0
    return (node.end_lineno or node.lineno) - node.lineno + 1 - docstring


def _blind(handler: ast.ExceptHandler) -> bool:
    names = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    everything = any(name is None or (isinstance(name, ast.Name) and name.id in _BLIND) for name in names)
    return everything and not any(isinstance(node, ast.Raise) for node in ast.walk(handler))


def _imported(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    module = getattr(node, "module", None) or ""
    return (part for alias in node.names for part in f"{module}.{alias.name}".split("."))


def table() -> str:
    """The measures, for people."""
    product, tests = sources(*PRODUCT), sources("tests")
    measures = measure(product)
    longest_file = max(product, key=lambda file: file.lines)
    lines, test_lines = (sum(file.lines for file in files) for files in (product, tests))
    blind = sum(len(file.blind_excepts) for file in product)
    comments = 100 * sum(file.comments for file in product) / lines
    rows = [
        ("lines per function, median", f"{measures.median:g}", "<= 8"),
        ("lines per function, p90", f"{measures.p90:g}", "<= 25"),
        ("longest function", f"{measures.longest.lines} ({measures.longest.where})", "<= 50"),
        ("longest file", f"{longest_file.lines} ({longest_file.name})", "<= 300"),
        ("blind excepts", f"{blind}", "<= 3"),
        ("comments per 100 lines", f"{comments:.1f}", "3 to 9"),
        ("test lines per line", f"{test_lines / lines:.2f}", "1.2 to 2"),
    ]
    return "\n".join(f"{name:<28} {bar:<10} {value}" for name, value, bar in rows)


if __name__ == "__main__":
    print(table())  # noqa: T201  # it is a command
