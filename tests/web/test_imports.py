"""What a clerk reads of dropped files: by file, row and cell, with what to do; and what was taken in."""

from __future__ import annotations

import csv
import html
import io
import re
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook
from starlette.testclient import TestClient

from landwatch.exhibits.table_files import HEAD_LINES
from tests.web.test_jobs import work
from tests.web.visiting import Served

HEADS = ["合同编号", "受让人", "合同签订日期", "约定开工时间", "面积(公顷)"]
BAD = ["渝綦工2031-001", "重庆某公司", "2024-01-05", "2024-02-30", "2.5"]
GOOD = ["渝綦工2031-002", "重庆乙公司", "2023-01-05", "2023-12-31", "3"]
STANDS = "渝綦工2015-001"


def workbook(*rows: list[str]) -> bytes:
    """A ledger with these rows."""
    book, content = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in (HEADS, *rows):
        sheet.append(row)
    book.save(content)
    return content.getvalue()


def dropped(served: Served, client: TestClient, files: dict[str, bytes], **fields: str) -> str:
    """Drop files, wait, and open what was found; the text of the page."""
    sent = [("files", each) for each in files.items()]
    asked = client.post("/jobs/import", data={"dry_run": "true", **fields}, files=sent)
    assert asked.status_code == 303, asked.text
    return opened(served, client, asked)


def rows_taken(client: TestClient, page: str, table: str) -> list[list[str]]:
    """The rows of the CSV file of a table, below its heads."""
    address = next(
        html.unescape(each)
        for each in re.findall(r'href="([^"]*)" download', page)
        if f"as=csv&amp;table={table}" in each
    )
    lines = client.get(address).content.decode("utf-8-sig").splitlines()
    return list(csv.reader(lines))[HEAD_LINES + 1 :]


def opened(served: Served, client: TestClient, asked: Any) -> str:
    work(served)
    found = client.get(asked.headers["location"])
    assert found.headers["location"].startswith("/imports/")
    return str(client.get(found.headers["location"]).text)


@pytest.fixture
def clerk(served: Served) -> TestClient:
    return served.signed_in("clerk")


def test_a_fault_is_told_with_its_cell_and_what_to_do(served: Served, clerk: TestClient) -> None:
    text = dropped(served, clerk, {"ledger.xlsx": workbook(BAD, GOOD)})
    row = re.search(r'<tr class="error">(.*?)</tr>', text, re.S)
    assert row is not None
    assert all(word in row[1] for word in ("ledger.xlsx", "Sheet!D2", "2024-02-30", "write the day"))


def test_files_and_findings_are_taken_away_as_tables(served: Served, clerk: TestClient) -> None:
    page = dropped(served, clerk, {"ledger.xlsx": workbook(BAD, GOOD)})
    [file] = rows_taken(clerk, page, "files")
    assert (file[0], file[3:7]) == ("ledger.xlsx", ["2", "1", "0", "1"])
    found = rows_taken(clerk, page, "findings")
    assert ["ledger.xlsx", "Sheet!D2"] in [row[:2] for row in found]


def test_one_own_jobs_are_taken_away_as_a_table(served: Served, clerk: TestClient) -> None:
    dropped(served, clerk, {"ledger.xlsx": workbook(BAD, GOOD)})
    [job] = rows_taken(clerk, clerk.get("/jobs").text, "jobs")
    assert (job[0], job[2]) == ("Dry run: ledger.xlsx", "is ready")


def test_the_marked_workbook_and_the_report_can_be_kept(served: Served, clerk: TestClient) -> None:
    text = dropped(served, clerk, {"ledger.xlsx": workbook(BAD, GOOD)})
    links = re.findall(r'href="(/jobs/\w+/files/[^"]+)"', text)
    kept = [clerk.get(link) for link in links]
    assert [answer.status_code for answer in kept] == [200, 200]
    assert all(zipfile.is_zipfile(io.BytesIO(answer.content)) for answer in kept)


def test_what_is_sound_can_be_taken_in_without_the_faulty_rows(served: Served, clerk: TestClient) -> None:
    text = dropped(served, clerk, {"ledger.xlsx": workbook(BAD, GOOD)})
    assert "Take 1 record in without the faulty ones" in " ".join(text.split())
    job = re.search(r'name="of_job" value="(\w+)"', text)
    assert job is not None
    done = opened(served, clerk, clerk.post("/jobs/import", data={"of_job": job[1]}))
    assert "1 record was taken in." in done
    assert clerk.get("/contracts/渝綦工2031-002").status_code == 200


def test_the_same_file_again_is_taken_gently(served: Served, clerk: TestClient) -> None:
    files = {"ledger.xlsx": workbook(GOOD)}
    dropped(served, clerk, files, dry_run="")
    assert "Everything in these files stands in the register already" in dropped(served, clerk, files)


def test_a_contract_that_stands_otherwise_leads_to_its_correction(served: Served, clerk: TestClient) -> None:
    text = dropped(served, clerk, {"ledger.xlsx": workbook([STANDS, *GOOD[1:]])})
    assert re.search(r'href="/contracts/[^"]+/correct">Correct the contract', text)


def test_a_file_of_no_known_kind_is_refused_in_words(served: Served, clerk: TestClient) -> None:
    text = dropped(served, clerk, {"photo.png": b"\x89PNG\r\n\x1a\n" + bytes(64)})
    assert "nothing in the file can be read" in text


def test_findings_can_be_narrowed_to_their_gravity(served: Served, clerk: TestClient) -> None:
    dropped(served, clerk, {"ledger.xlsx": workbook(BAD, GOOD)})
    (job,) = served.office.jobs.of("clerk")
    text = clerk.get(f"/imports/{job.id}", params={"severity": "warning"}).text
    assert "2024-02-30" not in text


def test_what_others_brought_is_not_there(served: Served, clerk: TestClient) -> None:
    dropped(served, clerk, {"ledger.xlsx": workbook(GOOD)})
    (job,) = served.office.jobs.of("clerk")
    assert served.signed_in("manager").get(f"/imports/{job.id}").status_code == 403
