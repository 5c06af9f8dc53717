"""The maps that a server draws: cut to the visitor, without scripts in the page, and as a file to keep."""

from __future__ import annotations

import gzip
import re
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from landwatch.access import Deed
from landwatch.maps import cluster_map
from landwatch.web.office import SAMPLE_DAY
from tests.web.test_foreign_land import foreign_words, told_of
from tests.web.visiting import Served

__all__ = ["foreign_words"]

QIAOHE, QINGJIANG = quote("桥河"), quote("庆江")
LATE = quote("渝綦工2020-042")
AMOUNT = re.compile(r"[\d,]+\.\d\d yuan")


@pytest.fixture(scope="module")
def inspector(read_only: Served) -> TestClient:
    return read_only.signed_in("inspector")


@pytest.fixture(scope="module")
def manager(read_only: Served) -> TestClient:
    return read_only.signed_in("manager")


def body_of(html: str) -> str:
    """A page without the data that its scripts draw."""
    return re.sub(r'<script type="application/json".*?</script>', "", html, flags=re.DOTALL)


@pytest.mark.parametrize("path", ["", "/offline.html"])
@pytest.mark.parametrize("cluster", [QIAOHE, QINGJIANG])
def test_the_map_of_an_own_cluster_tells_of_no_foreign_land(
    inspector: TestClient, foreign_words: frozenset[str], cluster: str, path: str
) -> None:
    answer = inspector.get(f"/map/{cluster}{path}")
    assert told_of(answer.text, foreign_words) == set()


def test_a_foreign_cluster_and_one_that_is_nowhere_are_answered_alike(inspector: TestClient) -> None:
    names = {name: quote(name) for name in ("通惠", "无此")}
    answers = [
        inspector.get(f"/map/{path}").text.replace(path, "").replace(name, "") for name, path in names.items()
    ]
    assert answers[0] == answers[1]


def test_the_overview_says_that_its_totals_are_of_the_clusters_that_are_seen(inspector: TestClient) -> None:
    html = inspector.get("/map").text
    assert "You see these clusters alone, and every number here is of them: 桥河, 庆江." in html
    assert "These clusters, total" in html


def test_the_overview_of_all_clusters_has_the_total_of_the_zone(manager: TestClient) -> None:
    html = manager.get("/map").text
    assert "Zone, total" in html
    assert "You see these clusters alone" not in html


def test_the_overview_leads_to_the_maps_of_the_same_day(manager: TestClient) -> None:
    html = manager.get("/map?on=20220630").text
    assert f'<a href="/map/{QIAOHE}?on=2022-06-30">' in html


def test_the_links_of_a_map_ask_about_the_same_instant(manager: TestClient) -> None:
    html = manager.get(f"/map/{QIAOHE}?known_at=2030-01-01T00:00Z").text
    assert f'href="/map/{QIAOHE}/offline.html?known_at=2030-01-01T00%3A00%3A59.999999%2B00%3A00"' in html


def test_the_data_of_a_map_say_where_its_contracts_are(manager: TestClient) -> None:
    html = manager.get(f"/map/{QIAOHE}?on=2022-06-30").text
    assert (
        '"contracts":{"address":"/contracts/{no}?on=2022-06-30","explained":"/explained/{no}?on=2022-06-30",'
        '"open":"Open the contract"}'
    ) in html


def test_a_map_has_no_script_or_style_of_its_own(manager: TestClient) -> None:
    """The policy of the server would stop them."""
    html = body_of(manager.get(f"/map/{QIAOHE}").text)
    assert re.findall(r"<script(?![^>]* src=)", html) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=", html) == []


def test_a_map_draws_what_the_saved_page_of_the_cluster_draws(manager: TestClient, read_only: Served) -> None:
    kept = read_only.office.kept.assessment(SAMPLE_DAY)
    saved = cluster_map(kept.assessment, "桥河", language="en")
    html = manager.get(f"/map/{QIAOHE}").text
    assert {parcel["no"] for parcel in saved.data["parcels"]} == set(
        re.findall(r'\{"no":"([^"]+)","labels"', html)
    )


def test_a_planner_finds_no_amount_on_any_map(read_only: Served) -> None:
    planner = read_only.signed_in("planner")
    pages = [planner.get(f"/map/{QIAOHE}{path}").text for path in ("", "/offline.html")]
    assert [AMOUNT.findall(html) for html in pages] == [[], []]


def test_a_planner_is_told_what_a_judgement_rests_on_without_amounts(read_only: Served) -> None:
    told = read_only.signed_in("planner").get(f"/explained/{LATE}").text
    assert "914 days" in told
    assert AMOUNT.findall(told) == []


def test_a_manager_finds_the_damages_of_a_contract(manager: TestClient) -> None:
    # 13,580,000 yuan × 1 ‰ × 914 days.
    amount = "12,412,120.00 yuan"
    assert amount in manager.get(f"/map/{QIAOHE}").text
    assert f"{amount} = 13,580,000.00 yuan × 1 ‰ × 914 days" in manager.get(f"/explained/{LATE}").text


def test_a_map_is_compressed_for_whoever_takes_that(manager: TestClient) -> None:
    plain = manager.get(f"/map/{QIAOHE}", headers={"Accept-Encoding": "identity"})
    with manager.stream("GET", f"/map/{QIAOHE}", headers={"Accept-Encoding": "gzip"}) as packed:
        assert packed.headers["content-encoding"] == "gzip"
        assert gzip.decompress(b"".join(packed.iter_raw())) == plain.content


def test_no_map_is_stored_by_a_browser(manager: TestClient) -> None:
    assert manager.get(f"/map/{QIAOHE}").headers["cache-control"] == "no-store"


def test_the_file_to_keep_is_whole_and_leads_nowhere(manager: TestClient) -> None:
    answer = manager.get(f"/map/{QIAOHE}/offline.html?on=2022-06-30")
    assert answer.headers["content-disposition"] == (f"attachment; filename*=UTF-8''{QIAOHE}-2022-06-30.html")
    assert re.findall(r'(?:src|href)="/[^"]*"', body_of(answer.text)) == []


def test_a_file_to_keep_is_noted(served: Served) -> None:
    served.signed_in("planner").get(f"/map/{QIAOHE}/offline.html")
    newest = served.office.access.log(limit=1)[0]
    assert (newest.deed, newest.login, newest.about) == (
        Deed.EXPORTED,
        "planner",
        {"map": "桥河", "on": "2023-12-31"},
    )
