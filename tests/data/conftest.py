"""The files of the sample, read plainly: no reader and no rule of the package has a part in it."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

SAMPLE = Path(__file__).parents[2] / "data" / "parcels"


@pytest.fixture(scope="session")
def sample() -> Path:
    """The committed sample."""
    return SAMPLE


@pytest.fixture(scope="session")
def drawn_anew(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample as its generator writes it now."""
    folder = tmp_path_factory.mktemp("parcels")
    subprocess.run([sys.executable, SAMPLE / "generate.py", "--out", folder], check=True, timeout=120)
    return folder


@pytest.fixture(scope="session")
def contracts(sample: Path) -> dict[str, dict[str, Any]]:
    """Rows of the ledger by contract number, with their phases and their facts."""
    book = openpyxl.load_workbook(sample / "ledger.xlsx", read_only=True)
    _title, header, *rows, total = book["供地台账"].iter_rows(values_only=True)
    assert total[0] == "合计"
    found = {}
    for row in rows:
        contract = {str(name): plain(str(name), value) for name, value in zip(header, row, strict=True)}
        found[contract["合同编号"]] = contract | {"phases": [], "facts": []}
    header, *rows = book["分期开发"].iter_rows(values_only=True)
    for row in rows:
        phase = {str(name): plain(str(name), value) for name, value in zip(header, row, strict=True)}
        found[phase["合同编号"]]["phases"].append(phase)
    for fact in read_facts(sample):
        found[fact["合同编号"]]["facts"].append(fact)
    return found


def read_facts(folder: Path) -> list[dict[str, Any]]:
    """Read every facts file; empty cells are left out."""
    facts = []
    for path in sorted((folder / "facts").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                facts.append({name: plain(name, value) for name, value in row.items() if value})
    return facts


def plain(header: str, value: Any) -> Any:
    """Bring a cell into the type of its column: dates in four spellings, areas in cm²."""
    if value in (None, "", "1900-01-01"):
        return None
    if re.search("时间|日期|起始日|截止日|新约定", header):
        if isinstance(value, datetime):
            return value.date()
        year, month, day = re.findall(r"\d+", str(value))
        return date(int(year), int(month), int(day))
    if header == "面积(公顷)":
        return int(Decimal(str(value).removesuffix("公顷")) * 100_000_000)
    return value
