"""The content of a record is written and hashed in exactly one way."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as some

from landwatch.registry.canonical import canonical_json, content_hash, content_hashes

TEXTS = some.text(some.characters(codec="utf-8"))
WHOLE = some.integers(-(2**63), 2**63 - 1)


def standard(value: object) -> str:
    """The canonical form by Python's own module."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@given(some.dictionaries(TEXTS, TEXTS))
def test_columns_of_a_source_are_written_as_the_standard_library_writes_them(value: dict[str, str]) -> None:
    assert canonical_json(value) == standard(value)


@given(some.dictionaries(TEXTS, some.none() | TEXTS | WHOLE))
def test_the_hash_is_that_of_the_canonical_json_of_what_is_filled(content: dict[str, object]) -> None:
    filled = {name: value for name, value in content.items() if value is not None}
    assert content_hash("parcels", content) == sha256(standard(["parcels", filled]).encode()).hexdigest()


VALUES = some.none() | TEXTS | WHOLE


@given(some.lists(some.tuples(VALUES, TEXTS, WHOLE), min_size=1))
def test_many_rows_have_the_hashes_that_each_has_alone(rows: list[tuple[object, ...]]) -> None:
    names = ("remark", "parcel_no", "area_cm2")
    columns = dict(zip(names, zip(*rows, strict=True), strict=True))
    alone = [content_hash("parcels", dict(zip(names, row, strict=True))) for row in rows]
    assert content_hashes("parcels", columns) == alone


def test_rows_that_are_alike_have_one_hash_each() -> None:
    assert len(content_hashes("parcels", {"parcel_no": ["A", "A"]})) == 2


def test_half_a_character_has_no_canonical_form() -> None:
    with pytest.raises(ValueError, match="surrogates not allowed"):
        canonical_json({"备注": "\ud800"})
