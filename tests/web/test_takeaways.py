"""Every table of every page can be taken away by whoever sees it, and the file says what the page says."""

from __future__ import annotations

import csv
import html
import re
from io import StringIO
from itertools import product
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from landwatch.access import Role
from landwatch.exhibits.table_files import HEAD_LINES
from tests.web.page_tables import PageTable, tables_of
from tests.web.test_routes import PLACES, TABLE
from tests.web.visiting import Served

pytestmark = pytest.mark.long

# Tables with hits, a late contract with phases, visits, documents and letters, and a number with rows.
MORE = (
    "/search?q=渝綦工2015",
    "/figures/commencement_default_rate_count",
    "/patrols?show=all&person=*",
    "/patrols/ledger?first=2023-01-01&last=2023-12-31",
    "/contracts/渝綦工2019-070",
    "/journal/3",
    "/audit/sample?n=5&seed=2024",
    "/audit/history?of=渝綦工2019-070",
    "/audit/history?of=ledger.xlsx",
    "/zone/selection?parcels=500110006003GB00005",
)
# Answers for programs; maps, whose only table is the legend; the wall, which nobody touches: what it shows is
# taken from the situation.
ELSEWHERE = ("/api/", "/assets/", "/field/", "/map", "/explained/", "/wall")
MAPS = ("/zone", "/zone/compare")
LISTS = ("/work", "/patrols?show=all&person=*", "/patrols/route?person=*")


def addresses() -> list[str]:
    """Every page without a parameter, and those about what the inspector has, too."""
    found = []
    for name, answers in TABLE.items():
        method, path = name.split(" ")
        if method == "GET" and path not in MAPS and not path.startswith(ELSEWHERE):
            for place in {"own", ""} & set(answers):
                filled = re.sub(
                    r"{(\w+)}", lambda found, at=place: quote(PLACES[at][found[1]], safe=""), path
                )
                found.append(filled)
    return [*found, *MORE]


def numbers(text: str) -> list[str]:
    """The numbers of a text but for those in hashes; sizes of files are rounded for people."""
    plain = re.sub(r"[\d.]+ ([kMG]?B|Bytes?)\b", "", re.sub(r"(?<=\d)T(?=\d)", " ", text))
    without = re.sub(r"(?<=\d),(?=\d{3})", "", plain)
    return re.findall(r"(?<![A-Za-z0-9.])\d+(?:\.\d+)?(?![A-Za-z0-9])", without)


def rows_taken(client: TestClient, page: str, name: str) -> list[str]:
    """The rows of a table as its CSV file has them."""
    addresses = [html.unescape(each) for each in re.findall(r'href="([^"]*)" download', page)]
    address = next(
        (each for each in addresses if re.search(rf"as=csv&table={re.escape(name)}(&|$)", each)), None
    )
    assert address, f"the table {name!r} cannot be taken away"
    text = client.get(address).content.decode("utf-8-sig")
    return [" ".join(row) for row in list(csv.reader(StringIO(text)))[HEAD_LINES + 1 :]]


def check(client: TestClient, page: str, table: PageTable) -> None:
    taken = rows_taken(client, page, table.name)[table.begin :]
    assert len(taken) >= len(table.rows)
    for shown, row in zip(table.rows, taken, strict=False):
        assert set(numbers(shown)) <= set(numbers(row)), (table.name, shown, row)


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_every_table_of_every_page_is_taken_away_as_it_is_shown(read_only: Served, role: str) -> None:
    client = read_only.signed_in(role)
    seen = set()
    for address in addresses():
        answer = client.get(address)
        if answer.status_code == 200 and answer.headers["content-type"].startswith("text/html"):
            for table in tables_of(answer.text):
                assert table.name, f"{address}: a table has no name, so that it cannot be taken away"
                if table.rows and "data-calendar" not in answer.text:
                    check(client, answer.text, table)
                    seen.add(table.name)
    assert seen, "no table was found"


def test_every_chart_is_taken_away_as_drawing_and_as_picture(read_only: Served) -> None:
    client = read_only.signed_in("manager")
    page = client.get("/situation").text
    names = re.findall(r'data-chart="([^"]*)"', page)
    links = [html.unescape(each) for each in re.findall(r'href="([^"]*)" download', page)]
    assert names
    for name, form in product(names, ("svg", "png")):
        address = next(each for each in links if f"as={form}&chart={name}" in each)
        assert client.get(address).headers["content-type"].startswith("image/"), address


@pytest.mark.parametrize("address", LISTS)
def test_a_list_that_is_no_table_is_taken_away_with_its_contracts(read_only: Served, address: str) -> None:
    client = read_only.signed_in("planner")
    page = client.get(address).text
    name = "work" if address == "/work" else "errands"
    listed = re.findall(r'<h2><a href="[^"]*">([^<]*)</a></h2>', page)
    taken = rows_taken(client, page, name)
    order = list(dict.fromkeys(row.split(" ")[0] for row in taken))
    assert listed
    assert order[: len(listed)] == listed
