"""Importing 20,000 rows in a process of its own, which may be killed at any moment."""

from __future__ import annotations

import multiprocessing
from datetime import UTC, date, datetime, timedelta
from multiprocessing.connection import Connection
from typing import Any

import numpy as np
import shapely

from landwatch.errors import RegisterError
from landwatch.model import Contract, Event, EventType, Parcel, Source
from landwatch.registry import Added, Register

ROWS = 20_000
"""A quarter each of parcels, contracts, parcels under contract and facts."""

SOURCE = Source(name="台账.xlsx", sha256="ab" * 32, kind="ledger")
MORNING = datetime(2024, 1, 21, 9, 30, tzinfo=UTC)
READY, DONE = "ready", "done"


def records(count: int = ROWS // 4, name: str = "") -> dict[str, Any]:
    """Parcels on a lattice, each under a contract on which work began."""
    corners = [(106.5 + 0.002 * (k % 100), 28.9 + 0.002 * (k // 100)) for k in range(count)]
    west, south = np.array(corners).T
    shapes = shapely.box(west, south, west + 0.001, south + 0.001)
    signed = [date(2020, 1, 1) + timedelta(days=k % 700) for k in range(count)]
    parcels = [Parcel(parcel_no=f"{name}GB{k:05}", geometry=shape) for k, shape in enumerate(shapes)]
    contracts = [
        Contract(contract_no=f"{name}合字{k:05}号", parcel_nos=(parcels[k].parcel_no,), signed_on=day)
        for k, day in enumerate(signed)
    ]
    events = [
        Event(contract_no=c.contract_no, type=EventType.COMMENCED, day=day)
        for c, day in zip(contracts, signed, strict=True)
    ]
    return {"parcels": parcels, "contracts": contracts, "events": events}


def add(register: Register, *, by: str = "王五", **given: Any) -> Added:
    """Record what is given."""
    return register.add(source=SOURCE, recorded_by=by, recorded_at=MORNING, **given)


def work(url: str, name: str, count: int, by: str, told: Connection) -> None:
    """Make the records, say so, import them when told to, and say how it ended."""
    given = records(count, name)
    with Register.open(url) as register:
        told.send(READY)
        told.recv()
        try:
            add(register, by=by, **given)
            told.send(DONE)
        except RegisterError as error:
            told.send(str(error))


class Worker:
    """A process that imports when it is told to; it comes from a server that has everything loaded."""

    def __init__(self, url: str, name: str, count: int = ROWS // 4, by: str = "王五") -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([__name__])
        self._told, theirs = context.Pipe()
        self._process = context.Process(target=work, args=(url, name, count, by, theirs), daemon=True)
        self._process.start()
        theirs.close()
        if self._told.recv() != READY:
            raise AssertionError("the worker did not come up")

    def begin(self) -> None:
        """Let it import."""
        self._told.send("go")

    def end(self) -> str:
        """Wait until it is through; ``done`` or the error it met."""
        answer: str = self._told.recv()
        self._process.join(30)
        return answer

    def kill(self) -> bool:
        """End it with SIGKILL; tell whether that was before it was through."""
        self._process.kill()
        self._process.join(30)
        try:
            return not (self._told.poll() and self._told.recv() == DONE)
        except EOFError:
            return True
