"""What pages of parcels have in common, of one cluster or of all: parcels, legend, notes, words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import geopandas as gpd
import pandas as pd

from landwatch.catalogue import fields_of, label
from landwatch.i18n import gettext as _
from landwatch.maps.cards import former_contracts
from landwatch.maps.content import MapContent
from landwatch.maps.formatting import field_text, known, text, total_mu
from landwatch.maps.labelling import grouped, parcel_labels
from landwatch.maps.page_parts import map_words, middles, plane, shapes
from landwatch.maps.rate_classes import style
from landwatch.maps.replaying import replay_words
from landwatch.maps.revitalised import Revitalisation
from landwatch.measures.figures.states import Idle, State, idle_label, state_label
from landwatch.measures.figures.sums import Figures, Tally

__all__ = ["MOST_CORNERS", "land_legend", "land_notes", "land_words", "parcel_entries", "selecting_words"]

MOST_CORNERS = 200
"""Corners of an area that an address takes."""


def parcel_entries(
    content: MapContent,
    parcels: gpd.GeoDataFrame,
    live: pd.DataFrame,
    land: Revitalisation,
    *,
    places: Callable[[gpd.GeoSeries], list[list[float]]] = middles,
) -> list[dict[str, Any]]:
    """Say of each parcel what its popup and its outline need.

    Parameters
    ----------
    content
        What is drawn.
    parcels
        The parcels; their outlines are written in degrees of EPSG:4490.
    live
        The contracts in force on them, the gravest first.
    land
        Revitalised land.
    places
        Gives the place of the number of each parcel.

    Returns
    -------
    list of dict
        One a parcel, in their order, in the current language.
    """
    holders = grouped(live["parcel_no"], live["contract_no"])
    former = former_contracts(content, parcels.index)
    labels = parcel_labels(parcels.index)
    drawn = parcels.geometry[parcels["drawn"]]
    outlines = dict(zip(drawn.index, shapes(drawn), strict=True))
    at = dict(zip(drawn.index, places(drawn), strict=True))
    return [
        {
            "no": str(no),
            "labels": labels[str(no)],
            "state": str(row["state"]),
            "idle": str(row["idle"]) if known(row["idle"]) else None,
            "live": holders.get(str(no), []),
            "former": former.get(str(no), []),
            "facts": _facts(row, land.parcels.get(str(no), [])),
            "revitalised": [booking[:2] for booking in land.parcels.get(str(no), [])],
            "find": [str(row["name"])] if known(row["name"]) else [],
            "illustrative": bool(known(row["illustrative"]) and row["illustrative"]),
            "at": at.get(no),
            "shape": outlines.get(no),
        }
        for no, row in zip(parcels.index, parcels.drop(columns="geometry").to_dict("records"), strict=True)
    ]


def _facts(row: Mapping[Any, Any], bookings: list[tuple[str, str, str]]) -> list[tuple[str, str]]:
    fields = fields_of("parcel")
    area = fields["area_cm2"]
    lines = [(label("parcel", "area_cm2"), field_text(area, row[area.column]))]
    for name in ("name", "land_use"):
        if known(row[name]):
            lines.append((label("parcel", name), text(row[name])))
    if bookings:
        lines.append((_("Revitalised land"), "; ".join(line for _layer, _since, line in bookings)))
    return lines


def land_legend(sums: Figures, land: Revitalisation, *, has_boundary: bool) -> dict[str, Any]:
    """Give the rows of the legend, each with its count and mu.

    Parameters
    ----------
    sums
        The sums of what is drawn.
    land
        Revitalised land.
    has_boundary
        Whether a boundary is drawn.

    Returns
    -------
    dict
        Rows of states, marks, revitalised land and others, and the total.
    """
    looks = style()
    others = [{"id": "labels", "label": _("Parcel numbers"), "look": None}]
    if has_boundary:
        others.insert(0, {"id": "boundary", "label": _("Cluster boundary"), "look": looks["boundary"]})
    return {
        "states": [
            _row(state, state_label(state), sums.states[state], looks["states"][state]) for state in State
        ],
        "idle": [_row(mark, idle_label(mark), sums.idle[mark], looks["idle"][mark]) for mark in Idle],
        "revitalised": land.legend,
        "others": others,
        "total": {"count": f"{sums.live.count:,}", "mu": total_mu(sums.live)},
    }


def _row(key: State | Idle, label: str, sum_of: Tally, look: dict[str, Any]) -> dict[str, Any]:
    if key is State.NO_CONTRACT:
        label = _("{state} (parcels)").format(state=label)
    return {
        "id": str(key),
        "label": label,
        "look": look,
        "count": f"{sum_of.count:,}",
        "mu": total_mu(sum_of),
    }


def land_notes(*, tiled: bool, has_ledger: bool) -> list[str]:
    """Say how to read what is drawn.

    Parameters
    ----------
    tiled
        Whether parcels are drawn from vector tiles.
    has_ledger
        Whether the ledger of acreage is known.

    Returns
    -------
    list of str
        A sentence or two each.
    """
    notes = [
        _(
            "Idle since: the first day of the delay, as a recognition letter counts it; land is suspected "
            "from the day after a full year. Of stopped works, the day they stopped."
        )
    ]
    if tiled:
        notes.append(
            _(
                "Many parcels: where one is too small to be seen, squares show the state that most of the "
                "land is in, and each default and each idle parcel is a dot. Outlines are drawn to about "
                "half a metre."
            )
        )
    if tiled and has_ledger:
        notes.append(
            _("Revitalised land is not marked on a page of this many parcels; the atlas has its mu by year.")
        )
    return notes


def land_words() -> dict[str, str]:
    """Give the texts that the scripts of such a page need.

    Returns
    -------
    dict
        Texts by name, in the current language.
    """
    return (
        map_words()
        | replay_words()
        | {
            "parcel": _("Parcel "),
            "commencement": _("Commencement"),
            "completion": _("Completion"),
            "reason": _("Why"),
            "reviews": _("Inspectors' findings"),
            "noReviews": _("none recorded"),
            "illustrative": _("Illustrative data"),
            "noContract": state_label(State.NO_CONTRACT),
            "severalContracts": _(
                "Several contracts are in force on this parcel; the gravest gives the colour."
            ),
            "former": _("Former contracts"),
            "parcels": _("Parcels"),
            "measureLength": _("Measure a distance"),
            "measureArea": _("Measure an area"),
            "lengthHint": _("Click along the line; a double click or Enter ends it, Escape clears it."),
            "areaHint": _("Click around the area; a double click or Enter ends it, Escape clears it."),
            "lengthTold": _("{length} m on the plane of zone {zone} (EPSG:{epsg})").format(
                length="{length}", **plane()
            ),
            "areaTold": _(
                "{area} m², {mu} mu; around it {length} m; plane of zone {zone} (EPSG:{epsg})"
            ).format(area="{area}", mu="{mu}", length="{length}", **plane()),
            "contract": _("Contract"),
            "why": _("What it rests on"),
            "nextSteps": _("What to do next:"),
            "restsOn": _("What it rests on"),
            "conventions": _("Conventions: {choices}"),
            "law": _("Law {law}, dossier {dossier}"),
            "mu": _("mu"),
            "nothingListed": _("none"),
            "showMore": _("Show {count} more"),
            "noBoundary": _("No boundary is recorded, so this is not on the map."),
            "found": _("{count} found"),
            "nothingFound": _("Nothing fits. Try part of a number or of a company's name."),
        }
    )


def selecting_words() -> dict[str, str]:
    """Give the texts of whoever selects parcels by drawing.

    Returns
    -------
    dict
        Texts by name, in the current language.
    """
    return {
        "polygonHint": _("Click around the parcels; a double click or Enter ends it, Escape clears it."),
        "rectangleHint": _("Click on two opposite corners; Escape clears it."),
        "drawn": _("An area of {count} corners is drawn."),
        "tooFew": _("An area needs three corners; draw it again."),
    }
