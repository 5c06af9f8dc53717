"""A register that is missing, foreign, newer, closed or full says so in one sentence."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import psycopg
import pytest
import shapely
from psycopg import sql
from sqlalchemy import URL, make_url, text

from landwatch.errors import RegisterError
from landwatch.model import Contract
from landwatch.registry import Added, Register, database
from landwatch.registry.faults import place_of, translated
from tests.registry import backdoor

NOBODY = 65534


# The URL


@pytest.mark.parametrize("url", ["sqlite:///a.db", "mysql://host/name", "gpkg+spatialite:///a.gpkg"])
def test_a_url_of_another_kind_of_database_is_refused_with_the_forms_that_do(url: str) -> None:
    with pytest.raises(RegisterError, match="which landwatch does not know. Use one of: gpkg:///FILE.gpkg"):
        Register.open(url)


def test_a_url_that_cannot_be_read_is_not_repeated_for_it_may_hold_a_password() -> None:
    with pytest.raises(RegisterError, match="cannot be read. Write it as one of") as caught:
        Register.open("postgresql+psycopg//user:geheim@host")
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize("url", ["gpkg://", "gpkg:///", "gpkg://register.gpkg"])
def test_a_url_without_a_file_is_refused(url: str) -> None:
    with pytest.raises(RegisterError, match="names no file. Write gpkg:///FILE.gpkg"):
        Register.create(url)


def test_a_server_is_named_without_the_password_wherever_it_stands() -> None:
    url = make_url("postgresql+psycopg://clerk:geheim@host/land?password=geheim")
    assert place_of(url) == "postgresql+psycopg://clerk:***@host/land"


# The file


def test_a_missing_register_is_answered_with_the_command_that_makes_one(tmp_path: Path) -> None:
    url = f"gpkg:///{tmp_path}/none.gpkg"
    with pytest.raises(RegisterError, match=f"no register at .*none.gpkg.*landwatch init --database {url}"):
        Register.open(url)
    assert not (tmp_path / "none.gpkg").exists()


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        RegisterError, match="The folder .*gone for the register does not exist. Make it first"
    ):
        Register.create(f"gpkg:///{tmp_path}/gone/register.gpkg")


@pytest.mark.parametrize("use", [Register.open, Register.create])
def test_a_file_that_is_no_geopackage_is_refused_and_left_alone(
    tmp_path: Path, use: Callable[[str], Register]
) -> None:
    path = tmp_path / "notes.gpkg"
    path.write_text("宗地编号,面积\n" * 100, encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(RegisterError, match="notes.gpkg is not a GeoPackage"):
        use(f"gpkg:///{path}")
    assert path.read_bytes() == before


def test_an_empty_file_is_no_register_but_may_become_one(tmp_path: Path) -> None:
    path = tmp_path / "empty.gpkg"
    path.touch()
    with pytest.raises(RegisterError, match="There is no register at .*empty.gpkg. Make one with: landwatch"):
        Register.open(f"gpkg:///{path}")
    Register.create(f"gpkg:///{path}")
    Register.open(f"gpkg:///{path}")


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A GeoPackage of somebody else."""
    path = tmp_path / "roads.gpkg"
    shapes = gpd.GeoSeries([shapely.box(0, 0, 1, 1)], crs="EPSG:4490")
    gpd.GeoDataFrame({"name": ["a"]}, geometry=shapes).to_file(path, layer="roads")
    return path


def test_a_geopackage_of_something_else_is_no_register(foreign: Path) -> None:
    with pytest.raises(RegisterError, match="roads.gpkg is not a landwatch register"):
        Register.open(f"gpkg:///{foreign}")


def test_no_register_is_made_in_a_geopackage_of_something_else(foreign: Path) -> None:
    before = foreign.read_bytes()
    with pytest.raises(RegisterError, match=r"holds other data already \(roads\); nothing was changed"):
        Register.create(f"gpkg:///{foreign}")
    assert foreign.read_bytes() == before


