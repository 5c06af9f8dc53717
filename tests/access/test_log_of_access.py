"""The log tells who did what, nothing of it changes unseen, and nothing leaves it without a trace."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landwatch.access import Access, ChosenDeeds, Deed
from landwatch.errors import AccessError, RegisterError
from landwatch.i18n import speaking
from landwatch.registry.verify_journal import Head
from tests.access.behind import changed_behind
from tests.access.office_hours import MORNING, after

DAY = timedelta(days=1)
LINES = 6
COLUMNS = ("sequence", "at", "actor", "verb", "body", "previous_hash", "hash")


def note(access: Access, count: int, at: datetime = MORNING) -> None:
    for number in range(count):
        access.note(Deed.EXPORTED, login="wang", about={"contract": f"渝綦工{number}"}, at=at, address="::1")


@pytest.fixture
def noted(access: Access) -> Access:
    note(access, LINES)
    return access


def test_a_line_says_when_who_what_about_whom_and_from_where(access: Access) -> None:
    about = {"person": "张三", "contract": "渝綦工2020-042"}
    access.note(Deed.LOOKED_AT_PERSONAL_DATA, login="wang", about=about, at=MORNING, address="192.0.2.7")
    (line,) = access.log()
    assert (line.sequence, line.at, line.login, line.deed, line.about, line.address) == (
        1,
        MORNING,
        "wang",
        "looked at personal data",
        about,
        "192.0.2.7",
    )


def test_lines_are_read_page_by_page_from_the_newest(noted: Access) -> None:
    first = noted.log(4)
    assert [line.sequence for line in first] == [6, 5, 4, 3]
    assert [line.sequence for line in noted.log(4, first=4)] == [2, 1]


def test_only_lines_that_fit_are_read_and_counted(access: Access) -> None:
    note(access, 2)
    access.note(Deed.GRANTED, login="admin", about={"login": "wang"}, at=after(hours=1))
    access.note(Deed.GRANTED, login="admin", about={"login": "li"}, at=after(hours=2))
    found = {
        chosen: [line.sequence for line in access.log(chosen=chosen)]
        for chosen in (
            ChosenDeeds(login="wang"),
            ChosenDeeds(deeds=(Deed.EXPORTED,)),
            ChosenDeeds(since=after(hours=1)),
            ChosenDeeds(until=after(hours=1)),
        )
    }
    assert list(found.values()) == [[3, 2, 1], [2, 1], [4, 3], [3, 2, 1]]
    assert [access.count_log(chosen) for chosen in found] == [3, 2, 2, 3]


def test_a_log_without_lines_is_intact(access: Access) -> None:
    assert access.verify_log().faults == ()


def test_a_log_as_it_was_written_is_intact(noted: Access) -> None:
    report = noted.verify_log()
    assert (report.faults, report.lines, report.head and report.head.sequence) == ((), 6, 6)


def test_a_clock_that_was_put_back_dates_no_line_before_the_last(noted: Access) -> None:
    note(noted, 1, after(hours=-3))
    assert noted.log(1)[0].at == MORNING
    assert noted.verify_log().faults == ()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sequence=st.integers(1, LINES),
    column=st.sampled_from(COLUMNS),
    place=st.integers(0, 400),
    byte=st.sampled_from("0a9Z桥"),
)
def test_a_character_changed_anywhere_in_a_line_is_found(
    noted: Access, url: str, sequence: int, column: str, place: int, byte: str
) -> None:
    (before,) = changed_behind(url, f"SELECT {column} FROM noted WHERE sequence = {sequence}")[0]  # noqa: S608
    text = str(before)
    place %= len(text)
    changed = text[:place] + byte + text[place + 1 :]
    if column == "sequence":
        changed = str(sequence + 100)
    if changed == text:
        return
    there = sequence if column != "sequence" else changed
    changed_behind(url, f"UPDATE noted SET {column} = '{changed}' WHERE sequence = {sequence}")  # noqa: S608
    try:
        assert noted.verify_log().faults
    finally:
        changed_behind(url, f"UPDATE noted SET {column} = '{text}' WHERE sequence = {there}")  # noqa: S608
    assert not noted.verify_log().faults


def test_a_line_that_was_taken_out_is_missed(noted: Access, url: str) -> None:
    changed_behind(url, "DELETE FROM noted WHERE sequence = 3")
    (fault,) = noted.verify_log().faults
    assert fault.sentence() == "Lines 3 to 3 are missing before line 4."


def test_a_beginning_that_was_taken_out_is_missed(noted: Access, url: str) -> None:
    changed_behind(url, "DELETE FROM noted WHERE sequence < 3")
    (fault,) = noted.verify_log().faults
    assert fault.sentence() == "Lines 1 to 2 are missing before line 3."


def test_an_end_that_was_cut_off_shows_against_a_head_kept_elsewhere(noted: Access, url: str) -> None:
    head = noted.verify_log().head
    changed_behind(url, "DELETE FROM noted WHERE sequence > 4")
    assert noted.verify_log().faults == ()
    assert [fault.kind for fault in noted.verify_log(head=head).faults] == ["cut"]


def test_a_log_that_went_on_since_still_has_the_head_kept_elsewhere(noted: Access) -> None:
    head = noted.verify_log().head
    note(noted, 2)
    assert noted.verify_log(head=head).faults == ()


def test_lines_of_the_last_180_days_cannot_be_moved_out(noted: Access, tmp_path: Path) -> None:
    with pytest.raises(AccessError, match="is kept for 180 days; what is younger than 2026-03-02"):
        noted.move_out_log(MORNING + timedelta(seconds=1), tmp_path, by="周", at=MORNING + 180 * DAY)
    assert len(noted.log()) == LINES


@pytest.fixture
def moved(noted: Access, tmp_path: Path) -> Path:
    """The file of the first six lines, moved out when three more stand."""
    note(noted, 3, MORNING + 100 * DAY)
    done = noted.move_out_log(MORNING + 50 * DAY, tmp_path / "logs", by="周", at=MORNING + 230 * DAY)
    assert done is not None and done.lines == LINES
    return done.file


def test_moved_out_lines_are_in_the_file_and_the_rest_stands_with_the_move(
    noted: Access, moved: Path
) -> None:
    assert len(moved.read_text(encoding="utf-8").splitlines()) == LINES
    lines = noted.log()
    assert [line.sequence for line in lines] == [10, 9, 8, 7]
    assert (lines[0].login, lines[0].deed, lines[0].about["through"]) == ("周", "log moved out", "6")


def test_the_rest_and_the_whole_are_intact_after_a_move(noted: Access, moved: Path) -> None:
    assert noted.verify_log().faults == ()
    assert noted.verify_log([moved]) == noted.verify_log()._replace(lines=10)


def test_a_second_move_goes_on_where_the_first_ended(noted: Access, moved: Path) -> None:
    now = MORNING + 300 * DAY
    second = noted.move_out_log(MORNING + 120 * DAY, moved.parent, by="周", at=now)
    assert second is not None and second.lines == 3
    assert noted.verify_log().faults == ()
    assert noted.verify_log([moved, second.file]).faults == ()


def test_a_changed_word_in_a_moved_file_is_found(noted: Access, moved: Path) -> None:
    moved.write_text(moved.read_text(encoding="utf-8").replace("渝綦工3", "渝綦工4"), encoding="utf-8")
    assert [fault.where["sequence"] for fault in noted.verify_log([moved]).faults] == [4]


def test_more_lines_taken_out_than_were_moved_are_missed(noted: Access, moved: Path, url: str) -> None:
    changed_behind(url, "DELETE FROM noted WHERE sequence = 7")
    assert [fault.kind for fault in noted.verify_log().faults] == ["missing"]


def test_nothing_that_old_moves_nothing(noted: Access, tmp_path: Path) -> None:
    assert noted.move_out_log(MORNING, tmp_path, by="周", at=MORNING + 200 * DAY) is None
    assert list(tmp_path.glob("*.jsonl")) == []


def test_a_move_that_was_stopped_after_the_file_is_finished_by_the_next(
    noted: Access, moved: Path, tmp_path: Path
) -> None:
    # The file of the second move is there, as if the first try had been killed before the log was cut.
    now, other = MORNING + 300 * DAY, tmp_path / "other"
    until = MORNING + 120 * DAY
    made = noted.move_out_log(until, other, by="周", at=now)
    assert made is not None
    text = made.file.read_bytes()
    assert noted.move_out_log(until, other, by="周", at=now) is None
    assert made.file.read_bytes() == text


def test_a_file_of_other_content_is_not_written_over(noted: Access, tmp_path: Path) -> None:
    last = noted.log(1)[0]
    taken = tmp_path / f"access-log-00000001-00000006-{last.hash[:8]}.jsonl"
    taken.write_text("something else", encoding="utf-8")
    with pytest.raises(RegisterError, match="There is a file"):
        noted.move_out_log(MORNING + DAY, tmp_path, by="周", at=MORNING + 300 * DAY)
    assert len(noted.log()) == LINES


def test_a_file_as_a_stopped_move_left_it_is_taken_for_its_own(noted: Access, tmp_path: Path) -> None:
    until, now = MORNING + DAY, MORNING + 300 * DAY
    with Access.open(f"gpkg:///{tmp_path}/other.gpkg") as other:
        note(other, LINES)  # the same lines give the same file
        left = other.move_out_log(until, tmp_path, by="周", at=now)
    assert noted.move_out_log(until, tmp_path, by="周", at=now) == left


def test_deeds_have_names_in_chinese() -> None:
    from landwatch.access import deed_name

    with speaking("zh"):
        assert [name for name in map(deed_name, Deed) if name.isascii()] == []


def test_a_head_of_another_log_is_not_met(noted: Access) -> None:
    assert [fault.kind for fault in noted.verify_log(head=Head(None, "f" * 64)).faults] == ["head unknown"]
