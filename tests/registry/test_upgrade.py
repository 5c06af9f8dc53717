"""A register made by an older landwatch is brought up to date where it lies, and loses nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from sqlalchemy import select

from landwatch.errors import RegisterError
from landwatch.model import Contract
from landwatch.registry import Added, Register
from landwatch.registry.journal import rows_by_table
from landwatch.registry.tables import journal
from landwatch.snapshot import Snapshot
from tests.registry import backdoor, older

ON = date(2024, 1, 20)


@pytest.fixture
def old_register(url: str) -> str:
    """A register as the first revision made it, with one contract in it."""
    older.make(url)
    return url


def test_an_older_register_is_refused_with_the_command_that_upgrades_it(old_register: str) -> None:
    with pytest.raises(
        RegisterError, match=r"schema 0001, this one has \d{4}\).* running landwatch db upgrade on it"
    ):
        Register.open(old_register)


def test_an_upgraded_register_gives_the_old_facts_with_nothing_agreed_on_production(
    old_register: str,
) -> None:
    with Register.create(old_register) as register:
        found = register.snapshot(ON)
    old = Contract(
        contract_no=older.ROW["contract_no"],
        form=older.ROW["form"],
        agreed_commencement=date(2020, 12, 31),
        price_fen=1_800_000_000,
    )
    expected = Snapshot.from_records(ON, contracts=[old])
    own = ["recorded_at", "recorded_by", "source"]
    pd.testing.assert_frame_equal(found.contracts.drop(columns=own), expected.contracts.drop(columns=own))
    pd.testing.assert_frame_equal(found.indicators, expected.indicators)


def test_an_upgraded_register_takes_the_new_facts(
    old_register: str, contract: Contract, record: Callable[..., Added]
) -> None:
    with Register.create(old_register) as register:
        record(register, contracts=[contract])
        found = register.snapshot(ON)
    new = found.contracts.set_index("contract_no").loc[contract.contract_no]
    assert new["agreed_production"].date() == contract.agreed_production
    assert found.indicators["name"].tolist() == ["投资强度", "绿地率"]


def test_an_upgraded_register_lies_open_for_reading_and_is_not_upgraded_again(old_register: str) -> None:
    Register.create(old_register).close()
    for use in (Register.open, Register.create):
        with use(old_register) as register:
            assert register.known().contract_nos == {older.ROW["contract_no"]}


def test_the_rows_of_an_older_register_are_taken_into_the_first_line_of_its_journal(
    old_register: str,
) -> None:
    Register.create(old_register).close()
    with backdoor.reading(old_register) as connection:
        (line,) = connection.execute(select(journal))
        rows = {name: list(found) for name, found in rows_by_table(connection)}
    assert (line.sequence, line.at, line.verb) == (1, "2023-05-01T08:00:00.000000Z", "adopt")
    assert json.loads(line.body)["added"] == {
        name: [[row.row_id, row.hash] for row in rows[name]] for name in ("sources", "contracts")
    }


def test_what_was_known_before_the_upgrade_is_told_as_it_was(
    old_register: str, contract: Contract, record: Callable[..., Added]
) -> None:
    with Register.create(old_register) as register:
        before = register.snapshot(ON)
        record(register, contracts=[replace(contract, contract_no="later")])
        again = register.snapshot(ON, before.known_at)
    pd.testing.assert_frame_equal(again.contracts, before.contracts)
    assert len(again.indicators) == 0
