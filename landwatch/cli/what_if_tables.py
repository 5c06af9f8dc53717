"""What changes, and what the law says, as tables for the screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from landwatch.cli.layout import Ruled
from landwatch.cli.result_tables import cells, sample_note
from landwatch.i18n import gettext as _
from landwatch.i18n import ngettext

if TYPE_CHECKING:
    from landwatch.services.assessing.whatif import WhatIf
    from landwatch.services.law.numbers import Entry, LawComparison

__all__ = ["law_difference", "law_entry_table", "law_table", "whatif_tables"]


def whatif_tables(result: WhatIf) -> RenderableType:
    """Show what would change for the contract, then the default rates.

    Parameters
    ----------
    result
        The comparison.
    """
    from landwatch.rules.explanation.phrasing import phrased, value_label

    values = Ruled(_("Value"), _("Before"), _("After"))
    for change in result.changes:
        values.add_row(*cells(value_label(change.name), *phrased(change)))
    figures = (_("Before, %"), _("After, %"), _("Change, points"))
    rates = Ruled(_("Figure"), *figures, right=figures)
    for rate in result.rates:
        rates.add_row(*cells(rate.after.label, rate.before.number(), rate.after.number(), rate.points))
    told = ngettext(
        "Contract {contract}, judged at the end of {day}: {count} value would change.",
        "Contract {contract}, judged at the end of {day}: {count} values would change.",
        len(result.changes),
    ).format(contract=result.contract_no, day=result.on.isoformat(), count=len(result.changes))
    note = Text(_("Nothing was written."))
    tables = [values, rates] if result.changes else [rates]
    return Group(Text(told), *tables, note, *sample_note(result.illustrative))


def law_table(entries: Iterable[Entry]) -> RenderableType:
    """Show the values in force, one a row.

    Parameters
    ----------
    entries
        The values.
    """
    table = Ruled(_("Name"), _("What it is"), _("Value"), _("Source"), _("Certainty"), whole=(_("Name"),))
    for entry in entries:
        cell = (entry.value.name, entry.label, entry.held, entry.value.source, entry.certainty)
        table.add_row(*cells(*cell))
    return table


def law_entry_table(entry: Entry) -> RenderableType:
    """Show one value of the law through time.

    Parameters
    ----------
    entry
        The value.
    """
    table = Ruled(_("In force since"), _("Value"))
    for since, held in entry.history():
        table.add_row(*cells(since.isoformat(), held))
    lines = [
        f"{entry.value.name}: {entry.label}",
        _("Source: {source} ({certainty})").format(source=entry.value.source, certainty=entry.certainty),
        _("Chosen by: {day}").format(day=entry.selected_by),
        _("On {day}: {value}").format(day=entry.on.isoformat(), value=entry.held),
    ]
    return Group(*map(Text, lines), table)


def law_difference(result: LawComparison) -> RenderableType:
    """Show the values that differ between two days, then the contracts whose result differs for it.

    Parameters
    ----------
    result
        The comparison.
    """
    days = (result.earlier.isoformat(), result.later.isoformat())
    numbers = ngettext(
        "{count} value of the law differs between {earlier} and {later}.",
        "{count} values of the law differ between {earlier} and {later}.",
        len(result.amendments),
    ).format(count=len(result.amendments), earlier=days[0], later=days[1])
    told = ngettext(
        "{count} contract comes out otherwise on {day}.",
        "{count} contracts come out otherwise on {day}.",
        len(result.contracts),
    ).format(count=len(result.contracts), day=result.on.isoformat())
    parts: list[RenderableType] = [Text(numbers)]
    if result.amendments:
        values = Ruled(_("Name"), _("What it is"), *days, _("Source"))
        for amendment in result.amendments:
            one, other = amendment.before, amendment.after
            cell = (one.value.name, one.label, one.held, other.held, one.value.source)
            values.add_row(*cells(*cell))
        parts.append(values)
    if result.changes:
        parts.append(_changed_contracts(result, days))
    return Group(*parts, Text(told), *sample_note(result.illustrative))


def _changed_contracts(result: LawComparison, days: Sequence[str]) -> RenderableType:
    from landwatch.rules.explanation.phrasing import phrased, value_label

    table = Ruled(_("Contract"), _("Value"), *days, whole=(_("Contract"),))
    for change in result.changes:
        table.add_row(*cells(change.contract_no, value_label(change.name), *phrased(change)))
    return table
