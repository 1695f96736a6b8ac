"""What a teammate can ask for with a word: the same words as in `prompts.wish`, spelt out for a model."""

from collections.abc import Mapping

from prompts.pages import Library
from prompts.text import tokens, words_in

PRESETS: Mapping[str, str] = {
    "shorter": "Make it clearly shorter than the drafts before: two sentences at most.",
    "warmer": "Make it warmer: say in plain words what the person may feel, before anything else.",
    "formal": "Make it more formal and calm: no jokes, no emoji, no colloquial words.",
    "other": "Write it in another language than the drafts before: {languages}.",
}
_WORDS: Mapping[str, frozenset[str]] = {
    "shorter": words_in("kürzer knapper kurz shorter short briefer brief"),
    "warmer": words_in("wärmer herzlicher empathischer freundlicher netter warmer kinder friendlier warm"),
    "formal": words_in("förmlicher formeller sachlicher seriöser formal formell sachlich"),
    "other": words_in("sprache language"),
}
_NAMES: Mapping[str, str] = {"de": "German", "en": "English"}
_MANY_WORDS = 6
"""A longer wish says itself what it means."""


def spelt_out(instruction: str, library: Library) -> str:
    """A teammate's wish, and what it means where it is one of the presets or a tone of the library."""
    words = set(tokens(instruction))
    if not words or len(words) > _MANY_WORDS:
        return instruction
    meant = [PRESETS[name] for name, known in _WORDS.items() if words & known]
    languages = " or ".join(_NAMES.get(each, each) for each in library.brand.languages)
    tones = [tone.text for tone in library.tones.values() if {tone.id, *tokens(tone.title)} & words]
    return "\n".join([instruction, *(text.format(languages=languages) for text in meant), *tones])
