"""Facts that a clerk types or pastes: what was understood is said first, what is wrong at its field."""

from __future__ import annotations

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.web.visiting import Served

OWN, OTHER = "渝綦工2015-001", "渝綦工2015-002"
TABLE = (
    f"合同编号\t事项\t日期\t文号\r\n{OWN}\t施工许可\t20230630\t施〔2023〕1号\r\n{OTHER}\t停工\t2023/7/1\t\r\n"
)


@pytest.fixture
def clerk(served: Served) -> TestClient:
    return served.signed_in("clerk")


def looked_at(client: TestClient, path: str = "/record", **written: str) -> str:
    answer = client.post(path, data=written)
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def seen(text: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', text)
    return found[1] if found else ""


def recorded(client: TestClient, path: str = "/record", **written: str) -> Any:
    """Look, then take what was looked at."""
    return client.post(path, data=written | {"seen": seen(looked_at(client, path, **written))})


def test_a_form_asks_for_the_fields_of_its_kind_of_fact_and_no_others(clerk: TestClient) -> None:
    text = clerk.get("/record", params={"type": "force_majeure"}).text
    fields = re.findall(r'<(?:input|select|textarea) name="(\w+)"', text)
    own = ["start", "end", "phase", "document", "verified", "category", "notice_date", "proof_date", "note"]
    assert fields[-len(own) - 1 :] == ["contract", *own]


def test_a_day_without_its_year_is_the_last_one_that_is_not_ahead(clerk: TestClient) -> None:
    # It is 2023-12-31 in the sample.
    text = looked_at(clerk, contract=OWN, type="construction_permit", day="0630")
    assert '<b class="when">2023-06-30</b>' in text


def test_nothing_is_recorded_before_it_was_looked_at(clerk: TestClient, served: Served) -> None:
    before = served.office.kept.head()
    looked_at(clerk, contract=OWN, type="construction_permit", day="20230630", seen="0" * 64)
    assert served.office.kept.head() == before


def test_what_was_looked_at_is_recorded_for_every_contract_named(clerk: TestClient) -> None:
    answer = recorded(
        clerk, contract=f"{OWN}, {OTHER}", type="construction_permit", day="20230630", document="施1"
    )
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/record?type=construction_permit&done=2",
    )
    for number in (OWN, OTHER):
        assert "construction permit" in clerk.get(f"/contracts/{number}").text.lower()


def test_the_same_fact_again_changes_nothing(clerk: TestClient) -> None:
    fact = {"contract": OWN, "type": "construction_permit", "day": "20230630"}
    recorded(clerk, **fact)
    text = looked_at(clerk, **fact)
    assert "It stands in the register already" in text
    assert recorded(clerk, **fact).headers["location"].endswith("done=0")


def test_another_fact_of_the_kind_is_pointed_to(clerk: TestClient) -> None:
    recorded(clerk, contract=OWN, type="construction_permit", day="20230630")
    text = looked_at(clerk, contract=OWN, type="construction_permit", day="20230701")
    assert "Such a fact stands already: 2023-06-30" in text


@pytest.mark.parametrize(
    ("written", "field", "complaint"),
    [
        ({"day": "20230231"}, "day", "which cannot be read: write the day like 2023-06-30"),
        ({"day": ""}, "day", "is empty; fill it in"),
        ({"day": "20230630", "share": "3/2"}, "share", "which is no share; write it like 1/3 or 0.35"),
        ({"day": "20230630", "contract": "渝綦工1999-999"}, "contract", "is not in the register"),
    ],
)
def test_what_is_refused_is_told_at_its_field(
    read_only: Served, written: dict[str, str], field: str, complaint: str
) -> None:
    given = {"contract": OWN, "type": "foundation_progress"} | written
    text = looked_at(read_only.signed_in("clerk"), **given)
    said = re.search(rf'<p class="complaint" id="of-{field}">(.*?)</p>', text)
    assert said is not None
    assert complaint in said[1]


def test_pasted_rows_are_recorded_all_at_once(clerk: TestClient) -> None:
    answer = recorded(clerk, "/record/paste", table=TABLE)
    assert answer.headers["location"] == "/record/paste?done=2"


def test_one_bad_cell_keeps_all_pasted_rows_out(clerk: TestClient, served: Served) -> None:
    before = served.office.kept.head()
    text = looked_at(clerk, "/record/paste", table=TABLE.replace("20230630", "20230631"))
    assert re.search(r'<td class="wrong">20230631<small class="said">[^<]*cannot be read', text)
    assert not seen(text)
    assert served.office.kept.head() == before


def test_a_table_without_heads_is_told_which_it_needs(read_only: Served) -> None:
    text = looked_at(read_only.signed_in("clerk"), "/record/paste", table=f"{OWN}\t开工\t20230630")
    assert "a known header" in text


def test_contracts_are_not_pasted(read_only: Served) -> None:
    table = "合同编号\t受让人\t合同签订日期\nC-1\t某公司\t20230101"
    assert (
        "these are contracts" in looked_at(read_only.signed_in("clerk"), "/record/paste", table=table).lower()
    )


def test_more_rows_than_a_page_shows_are_sent_to_the_import(read_only: Served) -> None:
    table = "合同编号\t事项\t日期\n" + "C-1\t开工\t20230630\n" * 2_000
    answer = read_only.signed_in("clerk").post("/record/paste", data={"table": table})
    assert answer.status_code == 422
    assert "2001 rows are too many" in answer.text
