"""Cases on the screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from landwatch.casework import stage_name
from landwatch.cli.layout import Ruled
from landwatch.cli.result_tables import cells
from landwatch.i18n import gettext as _
from landwatch.i18n import ngettext

if TYPE_CHECKING:
    from landwatch.casework import Case, Next

__all__ = ["case_view", "cases_table", "due_table"]


def cases_table(found: Sequence[Case]) -> RenderableType:
    """Show cases, and a line that counts them.

    Parameters
    ----------
    found
        The cases.
    """
    table = Ruled(
        *(_("Case number"), _("Kind of case"), _("Contract"), _("Cluster"), _("Stage")),
        *(_("Begun"), _("Officer"), _("Due")),
        whole=(_("Case number"), _("Begun"), _("Due")),
    )
    for case in found:
        table.add_row(
            *cells(case.case_no, case.procedure.label, case.contract_no, case.cluster, _stage(case)),
            *cells(case.opened_on.isoformat(), case.person, _day(case.due)),
        )
    counted = ngettext("{count} case", "{count} cases", len(found)).format(count=len(found))
    return Group(table, Text(counted))


def due_table(found: Sequence[Case], on: date) -> RenderableType:
    """Show what is due in each case, and the days left.

    Parameters
    ----------
    found
        The cases.
    on
        The day judged.
    """
    table = Ruled(
        *(
            _("Due"),
            _("Days left"),
            _("Case number"),
            _("Contract"),
            _("Step of the case"),
            _("Lacks"),
            _("Officer"),
        ),
        right=(_("Days left"),),
        whole=(_("Due"),),
    )
    for case in found:
        for each in sorted(case.next, key=lambda step: step.due or date.max):
            if each.due is not None:
                table.add_row(
                    *cells(each.due.isoformat(), str((each.due - on).days), case.case_no or _("not taken")),
                    *cells(case.contract_no, case.step(each.step).label, _lacks(each), case.person),
                )
    return table


def case_view(case: Case) -> RenderableType:
    """Show a case: what it is, the steps taken, and what can come next.

    Parameters
    ----------
    case
        The case.
    """
    done = Ruled(_("Day"), _("Step of the case"), _("Document"), _("Officer"), whole=(_("Day"),))
    for each in case.steps:
        done.add_row(
            *cells(each.day.isoformat(), case.step(each.step).label, each.document),
            *cells(each.person or each.recorded_by),
        )
    ahead = Ruled(_("Next step"), _("Id"), _("Due"), _("Lacks"), whole=(_("Due"), _("Id")))
    for next_step in case.next:
        label = case.step(next_step.step).label
        ahead.add_row(*cells(label, next_step.step, _day(next_step.due), _lacks(next_step)))
    parts: list[RenderableType] = [Text(line) for line in _lines(case)]
    parts += [done] if case.steps else []
    parts += [ahead] if case.next else []
    return Group(*parts)


def _stage(case: Case) -> str:
    if case.closed_on is None:
        return stage_name(case)
    return _("closed on {day}").format(day=case.closed_on.isoformat())


def _lines(case: Case) -> Iterator[str]:
    yield _("{case}: {kind}, contract {contract}, since {day}").format(
        case=case.case_no or _("not taken"),
        kind=case.procedure.label,
        contract=case.contract_no,
        day=case.opened_on.isoformat(),
    )
    yield _("Stage: {stage}; with {person}").format(stage=stage_name(case), person=case.person or _("nobody"))
    if case.asks_for == "no_breach":
        yield _("What it was about is gone by the facts on file: close it as no breach.")
    if case.asks_for == "disposed":
        yield _("A disposal is on file: it can be closed.")
    if case.has_open_hold:
        yield _("Approvals are suspended for the contract; that has to be lifted before the case is closed.")


def _lacks(each: Next) -> str:
    """What a step lacks, and what stands against it."""
    told = [need.label for need in each.missing]
    told += [_("cannot be taken: {why}").format(why=bar.label) for bar in each.barred]
    if each.draft is not None:
        told.append(_("drafted by {person}, waits for a second person").format(person=each.draft.by))
    return _("; ").join(told)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
