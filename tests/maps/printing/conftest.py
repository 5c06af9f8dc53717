"""The sheet of a cluster of the small zone, printed once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from landwatch.maps.printing import Imprint, Sheet, Wish, cluster_sheets, parcel_sheets, sheet_files
from landwatch.rules import Assessment
from tests.maps.printing.measuring import Measured, measured

IMPRINT = Imprint(drawn_on=date(2024, 1, 8), data_as_of=date(2023, 12, 31), stale=False)
MADE = datetime(2024, 1, 8, tzinfo=UTC)
SCALE = 5_000


@dataclass(frozen=True)
class Printout:
    """A sheet and the PDF it became."""

    sheet: Sheet
    content: bytes
    page: Measured
    text: str


def printed(sheet: Sheet) -> Printout:
    """Set one sheet as a PDF and read it back."""
    content = sheet_files([sheet], "pdf", "北渡", MADE)[0]
    page = PdfReader(BytesIO(content)).pages[0]
    return Printout(sheet, content, measured(page), page.extract_text())


@pytest.fixture(scope="session")
def cluster_print(zone: Assessment) -> Printout:
    """北渡 at 1:5000 on A2."""
    return printed(cluster_sheets(zone, "北渡", Wish(paper="A2", scale=SCALE), IMPRINT)[0])


@pytest.fixture(scope="session")
def parcel_print(zone: Assessment) -> Printout:
    """BD-03, in default and suspected to be idle, on A4."""
    ((sheet,), _bare) = parcel_sheets(zone, "北渡", ["BD-03"], Wish(paper="A4"), IMPRINT)
    return printed(sheet)
