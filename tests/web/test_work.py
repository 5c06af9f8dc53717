"""My list: what is on it, how it is narrowed, and what a review leaves."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from tests.web.visiting import Served

# Of the sample on 2023-12-31, counted in `landwatch assess`: six in 桥河, two in 庆江.
IN_QIAOHE = [
    "渝綦工2020-042",
    "渝綦工2018-032",
    "渝綦工2019-023",
    "渝綦工2018-060",
    "渝綦工2022-018",
    "渝綦工2020-046",
]
IN_QINGJIANG = ["渝綦工2019-070", "渝綦工2019-011"]


@pytest.fixture(scope="module")
def inspector(read_only: Served) -> TestClient:
    return read_only.signed_in("inspector")


def listed(client: TestClient, query: str = "") -> list[str]:
    answer = client.get(f"/work{query}")
    assert answer.status_code == 200, answer.text
    return re.findall(r'<h2><a href="[^"]*">([^<]*)</a></h2>', answer.text)


def test_an_inspector_sees_the_flags_of_the_clusters_granted_the_longest_overdue_first(
    inspector: TestClient,
) -> None:
    assert listed(inspector, "?kind=completion&cluster=桥河") == [
        "渝綦工2020-042",
        "渝綦工2018-032",
        "渝綦工2019-023",
        "渝綦工2018-060",
        "渝綦工2020-046",
    ]


def test_an_inspector_sees_no_flag_of_another_cluster(inspector: TestClient) -> None:
    flagged = [number for number in listed(inspector) if number in {*IN_QIAOHE, *IN_QINGJIANG}]
    assert sorted(flagged) == sorted([*IN_QIAOHE, *IN_QINGJIANG])
    assert listed(inspector, "?cluster=北渡") == []


def test_what_falls_due_soon_stands_below_what_is_late(read_only: Served) -> None:
    found = listed(read_only.signed_in("manager"))
    late, sooner, later = map(found.index, ("渝綦工2020-046", "渝綦工2019-072", "渝綦工2022-045"))
    assert late < sooner < later


def test_a_reminder_names_its_day(read_only: Served) -> None:
    text = read_only.signed_in("manager").get("/work?kind=reminder").text
    assert "due 2024-01-15" in text
    assert "due 2024-01-20" in text


def test_the_list_can_be_ordered_by_amount(inspector: TestClient) -> None:
    # 15,318,240 then 13,205,700 then 10,035,200 yuan.
    assert listed(inspector, "?sort=amount")[:3] == ["渝綦工2020-042", "渝綦工2019-023", "渝綦工2018-060"]


def test_only_the_grave_ones(inspector: TestClient) -> None:
    assert listed(inspector, "?gravity=grave") == ["渝綦工2019-070", "渝綦工2020-042"]


def test_a_planner_sees_no_damages(read_only: Served) -> None:
    text = read_only.signed_in("planner").get("/work").text
    assert "渝綦工2020-042" in text
    assert "15,318,240.00" not in text


def test_who_may_not_review_sees_no_form(read_only: Served) -> None:
    assert 'name="verdict"' not in read_only.signed_in("manager").get("/work").text


def test_a_review_stands_on_the_list_with_who_and_when(served: Served) -> None:
    client = served.signed_in("inspector")
    said = {"verdict": "confirmed", "note": "现场未动工", "day": "2023-12-31"}
    answer = client.post("/contracts/渝綦工2022-018/reviews", data=said, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "confirmed" in answer.text
    assert "2023-12-31 inspector" in answer.text
    assert "渝綦工2022-018" in listed(client, "?reviewed=yes")
    assert "渝綦工2022-018" not in listed(client, "?reviewed=no")


def test_a_review_without_a_note_is_refused_in_its_row_and_keeps_what_was_chosen(served: Served) -> None:
    client = served.signed_in("inspector")
    said = {"verdict": "unclear", "note": " ", "day": "2023-12-31"}
    answer = client.post("/contracts/渝綦工2022-018/reviews", data=said, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "the note of a review is empty; say in a sentence what was found" in answer.text
    assert 'value="unclear" checked' in answer.text


def test_a_review_of_another_cluster_is_not_there(served: Served) -> None:
    client = served.signed_in("inspector")
    said = {"verdict": "confirmed", "note": "x", "day": "2023-12-31"}
    assert client.post("/contracts/渝綦工2021-039/reviews", data=said).status_code == 404


def test_a_review_by_somebody_without_the_right_is_refused(served: Served) -> None:
    said = {"verdict": "confirmed", "note": "x", "day": "2023-12-31"}
    answer = served.signed_in("manager").post("/contracts/渝綦工2022-018/reviews", data=said)
    assert answer.status_code == 403


def test_the_auditor_sees_the_review_in_the_journal(served: Served) -> None:
    said = {"verdict": "confirmed", "note": "现场未动工", "day": "2023-12-31"}
    served.signed_in("inspector").post("/contracts/渝綦工2022-018/reviews", data=said)
    first = re.search(
        r"<tbody[^>]*>\s*<tr[^>]*>(.*?)</tr>", served.signed_in("auditor").get("/journal").text, re.S
    )
    assert first is not None
    assert "inspector" in first[1]
    assert "fact +1" in first[1]
