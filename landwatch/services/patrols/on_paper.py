"""Patrols on paper: the lists that persons take along, in the order of the way, and the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pandas as pd

from landwatch.drafts import put_in_place
from landwatch.errors import UsageError
from landwatch.i18n import Language, speaking
from landwatch.i18n import gettext as _
from landwatch.maps.formatting import known, mu
from landwatch.measures.figures.periods import quarter_days
from landwatch.measures.flagged import check_cluster, close_matches
from landwatch.measures.patrols.route import route
from landwatch.measures.patrols.stages import named_stage
from landwatch.reports.patrol_ledger import ledger_pdf, ledger_table, ledger_workbook
from landwatch.reports.patrol_sheet import Duty, PersonSheet, SheetRow, sheets_pdf
from landwatch.rules import Conventions
from landwatch.services.assessing.judging import assess_register
from landwatch.services.patrols.plans import Plan, plan_of

__all__ = ["WrittenSheets", "write_ledger", "write_sheets"]


@dataclass(frozen=True)
class WrittenSheets:
    """What was written: the file, and the lists in it."""

    path: Path
    sheets: tuple[PersonSheet, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "path": str(self.path),
            "sheets": [
                {
                    "person": sheet.person,
                    "contracts": [row.contract_no for row in sheet.rows],
                    "straight_line_m": sheet.length_m,
                }
                for sheet in self.sheets
            ],
        }


def write_sheets(
    database: str,
    out: Path,
    on: date,
    conventions: Conventions | None = None,
    *,
    person: str | None = None,
    within_days: int | None = None,
    known_at: datetime | None = None,
    speech: Language = "zh",
    address: str | None = None,
    replace: bool = False,
) -> WrittenSheets:
    """Write what one person, or each, has open or overdue on a day, as pages to take along.

    Parameters
    ----------
    database
        URL of the register.
    out
        The PDF.
    on
        The day.
    conventions
        What the rules leave open; the due days depend on it.
    person
        Whose list; every person's, and what is nobody's, if not given.
    within_days
        Only what is to be done within so many days, and what is overdue.
    known_at
        The instant of knowledge, with time zone; by default now.
    speech
        Language of the lists.
    address
        Where browsers reach the register; ``None`` where nobody said so.
    replace
        Whether a file that is there may be replaced.

    Raises
    ------
    UsageError
        If the file is no PDF or is there already, nobody of that name has anything on the list, or nothing
        is to be visited.
    RegisterError
        If the register cannot be read.
    """
    if out.suffix.lower() != ".pdf":
        raise UsageError(_("{path}: name a file that ends in .pdf").format(path=out))
    plan = plan_of(database, *quarter_days(on.year, (on.month + 2) // 3), on, conventions, known_at=known_at)
    lines = plan.due(within_days).lines
    everybody = {str(name) for name in plan.lines["goes"].dropna()}
    if person is not None:
        lines = lines[lines["goes"] == person]
    if lines.empty:
        raise UsageError(_refusal(person, everybody, on))
    assessment = plan.assessment
    made = (assessment.snapshot.known_at or datetime.combine(on, time(), UTC)).replace(microsecond=0)
    with speaking(speech):
        sheets = tuple(_sheets(plan, lines))
        mark = _("Illustrative data") if assessment.snapshot.illustrative else ""
        content = sheets_pdf(sheets, on, made, address=address, mark=mark)
    with put_in_place(out, replace=replace) as draft:
        draft.write_bytes(content)
    return WrittenSheets(out, sheets)


def _refusal(person: str | None, everybody: set[str], on: date) -> str:
    if person is None:
        return _("no visit is open or overdue on {day}; nothing was written").format(day=on)
    return _("{person} has no visit open or overdue on {day}{close}; nothing was written").format(
        person=person, day=on, close=close_matches(person, everybody)
    )


def _sheets(plan: Plan, lines: pd.DataFrame) -> Iterator[PersonSheet]:
    """One list a person, by name; what is nobody's comes last."""
    for person in sorted(lines["goes"].dropna().unique()):
        yield _sheet(plan, str(person), lines[lines["goes"] == person])
    if lines["goes"].isna().any():
        yield _sheet(plan, None, lines[lines["goes"].isna()])


