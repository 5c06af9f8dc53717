"""Which files are found, which reader they go to, and files of which nothing can be read."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landwatch.errors import InputError
from landwatch.formats import ReaderSettings, Reading, discover, read
from landwatch.i18n import speaking
from landwatch.model import EventType
from tests.formats.files import (
    BOX,
    SQUARE,
    closed,
    codes,
    parcel_lines,
    write_boundaries,
    write_csv,
    write_layer,
    write_workbook,
)

HEADER = ["合同编号", "约定开工时间", "土地使用权人"]
ROW = ["A", "2023-06-30", "甲公司"]


def only_issue(reading: Reading) -> str:
    """Assert that nothing was read, and give the reason."""
    (issue,) = reading.issues
    assert (reading.kind, reading.records, issue.code, issue.record) == (None, 0, "unreadable_record", None)
    return issue.message


def test_a_folder_gives_its_files_parcels_first_and_facts_last(tmp_path: Path) -> None:
    for name in (
        "b.csv",
        "a.xlsx",
        "deep/c.txt",
        "d.gpkg",
        "e.shp",
        "e.dbf",
        "e.shx",
        "f.py",
        "~$a.xlsx",
        ".g.csv",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    names = [path.relative_to(tmp_path).as_posix() for path in discover([tmp_path])]
    assert names == ["e.shp", "d.gpkg", "deep/c.txt", "a.xlsx", "b.csv"]


def test_all_files_of_a_shapefile_named_one_by_one_are_one(tmp_path: Path) -> None:
    family = [tmp_path / f"e{suffix}" for suffix in (".shp", ".dbf", ".shx", ".prj")]
    for path in family:
        path.touch()
    assert discover([*family, tmp_path]) == [tmp_path / "e.shp"]


def test_a_path_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere: there is no such file or folder"):
        discover([tmp_path / "nowhere"])
    with pytest.raises(InputError, match=r"nowhere\.csv: there is no such file"):
        read(tmp_path / "nowhere.csv")


def test_a_folder_without_readable_files_says_what_is_readable(tmp_path: Path) -> None:
    (tmp_path / "letter.docx").touch()
    with pytest.raises(InputError, match=r"\.gpkg.*\.xlsx"):
        discover([tmp_path])


def test_the_source_names_the_file_and_its_content(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "ledger.csv", HEADER, ROW)
    source = read(path).source
    assert (source.name, source.kind, source.encoding) == ("ledger.csv", "ledger", "utf-8-sig")
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_source_of_a_shapefile_covers_all_of_its_files(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.shp", [({"ZDDM": "A"}, BOX)], driver="ESRI Shapefile")
    before = read(path).source.sha256
    path.with_suffix(".dbf").write_bytes(path.with_suffix(".dbf").read_bytes().replace(b"A ", b"B "))
    assert read(path).source.sha256 != before


@pytest.mark.parametrize("name", ["a.csv", "a.txt", "a.xlsx"])
def test_content_goes_before_the_suffix(tmp_path: Path, name: str) -> None:
    survey = write_boundaries(tmp_path / name, parcel_lines("A", "6", closed(SQUARE)))
    assert read(survey).kind == "boundary_txt"
    workbook = write_workbook(tmp_path / "b.xlsx", {"台账": [HEADER, ROW]}).rename(tmp_path / name)
    assert read(workbook).kind == "ledger"
    assert read(write_csv(tmp_path / name, HEADER, ROW)).kind == "ledger"


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.xlsx", "a.gpkg", "a.geojson"])
def test_an_empty_file_is_one_issue(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    assert only_issue(read(tmp_path / name)).startswith(
        f"{name}: nothing in the file can be read: it is empty"
    )


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.xlsx"])
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\x8aPNG\r\n\x1a\n\x00\x00\x00\rIHDR", "neither text nor a workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "the workbook is broken"),
    ],
)
def test_a_binary_file_is_one_issue(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert reason in only_issue(read(tmp_path / name))


@pytest.mark.parametrize("text", ["一封信\n没有表头\n", "a,b\n1,2\n", "\n\n", "合同编号\n"])
def test_a_text_without_a_known_header_says_what_a_header_needs(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    assert "合同编号 and 事项" in only_issue(read(tmp_path / "a.csv"))


def test_a_workbook_broken_off_is_one_issue(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"台账": [HEADER, ROW]})
    path.write_bytes(path.read_bytes()[:-200])
    only_issue(read(path))


def test_a_workbook_with_a_broken_sheet_is_one_issue(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"台账": [HEADER, ROW]})
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    content["xl/worksheets/sheet1.xml"] = content["xl/worksheets/sheet1.xml"][:300]
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    assert "open it in a spreadsheet and save it again" in only_issue(read(path))


def test_a_quotation_mark_that_never_closes_is_reported_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(",".join(HEADER) + "\n" + ",".join(ROW) + '\n"B,' + "x" * 200_000, encoding="utf-8-sig")
    reading = read(path)
    assert (len(reading.contracts), codes(reading)) == (1, {"unreadable_record"})
    assert "near line 3" in reading.issues[0].message


def test_a_file_above_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as stream:
        stream.truncate(300 << 20)
    assert "a.csv has 300 MB, the limit is 200 MB" in only_issue(read(path))


def test_a_zip_bomb_is_refused_by_its_unpacked_size(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"台账": [HEADER, ROW]})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bomb.bin", bytes(8 << 20))
    message = only_issue(read(path, settings=ReaderSettings(max_unpacked_bytes=4 << 20)))
    assert "8 MB unpacked, the limit is 4 MB" in message
    assert read(path).records == 1


def test_a_sheet_that_claims_a_million_columns_is_read_by_its_cells(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"台账": [HEADER, ROW]})
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    content[sheet] = content[sheet].replace(b'ref="A1:C2"', b'ref="A1:XFD1048576"')
    assert b"XFD1048576" in content[sheet]
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    assert len(read(path).contracts) == 1


def test_braces_in_a_file_name_or_a_cell_are_only_text(tmp_path: Path) -> None:
    reading = read(write_csv(tmp_path / "{place}.csv", HEADER, ["A", "{advice}", "甲公司"]))
    assert reading.issues[0].message.startswith("{place}.csv, row 2: 约定开工时间 is “{advice}”, which")


def test_a_long_value_is_quoted_in_part_and_kept_whole(tmp_path: Path) -> None:
    (issue,) = read(write_csv(tmp_path / "a.csv", HEADER, ["A", "x" * 500, "甲公司"])).issues
    assert (len(issue.value or ""), "x" * 79 + "…”" in issue.message) == (500, True)


def test_the_language_of_a_message_is_that_of_the_reading(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", HEADER, ["A", "soon", "甲公司"])
    with speaking("zh"):
        (issue,) = read(path).issues
    assert issue.message.startswith("a.csv，第2行：约定开工时间为“soon”")


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.txt"])
def test_no_file_handle_stays_open(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "a.xlsx":
        write_workbook(
            path, {"台账": [HEADER, ROW], "说明": [["x"]], "公式": [HEADER, ["B", "2023-06-30", "=A1"]]}
        )
    else:
        write_csv(path, HEADER, ROW)
    read(path)
    assert path.resolve() not in [one.resolve() for one in Path("/proc/self/fd").iterdir() if one.exists()]


def test_contracts_and_facts_may_stand_in_one_workbook(tmp_path: Path) -> None:
    facts = [["合同编号", "事项", "日期"], ["A", "开工", "2023-06-30"]]
    reading = read(write_workbook(tmp_path / "a.xlsx", {"台账": [HEADER, ROW], "事项": facts}))
    assert (reading.kind, reading.records, reading.events[0].type) == ("ledger", 2, EventType.COMMENCED)


@pytest.mark.long
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=5000)
@given(data=st.data())
def test_a_damaged_ledger_is_reported_and_never_a_crash(tmp_path: Path, data: st.DataObject) -> None:
    cell = st.one_of(
        st.text(max_size=8),
        st.sampled_from(["合计", "2023-06-30", "1900-01-01", "=1+1", "1e9", '"', "合同编号"]),
    )
    rows = data.draw(st.lists(st.lists(cell, max_size=5), max_size=5))
    path = tmp_path / "a.csv"
    path.write_text("\n".join(",".join(row) for row in [HEADER, *rows]), encoding="utf-8", errors="replace")
    reading = read(path)
    assert len(reading.contracts) + len(reading.events) <= reading.records


@pytest.fixture(scope="module")
def workbook_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """One workbook for every example: its bytes hold the time at which it was written."""
    path = tmp_path_factory.mktemp("workbook") / "a.xlsx"
    return write_workbook(path, {"台账": [HEADER, ROW, ["合计"]]}).read_bytes()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=5000)
@given(data=st.data())
def test_a_workbook_with_bytes_changed_is_reported_and_never_a_crash(
    tmp_path: Path, workbook_bytes: bytes, data: st.DataObject
) -> None:
    content = bytearray(workbook_bytes)
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    (tmp_path / "b.xlsx").write_bytes(bytes(content))
    reading = read(tmp_path / "b.xlsx")
    assert reading.records or reading.issues
