"""The sample is what its generator writes, and it holds together."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import yaml
from stdnum.cn import uscc

Contracts = dict[str, dict[str, Any]]

WRITTEN_BY_HAND = {"README.md", "published.yaml"}
LAST_FACT = date(2024, 3, 31)


def written(folder: Path) -> set[str]:
    """Name the data files in a folder."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc") and path.parent.name != "sample"
    } - WRITTEN_BY_HAND


def test_the_generator_writes_the_committed_files_and_no_others(sample: Path, drawn_anew: Path) -> None:
    assert written(drawn_anew) == written(sample)


def test_texts_and_shapefiles_are_reproduced_byte_for_byte(sample: Path, drawn_anew: Path) -> None:
    for name in sorted(written(sample)):
        if not name.endswith((".xlsx", ".gpkg")):
            assert (drawn_anew / name).read_bytes() == (sample / name).read_bytes(), name


def test_the_workbook_is_reproduced_part_by_part(sample: Path, drawn_anew: Path) -> None:
    # Not the archive around the parts: deflate differs between builds of zlib.
    old, new = (zipfile.ZipFile(folder / "ledger.xlsx") for folder in (sample, drawn_anew))
    assert new.namelist() == old.namelist()
    assert all(new.read(part) == old.read(part) for part in old.namelist())


@pytest.mark.parametrize(("name", "layer"), [("clusters.gpkg", "clusters"), ("parcels.gpkg", "parcels")])
def test_the_geopackages_are_reproduced_feature_by_feature(
    sample: Path, drawn_anew: Path, name: str, layer: str
) -> None:
    # Not the pages around the features: SQLite writes its own version into the file.
    old, new = (gpd.read_file(folder / name, layer=layer) for folder in (sample, drawn_anew))
    assert new.crs == old.crs
    assert new.geometry.to_wkb().equals(old.geometry.to_wkb())
    assert new.drop(columns="geometry").equals(old.drop(columns="geometry"))


def test_no_file_is_larger_than_two_megabytes_and_all_are_under_eight(sample: Path) -> None:
    sizes = {name: (sample / name).stat().st_size for name in written(sample)}
    assert max(sizes.values()) < 2_000_000
    assert sum(sizes.values()) < 8_000_000


def test_every_row_of_the_ledger_says_that_it_is_invented(contracts: Contracts) -> None:
    assert {contract["备注"] for contract in contracts.values()} == {"示意数据"}


def test_every_credit_code_is_valid_and_belongs_to_one_company(contracts: Contracts) -> None:
    holders: dict[str, set[str]] = {}
    for contract in contracts.values():
        holders.setdefault(uscc.validate(contract["统一社会信用代码"]), set()).add(contract["土地使用权人"])
    assert all(len(names) == 1 for names in holders.values())


def test_every_invented_company_carries_a_character_that_says_so(contracts: Contracts) -> None:
    for contract in contracts.values():
        assert re.search("[拟样示例设虚]|<鑫>", contract["土地使用权人"]), contract["土地使用权人"]


def test_some_company_names_need_escaping(contracts: Contracts) -> None:
    names = " ".join(contract["土地使用权人"] for contract in contracts.values())
    assert "<鑫>" in names and "&" in names


def test_numbers_have_their_official_forms_and_occur_once(contracts: Contracts) -> None:
    supervision = [contract["电子监管号"] for contract in contracts.values()]
    assert len(set(supervision)) == len(supervision)
    assert all(re.fullmatch(r"500110\d{4}B\d{5,6}", number) for number in supervision)
    for contract in contracts.values():
        for number in contract["宗地编号"].split("、"):
            assert re.fullmatch(r"500110\d{6}GB\d{5}", number)


def test_the_grantor_is_the_natural_resources_bureau(contracts: Contracts) -> None:
    assert {contract["出让人"] for contract in contracts.values()} == {"重庆市綦江区规划和自然资源局"}


