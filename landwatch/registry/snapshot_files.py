"""A snapshot as a folder of files: GeoParquet and Parquet, and a manifest that says what they are.

This is the form in which a province hands its contracts to a cluster of machines: every tool reads it, it
needs no database, and several folders, each with some of the contracts, make one snapshot again.

``manifest.json`` names the day, the instant of knowledge, and of each file its rows and its SHA-256.
Places are GeoParquet in EPSG:4490; days are Parquet dates; whole numbers beyond 64 bits are decimals.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from hashlib import file_digest
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from landwatch import __version__
from landwatch.catalogue import SECTIONS, fields_of
from landwatch.errors import InputError, SnapshotError, UsageError
from landwatch.i18n import gettext as _
from landwatch.registry.arrow import ARROW_TYPES, as_pandas
from landwatch.registry.new_files import scratch
from landwatch.snapshot import SCHEMA, STORAGE_CRS, Snapshot, are_in, frame

__all__ = ["MANIFEST", "parts_of", "read_snapshot", "write_snapshot"]

MANIFEST = "manifest.json"
"""The file that makes a folder a snapshot."""

_FORMAT = "landwatch snapshot"
_FORM = max(field.snapshot_form for section in SECTIONS.values() for field in fields_of(section).values())
# Columns that an earlier form did not have: nothing was recorded in them then.
_ADDED = {
    table: {field.column for field in fields_of(section).values() if field.snapshot_form > 1}
    for table, section in SECTIONS.items()
}
_LARGEST_MANIFEST = 2**20
_ROWS_A_GROUP = 2**17
_PLACES = tuple(name for name, schema in SCHEMA.items() if "geometry" in schema)
_BEYOND_64_BITS = pa.decimal128(38, 0)


@dataclass(frozen=True, slots=True)
class _Manifest:
    folder: Path
    on: date
    known_at: datetime | None
    hashes: Mapping[str, str]


def write_snapshot(snapshot: Snapshot, folder: Path) -> Path:
    """Write a snapshot into a folder that is not there yet, or is empty; all of it or nothing.

    Parameters
    ----------
    snapshot
        The facts.
    folder
        Where to.

    Returns
    -------
    Path
        The manifest.

    Raises
    ------
    UsageError
        If something is in the folder, or it cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(
            _("--out {folder}: something is there already; name a new or an empty folder").format(
                folder=folder
            )
        )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with scratch(folder.parent) as aside:
            made = aside / folder.name
            made.mkdir()
            _fill(made, snapshot)
            made.replace(folder)
    except OSError as error:
        raise UsageError(
            _("--out {folder}: cannot be written: {reason}; name another folder").format(
                folder=folder, reason=error.strerror or error
            )
        ) from error
    return folder / MANIFEST


def _fill(folder: Path, snapshot: Snapshot) -> None:
    files = {}
    for name, schema in SCHEMA.items():
        rows = getattr(snapshot, name)
        file = _file_of(folder, name)
        if name in _PLACES:
            rows.to_parquet(file, index=False, compression="zstd", schema_version="1.1.0")
        else:
            table = pa.table({column: _packed(rows[column], kind) for column, kind in schema.items()})
            parquet.write_table(table, file, compression="zstd", row_group_size=_ROWS_A_GROUP)
        files[file.name] = {"rows": len(rows), "sha256": _hash(file)}
    told = {
        "format": _FORMAT,
        "form": _FORM,
        "landwatch": __version__,
        "on": snapshot.on.isoformat(),
        "known_at": snapshot.known_at.isoformat() if snapshot.known_at else None,
        "crs": STORAGE_CRS,
        "files": files,
    }
    (folder / MANIFEST).write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _file_of(folder: Path, name: str) -> Path:
    return folder / f"{name}.parquet"


def _hash(file: Path) -> str:
    with file.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def _packed(column: pd.Series, kind: str) -> Any:
    if kind == "date":
        return pa.array(column, pa.timestamp("s")).cast(pa.date32())
    if kind == "integer" and column.dtype == object:
        whole = [None if pd.isna(value) else Decimal(value) for value in column]
        return pa.array(whole, _BEYOND_64_BITS)
    return pa.array(column, ARROW_TYPES[kind], from_pandas=True)


def parts_of(snapshot: Snapshot, count: int) -> Iterator[Snapshot]:
    """Divide a snapshot by its contracts, each part with what belongs to its own.

    Parameters
    ----------
    snapshot
        The facts.
    count
        How many parts.

    Yields
    ------
    Snapshot
        Contracts in their order, their parcels, and all clusters; parcels without a contract come with
        the first part.
    """
    shares = snapshot.contract_positions("contract_parcels")
    under_contract = are_in(snapshot.parcels["parcel_no"], snapshot.contract_parcels["parcel_no"])
    own = [name for name, schema in SCHEMA.items() if "contract_no" in schema]
    edges = np.linspace(0, len(snapshot.contracts), count + 1).round().astype(np.int64)
    for first, last in zip(edges[:-1], edges[1:], strict=True):
        numbers = snapshot.contract_parcels["parcel_no"][(shares >= first) & (shares < last)]
        held = are_in(snapshot.parcels["parcel_no"], numbers) | (~under_contract & (first == 0))
        rows = {name: _between(snapshot.contract_positions(name), first, last) for name in own}
        cut = {name: getattr(snapshot, name)[kept].reset_index(drop=True) for name, kept in rows.items()}
        yield replace(snapshot, **cut, parcels=snapshot.parcels[held].reset_index(drop=True))


def _between(positions: Any, first: int, last: int) -> Any:
    return (positions >= first) & (positions < last)


