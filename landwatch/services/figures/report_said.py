"""What a report said: its figures in a file beside it, read again to set two reports side by side."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from landwatch.exhibits import About, Column, Table
from landwatch.i18n import gettext as _
from landwatch.measures.figures.declared import Unit
from landwatch.measures.figures.figure import unit_name
from landwatch.reports import Material
from landwatch.services.figures.situation_tables import moved_text

__all__ = ["SAID", "Compared", "Said", "SaidFigure", "read_said", "said_table", "write_said"]

SAID = "figures.json"
"""Name of the file beside a report."""


@dataclass(frozen=True, kw_only=True)
class SaidFigure:
    """A figure as a report had it.

    Attributes
    ----------
    id, label, definition, unit
        As of :class:`landwatch.measures.figures.Figure`.
    number
        The value as it was printed; ``None`` for n/a.
    exact
        The exact value.
    """

    id: str
    label: str
    definition: str
    unit: Unit
    number: str | None
    exact: Fraction | None


@dataclass(frozen=True, kw_only=True)
class Said:
    """The figures of a report.

    Attributes
    ----------
    on, known_at
        The day judged, and the instant of knowledge.
    figures
        By id.
    """

    on: date
    known_at: datetime | None
    figures: Mapping[str, SaidFigure]


@dataclass(frozen=True)
class Compared:
    """A figure of a report beside that of the last one of its kind; ``None`` where that has none."""

    now: SaidFigure
    before: SaidFigure | None


def write_said(material: Material, path: Path) -> None:
    """Write the figures of a report, in its language; changes since another day are none of their own.

    Parameters
    ----------
    material
        What the report is made of.
    path
        The file.
    """
    figures = [
        {
            "id": figure.id,
            "label": figure.label,
            "definition": figure.definition,
            "unit": figure.unit,
            "number": None if figure.value is None else figure.number(),
            "exact": None if figure.value is None else str(figure.value),
        }
        for figure in material.figures.values()
        if figure.unit != "points"
    ]
    told = {
        "period": material.period.code,
        "on": material.on.isoformat(),
        "known_at": material.known_at.isoformat() if material.known_at else None,
        "cluster": material.cluster,
        "figures": figures,
    }
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_said(path: Path) -> Said | None:
    """Read the figures of a report.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    Said or None
        ``None`` where a report has none: those made by an older landwatch.
    """
    if not path.is_file():
        return None
    told = json.loads(path.read_text(encoding="utf-8"))
    known_at = told["known_at"]
    return Said(
        on=date.fromisoformat(told["on"]),
        known_at=datetime.fromisoformat(known_at) if known_at else None,
        figures={each["id"]: _figure(each) for each in told["figures"]},
    )


def _figure(told: Mapping[str, Any]) -> SaidFigure:
    exact = told["exact"]
    return SaidFigure(**{**told, "exact": None if exact is None else Fraction(exact)})


def said_table(now: Said, before: Said | None) -> Table[Compared]:
    """Set the figures of a report beside those of the last one of its kind.

    Parameters
    ----------
    now, before
        The two reports; ``None`` where this is the first.
    """
    earlier = before.figures if before else {}
    columns: list[Column[Compared]] = [
        Column(id="figure", name=_("Figure"), of=lambda row: row.now.label),
        Column(id="definition", name="", of=lambda row: row.now.definition, place="file"),
        Column(id="value", name=_("This report"), of=lambda row: _number(row.now), form="number"),
        Column(id="unit", name="", of=lambda row: unit_name(row.now.unit), place="beside"),
    ]
    if before:
        columns += [
            Column(id="last", name=_("The last one"), of=lambda row: _number(row.before), form="number"),
            Column(id="change", name=_("Change"), of=_change),
        ]
    return Table(
        id="said",
        title=_("What the report says"),
        definition=_("As printed on the day it was made; what was corrected since is not in it."),
        columns=columns,
        items=[Compared(figure, earlier.get(figure.id)) for figure in now.figures.values()],
        about=About(on=now.on, known_at=now.known_at),
    )


def _number(figure: SaidFigure | None) -> Decimal | None:
    return None if figure is None or figure.number is None else Decimal(figure.number)


def _change(row: Compared) -> str:
    if row.before is None:
        return ""
    return moved_text(row.before.exact, row.now.exact, row.now.unit)
