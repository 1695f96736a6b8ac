"""The circuit breaker leaves an endpoint alone after failures in a row."""

import pytest

from prompts.breaker import Breaker


class Watch:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


def failed(breaker: Breaker, times: int) -> None:
    for _ in range(times):
        breaker.failed()


def test_it_opens_after_failures_in_a_row(watch: Watch) -> None:
    breaker = Breaker(clock=watch)
    failed(breaker, 4)
    assert not breaker.open
    breaker.failed()
    assert breaker.open


def test_a_success_in_between_starts_the_count_anew(watch: Watch) -> None:
    breaker = Breaker(clock=watch)
    failed(breaker, 4)
    breaker.worked()
    failed(breaker, 4)
    assert not breaker.open


def test_after_the_pause_one_more_failure_is_enough(watch: Watch) -> None:
    breaker = Breaker(clock=watch)
    failed(breaker, 5)
    watch.now += 59
    assert breaker.open
    watch.now += 1
    assert not breaker.open
    breaker.failed()
    assert breaker.open


def test_after_the_pause_a_success_closes_it(watch: Watch) -> None:
    breaker = Breaker(clock=watch)
    failed(breaker, 5)
    watch.now += 60
    breaker.worked()
    failed(breaker, 4)
    assert not breaker.open
