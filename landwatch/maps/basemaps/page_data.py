"""What a page needs of a base map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

__all__ = ["Basemap", "Ground"]


@dataclass(frozen=True)
class Ground:
    """What a page puts under its map.

    Attributes
    ----------
    data
        What the script draws: ``layers`` (addresses of tiles), ``tiles`` (farthest and closest zoom of
        those attached) or ``corners`` (of the image attached); and the texts it prints.
    host
        Where the page asks for images; ``None`` where it asks nobody.
    attached
        Base64 by name, for :class:`landwatch.maps.page.OfflineMap`.
    """

    data: Mapping[str, Any]
    host: str | None = None
    attached: Mapping[str, str] = field(default_factory=dict)


class Basemap(Protocol):
    """A base map that pages can be drawn on."""

    def under(self, bounds: Sequence[Sequence[float]]) -> Ground:
        """Give what a page needs of it.

        Parameters
        ----------
        bounds
            ``[[south, west], [north, east]]`` of the page in degrees.

        Returns
        -------
        Ground
            With its texts in the current language.
        """
