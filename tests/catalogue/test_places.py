"""A field that is declared and forgotten somewhere is named, with the place that lacks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from landwatch import catalogue
from landwatch.catalogue.loading import build, raw_files
from landwatch.snapshot import SCHEMA
from tests.catalogue.places import Names, Places, forgotten, of_the_program

KNOWN = catalogue.loaded()


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    return of_the_program(tmp_path_factory.mktemp("templates"))


def test_every_field_reaches_every_place_that_it_should(places: Places) -> None:
    assert forgotten(KNOWN, places) == []


def without(names: Names, section: str, name: str) -> Names:
    return {**names, section: names[section] - {name}}


@pytest.mark.parametrize(
    ("place", "name", "complaint"),
    [
        ("store", "industry", "the table contracts of the store has no column industry"),
        ("snapshot", "industry", "the frame contracts of the snapshot has no column industry"),
        ("template", "行业分类", "the template has no column 行业分类"),
        ("export", "行业分类", "the export has no column 行业分类"),
    ],
)
def test_a_place_that_forgets_a_field_is_named_with_the_field(
    places: Places, place: str, name: str, complaint: str
) -> None:
    lacking = replace(places, **{place: without(getattr(places, place), "contract", name)})
    assert forgotten(KNOWN, lacking) == [f"contract.industry: {complaint}"]


def test_an_importer_that_does_not_read_a_header_is_named_with_the_field(places: Places) -> None:
    def deaf(section: str, header: str) -> str | None:
        return None if header == "所属行业" else places.read(section, header)

    assert forgotten(KNOWN, replace(places, read=deaf)) == [
        "contract.industry: the importer does not read 所属行业 as it"
    ]


def test_a_screen_without_a_name_for_a_field_is_named_with_the_field(places: Places) -> None:
    screens: Mapping[str, Any] = {name: pair for name, pair in places.screens.items() if name != "industry"}
    assert forgotten(KNOWN, replace(places, screens=screens)) == [
        "contract.industry: screens have no name for it"
    ]


def test_a_column_declared_for_the_register_alone_is_missed_in_every_other_place(places: Places) -> None:
    raw: dict[str, Any] = raw_files()
    line = raw["fields"]["parcel"].pop("name")
    raw["fields"]["parcel"]["name"] = line | {"cells": ["新名称"]}
    assert forgotten(build(raw), places) == ["parcel.name: the importer does not read 新名称 as it"]


FORM_2 = {
    "clusters": "name name_en operator operator_basis illustrative geometry",
    "parcels": "parcel_no name cluster land_use registered_area_cm2 illustrative geometry",
    "contracts": (
        "contract_no supervision_no form project_name location holder holder_code grantor supply_method "
        "land_use industry foundation cluster signed_on agreed_handover agreed_commencement "
        "agreed_completion agreed_production agreed_full_production area_cm2 price_fen deposit_fen paid_fen "
        "commencement_damages_ppb completion_damages_ppb handover_damages_ppb payment_damages_ppb "
        "developable_cm2 developed_cm2 total_investment_fen total_investment_land_price_fen "
        "total_investment_tax_fen invested_fen invested_land_price_fen invested_tax_fen planned_gfa_cm2 "
        "unfinished_gfa_at_due_cm2 illustrative recorded_at recorded_by source"
    ),
    "contract_parcels": "contract_no parcel_no area_cm2 known_as",
    "phases": "contract_no number area_cm2 agreed_commencement agreed_completion",
    "instalments": "contract_no number due_on amount_fen",
    "indicators": "contract_no name value unit direction stage damages_ppb",
    "events": (
        "event_id contract_no type day start end phase parcel_no document verified new_commencement "
        "new_completion new_production new_full_production service effective_on notice_date proof_date "
        "amount_fen share to details recorded_at recorded_by"
    ),
}
"""The columns that files of the second form have: those that are on offices' disks."""


@pytest.mark.parametrize("table", SCHEMA)
def test_a_column_that_older_snapshot_files_lack_says_in_which_form_it_came(table: str) -> None:
    later = set(SCHEMA[table]) - set(FORM_2[table].split())
    fields = catalogue.fields_of(catalogue.SECTIONS[table]).values()
    silent = [field.name for field in fields if field.column in later and field.snapshot_form < 3]
    assert silent == [], "say snapshot_form in fields.yaml"
    assert set(FORM_2[table].split()) <= set(SCHEMA[table])
