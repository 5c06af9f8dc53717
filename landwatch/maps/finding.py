"""What the search of an atlas looks through: parcels and contracts in force of all clusters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from landwatch.i18n import gettext as _
from landwatch.maps.content import MapContent
from landwatch.maps.formatting import known
from landwatch.maps.labelling import grouped
from landwatch.measures.figures.states import State, state_label

__all__ = ["search_entries", "search_words"]

_NAMES = ["supervision_no", "current_holder", "holder"]

Entry = tuple[int, str, str | None, list[str], list[str]]


def search_entries(content: MapContent, clusters: Sequence[str]) -> list[Entry]:
    """List what can be found in the pages of clusters.

    Parameters
    ----------
    content
        What is drawn.
    clusters
        Names of the clusters that have a page.

    Returns
    -------
    list of tuple
        Position of the cluster in `clusters`; number of the parcel, or of a contract that no parcel of
        these clusters stands for; its holder; its contracts in force; other words to find it by.
    """
    place = {name: number for number, name in enumerate(clusters)}
    live = content.contracts[content.contracts["state"] != State.NO_CONTRACT]
    words = {str(no): _known(row) for no, row in zip(live.index, live[_NAMES].to_numpy(), strict=True)}
    holders = live["current_holder"].fillna(live["holder"])
    held_by = {str(no): str(holder) if known(holder) else None for no, holder in holders.items()}
    parcels = content.parcels[content.parcels["cluster"].isin(clusters)]
    held = content.holdings[content.holdings["parcel_no"].isin(parcels.index)]
    of_live = held[held["contract_no"].isin(live.index)]
    of_parcel = grouped(of_live["parcel_no"], of_live["contract_no"])
    entries: list[Entry] = []
    for no, cluster, name in zip(parcels.index, parcels["cluster"], parcels["name"], strict=True):
        contracts = of_parcel.get(str(no), [])
        also = [word for contract in contracts for word in words[contract]]
        holder = held_by[contracts[0]] if contracts else None
        entries.append((place[cluster], str(no), holder, contracts, _distinct([*also, *_known([name])])))
    elsewhere = live[live["cluster"].isin(clusters) & ~live.index.isin(held["contract_no"])]
    entries += [
        (place[cluster], str(no), held_by[str(no)], [], _distinct(words[str(no)]))
        for no, cluster in zip(elsewhere.index, elsewhere["cluster"], strict=True)
    ]
    return entries


def search_words() -> dict[str, str]:
    """Give the texts that a search needs.

    Returns
    -------
    dict
        Texts by name, in the current language.
    """
    return {
        "noContract": state_label(State.NO_CONTRACT),
        "found": _("{count} found"),
        "nothingFound": _("Nothing fits. Try part of a number or of a company's name."),
    }


def _known(words: Any) -> list[str]:
    return [str(word) for word in words if known(word)]


def _distinct(words: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(words))
