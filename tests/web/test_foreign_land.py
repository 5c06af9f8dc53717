"""Land of clusters that somebody does not have: in no list, count, search, figure, explanation or history.

The inspector of the sample has 桥河 and 庆江 of its seven clusters.
"""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from tests.web.test_routes import BODIES, FOREIGN, TABLE
from tests.web.visiting import Served

pytestmark = pytest.mark.long

OWN_CLUSTERS = ("桥河", "庆江")
FOREIGN_CLUSTERS = ("北渡", "国家网络安全产业园", "安稳", "扶欢", "通惠")
READ = [name.removeprefix("GET ") for name in TABLE if name.startswith("GET ") and "/assets/" not in name]


def is_refused(route: str) -> bool:
    """Whether no inspector may use a route, whatever land it is asked about."""
    return TABLE[route].get("own", "").split()[1:2] == ["403"]


@pytest.fixture(scope="module")
def inspector(read_only: Served) -> TestClient:
    return read_only.signed_in("inspector")


@pytest.fixture(scope="module")
def foreign_words(read_only: Served) -> frozenset[str]:
    """What tells of foreign land: its contracts and parcels, and the companies that have no other."""
    assessment = read_only.office.kept.assessment(date(2023, 12, 31)).assessment
    rows, shares = assessment.contracts, assessment.snapshot.contract_parcels
    own = rows["cluster"].isin(OWN_CLUSTERS)
    on_own = shares["contract_no"].isin(rows.index[own])
    told: set[str] = set(rows.index[~own]) | set(FOREIGN_CLUSTERS)
    told |= set(shares["parcel_no"][~on_own]) - set(shares["parcel_no"][on_own])
    for column in ("holder", "current_holder", "supervision_no", "project_name"):
        told |= set(rows[column][~own].dropna()) - set(rows[column][own].dropna())
    return frozenset(map(str, told))


def told_of(text: str, words: frozenset[str]) -> set[str]:
    return {word for word in words if word in text or quote(word) in text}


@pytest.mark.parametrize("path", [path for path in READ if "{" not in path])
def test_no_page_tells_the_inspector_of_foreign_land(
    inspector: TestClient, foreign_words: frozenset[str], path: str
) -> None:
    assert told_of(inspector.get(path).text, foreign_words) == set()


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in READ
        if re.findall("{(.*?)}", path) == ["contract_no"] and not is_refused(f"GET {path}")
    ],
)
def test_no_own_contract_tells_the_inspector_of_foreign_land(
    inspector: TestClient, read_only: Served, foreign_words: frozenset[str], path: str
) -> None:
    rows = read_only.office.kept.assessment(date(2023, 12, 31)).assessment.contracts
    flagged = rows.index[rows["cluster"].isin(OWN_CLUSTERS) & (rows["commencement_breach"].fillna(False))]
    assert len(flagged) > 2
    for number in flagged:
        answer = inspector.get(path.replace("{contract_no}", quote(str(number), safe="")))
        assert answer.status_code == 200
        assert told_of(answer.text, foreign_words) == set(), number


@pytest.mark.parametrize("path", [path for path in TABLE if "{contract_no}" in path])
def test_a_foreign_contract_and_one_that_is_nowhere_are_answered_alike(
    inspector: TestClient, path: str
) -> None:
    method, template = path.split(" ", 1)
    answers = []
    for number in (FOREIGN, "渝綦工1999-999"):
        answer = inspector.request(
            method,
            template.replace("{contract_no}", quote(number, safe="")),
            json=BODIES.get(path),
        )
        answers.append((answer.status_code, answer.text.replace(quote(number), "").replace(number, "")))
    assert answers[0] == answers[1]
    assert answers[0][0] == (403 if is_refused(path) else 404)


@pytest.mark.parametrize(
    "path",
    [
        "/work?cluster={}",
        "/figures?cluster={}",
        "/search?q={}",
        "/api/v1/flags?cluster={}",
        "/api/v1/figures?cluster={}",
    ],
)
def test_a_foreign_cluster_and_one_that_is_nowhere_are_answered_alike(
    inspector: TestClient, path: str
) -> None:
    answers = [
        (answer.status_code, answer.text.replace(quote(name), "").replace(name, ""))
        for name in ("通惠", "无此")
        for answer in [inspector.get(path.format(quote(name)))]
    ]
    assert answers[0] == answers[1]


def test_search_finds_the_inspector_nothing_foreign(inspector: TestClient, read_only: Served) -> None:
    assert "0 hits" in inspector.get("/search", params={"q": FOREIGN}).text
    assert read_only.signed_in("manager").get("/search", params={"q": FOREIGN}).status_code == 303


@pytest.mark.parametrize("words", ["GB", "有限公司", "2015", "渝綦工", "国家网络", "th"])
def test_no_part_of_a_name_finds_the_inspector_foreign_land(
    inspector: TestClient, foreign_words: frozenset[str], words: str
) -> None:
    assert told_of(inspector.get("/search", params={"q": words}).text, foreign_words - {words}) == set()


def test_the_inspector_counts_own_contracts_alone(inspector: TestClient) -> None:
    # 8 of the 27 flagged contracts of the sample lie in 桥河 and 庆江.
    numbers = {item["contract_no"] for item in inspector.get("/api/v1/flags").json()["items"]}
    assert len(numbers) == 8


def test_figures_are_counted_from_own_contracts_alone(inspector: TestClient, read_only: Served) -> None:
    rows = read_only.office.kept.assessment(date(2023, 12, 31)).assessment.contracts
    own = set(rows.index[rows["cluster"].isin(OWN_CLUSTERS)])
    foreign = set(rows.index) - own
    for figure in inspector.get("/api/v1/figures").json()["items"]:
        assert not foreign & set(figure["rows"]), figure["id"]


def test_at_an_earlier_instant_the_inspector_sees_own_land_alone(
    inspector: TestClient, foreign_words: frozenset[str]
) -> None:
    answer = inspector.get("/work?on=2020-06-30&known_at=2030-01-01T00:00Z")
    assert answer.status_code == 200
    assert told_of(answer.text, foreign_words) == set()


@pytest.mark.parametrize("role", ["planner", "inspector"])
def test_money_stands_where_the_role_has_it(read_only: Served, role: str) -> None:
    text = read_only.signed_in(role).get("/work").text
    assert ("yuan damages" in text) == (role == "inspector")
