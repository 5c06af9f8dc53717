"""Patrols by quarter and by month: valid visits against the set that was due."""

from __future__ import annotations

from landwatch.i18n import gettext as _
from landwatch.reports.document import Cell, Column, Table
from landwatch.reports.material import Material

__all__ = ["by_month", "by_quarter"]


def by_quarter(material: Material) -> Table:
    """Set the patrol coverage out by quarter.

    Parameters
    ----------
    material
        What the report is made from.

    Returns
    -------
    Table
        One row a quarter.
    """
    rows = [[figure.label, figure.denominator, figure.numerator, figure.value] for figure in material.patrols]
    return Table(
        title=_("Patrol coverage by quarter"),
        columns=[
            Column(head=_("Period"), width=4),
            Column(head=_("Contracts due for patrol"), form="count", key="due", total="sum"),
            Column(head=_("With a valid patrol"), form="count", key="made", total="sum"),
            Column(head=_("Coverage (%)"), form="percent", share=(2, 1)),
        ],
        rows=rows,
        note=_("A contract is due once a quarter; the year adds its quarters up."),
    )


def by_month(material: Material) -> Table:
    """Set the patrols out by month: what was open, what was visited, how far the quarter has come.

    Parameters
    ----------
    material
        What the report is made from.

    Returns
    -------
    Table
        One row a month of the year, up to the day judged.
    """
    rows: list[list[Cell]] = [
        [
            month.name,
            month.open.value,
            month.first.value,
            month.so_far.denominator,
            month.so_far.numerator,
            month.so_far.value,
            month.in_default.denominator,
            month.in_default.numerator,
            month.in_default.value,
        ]
        for month in material.patrol_months
    ]
    return Table(
        title=_("Patrols by month"),
        columns=[
            Column(head=_("Month"), width=2.4),
            Column(head=_("Open at its beginning"), form="count", width=1.8),
            Column(head=_("First patrolled in it"), form="count", width=1.8),
            Column(head=_("Due in the quarter"), form="count", width=1.8),
            Column(head=_("Patrolled in it by the end of the month"), form="count", width=1.9),
            Column(head=_("Coverage so far (%)"), form="percent", share=(4, 3), width=1.8),
            Column(head=_("In default at its beginning"), form="count", width=1.8),
            Column(head=_("of these patrolled in the month"), form="count", width=1.8),
            Column(head=_("Share (%)"), form="percent", share=(7, 6), width=1.5),
        ],
        rows=rows,
        note=_(
            "A contract is due once a quarter, so a month has what the months before it left open. Contracts "
            "in default want a visit every month by a convention of this system; they are told apart and "
            "change no coverage."
        ),
    )
