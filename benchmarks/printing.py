"""Sheets for paper beside what one does without them: printing the page of the cluster from a browser."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from playwright.sync_api import sync_playwright
from shapely import box

from benchmarks.measuring import Line, rate, s, timed
from landwatch.maps import draw_cluster
from landwatch.maps.printing import Form, Imprint, Wish, cluster_sheets, parcel_sheets, sheet_files
from landwatch.model import Cluster, Contract, Parcel
from landwatch.rules import Assessment, assess
from landwatch.services.assessing.judging import assess_register
from landwatch.services.sample import demo
from landwatch.snapshot import Snapshot

ON = date(2023, 12, 31)
CLUSTER, SIDE = "北渡", 72
MADE = datetime(2024, 1, 8, tzinfo=UTC)
IMPRINT = Imprint(drawn_on=MADE.date(), data_as_of=ON, stale=False)


def lines() -> Iterator[Line]:
    """Measure, one line after the other."""
    folder, database = demo._temporary_register()
    with folder:
        sample = assess_register(database, ON)
    count = len(cluster_sheets(sample, CLUSTER, Wish("A3"), IMPRINT)[0].parcels)
    browser, size = browser_print(sample)
    forms: tuple[Form, ...] = ("pdf", "svg", "png")
    for form in forms:
        seconds, content = timed(lambda form=form: cluster(sample, "A3", form), 3)
        beside = f"Chromium prints the page, not to scale: {s(browser)}, {size:,} KB" if form == "pdf" else ""
        told = f"{CLUSTER} ({count} parcels) on A3 as {form.upper()}, {len(content) // 1000:,} KB"
        yield told, s(seconds), rate(seconds, 1), beside
    seconds, sheets = timed(lambda: parcels(sample), 3)
    yield f"a sheet for each of {sheets} flagged parcels, one PDF", s(seconds), rate(seconds, sheets), ""
    large = lattice()
    seconds, content = timed(lambda: cluster(large, "A0", "pdf"), 1)
    yield f"{SIDE**2:,} parcels on A0, {len(content) / 1e6:.1f} MB", s(seconds), rate(seconds, 1), ""


def cluster(assessment: Assessment, paper: str, form: Form) -> bytes:
    """Lay out and set the sheet of the cluster."""
    wish = Wish("A0" if paper == "A0" else "A3")
    return sheet_files(cluster_sheets(assessment, CLUSTER, wish, IMPRINT), form, CLUSTER, MADE)[0]


def parcels(assessment: Assessment) -> int:
    """Lay out and set the sheets of the flagged parcels."""
    sheets, _bare = parcel_sheets(assessment, CLUSTER, [], Wish("A4"), IMPRINT)
    sheet_files(sheets, "pdf", CLUSTER, MADE)
    return len(sheets)


def browser_print(assessment: Assessment) -> tuple[float, int]:
    """Draw the page of the cluster, open it and print it on A3; the browser runs already."""
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        file = Path(folder) / "page.html"

        def printed() -> bytes:
            file.write_text(draw_cluster(assessment, CLUSTER), encoding="utf-8")
            page = browser.new_page()
            page.goto(file.as_uri())
            content = page.pdf(format="A3", landscape=True, print_background=True)
            page.close()
            return content

        seconds, content = timed(printed, 3)
        browser.close()
    return seconds, len(content) // 1000


def lattice() -> Assessment:
    """A cluster of many lots, each with a contract in one of several states."""
    west, south, width, height = 106.56, 29.0, 0.0011, 0.0009
    places = [(column, row) for row in range(SIDE) for column in range(SIDE)]
    lots = [
        Parcel(
            parcel_no=f"L-{number:04}",
            cluster=CLUSTER,
            registered_area_cm2=10_000 * 10_000,
            geometry=box(
                west + column * width,
                south + row * height,
                west + (column + 0.94) * width,
                south + (row + 0.92) * height,
            ),
        )
        for number, (column, row) in enumerate(places, start=1)
    ]
    contracts = [
        Contract(
            contract_no=f"C-{number:04}",
            area_cm2=10_000 * 10_000,
            price_fen=10**9,
            signed_on=date(2021, 3, 1),
            agreed_commencement=date(2021 + number % 4, 12, 31),
            agreed_completion=date(2024, 12, 31),
            parcel_nos=(lot.parcel_no,),
        )
        for number, lot in enumerate(lots, start=1)
    ]
    around = box(west, south, west + SIDE * width, south + SIDE * height).buffer(0.0005)
    clusters = [Cluster(name=CLUSTER, name_en="Beidu", geometry=around)]
    return assess(Snapshot.from_records(ON, parcels=lots, contracts=contracts, clusters=clusters))
