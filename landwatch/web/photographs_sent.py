"""Photographs that a form sends with a review or a visit."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import UploadFile

from landwatch.errors import InputError
from landwatch.i18n import gettext as _
from landwatch.services.contracts.reviewing import Photo

__all__ = ["MOST_PHOTOS", "photographs_sent"]

MOST_PHOTOS = 20
"""Photographs that one form may send."""


def photographs_sent(files: Iterable[UploadFile]) -> list[Photo]:
    """Read the photographs that were sent; a browser sends an empty one where none was chosen.

    Parameters
    ----------
    files
        The files of the form.

    Raises
    ------
    InputError
        If they are too many.
    """
    sent = [file for file in files if file.filename]
    if len(sent) > MOST_PHOTOS:
        raise InputError(
            _("{count} photographs are too many at once; send at most {most}").format(
                count=len(sent), most=MOST_PHOTOS
            )
        )
    return [Photo(file.filename or "", file.file.read()) for file in sent]
