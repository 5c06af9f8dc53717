"""Explanations inside a page: the whole tree of every contract, kept once, of large pages the gravest."""

from __future__ import annotations

from typing import Any

import pytest

from landwatch.i18n import speaking
from landwatch.maps import explaining
from landwatch.maps.content import MapContent, prepare
from landwatch.maps.explaining import explained, explained_note
from landwatch.rules import Assessment
from landwatch.rules.explanation.node import Node
from landwatch.rules.explanation.tree import explain

LATE, RECOGNISED, COMPLETED = (f"渝地綦（2021）合字第{number}号" for number in ("03", "13", "07"))


@pytest.fixture(scope="module")
def content(zone: Assessment) -> MapContent:
    """The zone ready to draw."""
    with speaking("zh"):
        return prepare(zone)


def unfolded(data: dict[str, Any], place: int) -> tuple[Any, ...]:
    """A node of a page with its texts and children, as the script tells it."""
    *told, children = data["nodes"][place]
    return (*(data["texts"][text] for text in told), tuple(unfolded(data, child) for child in children))


def whole(node: Node) -> tuple[Any, ...]:
    """A node of the engine in the same form."""
    told = (node.label, node.told or node.value, node.basis)
    return (*told, tuple(whole(child) for child in node.children))


def test_the_tree_in_the_page_is_that_of_the_engine(zone: Assessment, content: MapContent) -> None:
    with speaking("zh"):
        data, told = explained(content, [LATE]), explain(zone, LATE)
    assert [unfolded(data, root) for root in data["contracts"][LATE][0]] == [whole(r) for r in told.roots]


def test_what_is_told_twice_is_kept_once(content: MapContent) -> None:
    data = explained(content, [LATE, RECOGNISED])
    assert len(set(data["texts"])) == len(data["texts"])
    assert len({repr(node) for node in data["nodes"]}) == len(data["nodes"])


def test_next_steps_name_severity_side_and_clause(content: MapContent) -> None:
    with speaking("zh"):
        steps = explained(content, [LATE])["contracts"][LATE][1]
    assert steps[0][0] == "grave" and "责任方：" in steps[0][1] and "53号令" in steps[0][2]


def test_of_too_many_contracts_idle_land_is_explained_first(
    content: MapContent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explaining, "MOST_EXPLAINED", 2)
    chosen = explained(content, [COMPLETED, RECOGNISED, LATE])["contracts"]
    assert set(chosen) == {RECOGNISED, LATE}


def test_what_is_left_out_is_said_with_the_command_that_tells_it(
    content: MapContent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explaining, "MOST_EXPLAINED", 1)
    with speaking("en"):
        (note,) = explained_note(content, [COMPLETED, RECOGNISED, LATE])
    assert "for the 1 gravest contracts; of the other 2" in note and "`landwatch explain`" in note


def test_one_contract_that_is_left_out_is_told_of_as_well(
    content: MapContent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explaining, "MOST_EXPLAINED", 2)
    with speaking("en"):
        (note,) = explained_note(content, [COMPLETED, RECOGNISED, LATE])
    assert "for the 2 gravest contracts; of the other 1" in note


def test_nothing_is_said_where_every_contract_is_explained(content: MapContent) -> None:
    assert explained_note(content, [COMPLETED, RECOGNISED, LATE]) == []
