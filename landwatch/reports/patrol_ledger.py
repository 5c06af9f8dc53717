"""The ledger of patrols (巡查台账), in the order of columns that offices use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd

from landwatch.catalogue import words_of
from landwatch.i18n import gettext as _
from landwatch.measures.flagged import verdict_name
from landwatch.measures.patrols.followed import FollowUp, followed
from landwatch.measures.patrols.proposals import Proposal, proposals
from landwatch.measures.patrols.trust import Trust, ground_of, is_weak, second_visit, trust_of
from landwatch.measures.patrols.visits import missed, visits
from landwatch.rules import Assessment
from landwatch.rules.wording import EVENTS, word
from landwatch.typesetting import typeset
from landwatch.units import mu_from_cm2, round_half_up
from landwatch.workbook import Book, Cell, Heading, Table

__all__ = ["follow_up_told", "ledger_pdf", "ledger_table", "ledger_workbook", "visits_table"]

_TEMPLATE = Path(__file__).with_name("templates") / "patrol_ledger.typ"
_OF_THE_VISIT = (1, 2, *range(16, 25))  # columns: day and person, and from the permits on
_QUESTIONS = ("reported", "begun", "developed", "finished")


def ledger_table(assessment: Assessment, first: date, last: date, cluster: str | None = None) -> Table:
    """Set out the visits of a period, one row a visit, oldest first.

    Parameters
    ----------
    assessment
        The judged contracts with the facts they rest on.
    first, last
        First and last day of the period.
    cluster
        Only contracts of this cluster.

    Returns
    -------
    Table
        Every visit that was recorded; one that does not count says why.
    """
    made = visits(assessment)
    chosen = made["day"].between(pd.Timestamp(first), pd.Timestamp(last))
    if cluster is not None:
        chosen &= made["cluster"] == cluster
    return _table(assessment, made[chosen])


def visits_table(assessment: Assessment, contract_no: str) -> Table:
    """Set out all visits of a contract, oldest first, without what the ledger says of the contract itself.

    Parameters
    ----------
    assessment
        The judged contracts with the facts they rest on.
    contract_no
        Number of the contract.
    """
    made = visits(assessment)
    table = _table(assessment, made[made["contract_no"] == contract_no])
    return Table(
        table.name,
        [table.columns[place] for place in _OF_THE_VISIT],
        [[row[place] for place in _OF_THE_VISIT] for row in table.rows],
    )


def _table(assessment: Assessment, made: pd.DataFrame) -> Table:
    parcels = assessment.snapshot.contract_parcels.groupby("contract_no")["parcel_no"].agg("、".join)
    contracts = assessment.contracts.assign(parcels=parcels.reindex(assessment.contracts.index))
    proposed = {each.visit: each for each in proposals(assessment)}
    rows = [row | {"trusts": _trusts(assessment, row)} for row in made.to_dict("records")]
    visited = sorted({row["contract_no"] for row in rows})
    judged = contracts.loc[visited].to_dict("index")
    after = followed(assessment, visited)
    return Table(
        _("Ledger of patrols"),
        [Heading(text, width, wrap=width >= 24) for text, width in _headings()],
        [
            [
                *_row(place, visit, judged[visit["contract_no"]]),
                *_found(visit, proposed.get(visit["details"].get("visit")), after.get(visit["event_id"], ())),
            ]
            for place, visit in enumerate(rows, start=1)
        ],
    )


def ledger_workbook(table: Table, path: Path) -> None:
    """Write the ledger as a workbook.

    Parameters
    ----------
    table
        The ledger.
    path
        Where to write it.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    book = Book(path)
    book.add(table)
    book.close()


def ledger_pdf(table: Table, title: str, mark: str = "") -> bytes:
    """Print the ledger on A3 across, its header and room for signatures on each page.

    Parameters
    ----------
    table
        The ledger.
    title
        What stands above it.
    mark
        What stands at the head of each page, e.g. that the data are invented; empty for nothing.
    """
    content = {
        "title": title,
        "mark": mark,
        "heads": [heading.text for heading in table.columns],
        "widths": [heading.width for heading in table.columns],
        "rows": [["" if cell is None else f"{cell}" for cell in row] for row in table.rows],
        "signatures": [_("Patrolled by"), _("Checked by"), _("Head of the office"), _("Date")],
    }
    return typeset(_TEMPLATE, content, format="pdf")[0]


