"""Reports of months and years: asked for as jobs, kept, and set beside the last one of their kind."""

from __future__ import annotations

import html
import re

import pytest
from starlette.testclient import TestClient

from tests.web.test_imports import rows_taken
from tests.web.test_jobs import asked, work
from tests.web.visiting import Served

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]


def job_of(location: str) -> str:
    return location.rpartition("/")[2]


def cells(page: str, label: str) -> list[str]:
    """What stands in the row of a figure."""
    row = next(row for row in re.findall(r"<tr.*?</tr>", page, re.DOTALL) if label in row)
    found = re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row, re.DOTALL)
    return [" ".join(html.unescape(re.sub("<.*?>", " ", cell)).split()) for cell in found]


@pytest.fixture(scope="module")
def made(read_only: Served) -> tuple[TestClient, str, str]:
    """A manager with the reports of two years, the earlier and the later."""
    manager = read_only.signed_in("manager")
    earlier, later = (job_of(asked(manager, kind="report", period=year)) for year in ("2022", "2023"))
    work(read_only)
    return manager, earlier, later


def test_reports_are_listed_with_what_they_say_and_their_files(made: tuple[TestClient, str, str]) -> None:
    manager, _earlier, later = made
    page = manager.get("/reports").text
    row = cells(page, f"/reports/{later}")
    assert "2.1 %" in row[2] and "712.40 mu" in row[2]
    assert {".pdf", ".docx", ".xlsx"} <= {found for found in re.findall(r"\.(?:pdf|docx|xlsx)", row[3])}


def test_the_list_of_reports_is_taken_away_with_its_figures(made: tuple[TestClient, str, str]) -> None:
    manager, _earlier, _later = made
    rows = rows_taken(manager, manager.get("/reports").text, "reports")
    assert [row[3] for row in rows] == ["2.1", "5.0"]


def test_a_report_stands_beside_the_last_one_with_what_changed(made: tuple[TestClient, str, str]) -> None:
    manager, earlier, later = made
    page = manager.get(f"/reports/{later}").text
    assert f"/reports/{earlier}" in page
    # 5.0 % at the end of 2022, 2.1 % a year later.
    assert cells(page, "Commencement default rate, by area, pool P")[1:] == [
        "2.1 %",
        "5.0",
        "-2.9 percentage points",
    ]


def test_the_first_report_of_its_kind_says_that_there_is_none_before(
    made: tuple[TestClient, str, str],
) -> None:
    manager, earlier, _later = made
    assert "No earlier report of the kind is kept" in manager.get(f"/reports/{earlier}").text


def test_the_comparison_can_be_taken_away(made: tuple[TestClient, str, str]) -> None:
    manager, _earlier, later = made
    lines = manager.get(f"/reports/{later}?as=csv").content.decode("utf-8-sig").splitlines()
    assert any("commencement" in line.lower() and "5.0" in line for line in lines)


def test_the_report_of_somebody_else_is_not_there(
    made: tuple[TestClient, str, str], read_only: Served
) -> None:
    assert read_only.signed_in("clerk").get(f"/reports/{made[2]}").status_code == 404


def test_a_report_that_still_waits_leads_to_its_job(served: Served) -> None:
    manager = served.signed_in("manager")
    job = job_of(asked(manager, kind="report", period="2023-11"))
    assert f"/jobs/{job}" in manager.get("/reports").text
    assert manager.get(f"/reports/{job}").status_code == 404
