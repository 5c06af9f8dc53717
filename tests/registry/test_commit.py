"""One way into the tables: each commit has its instant, its source and its line in the journal."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from landwatch.errors import RegisterError
from landwatch.model import Cluster, Contract, Event, Parcel, Source
from landwatch.registry import Added, Register
from landwatch.registry.commit import Committed, commit
from landwatch.registry.journal import rows_by_table
from landwatch.registry.row_mapping import Kind, entries, source_row
from landwatch.registry.tables import contracts, journal
from landwatch.registry.verify_journal import GENESIS, line_hash
from tests.registry import backdoor

ORIGIN = source_row(Source(name="更正.pdf", sha256="6f" * 32, kind="document"), "赵六")
MORNING = "2024-01-21T09:30:00.000000Z"
LATER = "2024-01-21T12:30:00.000000Z"


def lines(url: str) -> list[Any]:
    """Every line of the journal."""
    with backdoor.reading(url) as connection:
        return list(connection.execute(select(journal).order_by(journal.c.sequence)))


def json_of(line: Any) -> Any:
    """The body of a line."""
    return json.loads(line.body)


def correct(url: str, contract: Contract, at: str = LATER, **options: Any) -> Committed:
    """Replace the row of the first contract."""
    ((table, row), *_parts) = entries(Kind.CONTRACTS, [contract])[0].rows
    stamps = {"recorded_at": at, "recorded_by": "赵六"}
    with backdoor.writing(url) as connection:
        return commit(
            connection, verb="correct", origin=ORIGIN, stamps=stamps, added={table: [row]}, **options
        )


@pytest.fixture
def filled(
    add: Callable[..., Added],
    cluster: Cluster,
    parcel: Parcel,
    contract: Contract,
    period: Event,
    commencement: Event,
) -> Added:
    """A register with every field of every table filled."""
    others = [replace(parcel, parcel_no="no geometry", geometry=None), replace(parcel, parcel_no="2")]
    return add(
        clusters=[cluster], parcels=[parcel, *others], contracts=[contract], events=[period, commencement]
    )


def test_a_commit_that_writes_adds_one_line(url: str, filled: Added, add: Callable[..., Added]) -> None:
    assert [(line.sequence, line.at, line.actor, line.verb) for line in lines(url)] == [
        (1, MORNING, "王五", "import")
    ]


def test_nothing_new_adds_no_line(
    url: str, filled: Added, add: Callable[..., Added], contract: Contract
) -> None:
    add(contracts=[contract])
    assert len(lines(url)) == 1


def test_a_line_repeats_the_hash_of_the_line_before(
    url: str, filled: Added, add: Callable[..., Added], contract: Contract
) -> None:
    add(contracts=[replace(contract, contract_no="2")])
    first, second = lines(url)
    assert first.previous_hash == GENESIS
    assert second.previous_hash == first.hash
    for line in (first, second):
        assert line.hash == line_hash(*line[:5], line.previous_hash)


def test_the_hash_of_a_row_written_is_that_of_the_row_read(url: str, filled: Added) -> None:
    (line,) = lines(url)
    with backdoor.reading(url) as connection:
        tables = rows_by_table(connection)
        read = {name: [(row.row_id, row.hash) for row in rows] for name, rows in tables}
    added = json_of(line)["added"]
    assert {name: [tuple(row) for row in rows] for name, rows in added.items()} == {
        name: rows for name, rows in read.items() if rows
    }


def test_a_line_names_its_source_and_reason(url: str, filled: Added, contract: Contract) -> None:
    made = correct(url, replace(contract, holder="甲"), superseded={"contracts": [1]}, reason="名称更正")
    body = json_of(lines(url)[-1])
    assert body["source"] == {**ORIGIN, "row_id": made.source_id}
    assert body["reason"] == "名称更正"
    assert body["superseded"] == {"contracts": [[1, LATER]]}
    assert [row_id for row_id, _digest in body["added"]["contracts"]] == [2]


def test_a_row_superseded_ends_when_the_one_in_its_place_begins(
    url: str, filled: Added, contract: Contract
) -> None:
    correct(url, replace(contract, holder="甲"), superseded={"contracts": [1]})
    with backdoor.reading(url) as connection:
        found = connection.execute(
            select(contracts.c.row_id, contracts.c.recorded_at, contracts.c.superseded_at)
        ).all()
    assert sorted(map(tuple, found)) == [(1, MORNING, LATER), (2, LATER, None)]


def test_a_row_that_does_not_stand_is_not_superseded_again(
    url: str, filled: Added, contract: Contract
) -> None:
    correct(url, replace(contract, holder="甲"), superseded={"contracts": [1]})
    with pytest.raises(RegisterError, match="Row 1 of the table contracts does not stand any more"):
        correct(url, replace(contract, holder="乙"), superseded={"contracts": [1]})
    assert len(lines(url)) == 2


@pytest.mark.parametrize("at", [MORNING, "2023-12-31T00:00:00.000000Z"])
def test_a_commit_by_a_clock_that_runs_behind_comes_just_after_the_last_one(
    url: str, filled: Added, contract: Contract, at: str
) -> None:
    made = correct(url, replace(contract, contract_no="2"), at)
    assert made.recorded_at == "2024-01-21T09:30:00.000001Z"
    assert [line.at for line in lines(url)] == [MORNING, made.recorded_at]


def test_an_answer_stays_what_it_was_when_more_is_recorded_at_the_same_instant(
    register: Register, filled: Added, add: Callable[..., Added], contract: Contract
) -> None:
    add(contracts=[replace(contract, contract_no="2")])
    morning = datetime(2024, 1, 21, 9, 30, tzinfo=UTC)
    day = morning.date()
    assert len(register.snapshot(day, morning).contracts) == 1
    assert len(register.snapshot(day, morning + timedelta(microseconds=1)).contracts) == 2


def test_a_reason_that_no_store_can_hold_is_refused(url: str, filled: Added, contract: Contract) -> None:
    with pytest.raises(RegisterError, match="更正.pdf, reason: .* cannot be kept"):
        correct(url, replace(contract, contract_no="2"), reason="a\0b")
    assert len(lines(url)) == 1
