"""Any column on a map: the values, the colours and the words, and that nothing in a name is a command."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import folium
import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect

import landwatch
from landwatch.errors import UsageError
from landwatch.maps import OfflineMap, explore
from landwatch.maps.rate_classes import style
from landwatch.maps.shading import shading
from landwatch.rules import Assessment
from tests.maps.zone import contract, judged, parcel

pytestmark = pytest.mark.usefixtures("map_assets")
VALUES = style()["values"]


def layer(drawn: folium.Map) -> folium.GeoJson:
    """The layer of parcels of a map."""
    (found,) = [child for child in drawn._children.values() if isinstance(child, folium.GeoJson)]
    return found


def fill(drawn: folium.Map, number: str) -> str:
    """The colour of a parcel."""
    (feature,) = [one for one in layer(drawn).data["features"] if one["properties"]["parcel_no"] == number]
    return str(layer(drawn).style_function(feature)["fillColor"])


def test_the_method_draws_what_the_function_draws(zone: Assessment) -> None:
    assert layer(zone.explore("idle")).data == layer(explore(zone, "idle")).data


def test_without_a_column_the_states_have_the_colours_of_the_cluster_maps(zone: Assessment) -> None:
    drawn = explore(zone)
    assert fill(drawn, "BD-03") == style()["states"]["commencement_default"]["fill"]
    assert fill(drawn, "BD-14") == style()["states"]["no_contract"]["fill"]


def test_numbers_run_along_the_ramp_and_what_is_not_known_is_grey(zone: Assessment) -> None:
    drawn = explore(zone, "commencement_days")
    assert fill(drawn, "BD-03") == VALUES["ramp"][-1]
    assert fill(drawn, "BD-06") == VALUES["ramp"][0]
    assert fill(drawn, "BD-14") == VALUES["missing"]


def test_only_the_parcels_of_the_cluster_are_drawn(zone: Assessment) -> None:
    numbers = [
        one["properties"]["parcel_no"] for one in layer(explore(zone, cluster="安稳")).data["features"]
    ]
    assert numbers == ["AW-01"]


def test_a_tooltip_has_the_columns_asked_for_in_words(zone: Assessment) -> None:
    drawn = explore(
        zone, tooltip=["parcel_no", "commencement_status", "area_cm2"], popup=False, language="en"
    )
    told = {one["properties"]["parcel_no"]: one["properties"] for one in layer(drawn).data["features"]}
    assert told["BD-03"]["commencement_status"] == "commencement default"
    assert told["BD-03"]["area_cm2"] == "60.00 mu"


def test_a_second_column_goes_onto_the_map_of_the_first(zone: Assessment) -> None:
    first = explore(zone, "area_cm2")
    assert explore(zone, "idle", m=first) is first
    assert sum(isinstance(child, folium.GeoJson) for child in first._children.values()) == 2


def test_a_plain_folium_map_is_drawn_on_as_well(zone: Assessment) -> None:
    plain = folium.Map()
    explore(zone, "idle_status", m=plain)
    assert "explore-legend" in plain.get_root().render()


def test_a_column_that_is_not_there_names_close_ones(zone: Assessment) -> None:
    with pytest.raises(UsageError, match=r"no column commencement_day\. Close to it: commencement_days"):
        explore(zone, "commencement_day")


@pytest.mark.parametrize("draw", [explore, landwatch.plot])
def test_an_unknown_cluster_names_the_known_ones(zone: Assessment, draw: object) -> None:
    with pytest.raises(UsageError, match="Known clusters: 北渡, 安稳"):
        draw(zone, cluster="北度")  # type: ignore[operator]


def test_days_are_told_as_days_from_first_to_last() -> None:
    days = pd.Series(pd.to_datetime(["2023-01-01", None, "2023-01-05"]).astype("datetime64[s]"))
    shaded = shading(days, lambda day: str(day.date()))
    assert [label for _colour, label in shaded.legend] == [
        "2023-01-01", "2023-01-02", "2023-01-03", "2023-01-04", "2023-01-05", "unknown",
    ]  # fmt: skip


def test_of_many_words_the_most_frequent_have_colours_and_the_rest_is_counted() -> None:
    words = pd.Series(["a", "a", "a", "b", "b", "c"])
    shaded = shading(words, str, cmap=["#000001", "#000002"])
    assert shaded.legend == [("#000001", "a"), ("#000002", "b"), (VALUES["missing"], "1 others")]


def test_a_mapping_gives_its_colours_to_its_values() -> None:
    shaded = shading(pd.Series(["a", "b"]), str, cmap={"b": "#000002", "z": "#000003"})
    assert [look["fill"] for look in shaded.looks] == [VALUES["missing"], "#000002"]
    assert shaded.legend == [("#000002", "b"), (VALUES["missing"], "1 others")]


def test_a_column_of_one_value_and_a_column_of_none_are_drawn() -> None:
    one, none = (shading(pd.Series(values, dtype="Int64"), str) for values in ([5, 5], [None, None]))
    assert one.legend == [(VALUES["ramp"][0], "5")]
    assert none.legend == [(VALUES["missing"], "unknown")]


def test_plot_shows_the_overview_or_a_cluster(zone: Assessment) -> None:
    overview, cluster = landwatch.plot(zone), landwatch.plot(zone, "北渡", months=0)
    assert isinstance(overview, OfflineMap) and "各组团总图" in overview.html()
    assert "<h1>北渡</h1>" in cluster.html()


def test_the_rules_load_no_map_library() -> None:
    code = "import landwatch.rules, sys; print({'folium', 'landwatch.maps'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@pytest.fixture(scope="module")
def notebook(chromium: Browser, map_assets: object) -> Iterator[tuple[Page, list[str]]]:
    """A notebook of two cells as Jupyter shows them, with everything it asked for or complained of."""
    odd = judged(
        contracts=[contract(1, holder="<img src=x>{{ 6 * 7 }}"), contract(2)],
        events=[],
        parcels=[parcel(1), parcel(2)],
    )
    drawn = odd.explore("current_holder", tooltip=["current_holder"], popup=["current_holder", "parcel_no"])
    folium.Marker([29.063, 106.565], popup="大门 <b>一</b>").add_to(drawn)
    html = (
        f"<!DOCTYPE html><meta charset=utf-8>{drawn._repr_html_()}{landwatch.plot(odd, '北渡')._repr_html_()}"
    )
    context = chromium.new_context(viewport={"width": 1280, "height": 1400})
    page = context.new_page()
    seen: list[str] = []
    context.on("request", lambda request: seen.append(request.url))
    page.on("console", lambda message: seen.append(message.text))
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.set_content(html)
    page.frame_locator("iframe").first.locator("path.leaflet-interactive").first.wait_for()
    page.frame_locator("iframe").nth(1).locator("path.leaflet-interactive").first.wait_for()
    yield page, seen
    context.close()


def test_in_a_notebook_a_company_name_is_text_and_no_command(notebook: tuple[Page, list[str]]) -> None:
    frame = notebook[0].frame_locator("iframe").first
    frame.locator("path.leaflet-interactive").first.click()
    expect(frame.locator(".leaflet-popup-content")).to_contain_text("<img src=x>{{ 6 * 7 }}")
    expect(frame.locator(".explore-legend")).to_contain_text("<img src=x>{{ 6 * 7 }}")


def test_in_a_notebook_a_marker_of_folium_shows_its_picture_and_popup(
    notebook: tuple[Page, list[str]],
) -> None:
    frame = notebook[0].frame_locator("iframe").first
    marker = frame.locator("img.leaflet-marker-icon")
    assert marker.evaluate("image => image.naturalWidth") > 0
    marker.dispatch_event("click")
    expect(frame.locator(".leaflet-popup-content").last).to_contain_text("大门 一")


def test_in_a_notebook_the_page_of_a_cluster_finds_a_parcel(notebook: tuple[Page, list[str]]) -> None:
    frame = notebook[0].frame_locator("iframe").nth(1)
    frame.get_by_role("combobox").fill("BD-02")
    frame.get_by_role("combobox").press("Enter")
    expect(frame.locator(".leaflet-popup-content")).to_contain_text("宗地 BD-02")


def test_in_a_notebook_nothing_is_asked_for_and_nothing_complains(notebook: tuple[Page, list[str]]) -> None:
    assert [seen for seen in notebook[1] if seen not in ("about:srcdoc", "about:blank")] == []
