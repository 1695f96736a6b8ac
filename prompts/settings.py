"""What can be set about drafting. This module knows no SDK, so that reading settings stays cheap."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from bot.errors import BadSetting
from bot.words import say
from prompts.loader import LIBRARY
from prompts.profiles import stays_in_europe

PARTS = ("author", "post", "thread", "replies")
"""What can be kept from a model altogether."""


@dataclass(frozen=True, kw_only=True)
class DraftingSettings:
    """Where drafts come from. Without a model they come from the library's examples."""

    library: Path = LIBRARY
    """The folder of the prompt library."""
    model: str = ""
    """The model's name at the endpoint (for Azure: the deployment); empty for templates."""
    base_url: str = "https://api.openai.com/v1"
    """Any endpoint that speaks Chat Completions: OpenAI, Azure, Mistral, Ollama, vLLM, llama.cpp ..."""
    api_key: str = field(default="", repr=False)
    """A secret. Servers of one's own often need none."""
    timeout: float = 30.0
    """Seconds that one draft may take in all, repeats included; then a template stands in."""
    max_retries: int = 2
    """How often a busy or failing server is asked again."""
    parallel: int = 4
    """How many drafts the model writes at a time."""
    temperature: float | None = 0.7
    """How free the wording is; None for models that take no temperature."""
    max_tokens: int = 600
    """How much the model may write. Models that think first need more."""
    keep_here: str = ""
    """What a model is never told, parted by blanks: author, post (what was commented on), thread (what was
    said before), replies (how our latest ones begin). Names and contact data are tokens in any case."""

    profile: Literal[
        "auto", "openai", "azure", "mistral", "ollama", "vllm", "llamacpp", "lmstudio", "generic"
    ] = "auto"
    """What kind of server it is; `auto` tells by its address. `augenhoehe model check` shows what it does."""
    look: bool = True
    """Let the model look at a comment before it drafts: it may find it graver than the rules, never less."""
    residency: Literal["any", "eu"] = "any"
    """`eu`: refuse every endpoint that is not known to be in the European Union or on this machine."""
    hosts: str = ""
    """Further hosts that `residency = "eu"` lets through, parted by blanks: your own servers, or an Azure
    resource in a region of the European Union."""
    calls_per_day: int = 5000
    """How often the model is asked on one day (UTC); then templates stand in. 0 for no limit."""
    tokens_per_day: int = 0
    """How many tokens, read and written, the model may use on one day; 0 for no limit."""
    price_in: float = 0.0
    """What a million tokens cost that the model reads, in any currency: drafts then stand in the log with
    their cost."""
    price_out: float = 0.0
    """What a million tokens cost that the model writes."""
    folder: Path | None = None
    """Where the day's use is written down; None to forget it with the process."""

    @property
    def never_sent(self) -> frozenset[str]:
        """The parts of a request that stay in the house."""
        return frozenset(self.keep_here.replace(",", " ").split())

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """The hosts that were allowed by hand."""
        return frozenset(self.hosts.replace(",", " ").split())

    def __post_init__(self) -> None:
        if not self.never_sent <= set(PARTS):
            raise BadSetting(
                say(
                    "“keep_here” takes {parts}, unlike “{given}”.",
                    parts=", ".join(PARTS),
                    given=self.keep_here,
                )
            )
        if self.model and not self.base_url.startswith(("https://", "http://")):
            raise BadSetting(
                say(
                    "The address of the language model must begin with https:// or http://, unlike {url}.",
                    url=self.base_url,
                )
            )
        if self.model and self.residency == "eu" and not stays_in_europe(self.base_url, self.allowed_hosts):
            raise BadSetting(
                say(
                    "With residency = “eu” nothing is sent to {url}: it is not known to be in the European "
                    "Union. If it is, name its host in “hosts”.",
                    url=self.base_url,
                )
            )
        if min(self.calls_per_day, self.tokens_per_day, self.price_in, self.price_out) < 0:
            raise BadSetting(say("Limits and prices of the language model must not be negative."))
        if self.timeout <= 0 or self.parallel < 1 or self.max_retries < 0 or self.max_tokens < 1:
            raise BadSetting(
                say("Timeout, parallel drafts, retries and tokens of the language model must be positive.")
            )
