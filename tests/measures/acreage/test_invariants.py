"""What is always true of the ledger, whatever is claimed in whatever order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from shapely import union_all
from shapely.geometry import box

from landwatch.measures.acreage import STOCK, Account, Claim, Kind, Ledger, Piece, Plot, post
from landwatch.measures.acreage.ground import PRINTED_CM2, measured_cm2

CLUSTERS = ("桥河", "北渡", None)
FIRST = date(2021, 1, 1)


@st.composite
def pieces(draw: st.DrawFn) -> Piece:
    """A rectangle on a grid of 10 m, stated as it measures."""
    x, y = draw(st.integers(0, 30)) * 10, draw(st.integers(0, 30)) * 10
    width, height = draw(st.integers(1, 12)) * 10, draw(st.integers(1, 12)) * 10
    shape = box(x, y, x + width, y + height)
    return Piece(f"{x}/{y}/{width}/{height}", measured_cm2(shape), shape)


def claims(*kinds: Kind) -> st.SearchStrategy[list[Claim]]:
    one = st.builds(
        Claim,
        kind=st.sampled_from(kinds),
        case_no=st.sampled_from([f"case {number}" for number in range(8)]),
        day=st.integers(0, 1500).map(lambda days: FIRST + timedelta(days)),
        land=st.tuples(pieces()),
        cluster=st.sampled_from(CLUSTERS),
        stock=st.sampled_from(STOCK),
    )
    return st.lists(one, max_size=12)


def plots_of(facts: list[Claim]) -> dict[str, Plot]:
    return {p.parcel_no: Plot(p.area_cm2, p.polygon) for fact in facts for p in fact.land}


def booked(facts: list[Claim]) -> Ledger:
    return post(facts, plots_of(facts))


@given(claims(Kind.REVITALISED))
def test_the_total_is_the_union_of_the_polygons_counted(facts: list[Claim]) -> None:
    ledger = booked(facts)
    total = ledger.balance(Account.REVITALISED)
    assert abs(total - ledger.union_cm2()) < PRINTED_CM2


@given(claims(Kind.REVITALISED))
def test_all_the_ground_claimed_by_first_claims_is_counted(facts: list[Claim]) -> None:
    first = [replace(fact, case_no=f"case {number}") for number, fact in enumerate(facts)]
    union = measured_cm2(union_all([piece.polygon for fact in first for piece in fact.land]))
    assert abs(booked(first).balance(Account.REVITALISED) - union) < PRINTED_CM2


@given(claims(*Kind), st.integers())
def test_the_order_of_posting_does_not_matter(facts: list[Claim], seed: int) -> None:
    shuffled = facts.copy()
    Random(seed).shuffle(shuffled)
    given_, other = booked(facts), booked(shuffled)
    assert given_.frame().equals(other.frame())
    assert given_.refusals == other.refusals


@given(claims(*Kind))
def test_every_period_adds_up_for_every_class_and_cluster(facts: list[Claim]) -> None:
    ledger = booked(facts)
    for year in range(2020, 2027):
        for account in (None, *STOCK):
            for cluster in CLUSTERS:
                first, last = date(year, 1, 1), date(year, 12, 31)
                assert ledger.statement(first, last, account=account, cluster=cluster).reconciles


@given(claims(*Kind))
def test_the_accounts_add_up_to_nought_and_no_stock_is_negative(facts: list[Claim]) -> None:
    ledger = booked(facts)
    assert sum(ledger.balance(account) for account in Account) == 0
    for year in range(2020, 2027):
        assert min(ledger.balance(account, on=date(year, 12, 31)) for account in STOCK) >= 0


@given(claims(*Kind))
def test_the_sum_over_clusters_is_the_district(facts: list[Claim]) -> None:
    ledger = booked(facts)
    for account in Account:
        none = sum(e.into(account) for e in ledger.entries if e.cluster is None)
        parts = sum(ledger.balance(account, cluster=name) for name in CLUSTERS if name)
        assert parts + none == ledger.balance(account)


@given(claims(Kind.LISTED, Kind.REVITALISED, Kind.REMOVED), pieces(), st.sampled_from(CLUSTERS))
def test_a_reversed_entry_restores_every_figure(
    facts: list[Claim], piece: Piece, cluster: str | None
) -> None:
    late = FIRST + timedelta(2000)
    again = Claim(kind=Kind.REVITALISED, case_no="again", day=late, land=(piece,), cluster=cluster)
    undone = Claim(kind=Kind.REVOKED, case_no="again", day=late + timedelta(30))
    plots = plots_of([*facts, again])
    before, after = post(facts, plots), post([*facts, again, undone], plots)
    for account in Account:
        for name in CLUSTERS:
            assert before.balance(account, cluster=name) == after.balance(account, cluster=name)
    assert before.union_cm2() == after.union_cm2()
    year = (date(late.year, 1, 1), date(late.year, 12, 31))
    assert before.statement(*year) == after.statement(*year)
