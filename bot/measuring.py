"""`augenhoehe prompts evaluate`: the library, with a model or without, measured on labelled comments."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import BadSetting
from bot.words import say

if TYPE_CHECKING:
    from bot.ports import Drafter
    from prompts.asking import Asker
    from prompts.evaluating import Outcome
    from prompts.pages import Library


async def measured(comments: Path, folder: Path, *, live: bool, wrong: bool) -> list[str]:
    """The numbers of each file, and with a model the judge's."""
    from prompts.evaluating import lines, outcomes_of, score
    from prompts.labelled import halves, with_brand_of
    from prompts.loader import load

    read = with_brand_of(comments, load(folder))
    told: list[str] = []
    async with _writing(read, live=live) as (drafter, asker):
        for name, cases in halves(comments).items():
            outcomes = await outcomes_of(cases, drafter)
            report = score(outcomes)
            told += ["", name, *lines(report), *await _judged(outcomes, asker)]
            told += [f"{case}: {kind}, taken for {found}" for case, kind, found in report.wrong if wrong]
    return told[1:]


async def _judged(outcomes: "list[Outcome]", asker: "Asker | None") -> list[str]:
    """What the judge says; nothing without one."""
    if asker is None:
        return []
    from prompts.judging import judge

    judged = await judge(outcomes, asker)
    return [judged.told] if judged else []


@asynccontextmanager
async def _writing(library: "Library", *, live: bool) -> "AsyncIterator[tuple[Drafter, Asker | None]]":
    """The templates, or the configured model, which judges as well."""
    from prompts.template_writer import TemplateWriter

    if not live:
        yield TemplateWriter(library), None
        return
    from bot.config import load as settings
    from prompts.asking import Asker
    from prompts.model_writer import ModelWriter

    drafting = settings(os.environ).drafting
    if not drafting.model:
        raise BadSetting(say("There is no language model to ask: none is set up."))
    writer, asker = ModelWriter(library, drafting), Asker(drafting)
    try:
        yield writer, asker
    finally:
        await writer.close()
        await asker.endpoint.close()
