"""The PDF says everything that the report says, in a font of its own, on every page with its mark."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from landwatch.i18n import speaking
from landwatch.reports import Report, pdf
from tests.reports.conftest import MADE


def dense(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.fixture(scope="module")
def pages(pdf_bytes: bytes) -> list[str]:
    return [dense(page.extract_text()) for page in PdfReader(BytesIO(pdf_bytes)).pages]


def test_every_text_and_every_figure_of_the_report_stands_in_the_pdf(
    pages: list[str], report: Report, in_chinese: None
) -> None:
    # A table goes on under its header on the next page; so texts are looked for, not their order.
    whole = "".join(pages)
    assert [(where, text) for where, text in report.texts() if dense(text) not in whole] == []


def test_the_map_names_every_cluster_with_its_rate(report: Report, in_chinese: None) -> None:
    named = [text for where, text in report.texts() if where == "各组团开工违约率分布图"]
    assert "桥河 2.0 %" in named
    assert len([text for text in named if re.fullmatch(r"\S+ \d+\.\d %", text)]) == 7


def test_invented_data_is_marked_on_every_page(pages: list[str]) -> None:
    assert len(pages) > 5
    assert [number for number, page in enumerate(pages, start=1) if "示意数据" not in page] == []


def test_day_and_instant_of_knowledge_stand_on_every_page(pages: list[str]) -> None:
    assert all("截至2023-12-31" in page and "数据时点2023-12-31" in page for page in pages)


def test_only_the_font_of_the_installation_is_used_and_it_travels_inside(pdf_bytes: bytes) -> None:
    fonts = {
        font.get_object()["/BaseFont"]: font.get_object()["/DescendantFonts"][0].get_object()
        for page in PdfReader(BytesIO(pdf_bytes)).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts and all("NotoSansSC" in name for name in fonts)
    assert all("/FontFile2" in font["/FontDescriptor"].get_object() for font in fonts.values())


def test_the_same_report_gives_the_same_bytes(report: Report, pdf_bytes: bytes) -> None:
    with speaking("zh"):
        assert pdf(report, MADE) == pdf_bytes


def test_the_file_says_when_its_facts_were_known(pdf_bytes: bytes) -> None:
    told = PdfReader(BytesIO(pdf_bytes)).metadata
    assert told is not None and told.creation_date == MADE
