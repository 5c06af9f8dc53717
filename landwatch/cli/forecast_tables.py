"""The forecast as tables for the screen: what falls due by cluster, and the days ahead by rank."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from landwatch.cli.layout import Ruled
from landwatch.cli.result_tables import cells, sample_note
from landwatch.i18n import gettext as _
from landwatch.units import format_mu

if TYPE_CHECKING:
    from landwatch.measures.figures import Due, Forecast

__all__ = ["forecast_tables"]


def forecast_tables(told: Forecast, *, illustrative: bool) -> RenderableType:
    """Show what falls due by cluster, what past outcomes are worth, and the days ahead by rank.

    Parameters
    ----------
    told
        The forecast.
    illustrative
        Whether the data are invented.
    """
    from landwatch.measures.figures.forecast_words import verdict

    shown: list[RenderableType] = [_windows_table(told), Text(_("Each cell has contracts / mu."))]
    for record in told.records:
        shown += [Text(), Text(verdict(record), style="bold")]
        dues = [due for due in told.dues if due.kind == record.kind]
        if dues:
            shown.append(_dues_table(dues, likely=record.used))
    note = _(
        "A forecast tells where to go first; it is no finding and changes no status. "
        "What is due already and missed is listed by landwatch assess."
    )
    return Group(*shown, Text(note), *sample_note(illustrative))


def _windows_table(told: Forecast) -> Table:
    lines: dict[tuple[str, str | None], list[str]] = {}
    for window in told.windows():
        cell = f"{window.contracts.number()} / {window.area.number()}"
        lines.setdefault((window.kind, window.cluster), []).append(cell)
    lengths = dict.fromkeys(window.days for window in told.windows())
    names = [_("within {days} days").format(days=days) for days in lengths]
    table = Ruled(_("Due"), _("Cluster"), *names, right=names)
    named: set[str] = set()
    due = {(due.kind, due.cluster) for due in told.dues}
    for (kind, cluster), values in lines.items():
        if cluster not in (None, told.cluster) and (kind, cluster) not in due:
            continue
        name = _("Commencement") if kind == "commencement" else _("Completion")
        table.add_row(*cells(None if kind in named else name, cluster or _("district"), *values))
        named.add(kind)
    return table


def _dues_table(dues: list[Due], *, likely: bool) -> Table:
    from landwatch.measures.figures.forecast_words import driver_name

    rank, left, area = _("Rank"), _("Days left"), _("mu")
    likelihood = (_("Probability"), _("Drivers (times the odds)")) if likely else ()
    headings = (rank, _("Contract"), _("Due"), left, _("Cluster"), _("Holder"), area, *likelihood)
    right = (rank, left, area, *likelihood[:1])
    table = Ruled(*headings, right=right, whole=(_("Contract"), _("Due")))
    for due in dues:
        number = _("{contract}, phase {phase}").format(contract=due.contract_no, phase=due.part)
        mu = None if due.area_cm2 is None else format_mu(due.area_cm2)
        values = [due.rank, number if due.part else due.contract_no, due.day, due.days_left]
        row = [*values, due.cluster, due.holder, mu]
        if due.probability is not None:
            reasons = "; ".join(f"{driver_name(name)} ×{times:.2f}" for name, times in due.drivers)
            row += [f"{due.probability * 100:.1f} %", reasons]
        table.add_row(*cells(*row))
    return table
