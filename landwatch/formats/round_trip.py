"""An export read again before it is handed out: what would not come back as it is, is named."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TypeVar

from landwatch import formats
from landwatch.formats import ReaderSettings
from landwatch.model import Contract, Event, Parcel
from landwatch.registry.canonical import is_same_place

__all__ = ["changed_contracts", "changed_facts", "changed_parcels"]

T = TypeVar("T")


def changed_contracts(path: Path, contracts: Sequence[Contract], readers: ReaderSettings) -> tuple[str, ...]:
    """Name the contracts that the importer does not read from a file as they are.

    Parameters
    ----------
    path
        The file.
    contracts
        What was written to it. The headers of their sources are no content.
    readers
        What the readers need to know of the district.

    Returns
    -------
    tuple of str
        Their numbers.
    """
    found = {one.contract_no: one for one in formats.read(path, settings=readers).contracts}
    return _changed({one.contract_no: one for one in contracts}, found, lambda a, b: _core(a) == _core(b))


def _core(contract: Contract) -> Contract:
    return replace(contract, source_columns={})


def changed_facts(path: Path, events: Iterable[Event], readers: ReaderSettings) -> tuple[str, ...]:
    """Name the contracts with a fact that the importer does not read from a file as it is.

    Parameters
    ----------
    path
        The file.
    events
        What was written to it.
    readers
        What the readers need to know of the district.

    Returns
    -------
    tuple of str
        Numbers of the contracts, each once.
    """
    found = set(map(_content, formats.read(path, settings=readers).events))
    return tuple(dict.fromkeys(event.contract_no for event in events if _content(event) not in found))


def _content(event: Event) -> str:
    return json.dumps(asdict(event), sort_keys=True, default=str)


def changed_parcels(path: Path, parcels: Sequence[Parcel], readers: ReaderSettings) -> tuple[str, ...]:
    """Name the parcels that the importer does not read from a file as they are.

    Parameters
    ----------
    path
        The file.
    parcels
        What was written to it. A cluster that the file does not name is found by the location.
    readers
        What the readers need to know of the district.

    Returns
    -------
    tuple of str
        Their numbers.
    """
    found = {one.parcel_no: one for one in formats.read(path, settings=readers).parcels}
    return _changed({one.parcel_no: one for one in parcels}, found, _is_same_parcel)


def _is_same_parcel(one: Parcel, other: Parcel) -> bool:
    if one.geometry is None or other.geometry is None:
        return one == other
    plain = replace(one, geometry=None, cluster=other.cluster or one.cluster)
    same = plain == replace(other, geometry=None, cluster=other.cluster or one.cluster)
    return same and other.cluster in (None, one.cluster) and is_same_place(one.geometry, other.geometry)


def _changed(
    wanted: Mapping[str, T], found: Mapping[str, T], is_same: Callable[[T, T], bool]
) -> tuple[str, ...]:
    return tuple(key for key, one in wanted.items() if key not in found or not is_same(one, found[key]))
