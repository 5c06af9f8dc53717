"""`landwatch export`: other offices get what they want, and nothing is lost on the way there and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest
import shapely
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner, Result

from landwatch.cli import app
from landwatch.formats import read
from landwatch.model import Contract, Event, EventType, Parcel, Source
from landwatch.registry import Register
from landwatch.registry.canonical import is_same_place
from landwatch.registry.extracts import Extract
from landwatch.services.sample.demo import sample_folder

URL = "gpkg:///landwatch.gpkg"
Landwatch = Callable[..., Result]


def run(*arguments: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, result.output
    return result


@pytest.fixture(autouse=True)
def english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for variable in ("LANDWATCH_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "LANDWATCH_DATABASE"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A register with the whole sample, and reviews, for which no file is the source."""
    url = f"gpkg:///{tmp_path_factory.mktemp('sample')}/sample.gpkg"
    run("import", sample_folder(), "--database", url)
    with Register.open(url) as register:
        number = register.extract().contracts[0].contract_no
    run(
        "review",
        number,
        "--verdict",
        "unclear",
        "--on",
        "2023-12-20",
        "--note",
        "-现场无人",
        "--database",
        url,
    )
    return url


def holdings(url: str) -> Extract:
    with Register.open(url) as register:
        return register.extract()


def bare(contract: Contract) -> Contract:
    """A contract without the headers of its source; its parts in one order."""
    return replace(
        contract, source_columns={}, phases=tuple(sorted(contract.phases, key=lambda one: one.number))
    )


def content(extract: Extract) -> tuple[object, ...]:
    facts = sorted(extract.events, key=lambda event: (event.contract_no, event.type, repr(event)))
    return (
        sorted(map(bare, extract.contracts), key=lambda contract: contract.contract_no),
        facts,
        sorted((replace(parcel, geometry=None) for parcel in extract.parcels), key=lambda one: one.parcel_no),
    )


def same_boundaries(one: Extract, other: Extract) -> bool:
    shapes = {parcel.parcel_no: parcel.geometry for parcel in other.parcels}
    return all(
        is_same_place(parcel.geometry, shapes[parcel.parcel_no]) for parcel in one.parcels if parcel.geometry
    )


@pytest.mark.long
@pytest.mark.parametrize("land", ["txt", "gpkg"])
@pytest.mark.parametrize("facts", ["事项.csv", "事项.xlsx"])
def test_a_register_comes_back_from_its_exports(sample: str, land: str, facts: str) -> None:
    for kind, out in (("ledger", "台账.xlsx"), ("facts", facts), (land, f"宗地.{land}")):
        run("export", kind, "--out", out, "--database", sample)
    clusters = sample_folder() / "clusters.gpkg"
    run("import", clusters, "台账.xlsx", facts, f"宗地.{land}", "--database", "gpkg:///fresh.gpkg")
    before, after = holdings(sample), holdings("gpkg:///fresh.gpkg")
    assert content(after) == content(before)
    assert same_boundaries(after, before)


@pytest.mark.long
def test_exports_bring_nothing_new_to_their_own_register(sample: str) -> None:
    outs = {"ledger": "台账.xlsx", "facts": "事项.csv", "txt": "宗地.txt", "gpkg": "宗地.gpkg"}
    for kind, out in outs.items():
        run("export", kind, "--out", out, "--database", sample)
    done = json.loads(run("import", *outs.values(), "--database", sample, "--json").stdout)
    assert [file["accepted"] for file in done["files"]] == [0, 0, 0, 0]
    assert {issue["code"] for file in done["files"] for issue in file["issues"]} <= {
        *("duplicate_record", "encoding_guessed", "unknown_column", "area_mismatch")
    }


def test_the_ledger_has_the_column_order_of_the_offices(sample: str) -> None:
    run("export", "ledger", "--out", "a.xlsx", "--database", sample)
    head = [cell.value for cell in openpyxl.load_workbook("a.xlsx")["台账"][1]]
    assert head[:9] == [
        *("合同编号", "电子监管号", "项目名称", "项目位置", "面积(公顷)", "土地用途", "供地方式", "行业分类"),
        "成交价格(万元)",
    ]
    assert head.index("约定开工时间") < head.index("约定竣工时间") < head.index("合同签订日期")


