"""What falls due soon, of the register or of one cluster."""

from __future__ import annotations

from landwatch.measures import figures
from landwatch.measures.figures import Forecast
from landwatch.measures.flagged import check_cluster
from landwatch.rules import Assessment

__all__ = ["forecast"]


def forecast(assessment: Assessment, *, days: int = 180, cluster: str | None = None) -> Forecast:
    """Tell which commencements and completions fall due soon, ranked for patrols; nothing is written.

    Parameters
    ----------
    assessment
        The contracts as judged on the day of the forecast.
    days
        How far to look, 1 to 180.
    cluster
        Only days of this cluster; what is learned from the past comes from all.

    Raises
    ------
    UsageError
        If the register knows no such cluster.
    """
    check_cluster(assessment.snapshot.clusters["name"], cluster)
    return figures.forecast(assessment, days=days, cluster=cluster)
