"""Official papers as tables for the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType

from landwatch.casework.papers import kind_named
from landwatch.cli.layout import Ruled
from landwatch.cli.result_tables import cells
from landwatch.i18n import gettext as _
from landwatch.i18n import minute_text

if TYPE_CHECKING:
    from landwatch.registry import RecordedPaper
    from landwatch.services.papers.paper_checking import Disagreement

__all__ = ["disagreements_table", "papers_table"]


def papers_table(found: Sequence[RecordedPaper]) -> RenderableType:
    """Show papers with who made or voided each, when and why.

    Parameters
    ----------
    found
        The papers.
    """
    heads = (
        _("Paper number"),
        _("Kind of paper"),
        _("Contract"),
        _("Day"),
        _("Standing"),
        _("By"),
        _("Recorded"),
    )
    table = Ruled(*heads, whole=(_("Paper number"), _("Day"), _("Recorded")))
    for each in found:
        paper = each.paper
        state = _("void: {reason}").format(reason=each.reason or "") if paper.voided else _("not void")
        table.add_row(
            *cells(paper.number, kind_named(paper.kind).label, paper.contract_no, paper.day.isoformat()),
            *cells(state, each.recorded_by, minute_text(each.recorded_at)),
        )
    return table


def disagreements_table(found: Sequence[Disagreement]) -> RenderableType:
    """Show what papers say and what the facts say today.

    Parameters
    ----------
    found
        The papers that no longer agree.
    """
    table = Ruled(
        *(_("Paper number"), _("Contract"), _("Particular"), _("Printed"), _("Known now")),
        whole=(_("Paper number"),),
    )
    for paper in found:
        for each in paper.differences:
            table.add_row(
                *cells(paper.paper.number, paper.paper.contract_no, each.name, each.printed),
                *cells(each.today or _("nothing")),
            )
    return table
