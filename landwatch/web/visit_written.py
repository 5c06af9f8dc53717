"""What was written into the form of a visit."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated, Literal

from fastapi import UploadFile
from pydantic import BaseModel, Field

from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.instants import parse_day
from landwatch.rules.strict_yaml import exact_fraction
from landwatch.services.patrols.visit import ANSWERS, Proposed, Visit
from landwatch.web.asked import Visitor
from landwatch.web.patrol_writes import answers_of, event_of, met_of, said, works_of
from landwatch.web.photographs_sent import photographs_sent

__all__ = ["Written"]

Text = Annotated[str, Field(max_length=4000)]
Short = Annotated[str, Field(max_length=200)]
YesNo = Literal["yes", "no", ""]


class Written(BaseModel):
    """What was written into the form, as it was written."""

    works: Short = ""
    done: Short = ""
    permits: Text = ""
    weather: Short = ""
    note: Text = ""
    not_checked: Text = ""
    reported: YesNo = ""
    begun: YesNo = ""
    developed: YesNo = ""
    finished: YesNo = ""
    reported_reason: Text = ""
    begun_reason: Text = ""
    developed_reason: Text = ""
    finished_reason: Text = ""
    proposed: Short = ""
    proposed_on: Short = ""
    share: Short = ""
    parcel: Short = ""
    person: Short = ""
    day: Short = ""
    met_name: Short = ""
    met_telephone: Short = ""
    photos: list[UploadFile] = []

    def visit(self, contract_no: str, visitor: Visitor, on: date) -> Visit:
        """Make the visit of it.

        Parameters
        ----------
        contract_no
            Number of the contract.
        visitor
            Whoever writes.
        on
            The day of the visit where none is written.

        Raises
        ------
        LandwatchError
            If something cannot be read.
        """
        if not self.works and not said(self.not_checked):
            raise UsageError(_("Choose the stage of works, or say why it could not be checked."))
        given = {name: getattr(self, name) for name in ANSWERS}
        return Visit(
            contract_no=contract_no,
            day=parse_day(self.day, _("Day of the visit")) if self.day else on,
            person=said(self.person) or visitor.viewer.name,
            parcel_no=said(self.parcel),
            works=works_of(self.works),
            done_share=_share_of(self.done),
            permits=said(self.permits),
            weather=said(self.weather),
            note=said(self.note),
            not_checked=said(self.not_checked),
            answers=answers_of(
                {name: answer == "yes" for name, answer in given.items() if answer},
                {name: getattr(self, f"{name}_reason") for name in ANSWERS},
            ),
            proposed=self._proposal(),
            photos=photographs_sent(self.photos),
            met=met_of(self.met_name, self.met_telephone),
        )

    def _proposal(self) -> Proposed | None:
        if not self.proposed:
            return None
        day = parse_day(self.proposed_on, _("Day of the fact")) if self.proposed_on else None
        return Proposed(event_of(self.proposed), day, _share_of(self.share))


def _share_of(percent: str) -> str | None:
    """Make a share of what was written in percent."""
    text = percent.strip().rstrip("%％").strip()
    if not text:
        return None
    try:
        share = exact_fraction(text) / 100
    except ValueError:
        share = Fraction(-1)
    if not 0 <= share <= 1:
        raise UsageError(
            _("{percent}: is no share in percent; write a number from 0 to 100").format(percent=percent)
        )
    return str(share)
