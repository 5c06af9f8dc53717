"""Characters that must not be printed as they are: a name with them could rewrite a screen or turn a line.

Control characters (ESC starts the commands of a terminal), the marks that turn the direction of a text, the
line ends of Unicode, and the halves of characters by which Python carries bytes of a file name that are no
text. Data keep them, for a record is never changed in silence; what people read shows them written out.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

__all__ = ["UNSAFE", "guarded", "is_invisible", "json_text", "printable", "shown", "texts_of", "visible"]

Text = TypeVar("Text", bound=str)

UNSAFE = "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
"""These characters, as a class of a regular expression has them between its brackets."""

_FOUND = re.compile(f"[{UNSAFE}]")
# As JSON writes what it escapes by itself.
_IN_JSON = re.compile(rf"[{UNSAFE}]|\\u00[01]|\\[bfr]")
# What a spreadsheet would run: apostrophes before it stand for themselves.
_RUNS = re.compile(r"'*[=+\-@\t\r]")
_INVISIBLE = ("Cc", "Cf", "Cs", "Zl", "Zp")
_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))  # which form of the character before is meant


def visible(text: Text) -> Text:
    r"""Write out the characters that must not reach a screen or a page.

    Parameters
    ----------
    text
        Any text; markup stays markup.

    Returns
    -------
    str
        The text with ESC as ``\x1b`` and the like; line feeds and tabs stay.
    """
    return type(text)(_FOUND.sub(_written_out, text)) if _FOUND.search(text) else text


def shown(value: Any) -> Any:
    """Give what a template prints, as Jinja's ``finalize``: texts as :func:`visible` has them.

    Parameters
    ----------
    value
        Any value.
    """
    return visible(value) if isinstance(value, str) else value


def texts_of(value: Any, change: Callable[[str], str]) -> Any:
    """Change all texts of JSON values.

    Parameters
    ----------
    value
        JSON values.
    change
        Makes the new text of an old one.

    Returns
    -------
    Any
        The values; keys are ours and stay.
    """
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: texts_of(of, change) for key, of in value.items()}
    if isinstance(value, list | tuple):
        return [texts_of(each, change) for each in value]
    return value


def json_text(value: Any) -> str:
    """Write JSON for a page.

    Parameters
    ----------
    value
        JSON values.

    Returns
    -------
    str
        Compact JSON; what must not be printed as it is is written out in its texts.
    """
    options: dict[str, Any] = {"ensure_ascii": False, "separators": (",", ":"), "allow_nan": False}
    plain = json.dumps(value, **options)
    return json.dumps(texts_of(value, visible), **options) if _IN_JSON.search(plain) else plain


def is_invisible(character: str) -> bool:
    """Tell whether a character has no shape of its own: it controls, joins or turns others.

    Parameters
    ----------
    character
        One character.
    """
    code = ord(character)
    return unicodedata.category(character) in _INVISIBLE or any(code in codes for codes in _SELECTORS)


def printable(text: str) -> str:
    """Leave out what has no shape; line feeds and tabs stay.

    Parameters
    ----------
    text
        Any text.
    """
    return "".join(each for each in text if each in "\n\t" or not is_invisible(each))


def guarded(text: str) -> str:
    """Put an apostrophe before text of a CSV file that a spreadsheet would run as a formula.

    The readers take it off again. Text that begins with apostrophes and then such a sign gets one more, so
    that nothing is ambiguous.

    Parameters
    ----------
    text
        The text of a cell.
    """
    return f"'{text}" if _RUNS.match(text) else text


def _written_out(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
