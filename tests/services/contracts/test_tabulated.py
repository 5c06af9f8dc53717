"""Notebook, page and file show one thing."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pandas as pd
import pytest

import landwatch
from landwatch.exhibits.table_files import HEAD_LINES
from landwatch.i18n import speaking
from tests.web.conftest import made_sample, read_only
from tests.web.visiting import Served

__all__ = ["made_sample", "read_only"]

LATE = "commencement_default_rate_area"


def written(value: Any) -> str:
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def taken(served: Served, address: str) -> list[list[str]]:
    text = served.signed_in("manager").get(address).content.decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))[HEAD_LINES + 1 :]


@pytest.fixture
def shown(read_only: Served) -> dict[str, pd.DataFrame]:
    """What a notebook makes of the register that the server has."""
    kept = read_only.office.kept.assessment(date(2023, 12, 31))
    with speaking("en"):
        figures = kept.figures()
        rate = next(figure for figure in figures if figure.id == LATE)
        return {
            f"/figures/{LATE}?as=csv": landwatch.table(kept.assessment, rate),
            "/figures?as=csv&table=figures": landwatch.table(kept.assessment, figures),
            "/work?as=csv": landwatch.table(kept.assessment, "work"),
        }


@pytest.mark.parametrize(
    "address", [f"/figures/{LATE}?as=csv", "/figures?as=csv&table=figures", "/work?as=csv"]
)
def test_a_notebook_has_the_rows_that_a_page_gives_away(
    read_only: Served, shown: dict[str, pd.DataFrame], address: str
) -> None:
    rows = sorted([written(value) for value in row] for row in shown[address].to_numpy().tolist())
    theirs = [[cell.lstrip("'") for cell in row] for row in taken(read_only, address)]
    assert [[cell.replace("\n", "; ") for cell in row] for row in rows] == sorted(theirs)


def test_a_notebook_is_told_what_a_table_means_and_rests_on(shown: dict[str, pd.DataFrame]) -> None:
    told = shown[f"/figures/{LATE}?as=csv"].attrs
    assert told["on"] == "2023-12-31"
    assert told["headers"]["area_mu"] == "Area (mu)"
    assert "default" in told["definition"]
