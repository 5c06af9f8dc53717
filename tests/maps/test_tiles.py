"""Many parcels: what is in the tiles at each scale, and the page that draws them in Chromium."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
from playwright.sync_api import Browser, Page, expect
from shapely import box

from landwatch.i18n import speaking
from landwatch.maps.cluster_page import cluster_page
from landwatch.maps.content import prepare
from landwatch.maps.packing import pack
from landwatch.maps.page_files import write_page
from landwatch.maps.tiles import VectorTiles, flagged, vector_tiles
from landwatch.measures.figures.states import Idle, State
from landwatch.rules import Assessment
from tests.maps.visit import DESK, PHONE, middle_of, popup_text, search
from tests.maps.zone import ODD_HOLDER, PARCELS, judged, lot, parcel

STATES = [*State]


def many(count: int = 3000) -> gpd.GeoDataFrame:
    """Lots of 60 m in rows of 150, 200 m apart, in all states by turns; the last is a sliver."""
    row, column = np.divmod(np.arange(count), 150)
    west, south = 106.3 + column * 0.002, 28.5 + row * 0.002
    size = np.where(np.arange(count) == count - 1, 1e-5, 6e-4)
    return gpd.GeoDataFrame(
        {
            "state": [str(STATES[number % 9]) for number in range(count)],
            "idle": [str(Idle.SUSPECTED) if number % 50 == 4 else None for number in range(count)],
            "drawn": True,
        },
        geometry=box(west, south, west + size, south + 6e-4),
        crs=4490,
    )


@pytest.fixture(scope="module")
def tiles() -> VectorTiles:
    """The lots as tiles."""
    return vector_tiles(many())


@pytest.fixture(scope="module")
def archive(tiles: VectorTiles, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiles as a file, for GDAL to read."""
    path = tmp_path_factory.mktemp("tiles") / "lots.pmtiles"
    path.write_bytes(tiles.archive)
    return path


def at_zoom(archive: Path, layer: str | None, zoom: int) -> gpd.GeoDataFrame:
    """What GDAL finds in a layer of the archive at a zoom."""
    return pyogrio.read_dataframe(archive, layer=layer, ZOOM_LEVEL=zoom)


def test_every_flagged_parcel_is_in_a_tile_at_every_zoom(tiles: VectorTiles, archive: Path) -> None:
    lots = many()
    wanted = set(np.flatnonzero(flagged(lots)))
    found = {
        zoom: set(at_zoom(archive, tiles.dots, zoom)["n"])
        for zoom in range(tiles.farthest, tiles.closest + 1)
    }
    assert {zoom: wanted - numbers for zoom, numbers in found.items() if numbers != wanted} == {}


def test_idle_land_is_flagged_whatever_its_state() -> None:
    lots = many()
    assert flagged(lots)[lots["idle"].notna()].all()
    assert not flagged(lots)[lots["idle"].isna() & lots["state"].eq(State.EXCUSED)].any()


def test_at_the_closest_zoom_every_parcel_has_its_outline(tiles: VectorTiles, archive: Path) -> None:
    shown = {n for layer in tiles.outlines for n in at_zoom(archive, layer, tiles.closest)["n"]}
    # The sliver of a metre has no outline that could be seen; it is flagged no more than its state says.
    assert shown >= set(range(2999))


def test_far_away_land_is_generalised_to_squares_that_are_fewer_than_the_parcels(
    tiles: VectorTiles, archive: Path
) -> None:
    squares = at_zoom(archive, tiles.squares[0], tiles.farthest)
    unflagged = (~flagged(many())).sum()
    assert 0 < len(squares) < unflagged
    assert all(len(at_zoom(archive, layer, tiles.farthest)) == 0 for layer in tiles.outlines)


def test_a_square_has_the_state_that_most_of_its_ground_is_in(tmp_path: Path) -> None:
    together = [
        box(106.5, 29 + k * 3e-4, 106.5 + size, 29 + k * 3e-4 + 2e-4)
        for k, size in enumerate((3e-4, 2e-4, 2e-4))
    ]
    lots = gpd.GeoDataFrame(
        {
            "state": [State.COMPLETED, State.EXCUSED, State.EXCUSED, State.NOT_DUE],
            "idle": None,
            "drawn": True,
        },
        geometry=[*together, box(106.8, 29, 106.8002, 29.0002)],
        crs=4490,
    )
    made = vector_tiles(lots)
    file = tmp_path / "three.pmtiles"
    file.write_bytes(made.archive)
    states = at_zoom(file, made.squares[0], made.farthest)["state"]
    assert sorted(states) == [STATES.index(State.EXCUSED), STATES.index(State.NOT_DUE)]


def test_the_same_parcels_give_the_same_tiles(tiles: VectorTiles) -> None:
    assert vector_tiles(many()).archive == tiles.archive


def test_where_nothing_is_flagged_there_are_no_dots() -> None:
    calm = many(30).assign(state=str(State.COMPLETED), idle=None)
    assert vector_tiles(calm).dots is None


