"""The short kill campaigns. The long ones are a command: see tests/campaigns/campaign.py."""

import pytest

from tests.campaigns.campaign import Outcome, Plan, run
from tests.campaigns.stage import Where

pytestmark = pytest.mark.slow
ATTEMPTS = 4
"""How many short campaigns a sabotaged desk may survive by luck."""


def _say(outcome: Outcome) -> None:
    print(f"\n{outcome}")  # noqa: T201 - the table line


async def test_killed_on_sqlite(on_sqlite: Where) -> None:
    outcome = await run(on_sqlite, Plan(kills=12, comments=20))
    _say(outcome)
    assert outcome.clean, outcome


@pytest.mark.postgres
async def test_killed_and_paused_on_postgres(on_postgres: Where) -> None:
    outcome = await run(on_postgres, Plan(workers=3, kills=12, pauses=2, comments=24))
    _say(outcome)
    assert outcome.clean, outcome


async def test_without_fence_and_look_the_campaign_finds_what_happened_twice(on_sqlite: Where) -> None:
    """A campaign that cannot fail proves nothing."""
    twice = shown_twice = 0
    for _ in range(ATTEMPTS):
        outcome = await run(on_sqlite, Plan(kills=15, comments=24, sabotage=True))
        _say(outcome)
        twice += outcome.books.twice
        shown_twice += outcome.books.shown_twice
        if twice and shown_twice:
            break
        _start_over(on_sqlite)
    assert twice
    assert shown_twice


def _start_over(where: Where) -> None:
    for file in where.folder.iterdir():
        file.unlink()
