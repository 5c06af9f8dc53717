"""Sheets and files to hand out: the preview, the scales that fit, and the forms that ask for jobs."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from tests.web.visiting import Served

BEIDU, TONGHUI = quote("北渡"), quote("通惠")


@pytest.fixture(scope="module")
def planner(read_only: Served) -> TestClient:
    return read_only.signed_in("planner")


def test_a_scale_that_does_not_fit_the_paper_is_not_offered(planner: TestClient) -> None:
    # 北渡 measures 3,290 × 2,597 m: on A3 1:10,000 is the largest standard scale.
    html = planner.get(f"/zone/print?cluster={BEIDU}&paper=A3").text
    assert re.findall(r'<option value="1:(\d+)"', html) == ["10000", "25000"]


def test_the_form_asks_for_the_sheet_that_the_preview_shows(planner: TestClient) -> None:
    html = planner.get(f"/zone/print?on=2022-06-30&cluster={BEIDU}&paper=A4&scale=1:500&format=svg").text
    form = html.split('action="/jobs/print"')[1].split("</form>")[0]
    asked = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    assert asked == {
        "on": "2022-06-30", "cluster": "北渡", "paper": "A4", "scale": "1:25000", "format": "svg",
    }  # fmt: skip


def test_a_preview_is_a_small_picture(planner: TestClient) -> None:
    answer = planner.get(f"/zone/print/preview.png?cluster={BEIDU}")
    width, height = (int.from_bytes(answer.content[at : at + 4]) for at in (16, 20))
    # A3 on its long side, 420 × 297 mm.
    assert (width, height) == (pytest.approx(1200, abs=2), pytest.approx(1200 * 297 / 420, abs=2))


def test_a_preview_of_a_foreign_cluster_is_not_there(read_only: Served) -> None:
    inspector = read_only.signed_in("inspector")
    assert inspector.get(f"/zone/print/preview.png?cluster={TONGHUI}").status_code == 404


def test_the_page_of_a_foreign_cluster_is_not_there(read_only: Served) -> None:
    assert read_only.signed_in("inspector").get(f"/zone/print?cluster={TONGHUI}").status_code == 404