def _sheet(plan: Plan, person: str | None, lines: pd.DataFrame) -> PersonSheet:
    snapshot = plan.assessment.snapshot
    way = route(snapshot, lines["contract_no"].unique())
    legs = {stop.contract_no: stop.leg_m for stop in way.stops}
    shares = snapshot.contract_parcels
    own = shares[shares["contract_no"].isin(way.contract_nos)]
    parcels = own.groupby("contract_no")["parcel_no"].agg(list)
    contracts = plan.assessment.contracts.loc[[*way.contract_nos]]
    duties = {str(number): rows for number, rows in lines.groupby("contract_no", observed=True)}
    return PersonSheet(
        person=person,
        rows=[
            SheetRow(
                contract_no=str(number),
                holder=_text(row["current_holder"]) or _text(row["holder"]),
                project=_text(row["project_name"]),
                location=_text(row["location"]),
                parcels=[str(no) for no in parcels.get(number, [])],
                area=_("{area} mu").format(area=mu(row["area_cm2"])) if known(row["area_cm2"]) else "",
                duties=_duties(duties[str(number)]),
                instead_of=_instead_of(duties[str(number)], person),
                leg_m=legs.get(str(number)),
            )
            for number, row in contracts.iterrows()
        ],
    )


def _duties(lines: pd.DataFrame) -> Sequence[Duty]:
    return [
        Duty(named_stage(str(line["stage"])), line["until"].date(), line["state"] == "overdue")
        for line in lines.sort_values("until", kind="stable").to_dict("records")
    ]


def _instead_of(lines: pd.DataFrame, person: str | None) -> str | None:
    others = sorted({str(name) for name in lines["person"].dropna() if name != person})
    return "、".join(others) or None


def _text(value: Any) -> str:
    return str(value) if known(value) else ""


def write_ledger(
    database: str,
    out: Path,
    period: tuple[date, date],
    on: date,
    conventions: Conventions | None = None,
    *,
    known_at: datetime | None = None,
    cluster: str | None = None,
    speech: Language = "zh",
    replace: bool = False,
) -> int:
    """Write the ledger of the visits of a period.

    Parameters
    ----------
    database
        URL of the register.
    out
        The file: a workbook, or a PDF to print.
    period
        First and last day.
    on
        The day judged.
    conventions
        What the rules leave open.
    known_at
        The instant of knowledge, with time zone; by default now.
    cluster
        Only contracts of this cluster.
    speech
        Language of the ledger.
    replace
        Whether a file that is there may be replaced.

    Returns
    -------
    int
        Number of visits.

    Raises
    ------
    UsageError
        If the file is neither, is there already, or the register knows no such cluster.
    RegisterError
        If the register cannot be read.
    """
    if out.suffix.lower() not in (".xlsx", ".pdf"):
        raise UsageError(_("{path}: name a file that ends in .xlsx or .pdf").format(path=out))
    assessment = assess_register(database, on, conventions, known_at=known_at)
    if cluster is not None:
        check_cluster(assessment.snapshot.clusters["name"], cluster)
    with speaking(speech):
        table = ledger_table(assessment, *period, cluster)
        title = _("Ledger of patrols, {first} to {last}").format(first=period[0], last=period[1])
        mark = _("Illustrative data") if assessment.snapshot.illustrative else ""
    with put_in_place(out, replace=replace) as draft, speaking(speech):
        if out.suffix.lower() == ".pdf":
            draft.write_bytes(ledger_pdf(table, title, mark))
        else:
            ledger_workbook(table, draft)
    return len(table.rows)
