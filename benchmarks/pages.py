"""The atlas in one file beside the page that folium makes of the same parcels, both opened in Chromium.

folium's page asks the network for ten files; here these requests are answered at once from this machine, that
for Leaflet with Leaflet, the others with nothing, which polygons do not miss. So no network is in its time.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import folium
from playwright.sync_api import Browser, Route, sync_playwright
from shapely import union_all

import landwatch
from benchmarks.measuring import Line, s, timed
from benchmarks.register import ON, drawn
from landwatch.model import Cluster
from landwatch.rules import Assessment, assess
from landwatch.snapshot import Snapshot

__all__ = ["lines"]

PARCELS, CLUSTERS, OPENINGS = 5_000, 7, 5
_ASSETS = Path(landwatch.__file__).parent / "maps" / "assets" / "leaflet"
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
# The instant, since the address was called, of the second frame after everything is in the page.
_DRAWN = """count => document.querySelectorAll("path.leaflet-interactive").length >= count && new Promise(
    done => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"""


def lines() -> Iterator[Line]:
    """Measure, one line after the other."""
    assessment = zone(PARCELS)
    with TemporaryDirectory() as folder, chromium() as browser:
        theirs, stock = timed(partial(stock_page, assessment, Path(folder) / "stock.html"), 1)
        ours, (atlas,) = timed(partial(landwatch.write_atlas, assessment, Path(folder) / "atlas.html"), 1)
        folium_drawn = opened(browser, stock.as_uri(), PARCELS)
        beside = f"stock folium: {s(theirs)}, {megabytes(stock)}"
        yield (
            f"atlas of {PARCELS:,} parcels in {CLUSTERS} clusters, one file",
            s(ours),
            megabytes(atlas),
            beside,
        )
        index = opened(browser, atlas.as_uri(), CLUSTERS)
        cluster = opened(browser, f"{atlas.as_uri()}#cluster-1", PARCELS // CLUSTERS)
        told = f"stock folium, all parcels: {s(folium_drawn)}"
        yield "its index, opened and drawn", s(index), "", f"{told}; {folium_drawn / index:.1f} times as long"
        yield (
            "a cluster of it, opened and drawn",
            s(cluster),
            "",
            f"{folium_drawn / cluster:.1f} times as long",
        )
        (whole,) = landwatch.write_atlas(zone(PARCELS, clusters=1), Path(folder) / "whole.html")
        page = opened(browser, f"{whole.as_uri()}#cluster-1", PARCELS)
        size = megabytes(whole)
        yield (
            f"all {PARCELS:,} in one cluster, drawn",
            s(page),
            size,
            f"{folium_drawn / page:.1f} times as long",
        )


def zone(count: int, clusters: int = CLUSTERS) -> Assessment:
    """Judge synthetic parcels that lie in some clusters."""
    land = drawn(count)
    names = [f"组团{number + 1}" for number in range(clusters)]
    parcels = [
        replace(parcel, cluster=names[number * clusters // count])
        for number, parcel in enumerate(land.parcels)
    ]
    boundaries = [
        Cluster(
            name=name,
            name_en=f"Cluster {number}",
            geometry=union_all([parcel.geometry for parcel in parcels if parcel.cluster == name]).convex_hull,
        )
        for number, name in enumerate(names, start=1)
    ]
    records = {"clusters": boundaries, "parcels": parcels, "contracts": land.contracts, "events": land.events}
    return assess(Snapshot.from_records(ON, **records))


def stock_page(assessment: Assessment, path: Path) -> Path:
    """Write the page an analyst would: folium as it comes, parcels coloured by state, with a tooltip."""
    parcels = assessment.snapshot.parcels[["parcel_no", "name", "geometry"]]
    made = folium.Map(location=[28.97, 106.57], zoom_start=12, tiles=None)
    tooltip = folium.GeoJsonTooltip(["parcel_no", "name"])
    look = {"weight": 1, "fillOpacity": 0.9}
    folium.GeoJson(parcels.to_json(), style_function=lambda feature: look, tooltip=tooltip).add_to(made)
    made.save(path)
    return path


@contextmanager
def chromium() -> Iterator[Browser]:
    """A Chromium."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=_ARGUMENTS)
        yield browser
        browser.close()


def opened(browser: Browser, address: str, shapes: int) -> float:
    """Open a page anew some times; the least seconds until all shapes are drawn."""
    return min(_opened(browser, address, shapes) for __ in range(OPENINGS))


def _opened(browser: Browser, address: str, shapes: int) -> float:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.route(re.compile("^https?:"), _answer)
    page = context.new_page()
    page.goto(address)
    taken: Any = page.wait_for_function(_DRAWN, arg=shapes).json_value()
    context.close()
    return float(taken) / 1000


def _answer(route: Route) -> None:
    name = route.request.url.rsplit("/", 1)[-1]
    library = _ASSETS / name
    route.fulfill(path=library) if library.is_file() else route.fulfill(body="")


def megabytes(path: Path) -> str:
    """The size of a file."""
    return f"{path.stat().st_size / 1e6:.1f} MB"
