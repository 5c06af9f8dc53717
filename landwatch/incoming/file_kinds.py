"""The kinds of files that a record names, and how much of each is taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from landwatch.errors import InputError
from landwatch.i18n import gettext as _

__all__ = ["FILE_KINDS", "LARGEST_PIECE", "FileKind", "Limits", "Named", "TooLarge", "check_size"]

LARGEST_PIECE = 1 << 20
"""Bytes of the largest piece of a file."""

FileKind = Literal["photo", "voice", "sketch"]
"""A photograph, a sound recording, a sketch; as personal data are called."""


class Limits(NamedTuple):
    """Most files of a kind in one record, and bytes of the largest."""

    most: int
    largest: int


FILE_KINDS: Mapping[FileKind, Limits] = {
    "photo": Limits(20, 30 << 20),
    "voice": Limits(3, 10 << 20),
    "sketch": Limits(3, 256 << 10),
}


class Named(NamedTuple):
    """A file that a record names: its kind, and the SHA-256 of its bytes in hex."""

    kind: FileKind
    sha256: str


class TooLarge(InputError):
    """A file, or a piece of one, is larger than is taken."""


def check_size(kinds: Iterable[FileKind], length: int, piece: int) -> None:
    """Make sure that a file and a piece of it are not too large.

    Parameters
    ----------
    kinds
        What records say it is; where they differ, the largest counts.
    length, piece
        Bytes of the whole file, and of the piece.

    Raises
    ------
    InputError
        If the file has no bytes; ``TooLarge`` if it, or the piece, has too many.
    """
    largest = max(FILE_KINDS[kind].largest for kind in kinds)
    told = _("such a file has 1 byte to {file} KB, a piece at most {piece} KB; send it so").format(
        file=largest >> 10, piece=LARGEST_PIECE >> 10
    )
    if length > largest or piece > LARGEST_PIECE:
        raise TooLarge(told)
    if length < 1:
        raise InputError(told)
