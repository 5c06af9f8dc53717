"""What came home in a pack: rows of visits, and of their photographs."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from landwatch.errors import InputError
from landwatch.formats.field_pack.pack_columns import GEOPACKAGE
from landwatch.i18n import gettext as _

__all__ = ["PackedPhoto", "PackedVisit", "find_pack", "read_pack"]


@dataclass(frozen=True)
class PackedPhoto:
    """A row of photographs.

    Attributes
    ----------
    file
        Path relative to the pack, as it is written there.
    values
        The other columns; empty ones are left out.
    """

    file: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class PackedVisit:
    """A row of visits.

    Attributes
    ----------
    row
        Its number in the layer.
    values
        The columns; empty ones are left out.
    photos
        Its photographs.
    """

    row: int
    values: Mapping[str, Any]
    photos: tuple[PackedPhoto, ...]


def find_pack(folder: Path) -> Path | None:
    """Find the GeoPackage of a pack in a folder or below it.

    Parameters
    ----------
    folder
        What was brought, unpacked.

    Returns
    -------
    Path or None
        ``None`` if there is none.

    Raises
    ------
    InputError
        If there are several.
    """
    found = sorted(folder.rglob(GEOPACKAGE))
    if len(found) > 1:
        names = ", ".join(str(each.relative_to(folder)) for each in found)
        raise InputError(_("it holds several packs: {names}; bring one at a time").format(names=names))
    return found[0] if found else None


def read_pack(file: Path) -> tuple[list[PackedVisit], list[PackedPhoto]]:
    """Read the visits of a pack, with their photographs.

    Parameters
    ----------
    file
        Its GeoPackage; it is copied first, for to read one that QField left open would change it.

    Returns
    -------
    tuple
        The visits, and photographs of no visit.

    Raises
    ------
    InputError
        If it cannot be read, or lacks a layer.
    """
    with TemporaryDirectory(prefix="landwatch-") as scratch:
        for each in (file, file.with_name(f"{file.name}-wal")):
            if each.is_file():
                shutil.copyfile(each, Path(scratch) / each.name)
        visits = _rows(Path(scratch) / file.name, "visits")
        photos = _rows(Path(scratch) / file.name, "photos")
    of: dict[str, list[PackedPhoto]] = {}
    for values in photos.values():
        if values.get("photo"):
            # QGIS on Windows may write the path in its way, once somebody edits the pack there.
            name = str(values["photo"]).replace("\\", "/")
            of.setdefault(str(values.get("visit")), []).append(PackedPhoto(name, values))
    found = [
        PackedVisit(row, values, tuple(of.pop(str(values.get("uuid")), ()))) for row, values in visits.items()
    ]
    return found, [photo for left in of.values() for photo in left]


def _rows(file: Path, layer: str) -> dict[int, Mapping[str, Any]]:
    """The rows of a layer by their number."""
    try:
        frame = pyogrio.read_dataframe(file, layer=layer, fid_as_index=True, read_geometry=False)
    except (DataLayerError, DataSourceError) as error:
        raise InputError(
            _("{file}: layer {layer} cannot be read: {reason}").format(
                file=file.name, layer=layer, reason=error
            )
        ) from error
    return {
        int(str(number)): {str(name): value for name, value in row.items() if not pd.isna(value)}
        for number, row in zip(frame.index, frame.to_dict("records"), strict=True)
    }
