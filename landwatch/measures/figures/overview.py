"""All figures of a day, in the order a report has them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

import pandas as pd

from landwatch.i18n import language
from landwatch.measures.figures import selection, sources
from landwatch.measures.figures.declared import DECLARED, SECTIONS, Declared
from landwatch.measures.figures.figure import Day, Figure
from landwatch.measures.figures.rates import change
from landwatch.remembered import remembered
from landwatch.rules import Assessment

__all__ = ["flows", "of_day", "on_pages", "rates"]


def of_day(
    assessment: Assessment,
    entries: pd.DataFrame,
    *,
    before: Assessment | None = None,
    cluster: str | None = None,
    limits: Mapping[str, int] | None = None,
    only: Collection[str] = (),
) -> tuple[Figure, ...]:
    """All figures of the day judged and of its year up to that day, in the order a report has them.

    Parameters
    ----------
    assessment
        The judged contracts.
    entries
        The ledger of acreage, up to the same day.
    before
        An earlier assessment: adds the change of each rate of the day since then, in points.
    cluster
        Only this cluster.
    limits
        Days after which a source is too old, by its name.
    only
        Ids of the figures that are wanted; all of them where none is named.
    """
    judged = selection.slim(assessment)
    day = Day(judged=judged, entries=entries, cluster=cluster, year=judged.on.year)
    wanted = (each for each in DECLARED.values() if not (cluster and each.by == "cluster"))
    made = _made(day, (each for each in wanted if not only or each.id in only))
    return sources.dated(_with_changes(made, before, cluster), assessment, limits)


def flows(
    assessment: Assessment,
    entries: pd.DataFrame,
    year: int,
    month: int | None = None,
    *,
    cluster: str | None = None,
) -> tuple[Figure, ...]:
    """What happened in a year or a month, up to the day judged: disposals, suspensions, revitalised land.

    Parameters
    ----------
    assessment
        The judged contracts.
    entries
        The ledger of acreage, up to the same day.
    year
        Calendar year.
    month
        1 to 12 for that month of the year alone.
    cluster
        Only this cluster.
    """
    day = Day(judged=assessment, entries=entries, cluster=cluster, year=year, month=month)
    return tuple(_made(day, (each for each in DECLARED.values() if each.by_month)))


def rates(assessment: Assessment, *, cluster: str | None = None) -> tuple[Figure, ...]:
    """The rates of a day: defaults, compliance, idle land, standard land.

    Parameters
    ----------
    assessment
        The judged contracts.
    cluster
        Only this cluster.
    """
    day = Day(judged=selection.slim(assessment), cluster=cluster, year=assessment.on.year)
    return tuple(_made(day, (each for each in DECLARED.values() if each.kind == "rate")))


def on_pages(
    assessment: Assessment, entries: pd.DataFrame | None = None, *, cluster: str | None = None
) -> tuple[Figure, ...]:
    """The figures that stand in the head of the pages beside the sums of the map.

    Parameters
    ----------
    assessment
        The judged contracts.
    entries
        The ledger of acreage; figures of acreage are left out where there is none.
    cluster
        Only this cluster.
    """
    day = Day(judged=selection.slim(assessment), entries=entries, cluster=cluster, year=assessment.on.year)
    wanted = (each for each in DECLARED.values() if each.on_pages)
    return tuple(_made(day, (each for each in wanted if entries is not None or each.section != "acreage")))


def _made(day: Day, wanted: Iterable[Declared]) -> Iterator[Figure]:
    """Make figures by section; a rate by area and by count stand together, the one that is meant first."""
    families = {each.family: place for place, each in reversed(list(enumerate(DECLARED.values())))}
    meant = day.judged.conventions.rate_unit

    def place(each: Declared) -> tuple[int, int, bool]:
        return SECTIONS.index(each.section), families[each.family], each.kind == "rate" and each.by != meant

    return (each.make(day) for each in sorted(wanted, key=place) if each.make is not None)


@remembered
def _rates_in(before: Assessment, _spoken: str, cluster: str | None) -> tuple[Figure, ...]:
    """The rates in a language: a server compares each later state of a day with the same earlier one."""
    return rates(before, cluster=cluster)


def _with_changes(made: Iterable[Figure], before: Assessment | None, cluster: str | None) -> Iterable[Figure]:
    told = () if before is None else _rates_in(before, language(), cluster)
    earlier = {figure.id: figure for figure in told}
    for figure in made:
        yield figure
        if figure.id in earlier:
            yield change(earlier[figure.id], figure)
