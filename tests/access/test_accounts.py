"""Accounts lie beside the register, keep no secret, and mind neither other processes nor kills."""

from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path

import pytest

from landwatch.access import Access, Deed, Role
from landwatch.errors import AccessError
from landwatch.registry import Register, upkeep
from tests.access.behind import changed_behind
from tests.access.office_hours import MORNING, PASSWORD, signed_in


def test_accounts_of_a_geopackage_lie_in_a_file_beside_it_that_others_cannot_read(tmp_path: Path) -> None:
    with Access.open(f"gpkg:///{tmp_path}/zone.gpkg") as access:
        access.note(Deed.EXPORTED, login="wang", about={}, at=MORNING)
        assert [path.name for path in tmp_path.iterdir()][0].startswith("zone.access.db")
        modes = {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert modes == {0o600}


def test_accounts_of_a_server_lie_in_a_schema_of_their_own(shared_postgis_url: str) -> None:
    with Access.open(shared_postgis_url):
        pass
    found = changed_behind(shared_postgis_url, "SELECT schemaname FROM pg_tables WHERE tablename = 'noted'")
    assert found == [("landwatch_access",)]


def test_the_register_is_sound_and_intact_with_accounts_beside_it(url: str) -> None:
    with Register.create(url) as register, Access.open(url):
        assert register.verify().faults == ()
    assert upkeep.check(url).found == upkeep.check(url).current


def test_accounts_are_there_when_they_are_opened_again(access: Access, wang: str, url: str) -> None:
    with Access.open(url) as again:
        assert again.people() == access.people()


def test_no_password_no_session_and_no_token_can_be_read_in_the_file(tmp_path: Path) -> None:
    with Access.open(f"gpkg:///{tmp_path}/zone.gpkg") as access:
        access.add_person(
            "wang", "王伟", Role.CLERK, password=PASSWORD, must_change=False, by="周", at=MORNING
        )
        session = signed_in(access).token
        token = access.issue_token("wang", "QGIS", expires_at=MORNING, by="周", at=MORNING)
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert not [secret for secret in (PASSWORD, session, token) if secret.encode() in content]


def test_accounts_of_a_newer_landwatch_are_left_alone(access: Access, wang: str, url: str) -> None:
    changed_behind(url, "UPDATE version SET number = 99")
    with pytest.raises(AccessError, match="made by a newer landwatch \\(version 99"):
        Access.open(url)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(AccessError, match=r"cannot be kept in .*/nowhere/zone.access.db"):
        Access.open(f"gpkg:///{tmp_path}/nowhere/zone.gpkg")


def test_a_file_of_somebody_else_in_the_place_of_accounts_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "zone.access.db").write_text("a list of telephone numbers", encoding="utf-8")
    with pytest.raises(AccessError, match=r"zone.access.db holds no accounts"):
        Access.open(f"gpkg:///{tmp_path}/zone.gpkg")


def noting(url: str, name: str, count: int) -> None:
    """Note something over and over, in a process of its own."""
    with Access.open(url) as access:
        for number in range(count):
            access.note(Deed.EXPORTED, login=name, about={"number": str(number)}, at=MORNING)


@pytest.mark.long
def test_processes_that_make_and_fill_the_log_at_once_lose_no_line(url: str) -> None:
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=noting, args=(url, f"p{number}", 20)) for number in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    with Access.open(url) as access:
        lines = access.log(1000)
        assert access.verify_log().faults == ()
    told = sorted((line.login, int(line.about["number"])) for line in lines)
    assert told == [(f"p{number}", count) for number in range(4) for count in range(20)]


def adding(url: str, said: str) -> None:
    """Make accounts over and over and say which were made, until somebody ends it."""
    with Access.open(url) as access, open(said, "a", encoding="utf-8", buffering=1) as told:  # noqa: PTH123
        for number in range(10_000):
            access.note(Deed.EXPORTED, login="wang", about={"number": str(number)}, at=MORNING)
            told.write(f"{number}\n")


@pytest.mark.long
def test_what_was_acknowledged_before_a_kill_is_there(url: str, tmp_path: Path) -> None:
    said = tmp_path / "said"
    for _life in range(5):
        said.write_text("", encoding="utf-8")
        with Access.open(url) as access:
            before = len(access.log(100_000))
        process = multiprocessing.get_context("spawn").Process(target=adding, args=(url, str(said)))
        process.start()
        while len(said.read_text(encoding="utf-8").splitlines()) < 20:
            process.join(0.01)
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
        acknowledged = len(said.read_text(encoding="utf-8").splitlines())
        with Access.open(url) as access:
            assert len(access.log(100_000)) - before in (acknowledged, acknowledged + 1)
            assert access.verify_log().faults == ()
