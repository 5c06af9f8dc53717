"""A character that the font cannot write never stops a page: a sign stands for it, and that is told."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from landwatch.reports import Column, Report, Section, Table, pdf
from landwatch.typesetting import SIGN, font_folder, lacking, written
from tests.reports.conftest import MADE

MISSING = "\U0002a6d6"


def with_name(report: Report, name: str) -> Report:
    table = Table(title="清单", columns=[Column(head="企业")], rows=[["甲公司"], [name]])
    return replace(report, annexes=[Section("附表1", [table])])


def test_the_character_is_really_missing_from_the_font_and_the_sign_is_there() -> None:
    with TTFont(next(font_folder().glob("*.ttf")), lazy=True) as font:
        assert ord(MISSING) not in font.getBestCmap()
        assert ord(SIGN) in font.getBestCmap()


@pytest.mark.parametrize(
    ("recorded", "printed"),
    [
        (f"重庆{MISSING}公司", "重庆〓公司"),
        ("示意\u200b机械厂", "示意机械厂"),
        ("铝业\u202e有限\x1b[31m公司", "铝业有限[31m公司"),
        ("葛\U000e0100城", "葛城"),
        ("甲\u2001乙", "甲 乙"),
        ("綦龘公司\n二厂\t甲", "綦龘公司\n二厂\t甲"),
    ],
)
def test_a_sign_stands_for_a_shape_and_what_has_none_is_left_out(recorded: str, printed: str) -> None:
    assert written(recorded) == printed
    assert lacking([printed]) == frozenset()


def test_a_report_with_a_missing_glyph_is_set_with_the_sign(report: Report) -> None:
    made = pdf(with_name(report, f"重庆{MISSING}\u200b公司"), MADE)
    assert "重庆〓公司" in "".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)


def test_every_text_of_the_sample_can_be_written(report: Report) -> None:
    assert lacking(text for _place, text in report.texts()) == frozenset()
