"""The situation as tables and a chart: the parts of the zone side by side, and the rates of past months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from landwatch.exhibits import About, Cell, Chart, Column, Form, Series, Table
from landwatch.i18n import gettext as _
from landwatch.measures.acreage.targets import Progress
from landwatch.measures.figures import Figure
from landwatch.measures.figures.figure import Unit, unit_name
from landwatch.measures.figures.pools import OBLIGATIONS, Obligation
from landwatch.measures.figures.situation import Month
from landwatch.services.figures.counting import By, Group
from landwatch.units import format_mu, round_half_up

__all__ = ["Part", "difference", "moved_text", "parts_of", "parts_table", "rates_chart", "signed_points"]


@dataclass(frozen=True)
class Part:
    """A cluster, or what a company operates.

    Attributes
    ----------
    by, name
        What the zone is divided by, and what the part is called.
    figures
        Its main figures, by id.
    target
        How far it has come towards the target of the year; ``None`` where none is set.
    """

    by: By
    name: str
    figures: Mapping[str, Figure]
    target: Progress | None


def parts_of(groups: Sequence[Group], progress: Sequence[Progress] = ()) -> list[Part]:
    """Put the figures of parts beside their targets.

    Parameters
    ----------
    groups
        The parts with their figures.
    progress
        How far clusters have come towards the target of the year.
    """
    reached = {each.cluster: each for each in progress}
    return [
        Part(group.by, group.name, {figure.id: figure for figure in group.figures}, reached.get(group.name))
        for group in groups
    ]


def parts_table(id_: str, title: str, parts: Sequence[Part], about: About) -> Table[Part]:
    """Set the parts out, one a row.

    Parameters
    ----------
    id_, title
        Stable name, and what the table shows.
    parts
        The parts.
    about
        What their figures rest on.
    """
    return Table(
        id=id_,
        title=title,
        definition=_("Figures as on the page of figures; rates by area and by count over the same pool."),
        columns=[
            Column(id="part", name=title, of=lambda part: part.name),
            _of("live_contracts_count", _("Live contracts"), "count"),
            _of("live_contracts_area", _("Area"), "mu"),
            *_rate("commencement", _("Commencement default rate")),
            *_rate("completion", _("Completion default rate")),
            _of("idle_suspected_area", _("Suspected idle"), "mu"),
            _of("idle_recognised_area", _("Recognised idle"), "mu"),
            _of("revitalised_area", _("Revitalised"), "mu"),
            Column(
                id="target",
                name=_("Target"),
                of=lambda part: None if part.target is None else _mu(part.target.target_cm2),
                form="mu",
                place="below",
            ),
            _of("patrol_coverage", _("Patrol coverage"), "percent"),
            _of("suspended_companies", _("Companies suspended"), "count"),
        ],
        items=parts,
        about=about,
    )


def _of(figure_id: str, name: str, form: Form) -> Column[Part]:
    return Column(id=figure_id, name=name, of=lambda part: _value(part.figures[figure_id]), form=form)


def _rate(obligation: Obligation, name: str) -> list[Column[Part]]:
    area, count = f"{obligation}_default_rate_area", f"{obligation}_default_rate_count"
    return [
        _of(area, name, "percent"),
        Column(
            id=f"{area}_parts", name=_("mu"), of=lambda part: _fraction(part.figures[area]), place="below"
        ),
        Column(
            id=f"{count}_parts",
            name=_("contracts"),
            of=lambda part: _fraction(part.figures[count]),
            place="below",
        ),
    ]


def _value(figure: Figure) -> Cell:
    return None if figure.value is None else Decimal(figure.number())


def _fraction(figure: Figure) -> str:
    parts = (_plain(each) for each in (figure.numerator, figure.denominator))
    return " / ".join(parts)


def _plain(number: Fraction | None) -> str:
    return "–" if number is None else f"{round_half_up(number, 0 if number.denominator == 1 else 2):f}"


def _mu(area_cm2: int) -> Decimal:
    return Decimal(format_mu(area_cm2))


def rates_chart(months: Sequence[Month], about: About) -> Chart:
    """Draw the default rates of the last months.

    Parameters
    ----------
    months
        The ends of the months, the last one the day judged.
    about
        What they rest on.
    """
    names = {"commencement": _("Commencement default rate"), "completion": _("Completion default rate")}
    return Chart(
        id="rates",
        title=_("Default rates by area, month by month"),
        definition=_(
            "Each month's end is judged by what is known now, over the pool of the convention; the last "
            "point is the day judged."
        ),
        kind="lines",
        axis=_("Day"),
        places=[month.day.strftime("%Y-%m") for month in months[:-1]] + [months[-1].day.isoformat()],
        series=[
            Series(id=each, name=names[each], values=[_percent(month.share(each)) for month in months])
            for each in OBLIGATIONS
        ],
        form="percent",
        about=about,
    )


def _percent(share: Fraction | None) -> Decimal | None:
    return None if share is None else round_half_up(share * 100, 1)


def signed_points(points: Fraction) -> str:
    """Write a change of a rate with its sign, in points.

    Parameters
    ----------
    points
        The difference of two shares.
    """
    number = round_half_up(points * 100, 1)
    return f"{number:+f}" if number else "0.0"


def difference(earlier: Figure, later: Figure) -> str:
    """Say how far a figure lies from the same figure of another day or instant.

    Parameters
    ----------
    earlier, later
        The figure it is compared with, and the figure.

    Returns
    -------
    str
        With its sign and unit, rates in points; ``n/a`` where one of the two has no value.
    """
    return moved_text(earlier.value, later.value, later.unit)


def moved_text(earlier: Fraction | None, later: Fraction | None, unit: Unit) -> str:
    """Say how far a value lies from another one of the same unit.

    Parameters
    ----------
    earlier, later
        The value it is compared with, and the value.
    unit
        Of both.

    Returns
    -------
    str
        As :func:`difference`.
    """
    if earlier is None or later is None:
        return _("n/a")
    if unit == "percent":
        return f"{signed_points(later - earlier)} {unit_name('points')}"
    number = round_half_up(later - earlier, 2 if unit == "mu" else 0)
    return f"{number:+f} {unit_name(unit)}" if number else f"0 {unit_name(unit)}"
