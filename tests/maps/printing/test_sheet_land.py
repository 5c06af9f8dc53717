"""Grids of other zones, clusters of which little is recorded, and texts that are hard to set."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader
from shapely import box

from landwatch.errors import UsageError
from landwatch.i18n import speaking
from landwatch.maps.printing import Wish, cluster_sheets, sheet_files
from landwatch.maps.printing.grid import Zone, round_length, zone_at
from landwatch.rules import Assessment
from tests.maps.printing.conftest import IMPRINT, MADE
from tests.maps.zone import CLUSTERS, PARCELS, judged


@pytest.mark.parametrize(("lon", "epsg"), [(106.56, 4524), (106.49, 4523), (75.0, 4513), (135.0, 4533)])
def test_land_is_drawn_on_the_grid_of_its_zone(lon: float, epsg: int) -> None:
    assert zone_at(lon).epsg == epsg


def test_land_beyond_the_zones_is_refused() -> None:
    with (
        speaking("en"),
        pytest.raises(UsageError, match=r"longitude 12\.000, where CGCS2000 has no"),
    ):
        zone_at(12.0)


def test_grid_north_lies_west_of_true_north_west_of_the_central_meridian() -> None:
    assert Zone(36).convergence(106.65, 29.03) == pytest.approx(-0.655, abs=0.001)
    assert Zone(35).convergence(106.65, 29.03) > 0


@pytest.mark.parametrize(("most", "length"), [(25, 25), (49, 25), (100, 100), (999, 500), (1, 1), (2.7, 2)])
def test_a_round_length_is_one_two_and_a_half_or_five(most: float, length: int) -> None:
    assert round_length(most) == length


def test_a_cluster_without_boundary_is_drawn_by_its_parcels() -> None:
    bare = judged(clusters=[replace(cluster, geometry=None) for cluster in CLUSTERS])
    (sheet,) = cluster_sheets(bare, "北渡", Wish("A3"), IMPRINT)
    assert len(sheet.parcels) == 14
    assert "组团界线" not in [text for _where, text in sheet.texts()]


def test_a_cluster_without_parcels_is_drawn_by_its_boundary() -> None:
    (sheet,) = cluster_sheets(judged(parcels=[], contracts=[], events=[]), "北渡", Wish("A3"), IMPRINT)
    assert sheet.parcels == ()


def test_a_cluster_of_which_no_boundary_is_known_is_refused() -> None:
    nothing = judged(
        clusters=[replace(cluster, geometry=None) for cluster in CLUSTERS],
        parcels=[replace(parcel, geometry=None) for parcel in PARCELS],
    )
    with speaking("en"), pytest.raises(UsageError, match="neither the cluster nor any of its parcels has"):
        cluster_sheets(nothing, "北渡", Wish("A3"), IMPRINT)


def test_land_of_other_clusters_on_the_map_is_drawn_pale_and_not_counted() -> None:
    guest = replace(PARCELS[-1], geometry=box(106.5595, 29.0655, 106.561, 29.067))
    (sheet,) = cluster_sheets(judged(parcels=[*PARCELS[:-1], guest]), "北渡", Wish("A3"), IMPRINT)
    assert "AW-01" not in sheet.parcels
    pale = sheet.drawings[0].shapes[1]
    assert len(pale.paths) == 1 and pale.fill is None


def test_a_sign_stands_for_a_character_without_a_glyph(zone: Assessment) -> None:
    (sheet,) = cluster_sheets(zone, "北渡", Wish("A3"), IMPRINT)
    told = replace(sheet, blocks=[{"kind": "text", "heading": "", "lines": ["重庆\U0002a6d6公司"]}])
    (made,) = sheet_files([told], "pdf", "北渡", MADE)
    assert "重庆〓公司" in PdfReader(BytesIO(made)).pages[0].extract_text()


def test_words_that_do_not_fit_the_paper_ask_for_larger_paper(zone: Assessment) -> None:
    (sheet,) = cluster_sheets(zone, "北渡", Wish("A4"), IMPRINT)
    long = {"kind": "text", "heading": "", "lines": ["很长的说明" * 900]}
    with speaking("en"), pytest.raises(UsageError, match="the words do not fit beside the map on A4"):
        sheet_files([replace(sheet, blocks=[long])], "pdf", "北渡", MADE)