def test_agreed_days_follow_each_other(contracts: Contracts) -> None:
    for number, contract in contracts.items():
        agreed = [contract[f"约定{what}时间"] for what in ("交地", "开工", "竣工")]
        days = [day for day in (contract["合同签订日期"], *agreed) if day]
        assert days == sorted(days), number


def test_nothing_happens_after_the_last_recorded_day(contracts: Contracts) -> None:
    for contract in contracts.values():
        for fact in contract["facts"]:
            assert fact.get("日期", fact.get("起始日")) <= LAST_FACT


def test_land_is_handed_over_before_works_start_and_works_start_before_they_end(contracts: Contracts) -> None:
    for number, contract in contracts.items():
        days: list[date] = [contract["合同签订日期"]]
        for word, header in (("交地", None), ("开工", "实际开工时间"), ("竣工验收", "实际竣工时间")):
            found = [
                fact["日期"] for fact in contract["facts"] if fact["事项"] == word and "期号" not in fact
            ]
            if header and contract[header]:
                found.append(contract[header])
            days += found[:1]
        assert days == sorted(days), number


def test_every_agreed_handover_that_has_passed_is_recorded(contracts: Contracts) -> None:
    for number, contract in contracts.items():
        if contract["约定交地时间"] < LAST_FACT:
            assert any(fact["事项"] == "交地" for fact in contract["facts"]), number


def test_an_actual_day_stands_in_the_ledger_or_among_the_facts_but_not_in_both(contracts: Contracts) -> None:
    for number, contract in contracts.items():
        words = {fact["事项"] for fact in contract["facts"]}
        assert not (contract["实际开工时间"] and "开工" in words), number
        assert not (contract["实际竣工时间"] and "竣工验收" in words), number


def test_a_lot_is_under_one_contract_at_a_time(contracts: Contracts) -> None:
    terms: dict[str, list[tuple[date, date]]] = {}
    for contract in contracts.values():
        ends = [fact["日期"] for fact in contract["facts"] if fact["事项"] == "合同解除"]
        for lot in contract["宗地编号"].split("、"):
            terms.setdefault(lot, []).append((contract["合同签订日期"], ends[0] if ends else date.max))
    assert sum(len(spans) > 1 for spans in terms.values()) == 10
    for lot, spans in terms.items():
        spans.sort()
        assert all(end < start for (_, end), (start, _) in zip(spans, spans[1:], strict=False)), lot


def test_phases_add_up_to_their_contract(contracts: Contracts) -> None:
    staged = [contract for contract in contracts.values() if contract["phases"]]
    assert len(staged) == 10
    for contract in staged:
        assert sum(phase["面积(公顷)"] for phase in contract["phases"]) == contract["面积(公顷)"]


def test_twelve_contracts_cover_several_lots(contracts: Contracts) -> None:
    counts = Counter(len(contract["宗地编号"].split("、")) for contract in contracts.values())
    assert (counts[2], counts[3]) == (9, 3)


def test_a_revitalised_part_is_never_larger_than_its_contract(contracts: Contracts) -> None:
    for number, contract in contracts.items():
        parts = [Decimal(fact["面积(亩)"]) for fact in contract["facts"] if fact["事项"] == "盘活"]
        assert len(parts) <= 1, number
        assert all(part <= Decimal(contract["面积(公顷)"]) * 3 / 20_000_000 for part in parts), number


def test_every_published_figure_names_its_source_and_how_it_is_compared(sample: Path) -> None:
    figures = yaml.safe_load((sample / "published.yaml").read_text(encoding="utf-8"))
    assert len({figure["id"] for figure in figures}) == len(figures)
    for figure in figures:
        assert set(figure) == {"id", "label_zh", "label_en", "unit", "published", "compare", "source"}
        assert figure["compare"] in ("tenth", "exact", "at_least")
        assert "2024-01-21" in figure["source"]
