"""A figure: one number with its unit, numerator, denominator, pool, day, definition and rows.

Every figure is the size of one selection of rows (:func:`size`), or the share of one selection in
another (:func:`share`). Sizes are exact: whole numbers, or mu as fractions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pandas as pd

from landwatch.i18n import gettext as _
from landwatch.measures.figures.declared import Measure, Unit, declared, pool_name
from landwatch.rules import Assessment
from landwatch.units import mu_from_cm2, round_half_up

__all__ = ["Day", "Figure", "Measure", "Unit", "of_contracts", "of_period", "share", "size", "unit_name"]

_DECIMALS = {"percent": 1, "points": 1, "mu": 2}


@dataclass(frozen=True, kw_only=True)
class Day:
    """What the figures of a day are made of.

    Attributes
    ----------
    judged
        The judged contracts with the facts they rest on.
    entries
        The ledger of acreage up to the same day; ``None`` where its figures are not wanted.
    cluster
        Only this cluster.
    year, month
        The period of the flows, up to the day: a calendar year, or a month of it.
    """

    judged: Assessment
    entries: pd.DataFrame | None = None
    cluster: str | None = None
    year: int
    month: int | None = None

    @property
    def ledger(self) -> pd.DataFrame:
        """The ledger of acreage, where there is one.

        Raises
        ------
        LookupError
            If it was not given.
        """
        if self.entries is None:
            raise LookupError("the figures of acreage need the ledger; give the day its entries")
        return self.entries


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number with everything needed to check it.

    Attributes
    ----------
    id
        Stable name, e.g. ``commencement_default_rate_area``.
    label, definition, pool
        What it is called, how it is computed and over which contracts, in the language it was made in.
    unit
        ``percent`` (value is a share), ``points`` (value is a difference of shares), ``mu`` or a count.
    value
        The exact value; ``None`` is n/a.
    numerator, denominator
        The exact sizes behind a share; a plain size is its own numerator and has no denominator.
    on, known_at
        The day judged and the instant of knowledge.
    rows
        Numbers of the contracts behind the numerator (names, where clusters are counted).
    unknown
        Numbers of contracts that an area leaves out because their area is not recorded.
    cluster
        The cluster the figure is limited to; ``None`` for the whole register.
    certainty
        ``convention``: a choice of this system, because the rules leave it open.
    data_as_of
        The day up to which the source it rests on is known to be kept; ``None`` where that is not known.
    stale
        Whether that day lies too far before the day judged: the figure is then shown as doubtful.
    """

    id: str
    label: str
    unit: Unit
    value: Fraction | None
    numerator: Fraction | None
    denominator: Fraction | None
    pool: str
    on: date
    known_at: datetime | None
    rows: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    cluster: str | None = None
    definition: str
    certainty: str = "convention"
    data_as_of: date | None = None
    stale: bool = False

    @property
    def data_age_days(self) -> int | None:
        """Days from the newest fact of its source to the day judged."""
        return None if self.data_as_of is None else (self.on - self.data_as_of).days

    def number(self) -> str:
        """Return the value rounded half up for print: a rate to 0.1, mu to 0.01, counts whole.

        Returns
        -------
        str
            The bare number, without its unit; ``n/a`` in the current language where there is none.
        """
        if self.value is None:
            return _("n/a")
        scale = 100 if self.unit in ("percent", "points") else 1
        return f"{round_half_up(self.value * scale, _DECIMALS.get(self.unit, 0)):f}"

    def text(self) -> str:
        """Return the number with its unit; a difference of rates is in points, never a bare %.

        Returns
        -------
        str
            E.g. ``2.1 %`` or ``-2.9 percentage points``.
        """
        return self.number() if self.value is None else f"{self.number()} {unit_name(self.unit)}"

    def to_dict(self) -> dict[str, Any]:
        """Return the figure as JSON values; exact numbers are written as rounded decimal strings.

        Returns
        -------
        dict
            One entry an attribute, and ``text``.
        """
        return {
            "id": self.id,
            "label": self.label,
            "unit": self.unit,
            "value": None if self.value is None else self.number(),
            "text": self.text(),
            "numerator": _decimal(self.numerator),
            "denominator": _decimal(self.denominator),
            "pool": self.pool,
            "cluster": self.cluster,
            "on": self.on.isoformat(),
            "known_at": self.known_at.isoformat() if self.known_at else None,
            "section": declared(self.id).section,
            "definition": self.definition,
            "certainty": self.certainty,
            "data_as_of": self.data_as_of.isoformat() if self.data_as_of else None,
            "data_age_days": self.data_age_days,
            "stale": self.stale,
            "rows": list(self.rows),
            "unknown": list(self.unknown),
        }


