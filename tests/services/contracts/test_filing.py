"""The file of a contract: what it tells, in both stores."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from landwatch.model import Contract, Direction, Event, EventType, Indicator, IndicatorStage, Source
from landwatch.registry import Register
from landwatch.reports.contract_file import ContractFile
from landwatch.services.assessing.judging import assess_register
from landwatch.services.assessing.seeing import without_money
from landwatch.services.contracts.filing import contract_file

NO = "渝綦工2021-001"
ON = date(2023, 12, 31)
REVIEW = Event(
    contract_no=NO,
    type=EventType.REVIEW,
    day=date(2023, 12, 1),
    details={"verdict": "unclear", "note": "大门锁闭", "person": "张敏", "photos": []},
)


def measured(indicator: str, value: str, unit: str) -> Event:
    details = {"indicator": indicator, "value": value, "unit": unit}
    return Event(contract_no=NO, type=EventType.INDICATOR_MEASURED, day=date(2023, 6, 1), details=details)


def agreed(name: str, value: int, unit: str) -> Indicator:
    return Indicator(
        name=name,
        value=Decimal(value),
        unit=unit,
        direction=Direction.MIN,
        stage=IndicatorStage.ACCEPTANCE,
    )


INDICATORS = (agreed("投资强度", 317, "万元/亩"), agreed("亩均产值", 523, "吨/亩"))


def record(url: str, *events: Event, commencement: date | None = None) -> None:
    with Register.create(url) as register:
        register.add(
            source=Source(name="台账.xlsx", sha256="0" * 64, kind="ledger"),
            recorded_by="赵六",
            recorded_at=datetime(2024, 1, 5, tzinfo=UTC),
            contracts=[
                Contract(
                    contract_no=NO,
                    signed_on=date(2021, 1, 1),
                    agreed_commencement=commencement,
                    indicators=INDICATORS,
                )
            ],
            events=events,
        )


def file_of(url: str, *, money: bool = True) -> ContractFile:
    assessment = assess_register(url, ON)
    seen = assessment if money else without_money(assessment)
    with Register.open(url) as register:
        return contract_file(seen, register, NO, reviews={}, known_at=None)


def test_a_contract_that_was_only_reviewed_has_no_other_fact(url: str) -> None:
    record(url, REVIEW)
    assert file_of(url).facts == ()


def test_what_happens_after_the_day_judged_is_no_fact_yet(url: str) -> None:
    record(url, Event(contract_no=NO, type=EventType.COMMENCED, day=date(2024, 1, 2)))
    assert file_of(url).facts == ()


@pytest.mark.parametrize(("money", "told"), [(True, "317"), (False, "")])
def test_an_indicator_in_yuan_is_told_to_whoever_sees_money(url: str, money: bool, told: str) -> None:
    record(url)
    [table] = file_of(url, money=money).tables
    place = table.heads.index("Agreed value")
    assert [row[place] for row in table.rows] == [told, "523"]


@pytest.mark.parametrize(("money", "told"), [(True, {"411", "618"}), (False, {"618"})])
def test_a_measured_value_in_yuan_is_told_to_whoever_sees_money(
    url: str, money: bool, told: set[str]
) -> None:
    record(url, measured("投资强度", "411", "万元/亩"), measured("亩均产值", "618", "吨/亩"))
    facts = file_of(url, money=money).facts
    assert {text for fact in facts for name, text in fact.said if name == "Measured value"} == told


def test_the_history_without_money_has_no_value_in_yuan(url: str) -> None:
    record(url, measured("投资强度", "411", "万元/亩"), measured("亩均产值", "618", "吨/亩"))
    lines = [
        text
        for step in file_of(url, money=False).steps
        for touched in step.touched
        for _name, text in touched.lines
    ]
    assert {"523", "618"} <= set(lines)
    assert not {"317", "411"} & set(lines)


LETTER = Event(
    contract_no=NO, type=EventType.COMMENCEMENT_REMINDER_SENT, day=date(2023, 6, 1), document="函7"
)
DUE = date(2023, 6, 30)


def visited(day: date) -> Event:
    return Event(contract_no=NO, type=EventType.PATROL, day=day, details={"person": "张敏"})


def test_what_was_done_before_the_default_began_stands_together_oldest_first(url: str) -> None:
    record(url, visited(date(2023, 6, 20)), LETTER, visited(date(2023, 7, 1)), commencement=DUE)
    (gathered,) = file_of(url).gathered
    assert (gathered.kind, gathered.first_day) == ("commencement", date(2023, 7, 1))
    assert [(days, fact.kind) for days, fact in gathered.facts] == [
        (30, "commencement_reminder_sent"),
        (11, "patrol"),
    ]


@pytest.mark.parametrize(("events", "reminded"), [((LETTER,), True), ((visited(date(2023, 6, 20)),), False)])
def test_a_default_without_a_letter_before_it_says_so(
    url: str, events: tuple[Event, ...], reminded: bool
) -> None:
    record(url, *events, commencement=DUE)
    (gathered,) = file_of(url).gathered
    assert gathered.reminded == reminded


def test_without_a_default_nothing_had_to_be_gathered(url: str) -> None:
    record(url, LETTER, commencement=date(2024, 6, 30))
    assert file_of(url).gathered == ()
