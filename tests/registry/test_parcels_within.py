"""Parcels are found by a box, through the index of either store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import shapely

from landwatch.model import Parcel
from landwatch.registry import Added, Register

AddRecords = Callable[..., Added]


@pytest.fixture
def lattice(register: Register, add: AddRecords, parcel: Parcel) -> list[Parcel]:
    """400 parcels of 10 by 10 millidegrees, 5 apart, and one without a boundary."""
    corners = [(106.0 + 0.015 * (k % 20), 29.0 + 0.015 * (k // 20)) for k in range(400)]
    parcels = [
        replace(parcel, parcel_no=f"GB{k:05}", geometry=shapely.box(x, y, x + 0.01, y + 0.01))
        for k, (x, y) in enumerate(corners)
    ]
    add(parcels=[*parcels, replace(parcel, parcel_no="undrawn", geometry=None)])
    return parcels


def test_a_box_finds_every_parcel_that_it_meets_and_no_other(
    register: Register, lattice: list[Parcel]
) -> None:
    random = np.random.default_rng(20240121)
    for west, south in random.uniform((106.0, 29.0), (106.3, 29.3), (20, 2)):
        bounds = (west, south, west + 0.02, south + 0.013)
        meeting = [p.parcel_no for p in lattice if shapely.intersects(p.geometry, shapely.box(*bounds))]
        assert [found.parcel_no for found in register.parcels_within(bounds)] == meeting


def test_a_parcel_that_is_a_millimetre_outside_is_not_found(
    register: Register, lattice: list[Parcel]
) -> None:
    assert register.parcels_within((106.0100_0001, 29.0, 106.0149_9999, 29.01)) == []


def test_a_parcel_that_touches_the_box_is_found(register: Register, lattice: list[Parcel]) -> None:
    (found,) = register.parcels_within((106.0 - 0.001, 29.0 - 0.001, 106.0, 29.0))
    assert found.parcel_no == "GB00000"


def test_a_parcel_comes_back_as_it_was_recorded(register: Register, add: AddRecords, parcel: Parcel) -> None:
    add(parcels=[parcel])
    (found,) = register.parcels_within((106.64, 29.02, 106.641, 29.021))
    assert replace(found, geometry=None) == replace(parcel, geometry=None)
    assert found.geometry is not None and found.geometry.equals(parcel.geometry)


def test_an_empty_register_has_nothing_in_any_box(register: Register) -> None:
    assert register.parcels_within((-180.0, -90.0, 180.0, 90.0)) == []
