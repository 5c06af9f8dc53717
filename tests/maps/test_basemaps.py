"""What lies under the maps: files go into the page, web maps are asked by it, and none of them is needed."""

from __future__ import annotations

import base64
import re
import sqlite3
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from math import cos, hypot, radians
from pathlib import Path

import freestiler
import geopandas as gpd
import pytest
from playwright.sync_api import Browser, Page, Route, expect
from pmtiles.tile import zxy_to_tileid
from shapely import Point, box

from landwatch import district
from landwatch.district import District
from landwatch.errors import InputError, UsageError
from landwatch.geo import Envelope, project
from landwatch.maps import cluster_map, open_basemap
from landwatch.maps.basemaps import Basemap, open_tiles
from landwatch.rules import Assessment
from landwatch.web_maps import gcj02
from tests.maps.test_browser import DESK

KEY = "0123456789abcdef0123456789abcdef"
BOUNDS = [[29.058, 106.558], [29.068, 106.577]]
ZOOM = 15
COLUMN, ROW = 26083, 13617  # the tile of that zoom in which the parcels begin


def png(colour: tuple[int, int, int], width: int = 256, height: int = 256) -> bytes:
    """A picture in one colour."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = (b"\0" + bytes(colour) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


GREEN = png((0, 160, 0))
AROUND = [(COLUMN + x, ROW + y) for x in range(-2, 4) for y in range(-2, 4)]


def mbtiles(path: Path, image: bytes = GREEN) -> Path:
    """Tiles around the zone at one zoom."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE tiles (zoom_level, tile_column, tile_row, tile_data)")
        rows = [(ZOOM, x, 2**ZOOM - 1 - y, image) for x, y in AROUND]
        connection.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)
    return path


def varint(value: int) -> bytes:
    """A number as PMTiles writes it."""
    low, rest = value & 0x7F, value >> 7
    return bytes([low | 0x80]) + varint(rest) if rest else bytes([low])


def pmtiles(path: Path) -> Path:
    """The same tiles as an archive with a root and one leaf."""
    ids = sorted(zxy_to_tileid(ZOOM, x, y) for x, y in AROUND)
    steps = [ids[0], *(b - a for a, b in zip(ids, ids[1:], strict=False))]
    leaf = b"".join(
        map(varint, [len(ids), *steps, *[1] * len(ids), *[len(GREEN)] * len(ids), *[1] * len(ids)])
    )
    root = b"".join(map(varint, [1, ids[0], 0, len(leaf), 1]))
    at = 127
    places = [
        at,
        len(root),
        at + len(root),
        0,
        at + len(root),
        len(leaf),
        at + len(root) + len(leaf),
        len(GREEN),
    ]
    head = b"PMTiles\x03" + struct.pack("<11Q", *places, 1, 1, 1) + bytes([0, 1, 1, 2, ZOOM, ZOOM])
    path.write_bytes(head.ljust(127, b"\0") + root + leaf + GREEN)
    return path


def attached(basemap: Basemap | None) -> dict[str, str]:
    """What a page of the zone carries of a base map."""
    assert basemap is not None
    return dict(basemap.under(BOUNDS).attached)


@pytest.mark.parametrize("written", [mbtiles, pmtiles])
def test_the_tiles_around_the_page_go_into_it_and_no_others(
    written: Callable[[Path], Path], tmp_path: Path
) -> None:
    found = attached(open_basemap(str(written(tmp_path / "ground"))))
    assert set(found) == {f"basemap-{ZOOM}"}
    tiles = {
        tuple(map(int, line.split()[:2])): line.split()[2:] for line in found[f"basemap-{ZOOM}"].splitlines()
    }
    assert (COLUMN, ROW) in tiles and len(tiles) < len(AROUND)
    assert set(map(tuple, tiles.values())) == {("png", base64.b64encode(GREEN).decode())}


def test_a_place_without_tiles_gives_none(tmp_path: Path) -> None:
    opened = open_basemap(str(mbtiles(tmp_path / "ground.mbtiles")))
    assert opened is not None
    ground = opened.under([[30.0, 107.0], [30.1, 107.1]])
    assert ground.data["tiles"] is None and not ground.attached


