"""What a record may say, and the hash that phone and server work out alike."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import pytest

from landwatch.errors import InputError
from landwatch.incoming import FILE_KINDS, LARGEST_RECORD, read_record
from tests.incoming.phone_record import body, picture, read, said


def test_the_hash_is_that_of_the_form_of_rfc_8785() -> None:
    given = said(shots={}, contract_no="合1") | {"answers": {}}
    # Keys sorted, nothing between them, letters as they are: written by hand.
    form = (
        '{"answers":{},"contract_no":"合1","login":"zhang","on":"2023-12-20","photos":[],'
        '"recorded_at":"2023-12-20T10:11:00+08:00","shots":{}}'
    )
    assert read_record(json.dumps(given).encode()).sha256 == sha256(form.encode()).hexdigest()


def test_blanks_order_and_the_writing_of_numbers_do_not_change_the_hash() -> None:
    one = picture(1)
    name = read(one).record.photos[0]
    plain = read(one, shots={name: {"lon": 106.5, "lat": 29.0, "accuracy_m": 12.0}})
    text = json.dumps(dict(reversed(json.loads(plain.text).items())), indent=2)
    assert read_record(text.replace("106.5", "1.065e2").encode()).sha256 == plain.sha256


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"contract_no": None}, "names neither contract_no nor parcel_no"),
        ({"surprise": 1}, "surprise: Extra inputs are not permitted"),
        ({"on": "2023-02-30"}, "on: "),
        ({"recorded_at": "2023-12-20T10:11:00"}, "recorded_at: Input should have timezone info"),
        ({"stage": "nearly"}, "stage: "),
        ({"done_share": "1.2"}, "done_share: is no share"),
        ({"done_share": "2/1"}, "done_share: is no share"),
        ({"note": "a\u0000b"}, "note: has a control character"),
        ({"note": ""}, "note: "),
        ({"photos": ["a" * 63]}, "photos.0: "),
        ({"photos": ["a" * 64, "a" * 64]}, "one file is named twice"),
        ({"photos": ["a" * 64], "voices": ["a" * 64]}, "one file is named twice"),
        ({"photos": [f"{place:064}" for place in range(FILE_KINDS["photo"].most + 1)]}, "photos: "),
        ({"voices": [f"{place:064}" for place in range(4)]}, "voices: "),
        ({"sketches": [f"{place:064}" for place in range(4)]}, "sketches: "),
        ({"shots": {"a" * 64: {}}}, "shots tells of a photograph that photos does not name"),
        ({"photos": ["a" * 64], "shots": {"a" * 64: {"lon": 106.5}}}, "lon and lat belong together"),
        ({"photos": ["a" * 64], "shots": {"a" * 64: {"lon": 181, "lat": 29}}}, "lon: "),
        ({"answers": {"begun": {"yes": False}}}, "the answer no to begun has no reason"),
        ({"answers": {"begun": {"yes": "no"}}}, "answers.begun.yes: "),
        ({"met": {}}, "nothing is said of the person met"),
        ({"proposed": {"fact": "idle_recognition"}}, "proposed.fact: cannot be seen on the land"),
        ({"note": "字" * (LARGEST_RECORD // 3)}, "larger than 64 KB"),
    ],
)
def test_what_does_not_fit_is_named(more: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError) as refused:
        read(**more)
    assert told in str(refused.value)


@pytest.mark.parametrize(
    "given",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[1, 2]",
        b'{"on": NaN}',
        b'{"on": "2023-12-20", "on": "2023-12-21"}',
        b'{"note": "\\ud800"}',
        b'{"n": 123456789012345678901234567890}',
        b"[" * 60_000,
    ],
    ids=["nothing", "half", "no UTF-8", "a list", "NaN", "twice", "half a letter", "too long", "too deep"],
)
def test_what_has_no_one_form_is_refused(given: bytes) -> None:
    with pytest.raises(InputError):
        read_record(given)


def test_a_record_of_a_parcel_alone_is_taken() -> None:
    assert read_record(body(contract_no=None, parcel_no="G-1")).record.parcel_no == "G-1"


def test_the_files_of_a_record_stand_in_the_order_of_their_kinds() -> None:
    photos, voice, sketch = [f"{place:064}" for place in (3, 1)], "a" * 64, "b" * 64
    files = read(photos=photos, voices=[voice], sketches=[sketch]).files
    assert files == (("photo", photos[0]), ("photo", photos[1]), ("voice", voice), ("sketch", sketch))
