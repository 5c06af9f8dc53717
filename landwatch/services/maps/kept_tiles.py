"""Tiles that a server keeps as files: made once for what they show, whoever looks and on whichever day."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from landwatch.maps.served_land import Archive

__all__ = ["KeptTiles"]

_ROOM = 64
"""Archives that are kept; the one not asked for longest makes way."""


class KeptTiles:
    """Archives of vector tiles in a folder of their own, which goes with the server.

    Two assessments in which the same parcels stand alike have the same archive: what is recorded in one
    cluster leaves the tiles of the others as they are.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._folder: TemporaryDirectory[str] | None = None
        self._files: OrderedDict[str, Lock] = OrderedDict()

    def file(self, archive: Archive) -> Path:
        """Give the tiles of a cluster; whoever asks while they are made waits.

        Parameters
        ----------
        archive
            Its parcels.

        Returns
        -------
        Path
            A PMTiles file.
        """
        with self._lock:
            self._folder = self._folder or TemporaryDirectory(prefix="landwatch-tiles-")
            path = Path(self._folder.name) / f"{archive.digest}.pmtiles"
            making = self._files.setdefault(archive.digest, Lock())
            self._files.move_to_end(archive.digest)
            if len(self._files) > _ROOM:
                oldest, _made = self._files.popitem(last=False)
                (path.parent / f"{oldest}.pmtiles").unlink(missing_ok=True)
        with making:
            if not path.is_file():
                # Named only when whole: nobody is sent half a file.
                draft = path.with_suffix(".draft")
                draft.write_bytes(archive.tiles())
                draft.rename(path)
        return path

    def close(self) -> None:
        """Take the files away."""
        with self._lock:
            if self._folder is not None:
                self._folder.cleanup()
            self._folder = None
            self._files.clear()