@pytest.mark.parametrize("written", [mbtiles, pmtiles])
def test_one_tile_is_read_by_its_place_with_its_kind(written: Callable[[Path], Path], tmp_path: Path) -> None:
    opened = open_tiles(written(tmp_path / "ground"))
    assert opened.tile(ZOOM, COLUMN, ROW) == (GREEN, "image/png")
    assert opened.tile(ZOOM, COLUMN + 20, ROW) is None


def test_tiles_that_a_server_keeps_are_asked_for_one_by_one(tmp_path: Path) -> None:
    ground = open_tiles(mbtiles(tmp_path / "ground")).served("/ground/{z}/{x}/{y}")
    assert (ground.data["layers"], ground.host, ground.attached) == (["/ground/{z}/{x}/{y}"], None, {})


def test_tiles_that_are_not_there_are_told_with_the_setting(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere\.mbtiles: there is no such file; LANDWATCH_FIELD_BASEMAP"):
        open_tiles(tmp_path / "nowhere.mbtiles")


def test_a_picture_is_no_file_of_tiles(tmp_path: Path) -> None:
    picture = tmp_path / "ground.png"
    picture.write_bytes(GREEN)
    with pytest.raises(InputError, match="is neither MBTiles nor PMTiles"):
        open_tiles(picture)


def world_file(picture: Path, *numbers: float) -> None:
    """Write the six numbers beside a picture."""
    picture.with_suffix(".pgw").write_text("\n".join(map(str, numbers)), encoding="ascii")


def test_a_world_file_in_degrees_places_the_corners_of_the_picture(tmp_path: Path) -> None:
    file = tmp_path / "ground.png"
    file.write_bytes(png((0, 160, 0), 20, 10))
    world_file(file, 0.001, 0, 0, -0.001, 106.5605, 29.0695)
    opened = open_basemap(str(file))
    assert opened is not None
    assert opened.under(BOUNDS).data["corners"] == [[29.07, 106.56], [29.07, 106.58], [29.06, 106.56]]


def test_a_world_file_in_metres_is_read_on_the_only_grid_that_fits(tmp_path: Path) -> None:
    file = tmp_path / "ground.png"
    file.write_bytes(png((0, 160, 0), 20, 10))
    world_file(file, 100, 0, 0, -100, 36_360_050, 3_217_950)
    opened = open_basemap(str(file))
    assert opened is not None
    lat, lon = opened.under(BOUNDS).data["corners"][0]
    assert project([box(lon, lat, lon + 1e-9, lat + 1e-9).centroid], 4490, 4524)[0].distance(
        box(36_360_000, 3_218_000, 36_360_000, 3_218_000)
    ) == pytest.approx(0, abs=0.1)


@pytest.fixture
def elsewhere() -> Iterator[None]:
    """A district of another province, in zone 39."""
    with district.within(District(envelope=Envelope(116.90, 31.70, 117.30, 31.95), measuring_epsg=4548)):
        yield


def by_metres_of_zone_39(tmp_path: Path) -> Path:
    """A picture whose north-west corner lies at X 3,520,000 m and Y 39,510,000 m."""
    file = tmp_path / "ground.png"
    file.write_bytes(png((0, 160, 0), 20, 10))
    world_file(file, 100, 0, 0, -100, 39_510_050, 3_519_950)
    return file


def test_a_picture_of_another_district_is_read_on_the_grid_of_its_zone(
    tmp_path: Path, elsewhere: None
) -> None:
    opened = open_basemap(str(by_metres_of_zone_39(tmp_path)))
    assert opened is not None
    lat, lon = opened.under(BOUNDS).data["corners"][0]
    (there,) = project([Point(lon, lat)], 4490, 4527)
    assert there.distance(Point(39_510_000, 3_520_000)) == pytest.approx(0, abs=0.1)


def test_a_picture_of_another_district_fits_no_grid_of_this_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="outside the district in every grid that is used here"):
        open_basemap(str(by_metres_of_zone_39(tmp_path)))


def test_bounds_place_a_picture_that_has_no_world_file(tmp_path: Path) -> None:
    file = tmp_path / "ground.png"
    file.write_bytes(GREEN)
    opened = open_basemap(str(file), bounds=(106.5, 29.0, 106.6, 29.1))
    assert opened is not None
    assert opened.under(BOUNDS).data["corners"] == [[29.1, 106.5], [29.1, 106.6], [29.0, 106.5]]


