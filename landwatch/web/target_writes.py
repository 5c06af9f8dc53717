"""What a visitor sets as targets, from a form, a file or a program: the same checks for all."""

from __future__ import annotations

from collections.abc import Sequence

from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.measures.flagged import check_cluster
from landwatch.model import Target
from landwatch.registry import Act, Done
from landwatch.services.figures import targets
from landwatch.web.asked import Question, Visitor, now
from landwatch.web.patrol_writes import said

__all__ = ["set_targets"]


def set_targets(
    visitor: Visitor,
    question: Question,
    wanted: Sequence[Target],
    reason: str,
    document: str | None,
    *,
    withdrawn: bool = False,
) -> Done:
    """Set targets of clusters that the visitor sees, all of them or none.

    Parameters
    ----------
    visitor, question
        Whoever sets them, and about which day.
    wanted
        Year, cluster and area of each.
    reason, document
        Why, and on which document.
    withdrawn
        Whether they were never set.

    Raises
    ------
    UsageError
        If the visitor sees no such cluster, or sets a target of the zone without seeing all of it.
    RegisterError
        If the reason is empty, one is given twice, or the register cannot be written.
    """
    clusters = visitor.seen(question).assessment.snapshot.clusters["name"]
    for target in wanted:
        check_cluster(clusters, target.cluster)
        if target.cluster is None and visitor.viewer.clusters is not None:
            raise UsageError(
                _("the target of the zone is set by who sees the whole zone; name one of your clusters")
            )
    act = Act(by=visitor.viewer.login, at=now(), reason=reason.strip(), document=said(document))
    return targets.set_targets(visitor.office.database, wanted, act, withdrawn=withdrawn)
