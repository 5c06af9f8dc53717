"""Long jobs: a queue beside the register, and processes beside the server that work it off.

Who asks gets a job at once and looks after it later; it outlasts a restart. The same question of several
people is worked once. What came out is kept for a while, for those who asked alone.
"""

from __future__ import annotations

from landwatch.jobs.held_work import Held
from landwatch.jobs.job import Job, JobScope, JobState, ResultFile, job_state_name
from landwatch.jobs.job_folder import JobRules, NoRoomForJobs, TooManyJobs, jobs_folder
from landwatch.jobs.queue import Queue
from landwatch.jobs.work_in_child import Made, Perform
from landwatch.jobs.working import ends_on_signals, work_off

__all__ = [
    "Held",
    "Job",
    "JobRules",
    "JobScope",
    "JobState",
    "Made",
    "NoRoomForJobs",
    "Perform",
    "Queue",
    "ResultFile",
    "TooManyJobs",
    "ends_on_signals",
    "job_state_name",
    "jobs_folder",
    "work_off",
]
