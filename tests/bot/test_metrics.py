"""Metrics: counted apart, in a registry of their own, without personal data."""

import pytest

from bot.domain.status import OPEN
from bot.metrics import COUNTERS, WAITS, Metrics


@pytest.mark.parametrize("what", COUNTERS)
def test_everything_that_is_counted_is_told(what: str) -> None:
    metrics = Metrics()
    labels = dict.fromkeys(COUNTERS[what][1], "blog")
    metrics.count(what, 3, **labels)
    metrics.count(what, 1, **labels)
    assert f"augenhoehe_{what}_total" in metrics.page().decode()
    assert " 4.0" in metrics.page().decode()


@pytest.mark.parametrize("what", WAITS)
def test_everything_that_waits_is_told(what: str) -> None:
    metrics = Metrics()
    metrics.wait(what, 2.0)
    name = WAITS[what][0]
    assert f'augenhoehe_{name}_bucket{{le="1.0"}} 0.0' in metrics.page().decode()
    assert f"augenhoehe_{name}_count 1.0" in metrics.page().decode()


def test_the_queue_is_told_by_status_with_empty_ones_as_nought() -> None:
    metrics = Metrics()
    metrics.queue({"new": 5}, {"new": 60.0})
    metrics.queue({"drafted": 2}, {"drafted": 30.0})
    page = metrics.page().decode()
    assert 'augenhoehe_queue_depth{status="new"} 0.0' in page
    assert 'augenhoehe_queue_age_seconds{status="drafted"} 30.0' in page
    assert page.count("augenhoehe_queue_depth{") == len(OPEN)


def test_two_programs_in_one_process_count_apart() -> None:
    first, second = Metrics(), Metrics()
    first.count("approvals")
    assert "augenhoehe_approvals_total 0.0" in second.page().decode()


@pytest.mark.parametrize("labels", [label for _, label in COUNTERS.values()])
def test_nothing_is_told_apart_by_person(labels: tuple[str, ...]) -> None:
    """Also because every new value costs memory for ever."""
    assert set(labels) <= {"platform", "surface", "kind"}
