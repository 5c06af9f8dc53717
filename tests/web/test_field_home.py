"""The way home of twenty visits: cut, refused, sent again, and killed on both sides at random moments."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from threading import Timer
from typing import Any

import pytest
from playwright.sync_api import Error, Page, Route, expect

from landwatch.registry import Register
from landwatch.services.sample.sample_office import SampleOffice
from tests.web.browsing import listening
from tests.web.carried_phone import CarriedPhone, carried, kept, ready, sign_in, take_along, visit
from tests.web.conftest import copied
from tests.web.field_phone import digest, photo
from tests.web.processes import free_port, serving
from tests.web.visiting import Served

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]

VISITS = 20
PHOTO = 300_000
"""More than one piece."""
KILLS = 20
SMALL = 60_000


@pytest.fixture
def phone(tmp_path: Path) -> Iterator[CarriedPhone]:
    """A phone."""
    with carried(tmp_path / "profile") as made:
        yield made


# What stands at the beginning of every script that looks into the store of the phone.
OPENED = """
    const told = asked => new Promise((done, failed) => {
        asked.onsuccess = () => done(asked.result);
        asked.onerror = failed;
    });
    const database = await told(indexedDB.open("landwatch-field"));
    const store = name => database.transaction(name, "readwrite").objectStore(name);
"""


def flip(page: Page, sha256: str) -> None:
    """Flip the last bit of a photograph that lies on the phone, as bad storage does; again puts it right."""
    page.evaluate(
        f"async sha256 => {{ {OPENED}"
        """
            const found = await told(store("photos").get(sha256));
            const bytes = new Uint8Array(await found.content.arrayBuffer());
            bytes[bytes.length - 1] ^= 1;
            await told(store("photos").put({...found, content: new Blob([bytes])}));
            database.close();
        }""",
        sha256,
    )


def forget_receipts(page: Page) -> None:
    """Forget every receipt, as a phone does whose storage was put back to yesterday."""
    page.evaluate(
        f"async () => {{ {OPENED}"
        """
            const all = await told(store("records").getAll());
            for (const {receipt, ...rest} of all) await told(store("records").put(rest));
            database.close();
        }"""
    )


def test_twenty_visits_with_forty_photographs_come_home_over_a_bad_line(
    served: Served, phone: CarriedPhone, tmp_path: Path
) -> None:
    cut, bad = (digest(photo(number, PHOTO)) for number in (30, 171))
    pieces: list[str] = []

    def on_the_line(route: Route) -> None:
        name = route.request.url.rpartition("/")[2]
        pieces.append(name)
        if name == cut and pieces.count(name) == 2:
            route.abort("connectionreset")
        else:
            route.continue_()

    with listening(served) as url:
        page = phone.page
        sign_in(page, url, served)
        take_along(page)
        phone.context.set_offline(True)
        for number in range(VISITS):
            visit(page, tmp_path, number, number % 10, PHOTO)
        flip(page, bad)
        page.route(lambda address: "/blobs/" in address, lambda route: on_the_line(route))
        phone.context.set_offline(False)
        expect(page.locator("#ending")).to_contain_text("Asking the office")
        expect(page.locator("#ending")).to_contain_text("There is no line just now.", timeout=120_000)
        expect(page.locator("#progress")).to_contain_text("3 of 20 have a receipt. Waiting for photograph 1")
        # It goes on by itself where it was cut.
        expect(page.locator("#progress")).to_contain_text("19 of 20 have a receipt.", timeout=300_000)
        expect(page.locator("#progress")).to_contain_text("Waiting for photograph 2 of")
        expect(page.locator("#records .waiting small")).to_contain_text("from the beginning")
        flip(page, bad)
        page.click("#send")
        expect(page.locator("#progress")).to_have_text("20 of 20 have a receipt.", timeout=120_000)
        forget_receipts(page)
        pieces.clear()
        page.click("#send")
        expect(page.locator("#progress")).to_have_text("20 of 20 have a receipt.", timeout=120_000)
        assert pieces == []
        assert kept(served.office.database) == {
            f"第{number}次": [f"IMG_{10 * number + each:02}.jpg" for each in range(2)]
            for number in range(VISITS)
        }


class Staff:
    """The people of an office that another process serves."""

    def __init__(self, sample: SampleOffice) -> None:
        self._accounts = sample.accounts

    def password(self, role: str) -> str:
        """The password of the person with a role."""
        return next(account.password for account in self._accounts if account.role == role)


def test_phone_and_server_are_killed_at_twenty_moments_and_nothing_saved_is_lost(
    made_sample: SampleOffice, phone: CarriedPhone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "office").mkdir()
    sample = copied(made_sample, tmp_path / "office")
    staff, chance, port = Staff(sample), Random(seed), free_port()
    options = ("--database", sample.database, "--port", str(port))
    saved: list[int] = []
    number = 0
    with serving(*options) as server:
        sign_in(phone.page, server.url, staff)
        take_along(phone.page)
        url = server.url
    for place in range(KILLS):
        with serving(*options) as server:
            phone.context.set_offline(place % 3 == 0)
            if place % 3:
                sign_in(phone.page, url, staff)
            else:
                phone.page.goto(f"{url}/field")
                ready(phone.page)
            assert on_phone(phone.page) >= len(saved)
            kills = [
                Timer(chance.uniform(0.1, 4), phone.kill),
                Timer(chance.uniform(0.1, 4), server.kill),
            ]
            for kill in kills:
                kill.start()
            try:
                while True:
                    number += 1
                    visit(phone.page, tmp_path, number, number % 5, SMALL)
                    saved.append(number)
            except (Error, AssertionError):
                if kills[0].is_alive():
                    raise  # the browser is still there
            for kill in kills:
                kill.join()
        phone.open_again(offline=True)
    with serving(*options):
        phone.context.set_offline(False)
        sign_in(phone.page, url, staff)
        expect(phone.page.locator("#progress")).to_have_text(
            f"{on_phone(phone.page)} of {on_phone(phone.page)} have a receipt.", timeout=300_000
        )
    there = contents(sample.database)
    assert set(there) >= {f"第{each}次" for each in saved}
    # A visit that was killed is gone on with: photographs taken before stand with those taken after.
    lacking = {note: set(expected(note)) - set(there[note]) for note in there}
    assert lacking == dict.fromkeys(there, set())
    assert len(saved) >= KILLS / 2, "the browser was killed before anything was saved"


def on_phone(page: Page) -> int:
    """How many records the phone has."""
    return page.locator("#records li").count()


def expected(note: str) -> list[str]:
    """The photographs that a visit was saved with."""
    number = int(note[1:-1])
    return [digest(photo(10 * number + each, SMALL)) for each in range(2)]


def contents(database: str) -> dict[str, list[str]]:
    """What the register has of each visit from a phone, none twice: hashes of its photographs, by note."""
    with Register.open(database) as register:
        events = register.snapshot(date(2099, 1, 1)).events
        visits: list[dict[str, Any]] = [
            json.loads(text) for text in events.loc[events["type"] == "patrol", "details"]
        ]
        made = [each for each in visits if "record" in each]
        assert len({each["note"] for each in made}) == len(made)
        return {
            each["note"]: [digest(register.personal_content(photo["item"])[1]) for photo in each["photos"]]
            for each in made
        }
