"""DBOS' own talk."""

import logging

from adapters.engine.noise import Calm


def record(module: str, line: int) -> logging.LogRecord:
    return logging.LogRecord("dbos", logging.WARNING, f"/dbos/{module}.py", line, "no database", (), None)


def test_a_complaint_is_told_once_and_another_one_too() -> None:
    calm = Calm()
    told = [calm.filter(record("_queue", line)) for line in (1, 1, 2, 1, 2)]
    assert told == [True, False, True, False, False]


def test_what_the_task_boundary_tells_is_not_told_again() -> None:
    assert not Calm().filter(record("_core", 1))
