"""The ledger of acreage: no ground twice, every year adds up, nothing is changed, only reversed."""

from __future__ import annotations

from datetime import date

import pytest

from landwatch.i18n import speaking
from landwatch.measures.acreage import Account, EntryKind, Kind, Method, Piece, Plot, Reason, post
from landwatch.measures.acreage.ledger import keep_closed
from tests.measures.acreage.ground import CM2, claim, listed, plots, strip

YEAR_2022 = (date(2022, 1, 1), date(2022, 12, 31))
YEAR_2023 = (date(2023, 1, 1), date(2023, 12, 31))
A = strip(0, 80)
B = strip(60, 120)


def test_a_second_claim_on_the_same_ground_is_refused_with_the_number_of_the_first_case() -> None:
    ledger = post([claim("one", "2022-03-01", A), claim("two", "2023-03-01", A)], plots(A))
    (refusal,) = ledger.refusals
    assert (refusal.reason, refusal.first_case_no) == (Reason.TAKEN, "one")
    assert refusal.message() == (
        "Case two of 2023-03-01 is not counted: its ground (120.00 mu of P0-80) belongs to case one."
    )
    with speaking("zh"):
        assert "已计入案件 one" in refusal.message()


def test_an_overlap_belongs_to_the_earlier_case() -> None:
    ledger = post([claim("two", "2023-08-01", B), claim("one", "2023-04-01", A)], plots(A, B))
    assert [(e.case_no, e.area_cm2) for e in ledger.entries if e.kind is EntryKind.REVITALISED] == [
        ("one", 80 * CM2),
        ("two", 40 * CM2),
    ]


def test_two_cases_of_one_day_share_an_overlap_by_their_numbers() -> None:
    ledger = post([claim("b", "2023-04-01", B), claim("a", "2023-04-01", A)], plots(A, B))
    assert [(r.case_no, r.first_case_no, r.area_cm2) for r in ledger.refusals] == [("b", "a", 20 * CM2)]


def test_a_case_counts_once_and_what_follows_is_progress() -> None:
    ledger = post([claim("one", "2022-03-01", A), claim("one", "2023-03-01", B)], plots(A, B))
    assert (ledger.revitalised(*YEAR_2022), ledger.revitalised(*YEAR_2023)) == (80 * CM2, 0)
    assert ledger.refusals[0].message() == "Case one was counted before 2023-03-01; this is progress only."


def test_parts_without_a_place_fill_their_parcel_and_no_more() -> None:
    parts = [claim("1", "2022-03-01", Piece("P", 50 * CM2)), claim("2", "2023-03-01", Piece("P", 90 * CM2))]
    ledger = post(parts, {"P": Plot(120 * CM2)})
    counted = [e.area_cm2 for e in ledger.entries if e.kind is EntryKind.REVITALISED]
    assert counted == [50 * CM2, 70 * CM2]


def test_a_part_without_a_place_leaves_the_rest_of_its_parcel_to_the_next() -> None:
    part = Piece(A.parcel_no, 30 * CM2)
    ledger = post([claim("one", "2022-03-01", part), claim("two", "2023-03-01", A)], plots(A))
    assert ledger.revitalised(*YEAR_2023) == 50 * CM2
    assert ledger.refusals[0].first_case_no == "one"


def test_the_same_ground_under_a_new_parcel_number_is_not_counted_again() -> None:
    renamed = Piece("NEW", A.area_cm2, A.polygon)
    ledger = post([claim("one", "2022-03-01", A), claim("two", "2023-03-01", renamed)], plots(A, renamed))
    assert ledger.revitalised(*YEAR_2023) == 0


def test_the_share_of_the_polygon_is_taken_off_the_stated_area() -> None:
    stated = Piece("S", 1000, B.polygon)
    ledger = post([claim("one", "2022-03-01", A), claim("two", "2023-03-01", stated)], plots(A, B))
    assert ledger.revitalised(*YEAR_2023) == 667


