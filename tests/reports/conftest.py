"""The report of the sample for 2023 in Chinese, made once, and the report of a small office."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from landwatch.formats import ReaderSettings
from landwatch.i18n import speaking
from landwatch.reports import Material, Period, Report, compose, pdf
from landwatch.services.figures.reporting import gather
from landwatch.services.files.importing import import_files
from landwatch.services.sample.demo import assess_sample
from tests.office import write_office

MADE = datetime(2024, 1, 21, 9, 30, tzinfo=UTC)


@pytest.fixture
def in_chinese() -> Iterator[None]:
    """Texts are rendered in Chinese, as the reports of the sample are."""
    with speaking("zh"):
        yield


@pytest.fixture(scope="session")
def material() -> Material:
    with speaking("zh"):
        return gather(assess_sample(date(2023, 12, 31)), Period.parse("annual", "2023"))


@pytest.fixture(scope="session")
def march_material() -> Material:
    """The report of March 2023."""
    with speaking("zh"):
        return gather(assess_sample(date(2023, 3, 31)), Period.parse("monthly", "2023-03"))


@pytest.fixture(scope="session")
def report(material: Material) -> Report:
    with speaking("zh"):
        return compose(material)


@pytest.fixture(scope="session")
def pdf_bytes(report: Report) -> bytes:
    with speaking("zh"):
        return pdf(report, MADE)


@pytest.fixture
def office_register(tmp_path: Path) -> str:
    """A register of two clusters and three contracts."""
    database = f"gpkg:///{tmp_path}/register.gpkg"
    import_files(
        database,
        [write_office(tmp_path / "office")],
        readers=ReaderSettings(),
        recorded_by="王五",
        recorded_at=MADE,
    )
    return database
