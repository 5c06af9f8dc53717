"""People at the command line: what it prints, what it refuses, and what JSON says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import pytest
from typer.testing import CliRunner, Result

from landwatch.access import Access, Role
from landwatch.cli import app
from landwatch.cli.commands.people import RoleName
from landwatch.settings import load
from tests.commands import Landwatch
from tests.office import write_office

PASSWORD = "correct horse battery"


@pytest.fixture
def office(landwatch: Landwatch, tmp_path: Path) -> Landwatch:
    """A register with a cluster in it."""
    assert landwatch("import", write_office(tmp_path / "office")).exit_code == 0
    return landwatch


def cluster_of(landwatch: Landwatch) -> str:
    told = landwatch("person", "add", "zz", "--name", "无", "--role", "clerk", "--cluster", "nowhere").stderr
    return told.partition("there are: ")[2].strip().split(", ")[0]


def add(landwatch: Landwatch, login: str, role: str, *more: str) -> dict[str, Any]:
    result = landwatch("person", "add", login, "--name", "王伟", "--role", role, *more, "--json")
    assert result.exit_code == 0, result.stderr
    made: dict[str, Any] = json.loads(result.stdout)
    return made


def error_of(result: Result) -> str:
    (line,) = result.stderr.splitlines()
    assert (result.exit_code, result.stdout) == (2, "")
    return line


def test_every_role_can_be_named() -> None:
    assert get_args(RoleName) == tuple(Role)


def test_an_account_is_made_with_a_password_that_signs_in_and_has_to_be_changed(office: Landwatch) -> None:
    made = add(office, "wang", "manager")
    assert (made["role"], made["clusters"], made["must_change_password"]) == ("manager", None, True)
    with Access.open(load().database) as access:
        assert access.viewer_of_basic("wang", made["password"], access.person("wang").created_at) is None
        signed = access.sign_in("wang", made["password"], address="", at=access.person("wang").created_at)
    assert signed.viewer.must_change_password


def test_a_password_made_up_is_printed_and_said_to_be_the_first(office: Landwatch) -> None:
    told = office("person", "add", "wang", "--name", "王伟", "--role", "admin").stdout
    assert "First password: " in told and "changed at the first sign-in" in told


def test_a_password_comes_on_stdin_and_is_not_repeated(office: Landwatch) -> None:
    command = ["person", "add", "wang", "--name", "王伟", "--role", "admin", "--password-stdin", "--own"]
    result = CliRunner().invoke(app, command, input=f"{PASSWORD}\n")
    assert result.exit_code == 0 and PASSWORD not in result.output
    with Access.open(load().database) as access:
        person = access.person("wang")
        signed = access.sign_in("wang", PASSWORD, address="", at=person.created_at)
    assert not signed.viewer.must_change_password


def test_a_password_that_is_too_short_makes_no_account(office: Landwatch) -> None:
    command = ["person", "add", "wang", "--name", "王伟", "--role", "admin", "--password-stdin"]
    result = CliRunner().invoke(app, command, input="short\n")
    assert (result.exit_code, "take at least 12" in result.stderr) == (2, True)
    assert json.loads(office("person", "list", "--json").stdout) == []


def test_an_inspector_without_a_cluster_is_told_how_to_get_one(office: Landwatch) -> None:
    told = office("person", "add", "wang", "--name", "王伟", "--role", "inspector").stdout
    assert "wang sees no land yet. Grant a cluster with: landwatch person grant wang --cluster" in told


def test_a_cluster_that_the_register_does_not_have_is_refused_with_those_it_has(office: Landwatch) -> None:
    here = cluster_of(office)
    told = error_of(office("person", "add", "li", "--name", "李", "--role", "clerk", "--cluster", "nowhere"))
    assert "nowhere is not a cluster of this register" in told and here in told
    assert json.loads(office("person", "list", "--json").stdout) == []


def test_a_cluster_is_granted_and_revoked(office: Landwatch) -> None:
    here = cluster_of(office)
    add(office, "wang", "inspector")
    granted = json.loads(office("person", "grant", "wang", "--cluster", here, "--json").stdout)
    revoked = json.loads(office("person", "revoke", "wang", "--cluster", here, "--json").stdout)
    assert (granted["clusters"], revoked["clusters"]) == ([here], [])


def test_accounts_are_made_only_beside_a_register(landwatch: Landwatch, tmp_path: Path) -> None:
    told = error_of(landwatch("person", "add", "wang", "--name", "王伟", "--role", "admin"))
    assert "There is no register" in told
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (("grant", "wang"), "nothing is granted"),
        (("revoke", "wang"), "nothing is revoked"),
        (("password", "wang", "--own"), "give --password-stdin too"),
        (("token", "wang", "--revoke"), "give the name"),
        (("off", "nobody"), "Nobody has the login nobody"),
        (("log", "move-out", "logs", "--until", "2999-01-01"), "is kept for 180 days"),
        (("log", "verify", "--head", "none"), "holds no hash"),
        (("log", "verify", "--moved-out", "nowhere.jsonl"), "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    office: Landwatch, command: tuple[str, ...], reason: str
) -> None:
    assert reason in error_of(office("person", *command))


def test_an_account_is_switched_off_and_on(office: Landwatch) -> None:
    add(office, "wang", "clerk")
    told = [json.loads(office("person", verb, "wang", "--json").stdout)["active"] for verb in ("off", "on")]
    assert told == [False, True]


def test_another_password_is_printed_alone(office: Landwatch) -> None:
    add(office, "wang", "clerk")
    (password,) = office("person", "password", "wang").stdout.splitlines()
    with Access.open(load().database) as access:
        assert access.sign_in("wang", password, address="", at=access.person("wang").created_at).token


def test_a_token_is_printed_once_listed_by_name_and_ended(office: Landwatch) -> None:
    add(office, "wang", "clerk")
    (token,) = office("person", "token", "wang", "QGIS").stdout.splitlines()
    (listed,) = json.loads(office("person", "token", "wang", "--json").stdout)
    assert listed["name"] == "QGIS" and token not in str(listed)
    assert json.loads(office("person", "token", "wang", "QGIS", "--revoke", "--json").stdout) == []


def test_the_log_lists_who_did_what_and_is_intact(office: Landwatch) -> None:
    add(office, "wang", "clerk")
    office("person", "off", "wang")
    lines = json.loads(office("person", "log", "list", "--json").stdout)
    assert [(line["login"], line["deed"]) for line in lines] == [
        (load().actor, "switched off"),
        (load().actor, "added a person"),
    ]
    verified = office("person", "log", "verify", "--json")
    assert verified.exit_code == 0
    assert json.loads(verified.stdout)["head"] == {"sequence": 2, "hash": lines[0]["hash"]}


def test_a_log_that_lost_its_end_is_broken_against_the_head_kept_elsewhere(
    office: Landwatch, tmp_path: Path
) -> None:
    add(office, "wang", "clerk")
    elsewhere = "3 " + "a" * 64
    result = office("person", "log", "verify", "--head", elsewhere)
    assert (result.exit_code, "its end was cut off" in result.stdout) == (1, True)


def test_nothing_is_moved_out_of_a_young_log(office: Landwatch) -> None:
    add(office, "wang", "clerk")
    result = office("person", "log", "move-out", "logs", "--until", "2024-01-01")
    assert (result.exit_code, result.stdout.strip()) == (0, "No line of the log is so old.")


def test_a_role_is_named_in_the_language_of_the_user(
    office: Landwatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(office, "wang", "inspector")
    monkeypatch.setenv("LANDWATCH_LANG", "zh")
    assert "动态巡查员" in office("person", "list").stdout
