"""What is found in a table is taken, was there already, or is refused: nothing is left over."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from landwatch.formats import ReaderSettings
from landwatch.formats.import_report.told import FileReport
from landwatch.model import Severity
from landwatch.services.files.importing import import_files
from tests.formats.files import write_csv, write_workbook
from tests.formats.old_workbook import write_old_workbook
from tests.formats.open_document import write_open_document
from tests.formats.test_market_site import ITEM

NOW = datetime(2024, 1, 21, 9, 30, tzinfo=UTC)
LEDGER: list[list[object]] = [
    ["合同编号", "约定开工时间", "实际开工时间", "面积(公顷)"],
    ["A", "2022-06-30", "2022-06-01", 1],
    ["B", "2022-06-31", "", 1],
    ["A", "2022-06-30", "2022-06-01", 1],
    ["C", "2022-06-30", "", 2],
    ["C", "2022-06-30", "", 3],
    ["", "2022-06-30", "", 3],
    ["合计", "", "", 11],
]
SUPPLEMENTS: list[list[object]] = [
    ["合同编号", "补充协议签订日期", "新约定开工日", "协议编号"],
    ["A", "2022-05-01", "2023-06-30", "补1"],
    ["A", "2022-05-01", "2023-06-30", "补1"],
    ["C", "2022-05-01", "2021-06-30", "补2"],
    ["Z", "2022-05-01", "2023-06-30", "补3"],
]
INSTALMENTS: list[list[object]] = [
    ["合同编号", "期号", "约定支付日期", "约定支付金额(万元)"],
    ["A", "1", "2022-06-30", 100],
    ["A", "", "2022-07-30", 100],
    ["Z", "1", "2022-06-30", 100],
]
FACTS: list[list[object]] = [
    ["合同编号", "事项", "日期"],
    ["A", "开工", "2022-06-30"],
    ["A", "缴款", "2022-06-30"],
    ["A", "不明事项", "2022-06-30"],
    ["Z", "开工", "2022-06-30"],
]
SHEETS = {"台账": LEDGER, "分期支付": INSTALMENTS, "补充协议": SUPPLEMENTS}


def landchina(path: Path) -> Path:
    other = ITEM | {"dzBaBh": "5001102022B000025"}
    items = [ITEM, ITEM, other | {"qdRq": "never"}, 5]
    path.write_text(json.dumps(items, ensure_ascii=False), encoding="utf-8")
    return path


# Found, taken and already there, as counted by hand.
FILES: dict[str, tuple[Callable[[Path], Path], tuple[int, int, int]]] = {
    "a.csv": (lambda path: write_csv(path, *LEDGER), (6, 2, 1)),
    # Six rows of the ledger, two instalments that are refused, four supplements.
    "a.xlsx": (lambda path: write_workbook(path, SHEETS), (12, 3, 2)),
    "a.xls": (lambda path: write_old_workbook(path, SHEETS), (12, 3, 2)),
    "a.ods": (lambda path: write_open_document(path, SHEETS), (12, 3, 2)),
    "b.csv": (lambda path: write_csv(path, *FACTS), (4, 0, 0)),
    "c.csv": (lambda path: write_csv(path, *INSTALMENTS), (3, 0, 0)),
    "a.json": (landchina, (4, 1, 1)),
}


def imported(tmp_path: Path, *paths: Path) -> Sequence[FileReport]:
    report = import_files(
        f"gpkg:///{tmp_path}/r.gpkg",
        paths,
        readers=ReaderSettings(),
        recorded_by="clerk",
        recorded_at=NOW,
    )
    return report.files


def refused(report: FileReport) -> int:
    """Count the records of which an error is told."""
    errors = [issue.record for issue in report.issues if issue.severity is Severity.ERROR]
    unknown = [issue for issue in report.issues if issue.code == "unknown_contract"]
    return len({record for record in errors if record} - {i.record for i in unknown}) + len(unknown)


def there(report: FileReport) -> int:
    return sum(issue.code == "duplicate_record" for issue in report.issues)


@pytest.mark.parametrize("name", list(FILES))
def test_records_are_those_taken_already_there_and_refused(tmp_path: Path, name: str) -> None:
    write, expected = FILES[name]
    (report,) = imported(tmp_path, write(tmp_path / name))
    assert (report.records, report.accepted, there(report)) == expected
    assert report.records == report.accepted + there(report) + refused(report)


def test_an_accepted_fact_and_supplement_count_as_accepted(tmp_path: Path) -> None:
    files = [
        write_csv(tmp_path / "a.csv", *LEDGER),
        write_csv(tmp_path / "b.csv", *FACTS),
        write_csv(tmp_path / "s.csv", *SUPPLEMENTS),
    ]
    _ledger, facts, supplements = imported(tmp_path, *files)
    assert (facts.records, facts.accepted, there(facts), refused(facts)) == (4, 2, 0, 2)
    assert (supplements.records, supplements.accepted, there(supplements), refused(supplements)) == (
        4,
        1,
        1,
        2,
    )
