"""From the facts of a snapshot to claims on ground: which case, which parcels, how much, which document."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

import pandas as pd
import shapely

from landwatch.geo import MEASURING_EPSG, STORAGE_EPSG, project
from landwatch.measures.acreage.entries import Account
from landwatch.measures.acreage.ground import PRINTED_CM2, Piece, Plot, measured_cm2
from landwatch.measures.acreage.ledger import Claim, Closings, Kind, keep_closed, post
from landwatch.measures.acreage.methods import COUNTING, Counting, Method, Step, counted_on
from landwatch.measures.acreage.statement import Ledger
from landwatch.model import EventType
from landwatch.snapshot import Snapshot, are_in

__all__ = ["CountingRules", "claims_of", "ledger_of", "plots_of"]


@dataclass(frozen=True, kw_only=True)
class CountingRules:
    """What a bureau decides about its ledger of acreage.

    Attributes
    ----------
    counting
        The steps that make a case count, by method.
    closings
        The closed years, each with the last day on which facts about it were taken.
    known
        What was claimed by what was known at the closing of each year; without it a closed year only
        refuses what was recorded later.
    measuring_epsg
        Metric grid on which polygons are measured.
    """

    counting: Counting = field(default_factory=lambda: COUNTING)
    closings: Closings = field(default_factory=dict)
    known: Mapping[int, Sequence[Claim]] = field(default_factory=dict)
    measuring_epsg: int = MEASURING_EPSG


def ledger_of(snapshot: Snapshot, rules: CountingRules | None = None) -> Ledger:
    """Make the ledger of a register, up to the day of the snapshot.

    Parameters
    ----------
    snapshot
        The facts.
    rules
        What counts, and which years are closed; the documented defaults where they are not given.

    Returns
    -------
    Ledger
        Its entries, and what was refused.
    """
    rules = rules or CountingRules()
    plots = plots_of(snapshot, rules.measuring_epsg, _claimed(snapshot, rules))
    claims = claims_of(snapshot, plots, rules.counting, rules.measuring_epsg)
    if rules.known:
        claims = keep_closed(claims, rules.known, rules.closings)
    return post(claims, plots, on=snapshot.on, closings=rules.closings)


def _claimed(snapshot: Snapshot, rules: CountingRules) -> set[str]:
    """Numbers of the contracts and parcels that anything of the ledger may speak of."""
    events = snapshot.events[snapshot.events["type"].isin(_READ)]
    pairs = snapshot.contract_parcels
    own = pairs.loc[are_in(pairs["contract_no"], events["contract_no"]), "parcel_no"]
    closed = {piece.parcel_no for claims in rules.known.values() for each in claims for piece in each.land}
    return {*events["contract_no"], *events["parcel_no"].dropna(), *own, *closed}


def plots_of(
    snapshot: Snapshot, measuring_epsg: int = MEASURING_EPSG, numbers: Collection[str] | None = None
) -> dict[str, Plot]:
    """Give the parcels, each with its registered area and its boundary on the measuring grid.

    Parameters
    ----------
    snapshot
        The facts; a contract without parcels is a plot of its own, under its number.
    measuring_epsg
        EPSG code of the grid.
    numbers
        Only these parcels and contracts; all where it is not given.

    Returns
    -------
    dict
        By parcel number.
    """
    parcels, contracts = snapshot.parcels, snapshot.contracts
    if numbers is not None:
        parcels = parcels[are_in(parcels["parcel_no"], numbers)]
        contracts = contracts[are_in(contracts["contract_no"], numbers)]
    shapes = project(parcels.geometry.to_numpy(dtype=object), STORAGE_EPSG, measuring_epsg)
    shapes = shapely.make_valid(shapes)
    registered = dict(zip(parcels["parcel_no"], map(_whole, parcels["registered_area_cm2"]), strict=True))
    stated = _stated_of_single_parcels(snapshot, parcels["parcel_no"])
    plots = {
        number: Plot(registered[number] or stated.get(number), shape or None)
        for number, shape in zip(registered, shapes, strict=True)
    }
    for number, area in zip(contracts["contract_no"], contracts["area_cm2"], strict=True):
        plots.setdefault(str(number), Plot(_whole(area)))
    return plots


def _stated_of_single_parcels(snapshot: Snapshot, parcel_nos: pd.Series) -> dict[str, int]:
    """The largest area that a contract over one parcel alone states for it."""
    pairs = snapshot.contract_parcels
    single = pairs[~pairs["contract_no"].duplicated(keep=False) & are_in(pairs["parcel_no"], parcel_nos)]
    areas = single["contract_no"].map(snapshot.contracts.set_index("contract_no")["area_cm2"])
    largest = areas.groupby(single["parcel_no"]).max().dropna()
    return {str(number): int(area) for number, area in largest.items()}


def claims_of(
    snapshot: Snapshot,
    plots: Mapping[str, Plot],
    counting: Counting = COUNTING,
    measuring_epsg: int = MEASURING_EPSG,
) -> list[Claim]:
    """Read what the facts claim.

    A 盘活 event without a step states itself that its case counts on its day. With steps, the case counts
    on the first day on which all counting steps of one of its methods are on file. A recognition of idle
    land lists the land of its contract.

    Parameters
    ----------
    snapshot
        The facts.
    plots
        The parcels, as :func:`plots_of` gives them.
    counting
        The steps that make a case count, by method.
    measuring_epsg
        EPSG code of the grid the plots are on.

    Returns
    -------
    list of Claim
        In no order.
    """
    reader = _Reader(snapshot, plots, measuring_epsg)
    claims = [*reader.listed(), *reader.revitalised(counting)]
    return [*claims, *reader.undone(claims)]


_READ = (
    EventType.IDLE_RECOGNITION,
    EventType.LAND_LISTED,
    EventType.LAND_REMOVED,
    EventType.REVITALISED,
    EventType.REVITALISATION_REVOKED,
)


class _Reader:
    """Reads the events that the ledger rests on."""

    def __init__(self, snapshot: Snapshot, plots: Mapping[str, Plot], measuring_epsg: int) -> None:
        self._plots, self._epsg = plots, measuring_epsg
        events = snapshot.events[snapshot.events["type"].isin(_READ)]
        events = events[events["day"] <= pd.Timestamp(snapshot.on)]
        contracts = snapshot.contracts
        contracts = contracts[are_in(contracts["contract_no"], events["contract_no"])].set_index(
            "contract_no"
        )
        self._area, self._cluster = contracts["area_cm2"].to_dict(), contracts["cluster"].to_dict()
        self._shares: dict[str, list[tuple[str, int | None]]] = defaultdict(list)
        self._named: dict[tuple[str, str], list[tuple[str, int | None]]] = defaultdict(list)
        pairs = snapshot.contract_parcels
        own = pairs[are_in(pairs["contract_no"], contracts.index)]
        whose = zip(own["contract_no"], own["parcel_no"], own["area_cm2"], strict=True)
        for contract_no, parcel_no, area in sorted(whose, key=lambda pair: pair[:2]):
            self._shares[contract_no].append((parcel_no, _whole(area)))
        # A fact may name its parcel by the number it had before it was split or merged.
        ground = snapshot.ground_by_name
        ground = ground[are_in(ground["contract_no"], contracts.index)]
        numbers = pairs["parcel_no"].to_numpy(dtype=object)[ground["place"].to_numpy(dtype="int64")]
        for contract_no, name, number, area in zip(
            ground["contract_no"], ground["name"], numbers, ground["area_cm2"], strict=True
        ):
            self._named[contract_no, name].append((number, _whole(area)))
        chosen = events[are_in(events["contract_no"], contracts.index)].sort_values(["day", "event_id"])
        self._events: list[dict[Any, Any]] = chosen.to_dict("records")

    def _of(self, kind: EventType) -> Iterable[tuple[dict[Any, Any], dict[str, Any]]]:
        for event in self._events:
            if event["type"] == kind:
                details = event["details"]
                yield event, _read(details)

    def listed(self) -> Iterable[Claim]:
        for event, details in self._of(EventType.IDLE_RECOGNITION):
            number = f"{event['contract_no']}/{event['day'].date()}/{Account.IDLE}"
            yield self._claim(Kind.LISTED, details.get("case") or number, event, details, Account.IDLE)
        for event, details in self._of(EventType.LAND_LISTED):
            stock = Account(details.get("stock") or Account.UNCLASSIFIED)
            number = f"{event['contract_no']}/{event['day'].date()}/{stock}"
            yield self._claim(Kind.LISTED, details.get("case") or number, event, details, stock)

    def undone(self, claims: Sequence[Claim]) -> Iterable[Claim]:
        """Removals and revocations; without a case they speak of the latest one of their contract."""
        for kind, does, of in (
            (EventType.LAND_REMOVED, Kind.REMOVED, Kind.LISTED),
            (EventType.REVITALISATION_REVOKED, Kind.REVOKED, Kind.REVITALISED),
        ):
            for event, details in self._of(kind):
                number, day = event["contract_no"], event["day"].date()
                before = [c for c in claims if (c.kind, c.contract_no) == (of, number) and c.day <= day]
                latest = max(before, key=lambda c: (c.day, c.case_no)).case_no if before else number
                yield self._claim(does, details.get("case") or latest, event, details)

    def revitalised(self, counting: Counting) -> Iterable[Claim]:
        steps: dict[str, list[tuple[dict[Any, Any], dict[str, Any]]]] = defaultdict(list)
        parts: dict[tuple[str, str | None, date], Claim] = {}
        for event, details in self._of(EventType.REVITALISED):
            method = details.get("method")
            number = f"{event['contract_no']}/{event['day'].date()}/{method or EventType.REVITALISED}"
            if details.get("step"):
                steps[details.get("case") or event["contract_no"]].append((event, details))
                continue
            claim = self._claim(Kind.REVITALISED, details.get("case") or number, event, details)
            key = claim.case_no, claim.contract_no, claim.day
            if not details.get("geometry"):
                yield claim
            else:  # The parts of one case may come one by one, as a layer has them.
                parts[key] = _joined(parts[key], claim) if key in parts else claim
        yield from parts.values()
        for case_no, facts in steps.items():
            yield from self._by_steps(case_no, facts, counting)

    def _by_steps(
        self, case_no: str, facts: list[tuple[dict[Any, Any], dict[str, Any]]], counting: Counting
    ) -> Iterable[Claim]:
        reached = [(Step(details["step"]), event["day"].date()) for event, details in facts]
        named = {details["method"] for _event, details in facts if details.get("method")}
        days = {m: counted_on(m, reached, counting) for m in Method if not named or m in named}
        counted = sorted((day, method) for method, day in days.items() if day is not None)
        if not counted:
            return
        day, method = counted[0]
        deciding = [
            (event, details)
            for event, details in facts
            if event["day"].date() <= day and details["step"] in counting[method]
        ]
        event, details = max(deciding, key=lambda fact: (fact[0]["day"], fact[0]["event_id"]))
        documents = sorted({e["document"] for e, _d in deciding if isinstance(e["document"], str)})
        yield self._claim(Kind.REVITALISED, case_no, event, details | {"method": method}, documents=documents)

    def _claim(
        self,
        kind: Kind,
        case_no: str,
        event: Mapping[Any, Any],
        details: Mapping[str, Any],
        stock: Account = Account.UNCLASSIFIED,
        documents: Iterable[str] | None = None,
    ) -> Claim:
        own = [event["document"]] if isinstance(event["document"], str) else []
        contract_no = event["contract_no"]
        cluster = self._cluster[contract_no]
        return Claim(
            kind=kind,
            case_no=case_no,
            day=event["day"].date(),
            land=self._land(contract_no, event["parcel_no"], details),
            contract_no=contract_no,
            cluster=cluster if isinstance(cluster, str) else None,
            category=details.get("category"),
            stock=stock,
            method=Method(details["method"]) if details.get("method") else None,
            documents=tuple(own if documents is None else documents),
            recorded_on=_day_of(event["recorded_at"]),
            fact=_whole(event["event_id"]),
        )

    def _land(self, contract_no: str, parcel_no: Any, details: Mapping[str, Any]) -> tuple[Piece, ...]:
        """The pieces of ground a fact speaks of: parcels as a whole, or an area somewhere in them."""
        shares = self._shares[contract_no]
        if isinstance(parcel_no, str):
            shares = self._named.get((contract_no, parcel_no)) or [(parcel_no, None)]
        if not shares:
            shares = [(contract_no, _whole(self._area[contract_no]))]
        areas = {no: area if area is not None else self._capacity(no) for no, area in shares}
        if not any(areas.values()):
            areas = {contract_no: _whole(self._area[contract_no])}
        stated = _whole(details.get("area_cm2"))
        if details.get("geometry"):
            return (self._drawn(areas, details["geometry"], stated),)
        total = sum(area or 0 for area in areas.values())
        if stated is None or (total and stated > total - PRINTED_CM2):
            return self._wholly(areas, stated)
        return self._somewhere(areas, stated)

    def _capacity(self, parcel_no: str) -> int | None:
        plot = self._plots.get(parcel_no)
        return plot.capacity_cm2 if plot else None

    def _drawn(self, parcel_nos: Iterable[str], text: str, stated: int | None) -> Piece:
        """A part with a boundary: it belongs to the parcel that has most of it."""
        drawn = project([shapely.from_wkt(text)], STORAGE_EPSG, self._epsg)[0]

        def common(number: str) -> float:
            plot = self._plots.get(number)
            return plot.polygon.intersection(drawn).area if plot and plot.polygon is not None else 0.0

        parcel_no = max(parcel_nos, key=common)
        return Piece(parcel_no, stated if stated is not None else measured_cm2(drawn), drawn)

    def _wholly(self, areas: Mapping[str, int | None], stated: int | None) -> tuple[Piece, ...]:
        """Whole parcels; what a statement in mu rounded off is taken off, or added to, the last of them."""
        known = {no: area for no, area in areas.items() if area}
        off = 0 if stated is None else stated - sum(known.values())
        last = max(known, default=None)
        return tuple(
            Piece(
                no, area + (off if no == last else 0), plot.polygon if (plot := self._plots.get(no)) else None
            )
            for no, area in known.items()
        )

    def _somewhere(self, areas: Mapping[str, int | None], stated: int) -> tuple[Piece, ...]:
        """A part whose place is not stated: spread over the parcels in order of their numbers."""
        pieces, left = [], stated
        for no, area in areas.items():
            part = left if area is None else min(left, area)
            if part:
                pieces.append(Piece(no, part))
            left -= part
        return tuple(pieces)


def _joined(first: Claim, second: Claim) -> Claim:
    documents = tuple(dict.fromkeys((*first.documents, *second.documents)))
    return replace(first, land=(*first.land, *second.land), documents=documents)


def _read(details: Any) -> dict[str, Any]:
    """The details; a word that is not known is left out, as if it were not on file."""
    given: dict[str, Any] = json.loads(details) if isinstance(details, str) else {}
    return {key: value for key, value in given.items() if key not in _WORDS or value in list(_WORDS[key])}


_WORDS: Mapping[str, type[StrEnum]] = {"method": Method, "step": Step, "stock": Account}


def _whole(value: Any) -> int | None:
    return None if value is None or pd.isna(value) else int(value)


def _day_of(instant: Any) -> date | None:
    return date.fromisoformat(instant[:10]) if isinstance(instant, str) else None
