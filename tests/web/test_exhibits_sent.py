"""Tables of pages as files: the same rows, the same rights, and a note that they were taken away."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from landwatch.access import Deed
from landwatch.exhibits.table_files import HEAD_LINES
from tests.web.visiting import Served

LATE = "/figures/commencement_default_rate_count?on=2023-12-31"


@pytest.fixture(scope="module")
def manager(read_only: Served) -> TestClient:
    return read_only.signed_in("manager")


def rows_of(client: TestClient, address: str) -> list[list[str]]:
    """The header and the rows of a table that is taken as CSV."""
    text = client.get(f"{address}&as=csv").content.decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))[HEAD_LINES:]


def test_a_file_has_all_rows_where_a_page_has_a_hundred(manager: TestClient) -> None:
    assert len(rows_of(manager, "/figures/live_contracts_count?on=2023-12-31&page=2")) == 1 + 415


def test_a_workbook_has_the_rows_of_the_csv_file(manager: TestClient) -> None:
    sheet = load_workbook(BytesIO(manager.get(f"{LATE}&as=xlsx").content)).worksheets[0]
    numbers = [str(row[0]) for row in sheet.iter_rows(values_only=True)]
    assert numbers == [row[0] for row in rows_of(manager, LATE)]


def test_a_file_is_saved_under_what_it_shows_and_its_day(manager: TestClient) -> None:
    named = manager.get(f"{LATE}&as=csv").headers["content-disposition"]
    assert named.startswith("attachment;")
    assert named.endswith("-2023-12-31.csv")


def test_a_file_holds_what_its_reader_may_see_alone(read_only: Served) -> None:
    inspector = read_only.signed_in("inspector")
    clusters = {row[3] for row in rows_of(inspector, "/figures/live_contracts_count?on=2023-12-31")[1:]}
    assert clusters == {"桥河", "庆江"}


def test_one_of_several_tables_is_asked_for_by_its_name(manager: TestClient) -> None:
    assert manager.get("/figures?as=csv&table=figures-defaults").status_code == 200
    assert manager.get("/figures?as=csv&table=nothing").status_code == 404
    assert manager.get("/figures?as=csv").status_code == 404


def test_an_unknown_kind_of_file_is_refused_with_those_there_are(manager: TestClient) -> None:
    answer = manager.get(f"{LATE}&as=exe")
    assert answer.status_code == 422
    assert "csv, xlsx, png, svg" in answer.text


def test_what_is_taken_away_is_noted(served: Served) -> None:
    served.signed_in("manager").get(f"{LATE}&as=csv&cluster=桥河")
    line = served.office.access.log(limit=1)[0]
    assert (line.deed, line.login) == (Deed.EXPORTED, "manager")
    assert line.about["table"] == "rows"
    assert line.about["cluster"] == "桥河"
