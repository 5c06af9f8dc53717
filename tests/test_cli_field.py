"""A file from a phone, taken in at a desk with the same receipt as over the network."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from landwatch.access import Access, Role
from landwatch.registry import Register
from tests.commands import Landwatch
from tests.incoming.phone_record import OTHER_UUID, UUID, body, digest, picture, sketch
from tests.office import LEDGER, write_office

CONTRACT, FOREIGN = LEDGER[0]["合同编号"], LEDGER[1]["合同编号"]
DATABASE = "gpkg:///landwatch.gpkg"
ONE, TWO = picture(1, 3000), picture(2, 1_500_000)
Pack = Callable[..., Path]


@pytest.fixture
def office(landwatch: Landwatch, tmp_path: Path) -> Landwatch:
    """A register, and an inspector of one of its clusters."""
    assert landwatch("import", write_office(tmp_path / "office")).exit_code == 0
    with Access.open(DATABASE) as access:
        now = datetime.now(UTC)
        access.add_person("zhang", "张敏", Role.INSPECTOR, ["桥河"], must_change=False, by="t", at=now)
    return landwatch


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """Writes what a phone writes to its storage: records by name, and files by theirs."""

    def _packed(records: dict[str, bytes], *pictures: bytes, **files: bytes) -> Path:
        target = tmp_path / "day.zip"
        with zipfile.ZipFile(target, "w") as archive:
            for uuid, content in records.items():
                archive.writestr(f"records/{uuid}.json", content)
            for each in pictures:
                archive.writestr(f"blobs/{digest(each)}", each)
            for name, content in files.items():
                archive.writestr(f"blobs/{name}", content)
        return target

    return _packed


def record(*pictures: bytes, **said: Any) -> bytes:
    return body(*pictures, **({"contract_no": CONTRACT} | said))


def receipts(office: Landwatch, file: Path, code: int = 0) -> list[dict[str, Any]]:
    result = office("field", "import", file, "--json")
    assert result.exit_code == code, result.output
    told: list[dict[str, Any]] = json.loads(result.stdout)["receipts"]
    return told


def test_a_file_from_a_phone_becomes_visits_with_a_receipt_for_every_hash(
    office: Landwatch, pack: Pack
) -> None:
    (receipt,) = receipts(office, pack({UUID: record(ONE, TWO)}, ONE, TWO))
    assert (receipt["photos"], receipt["missing"]) == ([digest(ONE), digest(TWO)], [])
    with Register.open(DATABASE) as register:
        events = register.snapshot(datetime.now(UTC).date()).events
        (details,) = events.loc[events["type"] == "patrol", "details"]
        items = [photo["item"] for photo in json.loads(details)["photos"]]
        assert [register.personal_content(item)[1] for item in items] == [ONE, TWO]
    assert receipt["visit"] == json.loads(details)["visit"]


def test_the_same_file_twice_changes_nothing(office: Landwatch, pack: Pack) -> None:
    file = pack({UUID: record(ONE)}, ONE)
    first = receipts(office, file)
    with Register.open(DATABASE) as register:
        before = register.journal_end()
    assert receipts(office, file) == first
    with Register.open(DATABASE) as register:
        assert register.journal_end() == before


def test_a_photograph_that_is_not_in_the_file_is_waited_for(office: Landwatch, pack: Pack) -> None:
    (receipt,) = receipts(office, pack({UUID: record(ONE, TWO)}, TWO), code=1)
    assert (receipt["state"], receipt["missing"]) == ("waiting", [digest(ONE)])
    (receipt,) = receipts(office, pack({UUID: record(ONE, TWO)}, ONE))
    assert receipt["state"] == "recorded"


def test_a_flipped_byte_is_told_and_the_other_records_stand(office: Landwatch, pack: Pack) -> None:
    records = {UUID: record(ONE), OTHER_UUID: record(TWO, note="乙")}
    file = pack(records, TWO, **{digest(ONE): bytes(3000)})
    result = office("field", "import", file)
    assert result.exit_code == 1
    assert f"blobs/{digest(ONE)}: the bytes sent are not those" in result.stderr
    told = json.loads(office("field", "inbox", "--json").stdout)
    assert {each["uuid"]: each["state"] for each in told} == {UUID: "waiting", OTHER_UUID: "recorded"}


@pytest.mark.parametrize(
    ("records", "told"),
    [
        ({UUID: b"{"}, "is no JSON"),
        ({UUID: record(surprise=1)}, "surprise: "),
        ({"../../etc/passwd": record()}, "would land outside of the folder"),
        ({"a name": record()}, "the name is no UUID"),
        ({}, "it holds no records"),
    ],
    ids=["no JSON", "no form", "outside", "no name", "nothing"],
)
def test_what_is_wrong_in_a_file_is_told(
    office: Landwatch, pack: Pack, records: dict[str, bytes], told: str
) -> None:
    result = office("field", "import", pack(records))
    assert result.exit_code in (1, 2)
    assert told in result.stderr.replace("\n", " ")


def test_a_file_that_unpacks_to_more_than_may_wait_is_refused(
    office: Landwatch, pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"records/{UUID}.json", record())
        archive.writestr("blobs/zeros", bytes(3 << 20))
    monkeypatch.setenv("LANDWATCH_FIELD_ROOM_MB", "2")
    result = office("field", "import", bomb)
    assert (result.exit_code, "the limit is 2 MB" in result.stderr.replace("\n", " ")) == (2, True)


def test_what_is_no_archive_is_refused(office: Landwatch, tmp_path: Path) -> None:
    (tmp_path / "day.zip").write_text("no archive", encoding="utf-8")
    result = office("field", "import", "day.zip")
    assert (result.exit_code, "is no archive" in result.stderr) == (2, True)


def test_somebody_without_an_account_is_named_with_the_way_out(office: Landwatch, pack: Pack) -> None:
    result = office("field", "import", pack({UUID: record(login="nobody")}))
    assert result.exit_code == 1
    assert "landwatch person list" in result.stderr.replace("\n", " ")


def test_a_record_of_somebody_else_is_told_and_left_alone(office: Landwatch, pack: Pack) -> None:
    receipts(office, pack({UUID: record()}))
    with Access.open(DATABASE) as access:
        now = datetime.now(UTC)
        access.add_person("li", "李四", Role.INSPECTOR, ["桥河"], must_change=False, by="t", at=now)
    result = office("field", "import", pack({UUID: record(login="li")}))
    assert result.exit_code == 1
    assert "somebody else has a record of that name" in result.stderr


def test_what_is_held_is_decided_by_a_second_person(office: Landwatch, pack: Pack) -> None:
    (held,) = receipts(office, pack({UUID: record(contract_no=FOREIGN)}), code=1)
    assert (held["state"], office("field", "inbox").exit_code) == ("held", 1)
    oneself = office("field", "decide", UUID, "--keep", "--reason", "已核", "--by", "zhang")
    assert (oneself.exit_code, "a second person decides" in oneself.stderr) == (2, True)
    kept = office("field", "decide", UUID, "--keep", "--reason", "已核", "--by", "陈静", "--json")
    assert (kept.exit_code, json.loads(kept.stdout)["state"]) == (0, "recorded")
    assert office("field", "inbox").exit_code == 0


def test_what_is_set_aside_stays_in_the_list(office: Landwatch, pack: Pack) -> None:
    receipts(office, pack({UUID: record(contract_no=FOREIGN)}), code=1)
    aside = office("field", "decide", UUID, "--set-aside", "--reason", "误发", "--by", "陈静")
    assert aside.exit_code == 0
    assert "set aside" in office("field", "inbox").stdout


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["--reason", "已核"], "--keep or --set-aside"),
        (["--keep", "--reason", "已核"], "waits for a decision"),
    ],
)
def test_a_decision_about_nothing_is_told(office: Landwatch, given: list[str], told: str) -> None:
    result = office("field", "decide", UUID, *given)
    assert (result.exit_code, told in result.stderr.replace("\n", " ")) == (2, True)


def test_recordings_and_sketches_come_in_with_the_file_of_a_phone(office: Landwatch, pack: Pack) -> None:
    voice, drawn = b"OggS\0" + bytes(90), sketch(("Point", [106.65, 29.01], "门卫室"))
    named = {"voices": [digest(voice)], "sketches": [digest(drawn)]}
    (receipt,) = receipts(office, pack({UUID: record(**named)}, voice, drawn))
    assert {name: receipt[name] for name in (*named, "missing", "state")} == {
        **named,
        "missing": [],
        "state": "recorded",
    }


def test_what_waits_is_named_by_a_backup_and_goes_to_a_file_that_comes_in_again(
    office: Landwatch, pack: Pack, tmp_path: Path
) -> None:
    first = receipts(office, pack({UUID: record(ONE, TWO)}, TWO), code=1)
    backup = office("backup", tmp_path / "backup.gpkg")
    assert "wait beside the register are not in it (zhang 1): landwatch field export" in backup.stdout
    exported = office("field", "export", tmp_path / "waiting.zip", "--json")
    assert (exported.exit_code, json.loads(exported.stdout)) == (1, {"records": 1, "files": 1, "parts": 1})
    assert (tmp_path / "waiting.zip").stat().st_mode & 0o077 == 0
    shutil.rmtree("landwatch.field")
    again = receipts(office, tmp_path / "waiting.zip", code=1)
    told = ("uuid", "record", "photos", "missing", "state")
    assert [[each[name] for name in told] for each in again] == [
        [each[name] for name in told] for each in first
    ]


def test_both_of_two_records_under_one_number_go_to_the_file(
    office: Landwatch, pack: Pack, tmp_path: Path
) -> None:
    receipts(office, pack({UUID: record(ONE, note="甲")}), code=1)
    receipts(office, pack({UUID: record(ONE, note="乙")}), code=1)
    assert office("field", "export", tmp_path / "waiting.zip").exit_code == 1
    shutil.rmtree("landwatch.field")
    assert len(receipts(office, tmp_path / "waiting.zip", code=1)) == 2


def test_where_nothing_waits_no_file_is_written(office: Landwatch, tmp_path: Path) -> None:
    result = office("field", "export", tmp_path / "waiting.zip")
    assert (result.exit_code, "nothing waits" in result.stderr) == (2, True)
    assert not (tmp_path / "waiting.zip").exists()


def test_what_was_set_aside_is_cleared_away_by_another_person(office: Landwatch, pack: Pack) -> None:
    receipts(office, pack({UUID: record(ONE, contract_no=FOREIGN)}, ONE), code=1)
    assert office("field", "decide", UUID, "--set-aside", "--reason", "误发", "--by", "陈静").exit_code == 0
    cleared = office("field", "clear", UUID, "--reason", "已核对", "--by", "王琳", "--json")
    told = json.loads(cleared.stdout)
    assert (cleared.exit_code, told["state"], told["missing"]) == (0, "aside", [])
    assert "no record" in office("field", "clear", UUID, "--reason", "已核对", "--by", "王琳").stderr
