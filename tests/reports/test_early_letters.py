"""What an early letter says, and that its templates are what their script writes."""

from __future__ import annotations

import re
import sys
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from landwatch.measures.patrols.letters import letters
from landwatch.model import Event, EventType
from landwatch.reports.early_letters import early_letter
from tests.measures.patrols.zone import contract, happened, judged
from tests.reports.conftest import MADE

ROOT = Path(__file__).parents[2]
DUE = date(2023, 6, 30)
FAR = date(2030, 1, 1)
FIRST = date(2023, 5, 31)
BEGUN = happened("1", EventType.COMMENCED, date(2022, 6, 1))


def read(file: bytes) -> str:
    with zipfile.ZipFile(BytesIO(file)) as archive:
        return re.sub(r"<[^>]+>|\s+", "", archive.read("word/document.xml").decode())


def commencement(on: date, **facts: Any) -> str:
    told = {"holder": "例行机械有限公司", "area_cm2": 400_000_000, "project_name": "样机项目"} | facts
    assessment = judged(on, [contract("1", DUE, FAR, **told)])
    return read(early_letter(assessment, letters(assessment)[0], MADE))


def completion(on: date) -> str:
    assessment = judged(on, [contract("1", date(2022, 6, 30), DUE)], BEGUN)
    return read(early_letter(assessment, letters(assessment)[0], MADE))


def test_a_letter_names_holder_land_clause_due_day_and_days_left() -> None:
    told = commencement(date(2023, 6, 10))
    for text in (
        "例行机械有限公司：",
        "样机项目",
        "40000.00平方米（60.00亩）",
        "合同第十六条",
        "2023年6月30日",
        "20天",
    ):
        assert text in told


def test_a_day_that_was_changed_stands_beside_the_one_that_was_signed() -> None:
    supplement = happened(
        "1", EventType.SUPPLEMENTARY_AGREEMENT, date(2023, 5, 10), new_commencement="2023-07-31"
    )
    assessment = judged(date(2023, 7, 10), [contract("1", DUE, FAR)], supplement)
    told = read(early_letter(assessment, letters(assessment)[0], MADE))
    assert "2023年7月31日（合同原约定2023年6月30日，后经变更）" in told


def test_a_day_that_moved_by_itself_stands_beside_the_day_of_the_contract() -> None:
    # Ten days of a cause that the government answers for.
    cause = Event(
        contract_no="1",
        type=EventType.GOVERNMENT_CAUSE,
        start=date(2023, 3, 1),
        end=date(2023, 3, 10),
        details={"verified": True, "ground": "规划调整"},
    )
    assessment = judged(date(2023, 6, 20), [contract("1", DUE, FAR)], cause)
    told = read(early_letter(assessment, letters(assessment)[0], MADE))
    assert "2023年7月10日（合同约定2023年6月30日，经顺延）" in told
    assert "该期限已于2023年5月31日届满" in told  # before the day of the contract, not before the later one


def test_what_is_not_known_is_said_and_is_no_reproach() -> None:
    told = commencement(FIRST, project_name=None)
    assert "项目名称台账未记载" in told
    assert "施工许可未见记录" in told
    assert "不等于未办理" in told


def test_on_the_last_day_an_extension_can_still_be_applied_for() -> None:
    assert "提前30日书面申请延建" in commencement(FIRST)
    assert "最迟应于2023年5月31日提出" in commencement(FIRST)


def test_after_the_last_day_the_letter_says_that_it_has_passed() -> None:
    assert "该期限已于2023年5月31日届满" in commencement(date(2023, 6, 1))


def test_of_another_form_of_contract_no_article_is_named() -> None:
    told = commencement(FIRST, form="2025-revision")
    assert "第十六条" not in told and "按合同约定，该项目应于" in told


def test_a_letter_about_the_completion_speaks_of_no_extension_by_application() -> None:
    told = completion(FIRST)
    assert "该项目应于2023年6月30日前（含当日）竣工" in told and "延建" not in told


def test_no_tag_of_a_template_is_left() -> None:
    assert not re.search(r"\{\{|\{%", commencement(FIRST) + completion(FIRST))


@pytest.mark.parametrize("name", ["COMMENCEMENT", "COMPLETION"])
def test_a_template_is_what_its_script_writes(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import letter_templates

    file = f"{name.lower()}_letter.docx"
    letter_templates.make(getattr(letter_templates, name)).save(str(tmp_path / file))
    sys.modules.pop("letter_templates")
    made, kept = (
        zipfile.ZipFile(path)
        for path in (tmp_path / file, ROOT / "landwatch" / "reports" / "templates" / file)
    )
    with made, kept:
        assert [part for part in made.namelist() if made.read(part) != kept.read(part)] == []
