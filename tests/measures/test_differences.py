"""What became of a contract between two days, out of two assessments of the engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from landwatch.measures.figures.differences import Difference, differences, tallies
from landwatch.measures.figures.states import with_states
from landwatch.model import ContractStatus, EventType
from landwatch.rules import Assessment, assess
from landwatch.snapshot import Snapshot
from tests.maps.zone import contract, event

FIRST, LAST = date(2022, 6, 30), date(2023, 6, 30)


@dataclass(frozen=True)
class Case:
    """A contract due to commence on 2022-01-31, with what is special about it, and what becomes of it."""

    told: str
    became: Difference | None
    facts: dict[str, Any] = field(default_factory=dict)
    events: tuple[tuple[EventType, date], ...] = ()


COMMENCED, ENDED = EventType.COMMENCED, EventType.CONTRACT_ENDED
LONG_LATE = {"agreed_commencement": date(2021, 3, 31), "signed_on": date(2020, 3, 1)}
CASES = [
    Case("late since then", Difference.NEW, {"agreed_commencement": date(2022, 9, 30)}),
    Case(
        "signed since then and late already",
        Difference.NEW,
        {"signed_on": date(2022, 8, 1), "agreed_commencement": date(2022, 12, 31)},
    ),
    Case("late and started since then", Difference.CURED, events=((COMMENCED, date(2022, 7, 1)),)),
    Case("late, its land suspected since then", Difference.WORSE),
    Case(
        "late, and since then with completion too",
        Difference.WORSE,
        {"agreed_commencement": date(2022, 6, 29), "agreed_completion": date(2023, 3, 31)},
    ),
    Case(
        "suspected, recognised since then",
        Difference.WORSE,
        LONG_LATE,
        ((EventType.IDLE_RECOGNITION, date(2023, 3, 1)),),
    ),
    Case("suspected on both days", Difference.UNCHANGED, LONG_LATE),
    Case(
        "late with completion on both days",
        Difference.UNCHANGED,
        {"agreed_completion": date(2022, 3, 31)},
        ((COMMENCED, date(2022, 1, 15)),),
    ),
    Case(
        "late with both, started since then",
        Difference.BETTER,
        {"agreed_completion": date(2022, 5, 31)},
        ((COMMENCED, date(2022, 7, 1)),),
    ),
    Case("late and ended, which cures nothing", Difference.ENDED, events=((ENDED, date(2023, 2, 1)),)),
    Case(
        "signed since then",
        Difference.SIGNED,
        {"signed_on": date(2023, 1, 5), "agreed_commencement": date(2024, 1, 5)},
    ),
    Case("started in time", Difference.IN_ORDER, events=((COMMENCED, date(2022, 1, 15)),)),
    Case("ended before both days", None, events=((ENDED, date(2022, 2, 1)),)),
]


@pytest.fixture(scope="module")
def became() -> dict[str, Difference]:
    """What became of the contract of each case, all judged together."""
    plain = {"agreed_commencement": date(2022, 1, 31), "agreed_completion": date(2025, 12, 31)}
    contracts = [contract(n, project_name=c.told, **{**plain, **c.facts}) for n, c in enumerate(CASES)]
    events = [event(n, kind, day, document="1") for n, c in enumerate(CASES) for kind, day in c.events]
    snapshot = Snapshot.from_records(LAST, contracts=contracts, events=events)
    after = with_states(assess(snapshot))
    rows = differences(with_states(assess(snapshot.earlier(FIRST))), after)
    return dict(zip(after.loc[rows.index, "project_name"], rows["difference"], strict=True))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.told)
def test_a_contract(case: Case, became: dict[str, Difference]) -> None:
    assert became.get(case.told) == case.became


@pytest.fixture(scope="module")
def days(zone: Assessment) -> tuple[Assessment, Assessment]:
    return assess(zone.snapshot.earlier(date(2022, 3, 31))), zone


def test_every_flag_of_two_assessments_is_accounted_for(days: tuple[Assessment, Assessment]) -> None:
    def flagged(assessment: Assessment) -> set[str]:
        contracts = with_states(assessment)
        found = contracts["commencement_breach"] | contracts["completion_breach"] | contracts["idle"].notna()
        return set(contracts.index[found])

    rows = differences(*map(with_states, days))
    by_kind = {each: set(rows.index[rows["difference"] == each]) for each in Difference}
    before, after = map(flagged, days)
    assert by_kind[Difference.NEW] == after - before
    assert by_kind[Difference.CURED] == before - after
    still = by_kind[Difference.WORSE] | by_kind[Difference.UNCHANGED] | by_kind[Difference.BETTER]
    assert still == before & after


def test_every_contract_in_force_on_a_day_stands_in_one_kind(days: tuple[Assessment, Assessment]) -> None:
    rows = differences(*map(with_states, days))
    sums = tallies(rows)
    assert sum(each.count for each in sums.values()) == len(rows)
    in_force = len(rows) - sums[Difference.ENDED].count
    assert in_force == int(days[1].contracts["contract_status"].eq(ContractStatus.LIVE).sum())
    assert rows["difference"].map(list(Difference).index).is_monotonic_increasing


def test_one_cluster_holds_its_contracts_alone(days: tuple[Assessment, Assessment]) -> None:
    contents = list(map(with_states, days))
    assert set(differences(*contents, "北渡")["cluster"]) == {"北渡"}
    assert differences(*contents, "安稳").empty
