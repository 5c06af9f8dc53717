"""The two values of a change in words: a status by its name, of the flags those that come or go."""

from __future__ import annotations

import pytest

from landwatch.i18n import speaking
from landwatch.rules.explanation.phrasing import phrased
from landwatch.rules.value_changes import Change


@pytest.mark.parametrize(
    ("name", "before", "after", "told"),
    [
        ("commencement_status", "BREACH", "COMMENCED", ("commencement default", "commenced")),
        ("idle_status", "SUSPECT_1Y", "", ("suspected idle, over one year", "")),
        (
            "flags",
            "handed_over_twice, completed_before_commenced",
            "handed_over_twice",
            ("completed before commenced: the facts contradict each other", ""),
        ),
    ],
)
def test_a_change_is_told_in_the_words_of_its_value(
    name: str, before: str, after: str, told: tuple[str, str]
) -> None:
    with speaking("en"):
        assert phrased(Change("2023-1", name, before, after)) == told
