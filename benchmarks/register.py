"""The register beside what a GIS analyst would do instead: plain tables without history or journal.

PostGIS is measured where ``LANDWATCH_TEST_POSTGIS`` names a server whose user may create databases.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import psycopg
import pyogrio
import shapely
from psycopg import sql
from sqlalchemy import create_engine, make_url

from benchmarks.district import synthetic
from benchmarks.measuring import Line, rate, s, timed
from landwatch.model import Contract, Event, EventType, Parcel, Source
from landwatch.registry import Register
from landwatch.registry.snapshot_files import read_snapshot, write_snapshot
from landwatch.snapshot import Snapshot

__all__ = ["lines"]

ROWS, MILLION = 50_000, 1_000_000
ON = date(2023, 12, 31)
BOX = (106.60, 29.00, 106.61, 29.01)


def lines() -> Iterator[Line]:
    """Measure, one line after the other."""
    zone = drawn(ROWS)
    with TemporaryDirectory() as folder:
        yield from store_lines(
            "GeoPackage", f"gpkg:///{folder}/register.gpkg", File(Path(folder) / "plain.gpkg"), zone
        )
        server = os.environ.get("LANDWATCH_TEST_POSTGIS")
        if server:
            with database(server) as ours, database(server) as theirs:
                yield from store_lines("PostGIS", ours, Server(theirs), zone)
        yield file_line(Path(folder) / "facts")


@dataclass(frozen=True)
class Zone:
    """Records, and the same as frames, for those who keep frames."""

    parcels: list[Parcel]
    contracts: list[Contract]
    events: list[Event]
    frames: Snapshot


def drawn(count: int) -> Zone:
    """Draw parcels with rings of 17 points, a contract for each, and 1.2 facts for each contract."""
    random = np.random.default_rng(20231231)
    at, side = np.arange(count), int(np.ceil(np.sqrt(count)))
    angles = np.linspace(0, 2 * np.pi, 17)[:-1]
    radius = 0.0008 * (0.8 + 0.2 * random.random((count, 16)))
    west, south = 106.5 + at % side * 0.002, 28.9 + at // side * 0.002
    rings = np.stack([west[:, None] + radius * np.cos(angles), south[:, None] + radius * np.sin(angles)], -1)
    parcels = [
        Parcel(
            parcel_no=f"500110001001GB{number:06}",
            name=f"{number}号地块",
            cluster="桥河",
            land_use="工业用地",
            registered_area_cm2=400_000_000 + number,
            geometry=shape,
        )
        for number, shape in enumerate(shapely.polygons(rings))
    ]
    contracts = [
        _contract(parcel, date(2018, 1, 1) + timedelta(days=n % 1000), n) for n, parcel in enumerate(parcels)
    ]
    events = [
        Event(contract_no=c.contract_no, type=EventType.COMMENCED, day=c.agreed_commencement)
        for c in contracts
    ]
    events += [
        Event(
            contract_no=contract.contract_no,
            type=EventType.GOVERNMENT_CAUSE,
            start=contract.signed_on,
            end=contract.agreed_commencement,
            details={"verified": True, "notice_date": str(contract.signed_on), "share": "1/3"},
        )
        for contract in contracts[::5]
    ]
    frames = Snapshot.from_records(ON, parcels=parcels, contracts=contracts, events=events)
    return Zone(parcels, contracts, events, frames)


def _contract(parcel: Parcel, signed: date, number: int) -> Contract:
    return Contract(
        contract_no=f"渝地(2020)合字(綦江)第{number}号",
        form="GF-2008-2601",
        project_name="铝材深加工",
        holder=f"重庆第{number % 997}有限公司",
        grantor="重庆市綦江区规划和自然资源局",
        land_use="工业用地",
        area_cm2=parcel.registered_area_cm2,
        price_fen=10**9 + number,
        commencement_damages_ppb=500_000,
        completion_damages_ppb=500_000,
        signed_on=signed,
        agreed_commencement=signed + timedelta(days=300),
        agreed_completion=signed + timedelta(days=1000),
        parcel_nos=(parcel.parcel_no,),
        source_columns={"备注": "示意数据"},
    )


class File:
    """Plain layers in a GeoPackage, written and read by pyogrio."""

    name = "pyogrio"

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, name: str, rows: pd.DataFrame) -> None:
        """Write a layer."""
        pyogrio.write_dataframe(rows, self.path, layer=name)

    def read(self, name: str) -> pd.DataFrame:
        """Read a layer."""
        return pyogrio.read_dataframe(self.path, layer=name)

    def within(self) -> pd.DataFrame:
        """Read the parcels in the box."""
        return pyogrio.read_dataframe(self.path, layer="parcels", bbox=BOX)


class Server:
    """Plain tables in PostGIS, written and read by geopandas and pandas."""

    name = "geopandas and pandas"

    def __init__(self, url: str) -> None:
        self.engine = create_engine(url)

    def write(self, name: str, rows: pd.DataFrame) -> None:
        """Write a table: geopandas copies; pandas has only INSERT."""
        if isinstance(rows, gpd.GeoDataFrame):
            rows.to_postgis(name, self.engine)
        else:
            rows.to_sql(name, self.engine, index=False)

    def read(self, name: str) -> pd.DataFrame:
        """Read a table."""
        if name == "parcels":
            return gpd.read_postgis("SELECT * FROM parcels", self.engine, geom_col="geometry")
        return pd.read_sql_table(name, self.engine)

    def within(self) -> pd.DataFrame:
        """Read the parcels in the box."""
        query = "SELECT * FROM parcels WHERE geometry && ST_MakeEnvelope(%s, %s, %s, %s, 4490)"
        return gpd.read_postgis(query, self.engine, geom_col="geometry", params=BOX)


def store_lines(store: str, url: str, plain: File | Server, zone: Zone) -> Iterator[Line]:
    """Measure writing, the snapshot and the box in one store."""
    with Register.create(url) as register:
        ours = timed(lambda: add(register, parcels=zone.parcels, contracts=zone.contracts), 1)[0]
        theirs = timed(
            lambda: [plain.write(n, getattr(zone.frames, n)) for n in ("parcels", "contracts")], 1
        )[0]
        work = f"{store}: record {ROWS:,} parcels and {ROWS:,} contracts, with history and journal"
        beside = f"{plain.name}, neither: {s(theirs)}; {ours / theirs:.1f} times as long"
        yield work, s(ours), rate(ours, 2 * ROWS), beside

        add(register, events=zone.events)
        plain.write("events", zone.frames.events)
        ours, found = timed(lambda: register.snapshot(ON), 3)
        theirs = timed(lambda: [plain.read(n) for n in ("parcels", "contracts", "events")], 3)[0]
        if len(found.contracts) != ROWS or len(found.parcels) != ROWS:
            raise AssertionError("the snapshot is not whole")
        work = f"{store}: snapshot of {ROWS:,} parcels, {ROWS:,} contracts and {len(found.events):,} facts"
        yield work, s(ours), rate(ours, ROWS), f"{plain.name}, three plain tables: {s(theirs)}"

        ours, some = timed(lambda: register.parcels_within(BOX), 9)
        theirs, same = timed(plain.within, 9)
        if len(some) != len(same):
            raise AssertionError(f"the two boxes disagree: {len(some)} and {len(same)} parcels")
        work = f"{store}: the {len(some)} of {ROWS:,} parcels in a box"
        yield work, s(ours), "", f"{plain.name}: {s(theirs)}"


def add(register: Register, **records: Any) -> None:
    """Record what is given."""
    source = Source(name="台账.xlsx", sha256="ab" * 32, kind="ledger")
    register.add(source=source, recorded_by="王五", recorded_at=datetime(2024, 1, 21, tzinfo=UTC), **records)


def file_line(folder: Path) -> Line:
    """Measure reading a million contracts from files."""
    write_snapshot(synthetic(MILLION, MILLION * 3 // 10), folder)
    ours, found = timed(lambda: read_snapshot([folder]), 3)
    names = ("contracts", "events")
    theirs = timed(lambda: [pd.read_parquet(folder / f"{name}.parquet") for name in names], 3)[0]
    work = f"GeoParquet: snapshot of {len(found.contracts):,} contracts and {len(found.events):,} facts"
    beside = f"pandas.read_parquet of the same two files, nothing checked: {s(theirs)}"
    return work, s(ours), rate(ours, MILLION), beside


@contextmanager
def database(server: str) -> Iterator[str]:
    """Make a PostGIS database that is dropped afterwards."""
    address = make_url(server)
    name = f"landwatch_bench_{uuid.uuid4().hex[:12]}"
    dsn = address.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            url = address.set(database=name)
            own = url.set(drivername="postgresql").render_as_string(hide_password=False)
            with psycopg.connect(own, autocommit=True) as inside:
                inside.execute("CREATE EXTENSION postgis")
            yield url.render_as_string(hide_password=False)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
