"""What people read about shifts, in whole German sentences."""

from datetime import date

import pytest

from bot.catalogue import Catalogue
from bot.desk.shifts import _away
from bot.domain.shift import Absence


@pytest.mark.parametrize(
    ("last", "substitute", "told"),
    [
        (21, "", "Am Sa., 21. Nov. ist Sam nicht da."),
        (21, "Kim", "Am Sa., 21. Nov. ist Sam nicht da, Kim springt ein."),
        (22, "", "Von Sa., 21. Nov. bis So., 22. Nov. ist Sam nicht da."),
        (22, "Kim", "Von Sa., 21. Nov. bis So., 22. Nov. ist Sam nicht da, Kim springt ein."),
    ],
)
def test_who_is_away_on_one_day_or_several(last: int, substitute: str, told: str) -> None:
    away = Absence(person="Sam", first=date(2026, 11, 21), last=date(2026, 11, last), substitute=substitute)
    assert Catalogue("de", "UTC").say(_away(away)) == told
