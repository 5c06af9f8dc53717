"""Contracts small enough to read, and visits to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from landwatch.model import Contract, Event, EventType, Parcel
from landwatch.rules import Assessment, assess
from landwatch.snapshot import Snapshot

SIGNED = date(2022, 1, 10)


def contract(number: str, commencement: date, completion: date = date(2026, 6, 30), **facts: Any) -> Contract:
    plain: dict[str, Any] = {"signed_on": SIGNED, "parcel_nos": (f"P-{number}",)}
    return Contract(
        contract_no=number, agreed_commencement=commencement, agreed_completion=completion, **(plain | facts)
    )


def happened(number: str, kind: EventType, day: date, **details: object) -> Event:
    return Event(contract_no=number, type=kind, day=day, details=details)


def visited(number: str, day: date, person: str | None = "张三", **details: object) -> Event:
    return happened(number, EventType.PATROL, day, **(details | ({"person": person} if person else {})))


def judged(on: date, contracts: Sequence[Contract], *events: Event) -> Assessment:
    """Every contract has one parcel, in 桥河; those whose number ends in B in 北渡."""
    parcels = [
        Parcel(parcel_no=number, cluster="北渡" if number.endswith("B") else "桥河")
        for each in contracts
        for number in each.parcel_nos
    ]
    return assess(Snapshot.from_records(on, contracts=contracts, events=events, parcels=parcels))
