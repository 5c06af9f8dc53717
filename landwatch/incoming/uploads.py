"""Where incoming records lie, and the files that they name: how far each has come, and what follows."""

from __future__ import annotations

from functools import cached_property
from hashlib import sha256 as hash_of
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine, delete

from landwatch.i18n import gettext as _
from landwatch.incoming.file_kinds import check_size
from landwatch.incoming.folder import NoRoom, Room, made, synced
from landwatch.incoming.incoming_tables import VERSION, blobs, make_ready, version_of
from landwatch.incoming.kept_records import Blob, blob_of, reserve, waiting_bytes
from landwatch.incoming.pieces import OffsetDiffers, Pieces, WrongContent
from landwatch.registry.addresses import file_address
from landwatch.registry.database import allow_reading_while_writing, connect, reading, writing
from landwatch.registry.new_files import holds_something

__all__ = ["Upload", "Uploads"]


class Upload(NamedTuple):
    """How far a file has come: bytes that are there, and those of the whole, once they are known."""

    offset: int
    length: int | None


class Uploads:
    """The files that phones hand over.

    Parameters
    ----------
    folder
        Where it lies.
    room
        How much may lie there.
    """

    def __init__(self, folder: Path, room: Room | None = None) -> None:
        self.folder = folder
        self._room = room or Room()

    def upload(self, login: str, sha256: str) -> Upload | None:
        """Tell how far a file has come.

        Parameters
        ----------
        login, sha256
            Whose it is, and its hash.

        Returns
        -------
        Upload or None
            ``None`` if no record of that person names it.
        """
        blob = self._blob(login, sha256)
        if blob is None:
            return None
        if blob.item is not None:
            return Upload(blob.size or 0, blob.size)
        pieces = self._pieces(login)
        offset = pieces.offset(sha256)
        if offset == blob.size and pieces.whole(sha256) is None:
            # Whoever wrote the last piece was stopped before the hash was worked out.
            offset = _finished(pieces, sha256, offset)
        return Upload(offset, blob.size)

    def append(self, login: str, sha256: str, offset: int, piece: bytes, length: int) -> int | None:
        """Append a piece to a file; it is on disk when this returns.

        Parameters
        ----------
        login, sha256
            Whose it is, and its hash.
        offset, piece, length
            Where the piece begins, its bytes, and the bytes of the whole file.

        Returns
        -------
        int or None
            Bytes that are there now; ``None`` if no record of that person names the file.

        Raises
        ------
        InputError
            ``TooLarge`` if piece or file are, for what records say the file is; ``WrongContent`` if its hash
            is wrong; and if it has no bytes.
        OffsetDiffers
            If the file does not end there.
        NoRoom
            If there is no room.
        """
        blob = self._blob(login, sha256)
        if blob is None:
            return None
        check_size(blob.kinds, length, len(piece))
        if blob.item is not None:
            return _whole(offset, piece, blob.size or 0)
        if blob.size != length:
            with writing(self._engine) as connection:
                self._room.check(self.folder, waiting_bytes(connection, login, sha256), length)
                reserve(connection, login, sha256, length)
        return self._pieces(login).append(sha256, offset, piece, length)

    def content(self, login: str, sha256: str) -> Path | str:
        """Name a file that is there, or say under which name the register has it.

        Parameters
        ----------
        login, sha256
            Whose it is, and its hash.
        """
        file = self._pieces(login).whole(sha256)
        if file is not None:
            return file
        blob = self._blob(login, sha256)
        assert blob is not None and blob.item is not None  # only what is there is asked for
        return blob.item

    def whole(self, login: str, sha256: str) -> Path | None:
        """Name a file that lies here as a whole.

        Parameters
        ----------
        login, sha256
            Whose it is, and its hash.

        Returns
        -------
        Path or None
            ``None`` where only a part has come, nothing has, or the register has it already.
        """
        return self._pieces(login).whole(sha256)

    def forget(self, login: str, sha256: str) -> None:
        """Ask for a file again whose bytes the register has no more.

        Parameters
        ----------
        login, sha256
            Whose it is, and its hash.
        """
        with writing(self._engine) as connection:
            connection.execute(delete(blobs).where(blobs.c.login == login, blobs.c.sha256 == sha256))

    @cached_property
    def _file(self) -> Path:
        return self.folder / "incoming.db"

    @cached_property
    def _engine(self) -> Engine:
        return connect(file_address(self._file))

    def _make_ready(self) -> None:
        if self._is_made():
            return
        try:
            made(self.folder)
            # A disk that is all but full has no room for the tables, either.
            self._room.check(self.folder, 0, 0)
            self._file.touch(mode=0o600)
            synced(self.folder)
            synced(self.folder.absolute().parent)
        except OSError as error:
            raise NoRoom(
                _("{folder}: nothing can be kept there ({reason}); tell the office").format(
                    folder=self.folder, reason=error.strerror
                )
            ) from error
        allow_reading_while_writing(self._engine)
        with writing(self._engine) as connection:
            make_ready(connection)

    def _is_made(self) -> bool:
        if not holds_something(self._file):
            return False
        with reading(self._engine) as connection:
            version = version_of(connection)
        if 0 < version < VERSION:
            with writing(self._engine) as connection:
                make_ready(connection)
        return version > 0

    def _blob(self, login: str, sha256: str) -> Blob | None:
        if not self._is_made():
            return None
        with reading(self._engine) as connection:
            return blob_of(connection, login, sha256)

    def _is_there(self, login: str, sha256: str) -> bool:
        if self._pieces(login).whole(sha256) is not None:
            return True
        blob = self._blob(login, sha256)
        return blob is not None and blob.item is not None

    def _pieces(self, login: str) -> Pieces:
        # A login may hold any letter; the name of a folder had better not.
        return Pieces(self.folder / hash_of(login.encode()).hexdigest()[:16])


def _finished(pieces: Pieces, sha256: str, length: int) -> int:
    """Finish a file whose bytes are all there; how many are there then."""
    try:
        return pieces.append(sha256, length, b"", length)
    except WrongContent:
        return 0


def _whole(offset: int, piece: bytes, size: int) -> int:
    if offset != size or piece:
        raise OffsetDiffers(size)
    return size
