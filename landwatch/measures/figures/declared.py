"""Every figure of a day, declared once: its kind, what it measures, over whom, from what, and its section.

What the figures are made of is in the modules beside this one; who groups, prints or dates them asks here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from landwatch.i18n import gettext as _

__all__ = [
    "DECLARED",
    "SECTIONS",
    "Declared",
    "Kind",
    "Measure",
    "Section",
    "declared",
    "pool_name",
    "section_name",
]

Kind = Literal["state", "rate", "flow"]
Measure = Literal["count", "area", "company"]
Section = Literal["land", "defaults", "kept", "disposed", "acreage", "idle", "patrols", "reviews"]
PoolName = Literal[
    "clusters", "P", "D", "all", "fallen_due", "measured_indicators", "idle_in_the_year", "due_for_patrol"
]
Source = Literal["facts", "patrols", "indicators"]

SECTIONS: tuple[Section, ...] = (
    *("land", "defaults", "kept", "idle", "disposed", "acreage", "patrols", "reviews"),
)
"""The questions that figures answer, in the order of a report."""


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
        What is counted: contracts (``count``), mu (``area``) or companies; of a share, both its parts.
    pool
        Over whom: see :func:`pool_name`.
    source
        The facts it rests on: all dated facts, patrols, or measured indicators.
    """

    id: str
    section: Section
    kind: Kind
    by: Measure = "count"
    pool: PoolName = "all"
    source: Source = "facts"


def _figures() -> Iterator[Declared]:
    both: tuple[Measure, ...] = ("count", "area")
    yield Declared(id="clusters", section="land", kind="state", pool="clusters")
    for by in both:
        yield Declared(id=f"live_contracts_{by}", section="land", kind="state", by=by, pool="P")
    for duty in ("commencement", "completion"):
        for by in both:
            rate = f"{duty}_default_rate"
            yield Declared(id=f"{rate}_{by}", section="defaults", kind="rate", by=by, pool="P")
            yield Declared(id=f"{rate}_{by}_due", section="defaults", kind="rate", by=by, pool="D")
            late = f"{rate}_historical_{by}"
            yield Declared(id=late, section="defaults", kind="rate", by=by, pool="fallen_due")
            done = f"{duty}_defaults_disposed_{by}"
            yield Declared(id=done, section="disposed", kind="flow", by=by)
    for by in both:
        yield Declared(id=f"compliance_rate_{by}", section="kept", kind="rate", by=by, pool="P")
        yield Declared(
            id=f"standard_land_attainment_{by}",
            section="kept",
            kind="rate",
            by=by,
            pool="measured_indicators",
            source="indicators",
        )
    for how in ("recognised", "suspected"):
        yield Declared(id=f"idle_rate_{how}", section="idle", kind="rate", by="area", pool="P")
        for by in both:
            yield Declared(id=f"idle_{how}_{by}", section="idle", kind="state", by=by, pool="P")
    yield Declared(id="suspended_companies", section="disposed", kind="flow", by="company")
    for area in ("revitalised_area", "revitalised_area_since"):
        yield Declared(id=area, section="acreage", kind="flow", by="area")
    yield Declared(id="stock_area", section="acreage", kind="state", by="area")
    yield Declared(
        id="idle_disposal_rate", section="acreage", kind="flow", by="area", pool="idle_in_the_year"
    )
    for cycle in ("patrol_coverage_quarter", "patrol_coverage"):
        yield Declared(id=cycle, section="patrols", kind="flow", pool="due_for_patrol", source="patrols")
    for verdict in ("confirmed", "not_a_breach", "unclear", "could_not_check"):
        yield Declared(id=f"reviews_{verdict}", section="reviews", kind="state")


DECLARED: Mapping[str, Declared] = {figure.id: figure for figure in _figures()}
"""The figures of a day by id."""


def declared(figure: str) -> Declared:
    """Look up what a figure is; the change of a rate is declared with the rate.

    Parameters
    ----------
    figure
        Its id.

    Raises
    ------
    KeyError
        If no such figure is declared.
    """
    return DECLARED[figure.removesuffix("_change")]


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
        "fallen_due": _("all contracts whose due day has passed, ended ones as well"),
        "measured_indicators": _(
            "live contracts whose agreed indicators were all measured, or of which one is not met"
        ),
        "idle_in_the_year": _("recognised idle land at the start of the year, and recognised in it"),
        "due_for_patrol": _(
            "contracts signed before the quarter and in force until its end, or the day judged"
        ),
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
    }[section]
