"""The figures and targets that an address asks for, as far as the visitor sees what they count."""

from __future__ import annotations

from collections.abc import Mapping

from landwatch.measures.figures import Figure
from landwatch.measures.figures.situation import MAIN
from landwatch.registry import RecordedTarget
from landwatch.services.assessing.keeping import Kept
from landwatch.services.figures.counting import By
from landwatch.web.asked import Question, Visitor
from landwatch.web.faults import Refused
from landwatch.web.seeing import cluster_seen

__all__ = ["UNNAMED", "figure_seen", "figures_seen", "key_of", "targets_seen"]

UNNAMED = "-"
"""What addresses call the contracts of which no cluster, or no company that operates it, is recorded."""


def figures_seen(kept: Kept, cluster: str = "", operator: str = "", days: int = 0) -> Mapping[str, Figure]:
    """Give the figures of a day that an address asks for.

    Parameters
    ----------
    kept
        The judged register as the visitor sees it.
    cluster
        Only this cluster; empty for all.
    operator
        Only what this company operates, as the situation calls it; empty for all.
    days
        What falls due within so many days instead; 0 for the figures of the day.

    Returns
    -------
    Mapping
        By id.

    Raises
    ------
    Refused
        If there is no such cluster or company, or the visitor sees others alone.
    """
    if cluster not in ("", UNNAMED):
        cluster_seen(kept, cluster)
    if operator or cluster == UNNAMED:
        made = _of_part(kept, *(("operator", operator) if operator else ("cluster", cluster)))
    elif days:
        ahead = kept.falling_due(cluster or None).items()
        made = tuple(figure for (_obligation, length), pair in ahead if length == days for figure in pair)
    else:
        made = kept.figures(cluster or None)
    return {figure.id: figure for figure in made}


def figure_seen(
    kept: Kept, figure_id: str, *, cluster: str = "", operator: str = "", days: int = 0
) -> Figure:
    """Give the figure that an address asks for.

    Parameters
    ----------
    kept
        The judged register as the visitor sees it.
    figure_id
        The figure, as ``landwatch stats --json`` calls it.
    cluster, operator, days
        As for :func:`figures_seen`.

    Raises
    ------
    Refused
        If there is no such figure, or of nothing that the visitor sees.
    """
    if cluster and not operator and not days and figure_id in MAIN:
        # The situation has made these of every cluster; one by one they take as long as all of them.
        found = {figure.id: figure for figure in _of_part(kept, "cluster", cluster)}
    else:
        found = dict(figures_seen(kept, cluster, operator, days))
    if figure_id not in found:
        raise Refused(404, "not there")
    return found[figure_id]


def key_of(kept: Kept, by: By, name: str) -> str:
    """Say what addresses call a part of the zone: they hold in both languages.

    Parameters
    ----------
    kept
        The judged register as the visitor sees it.
    by, name
        What the zone is divided by, and what the part is called.
    """
    column = "name" if by == "cluster" else "operator"
    return name if name in set(kept.assessment.snapshot.clusters[column]) else UNNAMED


def _of_part(kept: Kept, by: By, key: str) -> tuple[Figure, ...]:
    """The main figures of a part of the zone."""
    found = next((part.figures for part in kept.parts(by) if key_of(kept, by, part.name) == key), None)
    if found is None:
        raise Refused(404, "not there")
    return found


def targets_seen(visitor: Visitor, question: Question) -> tuple[RecordedTarget, ...]:
    """Give the targets that a visitor sees: that of the zone is for those who see all of it.

    Parameters
    ----------
    visitor, question
        Whoever asks, and as known when.

    Raises
    ------
    RegisterError
        If the register cannot be read.
    """
    seen = visitor.viewer.clusters
    targets = visitor.office.kept.register().targets(question.known_at)
    return tuple(each for each in targets if seen is None or each.target.cluster in seen)
