"""The nouns of landwatch, frozen: what readers yield, the register keeps and the engine judges.

Money is counted in fen (分, 0.01 yuan) and areas in cm², both as Python integers, so that nothing is
rounded between a ledger and a claim. Daily damages are parts per billion of the price: 0.5 ‰ a day is
500,000. Geometry is EPSG:4490 in (lon, lat) order. A missing value is ``None`` and stays unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from dataclasses import field as dataclass_field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from shapely.geometry.base import BaseGeometry

__all__ = [
    "Absence",
    "AcceptanceStatus",
    "Cluster",
    "CommencementStatus",
    "CompletionStatus",
    "Consequence",
    "Contract",
    "ContractForm",
    "ContractStatus",
    "DataStatus",
    "Direction",
    "Document",
    "DueSource",
    "Event",
    "EventType",
    "Foundation",
    "IdleStatus",
    "Indicator",
    "IndicatorStage",
    "IndicatorStatus",
    "Instalment",
    "Issue",
    "Lineage",
    "LineageKind",
    "MilestoneStatus",
    "OfficialPaper",
    "Operator",
    "OperatorBasis",
    "Parcel",
    "Party",
    "Patroller",
    "PaymentStatus",
    "Phase",
    "ReviewResult",
    "RouteStatus",
    "ServiceMethod",
    "Severity",
    "Source",
    "StandardIndicator",
    "StockClass",
    "SuspensionStatus",
    "Target",
    "Verdict",
    "WorksStage",
]


class Severity(StrEnum):
    """How grave an issue is: ``error`` refuses the record, ``warning`` wants a look, ``info`` reports."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class ContractForm(StrEnum):
    """Model texts of the grant contract; clause numbers and damages rules differ between them."""

    GF_2008_2601 = "GF-2008-2601"
    REVISION_2025 = "2025-revision"


class Foundation(StrEnum):
    """Kind of foundation, which decides the commencement threshold (M53 Art. 30)."""

    DEEP_PIT = "deep_pit"
    PILE = "pile"
    OTHER = "other"


class OperatorBasis(StrEnum):
    """How the operating company of a cluster is known."""

    NAMED = "named"
    POSITION = "position"
    UNKNOWN = "unknown"


class LineageKind(StrEnum):
    """How parcels come from parcels: by division, by merger, or by a correction of the boundary itself."""

    SPLIT = "split"
    MERGE = "merge"
    BOUNDARY_CORRECTION = "boundary_correction"


