"""What a person recorded in a time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from landwatch.model import Event, EventType, Source
from landwatch.registry import Act, Kind, Register, fact_key
from tests.measures.office import write_records

AT = datetime(2024, 3, 1, 9, 0, tzinfo=UTC)
SOURCE = Source(name="record", sha256="0" * 64, kind="facts")


def test_a_commit_is_told_with_its_rows_and_whether_they_still_stand(url: str) -> None:
    write_records(url)
    with Register.open(url) as register:
        number = min(register.known().contract_nos)
        fact = Event(contract_no=number, type=EventType.WORK_STOPPED, day=date(2024, 2, 1))
        register.add(source=SOURCE, recorded_by="clerk", recorded_at=AT, events=[fact])
        register.add(source=SOURCE, recorded_by="other", recorded_at=AT, events=[fact])
        act = Act(by="clerk", at=AT + timedelta(hours=1), reason="登错")
        register.retire(Kind.EVENTS, fact_key(fact), act)
        commits = register.commits_of("clerk", AT, AT + timedelta(days=1))
    assert [(each.verb, each.reason) for each in commits] == [("retire", "登错"), ("import", None)]
    assert [(row.is_ended, row.stands) for each in commits for row in each.rows] == [
        (True, False),
        (False, False),
    ]
    assert commits[1].rows[0].says["contract_no"] == number


def test_what_was_recorded_at_another_time_is_left_out(url: str) -> None:
    write_records(url)
    with Register.open(url) as register:
        assert register.commits_of("clerk", AT, AT + timedelta(days=1)) == []
