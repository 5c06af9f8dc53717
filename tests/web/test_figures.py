"""The figures of a day and the rows behind each: numbers of the sample by hand."""

from __future__ import annotations

import html
import re

import pytest
from starlette.testclient import TestClient

from tests.web.visiting import Served

DAY = "on=2023-12-31"


@pytest.fixture(scope="module")
def manager(read_only: Served) -> TestClient:
    return read_only.signed_in("manager")


def rows_of(client: TestClient, figure: str, page: int = 1) -> list[str]:
    """What stands first in each row behind a figure."""
    text = client.get(f"/figures/{figure}?{DAY}&page={page}").text
    return [
        html.unescape(re.sub("<.*?>", "", row))
        for row in re.findall(r'<th role="rowheader" scope="row">(.*?)</th>', text)
    ]


def test_a_figure_leads_to_its_rows_and_each_row_to_its_contract(manager: TestClient) -> None:
    listed = manager.get(f"/figures?{DAY}").text
    address = re.search(r'href="(/figures/commencement_default_rate_count[^"]*)">11<', listed)
    assert address
    rows = manager.get(html.unescape(address[1])).text
    contract = re.search(r'<th role="rowheader" scope="row"><a href="(/contracts/[^"]*)"', rows)
    assert contract
    assert manager.get(html.unescape(contract[1])).status_code == 200


def test_the_rows_are_as_many_as_the_figure_counts(manager: TestClient) -> None:
    # Of the sample's 415 live contracts 11 have not been commenced in time, of two companies approvals are
    # suspended, for three contracts.
    assert len(rows_of(manager, "commencement_default_rate_count")) == 11
    assert len(rows_of(manager, "suspended_companies")) == 3
    assert sum(len(rows_of(manager, "live_contracts_count", page)) for page in range(1, 6)) == 415


def test_rows_that_are_no_contracts_are_named_and_lead_nowhere(manager: TestClient) -> None:
    answer = manager.get(f"/figures/clusters?{DAY}")
    assert "桥河" in rows_of(manager, "clusters")
    assert "/contracts/" not in answer.text


def test_the_rows_of_a_cluster_are_its_own(manager: TestClient) -> None:
    whole = set(rows_of(manager, "commencement_default_rate_count"))
    text = manager.get(f"/figures/commencement_default_rate_count?{DAY}&cluster=桥河").text
    own = set(re.findall(r"渝綦工\d{4}-\d{3}", text))
    assert own
    assert own < whole


def test_the_inspector_finds_own_contracts_alone_behind_a_figure(read_only: Served) -> None:
    # 122 of the live contracts lie in 桥河 and 庆江.
    inspector = read_only.signed_in("inspector")
    assert "<b>122 contracts</b>" in inspector.get(f"/figures/live_contracts_count?{DAY}").text


def test_no_figure_of_that_name_is_told_as_a_page_that_is_not_there(manager: TestClient) -> None:
    assert manager.get(f"/figures/no_figure?{DAY}").status_code == 404
