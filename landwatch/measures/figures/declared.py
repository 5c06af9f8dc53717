"""What a published figure is, whatever its value: declared once, beside the function that makes it.

Who makes, groups, prints or dates figures asks here; what is not declared cannot be made, and so not printed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from landwatch.i18n import gettext as _

if TYPE_CHECKING:
    from landwatch.measures.figures.figure import Day, Figure

__all__ = [
    "DECLARED",
    "MEASURES",
    "SECTIONS",
    "Declared",
    "Kind",
    "Measure",
    "PoolName",
    "Section",
    "Unit",
    "declare",
    "declared",
    "in_section",
    "pool_name",
    "section_name",
]

Kind = Literal["state", "rate", "flow"]
Measure = Literal["count", "area", "company", "cluster", "parcel"]
Unit = Literal["percent", "points", "mu", "contracts", "companies", "clusters", "parcels"]
Section = (
    Literal["land", "defaults", "kept", "idle", "disposed", "acreage", "patrols", "reviews"]
    | Literal["stages", "performance", "stock", "ahead", "ledger", "map", "changes"]
)
PoolName = (
    Literal["clusters", "P", "D", "all", "parcels", "fallen_due", "measured_indicators"]
    | Literal["idle_in_the_year", "due_for_patrol", "in_default", "ahead"]
)
Source = Literal["facts", "patrols", "indicators"]

MEASURES: tuple[Measure, ...] = ("count", "area")
"""What most figures are made by: numbers of contracts, and mu."""
SECTIONS: tuple[Section, ...] = (
    *("land", "defaults", "kept", "idle", "disposed", "acreage", "patrols", "reviews"),
    *("stages", "performance", "stock", "ahead", "ledger", "map", "changes"),
)
"""The questions that figures answer, in the order of a report; then those of tables of their own."""

_UNIT: Mapping[Measure, Unit] = {
    "count": "contracts",
    "area": "mu",
    "company": "companies",
    "cluster": "clusters",
    "parcel": "parcels",
}


@dataclass(frozen=True, kw_only=True)
class Declared:
    """What a figure is, whatever its value.

    Attributes
    ----------
    id
        Stable name.
    section
        The question it answers: one of :data:`SECTIONS`.
    kind
        ``state`` of the day, ``rate`` (a share) of the day, or ``flow`` of a period, which begins anew.
    by
        What is counted: contracts (``count``), mu (``area``), companies, clusters or parcels; of a share,
        both its parts.
    is_share
        Whether it is one size divided by another.
    pool
        Over whom: see :func:`pool_name`.
    source
        The facts it rests on: all dated facts, patrols, or measured indicators.
    make
        Makes it of a day; ``None`` for the cells of tables, which their own functions make together.
    is_main
        Whether it stands in the main table of a report.
    on_pages
        Whether it stands in the head of the pages of maps.
    by_month
        Whether a month of the year has it as well as the year; of flows.
    """

    id: str
    section: Section
    kind: Kind
    by: Measure = "count"
    is_share: bool = False
    pool: PoolName = "all"
    source: Source = "facts"
    make: Callable[[Day], Figure] | None = None
    is_main: bool = False
    on_pages: bool = False
    by_month: bool = False

    @property
    def unit(self) -> Unit:
        """Unit of its value."""
        return "percent" if self.is_share else _UNIT[self.by]

    @property
    def family(self) -> str:
        """Its name without what is counted: the same for the figure by count and by area."""
        return self.id.replace(f"_{self.by}", "")


_DECLARED: dict[str, Declared] = {}
DECLARED: Mapping[str, Declared] = MappingProxyType(_DECLARED)
"""Every figure by id, in the order of declaration; complete once the package is imported."""


def declare(*figures: Declared) -> None:
    """Declare figures.

    Parameters
    ----------
    *figures
        What they are.

    Raises
    ------
    ValueError
        If another figure has the same id: two numbers must not have one name.
    """
    for figure in figures:
        if figure.id in _DECLARED:
            raise ValueError(f"{figure.id} is declared already; give the new figure another id")
        _DECLARED[figure.id] = figure


def declared(figure: str) -> Declared:
    """Look up what a figure is; the change of a rate is declared with the rate.

    Parameters
    ----------
    figure
        Its id.

    Raises
    ------
    LookupError
        If no such figure is declared.
    """
    known = DECLARED.get(figure.removesuffix("_change"))
    if known is None:
        raise LookupError(f"{figure} is declared nowhere; declare it beside the function that makes it")
    return known


def in_section(section: Section) -> tuple[Declared, ...]:
    """List what is declared in a section, in the order of declaration.

    Parameters
    ----------
    section
        One of :data:`SECTIONS`.
    """
    return tuple(each for each in DECLARED.values() if each.section == section)


def pool_name(pool: PoolName) -> str:
    """Say over whom a figure is counted, in the current language.

    Parameters
    ----------
    pool
        The pool.
    """
    return {
        "clusters": _("all clusters"),
        "P": _("P: all live contracts"),
        "D": _("D: live contracts whose due day has passed"),
        "all": _("all contracts"),
        "parcels": _("all parcels of the register"),
        "fallen_due": _("all contracts whose due day has passed, ended ones as well"),
        "measured_indicators": _(
            "live contracts whose agreed indicators were all measured, or of which one is not met"
        ),
        "idle_in_the_year": _("recognised idle land at the start of the year, and recognised in it"),
        "due_for_patrol": _(
            "contracts signed before the quarter and in force until its end, or the day judged"
        ),
        "in_default": _("contracts in default at the beginning of the month and in force until its end"),
        "ahead": _("agreed days ahead of live contracts and their phases whose work is not on file"),
    }[pool]


def section_name(section: Section) -> str:
    """Name the question that a figure answers, in the current language.

    Parameters
    ----------
    section
        One of :data:`SECTIONS`.
    """
    return {
        "land": _("How much land is under contract?"),
        "defaults": _("How much of it is in default?"),
        "kept": _("How far are contracts kept?"),
        "idle": _("How much land is idle?"),
        "disposed": _("What was done about defaults?"),
        "acreage": _("How much land was revitalised?"),
        "patrols": _("How much was patrolled?"),
        "reviews": _("What did inspectors find?"),
        "stages": _("At which stage of supervision do contracts stand?"),
        "performance": _("What has fallen due, and what was not done?"),
        "stock": _("Which land is idle or inefficient?"),
        "ahead": _("What falls due soon?"),
        "ledger": _("How did the stock of land change?"),
        "map": _("In which state is the land?"),
        "changes": _("What changed between two days?"),
    }[section]
