"""Who may not see money finds no amount of any contract, however it may be written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from landwatch.catalogue import SECTIONS, fields_of
from landwatch.i18n import speaking
from landwatch.maps import write_pages
from landwatch.measures.flagged import findings, reviews_of
from landwatch.model import Direction, EventType, Indicator, IndicatorStage
from landwatch.registry.change_request import Change
from landwatch.registry.history import Step, Touched
from landwatch.reports.dossier import Dossier
from landwatch.rules import Assessment, assess
from landwatch.rules.engine import labels
from landwatch.rules.explanation.tree import explain, explanations
from landwatch.services.assessing.judging import dossier_of
from landwatch.services.assessing.seeing import seen, without_money
from landwatch.services.contracts.history import Chronicle
from landwatch.services.figures.counting import figures, row_records
from landwatch.services.sample.demo import assess_sample
from landwatch.units import format_yuan, group_yuan, is_money
from tests.maps.zone import contract, event
from tests.maps.zone import judged as zone
from tests.measures.office import judged as office

ON = date(2023, 12, 31)
CLUSTER = "桥河"
SOME = 50


@pytest.fixture(scope="module")
def sample() -> Assessment:
    return assess_sample(ON)


@pytest.fixture(scope="module")
def planner(sample: Assessment) -> Assessment:
    return without_money(seen(sample, frozenset({CLUSTER})))


@pytest.fixture(scope="module")
def amounts(sample: Assessment) -> frozenset[str]:
    """Every amount of the cluster in fen, yuan and 10,000 yuan, plain and in groups of three."""
    snapshot = seen(sample, frozenset({CLUSTER})).snapshot
    judged = sample.contracts.loc[snapshot.contracts["contract_no"]]
    columns = [judged[name] for name in judged if is_money(str(name))]
    columns += [snapshot.instalments["amount_fen"], snapshot.events["amount_fen"]]
    fen = {int(value) for column in columns for value in column.dropna() if value}
    assert len(fen) > 100
    return frozenset(text for value in fen for text in forms(value))


def found_in(page: str, amounts: frozenset[str]) -> set[str]:
    return amounts.intersection(re.findall(r"\d[\d,]*(?:\.\d+)?(?:[ ]?万元)?", page))


def forms(fen: int) -> Iterator[str]:
    yield from (str(fen), format_yuan(fen), group_yuan(fen))
    wan = f"{fen / 10**6:.6f}".rstrip("0").rstrip(".")
    yield from (f"{wan}万元", f"{wan} 万元", f"{float(wan):,} 万元")


def test_money_is_told_from_other_columns_by_the_unit_in_its_name() -> None:
    declared = {f.column for name in SECTIONS.values() for f in fields_of(name).values() if f.kind == "money"}
    computed = {name for name, label in labels().items() if label.kind == "amount"}
    # The amount of an instalment in a row of the ledger; in the register it has a row of its own.
    assert {name for name in declared | computed if not is_money(name)} == {"instalment_amount"}


def test_no_column_of_money_is_left(planner: Assessment) -> None:
    assert [name for name in planner.contracts if is_money(str(name))] == []


def test_the_statuses_stay_as_they_are_judged(sample: Assessment) -> None:
    hidden = without_money(sample)
    pd.testing.assert_frame_equal(hidden.contracts, sample.contracts[list(hidden.contracts)])


def test_an_earlier_day_is_judged_as_for_everybody(sample: Assessment) -> None:
    earlier = date(2022, 12, 31)
    wanted = assess(sample.snapshot.earlier(earlier)).contracts["payment_status"]
    found = assess(without_money(sample).snapshot.earlier(earlier)).contracts["payment_status"]
    pd.testing.assert_series_equal(found, wanted)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_explanation_and_no_list_tells_an_amount(
    planner: Assessment, amounts: frozenset[str], language: str
) -> None:
    with speaking("zh" if language == "zh" else "en"):
        reviews = reviews_of(planner)
        told = [Dossier(each) for each in explanations(planner, planner.contracts.index[:SOME])]
        pages = [each.text() for each in told] + [json.dumps(each.to_dict()) for each in told]
        pages += [dossier_of(planner, str(no), reviews=reviews).html() for no in planner.contracts.index[:3]]
        pages += [json.dumps(finding.to_dict()) for finding in findings(planner)]
        counted = figures(planner)
        pages += [json.dumps(figure.to_dict()) for figure in counted]
        pages += [json.dumps(row_records(planner, figure), default=str) for figure in counted]
    assert set().union(*(found_in(page, amounts) for page in pages)) == set()


def test_the_amounts_looked_for_are_there_for_who_may_see_them(
    sample: Assessment, amounts: frozenset[str]
) -> None:
    whole = seen(sample, frozenset({CLUSTER}))
    told = [each.text() for each in explanations(whole, whole.contracts.index[:SOME])]
    assert sum(1 for page in told if found_in(page, amounts)) > 10


def test_the_map_tells_no_amount(planner: Assessment, amounts: frozenset[str], tmp_path: Path) -> None:
    pages = write_pages(planner, tmp_path, [CLUSTER], language="zh", months=1)
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    assert "金额不向此角色显示" in text
    assert found_in(text, amounts) == set()


def test_the_explanation_says_that_amounts_are_not_shown() -> None:
    told = explain(without_money(zone()), "渝地綦（2021）合字第03号").text()
    assert "amounts are not shown to this role" in told
    assert "18,000,000" not in told


def test_of_a_flagged_contract_neither_an_amount_nor_its_absence_is_told() -> None:
    found = findings(without_money(office()))
    assert {(finding.amount_fen, finding.amount_unknown) for finding in found} == {(None, ())}


def test_an_indicator_in_money_is_told_without_its_value() -> None:
    agreed = Indicator(
        name="投资强度",
        value=Decimal("317"),
        unit="万元/亩",
        direction=Direction.MIN,
        stage=IndicatorStage.ACCEPTANCE,
    )
    details = {"indicator": "投资强度", "value": "291", "unit": "万元/亩"}
    measured = event(1, EventType.INDICATOR_MEASURED, ON, details=details)
    whole = zone(contracts=[contract(1, indicators=(agreed,))], events=[measured])
    hidden = without_money(whole)
    assert [hidden.indicators[name].isna().all() for name in ("agreed", "measured")] == [True, True]
    number = hidden.contracts.index[0]
    assert [text in explain(whole, number).text() for text in ("317", "291")] == [True, True]
    assert [text in explain(hidden, number).text() for text in ("317", "291")] == [False, False]


def test_the_history_of_a_contract_leaves_amounts_out() -> None:
    changes = (
        Change("price_fen", None, 1_800_000_000),
        Change("area_cm2", None, 400_000_000),
        Change("details", None, '{"amount_fen":120000,"note":"首期"}'),
    )
    measured = (
        Change("details", None, '{"indicator":"投资强度","value":"300","unit":"万元/亩"}'),
        Change("unit", None, "万元/亩"),
    )
    touched = (Touched("contracts", "1", "recorded", changes), Touched("events", "2", "recorded", measured))
    step = Step(
        at="2024-01-21T01:30:00.000000Z",
        by="王五",
        verb="import",
        source="台账.xlsx",
        reason=None,
        document=None,
        touched=touched,
    )
    told = Chronicle(number="1", version=None, steps=(step,)).without_money().to_dict()
    [one, other] = told["steps"][0]["touched"]
    assert [change["field"] for change in one["changes"]] == ["area_cm2", "details"]
    assert one["changes"][1]["after"] == '{"note": "首期"}'
    assert other["changes"][0]["after"] == '{"indicator": "投资强度"}'
