"""Ledgers as offices keep them: titles, merged headers, totals, units, dates, phases, instalments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

import pytest

from landwatch.formats import Reading, read
from landwatch.model import Contract, Event, EventType, Instalment, Phase, Severity
from tests.formats.files import codes, issues_of, read_csv, the_issue, write_csv, write_workbook

WithCell = Callable[[str, object], Reading]
TITLE = ["綦江高新区工业用地供应台账"]
HEADER = [
    *("合同编号", "宗地编号", "面积(公顷)", "成交价格(万元)", "土地使用权人", "合同签订日期"),
    *("约定开工时间", "约定竣工时间", "开工违约金(‰/日)"),
]
ROW = ["渝綦工2023-001", "QJ-1", 4, 1800, "甲机械有限公司", "2022-01-04", "2023-06-30", "2024-12-31", 0.5]
OTHER = ["渝綦工2023-002", "QJ-2", 5.8, 2000, "乙食品有限公司", "2022-02-04", "2023-07-30", "2024-11-30", 1]


def the_contract(reading: Reading) -> Contract:
    (contract,) = reading.contracts
    return contract


@pytest.fixture
def with_cell(tmp_path: Path) -> WithCell:
    """Read a ledger whose only contract has one cell more, or another one."""

    def reading(header: str, cell: object) -> Reading:
        cells = dict(zip(HEADER, ROW, strict=True)) | {header: cell}
        return read_csv(tmp_path / "ledger.csv", list(cells), list(cells.values()))

    return reading


def test_a_contract_is_read_with_exact_figures(tmp_path: Path) -> None:
    reading = read(write_workbook(tmp_path / "ledger.xlsx", {"供地台账": [TITLE, HEADER, ROW]}))
    assert (reading.kind, reading.records, reading.source.encoding, reading.issues) == ("ledger", 1, None, ())
    assert the_contract(reading) == Contract(
        contract_no="渝綦工2023-001",
        parcel_nos=("QJ-1",),
        area_cm2=400_000_000,
        price_fen=1_800_000_000,
        holder="甲机械有限公司",
        signed_on=date(2022, 1, 4),
        agreed_commencement=date(2023, 6, 30),
        agreed_completion=date(2024, 12, 31),
        commencement_damages_ppb=500_000,
    )


def test_titles_totals_signatures_blanks_and_repeated_headers_are_no_records(tmp_path: Path) -> None:
    margins = [["合计", "", 9.8, 3800], ["小 计", "", 4], [], ["制表人：张三"], ["注：面积单位为公顷"]]
    path = write_csv(tmp_path / "ledger.csv", TITLE, [], HEADER, ROW, HEADER, OTHER, *margins)
    reading = read(path)
    assert (reading.records, len(reading.contracts), codes(reading)) == (2, 2, set())


def test_a_total_in_the_middle_of_a_row_is_a_total(tmp_path: Path) -> None:
    assert read_csv(tmp_path / "ledger.csv", HEADER, ROW, ["", "", 4, 1800, "合计"]).records == 1


def test_a_header_of_two_rows_with_merged_cells_is_read(tmp_path: Path) -> None:
    above = ["合同编号", "约定时间", "", "土地面积", "", "土地使用权人"]
    below = ["", "开工", "竣工", "公顷", "备注", ""]
    row = ["渝綦工2023-001", "2023-06-30", "2024-12-31", "4", "-", "甲机械有限公司"]
    contract = the_contract(
        read(write_workbook(tmp_path / "ledger.xlsx", {"台账": [TITLE, above, below, row]}))
    )
    assert (contract.agreed_commencement, contract.agreed_completion) == (
        date(2023, 6, 30),
        date(2024, 12, 31),
    )
    assert (contract.area_cm2, contract.holder) == (400_000_000, "甲机械有限公司")


@pytest.mark.parametrize(
    ("header", "cell", "area_cm2"),
    [
        ("面积(公顷)", "4", 400_000_000),
        ("面积（亩）", "60", 400_000_000),
        ("供地面积(㎡)", "40000", 400_000_000),
        ("土地面积", "4公顷", 400_000_000),
        ("面积(公顷)", "40000平方米", 400_000_000),
        ("面积(公顷)", "无", None),
    ],
)
def test_the_unit_of_an_area_is_taken_from_where_it_is_written(
    tmp_path: Path, header: str, cell: str, area_cm2: int | None
) -> None:
    reading = read_csv(tmp_path / "a.csv", ["合同编号", "约定开工时间", header], ["A", "2023-06-30", cell])
    assert the_contract(reading).area_cm2 == area_cm2


def test_a_column_in_an_unknown_unit_is_kept_and_not_read(tmp_path: Path) -> None:
    reading = read_csv(
        tmp_path / "a.csv", ["合同编号", "约定开工时间", "面积(平方公里)"], ["A", "2023-06-30", "4"]
    )
    assert (the_contract(reading).area_cm2, the_contract(reading).source_columns) == (
        None,
        {"面积(平方公里)": "4"},
    )
    assert the_issue(reading, "unknown_column").field == "面积(平方公里)"


@pytest.mark.parametrize(
    ("header", "cell", "code"),
    [
        ("约定开工时间", "2023-02-30", "bad_date"),
        ("成交价格(万元)", "一千八百", "bad_number"),
        ("成交价格(万元)", "1800.1234567", "bad_number"),
        ("合同编号", "", "missing_required"),
        ("合同文本", "2031版", "unreadable_record"),
        ("土地使用权人", "#REF!", "unreadable_record"),
    ],
)
def test_a_cell_that_cannot_be_read_costs_its_row_and_names_it(
    tmp_path: Path, header: str, cell: str, code: str
) -> None:
    cells = dict(zip(HEADER, ROW, strict=True)) | {header: cell}
    other = [*OTHER, ""] if len(cells) > len(OTHER) else OTHER
    reading = read_csv(tmp_path / "ledger.csv", TITLE, list(cells), list(cells.values()), other)
    issue = the_issue(reading, code)
    assert ([contract.contract_no for contract in reading.contracts], reading.records) == (
        ["渝綦工2023-002"],
        2,
    )
    assert (issue.severity, issue.record, issue.field, issue.value) == (
        Severity.ERROR,
        "3",
        header,
        cell or None,
    )
    assert issue.message.startswith(f"ledger.csv, row 3: {header} is ")
    assert cell in issue.message


def test_everything_wrong_with_a_row_is_said_at_once(tmp_path: Path) -> None:
    reading = read_csv(tmp_path / "a.csv", ["合同编号", "约定开工时间", "成交价格"], ["A", "soon", "much"])
    assert [issue.code for issue in reading.issues] == ["bad_date", "bad_number"]


def test_a_sentinel_date_is_read_as_empty_and_kept_as_it_stood(with_cell: WithCell) -> None:
    reading = with_cell("实际开工时间", "1900-01-01")
    issue = the_issue(reading, "sentinel_date_dropped")
    assert (issue.severity, issue.record, issue.value) == (Severity.INFO, "2", "1900-01-01")
    assert (reading.events, the_contract(reading).source_columns) == ((), {"实际开工时间": "1900-01-01"})


@pytest.mark.parametrize(
    ("header", "event_type"),
    [
        ("实际交地时间", EventType.HANDED_OVER),
        ("实际开工时间", EventType.COMMENCED),
        ("实际竣工时间", EventType.COMPLETED),
    ],
)
def test_an_actual_day_is_an_event(with_cell: WithCell, header: str, event_type: EventType) -> None:
    reading = with_cell(header, datetime(2023, 5, 1))
    assert reading.events == (Event(contract_no="渝綦工2023-001", type=event_type, day=date(2023, 5, 1)),)


def test_a_contract_over_several_parcels_lists_them(with_cell: WithCell) -> None:
    assert the_contract(with_cell("宗地编号", "QJ-1、QJ-2，QJ-3")).parcel_nos == ("QJ-1", "QJ-2", "QJ-3")


def test_columns_without_a_field_are_kept_with_the_contract(with_cell: WithCell) -> None:
    kept = the_contract(with_cell("批准单位", "重庆市綦江区人民政府")).source_columns
    assert kept == {"批准单位": "重庆市綦江区人民政府"}


def test_an_unknown_column_is_kept_and_said_once(tmp_path: Path) -> None:
    reading = read_csv(tmp_path / "a.csv", [*HEADER, "风水"], [*ROW, "好"], [*OTHER, "差"])
    assert the_issue(reading, "unknown_column").field == "风水"
    assert [contract.source_columns for contract in reading.contracts] == [{"风水": "好"}, {"风水": "差"}]


def test_a_cell_beyond_the_header_is_kept_under_its_letter(tmp_path: Path) -> None:
    reading = read_csv(tmp_path / "a.csv", HEADER, [*ROW, "", "手写"])
    assert (the_issue(reading, "unknown_column").field, the_contract(reading).source_columns) == (
        "K",
        {"K": "手写"},
    )


def test_the_supervision_number_stands_in_for_a_contract_number(tmp_path: Path) -> None:
    reading = read_csv(
        tmp_path / "a.csv", ["电子监管号", "约定开工时间"], ["5001102023B000012", "2023-06-30"]
    )
    assert the_contract(reading).contract_no == "5001102023B000012"


def test_the_contract_form_is_read_in_its_spellings(with_cell: WithCell) -> None:
    assert the_contract(with_cell("合同文本", "ＧＦ-2008-2601")).form == "GF-2008-2601"
    assert the_contract(with_cell("合同文本", "2025年修订版")).form == "2025-revision"


@pytest.mark.parametrize(("remark", "illustrative"), [("示意数据", True), ("", False)])
def test_sample_data_says_so(with_cell: WithCell, remark: str, illustrative: bool) -> None:
    assert the_contract(with_cell("备注", remark)).illustrative is illustrative


def test_the_same_row_twice_is_taken_once(tmp_path: Path) -> None:
    reading = read_csv(tmp_path / "a.csv", HEADER, ROW, ROW)
    assert (len(reading.contracts), reading.records) == (1, 2)
    assert (
        the_issue(reading, "duplicate_record").record,
        the_issue(reading, "duplicate_record").severity,
    ) == ("3", Severity.INFO)


@pytest.mark.parametrize(
    ("header", "cell"), [("成交价格(万元)", 1900), ("实际开工时间", "2023-05-02"), ("备注", "更正")]
)
def test_a_number_with_other_content_keeps_the_first_and_says_what_differs(
    tmp_path: Path, header: str, cell: object
) -> None:
    first = dict(zip(HEADER, ROW, strict=True)) | {"实际开工时间": "2023-05-01", "备注": ""}
    second = first | {header: cell}
    reading = read_csv(tmp_path / "a.csv", list(first), list(first.values()), list(second.values()))
    issue = the_issue(reading, "duplicate_contract_no")
    assert (issue.severity, issue.record, issue.value) == (Severity.ERROR, "3", "渝綦工2023-001")
    assert header in issue.message
    assert the_contract(reading).price_fen == 1_800_000_000
    assert [event.day for event in reading.events] == [date(2023, 5, 1)]


def test_a_second_row_does_not_stand_in_for_a_refused_first(tmp_path: Path) -> None:
    broken = [*ROW[:6], "soon", *ROW[7:]]
    reading = read_csv(tmp_path / "a.csv", HEADER, broken, ROW)
    assert (reading.contracts, codes(reading)) == ((), {"bad_date", "duplicate_contract_no"})


PHASES = "合同编号 期号 面积(公顷) 约定开工时间 约定竣工时间".split()
FIRST_PHASE = ["渝綦工2023-001", "1", 2, "2023-06-30", "2024-06-30"]


def with_phases(folder: Path, *rows: list[object]) -> Reading:
    return read(
        write_workbook(folder / "ledger.xlsx", {"供地台账": [HEADER, ROW], "分期开发": [PHASES, *rows]})
    )


def test_phases_join_their_contract_and_are_no_records(tmp_path: Path) -> None:
    second = ["渝綦工2023-001", "2", 2, "2024-06-30", "2025-06-30"]
    reading = with_phases(tmp_path, FIRST_PHASE, second)
    assert reading.records == 1
    assert the_contract(reading).phases == (
        Phase(
            number="1",
            area_cm2=200_000_000,
            agreed_commencement=date(2023, 6, 30),
            agreed_completion=date(2024, 6, 30),
        ),
        Phase(
            number="2",
            area_cm2=200_000_000,
            agreed_commencement=date(2024, 6, 30),
            agreed_completion=date(2025, 6, 30),
        ),
    )


def test_a_phase_without_its_contract_is_refused_with_sheet_and_row(tmp_path: Path) -> None:
    issue = the_issue(with_phases(tmp_path, ["渝綦工2023-009", *FIRST_PHASE[1:]]), "missing_required")
    assert (issue.record, issue.value) == ("分期开发!2", "渝綦工2023-009")
    assert "sheet 分期开发, row 2" in issue.message


def test_a_phase_twice_is_taken_once_and_with_other_content_refused(tmp_path: Path) -> None:
    reading = with_phases(tmp_path, FIRST_PHASE, FIRST_PHASE, [*FIRST_PHASE[:2], 3, *FIRST_PHASE[3:]])
    assert len(the_contract(reading).phases) == 1
    assert {(issue.record, issue.code) for issue in reading.issues} == {
        ("分期开发!3", "duplicate_record"),
        ("分期开发!4", "duplicate_contract_no"),
    }


@pytest.mark.parametrize("repeated", [True, False])
def test_further_instalment_rows_of_a_contract_are_no_records(tmp_path: Path, repeated: bool) -> None:
    header = [*HEADER, "支付期号", "约定支付日期", "约定支付金额(万元)"]
    further = [*(ROW if repeated else [""] * len(ROW)), "2", "2022-06-04", 800]
    reading = read_csv(
        tmp_path / "a.csv", header, [*ROW, "1", "2022-03-04", 1000], further, [*OTHER, "", "", ""]
    )
    assert (reading.records, codes(reading)) == (2, set())
    assert reading.contracts[0].instalments == (
        Instalment(number="1", due_on=date(2022, 3, 4), amount_fen=1_000_000_000),
        Instalment(number="2", due_on=date(2022, 6, 4), amount_fen=800_000_000),
    )


def test_instalments_on_a_sheet_of_their_own_join_their_contract(tmp_path: Path) -> None:
    rows = [["合同编号", "期号", "应缴日期", "应缴金额(万元)"], ["渝綦工2023-001", 1, "2022-03-04", 1800]]
    reading = read(write_workbook(tmp_path / "ledger.xlsx", {"供地台账": [HEADER, ROW], "分期支付": rows}))
    assert the_contract(reading).instalments == (
        Instalment(number="1", due_on=date(2022, 3, 4), amount_fen=1_800_000_000),
    )


@pytest.mark.parametrize(
    ("header", "cell", "code"),
    [
        ("电子监管号", "5001102023B12", "bad_supervision_no"),
        ("统一社会信用代码", "91500110MA5U00000A", "bad_credit_code"),
        ("出让人", "重庆綦江高新技术产业开发区管理委员会", "grantor_not_natural_resources_authority"),
        ("土地用途", "游乐场", "unknown_land_use"),
        ("宗地编号", "500110005001GB0001", "bad_parcel_no"),
        ("约定竣工时间", "2023-06-29", "date_order"),
        ("约定交地时间", "2022-01-03", "date_order"),
    ],
)
def test_what_looks_wrong_is_taken_with_a_warning(
    with_cell: WithCell, header: str, cell: str, code: str
) -> None:
    reading = with_cell(header, cell)
    issue = the_issue(reading, code)
    assert (issue.severity, issue.record, issue.field, issue.value) == (Severity.WARNING, "2", header, cell)
    assert len(reading.contracts) == 1
    assert cell in issue.message


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("电子监管号", "5001102023B000012"),
        ("电子监管号", "5001102023B00012-1"),
        ("统一社会信用代码", "91500110MA5U00000H"),
        ("出让人", "重庆市綦江区规划和自然资源局"),
        ("出让人", "綦江县国土资源和房屋管理局"),
        ("土地用途", "工业用地(0601)"),
        ("土地用途", "100102"),
        ("宗地编号", "500110005001GB00001"),
        ("宗地编号", "綦高新2021-12号"),
        ("约定竣工时间", "2023-06-30"),
    ],
)
def test_what_is_right_is_not_doubted(with_cell: WithCell, header: str, cell: str) -> None:
    assert codes(with_cell(header, cell)) == set()


@pytest.mark.parametrize(
    ("lower", "upper", "swapped"),
    [("2.0", "1.0", True), ("1.0", "2.0", False), ("1.0", "0", False), ("1.0", "", False)],
)
def test_swapped_bounds_of_the_plot_ratio_are_turned_round(
    tmp_path: Path, lower: str, upper: str, swapped: bool
) -> None:
    reading = read_csv(
        tmp_path / "a.csv", [*HEADER, "约定容积率下限", "约定容积率上限"], [*ROW, lower, upper]
    )
    bounds = {"约定容积率下限": "1.0", "约定容积率上限": "2.0"}
    assert ("plot_ratio_swapped" in codes(reading)) is swapped
    if swapped:
        assert the_contract(reading).source_columns == bounds


def test_formulas_are_read_by_their_stored_result_and_never_evaluated(tmp_path: Path) -> None:
    row = [*ROW[:2], "=2+2", *ROW[3:]]
    reading = read(write_workbook(tmp_path / "ledger.xlsx", {"台账": [HEADER, row, OTHER]}))
    issue = the_issue(reading, "unreadable_record")
    assert (issue.record, issue.field) == ("2", "面积(公顷)")
    assert "formula without a stored result" in issue.message
    assert [contract.contract_no for contract in reading.contracts] == ["渝綦工2023-002"]


def test_a_contract_number_that_excel_cut_is_refused(tmp_path: Path) -> None:
    reading = read(write_workbook(tmp_path / "a.xlsx", {"台账": [HEADER, [500110202300001234, *ROW[1:]]]}))
    assert "only 15 digits" in the_issue(reading, "bad_number").message


def test_sheets_that_are_no_ledger_are_passed_over_and_said(tmp_path: Path) -> None:
    sheets: Mapping[str, list[list[object]]] = {
        "填表说明": [["请按月填报"]],
        "空表": [],
        "供地台账": [HEADER, ROW],
    }
    reading = read(write_workbook(tmp_path / "ledger.xlsx", sheets))
    assert (len(reading.contracts), [issue.value for issue in reading.issues]) == (1, ["填表说明"])


def test_a_sheet_of_supplements_in_a_ledger_is_read_as_events(tmp_path: Path) -> None:
    supplements = [["合同编号", "签订日期", "新约定开工时间"], ["渝綦工2023-001", "2023-05-01", "2023-12-31"]]
    reading = read(write_workbook(tmp_path / "a.xlsx", {"供地台账": [HEADER, ROW], "补充协议": supplements}))
    (event,) = reading.events
    assert (reading.records, event.type, event.day) == (
        2,
        EventType.SUPPLEMENTARY_AGREEMENT,
        date(2023, 5, 1),
    )
    assert event.details == {"new_commencement": "2023-12-31"}


@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["gbk", "utf-8-sig", "utf-16"])
def test_a_csv_file_is_read_in_every_encoding_and_separator(
    tmp_path: Path, separator: str, encoding: str
) -> None:
    path = tmp_path / "ledger.csv"
    path.write_text("\n".join(separator.join(map(str, row)) for row in (HEADER, ROW)), encoding=encoding)
    reading = read(path)
    assert (the_contract(reading).holder, reading.source.encoding) == ("甲机械有限公司", encoding)
    assert [issue.code for issue in issues_of(reading, "encoding_guessed")] == (
        ["encoding_guessed"] if encoding == "gbk" else []
    )
