"""Works: what began and what was finished in a period."""

from __future__ import annotations

import pandas as pd

from landwatch.i18n import gettext as _
from landwatch.measures.figures import periods, selection
from landwatch.measures.figures.declared import MEASURES, Declared, declare
from landwatch.measures.figures.figure import Figure, Measure, of_period, size
from landwatch.measures.figures.pools import OBLIGATIONS, Obligation
from landwatch.rules import Assessment

__all__ = ["works"]

_DAY: dict[Obligation, str] = {"commencement": "commenced_on", "completion": "completed_on"}


def works(
    assessment: Assessment,
    obligation: Obligation,
    year: int,
    *,
    month: int | None = None,
    by: Measure = "count",
    cluster: str | None = None,
) -> Figure:
    """Works that began (开工) or were finished (竣工) in a year or a month, of ended contracts as well.

    Parameters
    ----------
    assessment
        The judged contracts.
    obligation
        ``commencement`` for what began, ``completion`` for what was finished.
    year
        Calendar year, up to the day judged.
    month
        1 to 12 for that month of the year alone.
    by
        Number of contracts, or their mu.
    cluster
        Only this cluster.
    """
    names = {"commencement": _("Works begun in {period}"), "completion": _("Works finished in {period}")}
    meaning = {
        "commencement": _(
            "Contracts whose works began in the period, whether they are still in force or not."
        ),
        "completion": _(
            "Contracts whose works were finished in the period, whether they are still in force or not."
        ),
    }
    first, last = map(pd.Timestamp, periods.days_of(year, month))
    contracts = selection.contracts(assessment, cluster)
    return size(
        assessment,
        contracts[contracts[_DAY[obligation]].between(first, min(last, pd.Timestamp(assessment.on)))],
        id=f"works_{obligation}_{by}",
        cluster=cluster,
        label=names[obligation].format(period=periods.period_name(year, month)),
        definition=meaning[obligation],
    )


declare(
    *(
        Declared(
            id=f"works_{obligation}_{by}",
            section="land",
            kind="flow",
            by=by,
            is_main=True,
            by_month=True,
            make=of_period(works, obligation=obligation, by=by),
        )
        for obligation in OBLIGATIONS
        for by in MEASURES
    )
)
