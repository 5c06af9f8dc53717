"""Image tiles from a file: MBTiles (1.3) and PMTiles (version 3)."""

from __future__ import annotations

import base64
import gzip
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from math import asinh, floor, log2, pi, radians, tan
from pathlib import Path
from struct import error as StructError
from typing import BinaryIO, Protocol

from pmtiles.tile import (
    Compression,
    Entry,
    HeaderDict,
    TileType,
    deserialize_directory,
    deserialize_header,
    find_tile,
    zxy_to_tileid,
)

from landwatch.errors import InputError
from landwatch.i18n import gettext as _
from landwatch.maps.basemaps.page_data import Ground

__all__ = ["TileFile", "mbtiles", "pmtiles"]

EMBEDDED_BYTES = 16 << 20
"""Bytes of tiles that one page carries at most; what is closer is enlarged."""

_AROUND = 0.25  # of the page's extent on each side
_MOST_TILES = 4_000  # of one zoom
_KINDS = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg", b"RIFF": "webp"}
_HEAD = 127  # bytes of the header of a PMTiles file

Tile = tuple[int, int, bytes]  # column, row from the north, image


class _Archive(Protocol):
    """Tiles by zoom."""

    @property
    def zooms(self) -> tuple[int, int]:
        """Smallest and largest zoom."""

    def tiles(self, zoom: int, west: int, north: int, east: int, south: int) -> Iterator[Tile]:
        """Give the tiles of a zoom between these columns and rows, bounds included."""


@dataclass(frozen=True)
class TileFile:
    """A file of image tiles as a base map.

    Attributes
    ----------
    path
        The file.
    archive
        Its tiles.
    """

    path: Path
    archive: _Archive

    def under(self, bounds: Sequence[Sequence[float]]) -> Ground:
        """Take the tiles around a page; see :class:`landwatch.maps.basemaps.Basemap`.

        Parameters
        ----------
        bounds
            ``[[south, west], [north, east]]`` of the page in degrees.
        """
        zooms = {
            zoom: "\n".join(f"{x} {y} {_kind(image)} {_base64(image)}" for x, y, image in tiles)
            for zoom, tiles in self.around(bounds)
        }
        return Ground(
            {
                "tiles": [min(zooms), max(zooms)] if zooms else None,
                "credit": self.credit,
                "unreachable": self._nothing_here(),
            },
            attached={f"basemap-{zoom}": text for zoom, text in zooms.items()},
        )

    def served(self, address: str) -> Ground:
        """Leave the tiles with a server, which gives each when it is asked for.

        Parameters
        ----------
        address
            Address of a tile, with ``{z}``, ``{x}`` and ``{y}`` where its place goes; of the same server.
        """
        return Ground(
            {
                "layers": [address],
                "closest": self.archive.zooms[1],
                "credit": self.credit,
                "unreachable": self._nothing_here(),
            }
        )

    def _nothing_here(self) -> str:
        return _("The base map {file} has nothing for this place. Everything else works without it.").format(
            file=self.path.name
        )

    @property
    def credit(self) -> str:
        """Where the tiles come from, in the current language."""
        return _("Base map: {file}").format(file=self.path.name)

    def around(self, bounds: Sequence[Sequence[float]]) -> Iterator[tuple[int, list[Tile]]]:
        """Give the tiles around a place, from where it is seen at a glance on, as many as may be embedded.

        Parameters
        ----------
        bounds
            ``[[south, west], [north, east]]`` in degrees.

        Yields
        ------
        tuple
            Zoom, and its tiles: column, row from the north, image.

        Raises
        ------
        InputError
            If the file is damaged, or has tiles that are no images.
        """
        left = EMBEDDED_BYTES
        for zoom in range(self._first(bounds), self.archive.zooms[1] + 1):
            box = _columns_and_rows(bounds, zoom)
            if (box[2] - box[0] + 1) * (box[3] - box[1] + 1) > _MOST_TILES:
                break
            tiles = list(self._read(zoom, box))
            left -= sum(len(image) for _x, _y, image in tiles)
            if left < 0:
                break
            if tiles:
                yield zoom, tiles

    def tile(self, zoom: int, column: int, row: int) -> tuple[bytes, str] | None:
        """Give one tile.

        Parameters
        ----------
        zoom, column, row
            Its place on the square of Web Mercator; rows are counted from the north.

        Returns
        -------
        tuple or None
            The image and its media type; ``None`` if the file has none there.

        Raises
        ------
        InputError
            If the file is damaged, or has tiles that are no images.
        """
        for _x, _y, image in self._read(zoom, (column, row, column, row)):
            return image, f"image/{_kind(image)}"
        return None

    def _first(self, bounds: Sequence[Sequence[float]]) -> int:
        """The zoom at which the page is seen at a glance: what is farther is never looked at."""
        (south, west), (north, east) = bounds
        extent = max((east - west) / 360, abs(_row(south) - _row(north)), 1e-9)
        glance = max(0, floor(-log2(extent)) - 1)
        return min(max(self.archive.zooms[0], glance), self.archive.zooms[1])

    def _read(self, zoom: int, box: tuple[int, int, int, int]) -> Iterator[Tile]:
        try:
            for x, y, image in self.archive.tiles(zoom, *box):
                if _kind(image) is None:
                    raise InputError(_vector(self.path))
                yield x, y, image
        except (sqlite3.Error, OSError, EOFError, StructError, IndexError, zlib.error) as error:
            raise InputError(_damaged(self.path)) from error


