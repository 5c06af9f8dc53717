"""Characters that could rewrite a screen or turn a line are written out, and nothing else is touched."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from landwatch.characters import is_invisible, json_text, printable, visible


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("\x1b[31mX\x1b]0;pwned\x07", "\\x1b[31mX\\x1b]0;pwned\\x07"),
        ("甲\x9b2J公司", "甲\\x9b2J公司"),
        ("铝业\u202eCBA", "铝业\\u202eCBA"),
        ("一\u2066二\u2069", "一\\u2066二\\u2069"),
        ("一\r二\u2028三", "一\\x0d二\\u2028三"),
        ("名\udcff", "名\\udcff"),
        ("重庆綦江\U0002a6d6（甲）\n\t乙", "重庆綦江\U0002a6d6（甲）\n\t乙"),
    ],
)
def test_what_must_not_reach_a_screen_is_written_out(name: str, shown: str) -> None:
    assert visible(name) == shown


@given(st.text())
def test_nothing_that_is_shown_controls_a_terminal(text: str) -> None:
    assert [
        each for each in visible(text) if unicodedata.category(each) in ("Cc", "Cs") and each not in "\n\t"
    ] == []


def test_markup_stays_markup() -> None:
    assert isinstance(visible(Markup("<b>\x1b</b>")), Markup)


@given(
    st.recursive(
        st.text() | st.integers() | st.none(), lambda of: st.lists(of) | st.dictionaries(st.just("a"), of)
    )
)
def test_json_of_a_page_holds_what_is_shown(value: object) -> None:
    def shown(part: object) -> object:
        if isinstance(part, str):
            return visible(part)
        if isinstance(part, list):
            return [shown(each) for each in part]
        return {key: shown(of) for key, of in part.items()} if isinstance(part, dict) else part

    assert json.loads(json_text(value)) == shown(value)


@pytest.mark.parametrize("character", ["\u200b", "\x1b", "\ufeff", "\u202e", "\ufe00", "\U000e0100"])
def test_what_has_no_shape_is_left_out(character: str) -> None:
    assert is_invisible(character)
    assert printable(f"甲{character}乙") == "甲乙"


def test_line_feeds_and_tabs_are_printed() -> None:
    assert printable("甲\n乙\t丙") == "甲\n乙\t丙"
