"""A day of ten patrols: from the plan over a phone without a line to ledger and rate, and its proof."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect
from typer.testing import CliRunner

from landwatch.cli import app
from landwatch.registry import Register
from landwatch.services.sample.sample_office import SampleOffice
from landwatch.settings import Settings
from landwatch.web.application import make_application
from landwatch.web.office import Office
from tests.web.browsing import listening
from tests.web.carried_phone import CarriedPhone, begin, carried, save, shoot, sign_in, take_along
from tests.web.conftest import copied
from tests.web.field_phone import digest
from tests.web.test_browser import WIDER
from tests.web.visiting import Served

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]

CLUSTER = "桥河"
VISITS = 10
RECORDS = """async () => {
    const asked = indexedDB.open("landwatch-field");
    const database = await new Promise(done => { asked.onsuccess = () => done(asked.result); });
    const all = database.transaction("records").objectStore("records").getAll();
    const found = await new Promise(done => { all.onsuccess = () => done(all.result); });
    database.close();
    return found.map(({uuid, sha256, photos, receipt}) => ({uuid, sha256, photos, receipt}));
}"""


@pytest.fixture
def phone(tmp_path: Path) -> Iterator[CarriedPhone]:
    """A phone."""
    with carried(tmp_path / "profile") as made:
        yield made


@pytest.fixture
def office(made_sample: SampleOffice, tmp_path: Path) -> Iterator[Served]:
    """The sample as an office at work has it: judged today."""
    (tmp_path / "office").mkdir()
    sample = copied(made_sample, tmp_path / "office")
    opened = Office.open(Settings(database=sample.database), is_demo=False)
    yield Served(make_application(opened), opened, sample)
    opened.close()


def asked(office: Served, *words: str) -> Any:
    """What a command answers about the office."""
    result = CliRunner().invoke(app, [*words, "--json", "--database", office.office.database])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def rate(office: Served) -> tuple[int, int]:
    """Contracts due in the cluster this quarter, and those visited."""
    [row] = [row for row in asked(office, "patrol", "plan", "--rates")["rates"] if row["cluster"] == CLUSTER]
    return row["due"], row["visited"]


def visited_in_rows(office: Served) -> int:
    """Contracts with a row of this quarter in the table of events that says what was found there."""
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    first = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    with Register.open(office.office.database) as register:
        events = register.snapshot(date(2099, 1, 1)).events
    rows = events[(events["type"] == "patrol") & (events["day"].dt.date >= first)]
    checked = [
        contract
        for contract, said in zip(rows["contract_no"], rows["details"], strict=True)
        if "not_checked" not in json.loads(said)
    ]
    return len(set(checked))


def test_a_day_of_ten_patrols_goes_from_plan_to_rate_and_is_proven_by_its_receipts(
    office: Served, phone: CarriedPhone, tmp_path: Path
) -> None:
    due, visited = rate(office)
    assert visited == visited_in_rows(office) == 0
    with listening(office) as url:
        page = phone.page
        sign_in(page, url, office)
        take_along(page)
        planned = {line["contract_no"] for line in asked(office, "patrol", "plan")["visits"]}
        listed = page.locator("#tasks b").all_inner_texts()
        assert set(listed[:VISITS]) <= planned
        phone.context.set_offline(True)
        taken = [digest(content) for place in range(VISITS) for content in patrol(page, tmp_path, place)]
        expect(page.locator("#progress")).to_contain_text(f"0 of {VISITS} have a receipt.")
        phone.context.set_offline(False)
        expect(page.locator("#progress")).to_have_text(
            f"{VISITS} of {VISITS} have a receipt.", timeout=120_000
        )
        on_phone = page.evaluate(RECORDS)
        for path, words in (("/received", "in the register"), ("/patrols/ledger", CLUSTER)):
            page.goto(url + path)
            assert page.evaluate(WIDER) == 0
            assert page.locator("tbody tr").count() >= VISITS
            expect(page.locator("main")).to_contain_text(words)
    # The tenth could not be checked: it stands in the ledger, and not in the rate.
    assert rate(office) == (due, visited_in_rows(office)) == (due, VISITS - 1)
    proven(office, on_phone, taken)


def patrol(page: Page, folder: Path, place: int) -> list[bytes]:
    """Visit one contract of the list; its photographs."""
    begin(page, place)
    content = [shoot(page, folder, 10 * place + each, 3000) for each in range(1 + place % 2)]
    if place == VISITS - 1:
        page.click("text=gate locked")
        page.click("#save")
        expect(page.locator("#home")).to_be_visible()
    else:
        save(page, f"第{place}处")
    return content


def proven(office: Served, on_phone: list[dict[str, Any]], taken: list[str]) -> None:
    """Every record and photograph of the phone is what the office lists and the register holds."""
    listed = {each["uuid"]: each for each in asked(office, "field", "inbox")}
    assert {each["uuid"]: (each["sha256"], each["photos"], []) for each in on_phone} == {
        uuid: (each["record"], each["photos"], each["missing"]) for uuid, each in listed.items()
    }
    with Register.open(office.office.database) as register:
        events = register.snapshot(date(2099, 1, 1)).events
        visits = [json.loads(text) for text in events.loc[events["type"] == "patrol", "details"]]
        held = [
            digest(register.personal_content(photo["item"])[1])
            for each in visits
            if "record" in each
            for photo in each["photos"]
        ]
    assert sorted(held) == sorted(taken)
