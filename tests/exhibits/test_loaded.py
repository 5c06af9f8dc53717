"""Items that are made when they are looked at."""

from __future__ import annotations

from collections.abc import Sequence

from landwatch.exhibits.loaded import Loaded


def test_a_part_makes_its_own_items_alone() -> None:
    made: list[int] = []

    def _load(keys: Sequence[int]) -> list[int]:
        made.extend(keys)
        return [key * 10 for key in keys]

    assert list(Loaded(range(5_000), _load)[100:103]) == [1000, 1010, 1020]
    assert made == [100, 101, 102]


def test_one_item_is_found_by_its_place() -> None:
    assert Loaded("abc", lambda keys: [key.upper() for key in keys])[1] == "B"
