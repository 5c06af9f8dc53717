"""The kinds of papers hold together: a paper prints what it declares, and declares what it prints."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from landwatch.casework.papers import kind_named, load_kinds, load_particulars, paper_kinds
from landwatch.errors import LawError, UsageError
from landwatch.i18n import speaking

KIND = """
sample:
  name: {{zh: 样书, en: sample}}
  series: 样
  versions:
    2020-01-01:
      basis: 第一条
      certainty: convention
      must: {{{must}}}
      text: ["{text}"]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of kinds of its own, with the particulars of the package."""
    load_particulars()
    (tmp_path / "kinds").mkdir()
    monkeypatch.setattr(paper_kinds, "_FOLDER", tmp_path)
    load_kinds.cache_clear()
    yield tmp_path / "kinds"
    load_kinds.cache_clear()


def write(folder: Path, must: str, text: str) -> None:
    (folder / "own.yaml").write_text(KIND.format(must=must, text=text), encoding="utf-8")


def test_the_papers_of_a_case_are_known() -> None:
    assert len(load_kinds()) == 19


def test_a_paper_is_found_by_its_chinese_name() -> None:
    assert kind_named("闲置土地认定书").id == "recognition"


def test_an_unknown_paper_is_refused_with_those_there_are() -> None:
    with speaking("en"), pytest.raises(UsageError, match="there is no paper memo; there are: .*recognition"):
        kind_named("memo")


@pytest.mark.parametrize(
    ("must", "text", "fault"),
    [
        ("office: 一, day: 一", "{holder}", "prints holder, which it does not declare"),
        ("office: 一, day: 一, holder: 一", "无", "declares holder, which it does not print"),
        ("office: 一, day: 一, weather: 一", "{weather}", "there is no particular weather"),
    ],
)
def test_a_paper_that_does_not_hold_together_is_refused(
    folder: Path, must: str, text: str, fault: str
) -> None:
    write(folder, must, text)
    with pytest.raises(LawError, match=fault):
        load_kinds()
