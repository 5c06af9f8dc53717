"""`landwatch stats` shows every view of the figures, opens their rows, and refuses two views at once."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from typer.testing import CliRunner

from landwatch.cli import app
from landwatch.registry import Act
from landwatch.services.figures.targets import set_targets, target_of
from landwatch.services.sample import demo


@pytest.fixture(scope="module")
def database() -> str:
    _folder, url = demo._temporary_register()
    return url


def run(database: str, *options: str) -> Any:
    asked = ["stats", "--on", "2023-12-31", "--database", database, *options]
    return CliRunner().invoke(app, asked, env={"COLUMNS": "200", "LANDWATCH_LANG": "en"})


def content(database: str, *options: str) -> Any:
    return json.loads(run(database, *options, "--json").output)


def test_the_ledger_adds_up_to_the_published_acreage(database: str) -> None:
    told = content(database, "--ledger")
    assert told["years"]["2023"] == {
        "opening": "36.36",
        "listed": "712.40",
        "reclassified": "0.00",
        "revitalised": "712.40",
        "removed": "0.00",
        "closing": "36.36",
    }
    assert {entry["contract_no"] for entry in told["entries"] if entry["kind"] == "revitalised"}


def test_targets_are_set_beside_what_was_reached(database: str) -> None:
    wanted = [target_of("2023", None, "700"), target_of("2023", "庆江", "0")]
    set_targets(database, wanted, Act(by="赵六", at=datetime.now(UTC), reason="下达任务"))
    shown = run(database, "--ledger").output
    assert "101.8 %" in shown
    assert content(database, "--ledger")["targets"][1]["reached_mu"] == "0.00"
    assert "n/a" in shown


@pytest.mark.long
@pytest.mark.parametrize("by", ["cluster", "operator", "land-use"])
def test_the_figures_of_each_part_are_shown_side_by_side(database: str, by: str) -> None:
    groups = content(database, "--by", by)["groups"]
    shown = run(database, "--by", by)
    assert shown.exit_code == 0 and "Compliance" in shown.output
    assert len({len(group["figures"]) for group in groups}) == 1


def test_a_trend_shows_changes_in_points_and_never_in_percent(database: str) -> None:
    points = content(database, "--trend", "3")["trend"]
    assert [point["on"] for point in points] == ["2023-10-31", "2023-11-30", "2023-12-31"]
    assert {change["unit"] for change in points[1]["changes"]} == {"points"}
    assert "in percentage points" in run(database, "--trend", "2").output


def test_classes_of_stock_stand_suspected_beside_listed(database: str) -> None:
    rows = {row["class"]: row for row in content(database, "--stock")["stock"]}
    assert rows["idle"]["recorded_area"]["text"] == "36.36 mu"
    assert rows["built_not_producing"]["computed"]["value"] is None
    assert "not on file" in run(database, "--stock").output


def test_the_contracts_behind_a_class_are_listed_by_its_id(database: str) -> None:
    told = content(database, "--rows", "stock_supplied_not_used_computed_count")
    assert {row["contract_no"] for row in told["rows"]} == set(told["figure"]["rows"])


def test_a_stage_without_a_record_of_its_kind_says_so(database: str) -> None:
    stages = {stage["id"]: stage for stage in content(database, "--pipeline")["stages"]}
    assert (stages["sign_posted"]["on_file"], stages["sign_posted"]["contracts"]) == (False, None)
    assert stages["signed"]["contracts"]["value"] == "415"
    assert "not on file" in run(database, "--pipeline").output


def test_the_table_of_performance_ends_in_its_total(database: str) -> None:
    total = content(database, "--performance")["performance"][-1]["cells"]
    due, later, all_ = (
        int(total[name]["contracts"])
        for name in ("due_for_commencement", "not_yet_due_for_commencement", "total")
    )
    assert due + later == all_ == 415
    assert "Due, not commenced" in run(database, "--performance").output


@pytest.mark.parametrize(
    "name", ["commencement_default_rate_area", "commencement_overdue", "due_not_commenced"]
)
def test_a_figure_a_stage_and_a_cell_open_the_same_rows(database: str, name: str) -> None:
    told = content(database, "--rows", name)
    assert [row["contract_no"] for row in told["rows"]] == told["figure"]["rows"]
    assert len(told["rows"]) == 11


def test_an_unknown_figure_is_answered_with_close_ones(database: str) -> None:
    result = run(database, "--rows", "revitalised")
    assert result.exit_code == 2
    assert "revitalised is no figure and no stage; close to it: revitalised_area" in result.stderr


def test_two_views_at_once_are_refused(database: str) -> None:
    result = run(database, "--by", "cluster", "--ledger")
    assert result.exit_code == 2 and "--by --ledger cannot be asked for together" in result.stderr