class EventType(StrEnum):
    """Dated facts about a contract, one of its phases or one of its parcels."""

    HANDED_OVER = "handed_over"
    COMMENCED = "commenced"
    CONSTRUCTION_PERMIT = "construction_permit"
    PIT_EXCAVATION_DONE = "pit_excavation_done"
    ALL_FOUNDATION_PILES_DONE = "all_foundation_piles_done"
    FOUNDATION_PROGRESS = "foundation_progress"
    GROUND_BREAKING_CEREMONY = "ground_breaking_ceremony"
    PREPARATORY_WORKS = "preparatory_works"
    COMPLETED = "completed"
    EXTENSION_APPLICATION = "extension_application"
    EXTENSION_APPROVED = "extension_approved"
    EXTENSION_REFUSED = "extension_refused"
    SUPPLEMENTARY_AGREEMENT = "supplementary_agreement"
    GOVERNMENT_CAUSE = "government_cause"
    FORCE_MAJEURE = "force_majeure"
    WORK_STOPPED = "work_stopped"
    WORK_RESUMED = "work_resumed"
    SUSPICION_FOUND = "suspicion_found"
    INVESTIGATION_NOTICE_ISSUED = "investigation_notice_issued"
    INVESTIGATION_NOTICE_RECEIVED = "investigation_notice_received"
    IDLE_RECOGNITION = "idle_recognition"
    HEARING_RIGHT_NOTICE_SERVED = "hearing_right_notice_served"
    IDLE_FEE_DECISION_SERVED = "idle_fee_decision_served"
    IDLE_FEE_PAID = "idle_fee_paid"
    RECOVERY_DECISION_SERVED = "recovery_decision_served"
    DECISION_LEFT_IN_FORCE = "decision_left_in_force"
    RETURN_APPLICATION = "return_application"
    RETURN_APPROVED = "return_approved"
    TRANSFER = "transfer"
    JUDICIAL_TRANSFER = "judicial_transfer"
    INSTALMENT_PAID = "instalment_paid"
    DEMAND_LETTER_SERVED = "demand_letter_served"
    SUSPENSION_IMPOSED = "suspension_imposed"
    SUSPENSION_LIFTED = "suspension_lifted"
    CONTRACT_ENDED = "contract_ended"
    GOVERNMENT_APPROVAL = "government_approval"
    SITE_CONDITION_MET = "site_condition_met"
    SITE_CONDITION_UNMET = "site_condition_unmet"
    DEFAULT_DISPOSED = "default_disposed"
    REVITALISED = "revitalised"
    PATROL = "patrol"
    PROPOSAL_DECLINED = "proposal_declined"
    REVIEW = "review"
    ACCEPTANCE = "acceptance"
    PRODUCTION_STARTED = "production_started"
    FULL_PRODUCTION_REVIEW = "full_production_review"
    INDICATOR_MEASURED = "indicator_measured"
    PLANNING_CONDITIONS = "planning_conditions"
    SUPPLY_REVIEWED = "supply_reviewed"
    SUPPLY_ANNOUNCED = "supply_announced"
    SIGN_POSTED = "sign_posted"
    LAND_USE_PERMIT = "land_use_permit"
    WORKS_PERMIT = "works_permit"
    REGISTRATION_CONFIRMED = "registration_confirmed"
    LAND_LISTED = "land_listed"
    LAND_REMOVED = "land_removed"
    REVITALISATION_REVOKED = "revitalisation_revoked"
    OBSTACLE_FOUND = "obstacle_found"
    OBSTACLE_CLEARED = "obstacle_cleared"
    COMMENCEMENT_DECLARED = "commencement_declared"
    COMPLETION_DECLARED = "completion_declared"
    COMMENCEMENT_REMINDER_SENT = "commencement_reminder_sent"
    COMPLETION_REMINDER_SENT = "completion_reminder_sent"
    CASE_OPENED = "case_opened"
    CASE_ASSIGNED = "case_assigned"
    CASE_STEP_PROPOSED = "case_step_proposed"
    CASE_CLOSED = "case_closed"
    CASE_REOPENED = "case_reopened"
    BREACH_NOTICE_SERVED = "breach_notice_served"
    INTERVIEW_HELD = "interview_held"
    HOLDER_REPLIED = "holder_replied"
    NOT_IDLE_FOUND = "not_idle_found"
    IDLE_PUBLISHED = "idle_published"
    PLAN_AGREED = "plan_agreed"
    HEARING_REQUESTED = "hearing_requested"
    HEARING_HELD = "hearing_held"
    ENFORCEMENT_APPLIED = "enforcement_applied"
    RIGHT_DEREGISTERED = "right_deregistered"
    CLAIM_REFUSED = "claim_refused"
    DAMAGES_PAID = "damages_paid"
    SERVICE_FAILED = "service_failed"
    RESERVE_PLANNED = "reserve_planned"
    VALUATION_MADE = "valuation_made"
    PRICE_AGREED = "price_agreed"
    PRICE_PUBLISHED = "price_published"
    BOND_FUNDS_PAID = "bond_funds_paid"
    LAND_RESERVED = "land_reserved"


class ReviewResult(StrEnum):
    """What an acceptance (竣工核验) or a full-production review (达产复核) came to."""

    PASS = "pass"
    RECTIFY = "rectify"
    FAIL = "fail"


class WorksStage(StrEnum):
    """How far the works on a parcel have come, as whoever visits it sees."""

    NOT_BEGUN = "not_begun"
    FENCED = "fenced"
    LEVELLED = "levelled"
    PIT = "pit"
    PILES = "piles"
    FOUNDATION_THIRD = "foundation_third"
    MAIN_STRUCTURE = "main_structure"
    TOPPED_OUT = "topped_out"
    COMPLETED = "completed"
    PRODUCING = "producing"
    STOPPED = "stopped"


