"""The lists behind the figures: contracts in default, idle land, disposals, revitalised land, suspensions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Literal

import pandas as pd

from landwatch.i18n import gettext as _
from landwatch.model import IdleStatus
from landwatch.reports.document import Cell, Column, Table
from landwatch.reports.material import Material
from landwatch.rules.findings import Finding, findings
from landwatch.rules.reasons import reason
from landwatch.rules.wording import STATUS, word
from landwatch.units import mu_from_cm2

__all__ = [
    "cell_of",
    "defaults",
    "disposals",
    "idle_land",
    "method_name",
    "methods",
    "money",
    "mu",
    "revitalised",
    "suspensions",
]

_DUE_DAY = {"commencement": "effective_commencement_due", "completion": "completion_due"}
_FEN_PER_WAN = 1_000_000
_BASE_UNKNOWN = "phase_penalty_base_needs_contract_rule"

Obligation = Literal["commencement", "completion"]


def cell_of(value: Any) -> Any:
    """Make a cell of a report out of a cell of a frame.

    Parameters
    ----------
    value
        A text, a number, a timestamp or one of the several ways to say that there is none.

    Returns
    -------
    object
        ``None`` where there is none; a date for a timestamp.
    """
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


def mu(area_cm2: Any) -> Fraction | None:
    """Make a cell in mu.

    Parameters
    ----------
    area_cm2
        Area in cm², or missing.

    Returns
    -------
    Fraction or None
        Exact mu.
    """
    return None if pd.isna(area_cm2) else mu_from_cm2(int(area_cm2))


def money(fen: Any) -> Fraction | None:
    """Make a cell in 10,000 yuan.

    Parameters
    ----------
    fen
        Money in fen, or missing.

    Returns
    -------
    Fraction or None
        Exact 10,000 yuan.
    """
    return None if pd.isna(fen) else Fraction(int(fen), _FEN_PER_WAN)


def defaults(material: Material, obligation: Obligation) -> Table:
    """List the contracts in default, the longest overdue first.

    Parameters
    ----------
    material
        What the report is made from.
    obligation
        Commencement or completion.

    Returns
    -------
    Table
        With the reason and the next step of each.
    """
    titles = {
        "commencement": _("Contracts in default on commencement"),
        "completion": _("Contracts in default on completion"),
    }
    due = {"commencement": _("Commencement due"), "completion": _("Completion due")}
    numbers = material.figures[f"{obligation}_default_rate_area"].rows
    judged = material.contracts.loc[list(numbers)].sort_values(f"{obligation}_days", ascending=False)
    rows = [
        [
            place,
            *_who(row, number),
            mu(row["area_cm2"]),
            mu(row[f"{obligation}_breach_area_cm2"]),
            cell_of(row[_DUE_DAY[obligation]]),
            int(row[f"{obligation}_days"]),
            None if _BASE_UNKNOWN in row["flags"] else money(row[f"{obligation}_damages_fen"]),
            reason(row),
            _next_steps(row, material.on, (f"{obligation}_status",)),
        ]
        for place, (number, row) in enumerate(judged.to_dict("index").items(), start=1)
    ]
    return Table(
        title=titles[obligation],
        columns=[
            *_who_columns(),
            Column(head=_("Area (mu)"), form="mu", width=2.2, total="sum"),
            Column(head=_("In default (mu)"), form="mu", width=2.2, key="area", total="sum"),
            Column(head=due[obligation], form="date", width=2.4),
            Column(head=_("Days late"), form="count", width=1.4),
            Column(head=_("Damages, claim (10,000 yuan)"), form="wan", width=2.2, total="sum"),
            Column(head=_("Reason"), width=8),
            Column(head=_("Next step and deadline"), width=5.5),
        ],
        rows=rows,
        note=_(
            "Of a contract in phases only the phases in default count as area in default; its damages are "
            "not available, for the contract has to name their base. Damages are a claim computed from the "
            "contract, not a debt that anybody has recognised."
        ),
    )


def idle_land(material: Material, *, recognised: bool) -> Table:
    """List idle land, the largest first.

    Parameters
    ----------
    material
        What the report is made from.
    recognised
        What documents recognise; otherwise what the computation only suspects.

    Returns
    -------
    Table
        With the reason and the next step of each.
    """
    kind = "recognised" if recognised else "suspected"
    judged = material.contracts.loc[list(material.figures[f"idle_{kind}_count"].rows)]
    rows: list[list[Cell]] = []
    for number, row in judged.sort_values("area_cm2", ascending=False).to_dict("index").items():
        suspended = row["idle_status"] == IdleStatus.SUSPECT_SUSPENDED
        since = row["first_suspended_idle_day" if suspended else "first_idle_day"]
        rows.append(
            [
                len(rows) + 1,
                *_who(row, number),
                mu(row["area_cm2"]),
                word(STATUS["idle_status"], row["idle_status"]),
                cell_of(since),
                reason(row),
                _next_steps(row, material.on, ("idle_status", "_missing")),
            ]
        )
    return Table(
        title=_("Idle land recognised by document") if recognised else _("Land suspected to be idle"),
        columns=[
            *_who_columns(),
            Column(head=_("Area (mu)"), form="mu", width=2.2, key="area", total="sum"),
            Column(head=_("Status"), width=2.6),
            Column(head=_("Idle since"), form="date", width=2.4),
            Column(head=_("Reason"), width=8),
            Column(head=_("Next step and deadline"), width=6.5),
        ],
        rows=rows,
        note=""
        if recognised
        else _("A suspicion is computed and recognises nothing; recognition needs a document."),
    )


def disposals(material: Material, obligation: Obligation) -> Table:
    """List the defaults of one kind disposed of in the year, up to the day judged.

    Parameters
    ----------
    material
        What the report is made from.
    obligation
        Commencement or completion.

    Returns
    -------
    Table
        One row a contract.
    """
    titles = {
        "commencement": _("Commencement defaults disposed of, {first} to {last}"),
        "completion": _("Completion defaults disposed of, {first} to {last}"),
    }
    chosen = material.disposals[material.disposals["kind"] == obligation]
    rows = [
        [
            place,
            *_who(material.contracts.loc[row["contract_no"]], row["contract_no"]),
            cell_of(row["day"]),
            cell_of(row["document"]),
            mu(row["area_cm2"]),
            cell_of(row["note"]),
        ]
        for place, row in enumerate(_records(chosen, "day"), start=1)
    ]
    return Table(
        title=titles[obligation].format(first=date(material.on.year, 1, 1), last=material.on),
        columns=[
            *_who_columns(),
            Column(head=_("Day"), form="date", width=2.4),
            Column(head=_("Document"), width=4),
            Column(head=_("Area (mu)"), form="mu", width=2.2, key="area", total="sum"),
            Column(head=_("How"), width=5),
        ],
        rows=rows,
        note=_("One contract may stand under both kinds of default; the kinds are not added up."),
    )


def revitalised(material: Material) -> Table:
    """List the land revitalised, from the first year on.

    Parameters
    ----------
    material
        What the report is made from.

    Returns
    -------
    Table
        By day.
    """
    rows = [
        [
            place,
            *_who(material.contracts.loc[row["contract_no"]], row["contract_no"]),
            str(row["day"].year),
            cell_of(row["day"]),
            method_name(material, row["method"]),
            mu(row["area_cm2"]),
            cell_of(row["documents"]) or None,
        ]
        for place, row in enumerate(_records(material.revitalised, "day"), start=1)
    ]
    return Table(
        title=_("Idle and inefficient land revitalised up to {day}").format(day=material.on),
        columns=[
            *_who_columns(counted=False),
            Column(head=_("Year"), width=1.4, key="year"),
            Column(head=_("Day"), form="date", width=2.4),
            Column(head=_("Method"), width=4, key="method"),
            Column(head=_("Area (mu)"), form="mu", width=2.2, key="area", total="sum"),
            Column(head=_("Documents"), width=4),
        ],
        rows=rows,
        note=_("The same ground counts once, in its first year; disposals of defaults are another ledger."),
    )


def suspensions(material: Material) -> Table:
    """List the suspensions of approvals in force in the year.

    Parameters
    ----------
    material
        What the report is made from.

    Returns
    -------
    Table
        By day.
    """
    scopes = {"planning": _("planning"), "land": _("land"), "registration": _("registration")}
    rows = [
        [
            place,
            *_who(material.contracts.loc[row["contract_no"]], row["contract_no"]),
            cell_of(row["day"]),
            cell_of(row["lifted"]) or _("in force"),
            cell_of(row["document"]),
            cell_of(row["basis"]),
            _(", ").join(scopes.get(scope, scope) for scope in row["scopes"]),
        ]
        for place, row in enumerate(_records(material.suspensions, "day"), start=1)
    ]
    return Table(
        title=_("Suspended approvals, {first} to {last}").format(
            first=date(material.on.year, 1, 1), last=material.on
        ),
        columns=[
            *_who_columns(),
            Column(head=_("Imposed on"), form="date", width=2.4),
            Column(head=_("Lifted on"), form="date", width=2.4),
            Column(head=_("Document"), width=4),
            Column(head=_("Legal basis"), width=3.5),
            Column(head=_("Approvals"), width=3),
        ],
        rows=rows,
        note=_("A company counts once, however many of its contracts are concerned."),
    )


def methods(material: Material) -> Table:
    """Sum the land revitalised up by method: in the year, and since the first year.

    Parameters
    ----------
    material
        What the report is made from.

    Returns
    -------
    Table
        One row a method, the largest first.
    """
    booked = material.revitalised
    booked = booked.assign(method=booked["method"].map(lambda code: method_name(material, code)))
    in_year = booked["day"].dt.year == material.on.year
    sums = pd.DataFrame(
        {
            "all": booked.groupby("method")["area_cm2"].sum(),
            "year": booked[in_year].groupby("method")["area_cm2"].sum(),
            "cases": booked[in_year].groupby("method")["contract_no"].nunique(),
        }
    ).fillna(0)
    rows = [
        [str(method), int(row["cases"]), mu(row["year"]), mu(row["all"])]
        for method, row in sums.sort_values("all", ascending=False).iterrows()
    ]
    return Table(
        title=_("Revitalised land by method"),
        columns=[
            Column(head=_("Method"), width=4),
            Column(head=_("Contracts in the year"), form="count", total="sum"),
            Column(head=_("In the year (mu)"), form="mu", key="method_year", total="sum"),
            Column(head=_("Since the first year (mu)"), form="mu", key="method_all", total="sum"),
        ],
        rows=rows,
        note=_("The same ground counts once, in its first year; disposals of defaults are another ledger."),
    )


def method_name(material: Material, code: Any) -> str:
    """Name a method of revitalisation.

    Parameters
    ----------
    material
        What the report is made from.
    code
        Its code; missing where no method is recorded.

    Returns
    -------
    str
        Its name in the language of the report.
    """
    return material.methods.get(str(code), _("method not recorded"))


def _who_columns(*, counted: bool = True) -> list[Column]:
    return [
        Column(head=_("No."), form="count", width=1.5),
        Column(head=_("Contract number"), width=3.9, total="rows" if counted else "", key="contract_no"),
        Column(head=_("Holder"), width=4.5),
        Column(head=_("Cluster"), width=2, key="cluster"),
    ]


def _who(row: Mapping[Any, Any] | pd.Series, number: Any) -> Sequence[Cell]:
    holder = cell_of(row["current_holder"]) or cell_of(row["holder"])
    return str(number), holder, cell_of(row["cluster"]) or _("cluster not recorded")


def _records(rows: pd.DataFrame, *order: str) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = rows.sort_values([*order, "contract_no"]).to_dict("records")  # type: ignore[assignment]
    return told


def _next_steps(row: Mapping[Any, Any], on: date, codes: Sequence[str]) -> str:
    steps = [step for step in findings(row) if any(code in step.code for code in codes)]
    return _("; ").join(dict.fromkeys(_step(step, on) for step in steps))


def _step(step: Finding, on: date) -> str:
    if step.deadline is None:
        return step.next_step
    told = _("{step} (by {day}, past)") if step.deadline < on else _("{step} (by {day})")
    return told.format(step=step.next_step, day=step.deadline.isoformat())
