"""`landwatch serve` as a process: where it may listen, over TLS, and how it ends."""

from __future__ import annotations

import signal
import socket
import ssl
import subprocess
import time
from pathlib import Path

import httpx2
import pytest

from landwatch.access import Access, Role
from landwatch.registry import Register
from tests.commands import run
from tests.web.forty_contracts import THEN
from tests.web.processes import COMMAND, free_port, serving

pytestmark = pytest.mark.long


@pytest.fixture
def empty(tmp_path: Path) -> str:
    """The URL of a register without a record."""
    url = f"gpkg:///{tmp_path / 'register.gpkg'}"
    Register.create(url).close()
    return url


def test_the_sample_is_served_with_an_account_for_each_role() -> None:
    with serving("--demo", "--port", "0") as server:
        assert server.url.startswith("http://127.0.0.1:")
        assert {account["role"] for account in server.told["accounts"]} == {
            "inspector",
            "planner",
            "manager",
            "clerk",
            "auditor",
            "admin",
        }
        account = next(each for each in server.told["accounts"] if each["role"] == "inspector")
        assert list(account) == ["login", "password", "role", "clusters"]
        with httpx2.Client(base_url=server.url, headers={"Origin": server.url}) as client:
            client.post("/sign-in", data={"login": account["login"], "password": account["password"]})
            assert client.get("/work").status_code == 200
            assert client.get("/healthz").json()["status"] == "ok"
        assert server.end() in (0, 130)


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_it_ends_when_it_is_told_to_and_leaves_nobody_behind(
    empty: str, workers: str, number: signal.Signals
) -> None:
    with serving("--database", empty, "--port", "0", "--workers", workers) as server:
        assert server.end(number) in (0, 130, 143, -signal.SIGTERM)
        assert_nobody_listens(server.url)
        assert "Traceback" not in server.process.stderr.read()  # type: ignore[union-attr]


def test_workers_end_when_the_server_was_killed_alone(empty: str) -> None:
    with serving("--database", empty, "--port", "0", "--workers", "2") as server:
        server.process.kill()
        server.process.wait(30)
        assert_nobody_listens(server.url)


def assert_nobody_listens(url: str) -> None:
    """Nobody listens there any more, within ten seconds."""
    port = int(url.rpartition(":")[2])
    for _turn in range(100):
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.1)
    raise AssertionError(f"somebody still listens at {url}")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--host", "0.0.0.0"], "without TLS everybody on the network could read the passwords"),
        (["--host", "::"], "without TLS everybody"),
        (["--demo", "--host", "0.0.0.0"], "--demo prints passwords and serves this machine alone"),
        (["--tls-cert", "c.pem"], "--tls-cert and --tls-key belong together"),
        (["--tls-cert", "c.pem", "--tls-key", "k.pem"], "c.pem: cannot be read"),
        (["--make-ca", "d", "--tls-cert", "c.pem"], "--make-ca makes a certificate"),
        (["--host", "203.0.113.1", "--behind-proxy"], "203.0.113.1:"),
    ],
)
def test_where_it_may_not_listen_it_says_why(
    empty: str, tmp_path: Path, options: list[str], words: str
) -> None:
    database = [] if "--demo" in options else ["--database", empty]
    told = subprocess.run(
        [*COMMAND, "--port", "0", *database, *options],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=tmp_path,
    )
    assert (told.returncode, words in told.stderr) == (2, True), told.stderr


def test_a_port_that_is_taken_is_named(empty: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        told = run("serve", "--database", empty, "--port", port)
    assert told.exit_code == 2
    assert f"127.0.0.1:{port}: cannot listen there" in told.stderr


def test_a_register_that_is_not_there_is_named(tmp_path: Path) -> None:
    told = run("serve", "--database", f"gpkg:///{tmp_path / 'none.gpkg'}")
    assert (told.exit_code, "none.gpkg" in told.stderr) == (2, True)


def test_over_tls_of_its_own_whoever_has_the_authority_trusts_it(empty: str, tmp_path: Path) -> None:
    folder = tmp_path / "ca"
    with serving("--database", empty, "--port", "0", "--make-ca", str(folder)) as server:
        assert server.url.startswith("https://127.0.0.1:")
        trusting = ssl.create_default_context(cafile=str(next(folder.glob("*ca*.pem"))))
        assert httpx2.get(f"{server.url}/healthz", verify=trusting).status_code == 200
        with pytest.raises(httpx2.ConnectError):
            httpx2.get(f"{server.url}/healthz", verify=ssl.create_default_context())


def test_the_authority_is_made_once_and_its_key_is_for_the_owner_alone(empty: str, tmp_path: Path) -> None:
    folder = tmp_path / "ca"
    made = []
    for _turn in range(2):
        with serving("--database", empty, "--port", "0", "--make-ca", str(folder)):
            made.append({file.name: file.read_bytes() for file in folder.iterdir() if "ca" in file.name})
    assert made[0] == made[1]
    for file in folder.iterdir():
        if b"PRIVATE KEY" in file.read_bytes():
            assert file.stat().st_mode & 0o077 == 0, file.name


def test_behind_a_proxy_the_cookie_is_that_of_tls(empty: str) -> None:
    with Access.open(empty) as access:
        password = access.add_person("wang", "王", Role.MANAGER, must_change=False, by="t", at=THEN)
    port = str(free_port())
    with serving("--database", empty, "--port", port, "--behind-proxy") as server:
        through = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "10.1.2.3", "Host": "land.example"}
        answer = httpx2.post(
            f"{server.url}/sign-in",
            data={"login": "wang", "password": password},
            headers={**through, "Origin": "https://land.example"},
        )
        assert answer.status_code == 303
        assert answer.headers["set-cookie"].startswith("__Host-landwatch=")
    with Access.open(empty) as access:
        assert access.log(limit=1)[0].address == "10.1.2.3"


def test_nobody_says_by_himself_where_he_comes_from(empty: str) -> None:
    with serving("--database", empty, "--port", "0") as server:
        httpx2.post(
            f"{server.url}/sign-in",
            data={"login": "x", "password": "x"},
            headers={"X-Forwarded-For": "10.1.2.3", "Origin": server.url},
        )
    with Access.open(empty) as access:
        assert access.log(limit=1)[0].address == "127.0.0.1"
