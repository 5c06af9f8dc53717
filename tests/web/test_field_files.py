"""Recordings and sketches: sent, proven and shown as photographs are, each behind its own rights."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest

from landwatch.access import Role
from tests.incoming.phone_record import sketch
from tests.web.field_phone import CONTRACT, FOREIGN, Phone, digest, photo, record, uuid_of
from tests.web.test_field import visits
from tests.web.visiting import Served

VOICE = b"OggS\0" + bytes(range(256)) * 20
SKETCH = sketch(
    ("Point", [106.65, 29.01], "门卫室 <b>"), ("LineString", [[106.65, 29.01], [106.66, 29.01]], None)
)
HERE = f"/contracts/{quote(CONTRACT, safe='')}"
ON = {"on": "2023-12-31"}


def said(*photos: bytes, **more: Any) -> dict[str, Any]:
    return record(*photos, **({"voices": [digest(VOICE)], "sketches": [digest(SKETCH)]} | more))


@pytest.fixture
def phone(served: Served) -> Phone:
    return Phone(served.signed_in("inspector"))


@pytest.fixture
def colleague(served: Served) -> Phone:
    """Another inspector of the same cluster, with a token."""
    now = datetime.now(UTC)
    access = served.office.access
    access.add_person("li", "李四", Role.INSPECTOR, ["桥河"], must_change=False, by="admin", at=now)
    token = access.issue_token("li", "phone", expires_at=now + timedelta(days=1), by="admin", at=now)
    return Phone(served.client(), headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def visit(phone: Phone, served: Served) -> dict[str, Any]:
    """A visit with a recording and a sketch, as the register has it."""
    phone.put(uuid_of(1), said())
    for each in (VOICE, SKETCH):
        phone.upload(each)
    (made,) = visits(served)
    return made


def test_the_receipt_names_every_recording_and_sketch(phone: Phone) -> None:
    one = photo(1)
    first = phone.put(uuid_of(1), said(one)).json()
    assert first["missing"] == [digest(one), digest(VOICE), digest(SKETCH)]
    for each in (one, SKETCH, VOICE):
        phone.upload(each)
    receipt = phone.receipt(uuid_of(1)).json()
    assert (receipt["voices"], receipt["sketches"]) == ([digest(VOICE)], [digest(SKETCH)])
    assert (receipt["missing"], receipt["state"]) == ([], "recorded")


def test_a_recording_with_a_flipped_byte_is_422_and_begins_anew(phone: Phone) -> None:
    phone.put(uuid_of(1), said())
    flipped = VOICE[:-1] + bytes([VOICE[-1] ^ 1])
    assert phone.patch(digest(VOICE), flipped, 0, len(VOICE)).status_code == 422
    assert phone.head(digest(VOICE)).headers["upload-offset"] == "0"


@pytest.mark.parametrize(
    ("content", "length"), [(VOICE, (10 << 20) + 1), (SKETCH, (256 << 10) + 1)], ids=["voice", "sketch"]
)
def test_what_is_larger_than_its_kind_may_be_is_413(phone: Phone, content: bytes, length: int) -> None:
    phone.put(uuid_of(1), said())
    answer = phone.patch(digest(content), content, 0, length)
    assert (answer.status_code, phone.head(digest(content)).headers["upload-offset"]) == (413, "0")


@pytest.mark.parametrize("content", [VOICE, SKETCH], ids=["voice", "sketch"])
def test_another_person_s_recording_and_sketch_are_not_there(
    phone: Phone, colleague: Phone, content: bytes
) -> None:
    phone.put(uuid_of(1), said())
    phone.patch(digest(content), content[:10], 0, len(content))
    assert colleague.head(digest(content)).status_code == 404
    assert colleague.patch(digest(content), content[10:], 10, len(content)).status_code == 404
    assert phone.head(digest(content)).headers["upload-offset"] == "10"


def test_a_record_of_foreign_land_keeps_its_recording_and_is_held(phone: Phone) -> None:
    phone.put(uuid_of(1), said(contract_no=FOREIGN))
    for each in (VOICE, SKETCH):
        phone.upload(each)
    receipt = phone.receipt(uuid_of(1)).json()
    assert (receipt["state"], receipt["missing"]) == ("held", [])


def test_the_same_record_from_two_phones_is_one_visit_and_another_recording_a_conflict(
    phone: Phone, visit: dict[str, Any], served: Served
) -> None:
    other = Phone(served.signed_in("inspector"))
    again = other.put(uuid_of(1), said())
    second = other.put(uuid_of(1), said(voices=[]))
    assert (again.status_code, again.json()["missing"], other.sent) == (200, [], 0)
    assert (second.status_code, second.json()["conflict"], second.json()["state"]) == (202, True, "held")
    assert len(visits(served)) == 1


def test_a_clock_three_days_off_changes_nothing_about_a_recording(phone: Phone, served: Served) -> None:
    ahead = datetime.now(UTC) + timedelta(days=3)
    phone.put(uuid_of(1), said(), **{"Phone-Clock": ahead.isoformat()})
    for each in (VOICE, SKETCH):
        phone.upload(each)
    (made,) = visits(served)
    assert abs(int(made["phone_skew"]) - 259_200) < 60
    assert len(made["voices"]) == 1


def test_a_visit_saved_after_midnight_counts_on_its_day_with_its_recording(
    phone: Phone, served: Served
) -> None:
    shot = {digest(photo(1)): {"taken_at": "2023-12-20T23:58:00+08:00"}}
    given = said(photo(1), on="2023-12-21", recorded_at="2023-12-21T00:03:00+08:00", shots=shot)
    phone.put(uuid_of(1), given)
    for each in (photo(1), VOICE, SKETCH):
        phone.upload(each)
    text = served.signed_in("clerk").get(f"{HERE}/visits/{visits(served)[0]['visit']}", params=ON).text
    assert "Visit of 2023-12-21" in text
    # Five minutes from the shutter to the saved visit are as they should be, so nothing is told of them.
    assert "from when the visit was saved" not in text


def test_the_page_of_the_visit_plays_and_draws_them(visit: dict[str, Any], served: Served) -> None:
    text = served.signed_in("clerk").get(f"{HERE}/visits/{visit['visit']}", params=ON).text
    assert (
        f'<audio controls preload="none" src="{HERE}/voices/{visit["voices"][0]["item"]}?on=2023-12-31"'
        in text
    )
    assert f'<img src="{HERE}/sketches/{visit["sketches"][0]["item"]}?on=2023-12-31" alt="Sketch 1"' in text


def test_who_may_not_hear_a_recording_is_told_that_there_is_one(
    visit: dict[str, Any], served: Served
) -> None:
    manager = served.signed_in("manager")
    text = manager.get(f"{HERE}/visits/{visit['visit']}", params=ON).text
    assert ("1 recording, not played to this role" in text, "<audio" in text) == (True, False)
    assert manager.get(f"{HERE}/voices/{visit['voices'][0]['item']}", params=ON).status_code == 403


def test_a_recording_is_sent_as_what_it_is_and_the_look_is_noted(
    visit: dict[str, Any], served: Served
) -> None:
    item = visit["voices"][0]["item"]
    answer = served.signed_in("clerk").get(f"{HERE}/voices/{item}", params=ON)
    assert (answer.headers["content-type"], answer.content) == ("audio/ogg", VOICE)
    noted = [line.about for line in served.office.access.log()][0]
    assert (noted["voice"], noted["contract"]) == (item, CONTRACT)


def test_a_sketch_is_a_drawing_that_runs_nothing_and_goes_out_as_it_came(
    visit: dict[str, Any], served: Served
) -> None:
    clerk, item = served.signed_in("clerk"), visit["sketches"][0]["item"]
    drawing = clerk.get(f"{HERE}/sketches/{item}", params=ON)
    assert drawing.headers["content-type"].startswith("image/svg+xml")
    assert "门卫室 &lt;b&gt;" in drawing.text
    assert clerk.get(f"{HERE}/sketches/{item}", params=ON | {"form": "geojson"}).content == SKETCH


@pytest.mark.parametrize("member", ["voices", "sketches"])
def test_below_another_contract_they_are_not_there(
    visit: dict[str, Any], served: Served, member: str
) -> None:
    other = quote(FOREIGN, safe="")
    answer = served.signed_in("clerk").get(
        f"/contracts/{other}/{member}/{visit[member][0]['item']}", params=ON
    )
    assert answer.status_code == 404
