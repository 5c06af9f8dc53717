"""One contract, or many, through the engine, with as few words as a test can bear."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from landwatch.model import Contract, ContractForm, Event, EventType
from landwatch.rules import Assessment, Conventions, assess
from landwatch.rules.parameters import Law
from landwatch.snapshot import Snapshot
from tests.rules.strategies import Dossier

DUE = date(2023, 6, 30)
PRICE_FEN = 1_800_000_000
HALF_PERMILLE = 500_000


def contract(number: str = "2023-1", **facts: Any) -> Contract:
    """A contract for 18 million yuan, due on 30 June 2023, damages of 9,000 yuan a day."""
    plain: dict[str, Any] = {
        "form": ContractForm.GF_2008_2601,
        "price_fen": PRICE_FEN,
        "commencement_damages_ppb": HALF_PERMILLE,
        "completion_damages_ppb": HALF_PERMILLE,
        "agreed_commencement": DUE,
        "agreed_completion": date(2024, 12, 31),
    }
    return Contract(contract_no=number, **{**plain, **facts})


def event(kind: EventType, day: date | None = None, number: str = "2023-1", **facts: Any) -> Event:
    """A dated fact about that contract; what is no field of an event are details of it."""
    fields = {name: facts.pop(name) for name in list(facts) if name in Event.__dataclass_fields__}
    return Event(contract_no=number, type=kind, day=day, details=facts, **fields)


def assessed(
    contracts: Contract | Sequence[Contract],
    events: Iterable[Event] = (),
    *,
    on: date,
    conventions: Conventions | None = None,
    law: Law | None = None,
    **more: Any,
) -> Assessment:
    """The assessment of one contract or several."""
    several = [contracts] if isinstance(contracts, Contract) else contracts
    snapshot = Snapshot.from_records(on, contracts=several, events=list(events), **more)
    return assess(snapshot, conventions, law=law)


def judged(contract: Contract, *events: Event, on: date, **choices: Any) -> pd.Series:
    """What the engine says of one contract."""
    row: pd.Series = assessed(contract, events, on=on, **choices).contracts.iloc[0]
    return row


def judged_together(dossiers: Sequence[Dossier], law: Law | None = None) -> list[dict[str, Any]]:
    """What the engine says of each dossier, all of them in one snapshot."""
    numbers = [str(place) for place in range(len(dossiers))]
    pairs = list(zip(numbers, dossiers, strict=True))
    snapshot = Snapshot.from_records(
        max(dossier.on for dossier in dossiers),
        contracts=[replace(dossier.contract, contract_no=number) for number, dossier in pairs],
        events=[replace(event, contract_no=number) for number, dossier in pairs for event in dossier.events],
    )
    on = np.array([dossier.on for dossier in dossiers], dtype="datetime64[D]")
    rows = assess(snapshot, law=law, on=on).contracts.drop(columns="contract_no").to_dict("records")
    return [{str(name): plain(value) for name, value in row.items()} for row in rows]


def plain(value: Any) -> Any:
    """A cell as Python has it: a date, an integer, a text, a tuple, or None."""
    if isinstance(value, tuple | str):
        return value
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return int(value) if isinstance(value, int | np.integer) else value
