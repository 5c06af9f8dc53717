"""Where a request may come from, with what it may come, and what a browser may do with the answer."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from landwatch.services.sample.sample_office import SampleOffice
from tests.web.conftest import copied
from tests.web.visiting import URL, Served, serve_here

NUMBER = quote("渝綦工2015-001", safe="")
PAGE, PROGRAM = f"/contracts/{NUMBER}/reviews", f"/api/v1/contracts/{NUMBER}/reviews"
# Of the wrong kind on purpose: whoever is let in is told so by 422, and nothing is written.
REVIEW = {"verdict": "fine", "on": "2023-12-20", "note": "看过"}
LET_IN = 422


@pytest.fixture(scope="module")
def inspector(read_only: Served) -> TestClient:
    client = read_only.signed_in("inspector")
    client.headers.pop("origin")
    return client


@pytest.fixture(scope="module")
def token(read_only: Served) -> str:
    now = datetime.now(UTC)
    tomorrow = now + timedelta(days=1)
    return read_only.office.access.issue_token("inspector", "tests", expires_at=tomorrow, by="admin", at=now)


def basic(login: str, token: str) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(f'{login}:{token}'.encode()).decode()}"}


def outside(read_only: Served) -> TestClient:
    """Somebody without a cookie of a session, and whose requests say nothing of where they come from."""
    client = read_only.client()
    client.headers.pop("origin")
    return client


@pytest.mark.parametrize("path", [PAGE, PROGRAM, "/sign-out", "/password"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "http://evil.example"},
        {"Origin": "https://127.0.0.1:8080"},
        {"Origin": "http://127.0.0.1:8081"},
        {"Origin": "http://www.127.0.0.1:8080"},
        {"Origin": "http://127.0.0.1:8080.evil.example"},
        {"Origin": "http://127.0.0.1:8080@evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": URL},
        {"Referer": f"{URL}/work"},
    ],
    ids=str,
)
def test_what_a_page_of_another_site_sends_is_refused(
    inspector: TestClient, path: str, headers: dict[str, str]
) -> None:
    answer = inspector.post(path, json=REVIEW, headers=headers)
    assert answer.status_code == 403
    assert "not sent from a page of this server" in answer.text


@pytest.mark.parametrize(
    "headers",
    [{"Origin": URL}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}],
    ids=str,
)
def test_what_a_page_of_this_server_sends_is_let_in(inspector: TestClient, headers: dict[str, str]) -> None:
    assert inspector.post(PROGRAM, json=REVIEW, headers=headers).status_code == LET_IN


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "PROPFIND"])
def test_every_method_that_is_not_for_reading_is_looked_at(inspector: TestClient, method: str) -> None:
    assert inspector.request(method, "/work").status_code == 403


def test_a_sign_in_that_another_site_sends_is_refused(read_only: Served) -> None:
    account = {"login": "manager", "password": read_only.password("manager")}
    answer = outside(read_only).post("/sign-in", data=account)
    assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)


def test_a_token_without_a_cookie_needs_no_origin(read_only: Served, token: str) -> None:
    answer = outside(read_only).post(PROGRAM, json=REVIEW, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == LET_IN


def test_a_token_beside_a_cookie_needs_an_origin(inspector: TestClient, token: str) -> None:
    answer = inspector.post(PROGRAM, json=REVIEW, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 403


def test_a_wrong_token_is_not_helped_by_a_cookie(inspector: TestClient) -> None:
    answer = inspector.get("/api/v1/flags", headers={"Authorization": "Bearer landwatch-wrong"})
    assert answer.status_code == 401


def test_login_and_token_serve_reading(read_only: Served, token: str) -> None:
    answer = outside(read_only).get("/api/v1/flags", headers=basic("inspector", token))
    assert answer.status_code == 200


@pytest.mark.parametrize("origin", [{}, {"Origin": URL}], ids=str)
def test_login_and_token_write_nothing(read_only: Served, token: str, origin: dict[str, str]) -> None:
    answer = outside(read_only).post(PROGRAM, json=REVIEW, headers=basic("inspector", token) | origin)
    assert answer.status_code == 403


def test_a_token_is_no_good_with_the_login_of_somebody_else(read_only: Served, token: str) -> None:
    answer = outside(read_only).get("/api/v1/flags", headers=basic("manager", token))
    assert answer.status_code == 401


def test_a_password_is_no_token(read_only: Served) -> None:
    pair = basic("manager", read_only.password("manager"))
    assert outside(read_only).get("/api/v1/flags", headers=pair).status_code == 401


@pytest.mark.parametrize(
    "credentials", ["Basic", "Basic !!", "Basic aW5zcGVjdG9y", "Basic /w==", "Bearer", "Bearer \u00e9", "x"]
)
def test_credentials_that_cannot_be_read_are_nobody_s(read_only: Served, credentials: str) -> None:
    answer = outside(read_only).get(
        "/api/v1/flags", headers=[("Authorization", credentials.encode("latin-1"))]
    )
    assert answer.status_code == 401


def test_who_sends_no_credentials_is_told_which_serve(read_only: Served) -> None:
    answer = outside(read_only).get("/api/v1/flags")
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Bearer realm="landwatch"')


@pytest.mark.parametrize(
    "path",
    ["/", "/work", "/figures", "/search?q=x", "/password", "/sign-in", "/healthz", "/browser", "/nowhere"]
    + [f"/contracts/{NUMBER}", "/api/v1/flags", "/api/v1/openapi.json", "/api/v1/nowhere", "/journal"],
)
def test_what_depends_on_who_asks_is_not_stored_and_runs_no_foreign_script(
    inspector: TestClient, path: str
) -> None:
    headers = inspector.get(path).headers
    policy = headers["content-security-policy"]
    assert "unsafe-" not in policy and "default-src 'none'" in policy
    assert "no-store" in headers["cache-control"]
    assert {"Authorization", "Cookie"} <= set(headers["vary"].replace(" ", "").split(","))
    assert headers["x-content-type-options"] == "nosniff"


def test_a_script_may_be_kept_for_a_year(read_only: Served) -> None:
    headers = read_only.client().get("/assets/web.js?v=1").headers
    assert headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("name", ["..%2fdrawing.py", "%2e%2e%2fdrawing.py", "..\\drawing.py", "%00"])
def test_no_file_beside_the_assets_is_sent(read_only: Served, name: str) -> None:
    assert read_only.client().get(f"/assets/{name}").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        " //evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/\r\nSet-Cookie: a=b",
        "@evil.example",
    ],
)
def test_the_sign_in_carries_nobody_to_another_site(read_only: Served, address: str) -> None:
    text = read_only.client().get("/sign-in", params={"next": address}).text
    assert '<input type="hidden" name="next" value="">' in text


@pytest.fixture(scope="module")
def over_tls(made_sample: SampleOffice, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that browsers reach over TLS."""
    with serve_here(copied(made_sample, tmp_path_factory.mktemp("tls")), is_secure=True) as served:
        yield served


