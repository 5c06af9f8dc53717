"""Dated facts as CSV (UTF-8 with a byte-order mark, as spreadsheet programs save Chinese)."""

import csv
from collections.abc import Sequence
from pathlib import Path

from .records import Deal

__all__ = ["write_facts"]

_ORDER = (
    "日期 起始日 截止日 期号 宗地编号 文号 核实 通知日期 证明日期 新约定开工日 新约定竣工日 "
    "面积(亩) 金额(万元) 方式 类别 对象 份额 人员 说明"
).split()


def write_facts(folder: Path, deals: Sequence[Deal]) -> None:
    """Write one file a kind of fact, with the columns it needs, in the order of the days.

    Parameters
    ----------
    folder
        Folder to write to; made if missing.
    deals
        Contracts with their facts.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, list[dict[str, str]]] = {}
    for deal in deals:
        for fact in deal.facts:
            row = {"合同编号": deal.contract_no, "事项": fact.word, **fact.columns}
            files.setdefault(fact.file, []).append(row)
    for name, rows in sorted(files.items()):
        rows.sort(key=lambda row: (row.get("日期") or row["起始日"], row["合同编号"], row["事项"]))
        used = [header for header in _ORDER if any(row.get(header) for row in rows)]
        with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, ["合同编号", "事项", *used], extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)