def test_a_parcel_without_boundary_keeps_its_place_in_the_numbers(tmp_path: Path) -> None:
    lots = many(30)
    lots.loc[0, "drawn"] = False
    made = vector_tiles(lots)
    file = tmp_path / "some.pmtiles"
    file.write_bytes(made.archive)
    assert set(at_zoom(file, made.dots, made.closest)["n"]) == set(
        np.flatnonzero(flagged(lots) & lots["drawn"])
    )


def unpacked(text: str) -> str:
    """What an attachment holds."""
    return gzip.decompress(base64.b64decode(text)).decode()


def test_a_line_end_in_a_name_does_not_shift_the_lines_below() -> None:
    lots = many(3)
    __, attached = pack(
        lots,
        ["C-9"],
        describe=lambda few: [
            {"no": f"P{n}", "labels": [f"P{n}"], "live": [], "find": ["甲\n乙\x1f丙"]} for n in few.index
        ],
        cards_of=lambda nos: {no: {"holder": "丁", "find": [no]} for no in nos},
    )
    lines = unpacked(attached["list-0"]).split("\n")
    assert [line.split("\x1f")[0] for line in lines] == ["P0", "P1", "P2", "C-9"]
    assert lines[0].split("\x1f")[-1] == "甲 乙 丙"


class Visit:
    """The tiled page of the zone, opened from disk."""

    def __init__(self, browser: Browser, path: Path, viewport: dict[str, int]) -> None:
        phone = viewport is PHONE
        self.context = browser.new_context(viewport=viewport, is_mobile=phone, has_touch=phone)
        self.page: Page = self.context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.context.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(path.as_uri())
        self.drawn()

    def drawn(self) -> None:
        """Wait until every tile in view is drawn."""
        expect(self.page.locator("canvas.leaflet-tile-loaded").first).to_be_visible()
        expect(self.page.locator("canvas.leaflet-tile:not(.leaflet-tile-loaded)")).to_have_count(0)

    def colour(self, number: str) -> tuple[int, ...]:
        """The most frequent colour of a parcel a little below the middle, where its label leaves it free."""
        x, y = middle_of(self.page, number)
        return tuple(
            self.page.evaluate(
                """([x, y]) => {
                    const tile = [...document.querySelectorAll("canvas.leaflet-tile")].find((canvas) => {
                        const box = canvas.getBoundingClientRect();
                        return x >= box.left && x < box.right && y >= box.top && y < box.bottom;
                    });
                    const box = tile.getBoundingClientRect();
                    const scale = tile.width / box.width;
                    const place = [(x - box.left) * scale, (y - box.top) * scale];
                    const pixels = tile.getContext("2d").getImageData(...place, 12, 12).data;
                    const counts = new Map();
                    for (let at = 0; at < pixels.length; at += 4) {
                        const colour = pixels.slice(at, at + 4).join();
                        counts.set(colour, (counts.get(colour) || 0) + 1);
                    }
                    return [...counts].sort(([, a], [, b]) => b - a)[0][0].split(",").map(Number);
                }""",
                [x - 6, y + 12],
            )
        )


def tiled_page(zone: Assessment, folder: Path) -> Path:
    """The page of 北渡 as it would be of more than five thousand parcels."""
    with speaking("zh"):
        page = cluster_page(prepare(zone), "北渡", overview="index.html", tiled_above=5)
    return write_page(folder / "tiled.html", page.html())