def test_over_tls_the_cookie_belongs_to_this_host_alone(over_tls: Served) -> None:
    client = TestClient(over_tls.app, "https://land.example", follow_redirects=False)
    account = {"login": "manager", "password": over_tls.password("manager")}
    answer = client.post("/sign-in", data=account, headers={"Origin": "https://land.example"})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-landwatch=")
    assert {"Secure", "HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_over_tls_a_page_read_over_plain_http_sends_nothing(over_tls: Served) -> None:
    client = TestClient(over_tls.app, "https://land.example", follow_redirects=False)
    account = {"login": "manager", "password": over_tls.password("manager")}
    answer = client.post("/sign-in", data=account, headers={"Origin": "http://land.example"})
    assert answer.status_code == 403


def test_no_session_of_plain_http_counts_over_tls(over_tls: Served) -> None:
    begun = over_tls.office.access.sign_in(
        "manager", over_tls.password("manager"), address="127.0.0.1", at=datetime.now(UTC)
    )
    client = TestClient(over_tls.app, "https://land.example", follow_redirects=False)
    assert client.get("/figures", headers={"Cookie": f"landwatch-session={begun.token}"}).status_code == 303


@pytest.mark.parametrize("cookie", ["landwatch-language=<script>", "lang=zh; =", "\x80", "a" * 8000])
def test_a_cookie_that_cannot_be_read_does_no_harm(read_only: Served, cookie: str) -> None:
    answer = outside(read_only).get("/sign-in", headers=[("Cookie", cookie.encode("latin-1"))])
    assert (answer.status_code, "<script>a" in answer.text) == (200, False)


def test_whoever_recorded_waits_for_the_newest_for_five_seconds(read_only: Served) -> None:
    answer = read_only.signed_in("inspector").post("/sign-out")
    assert "landwatch-recorded=1; Path=/; Max-Age=5; HttpOnly" in answer.headers["set-cookie"]


def test_whoever_was_refused_recorded_nothing_to_wait_for(inspector: TestClient) -> None:
    answer = inspector.post(PAGE, data=REVIEW, headers={"Origin": "http://127.0.0.1:8080"})
    assert "landwatch-recorded" not in answer.headers.get("set-cookie", "")
