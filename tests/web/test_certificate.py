"""The certificate of an office's own authority: handed out to everybody, with what it is known by."""

from __future__ import annotations

import hashlib
import re
import shutil
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, ViewportSize, expect
from starlette.testclient import TestClient

from landwatch.district import District
from landwatch.errors import UsageError
from landwatch.registry import Register
from landwatch.services.sample.sample_office import SampleOffice
from landwatch.web.authority import Authority
from landwatch.web.certificates import make_certificates
from landwatch.web.plain_door import make_plain_door
from tests.commands import run
from tests.conftest import CHROMIUM_ARGUMENTS, CHROMIUM_NAMES
from tests.maps.visit import serious
from tests.web.browsing import listening
from tests.web.conftest import copied
from tests.web.processes import free_port, serving
from tests.web.visiting import Served, serve_here

NOW = datetime(2024, 1, 5, 9, 0, tzinfo=UTC)
FILE = "/certificate/landwatch-ca.crt"
SIZE: ViewportSize = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where authority, certificate and keys lie."""
    made = tmp_path_factory.mktemp("ca")
    make_certificates(made, "landwatch.lan", NOW)
    return made


@pytest.fixture(scope="module")
def vouched(
    made_sample: SampleOffice, tmp_path_factory: pytest.TempPathFactory, folder: Path
) -> Iterator[Served]:
    """A server with an authority of the office's own."""
    sample = copied(made_sample, tmp_path_factory.mktemp("office"))
    with serve_here(sample, authority=folder / "landwatch-ca.pem") as served:
        yield served


@pytest.fixture(scope="module")
def anybody(vouched: Served) -> TestClient:
    return vouched.client()


def test_the_download_is_the_certificate_of_the_authority_as_phones_take_it(
    anybody: TestClient, folder: Path
) -> None:
    answer = anybody.get(FILE)
    pem = (folder / "landwatch-ca.pem").read_text(encoding="ascii")
    assert answer.headers["content-type"] == "application/x-x509-ca-cert"
    assert ssl.DER_cert_to_PEM_cert(answer.content).split() == pem.split()


def test_the_page_prints_the_fingerprint_of_the_download(anybody: TestClient) -> None:
    printed = "".join(re.findall(r"<code>([0-9A-F ]+)</code>", anybody.get("/certificate").text))
    assert printed.replace(" ", "").lower() == hashlib.sha256(anybody.get(FILE).content).hexdigest()


def test_the_code_leads_to_the_address_that_was_asked(anybody: TestClient) -> None:
    page = anybody.get("/certificate").text
    assert "http://127.0.0.1:8080/certificate" in page
    assert "<svg" in page


def test_no_key_is_handed_out(anybody: TestClient, folder: Path) -> None:
    told = anybody.get("/certificate").content + anybody.get(FILE).content
    for file in folder.glob("*.key"):
        pem = file.read_text(encoding="ascii")
        assert ssl_body(pem) not in told.decode("latin-1")
    for name in ("landwatch-ca.key", "server.key", "server.pem", "..%2Fserver.key"):
        assert anybody.get(f"/certificate/{name}").status_code == 404


def ssl_body(pem: str) -> str:
    """The second line of a PEM file, which no other file has."""
    return pem.splitlines()[1]


@pytest.mark.parametrize("name", ["landwatch-ca.key", "none.pem", "both.pem"])
def test_what_is_not_a_certificate_alone_is_not_served(folder: Path, tmp_path: Path, name: str) -> None:
    both = (folder / "landwatch-ca.pem").read_text() + (folder / "landwatch-ca.key").read_text()
    (tmp_path / "both.pem").write_text(both)
    file = (tmp_path if name == "both.pem" else folder) / name
    with pytest.raises(UsageError, match="is not the certificate of an authority alone"):
        Authority.of(file)


@pytest.mark.long
def test_a_server_with_an_authority_of_its_own_hands_it_out_over_tls(tmp_path: Path) -> None:
    url, folder = f"gpkg:///{tmp_path / 'register.gpkg'}", tmp_path / "ca"
    Register.create(url).close()
    with serving("--database", url, "--port", "0", "--make-ca", str(folder)) as server:
        trusting = ssl.create_default_context(cafile=str(folder / "landwatch-ca.pem"))
        answer = httpx2.get(server.url + FILE, verify=trusting)
        pem = (folder / "landwatch-ca.pem").read_text(encoding="ascii")
        assert answer.content == ssl.PEM_cert_to_DER_cert(pem)
        assert httpx2.get(f"{server.url}/certificate", verify=trusting).status_code == 200


