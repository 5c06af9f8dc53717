"""Long jobs on pages and in the API: asked for, looked after by whoever asked alone, and taken away."""

from __future__ import annotations

import io
import multiprocessing
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from landwatch.access import Deed
from landwatch.web.jobs_worked import work_jobs
from tests.web.visiting import Served

SHEET = {"kind": "print", "cluster": "桥河", "format": "svg", "paper": "A4"}
LEDGER = (
    "合同编号,面积(公顷),签订日期,约定开工时间,约定竣工时间\nHT-900,1.0,2023-02-30,2023-06-30,2024-06-30\n"
)
GOOD = LEDGER.replace("2023-02-30", "2023-02-20")


# As beside a server, where the process that works jobs off is forked before there are threads.
_WITHOUT_THREADS = multiprocessing.get_context("forkserver")
_WITHOUT_THREADS.set_forkserver_preload(["landwatch.web.jobs_worked"])


def work(served: Served) -> None:
    """Do what waits."""
    worker = _WITHOUT_THREADS.Process(
        target=work_jobs, args=(served.office.settings,), kwargs={"at_once": 1, "until_empty": True}
    )
    worker.start()
    worker.join()
    assert worker.exitcode == 0


def asked(client: TestClient, **fields: Any) -> str:
    """Ask for a job; where it can be looked at."""
    answer = client.post("/api/v1/jobs", json=fields)
    assert answer.status_code == 202, answer.text
    return str(answer.headers["location"])


def brought(client: TestClient, files: dict[str, bytes], **fields: str) -> str:
    """Bring files to be taken in; where the job can be looked at."""
    answer = client.post("/api/v1/imports", data=fields, files=[("files", each) for each in files.items()])
    assert answer.status_code == 202, answer.text
    return str(answer.headers["location"])


def told(client: TestClient, location: str) -> dict[str, Any]:
    """What is told of a job."""
    found: dict[str, Any] = client.get(location).json()
    return found


def test_a_job_is_accepted_and_named(served: Served) -> None:
    clerk = served.signed_in("clerk")
    assert told(clerk, asked(clerk, **SHEET))["state"] == "queued"


def test_a_sheet_that_was_made_can_be_taken_away(served: Served) -> None:
    planner = served.signed_in("planner")
    location = asked(planner, **SHEET)
    work(served)
    assert planner.get(f"{location}/result").text.startswith("<svg")


def test_what_is_taken_away_is_noted(served: Served) -> None:
    planner = served.signed_in("planner")
    location = asked(planner, **SHEET)
    work(served)
    planner.get(f"{location}/result")
    last = served.office.access.log(1)[0]
    assert (last.deed, last.login, last.about["file"]) == (
        Deed.EXPORTED,
        "planner",
        "桥河-A4-2023-12-31.svg",
    )


def test_a_form_of_a_page_leads_to_the_job(served: Served) -> None:
    planner = served.signed_in("planner")
    answer = planner.post("/jobs/print", data={"cluster": "桥河", "scale": "", "paper": "A4"})
    assert "Sheet of 桥河, A4, 2023-12-31" in planner.get(answer.headers["location"]).text


def test_a_page_of_a_job_asks_again_only_while_it_goes_on(served: Served) -> None:
    planner = served.signed_in("planner")
    page = planner.post("/jobs/print", data={"cluster": "桥河", "paper": "A4"}).headers["location"]
    before = "hx-trigger" in planner.get(page).text
    work(served)
    assert (before, "hx-trigger" in planner.get(page).text) == (True, False)


@pytest.mark.parametrize("place", ["{0}", "{0}/result", "{0}/files/any.svg"])
def test_a_job_of_somebody_else_is_not_there(served: Served, place: str) -> None:
    location = asked(served.signed_in("clerk"), **SHEET)
    assert served.signed_in("manager").get(place.format(location)).status_code == 404


def test_a_job_of_somebody_else_cannot_be_cancelled(served: Served) -> None:
    location = asked(served.signed_in("clerk"), **SHEET)
    assert served.signed_in("manager").delete(location).status_code == 404


