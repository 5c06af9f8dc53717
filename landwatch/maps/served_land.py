"""Many parcels of a server: tiles a cluster; and cards, search and rows, for which a page asks one by one.

Parcels are numbered through all clusters, those of a cluster one after the other, the gravest first; in the
tiles of a cluster they are numbered from 0, and the page adds the number of its first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from landwatch.maps.cards import contract_cards
from landwatch.maps.content import MapContent
from landwatch.maps.finding import search_entries
from landwatch.maps.labelling import live_holdings, parcel_labels, without_place
from landwatch.maps.land_drawn import parcel_entries
from landwatch.maps.legend_lists import land_lists
from landwatch.maps.packing import CARDS_IN_A_PACK, list_rows, search_line
from landwatch.maps.page_parts import inner_points
from landwatch.maps.revitalised import Revitalisation
from landwatch.maps.tiles import CLOSEST, farthest_zoom, layer_names, vector_tiles
from landwatch.measures.figures.states import Idle, State

__all__ = ["NO_CLUSTER", "Archive", "Served", "ServedLand"]

NO_CLUSTER = "-"
"""Stands for the cluster of parcels that lie in none."""

_NOTHING_FOUND: tuple[str | None, list[str], list[str]] = (None, [], [])
_NOTHING_REVITALISED = Revitalisation([], {}, {})


@dataclass(frozen=True, slots=True)
class Served:
    """Where a page of many parcels finds its pieces.

    Attributes
    ----------
    tiles
        Address of the tiles of a cluster, with ``{cluster}`` where its name goes, encoded.
    places
        Of the cards of parcels, with ``{first}`` where the number of the first goes.
    lines
        Of what a search goes through.
    rows
        Of the rows of a list, with ``{list}`` where its name goes.
    """

    tiles: str
    places: str
    lines: str
    rows: str


@dataclass(frozen=True, eq=False)
class Archive:
    """The parcels of a cluster, of which tiles are made.

    Attributes
    ----------
    cluster
        Its name, or :data:`NO_CLUSTER`.
    first
        Number of its first parcel.
    parcels
        The parcels, the gravest first.
    farthest
        Smallest zoom of the tiles.
    """

    cluster: str
    first: int
    parcels: gpd.GeoDataFrame
    farthest: int

    @cached_property
    def digest(self) -> str:
        """Changes when something that is drawn does."""
        drawn = self.parcels[["state", "idle", "drawn"]].astype(object).where(self.parcels["drawn"], None)
        looks = pd.util.hash_pandas_object(drawn.fillna("").astype(str), index=True).to_numpy()
        outlines = shapely.to_wkb(self.parcels.geometry.array)
        found = hashlib.sha256(f"{self.farthest} ".encode() + looks.tobytes())
        for outline in outlines:
            found.update(outline or b"-")
        return found.hexdigest()

    def tiles(self) -> bytes:
        """Write them as vector tiles (PMTiles, version 3)."""
        return vector_tiles(self.parcels, farthest=self.farthest).archive


class ServedLand:
    """The parcels of an assessment as a server hands them out.

    Parameters
    ----------
    content
        What is drawn; at least one parcel has a boundary.
    """

    def __init__(self, content: MapContent) -> None:
        self._content = content
        parcels = content.parcels
        self.farthest = farthest_zoom(parcels.geometry[parcels["drawn"]].total_bounds)
        names = [*map(str, content.assessment.snapshot.clusters["name"])]
        places = {name: place for place, name in enumerate(names)}
        order = parcels["cluster"].map(places).fillna(len(places))
        ranked = parcels.assign(order=order).sort_values(["order", "rank"], kind="stable")
        self._parcels = ranked.drop(columns="order")

    @cached_property
    def archives(self) -> dict[str, Archive]:
        """The clusters that have a parcel with a boundary, by name."""
        clusters = self._parcels["cluster"].fillna(NO_CLUSTER)
        found, first = {}, 0
        for name, parcels in self._parcels.groupby(clusters, sort=False):
            if parcels["drawn"].any():
                found[str(name)] = Archive(str(name), first, parcels, self.farthest)
            first += len(parcels)
        return found

    @cached_property
    def version(self) -> str:
        """Changes when parcels are numbered or drawn otherwise: pieces of two do not fit together."""
        joined = " ".join(archive.digest for archive in self.archives.values())
        return hashlib.sha256(joined.encode()).hexdigest()[:16]

    def scheme(self, served: Served) -> dict[str, Any]:
        """Say what a page needs to know before it asks for pieces.

        Parameters
        ----------
        served
            Where they are.

        Returns
        -------
        dict
            JSON values.
        """
        outlines, squares, dots = layer_names(self.farthest)
        return {
            "archives": [[archive.cluster, archive.first] for archive in self.archives.values()],
            "version": self.version,
            "pack": CARDS_IN_A_PACK,
            "served": {
                "tiles": served.tiles,
                "places": served.places,
                "lines": served.lines,
                "rows": served.rows,
            },
            "closest": CLOSEST,
            "outlines": outlines,
            "squares": squares,
            "dots": dots,
            "states": [str(state) for state in State],
            "marks": [str(mark) for mark in Idle],
        }

    @cached_property
    def _unplaced(self) -> list[str]:
        contracts = self._content.contracts
        return list(without_place(self._content, contracts.index[contracts["state"] != State.NO_CONTRACT]))

    def places(self, first: int) -> dict[str, Any]:
        """Give parcels, and contracts without one at the end, with their cards.

        Parameters
        ----------
        first
            Number of the first; as many as :data:`landwatch.maps.packing.CARDS_IN_A_PACK` follow.

        Returns
        -------
        dict
            JSON values: ``places`` and ``cards``; in the current language.
        """
        parcels = self._parcels.iloc[first : first + CARDS_IN_A_PACK]
        live = live_holdings(self._content, parcels.index)
        entries = parcel_entries(self._content, parcels, live, _NOTHING_REVITALISED, places=inner_points)
        left = max(0, first - len(self._parcels))
        room = CARDS_IN_A_PACK - len(entries)
        entries += [{"contract": no, "live": [no]} for no in self._unplaced[left : left + room]]
        wanted = dict.fromkeys(no for entry in entries for no in entry["live"])
        return {"places": entries, "cards": contract_cards(self._content, wanted)}

    def lines(self) -> str:
        """Write what a search goes through: a line for each parcel, then for each contract without one."""
        found = {entry[1]: entry[2:] for entry in search_entries(self._content, self._clusters())}
        labels = parcel_labels(self._parcels.index)
        lines = []
        for no in map(str, self._parcels.index):
            holder, contracts, words = found.get(no, _NOTHING_FOUND)
            label = next((label for label in labels[no] if label != no), "")
            lines.append(search_line(no, contracts, holder or "", label, words))
        for no in self._unplaced:
            holder, _contracts, words = found.get(no, _NOTHING_FOUND)
            lines.append(search_line(no, [no], holder or "", "", words))
        return "\n".join(lines)

    def _clusters(self) -> Sequence[str]:
        return [str(name) for name in self._content.assessment.snapshot.clusters["name"]]

    def rows(self, name: str) -> list[list[Any]] | None:
        """Give the rows of a list of the legend.

        Parameters
        ----------
        name
            Name of the list.

        Returns
        -------
        list or None
            ``None`` where there is no such list.
        """
        rows = self._lists.get(name, {}).get("rows")
        return None if rows is None else list_rows(rows, self._content.contracts)

    @cached_property
    def _lists(self) -> dict[str, Any]:
        contracts = self._content.contracts
        counted = contracts[contracts["state"] != State.NO_CONTRACT]
        vacant = self._parcels[self._parcels["state"] == State.NO_CONTRACT]
        return land_lists(self._content, counted, vacant, self._content.figures(None))
