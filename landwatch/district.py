"""The district that an installation watches: its names, where it lies, and the grid it is measured on.

Like the language, it belongs to the installation and not to the facts: an entry point says once which it is
(:func:`use`), and pages, sheets and reports ask (:func:`current`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from landwatch.geo import MEASURING_EPSG, QIJIANG, Envelope, zone_epsg, zone_of
from landwatch.i18n import language

__all__ = ["District", "current", "use", "within"]


@dataclass(frozen=True, kw_only=True)
class District:
    """A district.

    Attributes
    ----------
    name_zh, name_en
        Name of the zone whose land is watched.
    divisions
        Codes of its administrative divisions (行政区划代码), six digits each.
    envelope
        Where its parcels lie, in degrees (EPSG:4490).
    measuring_epsg
        CGCS2000 3-degree grid on which its areas are measured; the zone of pages follows from it.
    """

    name_zh: str = "綦江高新区"
    name_en: str = "Qijiang High-tech Zone"
    divisions: tuple[str, ...] = ("500110",)
    envelope: Envelope = QIJIANG
    measuring_epsg: int = MEASURING_EPSG

    @property
    def name(self) -> str:
        """Its name in the current language."""
        return self.name_zh if language() == "zh" else self.name_en

    @property
    def zone(self) -> int:
        """Number of its 3-degree zone (带号)."""
        return zone_of(self.measuring_epsg)

    @property
    def plane_epsg(self) -> int:
        """EPSG code of the grid of that zone whose eastings carry the zone number."""
        return zone_epsg(self.zone, prefixed=True)


_USUAL = District()
_current: ContextVar[District] = ContextVar("district", default=_USUAL)


def current() -> District:
    """Return the district of this installation."""
    return _current.get()


def use(district: District) -> None:
    """Say which district it is, for the rest of this context (a process, a request).

    Parameters
    ----------
    district
        The district.
    """
    _current.set(district)


@contextmanager
def within(district: District) -> Iterator[None]:
    """Watch a district inside the ``with`` block.

    Parameters
    ----------
    district
        The district.
    """
    token = _current.set(district)
    try:
        yield
    finally:
        _current.reset(token)
