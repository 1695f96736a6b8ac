"""A linter for Block Kit: the rules of Slack that its own SDK does not check (facts/slack.md 2 and 7.1)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import Block as SdkBlock
from slack_sdk.models.views import View as SdkView

from tests.adapters.surfaces.slack.linter_charts import CHART, lint_charts

Json = Mapping[str, Any]
"""A piece of a payload. Any: it is JSON."""
BLOCKS = {"header", "section", "context", "actions", "rich_text", "input"}
RICH = {"rich_text_section", "rich_text_quote", "rich_text_list", "rich_text_preformatted"}
MOST_CHOICES = {"overflow": 5, "static_select": 100, "radio_buttons": 10, "checkboxes": 10}
ELEMENTS = {"button", "overflow", "static_select", "radio_buttons", "checkboxes", "plain_text_input"}
LONGEST = {"header": 150, "section": 3000, "context": 3000}


def lint_message(text: str, blocks: Sequence[Json], *, charts: bool = True) -> list[str]:
    """What Slack would not take, or would read as more than text; without `charts` as before it had them."""
    faults = [*_blocks([block for block in blocks if block["type"] != CHART], 50), *lint_charts(blocks)]
    faults += ["message: blocks"] if len(blocks) > 50 else []
    faults += [f"unknown block {CHART}"] if not charts and CHART in str(blocks) else []
    if not text or len(text) > 4000:
        faults.append("text: length")
    if "<" in text or ">" in text:
        faults.append("text: not escaped")
    if len(str(blocks).encode()) > 60_000:
        faults.append("message: size")
    for block in (block for block in blocks if block["type"] != CHART):
        parsed = SdkBlock.parse(dict(block))
        parsed.to_dict() if parsed else faults.append("sdk: unknown block")
    return faults


def lint_modal(view: Json) -> list[str]:
    """The same for a modal."""
    faults = list(_blocks(view["blocks"], 100))
    for name in ("title", "submit", "close"):
        if name in view:
            faults += _plain(view[name], 24, name)
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    if inputs and "submit" not in view:
        faults.append("modal: fields and no submit")
    if len(view.get("private_metadata", "")) > 3000:
        faults.append("modal: private_metadata")
    if len(str(view)) > 250_000:
        faults.append("modal: size")
    SdkView(**view).to_dict()
    return faults


def lint_home(view: Json) -> list[str]:
    """The same for a Home."""
    SdkView(**view).to_dict()
    faults = list(_blocks(view["blocks"], 100))
    return faults + (["home: keys"] if set(view) != {"type", "callback_id", "blocks"} else [])


def public_leaves(value: object) -> Iterator[str]:
    """Every text that is shown."""
    if isinstance(value, Mapping):
        if isinstance(value.get("text"), str):
            yield value["text"]
        for part in value.values():
            yield from public_leaves(part)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for part in value:
            yield from public_leaves(part)


def _blocks(blocks: Sequence[Json], most: int) -> Iterator[str]:
    if len(blocks) > most:
        yield "too many blocks"
    ids = Counter(block["block_id"] for block in blocks if "block_id" in block)
    if any(count > 1 for count in ids.values()):
        yield "block_id twice"
    yield from _no_markup(blocks)
    for block in blocks:
        kind = block["type"]
        if kind not in BLOCKS:
            yield f"unknown block {kind}"
        elif kind == "rich_text":
            yield from (fault for part in block["elements"] for fault in _rich(part))
        else:
            yield from _block(block, kind)


def _block(block: Json, kind: str) -> Iterator[str]:
    if kind in {"header", "section"}:
        yield from _plain(block["text"], LONGEST[kind], kind)
    if kind == "context":
        if not 1 <= len(block["elements"]) <= 10:
            yield "context: elements"
        for element in block["elements"]:
            yield from _plain(element, LONGEST[kind], kind)
    if kind == "input":
        yield from _plain(block["label"], 2000, "label")
    elements = list(block.get("elements", [])) if kind == "actions" else []
    elements += [block[name] for name in ("accessory", "element") if name in block]
    yield from _elements(elements, kind)


def _elements(elements: Sequence[Json], kind: str) -> Iterator[str]:
    if kind == "actions" and not 1 <= len(elements) <= 25:
        yield "actions: elements"
    ids = [element["action_id"] for element in elements]
    if len(set(ids)) < len(ids) or any(len(one) > 255 for one in ids):
        yield "action_id"
    for element in elements:
        yield from _element(element)


def _element(element: Json) -> Iterator[str]:
    kind = element["type"]
    if kind not in ELEMENTS:
        yield f"unknown element {kind}"
    if kind == "button":
        yield from _plain(element["text"], 75, "button")
        if len(element["value"]) > 2000 or element.get("style", "primary") not in {"primary", "danger"}:
            yield "button"
    if kind in MOST_CHOICES and not 1 <= len(element["options"]) <= MOST_CHOICES[kind]:
        yield f"{kind}: options"
    yield from (fault for option in element.get("options", []) for fault in _option(option))
    if len(_utf16(element.get("initial_value", ""))) > 3000:
        yield "field: initial_value"
    yield from _confirm(element.get("confirm"))


def _option(option: Json) -> Iterator[str]:
    for text in filter(None, (option["text"], option.get("description"))):
        yield from _plain(text, 75, "option")
    if not 1 <= len(option["value"]) <= 150:
        yield "option: value"


def _confirm(confirm: Json | None) -> Iterator[str]:
    for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)) if confirm else ():
        yield from _plain((confirm or {})[name], most, name)


def _rich(part: Json) -> Iterator[str]:
    if part["type"] not in RICH:
        yield f"unknown rich text {part['type']}"
    for element in part["elements"]:
        if part["type"] == "rich_text_list":
            yield from _rich(element)
        elif element["type"] == "link":
            if not element["url"].startswith(("http://", "https://")) or len(element["url"]) > 3000:
                yield "link"
        elif element["type"] != "text" or not 1 <= len(_utf16(element["text"])) <= 3000:
            yield "leaf"


def _plain(text: Json, longest: int, where: str) -> Iterator[str]:
    if text["type"] != "plain_text" or text.get("emoji") is not False:
        yield f"{where}: not plain text"
    if not 1 <= len(_utf16(text["text"])) <= longest or not text["text"].strip():
        yield f"{where}: length {len(text['text'])}"


def _no_markup(value: object) -> Iterator[str]:
    """Whatever Slack would parse or fetch."""
    if isinstance(value, Mapping):
        if value.get("type") in {"mrkdwn", "markdown", "user", "usergroup", "broadcast", "channel", "image"}:
            yield f"parsed by Slack: {value['type']}"
        for part in value.values():
            yield from _no_markup(part)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for part in value:
            yield from _no_markup(part)


def _utf16(text: str) -> list[int]:
    data = text.encode("utf-16-le")
    return [int.from_bytes(data[at : at + 2], "little") for at in range(0, len(data), 2)]
