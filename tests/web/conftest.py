"""The sample with an office around it, served in this process, and people who have signed in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from landwatch.access import passwords
from landwatch.services.sample import sample_office
from landwatch.services.sample.sample_office import SampleOffice
from landwatch.settings import Settings
from tests.web.visiting import Served, serve_here

NOW = datetime(2024, 1, 5, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def made_sample(tmp_path_factory: pytest.TempPathFactory) -> SampleOffice:
    """The sample as it was made; tests work on copies."""
    settings, folder = Settings(), tmp_path_factory.mktemp("sample")
    with pytest.MonkeyPatch.context() as patched:
        # A hash says itself what it costs to compare with: hundreds of sign-ins shall not cost a core each.
        patched.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        return sample_office.make(folder, readers=settings.readers(), rules=settings.access_rules(), at=NOW)


def copied(made: SampleOffice, folder: Path) -> SampleOffice:
    """The same office in another folder."""
    for file in Path(made.database.removeprefix("gpkg:///")).parent.iterdir():
        shutil.copy(file, folder)
    return SampleOffice(f"gpkg:///{folder / 'sample.gpkg'}", made.accounts)


@pytest.fixture(scope="module")
def read_only(made_sample: SampleOffice, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that the tests of a module only read from."""
    with serve_here(copied(made_sample, tmp_path_factory.mktemp("office"))) as served:
        yield served


@pytest.fixture
def served(made_sample: SampleOffice, tmp_path: Path) -> Iterator[Served]:
    """A server that belongs to one test."""
    with serve_here(copied(made_sample, tmp_path)) as served:
        yield served
