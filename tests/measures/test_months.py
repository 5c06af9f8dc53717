"""Month by month: what the map would have shown, and its sums, as the engine judges each day by itself."""

from __future__ import annotations

from datetime import date

import pytest

from landwatch.maps.content import MapContent, prepare
from landwatch.maps.formatting import known
from landwatch.measures.figures.months import Timeline, look, moved_on, replay
from landwatch.measures.figures.states import Idle, State
from landwatch.model import Contract, EventType
from landwatch.rules import Assessment, Conventions, assess
from tests.maps.zone import CONTRACTS, EVENTS, contract, event, judged

ENDS = [date(2021, 3, 31), date(2021, 12, 31), date(2022, 12, 31), date(2023, 7, 31), date(2023, 12, 31)]


@pytest.fixture(scope="module")
def timeline(zone: Assessment) -> Timeline:
    return replay(zone, 120)


@pytest.fixture(scope="module", params=ENDS, ids=str)
def then(request: pytest.FixtureRequest, zone: Assessment) -> MapContent:
    """The zone on an earlier day, judged by itself."""
    return prepare(assess(zone.snapshot.earlier(request.param)))


def looks_on(timeline: Timeline, day: date) -> dict[str, tuple[State, Idle | None]]:
    row = timeline.parcels[timeline.days.index(day)]
    return {str(no): look(number) for no, number in zip(timeline.parcel_nos, row, strict=True)}


def test_every_parcel_looks_on_a_past_day_as_that_day_judged_by_itself(
    timeline: Timeline, then: MapContent
) -> None:
    assert looks_on(timeline, then.on) == {
        no: (State(row["state"]), Idle(row["idle"]) if known(row["idle"]) else None)
        for no, row in then.parcels.iterrows()
    }


@pytest.mark.parametrize("cluster", ["北渡", "安稳", None])
def test_every_sum_of_a_past_day_is_that_of_the_day_judged_by_itself(
    timeline: Timeline, then: MapContent, cluster: str | None
) -> None:
    assert timeline.figures(cluster)[timeline.days.index(then.on)] == then.figures(cluster)


def test_with_the_pool_of_those_due_the_rates_of_a_past_day_are_those_of_the_day(zone: Assessment) -> None:
    due_only = Conventions(rate_pool="D")
    then = prepare(assess(zone.snapshot.earlier(date(2022, 12, 31)), due_only))
    months = replay(assess(zone.snapshot, due_only), 13)
    assert months.days[0] == then.on
    assert months.figures("北渡")[0] == then.figures("北渡")


def test_the_days_are_month_ends_from_the_first_contract_to_the_day_of_the_page(timeline: Timeline) -> None:
    assert (timeline.days[0], timeline.days[-1]) == (date(2015, 5, 31), date(2023, 12, 31))
    assert len(timeline.days) == 8 * 12 + 8


def test_no_more_months_are_replayed_than_asked_for(zone: Assessment) -> None:
    assert replay(zone, 3).days == (date(2023, 10, 31), date(2023, 11, 30), date(2023, 12, 31))


def test_the_newest_of_two_contracts_in_the_same_state_gives_the_mark() -> None:
    older = contract(21, parcels=["BD-13"], agreed_commencement=date(2021, 9, 30), signed_on=date(2020, 1, 6))
    zone = judged(contracts=[*CONTRACTS, older], events=[*EVENTS])
    months, then = replay(zone, 12), prepare(assess(zone.snapshot.earlier(date(2023, 2, 28))))
    place = list(months.parcel_nos).index("BD-13")
    assert then.parcels.loc["BD-13", "idle"] == Idle.SUSPECTED
    assert look(months.parcels[1, place]) == (State.COMMENCEMENT_DEFAULT, Idle.SUSPECTED)
    assert look(months.parcels[-1, place]) == (State.COMMENCEMENT_DEFAULT, Idle.RECOGNISED)


def test_runs_give_back_the_look_of_every_month(timeline: Timeline) -> None:
    numbers = ["BD-03", "BD-07", "BD-14"]
    for no, run in zip(numbers, timeline.runs(numbers), strict=True):
        changes = dict(zip(run[1::2], run[2::2], strict=True))
        seen, now = [], run[0]
        for month in range(len(timeline.days)):
            now = changes.get(month, now)
            seen.append(now)
        assert seen == list(timeline.parcels[:, list(timeline.parcel_nos).index(no)])


def test_land_that_never_changes_is_one_number(timeline: Timeline) -> None:
    assert timeline.runs(["BD-14"]) == [[list(State).index(State.NO_CONTRACT) * 3]]


def test_a_fact_recorded_late_changes_the_past_as_it_is_known_now(zone: Assessment) -> None:
    late = event(1, EventType.COMMENCED, date(2023, 9, 15))
    known_later = judged(events=[*EVENTS, late])
    before, after = (looks_on(replay(z, 3), date(2023, 10, 31))["BD-01"] for z in (zone, known_later))
    assert (before[0], after[0]) == (State.COMMENCEMENT_DEFAULT, State.UNDER_CONSTRUCTION)


def assert_same_months(found: Timeline, wanted: Timeline) -> None:
    assert (found.days, list(found.parcel_nos)) == (wanted.days, list(wanted.parcel_nos))
    assert found.parcels.tolist() == wanted.parcels.tolist()
    for cluster in ("北渡", "安稳", None):
        assert found.figures(cluster) == wanted.figures(cluster)


def test_moved_on_by_a_fact_the_months_are_those_judged_anew(timeline: Timeline) -> None:
    known_later = judged(events=[*EVENTS, event(1, EventType.COMMENCED, date(2023, 9, 15))])
    found = moved_on(timeline, known_later, [str(known_later.contracts.index[0])], 120)
    assert_same_months(found, replay(known_later, 120))


def test_moved_on_only_what_was_touched_is_judged_anew(timeline: Timeline) -> None:
    known_later = judged(events=[*EVENTS, event(1, EventType.COMMENCED, date(2023, 9, 15))])
    assert_same_months(moved_on(timeline, known_later, [], 120), timeline)


@pytest.mark.parametrize("gone", [CONTRACTS[3], CONTRACTS[0]], ids=["in between", "the oldest"])
def test_moved_on_when_a_contract_went_the_months_are_those_judged_anew(
    timeline: Timeline, gone: Contract
) -> None:
    rest = [each for each in CONTRACTS if each is not gone]
    events = [each for each in EVENTS if each.contract_no != gone.contract_no]
    without = judged(contracts=rest, events=events)
    assert_same_months(moved_on(timeline, without, [gone.contract_no], 120), replay(without, 120))


def test_moved_on_when_an_older_contract_came_the_months_begin_with_it(timeline: Timeline) -> None:
    older = contract(21, parcels=["BD-13"], signed_on=date(2014, 6, 2))
    zone = judged(contracts=[older, *CONTRACTS], events=[*EVENTS])
    found = moved_on(timeline, zone, [older.contract_no], 120)
    assert found.days[0] == date(2014, 6, 30)
    assert_same_months(found, replay(zone, 120))


def test_a_register_without_contracts_can_be_replayed(zone: Assessment) -> None:
    empty = judged(contracts=[], events=[])
    assert replay(empty, 12).figures("北渡")[0] == prepare(empty).figures("北渡")