def test_land_that_was_never_listed_is_listed_on_the_day_it_counts() -> None:
    ledger = post([claim("one", "2023-03-01", A)], plots(A))
    assert [(e.credit, e.debit) for e in ledger.entries] == [
        (Account.OUTSIDE, Account.UNCLASSIFIED),
        (Account.UNCLASSIFIED, Account.REVITALISED),
    ]


def test_opening_and_listed_less_revitalised_and_removed_is_closing() -> None:
    facts = [
        listed("one", "2022-05-01", A),
        listed("three", "2022-06-01", strip(200, 300)),
        claim("one", "2023-03-01", Piece(A.parcel_no, 30 * CM2)),
        claim("three", "2023-04-01", kind=Kind.REMOVED),
    ]
    year = post(facts, plots(A, strip(200, 300))).statement(*YEAR_2023)
    assert (year.opening, year.listed, year.revitalised, year.removed, year.closing) == (
        180 * CM2,
        0,
        30 * CM2,
        100 * CM2,
        50 * CM2,
    )
    assert year.reconciles


def test_a_new_class_moves_land_within_the_stock() -> None:
    facts = [
        listed("one", "2022-05-01", A, stock=Account.SUPPLIED_NOT_USED),
        listed("one", "2023-05-01", A, stock=Account.IDLE),
    ]
    ledger = post(facts, plots(A))
    idle = ledger.statement(*YEAR_2023, account=Account.IDLE)
    assert (idle.opening, idle.reclassified, idle.closing) == (0, 80 * CM2, 80 * CM2)
    assert ledger.statement(*YEAR_2023).closing == 80 * CM2


def test_ground_is_listed_once() -> None:
    ledger = post([listed("one", "2022-05-01", A), listed("two", "2023-05-01", A)], plots(A))
    assert (ledger.statement(*YEAR_2023).closing, ledger.refusals[0].first_case_no) == (80 * CM2, "one")


def test_a_reversal_stands_in_its_own_year_and_the_first_year_keeps_its_figure() -> None:
    facts = [claim("one", "2022-03-01", A), claim("one", "2023-02-01", kind=Kind.REVOKED)]
    ledger = post(facts, plots(A))
    assert (ledger.revitalised(*YEAR_2022), ledger.revitalised(*YEAR_2023)) == (80 * CM2, -80 * CM2)
    assert [e.reverses for e in ledger.entries] == [None, None, 2, 1]


def test_ground_of_a_revoked_case_is_free_for_a_later_claim() -> None:
    facts = [
        claim("one", "2022-03-01", A),
        claim("one", "2023-02-01", kind=Kind.REVOKED),
        claim("two", "2023-03-01", A),
    ]
    assert post(facts, plots(A)).revitalised(date.min, date.max) == 80 * CM2


def test_a_revoked_case_returns_to_the_class_it_was_listed_under() -> None:
    facts = [
        listed("one", "2022-01-01", A, stock=Account.BUILT_NOT_PRODUCING),
        claim("one", "2022-03-01", A),
        claim("one", "2023-02-01", kind=Kind.REVOKED),
    ]
    assert post(facts, plots(A)).balance(Account.BUILT_NOT_PRODUCING) == 80 * CM2


def test_what_is_not_in_the_ledger_cannot_be_revoked_or_removed() -> None:
    facts = [claim("x", "2023-02-01", kind=Kind.REVOKED), claim("y", "2023-02-01", kind=Kind.REMOVED)]
    told = [refusal.message() for refusal in post(facts, {}).refusals]
    assert told == [
        "Case y of 2023-02-01 has nothing in the stock that could be removed.",
        "Case x of 2023-02-01 has nothing in the ledger to revoke.",
    ]


@pytest.mark.parametrize(("recorded", "years"), [("2023-01-20", (80, 0)), ("2023-02-10", (0, 80))])
def test_a_closed_year_takes_nothing_that_was_recorded_later(recorded: str, years: tuple[int, int]) -> None:
    fact = claim("one", "2022-11-01", A, recorded_on=date.fromisoformat(recorded))
    ledger = post([fact], plots(A), closings={2022: date(2023, 1, 31)})
    assert (ledger.revitalised(*YEAR_2022), ledger.revitalised(*YEAR_2023)) == tuple(y * CM2 for y in years)
    assert ledger.entries[0].event_day == date(2022, 11, 1)


