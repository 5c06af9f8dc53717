"""Days in every form people type them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import MAC_EPOCH, to_excel

from landwatch.formats.cells.conversion import BadValue, Cell
from landwatch.formats.cells.dates import SENTINELS, as_date

DAY = date(2023, 6, 30)


@pytest.mark.parametrize(
    "cell",
    [
        DAY,
        datetime(2023, 6, 30, 8, 30),
        "2023-06-30",
        "2023/6/30",
        "2023.6.30",
        "2023年6月30日",
        "2023年 6月 30日",
        "２０２３年６月３０日",
        "二〇二三年六月三十日",
        "20230630",
        20230630,
        20230630.0,
        "2023-06-30 00:00:00",
        "2023-06-30T08:30:00.000",
        45107,
        45107.25,
        "45107",
    ],
)
def test_a_day_is_read_in_every_form(cell: Cell) -> None:
    assert as_date(cell) == DAY


@pytest.mark.parametrize("cell", [None, "", "  ", "-", "/", "无", "未开工", "NULL"])
def test_an_empty_cell_is_no_day(cell: Cell) -> None:
    assert as_date(cell) is None


@pytest.mark.parametrize(
    "cell",
    [
        "2023-02-30",
        "2023年6月",
        "6/30/2023",
        "23-6-30",
        "soon",
        6.3,
        2023,
        True,
        "二〇二三年六月三十二日",
        "2023-06-30前",
    ],
)
def test_what_may_mean_another_day_is_refused(cell: Cell) -> None:
    with pytest.raises(BadValue, match="write the day like 2023-06-30") as caught:
        as_date(cell)
    assert caught.value.code == "bad_date"


@pytest.mark.parametrize(
    "cell", ["1900-01-01", "1900/1/1", datetime(1900, 1, 1), 0, 1, time(0, 0), "0000-00-00"]
)
def test_the_ways_systems_write_an_empty_date_are_sentinels(cell: Cell) -> None:
    assert as_date(cell) in SENTINELS


def test_serial_days_of_a_macintosh_workbook_count_from_1904() -> None:
    assert as_date(43645, epoch=MAC_EPOCH) == DAY


@given(day=st.dates(date(1987, 1, 1), date(2099, 12, 31)))
def test_every_serial_number_is_the_day_a_spreadsheet_shows(day: date) -> None:
    assert as_date(int(to_excel(day))) == day


@given(
    day=st.dates(date(1987, 1, 1), date(2099, 12, 31)),
    form=st.sampled_from(
        ["{0:%Y-%m-%d}", "{0.year}.{0.month}.{0.day}", "{0:%Y%m%d}", "{0.year}年{0.month}月{0.day}日"]
    ),
)
def test_every_day_survives_every_form(day: date, form: str) -> None:
    assert as_date(form.format(day)) == day


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2023-06-29T16:00:00Z", date(2023, 6, 30)),
        ("2023-06-29T15:59:59Z", date(2023, 6, 29)),
        ("2023-06-29 16:00:00+00:00", date(2023, 6, 30)),
        ("2023-06-29T16:00Z", date(2023, 6, 30)),
        ("2023-06-30T00:00:00+08:00", date(2023, 6, 30)),
        ("2023-06-29T18:30:00.000+0200", date(2023, 6, 30)),
        ("2023-06-29T10:00:00-06:00", date(2023, 6, 30)),
        ("2023-06-29T09:59:59-06:00", date(2023, 6, 29)),
        ("2023/6/29 16:00 UTC", date(2023, 6, 30)),
        (datetime(2023, 6, 29, 16, tzinfo=UTC), date(2023, 6, 30)),
        (datetime(2023, 6, 29, 16), date(2023, 6, 29)),
        (datetime.max.replace(tzinfo=UTC), date(9999, 12, 31)),
    ],
)
def test_a_moment_with_an_offset_is_a_day_in_shanghai(moment: Cell, day: date) -> None:
    assert as_date(moment) == day


@pytest.mark.parametrize("moment", ["2023-06-31T16:00Z", "2023-06-29T25:00Z", "2023-06-29T16:00+99:99"])
def test_a_moment_that_is_none_is_refused(moment: str) -> None:
    with pytest.raises(BadValue, match="write the day"):
        as_date(moment)