class ServiceMethod(StrEnum):
    """How a paper was served (送达方式, Civil Procedure Law Art. 87 to 95)."""

    DIRECT = "direct"
    LEFT = "left"
    ELECTRONIC = "electronic"
    ENTRUSTED = "entrusted"
    POST = "post"
    PUBLIC_NOTICE = "public_notice"


class CommencementStatus(StrEnum):
    """Where a contract stands with its agreed commencement."""

    NOT_DUE = "NOT_DUE"
    REMIND = "REMIND"
    BREACH = "BREACH"
    COMMENCED = "COMMENCED"
    COMMENCED_LATE = "COMMENCED_LATE"
    EXCUSED = "EXCUSED"
    EXCUSED_PENDING = "EXCUSED_PENDING"
    PART_UNUSED = "PART_UNUSED"


class CompletionStatus(StrEnum):
    """Where a contract stands with its agreed completion."""

    NOT_DUE = "NOT_DUE"
    REMIND = "REMIND"
    BREACH = "BREACH"
    COMPLETED = "COMPLETED"
    COMPLETED_LATE = "COMPLETED_LATE"


class MilestoneStatus(StrEnum):
    """Where a contract stands with its agreed start of production or full production.

    Without an agreed day it is ``NOT_DUE``, or ``DONE`` once the milestone is on file. Full production is
    done when a review has passed.
    """

    NOT_DUE = "NOT_DUE"
    REMIND = "REMIND"
    BREACH = "BREACH"
    DONE = "DONE"
    DONE_LATE = "DONE_LATE"


class AcceptanceStatus(StrEnum):
    """Where a contract stands with the acceptance of its completed works, by the newest acceptance.

    ``PENDING`` = completed, no result on file; ``RECTIFY`` = to be rectified; ``REMIND`` = the
    rectification falls due soon; ``BREACH`` = its day has passed; ``DONE_LATE`` = passed after that day.
    """

    NOT_DUE = "NOT_DUE"
    PENDING = "PENDING"
    RECTIFY = "RECTIFY"
    REMIND = "REMIND"
    BREACH = "BREACH"
    FAILED = "FAILED"
    DONE = "DONE"
    DONE_LATE = "DONE_LATE"


class StandardIndicator(StrEnum):
    """Indicators of standard land (标准地) whose shortfall the model contract speaks of, and usual others.

    A contract may name any other indicator; its consequence is then a matter of the agreement.
    """

    TOTAL_INVESTMENT = "投资总额"
    INVESTMENT_INTENSITY = "投资强度"
    PLOT_RATIO = "容积率"
    BUILDING_COEFFICIENT = "建筑系数"
    BUILDING_DENSITY = "建筑密度"
    TAX_PER_MU = "亩均税收"
    GREEN_RATIO = "绿地率"
    ADMIN_LAND_SHARE = "行政办公用地占比"
    ADMIN_FLOOR_SHARE = "行政办公建筑面积占比"


class Direction(StrEnum):
    """Whether an agreed value is the least (不低于) or the most (不高于) that is allowed."""

    MIN = "min"
    MAX = "max"


class IndicatorStage(StrEnum):
    """When an indicator is tested: at acceptance (竣工核验) or at full production (达产复核)."""

    ACCEPTANCE = "acceptance"
    FULL_PRODUCTION = "full_production"


class IndicatorStatus(StrEnum):
    """Whether an agreed indicator is met; ``SHORT`` = below its least or above its most."""

    MET = "MET"
    SHORT = "SHORT"
    NOT_MEASURED = "NOT_MEASURED"


class Consequence(StrEnum):
    """What follows from an indicator that is not met (GF-2008-2601 Art. 34 to 36, or the agreement)."""

    NONE = "none"
    PRO_RATA_DAMAGES = "pro_rata_damages"
    RECOVER_EXCESS = "recover_excess"
    REMOVE_EXCESS = "remove_excess"
    BY_AGREEMENT = "by_agreement"


