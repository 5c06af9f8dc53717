"""The pages about patrols: my list, the office's, the calendar, the way, who is behind, and the ledger."""

from __future__ import annotations

import re
from io import BytesIO
from urllib.parse import quote

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from tests.web.patrolling import DAY, NUMBER, PROPOSED, visited
from tests.web.visiting import Served


@pytest.fixture(scope="module")
def inspector(read_only: Served) -> TestClient:
    return read_only.signed_in("inspector")


@pytest.fixture(scope="module")
def manager(read_only: Served) -> TestClient:
    return read_only.signed_in("manager")


def shown(client: TestClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def listed(text: str) -> list[str]:
    return re.findall(r'<h2><a href="[^"]*">([^<]*)</a></h2>', text)


# The list. On 2023-12-31 张样安 has two contracts with a visit missed since and five more that are open; on
# 2023-12-20, as `landwatch patrol due` says, 10 visits overdue and 19 open.


def test_an_inspector_sees_the_list_that_bears_her_name_what_was_missed_first(inspector: TestClient) -> None:
    text = shown(inspector, "/patrols")
    assert listed(text) == [
        "渝綦工2018-060",
        "渝綦工2021-010",
        "渝綦工2019-023",
        "渝綦工2019-072",
        "渝綦工2020-004",
        "渝綦工2020-046",
    ]
    assert "6 contracts to go to" in text
    assert "2 visits missed, 6 open, 0 to come, 8 made late, 94 done" in text


def test_everybody_is_seen_by_who_asks_for_it(inspector: TestClient) -> None:
    everybody = shown(inspector, "/patrols?person=*&show=open")
    assert set(listed(shown(inspector, "/patrols?show=open"))) < set(listed(everybody))
    assert "杨示远" in everybody


def test_the_list_of_an_office_can_be_narrowed(manager: TestClient) -> None:
    here = shown(manager, "/patrols?cluster=桥河&show=open")
    assert listed(here) == listed(shown(manager, "/patrols?person=张样安&show=open"))
    assert listed(shown(manager, f"/patrols?{DAY}&cluster=桥河&day=2023-11-30&show=overdue")) == [
        "渝綦工2018-060",
        "渝綦工2021-010",
        "渝綦工2018-032",
    ]


def test_an_inspector_sees_no_visit_of_another_cluster(inspector: TestClient) -> None:
    assert listed(shown(inspector, "/patrols?person=*&cluster=北渡&show=all")) == []


def test_a_line_leads_to_the_contract_and_to_the_form(inspector: TestClient) -> None:
    text = shown(inspector, "/patrols")
    there = f"/contracts/{quote('渝綦工2018-060', safe='')}"
    assert f'href="{there}"' in text
    assert f'href="{there}/visits/new"' in text


def test_who_may_not_record_sees_no_way_to_the_form(manager: TestClient) -> None:
    assert "/visits/new" not in shown(manager, "/patrols")


def test_the_day_stays_in_the_links(inspector: TestClient) -> None:
    text = shown(inspector, f"/patrols?{DAY}")
    assert f"/contracts/{quote(NUMBER, safe='')}/visits/new?on=2023-12-20" in text
    assert "/patrols/calendar?on=2023-12-20" in text


def test_a_day_without_visits_says_so(manager: TestClient) -> None:
    assert "No visit is due in this quarter." in shown(manager, "/patrols?on=1990-01-01")


# The calendar.


def test_each_day_of_the_calendar_leads_to_what_ends_then_and_to_the_visits_made(
    inspector: TestClient,
) -> None:
    text = shown(inspector, "/patrols/calendar")
    cell = re.search(r'<td class="[^"]*">\s*<span class="date"><span class="day-of">30<.*?</td>', text, re.S)
    assert cell is not None
    # 30 November: eight lines end, three of them not done.
    november = text.partition('id="month-11"')[2].partition('id="month-12"')[0]
    assert "3/8 due" in november
    assert "day=2023-11-30" in november
    assert "2 made" in november.partition("2023-11-10")[2].partition("</td>")[0]


def test_the_calendar_leads_to_the_quarters_beside_it(inspector: TestClient) -> None:
    text = shown(inspector, "/patrols/calendar")
    assert "/patrols/calendar?on=2023-09-30" in text
    assert "/patrols/calendar?on=2024-03-31" in text
    assert "2024, quarter 1" in shown(inspector, "/patrols/calendar?on=2024-03-31")


@pytest.mark.parametrize("day", ["2999-12-31", "1900-01-01"])
def test_the_first_and_the_last_day_are_shown(manager: TestClient, day: str) -> None:
    shown(manager, f"/patrols/calendar?on={day}")


# The way.


def test_the_way_numbers_the_stops_and_says_what_its_lengths_are(inspector: TestClient) -> None:
    text = shown(inspector, "/patrols/route")
    assert "km in straight lines from stop to stop" in text
    assert "The register has no roads" in text
    assert re.findall(r'aria-label="Stop (\d+)"', text) == ["1", "2", "3", "4", "5", "6"]
    assert sorted(listed(text)) == sorted(listed(shown(inspector, "/patrols")))


def test_the_way_takes_those_that_press_most(manager: TestClient) -> None:
    text = shown(manager, f"/patrols/route?{DAY}&most=10")
    assert len(listed(text)) == 10
    assert "shown are the 10 that press most" in text


# Who is behind.


def row_of(text: str, person: str) -> list[str]:
    """What stands in the cells of a person's row, as words."""
    rows = (re.sub(r"<[^>]+>", " ", row).split() for row in re.findall(r"<tr[^>]*>(.*?)</tr>", text, re.S))
    return next(row for row in rows if row[0] == person)


def test_a_manager_sees_who_is_behind_with_the_numbers_behind_the_rate(manager: TestClient) -> None:
    text = shown(manager, "/patrols/people")
    # Overdue, open, to come, done; due, visited, not visited; the rate.
    assert row_of(text, "王拟新") == "王拟新 北渡 19 6 0 91 72 72 0 100.0 % 72 / 72".split(" ")
    assert row_of(text, "张样安") == "张样安 桥河 10 6 0 94 80 80 0 100.0 % 80 / 80".split(" ")
    assert text.index("王拟新") < text.index("张样安")
    assert "412 / 412" in text


def test_what_makes_a_visit_count_stands_beside_the_rate(manager: TestClient) -> None:
    text = shown(manager, "/patrols/people")
    assert "A visit counts if: nobody marked it as not valid; the land could be checked" in text


def test_each_number_opens_its_lines(manager: TestClient) -> None:
    text = shown(manager, "/patrols/people")
    for count, asked in ((10, "show=overdue"), (80, "rate=visited&amp;show=all")):
        address = re.search(rf'href="([^"]*duty=[^"]*{re.escape(quote("桥河"))}&amp;{asked})">{count}<', text)
        assert address is not None, asked
        opened = shown(manager, address[1].replace("&amp;", "&") + "&page=1")
        lines = re.findall(r'<li class="(\w+)"><b>', opened)
        pages = re.search(r"Page 1 of (\d)", opened)
        assert len(lines) == count or (pages is not None and len(lines) == 50)


def test_an_inspector_sees_nobody_of_another_cluster(inspector: TestClient) -> None:
    text = shown(inspector, "/patrols/people")
    assert "杨示远" in text
    assert "王拟新" not in text


def test_who_may_not_assign_sees_no_form(inspector: TestClient) -> None:
    text = shown(inspector, "/patrols/people")
    assert "/patrols/assignments" not in text
    assert "/patrols/absences" not in text


def test_a_manager_assigns_a_person_on_the_page(served: Served) -> None:
    manager = served.signed_in("manager")
    said = {"cluster": "桥河", "person": "李示平", "since": "2023-12-01", "reason": "轮岗"}
    answer = manager.post("/patrols/assignments", data=said)
    assert (answer.status_code, answer.headers["location"]) == (303, "/patrols/people#roster")
    assert row_of(shown(manager, "/patrols/people"), "李示平")[:2] == ["李示平", "桥河"]


def test_an_assignment_that_cannot_be_keeps_what_was_written(served: Served) -> None:
    manager = served.signed_in("manager")
    said = {"cluster": "桥河", "person": "李示平", "since": "2023-12-01", "reason": " "}
    answer = manager.post("/patrols/assignments", data=said)
    assert answer.status_code == 422
    assert 'name="person" value="李示平"' in answer.text
    assert 'role="alert"' in answer.text


def test_an_absence_moves_the_list_and_can_be_withdrawn(served: Served) -> None:
    manager = served.signed_in("manager")
    said = {"person": "张样安", "since": "2023-12-30", "until": "2024-01-05", "reason": "休假"}
    assert manager.post("/patrols/absences", data=said).status_code == 303
    assert "away; goes: 李示平" in shown(manager, "/patrols/people")
    assert listed(shown(manager, "/patrols?person=李示平"))
    del said["reason"]
    assert manager.post("/patrols/absences", data=said | {"withdrawn": "yes"}).status_code == 303
    assert "Nobody is away." in shown(manager, "/patrols/people")


def test_a_cluster_without_a_person_is_named(served: Served) -> None:
    manager = served.signed_in("manager")
    said = {
        "cluster": "桥河",
        "person": "张样安",
        "since": "2022-01-01",
        "until": "2023-11-30",
        "reason": "调离",
    }
    manager.post("/patrols/assignments", data=said)
    text = shown(manager, "/patrols/people")
    assert "桥河" in text.partition("Clusters without a person")[2].partition("</section>")[0]
    assert "桥河" in shown(manager, "/patrols?duty=-&person=*")


# What waits for a second person.


def test_a_proposal_waits_and_is_decided_on_the_page(served: Served) -> None:
    visit = visited(served.signed_in("inspector"), proposed=PROPOSED)["visit"]
    manager = served.signed_in("manager")
    text = shown(manager, "/patrols/people").partition('id="proposals"')[2]
    assert "preparatory works" in text and f"/patrols/proposals/{visit}/accept" in text
    answer = manager.post(f"/patrols/proposals/{visit}/accept")
    assert (answer.status_code, answer.headers["location"]) == (303, "/patrols/people#proposals")
    assert "accepted by 负责人 王芳" in shown(manager, "/patrols/people")
    assert "preparatory works" in shown(manager, f"/contracts/{quote(NUMBER, safe='')}")


def test_a_proposal_is_declined_with_a_reason(served: Served) -> None:
    visit = visited(served.signed_in("inspector"), proposed=PROPOSED)["visit"]
    manager = served.signed_in("manager")
    assert manager.post(f"/patrols/proposals/{visit}/decline", data={"reason": " "}).status_code == 422
    assert manager.post(f"/patrols/proposals/{visit}/decline", data={"reason": "照片不清"}).status_code == 303
    assert "declined by 负责人 王芳: 照片不清" in shown(manager, "/patrols/people")


def test_who_made_the_visit_is_told_that_somebody_else_decides(served: Served) -> None:
    clerk = served.signed_in("clerk")
    visit = visited(clerk, person="李示平", proposed=PROPOSED)["visit"]
    assert "Waits for a second person: you made or recorded the visit." in shown(clerk, "/patrols/people")
    assert clerk.post(f"/patrols/proposals/{visit}/accept").status_code == 422


# The ledger.


def test_the_ledger_has_every_visit_of_the_period(manager: TestClient) -> None:
    text = shown(manager, "/patrols/ledger?first=2023-12-22&last=2023-12-22&cluster=桥河")
    assert text.count("2023-12-22</td>") == 7
    assert "7 visits" in text


def test_the_ledger_can_be_taken_along_as_a_workbook(served: Served) -> None:
    client = served.signed_in("inspector")
    visited(client)
    answer = client.get(f"/patrols/ledger.xlsx?{DAY}&cluster=桥河&first=2023-12-20")
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    rows = [row for row in sheet.iter_rows(values_only=True) if NUMBER in row]
    assert len(rows) == 1
    assert {"张样安", "levelled", "场平完成，无机械"} <= set(rows[0])
    noted = shown(served.signed_in("auditor"), "/sign-ins")
    assert "2023-12-20 – 2023-12-31" in noted


def test_the_ledger_is_printed_as_pdf(inspector: TestClient) -> None:
    answer = inspector.get("/patrols/ledger.pdf?cluster=桥河")
    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")


def test_the_ledger_of_a_cluster_that_is_not_seen_is_not_there(inspector: TestClient) -> None:
    assert inspector.get("/patrols/ledger.xlsx?cluster=北渡").status_code == 404