@pytest.fixture(scope="module")
def tiled(zone: Assessment, map_assets: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of 北渡 with its fifteen parcels as tiles."""
    return tiled_page(zone, tmp_path_factory.mktemp("tiled"))


@pytest.fixture(scope="module")
def desk(chromium: Browser, tiled: Path) -> Iterator[Visit]:
    """One visit for all that is looked at on a desk; it never complained and asked for nothing else."""
    visit = Visit(chromium, tiled, DESK)
    yield visit
    visit.context.close()
    assert visit.complaints == []
    assert visit.requests == [tiled.as_uri()]


def test_each_state_has_the_colour_of_the_style(desk: Visit) -> None:
    assert desk.colour("BD-01") == (0xB3, 0x12, 0x2F, 255)
    assert desk.colour("BD-05") == (0xFF, 0xE1, 0x4D, 255)


def test_a_click_tells_facts_and_reason_as_on_the_small_page(desk: Visit) -> None:
    middle = middle_of(desk.page, "BD-02")
    desk.page.mouse.click(*middle)
    expect(desk.page.locator(".leaflet-popup-content")).to_contain_text("渝地綦（2021）合字第02号")
    assert "竣工违约" in popup_text(desk.page)
    assert "184 天" in popup_text(desk.page)
    desk.page.keyboard.press("Escape")


def test_a_state_that_is_switched_off_is_not_drawn_and_cannot_be_clicked(desk: Visit) -> None:
    box = desk.page.get_by_role("checkbox", name="即将到期")
    middle = middle_of(desk.page, "BD-05")
    before = desk.page.locator(".parcel-label").count()
    box.uncheck()
    expect(desk.page.locator(".parcel-label")).to_have_count(before - 1)
    desk.page.keyboard.press("Escape")
    desk.page.mouse.click(*middle)
    expect(desk.page.locator(".leaflet-popup")).to_have_count(0)
    box.check()
    expect(desk.page.locator(".parcel-label")).to_have_count(before)


@pytest.mark.parametrize("words", ["BD-07", "ＢＤ－０７", "合字第07号", "2021B00007", "第7机械"])
def test_parcel_contract_supervision_number_and_company_all_lead_to_the_parcel(
    desk: Visit, words: str
) -> None:
    search(desk.page, words)
    expect(desk.page.locator(".leaflet-popup-content")).to_contain_text("宗地 BD-07")
    desk.page.keyboard.press("Escape")
    expect(desk.page.get_by_role("combobox")).to_be_focused()


def test_a_company_with_marks_of_markup_in_its_name_is_shown_as_it_is(desk: Visit) -> None:
    desk.page.get_by_role("combobox").fill("川渝")
    expect(desk.page.get_by_role("option")).to_have_text([re.compile(re.escape(f"BD-10 · {ODD_HOLDER}"))])
    desk.page.get_by_role("combobox").fill("")


def test_a_contract_without_boundary_is_found_and_told(desk: Visit) -> None:
    search(desk.page, "合字第14号")
    expect(desk.page.locator(".leaflet-popup-content")).to_contain_text("无界址图形")
    desk.page.keyboard.press("Escape")


def test_the_list_of_idle_land_tells_since_when_why_and_how_many_mu(desk: Visit) -> None:
    listed = desk.page.locator(".land-list")
    expect(listed).to_contain_text("BD-03")
    expect(listed).to_contain_text("2021-07-01")
    expect(listed).to_contain_text("开工逾期914天")
    expect(listed).to_contain_text("60.00")
    listed.get_by_role("button", name="BD-03", exact=True).click()
    expect(desk.page.locator(".leaflet-popup-content")).to_contain_text("宗地 BD-03")
    desk.page.keyboard.press("Escape")


def test_one_layer_alone_leaves_nothing_else_to_click(desk: Visit) -> None:
    before = desk.page.locator(".parcel-label").count()
    only = desk.page.get_by_role("button", name="只看：疑似闲置", exact=True)
    only.click()
    expect(desk.page.locator(".parcel-label")).to_have_text(["BD-03"])
    only.click()
    expect(desk.page.locator(".parcel-label")).to_have_count(before)


def test_the_legend_counts_and_sums_as_on_the_small_page(tiled: Path, pages: dict[str, Path]) -> None:
    def legend(path: Path) -> list[str]:
        return re.findall(r'<tr data-row="\w+"[^>]*>.*?</tr>', path.read_text(encoding="utf-8"), re.DOTALL)

    assert legend(tiled) == legend(pages["beidu.html"])
    assert len(legend(tiled)) > 10


def test_on_a_phone_the_tiles_are_drawn_and_a_tap_answers(chromium: Browser, tiled: Path) -> None:
    visit = Visit(chromium, tiled, PHONE)
    search(visit.page, "BD-03")
    expect(visit.page.locator(".leaflet-popup-content")).to_contain_text("914 天")
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    visit.context.close()
    assert visit.complaints == []


def test_the_same_facts_give_the_same_page(zone: Assessment, tiled: Path, tmp_path: Path) -> None:
    assert tiled_page(zone, tmp_path).read_bytes() == tiled.read_bytes()


def test_the_packs_hold_every_parcel_with_its_outline(zone: Assessment, tiled: Path) -> None:
    text = re.search(r'id="attached-cards-0">([^<]+)<', tiled.read_text(encoding="utf-8"))
    assert text
    held = {place["no"]: place for place in json.loads(unpacked(text[1]))["places"] if "no" in place}
    with speaking("zh"):
        parcels = prepare(zone).parcels
    known = parcels[parcels["cluster"].eq("北渡")]
    assert {no: place["shape"] is not None for no, place in held.items()} == known["drawn"].to_dict()


def test_of_two_parcels_on_the_same_ground_the_graver_answers_a_click(
    chromium: Browser, map_assets: Path, tmp_path: Path
) -> None:
    """BD-01 is late with commencement; BD-08, drawn on the same ground here, is not yet due."""
    parcels = [each for each in PARCELS if each.parcel_no != "BD-08"]
    visit = Visit(
        chromium, tiled_page(judged(parcels=[*parcels, parcel(8, geometry=lot(0, 0))]), tmp_path), DESK
    )
    visit.page.mouse.click(*middle_of(visit.page, "BD-01"))
    expect(visit.page.locator(".leaflet-popup-content")).to_contain_text("宗地 BD-01")
    visit.context.close()
    assert visit.complaints == []
