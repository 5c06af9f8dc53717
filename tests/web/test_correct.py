"""What was recorded wrong: corrected, retired, attached to, and found again by who recorded it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from tests.web.visiting import Served

NUMBER = "渝綦工2015-001"
HERE = f"/contracts/{quote(NUMBER, safe='')}"
DIGEST = re.compile(r'name="seen" value="(\w+)"')


@pytest.fixture
def clerk(served: Served) -> TestClient:
    return served.signed_in("clerk")


def twice(client: TestClient, path: str, **written: str) -> Any:
    """Look, then take what was looked at."""
    looked = client.post(path, data=written)
    found = DIGEST.search(looked.text)
    assert found is not None, looked.text
    return client.post(path, data=written | {"seen": found[1]})


def a_fact(client: TestClient) -> str:
    """Record that a permit was given; the address of the fact."""
    twice(client, "/record", contract=NUMBER, type="construction_permit", day="20230630", document="施1")
    found = re.search(
        r'<a href="(/contracts/[^"]*/facts/\w+)">Construction permit|'
        r'<a href="(/contracts/[^"]*/facts/\w+)">construction permit',
        client.get(f"{HERE}/correct").text,
    )
    assert found is not None
    return found[1] or found[2]


def test_a_fact_says_something_else_after_its_correction_and_keeps_what_was_not_asked(
    clerk: TestClient,
) -> None:
    fact = a_fact(clerk)
    answer = twice(clerk, fact, contract=NUMBER, day="20230701", document="施1", reason="日期录错")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{HERE}#facts")
    page = clerk.get(HERE).text
    assert "2023-07-01" in page
    assert "日期录错" in page


def test_a_correction_needs_a_reason(clerk: TestClient) -> None:
    answer = twice(clerk, a_fact(clerk), contract=NUMBER, day="20230701", reason=" ")
    assert answer.status_code == 422
    assert "The reason is empty" in answer.text


def test_a_fact_that_was_never_true_is_retired(clerk: TestClient) -> None:
    fact = a_fact(clerk)
    assert clerk.post(f"{fact}/retire", data={"reason": "登错合同"}).status_code == 303
    assert clerk.get(fact).status_code == 404


def test_a_term_is_corrected_in_the_unit_of_its_column(clerk: TestClient) -> None:
    answer = twice(clerk, f"{HERE}/correct", **{"成交价格": "2000", "reason": "合同原件"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{HERE}#history")
    assert '<input name="成交价格"' in clerk.get(f"{HERE}/correct").text
    assert 'value="2000"' in clerk.get(f"{HERE}/correct").text


def test_what_would_be_changed_is_shown_first(read_only: Served) -> None:
    text = read_only.signed_in("clerk").post(f"{HERE}/correct", data={"约定竣工时间": "0630"}).text
    assert re.search(r"Agreed completion</dt><dd>\d{4}-\d\d-\d\d → <b>2023-06-30</b>", text)


def test_a_term_that_cannot_be_read_is_told_at_its_field(read_only: Served) -> None:
    text = read_only.signed_in("clerk").post(f"{HERE}/correct", data={"成交价格": "不详"}).text
    assert re.search(r'name="成交价格"[^>]*aria-invalid="true"', text)
    assert "--set" not in text
    assert not DIGEST.search(text)


def test_a_correction_thought_of_for_what_no_longer_stands_is_shown_again(clerk: TestClient) -> None:
    looked = clerk.post(f"{HERE}/correct", data={"成交价格": "2000"})
    seen = DIGEST.search(looked.text)
    assert seen is not None
    twice(clerk, f"{HERE}/correct", **{"成交价格": "1999", "reason": "先改一次"})
    answer = clerk.post(f"{HERE}/correct", data={"成交价格": "2000", "reason": "再改", "seen": seen[1]})
    assert answer.status_code == 200
    assert "1999 → <b>2000</b>" in answer.text


def test_a_document_is_attached_under_its_own_name_without_folders(clerk: TestClient) -> None:
    files = {"file": ("../../etc/notice.pdf", b"%PDF-1.7 notice", "application/pdf")}
    answer = clerk.post(f"{HERE}/attach", data={"kind": "通知书", "day": "20230630"}, files=files)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{HERE}#documents")
    page = clerk.get(HERE).text
    assert "notice.pdf" in page
    assert "etc/" not in page


@pytest.mark.parametrize(
    ("files", "complaint"),
    [
        ({}, "Choose the file"),
        ({"file": ("empty.pdf", b"", "application/pdf")}, "empty.pdf: is empty; nothing was recorded"),
    ],
)
def test_a_document_that_cannot_be_kept_is_told(read_only: Served, files: Any, complaint: str) -> None:
    answer = read_only.signed_in("clerk").post(f"{HERE}/attach", data={"kind": "x"}, files=files)
    assert answer.status_code == 422
    assert complaint in answer.text


def test_what_was_recorded_today_is_listed_with_its_way_to_correct_it(clerk: TestClient) -> None:
    fact = a_fact(clerk)
    assert f'href="{fact}"' in clerk.get("/recorded").text


def test_what_others_recorded_is_not_listed(read_only: Served) -> None:
    text = read_only.signed_in("clerk").get("/recorded", params={"day": "2024-01-05"}).text
    assert "Nothing was recorded by you on this day." in text
