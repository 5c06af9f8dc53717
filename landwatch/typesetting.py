"""Pages set with typst in the font of the installation, which says what it cannot write.

A character without a glyph would be left out in silence, and a company would lose part of its name; so every
text is compared with the font's own table before a page is made. What has a shape is replaced by a sign,
what has none is left out, and whoever prints says so. Fonts of the machine are never used: the same content
gives the same file everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst
from fontTools.ttLib import TTFont
from justmytype_intl_cjk import get_font_pack

from landwatch.characters import is_invisible, texts_of
from landwatch.i18n import language

__all__ = ["FAMILY", "SIGN", "font_folder", "lacking", "typeset", "written"]

FAMILY = "Noto Sans SC"
"""The family that every page is set in."""

SIGN = "〓"
"""What printers set for a character that they do not have (U+3013)."""

_FOLDER = "notosanssc"
_NOT_PRINTED = frozenset("\n\t")


@cache
def font_folder() -> Path:
    """Find the folder of the font that travels with the installation.

    Returns
    -------
    Path
        Folder with the one font file of :data:`FAMILY`.
    """
    roots: list[Path] = get_font_pack().get_font_directories()
    return next(folder for root in roots for folder in root.rglob(_FOLDER))


def typeset(template: Path, content: Mapping[str, Any], **options: Any) -> list[bytes]:
    """Set a template with its content.

    Parameters
    ----------
    template
        A typst file; it may import from its own folder only.
    content
        JSON values that the template reads from ``sys.inputs.content``, as :func:`written` has them; language
        and font are added.
    **options
        Options of ``typst.compile``, e.g. ``format``.

    Returns
    -------
    list of bytes
        One file, or one a page where the format holds a single page.
    """
    told = json.dumps(texts_of(content, written) | {"language": language(), "font": FAMILY})
    made = typst.compile(
        template,
        root=template.parent,
        font_paths=[font_folder()],
        ignore_system_fonts=True,
        sys_inputs={"content": told},
        **options,
    )
    return [bytes(made)] if isinstance(made, (bytes, bytearray)) else [bytes(page) for page in made]


def lacking(texts: Iterable[str]) -> frozenset[str]:
    """Find the characters that the font cannot write.

    Parameters
    ----------
    texts
        What is to be printed.
    """
    known = _characters()
    used = set().union(*texts) - _NOT_PRINTED
    return frozenset(character for character in used if ord(character) not in known)


def written(text: str) -> str:
    """Write a text with the characters that the font has.

    Parameters
    ----------
    text
        What is to be printed.

    Returns
    -------
    str
        The text with :data:`SIGN` for each character without a glyph; one without a shape is left out.
    """
    missing = lacking([text])
    return "".join(_instead(each) if each in missing else each for each in text) if missing else text


def _instead(character: str) -> str:
    if is_invisible(character):
        return ""
    return " " if character.isspace() else SIGN


@cache
def _characters() -> frozenset[int]:
    with TTFont(next(font_folder().glob("*.ttf")), lazy=True) as font:
        return frozenset(font.getBestCmap())
