"""The pipeline of supervision (巡查导航图): one box a stage, with contracts, mu and the list behind them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from landwatch.i18n import gettext as _
from landwatch.measures.figures import selection
from landwatch.measures.figures.compliance import RECOGNISED
from landwatch.measures.figures.declared import MEASURES, Declared, declare
from landwatch.measures.figures.figure import Figure, size
from landwatch.model import (
    AcceptanceStatus,
    CommencementStatus,
    ContractStatus,
    EventType,
    IdleStatus,
    PaymentStatus,
)
from landwatch.rules import Assessment
from landwatch.snapshot import are_in

__all__ = ["STAGES", "Stage", "pipeline"]

_UNPAID = (PaymentStatus.BREACH, PaymentStatus.BREACH_OVER_60)


@dataclass(frozen=True)
class Stage:
    """A box of the pipeline.

    Attributes
    ----------
    id, label
        Stable name, and name in the language it was made in.
    within
        Id of the box it is a part of; ``None`` for a stage.
    on_file
        Whether the register holds any fact of this kind; where not, the counts say nothing.
    contracts, area
        How many, and how much; each with its rows.
    """

    id: str
    label: str
    within: str | None
    on_file: bool
    contracts: Figure
    area: Figure

    def to_dict(self) -> dict[str, Any]:
        """Return the box as JSON values."""
        return {
            "id": self.id,
            "label": self.label,
            "within": self.within,
            "on_file": self.on_file,
            "contracts": self.contracts.to_dict() if self.on_file else None,
            "area": self.area.to_dict() if self.on_file else None,
        }


def pipeline(assessment: Assessment, *, cluster: str | None = None) -> tuple[Stage, ...]:
    """Count the contracts at each stage of supervision, from planning conditions to registration.

    Parameters
    ----------
    assessment
        The judged contracts.
    cluster
        Only this cluster.

    Returns
    -------
    tuple of Stage
        In the order of the procedure, each stage followed by its parts; live contracts, those idle
        land was disposed of as well.
    """
    judged = selection.slim(assessment)
    boxes = _Boxes(judged, selection.contracts(judged, cluster), cluster)
    return (*boxes.before_signing(), *boxes.after_signing(), *boxes.works(), *boxes.idle(), *boxes.ends())


class _Boxes:
    """Makes the boxes of one pipeline."""

    def __init__(self, assessment: Assessment, contracts: pd.DataFrame, cluster: str | None) -> None:
        self._assessment, self._cluster = assessment, cluster
        self._all = contracts
        self._live = contracts[contracts["contract_status"] == ContractStatus.LIVE]
        self._on = pd.Timestamp(assessment.on)

    def before_signing(self) -> Iterator[Stage]:
        yield self._of_facts("planning_conditions", _("Planning conditions"), EventType.PLANNING_CONDITIONS)
        yield self._of_facts("supply_reviewed", _("Joint review of the supply"), EventType.SUPPLY_REVIEWED)
        yield self._of_facts("supply_announced", _("Announcement"), EventType.SUPPLY_ANNOUNCED)

    def after_signing(self) -> Iterator[Stage]:
        live, on = self._live, self._on
        over, due = live["handed_over_on"], live["agreed_handover"]
        yield self._box("signed", _("Contract signed"), live)
        yield self._box("unpaid", _("not paid in time"), live[live["payment_status"].isin(_UNPAID)], "signed")
        yield self._box("handed_over", _("Handed over"), live[over.notna()])
        yield self._box("handed_over_late", _("handed over late"), live[over > due], "handed_over")
        yield self._box("not_handed_over", _("Not handed over"), live[over.isna()])
        overdue = live[over.isna() & (due < on)]
        yield self._box("handover_overdue", _("handover overdue"), overdue, "not_handed_over")
        yield self._of_facts("sign_posted", _("Site sign posted"), EventType.SIGN_POSTED)
        yield self._of_facts("land_use_permit", _("Land-use planning permit"), EventType.LAND_USE_PERMIT)
        yield self._of_facts("works_permit", _("Works planning permit"), EventType.WORKS_PERMIT)

    def works(self) -> Iterator[Stage]:
        live, status = self._live, self._live["commencement_status"]
        begun = (CommencementStatus.COMMENCED, CommencementStatus.COMMENCED_LATE)
        yield self._box("commenced", _("Commenced"), live[status.isin(begun)])
        remind = live[status == CommencementStatus.REMIND]
        yield self._box("commencement_reminder", _("Commencement falls due within 30 days"), remind)
        yield self._box("commencement_overdue", _("Commencement overdue"), live[live["commencement_breach"]])

    def idle(self) -> Iterator[Stage]:
        live, status = self._live, self._live["idle_status"]
        suspected = live[~status.isin(RECOGNISED) & status.ne(IdleStatus.NONE)]
        yield self._box("idle_suspected", _("Idle, not recognised yet"), suspected)
        found = selection.dated(self._assessment, EventType.IDLE_RECOGNITION, self._cluster)
        ever = self._all[are_in(self._all.index, found["contract_no"])]
        yield self._box("idle_recognised", _("Idle, recognised by document"), ever)
        of_government = self._caused_by_government()
        disposed = self._no_longer_idle()
        by_government = are_in(ever.index, of_government)
        for cause, label, rows in (
            ("enterprise", _("caused by the enterprise"), ever[~by_government]),
            ("government", _("caused by government"), ever[by_government]),
        ):
            yield self._box(f"idle_{cause}", label, rows, "idle_recognised")
            gone = rows[are_in(rows.index, disposed)]
            yield self._box(f"idle_{cause}_disposed", _("of these disposed of"), gone, f"idle_{cause}")

    def ends(self) -> Iterator[Stage]:
        live = self._live
        accepted = live["acceptance_status"].isin((AcceptanceStatus.DONE, AcceptanceStatus.DONE_LATE))
        yield self._box("completed", _("Completed"), live[live["completed_on"].notna()])
        yield self._box("accepted", _("Completion verified"), live[accepted], "completed")
        yield self._box("completion_overdue", _("Completion overdue"), live[live["completion_breach"]])
        kind = EventType.REGISTRATION_CONFIRMED
        yield self._of_facts("registration_confirmed", _("Registration confirmed"), kind)

    def _caused_by_government(self) -> set[str]:
        causes = selection.dated(self._assessment, EventType.GOVERNMENT_CAUSE, self._cluster)
        verified = selection.matching(causes, lambda details: details.get("verified") is True)
        return set(verified["contract_no"])

    def _no_longer_idle(self) -> set[str]:
        """Contracts whose land was revitalised, started, or given back after it was recognised as idle."""
        ended = self._all.index[self._all["contract_status"] != ContractStatus.LIVE]
        used = selection.dated(self._assessment, EventType.REVITALISED, self._cluster)["contract_no"]
        begun = self._all.index[self._all["idle_status"] == IdleStatus.NONE]
        return {*ended, *used, *begun}

    def _of_facts(self, name: str, label: str, kind: EventType) -> Stage:
        facts = selection.dated(self._assessment, kind, self._cluster)
        known = bool(self._assessment.snapshot.events["type"].eq(kind).any())
        return self._box(
            name, label, self._live[are_in(self._live.index, facts["contract_no"])], on_file=known
        )

    def _box(
        self, name: str, label: str, rows: pd.DataFrame, within: str | None = None, *, on_file: bool = True
    ) -> Stage:
        definition = _("Contracts that stand at this stage of supervision on the day: {stage}.")
        count, area = (
            size(
                self._assessment,
                rows,
                id=f"stage_{name}_{by}",
                label=label,
                cluster=self._cluster,
                definition=definition.format(stage=label),
            )
            for by in MEASURES
        )
        if not on_file:
            count, area = (
                replace(figure, value=None, numerator=None, rows=(), unknown=()) for figure in (count, area)
            )
        return Stage(name, label, within, on_file, count, area)


STAGES = (
    *("planning_conditions", "supply_reviewed", "supply_announced", "signed", "unpaid", "handed_over"),
    *("handed_over_late", "not_handed_over", "handover_overdue", "sign_posted", "land_use_permit"),
    *("works_permit", "commenced", "commencement_reminder", "commencement_overdue", "idle_suspected"),
    *("idle_recognised", "idle_enterprise", "idle_enterprise_disposed", "idle_government"),
    *("idle_government_disposed", "completed", "accepted", "completion_overdue", "registration_confirmed"),
)
"""The boxes by id, in the order of the procedure."""

declare(
    *(
        Declared(id=f"stage_{name}_{by}", section="stages", kind="state", by=by, pool="P")
        for name in STAGES
        for by in MEASURES
    )
)
