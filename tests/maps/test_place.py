"""Where a contract lies: its own ground stands out, neighbours are named, and the scale is true."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from landwatch.i18n import speaking
from landwatch.maps.place import Place, place_of
from landwatch.rules import Assessment
from tests.maps.zone import ODD_HOLDER

OWN = "渝地綦（2021）合字第03号"
BESIDE = {"渝地綦（2021）合字第02号", "渝地綦（2021）合字第04号"}


@pytest.fixture(scope="module")
def place(zone: Assessment) -> Place:
    found = place_of(zone, OWN)
    assert found is not None
    return found


def test_its_own_parcel_is_named_with_its_area(place: Place) -> None:
    words = [label.text for label in place.labels]
    assert {"BD-03", "60.00 mu"} <= set(words)


def test_the_contracts_around_it_are_named_with_their_state(place: Place) -> None:
    told = {each.contract_no: each for each in place.neighbours}
    assert set(told) >= BESIDE
    assert OWN not in told
    assert told["渝地綦（2021）合字第02号"].holder == "綦江第2机械有限公司"


def test_the_scale_bar_is_as_long_as_it_says(place: Place) -> None:
    # A lot is 0.9 of 0.0018 degrees of latitude high, 179.5 m, and 215 m wide; 1.4 degrees west of the middle
    # of the zone the grid is turned by 0.69 degrees, which adds 2.6 m.
    own = [path for path in paths(place) if 'stroke-width="0.7"' in path]
    bar = [path for path in paths(place) if 'stroke-width="0.35"' in path]
    _xs, ys = corners(own[0])
    xs, _ys = corners(bar[0])
    [told] = [label.text for label in place.labels if label.text.endswith(" m")]
    metres = float(told.removesuffix(" m").replace(",", ""))
    assert (max(ys) - min(ys)) / (max(xs) - min(xs)) * metres == pytest.approx(182.1, abs=0.5)


def test_north_is_up(zone: Assessment) -> None:
    # BD-09 lies north of BD-03, in the second row of the grid.
    found = place_of(zone, OWN)
    assert found is not None
    at = {label.text: label.y for label in found.labels}
    assert at["BD-09"] < at["BD-03"]


def test_the_legend_names_the_states_that_are_drawn(place: Place) -> None:
    assert "Commencement default" in [name for _fill, name in place.legend]


def test_words_of_the_register_are_no_part_of_the_shapes(zone: Assessment) -> None:
    found = place_of(zone, "渝地綦（2021）合字第11号")
    assert found is not None
    assert set(re.findall(r"</?(\w+)", found.svg)) == {"svg", "rect", "g", "path"}
    assert ODD_HOLDER not in found.svg


def test_a_contract_without_a_boundary_has_no_place(zone: Assessment) -> None:
    snapshot = zone.snapshot
    bare = snapshot.parcels.assign(geometry=None).set_geometry("geometry", crs=4490)
    assert place_of(replace(zone, snapshot=replace(snapshot, parcels=bare)), OWN) is None


def test_it_speaks_the_language_of_the_reader(zone: Assessment) -> None:
    with speaking("zh"):
        found = place_of(zone, OWN)
    assert found is not None
    assert {"60.00 亩", "北"} <= {label.text for label in found.labels}


def paths(place: Place) -> list[str]:
    return re.findall(r"<path [^>]*>", place.svg)


def corners(path: str) -> tuple[list[float], list[float]]:
    pairs = re.findall(r"([\d.-]+),([\d.-]+)", path)
    return [float(x) for x, _y in pairs], [float(y) for _x, y in pairs]
