"""A database that goes away for a while, and several people at once: nothing is lost, nothing done twice."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url
from starlette.testclient import TestClient

from landwatch.model import Contract
from landwatch.registry import Act, Register
from landwatch.registry.row_mapping import Kind
from landwatch.services.maintenance.journal import verify
from landwatch.services.sample.sample_office import SampleOffice
from tests.web import forty_contracts
from tests.web.forty_contracts import NUMBERS
from tests.web.visiting import serve_here

pytestmark = pytest.mark.long

REVIEW = {"verdict": "confirmed", "on": "2023-12-20"}
PLACES = ["/work", "/figures", "/search?q=x", f"/contracts/{NUMBERS[0]}", "/api/v1/flags", "/healthz"]


@pytest.fixture(params=["geopackage", "postgis"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "geopackage":
        return f"gpkg:///{tmp_path}/register.gpkg"
    found: str = request.getfixturevalue("postgis_url")
    return found


@pytest.fixture
def client(url: str) -> Iterator[TestClient]:
    """The inspector's program."""
    token = forty_contracts.make(url)
    with serve_here(SampleOffice(url, ())) as served:
        client = served.client()
        client.headers["Authorization"] = f"Bearer {token}"
        yield client


class Away:
    """The database of a register, out of reach until the block ends."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.file = Path(self.url.database or "") if self.url.drivername == "gpkg" else None

    def __enter__(self) -> None:
        if self.file is not None:
            self.file.rename(self.file.with_suffix(".away"))
            return
        self._let_in(False)

    def __exit__(self, *_about: object) -> None:
        if self.file is not None:
            self.file.with_suffix(".away").rename(self.file)
            return
        self._let_in(True)

    def _let_in(self, let: bool) -> None:
        name = self.url.database
        server = self.url.set(drivername="postgresql", database="postgres").render_as_string(
            hide_password=False
        )
        with psycopg.connect(server, autocommit=True) as connection:
            word = "true" if let else "false"
            connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS {word}'.encode())
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)
            )


def test_while_the_database_is_away_pages_say_so_and_come_back_by_themselves(
    client: TestClient, url: str
) -> None:
    assert {place: client.get(place).status_code for place in PLACES} == dict.fromkeys(PLACES, 200)
    with Away(url):
        for place in PLACES:
            away = client.get(place)
            assert (away.status_code, away.headers["retry-after"]) == (503, "5"), place
            assert "The register cannot be reached or is busy just now" in away.text
            # Where the database is nobody learns from a page.
            assert (make_url(url).database or "?") not in away.text
    assert {place: client.get(place).status_code for place in PLACES} == dict.fromkeys(PLACES, 200)


def test_a_review_sent_while_the_database_is_away_can_be_sent_again(client: TestClient, url: str) -> None:
    there, key = f"/api/v1/contracts/{NUMBERS[0]}/reviews", {"Idempotency-Key": "first"}
    with Away(url):
        assert client.post(there, json={**REVIEW, "note": "看过"}, headers=key).status_code == 503
    assert client.post(there, json={**REVIEW, "note": "看过"}, headers=key).status_code == 201


def test_of_two_reviews_of_one_contract_at_once_both_stand(client: TestClient, url: str) -> None:
    there = f"/api/v1/contracts/{NUMBERS[0]}/reviews"
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda number: client.post(there, json={**REVIEW, "note": f"第{number}人"}), range(8))
        )
    assert [answer.status_code for answer in answers] == [201] * 8
    told = client.get(f"/api/v1/contracts/{NUMBERS[0]}").json()["reviews"]
    assert {review["note"] for review in told} == {f"第{number}人" for number in range(8)}
    assert verify(url).faults == ()


def test_of_a_correction_and_reviews_at_once_all_stand(client: TestClient, url: str) -> None:
    there = f"/api/v1/contracts/{NUMBERS[0]}/reviews"
    act = Act(by="录入员", at=datetime.now(UTC), reason="更正", document="綦规资更〔2024〕3号")

    def renamed(contract: Contract) -> Contract:
        return replace(contract, holder="更正后的公司")

    def correct() -> None:
        with Register.open(url) as register:
            register.correct(Kind.CONTRACTS, NUMBERS[0], renamed, act)

    with ThreadPoolExecutor(5) as pool:
        corrected = pool.submit(correct)
        reviews = list(
            pool.map(lambda number: client.post(there, json={**REVIEW, "note": f"第{number}人"}), range(4))
        )
        corrected.result()
    told = client.get(f"/api/v1/contracts/{NUMBERS[0]}").json()
    assert ([answer.status_code for answer in reviews], told["holder"]) == ([201] * 4, "更正后的公司")
    assert len(told["reviews"]) == 4


def test_of_the_same_request_sent_at_once_one_is_done(client: TestClient, url: str) -> None:
    there, key = f"/api/v1/contracts/{NUMBERS[0]}/reviews", {"Idempotency-Key": "same"}
    review = {**REVIEW, "note": "看过"}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _n: client.post(there, json=review, headers=key), range(8)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert 201 in {answer.status_code for answer in answers}
    assert len(client.get(f"/api/v1/contracts/{NUMBERS[0]}").json()["reviews"]) == 1