def mbtiles(path: Path) -> TileFile:
    """Open a file of tiles in SQLite.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    TileFile
        The base map.

    Raises
    ------
    InputError
        If it has no tiles, or tiles that are no images.
    """
    try:
        with closing(_connection(path)) as connection:
            lowest, highest = connection.execute(
                "SELECT min(zoom_level), max(zoom_level) FROM tiles"
            ).fetchone()
    except sqlite3.Error as error:
        raise InputError(
            _(
                "{file} is a database without tiles; a base map is an MBTiles file, a PMTiles file or "
                "an image."
            ).format(file=path)
        ) from error
    if lowest is None:
        raise InputError(_("{file} has no tiles.").format(file=path))
    return TileFile(path, _MBTiles(path, (lowest, highest)))


def pmtiles(path: Path) -> TileFile:
    """Open a file of tiles in one archive.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    TileFile
        The base map.

    Raises
    ------
    InputError
        If it is damaged, of another version, or has tiles that are no images.
    """
    with path.open("rb") as file:
        start = file.read(_HEAD)
    if len(start) < _HEAD or not start.startswith(b"PMTiles\x03"):
        raise InputError(_("{file} is no PMTiles file of version 3.").format(file=path))
    try:
        head = deserialize_header(start)
    except ValueError as error:  # a kind of tile or of packing that the format does not know
        raise InputError(_damaged(path)) from error
    if head["internal_compression"] not in (Compression.NONE, Compression.GZIP):
        raise InputError(
            _("{file} is packed in a way that cannot be read; pack it with gzip.").format(file=path)
        )
    if head["tile_type"] == TileType.MVT:
        raise InputError(_vector(path))
    return TileFile(path, _PMTiles(path, head))


@dataclass(frozen=True)
class _MBTiles:
    path: Path
    zooms: tuple[int, int]

    def tiles(self, zoom: int, west: int, north: int, east: int, south: int) -> Iterator[Tile]:
        # Rows are counted from the south (TMS).
        last = 2**zoom - 1
        with closing(_connection(self.path)) as connection:
            found = connection.execute(
                "SELECT tile_column, tile_row, tile_data FROM tiles WHERE zoom_level = ? "
                "AND tile_column BETWEEN ? AND ? AND tile_row BETWEEN ? AND ? ORDER BY 1, 2 DESC",
                (zoom, west, east, last - south, last - north),
            )
            for column, row, image in found:
                yield column, last - row, bytes(image)


@dataclass(frozen=True)
class _PMTiles:
    path: Path
    head: HeaderDict

    @property
    def zooms(self) -> tuple[int, int]:
        return self.head["min_zoom"], self.head["max_zoom"]

    def tiles(self, zoom: int, west: int, north: int, east: int, south: int) -> Iterator[Tile]:
        head = self.head
        with self.path.open("rb") as file:

            @cache
            def entries(offset: int, length: int) -> list[Entry]:
                directory = _bytes(file, offset, length)
                if head["internal_compression"] == Compression.NONE:
                    directory = gzip.compress(directory)
                try:
                    return deserialize_directory(directory)
                except TypeError as error:  # what the library says of a directory that ends too early
                    raise EOFError from error

            def entry(tile: int) -> Entry | None:
                found = find_tile(entries(head["root_offset"], head["root_length"]), tile)
                while found and found.run_length == 0:
                    found = find_tile(
                        entries(head["leaf_directory_offset"] + found.offset, found.length), tile
                    )
                return found

            for x in range(west, east + 1):
                for y in range(north, south + 1):
                    if found := entry(zxy_to_tileid(zoom, x, y)):
                        image = _bytes(file, head["tile_data_offset"] + found.offset, found.length)
                        packed = head["tile_compression"] == Compression.GZIP
                        yield x, y, gzip.decompress(image) if packed else image


def _bytes(file: BinaryIO, offset: int, length: int) -> bytes:
    file.seek(offset)
    data = file.read(length)
    if len(data) < length:
        raise EOFError
    return data


def _connection(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def _columns_and_rows(bounds: Sequence[Sequence[float]], zoom: int) -> tuple[int, int, int, int]:
    (south, west), (north, east) = bounds
    high, low = _row(north), _row(south)
    beside, above = (east - west) / 360 * _AROUND, (low - high) * _AROUND
    across: int = 2**zoom

    def place(share: float) -> int:
        return min(max(floor(share * across), 0), across - 1)

    return (
        place(west / 360 + 0.5 - beside),
        place(high - above),
        place(east / 360 + 0.5 + beside),
        place(low + above),
    )


def _row(latitude: float) -> float:
    """Place from north to south on the square of Web Mercator, 0 to 1."""
    return 0.5 - asinh(tan(radians(latitude))) / (2 * pi)


def _kind(image: bytes) -> str | None:
    return next((kind for start, kind in _KINDS.items() if image.startswith(start)), None)


def _base64(image: bytes) -> str:
    return base64.b64encode(image).decode()


def _vector(path: Path) -> str:
    return _("{file} holds vector tiles; a base map is made of image tiles (PNG, JPEG or WebP).").format(
        file=path
    )


def _damaged(path: Path) -> str:
    return _("{file} is damaged: a tile cannot be read. Copy or make it anew.").format(file=path)
