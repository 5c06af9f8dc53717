"""The protocol of phones: what is answered to whom, and that nothing counts before every byte is here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from landwatch.access import Role
from landwatch.registry import Register
from landwatch.services.sample.sample_office import SampleOffice
from landwatch.settings import Settings
from landwatch.web.application import make_application
from landwatch.web.office import Office
from tests.web.conftest import copied
from tests.web.field_phone import CONTRACT, FOREIGN, INSPECTOR, Phone, digest, photo, record, uuid_of
from tests.web.visiting import Served

ONE, TWO = photo(1), photo(2, 600_000)


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


def visits(served: Served) -> list[dict[str, Any]]:
    with Register.open(served.office.database) as register:
        events = register.snapshot(date.today() + timedelta(days=1)).events  # noqa: DTZ011 - of the server
    said = (json.loads(text) for text in events.loc[events["type"] == "patrol", "details"])
    return [details for details in said if "record" in details]


def test_a_record_with_its_photographs_is_acknowledged_by_every_hash(phone: Phone, served: Served) -> None:
    first = phone.put(uuid_of(1), record(ONE, TWO))
    assert (first.status_code, first.json()["missing"]) == (201, [digest(ONE), digest(TWO)])
    assert phone.upload(ONE).status_code == 204
    assert phone.receipt(uuid_of(1)).json()["missing"] == [digest(TWO)]
    assert phone.upload(TWO).status_code == 204
    receipt = phone.receipt(uuid_of(1)).json()
    assert (receipt["missing"], receipt["photos"]) == ([], [digest(ONE), digest(TWO)])
    assert (receipt["record"], receipt["state"]) == (first.json()["record"], "recorded")
    assert [each["visit"] for each in visits(served)] == [receipt["visit"]]


def test_sent_again_it_is_the_same_and_costs_no_byte_of_a_photograph(phone: Phone, served: Served) -> None:
    phone.put(uuid_of(1), record(ONE, TWO))
    for each in (ONE, TWO):
        phone.upload(each)
    before = phone.sent
    again = phone.put(uuid_of(1), record(ONE, TWO))
    for each in (ONE, TWO):
        phone.upload(each)
    assert (again.status_code, again.json()["missing"], phone.sent - before) == (200, [], 0)
    assert len(visits(served)) == 1


def test_a_cut_upload_goes_on_where_it_was_cut(phone: Phone) -> None:
    phone.put(uuid_of(1), record(TWO))
    phone.patch(digest(TWO), TWO[:65_536], 0, len(TWO))
    head = phone.head(digest(TWO))
    assert (head.status_code, head.headers["upload-offset"]) == (200, "65536")
    assert head.headers["upload-length"] == str(len(TWO))
    phone.upload(TWO)
    assert phone.sent == len(TWO)


def test_a_piece_at_another_offset_is_409_and_says_where_to_go_on(phone: Phone) -> None:
    phone.put(uuid_of(1), record(TWO))
    phone.patch(digest(TWO), TWO[:1000], 0, len(TWO))
    answer = phone.patch(digest(TWO), TWO[2000:3000], 2000, len(TWO))
    assert (answer.status_code, answer.headers["upload-offset"]) == (409, "1000")


def test_a_flipped_byte_is_422_and_the_photograph_is_asked_for_again(phone: Phone) -> None:
    phone.put(uuid_of(1), record(ONE))
    answer = phone.patch(digest(ONE), bytes([ONE[0] ^ 1]) + ONE[1:], 0, len(ONE))
    assert answer.status_code == 422
    assert phone.head(digest(ONE)).headers["upload-offset"] == "0"
    assert phone.receipt(uuid_of(1)).json()["missing"] == [digest(ONE)]
    phone.upload(ONE)
    assert phone.receipt(uuid_of(1)).json()["missing"] == []


def test_one_photograph_that_is_refused_leaves_the_others_with_a_receipt(phone: Phone) -> None:
    photos = [photo(number) for number in range(3)]
    phone.put(uuid_of(1), record(*photos))
    for each in (photos[0], photos[2]):
        phone.upload(each)
    phone.patch(digest(photos[1]), bytes(100), 0, 100)
    receipt = phone.receipt(uuid_of(1)).json()
    assert (receipt["missing"], receipt["state"]) == ([digest(photos[1])], "waiting")


def test_other_content_under_the_same_name_is_202_and_both_are_kept(phone: Phone) -> None:
    first = phone.put(uuid_of(1), record(note="甲")).json()
    second = phone.put(uuid_of(1), record(note="乙"))
    assert (second.status_code, second.json()["state"], second.json()["conflict"]) == (202, "held", True)
    told = {name: phone.receipt(uuid_of(1), record=name).json()["state"] for name in _hashes(first, second)}
    assert told == {first["record"]: "recorded", second.json()["record"]: "held"}
    assert phone.put(uuid_of(1), record(note="乙")).status_code == 200


def _hashes(*receipts: Any) -> list[str]:
    return [(each if isinstance(each, dict) else each.json())["record"] for each in receipts]


def test_another_person_s_record_and_photograph_are_not_there(phone: Phone, colleague: Phone) -> None:
    phone.put(uuid_of(1), record(TWO))
    phone.patch(digest(TWO), TWO[:1000], 0, len(TWO))
    assert {
        "record": colleague.put(uuid_of(1), record(TWO)).status_code,
        "own record of that name": colleague.put(uuid_of(1), record(TWO, login="li")).status_code,
        "receipt": colleague.receipt(uuid_of(1)).status_code,
        "head": colleague.head(digest(TWO)).status_code,
        "patch": colleague.patch(digest(TWO), TWO[1000:2000], 1000, len(TWO)).status_code,
    } == dict.fromkeys(("record", "own record of that name", "receipt", "head", "patch"), 404)
    assert phone.head(digest(TWO)).headers["upload-offset"] == "1000"


def test_a_record_is_sent_by_whoever_made_it_alone(colleague: Phone, served: Served) -> None:
    answer = colleague.put(uuid_of(1), record())
    assert (answer.status_code, "made by inspector" in answer.json()["detail"]) == (404, True)
    assert served.office.incoming.records() == []


def test_two_people_who_name_the_same_photograph_each_send_it(phone: Phone, colleague: Phone) -> None:
    phone.put(uuid_of(1), record(ONE))
    phone.upload(ONE)
    colleague.put(uuid_of(2), record(ONE, login="li", note="李四也在"))
    assert colleague.receipt(uuid_of(2)).json()["missing"] == [digest(ONE)]
    colleague.upload(ONE)
    assert colleague.sent == len(ONE)


def test_a_photograph_that_no_record_names_is_not_taken(phone: Phone) -> None:
    assert phone.patch(digest(ONE), ONE, 0, len(ONE)).status_code == 404


def test_a_contract_of_another_cluster_is_kept_and_held(phone: Phone, served: Served) -> None:
    answer = phone.put(uuid_of(1), record(contract_no=FOREIGN)).json()
    unknown = phone.put(uuid_of(2), record(contract_no="渝綦工1999-999")).json()
    assert (answer["state"], answer["reason"]) == ("held", unknown["reason"])
    assert visits(served) == []


def test_the_office_decides_about_what_is_held(phone: Phone, served: Served) -> None:
    held = phone.put(uuid_of(1), record(contract_no=FOREIGN)).json()
    clerk = served.signed_in("clerk")
    said = {"record": held["record"], "keep": True, "reason": "确曾到场"}
    answer = clerk.post(f"/field/v1/records/{uuid_of(1)}/decision", json=said)
    assert (answer.status_code, answer.json()["state"]) == (200, "recorded")
    (visit,) = visits(served)
    assert visit["person"] == INSPECTOR


def test_a_clock_three_days_ahead_is_told_and_its_skew_kept(phone: Phone, served: Served) -> None:
    ahead = datetime.now(UTC) + timedelta(days=3)
    phone.put(uuid_of(1), record(), **{"Phone-Clock": ahead.isoformat()})
    (visit,) = visits(served)
    assert abs(int(visit["phone_skew"]) - 259_200) < 60


def test_a_clock_that_cannot_be_read_is_told(phone: Phone) -> None:
    answer = phone.put(uuid_of(1), record(), **{"Phone-Clock": "half past ten"})
    assert (answer.status_code, "Phone-Clock" in answer.json()["detail"]) == (422, True)


@pytest.mark.parametrize(
    ("path", "status"),
    [("/field/v1/records/1", 422), ("/field/v1/receipts/../x", 404), (f"/field/v1/receipts/{'A' * 36}", 422)],
)
def test_a_name_that_is_none_is_refused(phone: Phone, path: str, status: int) -> None:
    method = "PUT" if "records" in path else "GET"
    assert phone.client.request(method, path, content=b"{}").status_code == status


@pytest.mark.parametrize(
    ("offset", "length", "piece", "status"),
    [
        ("0", str((30 << 20) + 1), b"x", 413),
        ("0", str(5 << 20), bytes((1 << 20) + 1), 413),
        ("-1", "10", b"x", 422),
        ("0", "0", b"", 422),
        ("x", "10", b"x", 422),
    ],
    ids=["file too large", "piece too large", "before the beginning", "no bytes", "no number"],
)
def test_a_piece_that_cannot_be_is_refused(
    phone: Phone, offset: str, length: str, piece: bytes, status: int
) -> None:
    phone.put(uuid_of(1), record(ONE))
    said = {"Upload-Offset": offset, "Upload-Length": length}
    answer = phone.client.patch(f"/field/v1/blobs/{digest(ONE)}", content=piece, headers=said)
    assert (answer.status_code, phone.head(digest(ONE)).headers["upload-offset"]) == (status, "0")


@pytest.fixture
def narrow(made_sample: SampleOffice, tmp_path: Path) -> Iterator[Served]:
    """A server with room for one megabyte of photographs."""
    sample = copied(made_sample, tmp_path)
    office = Office.open(Settings(database=sample.database, field_room_mb=1), is_demo=True)
    yield Served(make_application(office), office, sample)
    office.close()


def test_without_room_a_photograph_is_507_and_the_record_keeps_its_receipt(narrow: Served) -> None:
    three = photo(3, 600_000)
    phone = Phone(narrow.signed_in("inspector"))
    phone.put(uuid_of(1), record(ONE, TWO, three))
    phone.upload(TWO)
    answer = phone.upload(three)
    assert (answer.status_code, "there is no room" in answer.json()["detail"]) == (507, True)
    phone.upload(ONE)
    assert phone.receipt(uuid_of(1)).json()["missing"] == [digest(three)]


def test_who_is_not_signed_in_is_told_so_as_a_program_is(served: Served) -> None:
    answer = Phone(served.client()).put(uuid_of(1), record())
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")


def test_a_page_of_another_site_sends_nothing(phone: Phone) -> None:
    answer = phone.put(uuid_of(1), record(), Origin="http://evil.example")
    assert answer.status_code == 403


def test_the_day_is_taken_along_with_boundaries_days_and_the_last_visit(phone: Phone, served: Served) -> None:
    told = phone.client.get("/field/v1/tasks?on=2023-10-20").json()
    first = told["items"][0]
    assert {item["cluster"] for item in told["items"]} == {"桥河"}
    assert first["parcels"][0]["boundary"]["type"] in ("Polygon", "MultiPolygon")
    assert first["due"][0]["state"] in ("open", "overdue")
    assert set(first["days"]) == {
        "agreed_commencement",
        "agreed_completion",
        "commencement_due",
        "completion_due",
    }
    assert {"on", "person", "answers"} <= set(first["last_visit"])
    assert told["forms"]["limits"] == {
        "record_bytes": 65_536,
        "photos": 20,
        "blob_bytes": 31_457_280,
        "voices": 3,
        "voice_bytes": 10_485_760,
        "sketches": 3,
        "sketch_bytes": 262_144,
        "sketch_points": 2_000,
        "piece_bytes": 1_048_576,
    }


def test_a_phone_asks_who_is_signed_in(phone: Phone) -> None:
    assert phone.client.get("/field/v1/person").json() == {"login": "inspector", "person": INSPECTOR}


def test_the_inbox_tells_how_far_each_record_has_come(phone: Phone, served: Served) -> None:
    phone.put(uuid_of(1), record(ONE, TWO), **{"Phone-Clock": datetime.now(UTC).isoformat()})
    phone.upload(ONE)
    phone.put(uuid_of(2), record(note="乙"))
    items = served.signed_in("manager").get("/field/v1/inbox").json()["items"]
    told = [(each["uuid"], each["state"], each["waits_for"], each["person"]) for each in items]
    assert told == [
        (uuid_of(2), "recorded", None, INSPECTOR),
        (uuid_of(1), "waiting", 2, INSPECTOR),
    ]


def test_a_colleague_of_another_cluster_does_not_see_the_record(phone: Phone, served: Served) -> None:
    now = datetime.now(UTC)
    access = served.office.access
    access.add_person("qian", "钱五", Role.INSPECTOR, ["通惠"], must_change=False, by="admin", at=now)
    token = access.issue_token("qian", "phone", expires_at=now + timedelta(days=1), by="admin", at=now)
    phone.put(uuid_of(1), record())
    bearer = {"Authorization": f"Bearer {token}"}
    assert served.client().get("/field/v1/inbox", headers=bearer).json()["items"] == []


def test_the_trust_in_a_photograph_stands_with_the_visit(phone: Phone, served: Served) -> None:
    shot = {"lon": 106.0, "lat": 29.0, "accuracy_m": 12, "taken_at": "2023-12-20T10:10:00+08:00"}
    phone.put(uuid_of(1), record(ONE, shots={digest(ONE): shot}))
    phone.upload(ONE)
    text = served.signed_in("manager").get(f"/contracts/{CONTRACT}?on=2023-12-31").text
    assert "Trust in the photograph: 01.jpg: D (" in text
    assert "m from the parcel" in text and "go again before a decision rests on this visit" in text


def test_answers_have_the_described_form(phone: Phone, served: Served) -> None:
    described = phone.client.get("/field/v1/openapi.json").json()

    def off(schema: str, given: Any) -> list[str]:
        form = {"$ref": f"#/components/schemas/{schema}", "components": described["components"]}
        return [error.message for error in Draft202012Validator(form).iter_errors(given)]

    said = record(ONE, TWO, done_share="1/3", answers={"begun": {"yes": False, "reason": "围挡"}})
    answer = phone.put(uuid_of(1), said).json()
    assert off("FieldRecord", said) == []
    assert off("Receipt", answer) == []
    assert off("Inbox", served.signed_in("manager").get("/field/v1/inbox").json()) == []
    assert off("Tasks", phone.client.get("/field/v1/tasks").json()) == []
    assert off("Problem", phone.receipt(uuid_of(9)).json()) == []
    assert set(described["paths"]) == {
        "/person",
        "/tasks",
        "/contracts/{contract_no}/photos/{item}",
        "/map",
        "/ground/{zoom}/{column}/{row}",
        "/records/{uuid}",
        "/receipts/{uuid}",
        "/blobs/{sha256}",
        "/inbox",
        "/records/{uuid}/decision",
    }