def test_one_cluster_leaves_alone(sample: str) -> None:
    told = json.loads(
        run("export", "txt", "--out", "a.txt", "--cluster", "北渡", "--database", sample, "--json").stdout
    )
    assert told == {"path": "a.txt", "records": {"parcels": 76}, "without_boundary": [], "changed": []}


def test_contracts_signed_later_stay_where_a_day_is_given(sample: str) -> None:
    day = date(2016, 12, 31)
    run("export", "ledger", "--out", "a.xlsx", "--on", day.isoformat(), "--database", sample)
    rows = list(openpyxl.load_workbook("a.xlsx")["台账"].iter_rows(min_row=2, values_only=True))
    signed = [c.signed_on for c in holdings(sample).contracts]
    assert len(rows) == sum(known is None or known <= day for known in signed) < len(signed)


def test_the_layer_tells_the_state_of_every_parcel(sample: str) -> None:
    run("export", "gpkg", "--out", "a.gpkg", "--on", "2023-12-31", "--database", sample)
    layer = gpd.read_file("a.gpkg", layer="宗地").set_index("宗地编号")
    assert layer.crs.to_epsg() == 4490 and set(layer.geom_type) == {"MultiPolygon"}
    assert set(layer["判定日"].dropna()) == {"2023-12-31"}
    assert {"开工违约", "已竣工"} <= set(layer["状态"])
    assert layer.loc[layer["合同编号"].notna(), "使用权人名称"].notna().all()


def test_the_card_has_the_fields_of_the_national_card(sample: str) -> None:
    run("export", "card", "--out", "a.xlsx", "--on", "2023-12-31", "--cluster", "北渡", "--database", sample)
    book = openpyxl.load_workbook("a.xlsx")
    head, *rows = book["跟踪管理卡"].iter_rows(values_only=True)
    cards = [dict(zip(head, row, strict=True)) for row in rows]
    official = [
        *("行政区", "电子监管号", "项目名称", "项目位置", "面积(公顷)", "土地来源", "土地用途", "供地方式"),
        *("土地使用年限", "行业分类", "土地级别", "成交价格(万元)", "土地使用权人"),
        *("约定容积率下限", "约定容积率上限", "约定交地时间", "约定开工时间", "约定竣工时间"),
        *("实际开工时间", "实际竣工时间", "批准单位", "合同签订日期"),
    ]
    assert [name for name in head if name in official] == official
    assert all(card["动态巡查次数"] >= 0 and card["判定日期"] == datetime(2023, 12, 31) for card in cards)
    assert any(card["实际开工时间"] for card in cards) and any(card["土地使用年限"] for card in cards)
    history = [row[0].value for row in book["履约记录"].iter_rows(min_row=2)]
    assert set(history) <= {card["合同编号"] for card in cards}


def test_formulas_leave_as_text(tmp_path: Path) -> None:
    risky = Contract(
        contract_no="=C-1", holder="=1+1", project_name="+x", location="-y", grantor="@z", parcel_nos=("-P",)
    )
    fact = Event(
        contract_no="=C-1", type=EventType.TRANSFER, day=date(2020, 1, 1), details={"to": "=cmd|'/c calc'!A1"}
    )
    box = Parcel(parcel_no="-P")
    with Register.create(URL) as register:
        register.add(
            source=Source(name="x", sha256="0" * 64, kind="test"),
            recorded_by="x",
            recorded_at=datetime(2024, 1, 1, tzinfo=UTC),
            parcels=[box],
            contracts=[risky],
            events=[fact],
        )
    for kind in ("ledger", "facts", "card"):
        out = f"{kind}.xlsx"
        run("export", kind, "--out", out)
        cells = [cell for sheet in openpyxl.load_workbook(out) for row in sheet for cell in row]
        assert any(str(cell.value).startswith("=C") for cell in cells)
        assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
        with CalamineWorkbook.from_path(out) as book:
            values = [
                v
                for name in book.sheet_names
                for row in book.get_sheet_by_name(name).to_python()
                for v in row
            ]
        assert "=C-1" in values
    run("export", "facts", "--out", "facts.csv")
    text = Path("facts.csv").read_text(encoding="utf-8-sig")
    assert "'=C-1" in text and ",=" not in text and "'=cmd" in text


