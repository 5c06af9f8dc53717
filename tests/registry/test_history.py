"""History: each commit that touched a contract or a parcel; and what was known at each of them."""

from __future__ import annotations

import shutil
import string
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from landwatch.model import Contract, Document, Event, EventType, Parcel, Phase, Source
from landwatch.registry import Act, Added, Correcting, Kind, Register
from landwatch.snapshot import SCHEMA, Snapshot

MORNING = datetime(2024, 1, 21, 9, 30, tzinfo=UTC)
NOON = MORNING + timedelta(hours=3)
ON = date(2024, 1, 20)
ACT = Act(by="赵六", at=NOON, reason="录入时多写一个零", document="綦规资更〔2024〕3号")
LEDGER = Source(name="供地台账.xlsx", sha256="5e" * 32, kind="ledger")

AddRecords = Callable[..., Added]


def test_history_tells_who_changed_what_from_what_to_what_and_why(
    register: Register, add: AddRecords, contract: Contract
) -> None:
    add(contracts=[contract])
    register.correct(Kind.CONTRACTS, contract.contract_no, lambda deed: replace(deed, price_fen=7), ACT)
    first, second = register.history(contract.contract_no)
    assert (first.verb, first.by, first.source, first.reason) == ("import", "王五", "供地台账.xlsx", None)
    assert len(first.touched) == 8
    assert (second.verb, second.by, second.reason, second.document) == (
        "correct",
        "赵六",
        "录入时多写一个零",
        "綦规资更〔2024〕3号",
    )
    (touched,) = second.touched
    assert (touched.table, touched.outcome) == ("contracts", "corrected")
    assert [change.to_dict() for change in touched.changes] == [
        {"field": "price_fen", "before": 2**63 - 1, "after": 7}
    ]


def test_a_corrected_event_is_one_entry_and_a_retired_one_another(
    register: Register, add: AddRecords, contract: Contract, commencement: Event
) -> None:
    add(contracts=[contract], events=[commencement])
    key = register.history(contract.contract_no)[0].touched[-1].key
    done = register.correct(Kind.EVENTS, key, lambda event: replace(event, day=ON), ACT)
    register.retire(Kind.EVENTS, done.key, replace(ACT, at=NOON + timedelta(hours=1)))
    _first, second, third = register.history(contract.contract_no)
    assert [(one.outcome, [c.field for c in one.changes]) for one in second.touched] == [
        ("corrected", ["day"])
    ]
    assert [(one.table, one.outcome, one.key) for one in third.touched] == [("events", "retired", done.key)]


def test_the_history_of_a_parcel_tells_its_split_and_its_documents(
    register: Register, add: AddRecords
) -> None:
    whole = Parcel(parcel_no="P", geometry=shapely.box(106.6, 29, 106.602, 29.001))
    halves = [
        Parcel(parcel_no="P1", geometry=shapely.box(106.6, 29, 106.601, 29.001)),
        Parcel(parcel_no="P2", geometry=shapely.box(106.601, 29, 106.602, 29.001)),
    ]
    add(parcels=[whole])
    register.attach(Document(sha256="", size=0, file_name="测绘.pdf", parcel_no="P"), b"x", ACT)
    register.split("P", halves, date(2023, 6, 1), ACT)
    steps = register.history("P")
    assert [step.verb for step in steps] == ["import", "attach", "split"]
    assert [(one.table, one.outcome) for one in steps[2].touched] == [
        ("parcels", "corrected"),
        ("lineage", "recorded"),
    ]
    assert [step.verb for step in register.history("P1")] == ["split"]


def test_nothing_was_ever_recorded_under_an_unknown_number(register: Register) -> None:
    assert register.history("9") == ()


# What was known then is what is told of then

