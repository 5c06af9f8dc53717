"""Photographs of reviews from before the register kept them: they lie in a folder beside it.

They are taken in under the SHA-256 that the reviews name, so that every review finds them as before. The
files stay where they are until somebody deletes the folder.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from landwatch.catalogue.personal import rule_of
from landwatch.formats.media import picture_type
from landwatch.i18n import gettext as _
from landwatch.instants import day_in_china
from landwatch.registry import Act, Content, Held, Owner, Register
from landwatch.registry.paths import evidence_folder
from landwatch.registry.reviewed import Photographed

__all__ = ["TakenIn", "file_beside", "left_outside", "take_in"]

_REASON = "核查照片移入登记簿"  # as it stands in the journal
_UNKNOWN = "application/octet-stream"
_DIGITS = 64  # of a SHA-256; the names of items that were never files are shorter


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What became of the photographs beside a register.

    Attributes
    ----------
    folder
        Where they lie.
    taken, present
        How many were taken in now, and how many the register had already; all read again and compared.
    faults
        What is wrong with the others, in a sentence each; while there is one, the folder is needed.
    """

    folder: Path
    taken: int
    present: int
    faults: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return asdict(self) | {"folder": str(self.folder)}


def take_in(database: str, *, by: str, at: datetime) -> TakenIn | None:
    """Take photographs of reviews that lie beside a register into it, each in a commit of its own.

    The files stay where they are. Twice is as good as once.

    Parameters
    ----------
    database
        URL of the register.
    by, at
        Who does it, and when, with time zone.

    Returns
    -------
    TakenIn or None
        ``None`` if there is no such folder.

    Raises
    ------
    RegisterError
        If the register cannot be read or written.
    """
    folder = evidence_folder(database)
    if not folder.is_dir():
        return None
    act = Act(by=by, at=at, reason=_REASON)
    taken, present, faults = 0, 0, []
    with Register.open(database) as register:
        known = {one.item.item: one for one in register.personal_items()}
        for photo in _of_before(register):
            before = known.get(photo.item)
            fault = _taken(register, folder, photo, before, act)
            if fault:
                faults.append(fault)
            elif before is None:
                taken += 1
            else:
                present += 1
    return TakenIn(folder=folder, taken=taken, present=present, faults=tuple(faults))


def _of_before(register: Register) -> list[Photographed]:
    """The photographs that reviews name by their SHA-256, each once."""
    named = {photo.item: photo for photo in reversed(register.photographed()) if len(photo.item) == _DIGITS}
    return list(reversed(named.values()))


def _taken(
    register: Register, folder: Path, photo: Photographed, before: Held | None, act: Act
) -> str | None:
    """Take one photograph in and compare it; a sentence if something is wrong."""
    file = _file_in(folder, photo.item)
    if before is not None and before.destruction is not None:
        sentence = _("{file}: was destroyed by decision in the register, and still lies here; delete it.")
        return None if file is None else sentence.format(file=file)
    if file is None:
        sentence = _("{folder} has no file of the photograph {name} ({item}) of contract {contract}.")
        facts = {"name": photo.name, "item": photo.item[:12], "contract": photo.contract_no}
        return None if before is not None else sentence.format(folder=folder, **facts)
    try:
        content = file.read_bytes()
    except OSError as error:
        return _("{file}: cannot be read ({reason}).").format(file=file, reason=error.strerror)
    if sha256(content).hexdigest() != photo.item:
        return _(
            "{file}: is not what was photographed: its SHA-256 is not the one in the review of contract "
            "{contract}. Look for it in a backup of the folder."
        ).format(file=file, contract=photo.contract_no)
    if before is None:
        owner = Owner(contract_no=photo.contract_no, event=photo.event)
        register.take_in([_content(photo, content, act.at)], owner, act)
    if register.personal_content(photo.item)[1] != content:
        return _("{file}: the register holds other bytes; keep the file.").format(file=file)
    return None


def _content(photo: Photographed, content: bytes, at: datetime) -> Content:
    rule = rule_of("photo", day_in_china(at))
    return Content(
        kind="photo",
        purpose=rule.purpose if rule else "evidence",
        # Once, only the name of the file was looked at.
        media_type=picture_type(content) or _UNKNOWN,
        content=content,
        name=photo.name,
        item=photo.item,
    )


def _file_in(folder: Path, digest: str) -> Path | None:
    return next(iter(sorted(folder.glob(f"{digest}.*"))), None)


def file_beside(database: str, item: str) -> Path | None:
    """Name the file beside a register from which an item was taken in, if it is still there.

    Parameters
    ----------
    database
        URL of the register.
    item
        Name of the item.

    Returns
    -------
    Path or None
        ``None`` for an item that never was a file, or whose file was deleted.
    """
    return _file_in(evidence_folder(database), item) if len(item) == _DIGITS else None


def left_outside(database: str) -> Path | None:
    """Name the folder beside a register with photographs that are not in it, and so in no copy of it.

    Parameters
    ----------
    database
        URL of the register.

    Returns
    -------
    Path or None
        ``None`` if there is no such folder, or all that reviews name is in the register.

    Raises
    ------
    RegisterError
        If the register cannot be read.
    """
    folder = evidence_folder(database)
    if not folder.is_dir():
        return None
    with Register.open(database) as register:
        known = {one.item.item for one in register.personal_items()}
        missing = [photo for photo in _of_before(register) if photo.item not in known]
    return folder if missing else None
