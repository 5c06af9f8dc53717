"""What an assessment holds, and that it depends on nothing but facts, law and conventions."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from landwatch import rules
from landwatch.model import Contract, ContractForm, Event, EventType, Instalment, Phase
from landwatch.rules import Conventions, assess
from landwatch.rules.engine import _flag_words, labels
from landwatch.rules.explanation.tree import explain
from landwatch.rules.parameters import CERTAINTIES, load_law
from landwatch.rules.scenario_files import read_cases, scenario_files
from landwatch.rules.scenarios import run_cases
from landwatch.snapshot import SCHEMA, Snapshot
from tests.rules.judging import DUE, assessed, contract, event, judged

SCENARIOS = Path(__file__).parents[1] / "scenarios"
DAY_AFTER = DUE + timedelta(1)


def test_every_value_has_a_label_in_both_languages_a_clause_and_a_certainty() -> None:
    for label in labels().values():
        assert label.zh and label.en and label.clause, label.name
        assert label.certainty in CERTAINTIES, label.name


def test_no_two_values_of_one_kind_have_the_same_key() -> None:
    keys = [(label.kind, label.key) for label in labels().values() if label.kind != "fact"]
    assert len(keys) == len(set(keys))


def test_the_row_of_a_contract_has_its_facts_and_every_value() -> None:
    row = judged(contract(), on=DAY_AFTER)
    expected = set(SCHEMA["contracts"]) | {n for n, label in labels().items() if label.kind != "flag"}
    assert expected | {"flags", "commencement_breach", "completion_breach"} <= set(row.index)


def test_there_may_be_more_flags_than_a_number_has_bits() -> None:
    names = [f"flag_{n:03}" for n in range(150)]
    raised = np.random.default_rng(7).random((150, 40)) < 0.1
    words = _flag_words(names, dict(zip(names, raised, strict=True)), 40)
    expected = [tuple(name for name, row in zip(names, raised, strict=True) if row[n]) for n in range(40)]
    assert list(words) == expected


def test_an_empty_snapshot_gives_an_empty_assessment() -> None:
    assessment = assess(Snapshot.from_records(DUE))
    assert len(assessment.contracts) == len(assessment.parts) == 0
    assert "commencement_status" in assessment.contracts


def test_the_assessment_says_on_which_day_by_which_law_and_conventions() -> None:
    chosen = Conventions(breach_unit="parcel")
    assessment = assessed(contract(), on=DUE, conventions=chosen)
    assert (assessment.on, assessment.conventions) == (DUE, chosen)
    assert assessment.law_version == load_law().version


def test_the_frames_of_the_snapshot_stay_as_they_are() -> None:
    snapshot = Snapshot.from_records(
        DAY_AFTER, contracts=[contract()], events=[event(EventType.COMMENCED, DAY_AFTER)]
    )
    before = {name: getattr(snapshot, name).copy() for name in SCHEMA}
    assess(snapshot)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(getattr(snapshot, name), frame)


def test_an_event_of_a_contract_that_is_not_there_speaks_of_none() -> None:
    stray = event(EventType.COMMENCED, DUE, number="2023-99")
    assert judged(contract(), stray, on=DAY_AFTER)["commencement_status"] == "BREACH"


def test_a_default_counts_only_while_the_contract_is_in_force() -> None:
    ended = event(EventType.CONTRACT_ENDED, DAY_AFTER)
    live, gone = judged(contract(), on=DAY_AFTER), judged(contract(), ended, on=DAY_AFTER)
    assert (live["commencement_breach"], gone["commencement_breach"]) == (True, False)
    assert gone["contract_status"] == "ENDED"


def test_each_contract_can_be_judged_on_a_day_of_its_own() -> None:
    snapshot = Snapshot.from_records(date(2024, 12, 31), contracts=[contract("1"), contract("2")])
    on = np.array(["2023-06-30", "2023-07-02"], dtype="datetime64[D]")
    assert assess(snapshot, on=on).contracts["commencement_days"].tolist() == [0, 2]


def test_blocks_of_contracts_are_judged_as_all_of_them_together(monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [case for path in scenario_files([SCENARIOS]) for case in read_cases(path)]
    together = [result.got for result in run_cases(cases)]
    monkeypatch.setattr("landwatch.rules.engine._BLOCK", 7)
    assert [result.got for result in run_cases(cases)] == together


def test_a_contract_of_a_later_block_speaks_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("landwatch.rules.engine._BLOCK", 1)
    agreed = {"1": DUE, "2": DAY_AFTER, "3": DUE}
    judged = assessed([contract(no, agreed_commencement=day) for no, day in agreed.items()], on=DAY_AFTER)
    assert judged.contracts["commencement_days"].tolist() == [1, 0, 1]


def test_another_law_gives_another_answer(tmp_path: Path) -> None:
    for path in (Path(rules.__file__).parent / "law").glob("*.yaml"):
        text = path.read_text(encoding="utf-8").replace("{1999-04-28: 1}", "{1999-04-28: 3}")
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    snapshot = Snapshot.from_records(date(2024, 7, 1), contracts=[contract()])
    by_law = {law.version: assess(snapshot, law=law) for law in (load_law(), load_law(tmp_path))}
    days = [str(a.contracts["first_idle_day"].iloc[0].date()) for a in by_law.values()]
    assert days == ["2024-07-01", "2026-07-01"]
    assert [assessment.law_version for assessment in by_law.values()] == list(by_law)


# Completion without a record of the start


def test_completed_works_without_a_record_of_their_start_are_no_commencement_default() -> None:
    row = judged(contract(), event(EventType.COMPLETED, date(2024, 12, 1)), on=date(2025, 1, 15))
    assert (row["commencement_status"], row["commencement_days"]) == ("COMMENCED", 0)
    assert (row["completion_status"], row["idle_status"]) == ("COMPLETED", "NONE")
    assert "commencement_record_missing" in row["flags"]


def test_a_completion_before_the_start_is_for_review() -> None:
    facts = [event(EventType.COMPLETED, date(2023, 5, 1)), event(EventType.COMMENCED, date(2023, 6, 1))]
    row = judged(contract(), *facts, on=DAY_AFTER)
    assert row["data_status"] == "REVIEW"
    assert "completed_before_commenced" in row["flags"]


# What is not known stays unknown


def test_without_a_day_and_without_a_handover_nothing_falls_due() -> None:
    row = judged(contract(agreed_commencement=None), on=date(2030, 1, 1))
    assert (row["commencement_status"], row["idle_status"]) == ("NOT_DUE", "NONE")
    assert row["commencement_due_source"] == "unknown"
    assert pd.isna(row["commencement_due"]) and pd.isna(row["first_idle_day"])


def test_damages_on_an_unknown_price_are_unknown() -> None:
    assert pd.isna(judged(contract(price_fen=None), on=DAY_AFTER)["commencement_damages_fen"])


def test_damages_before_any_day_is_late_are_nothing_even_on_an_unknown_price() -> None:
    assert judged(contract(price_fen=None), on=DUE)["commencement_damages_fen"] == 0


def test_under_the_revised_form_an_unknown_floor_area_leaves_the_damages_open() -> None:
    form = ContractForm.REVISION_2025
    row = judged(contract(form=form), event(EventType.COMMENCED, DUE), on=date(2025, 1, 1))
    assert pd.isna(row["completion_damages_fen"])
    assert "unfinished_share_missing" in row["flags"]


def test_where_no_foundation_is_named_any_threshold_counts() -> None:
    facts = [
        event(EventType.CONSTRUCTION_PERMIT, date(2023, 6, 1)),
        event(EventType.ALL_FOUNDATION_PILES_DONE, date(2023, 6, 20)),
    ]
    row = judged(contract(foundation=None), *facts, on=DAY_AFTER)
    assert row["commenced_on"] == pd.Timestamp("2023-06-20")


def test_two_handovers_on_different_days_are_for_review_and_the_first_counts() -> None:
    facts = [event(EventType.HANDED_OVER, date(2023, 2, n)) for n in (10, 1)]
    row = judged(contract(agreed_handover=date(2023, 1, 31)), *facts, on=DUE)
    assert (row["data_status"], row["handover_days"]) == ("REVIEW", 1)
    assert "handed_over_twice" in row["flags"]


def test_two_reasons_for_review_are_no_less_a_reason_than_one() -> None:
    handed = [event(EventType.HANDED_OVER, date(2023, 2, day)) for day in (1, 10)]
    built = [event(EventType.COMPLETED, date(2023, 5, 1)), event(EventType.COMMENCED, date(2023, 6, 1))]
    row = judged(contract(agreed_handover=date(2023, 1, 31)), *handed, *built, on=DUE)
    assert {"handed_over_twice", "completed_before_commenced"} <= set(row["flags"])
    assert row["data_status"] == "REVIEW"


def test_works_that_stopped_twice_without_resuming_are_stopped_since_the_first_time() -> None:
    days = [(EventType.COMMENCED, "2022-06-20"), (EventType.WORK_STOPPED, "2023-03-01")]
    events = [
        event(kind, date.fromisoformat(day)) for kind, day in [*days, (EventType.WORK_STOPPED, "2023-05-01")]
    ]
    assert str(judged(contract(), *events, on=DUE)["first_suspended_idle_day"].date()) == "2024-03-02"


@pytest.mark.parametrize(
    ("notice", "proof", "late"),
    [
        ("2023-06-08", "2023-06-16", set()),
        ("2023-06-09", "2023-06-16", {"force_majeure_notice_late"}),
        ("2023-06-08", "2023-06-17", {"force_majeure_proof_late"}),
        ("2023-06-08", None, {"force_majeure_proof_missing"}),
    ],
)
def test_force_majeure_is_notified_in_seven_days_and_proved_in_fifteen(
    notice: str, proof: str | None, late: set[str]
) -> None:
    claim = event(
        EventType.FORCE_MAJEURE,
        start=date(2023, 6, 1),
        end=date(2023, 6, 20),
        notice_date=date.fromisoformat(notice),
        proof_date=proof and date.fromisoformat(proof),
    )
    flags = judged(contract(), claim, on=DUE)["flags"]
    assert {flag for flag in flags if flag.startswith("force_majeure")} == late


@pytest.mark.parametrize(("day", "flagged"), [("2023-05-31", False), ("2023-06-01", True)])
def test_an_extension_is_applied_for_thirty_days_ahead(day: str, flagged: bool) -> None:
    applied = event(EventType.EXTENSION_APPLICATION, date.fromisoformat(day))
    assert ("application_after_30d_limit" in judged(contract(), applied, on=DUE)["flags"]) is flagged


@pytest.mark.parametrize(("day", "flagged"), [("2023-04-01", False), ("2023-04-02", True)])
def test_sixty_days_of_late_handover_are_not_more_than_sixty(day: str, flagged: bool) -> None:
    late = contract(agreed_handover=date(2023, 1, 31))
    flags = judged(late, event(EventType.HANDED_OVER, date.fromisoformat(day)), on=DUE)["flags"]
    assert ("transferee_may_rescind_after_60d_and_demand" in flags) is flagged


@pytest.mark.parametrize(
    ("grantor", "flagged"),
    [
        ("重庆市綦江区规划和自然资源局", False),
        ("綦江县国土资源和房屋管理局", False),
        ("重庆綦江高新技术产业开发区管理委员会", True),
        (None, False),
    ],
)
def test_only_the_natural_resources_authority_can_grant_land(grantor: str | None, flagged: bool) -> None:
    flags = judged(contract(grantor=grantor), on=DUE)["flags"]
    assert ("grantor_not_natural_resources_authority" in flags) is flagged


def test_a_return_filed_too_late_says_so() -> None:
    late = event(EventType.RETURN_APPLICATION, date(2025, 5, 2))
    row = judged(contract(), late, on=date(2025, 5, 2))
    assert "return_filed_too_late" in row["flags"]


@pytest.mark.parametrize(
    ("amendments", "source"),
    [
        ([], "contract"),
        ([(EventType.EXTENSION_APPROVED, "2023-06-01")], "extension"),
        ([(EventType.SUPPLEMENTARY_AGREEMENT, "2023-06-01")], "supplement"),
        (
            [(EventType.EXTENSION_APPROVED, "2023-06-01"), (EventType.SUPPLEMENTARY_AGREEMENT, "2023-06-02")],
            "supplement",
        ),
        (
            [(EventType.SUPPLEMENTARY_AGREEMENT, "2023-06-01"), (EventType.EXTENSION_APPROVED, "2023-06-02")],
            "extension",
        ),
    ],
)
def test_the_day_in_force_says_what_fixed_it(amendments: list[tuple[EventType, str]], source: str) -> None:
    new = date(2023, 12, 31)
    events = [event(kind, date.fromisoformat(day), new_commencement=new) for kind, day in amendments]
    assert judged(contract(), *events, on=DUE)["commencement_due_source"] == source


# Parts


PHASES = (
    Phase(number="1", agreed_commencement=DUE, agreed_completion=date(2024, 12, 31)),
    Phase(number="2", agreed_commencement=date(2024, 6, 30), agreed_completion=date(2025, 12, 31)),
)


def test_a_contract_with_phases_takes_the_values_of_its_gravest_phase() -> None:
    started = event(EventType.COMMENCED, DUE, phase="1")
    row = judged(contract(phases=PHASES), started, on=date(2024, 7, 2))
    assert (row["commencement_status"], row["commencement_days"]) == ("BREACH", 2)
    assert row["commencement_due"] == pd.Timestamp("2024-06-30")


def test_the_parts_of_a_contract_stand_beside_it() -> None:
    started = event(EventType.COMMENCED, DUE, phase="1")
    parts = assessed(contract(phases=PHASES), [started], on=date(2024, 7, 2)).parts
    assert parts[["contract_no", "part", "is_phase"]].values.tolist() == [
        ["2023-1", "1", True],
        ["2023-1", "2", True],
    ]
    assert parts["commencement_status"].tolist() == ["COMMENCED", "BREACH"]
    assert parts["commencement_days"].tolist() == [0, 2]


def test_damages_of_a_contract_are_unknown_while_a_phase_is_late_whose_price_is_agreed_nowhere() -> None:
    row = judged(contract(phases=PHASES), on=date(2024, 7, 2))
    assert pd.isna(row["commencement_damages_fen"])
    assert "phase_penalty_base_needs_contract_rule" in row["flags"]


def test_a_contract_none_of_whose_phases_is_late_owes_nothing() -> None:
    assert judged(contract(phases=PHASES), on=DUE)["commencement_damages_fen"] == 0


def test_damages_of_a_late_completion_of_a_phase_are_unknown_too() -> None:
    phases = (Phase(number="1", agreed_commencement=DUE, agreed_completion=date(2024, 6, 30)),)
    started = event(EventType.COMMENCED, DUE)
    row = judged(contract(phases=phases), started, on=date(2024, 7, 2))
    assert (row["completion_days"], row["commencement_damages_fen"]) == (2, 0)
    assert pd.isna(row["completion_damages_fen"])


def test_damages_under_days_that_were_replaced_are_unknown_of_phases_too() -> None:
    later = event(EventType.SUPPLEMENTARY_AGREEMENT, date(2023, 9, 30), new_commencement="2023-12-31")
    row = judged(contract(phases=PHASES), later, on=date(2023, 10, 1))
    assert pd.isna(row["superseded_damages_fen"])


def test_the_explanation_says_that_damages_are_not_known() -> None:
    told = explain(assessed(contract(phases=PHASES), on=date(2024, 7, 2)), "2023-1")
    [damages] = [root for root in told.roots if root.name == "commencement_damages_fen"]
    assert damages.value == "not known"


def test_a_contract_over_one_parcel_has_no_parts() -> None:
    assert len(assessed(contract(parcel_nos=("A",)), on=DUE).parts) == 0


PARCELS = contract(parcel_nos=("A", "B"))


def completed(*parcels: str) -> list[Event]:
    return [event(EventType.COMPLETED, date(2024, 12, 30 + n), parcel_no=p) for n, p in enumerate(parcels)]


def test_a_contract_over_two_parcels_is_not_complete_with_one_of_them() -> None:
    assert (
        assessed(PARCELS, completed("A"), on=date(2025, 1, 1)).contracts["completion_status"].item()
        == "BREACH"
    )


def test_a_contract_over_two_parcels_is_complete_with_the_last_of_them() -> None:
    row = assessed(PARCELS, completed("A", "B"), on=date(2025, 1, 1)).contracts.iloc[0]
    assert (row["completion_status"], str(row["completed_on"].date())) == ("COMPLETED", "2024-12-31")


def test_by_the_convention_of_parcels_the_gravest_parcel_speaks_for_the_contract() -> None:
    started = event(EventType.COMMENCED, DUE, parcel_no="A")
    by_parcel = Conventions(breach_unit="parcel")
    assert judged(PARCELS, started, on=DAY_AFTER)["commencement_status"] == "COMMENCED"
    assert judged(PARCELS, started, on=DAY_AFTER, conventions=by_parcel)["commencement_status"] == "BREACH"


# Payment


def due(*days: tuple[str, int]) -> tuple[Instalment, ...]:
    pairs = enumerate(days, start=1)
    return tuple(
        Instalment(number=str(n), due_on=date.fromisoformat(day), amount_fen=fen) for n, (day, fen) in pairs
    )


def paid(day: str, fen: int | None = None) -> Event:
    return event(EventType.INSTALMENT_PAID, date.fromisoformat(day), amount_fen=fen)


TWO = contract(
    payment_damages_ppb=1_000_000, instalments=due(("2023-03-31", 1_000_000), ("2023-04-30", 500_000))
)


def test_a_contract_without_instalments_has_no_word_for_its_payment() -> None:
    assert pd.isna(judged(contract(), on=DUE)["payment_status"])


def test_payments_settle_the_oldest_instalment_first() -> None:
    row = judged(TWO, paid("2023-03-31", 1_000_000), on=date(2023, 5, 1))
    assert (row["payment_status"], row["payment_days"]) == ("BREACH", 1)
    assert row["payment_damages_fen"] == 500


def test_one_payment_can_settle_two_instalments() -> None:
    row = judged(TWO, paid("2023-03-31", 1_500_000), on=date(2023, 5, 1))
    assert (row["payment_status"], row["payment_days"], row["payment_damages_fen"]) == ("PAID", 0, 0)


def test_damages_run_on_each_amount_for_the_days_it_was_late() -> None:
    half = paid("2023-04-10", 400_000)
    row = judged(TWO, half, on=date(2023, 4, 30))
    # 400,000 fen for 10 days and 600,000 fen for 30 days, at one per mille a day.
    assert row["payment_damages_fen"] == 400 * 10 + 600 * 30
    assert (row["payment_status"], row["payment_days"]) == ("BREACH", 30)


def test_a_payment_without_an_amount_settles_one_instalment() -> None:
    row = judged(TWO, paid("2023-03-31"), on=date(2023, 4, 30))
    assert (row["payment_status"], row["payment_days"]) == ("NOT_DUE", 0)


def test_a_payment_that_is_on_file_twice_was_made_once() -> None:
    row = judged(TWO, paid("2023-03-31", 750_000), paid("2023-03-31", 750_000), on=date(2023, 4, 30))
    assert row["payment_status"] == "BREACH"


def test_late_payment_in_full_keeps_its_days_and_its_damages() -> None:
    row = judged(TWO, paid("2023-04-10", 1_000_000), paid("2023-04-30", 500_000), on=date(2023, 12, 31))
    assert (row["payment_status"], row["payment_days"]) == ("PAID", 10)
    assert row["payment_damages_fen"] == 1_000 * 10


def test_damages_may_run_on_the_price_share_of_the_late_parcel() -> None:
    """Two parcels of 30,000 and 10,000 m², the larger commenced in time, the other 184 days late."""
    both = Contract(
        contract_no="A",
        price_fen=1_800_000_000,
        area_cm2=400_000_000,
        commencement_damages_ppb=500_000,
        agreed_commencement=date(2023, 6, 30),
        parcel_nos=("large", "small"),
    )
    started = Event(contract_no="A", type=EventType.COMMENCED, day=date(2023, 6, 25), parcel_no="large")
    snapshot = Snapshot.from_records(
        date(2023, 12, 31),
        contracts=[both],
        events=[started],
        contract_parcel_areas={("A", "large"): 300_000_000, ("A", "small"): 100_000_000},
    )
    by_contract, by_parcel = (
        int(assess(snapshot, Conventions(damages_base=base)).contracts.loc["A", "commencement_damages_fen"])
        for base in ("contract", "parcel")
    )
    assert (by_contract, by_parcel) == (0, 450_000_000 * 184 * 5 // 10_000)
