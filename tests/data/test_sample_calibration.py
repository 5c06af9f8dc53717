"""The sample gives the published figures, by a plain loop over the rules that knows nothing of the engine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta

from landwatch.formats import Reading, discover, read
from landwatch.rules import assess
from landwatch.snapshot import Snapshot

Contract = dict[str, Any]
Contracts = dict[str, Contract]
Days = list[date]

START, END = date(2022, 12, 31), date(2023, 12, 31)
QUARTERS = [
    (date(2023, month, 1), date(2023, month, 1) + relativedelta(months=3, days=-1)) for month in (1, 4, 7, 10)
]
FOUNDATION = ("基坑开挖完毕", "基础桩全部打入", "基础施工进度")


def known(contract: Contract, on: date, *words: str) -> list[dict[str, Any]]:
    """Facts of some kinds that are known on a day, oldest first."""
    facts = [fact for fact in contract["facts"] if fact["事项"] in words]
    facts = [fact for fact in facts if fact.get("日期", fact.get("起始日")) <= on]
    return sorted(facts, key=lambda fact: fact.get("日期", fact.get("起始日")))


def live(contracts: Contracts, on: date) -> Iterator[Contract]:
    """Contracts that are signed and not ended at the end of a day."""
    for contract in contracts.values():
        if contract["合同签订日期"] <= on and not known(contract, on, "合同解除"):
            yield contract


def excused_until(due: date, excused: Days) -> date:
    """Walk runs of excused days; a run that begins after the day reached so far adds nothing."""
    reached, index = due, 0
    while index < len(excused) and excused[index] <= reached:
        run = 1
        while excused[index] + timedelta(run) in excused:
            run += 1
        reached += timedelta(run)
        index += run
    return reached


def due_days(contract: Contract, commencement: date | None, completion: date, on: date) -> tuple[date, date]:
    """The last compliant days of commencement and completion, as known on a day."""
    handed_over = [fact["日期"] for fact in known(contract, on, "交地")]
    start = commencement or handed_over[0] + relativedelta(years=1)
    changes = known(contract, on, "补充协议", "延期批准")
    for change in changes:
        new = change.get("新约定开工日", start)
        if change["事项"] == "延期批准":
            new = min(new, start + relativedelta(years=1))
            completion += new - start
        start = new
        completion = change.get("新约定竣工日", completion)
    priced_in = changes[-1]["日期"] if changes else date.min
    excused = sorted(
        {
            day
            for cause in known(contract, on, "政府原因", "不可抗力")
            if cause["核实"] == "是"
            for day in days_between(cause["起始日"], min(cause["截止日"], on))
            if day > priced_in
        }
    )
    late = (min(handed_over[0], on) if handed_over else on) - contract["约定交地时间"]
    shift = timedelta(0) if changes else max(late, timedelta(0))
    return excused_until(start, excused) + shift, excused_until(completion, excused)


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day of a period, both ends included."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(offset)


def started(contract: Contract, on: date, phase: str | None) -> bool:
    """Whether works began: a plain start, or permit and foundation."""
    evidence = known(contract, on, "施工许可") and known(contract, on, *FOUNDATION)
    written = contract["实际开工时间"] is not None and contract["实际开工时间"] <= on
    return any(fact.get("期号") == phase for fact in known(contract, on, "开工")) or bool(evidence) or written


def completed(contract: Contract, on: date, phase: str | None) -> bool:
    """Whether works were accepted."""
    written = contract["实际竣工时间"] is not None and contract["实际竣工时间"] <= on
    return any(fact.get("期号") == phase for fact in known(contract, on, "竣工验收")) or written


def breach_areas(contract: Contract, on: date) -> tuple[int, int]:
    """Area in default of commencement and of completion, cm²."""
    parts = contract["phases"] or [contract]
    late_start = late_end = 0
    for part in parts:
        phase = part.get("期号")
        start, end = due_days(contract, part["约定开工时间"], part["约定竣工时间"], on)
        if on > start and not started(contract, on, phase):
            late_start += part["面积(公顷)"]
        if on > end and not completed(contract, on, phase):
            late_end += part["面积(公顷)"]
    return late_start, late_end


def rates(contracts: Contracts, on: date) -> tuple[Fraction, Fraction]:
    """Default rates by area, in percent."""
    pool = list(live(contracts, on))
    area = sum(contract["面积(公顷)"] for contract in pool)
    breaches = [breach_areas(contract, on) for contract in pool]
    commencement, completion = (Fraction(sum(kind) * 100, area) for kind in zip(*breaches, strict=True))
    return commencement, completion


def mu(area_cm2: int) -> Fraction:
    """One mu is 2,000/3 m²."""
    return Fraction(area_cm2 * 3, 20_000_000)


def disposed(contracts: Contracts, kind: str, year: int) -> list[Contract]:
    """Contracts of which a default was disposed of in a year."""
    return [
        contract
        for contract in contracts.values()
        for fact in contract["facts"]
        if fact["事项"] == "违约处置" and fact["类别"] == kind and fact["日期"].year == year
    ]


@pytest.mark.parametrize(("on", "commencement", "completion"), [(START, "5.0", "7.6"), (END, "2.1", "4.3")])
def test_default_rates_by_area(contracts: Contracts, on: date, commencement: str, completion: str) -> None:
    for rate, wanted in zip(rates(contracts, on), (commencement, completion), strict=True):
        assert abs(rate - Fraction(wanted)) < Fraction(2, 100)


def test_default_rates_fall_by_29_and_33_tenths_of_a_point(contracts: Contracts) -> None:
    falls = [start - end for start, end in zip(rates(contracts, START), rates(contracts, END), strict=True)]
    assert [round(float(fall), 1) for fall in falls] == [2.9, 3.3]


@pytest.mark.parametrize("on", [START, END])
def test_the_pool_is_about_415_contracts_over_about_33_200_mu(contracts: Contracts, on: date) -> None:
    pool = list(live(contracts, on))
    assert abs(len(pool) - 415) <= 2
    assert abs(mu(sum(contract["面积(公顷)"] for contract in pool)) - 33_200) < 150


@pytest.mark.parametrize(("kind", "count", "area"), [("开工违约", 12, "960.00"), ("竣工违约", 15, "1100.00")])
def test_defaults_disposed_of_in_2023(contracts: Contracts, kind: str, count: int, area: str) -> None:
    found = disposed(contracts, kind, 2023)
    assert len(found) == count
    total = mu(sum(contract["面积(公顷)"] for contract in found))
    assert round(Decimal(total.numerator) / total.denominator, 2) == Decimal(area)


def test_every_default_disposed_of_was_one(contracts: Contracts) -> None:
    for index, kind in enumerate(("开工违约", "竣工违约")):
        for contract in disposed(contracts, kind, 2023):
            first = date(2023, 1, 1)
            assert any(
                breach_areas(contract, day)[index]
                for day in days_between(START, END)
                if day >= first - timedelta(1)
            )


def test_other_defaults_were_disposed_of_in_2022(contracts: Contracts) -> None:
    assert disposed(contracts, "开工违约", 2022) and disposed(contracts, "竣工违约", 2022)


def test_revitalised_land(contracts: Contracts) -> None:
    years: dict[int, Decimal] = {2022: Decimal(0), 2023: Decimal(0)}
    for contract in contracts.values():
        for fact in contract["facts"]:
            if fact["事项"] == "盘活" and fact["日期"].year in years:
                years[fact["日期"].year] += Decimal(fact["面积(亩)"])
    assert years[2023] > 700
    assert years[2022] + years[2023] == Decimal("1444.00")


def test_two_companies_with_three_contracts_were_suspended_in_2023(contracts: Contracts) -> None:
    active = []
    for contract in contracts.values():
        imposed = known(contract, END, "暂停审批")
        lifted = known(contract, END, "解除暂停")
        if imposed and not (lifted and lifted[-1]["日期"].year < 2023):
            active.append(contract["统一社会信用代码"])
    assert (len(active), len(set(active))) == (3, 2)


def test_one_company_was_suspended_and_free_again_before_2023(contracts: Contracts) -> None:
    lifted = [fact for contract in contracts.values() for fact in known(contract, END, "解除暂停")]
    assert len(lifted) == 1 and lifted[0]["日期"] <= START


@pytest.mark.parametrize(("first", "last"), QUARTERS)
def test_every_contract_in_force_was_visited_in_the_quarter(
    contracts: Contracts, first: date, last: date
) -> None:
    for contract in live(contracts, last):
        visits = [fact for fact in known(contract, last, "巡查") if fact["日期"] >= first]
        valid = [visit for visit in visits if visit["核实"] == "是"]
        assert valid or contract["合同签订日期"] >= first, contract["合同编号"]


def test_some_visits_do_not_count(contracts: Contracts) -> None:
    visits = [fact for contract in contracts.values() for fact in known(contract, END, "巡查")]
    assert 5 <= sum(visit["核实"] == "否" for visit in visits) <= 40


@pytest.fixture(scope="module")
def readings(sample: Path) -> list[Reading]:
    """The tables of the sample as the package reads them."""
    return [read(path) for path in discover([sample / "ledger.xlsx", sample / "facts"])]


@pytest.mark.parametrize("on", [date(2021, 12, 31), START, date(2023, 6, 30), END, date(2024, 3, 31)])
def test_the_engine_and_the_plain_loop_agree_on_every_contract(
    contracts: Contracts, readings: list[Reading], on: date
) -> None:
    signed = [c for reading in readings for c in reading.contracts if c.signed_on and c.signed_on <= on]
    events = [event for reading in readings for event in reading.events]
    judged = assess(Snapshot.from_records(on, contracts=signed, events=events)).contracts
    columns = ["commencement_breach_area_cm2", "completion_breach_area_cm2"]
    for contract in live(contracts, on):
        number = contract["合同编号"]
        assert tuple(judged.loc[number, columns]) == breach_areas(contract, on), number
