"""The atlas in one file beside the page that folium makes of the same parcels, both opened in Chromium.

No network is in the time of folium's page: what it asks for is answered at once from this machine.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from shapely import union_all

import landwatch
from benchmarks.drawing import chromium, drawn, stock_page
from benchmarks.measuring import Line, s
from benchmarks.register import ON
from benchmarks.register import drawn as drawn_land
from landwatch.maps.content import prepare
from landwatch.model import Cluster
from landwatch.rules import Assessment, assess
from landwatch.snapshot import Snapshot

__all__ = ["lines"]

PARCELS, CLUSTERS = 5_000, 7


def lines() -> Iterator[Line]:
    """Measure, one line after the other; making is processor time, drawing is what one waits for."""
    assessment = zone(PARCELS)
    with TemporaryDirectory() as folder, chromium() as browser:
        stock, atlas, whole = (Path(folder) / f"{name}.html" for name in ("stock", "atlas", "whole"))
        parcels = prepare(assessment).parcels
        theirs = worked(partial(stock_page, parcels, stock))
        ours = worked(partial(landwatch.write_atlas, assessment, atlas))
        beside = f"stock folium: {s(theirs)}, {megabytes(stock)}"
        yield f"atlas of {PARCELS:,} parcels in {CLUSTERS} clusters, made", s(ours), megabytes(atlas), beside
        folium = drawn(browser, stock.as_uri(), PARCELS)
        index = drawn(browser, atlas.as_uri(), CLUSTERS)
        cluster = drawn(browser, f"{atlas.as_uri()}#cluster-1", PARCELS // CLUSTERS)
        yield (
            "its index, drawn",
            s(index),
            "",
            f"stock folium, all parcels: {s(folium)}, {times(folium, index)}",
        )
        yield "a cluster of it, drawn", s(cluster), "", times(folium, cluster)
        landwatch.write_atlas(zone(PARCELS, clusters=1), whole)
        page = drawn(browser, f"{whole.as_uri()}#cluster-1", PARCELS)
        yield f"{PARCELS:,} parcels in one cluster, drawn", s(page), megabytes(whole), times(folium, page)


def worked(work: Callable[[], Any]) -> float:
    """Take the processor time of some work."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def times(theirs: float, ours: float) -> str:
    """How much longer the other takes."""
    return f"{theirs / ours:.1f} times as long"


def zone(count: int, clusters: int = CLUSTERS) -> Assessment:
    """Judge synthetic parcels that lie in some clusters."""
    land = drawn_land(count)
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


def megabytes(path: Path) -> str:
    """The size of a file."""
    return f"{path.stat().st_size / 1e6:.1f} MB"
