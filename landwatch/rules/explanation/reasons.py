"""One line for each contract: what is late, since which day, on what basis."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from landwatch.i18n import gettext as _
from landwatch.i18n import ngettext
from landwatch.model import (
    AcceptanceStatus,
    CommencementStatus,
    CompletionStatus,
    ContractStatus,
    IdleStatus,
    MilestoneStatus,
)
from landwatch.rules.engine import Assessment
from landwatch.rules.wording import SOURCES, STATUS, word

__all__ = ["reason", "reasons"]

# Only these are taken out of the hundred columns of an assessment: rows are slow, columns are fast.
_READ = (
    "contract_status commencement_status commencement_due commencement_due_source "
    "effective_commencement_due commenced_on commencement_days agreed_handover excused_days "
    "completion_status completion_due completed_on completion_days acceptance_status acceptance_days "
    "rectification_deadline accepted_on production_status production_due production_started_on "
    "production_days full_production_status full_production_due full_production_on full_production_days "
    "idle_status first_idle_day first_2y_day first_suspended_idle_day flags"
).split()
_SUSPICIONS = (IdleStatus.SUSPECT_1Y, IdleStatus.RECOVERY_2Y, IdleStatus.SUSPECT_SUSPENDED)


def reasons(assessment: Assessment, contract_nos: pd.Index | None = None) -> pd.Series:
    """Say for contracts in one line why they stand where they stand.

    Parameters
    ----------
    assessment
        The assessment.
    contract_nos
        Of which contracts; of all where it is not given.

    Returns
    -------
    pandas.Series
        Text in the current language, index ``contract_no``.
    """
    judged = assessment.contracts[_READ]
    rows = (judged if contract_nos is None else judged.loc[contract_nos]).to_dict("index")
    return pd.Series({number: reason(row) for number, row in rows.items()}, dtype="str", name="reason")


def reason(row: Any) -> str:
    """Say in one line why a contract stands where it stands.

    Parameters
    ----------
    row
        A row of ``Assessment.contracts``.

    Returns
    -------
    str
        Text in the current language.
    """
    if row["contract_status"] != ContractStatus.LIVE:
        return word(STATUS["contract_status"], row["contract_status"])
    clauses = [_commencement(row), _completion(row), _acceptance(row), *_production(row), _idle(row)]
    return _("; ").join(clause for clause in clauses if clause)


def _commencement(row: Any) -> str:
    status = row["commencement_status"]
    late, excused = int(row["commencement_days"]), int(row["excused_days"])
    days = {
        "days": late,
        "due": _day(row["effective_commencement_due"]),
        "agreed": _day(row["commencement_due"]),
        "source": word(SOURCES, row["commencement_due_source"]),
        "actual": _day(row["commenced_on"]),
        "excused": excused,
    }
    if status == CommencementStatus.BREACH:
        moved = row["effective_commencement_due"] != row["commencement_due"]
        text = (
            ngettext(
                "{days} day late in commencement: due {due} (agreed {agreed}, {source}), not commenced",
                "{days} days late in commencement: due {due} (agreed {agreed}, {source}), not commenced",
                late,
            )
            if moved
            else ngettext(
                "{days} day late in commencement: due {due} ({source}), not commenced",
                "{days} days late in commencement: due {due} ({source}), not commenced",
                late,
            )
        )
        return text.format(**days)
    texts = {
        CommencementStatus.COMMENCED_LATE: ngettext(
            "commenced {actual}, {days} day after {due} ({source})",
            "commenced {actual}, {days} days after {due} ({source})",
            late,
        ),
        CommencementStatus.EXCUSED: ngettext(
            "commencement excused until {due}: {excused} verified day",
            "commencement excused until {due}: {excused} verified days",
            excused,
        ),
        CommencementStatus.EXCUSED_PENDING: _(
            "handed over late: commencement moves to {due} until a supplement is signed"
        ),
        CommencementStatus.REMIND: _("commencement falls due on {due} ({source})"),
        CommencementStatus.NOT_DUE: _("commencement due {due} ({source})"),
        CommencementStatus.COMMENCED: _("commenced {actual} in time"),
    }
    if status == CommencementStatus.EXCUSED_PENDING and "handover_agreed_after_commencement" in row["flags"]:
        text = _(
            "the contract names the handover ({handover}) after the commencement ({agreed}): "
            "no default up to {due}; to be reviewed"
        )
        return text.format(handover=_day(row["agreed_handover"]), **days)
    if status == CommencementStatus.COMMENCED and pd.isna(row["commenced_on"]):
        return _("commenced on a day not on file")
    if status == CommencementStatus.COMMENCED and pd.isna(row["effective_commencement_due"]):
        return _("commenced {actual}; no day was agreed").format(**days)
    if status == CommencementStatus.NOT_DUE and pd.isna(row["commencement_due"]):
        return _("no commencement day agreed and no handover on file")
    return texts[CommencementStatus(status)].format(**days)


def _completion(row: Any) -> str:
    status = row["completion_status"]
    late = int(row["completion_days"])
    texts = {
        CompletionStatus.BREACH: ngettext(
            "{days} day late in completion: due {due}, not completed",
            "{days} days late in completion: due {due}, not completed",
            late,
        ),
        CompletionStatus.COMPLETED_LATE: ngettext(
            "completed {actual}, {days} day after {due}", "completed {actual}, {days} days after {due}", late
        ),
        CompletionStatus.COMPLETED: _("completed {actual} in time"),
        CompletionStatus.REMIND: _("completion falls due on {due}"),
        CompletionStatus.NOT_DUE: "",
    }
    return texts[CompletionStatus(status)].format(
        days=late, due=_day(row["completion_due"]), actual=_day(row["completed_on"])
    )


def _acceptance(row: Any) -> str:
    status = row["acceptance_status"]
    late = int(row["acceptance_days"])
    texts = {
        AcceptanceStatus.NOT_DUE: "",
        AcceptanceStatus.PENDING: _("not accepted yet"),
        AcceptanceStatus.RECTIFY: _("to be rectified by {due}"),
        AcceptanceStatus.REMIND: _("rectification falls due on {due}"),
        AcceptanceStatus.BREACH: ngettext(
            "{days} day late in rectification: due {due}",
            "{days} days late in rectification: due {due}",
            late,
        ),
        AcceptanceStatus.FAILED: _("the acceptance failed"),
        AcceptanceStatus.DONE: _("accepted {actual}"),
        AcceptanceStatus.DONE_LATE: ngettext(
            "accepted {actual}, {days} day after the rectification day {due}",
            "accepted {actual}, {days} days after the rectification day {due}",
            late,
        ),
    }
    if status == AcceptanceStatus.RECTIFY and pd.isna(row["rectification_deadline"]):
        return _("to be rectified, no day is set")
    return _filled(
        texts[AcceptanceStatus(status)], row, "acceptance", "rectification_deadline", "accepted_on"
    )


def _production(row: Any) -> Iterator[str]:
    late = int(row["production_days"])
    start = {
        MilestoneStatus.NOT_DUE: "",
        MilestoneStatus.REMIND: _("production falls due on {due}"),
        MilestoneStatus.BREACH: ngettext(
            "{days} day late in production: due {due}, not started",
            "{days} days late in production: due {due}, not started",
            late,
        ),
        MilestoneStatus.DONE: _("in production since {actual}"),
        MilestoneStatus.DONE_LATE: ngettext(
            "in production since {actual}, {days} day after {due}",
            "in production since {actual}, {days} days after {due}",
            late,
        ),
    }
    text = start[MilestoneStatus(row["production_status"])]
    yield _filled(text, row, "production", "production_due", "production_started_on")
    late = int(row["full_production_days"])
    full = {
        MilestoneStatus.NOT_DUE: "",
        MilestoneStatus.REMIND: _("full production falls due on {due}"),
        MilestoneStatus.BREACH: ngettext(
            "{days} day late in full production: due {due}, no review has passed",
            "{days} days late in full production: due {due}, no review has passed",
            late,
        ),
        MilestoneStatus.DONE: _("full production reached {actual}"),
        MilestoneStatus.DONE_LATE: ngettext(
            "full production reached {actual}, {days} day after {due}",
            "full production reached {actual}, {days} days after {due}",
            late,
        ),
    }
    text = full[MilestoneStatus(row["full_production_status"])]
    yield _filled(text, row, "full_production", "full_production_due", "full_production_on")


def _filled(text: str, row: Any, milestone: str, due: str, actual: str) -> str:
    return text.format(days=row[f"{milestone}_days"], due=_day(row[due]), actual=_day(row[actual]))


def _idle(row: Any) -> str:
    status = row["idle_status"]
    if status == IdleStatus.NONE:
        return ""
    name = word(STATUS["idle_status"], status)
    if status not in _SUSPICIONS:
        return name
    texts = {
        IdleStatus.SUSPECT_1Y: _("suspected idle since {first}, not yet recognised"),
        IdleStatus.RECOVERY_2Y: _(
            "suspected idle since {first}, past two full years since {second}, not yet recognised"
        ),
        IdleStatus.SUSPECT_SUSPENDED: _(
            "suspected idle since {stopped}, works suspended, not yet recognised"
        ),
    }
    return texts[IdleStatus(status)].format(
        first=_day(row["first_idle_day"]),
        second=_day(row["first_2y_day"]),
        stopped=_day(row["first_suspended_idle_day"]),
    )


def _day(value: Any) -> str:
    return "–" if pd.isna(value) else value.date().isoformat()