def test_a_job_can_be_cancelled_on_its_page(served: Served) -> None:
    clerk = served.signed_in("clerk")
    page = clerk.post("/jobs/atlas").headers["location"]
    clerk.post(f"{page}/cancel")
    assert "cancelled" in clerk.get(page).text


def test_a_cluster_that_is_not_seen_is_not_there(served: Served) -> None:
    answer = served.signed_in("inspector").post("/api/v1/jobs", json=SHEET | {"cluster": "通惠"})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("role", "fields"),
    [
        ("planner", {"kind": "report", "period": "2023"}),
        ("inspector", {"kind": "export", "form": "ledger"}),
        ("planner", {"kind": "export", "form": "card"}),
    ],
)
def test_amounts_of_money_are_for_whoever_may_see_or_take_them(
    served: Served, role: str, fields: dict[str, str]
) -> None:
    assert served.signed_in(role).post("/api/v1/jobs", json=fields).status_code == 403


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"kind": "tea"}, "kind tea: is none of import, report, atlas, print, export"),
        ({"kind": "report", "period": "2023Q4"}, "--period 2023Q4: is not a month"),
        ({"kind": "report", "period": "2031"}, "period 2031: has not begun yet"),
        ({"kind": "print", "cluster": "桥河", "scale": "big"}, "scale big: is not a scale"),
        ({"kind": "print", "cluster": "桥河", "paper": "B4"}, "paper: "),
        ({"kind": "atlas", "colour": "red"}, "colour: "),
    ],
)
def test_what_cannot_be_used_is_said_at_once(served: Served, fields: dict[str, str], complaint: str) -> None:
    answer = served.signed_in("clerk").post("/api/v1/jobs", json=fields)
    assert (answer.status_code, complaint in answer.json()["detail"]) == (422, True)


def test_an_inspector_takes_away_the_land_of_own_clusters_alone(served: Served) -> None:
    inspector = served.signed_in("inspector")
    location = asked(inspector, kind="export", form="txt")
    whole = asked(served.signed_in("clerk"), kind="export", form="txt")
    work(served)
    sizes = [
        served.office.jobs.job(each.rpartition("/")[2]).file().size  # type: ignore[union-attr]
        for each in (location, whole)
    ]
    assert 0 < sizes[0] < sizes[1] / 2


def test_who_lost_a_cluster_does_not_get_what_was_made_with_it(served: Served) -> None:
    inspector = served.signed_in("inspector")
    location = asked(inspector, **SHEET)
    work(served)
    served.office.access.revoke("inspector", clusters=["桥河"], by="admin", at=datetime.now(UTC))
    assert served.signed_in("inspector").get(f"{location}/result").status_code == 404


def test_a_result_whose_time_has_passed_is_gone_and_says_so(served: Served) -> None:
    clerk = served.signed_in("clerk")
    location = asked(clerk, **SHEET)
    work(served)
    served.office.jobs.sweep(datetime.now(UTC) + timedelta(days=8))
    assert clerk.get(f"{location}/result").status_code == 410


def test_a_job_sent_again_with_its_key_is_the_same_job(served: Served) -> None:
    clerk = served.signed_in("clerk")
    answers = [
        clerk.post("/api/v1/jobs", json=SHEET, headers={"Idempotency-Key": "k-1"}) for _each in range(2)
    ]
    assert answers[0].headers["location"] == answers[1].headers["location"]


def test_one_result_serves_all_who_ask_the_same(served: Served) -> None:
    for role in ("clerk", "manager", "auditor"):
        asked(served.signed_in(role), **SHEET)
    assert len({job.work for job in served.office.jobs.of()}) == 1


def test_a_dry_run_tells_what_the_importer_found(served: Served) -> None:
    clerk = served.signed_in("clerk")
    location = brought(clerk, {"台账.csv": LEDGER.encode()}, dry_run="true")
    work(served)
    result = told(clerk, location)["result"]
    assert [issue["code"] for issue in result["files"][0]["issues"]].count("bad_date") == 1


