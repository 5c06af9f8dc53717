"""Scripts and style sheets: those of the web application, and those that it shares with saved maps."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from landwatch.errors import LandwatchError
from landwatch.i18n import gettext as _
from landwatch.maps.page_assets import LINKED, linked

__all__ = ["Asset", "asset", "asset_address"]

_FOLDER = Path(__file__).parent / "assets"


@dataclass(frozen=True, slots=True)
class Asset:
    """A script or style sheet as it is sent.

    Attributes
    ----------
    content, media_type
        Its bytes, and what they are.
    digest
        Changes with the bytes.
    """

    content: bytes
    media_type: str
    digest: str


def asset(name: str) -> Asset | None:
    """Give a script or style sheet.

    Parameters
    ----------
    name
        Name of the file, e.g. ``web.js``.

    Returns
    -------
    Asset or None
        ``None`` if there is none of this name.

    Raises
    ------
    LandwatchError
        If it is one of the maps, and the installation lacks it.
    """
    is_there = name in LINKED or (_FOLDER / Path(name).name).is_file()
    return _read(name) if is_there else None


@cache
def _read(name: str) -> Asset:
    content = linked(name).encode() if name in LINKED else (_FOLDER / name).read_bytes()
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Asset(content, media_type, hashlib.sha256(content).hexdigest()[:16])


def asset_address(name: str) -> str:
    """Give the address of a script or style sheet; it changes with the content.

    Parameters
    ----------
    name
        Name of the file, e.g. ``web.js``.

    Raises
    ------
    LandwatchError
        If the installation lacks it.
    """
    found = asset(name)
    if found is None:
        raise LandwatchError(
            _(
                "Pages cannot be served: {name} is missing from this installation. "
                "Run `make install` in the project, then try again."
            ).format(name=f"web/assets/{name}")
        )
    return f"/assets/{name}?v={found.digest}"
