"""Many days in one run of the engine: each as if it had been judged by itself."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from landwatch.model import ContractForm, EventType, Phase
from landwatch.rules import Assessment, Conventions, assess, replay
from landwatch.rules.replay import assess_days
from tests.rules.judging import assessed, contract, event

DAYS = [date(2022, 11, 30), date(2023, 6, 30), date(2023, 7, 1), date(2024, 12, 31)]
PHASES = (
    Phase(number="1", area_cm2=10**8, agreed_commencement=date(2023, 6, 30)),
    Phase(number="2", area_cm2=10**8, agreed_commencement=date(2024, 6, 30)),
)


@pytest.fixture(scope="module")
def office() -> Assessment:
    """Contracts with and without phases, signed early, late and on no known day, with facts of every year."""
    return assessed(
        [
            contract("A", signed_on=date(2022, 1, 5)),
            contract("B", signed_on=date(2023, 7, 1), agreed_commencement=date(2024, 3, 31)),
            contract("C", signed_on=date(2021, 1, 5), phases=PHASES),
            contract("D", form=ContractForm.REVISION_2025),
        ],
        [
            event(EventType.COMMENCED, date(2023, 6, 30), "A"),
            event(EventType.COMPLETED, date(2024, 5, 2), "A"),
            event(EventType.COMMENCED, date(2023, 8, 1), "C", phase="1"),
            event(EventType.COMMENCED, date(2024, 8, 1), "C", phase="9"),
            event(
                EventType.GOVERNMENT_CAUSE,
                None,
                "D",
                start=date(2023, 5, 1),
                end=date(2024, 1, 31),
                verified=True,
            ),
            event(EventType.CONTRACT_ENDED, date(2024, 2, 1), "D"),
        ],
        on=DAYS[-1],
    )


@pytest.mark.parametrize("at_once", [1 << 18, 9], ids=["one-run", "two-runs"])
def test_every_value_of_every_day_is_that_of_the_day_judged_by_itself(
    office: Assessment, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replay, "_ROWS", at_once)
    values = [name for name in office.contracts.columns if name != "contract_no"]
    together = assess_days(office.snapshot, DAYS, values)
    for day in DAYS:
        alone = assess(office.snapshot.earlier(day)).contracts[values]
        pd.testing.assert_frame_equal(together.loc[pd.Timestamp(day)], alone, check_dtype=False)


def test_a_contract_is_there_from_the_day_on_which_it_was_signed(office: Assessment) -> None:
    judged = assess_days(office.snapshot, DAYS, ["contract_status"])
    there = {
        day: list(rows.index.get_level_values("contract_no")) for day, rows in judged.groupby(level="on")
    }
    assert there[pd.Timestamp(2023, 6, 30)] == ["A", "C", "D"]
    assert there[pd.Timestamp(2023, 7, 1)] == ["A", "B", "C", "D"]


def test_the_conventions_given_are_in_force_on_every_day() -> None:
    office = assessed(
        contract(signed_on=date(2022, 1, 5), agreed_handover=date(2022, 3, 1)),
        [event(EventType.HANDED_OVER, date(2022, 9, 1))],
        on=DAYS[-1],
    )
    plain, unshifted = (
        assess_days(office.snapshot, DAYS[:3], ["effective_commencement_due"], conventions)
        for conventions in (Conventions(), Conventions(handover_shift="none"))
    )
    assert not plain.equals(unshifted)
    assert set(unshifted["effective_commencement_due"]) == {pd.Timestamp(2023, 6, 30)}


def test_a_register_without_contracts_has_no_rows() -> None:
    assert assess_days(assessed([], on=DAYS[-1]).snapshot, DAYS, ["contract_status"]).empty
