"""The benchmarks say which sections there are, and refuse others by name."""

from __future__ import annotations

import pytest

from benchmarks.__main__ import SECTIONS, asked_for


def test_help_lists_each_section_with_what_it_measures(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        asked_for(["--help"])
    told = capsys.readouterr().out
    assert ended.value.code == 0
    for name, (_lines, what) in SECTIONS.items():
        assert any(line.split(maxsplit=1) == [name, what] for line in told.splitlines()), name


def test_all_sections_run_where_none_is_named() -> None:
    assert asked_for([]) == list(SECTIONS)
    assert asked_for(["atlas", "engine"]) == ["atlas", "engine"]


def test_a_section_that_there_is_not_is_refused_with_those_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        asked_for(["atlas", "speed"])
    assert "speed: no such section; there are engine, register" in capsys.readouterr().err