def _headings() -> Iterator[tuple[str, float]]:
    yield from ((_("No."), 5), (_("Date"), 12), (_("Patrolled by"), 10), (_("Cluster"), 10))
    yield from ((_("Contract number"), 20), (_("Supervision number"), 22))
    yield from ((_("Parcel"), 23), (_("Project"), 22), (_("Holder of the land"), 22), (_("Area (mu)"), 10))
    yield from ((_("Location"), 22), (_("Land use"), 12))
    yield from ((_("Agreed commencement"), 12), (_("Agreed completion"), 12))
    yield from ((_("Actual commencement"), 12), (_("Actual completion"), 12))
    yield from ((_("Permits"), 14), (_("Stage of works"), 10), (_("Done (%)"), 8))
    yield from ((_("What was amiss"), 26), (_("Photographs"), 14), (_("Finding of the patrol"), 26))
    yield from ((_("Checked"), 24), (_("What followed"), 26), (_("Remarks"), 14))


def _row(place: int, visit: Mapping[Any, Any], contract: Mapping[Any, Any]) -> Iterator[Cell]:
    yield from (place, visit["day"].date(), visit["person"], _plain(visit["cluster"]))
    yield from (str(visit["contract_no"]), _plain(contract["supervision_no"]))
    yield _plain(visit["parcel_no"]) or _plain(contract["parcels"])
    yield from (_plain(contract[name]) for name in ("project_name",))
    yield _plain(contract["current_holder"]) or _plain(contract["holder"])
    yield _mu(contract["area_cm2"])
    yield from (_plain(contract[name]) for name in ("location", "land_use"))
    days = ("agreed_commencement", "agreed_completion", "commenced_on", "completed_on")
    yield from (_day(contract[name]) for name in days)


def _found(visit: Mapping[Any, Any], proposal: Proposal | None, after: Sequence[FollowUp]) -> Iterator[Cell]:
    said = visit["details"]
    yield _plain(said.get("permits"))
    yield _stage(said.get("works"))
    yield _percent(said.get("done_share"))
    yield "；".join(_amiss(visit)) or None
    yield "、".join(f"{each.photo}({each.grade})" for each in visit["trusts"]) or None
    yield _plain(said.get("note"))
    yield _told(proposal) if proposal else None
    yield "；".join(map(follow_up_told, after)) or None
    yield _plain(said.get("weather"))


def _trusts(assessment: Assessment, visit: Mapping[Any, Any]) -> tuple[Trust, ...]:
    if not visit["details"].get("photos"):
        return ()
    ground = ground_of(assessment.snapshot, visit["contract_no"], _plain(visit["parcel_no"]))
    return trust_of(visit["details"], visit["day"].date(), ground)


def _amiss(visit: Mapping[Any, Any]) -> Iterator[str]:
    """Why the visit does not count, what could not be checked, each no with its reason, weak photographs."""
    said = visit["details"]
    if said.get("not_checked"):
        yield _("could not be checked: {reason}").format(reason=said["not_checked"])
    for condition in missed(visit):
        if condition.name != "checked":
            yield _("does not count; it lacks: {condition}").format(condition=condition.label)
    yield from (str(said[f"{name}_reason"]) for name in _QUESTIONS if said.get(f"{name}_reason"))
    if is_weak(visit["trusts"]):
        yield second_visit()


def follow_up_told(follow_up: FollowUp) -> str:
    """Say what followed a visit, in the current language.

    Parameters
    ----------
    follow_up
        What followed.
    """
    what = word(EVENTS, follow_up.kind)
    if follow_up.verdict:
        what = _(": ").join([what, verdict_name(follow_up.verdict)])
    number = f"({follow_up.document})" if follow_up.document else ""
    return " ".join(filter(None, [follow_up.day.isoformat(), what, number]))


def _told(proposal: Proposal) -> str:
    fact = word(EVENTS, proposal.fact)
    told = {
        "open": _("proposed: {fact}; not decided").format(fact=fact),
        "accepted": _("accepted: {fact} ({person})").format(fact=fact, person=proposal.decided_by),
        "declined": _("declined: {fact} ({person}: {reason})").format(
            fact=fact, person=proposal.decided_by, reason=proposal.reason
        ),
    }
    return told[proposal.state]


def _stage(code: Any) -> str | None:
    known = words_of("works").get(str(code))
    return known.label if known else _plain(code)


def _percent(share: Any) -> Decimal | None:
    return None if share is None else round_half_up(100 * Fraction(str(share)), 1)


def _mu(area_cm2: Any) -> Decimal | None:
    return None if pd.isna(area_cm2) else round_half_up(mu_from_cm2(int(area_cm2)), 2)


def _plain(value: Any) -> str | None:
    return None if value is None or pd.isna(value) else str(value)


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else value.date()