@pytest.fixture(scope="module")
def plain_door(folder: Path) -> TestClient:
    """What is served without TLS beside a server at port 8443."""
    known = Authority.of(folder / "landwatch-ca.pem")
    return TestClient(make_plain_door(known, District(), port=8443), "http://landwatch.lan")


def test_without_tls_whatever_is_asked_for_is_the_page_about_the_certificate(plain_door: TestClient) -> None:
    page = plain_door.get("/certificate?lang=en")
    for path in ("/", "/field", "/work", "/field/v1/tasks", "/sign-in", "/certificate/landwatch-ca.key"):
        assert plain_door.get(f"{path}?lang=en").text.count("What will not work at this address") == 1
    assert "https://landwatch.lan:8443/field" in page.text
    assert "http://landwatch.lan/certificate" in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'")


def test_without_tls_the_same_certificate_is_handed_out_and_nothing_is_taken(
    plain_door: TestClient, anybody: TestClient
) -> None:
    assert plain_door.get(FILE).content == anybody.get(FILE).content
    assert plain_door.get("/assets/web.css").status_code == 200
    assert plain_door.get("/assets/none.css").status_code == 404
    assert plain_door.post("/sign-in", data={"login": "x", "password": "x"}).status_code == 405


def test_a_plain_port_without_an_authority_is_refused(tmp_path: Path) -> None:
    url = f"gpkg:///{tmp_path / 'register.gpkg'}"
    told = run("serve", "--database", url, "--plain-port", "8480")
    assert (told.exit_code, "--make-ca" in told.stderr) == (2, True)


@pytest.mark.long
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_server_opens_the_plain_door_beside_tls_and_closes_both(tmp_path: Path, workers: str) -> None:
    url, port = f"gpkg:///{tmp_path / 'register.gpkg'}", str(free_port())
    Register.create(url).close()
    options = ["--make-ca", str(tmp_path / "ca"), "--plain-port", port, "--workers", workers]
    with serving("--database", url, "--port", "0", *options) as server:
        page = httpx2.get(f"http://127.0.0.1:{port}/field?lang=en").text
        assert f"{server.url}/field" in page
        assert server.end() in (0, 130, 143)
        with pytest.raises(httpx2.ConnectError):
            httpx2.get(f"http://127.0.0.1:{port}/")
        assert "Traceback" not in server.process.stderr.read()  # type: ignore[union-attr]


@pytest.mark.long
def test_the_page_is_open_to_everybody_within_the_width_of_a_phone(
    chromium: Browser, vouched: Served
) -> None:
    page = chromium.new_page(viewport=SIZE)
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    with listening(vouched) as url:
        for language in ("zh", "en"):
            page.goto(f"{url}/certificate?lang={language}")
            assert (page.evaluate(wider), serious(page)) == (0, [])
    page.close()


@pytest.mark.long
def test_a_plain_visit_says_what_will_not_work_and_leads_to_the_certificate(
    chromium: Browser, vouched: Served
) -> None:
    arguments = [*CHROMIUM_ARGUMENTS, "--host-resolver-rules=MAP landwatch.lan 127.0.0.1"]
    executable = next(filter(None, map(shutil.which, CHROMIUM_NAMES)))
    with (
        listening(vouched) as url,
        chromium.browser_type.launch(executable_path=executable, args=arguments) as browser,
    ):
        page = browser.new_page(viewport=SIZE)
        page.goto(url.replace("127.0.0.1", "landwatch.lan") + "/field?lang=en")
        expect(page.locator("#trouble")).to_contain_text("the address is not secure")
        expect(page.locator("#hindered")).to_contain_text("The position, and so the place of a photograph.")
        expect(page.locator("#home")).to_be_hidden()
        page.click("#hindered a[href='/certificate']")
        expect(page.locator("h1")).to_have_text("Let this phone trust the server")


@pytest.mark.long
def test_a_warning_that_was_clicked_away_is_told_from_a_trusted_certificate(
    chromium: Browser, tmp_path: Path
) -> None:
    url, folder = f"gpkg:///{tmp_path / 'register.gpkg'}", tmp_path / "ca"
    Register.create(url).close()
    with serving("--database", url, "--port", "0", "--make-ca", str(folder)) as server:
        context = chromium.new_context(ignore_https_errors=True, viewport=SIZE)
        page = context.new_page()
        page.goto(f"{server.url}/field?lang=en")
        expect(page.locator("#trouble")).to_contain_text("does not trust the certificate")
        context.close()
