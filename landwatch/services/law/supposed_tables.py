"""What would change, as tables that a page and a file share."""

from __future__ import annotations

from collections.abc import Callable

from landwatch.exhibits import About, Column, Table
from landwatch.i18n import gettext as _
from landwatch.rules.explanation.phrasing import phrased, value_label
from landwatch.rules.value_changes import Change
from landwatch.services.assessing.whatif import RateChange, WhatIf
from landwatch.services.law.numbers import Amendment, LawComparison

__all__ = ["amendments_table", "contracts_table", "rates_table", "values_table"]


def values_table(found: WhatIf, about: About) -> Table[Change]:
    """List the values of the contract that would differ.

    Parameters
    ----------
    found
        What would change.
    about
        What the judgement as it is rests on.
    """
    return _changes("values", _("What would change for the contract"), found.changes, about)


def contracts_table(found: LawComparison, about: About) -> Table[Change]:
    """List the values of contracts that differ for the law.

    Parameters
    ----------
    found
        The comparison.
    about
        What the judgement as it is rests on.
    """
    heads = (found.earlier.isoformat(), found.later.isoformat())
    first = Column[Change](id="contract_no", name=_("Contract"), of=lambda each: each.contract_no)
    return _changes("contracts", _("Contracts that come out otherwise"), found.changes, about, heads, [first])


def _changes(
    id_: str,
    title: str,
    items: tuple[Change, ...],
    about: About,
    heads: tuple[str, str] | None = None,
    first: list[Column[Change]] | None = None,
) -> Table[Change]:
    before, after = heads or (_("As it is"), _("As it would be"))
    columns: list[Column[Change]] = [
        *(first or []),
        Column(id="value", name=_("Value"), of=lambda each: value_label(each.name)),
        Column(id="before", name=before, of=_phrase(0)),
        Column(id="after", name=after, of=_phrase(1)),
        Column(id="name", name=_("Name for programs"), of=lambda each: each.name, place="file"),
    ]
    return Table(
        id=id_, title=title, definition=_nothing_recorded(), columns=columns, items=items, about=about
    )


def _phrase(which: int) -> Callable[[Change], str]:
    return lambda change: phrased(change)[which]


def rates_table(found: WhatIf, about: About) -> Table[RateChange]:
    """Set the default rates beside those that would be.

    Parameters
    ----------
    found
        What would change.
    about
        What the judgement as it is rests on.
    """
    columns: list[Column[RateChange]] = [
        Column(id="rate", name=_("Figure"), of=lambda each: each.after.label),
        Column(id="definition", name="", of=lambda each: each.after.definition, place="below"),
        Column(id="before", name=_("As it is"), of=lambda each: each.before.text()),
        Column(id="after", name=_("As it would be"), of=lambda each: each.after.text()),
        Column(id="points", name=_("Change in percentage points"), of=lambda each: each.points),
    ]
    return Table(
        id="rates",
        title=_("Default rates"),
        definition=_nothing_recorded(),
        columns=columns,
        items=found.rates,
        about=about,
    )


def amendments_table(found: LawComparison, about: About) -> Table[Amendment]:
    """List the values of the law that differ between the two days.

    Parameters
    ----------
    found
        The comparison.
    about
        What the judgement as it is rests on.
    """
    columns: list[Column[Amendment]] = [
        Column(id="what", name=_("What it is"), of=lambda each: each.before.label),
        Column(id="source", name="", of=lambda each: each.before.value.source, place="below"),
        Column(id="before", name=found.earlier.isoformat(), of=lambda each: each.before.held),
        Column(id="after", name=found.later.isoformat(), of=lambda each: each.after.held),
        Column(id="name", name=_("Name for programs"), of=lambda each: each.before.value.name, place="file"),
    ]
    return Table(
        id="law",
        title=_("Values of the law that differ"),
        definition=_nothing_recorded(),
        columns=columns,
        items=found.amendments,
        about=about,
    )


def _nothing_recorded() -> str:
    return _("A supposition: nothing of it was recorded.")
