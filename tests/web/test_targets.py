"""Targets of revitalised land: set on a page, taken from a file, and asked for by programs."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from landwatch.services.people import set_clusters
from tests.web.conftest import NOW
from tests.web.visiting import HERE, Served

WHY = {"reason": "下达任务", "document": "1号"}


@pytest.fixture
def manager(served: Served) -> TestClient:
    return served.signed_in("manager")


def set_target(client: TestClient, **given: str) -> int:
    return client.post("/targets", data={"year": "2023", "mu": "700", **WHY, **given}).status_code


def targets(client: TestClient, query: str = "") -> list[tuple[int, str | None, str, str]]:
    items = client.get(f"/api/v1/targets?on=2023-12-31{query}").json()["items"]
    return [(each["year"], each["cluster"], each["target_mu"], each["reached_mu"]) for each in items]


def test_a_target_is_set_and_stands_with_what_is_reached(manager: TestClient) -> None:
    assert set_target(manager) == 303
    assert targets(manager) == [(2023, None, "700.00", "712.40")]
    text = manager.get("/targets").text
    assert "101.8" in text and "下达任务" in text and "/figures/revitalised_area" in text


@pytest.mark.long
def test_the_situation_says_how_far_a_target_is_reached(manager: TestClient) -> None:
    set_target(manager)
    set_target(manager, cluster="桥河", mu="75")
    assert "reached 101.8 %" in manager.get("/situation?on=2023-12-31").text
    assert "reached 100.1 %" in manager.get("/situation?on=2023-12-31&cluster=桥河").text


def test_a_target_is_corrected_and_taken_back(manager: TestClient) -> None:
    set_target(manager)
    set_target(manager, mu="650.5")
    assert targets(manager)[0][2] == "650.50"
    assert set_target(manager, withdrawn="yes") == 303
    assert targets(manager) == []


def test_a_target_that_cannot_be_read_keeps_what_was_written(manager: TestClient) -> None:
    answer = manager.post("/targets", data={"year": "2023", "mu": "many", **WHY})
    assert answer.status_code == 422
    assert 'value="many"' in answer.text and 'role="alert"' in answer.text


def test_targets_come_from_a_file_whole(manager: TestClient) -> None:
    content = "年度,组团,目标(亩)\n2023,,700\n2023,桥河,80\n".encode()
    answer = manager.post("/targets/file", data=WHY, files={"file": ("目标.csv", content)})
    assert answer.status_code == 303
    assert [each[1] for each in targets(manager)] == [None, "桥河"]


def test_a_file_with_a_fault_is_refused_by_its_row(manager: TestClient) -> None:
    content = "年度,组团,目标(亩)\n2023,,many\n".encode()
    answer = manager.post("/targets/file", data=WHY, files={"file": ("目标.csv", content)})
    assert answer.status_code == 422 and "目标.csv, row 2" in answer.text


def test_a_file_that_is_too_large_is_no_list_of_targets(manager: TestClient) -> None:
    answer = manager.post("/targets/file", data=WHY, files={"file": ("目标.csv", b"x" * 1_000_001)})
    assert answer.status_code == 422 and "larger than 1 MB" in answer.text


def test_who_has_some_clusters_sets_and_sees_targets_of_these_alone(served: Served) -> None:
    whole = served.signed_in("clerk")
    set_target(whole)
    set_target(whole, cluster="通惠", mu="20")
    set_clusters(served.office.access, served.office.database, "manager", ["桥河"], by="admin", at=NOW)
    manager = served.signed_in("manager")
    assert targets(manager) == []
    assert set_target(manager) == 422
    assert set_target(manager, cluster="通惠") == 422
    assert set_target(manager, cluster="桥河", mu="80") == 303
    assert targets(manager) == [(2023, "桥河", "80.00", "75.05")]


def test_a_program_sets_a_target_once_however_often_it_asks(manager: TestClient) -> None:
    wanted = {"year": 2023, "target_mu": "700", **WHY}
    told = [
        manager.post("/api/v1/targets", json=wanted, headers={**HERE, "Idempotency-Key": "a"})
        for _again in range(2)
    ]
    assert [answer.status_code for answer in told] == [201, 201]
    assert told[0].json() == {"year": 2023, "cluster": None, "target_mu": "700.00", "withdrawn": False}
    assert targets(manager) == [(2023, None, "700.00", "712.40")]


def test_targets_are_told_as_they_were_known(manager: TestClient) -> None:
    set_target(manager)
    assert targets(manager, "&known_at=2024-01-06T09:00") == []
