"""What is exported and imported again is what it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import shapely
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from landwatch.formats import Reading, read
from landwatch.formats.boundary_text import parser
from landwatch.formats.boundary_text.composer import compose
from landwatch.formats.boundary_text.survey_writer import boundary_bytes
from landwatch.formats.tables.contract_writer import ledger_tables
from landwatch.formats.tables.fact_writer import facts_table, write_csv
from landwatch.model import Contract, Event, Parcel, Severity
from landwatch.registry.canonical import is_same_place
from landwatch.workbook import Book, Table
from tests.formats.files import closed
from tests.formats.writing.making import contracts, events, parcels

# Not made smaller when one fails: each example writes a workbook.
FEW = settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])


def written(path: Path, *tables: Table) -> Path:
    book = Book(path)
    for table in tables:
        book.add(table)
    book.close()
    return path


def read_again(content: bytes | list[Table], suffix: str) -> Reading:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"again{suffix}"
        if isinstance(content, bytes):
            path.write_bytes(content)
        elif suffix == ".csv":
            write_csv(path, content[0])
        else:
            written(path, *content)
        return read(path)


def faults(reading: Reading) -> list[str]:
    return [issue.message for issue in reading.issues if issue.severity is Severity.ERROR]


def core(contract: Contract) -> Contract:
    """A contract without what its source called its columns, its indicators in one order of writing."""
    return replace(contract, source_columns={})


@FEW
@given(st.lists(contracts(), min_size=1, max_size=4, unique_by=lambda one: one.contract_no))
def test_contracts_come_back_from_a_ledger(given_contracts: list[Contract]) -> None:
    reading = read_again(ledger_tables(given_contracts), ".xlsx")
    assert faults(reading) == []
    assert list(map(core, reading.contracts)) == list(map(core, given_contracts))


@FEW
@given(st.lists(events(), min_size=1, max_size=6), st.sampled_from([".xlsx", ".csv"]))
def test_facts_come_back_from_their_table(given_events: list[Event], suffix: str) -> None:
    reading = read_again([facts_table(given_events)], suffix)
    assert faults(reading) == []
    once = [one for i, one in enumerate(given_events) if one not in given_events[:i]]
    assert list(reading.events) == once


@FEW
@given(
    st.lists(parcels(), min_size=1, max_size=3, unique_by=lambda one: one.parcel_no),
    st.sampled_from([4524, 4545, 4523]),
)
def test_parcels_come_back_from_a_boundary_file(given_parcels: list[Parcel], epsg: int) -> None:
    content = boundary_bytes(given_parcels, epsg=epsg, made_on=date(2024, 1, 1), made_by="测试单位")
    reading = read_again(content, ".txt")
    assert faults(reading) == []
    assert [replace(one, geometry=None) for one in reading.parcels] == [
        replace(_reread_area(one, reading), geometry=None) for one in given_parcels
    ]
    assert all(_same(one, other) for one, other in zip(reading.parcels, given_parcels, strict=True))


def _reread_area(parcel: Parcel, reading: Reading) -> Parcel:
    """An area that fits the boundary in another unit is read in that unit: that is the reader's business."""
    suspect = {issue.record for issue in reading.issues if issue.code == "area_unit_suspect"}
    if parcel.parcel_no not in suspect:
        return parcel
    read_as = next(one for one in reading.parcels if one.parcel_no == parcel.parcel_no)
    return replace(parcel, registered_area_cm2=read_as.registered_area_cm2)


def _same(one: Parcel, other: Parcel) -> bool:
    assert one.geometry is not None and other.geometry is not None
    return is_same_place(one.geometry, other.geometry)


def test_a_boundary_file_is_read_as_the_content_it_was_written_from() -> None:
    square = [
        (3213300.0, 36368400.0),
        (3213300.0, 36368700.0),
        (3213100.0, 36368700.0),
        (3213100.0, 36368400.0),
    ]
    head = parser.Head(3, "5", "6.0000", "A-1", "甲地块", "工业用地", "0601", ("", "", "", "", "示意"))
    ring = parser.Ring(1, 4, list(closed(square)))
    file = parser.BoundaryFile({"坐标系": "2000国家大地坐标系"}, [parser.ParcelText(head, [ring])])
    again = parser.parse(compose(file))
    assert again.attributes == file.attributes and again.faults == []
    (parcel,) = again.parcels
    assert replace(parcel.head, line=3) == head
    assert [(one.number, one.points) for one in parcel.rings] == [(1, ring.points)]


def test_the_hole_of_a_second_part_comes_back_as_its_hole() -> None:
    part: Any = shapely.box(106.6, 29.0, 106.61, 29.01).difference(
        shapely.box(106.603, 29.003, 106.606, 29.006)
    )
    shape = shapely.MultiPolygon([part, shapely.affinity.translate(part, 0.03)])
    content = boundary_bytes(
        [Parcel(parcel_no="A", geometry=shape)], epsg=4524, made_on=date(2024, 1, 1), made_by=""
    )
    reading = read_again(content, ".txt")
    assert [issue.code for issue in reading.issues if issue.severity is not Severity.INFO] == []
    (again,) = reading.parcels
    assert again.geometry is not None
    assert is_same_place(again.geometry, shape) and len(shapely.get_parts(again.geometry)) == 2