NAMES = st.text(string.ascii_letters, max_size=3)
DAYS = st.dates(date(2020, 1, 1), date(2025, 1, 1))
PHASES = st.lists(st.sampled_from("一二三"), unique=True).flatmap(
    lambda numbers: st.tuples(*(st.builds(Phase, number=st.just(n), agreed_completion=DAYS) for n in numbers))
)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "holder": NAMES,
        "price_fen": st.integers(0, 9),
        "agreed_commencement": DAYS,
        "phases": PHASES,
        "parcel_nos": st.lists(st.sampled_from(["P", "P1", "Q"]), unique=True).map(tuple),
    },
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("correct"), FIELDS),
        st.tuples(st.just("import"), FIELDS),
        st.tuples(st.just("correct from a file"), FIELDS),
        st.tuples(st.just("event"), DAYS),
        st.tuples(st.just("retire"), st.none()),
        st.tuples(st.just("split"), st.dates(date(2022, 1, 1), date(2023, 1, 1))),
    ),
    min_size=1,
    max_size=6,
)
WHOLE = Parcel(parcel_no="P", registered_area_cm2=10, geometry=shapely.box(106.6, 29, 106.602, 29.001))
HALVES = [
    Parcel(parcel_no="P1", registered_area_cm2=4, geometry=shapely.box(106.6, 29, 106.601, 29.001)),
    Parcel(parcel_no="P2", registered_area_cm2=6, geometry=shapely.box(106.601, 29, 106.602, 29.001)),
]


def take_step(register: Register, verb: str, given: Any, at: datetime) -> None:
    """Do one thing with contract 1, whatever it is about and whether or not it can be done."""
    act, known = replace(ACT, at=at), register.known()
    adding: dict[str, Any] = {"source": LEDGER, "recorded_by": "王五", "recorded_at": at}
    match verb:
        case "correct" if "1" in known.contract_nos:
            register.correct(Kind.CONTRACTS, "1", lambda deed: replace(deed, **given), act)
        case "import":
            register.add(**adding, contracts=[Contract(contract_no="1", **given)])
        case "correct from a file":
            why = Correcting(reason="更正")
            register.add(**adding, contracts=[Contract(contract_no="1", **given)], correcting=why)
        case "event":
            register.add(**adding, events=[Event(contract_no="1", type=EventType.PATROL, day=given)])
        case "retire" if "1" in known.contract_nos:
            register.retire(Kind.CONTRACTS, "1", act, with_facts=True)
        case "split" if "P1" not in known.parcel_nos:
            register.split("P", HALVES, given, act)


def frames(snapshot: Snapshot) -> dict[str, pd.DataFrame]:
    """The frames, boundaries as text."""
    found = {name: pd.DataFrame(getattr(snapshot, name)) for name in SCHEMA}
    return {
        name: rows.assign(geometry=[str(shape) for shape in rows["geometry"]]) if "geometry" in rows else rows
        for name, rows in found.items()
    }


@pytest.fixture(scope="module")
def with_a_parcel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a register with parcel P, to be copied."""
    file = tmp_path_factory.mktemp("template") / "register.gpkg"
    with Register.create(f"gpkg:///{file}") as register:
        register.add(source=LEDGER, recorded_by="王五", recorded_at=MORNING, parcels=[WHOLE])
    return file


@pytest.mark.long
@settings(max_examples=15, deadline=None)
@given(steps=STEPS, on=DAYS)
def test_a_snapshot_as_known_then_is_the_snapshot_taken_then(
    with_a_parcel: Path, steps: list[tuple[str, Any]], on: date
) -> None:
    with (
        TemporaryDirectory() as folder,
        Register.open(f"gpkg:///{shutil.copy(with_a_parcel, folder)}") as register,
    ):
        taken = []
        for number, (verb, given_fields) in enumerate(steps):
            # Every second act has the instant of the one before, as files of one import have.
            take_step(register, verb, given_fields, MORNING + timedelta(minutes=number // 2))
            taken.append(register.snapshot(on))
        for then in taken:
            again = register.snapshot(on, known_at=then.known_at)
            for name, rows in frames(then).items():
                pd.testing.assert_frame_equal(frames(again)[name], rows)
