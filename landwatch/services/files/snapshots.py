"""Snapshots handed over as files: written from a register, and judged without one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from landwatch.drafts import put_in_place
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.log import step
from landwatch.registry import Register
from landwatch.registry.snapshot_files import parts_of, read_snapshot, write_snapshot
from landwatch.rules import Assessment, Conventions, assess
from landwatch.snapshot import Snapshot

__all__ = ["STATUSES", "assess_snapshot", "export_snapshot", "save_assessment"]

STATUSES = ("contract_status", "commencement_status", "completion_status", "idle_status", "payment_status")
"""The columns that tell where a contract stands."""

_WORD_BETWEEN = ";"


@step("export snapshot")
def export_snapshot(
    database: str, on: date, folder: Path, *, known_at: datetime | None = None, parts: int = 1
) -> tuple[Snapshot, list[Path]]:
    """Write the facts of a day as GeoParquet and Parquet.

    Parameters
    ----------
    database
        URL of the register.
    on
        The day whose end is to be judged.
    folder
        Where to; it must not hold anything yet.
    known_at
        The instant of knowledge; by default the last at which anything was recorded.
    parts
        How many folders the contracts are divided among, below `folder` if there are several.

    Returns
    -------
    tuple
        The facts, and the manifests written.

    Raises
    ------
    RegisterError
        If the register cannot be opened or read.
    UsageError
        If there is something in the folder already, or it cannot be written.
    """
    with Register.open(database) as register:
        snapshot = register.snapshot(on, known_at)
    if parts == 1:
        return snapshot, [write_snapshot(snapshot, folder)]
    names = [f"part-{number:04}" for number in range(1, parts + 1)]
    divided = zip(names, parts_of(snapshot, parts), strict=True)
    return snapshot, [write_snapshot(part, folder / name) for name, part in divided]


@step("assess snapshot")
def assess_snapshot(folders: Sequence[Path], conventions: Conventions | None = None) -> Assessment:
    """Judge every contract of a snapshot in files.

    Parameters
    ----------
    folders
        Folders written by :func:`export_snapshot`; several are the parts of one snapshot.
    conventions
        The choices the rules leave open.

    Raises
    ------
    InputError
        If one of them is no snapshot, is damaged, or does not belong to the others.
    """
    return assess(read_snapshot(folders), conventions)


def save_assessment(assessment: Assessment, file: Path) -> None:
    """Write every value of every contract as a table.

    Parameters
    ----------
    assessment
        The judged contracts.
    file
        A file that ends in ``.parquet`` or ``.csv``; money is in fen, areas in cm², several words in one
        cell are divided by a semicolon.

    Raises
    ------
    UsageError
        If the file ends in something else or cannot be written.
    """
    plain = assessment.contracts.apply(_plain)
    table = plain if "contract_no" in plain.columns else plain.reset_index(names="contract_no")
    if file.suffix.lower() not in (".parquet", ".csv"):
        raise UsageError(_("--out {file}: write a table that ends in .parquet or .csv").format(file=file))
    with put_in_place(file, replace=True) as draft:
        if file.suffix.lower() == ".parquet":
            table.to_parquet(draft, index=False, compression="zstd")
        else:
            # With the mark in front, spreadsheets read the Chinese right.
            table.to_csv(draft, index=False, encoding="utf-8-sig", lineterminator="\n")


def _plain(column: pd.Series) -> pd.Series:
    """Give a column a type that files know."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.astype("str")
    if column.dtype != object:
        return column
    return column.map(_text, na_action="ignore").astype("str")


def _text(value: object) -> str:
    return _WORD_BETWEEN.join(map(str, value)) if isinstance(value, tuple) else str(value)
