"""What a picture says of programs that made or changed it, beside its EXIF tags; nothing here is proof.

A camera writes JPEG or HEIF. A PNG was made by a program: a screenshot, a drawing. Programs for pictures keep
their steps in XMP (ISO 16684-1). A manifest of C2PA lies in JUMBF boxes (ISO 19566-5) and is signed; that it
is there is told, its signature is not checked here.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from landwatch.characters import printable

__all__ = ["Traces", "traces_of"]

_XMP = re.compile(rb"<x:xmpmeta.{0,262144}?</x:xmpmeta>", re.DOTALL)
# Steps that a program noted, or the program that wrote last.
_STEPS = re.compile(rb"stEvt:action|<xmpMM:History|photoshop:History|xmpMM:DerivedFrom")
_TOOL = re.compile(rb'xmp:CreatorTool(?:="|>)([^"<]{1,80})')
_PNG = b"\x89PNG\r\n\x1a\n"


class Traces(NamedTuple):
    """What was found.

    Attributes
    ----------
    tool
        The program that XMP names.
    is_edited
        Whether XMP holds steps of work on the picture.
    is_no_camera
        Whether its form is one that no camera writes.
    has_manifest
        Whether a manifest of C2PA is there.
    """

    tool: str | None
    is_edited: bool
    is_no_camera: bool
    has_manifest: bool


def traces_of(content: bytes) -> Traces:
    """Look for traces of programs in a picture.

    Parameters
    ----------
    content
        Its bytes.

    Returns
    -------
    Traces
        What cannot be read is not there.
    """
    found = _XMP.search(content)
    xmp = found.group() if found else b""
    tool = _TOOL.search(xmp)
    return Traces(
        tool=printable(tool.group(1).decode("utf-8", "replace")).strip() or None if tool else None,
        is_edited=_STEPS.search(xmp) is not None,
        is_no_camera=content.startswith(_PNG),
        has_manifest=b"jumb" in content and b"c2pa" in content,
    )
