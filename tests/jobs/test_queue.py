"""Who asks for a job, and what becomes of it before it is worked and after."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from landwatch.errors import RegisterError
from landwatch.jobs import Job, JobRules, JobScope, JobState, NoRoomForJobs, Queue, TooManyJobs
from landwatch.jobs.held_work import HELD, end, give_back, hold_on, take_up
from tests.jobs.errands import MORNING
from tests.registry.tampering import tamper

LATER = MORNING + timedelta(minutes=1)


def asked(queue: Queue, person: str = "wang", *, year: str = "2023", basis: str | None = "line 7") -> Job:
    """The report of a year, asked for in the morning."""
    return queue.ask("report", {"period": year}, person=person, at=MORNING, basis=basis)


def brought_to_an_end(queue: Queue, state: JobState = JobState.DONE) -> None:
    held = take_up(queue, MORNING)
    assert held is not None
    (held.out / "report.pdf").write_text("…")
    end(queue, held, state, MORNING)


def test_a_job_waits_until_somebody_takes_it_up(queue: Queue) -> None:
    assert asked(queue).state is JobState.QUEUED


def test_a_job_says_what_was_asked_for(queue: Queue) -> None:
    assert asked(queue).to_dict()["fields"] == {"period": "2023"}


def test_the_same_question_of_ten_people_is_worked_once(queue: Queue) -> None:
    assert len({asked(queue, f"person {number}").work for number in range(10)}) == 1


def test_each_of_ten_people_has_a_job_of_his_own(queue: Queue) -> None:
    assert len({asked(queue, f"person {number}").id for number in range(10)}) == 10


def test_what_is_done_is_not_done_again_for_the_next_who_asks(queue: Queue) -> None:
    asked(queue)
    brought_to_an_end(queue)
    assert asked(queue, "li").state is JobState.DONE


def test_what_failed_is_tried_anew_for_the_next_who_asks(queue: Queue) -> None:
    asked(queue)
    brought_to_an_end(queue, JobState.FAILED)
    assert asked(queue, "li").state is JobState.QUEUED


@pytest.mark.parametrize("other", [{"year": "2022"}, {"basis": "line 8"}])
def test_another_year_and_another_end_of_the_journal_are_another_question(
    queue: Queue, other: dict[str, str]
) -> None:
    assert asked(queue).work != asked(queue, **other).work


def test_who_sees_less_gets_work_of_his_own(queue: Queue) -> None:
    seen = JobScope(clusters=("桥河",))
    own = queue.ask("report", {"period": "2023"}, person="li", at=MORNING, scope=seen, basis="line 7")
    assert own.work != asked(queue).work


def test_work_that_rests_on_nothing_shared_is_done_for_each(queue: Queue) -> None:
    assert asked(queue, basis=None).work != asked(queue, basis=None).work


def test_another_person_finds_no_job(queue: Queue) -> None:
    assert queue.job(asked(queue, "wang").id, "li") is None


def test_a_person_finds_his_own_jobs_alone(queue: Queue) -> None:
    mine = asked(queue, "wang")
    asked(queue, "li")
    assert [job.id for job in queue.of("wang")] == [mine.id]


def test_the_newest_job_comes_first(queue: Queue) -> None:
    first = asked(queue)
    newer = queue.ask("atlas", {}, person="wang", at=LATER)
    assert [job.id for job in queue.of("wang")] == [newer.id, first.id]


def test_one_person_cannot_fill_the_queue(url: str, tmp_path: Path) -> None:
    with Queue.open(url, tmp_path / "jobs", JobRules(most_open=2)) as queue:
        for year in ("2021", "2022"):
            asked(queue, year=year)
        with pytest.raises(TooManyJobs):
            asked(queue, year="2023")


def test_there_is_no_job_without_room_for_its_result(url: str, tmp_path: Path) -> None:
    with Queue.open(url, tmp_path / "jobs", JobRules(most_bytes=0)) as queue, pytest.raises(NoRoomForJobs):
        asked(queue)


def test_files_that_were_not_brought_whole_leave_nothing_behind(queue: Queue) -> None:
    def _bring(folder: Path) -> None:
        (folder / "half.xlsx").touch()
        raise NoRoomForJobs

    with pytest.raises(NoRoomForJobs):
        queue.ask("import", {}, person="wang", at=MORNING, bring=_bring)
    assert [each for each in queue.folder.iterdir() if each.is_dir()] == []


def test_a_job_that_waits_can_be_cancelled(queue: Queue) -> None:
    assert queue.cancel(asked(queue), LATER).state is JobState.CANCELLED


def test_cancelled_work_is_not_taken_up(queue: Queue) -> None:
    queue.cancel(asked(queue), LATER)
    assert take_up(queue, LATER) is None


def test_work_that_runs_is_told_that_it_was_cancelled(queue: Queue) -> None:
    job = asked(queue)
    held = take_up(queue, MORNING)
    assert held is not None
    queue.cancel(job, LATER)
    assert hold_on(queue, held, LATER).cancel


def test_what_one_of_two_cancels_goes_on_for_the_other(queue: Queue) -> None:
    mine, other = asked(queue, "wang"), asked(queue, "li")
    queue.cancel(mine, LATER)
    states = [found.state for found in (queue.job(mine.id), queue.job(other.id)) if found]
    assert states == [JobState.CANCELLED, JobState.QUEUED]


def test_a_job_that_is_done_stays_done(queue: Queue) -> None:
    job = asked(queue)
    brought_to_an_end(queue)
    assert queue.cancel(job, LATER).state is JobState.DONE


def test_work_is_taken_up_in_the_order_of_asking(queue: Queue) -> None:
    asked(queue)
    queue.ask("atlas", {}, person="wang", at=LATER)
    held = take_up(queue, LATER)
    assert held is not None
    assert held.kind == "report"


def test_no_two_processes_hold_the_same_work(queue: Queue) -> None:
    asked(queue)
    take_up(queue, MORNING)
    assert take_up(queue, MORNING) is None


def test_work_of_a_process_that_says_nothing_any_more_is_taken_up_by_another(queue: Queue) -> None:
    asked(queue)
    take_up(queue, MORNING)
    assert take_up(queue, MORNING + HELD + timedelta(seconds=1)) is not None


def test_work_of_a_process_that_still_speaks_is_left_to_it(queue: Queue) -> None:
    asked(queue)
    held = take_up(queue, MORNING)
    assert held is not None
    hold_on(queue, held, MORNING + HELD)
    assert take_up(queue, MORNING + HELD + timedelta(seconds=1)) is None


def test_a_process_that_was_given_up_on_ends_nothing(queue: Queue) -> None:
    asked(queue)
    slow = take_up(queue, MORNING)
    assert slow is not None
    take_up(queue, MORNING + 2 * HELD)
    assert not end(queue, slow, JobState.DONE, MORNING + 2 * HELD)


def test_work_whose_process_is_ended_again_and_again_fails_with_a_reason(queue: Queue) -> None:
    job = asked(queue)
    for attempt in range(1, 5):
        take_up(queue, MORNING + attempt * 2 * HELD)
    found = queue.job(job.id)
    assert found is not None
    assert (found.state, "3" in str(found.problem)) == (JobState.FAILED, True)


def test_a_restart_of_the_server_is_no_attempt(queue: Queue) -> None:
    job = asked(queue)
    for _restart in range(5):
        held = take_up(queue, MORNING)
        assert held is not None
        give_back(queue, held, counts=False)
    found = queue.job(job.id)
    assert found is not None
    assert found.state is JobState.QUEUED


def test_a_result_whose_time_has_passed_is_given_up(queue: Queue) -> None:
    job = asked(queue)
    brought_to_an_end(queue)
    queue.sweep(MORNING + timedelta(days=8))
    assert not (queue.folder / job.work).exists()


def test_a_job_says_when_its_result_was_given_up(queue: Queue) -> None:
    job, week_later = asked(queue), MORNING + timedelta(days=8)
    brought_to_an_end(queue)
    queue.sweep(week_later)
    found = queue.job(job.id)
    assert found is not None
    assert (found.state, found.given_up_at) == (JobState.DONE, week_later)


def test_a_result_that_somebody_asked_for_again_is_kept_longer(queue: Queue) -> None:
    asked(queue)
    brought_to_an_end(queue)
    queue.ask("report", {"period": "2023"}, person="li", at=MORNING + timedelta(days=6), basis="line 7")
    assert queue.sweep(MORNING + timedelta(days=8)) == 0


def test_tables_of_a_newer_landwatch_are_left_alone(queue: Queue, url: str) -> None:
    if url.startswith("gpkg"):
        tamper(f"gpkg:///{queue.folder}/jobs.db", "UPDATE version SET number = 9")
    else:
        tamper(url, "UPDATE landwatch_jobs.version SET number = 9")
    with pytest.raises(RegisterError, match="newer landwatch"):
        Queue.open(url, queue.folder)


def test_who_sees_a_cluster_more_sees_what_was_made_for_fewer() -> None:
    assert JobScope(clusters=("桥河",)).is_within(JobScope(clusters=("北渡", "桥河")))


@pytest.mark.parametrize(
    "now", [JobScope(clusters=("北渡",)), JobScope(clusters=()), JobScope(rights=("land",))]
)
def test_who_lost_a_cluster_or_a_right_does_not_see_what_was_made_with_it(now: JobScope) -> None:
    assert not JobScope(clusters=("桥河",), rights=("land", "money")).is_within(now)
