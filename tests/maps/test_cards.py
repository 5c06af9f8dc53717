"""What a popup says of a contract: everything an inspector must be able to defend."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from landwatch.i18n import speaking
from landwatch.maps.cards import contract_cards, former_contracts
from landwatch.maps.content import prepare
from landwatch.model import EventType
from landwatch.rules import Assessment
from tests.maps.zone import contract, event, judged
from tests.measures import office

NUMBER = "渝地綦（2021）合字第{:02}号"


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Cards in Chinese."""
    with speaking("zh"):
        yield


def card(assessment: Assessment, number: int) -> dict[str, Any]:
    """The card of the contract of that number."""
    return contract_cards(prepare(assessment), [NUMBER.format(number)])[NUMBER.format(number)]


def test_both_defaults_and_the_idle_status_are_named(zone: Assessment) -> None:
    assert [label for label, _ in card(zone, 3)["badges"]] == ["开工违约", "竣工违约", "疑似闲置(满两年)"]


def test_agreed_effective_and_actual_days_lateness_and_claims_stand_side_by_side(zone: Assessment) -> None:
    assert card(zone, 3)["deadlines"] == [
        ("2021-06-30", "2023-06-30"),
        ("2021-06-30", "2023-06-30"),
        ("无开工记录", "无竣工记录"),
        ("914 天", "184 天"),
        ("8,226,000.00 元", "1,656,000.00 元"),
    ]


def test_a_contract_kept_owes_nothing(zone: Assessment) -> None:
    assert card(zone, 7)["deadlines"][3:] == [("0 天", "0 天"), ("无", "无")]


def test_days_late_cannot_be_counted_where_no_day_is_agreed(zone: Assessment) -> None:
    assert card(zone, 9)["deadlines"][3] == ("无法计算", "无法计算")


def test_damages_without_a_rate_in_the_contract_are_not_called_nought() -> None:
    rateless = judged(contracts=[contract(1, commencement_damages_ppb=None)], events=[])
    assert card(rateless, 1)["deadlines"][4][0] == "无法计算"


def test_a_review_up_to_the_day_judged_is_shown_with_person_verdict_and_note(zone: Assessment) -> None:
    assert card(zone, 3)["reviews"] == [("2023-12-05 · 张三：属实", "现场无施工，仅有围挡")]


def test_photos_of_a_review_are_listed_by_name() -> None:
    seen = event(
        1,
        EventType.REVIEW,
        date(2023, 12, 5),
        details={"verdict": "unclear", "person": "张三", "photos": [{"name": "东侧.jpg", "sha256": "0"}]},
    )
    assert card(judged(contracts=[contract(1)], events=[seen]), 1)["reviews"][0][1] == "照片：东侧.jpg"


@pytest.mark.parametrize(
    ("number", "told"), [("合1", None), ("合2", "66.00 亩")], ids=["as a whole", "two of three phases"]
)
def test_the_area_in_default_is_told_where_it_is_not_that_of_the_contract(
    number: str, told: str | None
) -> None:
    facts = dict(contract_cards(prepare(office.judged()), [number])[number]["facts"])
    assert facts.get("开工违约面积") == told


def test_the_present_holder_is_shown_beside_the_first_one() -> None:
    sold = event(1, EventType.TRANSFER, date(2022, 3, 1), details={"to": "重庆新主有限公司"})
    facts = dict(card(judged(contracts=[contract(1)], events=[sold]), 1)["facts"])
    assert (facts["土地使用权人"], facts["原受让人"]) == ("重庆新主有限公司", "綦江第1机械有限公司")


def test_idle_since_is_the_first_late_day_and_the_first_day_after_the_year_is_given_apart(
    zone: Assessment,
) -> None:
    facts = dict(card(zone, 3)["facts"])
    assert (facts["逾期首日"], facts["逾期满一年后首日"]) == ("2021-07-01", "2022-07-01")


def test_verified_days_that_excuse_a_delay_are_shown(zone: Assessment) -> None:
    assert dict(card(zone, 4)["facts"])["扣除的顺延天数"] == "92 天"


def test_a_missing_number_is_said_to_be_missing() -> None:
    unnumbered = judged(contracts=[contract(1, supervision_no=None)], events=[])
    assert dict(card(unnumbered, 1)["facts"])["电子监管号"] == "未记录"


def test_the_reason_of_the_engine_is_passed_on(zone: Assessment) -> None:
    content = prepare(zone)
    number = NUMBER.format(3)
    assert (
        contract_cards(content, [number])[number]["reason"] == content.contracts.loc[number, "reason"] != ""
    )


def test_a_former_contract_stays_with_its_parcel(zone: Assessment) -> None:
    assert former_contracts(prepare(zone), ["BD-10", "BD-11"]) == {
        "BD-10": [f"{NUMBER.format(10)} · 重庆旧厂有限公司 · 2015-05-04 签订 · 已终止"]
    }
