"""What would change: suppositions about a contract and about the law, of which nothing is recorded."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from tests.web.visiting import Served

LATE = "渝綦工2020-042"  # to be commenced by 2021-05-31, and not commenced; 63.70 mu
BEGUN = {"on": "2023-12-31", "contract": LATE, "type": "commenced", "day": "20231201", "ask": "1"}
FOREIGN = "渝綦工2015-002"


def changed(client: TestClient, **asked: str) -> dict[str, list[str]]:
    """The cells of the values that would change, by name."""
    answer = client.get("/what-if", params={**BEGUN, **asked, "as": "csv", "table": "values"})
    assert answer.status_code == 200
    lines = [line.split(",") for line in answer.text.splitlines() if line.count(",") >= 3]
    return {cells[-1].strip('"'): cells[1:3] for cells in lines}


@pytest.fixture(scope="module")
def manager(read_only: Served) -> TestClient:
    return read_only.signed_in("manager")


@pytest.fixture(scope="module")
def planner(read_only: Served) -> TestClient:
    return read_only.signed_in("planner")


def test_a_supposed_commencement_ends_the_days_of_delay(planner: TestClient) -> None:
    # From the day after the due day to 2023-12-31 it is 914 days, to the commencement 30 fewer.
    assert changed(planner)["commencement_days"] == ["914 days", "884 days"]


def test_whoever_sees_no_money_is_told_of_none(planner: TestClient) -> None:
    assert [name for name in changed(planner) if name.endswith("_fen")] == []


def test_whoever_sees_money_is_told_of_the_damages(manager: TestClient) -> None:
    assert "commencement_damages_fen" in changed(manager)


def test_the_rates_stand_beside_those_that_would_be(planner: TestClient) -> None:
    html = planner.get("/what-if", params=BEGUN).text
    # 63.70 of 33,290.10 mu are 0.19 points.
    assert "-0.19" in re.sub(r"<[^>]+>", " ", html)


def test_nothing_of_it_is_recorded(read_only: Served, planner: TestClient) -> None:
    before = read_only.office.kept.head()
    assert "A supposition: nothing of it was recorded." in planner.get("/what-if", params=BEGUN).text
    assert read_only.office.kept.head() == before


def test_a_fact_after_the_judged_day_is_refused_with_the_way_out(planner: TestClient) -> None:
    html = planner.get("/what-if", params={**BEGUN, "day": "2024-02-01"}).text
    assert "2024-02-01 lies after 2023-12-31, the day judged" in html


def test_a_field_that_cannot_be_read_is_named(planner: TestClient) -> None:
    assert 'aria-invalid="true"' in planner.get("/what-if", params={**BEGUN, "day": "gestern"}).text


def test_a_convention_can_be_supposed_alone(planner: TestClient) -> None:
    html = planner.get("/what-if", params={"contract": LATE, "set": "idle_time=gross", "ask": "1"}).text
    assert "A supposition: nothing of it was recorded." in html


def test_a_foreign_contract_is_not_there(read_only: Served) -> None:
    inspector = read_only.signed_in("inspector")
    assert inspector.get("/what-if", params={**BEGUN, "contract": FOREIGN}).status_code == 404


def test_the_values_of_the_law_that_differ_between_two_days_are_named(planner: TestClient) -> None:
    # The Administrative Procedure Law in force from 2015-05-01 gives six months instead of three.
    told = re.sub(r"<[^>]+>", " ", planner.get("/what-if/law?from=2014-12-31&to=2015-12-31").text)
    assert ("3 months" in told, "6 months" in told) == (True, True)


def test_two_days_of_one_law_change_nothing(planner: TestClient) -> None:
    html = planner.get("/what-if/law?from=2022-01-01&to=2022-01-02").text
    assert "No value of the law differs between the two days." in html
