"""Who gets in, and how long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from landwatch.access import Role
from tests.web.conftest import NOW
from tests.web.visiting import Served


def test_who_is_not_signed_in_is_led_to_the_sign_in_and_back(read_only: Served) -> None:
    answer = read_only.client().get("/work?on=2023-12-31")
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/sign-in?next=/work%3Fon%3D2023-12-31",
    )


def test_after_the_sign_in_the_page_asked_for_opens(read_only: Served) -> None:
    account = {"login": "manager", "password": read_only.password("manager"), "next": "/figures"}
    answer = read_only.client().post("/sign-in", data=account)
    assert (answer.status_code, answer.headers["location"]) == (303, "/figures")


@pytest.mark.parametrize(
    "address", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:1"]
)
def test_nobody_is_led_to_another_site(read_only: Served, address: str) -> None:
    account = {"login": "manager", "password": read_only.password("manager"), "next": address}
    assert read_only.client().post("/sign-in", data=account).headers["location"] == "/"


def test_a_wrong_password_is_refused_in_one_sentence(read_only: Served) -> None:
    answer = read_only.client().post("/sign-in", data={"login": "planner", "password": "wrong"})
    assert answer.status_code == 401
    assert "The login or the password is wrong." in answer.text


def test_after_ten_wrong_passwords_none_is_looked_at(served: Served) -> None:
    client = served.client()
    wrong = {"login": "clerk", "password": "wrong"}
    assert [client.post("/sign-in", data=wrong).status_code for _ in range(10)] == [401] * 10
    right = client.post("/sign-in", data={"login": "clerk", "password": served.password("clerk")})
    assert right.status_code == 429
    assert int(right.headers["retry-after"]) > 0


def test_an_old_cookie_is_refused_after_the_sign_out(served: Served) -> None:
    client = served.signed_in("inspector")
    cookie = client.cookies["landwatch-session"]
    assert client.post("/sign-out").status_code == 303
    again = served.client()
    again.cookies.set("landwatch-session", cookie)
    assert again.get("/work").status_code == 303


def test_an_old_cookie_is_refused_after_the_password_changed(served: Served) -> None:
    client, other = served.signed_in("inspector"), served.signed_in("inspector")
    new = "vier rote Ziegel im Regen"
    changed = {"old": served.password("inspector"), "new": new, "again": new}
    assert client.post("/password", data=changed).status_code == 303
    assert client.get("/work").status_code == 200
    assert other.get("/work").status_code == 303


def test_an_old_cookie_is_refused_after_the_person_was_switched_off(served: Served) -> None:
    client = served.signed_in("inspector")
    served.office.access.switch_off("inspector", by="admin", at=datetime.now(UTC))
    assert client.get("/work").status_code == 303


def test_over_plain_http_the_cookie_is_not_the_one_of_tls(read_only: Served) -> None:
    account = {"login": "manager", "password": read_only.password("manager")}
    cookie = read_only.client().post("/sign-in", data=account).headers["set-cookie"]
    assert cookie.startswith("landwatch-session=")
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


def test_a_session_ends_half_an_hour_after_the_last_request(served: Served) -> None:
    access, password = served.office.access, served.password("manager")
    token = access.sign_in("manager", password, address="", at=NOW).token
    assert access.viewer_of_session(token, NOW + timedelta(minutes=29)) is not None
    assert access.viewer_of_session(token, NOW + timedelta(minutes=58)) is not None
    assert access.viewer_of_session(token, NOW + timedelta(minutes=89)) is None


def test_a_session_ends_after_twelve_hours_however_busy(served: Served) -> None:
    access, password = served.office.access, served.password("manager")
    token = access.sign_in("manager", password, address="", at=NOW).token
    quarters = [NOW + timedelta(minutes=15 * count) for count in range(1, 50)]
    alive = [access.viewer_of_session(token, at) is not None for at in quarters]
    assert alive == [True] * 48 + [False]


def test_over_http_a_session_of_half_an_hour_ago_leads_to_the_sign_in(served: Served) -> None:
    began = datetime.now(UTC) - timedelta(minutes=31)
    token = served.office.access.sign_in("manager", served.password("manager"), address="", at=began).token
    client = served.client()
    client.cookies.set("landwatch-session", token)
    assert client.get("/work").headers["location"] == "/sign-in?next=/work"


@pytest.mark.parametrize("address", ["/", "/figures"])
def test_who_must_change_the_password_is_led_there(served: Served, address: str) -> None:
    access = served.office.access
    password = access.set_password("manager", by="admin", at=datetime.now(UTC))
    client = served.client()
    begun = client.post("/sign-in", data={"login": "manager", "password": password})
    assert begun.headers["location"] == "/password"
    assert client.get(address).headers["location"] == "/password"


def test_the_first_page_is_one_that_the_role_may_open(read_only: Served) -> None:
    first = {role.value: read_only.signed_in(role.value).get("/").headers["location"] for role in Role}
    assert first == {
        "inspector": "/work",
        "planner": "/zone",
        "manager": "/situation",
        "clerk": "/record",
        "auditor": "/audit",
        "admin": "/people",
    }
