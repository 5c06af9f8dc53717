"""The engine, which judges whole columns, agrees with the law applied to one contract at a time."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import strategies as st

from landwatch.model import Event
from tests.rules import oracle
from tests.rules.judging import judged_together
from tests.rules.strategies import EXCUSES, Dossier, after, dossiers, drawn

# A snapshot costs the same for one contract as for twelve, so each example is a batch. To shrink a batch
# takes minutes; what fails is made small by dropping events instead.
MANY = settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    verbosity=Verbosity.quiet,
)
SOME = settings(MANY, max_examples=12)
BATCH = st.lists(dossiers(), min_size=6, max_size=16)


def told(dossier: Dossier) -> str:
    """A dossier as a reader checks it against the rules."""
    facts = {name: str(fact) for name, fact in asdict(dossier.contract).items() if fact}
    events = [(str(oracle.began(e)), f"{e.type} to {e.end} {dict(e.details)}") for e in dossier.events]
    return "\n".join([f"judged {dossier.on}", str(facts), *(": ".join(event) for event in sorted(events))])


def differences(dossier: Dossier, row: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What the oracle and the engine say where they disagree."""
    expected = asdict(oracle.judge(dossier.contract, dossier.events, dossier.on))
    return {name: (value, row[name]) for name, value in expected.items() if value != row[name]}


@MANY
@given(BATCH)
@pytest.mark.long
def test_engine_and_oracle_agree_on_every_contract(many: list[Dossier]) -> None:
    for dossier, row in zip(many, judged_together(many), strict=True):
        if differences(dossier, row):
            smallest = with_fewest_events(dossier)
            [row] = judged_together([smallest])
            assert differences(smallest, row) == {}, told(smallest)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_engine_and_oracle_agree_on_a_hundred_thousand_contracts(seed: int) -> None:
    """Handovers agreed before, on and after the commencement among them."""
    chance = Random(seed)
    for _batch in range(20):
        many = [drawn(chance) for _ in range(5_000)]
        for dossier, row in zip(many, judged_together(many), strict=True):
            assert differences(dossier, row) == {}, told(dossier)


def with_fewest_events(dossier: Dossier) -> Dossier:
    """Drop one event after another while engine and oracle still disagree."""
    for event in dossier.events:
        less = replace(dossier, events=tuple(other for other in dossier.events if other is not event))
        if differences(less, judged_together([less])[0]):
            return with_fewest_events(less)
    return dossier


@pytest.mark.long
@SOME
@given(BATCH, st.randoms())
def test_the_order_of_events_and_events_on_file_twice_do_not_matter(many: list[Dossier], chance: Any) -> None:
    def in_disorder(dossier: Dossier) -> Dossier:
        events = [*dossier.events, *dossier.events]
        chance.shuffle(events)
        return replace(dossier, events=tuple(events))

    shuffled = judged_together([in_disorder(dossier) for dossier in many])
    for dossier, row, again in zip(many, judged_together(many), shuffled, strict=True):
        assert row == again, told(dossier)


@pytest.mark.long
@SOME
@given(st.lists(st.tuples(dossiers(), EXCUSES), min_size=6, max_size=16))
def test_a_further_verified_cause_never_makes_a_due_day_earlier(many: list[tuple[Dossier, Any]]) -> None:
    excused = [with_verified_cause(dossier, drawn) for dossier, drawn in many]
    before = judged_together([dossier for dossier, _ in many])
    for dossier, row, more in zip(excused, before, judged_together(excused), strict=True):
        for name in ("adjusted_commencement_due", "effective_commencement_due", "completion_due"):
            assert row[name] is None or row[name] <= more[name], f"{name}\n{told(dossier)}"


def with_verified_cause(dossier: Dossier, drawn: Any) -> Dossier:
    begin, length, kind, _verified = drawn
    start = after(dossier.on, begin - 400)
    end = after(start, length - 1) if length else None
    cause = Event(contract_no="contract", type=kind, start=start, end=end, details={"verified": True})
    return replace(dossier, events=(*dossier.events, cause))


@pytest.mark.long
@SOME
@given(BATCH, st.integers(1, 5))
def test_a_snapshot_judged_in_parts_gives_the_same_answers(many: list[Dossier], cut: int) -> None:
    assert judged_together(many[:cut]) + judged_together(many[cut:]) == judged_together(many)


@SOME
@given(dossiers(), st.integers(2, 40))
def test_days_late_do_not_fall_while_nothing_happens(dossier: Dossier, length: int) -> None:
    days = [dossier.on + timedelta(n) for n in range(length)]
    rows = judged_together([replace(dossier, on=day) for day in days])
    happened = {oracle.began(event) for event in dossier.events}
    for day, before, row in zip(days[1:], rows, rows[1:], strict=False):
        if day not in happened:
            assert_nothing_forgotten(before, row, dossier)


def assert_nothing_forgotten(before: dict[str, Any], row: dict[str, Any], dossier: Dossier) -> None:
    for name in ("commencement_days", "completion_days", "superseded_commencement_days", "handover_days"):
        assert before[name] <= row[name], f"{name}\n{told(dossier)}"
