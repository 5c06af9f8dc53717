"""The administrator keeps people; everybody keeps tokens of their own."""

from __future__ import annotations

import re

from starlette.testclient import TestClient

from tests.web.page_tables import tables_of
from tests.web.visiting import Served

NEW = {"login": "zhou", "name": "周例行", "role": "inspector", "clusters": ["北渡"]}


def shown_once(text: str) -> str:
    found = re.search(r'<code class="secret">([^<]+)</code>', text)
    assert found is not None, text
    return found[1]


def added(served: Served, **other: object) -> tuple[TestClient, str]:
    """The administrator adds somebody: the client, and the password that was shown."""
    admin = served.signed_in("admin")
    answer = admin.post("/people", data=NEW | other)
    assert answer.status_code == 200, answer.text
    return admin, shown_once(answer.text)


def test_the_first_password_is_shown_once(served: Served) -> None:
    admin, password = added(served)
    assert password not in admin.get("/people").text


def test_whoever_was_added_must_choose_a_password_before_anything_else(served: Served) -> None:
    _admin, password = added(served)
    client = served.client()
    begun = client.post("/sign-in", data={"login": "zhou", "password": password})
    assert begun.headers["location"] == "/password"
    assert client.get("/work").status_code == 303
    mine = "sieben gelbe Boote"
    changed = client.post("/password", data={"old": password, "new": mine, "again": mine})
    assert changed.status_code == 303
    assert client.get("/work").status_code == 200


def test_a_new_inspector_sees_the_clusters_chosen_and_no_other(served: Served) -> None:
    admin, _password = added(served)
    row = next(each for each in tables_of(admin.get("/people").text)[0].rows if "zhou" in each)
    assert "北渡" in row


def test_a_login_that_is_taken_is_refused_and_what_was_typed_stays(served: Served) -> None:
    admin, _password = added(served)
    answer = admin.post("/people", data=NEW | {"name": "另一人"})
    assert answer.status_code == 422
    assert "The login zhou is taken already; choose another one." in answer.text
    assert 'value="另一人"' in answer.text


def test_clusters_are_taken_away_and_given(served: Served) -> None:
    admin, _password = added(served)
    assert admin.post("/people/zhou/clusters", data={"clusters": ["桥河", "安稳"]}).status_code == 303
    assert served.office.access.person("zhou").clusters == {"桥河", "安稳"}
    assert admin.post("/people/zhou/clusters", data={"every": "yes"}).status_code == 303
    assert served.office.access.person("zhou").clusters is None
    assert admin.post("/people/zhou/clusters").status_code == 303
    assert served.office.access.person("zhou").clusters == frozenset()


def test_nobody_gives_himself_another_role(served: Served) -> None:
    admin = served.signed_in("admin")
    answer = admin.post("/people/admin/role", data={"role": "auditor"})
    assert answer.status_code == 422
    assert served.office.access.person("admin").role == "admin"


def test_whoever_is_switched_off_signs_in_no_more(served: Served) -> None:
    admin = served.signed_in("admin")
    assert admin.post("/people/manager/off").status_code == 303
    refused = served.client().post(
        "/sign-in", data={"login": "manager", "password": served.password("manager")}
    )
    assert refused.status_code == 401


def test_every_change_of_a_person_stands_among_the_sign_ins(served: Served) -> None:
    added(served)
    text = served.signed_in("auditor").get("/sign-ins").text
    assert "made an account" in text
    assert "login zhou" in text


def test_a_token_opens_what_its_owner_sees(served: Served) -> None:
    client = served.signed_in("inspector")
    token = shown_once(client.post("/tokens", data={"name": "QGIS", "days": "30"}).text)
    flags = served.client().get("/api/v1/flags", headers={"Authorization": f"Bearer {token}"}).json()
    assert {item["cluster"] for item in flags["items"]} == {"桥河", "庆江"}


def test_a_token_that_was_ended_opens_nothing(served: Served) -> None:
    client = served.signed_in("inspector")
    token = shown_once(client.post("/tokens", data={"name": "QGIS", "days": "30"}).text)
    assert client.post("/tokens/end", data={"name": "QGIS"}).status_code == 303
    answer = served.client().get("/api/v1/flags", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401
