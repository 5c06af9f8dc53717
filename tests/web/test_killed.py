"""A server is killed while forty people review: what was acknowledged is there, and nothing twice."""

from __future__ import annotations

import json
import os
import signal
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from urllib.parse import quote

import httpx2
import pytest

from landwatch.registry import Register
from landwatch.services.maintenance.journal import journal_lines, verify
from tests.web import forty_contracts
from tests.web.forty_contracts import NUMBERS
from tests.web.processes import Process, serving

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]

ROUNDS = 20
"""How often the server is killed in each store: in every other round one of its two workers alone."""


@pytest.fixture(params=["geopackage", "postgis"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "geopackage":
        return f"gpkg:///{tmp_path}/register.gpkg"
    found: str = request.getfixturevalue("postgis_url")
    return found


class Reviewing:
    """Forty people, each with a review of a contract of his own, in each round."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.acknowledged: dict[tuple[int, str], str] = {}

    def send(self, server: Process, turn: int, number: str) -> int:
        """Send a review under its key; the status, or 0 where the connection broke."""
        key = f"{turn}-{NUMBERS.index(number)}"
        try:
            answer = httpx2.post(
                f"{server.url}/api/v1/contracts/{quote(number)}/reviews",
                json={"verdict": "confirmed", "on": "2023-12-20", "note": f"第{turn}次 {number}"},
                headers={"Authorization": f"Bearer {self.token}", "Idempotency-Key": key},
                timeout=60,
            )
        except httpx2.TransportError:
            return 0
        if answer.status_code == 201:
            self.acknowledged[turn, number] = answer.json()["note"]
        return answer.status_code


def test_what_was_acknowledged_is_there_and_nothing_twice(url: str, seed: int) -> None:
    chance, people = Random(seed), Reviewing(forty_contracts.make(url))
    for turn in range(ROUNDS):
        with serving("--database", url, "--port", "0", "--workers", "2") as server:
            with ThreadPoolExecutor(len(NUMBERS)) as pool:
                sent = [pool.submit(people.send, server, turn, number) for number in NUMBERS]
                time.sleep(chance.uniform(0.3, 4))
                if turn % 2:
                    os.kill(chance.choice(server.workers()), signal.SIGKILL)
                else:
                    server.kill()
            assert {each.result() for each in sent} <= {0, 201, 503}
    assert people.acknowledged, "nothing was recorded before the kill"
    with serving("--database", url, "--port", "0", "--workers", "2") as server:
        for turn in range(ROUNDS):
            _send_again(people, server, turn)
    expected = Counter(f"第{turn}次 {number}" for turn in range(ROUNDS) for number in NUMBERS)
    assert Counter(_notes(url)) == expected
    assert [line.actor for line in journal_lines(url)].count("inspector") == len(expected)
    assert verify(url).faults == ()


def _send_again(people: Reviewing, server: Process, turn: int) -> None:
    """Send what was not acknowledged until it is; a key that is in use is free again after a while."""
    for number in NUMBERS:
        until = time.monotonic() + 60
        while (turn, number) not in people.acknowledged and time.monotonic() < until:
            if people.send(server, turn, number) != 201:
                time.sleep(1)


def _notes(url: str) -> list[str]:
    with Register.open(url) as register:
        events = register.snapshot(forty_contracts.THEN.date()).events
    return [json.loads(details)["note"] for details in events["details"]]
