"""Judging a few contracts again gives what judging all of them gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from landwatch.model import EventType, Phase
from landwatch.rules import Assessment, assess
from landwatch.rules.rejudging import rejudge
from landwatch.snapshot import Snapshot
from tests.measures.office import CLUSTERS, CONTRACTS, EVENTS, ON, PARCELS, event


def facts(**changes: Any) -> Snapshot:
    records = {"contracts": CONTRACTS, "events": EVENTS, "parcels": PARCELS, "clusters": CLUSTERS}
    return Snapshot.from_records(ON, **{**records, **changes})


def assert_judged_alike(found: Assessment, snapshot: Snapshot) -> None:
    wanted = assess(snapshot)
    for name in ("contracts", "parts", "indicators"):
        pd.testing.assert_frame_equal(getattr(found, name), getattr(wanted, name), obj=name)


def test_a_contract_on_which_work_began_is_judged_again() -> None:
    begun = facts(events=[*EVENTS, event(1, EventType.COMMENCED, date(2023, 9, 1))])
    found = rejudge(assess(facts()), begun, {"合1"})
    assert found.contracts.at["合1", "commencement_status"] == "COMMENCED"
    assert_judged_alike(found, begun)


def test_what_is_not_touched_is_not_judged() -> None:
    begun = facts(events=[*EVENTS, event(1, EventType.COMMENCED, date(2023, 9, 1))])
    assert rejudge(assess(facts()), begun, {"合3"}).contracts.at["合1", "commencement_status"] == "BREACH"


def test_phases_come_and_go_with_their_contract() -> None:
    one, two, *others = CONTRACTS
    changed = [replace(one, phases=(Phase(number="1"), Phase(number="2"))), replace(two, phases=()), *others]
    assert_judged_alike(
        rejudge(assess(facts()), facts(contracts=changed), {"合1", "合2"}), facts(contracts=changed)
    )


def test_a_contract_that_is_gone_is_left_out_and_a_new_one_put_in() -> None:
    changed = facts(contracts=[*CONTRACTS[1:], replace(CONTRACTS[0], contract_no="合12")])
    assert_judged_alike(rejudge(assess(facts()), changed, {"合1", "合12"}), changed)


def test_an_amount_beyond_64_bits_changes_the_kind_of_its_column() -> None:
    # 9.2 × 10^18 fen a day at the whole price: late for 92 days.
    terms = {"price_fen": 2**63 - 1, "commencement_damages_ppb": 10**9}
    changed = facts(contracts=[replace(CONTRACTS[0], **terms), *CONTRACTS[1:]])
    found = rejudge(assess(facts()), changed, {"合1"})
    assert found.contracts.at["合1", "commencement_damages_fen"] == 92 * (2**63 - 1)
    assert_judged_alike(found, changed)
    assert_judged_alike(rejudge(found, facts(), {"合1"}), facts())
