"""Packed files, unpacked with suspicion: what they claim is checked first, what they hold is measured."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from landwatch.errors import InputError
from landwatch.formats.packed import BROKEN_ZIP
from landwatch.formats.reading import ReaderSettings
from landwatch.i18n import gettext as _

__all__ = ["check_unpacked_size", "is_packed", "unpacked"]

_MOST_MEMBERS = 10_000
_UTF8_NAMES = 0x800
_ENCRYPTED = 0x1
_NESTED = (".zip", ".kmz", ".rar", ".7z", ".gz", ".tar")
_CHUNK = 1 << 20


def is_packed(path: Path) -> bool:
    """Tell whether a file is a zip archive, by its content.

    Parameters
    ----------
    path
        The file.
    """
    try:
        return zipfile.is_zipfile(path)
    except OSError:
        return False


def check_unpacked_size(archive: zipfile.ZipFile, settings: ReaderSettings) -> None:
    """Refuse an archive whose content is too large, by what it declares and before anything is read.

    Parameters
    ----------
    archive
        The open archive.
    settings
        Limit of the unpacked size.

    Raises
    ------
    InputError
        Names the size and the limit.
    """
    _check_limit(sum(entry.file_size for entry in archive.infolist()), settings)


def _check_limit(size: int, settings: ReaderSettings) -> None:
    if size > settings.max_unpacked_bytes:
        raise InputError(
            _("its content is {size} MB unpacked, the limit is {limit} MB; split the file").format(
                size=size >> 20, limit=settings.max_unpacked_bytes >> 20
            )
        )


@contextmanager
def unpacked(path: Path, settings: ReaderSettings) -> Iterator[Path]:
    """Unpack an archive into a folder that lasts as long as the ``with`` block.

    Parameters
    ----------
    path
        The archive.
    settings
        Limit of the unpacked size.

    Yields
    ------
    Path
        The folder.

    Raises
    ------
    InputError
        If the archive is broken, encrypted, too large (by what it declares or by what comes out), holds
        another archive, or has a member that would land outside the folder.
    """
    with TemporaryDirectory(prefix="landwatch-") as scratch:
        folder = Path(scratch)
        try:
            with zipfile.ZipFile(path) as archive:
                _unpack(archive, folder, settings)
        except BROKEN_ZIP as error:
            raise InputError(_("the archive is broken or packed in an unusual way; pack it again")) from error
        yield folder


def _unpack(archive: zipfile.ZipFile, folder: Path, settings: ReaderSettings) -> None:
    entries = [(entry, _name(entry)) for entry in archive.infolist()]
    if len(entries) > _MOST_MEMBERS:
        raise InputError(
            _("it holds {count} files, the limit is {limit}; split it").format(
                count=len(entries), limit=_MOST_MEMBERS
            )
        )
    for entry, name in entries:
        _check_member(entry, name)
    check_unpacked_size(archive, settings)
    left = settings.max_unpacked_bytes
    for entry, name in entries:
        if not entry.is_dir() and not name.endswith("/"):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            left -= _copy(archive, entry, target, left, settings)


def _name(entry: zipfile.ZipInfo) -> str:
    """Give the name of a member; Chinese systems write GBK and do not say so."""
    name = entry.orig_filename
    if not entry.flag_bits & _UTF8_NAMES:
        raw = name.encode("cp437")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")


def _check_member(entry: zipfile.ZipInfo, name: str) -> None:
    pure = PurePosixPath(name)
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    if pure.is_absolute() or ".." in pure.parts or ":" in name or "\x00" in name or is_link or not pure.parts:
        raise InputError(
            _("its member {name} would land outside of the folder it is unpacked to; pack it again").format(
                name=name
            )
        )
    if entry.flag_bits & _ENCRYPTED:
        raise InputError(_("it is protected by a password; unpack it and import what it holds"))
    if pure.suffix.lower() in _NESTED:
        raise InputError(
            _("it holds another archive, {name}; unpack it and import what it holds").format(name=name)
        )


def _copy(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, left: int, settings: ReaderSettings
) -> int:
    size = 0
    with archive.open(entry) as source, target.open("wb") as sink:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > left:
                _check_limit(settings.max_unpacked_bytes + size - left, settings)
            sink.write(chunk)
    return size
