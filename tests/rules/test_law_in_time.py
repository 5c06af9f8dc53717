"""The law of the fact's own day: a change of a legal number reaches what comes after it, nothing before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from landwatch.model import Event, EventType
from landwatch.rules.explanation.tree import explain
from landwatch.rules.parameters import Law, load_law
from landwatch.rules.replay import assess_days
from landwatch.snapshot import Snapshot
from tests.rules import oracle
from tests.rules.judging import assessed, contract, event, judged, judged_together
from tests.rules.strategies import Dossier, dossiers
from tests.rules.test_routes import COMPLETE

DAY = timedelta(days=1)
CHANGE = date(2024, 9, 1)
DEADLINES = (
    "holder_reply_deadline hearing_request_deadline pay_deadline pay_deadline_unrolled deregister_deadline "
    "reconsideration_deadline reconsideration_deadline_unrolled litigation_deadline"
).split()
ON_DECISIONS = ("decision_before_its_time", "decision_after_commencement", "decision_within_hearing_window")


def changed(since: date, **values: Any) -> Law:
    """The law with other numbers from a day on."""
    law = load_law()
    amended = dict(law.values)
    for name, value in values.items():
        old = law.values[name]
        kept = tuple(version for version in old.values if version[0] < since)
        amended[name] = replace(old, values=(*kept, (since, Fraction(value))))
    return Law(amended, "changed")


# Deadlines belong to the act that starts them

FEE = event(EventType.IDLE_FEE_DECISION_SERVED, date(2015, 1, 10))


@pytest.mark.parametrize("on", [date(2015, 4, 30), date(2015, 5, 2), date(2016, 1, 1)])
def test_a_period_that_has_begun_keeps_the_length_it_had_when_it_began(on: date) -> None:
    row = judged(contract(agreed_commencement=date(2013, 6, 30)), FEE, on=on)
    assert row["litigation_deadline"].date() == date(2015, 4, 10)


def test_a_decision_served_on_the_day_of_the_change_has_the_new_period() -> None:
    served = replace(FEE, day=date(2015, 5, 1))
    row = judged(contract(agreed_commencement=date(2013, 6, 30)), served, on=date(2015, 12, 1))
    assert row["litigation_deadline"].date() == date(2015, 11, 2)  # 1 November 2015 is a Sunday


@pytest.mark.parametrize(
    ("issued", "reply_by"),
    [(date(2021, 12, 31), date(2022, 3, 31)), (date(2022, 1, 1), date(2022, 3, 9))],
)
def test_a_public_notice_runs_as_long_as_the_law_of_its_day_says(issued: date, reply_by: date) -> None:
    """60 days end on 1 March; 30 days end on New Year's Eve, 31 January, and roll to 7 February."""
    notice = event(EventType.INVESTIGATION_NOTICE_RECEIVED, issued, service="public_notice")
    row = judged(contract(agreed_commencement=date(2020, 6, 30)), notice, on=date(2022, 6, 1))
    assert row["holder_reply_deadline"].date() == reply_by


def test_a_day_of_effect_on_record_goes_before_the_period_of_the_law() -> None:
    notice = event(
        EventType.INVESTIGATION_NOTICE_RECEIVED,
        date(2022, 1, 4),
        service="public_notice",
        effective_on="2022-03-01",
    )
    row = judged(contract(agreed_commencement=date(2020, 6, 30)), notice, on=date(2022, 6, 1))
    assert row["holder_reply_deadline"].date() == date(2022, 3, 31)


def test_a_paper_handed_over_takes_effect_at_once() -> None:
    notice = event(EventType.INVESTIGATION_NOTICE_RECEIVED, date(2022, 3, 1), service="direct")
    row = judged(contract(agreed_commencement=date(2020, 6, 30)), notice, on=date(2022, 6, 1))
    assert row["holder_reply_deadline"].date() == date(2022, 3, 31)


# What was decided is judged by the law of the day on which it was

DECIDED = event(EventType.IDLE_FEE_DECISION_SERVED, date(2024, 9, 2))
LATER = date(2024, 11, 1)


def test_a_lawful_decision_stays_lawful_when_the_years_become_two() -> None:
    law = changed(date(2024, 10, 1), idle_first_years=2)
    row = judged(contract(), *COMPLETE, DECIDED, on=LATER, law=law)
    assert row["fee_route_status"] == "TAKEN"
    assert "decision_before_its_time" not in row["flags"]


