"""An evening on which every patrol comes home: 500 photographs of 4 MB through one server, under 1 GB."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from random import Random
from threading import Event, Thread
from typing import Any

import pytest
from PIL import Image

from tests.web import forty_contracts
from tests.web.field_phone import Phone, digest, record, uuid_of, with_token
from tests.web.forty_contracts import NUMBERS
from tests.web.processes import Process, memory_kb, serving

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]

PHONES, RECORDS, PHOTOS = 5, 5, 20  # of each phone, and of each record
SIZE, PIECE = 4 << 20, 1 << 20
LIMIT_MB = 1000


def test_five_hundred_photographs_come_in_and_the_server_stays_under_a_gigabyte(tmp_path: Path) -> None:
    url = f"gpkg:///{tmp_path / 'zone.gpkg'}"
    token = forty_contracts.make(url)
    plain = taken()
    with (
        serving("--database", url, "--port", "0") as server,
        watched(server) as held,
        ThreadPoolExecutor(PHONES) as phones,
    ):
        states = list(phones.map(lambda phone: sent(server, token, plain, phone), range(PHONES)))
    assert states == [["recorded"] * RECORDS] * PHONES
    assert 0 < max(held) < LIMIT_MB
    assert list((tmp_path / "zone.field").rglob("*/*")) == []


def taken() -> bytes:
    """A photograph of twelve million points, in as many bytes as a phone makes of it."""
    written = BytesIO()
    shown = Image.effect_mandelbrot((800, 600), (-2, -1.2, 0.2, 0.45), 40)
    shown.resize((4000, 3000)).save(written, "JPEG", quality=85)
    return (written.getvalue() + bytes(SIZE))[: SIZE - 16]


def sent(server: Process, token: str, plain: bytes, number: int) -> list[str]:
    """The records of one phone, each with its photographs; what became of them."""
    phone, draw, states = with_token(server.url, token), Random(number), []
    for place in range(RECORDS):
        uuid = uuid_of(100 * number + place)
        photos = [plain + draw.randbytes(16) for _photo in range(PHOTOS)]
        contract_no = NUMBERS[number * RECORDS + place]
        phone.put(uuid, record(*photos, contract_no=contract_no, note=f"{number}-{place}"))
        for photo in photos:
            phone.upload(photo, PIECE)
        receipt = proven(phone, uuid)
        assert (receipt["photos"], receipt["missing"]) == ([digest(photo) for photo in photos], [])
        states.append(receipt["state"])
    phone.client.close()
    return states


def proven(phone: Phone, uuid: str) -> dict[str, Any]:
    """The receipt of a record once it stands in the register; another one may be taken in just now."""
    while True:
        answer = phone.receipt(uuid)
        assert answer.status_code in (200, 503), answer.text
        if answer.status_code == 200 and answer.json()["state"] != "complete":
            receipt: dict[str, Any] = answer.json()
            return receipt
        time.sleep(0.2)


@contextmanager
def watched(server: Process) -> Iterator[list[int]]:
    """What the server and all its processes hold, in MB, each second until the block ends."""
    seen, over = [0], Event()

    def watch() -> None:
        while not over.wait(1):
            seen.append(memory_kb(server.process.pid) // 1024)

    watching = Thread(target=watch)
    watching.start()
    try:
        yield seen
    finally:
        over.set()
        watching.join()
