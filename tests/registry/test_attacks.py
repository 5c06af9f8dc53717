"""Ways to make a register show what nobody recorded without changing a row: each check names each of them."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import make_url

from landwatch.errors import RegisterError
from landwatch.model import Cluster, Contract, Event, Parcel
from landwatch.registry import Added, Register, transfer, upkeep, verifier, verify_journal
from landwatch.registry.schema import head
from landwatch.registry.tables import TABLES
from tests.registry.conftest import Beginning
from tests.registry.standalone import verifier_script
from tests.registry.tampering import tamper

LONG_AGO = "'2021-01-01T00:00:00.000000Z'"


def _computed(table: str, column: str, value: str, store: str = "") -> tuple[str, ...]:
    kind = "INTEGER" if column.endswith("fen") else "TEXT"
    return (
        f"ALTER TABLE {table} DROP COLUMN {column}",
        f"ALTER TABLE {table} ADD COLUMN {column} {kind} GENERATED ALWAYS AS ({value}) {store}",
    )


def _rewritten(before: str, after: str, where: str) -> tuple[str, ...]:
    """Change the definition of something as SQLite keeps it."""
    return (
        "PRAGMA writable_schema = ON",
        f"UPDATE sqlite_master SET sql = replace(sql, '{before}', '{after}') WHERE {where}",  # noqa: S608
        "PRAGMA writable_schema = RESET",
    )


CONTRACTS = "name = 'contracts'"
ON_GEOPACKAGE: dict[str, tuple[tuple[str, ...], str]] = {
    "a fact is hidden": (
        (
            "DROP INDEX events_standing",
            *_computed("events", "superseded_at", f"CASE WHEN row_id = 2 THEN {LONG_AGO} END"),
            "CREATE UNIQUE INDEX events_standing ON events (content_hash) WHERE superseded_at IS NULL",
        ),
        "The table events is defined with “superseded_at TEXT GENERATED ALWAYS AS",
    ),
    "a parcel ends": (
        _computed("parcels", "until", "CASE WHEN row_id = 2 THEN '2021-01-01' END"),
        "The table parcels is defined with “until TEXT GENERATED ALWAYS AS",
    ),
    "a price is paid": (
        _computed("contracts", "paid_fen", "CASE WHEN row_id = 2 THEN price_fen END"),
        "The table contracts is defined with “paid_fen INTEGER GENERATED ALWAYS AS",
    ),
    "a computed column beside the others": (
        ("ALTER TABLE contracts ADD COLUMN remark TEXT AS (NULL) VIRTUAL",),
        "The table contracts is defined with “remark TEXT AS (NULL) VIRTUAL”",
    ),
    "a new column": (
        ("ALTER TABLE phases ADD COLUMN remark TEXT",),
        "The table phases is defined with “remark TEXT”",
    ),
    "a renamed column": (
        ("ALTER TABLE parcels RENAME COLUMN until TO since_when",),
        "The table parcels is defined without “until TEXT”",
    ),
    "a default": (
        _rewritten("paid_fen INTEGER", "paid_fen INTEGER DEFAULT 5", CONTRACTS),
        "“paid_fen INTEGER DEFAULT 5”",
    ),
    "another collation": (
        _rewritten("contract_no TEXT NOT NULL", "contract_no TEXT COLLATE NOCASE NOT NULL", CONTRACTS),
        "“contract_no TEXT COLLATE NOCASE NOT NULL”",
    ),
    "another type": (
        _rewritten("holder_code TEXT", "holder_code REAL", CONTRACTS),
        "The table contracts is defined without “holder_code TEXT”",
    ),
    "a check": (
        _rewritten("paid_fen INTEGER", "paid_fen INTEGER CHECK (paid_fen IS NULL)", CONTRACTS),
        "“paid_fen INTEGER CHECK (paid_fen IS NULL)”",
    ),
    "a conflict that replaces": (
        _rewritten("PRIMARY KEY (row_id)", "PRIMARY KEY (row_id) ON CONFLICT REPLACE", CONTRACTS),
        "“PRIMARY KEY (row_id) ON CONFLICT REPLACE”",
    ),
    "no source needed": (
        _rewritten(", \n\tFOREIGN KEY(source_id) REFERENCES sources (row_id)", "", CONTRACTS),
        "defined without “FOREIGN KEY(source_id) REFERENCES sources (row_id)”",
    ),
    "a value may be missing": (
        _rewritten("content_hash TEXT NOT NULL", "content_hash TEXT", CONTRACTS),
        "defined without “content_hash TEXT NOT NULL”",
    ),
    "a view in place of a table": (
        (
            "ALTER TABLE phases RENAME TO phases_kept",
            "CREATE VIEW phases AS SELECT * FROM phases_kept WHERE 0",
        ),
        "In the place of the table phases stands something else: CREATE VIEW phases",
    ),
    "a view over a table": (
        ('CREATE VIEW owed AS SELECT * FROM "main"."contracts"',),
        "The view owed is not landwatch's and shows the table contracts",
    ),
    "a trigger": (
        ("CREATE TRIGGER quiet AFTER INSERT ON events BEGIN DELETE FROM events WHERE 0; END",),
        "The trigger quiet is not landwatch's and can change what is written to the table events",
    ),
    "a trigger from elsewhere": (
        (
            "CREATE TABLE notes (body TEXT)",
            "CREATE TRIGGER far AFTER INSERT ON notes BEGIN UPDATE [contracts] SET paid_fen = 1; END",
        ),
        "The trigger far is not landwatch's and can change what is written to the table contracts",
    ),
    "a trigger under the name of the index": (
        (
            "DROP TRIGGER rtree_parcels_geometry_insert",
            "CREATE TRIGGER rtree_parcels_geometry_insert AFTER INSERT ON parcels BEGIN SELECT 1; END",
        ),
        "The trigger rtree_parcels_geometry_insert is not landwatch's",
    ),
    "a view in place of the spatial index": (
        (
            "DROP TABLE rtree_parcels_geometry",
            "CREATE VIEW rtree_parcels_geometry AS "
            "SELECT 1 AS id, 0 AS minx, 0 AS maxx, 0 AS miny, 0 AS maxy",
        ),
        "The view rtree_parcels_geometry is not landwatch's and shows the table parcels",
    ),
    "a table of another engine": (
        (
            "ALTER TABLE phases RENAME TO phases_kept",
            "CREATE VIRTUAL TABLE phases USING rtree(row_id, a, b)",
        ),
        "In the place of the table phases stands something else: CREATE VIRTUAL TABLE",
    ),
    "an index that says otherwise": (
        (
            "UPDATE contracts SET contract_no = 'nobody' WHERE row_id = 2",
            "REINDEX contracts",
            "PRAGMA writable_schema = ON",
            "CREATE TABLE kept AS SELECT * FROM sqlite_master WHERE name = 'contracts_standing'",
            "DELETE FROM sqlite_master WHERE name = 'contracts_standing'",
            "PRAGMA writable_schema = RESET",
            "UPDATE contracts SET contract_no = '2' WHERE row_id = 2",
            "PRAGMA writable_schema = ON",
            "INSERT INTO sqlite_master SELECT * FROM kept",
            "DROP TABLE kept",
            "PRAGMA writable_schema = RESET",
        ),
        "The database contradicts itself: row 2 missing from index contracts_standing",
    ),
}
ON_POSTGIS: dict[str, tuple[tuple[str, ...], str]] = {
    "a parcel ends": (
        _computed("parcels", "until", "NULL::text", "STORED"),
        "The table parcels is defined with “until text GENERATED ALWAYS AS (NULL::text) STORED”",
    ),
    "a price is paid": (
        _computed("contracts", "paid_fen", "NULL::integer", "STORED"),
        "The table contracts is defined with “paid_fen integer GENERATED ALWAYS AS",
    ),
    "a new column": (
        ("ALTER TABLE phases ADD COLUMN remark text",),
        "The table phases is defined with “remark text”",
    ),
    "a renamed column": (
        ("ALTER TABLE parcels RENAME COLUMN until TO since_when",),
        'The table parcels is defined without “until text COLLATE "C"”',
    ),
    "a default": (
        ("ALTER TABLE contracts ALTER COLUMN paid_fen SET DEFAULT 5",),
        "“paid_fen bigint DEFAULT 5”",
    ),
    "an identity": (
        ("ALTER TABLE contracts ALTER COLUMN row_id ADD GENERATED ALWAYS AS IDENTITY",),
        "“row_id bigint NOT NULL GENERATED AS IDENTITY”",
    ),
    "another collation": (
        ("ALTER TABLE parcels ALTER COLUMN until TYPE text",),
        "“until text”",
    ),
    "another type": (
        ("ALTER TABLE contracts ALTER COLUMN holder_code TYPE varchar(40)",),
        "“holder_code character varying(40)”",
    ),
    "another reference system": (
        (
            "ALTER TABLE parcels ALTER COLUMN geometry TYPE geometry(MultiPolygon,4326) "
            "USING ST_SetSRID(geometry, 4326)",
        ),
        "“geometry geometry(multipolygon,4326)”",
    ),
    "a check": (
        ("ALTER TABLE contracts ADD CHECK (paid_fen IS NULL OR paid_fen > 0)",),
        "“CHECK (((paid_fen IS NULL) OR (paid_fen > 0)))”",
    ),
    "no key": (
        ("ALTER TABLE phases DROP CONSTRAINT phases_pkey",),
        "The table phases is defined without “PRIMARY KEY (row_id)”",
    ),
    "no source needed": (
        ("ALTER TABLE contracts DROP CONSTRAINT contracts_source_id_fkey",),
        "defined without “FOREIGN KEY (source_id) REFERENCES sources(row_id)”",
    ),
    "a source that is not looked for": (
        ("ALTER TABLE contracts DISABLE TRIGGER ALL",),
        "The table contracts is defined with “disabled trigger RI_ConstraintTrigger",
    ),
    "a value may be missing": (
        ("ALTER TABLE contracts ALTER COLUMN content_hash DROP NOT NULL",),
        "defined without “content_hash text NOT NULL”",
    ),
    "a view in place of a table": (
        (
            "ALTER TABLE phases RENAME TO phases_kept",
            "CREATE VIEW phases AS SELECT * FROM phases_kept WHERE false",
        ),
        "In the place of the table phases stands something else: a view",
    ),
    "a table of another schema in front": (
        ("CREATE SCHEMA landwatch", "CREATE TABLE landwatch.phases (LIKE public.phases INCLUDING ALL)"),
        "The tables of the register lie in several schemas (landwatch, public)",
    ),
    "a view over a table": (
        ("CREATE VIEW owed AS SELECT row_id FROM contracts",),
        "The view owed is not landwatch's and shows the table contracts",
    ),
    "a stored view over a table": (
        ("CREATE MATERIALIZED VIEW owed AS SELECT row_id FROM contracts",),
        "The view owed is not landwatch's and shows the table contracts",
    ),
    "a trigger": (
        (
            "CREATE FUNCTION quiet() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
            "CREATE TRIGGER quiet BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION quiet()",
        ),
        "The table events is defined with “trigger CREATE TRIGGER quiet BEFORE INSERT",
    ),
    "a rule": (
        ("CREATE RULE quiet AS ON DELETE TO events DO INSTEAD NOTHING",),
        "The table events is defined with “rule CREATE RULE quiet",
    ),
    "a policy": (
        ("CREATE POLICY few ON contracts USING (row_id > 2)",),
        "The table contracts is defined with “policy few”",
    ),
    "row security": (
        ("ALTER TABLE contracts ENABLE ROW LEVEL SECURITY",),
        "The table contracts is defined with “ROW LEVEL SECURITY”",
    ),
    "a heir": (
        ("CREATE TABLE more () INHERITS (contracts)",),
        "The table contracts is defined with “inherited by more”",
    ),
    "rows that do not outlive a crash": (
        ("ALTER TABLE phases SET UNLOGGED",),
        "The table phases is defined with “UNLOGGED”",
    ),
    "other functions before those of the server": (
        (
            "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = public, pg_catalog', "
            "current_database()); END $$",
        ),
        "The schema public comes before pg_catalog in search_path",
    ),
    "an operator that fits better": (
        (
            "CREATE FUNCTION never(text, varchar) RETURNS boolean LANGUAGE sql AS 'SELECT false'",
            "CREATE OPERATOR <= (LEFTARG = text, RIGHTARG = varchar, FUNCTION = never)",
        ),
        "The operator <=(text,character varying) is not landwatch's and takes the place of one of",
    ),
    "a function that fits better": (
        ("CREATE FUNCTION upper(varchar) RETURNS text LANGUAGE sql AS 'SELECT NULL::text'",),
        "The function upper(character varying) is not landwatch's and takes the place",
    ),
    "another cast": (
        (
            "CREATE FUNCTION counted(text) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
            "CREATE CAST (text AS bigint) WITH FUNCTION counted(text) AS IMPLICIT",
        ),
        "The cast text to bigint is not landwatch's and takes the place",
    ),
}
BOTH = [("geopackage", name) for name in ON_GEOPACKAGE] + [("postgis", name) for name in ON_POSTGIS]


@pytest.fixture(scope="module")
def beginnings(
    record: Callable[..., Added],
    cluster: Cluster,
    parcel: Parcel,
    contract: Contract,
    period: Event,
    commencement: Event,
) -> dict[str, Beginning]:
    """A register with something in it."""

    def keep(register: Register, _url: str) -> None:
        other = replace(parcel, parcel_no="2")
        record(
            register,
            clusters=[cluster],
            parcels=[parcel, other],
            contracts=[contract, Contract(contract_no="2", price_fen=100)],
            events=[period, commencement],
        )

    return {"kept": keep}


@pytest.fixture
def kept(register: Register, url: str) -> str:
    """The URL of a register with something in it."""
    return url


def _script(url: str) -> subprocess.CompletedProcess[str]:
    """Run the stand-alone verifier as somebody would who has Python and nothing else."""
    file = str(make_url(url).database)
    return subprocess.run(
        [sys.executable, "-S", "-I", verifier_script(), file],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_register_that_only_landwatch_made_is_sound_for_every_check(kept: str) -> None:
    with Register.open(kept) as register:
        assert register.verify().faults == ()
    upkeep.check(kept)


@pytest.mark.long
@pytest.mark.parametrize(("url", "attack"), BOTH, indirect=["url"])
def test_what_shows_or_does_something_else_is_named_by_every_check(kept: str, url: str, attack: str) -> None:
    attacks = ON_GEOPACKAGE if url.startswith("gpkg") else ON_POSTGIS
    statements, told = attacks[attack]
    tamper(kept, *statements)
    with Register.open(kept) as register:
        assert told in "\n".join(fault.sentence() for fault in register.verify().faults)
    with pytest.raises(RegisterError) as caught:
        upkeep.check(kept)
    assert told in str(caught.value)
    if url.startswith("gpkg"):
        done = _script(kept)
        assert told in done.stdout
        assert (done.returncode, done.stderr) == (1, "")


# What db check says beside


ONLY_CHECKED_ON_GEOPACKAGE: dict[str, tuple[tuple[str, ...], str]] = {
    "no index": (
        ("DROP INDEX contracts_standing",),
        "The index contracts_standing of the table contracts is missing.",
    ),
    "another index": (
        (
            "DROP INDEX contracts_standing",
            "CREATE INDEX contracts_standing ON contracts (contract_no) WHERE superseded_at IS NULL",
        ),
        "The index contracts_standing of the table contracts is defined otherwise",
    ),
    "an index more": (
        ("CREATE INDEX quick ON contracts (holder)",),
        "The index quick of the table contracts is not landwatch's.",
    ),
    "no trigger": (
        ("DROP TRIGGER rtree_parcels_geometry_update6",),
        "The trigger rtree_parcels_geometry_update6 of the table parcels is missing.",
    ),
    "no spatial index": (
        ("DROP TABLE rtree_parcels_geometry",),
        "The table rtree_parcels_geometry is missing.",
    ),
    "a spatial index that is a plain table": (
        (
            "DROP TABLE rtree_parcels_geometry",
            "CREATE TABLE rtree_parcels_geometry (id, minx, maxx, miny, maxy)",
        ),
        "The table rtree_parcels_geometry is defined otherwise than landwatch defines it: CREATE TABLE",
    ),
    "a spatial index without a row": (
        ("DELETE FROM rtree_parcels_geometry WHERE id = 2",),
        "The spatial index of the table parcels does not say where 1 rows lie; row 2 is the first.",
    ),
    "a spatial index that says another place": (
        ("UPDATE rtree_parcels_geometry SET minx = 100, maxx = 101 WHERE id = 1",),
        "The spatial index of the table parcels does not say where 1 rows lie; row 1 is the first.",
    ),
    "a spatial index of rows that are not there": (
        ("INSERT INTO rtree_parcels_geometry VALUES (9, 1, 2, 1, 2)",),
        "The spatial index of the table parcels does not say where 1 rows lie; row 9 is the first.",
    ),
    "a table that is gone": (("DROP TABLE parties",), "The table parties is missing."),
    "another reference system": (
        (
            "UPDATE gpkg_spatial_ref_sys SET definition = replace(definition, '298.257222101', '300') "
            "WHERE srs_id = 4490",
        ),
        "The reference system 4490 is defined otherwise than it is: GEOGCS",
    ),
    "no reference system": (
        (
            "PRAGMA foreign_keys = OFF",
            "DELETE FROM gpkg_spatial_ref_sys WHERE srs_id = 4326",
        ),
        "The reference system 4326 is missing.",
    ),
    "a layer that is not listed": (
        ("PRAGMA foreign_keys = OFF", "DELETE FROM gpkg_contents WHERE table_name = 'parcels'"),
        "The table gpkg_contents lacks the row of parcels that landwatch wrote.",
    ),
    "a layer of another system": (
        ("UPDATE gpkg_geometry_columns SET srs_id = 4326 WHERE table_name = 'parcels'",),
        "The table gpkg_geometry_columns lacks the row of parcels that landwatch wrote.",
    ),
    "an index that is not announced": (
        ("DELETE FROM gpkg_extensions WHERE table_name = 'parcels'",),
        "The table gpkg_extensions lacks the row of parcels that landwatch wrote.",
    ),
    "another kind of file": (
        ("PRAGMA application_id = 1",),
        "The file does not call itself a GeoPackage any more",
    ),
}
ONLY_CHECKED_ON_POSTGIS: dict[str, tuple[tuple[str, ...], str]] = {
    "no index": ONLY_CHECKED_ON_GEOPACKAGE["no index"],
    "another index": ONLY_CHECKED_ON_GEOPACKAGE["another index"],
    "an index more": ONLY_CHECKED_ON_GEOPACKAGE["an index more"],
    "no spatial index": (
        ("DROP INDEX idx_parcels_geometry",),
        "The index idx_parcels_geometry of the table parcels is missing.",
    ),
    "a table that is gone": (("DROP TABLE parties",), "The table parties is missing."),
    "another reference system": (
        ("UPDATE spatial_ref_sys SET srtext = replace(srtext, '298.257222101', '300') WHERE srid = 4490",),
        "The reference system 4490 is defined otherwise than it is: GEOGCS",
    ),
    "no reference system": (
        ("DELETE FROM spatial_ref_sys WHERE srid = 4490",),
        "The reference system 4490 is missing.",
    ),
}
CHECKED = [("geopackage", name) for name in ONLY_CHECKED_ON_GEOPACKAGE] + [
    ("postgis", name) for name in ONLY_CHECKED_ON_POSTGIS
]


@pytest.mark.parametrize(("url", "attack"), CHECKED, indirect=["url"])
def test_a_check_of_the_database_names_what_is_not_landwatchs(kept: str, url: str, attack: str) -> None:
    attacks = ONLY_CHECKED_ON_GEOPACKAGE if url.startswith("gpkg") else ONLY_CHECKED_ON_POSTGIS
    statements, told = attacks[attack]
    tamper(kept, *statements)
    with pytest.raises(RegisterError, match="is not as landwatch makes it; differences: ") as caught:
        upkeep.check(kept)
    assert told in str(caught.value)
    assert "copy it to an empty place (landwatch db copy)" in str(caught.value)


@pytest.mark.parametrize("use", [Register.open, Register.create, upkeep.check])
def test_a_register_of_two_schemas_at_once_is_refused(kept: str, use: Callable[[str], object]) -> None:
    tamper(kept, "INSERT INTO landwatch_schema VALUES ('0003')")
    with pytest.raises(RegisterError, match="has the schemas 00.., 00.. at once"):
        use(kept)


@pytest.mark.parametrize("url", ["geopackage"], indirect=True)
@pytest.mark.parametrize(
    "attack", ["no trigger", "no index", "no spatial index", "a layer that is not listed", "an index more"]
)
def test_the_way_out_that_is_named_works(kept: str, tmp_path: Path, attack: str) -> None:
    tamper(kept, *ONLY_CHECKED_ON_GEOPACKAGE[attack][0])
    target = f"gpkg:///{tmp_path}/anew.gpkg"
    copied = transfer.copy(kept, target)
    assert copied.journal is not None
    assert copied.journal.faults == ()
    upkeep.check(target)


@pytest.mark.parametrize("url", ["geopackage"], indirect=True)
def test_a_trigger_that_is_gone_is_named_when_parcels_come_in(
    kept: str, parcel: Parcel, record: Callable[..., Added]
) -> None:
    tamper(kept, "DROP TRIGGER rtree_parcels_geometry_insert")
    with (
        Register.open(kept) as register,
        pytest.raises(
            RegisterError, match="lacks the trigger rtree_parcels_geometry_insert.*landwatch db check"
        ),
    ):
        record(register, parcels=[replace(parcel, parcel_no="3")])


@pytest.mark.parametrize("url", ["geopackage"], indirect=True)
def test_layers_views_and_styles_of_a_users_own_are_left_alone(kept: str) -> None:
    tamper(
        kept,
        "CREATE TABLE roads (fid INTEGER PRIMARY KEY, name TEXT)",
        "CREATE VIEW main_roads AS SELECT * FROM roads",
        "CREATE TRIGGER road AFTER INSERT ON roads BEGIN UPDATE roads SET name = 'G75'; END",
        "UPDATE layer_styles SET styleName = 'mine'",
    )
    upkeep.check(kept)
    with Register.open(kept) as register:
        assert register.verify().faults == ()


# The attack that the checks were made for


@pytest.mark.parametrize("url", ["geopackage"], indirect=True)
def test_a_rate_that_a_computed_column_moved_is_never_called_intact(register: Register, url: str) -> None:
    from tests.registry import importing

    importing.add(register, **importing.records(48))
    before = register.snapshot(date(2024, 1, 20))
    assert len(before.events) == 48
    tamper(
        url,
        "DROP INDEX events_standing",
        *_computed("events", "superseded_at", f"CASE WHEN row_id > 40 THEN {LONG_AGO} END"),
    )
    assert len(register.snapshot(date(2024, 1, 20)).events) == 40
    faults = register.verify().faults
    assert {fault.kind for fault in faults} == {"part added", "part gone", "row superseded"}
    assert _script(url).returncode == 1


# What the checks know


def test_the_verifier_knows_every_table_and_column_that_the_migrations_make(tmp_path: Path) -> None:
    url = f"gpkg:///{tmp_path}/register.gpkg"
    Register.create(url).close()
    with sqlite3.connect(str(make_url(url).database)) as connection:
        made = {
            table: {name for _number, name, *_rest in connection.execute(f"PRAGMA table_info({table})")}
            for table in TABLES
        }
    told = verifier.known().definitions
    names = {
        table: {column.rstrip("!").partition(":")[0] for column in definition.split()}
        for table, definition in told.items()
    }
    unmade = [f"{table}.{name}" for table in TABLES for name in sorted(names[table] - made[table])]
    undeclared = [f"{table}.{name}" for table in TABLES for name in sorted(made[table] - names[table])]
    assert unmade == [], "no migration makes it"
    assert undeclared == [], "the catalogue does not declare it"


def test_the_source_of_the_verifier_is_no_verifier_yet_and_says_how_to_get_one(tmp_path: Path) -> None:
    url = f"gpkg:///{tmp_path}/register.gpkg"
    Register.create(url).close()
    done = subprocess.run(
        [sys.executable, "-S", "-I", verify_journal.__file__, str(make_url(url).database)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 2
    assert "does not know the tables; write one with: landwatch journal verifier FILE" in done.stderr


def test_a_verifier_that_is_too_old_says_so(tmp_path: Path) -> None:
    url = f"gpkg:///{tmp_path}/register.gpkg"
    Register.create(url).close()
    tamper(url, "UPDATE landwatch_schema SET version_num = '9999'")
    done = _script(url)
    assert (
        f"schema 9999, which this verifier ({head()}) does not know: take the verifier of the" in done.stdout
    )
    assert done.returncode == 1


def test_a_row_without_a_number_is_a_row_that_was_added(tmp_path: Path) -> None:
    url = f"gpkg:///{tmp_path}/register.gpkg"
    Register.create(url).close()
    columns = "name TEXT, code TEXT, source_id, recorded_at, recorded_by, superseded_at, content_hash"
    tamper(
        url,
        "DROP TABLE parties",
        f"CREATE TABLE parties (row_id, {columns})",
        "INSERT INTO parties (row_id, name) VALUES (NULL, 'a'), ('b', 'c')",
    )
    done = _script(url)
    assert "Row None of the table parties was not written by landwatch" in done.stdout
    assert "Row 'b' of the table parties was not written by landwatch" in done.stdout
    assert done.stderr == ""
