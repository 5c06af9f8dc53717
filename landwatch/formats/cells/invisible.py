"""Characters that nobody sees: zero-width, of direction, of control."""

from __future__ import annotations

import re

__all__ = ["visible"]

# Characters of the categories Cf and Cc save for what breaks a line or sets a tab.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000110bd\U000110cd"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f]"
)
_BREAKS = re.compile("[\x0b\x0c\x1c-\x1e\x85]")


def visible(text: str) -> str:
    """Drop the characters that nobody sees: zero-width, of direction, of control (Unicode Cf and Cc).

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str
        The text; line breaks and tabs stay, and what breaks a line in another way becomes a blank.
    """
    return _INVISIBLE.sub("", _BREAKS.sub(" ", text)) if _INVISIBLE.search(text) else text
