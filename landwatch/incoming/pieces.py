"""Files that come piece by piece, each known by the SHA-256 of its bytes and by whose it is.

What lies on disk is the truth: the length of a part is how far it has come, and a whole file was checked
before it got its name. A process that is killed leaves a part, never a whole that is none.
"""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path

from landwatch.errors import InputError, LandwatchError
from landwatch.i18n import gettext as _
from landwatch.incoming.folder import made, no_space, synced

__all__ = ["OffsetDiffers", "Pieces", "WrongContent"]

_HASH = 64  # characters of a hash in hex
_PART = ".part"


class OffsetDiffers(LandwatchError):
    """A piece does not begin where the file ends.

    Parameters
    ----------
    offset
        Where it ends.
    """

    def __init__(self, offset: int) -> None:
        super().__init__(
            _("the file has {offset} bytes; send what follows with Upload-Offset: {offset}").format(
                offset=offset
            )
        )
        self.offset = offset


class WrongContent(InputError):
    """The bytes of a file have another hash than its name says; they were thrown away."""


class Pieces:
    """The files of one person.

    Parameters
    ----------
    folder
        Where they lie; it need not be there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def whole(self, sha256: str) -> Path | None:
        """Name a file that is whole.

        Parameters
        ----------
        sha256
            Its hash in hex.

        Returns
        -------
        Path or None
            ``None`` while it is not.
        """
        file = self._folder / sha256
        return file if file.is_file() else None

    def all_whole(self) -> list[str]:
        """List the hashes of the files that are whole."""
        names = [file.name for file in self._folder.glob("*")]
        return sorted(name for name in names if len(name) == _HASH)

    def offset(self, sha256: str) -> int:
        """Tell how many bytes of a file are there.

        Parameters
        ----------
        sha256
            Its hash in hex.
        """
        for file in (self._folder / sha256, self._part(sha256)):
            try:
                return file.stat().st_size
            except FileNotFoundError:
                continue
        return 0

    def append(self, sha256: str, offset: int, piece: bytes, length: int) -> int:
        """Append a piece; it is on disk when this returns.

        Parameters
        ----------
        sha256
            Hash of the whole file in hex.
        offset
            Where the piece begins.
        piece
            The bytes.
        length
            Bytes of the whole file.

        Returns
        -------
        int
            Bytes that are there now; all of them, and the hash is right, if that is `length`.

        Raises
        ------
        OffsetDiffers
            If the file does not end there.
        WrongContent
            If it is whole now and its hash is another, or it is longer than it should be; it begins anew.
        NoRoom
            If the disk is full; the piece was not taken.
        """
        with self._locked(sha256) as part:
            there = self.offset(sha256)
            if self.whole(sha256):
                self._throw_away(sha256)
                if offset == there and not piece:
                    return there
                raise OffsetDiffers(there)
            if offset != there:
                raise OffsetDiffers(there)
            if there + len(piece) > length:
                self._throw_away(sha256)
                raise self._wrong(sha256)
            self._write(part, there, piece)
            if there + len(piece) == length:
                self._finish(sha256, part)
            return there + len(piece)

    def remove(self, sha256: str) -> None:
        """Remove a file, or the part of it that is there, which nothing needs any more.

        Parameters
        ----------
        sha256
            Its hash in hex.
        """
        (self._folder / sha256).unlink(missing_ok=True)
        self._throw_away(sha256)

    def _part(self, sha256: str) -> Path:
        return self._folder / f"{sha256}{_PART}"

    @contextmanager
    def _locked(self, sha256: str) -> Iterator[int]:
        """Open a part as its only writer: a phone that lost the answer may send the same piece twice."""
        made(self._folder)
        path = self._part(sha256)
        while True:
            part = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(part, fcntl.LOCK_EX)
                if _is_at(path, part):
                    yield part
                    return
            finally:
                os.close(part)

    def _write(self, part: int, there: int, piece: bytes) -> None:
        try:
            left = memoryview(piece)
            while left:
                left = left[os.pwrite(part, left, there + len(piece) - len(left)) :]
            os.fsync(part)
        except OSError as error:
            os.ftruncate(part, there)
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise no_space(self._folder) from error
            raise

    def _finish(self, sha256: str, part: int) -> None:
        with os.fdopen(os.dup(part), "rb") as content:
            content.seek(0)
            found = file_digest(content, "sha256").hexdigest()
        if found != sha256:
            self._throw_away(sha256)
            raise self._wrong(sha256)
        self._part(sha256).rename(self._folder / sha256)
        # The folder itself may be new, too.
        synced(self._folder)
        synced(self._folder.parent)

    def _throw_away(self, sha256: str) -> None:
        self._part(sha256).unlink(missing_ok=True)

    def _wrong(self, sha256: str) -> WrongContent:
        return WrongContent(
            _("the bytes sent are not those of the file {sha256}; send it again from the beginning").format(
                sha256=sha256[:12]
            )
        )


def _is_at(path: Path, file: int) -> bool:
    """Whether an open file still has its name: another one may have finished it, or thrown it away."""
    try:
        return os.path.samestat(path.stat(), os.fstat(file))
    except FileNotFoundError:
        return False
