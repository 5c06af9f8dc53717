"""What arrives beside what is recorded: shifts of web maps, overlaps, and neither."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely import affinity
from shapely.geometry import Polygon

from landwatch import geo
from landwatch.formats import ReaderSettings, Reading, read
from landwatch.formats.boundaries.recorded import beside_recorded
from landwatch.model import Parcel, Severity
from landwatch.web_maps import SHIFTS, gcj02
from tests.formats.files import BOX, codes, placemark, the_issue, write_kml, write_layer

RECORDED = Parcel(parcel_no="A", geometry=BOX)


def shown_on(system: str, shape: Polygon) -> Polygon:
    return shapely.transform(shape, lambda points: np.array([SHIFTS[system](*point) for point in points]))


def moved(metres: float, azimuth: float) -> Polygon:
    plane = geo.project([BOX], 4490, 4545)[0]
    angle = np.radians(azimuth)
    shifted = affinity.translate(plane, metres * np.sin(angle), metres * np.cos(angle))
    return geo.project([shifted], 4545, 4490)[0]


def arriving(tmp_path: Path, shape: Polygon, number: str = "A", recorded: Parcel = RECORDED) -> Reading:
    reading = read(write_layer(tmp_path / "a.gpkg", [({"宗地编号": number}, shape)]))
    assert codes(reading) == set()
    return beside_recorded(reading, [recorded], "a.gpkg", ReaderSettings())


def test_the_published_example_of_the_shift_is_met() -> None:
    assert gcj02(116.404, 39.915) == pytest.approx((116.410244499, 39.916404282), abs=1e-9)


@pytest.mark.parametrize("system", SHIFTS)
def test_a_boundary_drawn_on_a_web_map_is_refused_and_the_map_named(tmp_path: Path, system: str) -> None:
    reading = arriving(tmp_path, shown_on(system, BOX))
    issue = the_issue(reading, "gcj02_suspected")
    assert (reading.parcels, issue.record, issue.severity) == ((), "A", Severity.ERROR)
    assert system in issue.message
    assert "the recorded one stays" in issue.message


@pytest.mark.parametrize(
    ("metres", "azimuth", "suspected"),
    [
        (405, 134, True),
        (500, 120, True),
        (595, 145, True),
        (380, 134, False),
        (620, 134, False),
        (520, 90, False),
        (520, 314, False),
        (3, 134, False),
    ],
)
def test_only_a_shift_of_half_a_kilometre_to_the_southeast_is_suspected(
    tmp_path: Path, metres: float, azimuth: float, suspected: bool
) -> None:
    reading = arriving(tmp_path, moved(metres, azimuth))
    assert (codes(reading), len(reading.parcels)) == (({"gcj02_suspected"}, 0) if suspected else (set(), 1))


def test_a_kml_from_a_web_map_is_caught_too(tmp_path: Path) -> None:
    shape = shown_on("GCJ-02", BOX)
    reading = read(write_kml(tmp_path / "a.kml", placemark("A", list(shape.exterior.coords))))
    assert codes(beside_recorded(reading, [RECORDED], "a.kml", ReaderSettings())) == {"gcj02_suspected"}


def test_a_parcel_of_another_number_is_not_compared_for_shifts(tmp_path: Path) -> None:
    assert codes(arriving(tmp_path, shown_on("GCJ-02", BOX), number="B")) == set()


def test_an_overlap_with_a_recorded_parcel_names_it_and_the_area(tmp_path: Path) -> None:
    reading = arriving(tmp_path, affinity.translate(BOX, 0.001), number="B")
    issue = the_issue(reading, "overlap")
    assert (issue.record, issue.value, issue.severity) == ("B", "A", Severity.WARNING)
    half = geo.plane_area_cm2([BOX])[0] / 20_000
    assert f"it overlaps parcel A by {half:.0f}"[:30] in issue.message
    assert len(reading.parcels) == 1


def test_a_parcel_does_not_overlap_itself_nor_its_neighbours(tmp_path: Path) -> None:
    assert codes(arriving(tmp_path, BOX)) == set()
    assert codes(arriving(tmp_path, affinity.translate(BOX, 0.002), number="B")) == set()
