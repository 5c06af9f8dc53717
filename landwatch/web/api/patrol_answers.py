"""The form of what is asked and answered about patrols, as the description of the API tells it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from landwatch.measures.patrols.plan import STATES
from landwatch.measures.patrols.proposals import PROPOSABLE
from landwatch.model import WorksStage
from landwatch.services.patrols.visit import ANSWERS
from landwatch.web.api.answers import Listed

__all__ = [
    "AbsenceAnswer",
    "AbsenceList",
    "AssignmentAnswer",
    "AssignmentList",
    "NewAbsence",
    "NewAssignment",
    "NewProposal",
    "NewVisit",
    "PatrolList",
    "PatrolRates",
    "ProposalAnswer",
    "ProposalList",
    "Refusal",
    "VisitAnswer",
    "VisitList",
]

_NAMES = r"\S"
_DAY: dict[str, Any] = {"format": "date"}
_LONGEST = 4000


class PatrolLine(BaseModel):
    """A visit that is due: a line of the plan."""

    contract_no: str
    cluster: str | None
    stage: str = Field(description="P0 to P8, QUARTER, NEAR, DEFAULT or STOP.")
    stage_name: str
    opens: str = Field(description="First day on which a visit answers it.")
    until: str = Field(description="Last day.")
    state: str = Field(description="How it stands on the judged day.", json_schema_extra={"enum": [*STATES]})
    in_rate: bool = Field(description="Whether the patrol rate counts it.")
    person: str | None = Field(description="Whose it is.")
    goes: str | None = Field(description="Who has the list: the person, or in their absence the stand-in.")
    done: str | None = Field(description="Day of the visit that answered it.")
    done_by: str | None


class _Period(Listed):
    """What a list of a period says besides."""

    first: str = Field(description="First day of the period.")
    last: str = Field(description="Last day of the period.")


class PatrolList(_Period):
    """Visits that are due, what ends first on top."""

    without_person: list[str] = Field(description="Clusters with open visits that are nobody's.")
    items: list[PatrolLine]


class PatrolRate(BaseModel):
    """How many contracts were due for patrol, and how many had a visit that counts."""

    year: int
    quarter: int
    cluster: str | None
    person: str | None
    due: int
    visited: int
    by_person: int = Field(description="Of the visited, those that this very person visited.")
    rate: str | None = Field(description="visited / due as a fraction; null where nothing was due.")


class PatrolRates(_Period):
    """Patrol rates by quarter, cluster and person."""

    counts_if: list[str] = Field(description="What a visit must have to count.")
    items: list[PatrolRate]


class PatrolVisit(BaseModel):
    """A visit as it stands in the ledger."""

    visit: str | None = Field(description="Its number; null where an older record has none.")
    contract_no: str
    cluster: str | None
    parcel_no: str | None
    day: str
    person: str | None = Field(description="Who went.")
    recorded_by: str | None
    counts: bool = Field(description="Whether it counts for the patrol rate.")
    lacks: list[str] = Field(description="What it lacks to count.")
    said: dict[str, Any] = Field(description="What was found, by the names of the details of a fact.")


class VisitList(_Period):
    """The visits of a period, oldest first; every one of them, whether it counts or not."""

    items: list[PatrolVisit]


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewProposal(_Given):
    """The fact that a visit means in the eyes of whoever went; a second person decides."""

    fact: str = Field(max_length=40, json_schema_extra={"enum": list(map(str, PROPOSABLE))})
    on: str | None = Field(None, max_length=40, description="Its day; that of the visit if not given.")
    share: str | None = Field(None, max_length=80, description="The share reached, like 1/3.")


class NewMet(_Given):
    """Who was met: personal data, kept apart from the visit."""

    name: str | None = Field(None, max_length=200)
    telephone: str | None = Field(None, max_length=200)


class NewVisit(_Given):
    """What somebody found on the land."""

    on: str = Field(
        description="The day of the visit, e.g. 2023-12-20.", max_length=40, json_schema_extra=_DAY
    )
    person: str | None = Field(
        None,
        max_length=200,
        description="Who went; whoever records it if not given. Another name needs the right to record.",
    )
    parcel_no: str | None = Field(None, max_length=200)
    cluster: str | None = Field(None, max_length=200, description="As whoever went said, to be compared.")
    works: str | None = Field(
        None,
        max_length=40,
        description="How far the works have come.",
        json_schema_extra={"enum": [*map(str, WorksStage), None]},
    )
    done_share: str | None = Field(None, max_length=80, description="Share done, like 0.35 or 1/3.")
    permits: str | None = Field(None, max_length=_LONGEST, description="Permits that were seen.")
    weather: str | None = Field(None, max_length=200)
    note: str | None = Field(None, max_length=_LONGEST)
    not_checked: str | None = Field(
        None, max_length=_LONGEST, description="Why it could not be checked; such a visit does not count."
    )
    answers: dict[str, bool] = Field(
        default_factory=dict,
        description=f"The questions of the official form: {', '.join(ANSWERS)}.",
        json_schema_extra={"propertyNames": {"enum": [*ANSWERS]}},
    )
    reasons: dict[str, str] = Field(
        default_factory=dict,
        description="Why not, for each question that was answered no.",
        json_schema_extra={"propertyNames": {"enum": [*ANSWERS]}},
    )
    proposed: NewProposal | None = None
    met: NewMet | None = None


class VisitAnswer(BaseModel):
    """What became of a visit."""

    contract_no: str
    visit: str = Field(description="Its number, made of what it says.")
    new: bool = Field(description="False if it was recorded already.")
    counts: bool = Field(description="Whether it counts for the patrol rate.")
    told: list[str] = Field(description="Why it does not count, who else was there, what does not fit.")


class ProposalAnswer(BaseModel):
    """A fact that a visit proposes."""

    visit: str
    contract_no: str
    parcel_no: str | None
    proposed_by: str | None
    visited_on: str
    fact: str
    fact_name: str
    day: str
    share: str | None
    state: str = Field(json_schema_extra={"enum": ["open", "accepted", "declined"]})
    decided_by: str | None
    reason: str | None


class ProposalList(Listed):
    """What visits propose, oldest first."""

    items: list[ProposalAnswer]


class Refusal(_Given):
    """Why a proposal is declined."""

    reason: str = Field(
        description="In a sentence.", max_length=_LONGEST, json_schema_extra={"pattern": _NAMES}
    )


class AssignmentAnswer(BaseModel):
    """Who patrols a cluster."""

    cluster: str
    person: str
    stand_in: str | None = Field(description="Who goes in the person's absence.")
    since: str = Field(description="First day.")
    until: str | None = Field(description="Last day; null for till now.")


class AssignmentList(Listed):
    """Who patrols which cluster, and who did."""

    items: list[AssignmentAnswer]


class _Reasoned(_Given):
    reason: str = Field(
        description="Why, in a sentence.", max_length=_LONGEST, json_schema_extra={"pattern": _NAMES}
    )
    document: str | None = Field(None, max_length=200, description="Number of the document it stands on.")


class NewAssignment(_Reasoned):
    """Who is to patrol a cluster; whoever did so till then ends the day before."""

    cluster: str = Field(max_length=200)
    person: str = Field(max_length=200, json_schema_extra={"pattern": _NAMES})
    stand_in: str | None = Field(None, max_length=200)
    since: str = Field(max_length=40, json_schema_extra=_DAY)
    until: str | None = Field(None, max_length=40)


class AbsenceAnswer(BaseModel):
    """Days on which somebody does not patrol, both inside."""

    person: str
    since: str
    until: str


class AbsenceList(Listed):
    """Who is away, and when."""

    items: list[AbsenceAnswer]


class NewAbsence(_Reasoned):
    """Days on which somebody does not patrol; from the same first day again, it corrects."""

    person: str = Field(max_length=200)
    since: str = Field(max_length=40, json_schema_extra=_DAY)
    until: str = Field(max_length=40, json_schema_extra=_DAY)
    withdrawn: bool = Field(False, description="It was never true: the one from that day stands no longer.")
