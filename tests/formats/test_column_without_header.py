"""A column that nobody named does not end the reading of its row."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.formats.files import read_csv

HEADER = ["合同编号", "宗地编号", "", "面积(公顷)", "成交价格(万元)", "土地使用权人", "约定开工时间"]
ROW = ["渝綦工2023-001", "QJ-1", "见附图", 4, 1800, "甲机械有限公司", "2023-06-30"]


def test_what_stands_behind_a_column_without_a_header_is_read(tmp_path: Path) -> None:
    (contract,) = read_csv(tmp_path / "ledger.csv", HEADER, ROW).contracts
    assert (contract.area_cm2, contract.price_fen) == (400_000_000, 1_800_000_000)
    assert contract.agreed_commencement == date(2023, 6, 30)