class IdleStatus(StrEnum):
    """Idle land (M53): the first four are computed suspicion, the rest stand on documents."""

    NONE = "NONE"
    SUSPECT_1Y = "SUSPECT_1Y"
    RECOVERY_2Y = "RECOVERY_2Y"
    SUSPECT_SUSPENDED = "SUSPECT_SUSPENDED"
    INVESTIGATING = "INVESTIGATING"
    RECOGNISED = "RECOGNISED"
    HEARING_WINDOW = "HEARING_WINDOW"
    FEE_DECIDED = "FEE_DECIDED"
    FEE_PAID = "FEE_PAID"
    RECOVERY_DECIDED = "RECOVERY_DECIDED"


class StockClass(StrEnum):
    """Classes of idle and inefficient land, from approval to production.

    批而未供 供而未用 用而未尽 建而未投 投而未达 低效 闲置.
    """

    APPROVED_NOT_SUPPLIED = "approved_not_supplied"
    SUPPLIED_NOT_USED = "supplied_not_used"
    PARTLY_USED = "partly_used"
    BUILT_NOT_PRODUCING = "built_not_producing"
    BELOW_TARGET = "below_target"
    INEFFICIENT = "inefficient"
    IDLE = "idle"


class RouteStatus(StrEnum):
    """Whether a route against idle land (fee, free recovery) can be taken."""

    NOT_APPLICABLE = "NOT_APPLICABLE"
    BLOCKED = "BLOCKED"
    OPEN = "OPEN"
    TAKEN = "TAKEN"


class PaymentStatus(StrEnum):
    """Where the instalments of the price stand."""

    NOT_DUE = "NOT_DUE"
    PAID = "PAID"
    BREACH = "BREACH"
    BREACH_OVER_60 = "BREACH_OVER_60"


class DueSource(StrEnum):
    """What fixed the commencement day in force."""

    CONTRACT = "contract"
    SUPPLEMENT = "supplement"
    EXTENSION = "extension"
    DERIVED = "derived"
    UNKNOWN = "unknown"


class ContractStatus(StrEnum):
    """Whether the contract is in force."""

    LIVE = "LIVE"
    ENDED = "ENDED"
    TERMINATED = "TERMINATED"


class SuspensionStatus(StrEnum):
    """Suspension of planning, land and registration approvals."""

    NONE = "NONE"
    ACTIVE = "ACTIVE"
    LIFTED = "LIFTED"


class DataStatus(StrEnum):
    """Whether the facts of the contract can be relied on as recorded."""

    OK = "OK"
    CLEANED = "CLEANED"
    REVIEW = "REVIEW"
    REJECTED = "REJECTED"


