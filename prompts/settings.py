"""What can be set about drafting. This module knows no SDK, so that reading settings stays cheap."""

from dataclasses import dataclass, field
from pathlib import Path

from bot.errors import BadSetting
from bot.words import say
from prompts.loader import LIBRARY


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

    def __post_init__(self) -> None:
        if self.model and not self.base_url.startswith(("https://", "http://")):
            raise BadSetting(
                say(
                    "The address of the language model must begin with https:// or http://, unlike {url}.",
                    url=self.base_url,
                )
            )
        if self.timeout <= 0 or self.parallel < 1 or self.max_retries < 0 or self.max_tokens < 1:
            raise BadSetting(
                say("Timeout, parallel drafts, retries and tokens of the language model must be positive.")
            )
