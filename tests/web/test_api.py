"""What programs are answered: in the described form, with the numbers of the sample, and once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from landwatch.model import Document
from landwatch.registry import Act
from landwatch.services.contracts.documents import attach_file
from landwatch.services.maintenance.journal import journal_lines
from tests.commands import run
from tests.web import odd_office
from tests.web.odd_office import NUMBERS
from tests.web.visiting import Served, serve_here

DAY = "on=2023-12-31"
NUMBER = "渝綦工2019-070"
THERE = f"/api/v1/contracts/{quote(NUMBER, safe='')}"
REVIEW = {"verdict": "confirmed", "on": "2023-12-20", "note": "围挡内无人施工"}


@pytest.fixture(scope="module")
def manager(read_only: Served) -> TestClient:
    return read_only.signed_in("manager")


@pytest.fixture(scope="module")
def described(manager: TestClient) -> dict[str, Any]:
    document: dict[str, Any] = manager.get("/api/v1/openapi.json").json()
    return document


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve_here(odd_office.make(tmp_path_factory.mktemp("odd"))) as served:
        yield served


def off(described: dict[str, Any], schema: str, answer: Any) -> list[str]:
    """Where an answer does not have the described form."""
    form = {"$ref": f"#/components/schemas/{schema}", "components": described["components"]}
    return [error.message for error in Draft202012Validator(form).iter_errors(answer)]


def schema_of(described: dict[str, Any], path: str, method: str, status: str) -> str:
    (content,) = described["paths"][path][method]["responses"][status]["content"].values()
    return str(content["schema"]["$ref"]).rpartition("/")[2]


# The numbers of the sample on 2023-12-31.


def test_the_flags_of_the_sample_are_forty_one_of_twenty_seven_contracts(manager: TestClient) -> None:
    items = manager.get(f"/api/v1/flags?{DAY}").json()["items"]
    assert len({item["contract_no"] for item in items}) == 27
    assert Counter(item["kind"] for item in items) == {"completion": 20, "commencement": 11, "idle": 10}


def test_the_command_line_counts_as_many(read_only: Served) -> None:
    told = run("assess", "--database", read_only.sample.database, "--on", "2023-12-31", "--json").stdout
    assert told.count('"days_late"') == 27


def test_the_flags_lie_in_all_seven_clusters(manager: TestClient) -> None:
    flags = manager.get(f"/api/v1/flags?{DAY}").json()["items"]
    of_cluster = Counter(
        cluster for _no, cluster in {(flag["contract_no"], flag["cluster"]) for flag in flags}
    )
    assert of_cluster["桥河"] + of_cluster["庆江"] == 8
    assert len(of_cluster) == 7


def test_the_longest_overdue_flag_stands_first(manager: TestClient) -> None:
    assert manager.get(f"/api/v1/flags?{DAY}&limit=1").json()["items"] == [
        {
            "contract_no": NUMBER,
            "cluster": "庆江",
            "holder": "渝南设峰新材料有限公司",
            "kind": "commencement",
            "days": 1126,
            "due": "2020-11-30",
            "gravity": "grave",
            "reviewed": False,
        }
    ]


def test_one_cluster_alone_can_be_asked_for(manager: TestClient) -> None:
    items = manager.get("/api/v1/flags", params={"cluster": "庆江", "on": "2023-12-31"}).json()["items"]
    assert {item["cluster"] for item in items} == {"庆江"}
    assert len(items) == 4


def test_figures_are_those_of_the_report(manager: TestClient) -> None:
    values = {item["id"]: item["value"] for item in manager.get(f"/api/v1/figures?{DAY}").json()["items"]}
    assert (values["clusters"], values["live_contracts_count"]) == ("7", "415")
    assert (values["commencement_default_rate_area"], values["completion_default_rate_area"]) == (
        "2.1",
        "4.3",
    )


@pytest.mark.parametrize("day", ["1900-01-01", "2999-12-31"])
@pytest.mark.parametrize("path", ["/api/v1/flags", "/api/v1/figures", "/work", "/map", "/map/桥河"])
def test_the_first_and_the_last_day_that_can_be_asked_about_are_answered(
    manager: TestClient, path: str, day: str
) -> None:
    assert manager.get(f"{path}?on={day}").status_code == 200


@pytest.mark.parametrize("day", ["1899-12-31", "3000-01-01"])
def test_a_year_that_nobody_means_is_told(manager: TestClient, day: str) -> None:
    answer = manager.get(f"/api/v1/flags?on={day}")
    assert answer.status_code == 422
    assert answer.json()["detail"] == f"on {day}: give a year from 1900 to 2999"


def test_an_answer_names_day_instant_and_journal(manager: TestClient, read_only: Served) -> None:
    told = manager.get("/api/v1/flags?on=2022-06-30&known_at=2024-01-21T09:30").json()
    head = journal_lines(read_only.sample.database)[-1]
    assert (told["on"], told["known_at"], told["journal_head"]) == (
        "2022-06-30",
        "2024-01-21T09:30:59.999999+08:00",
        head.hash,
    )


def test_every_page_of_a_list_goes_on_where_the_one_before_ended(manager: TestClient) -> None:
    paged: list[dict[str, Any]] = []
    after = "0"
    while after is not None:
        told = manager.get(f"/api/v1/flags?{DAY}&limit=7&after={after}").json()
        paged += told["items"]
        after = told["next"]
    assert paged == manager.get(f"/api/v1/flags?{DAY}").json()["items"]


# The form of answers.


@pytest.mark.parametrize(
    ("address", "path"),
    [
        (f"/api/v1/flags?{DAY}", "/flags"),
        (f"/api/v1/figures?{DAY}", "/figures"),
        (THERE, "/contracts/{contract_no}"),
        (f"{THERE}/explanation", "/contracts/{contract_no}/explanation"),
        (f"{THERE}/history", "/contracts/{contract_no}/history"),
    ],
)
def test_an_answer_has_the_described_form(
    manager: TestClient, described: dict[str, Any], address: str, path: str
) -> None:
    answer = manager.get(address)
    assert answer.status_code == 200
    assert off(described, schema_of(described, path, "get", "200"), answer.json()) == []


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/flags?on=yesterday", 422),
        ("/api/v1/flags?limit=0", 422),
        ("/api/v1/flags?after=x", 422),
        ("/api/v1/flags?known_at=2023-13-01", 422),
        ("/api/v1/contracts/x", 404),
        ("/api/v1/nothing", 404),
    ],
)
def test_what_goes_wrong_is_told_as_a_problem(
    manager: TestClient, described: dict[str, Any], address: str, status: int
) -> None:
    answer = manager.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert off(described, "Problem", answer.json()) == []


def test_the_description_says_how_each_route_refuses(described: dict[str, Any]) -> None:
    told = {
        path: sorted(operation["responses"])
        for path, item in described["paths"].items()
        for operation in item.values()
    }
    assert told == {
        "/flags": ["200", "304", "401", "403", "422", "503"],
        "/figures": ["200", "304", "401", "403", "422", "503"],
        "/contracts/{contract_no}": ["200", "304", "401", "403", "404", "422", "503"],
        "/contracts/{contract_no}/explanation": ["200", "304", "401", "403", "404", "422", "503"],
        "/contracts/{contract_no}/history": ["200", "304", "401", "403", "404", "422", "503"],
        "/contracts/{contract_no}/reviews": ["201", "401", "403", "404", "409", "422", "503"],
        "/contracts/{contract_no}/visits": ["201", "401", "403", "404", "409", "422", "503"],
        "/patrols": ["200", "304", "401", "403", "422", "503"],
        "/patrols/due": ["200", "304", "401", "403", "422", "503"],
        "/patrols/rates": ["200", "304", "401", "403", "422", "503"],
        "/patrols/visits": ["200", "304", "401", "403", "422", "503"],
        "/patrols/proposals": ["200", "304", "401", "403", "422", "503"],
        "/patrols/proposals/{visit}/accept": ["201", "401", "403", "404", "409", "422", "503"],
        "/patrols/proposals/{visit}/decline": ["201", "401", "403", "404", "409", "422", "503"],
        "/patrols/assignments": ["201", "401", "403", "409", "422", "503"],
        "/patrols/absences": ["201", "401", "403", "409", "422", "503"],
        "/targets": ["201", "401", "403", "409", "422", "503"],
        "/imports": ["202", "401", "403", "409", "422", "503"],
        "/jobs": ["200", "304", "401", "403", "422", "503"],
        "/jobs/{job}": ["200", "401", "403", "404", "409", "422", "503"],
        "/jobs/{job}/files/{name}": ["200", "304", "401", "403", "404", "422", "503"],
        "/jobs/{job}/result": ["200", "304", "401", "403", "404", "422", "503"],
    }


def test_the_description_says_how_to_sign_in(described: dict[str, Any]) -> None:
    assert set(described["components"]["securitySchemes"]) == {"bearer", "basic", "session"}
    reading, writing = (
        described["paths"]["/flags"]["get"],
        described["paths"]["/contracts/{contract_no}/reviews"]["post"],
    )
    assert reading["security"] == [{"bearer": []}, {"basic": []}, {"session": []}]
    assert writing["security"] == [{"bearer": []}, {"session": []}]


def test_the_description_is_whole_and_says_where_the_api_is(described: dict[str, Any]) -> None:
    assert described["servers"] == [{"url": "/api/v1"}]
    assert "Parameters\n" not in str(described)
    assert "HTTPValidationError" not in str(described)


# What was asked for before.


@pytest.mark.parametrize(
    "address", [f"/api/v1/flags?{DAY}", THERE, f"{THERE}/explanation", f"{THERE}/history"]
)
def test_who_has_an_answer_already_is_told_so(manager: TestClient, address: str) -> None:
    tag = manager.get(address).headers["etag"]
    for known in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        again = manager.get(address, headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)


def test_another_person_has_another_answer(manager: TestClient, read_only: Served) -> None:
    tag = manager.get(f"/api/v1/flags?{DAY}").headers["etag"]
    answer = read_only.signed_in("inspector").get(f"/api/v1/flags?{DAY}", headers={"If-None-Match": tag})
    assert answer.status_code == 200


# Reviews, and requests that are sent again.


@pytest.fixture
def inspector(served: Served) -> TestClient:
    return served.signed_in("inspector")


def reviews_of(client: TestClient, there: str = THERE) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"{there}?{DAY}").json()["reviews"]
    return found


def test_a_review_stands_under_the_login_of_who_made_it(inspector: TestClient, served: Served) -> None:
    answer = inspector.post(f"{THERE}/reviews", json=REVIEW)
    assert answer.status_code == 201
    assert reviews_of(inspector) == [{**REVIEW, "person": "inspector", "photos": []}]
    assert journal_lines(served.sample.database)[-1].actor == "inspector"


def test_a_review_is_answered_in_the_described_form(inspector: TestClient, described: dict[str, Any]) -> None:
    answer = inspector.post(f"{THERE}/reviews", json=REVIEW).json()
    assert off(described, "Review", answer) == []


def test_the_flags_of_a_reviewed_contract_say_so(inspector: TestClient) -> None:
    inspector.post(f"{THERE}/reviews", json=REVIEW)
    flags = inspector.get(f"/api/v1/flags?{DAY}").json()["items"]
    assert {flag["contract_no"] for flag in flags if flag["reviewed"]} == {NUMBER}


def test_a_request_sent_again_with_its_key_is_answered_the_same_and_done_once(
    inspector: TestClient, served: Served
) -> None:
    key = {"Idempotency-Key": "first"}
    first, again = (inspector.post(f"{THERE}/reviews", json=REVIEW, headers=key) for _turn in range(2))
    assert (first.status_code, again.status_code, again.content) == (201, 201, first.content)
    assert [line.actor for line in journal_lines(served.sample.database)].count("inspector") == 1


def test_a_key_that_came_with_other_words_or_another_contract_is_refused(inspector: TestClient) -> None:
    key = {"Idempotency-Key": "first"}
    inspector.post(f"{THERE}/reviews", json=REVIEW, headers=key)
    other_words = inspector.post(f"{THERE}/reviews", json={**REVIEW, "note": "x"}, headers=key)
    elsewhere = f"/api/v1/contracts/{quote('渝綦工2015-001', safe='')}/reviews"
    other_contract = inspector.post(elsewhere, json=REVIEW, headers=key)
    assert (other_words.status_code, other_contract.status_code) == (409, 409)
    assert "take a new one" in other_words.json()["detail"]


def test_a_key_of_one_person_says_nothing_of_the_requests_of_another(
    inspector: TestClient, served: Served
) -> None:
    key = {"Idempotency-Key": "first"}
    inspector.post(f"{THERE}/reviews", json=REVIEW, headers=key)
    other = served.signed_in("clerk").post(f"{THERE}/reviews", json={**REVIEW, "note": "y"}, headers=key)
    assert (other.status_code, other.json()["person"]) == (201, "clerk")


def test_a_key_of_a_request_that_was_refused_can_be_used_again(inspector: TestClient) -> None:
    key = {"Idempotency-Key": "first"}
    refused = inspector.post(f"{THERE}/reviews", json={**REVIEW, "on": "2999-01-01"}, headers=key)
    assert refused.status_code == 422
    assert inspector.post(f"{THERE}/reviews", json=REVIEW, headers=key).status_code == 201


@pytest.mark.parametrize(
    "given",
    [
        {**REVIEW, "verdict": "fine"},
        {**REVIEW, "on": "2999-12-31"},
        {**REVIEW, "on": "soon"},
        {**REVIEW, "note": " "},
        {**REVIEW, "note": "x" * 4001},
        {**REVIEW, "note": "\x00"},
        {**REVIEW, "note": "\ud800"},
        {**REVIEW, "status": "closed"},
        {"verdict": "confirmed"},
        [],
        None,
    ],
    ids=lambda given: str(given)[:40],
)
def test_a_review_that_cannot_be_recorded_is_told_why(read_only: Served, given: Any) -> None:
    client = read_only.signed_in("inspector")
    as_json = {"Content-Type": "application/json"}
    answer = client.post(f"{THERE}/reviews", content=json.dumps(given), headers=as_json)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert reviews_of(client) == []


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"verdict":' + b"1" * 5000 + b"}"]
)
def test_a_body_that_is_no_json_is_told_so(read_only: Served, body: bytes) -> None:
    answer = read_only.signed_in("inspector").post(
        f"{THERE}/reviews", content=body, headers={"Content-Type": "application/json"}
    )
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


# Numbers that are awkward in an address.


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_is_percent_encoded_and_nothing_else(odd: Served, number: str) -> None:
    client = odd.signed_in("inspector")
    there = f"/api/v1/contracts/{quote(number, safe='')}"
    told = {part: client.get(f"{there}{part}").json() for part in ("", "/explanation", "/history")}
    assert (
        told[""]["contract_no"] == told["/explanation"]["contract_no"] == told["/history"]["number"] == number
    )


def test_an_awkward_number_can_be_reviewed(odd: Served) -> None:
    there = f"/api/v1/contracts/{quote(NUMBERS[0], safe='')}"
    answer = odd.signed_in("clerk").post(f"{there}/reviews", json=REVIEW)
    assert (answer.status_code, answer.json()["contract_no"]) == (201, NUMBERS[0])


# What was known then.


def test_what_was_recorded_later_is_not_told_of_an_earlier_instant(served: Served) -> None:
    clerk, when = served.signed_in("clerk"), "2024-01-06T00:00"
    before = clerk.get(f"{THERE}/history?{DAY}&known_at={when}").json()
    file = Path(served.sample.database.removeprefix("gpkg:///")).with_name("认定书.txt")
    file.write_text("认定书", encoding="utf-8")
    act = Act(by="clerk", at=datetime(2024, 1, 9, tzinfo=UTC), reason="补件")
    attach_file(
        served.sample.database,
        file,
        Document(sha256="", size=0, file_name="", contract_no="渝綦工2019-070"),
        act,
        limit_mb=1,
    )
    assert clerk.get(f"{THERE}/history?{DAY}&known_at={when}").json()["steps"] == before["steps"]
    assert len(clerk.get(f"{THERE}/history?{DAY}").json()["steps"]) == len(before["steps"]) + 1
    assert clerk.get(f"{THERE}?{DAY}&known_at={when}").json()["documents"] == []
    (document,) = clerk.get(f"{THERE}?{DAY}").json()["documents"]
    assert document["file_name"] == "认定书.txt"


# Money.


@pytest.mark.parametrize("part", ["", "/explanation", "/history"])
def test_who_has_no_right_to_money_is_told_no_amount(read_only: Served, part: str) -> None:
    planner, manager = read_only.signed_in("planner"), read_only.signed_in("manager")
    text = planner.get(f"{THERE}{part}?{DAY}").text
    # The price, 684万元, and the damages for commencement and completion.
    for amount in ("684000000", "6840000", "6,840,000", "3850920", "1980180", "5831100", "136800000"):
        assert amount not in text
    assert ("6840000.00 yuan" in manager.get(f"{THERE}/explanation?{DAY}").text) is True
