"""What is known of the servers that speak Chat Completions: what they take, and where they stand.

Only a beginning: what a server refuses is learned while asking it, and `augenhoehe model check` tells.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

SCHEMA, OBJECT, TEXT = "json_schema", "json_object", "text"
"""The rungs of the ladder: how a server is made to answer in JSON, from certain to hopeful."""
LADDER = (SCHEMA, OBJECT, TEXT)
_SHORT = (SCHEMA, TEXT)


@dataclass(frozen=True, kw_only=True)
class Profile:
    """One kind of server."""

    name: str
    """How people call it."""
    limit: str = "max_tokens"
    """The parameter that bounds an answer."""
    ladder: tuple[str, ...] = LADDER
    host: str = ""
    """The end of its host name."""
    port: int = 0
    """The port that it listens on, where nobody changed it."""
    europe: bool = False
    """Whoever calls this host calls a server in the European Union."""


PROFILES: Mapping[str, Profile] = {
    "openai": Profile(name="OpenAI", limit="max_completion_tokens", host="api.openai.com"),
    # The region of an Azure resource does not stand in its name: its host has to be allowed by hand.
    "azure": Profile(name="Azure OpenAI v1", limit="max_completion_tokens", host=".openai.azure.com"),
    # Unknown fields are refused with 422, so nothing beyond the smallest set is ever sent.
    "mistral": Profile(name="Mistral", host="api.mistral.ai", europe=True),
    "ollama": Profile(name="Ollama", port=11434),
    "vllm": Profile(name="vLLM", port=8000),
    "llamacpp": Profile(name="llama.cpp", port=8080),
    # json_object is reported not to be taken.
    "lmstudio": Profile(name="LM Studio", ladder=_SHORT, port=1234),
    "generic": Profile(name="OpenAI-compatible"),
}
_EUROPE = ("eu.api.openai.com", *(each.host for each in PROFILES.values() if each.europe))
_HERE = ("localhost", "127.0.0.1", "::1")


def profile_of(url: str, named: str = "auto") -> Profile:
    """The profile that was named, or the one that the address belongs to."""
    if named in PROFILES:
        return PROFILES[named]
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port
    by_host = [each for each in PROFILES.values() if each.host and _within(host, each.host)]
    by_port = [each for each in PROFILES.values() if each.port and each.port == port]
    return next(iter([*by_host, *by_port]), PROFILES["generic"])


def stays_in_europe(url: str, allowed: frozenset[str]) -> bool:
    """Whether an address is known to be in the European Union, is this machine, or was allowed by hand."""
    host = (urlsplit(url).hostname or "").casefold()
    return host in _HERE or host in _EUROPE or host in {each.casefold() for each in allowed}


def _within(host: str, end: str) -> bool:
    bare = end.removeprefix(".")
    return host == bare or host.endswith(f".{bare}")
