"""A file with everything that waits on a phone, brought to a desk: the same records, the same receipts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from landwatch.errors import InputError
from landwatch.formats.archives import is_packed, unpacked
from landwatch.formats.field_pack import find_pack
from landwatch.formats.reading import ReaderSettings
from landwatch.i18n import gettext as _
from landwatch.incoming import LARGEST_PIECE, Incoming, OffsetDiffers, read_record
from landwatch.incoming.record_form import LARGEST_RECORD, Read
from landwatch.rules import Assessment
from landwatch.services.field.packed_visits import lay_out
from landwatch.services.field.receipts import Receipt, Sender, receipt_of
from landwatch.services.field.receiving import take_in

__all__ = ["Brought", "bring"]

# Of two records under one uuid the second has the beginning of its hash in its name.
_NAME = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(\.[0-9a-f]{8})?")


@dataclass(frozen=True)
class Brought:
    """What came of a file.

    Attributes
    ----------
    receipts
        Of each record in it.
    faults
        What could not be taken, in a sentence each.
    """

    receipts: tuple[Receipt, ...]
    faults: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every record stands in the register."""
        return not self.faults and all(each.state == "recorded" for each in self.receipts)

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {"receipts": [each.to_dict() for each in self.receipts], "faults": list(self.faults)}


def bring(
    database: str,
    incoming: Incoming,
    file: Path,
    senders: Callable[[str], Sender | None],
    *,
    by: str,
    at: datetime,
    readers: ReaderSettings,
    land: Callable[[], Assessment],
) -> Brought:
    """Take in a file from a phone; twice is as good as once.

    Parameters
    ----------
    database
        URL of the register.
    incoming
        What was handed over.
    file
        A zip archive with ``records/UUID.json`` and ``blobs/SHA-256``, or a pack that comes home from QField,
        as a folder or a zip archive.
    senders
        Finds who has a login.
    by, at
        Who brings it, and when, with time zone.
    readers
        Limit of the unpacked size.
    land
        Gives the judged contracts.

    Returns
    -------
    Brought
        The receipts, and what could not be taken.

    Raises
    ------
    InputError
        If it is no archive, or one that must not be unpacked.
    NoRoom
        If there is no room.
    RegisterUnavailable
        If the register is away; what was taken stays, and goes on when the file is brought again.
    """
    if not file.is_dir() and not is_packed(file):
        raise InputError(_("{file}: is no archive (zip) that a phone wrote, and no folder").format(file=file))
    faults: list[str] = []
    try:
        with _opened(file, readers, faults) as folder:
            taken = [*_records(folder, incoming, senders, at, faults)]
            named = {(read.record.login, each.sha256) for _uuid, read in taken for each in read.files}
            for login, name in sorted(named):
                faults.extend(_file(folder / "blobs" / name, incoming, login, name))
    except InputError as error:
        raise InputError(_("{file}: {reason}").format(file=file, reason=error)) from error
    for login in sorted({read.record.login for _uuid, read in taken}):
        take_in(database, incoming, senders, at, land=land, login=login, by=by)
    found = (incoming.record(uuid, sha256=read.sha256) for uuid, read in taken)
    return Brought(tuple(receipt_of(incoming, each) for each in found if each), tuple(faults))


@contextmanager
def _opened(file: Path, readers: ReaderSettings, faults: list[str]) -> Iterator[Path]:
    """A folder with records and blobs: as a phone packed it, or laid out from a pack of QField."""
    with TemporaryDirectory(prefix="landwatch-") as scratch:
        if file.is_dir():
            yield _laid_out(file, Path(scratch), faults)
            return
        with unpacked(file, readers) as folder:
            yield _laid_out(folder, Path(scratch), faults)


def _laid_out(folder: Path, scratch: Path, faults: list[str]) -> Path:
    pack = None if (folder / "records").is_dir() else find_pack(folder)
    if pack is None:
        return folder
    faults.extend(lay_out(pack, scratch))
    return scratch


def _records(
    folder: Path,
    incoming: Incoming,
    senders: Callable[[str], Sender | None],
    at: datetime,
    faults: list[str],
) -> Iterator[tuple[str, Read]]:
    files = sorted((folder / "records").glob("*.json"))
    if not files and not faults:
        raise InputError(_("it holds no records (records/UUID.json), and no visits of QField"))
    for file in files:
        named = _NAME.fullmatch(file.stem)
        if named is None:
            faults.append(_("{file}: the name is no UUID; left out").format(file=f"records/{file.name}"))
            continue
        try:
            with file.open("rb") as content:
                read = read_record(content.read(LARGEST_RECORD + 1))
        except InputError as error:
            faults.append(_("{file}: {reason}").format(file=f"records/{file.name}", reason=error))
            continue
        login = read.record.login
        if senders(login) is None:
            faults.append(
                _("{file}: nobody has the login {login}; landwatch person list names who has one").format(
                    file=f"records/{file.name}", login=login
                )
            )
        elif incoming.put(named[1], read, login, at=at, phone_at=None) is None:
            faults.append(
                _("{file}: somebody else has a record of that name").format(file=f"records/{file.name}")
            )
        else:
            yield named[1], read


def _file(file: Path, incoming: Incoming, login: str, sha256: str) -> Iterator[str]:
    """Take one file in, from where it has come; what is wrong with it."""
    upload = incoming.upload(login, sha256)
    if not file.is_file() or upload is None or upload.offset == upload.length:
        return
    size = file.stat().st_size
    try:
        with file.open("rb") as content:
            there = min(upload.offset, size)
            content.seek(there)
            while there < size or size == 0:
                there = incoming.append(login, sha256, there, content.read(LARGEST_PIECE), size) or size
    except OffsetDiffers:
        yield _("blobs/{sha256}: the phone is sending it just now; bring the file again").format(
            sha256=sha256
        )
    except InputError as error:
        yield _("{file}: {reason}").format(file=f"blobs/{sha256}", reason=error)