def vector(path: Path) -> Path:
    """Tiles that are no images."""
    freestiler.freestile(
        gpd.GeoDataFrame(geometry=[box(106.5, 29, 106.6, 29.1)], crs=4326), path, max_zoom=2, quiet=True
    )
    return path


def text(path: Path) -> Path:
    """A file that is something else."""
    path.write_text("nothing of the kind", encoding="utf-8")
    return path


def other_database(path: Path) -> Path:
    """SQLite without tiles."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE people (name)")
    return path


def placeless(path: Path) -> Path:
    """A picture that nothing places."""
    path.write_bytes(GREEN)
    return path


def far_away(path: Path) -> Path:
    """A picture that its world file puts into another country."""
    path.write_bytes(GREEN)
    world_file(path, 1, 0, 0, -1, 500, 500)
    return path


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (text, "is no MBTiles, no PMTiles, no PNG and no JPEG file"),
        (other_database, "is a database without tiles"),
        (vector, "holds vector tiles"),
        (placeless, r"put its world file \(file\.pgw\) beside it, or give --bounds"),
        (far_away, "outside the district in every grid"),
    ],
)
def test_a_file_that_cannot_lie_under_a_map_is_refused_in_one_sentence(
    made: Callable[[Path], Path], words: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=words):
        open_basemap(str(made(tmp_path / "file.x")))


@pytest.mark.parametrize("damage", [127, 140, 200])
def test_a_damaged_archive_is_named(damage: int, tmp_path: Path) -> None:
    file = pmtiles(tmp_path / "ground.pmtiles")
    file.write_bytes(file.read_bytes()[:damage])
    with pytest.raises(InputError, match=r"ground\.pmtiles is damaged"):
        attached(open_basemap(str(file)))


def test_vector_tiles_in_mbtiles_are_refused(tmp_path: Path) -> None:
    file = mbtiles(tmp_path / "ground.mbtiles", b"\x1f\x8bvector")
    with pytest.raises(InputError, match="holds vector tiles"):
        attached(open_basemap(str(file)))


@pytest.mark.parametrize(
    ("chosen", "key", "bounds", "words"),
    [
        ("tianditu", None, None, "LANDWATCH_TIANDITU_KEY"),
        ("tianditu", "no key'>", None, "letters and digits alone"),
        ("satellite", None, None, "neither none, tianditu or gaode nor a file"),
        ("gaode", None, (106.5, 29.0, 106.6, 29.1), "--bounds places a picture"),
    ],
)
def test_a_choice_that_cannot_be_followed_says_why(
    chosen: str, key: str | None, bounds: tuple[float, float, float, float] | None, words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        open_basemap(chosen, key=key, bounds=bounds)


def policy(page: str) -> str:
    """The content security policy of a page."""
    found = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("chosen", "sources"),
    [
        ("none", "data:"),
        ("tianditu", "data: https://t0.tianditu.gov.cn"),
        ("gaode", "data: https://webrd01.is.autonavi.com"),
    ],
)
def test_the_policy_allows_images_from_the_host_of_the_base_map_and_no_other(
    chosen: str, sources: str, zone: Assessment, map_assets: Path
) -> None:
    page = cluster_map(zone, "北渡", months=0, basemap=open_basemap(chosen, key=KEY)).html()
    rules = dict(rule.strip().split(" ", 1) for rule in policy(page).split(";"))
    assert rules["img-src"] == sources and rules["default-src"] == "'none'" and "connect-src" not in rules
    assert (KEY in page) is (chosen == "tianditu")


Opened = Callable[..., Page]


@pytest.fixture
def opened(chromium: Browser, zone: Assessment, map_assets: Path, tmp_path: Path) -> Iterator[Opened]:
    """Opens the page of the cluster on a base map; web maps answer as the given function does."""
    context = chromium.new_context(viewport=DESK)

    def visit(basemap: Basemap | None, answer: Callable[[Route], None] | None = None) -> Page:
        file = tmp_path / "page.html"
        file.write_text(cluster_map(zone, "北渡", months=0, basemap=basemap).html(), encoding="utf-8")
        page = context.new_page()
        if answer:
            page.route(re.compile("^https:"), answer)
        page.goto(file.as_uri())
        return page

    yield visit
    context.close()


def tile(route: Route) -> None:
    """Answer with a tile."""
    route.fulfill(body=GREEN, content_type="image/png")


def test_where_the_base_map_cannot_be_reached_the_page_says_so_and_works(opened: Opened) -> None:
    page = opened(open_basemap("gaode"), lambda route: route.abort("internetdisconnected"))
    expect(page.locator(".basemap-status")).to_contain_text("底图无法连接（webrd01.is.autonavi.com）")
    page.get_by_role("combobox").fill("BD-03")
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup-content")).to_contain_text("914 天")


def test_a_base_map_that_answers_is_shown_with_its_source_and_nothing_is_complained_of(
    opened: Opened,
) -> None:
    page = opened(open_basemap("tianditu", key=KEY), tile)
    expect(page.locator(".leaflet-basemap-pane img.leaflet-tile-loaded").first).to_be_visible()
    expect(page.locator(".credit")).to_have_text("底图：天地图（国家地理信息公共服务平台）")
    expect(page.locator(".basemap-status")).to_be_hidden()
    asked = page.locator(".leaflet-basemap-pane img").first.get_attribute("src")
    assert asked is not None and f"tk={KEY}" in asked


PLACES = [(106.5655, 29.0625), (106.5705, 29.0655), (106.5615, 29.0605)]


def test_the_tiles_of_gaode_lie_where_their_ground_is(opened: Opened) -> None:
    page = opened(open_basemap("gaode"), tile)
    expect(page.locator(".leaflet-basemap-pane img.leaflet-tile-loaded").first).to_be_visible()
    for lon, lat in PLACES:
        shown = page.evaluate(
            """async ([lat, lon, shifted]) => {
                const map = map_landwatch;
                map.setView([lat, lon], 18, {animate: false});
                const at = map.project([shifted[1], shifted[0]], 18);
                const [x, y] = [Math.floor(at.x / 256), Math.floor(at.y / 256)];
                const tile = [...document.querySelectorAll(".leaflet-basemap-pane img")].find(
                    (image) => image.src.includes(`x=${x}&y=${y}&z=18`)
                );
                const corner = L.DomUtil.getPosition(tile).add(L.DomUtil.getPosition(tile.parentElement));
                const place = map.layerPointToLatLng(corner.add(at.subtract([x * 256, y * 256])));
                return [place.lng, place.lat];
            }""",
            [lat, lon, gcj02(lon, lat)],
        )
        assert metres(shown, (lon, lat)) < 1
        assert (
            metres(
                page.evaluate("([lon, lat]) => landwatch.basemap.gcj02(lon, lat)", [lon, lat]),
                gcj02(lon, lat),
            )
            < 0.01
        )


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """How far two places in degrees are apart."""
    return hypot((one[0] - other[0]) * 111_320 * cos(radians(other[1])), (one[1] - other[1]) * 110_850)


def test_the_tiles_of_a_file_are_shown_with_no_network(opened: Opened, tmp_path: Path) -> None:
    page = opened(open_basemap(str(mbtiles(tmp_path / "底图.mbtiles"))))
    expect(page.locator(".leaflet-basemap-pane img.leaflet-tile-loaded").first).to_be_visible()
    expect(page.locator(".credit")).to_have_text("底图：底图.mbtiles")
    expect(page.locator(".basemap-status")).to_be_hidden()


def test_a_picture_lies_on_its_corners(opened: Opened, tmp_path: Path) -> None:
    file = tmp_path / "ground.png"
    file.write_bytes(png((0, 160, 0), 40, 20))
    world_file(file, 0.0005, 0.0001, 0.0001, -0.0005, 106.5602, 29.0698)
    basemap = open_basemap(str(file))
    assert basemap is not None
    page = opened(basemap)
    image = page.locator(".leaflet-basemap-pane img")
    expect(image).to_be_visible()
    shown = image.evaluate(
        """(image) => {
            const matrix = new DOMMatrix(getComputedStyle(image).transform);
            return [[0, 0], [image.naturalWidth, 0], [0, image.naturalHeight]].map(([x, y]) => {
                const at = matrix.transformPoint(new DOMPoint(x, y));
                const place = map_landwatch.layerPointToLatLng([at.x, at.y]);
                return [place.lng, place.lat];
            });
        }"""
    )
    for place, (lat, lon) in zip(shown, basemap.under(BOUNDS).data["corners"], strict=True):
        assert metres(place, (lon, lat)) < 10  # a pixel at this scale