def test_a_register_that_cannot_be_made_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("landwatch.registry.tables.TABLES", {})
    monkeypatch.setattr("landwatch.registry.geopackage._BASE_TABLES", ("CREATE TABLE a (b, b)",))
    with pytest.raises(RegisterError, match="duplicate column name"):
        Register.create(f"gpkg:///{tmp_path}/register.gpkg")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(params=[0o555, 0o777], ids=["folder read-only", "folder writable"])
def as_an_ordinary_user(
    request: pytest.FixtureRequest, contract: Contract, record: Callable[..., Added]
) -> Iterator[Path]:
    """A folder with a register to read only, used without the rights of root, who may write anywhere."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Register.create(f"gpkg:///{folder}/register.gpkg") as register:
            record(register, contracts=[contract])
        (folder / "register.gpkg").chmod(0o444)
        folder.chmod(request.param)
        is_root = os.geteuid() == 0
        if is_root:
            os.seteuid(NOBODY)
        try:
            yield folder
        finally:
            if is_root:
                os.seteuid(0)
            folder.chmod(0o755)


def test_a_read_only_file_can_be_read_and_says_that_it_cannot_be_written(
    as_an_ordinary_user: Path, contract: Contract, record: Callable[..., Added]
) -> None:
    with Register.open(f"gpkg:///{as_an_ordinary_user}/register.gpkg") as register:
        assert register.known().contract_nos == {contract.contract_no}
        with pytest.raises(RegisterError, match="is read-only; nothing was changed. Get the right to write"):
            record(register, contracts=[replace(contract, contract_no="2")])
    assert [item.name for item in as_an_ordinary_user.iterdir()] == ["register.gpkg"]


def test_a_read_only_file_that_changes_while_it_is_read_is_not_trusted(as_an_ordinary_user: Path) -> None:
    path = as_an_ordinary_user / "register.gpkg"
    engine = database.connect(f"gpkg:///{path}")
    with pytest.raises(RegisterError, match="Somebody else is writing"), database.reading(engine):
        reader, owner = os.geteuid(), path.stat().st_uid
        os.seteuid(owner)
        os.utime(path, ns=(1, 1))
        os.seteuid(reader)


def test_a_full_disk_is_called_by_its_name(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "small.db") as connection:
        connection.execute("CREATE TABLE large (body BLOB)")
        connection.execute("PRAGMA max_page_count = 2")
        url = make_url("gpkg:///register.gpkg")
        with (
            pytest.raises(RegisterError, match="disk that holds the register register.gpkg is full"),
            translated(url),
        ):
            connection.execute("INSERT INTO large VALUES (zeroblob(100000))")


def test_a_damaged_file_is_called_damaged(
    tmp_path: Path, contract: Contract, record: Callable[..., Added]
) -> None:
    path = tmp_path / "register.gpkg"
    with Register.create(f"gpkg:///{path}") as register:
        record(register, contracts=[contract])
        pages = bytearray(path.read_bytes())
        pages[4096 * 12 :] = os.urandom(len(pages) - 4096 * 12)
        path.write_bytes(pages)
        with pytest.raises(RegisterError, match="is damaged .*Restore it from a backup"):
            record(register, contracts=[contract])


# Both


def test_a_register_of_a_newer_landwatch_is_left_alone(url: str) -> None:
    Register.create(url).close()
    with backdoor.writing(url) as connection:
        connection.execute(text("UPDATE landwatch_schema SET version_num = '9999'"))
    for use in (Register.open, Register.create):
        with pytest.raises(
            RegisterError, match=r"made by a newer landwatch \(schema 9999, this one has \d{4}\)"
        ):
            use(url)


def test_to_make_a_register_that_is_there_changes_nothing(
    url: str, contract: Contract, record: Callable[..., Added]
) -> None:
    with Register.create(url) as register:
        record(register, contracts=[contract])
    with Register.create(url) as register:
        assert register.known().contract_nos == {contract.contract_no}


# The server


def test_a_database_without_the_tables_is_no_register(postgis_url: str) -> None:
    with pytest.raises(RegisterError, match="is not a landwatch register: it has no table landwatch_schema"):
        Register.open(postgis_url)


def test_no_register_is_made_among_tables_of_the_same_names(postgis_url: str) -> None:
    with backdoor.writing(postgis_url) as connection:
        connection.execute(text("CREATE TABLE events (id integer)"))
    with pytest.raises(RegisterError, match=r"holds other data already \(events\); nothing was changed"):
        Register.create(postgis_url)


def test_a_register_lives_beside_tables_of_other_names(postgis_url: str) -> None:
    with backdoor.writing(postgis_url) as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num text)"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('of another application')"))
    Register.create(postgis_url).close()
    Register.open(postgis_url).close()


def test_a_server_that_does_not_answer_is_named(postgis_server: URL) -> None:
    url = postgis_server.set(port=1, username="clerk", password="geheim").render_as_string(
        hide_password=False
    )
    with pytest.raises(
        RegisterError, match="clerk:.*@.*:1/.* cannot be reached.*See that the server runs"
    ) as caught:
        Register.open(url)
    assert "geheim" not in str(caught.value)


def test_a_database_that_does_not_exist_is_named(postgis_server: URL) -> None:
    url = postgis_server.set(database="nowhere").render_as_string(hide_password=False)
    with pytest.raises(RegisterError, match='cannot be reached.* database "nowhere" does not exist'):
        Register.open(url)


def test_a_reader_without_the_right_to_write_is_told_so(
    postgis_url: str, contract: Contract, record: Callable[..., Added]
) -> None:
    with (
        Register.create(postgis_url) as register,
        backdoor.writing(postgis_url) as connection,
    ):
        connection.execute(text("CREATE ROLE landwatch_reader LOGIN"))
        connection.execute(text("GRANT SELECT ON ALL TABLES IN SCHEMA public TO landwatch_reader"))
        assert register.known().contract_nos == frozenset()
    try:
        reader = make_url(postgis_url).set(username="landwatch_reader").render_as_string(hide_password=False)
        with Register.open(reader) as register:
            with pytest.raises(
                RegisterError, match="may not do this in .*permission denied for table sources"
            ):
                record(register, contracts=[contract])
    finally:
        with backdoor.writing(postgis_url) as connection:
            connection.execute(text("DROP OWNED BY landwatch_reader"))
            connection.execute(text("DROP ROLE landwatch_reader"))


@pytest.fixture
def asking_for_a_password(postgis_server: URL) -> Iterator[URL]:
    """A user of the server who, unlike the others, has to give the password ``right``."""
    role = "landwatch_with_password"
    address = postgis_server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        ((path, rules),) = connection.execute(
            "SELECT current_setting('hba_file'), pg_read_file(current_setting('hba_file'))"
        )
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'right'").format(sql.Identifier(role)))

        def write(content: str) -> None:
            connection.execute("SELECT lo_from_bytea(4490, %s)", [content.encode()])
            connection.execute("SELECT lo_export(4490, %s), lo_unlink(4490), pg_reload_conf()", [path])

        write(f"host all {role} all scram-sha-256\n{rules}")
        try:
            yield postgis_server.set(username=role)
        finally:
            write(rules)
            connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


@pytest.mark.parametrize("password", ["wrong", None])
def test_a_wrong_password_is_called_so_and_not_shown(
    asking_for_a_password: URL, password: str | None
) -> None:
    url = asking_for_a_password.set(password=password).render_as_string(hide_password=False)
    with pytest.raises(RegisterError, match="refused the user or the password of postgresql") as caught:
        Register.open(url)
    assert "wrong" not in str(caught.value)


def test_the_right_password_opens_the_door(asking_for_a_password: URL) -> None:
    url = asking_for_a_password.set(password="right").render_as_string(hide_password=False)
    with pytest.raises(RegisterError, match="is not a landwatch register"):
        Register.open(url)
