"""The notebooks run, import only landwatch, are stored without outputs, and say what all else says."""

from __future__ import annotations

import ast
import html
import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from landwatch.i18n import speaking
from landwatch.reports import Period, compose
from landwatch.reports.document import Table
from landwatch.services.figures.reporting import gather
from landwatch.services.sample import demo
from tests.commands import run

pytestmark = pytest.mark.long  # three notebooks, run from the first cell to the last
NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
ON = ("--on", "2023-12-31")


def source(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


@pytest.fixture(scope="module")
def in_english() -> Iterator[None]:
    """The notebooks, which run in processes of their own, and the commands speak English."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LANDWATCH_LANG", "en")
        yield


@pytest.fixture(scope="module")
def executed(in_english: None) -> dict[str, nbformat.NotebookNode]:
    """Each notebook with what its cells put out."""
    return {
        path.stem: NotebookClient(source(path), timeout=300, kernel_name="python3").execute()
        for path in NOTEBOOKS
    }


def test_there_is_a_first_look_one_of_maps_and_one_of_statistics() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["01-first-look", "02-cluster-maps", "03-statistics"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(path: Path, executed: dict[str, nbformat.NotebookNode]) -> None:
    done = executed[path.stem]
    assert all(cell.execution_count for cell in done.cells if cell.cell_type == "code")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_stored_without_outputs(path: Path) -> None:
    cells = [cell for cell in source(path).cells if cell.cell_type == "code"]
    assert [cell.source for cell in cells if cell.outputs or cell.execution_count] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_imports_only_landwatch(path: Path) -> None:
    code = "\n".join(cell.source for cell in source(path).cells if cell.cell_type == "code")
    nodes = list(ast.walk(ast.parse(code)))
    imported = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    imported |= {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in imported} == {"landwatch"}


def printed(notebook: nbformat.NotebookNode, containing: str) -> list[str]:
    """The lines printed by the one cell whose code contains a text."""
    (cell,) = [cell for cell in notebook.cells if cell.cell_type == "code" and containing in cell.source]
    texts = [output.text for output in cell.outputs if output.output_type == "stream"]
    return "".join(text for text in texts).splitlines()


def shown(notebook: nbformat.NotebookNode, containing: str, kind: str = "text/plain") -> str:
    """What the last expression of a cell shows."""
    (cell,) = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source == containing]
    (output,) = [output for output in cell.outputs if output.output_type == "execute_result"]
    return str(output.data[kind])


@pytest.fixture(scope="module")
def database() -> str:
    _folder, url = demo._temporary_register()
    return url


@pytest.fixture(scope="module")
def stats(database: str, in_english: None) -> Any:
    """Ask ``stats``, ``forecast`` or ``assess`` for JSON of the sample."""

    def asked(command: str, *options: str) -> Any:
        done = run(command, *ON, "--database", database, *options, "--json")
        assert done.exit_code == 0, done.stderr
        return json.loads(done.stdout)

    return asked


@pytest.fixture(scope="module")
def statistics(executed: dict[str, nbformat.NotebookNode]) -> nbformat.NotebookNode:
    return executed["03-statistics"]


def test_every_figure_of_the_notebook_is_the_one_of_stats(
    statistics: nbformat.NotebookNode, stats: Any
) -> None:
    told = printed(statistics, "for figure in figures.values()")
    assert told == [f"{figure['label']}: {figure['text']}" for figure in stats("stats")["figures"]]


def test_a_rate_is_opened_into_the_same_parts(statistics: nbformat.NotebookNode, stats: Any) -> None:
    figure = {each["id"]: each for each in stats("stats")["figures"]}["commencement_default_rate_area"]
    parts = re.findall(r"[\d.]+", printed(statistics, "rate.rows")[0])
    assert f"{parts[0]} %" == figure["text"]
    assert [f"{float(part):.2f}" for part in parts[1:3]] == [figure["numerator"], figure["denominator"]]


def test_the_figures_of_one_cluster_are_the_same(statistics: nbformat.NotebookNode, stats: Any) -> None:
    figures = [each for each in stats("stats", "--cluster", "桥河")["figures"] if each["unit"] != "points"]
    told = printed(statistics, 'landwatch.figures(now, cluster="桥河")')
    assert told == [f"{figure['label']}: {figure['text']}" for figure in figures[:6]]


def test_operators_and_months_are_the_same(statistics: nbformat.NotebookNode, stats: Any) -> None:
    expected = []
    for group in stats("stats", "--by", "operator")["groups"]:
        found = {figure["id"]: figure["text"] for figure in group["figures"]}
        expected.append(f"{group['name']} {found['compliance_rate_area']} {found['revitalised_area']}")
    for point in stats("stats", "--trend", "3")["trend"]:
        found = {figure["id"]: figure["text"] for figure in point["rates"]}
        expected.append(f"{point['on']} {found['commencement_default_rate_area']}")
    assert printed(statistics, "landwatch.grouped") == expected


def test_the_stages_are_the_same(statistics: nbformat.NotebookNode, stats: Any) -> None:
    expected = [
        f"{stage['label']} {stage['contracts']['value']} {stage['area']['text']}"
        if stage["on_file"]
        else f"{stage['label']} not on file n/a"
        for stage in stats("stats", "--pipeline")["stages"]
    ]
    assert printed(statistics, "landwatch.pipeline") == expected


def test_the_classes_of_stock_are_the_same(statistics: nbformat.NotebookNode, stats: Any) -> None:
    expected = [
        f"{row['label']} suspected {row['computed']['text']} listed {row['recorded_area']['text']}"
        for row in stats("stats", "--stock")["stock"]
    ]
    assert printed(statistics, "landwatch.stock") == expected


def test_what_falls_due_is_the_same(statistics: nbformat.NotebookNode, stats: Any) -> None:
    told = stats("forecast")
    expected = [
        f"{window['kind']} {window['days']} days: {window['contracts']} contracts"
        for window in told["windows"]
        if window["cluster"] is None
    ]
    expected += [
        f"{due['rank']} {due['contract_no']} {due['due']} {due['probability']}" for due in told["dues"][:5]
    ]
    assert printed(statistics, "windows()") == expected


def test_the_first_look_counts_the_same(executed: dict[str, nbformat.NotebookNode], stats: Any) -> None:
    first = executed["01-first-look"]
    flagged = stats("assess")["findings"]
    assert printed(first, "landwatch.findings")[0] == f"{len(flagged)} flagged"
    lines = shown(first, 'contracts.groupby("cluster")[["commencement_breach", "completion_breach"]].sum()')
    told = {name: counts for name, *counts in map(str.split, lines.splitlines()[2:])}
    for group in stats("stats", "--by", "cluster")["groups"]:
        found = {figure["id"]: figure["numerator"] for figure in group["figures"]}
        rates = [found[f"{kind}_default_rate_count"] for kind in ("commencement", "completion")]
        assert told[group["name"]] == rates


def words_of(page: str) -> str:
    """The words of a page that a notebook shows in a frame."""
    page = html.unescape(re.search(r'srcdoc="(.*?)"', page, re.DOTALL)[1])  # type: ignore[index]
    bare = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", bare)).split())


def in_mu(size: str) -> str:
    """A size of ``--json`` as pages write it, without thousands marked."""
    return f"{Decimal(size):.2f}"


@pytest.mark.parametrize(
    ("cell", "cluster"),
    [('landwatch.plot(assessment, "桥河")', "桥河"), ("landwatch.plot(assessment)", None)],
)
def test_the_pages_of_the_notebook_say_the_same(
    executed: dict[str, nbformat.NotebookNode], stats: Any, cell: str, cluster: str | None
) -> None:
    words = words_of(shown(executed["02-cluster-maps"], cell, "text/html")).replace(",", "")
    options = ("--cluster", cluster) if cluster else ()
    found = {figure["id"]: figure for figure in stats("stats", *options)["figures"]}
    live = found["live_contracts_count"]["value"], found["live_contracts_area"]["value"]
    assert f"有效合同 {live[0]} 宗 {live[1]} 亩" in words
    for kind in ("commencement", "completion"):
        area, count = (found[f"{kind}_default_rate_{by}"] for by in ("area", "count"))
        parts = f"{in_mu(area['numerator'])} / {in_mu(area['denominator'])} 亩"
        counted = f"（{count['numerator']} / {count['denominator']} 宗）"
        assert f"按面积 {area['text']} {parts} 按宗数 {count['text']}{counted}" in words
    kept = found["compliance_rate_area"]
    assert f"{kept['text']} {in_mu(kept['numerator'])} / {in_mu(kept['denominator'])} 亩" in words


def test_the_report_of_the_day_says_the_same(stats: Any, in_english: None) -> None:
    with speaking("en"):
        material = gather(demo.assess_sample(date(2023, 12, 31)), Period.parse("annual", "2023"))
        report = compose(material)
    (main,) = [
        block
        for section in report.sections
        for block in section.blocks
        if isinstance(block, Table) and block.title.endswith("Main figures")
    ]
    told = [(row[0], str(row[1]).replace(",", "").removesuffix(" %")) for row in main.rows]
    found = {figure["id"]: figure for figure in stats("stats")["figures"]}
    assert told == [(found[each.id]["label"], found[each.id]["value"]) for each in material.main]
    assert len(told) > 20
