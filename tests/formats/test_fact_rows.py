"""Tables of dated facts to events."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from landwatch.formats import Reading
from landwatch.formats.cells.vocabulary import words
from landwatch.model import Event, EventType, Severity
from tests.formats.files import codes, read_csv, the_issue

CONTRACT = "渝綦工2023-001"


def facts(folder: Path, **cells: object) -> Reading:
    """Read one fact; the keywords are the headers."""
    return read_csv(folder / "facts.csv", ["合同编号", *cells], [CONTRACT, *cells.values()])


def the_event(reading: Reading) -> Event:
    (event,) = reading.events
    return event


def details(folder: Path, **cells: object) -> dict[str, Any]:
    return dict(the_event(facts(folder, **cells)).details)


def test_a_fact_is_read_with_its_day_document_and_part(tmp_path: Path) -> None:
    reading = facts(
        tmp_path, 事项="开工", 日期="2023-06-30", 期号=2, 宗地编号="QJ-1", 文号="綦规资〔2023〕1号"
    )
    assert (reading.kind, reading.records, reading.issues) == ("facts", 1, ())
    assert the_event(reading) == Event(
        contract_no=CONTRACT,
        type=EventType.COMMENCED,
        day=date(2023, 6, 30),
        phase="2",
        parcel_no="QJ-1",
        document="綦规资〔2023〕1号",
    )


def test_every_event_has_a_chinese_word() -> None:
    assert all("一" <= word[0] <= "鿿" for word in words("event"))
    assert len(words("event")) == len(EventType)


@pytest.mark.parametrize("event_type", EventType)
def test_the_code_of_an_event_is_accepted_too(tmp_path: Path, event_type: EventType) -> None:
    measured = {"指标": "容积率", "核定值": 1} if event_type is EventType.INDICATOR_MEASURED else {}
    days = {"日期": "2023-06-30", "起始日": "2023-06-30"}
    event = the_event(facts(tmp_path, 事项=event_type.value, **days, **measured))
    assert event.type is event_type


def test_a_period_has_a_first_and_a_last_day(tmp_path: Path) -> None:
    event = the_event(
        facts(tmp_path, 事项="政府原因", 起始日="2023-01-01", 截止日="2023-03-31", 核实="是", 类别="文物勘探")
    )
    assert (event.day, event.start, event.end) == (None, date(2023, 1, 1), date(2023, 3, 31))
    assert event.details == {"verified": True, "ground": "文物勘探"}


def test_a_period_may_still_be_open(tmp_path: Path) -> None:
    event = the_event(
        facts(tmp_path, 事项="不可抗力", 起始日="2023-01-01", 截止日="", 核实="否", 通知日期="2023-01-05")
    )
    assert (event.end, event.details) == (None, {"verified": False, "notice_date": "2023-01-05"})


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (
            {"事项": "补充协议", "新约定开工日": "2023-12-31", "新约定竣工日": "2025-06-30"},
            {"new_commencement": "2023-12-31", "new_completion": "2025-06-30"},
        ),
        ({"事项": "巡查", "核实": "是", "人员": "周例行"}, {"valid": True, "person": "周例行"}),
        (
            {"事项": "违约处置", "类别": "开工违约", "面积(亩)": "60"},
            {"kind": "commencement", "area_cm2": 400_000_000},
        ),
        ({"事项": "违约处置", "类别": "竣工违约"}, {"kind": "completion"}),
        (
            {"事项": "盘活", "方式": "腾笼换鸟", "面积(亩)": 87},
            {"method": "PHASEOUT", "area_cm2": 580_000_000},
        ),
        (
            {"事项": "盘活", "方式": "RESUPPLY", "面积(公顷)": "5.8"},
            {"method": "RESUPPLY", "area_cm2": 580_000_000},
        ),
        (
            {"事项": "暂停审批", "类别": "规划、用地、登记", "说明": "认定书"},
            {"scopes": ["planning", "land", "registration"], "basis": "认定书"},
        ),
        ({"事项": "缴款", "金额(万元)": "360"}, {"amount_fen": 360_000_000}),
        ({"事项": "转让", "对象": "丙材料有限公司"}, {"to": "丙材料有限公司"}),
        ({"事项": "基础施工进度", "份额": "1/3"}, {"share": "1/3"}),
        ({"事项": "基础施工进度", "份额": "35%"}, {"share": "7/20"}),
        ({"事项": "基础施工进度", "份额": "三分之一", "说明": ""}, None),
        ({"事项": "开工", "说明": "现场核查"}, {"note": "现场核查"}),
        ({"事项": "开工", "天气": "晴"}, {"source_columns": {"天气": "晴"}}),
    ],
)
def test_what_else_a_fact_says_goes_into_its_details(
    tmp_path: Path, cells: dict[str, object], expected: dict[str, object] | None
) -> None:
    reading = facts(tmp_path, 日期="2023-06-30", **cells)
    assert [event.details for event in reading.events] == ([] if expected is None else [expected])


@pytest.mark.parametrize(
    ("cells", "code", "field", "value"),
    [
        ({"事项": "开工", "日期": ""}, "missing_required", "日期", None),
        ({"事项": "", "日期": "2023-06-30"}, "missing_required", "事项", None),
        ({"事项": "政府原因", "日期": "2023-06-30"}, "missing_required", "起始日", None),
        ({"事项": "开张", "日期": "2023-06-30"}, "unreadable_record", "事项", "开张"),
        ({"事项": "开工", "日期": "6月30日"}, "bad_date", "日期", "6月30日"),
        ({"事项": "巡查", "日期": "2023-06-30", "核实": "大概"}, "unreadable_record", "核实", "大概"),
        ({"事项": "盘活", "日期": "2023-06-30", "方式": "搬家"}, "unreadable_record", "方式", "搬家"),
        ({"事项": "违约处置", "日期": "2023-06-30", "类别": "其他"}, "unreadable_record", "类别", "其他"),
        (
            {"事项": "暂停审批", "日期": "2023-06-30", "类别": "规划、水电"},
            "unreadable_record",
            "类别",
            "水电",
        ),
        ({"事项": "基础施工进度", "日期": "2023-06-30", "份额": "一半"}, "bad_number", "份额", "一半"),
        ({"事项": "基础施工进度", "日期": "2023-06-30", "份额": "4/3"}, "bad_number", "份额", "4/3"),
        ({"事项": "基础施工进度", "日期": "2023-06-30", "份额": "1/0"}, "bad_number", "份额", "1/0"),
        (
            {"事项": "政府原因", "起始日": "2023-06-30", "截止日": "2023-06-29"},
            "bad_date",
            "截止日",
            "2023-06-29",
        ),
    ],
)
def test_a_fact_that_cannot_be_read_is_refused_by_row_field_and_value(
    tmp_path: Path, cells: dict[str, object], code: str, field: str, value: str | None
) -> None:
    reading = facts(tmp_path, **cells)
    issue = the_issue(reading, code)
    assert (reading.events, reading.records) == ((), 1)
    assert (issue.severity, issue.record, issue.field, issue.value) == (Severity.ERROR, "2", field, value)
    assert issue.message.startswith(f"facts.csv, row 2: {field} ")


def test_an_unknown_word_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    message = the_issue(facts(tmp_path, 事项="开张", 日期="2023-06-30"), "unreadable_record").message
    assert "交地 开工 施工许可" in message
    assert all(word in message for word in ("送达听证告知书", "处置障碍消除"))


@pytest.mark.parametrize("field", ["新约定开工日", "新约定竣工日", "新约定投产日", "新约定达产日"])
def test_a_supplement_that_is_back_dated_is_refused(tmp_path: Path, field: str) -> None:
    reading = facts(tmp_path, 事项="补充协议", 日期="2016-07-19", **{field: "2015-09-30"})
    issue = the_issue(reading, "new_commencement_before_signing")
    assert (reading.events, issue.severity, issue.field, issue.value) == (
        (),
        Severity.ERROR,
        field,
        "2015-09-30",
    )
    assert "before 2016-07-19, when the supplementary agreement was signed" in issue.message


def test_a_supplement_may_name_the_day_it_is_signed(tmp_path: Path) -> None:
    assert codes(facts(tmp_path, 事项="补充协议", 日期="2016-07-19", 新约定开工日="2016-07-19")) == set()


def test_a_file_of_supplements_needs_no_word_for_them(tmp_path: Path) -> None:
    reading = facts(tmp_path, 补充协议编号="补1", 签订日期="2023-05-01", 变更后开工时间="2023-12-31")
    event = the_event(reading)
    assert (reading.kind, event.type, event.document) == ("ledger", EventType.SUPPLEMENTARY_AGREEMENT, "补1")


def test_the_same_fact_twice_is_taken_once(tmp_path: Path) -> None:
    row = [CONTRACT, "开工", "2023-06-30"]
    reading = read_csv(
        tmp_path / "a.csv", ["合同编号", "事项", "日期"], row, row, [CONTRACT, "开工", "2023-07-01"]
    )
    assert (len(reading.events), reading.records) == (2, 3)
    assert the_issue(reading, "duplicate_record").record == "3"


def test_one_bad_row_does_not_stop_the_rest(tmp_path: Path) -> None:
    good = [CONTRACT, "开工", "2023-06-30"]
    reading = read_csv(tmp_path / "a.csv", ["合同编号", "事项", "日期"], [CONTRACT, "开工", "soon"], good)
    assert (len(reading.events), the_issue(reading, "bad_date").record) == (1, "2")


def test_an_acceptance_has_its_result_and_the_day_to_rectify_by(tmp_path: Path) -> None:
    cells = {"事项": "竣工核验", "日期": "2024-03-01", "核验结论": "限期整改", "整改期限": "2024-05-31"}
    event = the_event(facts(tmp_path, **cells))
    assert (event.type, event.details) == (
        EventType.ACCEPTANCE,
        {"result": "rectify", "rectify_by": "2024-05-31"},
    )


def test_a_full_production_review_may_say_since_when(tmp_path: Path) -> None:
    cells = {"事项": "达产复核", "日期": "2024-03-01", "复核结论": "通过", "达产日期": "2023-12-31"}
    assert details(tmp_path, **cells) == {"result": "pass", "reached_on": "2023-12-31"}


def test_a_result_that_is_not_known_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    cells = {"事项": "竣工核验", "日期": "2024-03-01", "核验结论": "待定"}
    issue = the_issue(facts(tmp_path, **cells), "unreadable_record")
    assert "核验结论 is “待定”, which is not known; write one of 合格 限期整改 不合格" in issue.message


def test_how_a_paper_was_served_is_told_in_the_words_of_the_law(tmp_path: Path) -> None:
    cells = {"事项": "听证告知书送达", "日期": "2022-03-01", "送达方式": "公告送达"}
    assert details(tmp_path, **cells) == {"service": "public_notice"}


def test_a_way_of_service_that_is_not_known_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    cells = {"事项": "听证告知书送达", "日期": "2022-03-01", "送达方式": "口头"}
    issue = the_issue(facts(tmp_path, **cells), "unreadable_record")
    assert "送达方式 is “口头”, which is not known; write one of 直接送达 留置送达" in issue.message


def test_an_acceptance_without_a_result_is_a_fact_all_the_same(tmp_path: Path) -> None:
    assert details(tmp_path, 事项="竣工核验", 日期="2024-03-01") == {}


MEASURED = {"事项": "指标核定", "日期": "2024-03-01", "指标": "固定资产投资强度", "核定值": "270.50"}


def test_a_measured_indicator_has_its_usual_name_and_its_exact_value(tmp_path: Path) -> None:
    cells = MEASURED | {"单位": "万元/亩", "核验阶段": "达产复核"}
    assert details(tmp_path, **cells) == {
        "indicator": "投资强度",
        "value": "270.5",
        "unit": "万元/亩",
        "stage": "full_production",
    }


@pytest.mark.parametrize("field", ["指标", "核定值"])
def test_a_measured_indicator_without_name_or_value_is_refused(tmp_path: Path, field: str) -> None:
    reading = facts(tmp_path, **MEASURED | {field: ""})
    assert reading.events == ()
    assert f"{field} is empty; fill it in" in the_issue(reading, "missing_required").message


def test_a_measured_value_nobody_can_have_measured_is_refused(tmp_path: Path) -> None:
    reading = facts(tmp_path, **MEASURED | {"核定值": "1e99"})
    assert "核定值 is 1E+99, which has too many digits" in the_issue(reading, "bad_number").message
    assert reading.events == ()


def test_a_supplement_may_name_new_days_of_production(tmp_path: Path) -> None:
    cells = {
        "事项": "补充协议",
        "日期": "2024-03-01",
        "新约定投产日": "2025-03-31",
        "新约定达产日": "2026-03-31",
    }
    assert details(tmp_path, **cells) == {"new_production": "2025-03-31", "new_full_production": "2026-03-31"}


@pytest.mark.parametrize(
    ("event_type", "written", "details"),
    [
        ("纳入存量", "供而未用", {"stock": "supplied_not_used"}),
        ("处置障碍", "查封", {"obstacle": "seizure"}),
        ("障碍消除", "抵押", {"obstacle": "mortgage"}),
    ],
)
def test_the_category_of_a_listing_and_of_an_obstacle_is_a_known_word(
    tmp_path: Path, event_type: str, written: str, details: dict[str, str]
) -> None:
    event = the_event(facts(tmp_path, 事项=event_type, 日期="2023-06-30", 类别=written))
    assert event.details == details


def test_a_step_of_a_case_has_the_number_of_the_case(tmp_path: Path) -> None:
    written = {"日期": "2023-06-30", "案卷号": "盘活-7", "方式": "二级市场转让", "环节": "转移登记"}
    event = the_event(facts(tmp_path, 事项="盘活", **written))
    assert event.details == {"case": "盘活-7", "method": "TRANSFER", "step": "transfer_registered"}
