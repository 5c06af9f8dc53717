"""Every published figure is declared once, and what it turns out to be is what its declaration says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from landwatch.i18n import speaking
from landwatch.measures.acreage import ledger_of
from landwatch.measures.acreage.statement import PARTS
from landwatch.measures.figures import Figure, forecast, of_day, patrol_month, performance, pipeline, stock
from landwatch.measures.figures.declared import (
    DECLARED,
    SECTIONS,
    Declared,
    declare,
    declared,
    in_section,
    pool_name,
    section_name,
)
from landwatch.measures.figures.differences import Difference
from landwatch.measures.figures.figure import size
from landwatch.measures.figures.states import State
from landwatch.rules import Assessment, assess
from tests.measures.office import judged


@pytest.fixture(scope="module")
def office() -> Assessment:
    return judged()


def _cells(office: Assessment) -> Iterator[Figure]:
    """The figures of tables, which are not made one by one."""
    entries = ledger_of(office.snapshot).frame()
    before = assess(office.snapshot.earlier(date(2023, 11, 30)))
    for stage in pipeline(office):
        yield from (stage.contracts, stage.area)
    for row in performance(office):
        yield from (figure for cell in row.cells.values() for figure in cell)
    for each in stock(office, entries):
        yield from each.figures
    for window in forecast(office).windows():
        yield from (window.contracts, window.area)
    yield from patrol_month(office, before, 2023, 12).figures


@pytest.fixture(scope="module")
def figures(office: Assessment) -> tuple[Figure, ...]:
    before = assess(office.snapshot.earlier(office.on.replace(year=2022)))
    with speaking("en"):
        made = of_day(office, ledger_of(office.snapshot).frame(), before=before)
        return (*made, *_cells(office))


def test_every_declared_figure_is_made_and_every_made_one_is_declared(figures: tuple[Figure, ...]) -> None:
    made = {figure.id for figure in figures if figure.unit != "points"}
    sums = {f"map_{state}" for state in State} | {f"change_{difference}" for difference in Difference}
    told_as_sums = {f"{name}_{by}" for name in sums for by in ("count", "area")}
    of_ledger = {f"ledger_{name}_area" for name in (*PARTS, "by_method", "target", "reached")}
    assert sorted(made | told_as_sums | of_ledger) == sorted(DECLARED)


def test_a_figure_has_the_unit_and_the_pool_that_are_declared(figures: tuple[Figure, ...]) -> None:
    units = {
        "count": "contracts",
        "area": "mu",
        "company": "companies",
        "cluster": "clusters",
        "parcel": "parcels",
    }
    with speaking("en"):
        for figure in figures:
            told = declared(figure.id)
            assert figure.pool == pool_name(told.pool), figure.id
            if figure.unit != "points":
                assert figure.unit == ("percent" if told.is_share else units[told.by]), figure.id
                assert (figure.denominator is not None) == told.is_share, figure.id


def test_a_figure_that_is_declared_nowhere_cannot_be_made(office: Assessment) -> None:
    with pytest.raises(LookupError, match="pools_of_water is declared nowhere; declare it beside"):
        size(office, pd.DataFrame(), id="pools_of_water", label="", definition="")


def test_one_that_was_made_without_declaration_cannot_be_printed(figures: tuple[Figure, ...]) -> None:
    with pytest.raises(LookupError, match="pools_of_water is declared nowhere"):
        replace(figures[0], id="pools_of_water").to_dict()


def test_two_figures_cannot_have_one_name() -> None:
    with pytest.raises(ValueError, match="stock_area is declared already; give the new figure another id"):
        declare(Declared(id="stock_area", section="acreage", kind="state"))


def test_every_section_has_figures_and_a_name_in_both_languages() -> None:
    assert {told.section for told in DECLARED.values()} == set(SECTIONS)
    assert sum(len(in_section(section)) for section in SECTIONS) == len(DECLARED)
    for language in ("en", "zh"):
        with speaking(language):  # type: ignore[arg-type]
            assert len({section_name(section) for section in SECTIONS}) == len(SECTIONS)