def test_a_decision_after_the_change_is_held_to_the_new_years() -> None:
    law = changed(date(2024, 9, 2), idle_first_years=2)
    row = judged(contract(), *COMPLETE, DECIDED, on=LATER, law=law)
    assert row["fee_route_status"] == "BLOCKED"
    assert "decision_before_its_time" in row["flags"]


def test_a_premature_decision_is_not_cured_by_a_shorter_time() -> None:
    early = replace(DECIDED, day=date(2024, 6, 3))
    law = changed(date(2024, 10, 1), idle_first_years=0)
    assert "decision_before_its_time" in judged(contract(), early, on=LATER, law=law)["flags"]


def test_land_on_which_nothing_was_decided_is_judged_by_the_law_of_the_judged_day() -> None:
    law = changed(date(2024, 10, 1), idle_first_years=2)
    days = [judged(contract(), on=on, law=law)["first_idle_day"].date() for on in (date(2024, 9, 30), LATER)]
    assert days == [date(2024, 7, 1), date(2025, 7, 1)]


def test_a_suspicion_begins_no_earlier_than_the_law_that_raises_it() -> None:
    """Two years until 2024-08-31: nobody had to investigate land that was not suspected yet."""
    law = changed(CHANGE, idle_first_years=1)
    two = replace(load_law().values["idle_first_years"], values=((date(1999, 4, 28), Fraction(2)),))
    one = (*two.values, (CHANGE, Fraction(1)))
    law = Law({**law.values, "idle_first_years": replace(two, values=one)}, "two, then one")
    row = judged(contract(), on=date(2024, 9, 10), law=law)
    assert row["first_idle_day"].date() == date(2024, 7, 1)
    assert row["suspicion_day"].date() == CHANGE


def test_the_fee_is_the_share_of_the_day_on_which_it_was_decided() -> None:
    law = changed(date(2024, 10, 1), idle_fee_share="1/10")
    decided = judged(contract(), *COMPLETE, DECIDED, on=LATER, law=law)
    undecided = judged(contract(), on=LATER, law=law)
    assert decided["idle_fee_fen"] == 360_000_000
    assert undecided["idle_fee_potential_fen"] == 180_000_000


def test_contracts_judged_together_have_each_the_share_of_its_own_day() -> None:
    law = changed(date(2024, 10, 1), idle_fee_share="1/10")
    later = replace(DECIDED, contract_no="2023-2", day=date(2024, 10, 8))
    both = assessed([contract(), contract("2023-2")], [DECIDED, later], on=LATER, law=law).contracts
    assert both["idle_fee_fen"].tolist() == [360_000_000, 180_000_000]


def test_a_replay_across_the_day_on_which_a_share_changes_has_each_day_its_own() -> None:
    law = changed(date(2024, 10, 1), idle_fee_share="1/10")
    snapshot = Snapshot.from_records(LATER, contracts=[contract()])
    days = [date(2024, 9, 30), date(2024, 10, 1)]
    fees = assess_days(snapshot, days, ["idle_fee_potential_fen"], law=law)["idle_fee_potential_fen"]
    assert fees.tolist() == [360_000_000, 180_000_000]


# What was signed is judged by the text of its day


@pytest.mark.parametrize(
    ("signed", "expected"), [(date(2022, 8, 31), date(2024, 6, 30)), (CHANGE, date(2025, 6, 30))]
)
def test_the_cap_of_an_extension_is_that_of_the_form_signed(signed: date, expected: date) -> None:
    law = changed(CHANGE, extension_cap_years=2)
    extension = event(EventType.EXTENSION_APPROVED, date(2024, 10, 8), new_commencement="2025-06-30")
    row = judged(contract(signed_on=signed), extension, on=LATER, law=law)
    assert row["commencement_due"].date() == expected


def test_a_contract_whose_signing_is_not_on_file_has_the_text_of_its_earliest_day() -> None:
    law = changed(CHANGE, extension_cap_years=2)
    extension = event(EventType.EXTENSION_APPROVED, date(2024, 10, 8), new_commencement="2025-06-30")
    assert judged(contract(), extension, on=LATER, law=law)["commencement_due"].date() == date(2024, 6, 30)


