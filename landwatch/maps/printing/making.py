"""Sheets out of an assessment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from landwatch.i18n import Language, speaking
from landwatch.maps.content import prepare
from landwatch.maps.printing.cluster_sheet import cluster_frame, cluster_sheet
from landwatch.maps.printing.ground import ground_of
from landwatch.maps.printing.paper import Wish
from landwatch.maps.printing.sheet import Imprint, Sheet

if TYPE_CHECKING:
    from landwatch.rules import Assessment

__all__ = ["cluster_sheets"]


def cluster_sheets(
    assessment: Assessment, cluster: str, wish: Wish, imprint: Imprint, *, language: Language = "zh"
) -> list[Sheet]:
    """Lay out the sheet of a cluster.

    Parameters
    ----------
    assessment
        The judged contracts.
    cluster
        Name of a cluster of the snapshot.
    wish
        Paper and scale.
    imprint
        What every sheet says of its making.
    language
        Language of the sheet.

    Returns
    -------
    list of Sheet
        The one sheet.

    Raises
    ------
    UsageError
        If nothing of the cluster has a boundary, or it does not fit the paper at that scale.
    """
    with speaking(language):
        content = prepare(assessment)
    # What cannot be printed is said in the language of the caller, not in that of the sheet.
    ground = ground_of(content, cluster)
    own = content.parcels.index[content.parcels["cluster"] == cluster]
    layout, frame = cluster_frame(ground, own, cluster, wish)
    with speaking(language):
        return [cluster_sheet(content, ground, cluster, layout, frame, imprint, colour=wish.colour)]
