"""Accounts beside a register in each of the two stores."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from landwatch.access import Access, Role, passwords
from landwatch.access.account_tables import SCHEMA
from tests.access.office_hours import MORNING, PASSWORD
from tests.registry.tampering import tamper


@pytest.fixture(params=["geopackage", "postgis"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a place without accounts: a GeoPackage, then a PostGIS database."""
    if request.param == "geopackage":
        return f"gpkg:///{tmp_path}/zone.gpkg"
    found: str = request.getfixturevalue("shared_postgis_url")
    tamper(found, f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
    return found


@pytest.fixture
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords at a cost that a test can pay forty times."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@pytest.fixture
def access(url: str, quick_hashes: None) -> Iterator[Access]:
    """Accounts without anybody."""
    with Access.open(url) as made:
        yield made


@pytest.fixture
def wang(access: Access) -> str:
    """The login of an inspector of one cluster who may keep the password."""
    access.add_person(
        "wang", "王伟", Role.INSPECTOR, ["桥河"], password=PASSWORD, must_change=False, by="周", at=MORNING
    )
    return "wang"
