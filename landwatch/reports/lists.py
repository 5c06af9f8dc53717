"""The lists behind the figures: contracts in default, idle land, disposals, suspensions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from landwatch.i18n import gettext as _
from landwatch.i18n import ngettext
from landwatch.measures.figures.pools import DUE_DAY, Obligation
from landwatch.model import IdleStatus
from landwatch.reports.cells import Field, cell_of, listing, money, mu, records_of
from landwatch.reports.document import Cell, Column, Table
from landwatch.reports.material import Material
from landwatch.rules.explanation.findings import Finding, findings
from landwatch.rules.explanation.reasons import reason
from landwatch.rules.wording import STATUS, word

__all__ = ["defaults", "disposals", "idle_land", "suspensions"]


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
    days, damages = f"{obligation}_days", f"{obligation}_damages_fen"

    fields: list[Field] = [
        *_units_in_default(material, obligation),
        (Column(head=_("Area (mu)"), form="mu", width=2.2, total="sum"), lambda row: mu(row["area_cm2"])),
        (
            Column(head=_("In default (mu)"), form="mu", width=2.2, key="area", total="sum"),
            lambda row: mu(row[f"{obligation}_breach_area_cm2"]),
        ),
        (
            Column(head=due[obligation], form="date", width=2.4),
            lambda row: cell_of(row[DUE_DAY[obligation]]),
        ),
        (Column(head=_("Days late"), form="count", width=1.4), lambda row: int(row[days])),
        (
            Column(head=_("Damages, claim (10,000 yuan)"), form="wan", width=2.2, total="sum"),
            lambda row: money(row[damages]),
        ),
        (Column(head=_("Reason"), width=8), reason),
        (
            Column(head=_("Next step and deadline"), width=5.5),
            lambda row: _next_steps(row, material.on, (f"{obligation}_status",)),
        ),
    ]
    records = list(_judged(material, f"{obligation}_default_rate_area", days))
    notes = [
        _(
            "Of a contract in phases only the phases in default count as area in default; its damages are "
            "not available, for the contract has to name their base. Damages are a claim computed from the "
            "contract, not a debt that anybody has recognised."
        )
    ]
    if unknown := sum(money(record[damages]) is None for record in records):
        told = ngettext(
            "The sum leaves out {count} contract whose damages are not known.",
            "The sum leaves out {count} contracts whose damages are not known.",
            unknown,
        )
        notes.append(told.format(count=unknown))
    return listing(material, records, fields, title=titles[obligation], note="\n".join(notes))


def _units_in_default(material: Material, obligation: Obligation) -> list[Field]:
    """How many phases or parcels count, where the convention does not count contracts."""
    unit, counts = material.assessment.conventions.breach_unit, material.units[f"{obligation}_units"]
    if unit == "contract":
        return []
    head = _("Phases in default") if unit == "phase" else _("Parcels in default")
    column = Column(head=head, form="count", width=1.6, key="units", total="sum")
    return [(column, lambda row: int(counts[row["contract_no"]]))]


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
    fields: list[Field] = [
        (
            Column(head=_("Area (mu)"), form="mu", width=2.2, key="area", total="sum"),
            lambda row: mu(row["area_cm2"]),
        ),
        (
            Column(head=_("Status"), width=2.6),
            lambda row: word(STATUS["idle_status"], row["idle_status"]),
        ),
        (Column(head=_("Idle since"), form="date", width=2.4), _idle_since),
        (Column(head=_("Reason"), width=8), reason),
        (
            Column(head=_("Next step and deadline"), width=6.5),
            lambda row: _next_steps(row, material.on, ("idle_status", "_missing")),
        ),
    ]
    return listing(
        material,
        _judged(material, f"idle_{kind}_count", "area_cm2"),
        fields,
        title=_("Idle land recognised by document") if recognised else _("Land suspected to be idle"),
        note=""
        if recognised
        else _("A suspicion is computed and recognises nothing; recognition needs a document."),
    )


def _idle_since(row: Mapping[Any, Any]) -> Cell:
    suspended = row["idle_status"] == IdleStatus.SUSPECT_SUSPENDED
    since: Cell = cell_of(row["first_suspended_idle_day" if suspended else "first_idle_day"])
    return since


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
        One row a contract and month.
    """
    titles = {
        "commencement": _("Commencement defaults disposed of, {first} to {last}"),
        "completion": _("Completion defaults disposed of, {first} to {last}"),
    }
    chosen = material.disposals[material.disposals["kind"] == obligation]
    return listing(
        material,
        records_of(chosen, "day"),
        [
            _day(_("Day")),
            _document(),
            _area(),
            (Column(head=_("How"), width=5), lambda row: cell_of(row["note"])),
        ],
        title=titles[obligation].format(first=date(material.on.year, 1, 1), last=material.on),
        note=_("One contract may stand under both kinds of default; the kinds are not added up."),
        total="names",
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
    fields: list[Field] = [
        _day(_("Imposed on")),
        (
            Column(head=_("Lifted on"), form="date", width=2.4),
            lambda row: cell_of(row["lifted"]) or _("in force"),
        ),
        _document(),
        (Column(head=_("Legal basis"), width=3.5), lambda row: cell_of(row["basis"])),
        (
            Column(head=_("Approvals"), width=3),
            lambda row: _(", ").join(scopes.get(scope, scope) for scope in row["scopes"]),
        ),
    ]
    return listing(
        material,
        records_of(material.suspensions, "day"),
        fields,
        title=_("Suspended approvals, {first} to {last}").format(
            first=date(material.on.year, 1, 1), last=material.on
        ),
        note=_("A company counts once, however many of its contracts are concerned."),
    )


def _day(head: str) -> Field:
    return Column(head=head, form="date", width=2.4, key="day"), lambda row: cell_of(row["day"])


def _document() -> Field:
    return Column(head=_("Document"), width=4), lambda row: cell_of(row["document"])


def _area() -> Field:
    column = Column(head=_("Area (mu)"), form="mu", width=2.2, key="area", total="sum")
    return column, lambda row: mu(row["area_cm2"])


def _judged(material: Material, figure: str, order: str) -> list[dict[Any, Any]]:
    """The judged contracts behind a figure, the most first."""
    chosen = material.contracts.loc[list(material.figures[figure].rows)].sort_values(order, ascending=False)
    records: list[dict[Any, Any]] = chosen.assign(contract_no=chosen.index).to_dict("records")
    return records


def _next_steps(row: Mapping[Any, Any], on: date, codes: Sequence[str]) -> str:
    steps = [step for step in findings(row) if any(code in step.code for code in codes)]
    return _("; ").join(dict.fromkeys(_step(step, on) for step in steps))


def _step(step: Finding, on: date) -> str:
    if step.deadline is None:
        return step.next_step
    told = _("{step} (by {day}, past)") if step.deadline < on else _("{step} (by {day})")
    return told.format(step=step.next_step, day=step.deadline.isoformat())
