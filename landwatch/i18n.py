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
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Literal

__all__ = [
    "BEIJING",
    "Language",
    "gettext",
    "instant_text",
    "language",
    "minute_text",
    "ngettext",
    "speak",
    "speaking",
]

Language = Literal["zh", "en"]

# China has kept one time without summer time since 1991, so a fixed offset does and needs no time zone data.
BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")
"""The time that offices in China read."""

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


def ngettext(one: str, many: str, count: int) -> str:
    """Translate a message that counts something into the current language.

    Parameters
    ----------
    one, many
        The English sentence for a count of one and for any other, with ``str.format`` fields left in.
    count
        How many.

    Returns
    -------
    str
        The sentence in the form that the current language has for that count; Chinese has one for all.
    """
    return _translations(_current.get()).ngettext(one, many, count)


def instant_text(instant: datetime | None) -> str:
    """Write an instant in the time of Beijing, so exactly that ``--known-at`` leads back to it.

    Parameters
    ----------
    instant
        The instant; one without an offset is taken as the time of Beijing. ``None`` where facts have no
        recorded history.

    Returns
    -------
    str
        E.g. ``2024-01-21 09:30:00.000020 +08:00``.
    """
    if instant is None:
        return gettext("not recorded")
    local = instant.astimezone(BEIJING) if instant.tzinfo else instant
    return f"{local.replace(tzinfo=None).isoformat(sep=' ')} +08:00"


def minute_text(instant: datetime | None) -> str:
    """Write an instant for people: to the minute, in the time of Beijing.

    Parameters
    ----------
    instant
        As for :func:`instant_text`.

    Returns
    -------
    str
        E.g. ``2024-01-21 09:30 +08:00``. ``--known-at`` reads it as the end of that minute, so that it leads
        back to all that was known.
    """
    if instant is None:
        return gettext("not recorded")
    local = instant.astimezone(BEIJING) if instant.tzinfo else instant
    return f"{local:%Y-%m-%d %H:%M} +08:00"


@cache
def _translations(chosen: Language) -> gnu.NullTranslations:
    return gnu.translation("landwatch", localedir=_LOCALE_DIR, languages=[_CATALOGUE[chosen]], fallback=True)