class Verdict(StrEnum):
    """What an inspector says of a flag; an observation, never a status by itself."""

    CONFIRMED = "confirmed"
    NOT_A_BREACH = "not-a-breach"
    UNCLEAR = "unclear"
    COULD_NOT_CHECK = "could-not-check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One thing a reader has to say about a record.

    Attributes
    ----------
    severity
        ``error`` = the record is refused, ``warning`` = taken, a person should look, ``info`` = done.
    code
        Fixed word of the importer's vocabulary, e.g. ``bad_date``.
    record
        Row, line or parcel number in the file; ``None`` speaks of the whole file.
    field
        Header or attribute the issue is about.
    value
        The value as found.
    message
        One sentence: what is wrong, where, and what to do.
    sheet
        Sheet of a workbook it stands on.
    cell
        Address in the file: of a table a cell (``F12``) or a row (``12``), of a text a line (``12``) or a
        line and character (``12:5``).
    boundary
        Boundary of the record in EPSG:4490, sound or not, where it is known.
    mark
        Where on that boundary the fault is: a point or an area in EPSG:4490.
    """

    severity: Severity
    code: str
    record: str | None
    field: str | None
    value: str | None
    message: str
    sheet: str | None = None
    cell: str | None = None
    boundary: BaseGeometry | None = dataclass_field(default=None, compare=False, repr=False)
    mark: BaseGeometry | None = dataclass_field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """An industrial cluster (组团) and the company that operates it, as far as known."""

    name: str
    name_en: str
    operator: str | None = None
    operator_basis: OperatorBasis = OperatorBasis.UNKNOWN
    illustrative: bool = False
    geometry: BaseGeometry | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """The company that operates a cluster in a time; without `since` from ever, without `until` till now.

    Both days are inside. It goes before the undated operator of the cluster itself.
    """

    cluster: str
    operator: str
    basis: OperatorBasis = OperatorBasis.NAMED
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Patroller:
    """The person who has to patrol a cluster (落实专人) from a day on, and who goes in their absence.

    Both days are inside; without `until` till now. `person` and `stand_in` are names as visits bear them.
    """

    cluster: str
    person: str
    stand_in: str | None = None
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Days on which somebody does not patrol, both inside; the list moves to the stand-in, not the duty."""

    person: str
    since: date
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The land to be revitalised (盘活目标) in a calendar year, in a cluster or, without one, in the zone.

    That of the zone is set by itself: it is no sum of those of its clusters.
    """

    year: int
    cluster: str | None = None
    area_cm2: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialPaper:
    """A numbered paper (文书) about a contract; its bytes are a document of the contract.

    Attributes
    ----------
    number
        Its number (文号).
    kind
        The kind of paper.
    series, serial
        What is counted together, which is the number with ``{n}`` in the place of the count, and the count.
    contract_no, day
        The contract, and the day of the paper, on which the contract was judged.
    sha256
        Hash of its bytes.
    rests_on
        What it says that rests on the register, by particular, as JSON; nothing that a person said.
    voided
        Whether it is void. Its number is not given out again.
    """

    number: str
    kind: str
    series: str
    serial: int
    contract_no: str
    day: date
    sha256: str
    rests_on: str
    voided: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A party of contracts: holder, grantor or transferee, its credit code (统一社会信用代码) if known."""

    name: str
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A parcel (宗地) with its surveyed boundary (EPSG:4490) and its registered area.

    It is true from `since` to `until`, both days inside; a split or a merger sets them. ``None`` = from
    ever, and to this day.
    """

    parcel_no: str
    name: str | None = None
    cluster: str | None = None
    land_use: str | None = None
    registered_area_cm2: int | None = None
    since: date | None = None
    until: date | None = None
    illustrative: bool = False
    geometry: BaseGeometry | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """Which parcels came from which.

    Attributes
    ----------
    kind
        What was done.
    parents, children
        Numbers of the parcels before and after; a corrected boundary keeps its number.
    day
        First day on which the children are true; ``None`` for a boundary that was never as recorded.
    document
        Number of the document (文号) it stands on.
    """

    kind: LineageKind
    parents: tuple[str, ...]
    children: tuple[str, ...]
    day: date | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document attached to a contract, a parcel or an event; the register keeps its bytes as well.

    Attributes
    ----------
    sha256, size, file_name
        Hash of the bytes in hex, their number, and the name of the file (no folders).
    kind, number, day, title
        What it is (e.g. 认定书), its number (文号), its date, and its title.
    contract_no, parcel_no, event
        What it belongs to; an event by its content hash, together with its contract.
    """

    sha256: str
    size: int
    file_name: str
    kind: str | None = None
    number: str | None = None
    day: date | None = None
    title: str | None = None
    contract_no: str | None = None
    parcel_no: str | None = None
    event: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A phase written in the contract, with days of its own."""

    number: str
    area_cm2: int | None = None
    agreed_commencement: date | None = None
    agreed_completion: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalment:
    """One instalment of the price (分期支付约定)."""

    number: str
    due_on: date | None = None
    amount_fen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """An indicator of standard land agreed in the contract (标准地控制指标).

    Attributes
    ----------
    name
        One of :class:`StandardIndicator`, or any other name.
    value
        The agreed value, exact.
    unit
        Its unit as agreed, e.g. ``万元/亩`` or ``%``; ``None`` for a plain ratio.
    direction
        Whether the value is the least or the most.
    stage
        When it is tested.
    damages_ppb
        Damages the contract names for it, in parts per billion of the price (GF-2008-2601 Art. 36).
    """

    name: str
    value: Decimal
    unit: str | None = None
    direction: Direction
    stage: IndicatorStage
    damages_ppb: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """A land supply contract (国有建设用地使用权出让合同) as signed.

    Supplements and extensions do not change it; they are events. ``…_damages_ppb`` are the daily rates
    of the contract in parts per billion of the price (0.5 ‰ = 500,000). A `form` that is not on file is
    judged by the convention ``contract_template``.
    """

    contract_no: str
    supervision_no: str | None = None
    form: str | None = None
    project_name: str | None = None
    project_code: str | None = None
    location: str | None = None
    holder: str | None = None
    holder_code: str | None = None
    grantor: str | None = None
    supply_method: str | None = None
    land_use: str | None = None
    industry: str | None = None
    area_cm2: int | None = None
    price_fen: int | None = None
    deposit_fen: int | None = None
    paid_fen: int | None = None
    commencement_damages_ppb: int | None = None
    completion_damages_ppb: int | None = None
    handover_damages_ppb: int | None = None
    payment_damages_ppb: int | None = None
    signed_on: date | None = None
    agreed_handover: date | None = None
    agreed_commencement: date | None = None
    agreed_completion: date | None = None
    agreed_production: date | None = None
    agreed_full_production: date | None = None
    foundation: str | None = None
    developable_cm2: int | None = None
    developed_cm2: int | None = None
    total_investment_fen: int | None = None
    total_investment_land_price_fen: int | None = None
    total_investment_tax_fen: int | None = None
    invested_fen: int | None = None
    invested_land_price_fen: int | None = None
    invested_tax_fen: int | None = None
    planned_gfa_cm2: int | None = None
    unfinished_gfa_at_due_cm2: int | None = None
    parcel_nos: tuple[str, ...] = ()
    phases: tuple[Phase, ...] = ()
    instalments: tuple[Instalment, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    illustrative: bool = False
    source_columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A dated fact about a contract, or about one phase or parcel of it.

    A point event has `day`; a period has inclusive `start` and `end` (``None`` = still open). `details`
    holds what the kind of event needs besides (JSON values): ``verified``, ``new_commencement``,
    ``new_completion``, ``new_production``, ``new_full_production``, ``amount_fen``, ``share``,
    ``notice_date``, ``proof_date``, ``service`` (:class:`ServiceMethod`), ``effective_on``, ``to``,
    ``ground``, ``scopes``, ``basis``, ``kind``, ``mu``, ``method``, ``verdict``, ``note``, ``photos`` ….

    An acceptance and a full-production review have ``result`` (:class:`ReviewResult`), ``rectify_by``
    and, the latter, ``reached_on``; a measured indicator has ``indicator``, ``value`` (decimal text),
    ``unit`` and ``stage`` (:class:`IndicatorStage`; without it the value counts at every stage).

    What the acreage ledger reads has ``case`` (its number); a revitalisation ``method`` and perhaps
    ``step``, ``area_cm2`` and ``geometry`` (WKT, EPSG:4490), a listing ``stock``, an obstacle ``obstacle``;
    the words are those of :mod:`landwatch.measures.acreage`.
    """

    contract_no: str
    type: EventType
    day: date | None = None
    start: date | None = None
    end: date | None = None
    phase: str | None = None
    parcel_no: str | None = None
    document: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalItem:
    """Something about a person (a photograph, a voice, a name, a telephone) whose content can be destroyed.

    The content itself lies apart; `salted_sha256` is the hash in hex of its salt and its bytes. `kind` and
    `purpose` are keys of :mod:`landwatch.catalogue.personal`. Items of one person share a `subject`. It is
    about a contract, about a parcel, or about a fact (content hash) with its contract.
    """

    item: str
    kind: str
    purpose: str
    media_type: str
    size: int
    salted_sha256: str
    name: str | None = None
    subject: str | None = None
    contract_no: str | None = None
    parcel_no: str | None = None
    event: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Destruction:
    """The decision to destroy the content of a personal item, by two persons and on a document kept here.

    `document` is its number (文号), or its hash where it has none; `document_sha256` the hash of its bytes.
    """

    item: str
    day: date
    decided_by: str
    second_person: str
    reason: str
    document: str
    document_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The file records came from: its name (no folders), SHA-256 in hex, kind, encoding and CRS."""

    name: str
    sha256: str
    kind: str
    encoding: str | None = None
    epsg: int | None = None
