"""What an auditor opens: the history of anything, the journal and its verification, the log, a sample."""

from __future__ import annotations

import io
import re
import sqlite3
import zipfile
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from landwatch.services.assessing.judging import assess_register
from landwatch.services.contracts.sampling import draw
from landwatch.services.maintenance.journal import journal_end
from landwatch.web.office import SAMPLE_DAY
from tests.web.test_jobs import work
from tests.web.test_routes import OWN
from tests.web.visiting import Served

EARLY = "2023-12-01"  # the sample was recorded in January


@pytest.fixture(scope="module")
def auditor(read_only: Served) -> TestClient:
    return read_only.signed_in("auditor")


def shown(client: TestClient, path: str, status: int = 200) -> str:
    """What stands on a page, without its marks."""
    answer = client.get(path)
    assert answer.status_code == status, answer.text[:400]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text.partition("<main")[2]))


def test_the_auditor_has_one_entry_in_the_bar_and_others_have_none(
    auditor: TestClient, read_only: Served
) -> None:
    assert auditor.get("/audit").text.count('href="/audit"') == 2  # the bar, and where one is
    assert 'href="/audit"' not in read_only.signed_in("clerk").get("/work").text


# The history of anything


@pytest.mark.parametrize(
    ("of", "words"),
    [
        (OWN, "ledger.xlsx"),
        ("500110003001GB00017", "parcels.gpkg"),
        ("ledger.xlsx", "commit ledger.xlsx"),
        ("landwatch demo", "lines of the journal are of this person"),
    ],
)
def test_whatever_bears_a_name_has_a_history(auditor: TestClient, of: str, words: str) -> None:
    assert words in shown(auditor, f"/audit/history?of={quote(of)}")


def test_what_was_not_known_by_then_has_no_history(auditor: TestClient) -> None:
    told = shown(auditor, f"/audit/history?of={quote(OWN)}&known_at={EARLY}", 404)
    assert "Nothing bore that number, name or hash by then." in told


def test_a_step_of_a_history_leads_to_its_line_of_the_journal(auditor: TestClient) -> None:
    (line, *_others) = re.findall(r'href="(/journal/\d+)"', auditor.get(f"/contracts/{quote(OWN)}").text)
    assert OWN in auditor.get(line).text or "patrol" in auditor.get(line).text


def test_who_may_not_read_the_journal_is_not_led_to_it(read_only: Served) -> None:
    assert "/journal/" not in read_only.signed_in("clerk").get(f"/contracts/{quote(OWN)}").text


# The journal


def test_the_journal_is_shown_by_person_verb_and_day(auditor: TestClient) -> None:
    assert "No line of the journal fits" in shown(auditor, f"/journal?last={EARLY}")
    assert "patroller assigned" in shown(auditor, "/journal?verb=assign")
    assert "ledger.xlsx" not in shown(auditor, "/journal?verb=assign")


def test_a_line_tells_its_rows_and_that_it_fits(auditor: TestClient) -> None:
    told = shown(auditor, "/journal/1")
    assert "as computed anew from the line" in told
    assert "as the line before bears it" in told
    assert "cluster 桥河" in told


@pytest.mark.parametrize("number", ["0", "99999", "first", "9" * 40])
def test_a_line_that_is_not_there_is_not_found(auditor: TestClient, number: str) -> None:
    assert auditor.get(f"/journal/{number}").status_code == 404


def test_verification_says_intact_with_end_and_instant(served: Served) -> None:
    end = journal_end(served.sample.database)
    assert end is not None
    answer = served.signed_in("auditor").post("/journal/verification", data={"head": end.hash})
    assert "Intact" in answer.text
    assert answer.text.count(end.hash) >= 3


def test_verification_names_a_row_that_was_changed_past_the_journal(served: Served) -> None:
    with sqlite3.connect(served.sample.database.removeprefix("gpkg:///")) as database:
        database.execute("UPDATE contracts SET price_fen = 1 WHERE row_id = 1")
    told = served.signed_in("auditor").post("/journal/verification").text
    assert "Broken: 1 fault" in told
    assert "Row 1 of the table contracts was changed" in told


def test_an_end_that_is_none_is_refused_in_words(served: Served) -> None:
    answer = served.signed_in("auditor").post("/journal/verification", data={"head": "abc"})
    assert (answer.status_code, "holds no hash" in answer.text) == (422, True)


# The log of access


def test_the_log_is_shown_by_person_kind_and_day(served: Served) -> None:
    served.signed_in("clerk").get(f"/contracts/{quote(OWN)}/dossier.pdf")
    auditor = served.signed_in("auditor")
    assert f"contract {OWN}" in shown(auditor, "/sign-ins?kind=exports&by=clerk")
    assert "contract" not in shown(auditor, "/sign-ins?kind=sign-ins&by=clerk").partition("1 line")[2]
    assert "No line fits" in shown(auditor, "/sign-ins?kind=looks&by=clerk")


# The sample


def test_a_sample_is_what_anybody_draws_with_the_seed(auditor: TestClient, read_only: Served) -> None:
    drawn = draw(assess_register(read_only.sample.database, SAMPLE_DAY), 5, "审计")
    address = f"/audit/sample?n=5&seed={quote('审计')}"
    text = auditor.get(address).text
    assert re.findall(r">(渝綦工[^<]+)</a>", text) == [each.contract_no for each in drawn.drawn]
    assert drawn.population_hash in text


def test_a_sample_that_is_taken_away_says_how_it_is_drawn_again(auditor: TestClient) -> None:
    sent = auditor.get(f"/audit/sample?n=5&seed={quote('审计')}&as=csv").text
    assert "Seed: 审计. Drawn from 426 contracts" in sent


def test_the_journal_that_is_taken_away_has_every_line_that_fits(auditor: TestClient) -> None:
    sent = auditor.get("/journal?verb=import&as=csv").text
    total = re.search(r"(\d+) lines", shown(auditor, "/journal?verb=import"))
    assert total is not None
    assert sent.count(",recorded,") == int(total[1])


def test_a_page_beyond_the_journal_is_empty(auditor: TestClient) -> None:
    assert auditor.get("/journal?page=999").status_code == 200


def test_a_sample_of_an_earlier_instant_is_of_what_was_known(auditor: TestClient) -> None:
    assert "0 contracts of 0" in shown(auditor, f"/audit/sample?n=5&seed=1&known_at={EARLY}")


@pytest.mark.parametrize("asked", ["n=0&seed=1", "n=x&seed=1", "n=5000&seed=1"])
def test_what_cannot_be_drawn_is_refused_in_words(auditor: TestClient, asked: str) -> None:
    assert "cannot be drawn; ask for 1 to 1000" in shown(auditor, f"/audit/sample?{asked}", 422)


def test_the_dossiers_of_a_sample_come_as_one_archive_with_the_list(served: Served) -> None:
    auditor = served.signed_in("auditor")
    page = auditor.post("/jobs/sample", data={"n": "2", "seed": "审计", "cluster": ""}).headers["location"]
    work(served)
    (place,) = re.findall(rf'href="({page}/files/[^"]+)"', auditor.get(page).text)
    names = zipfile.ZipFile(io.BytesIO(auditor.get(place).content)).namelist()
    drawn = draw(assess_register(served.sample.database, SAMPLE_DAY), 2, "审计").drawn
    assert names == ["sample.xlsx", *(f"{each.place:04}-{each.contract_no}.pdf" for each in drawn)]


def test_who_may_not_audit_gets_no_sample(served: Served) -> None:
    assert served.signed_in("clerk").post("/jobs/sample", data={"n": "2", "seed": "1"}).status_code == 403
