"""Patrols for programs: the plan and its rate, visits, what two people decide, and who has what."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from starlette.testclient import TestClient

from landwatch.services.maintenance.journal import journal_lines
from tests.commands import run
from tests.web.patrolling import DAY, FOREIGN, NUMBER, PROPOSED, VISIT, there, visited
from tests.web.test_api import off, schema_of
from tests.web.visiting import Served

PATROLS = "/api/v1/patrols"


@pytest.fixture(scope="module")
def manager(read_only: Served) -> TestClient:
    return read_only.signed_in("manager")


@pytest.fixture(scope="module")
def described(manager: TestClient) -> dict[str, Any]:
    document: dict[str, Any] = manager.get("/api/v1/openapi.json").json()
    return document


def items(client: TestClient, path: str, **asked: Any) -> list[dict[str, Any]]:
    answer = client.get(f"{PATROLS}{path}", params={"on": "2023-12-20", "limit": 1000} | asked)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


# The plan. As `landwatch patrol plan` counts on 2023-12-20: 张样安 in 桥河 has 10 visits overdue, 19 open,
# 81 done.


def test_the_plan_of_the_quarter_is_that_of_the_command_line(manager: TestClient, read_only: Served) -> None:
    told = run("patrol", "plan", "--database", read_only.sample.database, "--on", "2023-12-20", "--json")
    found = [{**line, "stage_name": ""} for line in items(manager, "")]
    assert found == [{**line, "stage_name": ""} for line in json.loads(told.stdout)["visits"]]


def test_a_person_has_what_is_on_the_list(manager: TestClient) -> None:
    states = Counter(line["state"] for line in items(manager, "", person="张样安"))
    assert states == {"overdue": 10, "open": 19, "done": 81}


def test_what_is_open_or_overdue_is_due(manager: TestClient) -> None:
    states = Counter(line["state"] for line in items(manager, "/due", cluster="桥河"))
    assert states == {"overdue": 10, "open": 19}


def test_lines_of_one_state_can_be_asked_for(manager: TestClient) -> None:
    assert {line["state"] for line in items(manager, "", state="done", cluster="庆江")} == {"done"}


def test_an_inspector_is_told_of_the_clusters_granted_alone(read_only: Served) -> None:
    inspector = read_only.signed_in("inspector")
    assert {line["cluster"] for line in items(inspector, "")} == {"桥河", "庆江"}
    assert items(inspector, "", cluster="北渡") == []
    assert {row["cluster"] for row in items(inspector, "/assignments")} == {"桥河", "庆江"}


def test_a_list_goes_on_where_the_part_before_ended(manager: TestClient) -> None:
    first = manager.get(f"{PATROLS}?{DAY}&limit=300").json()
    second = manager.get(f"{PATROLS}?{DAY}&limit=300&after={first['next']}").json()
    assert second["next"] is None
    assert first["items"] + second["items"] == items(manager, "")


def test_another_period_can_be_asked_for(manager: TestClient) -> None:
    told = manager.get(f"{PATROLS}?{DAY}&first=2023-07-01").json()
    assert (told["first"], told["last"]) == ("2023-07-01", "2023-12-31")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("first=2023-12-31&last=2023-12-01", "2023-12-01 is before 2023-12-31"),
        ("first=2001-01-01&last=2023-12-31", "is longer than 800 days"),
        ("first=soon", "first soon: is not a day"),
    ],
)
def test_a_period_that_cannot_be_planned_is_told_why(manager: TestClient, asked: str, told: str) -> None:
    answer = manager.get(f"{PATROLS}?{DAY}&{asked}")
    assert (answer.status_code, told in answer.json()["detail"]) == (422, True)


@pytest.mark.parametrize("day", ["2999-12-31", "1900-01-01"])
def test_the_first_and_the_last_day_have_a_plan(manager: TestClient, day: str) -> None:
    assert manager.get(f"{PATROLS}?on={day}&limit=1").status_code == 200


def test_the_rate_of_the_sample_is_whole_person_by_person(manager: TestClient) -> None:
    told = manager.get(f"{PATROLS}/rates?on=2023-12-31").json()
    rates = {(row["cluster"], row["person"]): (row["visited"], row["due"]) for row in told["items"]}
    assert rates["桥河", "张样安"] == (80, 80)
    assert sum(visited for visited, _due in rates.values()) == sum(due for _v, due in rates.values()) == 412
    assert "somebody is named who went" in told["counts_if"]


# Visits.


@pytest.fixture
def inspector(served: Served) -> TestClient:
    return served.signed_in("inspector")


def test_a_visit_stands_in_the_ledger_under_the_name_of_who_went(
    inspector: TestClient, served: Served
) -> None:
    made = visited(inspector)
    assert (made["new"], made["counts"], made["told"]) == (True, True, [])
    (row,) = (row for row in items(inspector, "/visits", contract_no=NUMBER) if row["visit"])
    assert (row["visit"], row["person"], row["recorded_by"]) == (made["visit"], "张样安", "inspector")
    assert (row["said"]["works"], row["said"]["done_share"]) == ("levelled", "1/20")
    assert journal_lines(served.sample.database)[-1].actor == "inspector"


def test_a_visit_answers_the_lines_that_are_open(inspector: TestClient) -> None:
    before = [line["stage"] for line in items(inspector, "/due") if line["contract_no"] == NUMBER]
    visited(inspector)
    after = [line["stage"] for line in items(inspector, "/due") if line["contract_no"] == NUMBER]
    assert (before, after) == (["DEFAULT"], [])


def test_the_same_visit_twice_is_one(inspector: TestClient) -> None:
    first, second = visited(inspector), visited(inspector)
    assert (second["visit"], second["new"]) == (first["visit"], False)


def test_a_request_sent_again_with_its_key_is_answered_the_same(inspector: TestClient) -> None:
    key = {"Idempotency-Key": "visit 1"}
    first, again = (inspector.post(f"{there()}/visits", json=VISIT, headers=key) for _turn in range(2))
    assert (first.status_code, again.content) == (201, first.content)
    other = inspector.post(f"{there()}/visits", json=VISIT | {"note": "x"}, headers=key)
    assert other.status_code == 409


def test_what_does_not_fit_is_told_and_kept(inspector: TestClient) -> None:
    told = visited(inspector, on="2021-03-01", cluster="庆江", parcel_no="G-1")["told"]
    assert told == [
        "does not count; it lacks: the contract was in force on the day",
        "the contract is in cluster 桥河, not in 庆江",
        "parcel G-1 is not under the contract; its parcels are 500110003001GB00042",
    ]


def test_who_was_met_is_taken_in_and_stands_in_no_answer(inspector: TestClient) -> None:
    number = visited(inspector, met={"name": "周门卫", "telephone": "13900001234"})["visit"]
    assert "周门卫" not in str(items(inspector, "/visits", contract_no=NUMBER))
    page = inspector.get(f"/contracts/{NUMBER}/visits/{number}?{DAY}&met=show").text
    assert "周门卫" in page and "13900001234" in page


def test_a_second_visit_of_the_day_by_somebody_else_is_told(served: Served, inspector: TestClient) -> None:
    visited(inspector)
    told = visited(served.signed_in("clerk"), person="李示平")["told"]
    assert told == ["visited that day by 张样安, too; both visits are kept"]


def test_an_inspector_records_no_visit_for_somebody_else(inspector: TestClient) -> None:
    answer = inspector.post(f"{there()}/visits", json=VISIT | {"person": "李示平"})
    assert (answer.status_code, answer.json()["detail"]) == (
        422,
        "李示平 is not you; your role records your own visits alone",
    )


def test_a_visit_to_a_foreign_cluster_is_not_there(inspector: TestClient) -> None:
    assert inspector.post(f"{there(FOREIGN)}/visits", json=VISIT).status_code == 404


@pytest.mark.parametrize(
    "said",
    [
        {"on": "2999-12-31"},
        {"on": "soon"},
        {"works": "swimming"},
        {"done_share": "1.1"},
        {"done_share": "1e3"},
        {"answers": {"begun": False}},
        {"answers": {"built": True}},
        {"reasons": {"built": "x"}},
        {"proposed": {"fact": "idle_recognition"}},
        {"proposed": {"fact": "commenced", "share": "2"}},
        {"note": "x" * 4001},
        {"note": "\ud800"},
        {"status": "closed"},
    ],
    ids=lambda said: str(said)[:40],
)
def test_a_visit_that_cannot_be_recorded_is_told_why(read_only: Served, said: dict[str, Any]) -> None:
    client = read_only.signed_in("inspector")
    body = json.dumps(VISIT | said)
    answer = client.post(f"{there()}/visits", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert items(client, "/visits", contract_no=NUMBER)[-1]["visit"] is None


# What two people decide.


def test_a_proposal_is_accepted_by_a_second_person_and_becomes_a_fact(
    served: Served, inspector: TestClient
) -> None:
    visit = visited(inspector, proposed=PROPOSED)["visit"]
    manager = served.signed_in("manager")
    assert [each["state"] for each in items(manager, "/proposals")] == ["open"]
    answer = manager.post(f"{PATROLS}/proposals/{visit}/accept?{DAY}")
    assert (answer.status_code, answer.json()["state"], answer.json()["decided_by"]) == (
        201,
        "accepted",
        "负责人 王芳",
    )
    assert items(manager, "/proposals", state="open") == []
    history = manager.get(f"{there()}/history").text
    assert visit in history


def test_who_made_or_recorded_the_visit_does_not_decide_it(served: Served) -> None:
    clerk = served.signed_in("clerk")
    visit = visited(clerk, person="李示平", proposed=PROPOSED)["visit"]
    answer = clerk.post(f"{PATROLS}/proposals/{visit}/accept?{DAY}")
    assert (answer.status_code, "a second person decides" in answer.json()["detail"]) == (422, True)


def test_a_declined_proposal_has_its_reason(served: Served, inspector: TestClient) -> None:
    visit = visited(inspector, proposed=PROPOSED)["visit"]
    manager = served.signed_in("manager")
    empty = manager.post(f"{PATROLS}/proposals/{visit}/decline", json={"reason": " "})
    answer = manager.post(f"{PATROLS}/proposals/{visit}/decline", json={"reason": "场平不是动工"})
    assert (empty.status_code, answer.status_code) == (422, 201)
    (found,) = items(manager, "/proposals", on="2023-12-31")
    assert (found["state"], found["reason"]) == ("declined", "场平不是动工")


def test_what_is_decided_is_not_decided_again(served: Served, inspector: TestClient) -> None:
    visit = visited(inspector, proposed=PROPOSED)["visit"]
    served.signed_in("manager").post(f"{PATROLS}/proposals/{visit}/accept")
    answer = served.signed_in("clerk").post(f"{PATROLS}/proposals/{visit}/decline", json={"reason": "x"})
    assert (answer.status_code, "is decided already" in answer.json()["detail"]) == (422, True)


# Who has what.

ASSIGNED = {"cluster": "桥河", "person": "李示平", "since": "2023-12-01", "reason": "轮岗"}


def test_a_person_who_is_assigned_has_the_list_at_once(served: Served) -> None:
    manager = served.signed_in("manager")
    assert items(manager, "/due", person="李示平") == []
    answer = manager.post(f"{PATROLS}/assignments?{DAY}", json=ASSIGNED)
    assert answer.status_code == 201
    # One that ended on 2023-12-06 was missed since then, and so by the successor.
    states = Counter(line["state"] for line in items(manager, "/due", person="李示平"))
    assert states == {"overdue": 1, "open": 19}
    here = [row for row in items(manager, "/assignments") if row["cluster"] == "桥河"]
    assert [(row["person"], row["until"]) for row in here] == [("张样安", "2023-11-30"), ("李示平", None)]


def test_in_an_absence_the_stand_in_has_the_list_and_the_person_the_duty(served: Served) -> None:
    manager = served.signed_in("manager")
    away = {"person": "张样安", "since": "2023-12-18", "until": "2023-12-22", "reason": "休假"}
    assert manager.post(f"{PATROLS}/absences?{DAY}", json=away).status_code == 201
    assert {line["person"] for line in items(manager, "/due", person="李示平")} == {"张样安"}
    assert items(manager, "/absences") == [{"person": "张样安", "since": "2023-12-18", "until": "2023-12-22"}]
    manager.post(f"{PATROLS}/absences?{DAY}", json=away | {"withdrawn": True})
    assert items(manager, "/absences") == []


@pytest.mark.parametrize(
    ("said", "status", "told"),
    [
        ({"cluster": "无此组团"}, 422, "is not a cluster of this register"),
        ({"person": " "}, 422, "nobody is named who patrols"),
        ({"reason": " "}, 409, "reason"),
        ({"stand_in": "李示平"}, 409, "cannot stand in for"),
        ({"until": "2023-01-01"}, 409, "is before"),
    ],
    ids=lambda said: str(said)[:30],
)
def test_an_assignment_that_cannot_be_is_told_why(
    read_only: Served, said: dict[str, Any], status: int, told: str
) -> None:
    answer = read_only.signed_in("manager").post(f"{PATROLS}/assignments", json=ASSIGNED | said)
    assert (answer.status_code, told in answer.json()["detail"]) == (status, True), answer.text


def test_somebody_who_patrols_nothing_cannot_be_away(read_only: Served) -> None:
    away = {"person": "王五", "since": "2023-12-18", "until": "2023-12-22", "reason": "休假"}
    answer = read_only.signed_in("manager").post(f"{PATROLS}/absences", json=away)
    assert (answer.status_code, "patrols no cluster" in answer.json()["detail"]) == (422, True)


# The form of answers.


@pytest.mark.parametrize("path", ["", "/due", "/rates", "/visits", "/proposals", "/assignments", "/absences"])
def test_an_answer_has_the_described_form_and_is_known_again(
    manager: TestClient, described: dict[str, Any], path: str
) -> None:
    answer = manager.get(f"{PATROLS}{path}?{DAY}")
    schema = schema_of(described, f"/patrols{path}", "get", "200")
    assert off(described, schema, answer.json()) == []
    known = {"If-None-Match": answer.headers["etag"]}
    assert manager.get(f"{PATROLS}{path}?{DAY}", headers=known).status_code == 304


def test_what_is_recorded_is_answered_in_the_described_form(
    served: Served, inspector: TestClient, described: dict[str, Any]
) -> None:
    made = visited(inspector, proposed=PROPOSED)
    manager = served.signed_in("manager")
    accepted = manager.post(f"{PATROLS}/proposals/{made['visit']}/accept").json()
    assigned = manager.post(f"{PATROLS}/assignments", json=ASSIGNED).json()
    assert off(described, "VisitAnswer", made) == []
    assert off(described, "ProposalAnswer", accepted) == []
    assert off(described, "AssignmentAnswer", assigned) == []
