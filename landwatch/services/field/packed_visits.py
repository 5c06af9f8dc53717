"""From the rows of a pack to what phones write: records in the form of the protocol, files by their hash."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any
from uuid import UUID

from landwatch.errors import InputError
from landwatch.formats.field_pack import PHOTOGRAPHS, QUESTIONS, PackedPhoto, PackedVisit, read_pack
from landwatch.i18n import BEIJING
from landwatch.i18n import gettext as _
from landwatch.incoming import read_record

__all__ = ["lay_out"]

_SAID = ("stage", "note", "not_checked", "weather")


def lay_out(pack: Path, folder: Path) -> list[str]:
    """Lay the visits of a pack out as a phone's file does: ``records/UUID.json`` and ``blobs/SHA-256``.

    The uuid of each row, and hashes of what it says and of its photographs, make a second time the same. A
    visit of which a photograph is missing is left out as a whole: without its bytes nothing could prove it.

    Parameters
    ----------
    pack
        Its GeoPackage; photographs lie beside it.
    folder
        Where to lay it.

    Returns
    -------
    list of str
        What could not be taken, by row or file, in a sentence each.

    Raises
    ------
    InputError
        If the pack cannot be read.
    """
    visits, strays = read_pack(pack)
    for name in ("records", "blobs"):
        (folder / name).mkdir(exist_ok=True)
    faults, used = [], {photo.file for photo in strays}
    for visit in visits:
        used |= {photo.file for photo in visit.photos}
        try:
            _lay(visit, pack.parent, folder)
        except InputError as error:
            contract = visit.values.get("contract_no") or visit.values.get("other_contract") or "–"
            faults.append(
                _("visits, row {row} ({contract}): {reason}").format(
                    row=visit.row, contract=contract, reason=error
                )
            )
    faults += [_("{file}: its visit is not in the pack; left out").format(file=each.file) for each in strays]
    return faults + [*_unnamed(pack.parent, used)]


def _unnamed(folder: Path, used: set[str]) -> Iterator[str]:
    for file in sorted((folder / PHOTOGRAPHS).rglob("*")):
        name = file.relative_to(folder).as_posix()
        if file.is_file() and name not in used:
            yield _("{file}: no visit names this photograph; left out").format(file=name)


def _lay(visit: PackedVisit, home: Path, folder: Path) -> None:
    uuid = _uuid(visit.values.get("uuid"))
    files = {_hash(path): (photo, path) for photo, path in _found(visit, home)}
    record = _record(visit.values) | {
        "photos": list(files),
        "shots": {sha256: _shot(photo) for sha256, (photo, _path) in files.items()},
    }
    body = read_record(json.dumps(record, ensure_ascii=False).encode()).text
    for sha256, (_photo, path) in files.items():
        target = folder / "blobs" / sha256
        if not target.exists():
            target.symlink_to(path.resolve())
    (folder / "records" / f"{uuid}.json").write_text(body, encoding="utf-8")


def _uuid(given: Any) -> UUID:
    try:
        return UUID(str(given))
    except ValueError:
        raise InputError(_("its uuid {uuid} is none").format(uuid=given)) from None


def _found(visit: PackedVisit, home: Path) -> Iterator[tuple[PackedPhoto, Path]]:
    for photo in visit.photos:
        path = home / photo.file
        if not path.resolve().is_relative_to(home.resolve()):
            raise InputError(_("photograph {file} lies outside of the pack").format(file=photo.file))
        if not path.is_file():
            raise InputError(
                _("photograph {file} is not in the pack; bring it with the folder {folder}").format(
                    file=photo.file, folder=PHOTOGRAPHS
                )
            )
        yield photo, path


def _hash(path: Path) -> str:
    with path.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()


def _record(values: Mapping[str, Any]) -> dict[str, Any]:
    recorded_at = _instant(values.get("recorded_at"))
    record = {
        "login": values.get("login"),
        "contract_no": values.get("contract_no") or values.get("other_contract"),
        "on": recorded_at.date().isoformat(),
        "recorded_at": recorded_at.isoformat(),
        "answers": {name: _answer(values, name) for name in QUESTIONS if name in values},
        "met": {name: values[f"met_{name}"] for name in ("name", "telephone") if values.get(f"met_{name}")},
        **{name: values.get(name) for name in _SAID},
    }
    if "done_percent" in values:
        record["done_share"] = f"{int(values['done_percent'])}/100"
    return {name: value for name, value in record.items() if value not in (None, "", {})}


def _answer(values: Mapping[str, Any], name: str) -> dict[str, Any]:
    reason = values.get(f"{name}_reason")
    return {"yes": values[name] == "yes"} | ({"reason": reason} if reason else {})


def _shot(photo: PackedPhoto) -> dict[str, Any]:
    numbers = {name: photo.values[name] for name in ("lon", "lat", "accuracy_m") if name in photo.values}
    taken_at = photo.values.get("taken_at")
    instant = {"taken_at": _instant(taken_at).isoformat()} if taken_at else {}
    return {"name": Path(photo.file).name, **instant, **numbers}


def _instant(given: Any) -> datetime:
    """An instant as the phone's clock shows it; all of China has one time."""
    try:
        return datetime.strptime(str(given), "%Y-%m-%d %H:%M:%S").replace(tzinfo=BEIJING)
    except ValueError:
        raise InputError(_("its instant {instant} is none").format(instant=given)) from None
