"""A register of the office of :mod:`tests.measures.office` in each of the two stores."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.measures.office import write_records


@pytest.fixture(params=["geopackage", "postgis"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a place without a register: a GeoPackage, then a PostGIS database."""
    if request.param == "geopackage":
        return f"gpkg:///{tmp_path}/office.gpkg"
    found: str = request.getfixturevalue("postgis_url")
    return found


@pytest.fixture
def office(url: str) -> str:
    """The URL of a register with ten contracts in two clusters."""
    write_records(url)
    return url
