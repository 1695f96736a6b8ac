"""What a teammate may wish of a writer that has no language model."""

from collections.abc import Sequence
from dataclasses import dataclass

from prompts.text import tokens, words_in

_SHORTER = words_in("kürzer knapper kurz knapp shorter short briefer brief")
_ADDRESSES = {
    "sie": words_in("sie siezen formell förmlich formal formeller förmlicher formaler"),
    "du": words_in("du duzen informell informal"),
}
_LANGUAGES = {
    "de": words_in("deutsch deutsche deutschen german"),
    "en": words_in("englisch englische englischen english"),
    "fr": words_in("französisch french"),
    "it": words_in("italienisch italian"),
    "es": words_in("spanisch spanish"),
    "nl": words_in("niederländisch dutch"),
    "pl": words_in("polnisch polish"),
    "tr": words_in("türkisch turkish"),
}
_LANGUAGE = words_in("sprache language")
OTHER = "other"
_ANOTHER = words_in("anders andere anderer anderen neu neue nochmal another other new different again")
_GLUE = words_in(
    """
    bitte und mit per in den der die das text antwort entwurf version variante eine einen etwas noch mal
    einmal ein bisschen mehr machen mach auf statt ansprache anrede please and make it with the a bit
    use version draft reply one try address more
    """
)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """An instruction, understood as far as it goes without a model."""

    shorter: bool = False
    address: str = ""
    """du, sie or "" for as usual."""
    language: str = ""
    """A language by its code, "other" for another one than before, or "" for as usual."""
    understood: bool = True
    """False when something was asked that only a model or a person can do."""

    def spoken(self, usual: str, languages: Sequence[str]) -> str:
        """The language to write in, if it is one of ours."""
        others = [language for language in languages if language != usual]
        if self.language == OTHER and others:
            return others[0]
        return self.language if self.language in languages else usual


def understand(instruction: str) -> Wish:
    """Read “kürzer”, “mit Sie”, “shorter, please”, “anders”; anything further is beyond templates."""
    words = set(tokens(instruction))
    asked = {address: words & names for address, names in _ADDRESSES.items()}
    address = [name for name, named in asked.items() if named]
    languages = [code for code, named in _LANGUAGES.items() if words & named]
    known = _SHORTER.union(_ANOTHER, _GLUE, _LANGUAGE, *_ADDRESSES.values(), *_LANGUAGES.values())
    return Wish(
        shorter=bool(words & _SHORTER),
        # “du statt Sie” names both; which one is meant takes more than a list of words.
        address=address[0] if len(address) == 1 else "",
        language=languages[0] if len(languages) == 1 else OTHER if words & _LANGUAGE else "",
        understood=words <= known and len(address) < len(_ADDRESSES),
    )
