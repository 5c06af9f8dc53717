"""The dated data of stages and conditions: what is refused, and what holds when."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from landwatch.errors import LawError
from landwatch.measures.patrols.stages import load_stages
from landwatch.measures.patrols.validity import load_conditions

STAGE = """
P1:
  label: {zh: 一, en: one}
  values:
    2020-01-01: {when: each, cycle: quarter, while: idle, rate: true, source: 约定, certainty: convention}
    2022-01-01: {when: each, cycle: month, while: idle, rate: true, source: 约定, certainty: convention}
    2023-01-01: null
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "stages.yaml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("day", "cycles"),
    [
        (date(2019, 12, 31), []),
        (date(2021, 12, 31), ["quarter"]),
        (date(2022, 1, 1), ["month"]),
        (date(2023, 1, 1), []),
    ],
)
def test_what_holds_is_said_by_the_day(tmp_path: Path, day: date, cycles: list[str]) -> None:
    found = load_stages(day, written(tmp_path, STAGE))
    assert [getattr(stage.when, "cycle", None) for stage in found] == cycles


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("cycle: quarter", "cycle: week", "cycle"),
        ("while: idle", "while: asleep", "while"),
        ("rate: true", "rate: often", "rate"),
        ("certainty: convention", "certainty: sure", "certainty"),
        ("when: each", "when: always", "when"),
        ("2023-01-01: null", "later: null", "values"),
    ],
)
def test_what_breaks_the_form_is_named(tmp_path: Path, before: str, after: str, told: str) -> None:
    with pytest.raises(LawError, match=rf"stages.yaml: P1: .*{told}"):
        load_stages(date(2020, 1, 1), written(tmp_path, STAGE.replace(before, after, 1)))


def test_every_stage_of_supervision_is_there() -> None:
    names = {stage.name for stage in load_stages(date(2023, 12, 31))}
    assert names >= {f"P{number}" for number in range(9)}


def test_nobody_asks_for_a_photograph_yet() -> None:
    asked = {each.name: each.on(date(2023, 12, 31)) for each in load_conditions()}
    held = asked["photograph"]
    assert held is not None and held.required is None
