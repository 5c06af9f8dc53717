"""What names a register: every file by its own name, and never a part of a password in what is said."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL

from landwatch.errors import RegisterError
from landwatch.registry import Register, transfer, upkeep
from landwatch.registry.addresses import file_address, read_address
from landwatch.registry.faults import place_of
from landwatch.registry.new_files import new_file
from tests.commands import Landwatch

SECRET = "geheim"


@pytest.mark.parametrize(
    "name",
    [
        "a?b.gpkg",
        "a#b.gpkg",
        "100%.gpkg",
        "a%20b.gpkg",
        "a?mode=ro.gpkg",
        "a?uri=true&immutable=1.gpkg",
        "登记簿 1.gpkg",
        "a@b:c.gpkg",
        ":memory:",
        "file:a.gpkg",
        "file:a.gpkg?mode=memory",
    ],
)
def test_whatever_follows_three_slashes_is_the_name_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for url in (f"gpkg:///{name}", f"gpkg:///{tmp_path}/{name}"):
        Register.create(url).close()
        Register.open(url).close()
        assert os.listdir() == [name]
    transfer.back_up(url, Path(f"copy of {name}"))
    assert sorted(os.listdir()) == sorted([name, f"copy of {name}"])


def test_a_missing_register_is_named_so_that_a_shell_takes_it(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match=r"landwatch init --database 'gpkg:///.*/a\?b\.gpkg'$"):
        Register.open(f"gpkg:///{tmp_path}/a?b.gpkg")


def test_a_name_that_no_file_can_have_is_told_in_a_sentence(tmp_path: Path) -> None:
    for use in (Register.open, Register.create):
        with pytest.raises(RegisterError, match=r"cannot be (opened|written) \(File name too long\)"):
            use(f"gpkg:///{tmp_path}/{'长' * 200}.gpkg")


@pytest.mark.parametrize("use", [Register.open, Register.create, upkeep.check])
@pytest.mark.parametrize("kind", ["folder", "pipe", "device"])
def test_what_is_no_file_is_called_so(tmp_path: Path, use: Callable[[str], Any], kind: str) -> None:
    place = tmp_path / "zone.gpkg"
    lay: dict[str, Callable[[], None]] = {
        "folder": place.mkdir,
        "pipe": lambda: os.mkfifo(place),
        "device": lambda: place.symlink_to("/dev/zero"),
    }
    lay[kind]()
    with pytest.raises(
        RegisterError, match="zone.gpkg is no file but a folder, a pipe or a device. Name a file"
    ):
        use(f"gpkg:///{place}")


@pytest.mark.parametrize(
    "password",
    [
        f"{SECRET}",
        f"{SECRET}@x",
        f"x@{SECRET}",
        f"x@{SECRET}@y",
        f"x/{SECRET}",
        f"x?{SECRET}",
        f"x#{SECRET}",
        f"x:{SECRET}",
        f"x%{SECRET}",
        f"x%40{SECRET}",
        f"x@/{SECRET}",
        f"x@?{SECRET}",
        f"x@#{SECRET}",
        f"x@:{SECRET}",
        f"x@[{SECRET}",
        f"x@{SECRET}:99",
        f"{SECRET}\nx",
        f"x{SECRET}%00",
        f"x @ {SECRET}",
    ],
)
@pytest.mark.parametrize(
    "form",
    [
        "postgresql+psycopg://clerk:{}@127.0.0.1:1/land",
        "postgresql://clerk:{}@127.0.0.1:1/land",
        "postgresql+psycopg://clerk:{}@127.0.0.1:port/land",
        "postgresql+psycopg://clerk:{}@127.0.0.1:99999/land",
        "postgresql+psycopg://clerk:{}@nowhere.invalid/land",
        "postgresql+psycopg:clerk:{}@127.0.0.1:1/land",
        "postgresql+psycopg2://clerk:{}@127.0.0.1:1/land",
        "postgresql+psycopg://127.0.0.1:1/land?user=clerk&password={}",
        "postgresql+psycopg://127.0.0.1:1/land?pasword={}",
        "postgresql+psycopg://127.0.0.1:1/land?plugin={}",
        "postgresql+psycopg://127.0.0.1:1/land?options={}",
        "postgresql+psycopg://127.0.0.1:1/land?password={}&password={}",
        "postgresql+psycopg://127.0.0.1/land?port={}",
        "gpkg://clerk:{}@127.0.0.1/land",
        "clerk:{}@127.0.0.1/land",
    ],
)
def test_no_part_of_a_password_is_ever_told(form: str, password: str) -> None:
    with pytest.raises(RegisterError) as caught:
        Register.open(form.replace("{}", password))
    assert SECRET not in str(caught.value)
    assert SECRET not in _told_when_it_is_not_caught(caught.value)


def _told_when_it_is_not_caught(error: BaseException) -> str:
    """What a traceback says, without the lines of the source."""
    shown = traceback.TracebackException.from_exception(error, lookup_lines=False)
    texts = []
    while shown is not None:
        texts += shown.format_exception_only()
        shown = shown.__cause__ or (None if shown.__suppress_context__ else shown.__context__)
    return "".join(texts)


@pytest.mark.parametrize("password", [f"{SECRET}", f"x/{SECRET}", f"x:{SECRET}", f"x?{SECRET}", "1234"])
def test_a_password_without_a_host_behind_it_is_not_told(password: str) -> None:
    with pytest.raises(RegisterError) as caught:
        Register.open(f"postgresql+psycopg://clerk:{password}")
    assert password not in str(caught.value)


@pytest.mark.parametrize(
    ("escaped", "password"),
    [
        ("p%40ss", "p@ss"),
        ("p%3Ass", "p:ss"),
        ("p:ss", "p:ss"),
        ("p%2Fss", "p/ss"),
        ("p%3Fss", "p?ss"),
        ("p#ss", "p#ss"),
        ("p%23ss", "p#ss"),
        ("100%25", "100%"),
        ("%E5%AF%86", "密"),
    ],
)
def test_a_password_that_is_escaped_as_the_help_says_is_read(escaped: str, password: str) -> None:
    url = read_address(f"postgresql+psycopg://clerk:{escaped}@host:5433/land")
    assert (url.username, url.password, url.host, url.port, url.database) == (
        "clerk",
        password,
        "host",
        5433,
        "land",
    )


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql://clerk:a@b@host/land", "more than one @.*In user, password and names write %40 for @"),
        ("postgresql://clerk:a/b@host/land", "or one behind a / or"),
        ("postgresql://host/land?password=a@b", "or one behind a / or"),
        ("postgresql://host:0/land", "port in the database URL is no number from 1 to 65535"),
        ("postgresql://host:65536/land", "port in the database URL is no number from 1 to 65535"),
        ("postgresql://host:abc/land", "cannot be read. Write it as one of"),
        ("postgresql://host", "names no database. Write one of"),
        ("postgresql://host/land?sslmod=require", "parameter behind . that PostgreSQL does not know"),
        (
            "postgresql+asyncpg://host/land",
            r"begins with postgresql\+asyncpg://, which landwatch does not know",
        ),
        ("landwatch.gpkg", "cannot be read. Write it as one of: gpkg:///FILE.gpkg"),
        ("", "cannot be read. Write it as one of"),
    ],
)
def test_a_url_that_cannot_be_used_is_refused_with_the_way_out(url: str, sentence: str) -> None:
    with pytest.raises(RegisterError, match=sentence):
        read_address(url)


@pytest.mark.parametrize(
    "url",
    ["postgresql://nowhere.invalid/land", "postgresql://127.0.0.1:1/land", "postgresql://host/?service=none"],
)
def test_a_server_that_cannot_be_reached_is_one_sentence(url: str) -> None:
    with pytest.raises(RegisterError, match="cannot be (reached|used)"):
        Register.open(url)


def test_words_of_the_server_that_repeat_a_password_are_left_out(postgis_server: URL) -> None:
    # The name of the database that is not there is the password, too.
    url = postgis_server.set(password=SECRET, database=SECRET)
    with pytest.raises(RegisterError, match="what the server says is left out") as caught:
        Register.open(url.set(database=f"x{SECRET}").render_as_string(hide_password=False))
    assert SECRET not in str(caught.value).replace(place_of(url.set(database=f"x{SECRET}")), "")


@pytest.mark.parametrize(
    "arguments",
    [
        ("init",),
        ("import", "."),
        ("journal", "verify"),
        ("db", "check"),
        ("db", "upgrade"),
        ("backup", "copy.gpkg"),
        ("restore", "none.gpkg"),
    ],
)
def test_every_command_ends_in_one_line_where_the_url_is_bad(
    landwatch: Landwatch, tmp_path: Path, arguments: tuple[Any, ...]
) -> None:
    (tmp_path / "none.gpkg").write_bytes(b"")
    for url in (f"postgresql://clerk:x@{SECRET}@host:99/land", "postgresql://clerk:x@host:99999999/land"):
        result = landwatch(*arguments, "--database", url)
        assert result.exit_code == 2
        assert result.stderr.startswith("landwatch: error: ")
        assert len(result.stderr.splitlines()) == 1
        assert SECRET not in result.output


def test_what_is_being_made_is_called_by_the_name_that_it_will_have(tmp_path: Path) -> None:
    with new_file(tmp_path / "zone?.gpkg") as draft:
        assert place_of(file_address(draft)) == f"{tmp_path}/zone?.gpkg"
        draft.touch()