def test_nothing_is_booked_after_the_day_asked_for() -> None:
    assert post([claim("one", "2023-03-01", A)], plots(A), on=date(2023, 2, 28)).entries == ()


def test_the_frame_has_one_row_an_entry() -> None:
    frame = post([claim("one", "2023-03-01", A, documents=("no. 1", "no. 2"))], plots(A)).frame()
    assert list(frame["documents"]) == ["no. 1; no. 2", "no. 1; no. 2"]
    assert frame["area_cm2"].sum() == 160 * CM2


def test_a_case_revoked_and_recorded_anew_on_one_day_counts_once() -> None:
    facts = [
        claim("one", "2022-03-01", A),
        claim("one", "2023-02-01", kind=Kind.REVOKED),
        claim("one", "2023-02-01", Piece(A.parcel_no, 30 * CM2)),
    ]
    ledger = post(facts, plots(A))
    assert ledger.revitalised(date.min, date.max) == 30 * CM2


def test_a_fact_withdrawn_after_its_year_was_closed_is_reversed_in_the_next() -> None:
    closed = {2022: date(2023, 1, 31)}
    then = [claim("one", "2022-03-01", A, fact=7, recorded_on=date(2022, 3, 2))]
    ledger = post(keep_closed([], {2022: then}, closed), plots(A), closings=closed)
    assert (ledger.revitalised(*YEAR_2022), ledger.revitalised(*YEAR_2023)) == (80 * CM2, -80 * CM2)


def test_a_fact_corrected_after_its_year_was_closed_counts_anew_when_it_was_corrected() -> None:
    closed = {2022: date(2023, 1, 31)}
    then = [claim("one", "2022-03-01", A, fact=7, recorded_on=date(2022, 3, 2))]
    part = Piece(A.parcel_no, 30 * CM2)
    now = [claim("one", "2022-03-01", part, fact=9, recorded_on=date(2023, 6, 1))]
    ledger = post(keep_closed(now, {2022: then}, closed), plots(A), closings=closed)
    assert (ledger.revitalised(*YEAR_2022), ledger.revitalised(*YEAR_2023)) == (80 * CM2, -50 * CM2)
    assert ledger.entries[-1].day == date(2023, 6, 1)


def test_a_parcel_measured_anew_after_the_closing_does_not_move_a_closed_year() -> None:
    closed = {2022: date(2023, 1, 31)}
    then = [claim("one", "2022-03-01", A, fact=7, recorded_on=date(2022, 3, 2))]
    now = [claim("one", "2022-03-01", strip(0, 70, A.parcel_no), fact=7, recorded_on=date(2022, 3, 2))]
    ledger = post(keep_closed(now, {2022: then}, closed), plots(A), closings=closed)
    assert ledger.revitalised(*YEAR_2022) == 80 * CM2


def test_which_method_a_case_is_booked_under_does_not_hang_on_the_order_of_its_facts() -> None:
    claims = [claim("one", "2023-03-01", A, method=method) for method in (Method.TRANSFER, Method.COMPLETE)]
    booked = [[entry.method for entry in post(given, plots(A)).entries] for given in (claims, claims[::-1])]
    assert booked == [[Method.COMPLETE] * 2] * 2


def test_land_revitalised_as_a_whole_may_be_listed_again() -> None:
    again = [listed("one", "2022-01-01", A), claim("one", "2022-06-01", A), listed("two", "2023-02-01", A)]
    ledger = post(again, plots(A))
    assert (ledger.entries[-1].case_no, ledger.entries[-1].area_cm2) == ("two", 80 * CM2)
    assert ledger.refusals == ()


def test_land_of_which_a_part_is_left_in_stock_is_not_listed_again() -> None:
    part = strip(0, 30, A.parcel_no)
    facts = [listed("one", "2022-01-01", A), claim("one", "2022-06-01", part), listed("two", "2023-02-01", A)]
    (refusal,) = post(facts, plots(A)).refusals
    assert (refusal.case_no, refusal.first_case_no, refusal.area_cm2) == ("two", "one", 80 * CM2)
