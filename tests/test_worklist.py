"""The worklist says what is not known instead of counting it as nought, or stumbling over it."""

from __future__ import annotations

from datetime import date
from typing import Any

from landwatch.measures.flagged import FlaggedContract, findings
from landwatch.model import EventType, Instalment
from tests.maps.zone import contract, event, judged

LATE: dict[str, Any] = {"agreed_commencement": date(2023, 9, 30), "agreed_completion": date(2025, 9, 30)}


def only(given: Any, *events: Any) -> FlaggedContract:
    """The one contract that the worklist has."""
    (flagged,) = findings(judged(contracts=[given], events=list(events)))
    return flagged


def test_a_contract_without_a_rate_of_damages_has_no_amount() -> None:
    flagged = only(contract(1, **LATE, commencement_damages_ppb=None))
    told = flagged.to_dict()
    assert (told["amount_yuan"], told["amount_unknown"]) == (None, ["commencement"])


def test_damages_of_which_a_part_is_not_known_are_no_amount() -> None:
    flagged = only(
        contract(
            1,
            agreed_commencement=date(2023, 9, 30),
            agreed_completion=date(2023, 12, 21),
            **{
                "completion_damages_ppb": None,
            },
        )
    )
    assert [(matter.what, matter.days) for matter in flagged.matters] == [
        ("commencement", 92),
        ("completion", 10),
    ]
    told = flagged.to_dict()
    assert (told["amount_yuan"], told["amount_unknown"]) == (None, ["completion"])


def test_the_damages_of_both_defaults_are_added_up() -> None:
    flagged = only(contract(1, agreed_commencement=date(2023, 9, 30), agreed_completion=date(2023, 12, 21)))
    # 92 and 10 days late at 0.5 per mille a day of 18,000,000 yuan.
    assert flagged.to_dict()["amount_yuan"] == "918000.00"


def test_an_area_and_a_holder_that_nobody_recorded_are_none() -> None:
    flagged = only(contract(1, **LATE, area_cm2=None, holder=None))
    told = flagged.to_dict()
    assert (flagged.area_cm2, told["area_mu"], told["holder"]) == (None, None, None)


def test_a_contract_without_land_on_file_belongs_to_no_cluster() -> None:
    assert only(contract(1, ["ZZ-99"], **LATE)).cluster is None


def test_an_unpaid_instalment_has_no_day_to_compare_a_review_with() -> None:
    unpaid = contract(
        1,
        agreed_commencement=date(2025, 9, 30),
        agreed_completion=date(2027, 9, 30),
        instalments=(Instalment(number="1", due_on=date(2023, 6, 30), amount_fen=1_800_000_000),),
    )
    review = event(1, EventType.REVIEW, date(2023, 12, 5), details={"verdict": "confirmed", "person": "张三"})
    flagged = only(unpaid, review)
    assert [(matter.what, matter.well_until) for matter in flagged.matters] == [("payment", None)]
    assert flagged.reviewed


def test_a_contract_that_nobody_reviewed_is_not_reviewed() -> None:
    flagged = only(contract(1, **LATE))
    assert (flagged.review, flagged.reviewed) == (None, False)
