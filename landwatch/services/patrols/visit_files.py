"""What a visit brings besides photographs: sound recordings and sketches, checked before they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from landwatch.errors import InputError
from landwatch.formats.media import recording_type
from landwatch.formats.sketches import SKETCH_TYPE, read_sketch
from landwatch.i18n import gettext as _
from landwatch.registry import Content
from landwatch.registry.personal import bytes_in

__all__ = ["VisitFile", "checked"]


@dataclass(frozen=True, slots=True)
class VisitFile:
    """A recording or a sketch: its name, without folders, and its bytes or the file with them."""

    kind: Literal["voice", "sketch"]
    name: str
    content: bytes | Path


def checked(file: VisitFile, purpose: str) -> Content:
    """Make sure that a file is what it is said to be.

    Parameters
    ----------
    file
        The file.
    purpose
        Key of the purpose for which it is kept.

    Raises
    ------
    InputError
        If it is no recording, or no sketch.
    """
    content = bytes_in(file.content)
    if file.kind == "sketch":
        read_sketch(content)
        media_type: str | None = SKETCH_TYPE
    else:
        media_type = recording_type(content)
    if media_type is None:
        raise InputError(
            _(
                "{file}: is no sound recording (WebM, Ogg, MP4, WAV, MP3, AMR or FLAC); nothing was recorded"
            ).format(file=file.name)
        )
    return Content(
        kind=file.kind, purpose=purpose, media_type=media_type, content=file.content, name=file.name
    )
