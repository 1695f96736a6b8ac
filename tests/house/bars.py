"""Measures our code: `python -m tests.house.bars` prints how it stands against the bars of TASTE.md."""

import ast
import io
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of its syntax tree."""
        return _nodes(self.text)

    @property
    def functions(self) -> list[Function]:
        """Its functions and methods."""
        found = (node for node in self.nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
        return [
            Function(where=f"{self.name}:{node.lineno} {node.name}", lines=_length(node)) for node in found
        ]

    @property
    def blind_excepts(self) -> list[str]:
        """Where it catches whatever comes and does not raise it again."""
        handlers = (node for node in self.nodes if isinstance(node, ast.ExceptHandler))
        return [f"{self.name}:{each.lineno}" for each in handlers if _blind(each)]

    @property
    def mocks(self) -> set[str]:
        """The names in it that belong to mocks."""
        names = {node.id for node in self.nodes if isinstance(node, ast.Name)}
        names |= {node.arg for node in self.nodes if isinstance(node, ast.arg)}
        names |= {node.attr for node in self.nodes if isinstance(node, ast.Attribute)}
        return {*names, *_imported(self.nodes)} & _MOCKS

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
    comments: float
    """Per hundred lines."""


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
        comments=100 * sum(file.comments for file in files) / sum(file.lines for file in files),
    )


@cache
def _nodes(text: str) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(text)))


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    documented = ast.get_docstring(node) is not None
    docstring = (node.body[0].end_lineno or 0) - node.body[0].lineno + 1 if documented else 0
    return (node.end_lineno or node.lineno) - node.lineno + 1 - docstring


def _blind(handler: ast.ExceptHandler) -> bool:
    names = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    everything = any(name is None or (isinstance(name, ast.Name) and name.id in _BLIND) for name in names)
    return everything and not any(isinstance(node, ast.Raise) for node in ast.walk(handler))


def _imported(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = getattr(node, "module", None) or ""
            yield from (part for alias in node.names for part in f"{module}.{alias.name}".split("."))


def table() -> str:
    """The measures, for people."""
    product, tests = sources(*PRODUCT), sources("tests")
    measures = measure(product)
    longest_file = max(product, key=lambda file: file.lines)
    lines, test_lines = (sum(file.lines for file in files) for files in (product, tests))
    blind = sum(len(file.blind_excepts) for file in product)
    rows = [
        ("lines per function, median", f"{measures.median:g}", "<= 8"),
        ("lines per function, p90", f"{measures.p90:g}", "<= 25"),
        ("longest function", f"{measures.longest.lines} ({measures.longest.where})", "<= 50"),
        ("longest file", f"{longest_file.lines} ({longest_file.name})", "<= 300"),
        ("blind excepts", f"{blind}", "<= 3"),
        ("comments per 100 lines", f"{measures.comments:.1f}", "3 to 9"),
        ("test lines per line", f"{test_lines / lines:.2f}", "1.2 to 2"),
    ]
    return "\n".join(f"{name:<28} {bar:<10} {value}" for name, value, bar in rows)


if __name__ == "__main__":
    print(table())  # noqa: T201  # it is a command
