"""Which ground a contract holds on a day, when its parcels were split or merged since or before.

A contract keeps naming the parcel it was signed for. What the parcel became, or came from, is read from
the lineage: for each contract the shares are walked forward through the splits and mergers up to the
judged day, or backward through those after it. A share that is a whole parcel stays whole parcels; of a
part of a merged parcel that was split again nobody can say which piece it is, so its area is unknown.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import pandas as pd

from landwatch.model import Lineage, LineageKind

__all__ = ["resolved"]


class _Share(NamedTuple):
    """What a contract holds of a parcel: the whole, or a part of some cm² (``None`` = not known)."""

    is_whole: bool
    area_cm2: int | None


@dataclass
class _Holding:
    """The parcels of one contract at one time, in order, and the numbers their ground was known by."""

    shares: dict[str, _Share]
    names: dict[str, set[str]]

    def pass_on(self, old: Sequence[str], new: Sequence[str], areas: Mapping[str, int | None]) -> None:
        """Go through one split or merger."""
        held = [number for number in self.shares if number in old]
        if not held:
            return
        has_all = set(held) == set(old) and all(self.shares[number].is_whole for number in held)
        if has_all:
            passed = {number: _Share(True, areas.get(number)) for number in new}
        else:
            passed = {number: _Share(False, self._part(held) if len(new) == 1 else None) for number in new}
        names = {*held}.union(*(self.names[number] for number in held))
        kept: dict[str, _Share] = {}
        for number, share in self.shares.items():
            kept |= passed if number == held[0] else {} if number in held else {number: share}
        self.shares = kept
        self.names |= {number: self.names.get(number, set()) | names for number in new}

    def _part(self, held: Iterable[str]) -> int | None:
        parts = [self.shares[number].area_cm2 for number in held]
        return None if None in parts else sum(part for part in parts if part is not None)


def resolved(
    shares: pd.DataFrame, lineages: Sequence[Lineage], areas: Mapping[str, int | None], on: date
) -> pd.DataFrame:
    """Put in the place of split and merged parcels those that are true on a day.

    Parameters
    ----------
    shares
        Contract and parcel numbers with the area of the parcel in cm², in the order of the contracts'
        own lists.
    lineages
        The splits and mergers that are known.
    areas
        Registered area in cm² of each parcel, true on the day or not.
    on
        The judged day.

    Returns
    -------
    pandas.DataFrame
        The shares, each contract and parcel once; ``known_as`` is a JSON list of the other numbers that
        the ground had under the contract, empty (missing) where there are none.
    """
    acts = sorted(
        (act for act in lineages if act.kind is not LineageKind.BOUNDARY_CORRECTION and act.day),
        key=lambda act: act.day or on,
    )
    touched = {number for act in acts for number in (*act.parents, *act.children)}
    moved = shares["contract_no"].isin(shares.loc[shares["parcel_no"].isin(touched), "contract_no"])
    if not moved.any():
        return shares
    past = [act for act in acts if act.day and act.day <= on]
    coming = [act for act in reversed(acts) if act.day and act.day > on]
    kin = _kin(acts)
    rows = []
    for contract_no, own in shares[moved].groupby("contract_no", sort=False):
        numbers = [str(number) for number in own["parcel_no"]]
        holding = _Holding(
            {number: _Share(True, areas.get(number)) for number in numbers},
            {number: set() for number in numbers},
        )
        for act in past:
            holding.pass_on(act.parents, act.children, areas)
        for act in coming:
            holding.pass_on(act.children, act.parents, areas)
        rows += [
            {"contract_no": contract_no, "parcel_no": number, "area_cm2": share.area_cm2}
            | {"known_as": _json(holding.names[number] | kin.get(number, set()))}
            for number, share in holding.shares.items()
        ]
    found = pd.DataFrame(rows, dtype=object).astype({"area_cm2": "Int64"})
    return pd.concat([shares[~moved], found], ignore_index=True)


def _kin(acts: Sequence[Lineage]) -> dict[str, set[str]]:
    """For each parcel, those that came from it and those it came from, near and far."""
    before: dict[str, set[str]] = {}
    after: dict[str, set[str]] = {}
    for act in acts:
        line = {*act.parents}.union(*(before.get(number, set()) for number in act.parents))
        for child in act.children:
            before[child] = before.get(child, set()) | line
    for act in reversed(acts):
        line = {*act.children}.union(*(after.get(number, set()) for number in act.children))
        for parent in act.parents:
            after[parent] = after.get(parent, set()) | line
    return {number: before.get(number, set()) | after.get(number, set()) for number in before | after}


def _json(names: set[str]) -> str | None:
    return json.dumps(sorted(names), ensure_ascii=False) if names else None