def read_snapshot(folders: Sequence[Path]) -> Snapshot:
    """Read a snapshot from its folder, or from the folders of its parts.

    Parameters
    ----------
    folders
        Folders with a manifest, or folders of such folders.

    Returns
    -------
    Snapshot
        The facts. A place that stands in several parts is there once.

    Raises
    ------
    InputError
        If a folder holds no snapshot, one of a newer landwatch, one that was damaged or changed, or if the
        parts do not belong together; says which file and what to do.
    """
    manifests = [_manifest(folder) for given in folders for folder in _unfolded(given)]
    first, *others = manifests
    for other in others:
        if (other.on, other.known_at) != (first.on, first.known_at):
            raise InputError(
                _(
                    "{folder} and {other} are not parts of one snapshot: they are of different days or "
                    "known at different instants. Name the folders of one export"
                ).format(folder=first.folder, other=other.folder)
            )
    try:
        frames = {name: _joined(name, manifests) for name in SCHEMA}
        return Snapshot(on=first.on, known_at=first.known_at, **frames)
    except SnapshotError as error:
        raise InputError(
            _(
                "The snapshot in {folder} contradicts itself: {reason}. Name every part of one export once"
            ).format(folder=", ".join(str(manifest.folder) for manifest in manifests), reason=error)
        ) from error


def _unfolded(given: Path) -> list[Path]:
    folder = given.parent if given.name == MANIFEST else given
    if not (folder / MANIFEST).exists() and folder.is_dir():
        return sorted(part.parent for part in folder.glob(f"*/{MANIFEST}")) or [folder]
    return [folder]


def _manifest(folder: Path) -> _Manifest:
    file = folder / MANIFEST
    if not file.is_file():
        raise InputError(
            _(
                "{folder} holds no snapshot: {file} is missing. "
                "Name a folder that landwatch snapshot export made"
            ).format(folder=folder, file=MANIFEST)
        )
    try:
        if file.stat().st_size > _LARGEST_MANIFEST:
            raise ValueError("too large")
        told = json.loads(file.read_text(encoding="utf-8"))
        if told["format"] != _FORMAT or not isinstance(told["form"], int):
            raise ValueError("another format")
        if told["form"] > _FORM:
            raise _newer(file, told["form"])
        return _Manifest(
            folder=folder,
            on=date.fromisoformat(told["on"]),
            known_at=datetime.fromisoformat(told["known_at"]) if told["known_at"] else None,
            hashes={name: str(told["files"][_file_of(folder, name).name]["sha256"]) for name in SCHEMA},
        )
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise InputError(
            _(
                "{file} is not the manifest of a landwatch snapshot. Name a folder that landwatch snapshot "
                "export made, or export the snapshot again"
            ).format(file=file)
        ) from error


def _newer(file: Path, form: int) -> InputError:
    return InputError(
        _(
            "{file} was written by a newer landwatch (form {found}, this one reads {known}). "
            "Install the newer landwatch, or export the snapshot again with this one"
        ).format(file=file, found=form, known=_FORM)
    )


def _joined(name: str, manifests: Sequence[_Manifest]) -> Any:
    files = [_checked(_file_of(manifest.folder, name), manifest.hashes[name]) for manifest in manifests]
    read = _read_places if name in _PLACES else _read_rows
    try:
        return read(name, files)
    except (OSError, ValueError, LookupError, TypeError, pa.ArrowException) as error:
        raise InputError(
            _(
                "{file} is not what a landwatch snapshot has there: {reason}. Export the snapshot again"
            ).format(file=", ".join(map(str, files)), reason=" ".join(str(error).split()))
        ) from error


def _checked(file: Path, expected: str) -> Path:
    try:
        found = _hash(file)
    except OSError:
        found = ""
    if found != expected:
        raise InputError(
            _(
                "{file} is missing, damaged or changed: it is not the file that {manifest} was written for. "
                "Copy it once more or export the snapshot again"
            ).format(file=file, manifest=MANIFEST)
        )
    return file


def _read_places(name: str, files: Sequence[Path]) -> Any:
    parts = [gpd.read_parquet(file, columns=_written(name, file)) for file in files]
    for part, file in zip(parts, files, strict=True):
        if part.crs != STORAGE_CRS:
            told = part.crs.to_string() if part.crs else "not told"
            raise ValueError(f"CRS of {file.name} is {told}, should be {STORAGE_CRS}")
    rows = pd.concat(parts, ignore_index=True)
    if len(files) > 1:
        rows = rows[~rows.to_wkb().duplicated()].reset_index(drop=True)
    return frame(name, rows)


def _read_rows(name: str, files: Sequence[Path]) -> Any:
    kinds = {column: ARROW_TYPES[kind] for column, kind in SCHEMA[name].items()}
    tables = [_read_table(name, file, kinds) for file in files]
    rows = pa.concat_tables(tables, promote_options="permissive").select(list(kinds))
    large = [column for column in kinds if pa.types.is_decimal(rows.schema.field(column).type)]
    typed = pa.table({c: rows[c] if c in large else pc.cast(rows[c], kind) for c, kind in kinds.items()})
    found = as_pandas(typed)
    for column in large:
        found[column] = pd.Series([None if v is None else int(v) for v in found[column]], dtype=object)
    return found


def _read_table(name: str, file: Path, kinds: Mapping[str, pa.DataType]) -> pa.Table:
    written = _written(name, file)
    table = parquet.read_table(file, columns=written)
    for column in (column for column in kinds if column not in written):
        table = table.append_column(column, pa.nulls(len(table), kinds[column]))
    return table


def _written(name: str, file: Path) -> list[str]:
    """The columns to read: all but those that came after the file."""
    there = set(parquet.read_schema(file).names)
    return [column for column in SCHEMA[name] if column in there or column not in _ADDED[name]]
