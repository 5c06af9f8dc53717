"""The whole job on the sample, and that its figures come out of the rows."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from landwatch.cli import app
from landwatch.errors import UsageError
from landwatch.formats import ReaderSettings
from landwatch.measures.flagged import findings
from landwatch.model import Verdict
from landwatch.rules import Conventions
from landwatch.services.assessing.judging import assess_register
from landwatch.services.contracts.reviewing import review_contract
from landwatch.services.files.importing import import_files
from landwatch.services.sample.demo import BEFORE, ON, Comparison, compare, run_demo, sample_folder

NOW = datetime(2024, 1, 21, tzinfo=UTC)
pytestmark = [pytest.mark.long, pytest.mark.usefixtures("map_assets")]


def demo(out: Path) -> Any:
    return run_demo(out, readers=ReaderSettings(), conventions=Conventions(), recorded_at=NOW)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What `landwatch demo --json` prints, in a folder with a file of somebody else."""
    out = tmp_path_factory.mktemp("demo")
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    result = CliRunner().invoke(app, ["demo", "--out", str(out), "--json"], env={"LANDWATCH_LANG": "zh"})
    assert result.exit_code == 0, result.output
    return {"out": out, **json.loads(result.stdout)}


def test_every_published_figure_comes_out_of_the_rows(made: dict[str, Any]) -> None:
    assert [row["id"] for row in made["figures"] if not row["matches"]] == []
    assert len(made["figures"]) == 13


def test_published_and_computed_stand_side_by_side(made: dict[str, Any]) -> None:
    row = next(row for row in made["figures"] if row["id"] == "commencement_defaults_disposed_mu")
    assert row == {
        "id": "commencement_defaults_disposed_mu",
        "label": "处置开工违约面积",
        "unit": "mu",
        "published": "960",
        "computed": "960.00",
        "matches": True,
    }


def test_seven_clusters_and_an_overview_are_drawn(made: dict[str, Any]) -> None:
    pages = [Path(page) for page in made["pages"]]
    assert len(pages) == 8
    assert all("示意数据" in page.read_text(encoding="utf-8") for page in pages)


def test_the_files_of_others_in_the_folder_stay(made: dict[str, Any]) -> None:
    assert (made["out"] / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_the_demo_can_be_repeated_in_its_folder(made: dict[str, Any]) -> None:
    again = demo(made["out"])
    assert [row.computed for row in again.comparisons] == [row["computed"] for row in made["figures"]]


def test_a_register_in_which_somebody_worked_is_not_replaced(tmp_path: Path) -> None:
    database = demo(tmp_path).database
    flagged = findings(assess_register(database, ON))[0].contract_no
    said: dict[str, Any] = {"on": ON, "note": "属实", "person": "杨示远", "recorded_at": NOW}
    review_contract(database, flagged, Verdict.CONFIRMED, **said)
    with pytest.raises(UsageError, match=r"demo\.gpkg holds more than the records of a demo"):
        demo(tmp_path)
    assert findings(assess_register(database, ON))[0].reviewed


def test_a_file_that_is_no_register_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "demo.gpkg").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="is not replaced"):
        demo(tmp_path)
    assert (tmp_path / "demo.gpkg").read_text(encoding="utf-8") == "mine"


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match=r"file/demo cannot be written: .*--out"):
        demo(tmp_path / "file" / "demo")


def compared(sample: Path, database: str) -> dict[str, Comparison]:
    import_files(database, [sample], readers=ReaderSettings(), recorded_by="test", recorded_at=NOW)
    before, now = (assess_register(database, day) for day in (BEFORE, ON))
    return {row.id: row for row in compare(before, now, sample)}


def forget_a_contract_of_2023(table: Path) -> None:
    """Take the rows of the first contract that has one in 2023 out of a table of facts."""
    with table.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    day = header.index("日期")
    forgotten = next(row[0] for row in rows if row[day].startswith("2023"))
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([header, *(row for row in rows if row[0] != forgotten)])


@pytest.mark.parametrize(
    ("table", "figures"),
    [
        ("disposals.csv", {"defaults_disposed", "defaults_disposed_mu"}),
        ("revitalisation.csv", {"revitalised_mu_since_2022"}),
        ("patrols.csv", {"patrol_rate"}),
        ("suspensions.csv", {"companies_suspended"}),
    ],
)
def test_taking_a_row_away_moves_its_figure(tmp_path: Path, table: str, figures: set[str]) -> None:
    sample = tmp_path / "sample"
    shutil.copytree(sample_folder(), sample, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    forget_a_contract_of_2023(sample / "facts" / table)
    rows = compared(sample, f"gpkg:///{tmp_path}/moved.gpkg")
    moved = {row.id for row in rows.values() if not row.matches}
    assert {name.removeprefix("commencement_").removeprefix("completion_") for name in moved} >= figures
