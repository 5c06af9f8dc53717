"""Many parcels in one file: tiles, cards and the list that a search goes through, packed until asked for.

Everything stands in the page as base64, because a page opened from disk may not read the file beside it. What
is not tiles is also compressed; the page unpacks a few hundred cards at a click.
"""

from __future__ import annotations

import base64
import gzip
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import Any

import geopandas as gpd
import pandas as pd

from landwatch.characters import json_text
from landwatch.maps.formatting import text
from landwatch.maps.tiles import vector_tiles
from landwatch.measures.figures.states import Idle, State

__all__ = ["CARDS_IN_A_PACK", "PART_BYTES", "list_rows", "pack", "pack_lists", "search_line"]

CARDS_IN_A_PACK = 256
"""Parcels whose cards are unpacked together."""

PART_BYTES = 3 << 19
"""Bytes of the tiles in one element of the page: a multiple of three, so that base64 needs no filling."""

_BETWEEN = "\x1f"
_AT_ONCE = (
    64 * CARDS_IN_A_PACK
)  # parcels described at a time; a national layer does not fit into memory whole

Entry = dict[str, Any]
Cards = Mapping[str, Mapping[str, Any]]


def pack(
    parcels: gpd.GeoDataFrame,
    unplaced: Sequence[str],
    describe: Callable[[gpd.GeoDataFrame], list[Entry]],
    cards_of: Callable[[Iterable[str]], Cards],
) -> tuple[dict[str, Any], dict[str, str]]:
    """Pack what a page of many parcels shows.

    Parameters
    ----------
    parcels
        Parcels with their `state`, `idle` mark and whether they are `drawn`, the gravest first.
    unplaced
        Contracts that have no drawn parcel.
    describe
        Says of each parcel what the page of a few parcels holds: ``no``, ``labels``, ``live``, ``find`` …
    cards_of
        Gives the cards of contracts by number.

    Returns
    -------
    tuple
        What the scripts need at once, and the attachments by name: ``tiles-0``, ``cards-0``, ``list-0`` …
    """
    tiles = vector_tiles(parcels)
    lists, cards = [], []
    with ThreadPoolExecutor() as threads:
        for entries, known in _described(parcels, unplaced, describe, cards_of):
            lists.append(threads.submit(_packed, "\n".join(_line(entry, known) for entry in entries)))
            for first in range(0, len(entries), CARDS_IN_A_PACK):
                few = entries[first : first + CARDS_IN_A_PACK]
                nos = dict.fromkeys(chain.from_iterable(entry["live"] for entry in few))
                cards.append(
                    threads.submit(_packed_json, {"places": few, "cards": {no: known[no] for no in nos}})
                )
    parts = range(0, len(tiles.archive), PART_BYTES)
    attached = {
        **{f"tiles-{n}": _base64(tiles.archive[start : start + PART_BYTES]) for n, start in enumerate(parts)},
        **{f"list-{n}": packed.result() for n, packed in enumerate(lists)},
        **{f"cards-{n}": packed.result() for n, packed in enumerate(cards)},
    }
    return {
        "part": PART_BYTES,
        "pack": CARDS_IN_A_PACK,
        "lists": len(lists),
        "bytes": len(tiles.archive),
        "farthest": tiles.farthest,
        "closest": tiles.closest,
        "outlines": tiles.outlines,
        "squares": tiles.squares,
        "dots": tiles.dots,
        "states": [str(state) for state in State],
        "marks": [str(mark) for mark in Idle],
    }, attached


def pack_lists(lists: Mapping[str, Any], contracts: pd.DataFrame) -> tuple[dict[str, Any], dict[str, str]]:
    """Pack the lists of what each number of the legend counts.

    Parameters
    ----------
    lists
        As :func:`landwatch.maps.legend_lists.land_lists` gives them.
    contracts
        The judged contracts with their holders and `reason`; index `contract_no`.

    Returns
    -------
    tuple
        The lists without their rows, and the rows as attachments (``rows-`` and the name of the list); each
        row ends in the holder and the reason of its contract, since the cards are not at hand.
    """
    heads = {
        name: {key: value for key, value in each.items() if key != "rows"} for name, each in lists.items()
    }
    return heads, {
        f"rows-{name}": _packed_json(list_rows(each["rows"], contracts))
        for name, each in lists.items()
        if "rows" in each
    }


def list_rows(rows: Iterable[Sequence[Any]], contracts: pd.DataFrame) -> list[list[Any]]:
    """Put holder and reason at the end of each row of a list, for a page without cards.

    Parameters
    ----------
    rows
        Rows of a list as :func:`landwatch.maps.legend_lists.land_lists` gives them.
    contracts
        As for :func:`pack_lists`.
    """
    holders = contracts["current_holder"].fillna(contracts["holder"]).to_dict()
    reasons = contracts["reason"].fillna("").to_dict()
    return [
        [*row, {"holder": text(holders[row[0]]), "reason": reasons[row[0]]} if row[0] else None]
        for row in rows
    ]


def _described(
    parcels: gpd.GeoDataFrame,
    unplaced: Sequence[str],
    describe: Callable[[gpd.GeoDataFrame], list[Entry]],
    cards_of: Callable[[Iterable[str]], Cards],
) -> Iterator[tuple[list[Entry], Cards]]:
    """The parcels in their order, then the contracts without one, with the cards these need."""
    for first in range(0, len(parcels), _AT_ONCE):
        entries = describe(parcels.iloc[first : first + _AT_ONCE])
        last = first + _AT_ONCE >= len(parcels)
        entries += [{"contract": no, "live": [no]} for no in unplaced] if last else []
        yield entries, cards_of(dict.fromkeys(chain.from_iterable(entry["live"] for entry in entries)))


def _line(entry: Entry, cards: Cards) -> str:
    """What a search looks through: number, contracts, holder and labels, then whatever else leads here."""
    known = [cards[no] for no in entry["live"]]
    first = str(entry.get("no", entry.get("contract")))
    others = dict.fromkeys([*entry.get("find", ()), *chain.from_iterable(card["find"] for card in known)])
    holder = known[0]["holder"] if known else ""
    label = next((label for label in entry.get("labels", ()) if label != first), "")
    return search_line(first, entry["live"], holder, label, others)


def search_line(
    first: str, contract_nos: Sequence[str], holder: str, label: str, others: Iterable[str]
) -> str:
    """Write what a search looks through of a parcel, or of a contract without one.

    Parameters
    ----------
    first
        Number of the parcel, or of the contract.
    contract_nos
        The contracts in force on it.
    holder
        Holder of the gravest of them.
    label
        What a map writes on it; empty where that is its number.
    others
        Whatever else leads there.
    """
    shown = [first, "\N{IDEOGRAPHIC COMMA}".join(contract_nos), holder, label]
    texts = [*shown, *(other for other in others if other not in shown)]
    # A name with a line end in it would shift every line below.
    return _BETWEEN.join(" ".join(str(each).split()) for each in texts)


def _packed_json(value: Any) -> str:
    return _packed(json_text(value))


def _packed(plain: str) -> str:
    return _base64(gzip.compress(plain.encode(), compresslevel=6, mtime=0))


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
