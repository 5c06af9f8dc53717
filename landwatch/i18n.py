"""Texts in Simplified Chinese and English.

Message ids are the English sentences; the catalogues live in ``landwatch/locale`` and are compiled
by the set-up (``make install``). The language is a context variable, so that a web request, a map and
a test can each speak their own without touching each other.
"""

from __future__ import annotations

import gettext as gnu
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Literal

__all__ = ["Language", "gettext", "language", "speak", "speaking"]

Language = Literal["zh", "en"]

_LOCALE_DIR = Path(__file__).parent / "locale"
_CATALOGUE = {"zh": "zh_CN", "en": "en"}
_current: ContextVar[Language] = ContextVar("language", default="en")


def language() -> Language:
    """Return the language texts are rendered in at this point."""
    return _current.get()


def speak(chosen: Language) -> None:
    """Set the language for the rest of this context (a process, a request).

    Parameters
    ----------
    chosen
        ``zh`` or ``en``.
    """
    _current.set(chosen)


@contextmanager
def speaking(chosen: Language) -> Iterator[None]:
    """Render texts in `chosen` inside the ``with`` block.

    Parameters
    ----------
    chosen
        ``zh`` or ``en``.
    """
    token = _current.set(chosen)
    try:
        yield
    finally:
        _current.reset(token)


def gettext(message: str) -> str:
    """Translate one message into the current language.

    Parameters
    ----------
    message
        The English sentence, with ``str.format`` fields left in.

    Returns
    -------
    str
        The sentence in the current language; the message itself where the catalogue has none.
    """
    return _translations(_current.get()).gettext(message)


@cache
def _translations(chosen: Language) -> gnu.NullTranslations:
    return gnu.translation("landwatch", localedir=_LOCALE_DIR, languages=[_CATALOGUE[chosen]], fallback=True)
