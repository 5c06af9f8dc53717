"""Grids, the district envelope, areas and faults."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Polygon, box

from landwatch import geo
from landwatch.errors import UsageError

CHECK_PLACE = np.array([[106.65, 29.03]])
CHECK_PREFIXED = np.array([[36_368_488.989, 3_213_346.331]])
SQUARE_36 = box(36_368_400, 3_213_100, 36_368_700, 3_213_300)


def test_the_check_value_of_zone_36_comes_out_to_a_millimetre() -> None:
    assert geo.transform(CHECK_PLACE, 4490, 4524) == pytest.approx(CHECK_PREFIXED, abs=0.001)


def test_a_zone_36_easting_read_in_zone_35_lands_far_east_of_the_district() -> None:
    lonlat = geo.transform(CHECK_PREFIXED, 4523, 4490)
    assert lonlat[0, 0] == pytest.approx(113.87, abs=0.01)
    assert not geo.QIJIANG.covers(lonlat).any()


def test_swapped_ordinates_lie_outside_every_envelope() -> None:
    swapped = geo.transform(CHECK_PREFIXED[:, ::-1], 4524, 4490)
    assert not geo.Envelope(-180, -90, 180, 90).covers(swapped).any()


@pytest.mark.parametrize(
    ("zone", "prefixed", "epsg"), [(35, True, 4523), (36, True, 4524), (35, False, 4544), (36, False, 4545)]
)
def test_a_zone_has_one_code_with_and_one_without_zone_in_its_eastings(
    zone: int, prefixed: bool, epsg: int
) -> None:
    assert geo.zone_epsg(zone, prefixed=prefixed) == epsg


def test_a_zone_that_does_not_exist_is_refused_by_number() -> None:
    with pytest.raises(ValueError, match="zone 18 does not exist"):
        geo.zone_epsg(18, prefixed=True)


def test_the_candidates_of_qijiang_are_its_two_zones_in_both_forms_and_degrees() -> None:
    assert set(geo.candidate_epsgs(geo.QIJIANG)) == {4490, 4523, 4524, 4544, 4545}


@given(lon=st.floats(106.38, 107.06), lat=st.floats(28.45, 29.20))
def test_a_place_in_the_district_fits_one_candidate_only(lon: float, lat: float) -> None:
    here = np.array([[lon, lat]])
    for written_in in geo.candidate_epsgs(geo.QIJIANG):
        ordinates = geo.transform(here, 4490, written_in)
        fitting = [
            epsg
            for epsg in geo.candidate_epsgs(geo.QIJIANG)
            if geo.Envelope(106.379, 28.449, 107.061, 29.201)
            .covers(geo.transform(ordinates, epsg, 4490))
            .all()
        ]
        assert fitting == [written_in]


@pytest.mark.parametrize("epsg", [4490, 4524, 4326, 32648])
def test_grids_on_cgcs2000_and_wgs_84_are_compatible(epsg: int) -> None:
    assert geo.is_cgcs2000_compatible(epsg)


@pytest.mark.parametrize("epsg", [2360, 4610, 2422, 999_999])
def test_grids_on_older_datums_and_unknown_codes_are_not(epsg: int) -> None:
    assert not geo.is_cgcs2000_compatible(epsg)


def test_a_point_on_the_border_of_the_envelope_is_inside() -> None:
    corners = np.array([[106.38, 28.45], [107.06, 29.20], [106.379, 28.45], [np.inf, np.nan]])
    assert geo.QIJIANG.covers(corners).tolist() == [True, True, False, False]


def test_plane_area_is_that_of_the_measuring_grid() -> None:
    (square,) = geo.project([SQUARE_36], 4524, 4490)
    assert geo.plane_area_cm2([square]) == [60_000 * 10_000]


def test_plane_area_exceeds_the_area_on_the_ellipsoid_by_what_the_projection_stretches() -> None:
    (square,) = geo.project([SQUARE_36], 4524, 4490)
    plane, ellipsoid = geo.plane_area_cm2([square])[0], geo.ellipsoidal_area_cm2(square)
    assert (plane - ellipsoid) / ellipsoid * 1e6 == pytest.approx(426, abs=2)


def test_a_hole_is_taken_off_the_ellipsoidal_area_whatever_its_orientation() -> None:
    hole = box(36_368_500, 3_213_150, 36_368_550, 3_213_200)
    areas = []
    for ring in (hole.exterior.coords, list(hole.exterior.coords)[::-1]):
        (holed,) = geo.project([Polygon(SQUARE_36.exterior.coords, [ring])], 4524, 4490)
        areas.append(geo.ellipsoidal_area_cm2(holed))
    (square, taken) = geo.project([SQUARE_36, hole], 4524, 4490)
    assert areas[0] == areas[1]
    assert areas[0] == pytest.approx(
        geo.ellipsoidal_area_cm2(square) - geo.ellipsoidal_area_cm2(taken), abs=1
    )


def test_a_crossing_is_named_with_its_place() -> None:
    bow_tie = Polygon([(106.650, 29.030), (106.651, 29.031), (106.651, 29.030), (106.650, 29.031)])
    fault = geo.explained_fault(bow_tie)
    assert fault == geo.Fault("Self-intersection", pytest.approx(106.6505), pytest.approx(29.0305))


def test_a_sound_polygon_has_no_fault() -> None:
    assert geo.explained_fault(box(106.65, 29.03, 106.66, 29.04)) is None


@pytest.mark.parametrize("written", ["4524", " EPSG:4524", "epsg: 4524", 4524])
def test_the_code_of_a_coordinate_system_is_read_as_people_write_it(written: str | int) -> None:
    assert geo.parse_epsg(written) == 4524


@pytest.mark.parametrize("written", ["", "EPSG:", "CGCS2000", "4524.5", "1234567"])
def test_what_is_no_code_is_refused_with_one_that_is(written: str) -> None:
    with pytest.raises(UsageError, match="is no coordinate system; write its EPSG code, e.g. 4524"):
        geo.parse_epsg(written)
