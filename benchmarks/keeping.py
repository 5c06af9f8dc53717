"""Kept assessments: a first answer, the same again, and the one after something was recorded.

PostGIS is measured where ``LANDWATCH_TEST_POSTGIS`` names a server whose user may create databases.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from itertools import count
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.measuring import Line, rate, s
from benchmarks.register import add, database, drawn
from landwatch.model import Event, EventType
from landwatch.registry import Act, Kind, Register
from landwatch.services.assessing.keeping import Kept, KeptAssessments

__all__ = ["lines"]

SIZES = (5_000, 50_000)
ON = date(2023, 12, 31)
CLUSTER = frozenset({"桥河"})
NUMBER = "渝地(2020)合字(綦江)第{}号"
ACT = Act(by="王五", at=datetime(2024, 1, 22, tzinfo=UTC), reason="改正")
_TIMES = 5
_turn = count()


def lines() -> Iterator[Line]:
    """Measure, one line after the other."""
    for size in SIZES:
        zone = drawn(size)
        with ExitStack() as stack:
            folder = stack.enter_context(TemporaryDirectory())
            stores = {"GeoPackage": f"gpkg:///{folder}/register.gpkg"}
            server = os.environ.get("LANDWATCH_TEST_POSTGIS")
            if server:
                stores["PostGIS"] = stack.enter_context(database(server))
            for store, url in stores.items():
                with Register.create(url) as register:
                    add(register, parcels=zone.parcels, contracts=zone.contracts)
                    add(register, events=zone.events)
                    yield from store_lines(f"{store}, {size:,} contracts", url, register, size)


def store_lines(store: str, url: str, register: Register, size: int) -> Iterator[Line]:
    """Measure the answers from one store."""
    kept = KeptAssessments(url)
    yield _line(f"{store}: the first answer, read and judged", _first(url), size)
    kept.assessment(ON)
    yield _line(f"{store}: the end of the journal", _best(kept.head))
    yield _line(f"{store}: the same answer again", _best(lambda: kept.assessment(ON)))
    works: dict[str, Callable[[], object]] = {
        "a recorded review": lambda: _review(register),
        "a corrected price": lambda: _correct(register),
    }
    for what, record in works.items():
        yield _line(f"{store}: the answer after {what}", _best(lambda: kept.assessment(ON), record))
    yield from _derived_lines(store, kept, register)
    cut = _best(lambda: kept.seen(ON, clusters=CLUSTER), lambda: _review(register), warm=kept)
    yield _line(f"{store}: that, cut down to a cluster of all of them", cut)
    kept.close()


def _derived_lines(store: str, kept: KeptAssessments, register: Register) -> Iterator[Line]:
    """Measure what is derived of an answer: made anew, and moved on with the answer already there."""
    derived: dict[str, Callable[[Kept], object]] = {
        "the list of what there is to do": Kept.work_list,
        "all figures": Kept.figures,
        "the months of a map": Kept.months,
    }
    for what, make in derived.items():
        answer = kept.assessment(ON)
        anew = Kept(answer.assessment, answer.head, answer.choices)
        yield _line(f"{store}: {what}, made anew", _best(partial(make, anew), times=1))
        make(answer)
        moved = _best(lambda make=make: make(kept.assessment(ON)), lambda: _review(register), warm=kept)
        yield _line(f"{store}: {what}, after a recorded review", moved)


def _first(url: str) -> tuple[float, float]:
    def ask() -> None:
        kept = KeptAssessments(url)
        kept.assessment(ON)
        kept.close()

    return _best(ask, times=2)


def _review(register: Register) -> None:
    turn = next(_turn)
    details = {"verdict": "confirmed", "person": "王五", "note": str(turn)}
    contract_no = NUMBER.format(turn % 1000)
    add(register, events=[Event(contract_no=contract_no, type=EventType.REVIEW, day=ON, details=details)])


def _correct(register: Register) -> None:
    turn = next(_turn)
    register.correct(
        Kind.CONTRACTS,
        NUMBER.format(turn % 1000),
        lambda contract: replace(contract, price_fen=10**9 + 10**6 * turn),
        ACT,
    )


def _best(
    work: Callable[[], Any],
    before: Callable[[], object] | None = None,
    *,
    warm: KeptAssessments | None = None,
    times: int = _TIMES,
) -> tuple[float, float]:
    """Take the least time of the clock and of the processor of several runs, each after something else."""
    clock, processor = float("inf"), float("inf")
    for __ in range(times):
        if before:
            before()
        if warm:
            warm.assessment(ON)
        begin, used = time.perf_counter(), time.process_time()
        work()
        clock = min(clock, time.perf_counter() - begin)
        processor = min(processor, time.process_time() - used)
    return clock, processor


def _line(what: str, taken: tuple[float, float], size: int | None = None) -> Line:
    clock, processor = taken
    load = f"processor {s(processor)}; load of the machine {os.getloadavg()[0]:.1f}"
    return what, s(clock), rate(clock, size) if size else "", load
