"""A default rate is one number wherever it is read, and it is the sum of the rows written down by hand."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

from landwatch.i18n import speaking
from landwatch.maps import draw_cluster, draw_overview, overview_drawing
from landwatch.maps.content import prepare
from landwatch.maps.printing import Imprint, Wish, cluster_sheets
from landwatch.maps.replaying import replay_bar
from landwatch.measures.figures import default_rate
from landwatch.reports import Material, Period, compose, write_workbook
from landwatch.rules import Assessment, Conventions
from landwatch.services.figures.reporting import gather
from tests.commands import Landwatch
from tests.measures.office import NORTH, ON, ROWS, SOUTH, judged, write_register

UNITS, POOLS, MEANT = ("contract", "phase", "parcel"), ("P", "D"), ("area", "count")
SETTINGS = [
    *(("contract", "P", "area"), ("parcel", "D", "count")),
    *(
        pytest.param(each, marks=pytest.mark.long)
        for each in (
            *(("contract", "D", "count"), ("phase", "P", "count")),
            *(("phase", "D", "area"), ("parcel", "P", "area")),
        )
    ),
]
"""Every unit with every pool; what is meant takes turns, and is asked of the figures both ways."""
WORDS = {"contract": "contracts", "phase": "phases", "parcel": "parcels"}
MADE = datetime(2024, 1, 21, 9, 30, tzinfo=UTC)


class Sums(NamedTuple):
    """Both rates of one obligation as their parts: cm², and what is counted."""

    part_cm2: int
    whole_cm2: int
    part: int
    whole: int


def by_hand(unit: str, pool: str, kind: str, cluster: str | None = None) -> Sums:
    """Add up the rows written down in :mod:`tests.measures.office`."""
    sums = [0, 0, 0, 0]
    for row in ROWS:
        due = row.to_start_by if kind == "commencement" else row.to_complete_by
        if cluster not in (None, row.cluster) or (pool == "D" and not due < ON):
            continue
        late = (
            (row.started_late_cm2[unit], row.started_late[unit])
            if kind == "commencement"
            else (row.completed_late_cm2, row.completed_late)
        )
        for place, added in enumerate((late[0], row.area_cm2 or 0, late[1], row.counted[unit])):
            sums[place] += added
    return Sums(*sums)


def rounded(number: Fraction, digits: int) -> str:
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return f"{exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):,}"


def percent(part: int, whole: int) -> str:
    return f"{rounded(Fraction(100 * part, whole), 1)} %" if whole else "n/a"


def mu(cm2: int) -> str:
    return rounded(Fraction(3 * cm2, 20_000_000), 2)


def lines(sums: Sums, unit: str) -> list[str]:
    """What a page or a sheet says of one rate."""
    return [
        f"{percent(sums.part_cm2, sums.whole_cm2)} by area",
        f"{mu(sums.part_cm2)} / {mu(sums.whole_cm2)} mu",
        f"{percent(sums.part, sums.whole)} by {WORDS[unit]} ({sums.part} / {sums.whole})",
    ]


def text_of(page: str) -> str:
    """The words of a page, without what scripts read."""
    bare = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", bare)).split())


@pytest.fixture(scope="module", params=SETTINGS, ids="-".join)
def setting(request: pytest.FixtureRequest) -> tuple[str, str, str]:
    chosen: tuple[str, str, str] = request.param
    return chosen


@pytest.fixture(scope="module")
def assessment(setting: tuple[str, str, str]) -> Assessment:
    unit, pool, meant = setting
    given: dict[str, Any] = {"breach_unit": unit, "rate_pool": pool, "rate_unit": meant}
    return judged(Conventions(**given))


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with speaking("en"):
        yield


KINDS: Any = ("commencement", "completion")
OF: Any = (NORTH, SOUTH, None)


@pytest.mark.parametrize("cluster", OF)
@pytest.mark.parametrize("kind", KINDS)
def test_the_figure_is_the_sum_of_the_rows(
    assessment: Assessment, setting: tuple[str, str, str], kind: Any, cluster: str | None
) -> None:
    unit, pool, _meant = setting
    sums = by_hand(unit, pool, kind, cluster)
    area = default_rate(assessment, kind, by="area", cluster=cluster)
    count = default_rate(assessment, kind, by="count", cluster=cluster)
    assert (area.numerator, area.denominator) == (
        Fraction(3 * sums.part_cm2, 20_000_000),
        Fraction(3 * sums.whole_cm2, 20_000_000),
    )
    assert (count.numerator, count.denominator) == (sums.part, sums.whole)
    for meant, rate in (("area", area), ("count", count)):
        conventions: Any = replace(assessment.conventions, rate_unit=meant)
        told = default_rate(replace(assessment, conventions=conventions), kind, cluster=cluster)
        assert told.value == rate.value


@pytest.mark.parametrize("cluster", [NORTH, SOUTH])
def test_the_page_of_a_cluster_says_the_same(
    assessment: Assessment, setting: tuple[str, str, str], cluster: str, map_assets: Path
) -> None:
    unit, pool, _meant = setting
    told = text_of(draw_cluster(assessment, cluster, language="en"))
    for kind in KINDS:
        assert " ".join(lines(by_hand(unit, pool, kind, cluster), unit)) in told


def test_the_overview_says_the_same_of_the_zone_and_each_cluster(
    assessment: Assessment, setting: tuple[str, str, str], map_assets: Path
) -> None:
    unit, pool, _meant = setting
    told = text_of(draw_overview(assessment, language="en"))
    for kind in KINDS:
        assert " ".join(lines(by_hand(unit, pool, kind), unit)) in told
        for cluster in OF:
            sums = by_hand(unit, pool, kind, cluster)
            cell = (
                f"{percent(sums.part_cm2, sums.whole_cm2)} by area, {mu(sums.part_cm2)} mu "
                f"{percent(sums.part, sums.whole)} by {WORDS[unit]}, {sums.part}"
            )
            assert cell in told


def test_the_map_of_the_clusters_shows_the_rate_that_is_meant(
    assessment: Assessment, setting: tuple[str, str, str]
) -> None:
    unit, pool, meant = setting
    drawn = overview_drawing(assessment, language="en")
    assert drawn is not None
    told = [label.text for label in drawn.labels]
    for cluster in (NORTH, SOUTH):
        sums = by_hand(unit, pool, "commencement", cluster)
        shown = percent(sums.part_cm2, sums.whole_cm2) if meant == "area" else percent(sums.part, sums.whole)
        assert f"{cluster} {shown}" in told
    measure = {"contract": "by count", "phase": "by count of phases", "parcel": "by count of parcels"}[unit]
    assert ("by area" if meant == "area" else measure) in told


@pytest.mark.parametrize("cluster", OF)
def test_the_last_month_of_the_slider_is_the_day(
    assessment: Assessment, setting: tuple[str, str, str], cluster: str | None
) -> None:
    unit, pool, _meant = setting
    bar = replay_bar(prepare(assessment, months=3), cluster)
    assert bar is not None
    expected = [lines(by_hand(unit, pool, kind, cluster), unit) for kind in KINDS]
    assert bar.data["figures"][-1][:4] == [line for three in expected for line in (three[0], three[2])]


def test_the_printed_sheet_says_the_same(assessment: Assessment, setting: tuple[str, str, str]) -> None:
    unit, pool, _meant = setting
    imprint = Imprint(drawn_on=date(2024, 1, 8), data_as_of=ON, stale=False)
    (sheet,) = cluster_sheets(assessment, NORTH, Wish(paper="A3"), imprint, language="en")
    told = json.dumps(list(sheet.blocks), ensure_ascii=False)
    for kind in KINDS:
        for line in lines(by_hand(unit, pool, kind, NORTH), unit):
            assert line in told


@pytest.fixture(scope="module")
def material(assessment: Assessment) -> Material:
    with speaking("en"):
        return gather(assessment, Period.parse("annual", "2023"))


@pytest.mark.long
def test_the_report_says_the_same_in_its_sentences(material: Material, setting: tuple[str, str, str]) -> None:
    unit, pool, _meant = setting
    told = " ".join(map(str, (block for section in compose(material).sections for block in section.blocks)))
    measure = {"contract": "by count", "phase": "by count of phases", "parcel": "by count of parcels"}[unit]
    for kind in KINDS:
        sums = by_hand(unit, pool, kind)
        shown = percent(sums.part_cm2, sums.whole_cm2)
        area = f"{shown} by area ({mu(sums.part_cm2)} of {mu(sums.whole_cm2)} mu)"
        count = f"{percent(sums.part, sums.whole)} {measure} ({sums.part} of {sums.whole} {WORDS[unit]})"
        assert area in told and count in told


@pytest.mark.long
def test_the_workbook_says_the_same_in_its_summary_and_by_cluster(
    material: Material, setting: tuple[str, str, str], tmp_path: Path
) -> None:
    unit, _pool, _meant = setting
    path = tmp_path / "report.xlsx"
    write_workbook(path, material, MADE)
    book = openpyxl.load_workbook(path, data_only=True)
    named = {row[0]: row for row in book["Summary"].iter_rows(values_only=True) if row[0]}
    measures = {"contract": "by count", "phase": "by count of phases", "parcel": "by count of parcels"}
    for kind, pool in product(KINDS, POOLS):
        sums = by_hand(unit, pool, kind)
        row = named[f"{kind.capitalize()} default rate, {measures[unit]}, pool {pool}"]
        assert (row[3], row[4]) == (sums.part, sums.whole)
        row = named[f"{kind.capitalize()} default rate, by area, pool {pool}"]
        assert row[3:5] == pytest.approx((3 * sums.part_cm2 / 20_000_000, 3 * sums.whole_cm2 / 20_000_000))
    clusters = {row[0]: row for row in book["Clusters"].iter_rows(values_only=True) if row[0]}
    for cluster in (NORTH, SOUTH):
        counts = [by_hand(unit, "P", kind, cluster).part for kind in KINDS]
        assert [clusters[cluster][3], clusters[cluster][6]] == counts


@pytest.mark.long
def test_the_lists_of_the_workbook_hold_what_its_formulas_count(
    material: Material, setting: tuple[str, str, str], tmp_path: Path
) -> None:
    unit, _pool, _meant = setting
    path = tmp_path / "report.xlsx"
    write_workbook(path, material, MADE)
    book = openpyxl.load_workbook(path, data_only=True)
    if unit == "contract":
        return
    for sheet, kind in (("Commencement defaults", "commencement"), ("Completion defaults", "completion")):
        heads = [cell.value for cell in book[sheet][3]]
        place = heads.index("Phases in default" if unit == "phase" else "Parcels in default")
        rows = [row for row in book[sheet].iter_rows(min_row=4, values_only=True) if isinstance(row[0], int)]
        assert sum(row[place] for row in rows) == by_hand(unit, "P", kind).part


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write_register(tmp_path_factory.mktemp("office"))


def test_stats_says_the_same_as_json(
    register: str, setting: tuple[str, str, str], landwatch: Landwatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit, pool, meant = setting
    for name, value in (("BREACH_UNIT", unit), ("RATE_POOL", pool), ("RATE_UNIT", meant)):
        monkeypatch.setenv(f"LANDWATCH_{name}", value)
    told = landwatch("stats", "--json", "--on", "2023-12-31", "--database", register)
    figures = {figure["id"]: figure for figure in json.loads(told.stdout)["figures"]}
    for kind, of in product(KINDS, POOLS):
        sums, suffix = by_hand(unit, of, kind), "_due" if of == "D" else ""
        area = figures[f"{kind}_default_rate_area{suffix}"]
        assert area["text"] == percent(sums.part_cm2, sums.whole_cm2)
        assert (Decimal(area["numerator"]), Decimal(area["denominator"])) == tuple(
            Decimal(mu(size)) for size in (sums.part_cm2, sums.whole_cm2)
        )
        count = figures[f"{kind}_default_rate_count{suffix}"]
        assert count["text"] == percent(sums.part, sums.whole)
        assert (count["numerator"], count["denominator"]) == (str(sums.part), str(sums.whole))
