"""Another district: imported, judged, drawn, printed, reported and exported without a word of Qijiang."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pytest
from pypdf import PdfReader

from landwatch import district, settings
from landwatch.maps import draw_overview
from landwatch.services.sample.demo import assess_sample
from tests.commands import Landwatch, run
from tests.elsewhere import EAST_LAKE, MERIDIAN, PREFIXED, SETTINGS, WEST_LAKE, ZONE, write_district
from tests.maps.test_basemaps import by_metres_of_zone_39

pytestmark = pytest.mark.long  # a whole office, in both languages

ON = ("--on", "2023-12-31")
WORDS = re.compile(
    "綦江|綦|Qijiang|重庆|Chongqing|渝|500110|5001|桥河|北渡|扶欢|通惠|庆江|安稳|国家网络安全|Qiaohe|Beidu|Fuhuan|Tonghui|"
    "Qingjiang|Anwen|36带|第36|zone 36"
)
NUMBERS = re.compile(r"(?<![\d.#])(452[34]|454[45])(?![\d.])|108\s?°|(?<!\d)36\d{6}\.\d")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in which everything was made of the other district, in both languages."""
    folder = tmp_path_factory.mktemp("elsewhere")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name, value in SETTINGS.items():
            patch.setenv(name, value)
        imported = done("import", str(write_district(folder / "given")), "--json")
        (folder / "import.json").write_text(imported, encoding="utf-8")
        _make(folder)
        yield folder


def done(*command: str) -> str:
    """Run a command that must succeed, and give what it printed."""
    result = run(*command)
    assert result.exit_code == 0, (command, result.stderr or result.stdout)
    return result.stdout


def _make(folder: Path) -> None:
    for speech in ("zh", "en"):
        speaking = ("--lang", speech)
        done("atlas", *ON, "--out", f"atlas-{speech}", *speaking)
        done("print", EAST_LAKE, *ON, "--out", f"sheet-{speech}.pdf", *speaking)
        done("report", "annual", "--period", "2023", "--out", f"reports-{speech}", *speaking)
    done("report", "monthly", "--period", "2023-06", "--out", "reports-month")
    done("compare", "--from", "2022-12-31", "--to", "2023-12-31", "--out", "compared")
    by_metres_of_zone_39(folder)
    done("map", EAST_LAKE, *ON, "--out", "mapped", "--basemap", "ground.png")
    done("template", "ledger", "template.xlsx")
    done("export", "txt", "--out", "boundary.txt", "--cluster", EAST_LAKE)
    done("export", "ledger", "--out", "ledger.xlsx")
    done("export", "card", *ON, "--out", "card.xlsx")
    asked = {
        "stats": ("stats", *ON),
        "assess": ("assess", *ON),
        "forecast": ("forecast", *ON),
        "explain": ("explain", "皖滨工(2021)合字第1号", *ON),
    }
    for name, command in asked.items():
        for ending, option in (("txt", ()), ("json", ("--json",))):
            (folder / f"{name}.{ending}").write_text(done(*command, *option), encoding="utf-8")


def _texts(path: Path) -> Iterator[str]:
    """What a reader finds in a file; of a page its words and data, without the programs in it."""
    if path.suffix == ".pdf":
        yield "\n".join(page.extract_text() for page in PdfReader(path).pages)
    elif path.suffix == ".html":
        page = path.read_text(encoding="utf-8")
        yield "\n".join(re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', page, re.DOTALL))
        yield re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    elif is_zipfile(path):
        with ZipFile(path) as parts:
            for name in parts.namelist():
                if name.endswith((".xml", ".rels")) and "theme" not in name and "styles" not in name:
                    yield re.sub(r"<[^>]+>", " ", parts.read(name).decode())
    elif path.suffix in (".txt", ".json"):
        data = path.read_bytes()
        yield data.decode("gbk" if path.name == "boundary.txt" else "utf-8")


def _made(place: Path) -> list[Path]:
    given = place / "given"
    kinds = (".pdf", ".html", ".xlsx", ".docx", ".txt", ".json")
    return [p for p in sorted(place.rglob("*")) if p.suffix in kinds and given not in p.parents]


def test_everything_was_made(place: Path) -> None:
    made = [path.relative_to(place).as_posix() for path in _made(place)]
    assert len([name for name in made if name.endswith(".html")]) == 2 * 3 + 2, made
    assert len([name for name in made if name.endswith(".pdf")]) == 2 + 3, made
    assert len([name for name in made if name.endswith(".docx")]) == 3, made
    assert {"boundary.txt", "card.xlsx", "ledger.xlsx", "template.xlsx", "stats.json"} <= set(made)


def test_nothing_says_a_word_or_a_number_of_qijiang(place: Path) -> None:
    found = {
        (path.relative_to(place).as_posix(), told.group())
        for path in _made(place)
        for text in _texts(path)
        for pattern in (WORDS, NUMBERS)
        for told in pattern.finditer(text)
    }
    assert found == set()


def test_such_a_word_and_such_a_number_would_be_found(tmp_path: Path, map_assets: Path) -> None:
    page = tmp_path / "overview.html"
    with district.within(district.District()):
        page.write_text(draw_overview(assess_sample(date(2023, 12, 31))), encoding="utf-8")
    told = "\n".join(_texts(page))
    assert {"綦江", "桥河"} <= set(WORDS.findall(told)) and "4524" in NUMBERS.findall(told)


def test_the_land_is_taken_and_judged(place: Path) -> None:
    told = json.loads((place / "stats.json").read_text(encoding="utf-8"))
    figures = {figure["id"]: figure["text"] for figure in told["figures"]}
    # Three contracts of 4 hectares; the first has not begun, the second has not been completed.
    assert figures["live_contracts_area"] == "180.00 mu"
    assert figures["commencement_default_rate_area"] == "33.3 %"
    assert figures["completion_default_rate_count"] == "33.3 %"


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("atlas-zh", "滨湖高新区 · 工业用地供后履约监管图"),
        ("atlas-en", "Lakeside High-tech Zone · industrial land after supply"),
    ],
)
def test_the_pages_name_the_zone(place: Path, file: str, words: str) -> None:
    pages = list((place / file).rglob("*.html"))
    assert len(pages) == 3
    for page in pages:
        assert words in page.read_text(encoding="utf-8")