def test_a_foundation_that_was_far_enough_on_its_day_stays_so() -> None:
    law = changed(CHANGE, foundation_share="1/2")
    permit = event(EventType.CONSTRUCTION_PERMIT, date(2023, 5, 1))
    works = event(EventType.FOUNDATION_PROGRESS, date(2023, 6, 1), share="1/3")
    row = judged(contract(foundation="other"), permit, works, on=LATER, law=law)
    assert row["commenced_on"].date() == date(2023, 6, 1)


# The explanation says which day chose a number


def law_node(law: Law | None, *events: Event, on: date, name: str) -> Any:
    told = explain(
        assessed(contract(agreed_commencement=date(2013, 6, 30)), events, on=on, law=law), "2023-1", law=law
    )
    return next(node for root in told.roots for node in walk(root) if node.name == name)


def walk(node: Any) -> Any:
    yield node
    for child in node.children:
        yield from walk(child)


def test_an_explanation_tells_which_day_chose_a_number_and_since_when_it_holds() -> None:
    told = law_node(None, FEE, on=date(2015, 6, 1), name="idle_first_years")
    assert told.value == "1 year"
    assert told.version == "by the day of the decision 2015-01-10, in force since 1999-04-28"


def test_an_explanation_tells_a_number_that_has_changed_since() -> None:
    law = changed(date(2015, 3, 1), idle_first_years=2)
    told = law_node(law, FEE, on=date(2015, 6, 1), name="idle_first_years")
    assert told.value == "1 year"
    assert told.version.endswith("in force since 1999-04-28; from 2015-03-01 2 years")


def test_an_explanation_of_a_public_notice_tells_when_it_took_effect_and_by_which_law() -> None:
    notice = event(EventType.INVESTIGATION_NOTICE_RECEIVED, date(2021, 12, 31), service="public_notice")
    told = law_node(None, notice, on=date(2022, 6, 1), name="investigation_notice_received")
    assert told.value == "2021-12-31; served by public notice; takes effect 2022-03-01"
    [period] = told.children
    assert (period.name, period.value) == ("public_notice_days", "60 days")
    assert (
        period.version
        == "by the day of the act 2021-12-31, in force since 1991-04-09; from 2022-01-01 30 days"
    )


# Whatever number changes from whatever day

NUMBERS = sorted(load_law().values)
SLOW = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
BATCH = st.lists(dossiers(), min_size=8, max_size=16)


def other_number(name: str, chance: int) -> Fraction:
    """Another number in the same unit."""
    if load_law().values[name].unit == "share":
        return Fraction(1, 2 + chance % 7)
    return Fraction(chance % 90)


@SLOW
@given(BATCH, st.sampled_from(NUMBERS), st.integers(0, 1000))
def test_a_change_alters_nothing_that_is_judged_before_it(
    many: list[Dossier], name: str, chance: int
) -> None:
    day = sorted(dossier.on for dossier in many)[len(many) // 2]
    law = changed(day + DAY, **{name: other_number(name, chance)})
    before = [dossier for dossier in many if dossier.on <= day]
    assert judged_together(before, law) == judged_together(before), (name, day)


@pytest.mark.long
@SLOW
@given(BATCH, st.sampled_from(NUMBERS), st.integers(0, 1000), st.integers(0, 400))
def test_a_change_alters_no_deadline_of_an_earlier_act_and_no_finding_on_an_earlier_decision(
    many: list[Dossier], name: str, chance: int, after: int
) -> None:
    happened = [oracle.began(event) for dossier in many for event in (*dossier.events, FEE)]
    since = max(happened) + (1 + after) * DAY
    later = [replace(dossier, on=since + DAY) for dossier in many]
    law = changed(since, **{name: other_number(name, chance)})
    for dossier, row, old in zip(later, judged_together(later, law), judged_together(later), strict=True):
        for deadline in DEADLINES:
            assert row[deadline] == old[deadline], (name, deadline, dossier)
        for flag in ON_DECISIONS:
            assert (flag in row["flags"]) == (flag in old["flags"]), (name, flag, dossier)
        kinds = {event.type for event in dossier.events}
        if EventType.IDLE_FEE_DECISION_SERVED in kinds:
            assert row["fee_route_status"] == old["fee_route_status"], (name, dossier)
        if EventType.RECOVERY_DECISION_SERVED in kinds:
            assert row["recovery_route_status"] == old["recovery_route_status"], (name, dossier)
