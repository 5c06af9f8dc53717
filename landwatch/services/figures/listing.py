"""Figures, and the rows behind one, as tables that a page, a file and a notebook share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from landwatch.exhibits import About, Cell, Column, Table
from landwatch.exhibits.loaded import Loaded
from landwatch.i18n import gettext as _
from landwatch.measures.figures import Figure
from landwatch.measures.figures.declared import Section, declared, section_name
from landwatch.measures.figures.figure import unit_name
from landwatch.rules import Assessment
from landwatch.rules.wording import STATUS, word
from landwatch.services.figures.counting import records_of
from landwatch.units import round_half_up

__all__ = ["figures_table", "rows_table"]


def figures_table(figures: Sequence[Figure], about: About, section: Section | None = None) -> Table[Figure]:
    """Set figures out, one a row, each with its numerator, denominator and definition.

    Parameters
    ----------
    figures
        The figures of a day.
    about
        What they rest on.
    section
        Only those of this section; ``None`` for all.
    """
    chosen = [each for each in figures if section in (None, declared(each.id).section)]
    columns: list[Column[Figure]] = [
        Column(id="figure", name=_("Figure"), of=lambda each: each.label),
        Column(id="definition", name="", of=lambda each: each.definition, place="below"),
        Column(id="value", name=_("Value"), of=_value, form="number"),
        Column(id="unit", name="", of=lambda each: unit_name(each.unit), place="beside"),
        Column(
            id="numerator",
            name=_("Numerator"),
            of=lambda each: _size(each.numerator) if each.denominator is not None else None,
            form="number",
            place="below",
        ),
        Column(
            id="denominator",
            name=_("Denominator"),
            of=lambda each: _size(each.denominator),
            form="number",
            place="below",
        ),
        Column(
            id="too_old",
            name=_("Source too old"),
            of=lambda each: (each.data_as_of or "–") if each.stale else None,
            place="below",
        ),
        Column(id="rows", name=_("Rows behind it"), of=lambda each: len(each.rows), form="count"),
        Column(id="pool", name=_("Pool"), of=lambda each: each.pool, place="file"),
        Column(
            id="data_as_of",
            name=_("Source as of"),
            of=lambda each: each.data_as_of,
            form="date",
            place="file",
        ),
        Column(id="id", name=_("Name for programs"), of=lambda each: each.id, place="file"),
    ]
    return Table(
        id=f"figures-{section}" if section else "figures",
        title=section_name(section) if section else _("Figures"),
        definition=_("All formulas are conventions of this system; each row has its own."),
        columns=columns,
        items=chosen,
        about=about,
    )


def rows_table(assessment: Assessment, figure: Figure, about: About) -> Table[Mapping[str, Any]]:
    """Set out the contracts behind a figure, one a row.

    Parameters
    ----------
    assessment
        The judged contracts.
    figure
        The figure.
    about
        What it rests on.
    """

    def _column(id_: str, name: str, **more: Any) -> Column[Mapping[str, Any]]:
        return Column(id=id_, name=name, of=lambda row: row[id_], **more)

    def _state(id_: str, name: str) -> Column[Mapping[str, Any]]:
        return Column(
            id=id_, name=name, of=lambda row: row[id_] and word(STATUS[id_], row[id_]), place="file"
        )

    return Table(
        id="rows",
        title=f"{figure.label}{_(': ')}{figure.text()}",
        definition=figure.definition,
        columns=[
            _column("contract_no", _("Contract number")),
            _column("holder", _("Holder")),
            _column("project_name", _("Project")),
            _column("cluster", _("Cluster")),
            _column("area_mu", _("Area"), form="mu"),
            _column("commencement_due", _("Agreed commencement"), form="date"),
            _column("completion_due", _("Agreed completion"), form="date"),
            _column("land_use", _("Land use"), place="file"),
            _state("commencement_status", _("Commencement")),
            _state("completion_status", _("Completion")),
            _column("commenced_on", _("Commenced on"), form="date", place="file"),
            _column("completed_on", _("Completed on"), form="date", place="file"),
        ],
        items=Loaded(figure.rows, lambda numbers: [_typed(row) for row in records_of(assessment, numbers)]),
        about=about,
    )


def _typed(row: Mapping[str, Any]) -> dict[str, Any]:
    days = ("commencement_due", "completion_due", "commenced_on", "completed_on")
    dated = {name: row[name] and date.fromisoformat(row[name]) for name in days}
    return {**row, **dated, "area_mu": row["area_mu"] and Decimal(row["area_mu"])}


def _value(figure: Figure) -> Cell:
    return None if figure.value is None else Decimal(figure.number())


def _size(number: Any) -> Decimal | None:
    return None if number is None else round_half_up(number, 0 if number.denominator == 1 else 2)
