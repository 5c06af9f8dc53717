"""A visit as it is told: what somebody found on the land, and what became of the telling."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from landwatch.i18n import BEIJING
from landwatch.model import EventType, WorksStage
from landwatch.services.contracts.reviewing import Photo
from landwatch.services.patrols.visit_files import VisitFile
from landwatch.services.personal.persons_met import Met

__all__ = ["ANSWERS", "Answers", "Proposed", "Recorded", "Sent", "Visit"]

ANSWERS = ("reported", "begun", "developed", "finished")
"""The yes-or-no questions of the official form: 报建, 动工, 开发, 竣工."""


@dataclass(frozen=True)
class Answers:
    """The answers of the official form; a no carries its reason.

    Attributes
    ----------
    given
        Yes or no by question of :data:`ANSWERS`.
    reasons
        Why not, by question.
    """

    given: Mapping[str, bool] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Proposed:
    """A fact that a visit proposes: its kind, its day (that of the visit if not given), the share reached."""

    fact: EventType
    day: date | None = None
    share: str | None = None


@dataclass(frozen=True)
class Sent:
    """How a visit came from a phone.

    Attributes
    ----------
    record
        What the phone calls it.
    received
        The instant of receipt.
    phone_at
        When it was saved, by the clock of the phone.
    skew
        By how much that clock was ahead when it was sent; ``None`` where it did not say.
    """

    record: str
    received: datetime
    phone_at: datetime
    skew: timedelta | None

    def details(self) -> dict[str, str | None]:
        """Lay it out as details of a fact."""
        return {
            "record": self.record,
            "received": self.received.astimezone(BEIJING).isoformat(timespec="seconds"),
            "phone_at": self.phone_at.isoformat(timespec="seconds"),
            "phone_skew": None if self.skew is None else str(round(self.skew.total_seconds())),
        }


@dataclass(frozen=True, kw_only=True)
class Visit:
    """What somebody found on the land.

    Attributes
    ----------
    contract_no, parcel_no, cluster
        What was visited; parcel and cluster as whoever went said them.
    day, person
        When, and who went.
    works, done_share
        How far the works have come: stage, and the share done as a fraction or decimal.
    permits, weather, note
        Texts.
    not_checked
        Why it could not be checked; ``None`` where it was.
    answers
        The answers of the official form.
    proposed
        The fact that it means, in the eyes of whoever went.
    photos
        Photographs; they are kept in the register, in the same commit.
    files
        Recordings, then sketches; kept as photographs are.
    met
        Who was met; kept in the register apart from what is hashed, so that it can be destroyed.
    sent
        How it came from a phone; ``None`` where it was recorded at a desk.
    """

    contract_no: str
    day: date
    person: str
    parcel_no: str | None = None
    cluster: str | None = None
    works: WorksStage | None = None
    done_share: str | None = None
    permits: str | None = None
    weather: str | None = None
    note: str | None = None
    not_checked: str | None = None
    answers: Answers = Answers()
    proposed: Proposed | None = None
    photos: Sequence[Photo] = ()
    files: Sequence[VisitFile] = ()
    met: Met | None = None
    sent: Sent | None = None

    def details(self) -> dict[str, Any]:
        """Lay it out as the details of a fact; what was not said, and who was met, is left out."""
        proposed = self.proposed
        said = {
            "person": self.person,
            "works": self.works and self.works.value,
            "done_share": self.done_share,
            "permits": self.permits,
            "weather": self.weather,
            "note": self.note,
            "not_checked": self.not_checked,
            **self.answers.given,
            **{f"{name}_reason": reason for name, reason in self.answers.reasons.items()},
            "proposed": proposed and proposed.fact.value,
            "proposed_on": proposed and (proposed.day or self.day).isoformat(),
            "share": proposed and proposed.share,
            **(self.sent.details() if self.sent else {}),
        }
        return {name: value for name, value in said.items() if value is not None}

    def number(self) -> str:
        """Give it a number of its own, made of what it says: the same visit has the same number."""
        said = [self.contract_no, self.parcel_no, self.day.isoformat(), self.details()]
        digest = hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
        return f"XC-{self.day:%Y%m%d}-{digest[:8]}"


@dataclass(frozen=True)
class Recorded:
    """What became of a visit.

    Attributes
    ----------
    visit
        Its number.
    is_new
        False if it was recorded already.
    counts
        Whether it counts for the patrol rate.
    told
        What whoever recorded it should know: why it does not count, who else was there, what does not fit.
    """

    visit: str
    is_new: bool
    counts: bool
    told: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {"visit": self.visit, "new": self.is_new, "counts": self.counts, "told": list(self.told)}
