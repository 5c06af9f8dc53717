"""A register of the office of :mod:`tests.measures.office` in each of the stores, and what is kept of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from landwatch.model import Event
from landwatch.registry import Register
from landwatch.services.assessing.keeping import KeptAssessments
from tests.measures.office import KNOWN_AT, SOURCE, write_records


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


@pytest.fixture
def kept(office: str) -> Iterator[KeptAssessments]:
    """What is kept of it, of three questions."""
    found = KeptAssessments(office, room=3)
    yield found
    found.close()


@pytest.fixture
def record(office: str) -> Callable[..., None]:
    """Record facts an hour later."""

    def write(*events: Event) -> None:
        with Register.open(office) as register:
            register.add(
                source=SOURCE, recorded_by="赵六", recorded_at=KNOWN_AT + timedelta(hours=1), events=events
            )

    return write
