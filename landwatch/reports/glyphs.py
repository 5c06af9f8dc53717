"""The font of the reports, and the check that it can write what they say.

A character without a glyph would be left out in silence, and a company would lose part of its name; so every
text is compared with the font's own table before a page is made.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont
from justmytype_intl_cjk import get_font_pack

from landwatch.errors import InputError
from landwatch.i18n import gettext as _

__all__ = ["FAMILY", "check_glyphs", "font_folder"]

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
                        "the report cannot be printed: {where} has the character {character} ({code}), for "
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
