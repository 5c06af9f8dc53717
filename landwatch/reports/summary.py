"""The summary: the figures in sentences, and all of them in one table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from landwatch.i18n import gettext as _
from landwatch.i18n import ngettext
from landwatch.measures.figures import Figure
from landwatch.measures.figures.declared import declared
from landwatch.measures.figures.pools import OBLIGATIONS, Obligation
from landwatch.measures.figures.rates import measure_name
from landwatch.reports.document import Column, Form, Table, printed, told_day
from landwatch.reports.material import Material, form_of

__all__ = ["flows_note", "main_figures", "month_figures", "sentences", "unit_of", "written"]


def written(figure: Figure) -> str:
    """Write a figure with its unit.

    Parameters
    ----------
    figure
        The figure.

    Returns
    -------
    str
        E.g. ``33,290.10 mu``; n/a without a unit where there is no value.
    """
    number = printed(figure.value, form_of(figure))
    if figure.value is None:
        return number
    count = int(figure.value)
    counted = {
        "contracts": ngettext("{number} contract", "{number} contracts", count),
        "companies": ngettext("{number} company", "{number} companies", count),
        "clusters": ngettext("{number} cluster", "{number} clusters", count),
    }
    return counted.get(figure.unit, _("{number} {unit}")).format(number=number, unit=unit_of(figure))


def unit_of(figure: Figure) -> str:
    """Name the unit of a figure.

    Parameters
    ----------
    figure
        The figure.
    """
    return {
        "percent": "%",
        "points": _("percentage points"),
        "mu": _("mu"),
        "contracts": _("contracts"),
        "companies": _("companies"),
        "clusters": _("clusters"),
    }.get(figure.unit, figure.unit)


def sentences(material: Material) -> Iterator[str]:
    """Tell the period in sentences.

    Parameters
    ----------
    material
        What the report is made from.

    Yields
    ------
    str
        One paragraph each.
    """
    told = {name: written(figure) for name, figure in material.figures.items()}
    year = material.on.year
    yield _pool(material, told)
    for obligation in OBLIGATIONS:
        yield _rate(material, obligation)
    yield _(
        "Disposed of in {year}: {started} in default on commencement with {started_area}, and {completed} in "
        "default on completion with {completed_area}. One contract may stand under both, so the two are not "
        "added up."
    ).format(
        year=_year_so_far(material),
        started=told["commencement_defaults_disposed_count"],
        started_area=told["commencement_defaults_disposed_area"],
        completed=told["completion_defaults_disposed_count"],
        completed_area=told["completion_defaults_disposed_area"],
    )
    yield _(
        "Idle and inefficient land revitalised: {area} in {year}, {since} since {first}. Idle land "
        "recognised by document: {recognised} with {recognised_area}; suspected by computation only: "
        "{suspected} with {suspected_area}."
    ).format(
        area=told["revitalised_area"],
        year=_year_so_far(material),
        since=told["revitalised_area_since"],
        first=_first_year(material),
        recognised=told["idle_recognised_count"],
        recognised_area=told["idle_recognised_area"],
        suspected=told["idle_suspected_count"],
        suspected_area=told["idle_suspected_area"],
    )
    patrols = material.figures["patrol_coverage"]
    yield _(
        "Patrol coverage in {year} was {rate} ({visited} of {due} patrols due, each contract once a "
        "quarter). Approvals of {companies} were suspended at some time of the year."
    ).format(
        year=year,
        rate=told["patrol_coverage"],
        visited=printed(patrols.numerator, "count"),
        due=printed(patrols.denominator, "count"),
        companies=told["suspended_companies"],
    )


def main_figures(material: Material) -> Table:
    """Set the main figures out, each with its parts, its pool and the same figure of the day before.

    Parameters
    ----------
    material
        What the report is made from.

    Returns
    -------
    Table
        One row a figure.
    """
    rows = []
    for figure in material.main:
        earlier, moved = material.earlier.get(figure.id), material.figures.get(f"{figure.id}_change")
        parts: Form = "mu" if declared(figure.id).by == "area" else "count"
        share = figure.unit == "percent"
        rows.append(
            [
                figure.label,
                printed(figure.value, form_of(figure)),
                unit_of(figure),
                printed(figure.numerator, parts) if share else "—",
                printed(figure.denominator, parts) if share else "—",
                figure.pool,
                printed(earlier.value, form_of(earlier)) if earlier else "—",
                printed(moved.value, "points") if moved else "—",
            ]
        )
    return Table(
        title=_("Main figures"),
        columns=[
            Column(head=_("Figure"), width=4.2),
            Column(head=_("Value"), form="count", width=1.9),
            Column(head=_("Unit"), width=1.5),
            Column(head=_("Numerator"), form="count", width=1.9),
            Column(head=_("Denominator"), form="count", width=2),
            Column(head=_("Pool"), width=3),
            Column(head=_("Same measure at {day}").format(day=material.before), form="count", width=2),
            Column(head=_("Change (percentage points)"), form="count", width=1.6),
        ],
        rows=rows,
        note=_(
            "Flows count from 1 January to the day judged; the column beside them has the flow of the same "
            "length of its own year. A change of a rate is in percentage points, never in percent."
        )
        if material.period.kind == "annual"
        else _(
            "Flows count from 1 January to the day judged. A change of a rate is in percentage points, never "
            "in percent."
        ),
    )


def month_figures(material: Material) -> Table:
    """Set what happened in the month beside what happened in the year so far.

    Parameters
    ----------
    material
        What the report of a month is made from.

    Returns
    -------
    Table
        One row a flow.
    """
    return Table(
        title=_("In the month and in the year so far"),
        columns=[
            Column(head=_("Figure"), width=4.2),
            Column(head=_("In the month"), form="count", width=2.4),
            Column(head=_("1 January to {day}").format(day=material.on), form="count", width=2.8),
            Column(head=_("Unit"), width=1.5),
        ],
        rows=[
            [
                figure.label,
                printed(figure.value, form_of(figure)),
                printed(material.figures[name].value, form_of(figure)),
                unit_of(figure),
            ]
            for name, figure in material.month.items()
        ],
        note=flows_note(),
    )


def flows_note() -> str:
    """Say how the flows of months and of the year hang together."""
    return _(
        "A contract counts once a period and a suspension that lasts in every month it touches, so counts of "
        "months need not add up to the year. Patrols are due once a quarter; they stand by quarter and month."
    )


def _pool(material: Material, told: dict[str, str]) -> str:
    if material.cluster is not None:
        return _("At the end of {day} the cluster {cluster} had {count} in force with {area}.").format(
            day=told_day(material.on),
            cluster=material.cluster,
            count=told["live_contracts_count"],
            area=told["live_contracts_area"],
        )
    return _("At the end of {day} the {clusters} of the zone had {count} in force with {area}.").format(
        day=told_day(material.on),
        clusters=told["clusters"],
        count=told["live_contracts_count"],
        area=told["live_contracts_area"],
    )


def _rate(material: Material, obligation: Obligation) -> str:
    names = {"commencement": _("Commencement default rate"), "completion": _("Completion default rate")}
    conventions = material.assessment.conventions
    suffix = "_due" if conventions.rate_pool == "D" else ""
    area = material.figures[f"{obligation}_default_rate_area{suffix}"]
    count = material.figures[f"{obligation}_default_rate_count{suffix}"]
    counts = {
        "contract": _("{part} of {whole} contracts"),
        "phase": _("{part} of {whole} phases"),
        "parcel": _("{part} of {whole} parcels"),
    }[conventions.breach_unit]
    return _(
        "{rate}: {area} by area ({area_part} of {area_whole} mu), {area_change}; {count} {measure} "
        "({counts}), {count_change}."
    ).format(
        rate=names[obligation],
        area=written(area),
        area_part=printed(area.numerator, "mu"),
        area_whole=printed(area.denominator, "mu"),
        area_change=_change(material, area.id),
        count=written(count),
        measure=measure_name(conventions, "count"),
        counts=counts.format(
            part=printed(count.numerator, "count"), whole=printed(count.denominator, "count")
        ),
        count_change=_change(material, count.id),
    )


def _change(material: Material, rate: str) -> str:
    moved = material.figures.get(f"{rate}_change")
    if moved is None or moved.value is None:
        return _("no comparison with {day}").format(day=told_day(material.before))
    points = printed(abs(moved.value), "points").removeprefix("+")
    if not moved.value:
        return _("unchanged since {day}").format(day=told_day(material.before))
    told = (
        _("{points} percentage points less than at {day}")
        if moved.value < 0
        else _("{points} percentage points more than at {day}")
    )
    return told.format(points=points, day=told_day(material.before))


def _first_year(material: Material) -> int:
    days = material.revitalised["day"]
    return int(days.min().year) if len(days) else material.on.year


def _year_so_far(material: Material) -> str:
    if material.on == date(material.on.year, 12, 31):
        return _("the year {year}").format(year=material.on.year)
    return _("{year}, 1 January to {day}").format(year=material.on.year, day=told_day(material.on))
