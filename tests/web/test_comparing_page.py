"""Two days on the map and as a list."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from tests.web.test_foreign_land import foreign_words, told_of
from tests.web.visiting import Served

__all__ = ["foreign_words"]

DAYS = "from=2022-12-31&on=2023-12-31"


@pytest.fixture(scope="module")
def planner(read_only: Served) -> TestClient:
    return read_only.signed_in("planner")


@pytest.mark.parametrize("path", ["/zone/compare", "/zone/changes"])
def test_neither_tells_the_inspector_of_foreign_land(
    read_only: Served, foreign_words: frozenset[str], path: str
) -> None:
    answer = read_only.signed_in("inspector").get(f"{path}?{DAYS}")
    assert told_of(answer.text, foreign_words) == set()


@pytest.mark.parametrize("path", ["/zone/compare", "/zone/changes"])
def test_the_days_must_stand_in_their_order(planner: TestClient, path: str) -> None:
    answer = planner.get(f"{path}?from=2023-12-31&on=2022-12-31")
    assert (answer.status_code, "give the earlier day first" in answer.text) == (422, True)


def test_the_list_holds_contracts_whose_state_differs_and_no_others(planner: TestClient) -> None:
    lines = planner.get(f"/zone/changes?{DAYS}&as=csv").text
    # Completion default since 2023-12-01; its commencement was in time.
    assert "渝綦工2020-048" in lines
    # Idle since 2020-12-01, recognised on 2022-04-22: nothing has changed in that year.
    assert "渝綦工2019-070" not in lines


def test_the_earlier_day_is_a_year_before_where_none_is_named(planner: TestClient) -> None:
    assert "Changes from 2022-12-31 to 2023-12-31" in planner.get("/zone/changes?on=2023-12-31").text


def test_a_foreign_cluster_is_not_there(read_only: Served) -> None:
    inspector = read_only.signed_in("inspector")
    assert inspector.get(f"/zone/changes?{DAYS}&cluster={quote('通惠')}").status_code == 404
