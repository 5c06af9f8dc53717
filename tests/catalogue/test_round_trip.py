"""Whatever the catalogue declares goes through the register, the snapshot and the files of an office."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from landwatch import catalogue
from landwatch.catalogue import SECTIONS
from landwatch.formats import Reading, read
from landwatch.formats.tables.contract_writer import ledger_tables
from landwatch.formats.tables.fact_writer import facts_table, write_csv
from landwatch.model import Contract, Event, EventType, Severity, Source
from landwatch.registry import Register
from landwatch.snapshot import SCHEMA, Snapshot
from landwatch.workbook import Book, Table
from tests.catalogue.samples import CLUSTER, CONTRACT, FACTS, PARCEL

ON = date(2040, 1, 1)
SOURCE = Source(name="台账.xlsx", sha256="0" * 64, kind="ledger")


@pytest.fixture(params=["geopackage", "postgis"])
def register(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Register]:
    """An empty register in each store."""
    url = f"gpkg:///{tmp_path}/register.gpkg"
    if request.param == "postgis":
        url = request.getfixturevalue("postgis_url")
    with Register.create(url) as made:
        yield made


def recorded(register: Register) -> Snapshot:
    register.add(
        clusters=[CLUSTER],
        parcels=[PARCEL],
        contracts=[CONTRACT],
        events=FACTS,
        source=SOURCE,
        recorded_by="王五",
        recorded_at=datetime(2024, 1, 21, tzinfo=UTC),
    )
    return register.snapshot(ON)


RECORDS: dict[str, Any] = {
    "clusters": CLUSTER,
    "parcels": PARCEL,
    "contracts": CONTRACT,
    "phases": CONTRACT.phases[0],
    "instalments": CONTRACT.instalments[0],
    "indicators": CONTRACT.indicators[0],
}


def told(frame: pd.DataFrame, column: str) -> str:
    value = frame[column].iloc[0]
    return str(value.date()) if isinstance(value, pd.Timestamp) else str(value)


def test_every_column_of_the_store_reaches_the_snapshot_with_its_value(register: Register) -> None:
    snapshot = recorded(register)
    lost = []
    for table, record in RECORDS.items():
        for field in catalogue.fields_of(SECTIONS[table]).values():
            if field.place != "row" or not hasattr(record, field.column) or field.kind == "boundary":
                continue
            expected = getattr(record, field.column)
            if told(getattr(snapshot, table), field.column) != str(expected):
                lost.append(f"{table}.{field.column}: {expected} does not reach the snapshot")
    assert lost == []


def test_every_detail_with_a_column_reaches_the_snapshot_with_its_value(register: Register) -> None:
    frame = recorded(register).events.set_index("type")
    lost = []
    for field in (field for field in catalogue.fields_of("event").values() if field.snapshot):
        for event in (event for event in FACTS if field.column in event.details):
            found = frame.loc[event.type, field.column]
            shown = str(found.date()) if isinstance(found, pd.Timestamp) else str(found)
            if shown != str(event.details[field.column]):
                lost.append(f"events.{field.column} of {event.type}: does not reach the snapshot")
    assert lost == []


def written(path: Path, tables: list[Table]) -> Path:
    book = Book(path)
    for table in tables:
        book.add(table)
    book.close()
    return path


def without_faults(reading: Reading) -> Reading:
    assert [issue.message for issue in reading.issues if issue.severity is Severity.ERROR] == []
    return reading


def test_every_field_of_a_contract_comes_back_from_the_ledger(tmp_path: Path) -> None:
    reading = without_faults(read(written(tmp_path / "台账.xlsx", ledger_tables([CONTRACT]))))
    (found,) = reading.contracts
    changed = [
        item.name
        for item in fields(Contract)
        if item.name != "source_columns" and getattr(found, item.name) != getattr(CONTRACT, item.name)
    ]
    assert changed == []


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_every_detail_of_every_kind_of_fact_comes_back(tmp_path: Path, suffix: str) -> None:
    path, table = tmp_path / f"事项{suffix}", facts_table(FACTS)
    if suffix == ".csv":
        write_csv(path, table)
    else:
        written(path, [table])
    assert without_faults(read(path)).events == FACTS


def test_a_detail_of_every_kind_has_a_header_of_its_own_and_none_goes_into_the_rest() -> None:
    table = facts_table(FACTS)
    assert "附加信息" not in [heading.text for heading in table.columns]


def bare(kind: EventType) -> Event:
    period = kind in catalogue.periods()
    day = date(2023, 8, 15)
    measured = {"indicator": "容积率", "value": "1.5"} if kind is EventType.INDICATOR_MEASURED else {}
    return Event(
        contract_no="C-1",
        type=kind,
        day=None if period else day,
        start=day if period else None,
        details=measured,
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_of_fact_is_read_by_the_name_that_screens_show(tmp_path: Path, language: str) -> None:
    path = tmp_path / "事项.csv"
    heads = {
        "zh": "合同编号,事项,日期,起始日,指标,核定值",
        "en": "Contract number,Fact,Day,First day,Indicator,Measured value",
    }
    lines = [heads[language]]
    for kind in EventType:
        day = ",2023-08-15" if kind in catalogue.periods() else "2023-08-15,"
        measured = "容积率,1.5" if kind is EventType.INDICATOR_MEASURED else ","
        lines.append(f"C-1,{getattr(catalogue.fact_of(kind), language)},{day},{measured}")
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    assert without_faults(read(path)).events == tuple(map(bare, EventType))


def test_a_snapshot_has_a_frame_for_every_table_that_has_a_column_in_it() -> None:
    assert set(SCHEMA) == {
        table
        for table, section in SECTIONS.items()
        if any(field.is_in_snapshot for field in catalogue.fields_of(section).values())
    }


def test_a_supplement_is_read_by_the_english_names_of_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "supplements.csv"
    path.write_text(
        "Contract number,Day,New agreed commencement,How it was served\n"
        "C-1,2023-08-15,2024-03-31,served by post\n",
        encoding="utf-8",
    )
    (found,) = without_faults(read(path)).events
    assert found == replace(
        bare(EventType.SUPPLEMENTARY_AGREEMENT),
        details={"new_commencement": "2024-03-31", "service": "post"},
    )
