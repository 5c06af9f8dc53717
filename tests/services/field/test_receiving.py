"""Records from phones become visits once everything is there; what cannot is held, and nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from landwatch.errors import RegisterUnavailable, UsageError
from landwatch.incoming import Incoming, Stored
from landwatch.incoming.kept_records import Decided
from landwatch.model import Document, Patroller
from landwatch.registry import Act, Decision, Register
from landwatch.rules import Assessment
from landwatch.services.assessing.judging import assess_register
from landwatch.services.field.receipts import (
    Sender,
    contract_of,
    inbox_of,
    receipt_of,
    waiting_name,
    waiting_people,
)
from landwatch.services.field.receiving import clear, decide, take_in
from landwatch.services.patrols.rostering import assign
from tests.incoming.phone_record import OTHER_UUID, UUID, digest, picture, read, sketch
from tests.measures.office import NORTH, write_register

# Eight in the evening in UTC: in the office it is four in the morning of the day after.
NOW = datetime(2024, 1, 6, 20, 0, tzinfo=UTC)
ONE, TWO = picture(1), picture(2)
VOICE = b"OggS\0" + bytes(200)
SKETCH = sketch(("Point", [106.604, 29.001], "门卫室"))
ZHANG = Sender("zhang", "张三", frozenset({NORTH}))


@dataclass
class Office:
    """A register and what phones handed over for it."""

    database: str
    incoming: Incoming
    senders: dict[str, Sender]

    def land(self) -> Assessment:
        return assess_register(self.database, NOW.date())

    def receive(self, *pictures: bytes, uuid: str = UUID, skew: int | None = 4, **said: Any) -> Stored:
        """A record and its pictures, all of them sent."""
        photos = {"photos": [digest(each) for each in pictures]}
        return self.send(*pictures, uuid=uuid, skew=skew, **(photos | said))

    def send(self, *files: bytes, uuid: str = UUID, skew: int | None = 4, **said: Any) -> Stored:
        """A record that names files of whatever kind, and these files."""
        phone_at = None if skew is None else NOW + timedelta(seconds=skew)
        self.incoming.put(uuid, read(**said), "zhang", at=NOW, phone_at=phone_at)
        for each in files:
            if self.incoming.upload("zhang", digest(each)) == (0, None):
                self.incoming.append("zhang", digest(each), 0, each, len(each))
        return self.after(uuid)

    def take(self, land: Callable[[], Assessment] | None = None) -> int:
        return take_in(self.database, self.incoming, self.senders.get, NOW, land=land or self.land)

    def after(self, uuid: str = UUID) -> Stored:
        return [each for each in self.incoming.records() if each.uuid == uuid][-1]

    def waiting_file(self, content: bytes) -> bytes:
        """The bytes of a file that lies in the folder."""
        return Path(self.incoming.content("zhang", digest(content))).read_bytes()

    def visits(self) -> list[dict[str, Any]]:
        with Register.open(self.database) as register:
            facts = register.snapshot(date(2024, 1, 7)).events
        rows = facts[facts["type"] == "patrol"].to_dict("records")
        return [row | {"details": json.loads(row["details"])} for row in rows]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    database = write_register(tmp_path)
    return Office(database, Incoming.of(database), {"zhang": ZHANG})


def test_a_record_whose_pictures_are_there_becomes_a_visit(office: Office) -> None:
    office.receive(ONE, TWO, stage="pit", done_share="1/3", note="基坑已开挖")
    assert office.take() == 1
    (visit,) = office.visits()
    details = visit["details"]
    assert (visit["contract_no"], visit["day"].date()) == ("合1", date(2023, 12, 20))
    assert {name: details[name] for name in ("person", "works", "done_share", "note", "record")} == {
        "person": "张三",
        "works": "pit",
        "done_share": "1/3",
        "note": "基坑已开挖",
        "record": UUID,
    }
    assert (details["phone_at"], details["phone_skew"]) == ("2023-12-20T10:11:00+08:00", "4")
    assert details["received"] == "2024-01-07T04:00:00+08:00"
    assert (office.after().state, office.after().visit) == ("recorded", details["visit"])


def test_the_pictures_go_where_those_of_reviews_are_and_leave_the_folder(office: Office) -> None:
    office.receive(ONE)
    office.take()
    (photo,) = office.visits()[0]["details"]["photos"]
    with Register.open(office.database) as register:
        assert register.personal_content(photo["item"])[1] == ONE
    assert [file.name for file in office.incoming.folder.rglob(digest(ONE))] == []


def test_recordings_and_sketches_are_kept_with_the_visit_in_one_line_of_the_journal(office: Office) -> None:
    office.send(ONE, VOICE, SKETCH, photos=[digest(ONE)], voices=[digest(VOICE)], sketches=[digest(SKETCH)])
    with Register.open(office.database) as register:
        before = len(register.journal())
    office.take()
    details = office.visits()[0]["details"]
    with Register.open(office.database) as register:
        lines = register.journal()[before:]
        kept = [register.personal_content(details[name][0]["item"]) for name in ("voices", "sketches")]
    assert [line.added["personal_items"] for line in lines] == [3]
    assert [(held.item.kind, held.item.media_type, content) for held, content in kept] == [
        ("voice", "audio/ogg", VOICE),
        ("sketch", "application/geo+json", SKETCH),
    ]
    assert list(office.incoming.folder.rglob("*/*")) == []


@pytest.mark.parametrize(
    ("member", "told"),
    [("voices", "is no sound recording"), ("sketches", "the sketch is no FeatureCollection")],
)
def test_what_is_no_recording_or_sketch_is_held_and_kept(office: Office, member: str, told: str) -> None:
    office.send(ONE, **{member: [digest(ONE)]})
    office.take()
    assert told in receipt_of(office.incoming, office.after()).reason()
    assert office.waiting_file(ONE) == ONE


def test_a_record_waits_for_its_recording_and_says_which(office: Office) -> None:
    office.send(VOICE, voices=[digest(VOICE), digest(TWO)], sketches=[digest(SKETCH)])
    office.take()
    receipt = receipt_of(office.incoming, office.after())
    assert (receipt.state, receipt.waiting) == ("waiting", (("voice", 2), ("sketch", 1)))
    assert waiting_name(receipt) == "missing: recording 2; sketch 1"


def test_with_recordings_taken_in_again_after_a_stop_it_is_one_visit(office: Office) -> None:
    office.send(VOICE, SKETCH, voices=[digest(VOICE)], sketches=[digest(SKETCH)])
    with pytest.raises(KeyboardInterrupt):
        replace(office, incoming=Stopped.of(office.database)).take()
    office.take()
    assert (len(office.visits()), office.after().state) == (1, "recorded")


def test_what_the_phone_knew_at_the_shutter_stands_beside_the_picture(office: Office) -> None:
    shot = {
        "name": "gate.jpg",
        "taken_at": "2023-12-20T10:10:00+08:00",
        "lon": 106.604,
        "lat": 29.001,
        "accuracy_m": 7.6,
        "located_at": "2023-12-20T10:09:58+08:00",
        "heading": 271.2,
    }
    office.receive(ONE, shots={digest(ONE): shot})
    office.take()
    (photo,) = office.visits()[0]["details"]["photos"]
    del photo["item"]
    assert photo == {
        "name": "gate.jpg",
        "taken_at": "2023-12-20T10:10:00+08:00",
        "lon": "106.6040000",
        "lat": "29.0010000",
        "accuracy_m": "8",
        "located_at": "2023-12-20T10:09:58+08:00",
        "heading": "271",
    }


def test_whom_one_met_stands_apart_from_the_visit(office: Office) -> None:
    office.receive(met={"name": "周门卫", "telephone": "139 0000 0000"})
    office.take()
    with Register.open(office.database) as register:
        contents = [register.personal_content(each.item.item)[1] for each in register.personal_items()]
    assert contents == ["周门卫".encode(), b"139 0000 0000"]
    assert "周门卫" not in json.dumps(office.visits()[0]["details"], ensure_ascii=False)
    assert office.after().body is None


def test_a_record_that_lacks_a_picture_waits_and_is_told_which(office: Office) -> None:
    office.receive(ONE)
    office.incoming.put(OTHER_UUID, read(ONE, TWO), "zhang", at=NOW, phone_at=None)
    office.take()
    waiting = receipt_of(office.incoming, office.after(OTHER_UUID))
    assert (waiting.state, waiting.missing, waiting.waits_for) == ("waiting", [digest(TWO)], ("photo", 2))


def test_the_same_picture_in_a_second_visit_is_told(office: Office) -> None:
    office.receive(ONE)
    office.receive(ONE, uuid=OTHER_UUID, note="第二次")
    office.take()
    first, second = (visit["details"]["photos"][0] for visit in office.visits())
    assert ("repeats" in first, second["repeats"]) == (False, first["item"])


def test_a_picture_that_looks_like_one_of_an_earlier_visit_is_told(office: Office) -> None:
    gate = Image.effect_mandelbrot((640, 480), (-2, -1.2, 0.2, 0.45), 40)
    first, smaller = jpeg(gate, 90), jpeg(gate.resize((320, 240)), 60)
    office.receive(first)
    office.receive(smaller, uuid=OTHER_UUID, note="第二次")
    office.take()
    before, after = (visit["details"]["photos"][0] for visit in office.visits())
    assert ("alike" in before, after["alike"]) == (False, before["item"])
    assert int(after["alike_bits"]) <= 4


def jpeg(picture: Image.Image, quality: int) -> bytes:
    written = BytesIO()
    picture.save(written, "JPEG", quality=quality)
    return written.getvalue()


class Stopped(Incoming):
    """Stopped between the commit in the register and the note of it."""

    def stands(self, *_given: Any) -> None:
        raise KeyboardInterrupt


@pytest.mark.long
def test_taken_in_again_after_a_stop_it_is_one_visit(office: Office) -> None:
    office.receive(ONE)
    with pytest.raises(KeyboardInterrupt):
        replace(office, incoming=Stopped.of(office.database)).take()
    assert (len(office.visits()), office.after().state) == (1, "waiting")
    office.take()
    assert (len(office.visits()), office.after().state) == (1, "recorded")


@pytest.mark.parametrize(
    "said",
    [{"contract_no": "合99"}, {"contract_no": "合8"}, {"contract_no": None, "parcel_no": "G-99"}],
    ids=["no contract", "of a cluster that is not seen", "no parcel"],
)
def test_land_that_whoever_went_does_not_see_is_held_with_the_same_words(
    office: Office, said: dict[str, Any]
) -> None:
    office.receive(ONE, **said)
    office.take()
    receipt = receipt_of(office.incoming, office.after())
    assert receipt.state == "held"
    assert receipt.reason() == ("no such contract or parcel among those that this person sees")
    assert (office.visits(), receipt.missing) == ([], [])


@pytest.mark.parametrize(
    ("said", "told"),
    [({"on": "2024-01-10"}, "2024-01-10 lies in the future"), ({"on": "2024-01-08"}, "lies in the future")],
)
def test_a_clock_that_runs_days_ahead_holds_the_record(
    office: Office, said: dict[str, Any], told: str
) -> None:
    office.receive(ONE, skew=259_200, **said)
    office.take()
    assert told in receipt_of(office.incoming, office.after()).reason()


def test_a_visit_of_today_is_no_visit_of_the_future_before_eight_in_the_morning(office: Office) -> None:
    office.receive(on="2024-01-07")
    assert office.take() == 1


def test_what_is_no_picture_is_held_and_kept(office: Office) -> None:
    office.receive(b"no picture")
    office.take()
    receipt = receipt_of(office.incoming, office.after())
    assert (receipt.state, "is no photograph" in receipt.reason()) == ("held", True)
    assert office.waiting_file(b"no picture") == b"no picture"


def test_somebody_who_has_no_account_any_more_is_held(office: Office) -> None:
    office.receive(ONE)
    office.senders.clear()
    office.take()
    assert office.after().state == "held"


def test_a_register_that_is_away_leaves_the_record_waiting(office: Office) -> None:
    def away() -> Assessment:
        raise RegisterUnavailable("away")

    office.receive(ONE)
    with pytest.raises(RegisterUnavailable):
        office.take(away)
    assert receipt_of(office.incoming, office.after()).state == "complete"
    assert office.take() == 1


def test_who_loses_patience_leaves_the_record_to_whoever_takes_in_just_now(office: Office) -> None:
    office.receive(ONE)
    with Incoming.of(office.database).alone() as is_mine:
        assert is_mine
        assert (
            take_in(office.database, office.incoming, office.senders.get, NOW, land=office.land, patience=0)
            == 0
        )
    assert receipt_of(office.incoming, office.after()).state == "complete"


def test_records_of_others_that_were_left_are_taken_in_with_one_s_own(office: Office) -> None:
    office.receive(ONE)
    office.senders["li"] = Sender("li", "李四", frozenset({NORTH}))
    office.incoming.put(OTHER_UUID, read(login="li"), "li", at=NOW, phone_at=None)
    assert (
        take_in(office.database, office.incoming, office.senders.get, NOW, land=office.land, login="li") == 2
    )


def test_who_is_on_the_roster_by_login_is_called_so(office: Office) -> None:
    assigned = Patroller(cluster=NORTH, person="zhang", since=date(2023, 1, 1))
    assign(office.database, assigned, Act(by="王", at=NOW, reason="分工"))
    office.receive()
    office.take()
    assert office.visits()[0]["details"]["person"] == "zhang"


def test_a_parcel_alone_means_the_contract_signed_last_by_its_day(office: Office) -> None:
    office.receive(contract_no=None, parcel_no="G-9")
    assert contract_of(office.land(), office.after()) == "合9"


def test_other_content_under_the_same_name_waits_for_a_person_and_may_become_a_second_visit(
    office: Office,
) -> None:
    office.receive(note="甲")
    office.receive(note="乙")
    office.take()
    held = office.after()
    assert (len(office.visits()), held.state) == (1, "held")
    decide(office.incoming, held, keep=True, reason="两次到场", by="chen", at=NOW)
    office.take()
    with Register.open(office.database) as register:
        actors = [line.actor for line in register.journal()][-2:]
    assert [visit["details"]["note"] for visit in office.visits()] == ["甲", "乙"]
    assert actors == ["zhang", "chen"]


def test_what_a_person_sets_aside_stays_and_becomes_no_visit(office: Office) -> None:
    office.receive(note="甲")
    office.receive(ONE, note="乙")
    office.take()
    decide(office.incoming, office.after(), keep=False, reason="误发", by="chen", at=NOW)
    office.take()
    aside = office.after()
    assert (aside.state, len(office.visits())) == ("aside", 1)
    assert aside.body is not None and office.waiting_file(ONE) == ONE


@pytest.fixture
def aside(office: Office) -> Stored:
    """A record that was set aside; its picture is named by no other one."""
    office.receive(note="甲")
    office.receive(ONE, note="乙")
    office.take()
    decide(office.incoming, office.after(), keep=False, reason="误发", by="chen", at=NOW)
    return office.after()


def test_what_was_set_aside_is_removed_by_decision_and_never_asked_for_again(
    office: Office, aside: Stored
) -> None:
    clear(office.incoming, aside, reason="已核对", by="wang", at=NOW)
    after = receipt_of(office.incoming, office.after())
    assert after.stored.cleared == Decided(by="wang", at=NOW, reason="已核对")
    assert (after.state, after.missing, after.stored.body) == ("aside", (), None)
    assert list(office.incoming.folder.rglob("*/*")) == []
    assert office.incoming.put(UUID, read(ONE, note="乙"), "zhang", at=NOW, phone_at=None) == "same"


def test_a_file_that_another_record_waits_with_stays(office: Office, aside: Stored) -> None:
    office.incoming.put(OTHER_UUID, read(ONE, TWO, note="丙"), "zhang", at=NOW, phone_at=None)
    clear(office.incoming, aside, reason="已核对", by="wang", at=NOW)
    assert office.waiting_file(ONE) == ONE
    assert office.incoming.missing(office.after(OTHER_UUID)) == [digest(TWO)]


@pytest.mark.parametrize(
    ("given", "told"),
    [({"by": "zhang"}, "a second person decides"), ({"reason": " "}, "the reason is empty")],
    ids=["oneself", "no reason"],
)
def test_to_remove_what_was_set_aside_takes_a_second_person_and_a_reason(
    office: Office, aside: Stored, given: dict[str, Any], told: str
) -> None:
    plain: dict[str, Any] = {"reason": "已核对", "by": "wang", "at": NOW}
    with pytest.raises(UsageError, match=told):
        clear(office.incoming, aside, **(plain | given))


def test_what_was_not_set_aside_or_is_cleared_already_is_left_alone(office: Office, aside: Stored) -> None:
    clear(office.incoming, aside, reason="已核对", by="wang", at=NOW)
    office.incoming.put(OTHER_UUID, read(TWO), "zhang", at=NOW, phone_at=None)
    for each in (office.after(), office.after(OTHER_UUID)):
        with pytest.raises(UsageError, match="nothing was removed"):
            clear(office.incoming, each, reason="已核对", by="wang", at=NOW)


def test_what_waits_is_counted_by_person(office: Office, aside: Stored) -> None:
    office.incoming.put(OTHER_UUID, read(TWO), "zhang", at=NOW, phone_at=None)
    assert waiting_people(office.incoming) == {"zhang": 1}


def test_a_person_may_say_which_day_counts(office: Office) -> None:
    office.receive(on="2024-02-01")
    office.take()
    decide(
        office.incoming, office.after(), keep=True, reason="时钟不准", by="chen", at=NOW, day=date(2024, 1, 5)
    )
    office.take()
    assert office.visits()[0]["day"].date() == date(2024, 1, 5)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"by": "zhang"}, "a second person decides"),
        ({"reason": "  "}, "the reason is empty"),
        ({"day": date(2024, 1, 8)}, "lies in the future"),
    ],
    ids=["oneself", "no reason", "future"],
)
def test_a_decision_needs_a_second_person_a_reason_and_a_day_that_has_been(
    office: Office, given: dict[str, Any], told: str
) -> None:
    office.receive(contract_no="合99")
    office.take()
    plain: dict[str, Any] = {"keep": True, "reason": "已核", "by": "chen", "at": NOW}
    with pytest.raises(UsageError, match=told):
        decide(office.incoming, office.after(), **(plain | given))


def test_only_what_is_held_is_decided_about(office: Office) -> None:
    office.receive()
    with pytest.raises(UsageError, match="is not held"):
        decide(office.incoming, office.after(), keep=True, reason="已核", by="chen", at=NOW)


def test_everybody_sees_their_own_records_and_those_about_land_they_see(office: Office) -> None:
    office.receive(note="甲")
    office.receive(uuid=OTHER_UUID, contract_no="合99")
    assessment = office.land()
    seen = {
        who: [each.stored.uuid for each in inbox_of(office.incoming, assessment, who, NOW, sees_all=every)]
        for who, every in (("zhang", False), ("li", False), ("wang", True))
    }
    assert seen == {"zhang": [OTHER_UUID, UUID], "li": [UUID], "wang": [OTHER_UUID, UUID]}


def test_content_that_was_destroyed_is_asked_for_again(office: Office) -> None:
    office.receive(ONE)
    office.take()
    (photo,) = office.visits()[0]["details"]["photos"]
    with Register.open(office.database) as register:
        paper = _paper(register)
        act = Act(by="王", at=NOW, reason="保存期满", document=paper)
        decision = Decision(decided_by="王", second_person="赵", day=date(2024, 1, 5))
        register.destroy([photo["item"]], decision, act)
    office.receive(ONE, uuid=OTHER_UUID, note="乙")
    office.take()
    assert receipt_of(office.incoming, office.after(OTHER_UUID)).missing == [digest(ONE)]


def _paper(register: Register) -> str:
    number = "綦规资信〔2024〕1号"
    paper = Document(sha256="", size=0, file_name="决定.pdf", number=number, contract_no="合1")
    register.attach(paper, b"%PDF", Act(by="王", at=NOW, reason="销毁", document=number))
    return number
