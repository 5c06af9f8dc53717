"""The list to take along: what stands on it, and what its codes say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

import pypdf
import pytest

from landwatch.i18n import speaking
from landwatch.reports.patrol_sheet import Duty, PersonSheet, SheetRow, code_text, sheets_pdf
from tests.reports.conftest import MADE

ON = date(2023, 12, 20)


def row(number: str, **facts: Any) -> SheetRow:
    plain: dict[str, Any] = {
        "holder": "例行机械有限公司",
        "project": "样机项目",
        "location": "桥河组团1号地块",
        "parcels": ["500110003001GB00001"],
        "area": "60.00 亩",
        "duties": [Duty("违约期间每月", date(2023, 12, 31), overdue=False)],
        "instead_of": None,
        "leg_m": 350,
    }
    return SheetRow(contract_no=number, **(plain | facts))


def pages(sheets: Sequence[PersonSheet], address: str | None = None) -> list[str]:
    with speaking("zh"):
        content = sheets_pdf(sheets, ON, MADE, address=address, mark="")
    return [dense(page.extract_text()) for page in pypdf.PdfReader(BytesIO(content)).pages]


def dense(text: str) -> str:
    """Without the places at which a line may break."""
    return re.sub(r"[\s\u200b]", "", text)


def sheet(*rows: SheetRow, person: str | None = "张三") -> PersonSheet:
    return PersonSheet(person=person, rows=rows)


def test_contracts_stand_in_the_order_given_with_what_the_visit_is_for() -> None:
    (page,) = pages([sheet(row("合2"), row("合1"))])
    assert page.index("合2") < page.index("合1")
    for text in ("动态巡查清单（张三）", "样机项目", "违约期间每月", "2023-12-31", "0.7公里", "非道路里程"):
        assert text in page


def test_every_stage_of_works_has_a_box() -> None:
    (page,) = pages([sheet(row("合1"))])
    stages = "未动工 围挡 场平 基坑 桩基 地基三分之一 主体 封顶 竣工 投产 停工".split()
    assert [stage for stage in stages if stage not in page] == []


def test_what_is_overdue_and_whose_duty_it_is_is_said() -> None:
    late = [Duty("每季巡查", date(2023, 9, 30), overdue=True)]
    (page,) = pages([sheet(row("合1", duties=late, instead_of="李四"))])
    assert "逾期" in page and "代李四" in page


def test_a_contract_without_a_boundary_says_that_it_is_not_on_the_way() -> None:
    (page,) = pages([sheet(row("合1", leg_m=None))])
    assert "未排入路线" in page


def test_each_person_begins_a_page_and_what_is_nobodys_comes_under_its_name() -> None:
    first, second = pages([sheet(row("合1")), sheet(row("合2"), person=None)])
    assert "合2" not in first and "待指定责任人" in second


@pytest.mark.parametrize(
    ("address", "text"),
    [
        (None, "渝綦工2022-018/1"),
        ("https://land.example/", "https://land.example/contracts/%E6%B8%9D%E7%B6%A6%E5%B7%A52022-018%2F1"),
    ],
)
def test_a_code_says_the_number_or_the_address_of_the_contract(address: str | None, text: str) -> None:
    assert code_text("渝綦工2022-018/1", address) == text


def test_the_foot_says_what_the_codes_are_for() -> None:
    assert "扫码打开合同页面" in pages([sheet(row("合1"))], "https://land.example")[0]
    assert "二维码内容为合同编号" in pages([sheet(row("合1"))])[0]


def test_the_same_list_gives_the_same_bytes() -> None:
    first, second = (sheets_pdf([sheet(row("合1"))], ON, MADE, address=None, mark="") for _ in range(2))
    assert first == second
