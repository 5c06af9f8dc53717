"""What is declared of personal data: each kind with its purpose, its roles and its time, dated."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from landwatch.catalogue import personal
from landwatch.errors import CatalogueError
from landwatch.rules.strict_yaml import read_yaml

RULE = {"from": date(2021, 11, 1), "purpose": "contact", "seen_by": ["clerk"], "kept_months": 24}
RAW: dict[str, Any] = {
    "purposes": {"contact": {"zh": "联系核实", "en": "contact"}},
    "closing": ["contract_ended"],
    "kinds": {
        "voice": {
            "zh": "录音",
            "en": "voice",
            "rules": [RULE | {"after": "recorded", "source": "第六条"}],
        }
    },
}


def with_rules(*changes: dict[str, Any]) -> dict[str, Any]:
    """The declaration with as many rules for a voice as changes."""
    raw = deepcopy(RAW)
    (rule,) = raw["kinds"]["voice"]["rules"]
    raw["kinds"]["voice"]["rules"] = [rule | change for change in changes]
    return raw


def test_photographs_voices_sketches_names_and_telephones_are_declared() -> None:
    assert set(personal.loaded().kinds) == {
        "photo",
        "voice",
        "sketch",
        "person_name",
        "person_phone",
    }


def test_no_key_of_the_file_stands_twice() -> None:
    read_yaml(files("landwatch.catalogue").joinpath("personal.yaml"), CatalogueError)


def test_before_the_law_nothing_is_declared() -> None:
    assert personal.rule_of("photo", date(2021, 10, 31)) is None


def test_from_the_day_of_the_law_on_a_rule_counts() -> None:
    rule = personal.rule_of("photo", date(2021, 11, 1))
    assert rule is not None and rule.since == date(2021, 11, 1)


def test_for_a_kind_that_is_not_declared_there_is_no_rule() -> None:
    assert personal.rule_of("fingerprint", date(2024, 1, 1)) is None


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (with_rules({"purpose": "fun"}), "voice: no purpose is called fun"),
        (with_rules({"after": "never"}), "kinds.voice.rules.0.after"),
        (with_rules(), "voice: write its rules in the order of their days"),
        (with_rules({}, {"from": date(2020, 1, 1)}), "voice: write its rules in the order of their days"),
        (with_rules({"forever": True}), "kinds.voice.rules.0.forever"),
        (RAW | {"closing": ["rain"]}, "closing.0"),
    ],
)
def test_a_line_of_another_form_is_refused_with_its_place(raw: dict[str, Any], words: str) -> None:
    with pytest.raises(CatalogueError, match=f"personal.yaml: {words}"):
        personal.build(raw)
