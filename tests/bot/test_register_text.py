"""Backlogs and registers in a terminal, which must not obey what the public wrote."""

from bot.catalogue import Catalogue
from bot.terminal import render
from tests.adapters.surfaces.web.register_samples import registers

BELL = "Hallo\x1b[2J\x07\nWelt"


def test_a_backlog_and_a_register_are_told_a_line_each_and_run_nothing() -> None:
    say = Catalogue("en").say
    backlog, register, empty = (render(view, say) for view in registers(BELL))
    assert backlog.splitlines()[0] == "41 need no reply"
    assert [backlog.count(number) for number in ("#42", "#43", "#44")] == [1, 1, 1]
    assert register.count("\t") == 3 * 5
    assert "\x1b" not in backlog + register + empty
    assert "\x07" not in backlog + register + empty
