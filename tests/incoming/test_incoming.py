"""Records are kept by their content, each for the person who made it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text, update

from landwatch.errors import InputError, RegisterError
from landwatch.incoming import Incoming, NoRoom, OffsetDiffers, Room, Stored, TooLarge, folder_of
from landwatch.incoming import incoming_tables as tables
from landwatch.incoming.kept_records import Decided
from landwatch.registry.database import writing
from tests.incoming.phone_record import OTHER_UUID, UUID, digest, picture, read

NOW = datetime(2023, 12, 20, 9, 0, tzinfo=UTC)
ONE, TWO = picture(1), picture(2)


@pytest.fixture
def incoming(tmp_path: Path) -> Incoming:
    return Incoming(tmp_path / "zone.field")


def put(
    incoming: Incoming, *pictures: bytes, uuid: str = UUID, login: str = "zhang", **more: str
) -> str | None:
    return incoming.put(uuid, read(*pictures, **more), login, at=NOW, phone_at=NOW + timedelta(seconds=5))


def sent(incoming: Incoming, content: bytes, login: str = "zhang") -> int | None:
    return incoming.append(login, digest(content), 0, content, len(content))


def stored(incoming: Incoming, uuid: str = UUID) -> Stored:
    found = incoming.record(uuid)
    assert found is not None
    return found


def test_a_register_of_which_no_phone_knows_has_no_folder(incoming: Incoming) -> None:
    assert (incoming.records(), incoming.record(UUID), incoming.upload("zhang", "a" * 64)) == ([], None, None)
    assert not incoming.folder.exists()


@pytest.mark.parametrize(
    ("database", "folder"),
    [
        ("gpkg:////data/zone.gpkg", Path("/data/zone.field")),
        ("postgresql+psycopg://u@h/zone", Path("landwatch.field")),
    ],
)
def test_what_comes_in_lies_beside_the_register(database: str, folder: Path) -> None:
    assert folder_of(database) == folder


def test_a_record_is_new_once_and_the_same_from_then_on(incoming: Incoming) -> None:
    assert [put(incoming, ONE) for _turn in range(3)] == ["new", "same", "same"]
    assert len(incoming.records()) == 1


def test_other_content_under_the_same_name_is_kept_beside_it_and_held(incoming: Incoming) -> None:
    assert [put(incoming, note="a"), put(incoming, note="b"), put(incoming, note="b")] == [
        "new",
        "other",
        "same",
    ]
    assert [(each.state, each.is_conflict) for each in incoming.records()] == [
        ("waiting", True),
        ("held", True),
    ]


def test_a_name_that_somebody_else_took_tells_nothing_and_keeps_nothing(incoming: Incoming) -> None:
    put(incoming)
    assert put(incoming, login="li") is None
    assert (len(incoming.records()), incoming.record(UUID, "li")) == (1, None)


def test_a_record_remembers_when_it_came_and_what_the_phone_s_clock_said(incoming: Incoming) -> None:
    put(incoming)
    assert (stored(incoming).received_at, stored(incoming).skew) == (NOW, timedelta(seconds=5))


def test_a_file_is_taken_only_from_whoever_named_it(incoming: Incoming) -> None:
    put(incoming, ONE)
    assert sent(incoming, ONE, login="li") is None
    assert sent(incoming, TWO) is None
    assert incoming.upload("li", digest(ONE)) is None
    assert sent(incoming, ONE) == len(ONE)


def test_two_people_with_the_same_picture_each_send_it(incoming: Incoming) -> None:
    put(incoming, ONE)
    put(incoming, ONE, uuid=OTHER_UUID, login="li")
    sent(incoming, ONE)
    assert [len(incoming.missing(each)) for each in incoming.records()] == [0, 1]


def test_a_record_is_complete_when_its_last_picture_is_there(incoming: Incoming) -> None:
    put(incoming, ONE, TWO)
    sent(incoming, TWO)
    assert (incoming.missing(stored(incoming)), incoming.complete()) == ([digest(ONE)], [])
    sent(incoming, ONE)
    assert [each.uuid for each in incoming.complete("zhang")] == [UUID]


def test_a_file_that_a_killed_server_left_behind_is_swept_up(incoming: Incoming) -> None:
    put(incoming, ONE)
    sent(incoming, ONE)
    left = incoming.whole("zhang", digest(ONE))
    assert left is not None
    incoming.stands(stored(incoming), "XC-1", {digest(ONE): "item"})
    left.write_bytes(ONE)
    incoming.sweep()
    assert not left.exists()


def test_a_file_that_waits_is_not_swept_up(incoming: Incoming) -> None:
    put(incoming, ONE, TWO)
    sent(incoming, ONE)
    incoming.sweep()
    assert incoming.whole("zhang", digest(ONE)) is not None


@pytest.mark.parametrize(("changed", "offset"), [(0, len(ONE)), (1, 0)], ids=["right", "wrong"])
def test_a_file_whose_writer_was_stopped_at_its_last_byte_is_finished_by_the_next_question(
    incoming: Incoming, changed: int, offset: int
) -> None:
    put(incoming, ONE)
    incoming.append("zhang", digest(ONE), 0, ONE[:-1], len(ONE))
    (part,) = incoming.folder.rglob("*.part")
    part.write_bytes(ONE[:-1] + bytes([ONE[-1] ^ changed]))
    assert incoming.upload("zhang", digest(ONE)) == (offset, len(ONE))
    assert (incoming.missing(stored(incoming)) == []) is (changed == 0)


def test_what_stands_in_the_register_is_given_up_and_still_costs_no_byte(incoming: Incoming) -> None:
    put(incoming, ONE)
    sent(incoming, ONE)
    incoming.stands(stored(incoming), "XC-1", {digest(ONE): "item"})
    assert (stored(incoming).state, stored(incoming).body) == ("recorded", None)
    assert [file.name for file in incoming.folder.rglob(digest(ONE))] == []
    upload = incoming.upload("zhang", digest(ONE))
    assert upload is not None and (upload.offset, upload.length) == (len(ONE), len(ONE))
    with pytest.raises(OffsetDiffers):
        sent(incoming, ONE)


def test_a_second_record_finds_a_picture_that_the_register_has(incoming: Incoming) -> None:
    put(incoming, ONE)
    sent(incoming, ONE)
    incoming.stands(stored(incoming), "XC-1", {digest(ONE): "item"})
    put(incoming, ONE, uuid=OTHER_UUID)
    assert incoming.missing(stored(incoming, OTHER_UUID)) == []
    assert incoming.content("zhang", digest(ONE)) == "item"


def test_a_picture_that_the_register_has_no_more_is_asked_for_again(incoming: Incoming) -> None:
    put(incoming, ONE)
    sent(incoming, ONE)
    incoming.stands(stored(incoming), "XC-1", {digest(ONE): "item"})
    put(incoming, ONE, uuid=OTHER_UUID)
    incoming.forget("zhang", digest(ONE))
    assert incoming.missing(stored(incoming, OTHER_UUID)) == [digest(ONE)]


@pytest.mark.parametrize(
    ("length", "piece"), [(0, b""), ((30 << 20) + 1, b"x"), (5 << 20, bytes((1 << 20) + 1))]
)
def test_a_file_or_piece_that_is_too_large_or_empty_is_refused(
    incoming: Incoming, length: int, piece: bytes
) -> None:
    put(incoming, ONE)
    with pytest.raises(InputError, match="a piece at most 1024 KB"):
        incoming.append("zhang", digest(ONE), 0, piece, length)


@pytest.mark.parametrize(("member", "largest"), [("voices", 10 << 20), ("sketches", 256 << 10)])
def test_a_recording_and_a_sketch_have_limits_of_their_own(
    incoming: Incoming, member: str, largest: int
) -> None:
    incoming.put(UUID, read(**{member: [digest(ONE)]}), "zhang", at=NOW, phone_at=None)
    with pytest.raises(TooLarge):
        incoming.append("zhang", digest(ONE), 0, ONE, largest + 1)
    assert incoming.append("zhang", digest(ONE), 0, ONE, largest) == len(ONE)


def test_where_there_is_no_room_a_file_is_refused_and_the_others_stay(tmp_path: Path) -> None:
    incoming = Incoming(tmp_path / "small", Room(most_bytes=len(ONE) + 10))
    put(incoming, ONE, TWO)
    sent(incoming, ONE)
    with pytest.raises(NoRoom, match="LANDWATCH_FIELD_ROOM_MB"):
        sent(incoming, TWO)
    assert incoming.missing(stored(incoming)) == [digest(TWO)]


def test_room_is_kept_for_what_has_been_begun(tmp_path: Path) -> None:
    incoming = Incoming(tmp_path / "small", Room(most_bytes=len(ONE) + 10))
    put(incoming, ONE, TWO)
    incoming.append("zhang", digest(ONE), 0, ONE[:1], len(ONE))
    with pytest.raises(NoRoom):
        incoming.append("zhang", digest(TWO), 0, TWO[:1], len(TWO))


def test_what_a_person_decides_stays_beside_the_record(incoming: Incoming) -> None:
    put(incoming, note="a")
    put(incoming, note="b")
    held = incoming.records()[1]
    decided = Decided(by="chen", at=NOW, reason="两次到场", day=None)
    incoming.decide(held, decided, keep=False)
    after = incoming.records()[1]
    assert (after.state, after.decided, after.body) == ("aside", decided, held.body)


def test_records_of_a_newer_landwatch_are_left_alone(incoming: Incoming) -> None:
    put(incoming)
    with writing(incoming._engine) as connection:
        connection.execute(update(tables._version).values(number=tables.VERSION + 1))
    with pytest.raises(RegisterError, match="newer landwatch"):
        incoming.records()


def test_records_of_before_there_were_recordings_name_photographs(incoming: Incoming) -> None:
    put(incoming, ONE)
    with writing(incoming._engine) as connection:
        connection.execute(text("ALTER TABLE named_blob DROP COLUMN kind"))
        for column in ("cleared_by", "cleared_at", "clearing"):
            connection.execute(text(f"ALTER TABLE record DROP COLUMN {column}"))
        connection.execute(update(tables._version).values(number=1))
    again = Incoming(incoming.folder)
    assert [each.named("photo") for each in again.records()] == [(digest(ONE),)]
    assert sent(again, ONE) == len(ONE)
