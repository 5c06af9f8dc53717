"""The plan of patrols, what visits propose and patrol rates on the screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from rich.console import Group, RenderableType
from rich.text import Text

from landwatch.cli.layout import Ruled
from landwatch.cli.result_tables import cells
from landwatch.i18n import gettext as _
from landwatch.measures.patrols.stages import named_stage
from landwatch.reports.early_letters import letter_kind, paper_told
from landwatch.rules.wording import EVENTS, word

if TYPE_CHECKING:
    from landwatch.measures.patrols.letters import Letter
    from landwatch.measures.patrols.proposals import Proposal
    from landwatch.measures.patrols.rate import RateRow
    from landwatch.services.patrols.plans import Plan

__all__ = [
    "behind_table",
    "letters_table",
    "plan_dict",
    "plan_table",
    "proposals_table",
    "rates_table",
    "told_without_person",
]


def plan_dict(plan: Plan) -> dict[str, Any]:
    """Return a plan as JSON values.

    Parameters
    ----------
    plan
        The plan.
    """
    return {
        "on": plan.assessment.on.isoformat(),
        "from": plan.first.isoformat(),
        "to": plan.last.isoformat(),
        "without_person": list(plan.without_person),
        "visits": [*plan.to_dicts()],
    }


def plan_table(plan: Plan) -> RenderableType:
    """Show the visits of a plan, those that end first on top.

    Parameters
    ----------
    plan
        The plan.
    """
    table = Ruled(
        *(_("Contract"), _("Cluster"), _("Stage"), _("From"), _("Until"), _("Duty of"), _("Goes")),
        _("State"),
        whole=(_("From"), _("Until")),
    )
    for line in plan.to_dicts():
        goes = line["goes"] if line["goes"] != line["person"] else None
        table.add_row(
            *cells(line["contract_no"], line["cluster"], named_stage(line["stage"]), line["opens"]),
            *cells(line["until"], line["person"] or _("nobody"), goes, _state(line)),
        )
    return Group(table, *_counted(plan))


def behind_table(plan: Plan) -> RenderableType:
    """Show who is behind: visits overdue, open and done by person, the most overdue first.

    Parameters
    ----------
    plan
        The plan.
    """
    table = Ruled(
        *(_("Duty of"), _("Overdue"), _("Open"), _("Done")), right=(_("Overdue"), _("Open"), _("Done"))
    )
    people = plan.lines["person"].fillna(_("nobody"))
    counts = pd.crosstab(people, plan.lines["state"])
    counts = counts.reindex(columns=["overdue", "open", "done"], fill_value=0)
    for person, row in counts.sort_values(["overdue", "open"], ascending=False).iterrows():
        table.add_row(*cells(person, *(str(row[name]) for name in ("overdue", "open", "done"))))
    return Group(table, *_counted(plan))


def told_without_person(plan: Plan) -> list[str]:
    """Name the clusters whose visits are nobody's, with the way out.

    Parameters
    ----------
    plan
        The plan.
    """
    return [
        _(
            "Nobody is assigned to {cluster}; its visits stand in the plan. "
            "Assign somebody: landwatch patrol assign"
        ).format(cluster=name or _("contracts without a cluster"))
        for name in plan.without_person
    ]


def proposals_table(found: Sequence[Proposal]) -> RenderableType:
    """Show what visits propose.

    Parameters
    ----------
    found
        The proposals.
    """
    table = Ruled(_("Visit"), _("Contract"), _("Proposed by"), _("Fact"), _("Day"), _("State"))
    states = {"open": _("open"), "accepted": _("accepted"), "declined": _("declined")}
    for each in found:
        table.add_row(
            *cells(each.visit, each.contract_no, each.proposed_by, word(EVENTS, each.fact)),
            *cells(each.day.isoformat(), states[each.state]),
        )
    return table


def letters_table(files: Mapping[Letter, Path | None]) -> RenderableType:
    """Show early letters: what falls due when, what the register does not know, and the file.

    Parameters
    ----------
    files
        The letters, each with its file; ``None`` for one that was sent before.
    """
    heads = (_("Contract"), _("Phase"), _("Letter"), _("Due"), _("Days left"), _("No record of"), _("File"))
    table = Ruled(*heads, right=(_("Days left"),))
    for letter, file in files.items():
        missing = _(", ").join(word(EVENTS, kind) for kind in letter.missing)
        sent = letter.sent and _("sent before: {what}").format(what=paper_told(letter.sent))
        table.add_row(
            *cells(letter.contract_no, letter.phase, letter_kind(letter), letter.due.isoformat()),
            *cells(str(letter.days_left), missing, str(file) if file else sent),
        )
    return table


def rates_table(rows: Sequence[RateRow]) -> RenderableType:
    """Show patrol rates.

    Parameters
    ----------
    rows
        The rates.
    """
    heads = (_("Quarter"), _("Cluster"), _("Duty of"), _("Due"), _("Visited"), _("By that person"), _("Rate"))
    table = Ruled(*heads, right=heads[3:])
    for row in rows:
        rate = _("n/a") if row.value is None else f"{float(100 * row.value):.1f} %"
        table.add_row(
            *cells(f"{row.year} Q{row.quarter}", row.cluster, row.person or _("nobody"), str(row.due)),
            *cells(str(row.visited), str(row.by_person), rate),
        )
    return table


def _counted(plan: Plan) -> Iterator[Text]:
    states = plan.lines["state"].value_counts()
    told = _("{count} visits: {overdue} overdue, {open} open, {ahead} ahead, {done} done.").format(
        count=len(plan.lines), **{name: states.get(name, 0) for name in ("overdue", "open", "ahead", "done")}
    )
    yield Text(told)
    yield from (Text(line, style="bold") for line in told_without_person(plan))


def _state(line: dict[str, Any]) -> str:
    if line["state"] == "done":
        return _("done {day} ({person})").format(day=line["done"], person=line["done_by"] or "–")
    return {"overdue": _("overdue"), "open": _("open"), "ahead": _("ahead")}[line["state"]]
