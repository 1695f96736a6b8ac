"""What strangers write to break a page, and a reader that finds whether they did."""

from html.parser import HTMLParser

CORPUS = {
    "script": "<script>alert(1)</script>",
    "closing": "</textarea></blockquote></article></dialog><script>alert(1)</script>",
    "attribute": '" onmouseover="alert(1)" x=\'',
    "image": "<img src=x onerror=alert(1)>",
    "style": '<style>*{display:none}</style><p style="color:red">',
    "entity": "&lt;script&gt;&#60;b&#62;",
    "javascript": "javascript:alert(1)",
    "javascript-mixed": "JaVa\tScRiPt:alert(1)",
    "data": "data:text/html,<script>alert(1)</script>",
    "double-slash": "//evil.example/x",
    "backslash": "/community/..\\evil",
    "upwards": "/community/../team/sign-out",
    "bidi": "abc\u202egnp.exe\u2066x",
    "zero-width": "a\u200bb\ufeffc\u2060d\xade",
    "nul": "a\x00b\x1b[31mc",
    "halves": "a\ud800b",
    "tags": "x\U000e0041\U000e0042y",
    "slack": "<!channel> <@U123> <https://evil.example|click>",
    "markdown": "[click](https://evil.example) **bold** # head",
    "jinja": "{{7*7}}{% raw %}{{ config }}",
    "format": "{0.__class__} {x} %s %(x)s",
    "breaks": "a\r\nb\u2028c",
    "german": "Schöne Grüße, \U0001f44d\U0001f3fd‍!",
}
PLAIN_TAGS = frozenset(
    [
        "a",
        "article",
        "blockquote",
        "br",
        "button",
        "code",
        "dd",
        "del",
        "details",
        "figcaption",
        "figure",
        "div",
        "dl",
        "dt",
        "footer",
        "form",
        "h2",
        "h3",
        "header",
        "img",
        "input",
        "ins",
        "mark",
        "label",
        "li",
        "ol",
        "option",
        "output",
        "p",
        "rect",
        "section",
        "select",
        "span",
        "strong",
        "summary",
        "svg",
        "table",
        "tbody",
        "td",
        "text",
        "textarea",
        "th",
        "thead",
        "time",
        "title",
        "tr",
        "ul",
    ]
)
PLAIN_ATTRIBUTES = frozenset(
    [
        "action",
        "alt",
        "checked",
        "class",
        "datetime",
        "dir",
        "download",
        "for",
        "height",
        "hidden",
        "href",
        "id",
        "loading",
        "method",
        "name",
        "preserveaspectratio",
        "referrerpolicy",
        "rel",
        "readonly",
        "role",
        "rows",
        "scope",
        "selected",
        "src",
        "tabindex",
        "target",
        "title",
        "type",
        "value",
        "viewbox",
        "width",
        "x",
        "y",
    ]
)
LINKS = frozenset({"href", "src", "action"})
OURS = ("/team/", "/community/", "https://community.example/")


class Reader(HTMLParser):
    """Reads a page as a browser does, and remembers what could do harm."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.harm: list[str] = []
        self.said = ""
        self.tags: list[str] = []
        self.feed(str(html))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Every tag and attribute must be one of ours."""
        self.tags.append(tag)
        if tag not in PLAIN_TAGS:
            self.harm.append(tag)
        self.harm += [name for name, _ in attrs if not _plain(name)]
        self.harm += [value or "" for name, value in attrs if name in LINKS and not _leads(value or "")]

    def handle_data(self, data: str) -> None:
        """What is read."""
        self.said += data


def _plain(name: str) -> bool:
    return name in PLAIN_ATTRIBUTES or name.startswith(("data-", "aria-"))


def _leads(value: str) -> bool:
    # Upwards leads only what stands in the path.
    return value.startswith(OURS) and ".." not in value.partition("?")[0]
