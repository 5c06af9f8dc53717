"""What number formats make of a figure: formats as Excel, WPS and LibreOffice write them."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904, WINDOWS_EPOCH

from landwatch.formats.cells.number_formats import DATE, PERCENT, PLAIN, format_kind, meaning, percent_text


@pytest.mark.parametrize(
    "code",
    [
        *(
            "yyyy-mm-dd",
            "yyyy/m/d;@",
            'yyyy"年"m"月"d"日";@',
            "[$-804]yyyy/m/d",
            "[DBNum1][$-804]yyyy年m月",
            "m/d/yy h:mm",
        ),
        *("d-mmm-yy", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "e年m月", "h:mm:ss", "yyyy\\-mm\\-dd"),
    ],
)
def test_a_format_of_days_or_times_makes_a_day(code: str) -> None:
    assert format_kind(176, code) == DATE


@pytest.mark.parametrize("number", [14, 22, 27, 31, 36, 50, 57, 58])
def test_the_days_that_every_chinese_spreadsheet_knows_need_no_code(number: int) -> None:
    assert format_kind(number, None) == DATE


@pytest.mark.parametrize("code", ["0%", "0.00%", "0.0%;[Red]-0.0%", "#,##0.0%", "0.0 %"])
def test_a_percent_sign_makes_a_share(code: str) -> None:
    assert format_kind(176, code) == PERCENT


@pytest.mark.parametrize(
    "code",
    [
        *(
            "General",
            "G/通用格式",
            "0",
            "0.00",
            "@",
            "#,##0.00_);[Red](#,##0.00)",
            '0.00"%"',
            "0\\%",
            '0"亩"',
            "0.00\\m2",
        ),
        *(
            "[h]:mm",
            '#,##0"元"',
            "_(* #,##0.00_);_(* (#,##0.00)",
            "000000",
            '"第"0"期"',
            "0;0%",
            "# ?/?",
            "0.00E+00",
        ),
    ],
)
def test_everything_else_is_a_figure(code: str) -> None:
    assert format_kind(176, code) == PLAIN


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (0.001, "0.1%"),
        (0.4, "40%"),
        (1.2, "120%"),
        (0.0005, "0.05%"),
        (0.07, "7%"),
        (0, "0%"),
        (0.29, "29%"),
        (-0.5, "-50%"),
    ],
)
def test_a_share_is_written_with_all_its_digits_and_no_others(figure: float, text: str) -> None:
    assert percent_text(figure) == text


def test_a_figure_counts_days_from_the_first_day_of_the_workbook() -> None:
    assert meaning(44742, DATE, WINDOWS_EPOCH) == date(2022, 6, 30)
    assert meaning(43280, DATE, CALENDAR_MAC_1904) == date(2022, 6, 30)
    assert meaning(44742.5, DATE, WINDOWS_EPOCH) == datetime(2022, 6, 30, 12)
    assert meaning(0, DATE, WINDOWS_EPOCH) == time(0)


@pytest.mark.parametrize("figure", [1e12, -5.0, float("inf"), float("nan")])
def test_a_figure_that_is_no_day_stays_a_figure(figure: float) -> None:
    assert meaning(figure, DATE, WINDOWS_EPOCH) is figure
