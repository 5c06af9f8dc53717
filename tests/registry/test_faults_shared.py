"""Two writers at once, a full disk, a server that goes away: one clear message, and nothing lost.

A file that is no GeoPackage, a newer schema, a read-only file and a wrong password are in ``test_database``.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import text

from landwatch.errors import RegisterError
from landwatch.registry import Register
from tests.registry import backdoor, importing
from tests.registry.importing import Worker
from tests.registry.test_faults_killed import assert_sound, counts, with_one_import_more
from tests.untried import missing

pytestmark = pytest.mark.long

SCRIPT = Path(__file__).parents[2] / "scripts" / "postgis.sh"


@pytest.fixture
def empty(url: str) -> str:
    """An empty register."""
    Register.create(url).close()
    return url


def run_together(*workers: Worker) -> list[str]:
    """Let workers import at the same time; how each ended."""
    for worker in workers:
        worker.begin()
    return [worker.end() for worker in workers]


def test_two_processes_that_write_at_once_both_land_and_neither_is_lost(empty: str) -> None:
    before = counts(empty)
    assert run_together(Worker(empty, "甲", by="甲"), Worker(empty, "乙", by="乙")) == [importing.DONE] * 2
    assert counts(empty) == with_one_import_more(with_one_import_more(before))
    assert_sound(empty)


def test_two_processes_with_the_same_file_write_it_once(empty: str) -> None:
    before = counts(empty)
    assert run_together(Worker(empty, "同"), Worker(empty, "同")) == [importing.DONE] * 2
    assert counts(empty) == with_one_import_more(before)
    assert_sound(empty)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of three megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        missing("A small disk", "run as root, who may mount one")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_on_a_full_disk_an_import_is_refused_and_lands_when_there_is_room(small_disk: Path) -> None:
    url = f"gpkg:///{small_disk}/register.gpkg"
    with Register.create(url) as register:
        importing.add(register, **importing.records(50, "旧"))
        before = counts(url)
        with pytest.raises(
            RegisterError, match="disk that holds the register .* is full; nothing was changed"
        ):
            importing.add(register, **importing.records())
        assert counts(url) == before
        assert_sound(url)
        subprocess.run(["mount", "-o", "remount,size=100m", str(small_disk)], check=True)
        importing.add(register, **importing.records())
    assert counts(url) == with_one_import_more(before)
    assert_sound(url)


class Server:
    """A PostGIS server that a test may stop."""

    def __init__(self, place: Path) -> None:
        self._place = place

    def start(self) -> str:
        """Start it, on the port it had; its URL."""
        return self._run("start", *self._port()).strip()

    def stop(self) -> None:
        """Stop it as an administrator does; open transactions are broken off."""
        self._run("stop")

    def _port(self) -> list[str]:
        options = self._place / "data" / "postmaster.opts"
        words = options.read_text().replace('"', "").split() if options.exists() else []
        return [words[words.index("-p") + 1]] if "-p" in words else []

    def _run(self, verb: str, *port: str) -> str:
        done = subprocess.run(
            [str(SCRIPT), verb, str(self._place), *port], capture_output=True, text=True, check=True
        )
        return done.stdout


@pytest.fixture
def server(postgis_server: object) -> Iterator[Server]:
    """A server of the test's own, not started yet, in a place that its user can reach."""
    with TemporaryDirectory(dir="/var/tmp") as place:
        Path(place).chmod(0o755)
        own = Server(Path(place) / "postgis")
        yield own
        own.stop()


def test_a_server_that_is_restarted_is_found_again_and_nothing_is_lost(server: Server) -> None:
    url = server.start()
    with Register.create(url) as register:
        importing.add(register, **importing.records(50, "旧"))
        before = counts(url)
        server.stop()
        with pytest.raises(
            RegisterError, match=r"cannot be reached; nothing was changed\. See that the server"
        ):
            importing.add(register, **importing.records())
        server.start()
        importing.add(register, **importing.records())
    assert counts(url) == with_one_import_more(before)
    assert_sound(url)


def test_a_server_that_stops_in_the_middle_of_an_import_keeps_nothing_of_it(server: Server) -> None:
    url = server.start()
    with Register.create(url) as register:
        importing.add(register, **importing.records(50, "旧"))
    before = counts(url)
    worker = Worker(url, "")
    worker.begin()
    wait_for_a_writer(url)
    server.stop()
    told = worker.end()
    server.start()
    assert "cannot be reached; nothing was changed" in told
    assert counts(url) == before
    again = Worker(url, "")
    again.begin()
    assert again.end() == importing.DONE
    assert counts(url) == with_one_import_more(before)
    assert_sound(url)


def wait_for_a_writer(url: str) -> None:
    """Wait until a transaction holds the lock of the writers."""
    locks = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted")
    with backdoor.reading(url) as connection:
        for __ in range(3000):
            if connection.execute(locks).scalar_one():
                return
            time.sleep(0.01)
    raise AssertionError("nobody began to write")
