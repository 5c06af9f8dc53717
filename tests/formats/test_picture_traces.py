"""Traces of programs in pictures: what XMP says, forms that no camera writes, a manifest of origin."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from landwatch.formats.exif import read_exif
from landwatch.formats.picture_traces import Traces, traces_of

NOTHING = Traces(None, is_edited=False, is_no_camera=False, has_manifest=False)
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description xmp:CreatorTool="Snapseed 2.0"%b/></x:xmpmeta>'


def jpeg(xmp: bytes = b"", **exif: str) -> bytes:
    tags = Image.Exif()
    for name, text in exif.items():
        tags[{"software": 0x0131, "processing": 0x000B}[name]] = text
    written = BytesIO()
    Image.new("RGB", (4, 3)).save(written, "JPEG", exif=tags, **({"xmp": xmp} if xmp else {}))
    return written.getvalue()


def test_a_picture_of_a_camera_bears_no_trace() -> None:
    assert traces_of(jpeg()) == NOTHING


def test_the_program_that_xmp_names_is_told() -> None:
    assert traces_of(jpeg(XMP % b"")) == NOTHING._replace(tool="Snapseed 2.0")


@pytest.mark.parametrize("step", [b"><xmpMM:History>", b' stEvt:action="saved"', b"><photoshop:History>"])
def test_steps_of_work_in_xmp_are_found(step: bytes) -> None:
    assert traces_of(jpeg(XMP % step)).is_edited


def test_the_same_words_outside_xmp_say_nothing() -> None:
    assert traces_of(jpeg() + b"xmpMM:History") == NOTHING


def test_no_camera_writes_a_png() -> None:
    written = BytesIO()
    Image.new("RGB", (4, 3)).save(written, "PNG")
    assert traces_of(written.getvalue()).is_no_camera


def test_a_manifest_of_origin_is_found() -> None:
    box = b"\xff\xeb\0\x20JP\0\1\0\0\0\1\0\0\0\x18jumbjumdc2pa"
    assert traces_of(jpeg()[:2] + box + jpeg()[2:]).has_manifest


@pytest.mark.parametrize(
    ("tags", "software"),
    [
        ({"software": "MIUI 14"}, "MIUI 14"),
        ({"software": "MIUI 14", "processing": "GIMP 2.10"}, "GIMP 2.10"),
        ({}, None),
    ],
)
def test_the_program_of_exif_is_the_one_that_worked_last(tags: dict[str, str], software: str | None) -> None:
    assert read_exif(jpeg(**tags)).software == software
