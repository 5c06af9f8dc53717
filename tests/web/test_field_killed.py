"""A server is killed again and again while phones send: what has a receipt is there, and nothing twice."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from threading import Event
from typing import Any

import httpx2
import pytest

from landwatch.incoming import folder_of
from landwatch.registry import Register
from landwatch.services.maintenance.journal import verify
from tests.web import forty_contracts
from tests.web.field_phone import Phone, digest, photo, record, uuid_of, with_token
from tests.web.forty_contracts import NUMBERS
from tests.web.processes import free_port, serving

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]

KILLS = 20
RECORDS = 30
"""With two photographs each: sixty uploads."""
PHOTO, PIECE = 300_000, 32_768


@pytest.fixture(params=["geopackage", "postgis"])
def url(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)  # where the records of a server wait
    if request.param == "geopackage":
        return f"gpkg:///{tmp_path}/register.gpkg"
    found: str = request.getfixturevalue("postgis_url")
    return found


def photos_of(number: int) -> list[bytes]:
    return [photo(2 * number + place, PHOTO) for place in range(2)]


def said(number: int) -> dict[str, Any]:
    return record(*photos_of(number), contract_no=NUMBERS[number], note=f"第{number}条")


def send_until_acknowledged(phone: Phone, number: int, given_up: Event) -> dict[str, Any]:
    """Send a record with its photographs until the receipt names every hash; the receipt."""
    sent, photos, uuid = said(number), photos_of(number), uuid_of(number)
    while not given_up.is_set():
        try:
            put = phone.put(uuid, sent)
            for each in photos:
                phone.upload(each, PIECE)
            answer = phone.receipt(uuid)
            if put.status_code in (200, 201) and answer.status_code == 200 and answer.json()["missing"] == []:
                receipt: dict[str, Any] = answer.json()
                return receipt
        except httpx2.TransportError:
            pass
        time.sleep(0.2)
    raise AssertionError(f"record {number} has no receipt")


def whole_files_are_what_they_are_called(folder: Path) -> None:
    for file in folder.glob("*/*"):
        if len(file.name) == 64:
            assert digest(file.read_bytes()) == file.name


def test_no_photograph_with_a_receipt_is_missing(url: str, seed: int) -> None:
    chance, token, port = Random(seed), forty_contracts.make(url), free_port()
    folder, options = folder_of(url), ("--database", url, "--port", str(port), "--workers", "2")
    phones = [with_token(f"http://127.0.0.1:{port}", token) for _person in range(6)]
    kills = 0
    given_up = Event()
    with ThreadPoolExecutor(len(phones)) as pool:
        sending = [
            pool.submit(send_until_acknowledged, phones[number % len(phones)], number, given_up)
            for number in range(RECORDS)
        ]
        try:
            while kills < KILLS and not all(each.done() for each in sending):
                with serving(*options) as server:
                    time.sleep(chance.uniform(0.05, 1.5))
                    server.kill()
                kills += 1
                whole_files_are_what_they_are_called(folder)
            with serving(*options):
                receipts = [each.result(300) for each in sending]
                settled = [phones[0].receipt(uuid_of(number)).json() for number in range(RECORDS)]
        finally:
            given_up.set()
    for phone in phones:
        phone.client.close()
    assert kills > 3, "everything was sent before the server was killed often enough"
    assert [each["photos"] for each in receipts] == [
        [*map(digest, photos_of(number))] for number in range(RECORDS)
    ]
    assert {each["state"] for each in settled} == {"recorded"}
    assert kept(url) == {f"第{number}条": [*map(digest, photos_of(number))] for number in range(RECORDS)}
    assert [*folder.glob("*/" + "?" * 64)] == []
    assert verify(url).faults == ()


def kept(url: str) -> dict[str, list[str]]:
    """The photographs that the register has, by the note of their visit; no visit stands twice."""
    with Register.open(url) as register:
        events = register.snapshot(forty_contracts.THEN.date()).events
        visits = [json.loads(text) for text in events.loc[events["type"] == "patrol", "details"]]
        assert len({visit["note"] for visit in visits}) == len(visits)
        return {
            visit["note"]: [digest(register.personal_content(each["item"])[1]) for each in visit["photos"]]
            for visit in visits
        }
