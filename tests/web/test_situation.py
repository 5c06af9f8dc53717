"""The situation at a glance, for desk and wall: numbers of the sample by hand, each with its rows."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from starlette.testclient import TestClient

from landwatch.services.people import set_clusters
from tests.web.conftest import NOW
from tests.web.visiting import Served

DAY = "on=2023-12-31"


@pytest.fixture(scope="module")
def manager(read_only: Served) -> TestClient:
    return read_only.signed_in("manager")


def shown(client: TestClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.text


def card(page: str, name: str) -> str:
    """What a card says, as a person reads it."""
    found = re.search(rf'<section class="card" id="{name}".*?</section>', page, re.DOTALL)
    assert found
    return " ".join(html.unescape(re.sub("<.*?>", " ", found[0])).split())


def test_a_rate_stands_with_its_parts_and_how_far_it_moved(manager: TestClient) -> None:
    # 699.09 of 33290.10 mu, after 5.0 % a year before and as much a month before.
    told = card(shown(manager, f"/situation?{DAY}"), "commencement")
    assert "2.1 % = 699.09 / 33290.10" in told
    assert "0.0 points since 2023-11-30" in told
    assert "-2.9 points since 2022-12-31" in told


def test_on_a_day_within_a_month_the_ends_of_months_before_it_are_compared(manager: TestClient) -> None:
    told = card(shown(manager, "/situation?on=2023-12-15"), "commencement")
    assert "points since 2023-11-30" in told
    assert "points since 2022-11-30" in told


def test_what_falls_due_within_30_and_90_days_is_counted(manager: TestClient) -> None:
    told = card(shown(manager, f"/situation?{DAY}"), "ahead")
    assert [int(number) for number in re.findall(r"(\d+) contracts ", told)] == [2, 1, 5, 13]


def test_a_number_leads_to_its_rows_and_these_to_contracts(manager: TestClient) -> None:
    page = shown(manager, f"/situation?{DAY}")
    address = re.search(r'href="(/figures/ahead_completion_count[^"]*days=90[^"]*)"', page)
    assert address
    rows = shown(manager, html.unescape(address[1]))
    assert len(set(re.findall(r'href="(/contracts/[^"]*)"', rows))) == 13


def test_the_number_of_a_company_leads_to_the_rows_of_its_clusters(manager: TestClient) -> None:
    address = "/figures/live_contracts_count?on=2023-12-31&operator=綦江北渡园区建设开发股份有限公司"
    rows = shown(manager, address)
    assert "<b>72 contracts</b>" in rows
    assert "/situation?" in rows


@pytest.mark.parametrize("language", ["en", "zh"])
def test_contracts_without_a_company_have_rows_in_both_languages(read_only: Served, language: str) -> None:
    # Somebody of its own: the language is kept with the browser.
    rows = shown(
        read_only.signed_in("manager"), f"/figures/live_contracts_count?{DAY}&operator=-&lang={language}"
    )
    assert re.search("<b>53 (contracts|宗)</b>", rows)


def test_a_company_that_operates_nothing_here_is_not_there(manager: TestClient) -> None:
    assert manager.get(f"/figures/live_contracts_count?{DAY}&operator=无此公司").status_code == 404


def test_a_cluster_that_does_not_exist_is_not_there(manager: TestClient) -> None:
    assert manager.get(f"/situation?{DAY}&cluster=无此组团").status_code == 404


def test_the_main_figures_of_a_cluster_are_those_that_the_page_of_figures_has(manager: TestClient) -> None:
    page = shown(manager, f"/figures?{DAY}&cluster=桥河")
    rows = shown(manager, f"/figures/completion_default_rate_area?{DAY}&cluster=桥河")
    assert "6.0 %" in rows
    assert "371.05 / 6212.36" in rows
    assert "371.05" in page and "6212.36" in page


def test_a_figure_of_another_day_stands_beside_it_with_the_rows_that_came_and_went(
    manager: TestClient,
) -> None:
    told = card(shown(manager, f"/situation?{DAY}&than=2022-12-31"), "commencement")
    assert "2022-12-31: 5.0 % (-2.9 percentage points)" in told
    rows = shown(manager, f"/figures/commencement_default_rate_count?{DAY}&than=2022-12-31")
    came = rows.partition("In these rows alone")[2].partition("</p>")[0]
    assert re.findall(r"渝綦工\d{4}-\d{3}", re.sub('href=".*?"', "", came)) == [
        "渝綦工2022-018",
        "渝綦工2022-051",
    ]


def test_a_figure_of_another_instant_stands_beside_it(manager: TestClient) -> None:
    # Everything was recorded on 2024-01-05: the day before nothing was known.
    page = shown(manager, f"/figures/live_contracts_count?{DAY}&than_known_at=2024-01-04T09:00")
    assert "as known at 2024-01-04" in page
    assert "+415 contracts" in page


def test_a_day_that_cannot_be_read_is_refused_by_name(manager: TestClient) -> None:
    answer = manager.get(f"/situation?{DAY}&than=yesterday")
    assert answer.status_code == 422 and "than" in answer.text


def test_who_has_some_clusters_sees_the_sums_of_these_alone(served: Served) -> None:
    office = served.office
    set_clusters(office.access, office.database, "manager", ["桥河"], by="admin", at=NOW)
    told = card(shown(served.signed_in("manager"), f"/situation?{DAY}"), "live")
    assert "80 contracts" in told


def test_the_wall_has_no_person_company_or_money(manager: TestClient, read_only: Served) -> None:
    text = shown(manager, f"/wall?{DAY}")
    contracts = read_only.office.kept.assessment(date(2023, 12, 31)).assessment.contracts
    named = {str(name) for name in contracts["holder"].dropna()} | {"王芳", "元", "yuan"}
    assert {name for name in named if name in text} == set()


def test_each_board_of_the_wall_says_its_day(manager: TestClient) -> None:
    text = shown(manager, "/wall?on=2022-12-31")
    boards = re.findall(r'<div class="board">.*?</div>', text, re.DOTALL)
    assert len(boards) == 8
    assert all("Judged at the end of 2022-12-31" in board for board in boards)


@pytest.mark.parametrize(("table", "kind"), [("clusters", "csv"), ("operators", "xlsx")])
def test_the_parts_of_the_zone_can_be_taken_away(manager: TestClient, table: str, kind: str) -> None:
    answer = manager.get(f"/situation?{DAY}&as={kind}&table={table}")
    assert answer.status_code == 200 and answer.content
