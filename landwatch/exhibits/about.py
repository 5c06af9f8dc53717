"""What a table or chart rests on: without it a file that was passed on proves nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from landwatch import district
from landwatch.i18n import gettext as _
from landwatch.i18n import instant_text

__all__ = ["About"]

_HASH = 12  # characters, as pages have it


@dataclass(frozen=True, kw_only=True)
class About:
    """What a table or chart rests on.

    Attributes
    ----------
    on
        The day whose end is judged; ``None`` where none is.
    known_at
        The instant of knowledge; ``None`` where there is none.
    line
        Number and hash of the newest line of the journal that was read; ``None`` where none was.
    clusters
        The clusters it is limited to; ``None`` for all.
    illustrative
        Whether the data is invented.
    """

    on: date | None = None
    known_at: datetime | None = None
    line: tuple[int, str] | None = None
    clusters: Sequence[str] | None = None
    illustrative: bool = False

    def pairs(self) -> list[tuple[str, str]]:
        """Tell it as names and texts in the current language; always as many."""
        number, hash_ = self.line or ("–", "–")
        everything = _("all that may be seen")
        return [
            (_("Zone"), district.current().name),
            (_("Judged at the end of"), self.on.isoformat() if self.on else "–"),
            (_("As known at"), instant_text(self.known_at) if self.known_at else "–"),
            (_("Journal line and hash"), f"{number} {hash_}"),
            (_("Clusters"), everything if self.clusters is None else _(", ").join(self.clusters) or "–"),
            (_("Data"), _("invented, for illustration only") if self.illustrative else _("of the register")),
        ]

    def sentence(self) -> str:
        """Tell zone, day, instant and line of the journal in one line."""
        short = replace(self, line=(self.line[0], self.line[1][:_HASH])) if self.line else self
        told = short.pairs()[:4] + (short.pairs()[5:] if self.illustrative else [])
        return _("; ").join(f"{name}{_(': ')}{text}" for name, text in told)