def size(assessment: Assessment, selected: pd.DataFrame, *, id: str, **wording: Any) -> Figure:
    """Make the figure that is the size of a selection; its unit and pool are those declared.

    Parameters
    ----------
    assessment
        The judged contracts, for the day and the instant of knowledge.
    selected
        One row a contract counted, index contract number; `area_cm2`, `holder` and `holder_code` as far
        as they are measured.
    id
        The figure: it says whether rows count, companies (by credit code, else by name), or mu.
    **wording
        `label`, `definition` and `cluster` of the figure.

    Raises
    ------
    LookupError
        If no such figure is declared.
    """
    what = declared(id)
    value = _measure(selected, what.by)
    return Figure(
        id=id,
        unit=what.unit,
        value=value,
        numerator=value,
        denominator=None,
        rows=_numbers(selected),
        unknown=_without_area(selected) if what.by == "area" else (),
        pool=pool_name(what.pool),
        on=assessment.on,
        known_at=assessment.snapshot.known_at,
        **wording,
    )


def share(
    assessment: Assessment,
    part: pd.DataFrame,
    whole: pd.DataFrame,
    *,
    id: str,
    **wording: Any,
) -> Figure:
    """Make the figure that is the share of one selection in another; n/a where the other is empty.

    Parameters
    ----------
    assessment
        The judged contracts, for the day and the instant of knowledge.
    part, whole
        Rows as :func:`size` takes them.
    id
        The figure: it says whether numbers of rows (of `units`, where there is such a column) are divided,
        or areas.
    **wording
        `label`, `definition` and `cluster` of the figure.

    Raises
    ------
    LookupError
        If no such figure is declared.
    """
    what = declared(id)
    numerator, denominator = _measure(part, what.by), _measure(whole, what.by)
    return Figure(
        id=id,
        unit=what.unit,
        value=numerator / denominator if denominator else None,
        numerator=numerator,
        denominator=denominator,
        rows=_numbers(part),
        unknown=_without_area(whole, part) if what.by == "area" else (),
        pool=pool_name(what.pool),
        on=assessment.on,
        known_at=assessment.snapshot.known_at,
        **wording,
    )


def _numbers(selected: pd.DataFrame) -> tuple[str, ...]:
    # Arrow makes all texts at once; to go through the index makes each by itself, in ten times the time.
    return tuple(selected.index.unique().to_numpy(dtype=object))


def of_contracts(function: Callable[..., Figure], **fixed: Any) -> Callable[[Day], Figure]:
    """Let a function of judged contracts make the figure of a day.

    Parameters
    ----------
    function
        Takes the assessment and, by name, the cluster.
    **fixed
        What else it takes.
    """
    return lambda day: function(day.judged, cluster=day.cluster, **fixed)


def of_period(function: Callable[..., Figure], **fixed: Any) -> Callable[[Day], Figure]:
    """Let a function of judged contracts and a period make the figure of a day.

    Parameters
    ----------
    function
        Takes the assessment and, by name, the year, the month and the cluster.
    **fixed
        What else it takes.
    """
    return lambda day: function(day.judged, year=day.year, month=day.month, cluster=day.cluster, **fixed)


def unit_name(unit: Unit) -> str:
    """Name a unit in the current language.

    Parameters
    ----------
    unit
        One of the units of a figure.

    Returns
    -------
    str
        E.g. ``percentage points``.
    """
    names: dict[Unit, str] = {
        "percent": "%",
        "points": _("percentage points"),
        "mu": _("mu"),
        "contracts": _("contracts"),
        "companies": _("companies"),
        "clusters": _("clusters"),
        "parcels": _("parcels"),
    }
    return names[unit]


def _measure(selected: pd.DataFrame, by: Measure) -> Fraction:
    if by == "area":
        return mu_from_cm2(int(selected["area_cm2"].sum()))
    if by == "company":
        return Fraction(selected["holder_code"].fillna(selected["holder"]).nunique())
    return Fraction(int(selected["units"].sum()) if "units" in selected else len(selected))


def _without_area(*selections: pd.DataFrame) -> tuple[str, ...]:
    missing = {no for rows in selections for no in rows.index[rows["area_cm2"].isna()]}
    return tuple(sorted(missing))


def _decimal(number: Fraction | None) -> str | None:
    """Write a size as a decimal: whole numbers plain, mu to 0.01."""
    if number is None:
        return None
    return f"{round_half_up(number, 0 if number.denominator == 1 else 2):f}"
