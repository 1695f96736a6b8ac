"""Filling in the brand's own data while the library is read, long before there is a comment.

Only `{{ brand.name }}` and its like, and `{% if brand.hours %}`: no loops, no arithmetic, no calls. What
the public writes never comes near this module; the slots of examples are filled by `prompts.slots`.
"""

import re
from collections.abc import Mapping

from bot.errors import BadSetting
from bot.words import say

_MARKED = re.compile(r"\{[{%#]")


def render(file: str, text: str, line: int, brand: Mapping[str, str]) -> str:
    """The text with what is known of the brand; `line` is where it begins in its file.

    Raises:
        BadSetting: it holds more than a name or a condition, or a name that we do not know.

    """
    # Most pages hold no template at all: then the template engine is not even loaded.
    return _rendered(file, text, line, brand) if _MARKED.search(text) else text


def _rendered(file: str, text: str, line: int, brand: Mapping[str, str]) -> str:
    from jinja2 import StrictUndefined, TemplateSyntaxError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    # Markdown for people and models, never HTML: escaping would only spoil it.
    engine = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    try:
        tree = engine.parse(text)
    except TemplateSyntaxError as error:
        raise _refused(file, line + error.lineno - 1, str(error.message), brand) from error
    _check(file, line, tree, brand)
    return engine.from_string(text).render(brand=dict(brand))


def _check(file: str, line: int, tree: object, brand: Mapping[str, str]) -> None:
    """Refuse whatever is more than a name of ours: what is not there cannot be misused."""
    from jinja2 import nodes

    allowed = (nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.If, nodes.Not)
    assert isinstance(tree, nodes.Template)  # noqa: S101  # what `parse` gives back
    inner = {id(node.node) for node in tree.find_all(nodes.Getattr)}
    for node in tree.find_all(nodes.Node):
        name = _name(node) if isinstance(node, allowed) else type(node).__name__
        bare = isinstance(node, nodes.Name) and id(node) not in inner
        if bare or (name and name not in {"brand", *(f"brand.{key}" for key in brand)}):
            raise _refused(file, line + node.lineno - 1, name, brand)


def _name(node: object) -> str:
    """How a name or an attribute is written; "" for what is neither."""
    from jinja2 import nodes

    if isinstance(node, nodes.Name):
        return str(node.name)
    return f"{_name(node.node)}.{node.attr}" if isinstance(node, nodes.Getattr) else ""


def _refused(file: str, line: int, found: str, brand: Mapping[str, str]) -> BadSetting:
    return BadSetting(
        say(
            "{file}, line {line}: “{found}” cannot stand in double braces; known are: {known}.",
            file=file,
            line=line,
            found=found,
            known=", ".join(f"brand.{key}" for key in sorted(brand)),
        )
    )
