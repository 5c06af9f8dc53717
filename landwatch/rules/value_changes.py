"""What would change: the same contracts judged twice, and exactly the values that differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.model import Event
from landwatch.rules.engine import Assessment, labels
from landwatch.snapshot import Snapshot, frame

__all__ = ["Change", "changes", "with_events"]


@dataclass(frozen=True)
class Change:
    """One value of one contract that differs between two assessments.

    Attributes
    ----------
    contract_no
        The contract.
    name
        Name of the value, e.g. ``first_idle_day``; ``flags`` for flags.
    before, after
        The two values as text; empty where there is none.
    """

    contract_no: str
    name: str
    before: str
    after: str


def changes(before: Assessment, after: Assessment) -> list[Change]:
    """List every labelled value that differs, contract by contract.

    Parameters
    ----------
    before, after
        Assessments of the same contracts.

    Returns
    -------
    list of Change
        In order of contract number and value; empty where nothing differs.
    """
    # An assessment that does not show money has no column of it.
    shown = [name for name, label in labels().items() if label.kind != "flag" and name in before.contracts]
    names = [*shown, "flags"]
    numbers = before.contracts.index.intersection(after.contracts.index)
    one, other = before.contracts.loc[numbers, names], after.contracts.loc[numbers, names]
    found: list[Change] = []
    for name in names:
        left, right = _texts(one[name]), _texts(other[name])
        differs = (left != right).to_numpy()
        found += [
            Change(str(number), name, was, now)
            for number, was, now in zip(numbers[differs], left[differs], right[differs], strict=True)
        ]
    return sorted(found, key=lambda change: (change.contract_no, names.index(change.name)))


def with_events(snapshot: Snapshot, events: Sequence[Event]) -> Snapshot:
    """Return the snapshot as it would be with further facts; nothing is written anywhere.

    Parameters
    ----------
    snapshot
        The facts as they are.
    events
        Facts supposed besides.

    Returns
    -------
    Snapshot
        A new snapshot; the one given is untouched.

    Raises
    ------
    UsageError
        If an event names a contract that the snapshot does not have.
    """
    known = set(snapshot.contracts["contract_no"])
    for event in events:
        if event.contract_no not in known:
            raise UsageError(
                _("{contract}: no such contract is known on {day}; check the number").format(
                    contract=event.contract_no, day=snapshot.on.isoformat()
                )
            )
    supposed = Snapshot.from_records(snapshot.on, events=events).events
    number = snapshot.events["event_id"].max()
    supposed["event_id"] = supposed["event_id"] + (0 if pd.isna(number) else int(number) + 1)
    both = pd.concat([snapshot.events, supposed], ignore_index=True)
    return replace(snapshot, events=frame("events", both))


def _texts(column: Any) -> Any:
    text = column.astype("object").map(lambda value: "" if _is_nothing(value) else _text(value))
    return text.astype("object")


def _is_nothing(value: Any) -> bool:
    return value is None or (not isinstance(value, tuple) and bool(pd.isna(value)))


def _text(value: Any) -> str:
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return ", ".join(value) if isinstance(value, tuple) else str(value)
