"""The sums in legends and tables: contracts once, mu exactly, rates with both their parts."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from landwatch.maps.content import prepare
from landwatch.measures.figures.states import Idle, State
from landwatch.measures.figures.sums import Rate, Tally
from landwatch.model import EventType, Phase
from landwatch.rules import Assessment, Conventions, assess
from landwatch.units import cm2_from_mu
from tests.maps.zone import CONTRACTS, contract, event, judged

MU_60 = cm2_from_mu(Fraction(60))


def test_a_contract_over_two_parcels_counts_once_with_the_area_of_the_contract(zone: Assessment) -> None:
    assert prepare(zone).figures("北渡").states[State.NOT_DUE] == Tally(3, 4 * MU_60, 0)


def test_the_states_of_live_contracts_add_up_to_the_pool(zone: Assessment) -> None:
    sums = prepare(zone).figures("北渡")
    states = [sums.states[state] for state in State if state is not State.NO_CONTRACT]
    assert sums.live == Tally(sum(s.count for s in states), sum(s.area_cm2 for s in states), 0)


def test_land_without_contract_is_counted_in_parcels(zone: Assessment) -> None:
    assert prepare(zone).figures("北渡").states[State.NO_CONTRACT] == Tally(1, MU_60, 0)


def test_an_ended_contract_counts_nowhere(zone: Assessment) -> None:
    assert prepare(zone).figures("北渡").live.count == len(CONTRACTS) - 1


def test_suspected_and_recognised_idle_land_are_summed_apart(zone: Assessment) -> None:
    assert prepare(zone).figures("北渡").idle == {
        Idle.SUSPECTED: Tally(1, MU_60, 0),
        Idle.RECOGNISED: Tally(1, MU_60, 0),
    }


def test_the_rate_by_area_has_mu_and_the_rate_by_count_has_contracts_as_parts(zone: Assessment) -> None:
    sums = prepare(zone).figures("北渡")
    assert sums.by_area["commencement"] == Rate(3 * MU_60, 14 * MU_60)
    assert sums.by_count["commencement"] == Rate(3, 13)


def test_the_convention_of_due_contracts_takes_the_others_out_of_the_denominator(zone: Assessment) -> None:
    due_only = assess(zone.snapshot, Conventions(rate_pool="D"))
    assert prepare(due_only).figures("北渡").by_count["commencement"] == Rate(3, 7)


def test_of_a_contract_in_phases_only_the_phase_in_default_counts_by_area() -> None:
    phases = (
        Phase(number="1", area_cm2=MU_60 // 3, agreed_commencement=date(2022, 6, 30)),
        Phase(number="2", area_cm2=MU_60 * 2 // 3, agreed_commencement=date(2025, 6, 30)),
    )
    phased = judged(contracts=[contract(1, phases=phases)], events=[])
    assert prepare(phased).figures("北渡").by_area["commencement"] == Rate(MU_60 // 3, MU_60)


def test_an_unknown_area_is_counted_and_reported_and_not_taken_for_nought() -> None:
    unmeasured = judged(contracts=[contract(1), contract(2, area_cm2=None)], events=[])
    assert prepare(unmeasured).figures("北渡").live == Tally(2, MU_60, 1)


def test_a_cluster_without_contracts_has_no_rate_instead_of_nought(zone: Assessment) -> None:
    rate = prepare(zone).figures("安稳").by_area["commencement"]
    with pytest.raises(ZeroDivisionError):
        rate.share()


def test_moving_one_row_moves_the_figure() -> None:
    begun = judged(events=[event(1, EventType.COMMENCED, date(2023, 9, 30))], contracts=[contract(1)])
    idle = judged(events=[], contracts=[contract(1)])
    rates = [prepare(judgement).figures(None).by_count["commencement"].part for judgement in (idle, begun)]
    assert rates == [1, 0]
