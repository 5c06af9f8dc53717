"""Pages set with typst in the font of the installation, and the check that it can write what they say.

A character without a glyph would be left out in silence, and a company would lose part of its name; so every
text is compared with the font's own table before a page is made. Fonts of the machine are never used: the
same content gives the same file everywhere.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst
from fontTools.ttLib import TTFont
from justmytype_intl_cjk import get_font_pack

from landwatch.errors import InputError
from landwatch.i18n import gettext as _
from landwatch.i18n import language

__all__ = ["FAMILY", "check_glyphs", "font_folder", "typeset"]

FAMILY = "Noto Sans SC"
"""The family that every page is set in."""

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
        JSON values that the template reads from ``sys.inputs.content``; language and font are added.
    **options
        Options of ``typst.compile``, e.g. ``format``.

    Returns
    -------
    list of bytes
        One file, or one a page where the format holds a single page.
    """
    told = json.dumps({**content, "language": language(), "font": FAMILY}, ensure_ascii=False)
    made = typst.compile(
        template,
        root=template.parent,
        font_paths=[font_folder()],
        ignore_system_fonts=True,
        sys_inputs={"content": told},
        **options,
    )
    return [bytes(made)] if isinstance(made, (bytes, bytearray)) else [bytes(page) for page in made]


def check_glyphs(texts: Iterable[tuple[str, str]]) -> None:
    """Refuse texts that the font cannot write.

    Parameters
    ----------
    texts
        Where each text stands, and the text.

    Raises
    ------
    InputError
        Names the first character without a glyph and where it stands.
    """
    known = _characters()
    for where, text in texts:
        for character in text:
            if ord(character) not in known and character not in _NOT_PRINTED:
                raise InputError(
                    _(
                        "this cannot be printed: {where} has the character {character} ({code}), for "
                        "which the font {font} has no glyph; correct the record or write the name otherwise"
                    ).format(
                        where=where,
                        character=_shown(character),
                        code=f"U+{ord(character):04X}",
                        font=FAMILY,
                    )
                )


def _shown(character: str) -> str:
    name = unicodedata.name(character, "")
    return f"{character} {name}".strip() if character.isprintable() else name or "?"


@cache
def _characters() -> frozenset[int]:
    with TTFont(next(font_folder().glob("*.ttf")), lazy=True) as font:
        return frozenset(font.getBestCmap())
