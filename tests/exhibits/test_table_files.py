"""Tables as files: what stands in them, exact and harmless."""

from __future__ import annotations

import csv
from datetime import datetime
from io import BytesIO, StringIO

import pandas as pd
from openpyxl import load_workbook

from landwatch.exhibits.table_files import HEAD_LINES, table_csv, table_xlsx
from landwatch.i18n import speaking
from tests.exhibits.some_table import some_table


def lines_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"))))


def test_a_csv_file_begins_with_what_it_is_and_rests_on() -> None:
    with speaking("en"):
        told = [line[0] for line in lines_of(table_csv(some_table()))[:HEAD_LINES]]
    assert all(line.startswith("# ") for line in told)
    assert told[1] == "# Definition: Those chosen by hand."
    assert told[3] == "# Judged at the end of: 2023-12-31"
    assert told[4] == "# As known at: 2024-01-05 09:30:00 +08:00"
    assert "12 abcdef" in told[5]


def test_a_csv_file_has_exact_numbers_iso_days_and_no_formula() -> None:
    with speaking("en"):
        header, first, second = lines_of(table_csv(some_table()))[HEAD_LINES:]
    assert header == ["Contract", "Note", "Area (mu)", "Claim (yuan)", "Due", "Recorded at"]
    assert first == ["渝1", "'=1+1", "126.50", "1234567.80", "2016-02-29", "2024-01-05T09:30:05+08:00"]
    assert second == ["渝2", "", "", "", "", ""]


def test_a_csv_file_opens_as_it_is_in_a_spreadsheet_and_behind_its_head_in_a_program() -> None:
    content = table_csv(some_table())
    assert content.startswith(b"\xef\xbb\xbf#")
    assert pd.read_csv(BytesIO(content), skiprows=HEAD_LINES).shape == (2, 6)


def test_a_workbook_has_typed_cells_and_text_where_a_formula_could_be() -> None:
    with speaking("en"):
        sheet = load_workbook(BytesIO(table_xlsx(some_table())))["Table"]
    first = [cell.value for cell in sheet[2]]
    assert first == ["渝1", "=1+1", 126.5, 1234567.8, datetime(2016, 2, 29), "2024-01-05T09:30:05+08:00"]
    assert sheet["B2"].data_type == "s"


def test_a_second_sheet_says_what_the_rows_rest_on() -> None:
    with speaking("en"):
        book = load_workbook(BytesIO(table_xlsx(some_table())))
    told = dict(book.worksheets[1].iter_rows(min_row=2, values_only=True))
    assert told["Judged at the end of"] == "2023-12-31"
    assert told["Data"] == "invented, for illustration only"
    assert told["Area (mu)"] == "area"


def test_the_same_table_gives_the_same_file() -> None:
    assert table_xlsx(some_table()) == table_xlsx(some_table())
