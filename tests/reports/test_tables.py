"""The tables of a report of ten contracts, each number against what is known of them by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from landwatch.i18n import Language, speaking
from landwatch.measures import figures as measured
from landwatch.measures.figures.declared import MEASURES
from landwatch.measures.figures.pools import OBLIGATIONS
from landwatch.measures.figures.stock import StockRow
from landwatch.model import StockClass
from landwatch.reports import Material, Period, acreage, clusters, due, lists
from landwatch.reports.composing import _method_bars, annex_tables, report_title
from landwatch.reports.contract_list import ledger
from landwatch.reports.document import Bars, Table, numbered
from landwatch.reports.formulas import month_formulas
from landwatch.reports.remarks import ages, gaps
from landwatch.rules import Assessment, Conventions
from landwatch.rules.explanation.findings import Finding
from tests.maps import zone
from tests.measures.office import NORTH, ON, SOUTH, judged

MU = Fraction(20_000_000, 3)  # cm²
DUES = ["kind", "rank", "contract_no", "part", "day", "days_left", "area_cm2", "probability", "drivers"]
DISPOSALS = ["contract_no", "kind", "day", "document", "note", "area_cm2"]
REVITALISED = ["contract_no", "day", "method", "documents", "area_cm2"]
SUSPENSIONS = ["contract_no", "day", "lifted", "document", "basis", "scopes"]


def figures(assessment: Assessment, cluster: str | None = None) -> dict[str, measured.Figure]:
    """The figures that the tables here are made of."""
    made = [measured.live(assessment, by=by, cluster=cluster) for by in MEASURES]
    made += [
        measured.default_rate(assessment, obligation, by=by, cluster=cluster)
        for obligation in OBLIGATIONS
        for by in MEASURES
    ]
    made += [
        measured.idle(assessment, recognised=recognised, by="count", cluster=cluster)
        for recognised in (True, False)
    ]
    return {figure.id: figure for figure in made}


def table_of(rows: Sequence[Sequence[Any]], columns: list[str]) -> pd.DataFrame:
    """What another room hands over, with its days as days."""
    days = {"day": "datetime64[s]"} | ({"lifted": "datetime64[s]"} if "lifted" in columns else {})
    return pd.DataFrame(rows, columns=columns).astype(days)


def material(conventions: Conventions | None = None, **given: Any) -> Material:
    """The office in 2023, with no more than a table asks for."""
    assessment = judged(conventions)
    plain: dict[str, Any] = {
        "period": Period.parse("annual", "2023"),
        "assessment": assessment,
        "cluster": None,
        "figures": figures(assessment),
        "earlier": {},
        "before": date(2022, 12, 31),
        "month": {},
        "by_cluster": {name: figures(assessment, name) for name in (NORTH, SOUTH)},
        "patrols": (),
        "patrol_months": (),
        "stock": (),
        "targets": (),
        "windows": (),
        "dues": table_of([], DUES),
        "ranking": dict.fromkeys(OBLIGATIONS, ""),
        "definitions": {},
        "disposals": table_of([], DISPOSALS),
        "revitalised": table_of([], REVITALISED),
        "suspensions": table_of([], SUSPENSIONS),
        "methods": {"COMPLETE": "completed", "START": "started"},
        "overview": None,
        "program": "landwatch",
    }
    return Material(**(plain | given))


def column(table: Table, head: str) -> list[Any]:
    """The cells under a head."""
    place = [column.head for column in table.columns].index(head)
    return [row[place] for row in table.rows]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with speaking("en"):
        yield


def test_contracts_in_force_rates_and_idle_land_stand_in_the_main_table() -> None:
    assert [figure.id for figure in material().main] == [
        *("live_contracts_count", "live_contracts_area"),
        *("commencement_default_rate_count", "commencement_default_rate_area"),
        *("completion_default_rate_count", "completion_default_rate_area"),
        *("idle_recognised_count", "idle_suspected_count"),
    ]


def test_the_bars_of_the_clusters_are_their_rates_by_area() -> None:
    """In the north 60 and 66 of 372 mu; in the south 246,913,700 cm² and 30 mu of as much and 78 mu."""
    bars = clusters.default_bars(material())
    late = 246_913_700 + 30 * MU
    assert bars.names == [NORTH, SOUTH]
    assert [list(values) for _name, values in bars.series] == [
        [Fraction(126, 372), Fraction(0)],
        [Fraction(0), late / (late + 48 * MU)],
    ]


def test_a_rate_of_a_cluster_divides_the_mu_in_default_by_the_mu_in_force() -> None:
    columns = clusters.contracts_and_defaults(material()).columns
    divided = [[columns[place].head for place in one.share] for one in columns if one.share]
    assert divided == [
        ["in default on commencement (mu)", "Area in force (mu)"],
        ["in default on completion (mu)", "Area in force (mu)"],
    ]


@pytest.mark.parametrize(
    ("unit", "told"), [("contract", None), ("phase", [2, 1, 1]), ("parcel", [1, 1, 1, 1])]
)
def test_the_list_of_defaults_counts_parts_where_the_convention_does(
    unit: str, told: list[int] | None
) -> None:
    table = lists.defaults(material(Conventions(breach_unit=unit)), "commencement")
    heads = [each.head for each in table.columns if each.head.endswith("s in default")]
    assert [sorted(column(table, head), reverse=True) for head in heads] == ([told] if told else [])


@pytest.mark.parametrize(
    ("deadline", "told"),
    [
        (None, "visit"),
        (date(2023, 12, 30), "visit (by 2023-12-30, past)"),
        (ON, "visit (by 2023-12-31)"),
        (date(2024, 1, 1), "visit (by 2024-01-01)"),
    ],
)
def test_a_deadline_is_past_from_the_day_after(deadline: date | None, told: str) -> None:
    assert lists._step(Finding("flag", "", "notice", "holder", "visit", deadline, ""), ON) == told


@pytest.mark.parametrize(
    ("obligation", "kind"), [("commencement", "Commencement"), ("completion", "Completion")]
)
def test_the_list_of_disposals_names_the_year_so_far(obligation: Any, kind: str) -> None:
    title = lists.disposals(material(), obligation).title
    assert title == f"{kind} defaults disposed of, 2023-01-01 to 2023-12-31"


def test_what_documents_recognise_and_what_is_suspected_are_annexes_of_their_own() -> None:
    assert [table.title for table in annex_tables(material())][2:4] == [
        "Idle land recognised by document",
        "Land suspected to be idle",
    ]


def test_a_day_ahead_names_its_phase_and_the_window_it_falls_into() -> None:
    days = [(date(2024, 1, 30), 30), (date(2024, 1, 31), 31)]
    dues = [
        ("commencement", place, f"合{place}", part, day, left, None, None, None)
        for place, (part, (day, left)) in enumerate(zip(("", "2"), days, strict=True), start=1)
    ]
    table = due.dues(material(dues=table_of(dues, DUES)), "commencement")
    assert (column(table, "Phase"), column(table, "Within (days)")) == ([None, "2"], [30, 60])


def test_the_ledger_of_contracts_is_numbered_from_one() -> None:
    table = ledger(material())
    assert column(table, "No.") == list(range(1, 11))


BOOKED = table_of(
    [
        ("合7", date(2022, 6, 30), "COMPLETE", "", int(30 * MU)),
        ("合8", date(2023, 1, 15), "COMPLETE", "", int(60 * MU)),
        ("合1", date(2023, 5, 5), "START", "", int(15 * MU)),
    ],
    REVITALISED,
)


def test_land_revitalised_in_january_is_of_the_year() -> None:
    rows = acreage.methods(material(revitalised=BOOKED)).rows
    assert [list(row) for row in rows] == [["completed", 1, 60, 90], ["started", 1, 15, 15]]


def test_the_bars_of_the_methods_are_their_mu_since_the_first_year() -> None:
    (bars,) = _method_bars(material(revitalised=BOOKED))
    assert isinstance(bars, Bars)
    assert (bars.names, [list(values) for _name, values in bars.series]) == (
        ["completed", "started"],
        [[90, 15]],
    )


def test_land_listed_or_suspected_says_why_in_the_order_of_its_numbers() -> None:
    figure = measured.live(judged())
    computed, recorded = (replace(figure, definition=basis) for basis in ("as computed", "as listed"))
    rows = pd.DataFrame({"area_cm2": [3, 20, 100]}, index=["G-2", "G-3", "G-1"])
    row = StockRow(StockClass.IDLE, "", True, computed, figure, recorded, figure, figure, rows, rows)
    assert [acreage._with_reasons(row, rows, suspected=suspected) for suspected in (True, False)] == [
        [("G-1", 100, basis), ("G-2", 3, basis), ("G-3", 20, basis)] for basis in ("as computed", "as listed")
    ]


@pytest.mark.parametrize(
    ("cluster", "told"), [(None, "the year 2023"), (NORTH, f"the year 2023 · cluster {NORTH}")]
)
def test_a_report_of_one_cluster_is_named_after_it(cluster: str | None, told: str) -> None:
    assert report_title(material(cluster=cluster))[1] == told


@pytest.mark.parametrize(("language", "told"), [("zh", "一、总体情况"), ("en", "1  总体情况")])
def test_chapters_are_numbered_as_the_language_has_it(language: Language, told: str) -> None:
    with speaking(language):
        assert numbered(1, "总体情况") == told


def test_the_age_of_a_kind_of_fact_is_that_of_its_newest() -> None:
    """Five starts, the last of 1 August, and two completions of 1 March: 152 and 305 days before."""
    told = {row[0]: row[1:4] for row in ages(material()).rows if row[1]}
    assert told == {
        "commenced": [5, date(2023, 8, 1), 152],
        "completed": [2, date(2023, 3, 1), 305],
    }


@pytest.mark.parametrize(("cluster", "missed"), [(None, f"{NORTH}, {SOUTH}"), (NORTH, NORTH), (SOUTH, SOUTH)])
def test_an_operator_that_nobody_names_is_missed_in_its_own_cluster(cluster: str | None, missed: str) -> None:
    told = [line for line in gaps(material(cluster=cluster)) if "operating company" in line]
    assert told == [f"No source names the operating company of {missed}."]


@pytest.mark.parametrize(("cluster", "missed"), [(None, ["BD-15"]), ("北渡", ["BD-15"]), ("安稳", [])])
def test_a_parcel_without_a_boundary_is_missed_in_its_own_cluster(
    cluster: str | None, missed: list[str]
) -> None:
    told = gaps(material(assessment=zone.judged(), cluster=cluster, figures={}))
    assert [line for line in told if "boundary" in line] == [
        f"1 parcel has no recorded boundary: {number}." for number in missed
    ]


def test_the_disposals_of_a_month_are_those_from_its_first_day_to_its_last() -> None:
    told = month_formulas(material(period=Period.parse("monthly", "2023-12")))
    assert told["commencement_defaults_disposed_count"] == (
        'COUNTIFS(started_day,">="&DATE(2023,12,1),started_day,"<="&DATE(2023,12,31))'
    )
    assert "completion_defaults_disposed_area" in told
