"""Statuses travel as small codes and come back as the words of the specification."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import pytest

from landwatch.model import CommencementStatus, IdleStatus
from landwatch.rules.status_codes import choose, code, spell

SPECIFIED = {
    CommencementStatus: "NOT_DUE REMIND BREACH COMMENCED COMMENCED_LATE EXCUSED EXCUSED_PENDING PART_UNUSED",
    IdleStatus: (
        "NONE SUSPECT_1Y RECOVERY_2Y SUSPECT_SUSPENDED INVESTIGATING RECOGNISED HEARING_WINDOW "
        "FEE_DECIDED FEE_PAID RECOVERY_DECIDED"
    ),
}


@pytest.mark.parametrize("words", SPECIFIED)
def test_the_words_are_those_of_the_specification(words: type[StrEnum]) -> None:
    assert sorted(words) == sorted(SPECIFIED[words].split())


@pytest.mark.parametrize("word", list(IdleStatus))
def test_a_word_comes_back_from_its_code(word: IdleStatus) -> None:
    assert list(spell(np.array([code(word)], dtype=np.int8), IdleStatus)) == [word]


def test_the_first_case_that_holds_gives_the_word() -> None:
    first, second = np.array([True, False, False]), np.array([True, True, False])
    chosen = choose(IdleStatus.NONE, (first, IdleStatus.RECOVERY_2Y), (second, IdleStatus.SUSPECT_1Y))
    assert list(spell(chosen, IdleStatus)) == ["RECOVERY_2Y", "SUSPECT_1Y", "NONE"]


def test_no_word_spells_as_nothing() -> None:
    assert spell(np.array([-1], dtype=np.int8), IdleStatus).isna().tolist() == [True]
