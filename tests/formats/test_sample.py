"""The sample of the project: every kind of file, read without a false alarm."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import landwatch
from landwatch.formats import Reading, discover, read
from landwatch.model import Severity

SAMPLE = Path(landwatch.__file__).parents[1] / "data" / "parcels"


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    return [read(path) for path in discover([SAMPLE])]


def test_nothing_of_the_sample_is_refused(readings: list[Reading]) -> None:
    assert [issue for one in readings for issue in one.issues if issue.severity is Severity.ERROR] == []


def test_the_sample_is_doubted_only_where_it_was_made_doubtful(readings: list[Reading]) -> None:
    warnings = Counter(i.code for one in readings for i in one.issues if i.severity is Severity.WARNING)
    assert warnings.pop("area_mismatch") <= 5  # areas of older surveys
    assert warnings.pop("plot_ratio_swapped") == 1
    assert not warnings


def test_every_record_of_the_sample_is_taken(readings: list[Reading]) -> None:
    for one in readings:
        taken = len(one.clusters) + len(one.parcels) + len(one.contracts)
        assert one.records == (len(one.events) if one.kind == "facts" else taken)


def test_the_sample_has_every_kind_of_file(readings: list[Reading]) -> None:
    assert {one.kind for one in readings} == {"boundary_txt", "vector", "ledger", "facts"}
    assert {one.source.epsg for one in readings} == {4524, 4490, None}
    assert {one.source.encoding for one in readings} == {"gbk", "utf-8-sig", None}


def test_contracts_name_parcels_and_facts_name_contracts_that_are_there(readings: list[Reading]) -> None:
    parcels = {parcel.parcel_no for one in readings for parcel in one.parcels}
    contracts = {contract.contract_no: contract for one in readings for contract in one.contracts}
    assert {number for contract in contracts.values() for number in contract.parcel_nos} <= parcels
    assert {event.contract_no for one in readings for event in one.events} <= set(contracts)


def test_the_sample_says_that_it_is_one(readings: list[Reading]) -> None:
    assert all(record.illustrative for one in readings for record in (*one.clusters, *one.contracts))
