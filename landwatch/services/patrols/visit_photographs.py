"""The photographs of visits out of the register, and why one is not there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from landwatch.catalogue import photo_item
from landwatch.i18n import gettext as _
from landwatch.measures.patrols.visits import visits
from landwatch.registry import Register
from landwatch.reports.contact_sheet import PRINTABLE
from landwatch.rules import Assessment
from landwatch.services.personal.looking import Kept

__all__ = ["VisitPhoto", "photos_of_visits"]

_LARGEST_PRINTED = 12 * 1024**2


@dataclass(frozen=True, slots=True)
class VisitPhoto:
    """A photograph of a visit.

    Attributes
    ----------
    day, name
        Day of the visit, and the name that the file had.
    kept
        The item that holds it; ``None`` where the register has none.
    content
        Its bytes; ``None`` where they are not there.
    """

    day: date
    name: str
    kept: Kept | None
    content: bytes | None

    @property
    def why_not(self) -> str | None:
        """Why its bytes are not there; ``None`` where they are."""
        told = _("{day} {name}: not in the register")
        if self.kept and self.kept.held.destruction:
            told = _("{day} {name}: destroyed by decision")
        return None if self.content is not None else told.format(day=self.day, name=self.name)

    @property
    def is_printable(self) -> bool:
        """Whether it can be set on a page: of a kind that can, and not so large that nobody could open it."""
        size = len(self.content or b"")
        return bool(
            self.kept and self.kept.held.item.media_type in PRINTABLE and 0 < size <= _LARGEST_PRINTED
        )


def photos_of_visits(
    assessment: Assessment, database: str, contract_no: str, kept: Mapping[str, Kept]
) -> list[VisitPhoto]:
    """Read the photographs of the visits of a contract. Whoever hands them on notes the look.

    Parameters
    ----------
    assessment
        The judged contracts, for the visits up to their day.
    database
        URL of the register.
    contract_no
        Number of the contract.
    kept
        What is kept about persons, by the name of the item.

    Returns
    -------
    list of VisitPhoto
        In the order of the visits; those that are not there any more among them.

    Raises
    ------
    RegisterError
        If the register cannot be read, or a content is not what was recorded.
    """
    made = visits(assessment)
    named = [
        (visit["day"].date(), str(photo.get("name", "")), kept.get(photo_item(photo)))
        for visit in made[made["contract_no"] == contract_no].to_dict("records")
        for photo in visit["details"].get("photos") or ()
    ]
    there = [item.held for _day, _name, item in named if item and item.held.destruction is None]
    with Register.open(database) as register:
        contents = dict(
            zip((held.item.item for held in there), register.personal_contents(there), strict=True)
        )
    return [
        VisitPhoto(day, name, item, contents.get(item.held.item.item) if item else None)
        for day, name, item in named
    ]
