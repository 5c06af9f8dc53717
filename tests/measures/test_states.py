"""The colour of a parcel: the gravest thing that is true of its contract in force."""

from __future__ import annotations

from datetime import date

import pytest

from landwatch.maps.content import prepare
from landwatch.measures.figures.states import Idle, State, contract_states, idle_marks
from landwatch.model import EventType
from landwatch.rules import Assessment
from tests.maps.zone import CONTRACTS, EVENTS, contract, event, judged

NUMBER = "渝地綦（2021）合字第{:02}号"


@pytest.mark.parametrize(
    ("number", "state"),
    [
        (1, State.COMMENCEMENT_DEFAULT),
        (2, State.COMPLETION_DEFAULT),
        (4, State.EXCUSED),
        (5, State.DUE_SOON),
        (6, State.UNDER_CONSTRUCTION),
        (7, State.COMPLETED),
        (8, State.NOT_DUE),
        (10, State.NO_CONTRACT),
    ],
)
def test_every_contract_has_the_state_its_facts_give_it(zone: Assessment, number: int, state: State) -> None:
    assert contract_states(zone.contracts)[NUMBER.format(number)] == state


def test_a_contract_in_both_defaults_has_the_colour_of_commencement_default(zone: Assessment) -> None:
    both = zone.contracts.loc[NUMBER.format(3)]
    assert both["commencement_breach"] and both["completion_breach"]
    assert contract_states(zone.contracts)[NUMBER.format(3)] == State.COMMENCEMENT_DEFAULT


def test_a_contract_without_any_agreed_day_is_not_called_not_due(zone: Assessment) -> None:
    assert contract_states(zone.contracts)[NUMBER.format(9)] == State.UNKNOWN


def test_a_completion_that_falls_due_soon_outweighs_work_in_progress() -> None:
    soon = judged(
        contracts=[contract(1, agreed_completion=date(2024, 1, 20))],
        events=[event(1, EventType.COMMENCED, date(2021, 12, 1))],
    )
    assert contract_states(soon.contracts).tolist() == [State.DUE_SOON]


def test_land_not_begun_for_two_years_is_suspected_and_a_document_makes_it_recognised(
    zone: Assessment,
) -> None:
    marks = idle_marks(zone.contracts).dropna()
    assert marks.to_dict() == {NUMBER.format(3): Idle.SUSPECTED, NUMBER.format(13): Idle.RECOGNISED}


def test_a_parcel_with_no_contract_in_force_is_shown_without_contract(zone: Assessment) -> None:
    assert prepare(zone).parcels.loc["BD-14", "state"] == State.NO_CONTRACT


def test_the_contract_in_force_colours_a_parcel_that_had_another_before(zone: Assessment) -> None:
    assert prepare(zone).parcels.loc["BD-10", "state"] == State.UNDER_CONSTRUCTION


def test_the_gravest_of_two_contracts_in_force_colours_the_parcel() -> None:
    twice = [*CONTRACTS, contract(20, parcels=["BD-06"], agreed_commencement=date(2022, 6, 30))]
    assert prepare(judged(contracts=twice)).parcels.loc["BD-06", "state"] == State.COMMENCEMENT_DEFAULT


def test_every_parcel_of_a_contract_over_several_has_its_state(zone: Assessment) -> None:
    assert set(prepare(zone).parcels.loc[["BD-11", "BD-12"], "state"]) == {State.NOT_DUE}


def test_a_commencement_on_file_takes_the_parcel_out_of_default() -> None:
    begun = [*EVENTS, event(1, EventType.COMMENCED, date(2023, 12, 1))]
    assert prepare(judged(events=begun)).parcels.loc["BD-01", "state"] == State.UNDER_CONSTRUCTION
