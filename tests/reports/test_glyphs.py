"""A character that the font cannot write is an error that says which and where."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fontTools.ttLib import TTFont

from landwatch.errors import InputError
from landwatch.reports import Column, Report, Section, Table, pdf
from landwatch.typesetting import check_glyphs, font_folder
from tests.reports.conftest import MADE

MISSING = "\U0002a6d6"


def with_name(report: Report, name: str) -> Report:
    table = Table(title="清单", columns=[Column(head="企业")], rows=[["甲公司"], [name]])
    return replace(report, annexes=[Section("附表1", [table])])


def test_the_character_is_really_missing_from_the_font() -> None:
    with TTFont(next(font_folder().glob("*.ttf")), lazy=True) as font:
        assert ord(MISSING) not in font.getBestCmap()


def test_a_missing_glyph_is_named_with_its_place(report: Report) -> None:
    told = r"清单, row 2, column 企业 has the character .*\(U\+2A6D6\).*Noto Sans SC has no glyph"
    with pytest.raises(InputError, match=told):
        pdf(with_name(report, f"重庆{MISSING}公司"), MADE)


def test_every_text_of_the_sample_can_be_written(report: Report) -> None:
    check_glyphs(report.texts())


def test_a_rare_character_that_the_font_has_is_no_fault(report: Report) -> None:
    check_glyphs(with_name(report, "綦龘公司").texts())
