"""What became of the contracts between two days, as a table for the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from rich.console import Group, RenderableType

from landwatch.cli.layout import Ruled
from landwatch.cli.result_tables import cells, sample_note
from landwatch.i18n import gettext as _
from landwatch.units import format_mu

if TYPE_CHECKING:
    from landwatch.services.assessing.comparing import DayComparison

__all__ = ["difference_table"]


def difference_table(compared: DayComparison) -> RenderableType:
    """Show the contracts whose flags changed, then how many contracts and mu there are of each kind.

    Parameters
    ----------
    compared
        The two days.
    """
    from landwatch.measures.figures.differences import Difference, difference_label, tallies

    quiet = (Difference.UNCHANGED, Difference.SIGNED, Difference.IN_ORDER)
    moved = compared.rows[~compared.rows["difference"].isin(quiet)]
    days = (compared.before.on.isoformat(), compared.after.on.isoformat())
    heads = (_("Change"), _("Contract"), _("Cluster"), _("Holder"), _("mu"))
    table = Ruled(*heads, *days, right=(_("mu"),), whole=(_("Change"),))
    for number, row in moved.to_dict("index").items():
        area = None if pd.isna(row["area_cm2"]) else format_mu(int(row["area_cm2"]))
        label = difference_label(row["difference"])
        told = [_told(row[f"state_{when}"], row[f"reason_{when}"]) for when in ("before", "after")]
        table.add_row(*cells(label, number, *map(_plain, (row["cluster"], row["holder"])), area, *told))
    counts = Ruled(_("Change"), _("Contracts"), _("mu"), right=(_("Contracts"), _("mu")))
    for difference, tally in tallies(compared.rows).items():
        counts.add_row(*cells(difference_label(difference), f"{tally.count:,}", format_mu(tally.area_cm2)))
    parts = [table, counts] if len(moved) else [counts]
    return Group(*parts, *sample_note(compared.after.snapshot.illustrative))


def _plain(value: Any) -> str | None:
    return None if pd.isna(value) else str(value)


def _told(state: Any, reason: Any) -> str:
    """The reason; where the engine gives none, the state."""
    from landwatch.measures.figures.states import State, state_label

    if pd.isna(state):
        return _("not yet signed")
    return str(reason) if not pd.isna(reason) and reason else state_label(State(state))