def test_a_file_that_is_there_is_not_replaced_unasked(sample: str) -> None:
    Path("a.xlsx").write_text("mine")
    result = run("export", "ledger", "--out", "a.xlsx", "--database", sample, code=2)
    assert "a.xlsx: is there already; name another file, or replace it with --force" in result.stderr
    assert Path("a.xlsx").read_text() == "mine"
    run("export", "ledger", "--out", "a.xlsx", "--database", sample, "--force")
    assert openpyxl.load_workbook("a.xlsx").sheetnames[0] == "台账"


def test_a_folder_that_is_not_there_is_said_in_one_line(sample: str) -> None:
    result = run("export", "facts", "--out", "nowhere/a.csv", "--database", sample, code=2)
    assert "nowhere/a.csv: cannot be written" in result.stderr and not list(Path().iterdir())


def test_a_cluster_that_is_not_there_is_refused_by_name(sample: str) -> None:
    assert (
        "桥河"
        in run("export", "txt", "--out", "a.txt", "--cluster", "桥何", "--database", sample, code=2).stderr
    )


def test_a_grid_that_boundary_files_cannot_have_is_refused(sample: str) -> None:
    result = run("export", "txt", "--out", "a.txt", "--crs", "4490", "--database", sample, code=2)
    assert "--crs 4490: boundary files are written on a CGCS2000 grid" in result.stderr


def test_parcels_without_a_boundary_are_named(tmp_path: Path) -> None:
    with Register.create(URL) as register:
        register.add(
            source=Source(name="x", sha256="0" * 64, kind="test"),
            recorded_by="x",
            recorded_at=datetime(2024, 1, 1, tzinfo=UTC),
            parcels=[Parcel(parcel_no="A-1")],
        )
    result = run("export", "txt", "--out", "a.txt", code=2)
    assert "no parcel with a boundary is in the register for this choice" in result.stderr


@pytest.mark.long
def test_the_same_register_gives_the_same_ledger(sample: str) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        run("export", "ledger", "--out", name, "--database", sample)
    assert Path("a.xlsx").read_bytes() == Path("b.xlsx").read_bytes()


def test_what_a_form_cannot_carry_is_named(tmp_path: Path) -> None:
    square = shapely.box(106.64, 29.02, 106.65, 29.03)
    with Register.create(URL) as register:
        register.add(
            source=Source(name="x", sha256="0" * 64, kind="test"),
            recorded_by="x",
            recorded_at=datetime(2024, 1, 1, tzinfo=UTC),
            parcels=[
                Parcel(parcel_no="P-1", name="一号,北", geometry=square),
                Parcel(parcel_no="P-2", geometry=square),
            ],
            contracts=[Contract(contract_no="C-1", form="own text"), Contract(contract_no="C-2")],
            events=[
                Event(contract_no="C-1", type=EventType.COMMENCED),
                Event(contract_no="C-2", type=EventType.PATROL, day=date(2020, 1, 1)),
            ],
        )
    lost = {"txt": "P-1", "ledger": "C-1", "facts": "C-1"}
    for kind, number in lost.items():
        result = run("export", kind, "--out", f"a.{kind}.xlsx")
        assert f"The file cannot carry all of {number}; they would not come back" in result.stderr
    assert run("export", "gpkg", "--out", "a.gpkg").stderr == ""


def test_a_remark_that_a_spreadsheet_takes_for_a_fault_comes_back(tmp_path: Path) -> None:
    said = {"note": "#N/A", "person": "-", "verdict": "unclear"}
    with Register.create(URL) as register:
        register.add(
            source=Source(name="x", sha256="0" * 64, kind="test"),
            recorded_by="x",
            recorded_at=datetime(2024, 1, 1, tzinfo=UTC),
            contracts=[Contract(contract_no="C-1")],
            events=[
                Event(contract_no="C-1", type=EventType.REVIEW, day=date(2020, 1, 1), details=said),
            ],
        )
    for out in ("a.csv", "a.xlsx"):
        assert run("export", "facts", "--out", out).stderr == ""
        (event,) = read(Path(out)).events
        assert event.details == said
