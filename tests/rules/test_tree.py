"""An explanation shows clause, certainty, document and recorder, and can be repeated to the letter."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from landwatch.errors import UsageError
from landwatch.i18n import speaking
from landwatch.model import ContractForm, EventType, Phase
from landwatch.rules import Assessment, Conventions, assess
from landwatch.rules.explanation import tree
from landwatch.rules.explanation.node import Explanation, Node
from landwatch.rules.explanation.tree import explain, explanations
from landwatch.rules.parameters import load_law
from landwatch.snapshot import SCHEMA, Snapshot
from tests.rules.judging import DUE, assessed, contract, event

ON = date(2024, 7, 1)
HANDOVER = event(EventType.HANDED_OVER, date(2023, 4, 30), document="交地确认书 2023-17")
CAUSE = event(
    EventType.GOVERNMENT_CAUSE,
    start=date(2023, 5, 1),
    end=date(2023, 5, 31),
    document="规划调整通知",
    verified=True,
)


def late(*events: Any, on: date = ON, **facts: Any) -> Assessment:
    return assessed(contract(**facts), events or [HANDOVER, CAUSE], on=on)


def nodes(explanation: Explanation) -> Iterator[Node]:
    def below(node: Node) -> Iterator[Node]:
        yield node
        for child in node.children:
            yield from below(child)

    for root in explanation.roots:
        yield from below(root)


def node(explanation: Explanation, name: str) -> Node:
    return next(found for found in nodes(explanation) if found.name == name)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with speaking("en"):
        yield


def test_the_flag_rests_on_a_clause_that_is_said_to_be_sure_or_not() -> None:
    default = node(explain(late(), "2023-1"), "commencement_status")
    assert default.value == "commencement default"
    assert "第三十三条" in default.clause
    assert default.certainty == "generally known"


def test_the_tree_goes_down_to_the_dates_of_the_contract() -> None:
    names = {found.name for found in nodes(explain(late(), "2023-1"))}
    assert {"commencement_status", "effective_commencement_due", "agreed_commencement"} <= names


def test_a_document_stands_beside_the_fact_it_proves() -> None:
    explanation = explain(late(), "2023-1")
    assert node(explanation, "handed_over").clause == "交地确认书 2023-17"
    assert "规划调整通知" in explanation.text()


def test_a_fact_without_a_document_says_so() -> None:
    explanation = explain(late(event(EventType.COMMENCED, DUE)), "2023-1")
    assert node(explanation, "commenced").clause == "no document number"


def test_a_cause_says_whether_it_was_verified() -> None:
    claimed = replace(CAUSE, details={"verified": False})
    values = [node(explain(late(cause), "2023-1"), "government_cause").value for cause in (CAUSE, claimed)]
    assert values == ["2023-05-01 – 2023-05-31; verified", "2023-05-01 – 2023-05-31; not verified"]


def test_a_fact_of_the_register_says_who_recorded_it_and_when() -> None:
    snapshot = late().snapshot
    events = snapshot.events.assign(recorded_by="inspector Li", recorded_at="2023-05-02T09:00:00+08:00")
    events = events.astype({"recorded_by": "str", "recorded_at": "str"})
    explanation = explain(assess(replace(snapshot, events=events)), "2023-1")
    assert node(explanation, "handed_over").recorded == "inspector Li 2023-05-02 09:00"
    assert "inspector Li" in explanation.text()


def test_a_legal_number_stands_with_its_unit_and_source() -> None:
    number = node(explain(late(on=date(2024, 8, 1)), "2023-1"), "idle_first_years")
    assert (number.value, number.certainty) == ("1 year", "text seen")
    assert "53号令" in number.clause


def test_the_headline_is_the_reason() -> None:
    headline = explain(late(), "2023-1").headline
    assert headline.startswith("336 days late in commencement: due 2023-07-31 (agreed 2023-06-30, contract)")


def test_each_phase_has_a_branch_of_its_own() -> None:
    phases = tuple(Phase(number=str(n), agreed_commencement=DUE) for n in (1, 2))
    roots = explain(late(phases=phases), "2023-1").roots
    assert [r.label for r in roots if r.name == "commencement_status"] == [
        "commencement",
        "commencement [1]",
        "commencement [2]",
    ]


def test_the_same_inputs_give_the_same_text_and_the_same_hash() -> None:
    one, other = (explain(late(), "2023-1") for _ in range(2))
    assert one.text() == other.text()
    assert one.dossier == other.dossier
    assert one.to_dict() == other.to_dict()


def test_other_contracts_in_the_register_do_not_touch_the_dossier() -> None:
    alone = explain(late(), "2023-1")
    many = assessed([contract("2023-0"), contract()], [HANDOVER, CAUSE], on=ON)
    assert explain(many, "2023-1").dossier == alone.dossier
    assert explain(many, "2023-1").text() == alone.text()


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(lambda: late(on=ON + timedelta(1)), id="another day"),
        pytest.param(lambda: late(HANDOVER), id="an event less"),
        pytest.param(lambda: late(replace(HANDOVER, document=None), CAUSE), id="a document less"),
        pytest.param(lambda: late(price_fen=1), id="another price"),
        pytest.param(lambda: late(phases=(Phase(number="1"),)), id="a phase"),
        pytest.param(
            lambda: assessed(
                contract(), [HANDOVER, CAUSE], on=ON, conventions=Conventions(breach_unit="parcel")
            ),
            id="another convention",
        ),
    ],
)
def test_another_input_gives_another_hash(other: Any) -> None:
    assert explain(other(), "2023-1").dossier != explain(late(), "2023-1").dossier


def test_the_hash_names_the_law() -> None:
    law = load_law()
    explanation = explain(late(), "2023-1", law=replace(law, version="0" * 12))
    assert explanation.law_version == "0" * 12
    assert explanation.dossier != explain(late(), "2023-1").dossier


def test_the_explanation_is_plain_data() -> None:
    told = json.loads(json.dumps(explain(late(), "2023-1").to_dict(), ensure_ascii=False))
    assert told["contract_no"] == "2023-1" and told["on"] == "2024-07-01"
    assert {"tree", "headline", "dossier", "law_version", "conventions"} <= set(told)
    assert told["tree"][0]["label"]


def test_an_unknown_contract_is_refused_by_its_number() -> None:
    with pytest.raises(UsageError, match="2023-9: no such contract is known on 2024-07-01; check the number"):
        explain(late(), "2023-9")


def test_the_tree_repeats_what_the_assessment_says() -> None:
    assessment = late()
    row = assessment.contracts.loc["2023-1"]
    explanation = explain(assessment, "2023-1")
    assert node(explanation, "commencement_days").value == f"{row['commencement_days']} days"
    assert node(explanation, "effective_commencement_due").value == "2023-07-31"
    assert node(explanation, "commencement_damages_fen").value == "3024000.00 yuan"


def test_damages_are_told_as_base_times_rate_times_days() -> None:
    explanation = explain(late(), "2023-1")
    told = "3,024,000.00 yuan = 18,000,000.00 yuan × 0.5 ‰ × 336 days"
    assert node(explanation, "commencement_damages_fen").told == told
    assert f"damages for late commencement (claim): {told}" in explanation.text()
    assert "contract price: 18,000,000.00 yuan" in explanation.text()


def test_damages_on_a_share_of_the_price_are_told_as_the_amount_alone() -> None:
    area = {"planned_gfa_cm2": 400_000, "unfinished_gfa_at_due_cm2": 100_000}
    started = event(EventType.COMMENCED, DUE)
    assessment = late(started, on=date(2025, 1, 10), form=ContractForm.REVISION_2025, **area)
    assert node(explain(assessment, "2023-1"), "completion_damages_fen").told == "22,500.00 yuan"


def test_amounts_of_plain_data_have_no_commas() -> None:
    told = json.dumps(explain(late(), "2023-1").to_dict(), ensure_ascii=False)
    assert "3024000.00 yuan" in told and "18000000.00 yuan" in told and ",000" not in told


def test_the_area_is_no_part_of_a_base_that_is_the_whole_price() -> None:
    base = node(explain(late(), "2023-1"), "damages_base_fen")
    assert [child.name for child in base.children] == ["price_fen"]


def test_labels_are_told_in_both_languages() -> None:
    english = explain(late(), "2023-1")
    with speaking("zh"):
        chinese = explain(late(), "2023-1")
    assert node(english, "commencement_status").label == "commencement"
    assert node(chinese, "commencement_status").label == "开工状态"
    assert node(chinese, "commencement_status").value == "开工违约"
    assert chinese.dossier == english.dossier


def test_the_instant_of_knowledge_is_told_where_there_is_one() -> None:
    at = pd.Timestamp("2024-07-02T08:00:00+08:00").to_pydatetime()
    snapshot = Snapshot.from_records(ON, contracts=[contract()], known_at=at)
    assert explain(assess(snapshot), "2023-1").known_at == "2024-07-02T08:00:00+08:00"
    assert explain(late(), "2023-1").known_at == ""


def test_contracts_that_are_explained_together_are_told_as_each_alone() -> None:
    phases = tuple(Phase(number=number, area_cm2=1, agreed_commencement=DUE) for number in ("一期", "二期"))
    phased = contract("2023-2", phases=phases)
    facts = [HANDOVER, CAUSE, replace(HANDOVER, contract_no="2023-2", document="交地确认书 2023-18")]
    both = assess(Snapshot.from_records(ON, contracts=[contract(), phased], events=facts))
    assert list(explanations(both, ["2023-2", "2023-1"])) == [
        explain(both, "2023-1"),
        explain(both, "2023-2"),
    ]


def test_a_column_that_nothing_is_on_file_in_changes_no_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    before = explain(late(), "2023-1").dossier
    known = {name: kind for name, kind in SCHEMA["contracts"].items() if name != "industry"}
    monkeypatch.setitem(tree.SCHEMA, "contracts", known)  # as if landwatch had not learned it yet
    assert explain(late(), "2023-1").dossier == before


def test_a_value_on_file_changes_the_fingerprint() -> None:
    assert explain(late(industry="汽车零部件"), "2023-1").dossier != explain(late(), "2023-1").dossier
