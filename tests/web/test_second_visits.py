"""Where a decision would rest on the worst grade a second visit is asked for; doubles are named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest

from landwatch.access import Role
from tests.web.field_phone import CONTRACT, FOREIGN, Phone, digest, photo, record, uuid_of
from tests.web.visiting import Served

ONE = photo(1)
ON = {"on": "2023-12-31"}
FAR = {digest(ONE): {"lon": 106.0, "lat": 29.0, "accuracy_m": 12}}


@pytest.fixture
def phone(served: Served) -> Phone:
    return Phone(served.signed_in("inspector"))


@pytest.fixture
def neighbour(served: Served) -> Phone:
    """An inspector of the other cluster alone, with a token."""
    now, access = datetime.now(UTC), served.office.access
    access.add_person("qian", "钱五", Role.INSPECTOR, ["北渡"], must_change=False, by="admin", at=now)
    token = access.issue_token("qian", "phone", expires_at=now + timedelta(days=1), by="admin", at=now)
    return Phone(served.client(), headers={"Authorization": f"Bearer {token}"})


def test_a_proposal_that_rests_on_the_worst_grade_asks_for_a_second_visit(
    phone: Phone, served: Served
) -> None:
    phone.put(uuid_of(1), record(ONE, shots=FAR, proposed={"fact": "preparatory_works"}))
    phone.upload(ONE)
    clerk = served.signed_in("clerk")
    told = {page: "go again before a decision" in clerk.get(page, params=ON).text for page in PAGES}
    assert told == dict.fromkeys(PAGES, True)
    assert "A decision would rest on these visits" in clerk.get("/patrols", params=ON).text


PAGES = ("/patrols/people", f"/contracts/{quote(CONTRACT, safe='')}")


def test_a_visit_that_proposes_nothing_asks_for_none_in_the_list(phone: Phone, served: Served) -> None:
    phone.put(uuid_of(1), record(ONE, shots=FAR))
    phone.upload(ONE)
    assert "A decision would rest on" not in served.signed_in("clerk").get("/patrols", params=ON).text


def test_a_double_is_named_with_contract_and_day_to_who_may_see_it_alone(
    phone: Phone, neighbour: Phone, served: Served
) -> None:
    phone.put(uuid_of(1), record(ONE))
    phone.upload(ONE)
    neighbour.put(uuid_of(2), record(ONE, login="qian", contract_no=FOREIGN, note="北渡"))
    neighbour.upload(ONE)
    page = f"/contracts/{quote(FOREIGN, safe='')}"
    seen_by_all = served.signed_in("clerk").get(page, params=ON).text
    seen_by_one = neighbour.client.get(page, params=ON, headers=neighbour.headers)
    assert f"the same file as a photograph recorded before ({CONTRACT}, 2023-12-20)" in seen_by_all
    assert "the same file as a photograph recorded before (another contract)" in seen_by_one.text
    assert CONTRACT not in seen_by_one.text
