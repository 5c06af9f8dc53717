"""Status words as small codes, so that a million of them cost a million bytes.

A column of statuses holds the position of each word in its enumeration; :func:`spell` turns it back.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = ["Codes", "choose", "code", "spell"]

Codes = NDArray[np.int8]


def code(word: StrEnum) -> int:
    """Return the code of a word.

    Parameters
    ----------
    word
        Member of an enumeration.

    Returns
    -------
    int
        Its position in the enumeration.
    """
    return list(type(word)).index(word)


def choose(otherwise: StrEnum, *cases: tuple[NDArray[np.bool_], StrEnum]) -> Codes:
    """Give each row the word of the first case that holds for it.

    Parameters
    ----------
    otherwise
        The word where no case holds.
    *cases
        Pairs of a condition and a word of the same enumeration, the first that holds wins.

    Returns
    -------
    Codes
        One code a row.
    """
    chosen: Codes = np.full(len(cases[0][0]), code(otherwise), dtype=np.int8)
    for condition, word in reversed(cases):
        # All bits of the mask are set where the condition holds: bits are chosen without a branch.
        mask = -np.asarray(condition, dtype=np.bool_).view(np.int8)
        chosen ^= (chosen ^ np.int8(code(word))) & mask
    return chosen


def spell(codes: Codes, words: type[StrEnum]) -> Any:
    """Turn codes back into words.

    Parameters
    ----------
    codes
        One code a row; -1 for none.
    words
        The enumeration.

    Returns
    -------
    pandas.Categorical
        One word a row.
    """
    return pd.Categorical.from_codes(codes, categories=pd.Index([word.value for word in words]))
