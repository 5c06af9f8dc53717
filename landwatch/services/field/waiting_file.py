"""A file with what waits beside the register, so that it is not on one disk alone."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_STORED, ZipFile

from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.incoming import Incoming
from landwatch.registry.new_files import new_file

__all__ = ["Written", "write_waiting"]


class Written(NamedTuple):
    """What was written to a file: how many records and files, and how many files have not come as a whole."""

    records: int
    files: int
    parts: int


def write_waiting(incoming: Incoming, file: Path) -> Written:
    """Write what waits to a file as a phone writes one, so that it is not on one disk alone.

    Records that were set aside are left out: brought again, they would come back as visits.

    Parameters
    ----------
    incoming
        What was handed over.
    file
        A new file; nobody else may read it.

    Raises
    ------
    UsageError
        If nothing waits.
    RegisterError
        If what was handed over cannot be read, or the file cannot be written.
    """
    waiting = [each for each in incoming.records() if each.state in ("waiting", "held")]
    if not waiting:
        raise UsageError(_("nothing waits beside the register; no file was written"))
    wanted = {(each.login, one.sha256) for each in waiting for one in each.files}
    found = ((sha256, incoming.whole(login, sha256)) for login, sha256 in wanted)
    files = {sha256: place for sha256, place in found if place is not None}
    missing = {(each.login, sha256) for each in waiting for sha256 in incoming.missing(each)}
    first = {each.uuid: each.sha256 for each in reversed(waiting)}
    with new_file(file) as written, ZipFile(written, "w", ZIP_STORED) as archive:
        for each in waiting:
            mark = "" if first[each.uuid] == each.sha256 else f".{each.sha256[:8]}"
            archive.writestr(f"records/{each.uuid}{mark}.json", each.body or "")
        for sha256, place in sorted(files.items()):
            archive.write(place, f"blobs/{sha256}")
        written.chmod(0o600)
    return Written(len(waiting), len(files), len(missing))
