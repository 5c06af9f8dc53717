"""The photographs of reviews, to be shown."""

from __future__ import annotations

from landwatch.errors import RegisterError
from landwatch.i18n import gettext as _
from landwatch.registry.paths import evidence_folder

__all__ = ["photograph"]

_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".heic": "image/heic",
    ".heif": "image/heif",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
}


def photograph(database: str, item: str) -> tuple[str, bytes]:
    """Hand out a photograph.

    Parameters
    ----------
    database
        URL of the register.
    item
        What a review names it by.

    Returns
    -------
    tuple
        Its media type, and its bytes.

    Raises
    ------
    RegisterError
        If it is not there any more.
    """
    folder = evidence_folder(database)
    for ending, media_type in _TYPES.items():
        file = folder / f"{item}{ending}"
        if file.is_file():
            return media_type, file.read_bytes()
    raise RegisterError(
        _("the photograph {item} is not in {folder}; look for it in a backup").format(
            item=item[:12], folder=folder
        )
    )