def test_the_pages_measure_on_the_plane_of_the_zone(place: Path) -> None:
    for page in (place / "atlas-en").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert f"(zone {ZONE}, EPSG:{PREFIXED})" in text and f'"zone":{ZONE}' in text


def test_a_page_of_the_district_lies_on_a_base_map_of_its_zone(place: Path) -> None:
    (page,) = (place / "mapped").glob("*.html")
    text = page.read_text(encoding="utf-8")
    (corners,) = re.findall(r'"corners":(\[\[.*?\]\])', text)
    (north, west), (_north, east), (south, _west) = json.loads(corners)
    assert (west, north) == pytest.approx((117.1057, 31.8030), abs=0.002)
    assert east - west == pytest.approx(0.0211, abs=0.001) and north - south == pytest.approx(
        0.009, abs=0.001
    )
    assert f'"zone":{ZONE}' in text


def test_codes_of_the_district_are_taken_without_a_word(place: Path) -> None:
    told = json.loads((place / "import.json").read_text(encoding="utf-8"))
    codes = {issue["code"] for file in told["files"] for issue in file["issues"]}
    assert "other_division" not in codes


def test_a_number_of_another_division_is_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    monkeypatch.setenv("LANDWATCH_DIVISIONS", "340199")
    told = json.loads(done("import", "given", "--dry-run", "--json", "--database", "gpkg:///new.gpkg"))
    found = [i for file in told["files"] for i in file["issues"] if i["code"] == "other_division"]
    assert {issue["value"] for issue in found} >= {"340198001001GB00007"}
    assert "begins with the code of no division of the district (340199)" in found[0]["message"]


def test_the_sheet_is_on_the_grid_of_the_zone(place: Path) -> None:
    (text,) = _texts(place / "sheet-en.pdf")
    words = " ".join(text.split())
    assert f"zone {ZONE}, central meridian {MERIDIAN}° E (EPSG:{PREFIXED})" in words


@pytest.mark.parametrize(
    ("folder", "words"),
    [
        ("reports-zh", "滨湖高新区工业用地供后履约监管年度报告"),
        ("reports-en", "Lakeside High-tech Zone: annual report on industrial land after supply"),
    ],
)
def test_the_reports_name_the_zone(place: Path, folder: str, words: str) -> None:
    for path in (place / folder).iterdir():
        assert words.replace(" ", "") in "".join("".join(_texts(path)).split()), path.name


def test_the_operator_is_that_of_the_register(place: Path) -> None:
    overview = next((place / "atlas-zh").glob("index.html")).read_text(encoding="utf-8")
    assert "合滨东湖园区运营有限公司" in overview
    assert WEST_LAKE in overview and "未知" in overview


def test_boundaries_are_written_on_the_grid_of_the_zone(place: Path) -> None:
    text = (place / "boundary.txt").read_bytes().decode("gbk")
    assert f"带号={ZONE}" in text and f",{ZONE}510" in text


def test_the_example_of_the_template_is_of_the_district(place: Path) -> None:
    told = "\n".join(_texts(place / "template.xlsx"))
    assert "340199004002GB00001" in told and "滨湖高新区一号路" in told and "91340199" in told


def test_a_command_leaves_no_district_behind(place: Path) -> None:
    run("stats", *ON)
    assert district.current() == district.District()


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("LANDWATCH_MEASURING_EPSG", "3857", "LANDWATCH_MEASURING_EPSG is 3857"),
        ("LANDWATCH_DIVISIONS", "3401", "LANDWATCH_DIVISIONS"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    landwatch: Landwatch, monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    monkeypatch.setenv(name, value)
    result = landwatch("stats", *ON)
    assert result.exit_code == 2 and told in result.stderr


def test_a_name_in_one_language_stands_for_both(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANDWATCH_ZONE_NAME", "滨湖高新区")
    here = settings.load().district()
    assert (here.name_zh, here.name_en) == ("滨湖高新区", "滨湖高新区")
