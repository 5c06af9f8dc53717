"""From what a user names to a base map, or to a sentence that says what is wrong with it."""

from __future__ import annotations

import re
from pathlib import Path

from landwatch.errors import InputError, UsageError
from landwatch.i18n import gettext as _
from landwatch.maps.basemaps.images import Box, picture
from landwatch.maps.basemaps.online import GAODE, tianditu
from landwatch.maps.basemaps.page_data import Basemap
from landwatch.maps.basemaps.tile_files import TileFile, mbtiles, pmtiles

__all__ = ["open_basemap", "open_tiles"]

_KEY = re.compile(r"[0-9A-Za-z]{8,64}")


def open_basemap(chosen: str, *, key: str | None = None, bounds: Box | None = None) -> Basemap | None:
    """Open the base map that a user has chosen.

    Parameters
    ----------
    chosen
        ``none``, ``tianditu``, ``gaode``, or the path of an MBTiles or PMTiles file of image tiles, or of a
        PNG or JPEG picture.
    key
        The user's key of Tianditu.
    bounds
        West, south, east and north of a picture in degrees.

    Returns
    -------
    Basemap or None
        ``None`` for ``none``.

    Raises
    ------
    UsageError
        If the choice cannot be followed: no key, no such file.
    InputError
        If the file cannot be a base map.
    """
    if bounds and chosen in ("none", "gaode", "tianditu"):
        raise UsageError(_("--bounds places a picture; --basemap {chosen} is none.").format(chosen=chosen))
    if chosen == "none":
        return None
    if chosen == "gaode":
        return GAODE
    return _tianditu(key) if chosen == "tianditu" else _file(Path(chosen), bounds)


def open_tiles(path: Path) -> TileFile:
    """Open a file of image tiles.

    Parameters
    ----------
    path
        MBTiles or PMTiles.

    Raises
    ------
    UsageError
        If there is no such file.
    InputError
        If it is none of them, or damaged.
    """
    if not path.is_file():
        raise UsageError(
            _(
                "{file}: there is no such file; LANDWATCH_FIELD_BASEMAP names an MBTiles or PMTiles file of "
                "image tiles"
            ).format(file=path)
        )
    start = _start(path)
    if start.startswith(b"PMTiles"):
        return pmtiles(path)
    if start.startswith(b"SQLite format 3"):
        return mbtiles(path)
    raise InputError(
        _(
            "{file} is neither MBTiles nor PMTiles; LANDWATCH_FIELD_BASEMAP names a file of image tiles"
        ).format(file=path)
    )


def _tianditu(key: str | None) -> Basemap:
    if not key:
        raise UsageError(
            _(
                "--basemap tianditu needs a key of your own: get one from Tianditu and put it into the "
                "environment variable LANDWATCH_TIANDITU_KEY."
            )
        )
    if not _KEY.fullmatch(key):
        raise UsageError(
            _("The key in LANDWATCH_TIANDITU_KEY is none: a key is made of letters and digits alone.")
        )
    return tianditu(key)


def _file(path: Path, bounds: Box | None) -> Basemap:
    if not path.is_file():
        raise UsageError(
            _("--basemap {chosen}: is neither none, tianditu or gaode nor a file that is there.").format(
                chosen=path
            )
        )
    start = _start(path)
    if start.startswith(b"\x89PNG\r\n"):
        return picture(path, "png", bounds)
    if start.startswith(b"\xff\xd8\xff"):
        return picture(path, "jpeg", bounds)
    if bounds:
        raise UsageError(_("--bounds places a picture; {file} is none.").format(file=path))
    if start.startswith(b"PMTiles"):
        return pmtiles(path)
    if start.startswith(b"SQLite format 3"):
        return mbtiles(path)
    raise InputError(
        _("{file} cannot be a base map: it is no MBTiles, no PMTiles, no PNG and no JPEG file.").format(
            file=path
        )
    )


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(16)
    except OSError as error:
        raise InputError(
            _("{file} cannot be read: {why}.").format(file=path, why=error.strerror or error)
        ) from error
