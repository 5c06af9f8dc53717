"""Sheets out of an assessment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import shapely

from landwatch.errors import UsageError
from landwatch.i18n import Language, speaking
from landwatch.i18n import gettext as _
from landwatch.maps.content import MapContent, prepare
from landwatch.maps.printing.cluster_sheet import cluster_frames, cluster_sheet, flagged, land_of_cluster
from landwatch.maps.printing.parcel_sheet import parcel_frame, parcel_sheet
from landwatch.maps.printing.scale_selection import Wish, fitting_scales
from landwatch.maps.printing.scene import Scene
from landwatch.maps.printing.sheet import Imprint, Sheet
from landwatch.maps.printing.sheet_land import ground_of

if TYPE_CHECKING:
    from landwatch.rules import Assessment

__all__ = ["cluster_sheets", "parcel_sheets", "scales_of_cluster", "sheets_of_cluster"]


def cluster_sheets(
    assessment: Assessment, cluster: str, wish: Wish, imprint: Imprint, *, language: Language = "zh"
) -> list[Sheet]:
    """Lay out the sheet of a cluster, or a series of sheets.

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
        One, unless a series is wished for.

    Raises
    ------
    UsageError
        If nothing of the cluster has a boundary, or it does not fit the paper at that scale.
    """
    with speaking(language):
        content = prepare(assessment)
    return sheets_of_cluster(content, cluster, wish, imprint, language=language)


def sheets_of_cluster(
    content: MapContent, cluster: str, wish: Wish, imprint: Imprint, *, language: Language = "zh"
) -> list[Sheet]:
    """Lay out the sheets of a cluster of land that is ready to draw.

    Parameters
    ----------
    content
        The land, in the language of the sheets.
    cluster, wish, imprint, language
        As for :func:`cluster_sheets`.

    Raises
    ------
    UsageError
        As there.
    """
    # What cannot be printed is said in the language of the caller, not in that of the sheet.
    ground = ground_of(content, cluster)
    own = content.parcels.index[content.parcels["cluster"] == cluster]
    layout, frames = cluster_frames(ground, own, cluster, wish)
    scenes = [Scene(content, ground, layout, frame, imprint, wish.colour) for frame in frames]
    with speaking(language):
        return [cluster_sheet(scene, cluster, frames if len(frames) > 1 else ()) for scene in scenes]


def scales_of_cluster(content: MapContent, cluster: str, wish: Wish) -> list[int]:
    """List the standard scales at which a cluster fits a paper, the largest first.

    Parameters
    ----------
    content
        The land.
    cluster
        Name of a cluster.
    wish
        The paper, and how it lies.

    Raises
    ------
    UsageError
        If nothing of the cluster has a boundary.
    """
    own = content.parcels.index[content.parcels["cluster"] == cluster]
    land = land_of_cluster(ground_of(content, cluster), own, cluster)
    west, south, east, north = shapely.total_bounds(land).tolist()
    return fitting_scales((east - west, north - south), wish)


def parcel_sheets(
    assessment: Assessment,
    cluster: str,
    parcel_nos: Sequence[str],
    wish: Wish,
    imprint: Imprint,
    *,
    language: Language = "zh",
) -> tuple[list[Sheet], list[str]]:
    """Lay out a sheet for each parcel.

    Parameters
    ----------
    assessment
        The judged contracts.
    cluster
        Name of a cluster of the snapshot.
    parcel_nos
        Numbers of parcels of the cluster; those in default or with idle land where none is given.
    wish
        Paper and scale.
    imprint
        What every sheet says of its making.
    language
        Language of the sheets.

    Returns
    -------
    tuple
        The sheets, in the order given or by number, and the flagged parcels that have none because no
        boundary of them is recorded.

    Raises
    ------
    UsageError
        If a parcel given has no boundary in the cluster or does not fit the paper at that scale, or if
        there is no flagged one.
    """
    with speaking(language):
        content = prepare(assessment)
    ground = ground_of(content, cluster)
    parcels = content.parcels[content.parcels["cluster"] == cluster]
    numbers, bare = (
        (_asked(parcels, parcel_nos), []) if parcel_nos else _flagged(parcels, cluster, content.on)
    )
    scenes = {
        number: Scene(content, ground, *parcel_frame(ground, number, wish), imprint, wish.colour)
        for number in numbers
    }
    with speaking(language):
        return [parcel_sheet(scene, number) for number, scene in scenes.items()], bare


def _flagged(parcels: pd.DataFrame, cluster: str, on: date) -> tuple[list[str], list[str]]:
    found = flagged(parcels).sort_index()
    drawn, bare = found.index[found["drawn"]], found.index[~found["drawn"]]
    if drawn.empty:
        raise UsageError(
            _(
                "{cluster}: no parcel with a recorded boundary is in default or idle on {day}; "
                "name parcels with --parcel"
            ).format(cluster=cluster, day=on.isoformat())
        )
    return list(map(str, drawn)), list(map(str, bare))


def _asked(parcels: pd.DataFrame, parcel_nos: Sequence[str]) -> list[str]:
    drawn = parcels.index[parcels["drawn"]]
    bare = [number for number in parcel_nos if number not in drawn]
    if bare:
        raise UsageError(
            _("--parcel {number}: has no recorded boundary on this day; import its survey first").format(
                number=", ".join(bare)
            )
        )
    return list(dict.fromkeys(parcel_nos))
