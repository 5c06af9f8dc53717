"""Which sheet and scale a piece of ground gets, and what a refusal says."""

from __future__ import annotations

import pytest
import shapely

from landwatch.errors import UsageError
from landwatch.i18n import speaking
from landwatch.maps.printing.frame import Frame
from landwatch.maps.printing.paper import PAPERS, Layout, Orientation, Paper
from landwatch.maps.printing.scale_selection import Wish, choose, cover

GROUND = (3_290.0, 2_597.0)


def test_the_largest_standard_scale_that_fits_is_chosen() -> None:
    assert choose(GROUND, Wish("A3"), "北渡")[1] == 10_000


def test_ground_that_is_higher_than_wide_gets_upright_paper() -> None:
    assert choose((1_000.0, 2_900.0), Wish("A3"), "安稳")[0].orientation == "portrait"


def test_the_orientation_asked_for_is_kept() -> None:
    assert choose((1_000.0, 2_500.0), Wish("A3", "landscape"), "安稳")[0].orientation == "landscape"


def test_a_scale_of_ones_own_is_taken_where_it_fits() -> None:
    assert choose(GROUND, Wish("A3", scale=12_000), "北渡")[1] == 12_000


def test_a_scale_that_does_not_fit_names_the_scale_and_the_paper_that_would_do() -> None:
    with speaking("en"), pytest.raises(UsageError) as refused:
        choose(GROUND, Wish("A3", scale=5_000), "北渡")
    assert str(refused.value) == (
        "--scale 1:5000: 北渡 measures 3,290 × 2,597 m, which is 658 × 519 mm on paper; the map of a sheet "
        "of A3 has room for 334 × 273 / 273 × 308 mm. 1:10000 fits this paper; A1 takes 1:5000. "
        "--series cuts it into several sheets."
    )


def test_ground_that_no_scale_brings_onto_the_paper_names_the_paper_that_takes_it() -> None:
    with speaking("en"), pytest.raises(UsageError, match=r"--scale 1:25000.* A0 takes 1:25000\.$"):
        choose((21_000.0, 16_000.0), Wish("A4"), "綦江")


def test_ground_that_no_paper_takes_is_refused_all_the_same() -> None:
    with (
        speaking("en"),
        pytest.raises(UsageError, match=r"No paper up to A0 takes it"),
    ):
        choose((90_000.0, 90_000.0), Wish("A0"), "重庆")


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("lies", ["landscape", "portrait"])
def test_map_and_words_stand_inside_the_frame_and_beside_each_other(paper: Paper, lies: Orientation) -> None:
    layout = Layout.of(paper, lies)
    frame, inner = layout.frame, layout.map
    assert frame.x < inner.x and frame.y < inner.y
    beside = inner.x + inner.width < layout.words.x or inner.y + inner.height < layout.words.y
    assert beside
    for column in layout.columns:
        assert layout.words.x < column.x and column.x + column.width < frame.x + frame.width
        assert layout.words.y < column.y and column.y + column.height < frame.y + frame.height


def test_the_frame_puts_ground_into_the_middle_of_the_map() -> None:
    box = Layout.of("A3", "landscape").map
    west, south, east, north = Frame.around((1_000.0, 2_000.0, 3_000.0, 3_500.0), box, 10_000).bounds
    assert ((west + east) / 2, (south + north) / 2) == pytest.approx((2_000, 2_750), abs=10)


def test_a_series_covers_the_ground_with_sheets_that_overlap() -> None:
    layout, frames = cover([shapely.box(0, 0, *GROUND)], Wish("A3", "landscape", 5_000))
    windows = [shapely.box(*frame.bounds) for frame in frames]
    assert len(frames) == 4
    assert shapely.union_all(windows).covers(shapely.box(0, 0, *GROUND))
    first, second = frames[0].bounds, frames[1].bounds
    assert first[2] - second[0] == pytest.approx(5 * 5, abs=5)
    assert first[2] - first[0] == pytest.approx(layout.map.width * 5)


def test_a_series_leaves_out_sheets_with_nothing_on_them() -> None:
    corners = [shapely.box(0, 0, 100, 100), shapely.box(5_000, 5_000, 5_100, 5_100)]
    assert len(cover(corners, Wish("A3", "landscape", 5_000))[1]) == 2


def test_ground_that_fits_is_a_series_of_one() -> None:
    assert len(cover([shapely.box(0, 0, 500, 500)], Wish("A3", scale=5_000))[1]) == 1


def test_a_series_without_a_scale_is_refused() -> None:
    with speaking("en"), pytest.raises(UsageError, match="--series needs the scale of the sheets"):
        cover([shapely.box(0, 0, 500, 500)], Wish("A3"))
