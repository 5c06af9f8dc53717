"""The page on which the office sees what phones handed over, and decides about what is held."""

from __future__ import annotations

import pytest

from tests.web.field_phone import FOREIGN, INSPECTOR, Phone, digest, photo, record, uuid_of
from tests.web.visiting import Served

ONE, TWO = photo(1), photo(2)


@pytest.fixture
def phone(served: Served) -> Phone:
    return Phone(served.signed_in("inspector"))


def test_the_page_says_whose_record_waits_for_which_photograph(phone: Phone, served: Served) -> None:
    phone.put(uuid_of(1), record(ONE, TWO))
    phone.upload(ONE)
    text = served.signed_in("manager").get("/received").text
    for told in (INSPECTOR, "1 record is not in the register yet", "1 of 2", "missing: photograph 2"):
        assert told in text


def test_who_may_decide_is_offered_to_decide_and_nobody_else(phone: Phone, served: Served) -> None:
    phone.put(uuid_of(1), record(contract_no=FOREIGN))
    offered = {role: "Record as a visit" in served.signed_in(role).get("/received").text for role in ROLES}
    assert offered == {"inspector": False, "manager": True, "clerk": True, "auditor": False}


ROLES = ("inspector", "manager", "clerk", "auditor")


def test_a_decision_on_the_page_makes_the_visit(phone: Phone, served: Served) -> None:
    held = phone.put(uuid_of(1), record(contract_no=FOREIGN)).json()
    said = {"record": held["record"], "keep": "yes", "reason": "确曾到场", "day": ""}
    answer = served.signed_in("clerk").post(f"/received/{uuid_of(1)}", data=said)
    assert (answer.status_code, answer.headers["location"]) == (303, "/received")
    assert phone.receipt(uuid_of(1)).json()["state"] == "recorded"


@pytest.mark.parametrize(
    ("changed", "told"),
    [({"reason": " "}, "the reason is empty"), ({"keep": ""}, "Choose what becomes of the record")],
)
def test_a_decision_that_lacks_something_is_told_and_nothing_done(
    phone: Phone, served: Served, changed: dict[str, str], told: str
) -> None:
    held = phone.put(uuid_of(1), record(contract_no=FOREIGN)).json()
    said = {"record": held["record"], "keep": "yes", "reason": "确曾到场"} | changed
    answer = served.signed_in("clerk").post(f"/received/{uuid_of(1)}", data=said)
    assert (answer.status_code, told in answer.text) == (422, True)
    assert phone.receipt(uuid_of(1)).json()["state"] == "held"


def test_the_list_is_cut_to_a_person_and_a_state(phone: Phone, served: Served) -> None:
    phone.put(uuid_of(1), record(contract_no=FOREIGN))
    phone.put(uuid_of(2), record(ONE))
    clerk = served.signed_in("clerk")
    found = {
        state: clerk.get("/received", params={"state": state, "login": "inspector"}).text.count(
            '<th role="rowheader" scope="row">'
        )
        for state in ("held", "waiting", "aside", "")
    }
    assert found == {"held": 1, "waiting": 1, "aside": 0, "": 2}
    assert digest(ONE) not in clerk.get("/received").text


def test_what_was_set_aside_can_be_removed_on_the_page(phone: Phone, served: Served) -> None:
    held = phone.put(uuid_of(1), record(contract_no=FOREIGN)).json()
    clerk, said = served.signed_in("clerk"), {"record": held["record"], "reason": "误发"}
    clerk.post(f"/received/{uuid_of(1)}", data=said | {"keep": "no"})
    assert "Remove its content" in clerk.get("/received").text
    clerk.post(f"/received/{uuid_of(1)}", data=said | {"keep": "clear"})
    assert "content removed by clerk" in clerk.get("/received").text
    assert phone.receipt(uuid_of(1)).json()["state"] == "aside"
