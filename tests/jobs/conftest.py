"""A queue beside a register in each of the two stores."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from landwatch.jobs import Queue
from landwatch.jobs.job_tables import SCHEMA
from tests.registry.tampering import tamper


@pytest.fixture(params=["geopackage", "postgis"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a place without jobs: a GeoPackage, then a PostGIS database."""
    if request.param == "geopackage":
        return f"gpkg:///{tmp_path}/zone.gpkg"
    found: str = request.getfixturevalue("shared_postgis_url")
    tamper(found, f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
    return found


@pytest.fixture
def queue(url: str, tmp_path: Path) -> Iterator[Queue]:
    """A queue in which nothing waits."""
    with Queue.open(url, tmp_path / "jobs") as made:
        yield made
