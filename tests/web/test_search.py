"""Search finds by any part of a number or name, and nothing of other clusters."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.web.visiting import Served


@pytest.fixture(scope="module")
def inspector(read_only: Served) -> TestClient:
    return read_only.signed_in("inspector")


def test_a_part_of_a_company_is_found(inspector: TestClient) -> None:
    assert "渝綦工2019-070" in inspector.get("/search?q=南设峰").text


def test_the_initials_of_a_company_are_found(inspector: TestClient) -> None:
    assert "渝南设峰新材料有限公司" in inspector.get("/search?q=ynsf").text


def test_a_whole_number_opens_the_contract(inspector: TestClient) -> None:
    answer = inspector.get("/search?q=渝綦工2019-070&on=2023-06-30")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/contracts/%E6%B8%9D%E7%B6%A6%E5%B7%A52019-070?on=2023-06-30"


def test_a_contract_of_another_cluster_is_not_found(inspector: TestClient) -> None:
    # 渝綦工2021-039 lies in 安稳.
    assert "渝綦工2021-039" not in inspector.get("/search?q=2021-039").text


def test_what_is_not_there_is_said(inspector: TestClient) -> None:
    assert "Nothing fits." in inspector.get("/search?q=xyzxyz").text