def test_a_result_of_an_import_does_not_say_where_files_lie(served: Served) -> None:
    clerk = served.signed_in("clerk")
    location = brought(clerk, {"台账.csv": LEDGER.encode()}, dry_run="true")
    work(served)
    assert str(served.office.jobs.folder) not in clerk.get(location).text


def test_files_of_a_dry_run_are_taken_in_without_being_brought_again(served: Served) -> None:
    clerk = served.signed_in("clerk")
    dry = brought(clerk, {"台账.csv": GOOD.encode()}, dry_run="true").rpartition("/")[2]
    work(served)
    page = clerk.post("/jobs/import", data={"of_job": dry}).headers["location"]
    work(served)
    assert "1 record was taken in." in clerk.get(clerk.get(page).headers["location"]).text


def test_who_brings_the_same_file_second_is_told_that_it_is_in(served: Served) -> None:
    clerk = served.signed_in("clerk")
    first, second = (brought(clerk, {"台账.csv": GOOD.encode()}) for _clerk in range(2))
    work(served)
    found = [told(clerk, each)["result"]["files"][0] for each in (first, second)]
    codes = {issue["code"] for issue in found[1]["issues"]}
    assert ([file["accepted"] for file in found], "duplicate_record" in codes) == ([1, 0], True)


@pytest.mark.parametrize("name", ["../../台账.csv", "C:\\Temp\\台账.csv", "/etc/台账.csv"])
def test_folders_in_the_name_of_a_file_lead_nowhere(served: Served, name: str) -> None:
    clerk = served.signed_in("clerk")
    job = brought(clerk, {name: GOOD.encode()}, dry_run="true").rpartition("/")[2]
    found = served.office.jobs.job(job)
    assert found is not None
    assert [each.name for each in found.given.iterdir()] == ["台账.csv"]


@pytest.mark.parametrize("name", ["..", "../", "长" * 200 + ".csv"])
def test_a_name_that_cannot_be_kept_is_refused(served: Served, name: str) -> None:
    answer = served.signed_in("clerk").post("/api/v1/imports", files=[("files", (name, b"x"))])
    assert answer.status_code == 422


def test_a_file_of_another_kind_is_told_as_unreadable(served: Served) -> None:
    clerk = served.signed_in("clerk")
    location = brought(clerk, {"run.exe": b"MZ"}, dry_run="true")
    work(served)
    assert [each["code"] for each in told(clerk, location)["result"]["files"][0]["issues"]] == [
        "unreadable_record"
    ]


@pytest.mark.long
def test_a_packed_file_that_grows_beyond_the_limit_is_told_as_unreadable(served: Served) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("宗地.shp", b"\0" * (700 << 20))
    clerk = served.signed_in("clerk")
    location = brought(clerk, {"宗地.zip": packed.getvalue()}, dry_run="true")
    work(served)
    assert told(clerk, location)["result"]["files"][0]["issues"][0]["code"] == "unreadable_record"


def test_the_files_of_somebody_else_are_not_taken_in(served: Served) -> None:
    dry = brought(served.signed_in("clerk"), {"台账.csv": GOOD.encode()}, dry_run="true")
    other = served.signed_in("manager").post("/api/v1/imports", data={"of_job": dry.rpartition("/")[2]})
    assert other.status_code == 403


def test_a_clerk_who_sees_some_clusters_alone_takes_no_files_in(served: Served) -> None:
    access, at = served.office.access, datetime.now(UTC)
    access.revoke("clerk", every_cluster=True, by="admin", at=at)
    access.grant("clerk", clusters=["桥河"], by="admin", at=at)
    answer = served.signed_in("clerk").post("/api/v1/imports", files=[("files", ("a.csv", b"x"))])
    assert answer.status_code == 403


def test_the_lists_of_two_people_hold_their_own_jobs(served: Served) -> None:
    clerk, manager = served.signed_in("clerk"), served.signed_in("manager")
    asked(clerk, **SHEET)
    lists = [len(client.get("/api/v1/jobs").json()["items"]) for client in (clerk, manager)]
    assert lists == [1, 0]


def test_uploads_lie_where_nobody_else_looks(served: Served) -> None:
    assert Path(served.office.jobs.folder).stat().st_mode & 0o077 == 0
