"""The report of a year reproduces the published figures, with their definitions beside them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from landwatch.cli import app
from landwatch.i18n import speaking
from landwatch.measures import figures
from landwatch.measures.acreage import progress
from landwatch.model import Target
from landwatch.reports import Material, Period, Report, Table, acreage, clusters, compose, due, lists
from landwatch.services.figures.counting import acreage_ledger
from landwatch.services.figures.reporting import _comparable, gather
from landwatch.services.sample.demo import BEFORE, assess_sample, compare, sample_folder
from landwatch.units import cm2_from_mu
from tests.office import LEDGER

SUFFIXES = {".xlsx", ".docx", ".pdf"}


def words(report: Report) -> str:
    with speaking("zh"):
        return "\n".join(text for _where, text in report.texts())


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_every_published_figure_stands_in_the_main_table(material: Material, report: Report) -> None:
    table = next(b for b in report.sections[0].blocks if isinstance(b, Table))
    values = {(str(row[0]), str(row[2])): str(row[1]).replace(",", "") for row in table.rows}
    moved = {str(row[0]): str(row[7]) for row in table.rows}
    area = "（按面积，P 口径）"
    assert values["组团", "个组团"] == "7"
    assert values["2023年动态巡查率", "%"] == "100.0"
    assert (values[f"开工违约率{area}", "%"], moved[f"开工违约率{area}"]) == ("2.1", "-2.9")
    assert (values[f"竣工违约率{area}", "%"], moved[f"竣工违约率{area}"]) == ("4.3", "-3.3")
    assert (values["2023 年处置开工违约", "宗"], values["2023 年处置开工违约", "亩"]) == ("12", "960.00")
    assert (values["2023 年处置竣工违约", "宗"], values["2023 年处置竣工违约", "亩"]) == ("15", "1100.00")
    assert values["2023 年暂停审批企业", "家企业"] == "2"
    assert (values["2023 年盘活面积", "亩"], values["2022—2023 年盘活面积", "亩"]) == ("712.40", "1444.00")


def test_the_figures_are_those_that_the_demo_compares_with_the_newspaper(material: Material) -> None:
    compared = compare(assess_sample(BEFORE), material.assessment, sample_folder())
    assert len(compared) == 13 and all(row.matches for row in compared)
    told = {row.id: row.computed for row in compared}
    assert told["commencement_default_rate"] == material.figures["commencement_default_rate_area"].number()
    assert told["revitalised_mu_since_2022"] == material.figures["revitalised_area_since"].number()


def test_the_summary_says_the_rate_with_its_parts_and_its_change_in_points(report: Report) -> None:
    assert (
        "开工违约率按面积为2.1%（699.09亩/33,290.10亩），较2022年12月31日下降2.9个百分点；"
        "按宗数为2.7%（11宗/415宗），较2022年12月31日下降2.9个百分点。"
    ) in words(report)


def test_a_change_of_a_rate_is_never_a_bare_percentage(report: Report) -> None:
    assert not re.search(r"(下降|上升)[\d.]+\s*%", words(report))


def test_each_main_figure_has_its_definition_in_the_report(material: Material, report: Report) -> None:
    told = words(report)
    for name in (
        "commencement_default_rate_area",
        "revitalised_area",
        "patrol_coverage",
        "suspended_companies",
    ):
        assert material.definitions["zh"][name][1] in told


@pytest.mark.parametrize("places", [(1, 2), (3, 4), (6, 7)])
def test_the_clusters_add_up_to_the_zone(material: Material, places: tuple[int, ...]) -> None:
    names = {
        1: ("live_contracts_count", "value"),
        2: ("live_contracts_area", "value"),
        3: ("commencement_default_rate_count", "numerator"),
        4: ("commencement_default_rate_area", "numerator"),
        6: ("completion_default_rate_count", "numerator"),
        7: ("completion_default_rate_area", "numerator"),
    }
    total = clusters.contracts_and_defaults(material).total()
    assert total is not None
    for place in places:
        figure, part = names[place]
        assert total[place] == getattr(material.figures[figure], part)


def test_the_rates_in_the_total_are_the_figures(material: Material) -> None:
    total = clusters.contracts_and_defaults(material).total()
    assert total is not None
    figures = ("commencement_default_rate_area", "completion_default_rate_area")
    assert [total[5], total[8]] == [material.figures[figure].value for figure in figures]


def test_the_lists_add_up_to_their_figures(material: Material) -> None:
    def area(table: Table) -> Fraction:
        place = [column.key for column in table.columns].index("area")
        return sum((Fraction(row[place]) for row in table.rows), Fraction())  # type: ignore[arg-type]

    figures = material.figures
    assert (
        area(lists.defaults(material, "commencement")) == figures["commencement_default_rate_area"].numerator
    )
    assert area(lists.disposals(material, "completion")) == figures["completion_defaults_disposed_area"].value
    assert area(acreage.revitalised(material)) == figures["revitalised_area_since"].value
    assert area(lists.idle_land(material, recognised=False)) == figures["idle_suspected_area"].value


def test_a_flagged_contract_has_its_reason_and_its_next_step(material: Material) -> None:
    with speaking("zh"):
        rows = lists.defaults(material, "commencement").rows
    first = next(row for row in rows if row[1] == "渝綦工2020-042")
    assert str(first[-2]).startswith("开工逾期914天：应于2021-06-30前动工")
    assert first[-1] == "送达开工违约告知书，催告动工并核算违约金"


def test_damages_whose_base_the_contract_has_to_name_are_not_called_nought(material: Material) -> None:
    with speaking("zh"):
        table = lists.defaults(material, "commencement")
    place = [column.form for column in table.columns].index("wan")
    phased = next(row for row in table.rows if row[1] == "渝綦工2020-001")
    assert phased[place] is None
    assert all(row[place] for row in table.rows if row is not phased)


def test_a_deadline_that_has_passed_says_so(material: Material) -> None:
    with speaking("zh"):
        steps = [str(row[-1]) for row in lists.idle_land(material, recognised=False).rows]
    assert any("（期限 2023-04-14，已过）" in step for step in steps)


@pytest.mark.long
def test_a_report_of_a_cluster_holds_only_its_contracts(material: Material) -> None:
    with speaking("zh"):
        own = gather(material.assessment, material.period, cluster="桥河")
        report = compose(own)
    assert report.subtitle == "2023年 · 桥河组团"
    assert set(own.contracts["cluster"]) == {"桥河"}
    assert list(own.by_cluster) == ["桥河"]
    assert (
        own.figures["live_contracts_area"].value == material.by_cluster["桥河"]["live_contracts_area"].value
    )
    assert "渝綦工2020-039" not in words(report)  # in 北渡


@pytest.mark.long
def test_a_month_is_compared_with_the_month_before(march_material: Material) -> None:
    with speaking("zh"):
        told = words(compose(march_material))
    assert march_material.before == date(2023, 2, 28)
    assert re.search(r"较2023年2月28日(下降|上升)[\d.]+个百分点|与2023年2月28日持平", told)
    assert march_material.earlier["revitalised_area"].value is not None


@pytest.mark.long
def test_a_month_has_its_own_flows_beside_those_of_the_year(march_material: Material) -> None:
    with speaking("zh"):
        told = words(compose(march_material))
    assert "当月与本年累计" in told and "2023 年 3 月盘活面积" in told
    entries = acreage_ledger(march_material.assessment).frame()
    months = [figures.flows(march_material.assessment, entries, 2023, month) for month in (1, 2, 3)]
    for flow in ("revitalised_area", "commencement_defaults_disposed_area"):
        alone = [figure.value or 0 for month in months for figure in month if figure.id == flow]
        assert sum(alone) == march_material.figures[flow].value
        assert alone[-1] == march_material.month[flow].value


def test_patrols_by_month_add_up_to_the_quarter(material: Material) -> None:
    months = material.patrol_months
    assert len(months) == 12
    for quarter, figure in enumerate(material.patrols):
        three = months[3 * quarter : 3 * quarter + 3]
        assert sum(month.first.value or 0 for month in three) == figure.numerator
        assert three[0].open.value == three[2].so_far.denominator == figure.denominator
        assert three[2].so_far.value == figure.value


@pytest.mark.long
def test_contracts_in_default_are_those_of_the_day_before_the_month(march_material: Material) -> None:
    february = march_material.patrol_months[1]
    january = assess_sample(date(2023, 1, 31)).contracts
    late = january[january["commencement_breach"] | january["completion_breach"]]
    assert february.in_default.denominator == len(late) and set(february.in_default.rows) <= set(late.index)


def test_the_classes_of_the_stock_stand_suspected_beside_listed(material: Material) -> None:
    with speaking("zh"):
        rows = {row[0]: row for row in acreage.stock(material).rows}
        listed = acreage.stock_list(material)
    assert list(rows) == ["批而未供", "供而未用", "用而未尽", "建而未投", "投而未达", "低效", "闲置"]
    assert rows["建而未投"][1] is None and rows["闲置"][4] == Fraction(72723, 2000)
    assert sum(row[4] == "供而未用" and row[5] == "疑似" for row in listed.rows) == rows["供而未用"][1]


def test_progress_against_targets_stands_in_the_report_where_any_is_set(material: Material) -> None:
    set_ = [Target(year=2023, area_cm2=cm2_from_mu(Fraction(700)))]
    ledger = acreage_ledger(material.assessment)
    with speaking("zh"):
        told = acreage.targets(replace(material, targets=progress(ledger, set_, material.on)))
    assert [row[:2] for row in told.rows] == [["2023", "全区"]]
    assert told.rows[0][3] == material.figures["revitalised_area"].value
    assert round(float(told.rows[0][4]), 3) == 1.018  # type: ignore[arg-type]
    assert material.targets == ()


def test_what_falls_due_is_counted_by_window_and_listed_by_rank(material: Material) -> None:
    with speaking("zh"):
        windows, dues = due.windows(material), due.dues(material, "completion")
    assert [row[0] for row in windows.rows] == [30, 60, 90, 180]
    counts = [row[3] for row in windows.rows]
    assert counts == sorted(counts, key=int) and counts[-1] == len(dues.rows)  # type: ignore[arg-type]
    assert [row[0] for row in dues.rows] == list(range(1, len(dues.rows) + 1))
    assert "仅按日期排序" in dues.note


def test_the_report_of_a_year_has_no_month(material: Material) -> None:
    assert material.month == {}


def test_january_compares_no_flow_with_that_of_another_year(material: Material) -> None:
    kept = _comparable(Period.parse("monthly", "2024-01"), list(material.figures.values()))  # type: ignore[arg-type]
    assert "revitalised_area" not in kept and "patrol_coverage" not in kept
    assert "live_contracts_area" in kept


@pytest.mark.long
def test_the_command_writes_three_files_and_names_them(office_register: str, tmp_path: Path) -> None:
    out = tmp_path / "reports"
    given = ["--period", "2023", "--out", out, "--database", office_register, "--lang", "en", "--json"]
    told = json.loads(run("report", "annual", *given).stdout)
    assert (told["period"], told["on"], told["cluster"], told["illustrative"]) == (
        "2023",
        "2023-12-31",
        None,
        False,
    )
    assert {Path(file).suffix for file in told["files"]} == SUFFIXES
    assert {file.name for file in out.iterdir()} == {f"annual-report-2023{suffix}" for suffix in SUFFIXES}


@pytest.mark.long
def test_a_report_is_chinese_unless_it_is_asked_for_otherwise(office_register: str, tmp_path: Path) -> None:
    result = run(
        *("report", "monthly", "--period", "2023-06", "--cluster", "北渡", "--out", tmp_path / "out"),
        *("--database", office_register),
    )
    assert result.exit_code == 0, result.output
    assert {Path(line).name for line in result.stdout.split()} == {
        f"月度报告-2023-06-北渡{s}" for s in SUFFIXES
    }


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["annual", "--period", "2023-06"], "--period 2023-06: is not a year; write it like 2023"),
        (["annual", "--period", "9000"], "--period 9000: has not begun yet"),
        (["annual", "--period", "2023", "--on", "2022-01-01"], "--on 2022-01-01: lies outside 2023"),
        (["annual", "--period", "2023", "--cluster", "南山"], "南山 is not a cluster of this register"),
    ],
)
def test_what_cannot_be_reported_is_refused_and_nothing_is_written(
    office_register: str,
    tmp_path: Path,
    arguments: list[str],
    complaint: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LANDWATCH_LANG", "en")
    result = run("report", *arguments, "--out", tmp_path / "out", "--database", office_register)
    assert result.exit_code == 2
    assert complaint in " ".join(result.stderr.split())
    assert not (tmp_path / "out").exists()


@pytest.mark.long
def test_what_is_not_known_is_said(office_register: str, tmp_path: Path) -> None:
    from landwatch.services.assessing.judging import assess_register

    assessment = assess_register(office_register, date(2023, 12, 31))
    with speaking("en"):
        report = compose(gather(assessment, Period.parse("annual", "2023")))
        told = "\n".join(text for _where, text in report.texts())
    assert "No source names the operating company of 桥河, 北渡." in told
    assert report.mark == ""
    assert LEDGER[0]["合同编号"] in told
