"""Who writes the drafts: the one place that decides it."""

from bot.ports import Drafter
from prompts.settings import DraftingSettings
from prompts.shelf import Shelf
from prompts.template_writer import TemplateWriter


def open_drafter(settings: DraftingSettings) -> Drafter:
    """The writer that the settings ask for.

    Raises:
        BadSetting: the prompt library cannot be used as it is.

    """
    shelf = Shelf(settings.library)
    if not settings.model:
        return TemplateWriter(shelf)
    # Only here: this import brings the SDK, which a house without a model never needs.
    from prompts.model_writer import ModelWriter

    return ModelWriter(shelf, settings)
