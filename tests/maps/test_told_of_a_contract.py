"""What a page tells of one contract: the title of its card, and its states on two days."""

from __future__ import annotations

from datetime import date

from landwatch.i18n import speaking
from landwatch.maps.cards import contract_cards
from landwatch.maps.content import prepare
from landwatch.measures.figures.differences import differences
from landwatch.measures.figures.states import with_states
from landwatch.model import EventType
from landwatch.rules import assess
from landwatch.snapshot import Snapshot
from tests.maps.zone import contract, event, judged

FIRST = contract(1).contract_no


def test_a_card_is_titled_by_the_project_or_else_by_the_number() -> None:
    second = contract(2).contract_no
    assessment = judged(contracts=[contract(1), contract(2, project_name=None)], events=[])
    cards = contract_cards(prepare(assessment), [FIRST, second])
    assert {no: card["title"] for no, card in cards.items()} == {FIRST: "第1号项目", second: second}


def test_a_card_names_the_industry_and_says_where_it_is_not_on_file() -> None:
    assessment = judged(
        contracts=[contract(1, industry="汽车零部件及配件制造"), contract(2, industry=None)], events=[]
    )
    with speaking("zh"):
        cards = contract_cards(prepare(assessment), [FIRST, contract(2).contract_no])
    named = [[value for label, value in card["facts"] if label == "行业分类"] for card in cards.values()]
    assert named == [["汽车零部件及配件制造"], ["未记录"]]


def test_a_contract_that_was_cured_is_told_as_late_before_and_building_after() -> None:
    begun = event(1, EventType.COMMENCED, date(2022, 7, 1))
    days = [date(2022, 6, 30), date(2023, 6, 30)]
    before, after = (
        with_states(assess(Snapshot.from_records(day, contracts=[contract(1)], events=[begun])))
        for day in days
    )
    row = differences(before, after).loc[FIRST]
    assert (row["state_before"], row["state_after"]) == ("commencement_default", "under_construction")
    assert (row["reason_before"] != row["reason_after"]) and "2021-12-31" in row["reason_before"]
