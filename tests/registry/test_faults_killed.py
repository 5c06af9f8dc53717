"""Killed in the middle of an import, a register is as it was before or complete, and a rerun completes it."""

from __future__ import annotations

import random
import sqlite3
import time
from contextlib import closing

import pytest
from sqlalchemy import func, select

from landwatch.registry import Register
from landwatch.registry.tables import metadata
from tests.registry import backdoor, importing
from tests.registry.importing import Worker

pytestmark = pytest.mark.long

KILLS = 20


def counts(url: str) -> dict[str, int]:
    """How many rows each table has."""
    with backdoor.reading(url) as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in metadata.tables.items()
        }


def assert_sound(url: str) -> None:
    """The journal agrees with every row; a GeoPackage is whole, its spatial index too."""
    with Register.open(url) as register:
        assert register.verify().faults == ()
    if url.startswith("gpkg:///"):
        with closing(sqlite3.connect(url.removeprefix("gpkg:///"))) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            indexed = connection.execute("SELECT count(*) FROM rtree_parcels_geometry").fetchone()
            assert indexed == connection.execute("SELECT count(*) FROM parcels").fetchone()


@pytest.fixture
def begun(url: str) -> str:
    """A register in which something stands already."""
    with Register.create(url) as register:
        importing.add(register, **importing.records(10, "旧"))
    return url


def imported(url: str, name: str) -> float:
    """Import to the end; how many seconds it took."""
    worker = Worker(url, name)
    started = time.monotonic()
    worker.begin()
    assert worker.end() == importing.DONE
    return time.monotonic() - started


def with_one_import_more(found: dict[str, int]) -> dict[str, int]:
    """The counts after an import is complete."""
    each = dict.fromkeys(("parcels", "contracts", "contract_parcels", "events"), importing.ROWS // 4)
    return {name: count + ({"sources": 1, "journal": 1} | each).get(name, 0) for name, count in found.items()}


def test_killed_twenty_times_an_import_leaves_all_or_nothing_and_a_rerun_completes_it(begun: str) -> None:
    chance = random.Random(20240121)
    usual = imported(begun, "首")
    before, batch, killed = counts(begun), 0, 0
    for __ in range(KILLS):
        worker = Worker(begun, f"批{batch}")
        worker.begin()
        time.sleep(chance.uniform(0, usual))
        killed += worker.kill()
        found = counts(begun)
        if found != before:
            assert found == with_one_import_more(before)
            before, batch = found, batch + 1
    assert_sound(begun)
    imported(begun, f"批{batch}")
    assert counts(begun) == with_one_import_more(before)
    imported(begun, f"批{batch}")
    assert counts(begun) == with_one_import_more(before)
    assert_sound(begun)
    assert killed >= KILLS / 4  # or the moments would all have come too late
