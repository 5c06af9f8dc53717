"""A fact that is supposed for a question is read as one, or refused in a sentence."""

from __future__ import annotations

import re
from datetime import date

import pytest

from landwatch.errors import UsageError
from landwatch.rules.what_if import supposed_event
from tests.rules.judging import contract


@pytest.mark.parametrize("text", ['"commenced"', "[]", "null"])
def test_what_is_no_mapping_is_refused_with_what_was_expected(text: str) -> None:
    words = r"--event: event: .* is not valid; expected a mapping of keys to values"
    with pytest.raises(UsageError) as refused:
        supposed_event(text, contract(), date(2023, 6, 30))
    assert re.fullmatch(words, str(refused.value))
