"""Pages of many parcels in Chromium, beside stock folium: how long to make, how large, how long to draw."""

from __future__ import annotations

import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from playwright.sync_api import Browser, Page, Route, sync_playwright

import landwatch
from benchmarks.district import synthetic
from benchmarks.measuring import Line, s
from landwatch.i18n import speaking
from landwatch.maps.cluster_page import cluster_page
from landwatch.maps.content import MapContent, prepare
from landwatch.maps.page_files import write_page
from landwatch.rules import assess
from landwatch.snapshot import frame

PARCELS, MANY, UNDER_CONTRACT = 50_000, 500_000, 20_000
OPENED = 3
CLUSTER = "北渡"
ASSETS = Path(landwatch.__file__).parent / "maps" / "assets" / "leaflet"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
# Each frame: how many shapes are on the page, and whether the map says that it is drawn.
WATCH = """
(() => {
    const look = () => {
        const tiles = [...document.querySelectorAll("canvas.leaflet-tile")];
        const drawn = tiles.length
            ? tiles.every((tile) => tile.classList.contains("leaflet-tile-loaded"))
            : document.querySelectorAll("path.leaflet-interactive").length >= %d;
        if (drawn) requestAnimationFrame(() => (window.drawnAt ??= performance.now()));
        else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
})();
"""


def lines() -> Iterator[Line]:
    """Measure, one line after the other."""
    with TemporaryDirectory() as folder, chromium() as browser:
        ours = partial(_measured, browser, Path(folder) / "ours.html")
        theirs = partial(_measured, browser, Path(folder) / "folium.html")
        content = _content(PARCELS, PARCELS)
        made, size, seconds = ours(lambda file: _ours(content, file))
        other_made, other_size, other_drawn = theirs(lambda file: stock_page(content.parcels, file))
        beside = (
            f"stock folium: made in {s(other_made)}, {other_size:.0f} MB, drawn in {s(other_drawn)}: "
            f"{other_drawn / seconds:.1f} times as long"
        )
        yield f"page of {PARCELS:,} parcels, made", s(made), f"{size:.0f} MB", ""
        yield f"page of {PARCELS:,} parcels, drawn", s(seconds), "", beside
        del content
        content = _content(MANY, UNDER_CONTRACT)
        made, size, seconds = ours(lambda file: _ours(content, file))
        under = f"{UNDER_CONTRACT:,} under contract"
        yield f"page of {MANY:,} parcels, {under}, made", s(made), f"{size:.0f} MB", ""
        yield f"page of {MANY:,} parcels, {under}, drawn", s(seconds), "", "goal 3 s"


@contextmanager
def chromium() -> Iterator[Browser]:
    """A Chromium that calls nobody by itself."""
    with sync_playwright() as playwright:
        found = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


def _measured(browser: Browser, file: Path, make: Callable[[Path], None]) -> tuple[float, float, float]:
    """Seconds to make the file, its megabytes, and the best of some times to draw it."""
    begin = time.perf_counter()
    make(file)
    made = time.perf_counter() - begin
    return made, file.stat().st_size / 1e6, drawn(browser, file.as_uri(), PARCELS)


def drawn(browser: Browser, address: str, shapes: int) -> float:
    """Seconds from the first byte until every shape in view is drawn, the best of some times."""
    return min(_drawn(browser, address, shapes) for _time in range(OPENED))


def _drawn(browser: Browser, address: str, shapes: int) -> float:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.add_init_script(WATCH % shapes)
    page.route(re.compile("^https:"), _library)
    page.goto(address, wait_until="commit")
    try:
        return _awaited(page)
    finally:
        page.close()


def _awaited(page: Page) -> float:
    # The policy of our pages forbids the string that wait_for_function would run.
    for _try in range(1200):
        seconds: float = page.evaluate("() => (window.drawnAt ?? 0) / 1000")
        if seconds:
            return seconds
        page.wait_for_timeout(100)
    raise TimeoutError("the page was not drawn in two minutes")


def _library(route: Route) -> None:
    """Answer stock folium's outside requests at once: Leaflet from the package, the rest with nothing."""
    name = route.request.url.rsplit("/", 1)[-1]
    if name in ("leaflet.js", "leaflet.css"):
        route.fulfill(path=ASSETS / name)
    else:
        route.fulfill(body="", content_type="text/css" if name.endswith("css") else "text/javascript")


def _ours(content: MapContent, file: Path) -> None:
    with speaking("zh"):
        write_page(file, cluster_page(content, CLUSTER).html())


def stock_page(parcels: gpd.GeoDataFrame, file: Path) -> None:
    """What one writes with folium alone: a style, and four facts in a popup."""
    facts = ["number", "land", "state", "idle"]
    shown = gpd.GeoDataFrame(
        {
            "number": parcels["parcel_no"].astype(str),
            "land": parcels["cluster"].astype(str),
            "state": parcels["state"].astype(str),
            "idle": parcels["idle"].fillna("").astype(str),
        },
        geometry=parcels.geometry,
    ).to_crs(4326)
    page = folium.Map(tiles=None)
    layer = folium.GeoJson(
        shown.to_json(),
        style_function=lambda feature: {"color": "#444444", "weight": 1, "fillOpacity": 0.9},
        popup=folium.GeoJsonPopup(facts),
    )
    layer.add_to(page)
    page.fit_bounds(layer.get_bounds())
    page.save(file)


def _content(parcels: int, contracts: int) -> MapContent:
    """A cluster of parcels with rings of 17 points; the first of them are under contract, one each."""
    snapshot = synthetic(contracts, contracts * 3 // 10)
    shapes = _shapes(parcels)
    numbers = np.char.add("P", np.arange(parcels).astype("U8"))
    rows = pd.DataFrame(
        {
            "parcel_no": numbers,
            "cluster": CLUSTER,
            "registered_area_cm2": 400_000_000,
            "illustrative": True,
            "geometry": shapes,
        }
    )
    held = pd.DataFrame({"contract_no": snapshot.contracts["contract_no"], "parcel_no": numbers[:contracts]})
    cluster = {"name": CLUSTER, "name_en": "Beidu", "geometry": shapely.box(*shapely.total_bounds(shapes))}
    firms = [f"綦江第{number}机械有限公司" for number in range(contracts)]
    snapshot = replace(
        snapshot,
        parcels=frame("parcels", rows),
        contracts=frame("contracts", snapshot.contracts.assign(cluster=CLUSTER, holder=firms)),
        contract_parcels=frame("contract_parcels", held),
        clusters=frame("clusters", [cluster]),
    )
    with speaking("zh"):
        return prepare(assess(snapshot))


def _shapes(count: int) -> np.ndarray:
    """Lots of about two hundred metres on a lattice of random order, so that contracts lie everywhere."""
    random = np.random.default_rng(20231231)
    row, column = np.divmod(random.permutation(count), int(np.ceil(count**0.5)))
    angles = np.linspace(0, 2 * np.pi, 17)[:-1]
    reach = 0.55 + random.random((count, 1)) * 0.3 + random.random((count, 16)) * 0.15
    east = 106.2 + column[:, None] * 0.0021 + np.cos(angles) * reach * 0.0010
    north = 28.4 + row[:, None] * 0.0019 + np.sin(angles) * reach * 0.0009
    rings = np.stack([east, north], axis=-1)
    return shapely.polygons(np.concatenate([rings, rings[:, :1]], axis=1))


if __name__ == "__main__":
    for line in lines():
        sys.stdout.write(" | ".join(line) + "\n")
